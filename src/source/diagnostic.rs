//! One problem, where it stands, and what to do about it.

use std::sync::Arc;

use super::{Code, Fix, Position, SourceText, Span};

/// A span of a text, with a few words about it.
#[derive(Clone, Debug)]
pub struct Place {
    /// The text.
    pub source: Arc<SourceText>,
    /// The bytes concerned.
    pub span: Span,
    /// What to say beside them; may be empty.
    pub label: String,
}

impl Place {
    /// Line and column of the first byte.
    pub fn position(&self) -> Position {
        self.source.position(self.span.start)
    }
}

/// A problem that keeps the program from using what it was given.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Which kind of problem; `explain` knows each.
    pub code: Code,
    /// What is wrong, in one plain sentence without a final stop.
    pub message: String,
    /// Where; `None` when the problem is not inside a text (a missing file, say).
    pub place: Option<Place>,
    /// Another place that belongs to the problem, such as the first of two duplicates.
    pub related: Option<Place>,
    /// What to do next.
    pub help: Option<String>,
    /// What would put it right, where that is certain: edits of the text in which it stands.
    pub fix: Option<Fix>,
}

/// The most characters of a message: a value that it quotes may be as long as a file.
const LONGEST_MESSAGE: usize = 400;

impl Diagnostic {
    /// A problem that has no place inside a text. A message that is very long is cut.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        let mut message = message.into();
        if let Some((at, _)) = message.char_indices().nth(LONGEST_MESSAGE) {
            message.truncate(at);
            message.push_str("...");
        }
        Self { code, message, place: None, related: None, help: None, fix: None }
    }

    /// Puts the problem at `span` of `source`.
    pub fn at(mut self, source: &Arc<SourceText>, span: Span, label: impl Into<String>) -> Self {
        self.place = Some(Place { source: Arc::clone(source), span, label: label.into() });
        self
    }

    /// Adds the other place that belongs to the problem.
    pub fn related(mut self, source: &Arc<SourceText>, span: Span, label: impl Into<String>) -> Self {
        self.related = Some(Place { source: Arc::clone(source), span, label: label.into() });
        self
    }

    /// Says what to do next.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
