//! The texts of the templates, all of one kind: a template with its facts and the file it stands in.

use std::sync::Arc;

use crate::pack::{Body, Clause, Clauses, Definition, Document, Text};
use crate::source::{Code, Diagnostic, SourceText, Span};

use super::Position;
use super::structure::{Outline, outline};

/// One text that is rendered on its own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Passage<'a> {
    /// The template.
    pub body: &'a Body,
    /// Its facts and switches.
    pub parts: &'a Text,
    /// The defined terms that it may use; `None` for any.
    pub terms: Option<&'a [String]>,
    /// The file it stands in.
    pub source: &'a Arc<SourceText>,
}

impl<'a> Passage<'a> {
    /// The text of `clause` in this position.
    pub fn clause(clause: &'a Clause, position: Position<'a>) -> Self {
        let body = match position {
            Position::Preferred => &clause.text.body,
            Position::Fallback(fallback) => &fallback.body,
        };
        Self { body, parts: &clause.text, terms: Some(&clause.terms), source: &clause.source }
    }

    /// The opening text of `document`.
    pub fn document(document: &'a Document) -> Self {
        Self { body: &document.text.body, parts: &document.text, terms: None, source: &document.source }
    }

    /// The meaning of a defined term.
    pub fn definition(definition: &'a Definition) -> Self {
        Self {
            body: &definition.means.body,
            parts: &definition.means,
            terms: Some(&definition.terms),
            source: &definition.source,
        }
    }

    /// Every text of `clauses`.
    pub fn all(clauses: &'a Clauses) -> impl Iterator<Item = Passage<'a>> {
        let of_clause = |clause: &'a Clause| {
            let fallbacks = clause.fallbacks.iter().map(Position::Fallback);
            std::iter::once(Position::Preferred).chain(fallbacks).map(move |position| Passage::clause(clause, position))
        };
        let documents = clauses.documents.iter().map(Passage::document);
        let definitions = clauses.definitions.iter().map(Passage::definition);
        clauses.clauses.iter().flat_map(of_clause).chain(documents).chain(definitions)
    }

    /// The name under which the template is kept: no two texts share it.
    pub fn name(&self) -> String {
        format!("{}@{}", self.source.name(), self.body.span.start)
    }

    /// The paragraphs of its rendered text.
    pub fn outline(&self, rendered: &str) -> Result<Vec<Outline>, Box<Diagnostic>> {
        outline(rendered).map_err(|message| Box::new(self.problem(self.first_line(), message)))
    }

    /// The bytes of its first line.
    pub fn first_line(&self) -> Span {
        0..self.body.text.lines().next().map_or(0, str::len)
    }

    /// A problem with the bytes `range` of the template.
    pub fn problem(&self, range: Span, message: impl Into<String>) -> Diagnostic {
        let place = self.body.place(self.source, range);
        Diagnostic::new(Code::BadTemplate, message).at(self.source, place, "")
    }
}
