//! Floor 0: text and where things stand in it.
//!
//! Everything a person writes (records, packs, templates) is read here into a [`SourceText`], and everything wrong
//! with it becomes a [`Diagnostic`] that points at its place. [`Table`] walks parsed TOML and collects every problem
//! of a file in one run instead of stopping at the first. A problem with one right answer carries a [`Fix`], which a
//! [`Patch`] puts into the text.

mod changes;
mod code;
mod diagnostic;
mod fix;
mod hash;
mod outline;
mod patch;
mod problems;
mod quote;
mod read;
mod suggest;
mod text;
mod tree;
mod twice;
mod walk;

pub use changes::{Change, Changes};
pub use code::Code;
pub use diagnostic::{Diagnostic, Place};
pub use fix::{Edit, Fix};
pub use hash::Hash;
pub use outline::{Block, Outline};
pub use patch::Patch;
pub use problems::Problems;
pub use quote::{misleads, quoted};
pub use read::{
    MAX_FILE_BYTES, failure_in_words, read_bytes, read_long_text, read_text, read_text_from, size_in_words,
};
pub use suggest::{clearly_meant, could_mean, did_you_mean};
pub use text::{Position, SourceText, Span};
pub use tree::read_tree;
pub use walk::{Entry, Table, parse_toml, type_name};
