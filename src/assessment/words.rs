//! Observations in plain words.

use crate::pack::{Check, Comparison, Condition, Containment, Library, Limit};
use crate::record::{FieldId, FieldType, Value};

use super::{Observation, Origin, Truth};

impl Observation<'_> {
    /// What the record says: "`breach.notify-within` is 72 hours."
    pub fn fact(&self, library: &Library) -> String {
        if let (None, Some(problem)) = (self.check, &self.problem) {
            return problem.clone();
        }
        let name = self.name(library);
        match (self.value, &self.origin, &self.problem) {
            (Some(value), _, Some(problem)) => format!("{name} names `{value}`, which {problem}."),
            (Some(value), Origin::Default, _) => {
                format!("{name} is not stated; {value} is taken ({}).", default_note(library, self.field))
            }
            (Some(value), _, _) => format!("{name} is {}.", quoted(library, self.field, value)),
            (None, _, _) => format!("{name} is not stated."),
        }
    }

    /// What was expected of it: "It must be at most 24 hours."
    pub fn expectation(&self, library: &Library) -> Option<String> {
        let words = match self.check? {
            Check::Stated => return (self.truth == Truth::Unknown).then(|| "It must be stated.".to_owned()),
            Check::Is(yes) => format!("must be {}", if *yes { "yes" } else { "no" }),
            Check::OneOf { words, wanted: true } => format!("must be {}", either(words)),
            Check::OneOf { words, wanted: false } => format!("must not be {}", either(words)),
            Check::Contains(Containment::All, words) => format!("must include {}", listed(&self.lacking(words), "and")),
            Check::Contains(Containment::Any, words) => format!("must include {}", either(words)),
            Check::Contains(Containment::None, words) => format!("must not include {}", either(words)),
            Check::Empty(true) => "must be empty".to_owned(),
            Check::Empty(false) => "must not be empty".to_owned(),
            Check::Every(inner) => format!("must, in every entry, state {}", columns(library, inner)),
            Check::Some(inner) => format!("must, in at least one entry, state {}", columns(library, inner)),
            Check::Compare(comparison, limit) => {
                let date = library.fields.get(self.field).kind == FieldType::Date;
                format!("must be {} {}", order(*comparison, date), self.limit(library, limit))
            }
            Check::Within(limit) => format!(
                "must be no older than {} on the date of the assessment, and not after it",
                self.limit(library, limit)
            ),
        };
        Some(format!("It {words}."))
    }

    /// The path of the field, with the entry's number where it is a column.
    pub fn name(&self, library: &Library) -> String {
        let path = &library.fields.get(self.field).path;
        match self.entry {
            Some(number) => format!("`{path}` (entry {number})"),
            None => format!("`{path}`"),
        }
    }

    fn lacking<'w>(&self, words: &'w [String]) -> Vec<&'w str> {
        let held =
            |word: &str| matches!(self.value, Some(Value::List(items)) if items.iter().any(|item| item.text == word));
        let lacking: Vec<&str> = words.iter().map(String::as_str).filter(|word| !held(word)).collect();
        if lacking.is_empty() { words.iter().map(String::as_str).collect() } else { lacking }
    }

    fn limit(&self, library: &Library, limit: &Limit) -> String {
        match (limit, &self.against) {
            (Limit::Integer(number), _) => number.to_string(),
            (Limit::Money(money), _) => money.to_string(),
            (Limit::Duration(duration), _) => duration.to_string(),
            (Limit::Date(date), _) => date.to_string(),
            (Limit::AsOf, _) => "the date of the assessment".to_owned(),
            (Limit::Field(field), Some(against)) => {
                let path = &library.fields.get(*field).path;
                match (against.value, &against.origin) {
                    (Some(value), Origin::Default) => format!("{value} (`{path}`; {})", default_note(library, *field)),
                    (Some(value), _) => format!("{value} (`{path}`)"),
                    (None, _) => format!("`{path}`, which is not stated"),
                }
            }
            (Limit::Field(field), None) => format!("`{}`", library.fields.get(*field).path),
        }
    }
}

fn default_note(library: &Library, field: FieldId) -> String {
    let note = library.fields.get(field).default.as_ref().map_or("", |default| default.note.as_str());
    let mut note = note.trim_end_matches('.').to_owned();
    if let Some(first) = note.get(..1).map(str::to_lowercase) {
        note.replace_range(..1, &first);
    }
    note
}

fn quoted(library: &Library, field: FieldId, value: &Value) -> String {
    match (value, &library.fields.get(field).kind) {
        (Value::Text(text), FieldType::OneOf(_)) => format!("`{text}`"),
        (Value::Text(text), _) => format!("\"{text}\""),
        (value, _) => value.to_string(),
    }
}

fn order(comparison: Comparison, date: bool) -> &'static str {
    if date { comparison.date_words() } else { comparison.words() }
}

fn either(words: &[String]) -> String {
    listed(&words.iter().map(String::as_str).collect::<Vec<_>>(), "or")
}

fn listed(words: &[&str], last: &str) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., end] => format!("{} {last} {end}", most.join(", ")),
    }
}

fn columns(library: &Library, condition: &Condition) -> String {
    let mut names = Vec::new();
    condition.visit_fields(&mut |field| {
        let key = library.fields.get(field).key().to_owned();
        if library.fields.list_of(field).is_some() && !names.contains(&key) {
            names.push(key);
        }
    });
    listed(&names.iter().map(String::as_str).collect::<Vec<_>>(), "and")
}
