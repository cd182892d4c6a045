//! Observations in plain words.

use crate::pack::{Check, Containment, Library, Limit, Mood, predicate};
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
        let check = match self.check? {
            // A file that is named and not there is a problem of its own.
            Check::Stated if self.negated || self.truth != Truth::Unknown => return None,
            Check::Contains(Containment::None, words) if !self.negated => {
                &Check::Contains(Containment::None, self.picked(words, true))
            }
            Check::Contains(Containment::All, words) if !self.negated => {
                &Check::Contains(Containment::All, self.picked(words, false))
            }
            check => check,
        };
        let field = library.fields.get(self.field);
        let limit = |limit: &Limit| match limit {
            Limit::Field(other) => self.limit(library, *other),
            limit => limit.words(field).unwrap_or_default(),
        };
        let words = match check {
            // Silence about a file is one thing, a missing file another.
            Check::Stated => "must be stated".to_owned(),
            check => predicate(&library.fields, field, check, Mood::Must, !self.negated, limit),
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

    /// Those of `words` that the list holds, or lacks; all of them when there is none.
    fn picked(&self, words: &[String], wanted: bool) -> Vec<String> {
        let items = match self.value {
            Some(Value::List(items)) => items.as_slice(),
            _ => &[],
        };
        let held = |word: &String| items.iter().any(|item| item.text == *word);
        let picked: Vec<String> = words.iter().filter(|word| held(word) == wanted).cloned().collect();
        if picked.is_empty() { words.to_vec() } else { picked }
    }

    /// The other field that the value was, or would have been, held against.
    fn limit(&self, library: &Library, other: FieldId) -> String {
        let path = &library.fields.get(other).path;
        match self.against.as_ref().map(|against| (against.value, &against.origin)) {
            Some((Some(value), Origin::Default)) => format!("{value} (`{path}`; {})", default_note(library, other)),
            Some((Some(value), _)) => format!("{value} (`{path}`)"),
            Some((None, _)) => format!("`{path}`, which is not stated"),
            None => format!("`{path}`"),
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
