//! `tighten.toml`: an institution's pack makes requirements of another pack stricter. It can never weaken them.

use toml::de::DeTable;

use crate::source::{Code, Problems, Table, did_you_mean};

use super::Condition;
use super::condition_read::ConditionReader;
use super::requirement::{Obligation, Requirement};

/// Applies the tightenings in `root` to `requirements`.
pub(super) fn tighten(
    root: &DeTable<'_>,
    requirements: &mut [Requirement],
    conditions: &ConditionReader<'_>,
    problems: &mut Problems,
) {
    for (id, span, value) in Table::new(root, 0..0).iter() {
        let Some(inner) = value.get_ref().as_table() else {
            problems.add(Code::WrongType, value.span(), "each entry is a table: [\"phase.requirement\"]");
            continue;
        };
        let Some(at) = requirements.iter().position(|requirement| carries(requirement, id)) else {
            problems.add(Code::UnknownReference, span, format!("there is no requirement `{id}` to tighten")).help =
                near(id, inner, requirements);
            continue;
        };
        tighten_one(&mut requirements[at], Table::new(inner, value.span()), conditions, problems);
    }
}

/// Whether `id` is the requirement's id, or was before.
fn carries(requirement: &Requirement, id: &str) -> bool {
    requirement.id == id || requirement.formerly.iter().any(|old| old == id)
}

/// What the writer of an unknown id may have meant. Without quotes, TOML takes the dot in an id for a table in a table.
fn near(id: &str, inner: &DeTable<'_>, requirements: &[Requirement]) -> Option<String> {
    let mut whole = inner.iter().map(|(key, _)| format!("{id}.{}", key.get_ref()));
    let known = |id: &String| requirements.iter().any(|requirement| carries(requirement, id));
    if let Some(whole) = whole.find(known) {
        return Some(format!("write the id in quotes: [\"{whole}\"]"));
    }
    let near = did_you_mean(id, requirements.iter().map(|requirement| requirement.id.as_str()));
    near.map(|near| format!("did you mean `{near}`?"))
}

fn tighten_one(
    requirement: &mut Requirement,
    table: Table<'_>,
    conditions: &ConditionReader<'_>,
    problems: &mut Problems,
) {
    let before = problems.len();
    let reason = table.required_text("reason", problems).value;
    let raised = raise(requirement, &table, problems);
    let added = expect_more(requirement, &table, conditions, problems);
    if !raised && !added && problems.len() == before {
        problems
            .add(
                Code::BadCondition,
                table.span(),
                format!("this asks for no more than `{}` does already", requirement.id),
            )
            .help = Some("raise its obligation, add to what it expects, or delete the entry".to_owned());
    }
    table.finish(problems);
    let note = format!("Made stricter by the institution: {reason}");
    let add = |own: &mut Option<String>| *own = Some(own.take().map_or(note.clone(), |own| format!("{own} {note}")));
    add(&mut requirement.duty.note);
    requirement.variants.iter_mut().for_each(|variant| add(&mut variant.duty.note));
}

/// Raises the obligation in every form of the duty; gives whether that changed one.
fn raise(requirement: &mut Requirement, table: &Table<'_>, problems: &mut Problems) -> bool {
    let Some(word) = table.text("obligation", problems) else { return false };
    let Some(obligation) = Obligation::from_id(&word.value) else {
        let near = did_you_mean(&word.value, Obligation::ALL.map(Obligation::id));
        let near = near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
        problems.add(Code::NotInList, word.span, format!("`{}` is not an obligation", word.value)).help =
            Some(format!("{near}it is one of: must, should, consider"));
        return false;
    };
    if obligation < requirement.duty.obligation {
        let message =
            format!("`{}` is a {} already; a pack cannot lower it", requirement.id, requirement.duty.obligation.id());
        problems.add(Code::Weakened, word.span, message).help =
            Some("delete the line; a single procurement can record a waiver instead".to_owned());
        return false;
    }
    let duties = requirement.variants.iter_mut().map(|variant| &mut variant.duty).chain([&mut requirement.duty]);
    let mut raised = false;
    for duty in duties {
        raised |= duty.obligation < obligation;
        duty.obligation = duty.obligation.max(obligation);
    }
    raised
}

/// Adds to what is expected; gives whether there is something to add.
fn expect_more(
    requirement: &mut Requirement,
    table: &Table<'_>,
    conditions: &ConditionReader<'_>,
    problems: &mut Problems,
) -> bool {
    let Some(value) = table.get("expects") else { return false };
    let Some(inner) = value.get_ref().as_table() else {
        problems.add(Code::BadCondition, value.span(), "`expects` takes a condition in braces");
        return false;
    };
    if inner.is_empty() {
        problems.add(Code::BadCondition, value.span(), "`expects` tests nothing");
        return false;
    }
    let added = conditions.read(inner, problems);
    let own = std::mem::replace(&mut requirement.expects, Condition::All(Vec::new()));
    requirement.expects = Condition::All(vec![own, added]);
    true
}
