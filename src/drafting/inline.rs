//! Text as stretches that each format shows in its own way.

/// A stretch of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Text of the clause, or a value that the record states.
    Plain {
        /// The text.
        text: String,
    },
    /// A term at the place that defines it.
    Term {
        /// The term.
        text: String,
    },
    /// Something that a reader must fill in.
    Blank {
        /// Its number in the draft.
        number: usize,
        /// What is to be filled in.
        text: String,
    },
    /// A value that the record does not state and that a reader must confirm.
    Proposed {
        /// Its number in the draft.
        number: usize,
        /// The value.
        text: String,
    },
    /// A reference to another section.
    Section {
        /// The section's number.
        number: usize,
        /// Its title.
        text: String,
    },
    /// A reference to a clause that the draft does not hold.
    Unresolved {
        /// Its number in the draft.
        number: usize,
        /// The clause's title.
        text: String,
    },
}

impl Inline {
    /// Its words alone, without marks and numbers.
    pub fn text(&self) -> &str {
        match self {
            Inline::Plain { text }
            | Inline::Term { text }
            | Inline::Blank { text, .. }
            | Inline::Proposed { text, .. }
            | Inline::Section { text, .. }
            | Inline::Unresolved { text, .. } => text,
        }
    }

    /// Plain text.
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Inline::Plain { text: text.into() }
    }
}

/// Adds `one` to `text`, joining plain text to plain text.
pub(super) fn push(text: &mut Vec<Inline>, one: Inline) {
    match (text.last_mut(), one) {
        (Some(Inline::Plain { text: last }), Inline::Plain { text }) => last.push_str(&text),
        (_, Inline::Plain { text }) if text.is_empty() => {}
        (_, one) => text.push(one),
    }
}
