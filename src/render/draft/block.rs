//! The parts of a document's own text, ready to print.

use serde::Serialize;

use crate::drafting::{Block, Inline};

use super::super::templates::Markup;
use super::{ParagraphView, paragraph, text};

/// A part of a document's own text.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(super) enum BlockView<'a> {
    Heading {
        level: u8,
        /// Its number among the headings of the document, from 1.
        number: usize,
        text: String,
        /// Its words alone.
        plain: String,
    },
    Paragraph(ParagraphView<'a>),
    Table {
        /// Its number among the tables of the document, and what it holds, for those who hear it.
        label: String,
        head: Vec<String>,
        rows: Vec<Vec<String>>,
    },
    CheckBoxes {
        items: Vec<String>,
    },
    FillIn {
        label: String,
    },
}

/// How many parts of a kind the document holds so far.
#[derive(Debug, Default)]
pub(super) struct Counts {
    headings: usize,
    tables: usize,
}

/// The views of `blocks`, which follow those that `counts` has counted.
pub(super) fn views<'a>(blocks: &'a [Block], markup: Markup, notes: bool, counts: &mut Counts) -> Vec<BlockView<'a>> {
    let print = |one: &Vec<Inline>| text::render(one, markup, notes);
    let row = |row: &Vec<Vec<Inline>>| row.iter().map(print).collect::<Vec<_>>();
    let view = |block: &'a Block| match block {
        Block::Heading { level, text } => {
            counts.headings += 1;
            BlockView::Heading {
                level: *level,
                number: counts.headings,
                text: heading(text, markup, notes),
                plain: plain(text),
            }
        }
        Block::Paragraph(one) => BlockView::Paragraph(paragraph(one, markup, notes)),
        Block::Table(table) => {
            counts.tables += 1;
            let columns = table.head.iter().map(|head| plain(head)).collect::<Vec<_>>().join(", ");
            BlockView::Table {
                label: format!("{}: {columns}", counts.tables),
                head: row(&table.head),
                rows: table.rows.iter().map(row).collect(),
            }
        }
        Block::CheckBoxes(boxes) => BlockView::CheckBoxes { items: boxes.iter().map(print).collect() },
        Block::FillIn { label } => BlockView::FillIn { label: print(label) },
    };
    blocks.iter().map(view).collect()
}

/// A heading. Markdown takes signs `#` at its end for part of the mark, so that the last one needs an escape.
fn heading(words: &[Inline], markup: Markup, notes: bool) -> String {
    let mut heading = text::render(words, markup, notes);
    if markup == Markup::Markdown && heading.ends_with('#') {
        heading.insert(heading.len() - 1, '\\');
    }
    heading
}

/// The words of `text` alone.
fn plain(text: &[Inline]) -> String {
    text.iter().map(Inline::text).collect()
}
