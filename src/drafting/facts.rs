//! Facts of the record as a document prints them: stated, proposed, or left blank.

use crate::assessment::{Scope, StandIn, Truth};
use crate::pack::{Clause, Fact};
use crate::record::{Field, FieldId, FieldType, Fields, Row, Value, grouped};

use super::Parameter;

/// A fact with what is to be printed for it.
#[derive(Clone, Debug)]
pub(super) struct Filled<'a> {
    /// The fact.
    pub fact: &'a Fact,
    /// The field that states it, or that should.
    pub field: FieldId,
    /// What is printed: one part, or one for each entry of a list.
    pub parts: Vec<Part>,
    /// Where the printed value is proposed, its origin; where it is stated, the value that would be proposed if it were
    /// not, if that is another one.
    pub offer: Option<Offer<'a>>,
}

/// One value, or the lack of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The record states it.
    Stated(String),
    /// The record is silent, and this is proposed.
    Proposed(String),
    /// The record is silent.
    Blank {
        /// Whether the record states that there is none, or none that counts.
        none: bool,
    },
}

/// A value that may stand where the record is silent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Offer<'a> {
    /// Its entries; one for a single value.
    pub texts: Vec<String>,
    /// The field that it comes from.
    pub from: FieldId,
    /// The note of the default; `None` where the record states the value of `from`.
    pub note: Option<&'a str>,
}

impl Filled<'_> {
    /// What stands before the entry `at` when the whole fact is printed.
    pub fn separator(&self, at: usize) -> &'static str {
        let simple = self.parts.iter().all(|part| match part {
            Part::Stated(text) | Part::Proposed(text) => is_simple(text),
            Part::Blank { .. } => true,
        });
        separator(at, self.parts.len(), simple)
    }

    /// The whole stated or proposed value.
    pub fn whole(&self) -> String {
        let texts = self.parts.iter().filter_map(|part| match part {
            Part::Stated(text) | Part::Proposed(text) => Some(text.clone()),
            Part::Blank { .. } => None,
        });
        joined(&texts.collect::<Vec<_>>())
    }
}

impl Offer<'_> {
    /// The whole value.
    pub fn whole(&self) -> String {
        joined(&self.texts)
    }
}

impl Fact {
    /// Whether the fact prints as a list: its field holds several values, or is a column of a list.
    pub(super) fn is_list(&self, fields: &Fields) -> bool {
        matches!(fields.get(self.field).kind, FieldType::ListOf(_) | FieldType::TextList)
            || fields.list_of(self.field).is_some()
    }
}

/// Looks `fact` up in the record: among the values that it sets for `clause`, whose fact it is, and then in its field.
pub(super) fn fill<'a>(fact: &'a Fact, clause: Option<&Clause>, scope: &Scope<'a>) -> Filled<'a> {
    match clause.and_then(|clause| set_for(clause, fact, scope)) {
        Some((field, texts)) => {
            let offer = standing(fact, scope).or_else(|| offer(fact, scope));
            filled(fact, field, texts.into_iter().map(Some).collect(), offer)
        }
        None => match stated(fact, scope) {
            Some(found) => {
                let offer = offer(fact, scope).filter(|offer| offer.from != fact.field);
                filled(fact, fact.field, found, offer)
            }
            None => unstated(fact, offer(fact, scope)),
        },
    }
}

/// What a column prints in one entry of its list; `None` where the record does not state the list.
pub(super) fn cell<'a>(column: &'a Fact, row: Option<&'a Row>, scope: &Scope<'a>) -> Filled<'a> {
    let Some(row) = row else { return unstated(column, None) };
    let field = scope.library.fields.get(column.field);
    match row.get(column.field).map(|stated| texts(field, &stated.value)) {
        Some(found) if found.is_empty() => filled(column, column.field, vec![Some("none".to_owned())], None),
        Some(found) => filled(column, column.field, found.into_iter().map(Some).collect(), None),
        None => unstated(column, offer(column, scope)),
    }
}

/// A fact for which the record states `found`, each entry with its text, if it has one.
fn filled<'a>(fact: &'a Fact, field: FieldId, found: Vec<Option<String>>, offer: Option<Offer<'a>>) -> Filled<'a> {
    let none = found.is_empty();
    let entry = |text: Option<String>| text.map_or(Part::Blank { none: false }, Part::Stated);
    let parts = if none { vec![Part::Blank { none }] } else { found.into_iter().map(entry).collect() };
    let mut filled = Filled { fact, field, parts, offer: None };
    filled.offer = offer.filter(|offer| !none && offer.whole() != filled.whole());
    filled
}

/// A fact that the record does not state.
fn unstated<'a>(fact: &'a Fact, offer: Option<Offer<'a>>) -> Filled<'a> {
    let parts = match &offer {
        Some(offer) => offer.texts.iter().cloned().map(Part::Proposed).collect(),
        None => vec![Part::Blank { none: false }],
    };
    Filled { fact, field: fact.field, parts, offer }
}

/// The value that the record sets for this clause alone, and the field that states it.
fn set_for(clause: &Clause, fact: &Fact, scope: &Scope<'_>) -> Option<(FieldId, Vec<String>)> {
    let field = scope.library.parameter(clause, fact)?;
    let stated = scope.record.get(field)?;
    Some((field, texts(scope.library.fields.get(field), &stated.value)))
}

/// The values that the record sets for `clause` alone, in the order of its facts; `printed` are the fields whose values
/// were printed.
pub(super) fn parameters(clause: &Clause, scope: &Scope<'_>, printed: &[FieldId]) -> Vec<Parameter> {
    let set = clause.text.facts.iter().filter_map(|fact| set_for(clause, fact, scope));
    let words = |texts: &[String]| if texts.is_empty() { "none".to_owned() } else { joined(texts) };
    set.map(|(field, texts)| Parameter { field, text: words(&texts), printed: printed.contains(&field) }).collect()
}

/// What would stand for `fact` if its clause had no value of its own, where the record states that.
fn standing<'a>(fact: &'a Fact, scope: &Scope<'a>) -> Option<Offer<'a>> {
    let texts: Vec<String> = stated(fact, scope)?.into_iter().flatten().collect();
    (!texts.is_empty()).then_some(Offer { texts, from: fact.field, note: None })
}

/// What the record states for `fact`: one text for each entry, `None` for an entry that lacks it, each once. `None`
/// when the record is silent.
fn stated<'a>(fact: &'a Fact, scope: &Scope<'a>) -> Option<Vec<Option<String>>> {
    let field = fact.field;
    let fields = &scope.library.fields;
    let kind = fields.get(field);
    let Some(list) = fields.list_of(field) else {
        let stated = scope.record.get(field)?;
        let counting = if counts(fact, scope) { texts(kind, &stated.value) } else { Vec::new() };
        return Some(counting.into_iter().map(Some).collect());
    };
    let mut found: Vec<Option<String>> = Vec::new();
    let counts = |row: &&'a Row| fact.only.as_ref().is_none_or(|only| scope.holds_in(only, row) != Truth::False);
    for row in rows(list, scope)?.into_iter().filter(counts) {
        let entries = match row.get(field) {
            Some(stated) => texts(kind, &stated.value).into_iter().map(Some).collect(),
            None => vec![None],
        };
        for entry in entries {
            if !found.contains(&entry) {
                found.push(entry);
            }
        }
    }
    Some(found)
}

/// Whether the value that the record states for `fact` may be printed. In a list each entry counts by itself.
fn counts(fact: &Fact, scope: &Scope<'_>) -> bool {
    let only = fact.only.as_ref().filter(|_| scope.library.fields.list_of(fact.field).is_none());
    only.is_none_or(|only| scope.holds(only) != Truth::False)
}

/// Every entry of the list `list`, through the lists that hold it.
pub(super) fn rows<'a>(list: FieldId, scope: &Scope<'a>) -> Option<Vec<&'a Row>> {
    let tables = |row: &'a Row| match row.get(list).map(|stated| &stated.value) {
        Some(Value::Tables(rows)) => Some(rows.iter().collect::<Vec<_>>()),
        _ => None,
    };
    match scope.library.fields.list_of(list) {
        None => tables(&scope.record.facts),
        Some(outer) => Some(rows(outer, scope)?.into_iter().filter_map(tables).flatten().collect()),
    }
}

/// The value that stands in for a silent record.
fn offer<'a>(fact: &Fact, scope: &Scope<'a>) -> Option<Offer<'a>> {
    let StandIn { from, value, note } = scope.stand_in(fact)?;
    Some(Offer { texts: texts(scope.library.fields.get(from), value), from, note })
}

/// The one value that [`fill`] prints for `fact` in `clause`; `None` where it prints a blank, or the entries of a list.
pub(super) fn one_value<'a>(fact: &Fact, clause: &Clause, scope: &Scope<'a>) -> Option<&'a Value> {
    let own = scope.library.parameter(clause, fact).and_then(|field| scope.record.get(field));
    let list = scope.library.fields.list_of(fact.field);
    let value = match (own.or_else(|| scope.record.get(fact.field)), list.and_then(|list| rows(list, scope))) {
        (Some(stated), _) if own.is_some() || counts(fact, scope) => &stated.value,
        (Some(_), _) | (None, Some(_)) => return None,
        (None, None) => scope.stand_in(fact)?.value,
    };
    Some(value).filter(|value| !matches!(value, Value::List(items) if items.is_empty()))
}

/// A value as a document prints it, entry by entry. White space in it becomes single spaces.
fn texts(field: &Field, value: &Value) -> Vec<String> {
    let meaning = |word: &str| {
        let choice = field.kind.choices().iter().find(|(known, _)| known == word);
        let text = choice.map_or(word, |(_, meaning)| meaning);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    match value {
        Value::Text(text) => vec![meaning(text)],
        Value::List(items) => items.iter().map(|item| meaning(&item.text)).collect(),
        Value::Date(date) => vec![date.strftime("%-d %B %Y").to_string()],
        Value::Integer(number) => match &field.unit {
            Some(unit) => vec![format!("{} {unit}", grouped(*number))],
            None => vec![number.to_string()],
        },
        Value::YesNo(_) | Value::Money(_) | Value::Duration(_) | Value::Tables(_) => vec![value.to_string()],
    }
}

/// `texts` as one: "a, b and c", or "a; b and c; and d" where one of them is itself a list.
fn joined(texts: &[String]) -> String {
    let simple = texts.iter().all(|text| is_simple(text));
    texts.iter().enumerate().map(|(at, text)| format!("{}{text}", separator(at, texts.len(), simple))).collect()
}

/// Whether a text can stand in a list with commas without doubt where it ends.
fn is_simple(text: &str) -> bool {
    !text.contains([',', ';']) && !text.contains(" and ") && !text.contains(" or ")
}

const fn separator(at: usize, count: usize, simple: bool) -> &'static str {
    match (at, at + 1 == count, simple) {
        (0, _, _) => "",
        (_, true, true) => " and ",
        (_, true, false) => "; and ",
        (_, false, true) => ", ",
        (_, false, false) => "; ",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(texts: &[&str]) -> String {
        joined(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn lists_read_without_doubt() {
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(list(&["a", "b and c", "d"]), "a; b and c; and d");
        assert_eq!(list(&["name, address", "age"]), "name, address; and age");
    }

    #[test]
    fn values_print_as_a_document_needs_them() {
        let mut field = Field {
            path: "a.b".to_owned(),
            kind: FieldType::Text,
            title: String::new(),
            question: String::new(),
            help: String::new(),
            example: String::new(),
            unit: Some("percent".to_owned()),
            required: false,
            brief: None,
            default: None,
            stands_alone: None,
            pack: String::new(),
        };
        assert_eq!(texts(&field, &Value::Text(" two\n words ".to_owned())), ["two words"]);
        assert_eq!(texts(&field, &Value::Integer(5)), ["5 percent"]);
        assert_eq!(texts(&field, &Value::Integer(42000)), ["42,000 percent"]);
        assert_eq!(texts(&field, &Value::Date("2026-03-01".parse().unwrap())), ["1 March 2026"]);
        field.kind = FieldType::OneOf(vec![("on".to_owned(), "Switched on".to_owned())]);
        assert_eq!(texts(&field, &Value::Text("on".to_owned())), ["Switched on"]);
    }
}
