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
        let Some(at) = requirements.iter().position(|requirement| requirement.id == id) else {
            let near = did_you_mean(id, requirements.iter().map(|requirement| requirement.id.as_str()));
            problems.add(Code::UnknownReference, span, format!("there is no requirement `{id}` to tighten")).help =
                near.map(|near| format!("did you mean `{near}`?"));
            continue;
        };
        tighten_one(&mut requirements[at], &Table::new(inner, value.span()), conditions, problems);
    }
}

fn tighten_one(
    requirement: &mut Requirement,
    table: &Table<'_>,
    conditions: &ConditionReader<'_>,
    problems: &mut Problems,
) {
    let reason = table.required_text("reason", problems).value;
    if let Some(word) = table.text("obligation", problems) {
        match Obligation::from_id(&word.value) {
            Some(obligation) if obligation < requirement.duty.obligation => {
                let message = format!(
                    "`{}` is a {} already; a pack cannot lower it",
                    requirement.id,
                    requirement.duty.obligation.id()
                );
                problems.add(Code::Weakened, word.span, message).help =
                    Some("delete the line; a single procurement can record a waiver instead".to_owned());
            }
            Some(obligation) => {
                requirement.duty.obligation = obligation;
                requirement.variants.iter_mut().for_each(|variant| {
                    variant.duty.obligation = variant.duty.obligation.max(obligation);
                });
            }
            None => {
                problems.add(Code::NotInList, word.span, format!("`{}` is not an obligation", word.value)).help =
                    Some("it is one of: must, should, consider".to_owned());
            }
        }
    }
    if let Some(value) = table.get("expects") {
        match value.get_ref().as_table() {
            Some(inner) => {
                let added = conditions.read(inner, problems);
                let own = std::mem::replace(&mut requirement.expects, Condition::All(Vec::new()));
                requirement.expects = Condition::All(vec![own, added]);
            }
            None => {
                problems.add(Code::BadCondition, value.span(), "`expects` takes a condition in braces");
            }
        }
    }
    let note = format!("Made stricter by the institution: {reason}");
    let add = |own: &mut Option<String>| *own = Some(own.take().map_or(note.clone(), |own| format!("{own} {note}")));
    add(&mut requirement.duty.note);
    requirement.variants.iter_mut().for_each(|variant| add(&mut variant.duty.note));
    // `finish` consumes the table; asking for every key first keeps the borrow short.
    for (key, span, _) in table.iter() {
        if !["reason", "obligation", "expects"].contains(&key) {
            problems.add(Code::UnknownKey, span, format!("`{key}` is not known here")).help =
                Some("known here: reason, obligation, expects".to_owned());
        }
    }
}
