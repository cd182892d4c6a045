//! What the record can state once both parties have signed a draft: what each text says it makes true, with the values
//! that stand in the draft.

use std::borrow::Cow;

use crate::assessment::{Scope, Truth};
use crate::pack::{Clause, Says, Statement};
use crate::record::{FieldId, Fields, Row, Value};

use super::facts::{one_value, rows};
use super::{Draft, Position, Section};

/// A fact that the record can state once the draft is signed.
#[derive(Clone, Debug)]
pub struct OnceSigned<'a> {
    /// The field that states it.
    pub field: FieldId,
    /// What it states.
    pub states: Stated<'a>,
    /// The number of the section that says so.
    pub section: usize,
    /// The clause that stands there.
    pub clause: &'a Clause,
}

/// What a field can state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stated<'a> {
    /// This, in TOML; for a column of a list, the whole list with that column in each entry.
    Value(String),
    /// What a person must fill in first.
    Waiting(Cow<'a, str>),
}

impl<'a> Draft<'a> {
    /// What the record of `scope`, for which this is the draft, can state once both parties have signed it, in the order
    /// of the sections.
    pub fn once_signed(&self, scope: &Scope<'a>) -> Vec<OnceSigned<'a>> {
        self.sections.iter().flat_map(|section| of_section(section, scope)).collect()
    }
}

fn of_section<'a>(section: &Section<'a>, scope: &Scope<'a>) -> Vec<OnceSigned<'a>> {
    let clause = section.clause;
    let holds = |statement: &&Statement| match &statement.only {
        None => true,
        Some((name, on)) => {
            let condition =
                clause.text.variants.iter().find(|(known, _)| known == name).map(|(_, condition)| condition);
            condition.is_some_and(|condition| (scope.holds(condition) == Truth::True) == *on)
        }
    };
    let own = statements(clause, section.position).iter().filter(holds);
    own.map(|statement| {
        let (field, states) = stated(statement, clause, scope);
        OnceSigned { field, states, section: section.number, clause }
    })
    .collect()
}

/// What the text of `clause` in this position makes true.
fn statements<'a>(clause: &'a Clause, position: Position<'a>) -> &'a [Statement] {
    match position {
        Position::Preferred => &clause.states,
        Position::Short => clause.short_states.as_ref().unwrap_or(&clause.states),
        Position::Fallback(fallback) => &fallback.states,
    }
}

fn stated<'a>(statement: &'a Statement, clause: &'a Clause, scope: &Scope<'a>) -> (FieldId, Stated<'a>) {
    let field = statement.field;
    let literal = match &statement.says {
        Says::Value(literal) => Ok(literal.clone()),
        Says::Asked(what) => Err(Cow::Borrowed(what.as_str())),
        Says::Fact(name) => {
            let fact = clause.text.facts.iter().find(|fact| fact.name == *name);
            let printed = fact.and_then(|fact| one_value(fact, clause, scope));
            // A statement names a fact of its own clause, which was checked when it was read.
            printed
                .map(|value| value.to_toml(&scope.library.fields))
                .ok_or(Cow::Borrowed(fact.map_or("", |fact| &fact.blank)))
        }
    };
    match (literal, scope.library.fields.list_of(field)) {
        (Err(what), _) => (field, Stated::Waiting(what)),
        (Ok(literal), None) => (field, Stated::Value(literal)),
        (Ok(literal), Some(list)) => (list, in_each_entry(field, &literal, list, scope)),
    }
}

/// The entries of `list` with `literal` under `column` in each. Where the record has none, one entry; or what each must
/// hold, where an entry needs more than that.
fn in_each_entry<'a>(column: FieldId, literal: &str, list: FieldId, scope: &Scope<'_>) -> Stated<'a> {
    let fields = &scope.library.fields;
    let entries = rows(list, scope).unwrap_or_default();
    let own = format!("{} = {literal}", fields.key_in_entry(column));
    let entry = |row: &&Row| {
        let kept = row.iter().filter(|(id, _)| *id != column);
        let mut parts: Vec<String> = kept.map(|(id, stated)| cell(id, &stated.value, fields)).collect();
        parts.push(own.clone());
        format!("{{ {} }}", parts.join(", "))
    };
    let needs_more = fields.children(Some(list)).iter().any(|id| *id != column && fields.get(*id).required);
    match entries.is_empty() {
        true if needs_more => Stated::Waiting(format!("its entries, if there are any, each with {own}").into()),
        true => Stated::Value(format!("[{{ {own} }}]")),
        false => Stated::Value(format!("[{}]", entries.iter().map(entry).collect::<Vec<_>>().join(", "))),
    }
}

fn cell(id: FieldId, value: &Value, fields: &Fields) -> String {
    format!("{} = {}", fields.key_in_entry(id), value.to_toml(fields))
}
