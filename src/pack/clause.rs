//! Clauses, documents and defined terms: what is known of each, and its text with the facts to fill in.

use std::sync::Arc;

use crate::record::{FieldId, Phase};
use crate::source::{SourceText, Span};

use super::{Condition, Obligation, Signals, Statement};

/// A fact of the record that a text prints.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The name in the text, with underscores.
    pub name: String,
    /// The field it comes from.
    pub field: FieldId,
    /// The field whose value or default is proposed when the record is silent.
    pub otherwise: Option<FieldId>,
    /// For a column of a list, which of its entries count; those of which it does not hold are passed over. For another
    /// field, when its value may be printed; where it does not hold, a blank stands.
    pub only: Option<Condition>,
    /// What a reader must fill in when nothing is stated.
    pub blank: String,
}

/// The name of a fact as packs and records write it, with hyphens.
pub fn fact_key(name: &str) -> String {
    name.replace('_', "-")
}

/// A template and the place where it stands in its file.
#[derive(Clone, Debug)]
pub struct Body {
    /// The template.
    pub text: String,
    /// Where it stands: the text itself, or the TOML value that holds it.
    pub span: Span,
}

impl Body {
    /// The place in `source`, the file of this text, of the byte range `range` of the text.
    pub fn place(&self, source: &SourceText, range: Span) -> Span {
        let within = source.text().get(self.span.clone()).unwrap_or_default();
        match within.find(&self.text) {
            Some(at) => self.span.start + at + range.start..self.span.start + at + range.end,
            None => self.span.clone(),
        }
    }
}

/// A text with the facts that it prints and the switches that it asks.
#[derive(Clone, Debug)]
pub struct Text {
    /// The facts, in the order of the front matter.
    pub facts: Vec<Fact>,
    /// The switches: name with underscores, and when it is on.
    pub variants: Vec<(String, Condition)>,
    /// The template.
    pub body: Body,
}

/// Another position for a clause, and what it gives up.
#[derive(Clone, Debug)]
pub struct Fallback {
    /// The id, unique in its clause.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What the institution loses against the preferred text.
    pub gives_up: String,
    /// Whether it gives up what the clause's floor says must not be given up without a waiver.
    pub below_floor: bool,
    /// The text in place of the preferred one, with the same facts and switches.
    pub body: Body,
    /// What this text lets the record state once it is signed.
    pub states: Vec<Statement>,
}

/// A clause of an agreement.
#[derive(Clone, Debug)]
pub struct Clause {
    /// The id, which is the file's name.
    pub id: String,
    /// Its number in the clause catalogue, such as "C18".
    pub code: String,
    /// The heading.
    pub title: String,
    /// When it is called for; `None` for always.
    pub called_for: Option<Condition>,
    /// The documents that it joins at their end, beside those that name it themselves.
    pub documents: Vec<String>,
    /// Whether subcontractors must be bound by it too.
    pub flows_down: bool,
    /// The authorities behind it.
    pub cites: Vec<String>,
    /// The defined terms that it uses.
    pub terms: Vec<String>,
    /// Why it is there, for counsel.
    pub note: String,
    /// What vendors usually say against it.
    pub objection: String,
    /// What to answer.
    pub answer: String,
    /// What must not be given up without a waiver.
    pub floor: String,
    /// Why no requirement calls for it, where none does.
    pub stands_alone: Option<String>,
    /// By what a section of another agreement that deals with its matter is known.
    pub signals: Signals,
    /// Weaker positions, the better one first.
    pub fallbacks: Vec<Fallback>,
    /// The preferred text.
    pub text: Text,
    /// What the preferred text lets the record state once it is signed.
    pub states: Vec<Statement>,
    /// The preferred position in fewer words, for documents in short form; with the same facts and switches.
    pub short: Option<Body>,
    /// What the short form lets the record state, where that is not what the preferred text does.
    pub short_states: Option<Vec<Statement>>,
    /// The file it stands in.
    pub source: Arc<SourceText>,
}

/// A defined term.
#[derive(Clone, Debug)]
pub struct Definition {
    /// The term.
    pub term: String,
    /// Other terms that its meaning uses.
    pub terms: Vec<String>,
    /// What it means.
    pub means: Text,
    /// The file it stands in.
    pub source: Arc<SourceText>,
}

/// In how many words a document says its clauses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// In their preferred texts.
    Full,
    /// In their short forms, where they have one.
    Short,
}

/// The entries of a list of the record, as rows that a document prints.
#[derive(Clone, Debug)]
pub struct Rows {
    /// The name in the text, with underscores.
    pub name: String,
    /// The list of tables.
    pub list: FieldId,
    /// Which entries count; those of which it does not hold are passed over.
    pub only: Option<Condition>,
    /// Whether an entry counts only if that is certain. Otherwise one that is silent about it counts too.
    pub certain: bool,
    /// What is printed of each entry.
    pub columns: Vec<Fact>,
}

/// The requirements that are open for a record, which a document lists.
#[derive(Clone, Debug)]
pub struct OpenList {
    /// The name in the text, with underscores.
    pub name: String,
    /// Of which phases; empty for all.
    pub phases: Vec<Phase>,
    /// Of which obligations; empty for all.
    pub obligations: Vec<Obligation>,
}

/// The clauses that a document would hold for a record, which another document lists.
#[derive(Clone, Debug)]
pub struct CalledList {
    /// The name in the text, with underscores.
    pub name: String,
    /// The id of the document that would hold them.
    pub document: String,
}

/// A document that `draft` writes: its own text, and which clauses, in which order.
#[derive(Clone, Debug)]
pub struct Document {
    /// The name, which is the file's.
    pub id: String,
    /// The heading.
    pub title: String,
    /// What it is for.
    pub about: String,
    /// Ids of its clauses, in order; a form or a notice has none.
    pub clauses: Vec<String>,
    /// In how many words it says them.
    pub form: Form,
    /// The lists of the record that it prints row by row.
    pub rows: Vec<Rows>,
    /// The lists of open requirements that it prints.
    pub open: Vec<OpenList>,
    /// The lists of clauses of other documents that it prints.
    pub called: Vec<CalledList>,
    /// The text around the clauses.
    pub text: Text,
    /// The file it stands in.
    pub source: Arc<SourceText>,
}

/// Every clause, document and defined term of the templates in use.
#[derive(Clone, Debug, Default)]
pub struct Clauses {
    /// The clauses, by code.
    pub clauses: Vec<Clause>,
    /// The documents, by id.
    pub documents: Vec<Document>,
    /// The defined terms, in alphabetical order.
    pub definitions: Vec<Definition>,
    /// The SHA-256 over the files they were read from, in hexadecimal.
    pub hash: String,
}

impl Clauses {
    /// The clause with this id or code.
    pub fn find(&self, id: &str) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.id == id || clause.code.eq_ignore_ascii_case(id))
    }

    /// The document with this id.
    pub fn document(&self, id: &str) -> Option<&Document> {
        self.documents.iter().find(|document| document.id == id)
    }

    /// The definition of this term.
    pub fn definition(&self, term: &str) -> Option<&Definition> {
        self.definitions.iter().find(|definition| definition.term == term)
    }
}
