//! The values that a record sets for one clause alone, held against those that it states for the purchase.

use crate::pack::{Clause, Obligation};
use crate::record::{FieldId, Phase};

use super::{ChosenText, Finding, OwnRequirement, Scope, Truth};

/// Adds a finding for each value that a clause would print although the record states another one for the same field.
pub(super) fn about_parameters<'a>(scope: &Scope<'a>, phase: Phase, findings: &mut Vec<Finding<'a>>) {
    let called = |clause: &&'a Clause| {
        clause.called_for.as_ref().is_none_or(|condition| scope.holds(condition) != Truth::False)
            && !matches!(scope.chosen_text(clause), ChosenText::LeftOut)
    };
    for clause in scope.library.adopted.clauses.iter().filter(called) {
        for fact in &clause.text.facts {
            let set = scope.library.parameter(clause, fact);
            findings.extend(set.and_then(|set| differing(scope, clause, fact.field, set, phase)));
        }
    }
}

fn differing<'a>(
    scope: &Scope<'a>,
    clause: &'a Clause,
    field: FieldId,
    set: FieldId,
    phase: Phase,
) -> Option<Finding<'a>> {
    let fields = &scope.library.fields;
    let (own, stated) = (scope.record.get(set)?, scope.record.get(field)?);
    if own.value.to_string() == stated.value.to_string() {
        return None;
    }
    let says = format!(
        "The clause \"{}\" (`{}`) says {}, and `{}` is {}.",
        clause.title,
        clause.id,
        own.value,
        fields.get(field).path,
        stated.value
    );
    let place = (set, own.span.clone());
    Some(OwnRequirement::CLAUSE_DIFFERS.finding(fields.get(set).path.as_str(), says, Obligation::Should, phase, place))
}
