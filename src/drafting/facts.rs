//! Facts of the record as a document prints them: stated, proposed, or left blank.

use crate::assessment::Scope;
use crate::pack::Fact;
use crate::record::{Field, FieldId, FieldType, Fields, Row, Value};

/// A fact with what is to be printed for it.
#[derive(Clone, Debug)]
pub(super) struct Filled<'a> {
    /// The fact.
    pub fact: &'a Fact,
    /// What is printed: one part, or one for each entry of a list.
    pub parts: Vec<Part<'a>>,
}

/// One value, or the lack of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// The record states it.
    Stated(String),
    /// The record is silent, and this is proposed.
    Proposed {
        /// The value.
        text: String,
        /// The field that it comes from.
        from: FieldId,
        /// The note of the default; `None` where the record states the value of `from`.
        note: Option<&'a str>,
    },
    /// The record is silent.
    Blank {
        /// Whether the record states that there is none.
        none: bool,
    },
}

impl Fact {
    /// Whether the fact prints as a list: its field holds several values, or is a column of a list.
    pub(super) fn is_list(&self, fields: &Fields) -> bool {
        matches!(fields.get(self.field).kind, FieldType::ListOf(_) | FieldType::TextList)
            || fields.list_of(self.field).is_some()
    }
}

/// Looks `fact` up in the record.
pub(super) fn fill<'a>(fact: &'a Fact, scope: &Scope<'a>) -> Filled<'a> {
    let parts = stated(fact.field, scope).or_else(|| proposed(fact, scope).map(|part| vec![part]));
    let parts = match parts {
        Some(parts) if parts.is_empty() => vec![Part::Blank { none: true }],
        Some(parts) => parts,
        None => vec![Part::Blank { none: false }],
    };
    Filled { fact, parts }
}

/// What the record states for `field`, entry by entry; `None` when it is silent.
fn stated<'a>(field: FieldId, scope: &Scope<'a>) -> Option<Vec<Part<'a>>> {
    let fields = &scope.library.fields;
    let kind = fields.get(field);
    let Some(list) = fields.list_of(field) else {
        return scope
            .record
            .get(field)
            .map(|stated| texts(kind, &stated.value).into_iter().map(Part::Stated).collect());
    };
    let mut parts: Vec<Part<'_>> = Vec::new();
    for row in rows(list, scope)? {
        let found = match row.get(field) {
            Some(stated) => texts(kind, &stated.value).into_iter().map(Part::Stated).collect(),
            None => vec![Part::Blank { none: false }],
        };
        for part in found {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
    }
    Some(parts)
}

/// Every entry of the list `list`, through the lists that hold it.
fn rows<'a>(list: FieldId, scope: &Scope<'a>) -> Option<Vec<&'a Row>> {
    let tables = |row: &'a Row| match row.get(list).map(|stated| &stated.value) {
        Some(Value::Tables(rows)) => Some(rows.iter().collect::<Vec<_>>()),
        _ => None,
    };
    match scope.library.fields.list_of(list) {
        None => tables(&scope.record.facts),
        Some(outer) => Some(rows(outer, scope)?.into_iter().filter_map(tables).flatten().collect()),
    }
}

/// The value that stands in for a silent record: that of the fact's other field, or a default.
fn proposed<'a>(fact: &Fact, scope: &Scope<'a>) -> Option<Part<'a>> {
    let fields = &scope.library.fields;
    let own = std::iter::once(fact.field).chain(fact.otherwise);
    for from in own {
        let field = fields.get(from);
        let stated = scope.record.get(from).filter(|_| fields.list_of(from).is_none());
        let (value, note) = match (stated, &field.default) {
            (Some(stated), _) => (&stated.value, None),
            (None, Some(default)) => (&default.value, Some(default.note.as_str())),
            (None, None) => continue,
        };
        let text = joined(&texts(field, value));
        if !text.is_empty() {
            return Some(Part::Proposed { text, from, note });
        }
    }
    None
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
            Some(unit) => vec![format!("{number} {unit}")],
            None => vec![number.to_string()],
        },
        Value::YesNo(_) | Value::Money(_) | Value::Duration(_) | Value::Tables(_) => vec![value.to_string()],
    }
}

fn joined(texts: &[String]) -> String {
    let mut text = String::new();
    for (at, one) in texts.iter().enumerate() {
        text.push_str(separator(at, texts.len()));
        text.push_str(one);
    }
    text
}

/// What stands before the entry `at` of a list of `count`: "a, b and c".
pub(super) const fn separator(at: usize, count: usize) -> &'static str {
    if at == 0 {
        ""
    } else if at + 1 == count {
        " and "
    } else {
        ", "
    }
}
