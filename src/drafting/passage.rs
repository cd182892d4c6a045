//! The texts of the templates, all of one kind: a template with its facts and the file it stands in.

use std::sync::Arc;

use crate::pack::{Body, Clause, Clauses, Definition, Document, Text};
use crate::source::{Code, Diagnostic, SourceText, Span};

use super::Position;
use super::outline::{Rough, outline_document};
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
    /// The clause whose text it is.
    pub clause: Option<&'a Clause>,
    /// The document whose own text it is.
    pub document: Option<&'a Document>,
    /// The file it stands in.
    pub source: &'a Arc<SourceText>,
}

impl<'a> Passage<'a> {
    /// The text of `clause` in this position.
    pub fn clause(clause: &'a Clause, position: Position<'a>) -> Self {
        let body = match position {
            Position::Preferred => &clause.text.body,
            Position::Short => clause.short.as_ref().unwrap_or(&clause.text.body),
            Position::Fallback(fallback) => &fallback.body,
        };
        Self {
            body,
            parts: &clause.text,
            terms: Some(&clause.terms),
            clause: Some(clause),
            document: None,
            source: &clause.source,
        }
    }

    /// The text of `document` around its clauses.
    pub fn document(document: &'a Document) -> Self {
        Self {
            body: &document.text.body,
            parts: &document.text,
            terms: None,
            clause: None,
            document: Some(document),
            source: &document.source,
        }
    }

    /// The meaning of a defined term.
    pub fn definition(definition: &'a Definition) -> Self {
        Self {
            body: &definition.means.body,
            parts: &definition.means,
            terms: Some(&definition.terms),
            clause: None,
            document: None,
            source: &definition.source,
        }
    }

    /// Every text of `clauses`.
    pub fn all(clauses: &'a Clauses) -> impl Iterator<Item = Passage<'a>> {
        let of_clause = |clause: &'a Clause| {
            let fallbacks = clause.fallbacks.iter().map(Position::Fallback);
            let own = std::iter::once(Position::Preferred).chain(clause.short.iter().map(|_| Position::Short));
            own.chain(fallbacks).map(move |position| Passage::clause(clause, position))
        };
        let documents = clauses.documents.iter().map(Passage::document);
        let definitions = clauses.definitions.iter().map(Passage::definition);
        clauses.clauses.iter().flat_map(of_clause).chain(documents).chain(definitions)
    }

    /// The name under which the template is kept: no two texts share it.
    pub fn name(&self) -> String {
        format!("{}@{}", self.source.name(), self.body.span.start)
    }

    /// The parts of its rendered text, which is that of a document.
    pub fn parts(&self, rendered: &str) -> Result<Vec<Rough>, Box<Diagnostic>> {
        outline_document(rendered).map_err(|message| Box::new(self.problem(self.first_line(), message)))
    }

    /// Whether its rendered text has the structure that it must have.
    pub fn check_structure(&self, rendered: &str) -> Result<(), Box<Diagnostic>> {
        match self.document {
            Some(_) => self.parts(rendered).map(drop),
            None => self.outline(rendered).map(drop),
        }
    }

    /// The paragraphs of its rendered text, which is that of a clause.
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
