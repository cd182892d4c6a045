//! What a record states, and where.

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

use crate::source::{SourceText, Span, quoted};

use super::{Duration, FieldId, Fields};

/// Canadian dollars, in cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money {
    /// The amount in cents.
    pub cents: i64,
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "${}", grouped(self.cents / 100))?;
        match self.cents % 100 {
            0 => Ok(()),
            cents => write!(f, ".{cents:02}"),
        }
    }
}

/// A number with a comma between each three of its digits.
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = if number < 0 { "-".to_owned() } else { String::new() };
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// One text of a list, with its place.
#[derive(Clone, Debug)]
pub struct Item {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A stated value.
#[derive(Clone, Debug)]
pub enum Value {
    /// Text, a person, a file, or one word of a list.
    Text(String),
    /// True or false.
    YesNo(bool),
    /// A whole number.
    Integer(i64),
    /// Canadian dollars.
    Money(Money),
    /// A calendar date.
    Date(Date),
    /// A number with its unit of time.
    Duration(Duration),
    /// Texts or words of a list.
    List(Vec<Item>),
    /// A list of tables.
    Tables(Vec<Row>),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Text(text) => f.write_str(text),
            Value::YesNo(yes) => f.write_str(if *yes { "yes" } else { "no" }),
            Value::Integer(number) => write!(f, "{number}"),
            Value::Money(money) => write!(f, "{money}"),
            Value::Date(date) => write!(f, "{date}"),
            Value::Duration(duration) => write!(f, "{duration}"),
            Value::List(items) if items.is_empty() => f.write_str("none"),
            Value::List(items) => {
                let texts: Vec<&str> = items.iter().map(|item| item.text.as_str()).collect();
                f.write_str(&texts.join(", "))
            }
            Value::Tables(rows) => match rows.len() {
                0 => f.write_str("none"),
                1 => f.write_str("1 entry"),
                count => write!(f, "{count} entries"),
            },
        }
    }
}

impl Value {
    /// The value as a record states it, in TOML on one line.
    pub fn to_toml(&self, fields: &Fields) -> String {
        let list = |parts: Vec<String>| format!("[{}]", parts.join(", "));
        match self {
            Value::Text(words) => quoted(words),
            Value::Duration(duration) => quoted(&duration.to_string()),
            Value::YesNo(yes) => yes.to_string(),
            Value::Integer(number) => number.to_string(),
            Value::Money(money) if money.cents % 100 == 0 => (money.cents / 100).to_string(),
            Value::Money(money) => format!("{}.{:02}", money.cents / 100, money.cents % 100),
            Value::Date(date) => date.to_string(),
            Value::List(items) => list(items.iter().map(|item| quoted(&item.text)).collect()),
            Value::Tables(rows) => list(rows.iter().map(|row| row.to_toml(fields)).collect()),
        }
    }
}

/// A value with its places in the text.
#[derive(Clone, Debug)]
pub struct Stated {
    /// The value.
    pub value: Value,
    /// Where the value stands.
    pub span: Span,
}

/// The facts of the record's top level, or of one table of a list.
#[derive(Clone, Debug)]
pub struct Row {
    cells: Vec<(FieldId, Stated)>,
    /// Where the row begins: its heading or its braces.
    pub span: Span,
}

impl Row {
    /// A row with these facts.
    pub(super) fn new(mut cells: Vec<(FieldId, Stated)>, span: Span) -> Self {
        cells.sort_by_key(|(id, _)| *id);
        Self { cells, span }
    }

    /// What the row states for `field`.
    pub fn get(&self, field: FieldId) -> Option<&Stated> {
        self.cells.binary_search_by_key(&field, |(id, _)| *id).ok().map(|at| &self.cells[at].1)
    }

    /// The row as an entry of a list, in TOML on one line.
    fn to_toml(&self, fields: &Fields) -> String {
        let cell = |(id, stated): (FieldId, &Stated)| {
            format!("{} = {}", fields.key_in_entry(id), stated.value.to_toml(fields))
        };
        format!("{{ {} }}", self.iter().map(cell).collect::<Vec<_>>().join(", "))
    }

    /// Every stated fact, in the order of the fields.
    pub fn iter(&self) -> impl Iterator<Item = (FieldId, &Stated)> {
        self.cells.iter().map(|(id, stated)| (*id, stated))
    }
}

/// A procurement record that was read without a problem.
#[derive(Clone, Debug)]
pub struct Record {
    /// The text it was read from.
    pub source: Arc<SourceText>,
    /// The facts outside lists of tables.
    pub facts: Row,
    /// Where each heading that the record uses stands.
    pub(super) headings: Vec<(FieldId, Span)>,
}

impl Record {
    /// What the record states for `field`, outside lists of tables.
    pub fn get(&self, field: FieldId) -> Option<&Stated> {
        self.facts.get(field)
    }

    /// Where the heading of `section` stands, if the record has it.
    pub fn heading(&self, section: FieldId) -> Option<&Span> {
        self.headings.iter().find(|(id, _)| *id == section).map(|(_, span)| span)
    }

    /// The place that should hold a fact that the record does not state: the nearest heading above `field`, else the top.
    pub fn place_for(&self, field: FieldId, fields: &Fields) -> Span {
        let mut parent = fields.parent(field);
        while let Some(section) = parent {
            if let Some(heading) = self.heading(section) {
                return heading.clone();
            }
            parent = fields.parent(section);
        }
        0..0
    }
}

#[cfg(test)]
mod tests {
    use super::Money;

    #[test]
    fn money_prints_with_thousands() {
        for (cents, text) in [(0, "$0"), (99, "$0.99"), (100_000, "$1,000"), (123_456_705, "$1,234,567.05")] {
            assert_eq!(Money { cents }.to_string(), text);
        }
    }
}
