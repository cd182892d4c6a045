//! Floor 2: what a lawyer knows, as data: fields, named conditions, authorities, sources, requirements and clauses.
//!
//! A [`Library`] is the packs in use, put together and checked. Every condition is checked against the fields when it
//! loads, so that a misspelt field is an error at its place and never a silent "does not apply".

mod authority;
mod check_words;
mod clause;
mod clause_fields;
mod clause_read;
mod condition;
mod condition_read;
mod condition_words;
mod contradiction;
mod document_read;
mod embedded;
mod field_check;
mod field_read;
mod files;
mod library;
mod load;
mod manifest;
mod reads;
mod requirement;
mod requirement_read;
mod structure;
mod tighten;
mod verify;
mod version;

pub use authority::{Authority, Confidence, Provision, Relevance, SourceRef, Uncertainty};
pub use check_words::{Mood, predicate};
pub use clause::{Body, CalledList, Clause, Clauses, Definition, Document, Fact, Fallback, Form, OpenList, Rows, Text};
pub use condition::{Check, Comparison, Condition, Containment, Limit, NamedCondition, NamedId, Test};
pub use condition_words::{Said, Words, capital};
pub use contradiction::Contradiction;
pub use embedded::{Example, TEMPLATES, embedded_examples, embedded_folder, embedded_template};
pub use files::PackFiles;
pub use library::{Library, Pack, PackSource};
pub use load::load;
pub use manifest::Manifest;
pub use reads::Reads;
pub use requirement::{Basis, Duty, Example as RequirementExample, ExampleStatus, Obligation, Requirement, Variant};
pub use version::{Day, Standing, Version};
