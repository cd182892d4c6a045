//! The values that a record sets for one clause alone, held against those that it states for the purchase.

use crate::pack::{Clause, Fact, Obligation};
use crate::record::{FieldId, Phase, Value};

use super::{ChosenText, Finding, OwnRequirement, Scope, Truth};

/// How many other texts one finding names; it says how many more there are.
const MOST_NAMED: usize = 5;

/// Adds a finding for each value that a clause would print although the record states another one for the same field, or
/// states none there and other texts print the field too.
pub(super) fn about_parameters<'a>(scope: &Scope<'a>, phase: Phase, findings: &mut Vec<Finding<'a>>) {
    for clause in standing_clauses(scope) {
        for fact in &clause.text.facts {
            let set = scope.library.parameter(clause, fact);
            findings.extend(set.and_then(|set| differing(scope, clause, fact, set, phase)));
        }
    }
}

/// The clauses that stand in drafts of the record, or may.
fn standing_clauses<'a>(scope: &Scope<'a>) -> impl Iterator<Item = &'a Clause> {
    let called = |clause: &&'a Clause| {
        clause.called_for.as_ref().is_none_or(|condition| scope.holds(condition) != Truth::False)
            && !matches!(scope.chosen_text(clause), ChosenText::LeftOut)
    };
    scope.library.adopted.clauses.iter().filter(called)
}

fn differing<'a>(
    scope: &Scope<'a>,
    clause: &'a Clause,
    fact: &'a Fact,
    set: FieldId,
    phase: Phase,
) -> Option<Finding<'a>> {
    let fields = &scope.library.fields;
    let own = scope.record.get(set)?;
    let says = format!("The clause \"{}\" (`{}`) says {}", clause.title, clause.id, own.value);
    let path = &fields.get(fact.field).path;
    let says = match scope.record.get(fact.field) {
        Some(stated) if is_same(&own.value, &stated.value) => return None,
        Some(stated) => format!("{says}, and `{path}` is {}.", stated.value),
        // Entries of a list are stated one by one.
        None if fields.list_of(fact.field).is_some() => return None,
        None => {
            let others = others(scope, clause, fact.field, &own.value);
            let named = others.iter().take(MOST_NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
            let more = match others.len().saturating_sub(MOST_NAMED) {
                0 => String::new(),
                more => format!(", and {more} more"),
            };
            (!others.is_empty()).then(|| {
                format!("{says}, and `{path}` is not stated. Other texts that print it do not say so: {named}{more}.")
            })?
        }
    };
    let place = (set, own.span.clone());
    Some(OwnRequirement::CLAUSE_DIFFERS.finding(fields.get(set).path.as_str(), says, Obligation::Should, phase, place))
}

/// The clauses and documents besides `clause` that print `field`, which the record does not state, and not as `value`.
fn others(scope: &Scope<'_>, clause: &Clause, field: FieldId, value: &Value) -> Vec<String> {
    let library = scope.library;
    // Where several facts of a text come from the field, each is for a case of its own, and one that agrees is enough.
    let differs = |facts: &[Fact], other: Option<&Clause>| {
        let own = |fact| scope.record.get(library.parameter(other?, fact)?).map(|own| &own.value);
        let printed = |fact| own(fact).or_else(|| scope.stand_in(fact).map(|one| one.value));
        let mut facts = facts.iter().filter(|fact| fact.field == field).peekable();
        facts.peek().is_some() && facts.all(|fact| printed(fact).is_none_or(|printed| !is_same(printed, value)))
    };
    let clauses = standing_clauses(scope).filter(|one| one.id != clause.id && differs(&one.text.facts, Some(one)));
    let documents = library.adopted.documents.iter().filter(|one| differs(&one.text.facts, None));
    let clauses = clauses.map(|one| format!("the clause `{}`", one.id));
    clauses.chain(documents.map(|one| format!("the document `{}`", one.id))).collect()
}

fn is_same(one: &Value, other: &Value) -> bool {
    one.to_string() == other.to_string()
}
