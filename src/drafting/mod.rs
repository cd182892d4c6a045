//! Floor 5: a document for a record: which clauses are called for, which facts go into them, and which blanks remain.
//!
//! Text from the record never passes through the template language. A template prints a mark for each fact; the marks
//! become [`Inline`]s once the text has its structure, so that a value can neither be read as a template nor break a
//! paragraph, and every format renders it in its own way.

mod block;
mod choice;
mod document;
mod drafter;
mod entries;
mod facts;
mod inline;
mod ledger;
mod marks;
mod once_signed;
mod outline;
mod passage;
mod structure;
mod template_check;
mod verify;
mod wording;

pub use block::{Block, Table};
pub use choice::{Called, Chooser, Position, recorded};
pub use document::{Answer, Draft, LeftOut, Parameter, Section, draft};
pub use inline::Inline;
pub use ledger::{Blank, Choice, Difference, Ledger, Proposal, Unresolved};
pub use once_signed::{OnceSigned, Stated};
pub use structure::{Item, Paragraph};
pub use verify::verify;
pub use wording::Wording;
