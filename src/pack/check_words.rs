//! One check of one field in plain words. What a pack asks for and what an assessment finds missing are put in the same
//! words.

use crate::record::{Field, FieldType, Fields};

use super::condition::{Check, Comparison, Condition, Containment, Limit};

/// How a check is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// As something that is so.
    Is,
    /// As something that must be so.
    Must,
}

impl Mood {
    fn be(self, wanted: bool) -> &'static str {
        match (self, wanted) {
            (Mood::Is, true) => "is",
            (Mood::Is, false) => "is not",
            (Mood::Must, true) => "must be",
            (Mood::Must, false) => "must not be",
        }
    }

    fn have(self) -> &'static str {
        match self {
            Mood::Is => "has",
            Mood::Must => "must have",
        }
    }

    fn verb(self, wanted: bool, verb: &str) -> String {
        match (self, wanted) {
            (Mood::Is, true) => format!("{verb}s"),
            (Mood::Is, false) => format!("does not {verb}"),
            (Mood::Must, true) => format!("must {verb}"),
            (Mood::Must, false) => format!("must not {verb}"),
        }
    }
}

/// What `check` says of `field`, without the field's name: "is at most 24 hours". With `wanted` false, the opposite.
pub fn predicate(
    fields: &Fields,
    field: &Field,
    check: &Check,
    mood: Mood,
    wanted: bool,
    limit: impl Fn(&Limit) -> String,
) -> String {
    let verb = |wanted: bool, verb: &str, object: String| format!("{} {object}", mood.verb(wanted, verb));
    match check {
        Check::Stated if field.kind == FieldType::File => verb(wanted, "name", "a file that exists".to_owned()),
        Check::Stated => format!("{} stated", mood.be(wanted)),
        Check::Is(yes) => format!("{} {}", mood.be(true), if *yes == wanted { "yes" } else { "no" }),
        Check::OneOf { words, wanted: listed } => format!("{} {}", mood.be(*listed == wanted), either(words)),
        Check::Contains(how, words) => contains(*how, words, mood, wanted),
        Check::Empty(empty) => {
            format!("{} {}", mood.have(), if *empty == wanted { "no entry" } else { "at least one entry" })
        }
        Check::Every(inner) => verb(wanted, "state", format!("{} in every entry", columns(fields, inner))),
        Check::Some(inner) => verb(wanted, "state", format!("{} in at least one entry", columns(fields, inner))),
        Check::Compare(comparison, other) => compare(*comparison, &field.kind, mood, wanted, &limit(other)),
        Check::Within(other) if wanted => {
            format!("{} on or before the date of this check, and at most {} before it", mood.be(true), limit(other))
        }
        Check::Within(other) => {
            format!("{} after the date of this check, or more than {} before it", mood.be(true), limit(other))
        }
    }
}

fn contains(how: Containment, words: &[String], mood: Mood, wanted: bool) -> String {
    match (how, wanted) {
        (Containment::All, true) => format!("{} {}", mood.verb(true, "include"), listed(words, "and")),
        (Containment::All, false) if words.len() > 1 => {
            format!("{} all of {}", mood.verb(false, "include"), listed(words, "and"))
        }
        (Containment::Any, true) | (Containment::None, false) => {
            format!("{} {}", mood.verb(true, "include"), either(words))
        }
        _ => format!("{} {}", mood.verb(false, "include"), either(words)),
    }
}

fn compare(comparison: Comparison, kind: &FieldType, mood: Mood, wanted: bool, limit: &str) -> String {
    // Two lengths of time can be such that neither "at most" nor "more than" is sure, so that one is not the other's opposite.
    let (comparison, be) = match (wanted, comparison.opposite()) {
        (false, Some(opposite)) if *kind != FieldType::Duration => (opposite, mood.be(true)),
        _ => (comparison, mood.be(wanted)),
    };
    match comparison {
        Comparison::Equal => format!("{be} {limit}"),
        comparison if *kind == FieldType::Date => format!("{be} {} {limit}", comparison.date_words()),
        comparison => format!("{be} {} {limit}", comparison.words()),
    }
}

/// "`a`, `b` or `c`".
fn either(words: &[String]) -> String {
    listed(words, "or")
}

fn listed(words: &[String], last: &str) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., end] => format!("{} {last} {end}", most.join(", ")),
    }
}

/// The columns that a condition on the rows of a list reads.
fn columns(fields: &Fields, condition: &Condition) -> String {
    let mut names = Vec::new();
    condition.visit_fields(&mut |field| {
        let key = fields.get(field).key().to_owned();
        if fields.list_of(field).is_some() && !names.contains(&key) {
            names.push(key);
        }
    });
    listed(&names, "and")
}

impl Limit {
    /// The limit in words; `None` when it is the value of another field. `of` is the field that is held against it.
    pub fn words(&self, of: &Field) -> Option<String> {
        match self {
            Limit::Integer(number) => {
                Some(of.unit.as_ref().map_or_else(|| number.to_string(), |unit| format!("{number} {unit}")))
            }
            Limit::Money(money) => Some(money.to_string()),
            Limit::Duration(duration) => Some(duration.to_string()),
            Limit::Date(date) => Some(date.to_string()),
            Limit::AsOf => Some("the date of this check".to_owned()),
            Limit::Field(_) => None,
        }
    }
}
