//! What the text of a document is made of, beside its clauses.

use super::{Inline, Paragraph};

/// One part of a document's own text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading over what follows.
    Heading {
        /// 2 for a part, 3 for a part of a part; the title of the document is the only heading of level 1.
        level: u8,
        /// Its words.
        text: Vec<Inline>,
    },
    /// A paragraph, without a number, and the items below it.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
    /// Boxes to tick by hand, each with its text.
    CheckBoxes(Vec<Vec<Inline>>),
    /// A line to fill in or sign by hand.
    FillIn {
        /// What is to be written on it.
        label: Vec<Inline>,
    },
}

/// A table: every row has as many cells as the head, and there is at least one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The heads of the columns; none is empty.
    pub head: Vec<Vec<Inline>>,
    /// The rows; an empty cell is one to fill in by hand.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

impl Block {
    /// A paragraph of plain words.
    pub(super) fn sentence(text: &str) -> Self {
        Block::Paragraph(Paragraph { label: String::new(), text: vec![Inline::plain(text)], items: Vec::new() })
    }
}
