//! A record in which every field is stated, and every text of it is one of the values.

use diligence::record::{FieldId, FieldType, Fields};
use toml::{Table, Value};

/// How many rows a list of tables has: the lists of a record have so many columns that every value has its turn.
const ROWS: usize = 8;

/// The values, with a mark at the end of each by which it is found again.
pub struct Words {
    values: Vec<String>,
    next: usize,
}

/// What stands at the end of value number `at`: nothing that any format knows.
pub fn mark(at: usize) -> String {
    format!("zq{at:03}")
}

impl Words {
    /// `values` in their order, from the one at `first` on.
    pub fn new(values: &[String], first: usize) -> Self {
        let marked = values.iter().enumerate().map(|(at, value)| format!("{value} {}", mark(at)));
        Self { values: marked.collect(), next: first }
    }

    /// The next of them.
    pub fn next(&mut self) -> Value {
        self.next += 1;
        Value::String(self.values[self.next % self.values.len()].clone())
    }

    fn all(&self) -> Value {
        Value::Array(self.values.iter().cloned().map(Value::String).collect())
    }
}

/// The record as TOML.
pub fn record(fields: &Fields, words: &mut Words) -> String {
    toml::to_string(&table(fields, None, words, false)).unwrap()
}

fn table(fields: &Fields, parent: Option<FieldId>, words: &mut Words, in_list: bool) -> Table {
    let children = fields.children(parent).iter();
    children.map(|id| (fields.get(*id).key().to_owned(), value(fields, *id, words, in_list))).collect()
}

fn value(fields: &Fields, id: FieldId, words: &mut Words, in_list: bool) -> Value {
    let field = fields.get(id);
    match &field.kind {
        FieldType::Section => Value::Table(table(fields, Some(id), words, in_list)),
        FieldType::Tables => {
            let rows = if in_list { 1 } else { ROWS };
            Value::Array((0..rows).map(|_| Value::Table(table(fields, Some(id), words, true))).collect())
        }
        FieldType::Text | FieldType::Person | FieldType::File => words.next(),
        FieldType::TextList if in_list => Value::Array(vec![words.next(), words.next()]),
        FieldType::TextList => words.all(),
        _ => toml::from_str::<Table>(&format!("x = {}", field.example)).unwrap()["x"].clone(),
    }
}
