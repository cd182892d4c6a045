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

    /// What was expected of it: "It must be at most 24 hours." Nothing for a guard, which nobody should change.
    pub fn expectation(&self, library: &Library) -> Option<String> {
        if self.guard {
            return None;
        }
        let must = if self.negated { "must not" } else { "must" };
        let words = match self.check? {
            Check::Stated if self.negated || self.truth != Truth::Unknown => return None,
            Check::Stated => "must be stated".to_owned(),
            Check::Is(yes) => format!("must be {}", if *yes != self.negated { "yes" } else { "no" }),
            Check::OneOf { words, wanted } if *wanted != self.negated => format!("must be {}", either(words)),
            Check::OneOf { words, .. } => format!("must not be {}", either(words)),
            Check::Contains(Containment::None, words) => {
                format!("{must} be free of {}", listed(&self.held(words), "and"))
            }
            Check::Contains(Containment::All, words) => {
                format!("{must} include {}", listed(&self.lacking(words), "and"))
            }
            Check::Contains(Containment::Any, words) => format!("{must} include {}", either(words)),
            Check::Empty(empty) if *empty != self.negated => "must be empty".to_owned(),
            Check::Empty(_) => "must have at least one entry".to_owned(),
            Check::Every(inner) => format!("{must}, in every entry, state {}", columns(library, inner)),
            Check::Some(inner) => format!("{must}, in at least one entry, state {}", columns(library, inner)),
            Check::Compare(comparison, limit) => {
                let date = library.fields.get(self.field).kind == FieldType::Date;
                format!("{must} be {} {}", order(*comparison, date), self.limit(library, limit))
            }
            Check::Within(limit) => {
                format!(
                    "{must} be on or before the date of the assessment, and at most {} before it",
                    self.limit(library, limit)
                )
            }
        };
        let also = if self.alternative { ", unless another way to meet this is taken" } else { "" };
        Some(format!("It {words}{also}."))
    }

    /// The path of the field, with the entry's number where it is a column.
    pub fn name(&self, library: &Library) -> String {
        let path = &library.fields.get(self.field).path;
        match self.entry {
            Some(number) => format!("`{path}` (entry {number})"),
            None => format!("`{path}`"),
        }
    }

    /// Those of `words` that the list lacks; all of them when it lacks none.
    fn lacking<'w>(&self, words: &'w [String]) -> Vec<&'w str> {
        self.picked(words, false)
    }

    /// Those of `words` that the list holds; all of them when it holds none.
    fn held<'w>(&self, words: &'w [String]) -> Vec<&'w str> {
        self.picked(words, true)
    }

    fn picked<'w>(&self, words: &'w [String], wanted: bool) -> Vec<&'w str> {
        let held =
            |word: &str| matches!(self.value, Some(Value::List(items)) if items.iter().any(|item| item.text == word));
        let all = || words.iter().map(String::as_str);
        let picked: Vec<&str> = all().filter(|word| held(word) == wanted).collect();
        if picked.is_empty() { all().collect() } else { picked }
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
