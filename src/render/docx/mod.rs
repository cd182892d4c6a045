//! Documents for word processors: Office Open XML, as Word and LibreOffice read and write it.
//!
//! Drafts and reports become one small model of blocks and stretches of text ([`model`]), and that model becomes the parts
//! of a package. The parts are written here and not through `docx-rs`, because a draft needs what that crate has no words
//! for: the language, header rows of tables, a contents field that LibreOffice reads, the default style, the title, children
//! in the order of the schema, and fixed dates. Every one of these would be a patch over its output. What remains is a tree of
//! elements ([`xml`]) in which no tag stays open and no text leaves its place, and `zip` for the package.

mod comments;
mod document;
mod fields;
mod lists;
mod markdown;
mod model;
mod numbering;
mod package;
mod styles;
mod table;
mod text;

use super::xml;

pub(super) use markdown::blocks;
pub(super) use model::{
    Block, Cell, Column, Document, Entry, Heading, Inline, Look, Mark, Marker, Note, Outline, Shown, Style, Table,
};
pub use package::is_unedited_word;
pub(super) use styles::TEXT_WIDTH;
