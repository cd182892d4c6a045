//! What would put a problem right: a few edits of the text that leave every other byte as it is.

use super::Span;

/// One replacement in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes that go; empty where something is put in.
    pub span: Span,
    /// What comes in their place.
    pub replacement: String,
}

/// A correction with one possible meaning, so that no fact is guessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a short command: "Rename `nmae` to `name`".
    pub title: String,
    /// The edits, in the order of the text. They do not overlap, and hold only together.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A correction by one edit.
    pub fn new(title: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        Self { title: title.into(), edits: vec![Edit { span, replacement: replacement.into() }] }
    }

    /// Writes `literal`, a TOML value, over the value at `span`.
    pub fn write(span: Span, literal: impl Into<String>) -> Self {
        let literal = literal.into();
        Self::new(format!("Write {literal}"), span, literal)
    }

    /// Gives the key `old` the name `new` at each of `places`.
    pub fn rename(old: &str, new: &str, places: Vec<Span>) -> Self {
        let edits = places.into_iter().map(|span| Edit { span, replacement: new.to_owned() }).collect();
        Self { title: format!("Rename `{old}` to `{new}`"), edits }
    }
}
