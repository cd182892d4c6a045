//! Which fields are worth a question: those that a requirement reads which the facts so far do not rule out. And in
//! which order people think of them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::pack::{Library, Requirement, TimeLimit};
use crate::record::{FieldId, FieldType, Phase, Record};

use super::{Files, Scope, Truth};

/// What a field is good for, the more pressing first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// No requirement reads it; it says what the record is about.
    Describes,
    /// It decides whether a requirement is asked at all.
    Decides,
    /// It decides whether a requirement that is asked is met.
    Meets,
}

/// The fields worth a question while `record` is in `phase`, lists and their columns among them.
///
/// A field is one of them when a requirement reads it, due by the end of `phase`, whose `applies` does not come out
/// false on the facts of `record`. So are the fields that no requirement reads in the sections that every record has,
/// and the columns that no requirement reads in a list that is one of them. Left out are fields with a default, which
/// hold without an answer, and the lists of evidence and waivers. In the last phase the fields that `limits` read come
/// along: what happens while an agreement runs, and the dates that time limits are counted from.
pub fn relevant_fields(
    record: &Record,
    library: &Library,
    limits: &[TimeLimit],
    as_of: Date,
    phase: Phase,
) -> BTreeMap<FieldId, Use> {
    let scope = Scope::new(library, record, as_of, &Files::Assumed);
    let mut relevant = BTreeMap::new();
    let mut read = BTreeSet::new();
    for requirement in &library.requirements {
        let asked = requirement.phase <= phase && scope.holds(&requirement.applies) != Truth::False;
        visit_reads(library, requirement, &mut |field, role| {
            read.insert(field);
            if asked {
                let known = relevant.entry(field).or_insert(role);
                *known = role.min(*known);
            }
        });
    }
    for limit in limits.iter().filter(|_| phase == Phase::Management) {
        let ruled_out = |when| limit.rows.is_none() && scope.holds(when) == Truth::False;
        let asked = !limit.when.as_ref().is_some_and(ruled_out);
        visit_limit(library, limit, &mut |field| {
            read.insert(field);
            if asked {
                relevant.entry(field).or_insert(Use::Meets);
            }
        });
    }
    let fields = &library.fields;
    for (id, _) in fields.iter().filter(|(id, _)| fields.is_value(*id) && !read.contains(id)) {
        match fields.list_of(id) {
            Some(list) if relevant.contains_key(&list) => relevant.insert(id, Use::Meets),
            None if fields.get(top_of(library, id)).required => relevant.insert(id, Use::Describes),
            _ => None,
        };
    }
    let own = [library.builtin.evidence, library.builtin.waivers];
    relevant.retain(|id, _| fields.get(*id).default.is_none() && !own.contains(&top_of(library, *id)));
    relevant
}

/// The fields at the top of a record in the order in which a record holds them: values; the sections that every record
/// has; the others by the phase whose requirements read them most, and in it by the first that does; those that hold
/// nothing but fields with a default; and after all sections the lists.
pub fn record_order(library: &Library) -> Vec<FieldId> {
    let readers = readers(library);
    let mut order = library.fields.children(None).to_vec();
    order.sort_by_key(|id| {
        let field = library.fields.get(*id);
        let group = match field.kind {
            FieldType::Section if field.required => 1,
            FieldType::Section if has_only_defaults(library, *id) => 3,
            FieldType::Section => 2,
            FieldType::Tables => 4,
            _ => 0,
        };
        let place = readers.get(id).filter(|_| group == 2).map(|readers| main_phase(library, readers));
        (group, place.is_none(), place, *id)
    });
    order
}

/// For each field at the top, the numbers of the requirements that read something in it, in order.
fn readers(library: &Library) -> BTreeMap<FieldId, BTreeSet<usize>> {
    let mut readers: BTreeMap<FieldId, BTreeSet<usize>> = BTreeMap::new();
    for (at, requirement) in library.requirements.iter().enumerate() {
        visit_reads(library, requirement, &mut |field, role| {
            if role == Use::Meets {
                readers.entry(top_of(library, field)).or_default().insert(at);
            }
        });
    }
    readers
}

/// The phase of most of these requirements, the earlier one of two, and the first of them in it.
fn main_phase(library: &Library, readers: &BTreeSet<usize>) -> (Phase, Option<usize>) {
    let within = |phase| readers.iter().copied().filter(move |at| library.requirements[*at].phase == phase);
    // `max_by_key` gives the last of equals; going backwards makes that the earliest phase.
    let main = Phase::ALL.into_iter().rev().max_by_key(|phase| within(*phase).count()).unwrap_or(Phase::Planning);
    (main, within(main).next())
}

fn has_only_defaults(library: &Library, section: FieldId) -> bool {
    let children = library.fields.children(Some(section));
    !children.is_empty() && children.iter().all(|id| library.fields.get(*id).default.is_some())
}

fn top_of(library: &Library, field: FieldId) -> FieldId {
    let mut top = field;
    while let Some(parent) = library.fields.parent(top) {
        top = parent;
    }
    top
}

/// Calls `visit` with every field that `requirement` reads, through named conditions too, and what it is read for.
fn visit_reads(library: &Library, requirement: &Requirement, visit: &mut impl FnMut(FieldId, Use)) {
    let mut all = |condition, role| library.fields_read(condition).into_iter().for_each(|field| visit(field, role));
    all(&requirement.applies, Use::Decides);
    let variants = requirement.variants.iter().map(|variant| &variant.when);
    for condition in variants.chain(&requirement.due).chain([&requirement.expects]) {
        all(condition, Use::Meets);
    }
    requirement.due_before.iter().for_each(|field| visit(*field, Use::Meets));
}

/// Calls `visit` with every field that `limit` reads, through named conditions too.
fn visit_limit(library: &Library, limit: &TimeLimit, visit: &mut impl FnMut(FieldId)) {
    limit.visit_fields(visit);
    for condition in limit.conditions() {
        library.fields_read(condition).into_iter().for_each(&mut *visit);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::pack::{PackSource, load};
    use crate::record::read_fragment;
    use crate::source::SourceText;

    /// The paths under `drone` and `vendor` with this use.
    fn relevant(text: &str, phase: Phase, wanted: Use) -> Vec<String> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/small-pack");
        let library = load(&[PackSource::Folder(folder.into(), "small-pack".to_owned())]).unwrap();
        let record = read_fragment(&Arc::new(SourceText::new("record", text)), &library.fields).unwrap();
        let found = relevant_fields(&record, &library, &[], "2026-09-01".parse().unwrap(), phase);
        let paths =
            found.into_iter().filter(|(_, role)| *role == wanted).map(|(id, _)| library.fields.get(id).path.clone());
        paths.filter(|path| path.starts_with("drone") || path.starts_with("vendor")).collect()
    }

    const PILOT: [&str; 8] = [
        "vendor.local",
        "drone.pilot",
        "drone.weight",
        "drone.price",
        "drone.bought-on",
        "drone.flight-time",
        "drone.colours",
        "drone.rules",
    ];

    #[test]
    fn a_requirement_that_is_ruled_out_reads_nothing() {
        let without = "drone.used = false\ndrone.flights = []";
        assert_eq!(relevant(without, Phase::Management, Use::Meets), ["vendor.local"]);
        assert!(relevant(without, Phase::Management, Use::Decides).is_empty());
    }

    #[test]
    fn what_is_not_ruled_out_is_relevant_up_to_the_phase() {
        for text in ["", "drone.used = true"] {
            assert_eq!(relevant(text, Phase::Planning, Use::Meets), PILOT);
            assert_eq!(relevant(text, Phase::Planning, Use::Decides), ["drone.used"]);
        }
        let deciding = ["drone.used", "drone.flights", "drone.flights.night"];
        assert_eq!(relevant("", Phase::Tendering, Use::Decides), deciding);
        // Columns that no requirement reads come along with their list.
        let columns = ["on", "over", "note", "lamp", "weather.wind"].map(|column| format!("drone.flights.{column}"));
        let meeting: Vec<&str> = PILOT.into_iter().chain(columns.iter().map(String::as_str)).collect();
        assert_eq!(relevant("", Phase::Tendering, Use::Meets), meeting);
    }
}
