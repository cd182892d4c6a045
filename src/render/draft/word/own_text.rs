//! A document's own text, before and after its clauses.

use crate::drafting::{Block as Part, Inline, Table as Rows};

use super::super::super::docx::{Block, Cell, Column, Entry, Heading, Inline as Stretch, Marker, Style, Table};
use super::{columns, stretches};

/// Above this number of characters a label has the line that it asks for below it.
const LONG: usize = 60;

/// The blocks of `parts`, the first at the top of a new page if `new_page`. `lists` counts the lettered lists of the
/// document so far, and `headings` its headings.
pub(super) fn blocks(parts: &[Part], new_page: bool, lists: &mut usize, headings: &mut usize) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let style = if new_page && at == 0 { Style::FirstOfPage } else { Style::Body };
        match part {
            Part::Heading { level, text } => {
                *headings += 1;
                // The clauses stand on level 1, and so do the parts beside them.
                let heading = Heading::plain(level - 1, stretches(text), format!("part-{headings}"));
                blocks.push(Block::Heading(Heading { new_page: new_page && at == 0, ..heading }));
            }
            Part::Paragraph(paragraph) => {
                *lists += 1;
                let item = |text| Entry { marker: Marker::Letter(*lists - 1), depth: 0, text: stretches(text) };
                blocks.push(Block::Paragraph(style, stretches(&paragraph.text)));
                blocks.extend(paragraph.items.iter().map(|one| Block::Entry(item(&one.text))));
            }
            Part::Table(rows) => blocks.push(Block::Table(table(rows))),
            Part::CheckBoxes(boxes) => {
                let line = |text| [vec![Stretch::Box, Stretch::Tab], stretches(text)].concat();
                blocks.extend(boxes.iter().map(|text| Block::Paragraph(Style::Check, line(text))));
            }
            Part::FillIn { label } => {
                let mut text = stretches(label);
                let long = label.iter().map(|one| one.text().chars().count()).sum::<usize>() > LONG;
                text.push(Stretch::plain(if long { ":" } else { ": " }));
                text.extend(long.then_some(Stretch::Break));
                text.push(Stretch::Tab);
                blocks.push(Block::Paragraph(Style::FillIn, text));
            }
        }
    }
    blocks
}

fn table(rows: &Rows) -> Table {
    let column = |(head, share): (&Vec<Inline>, usize)| Column { head: stretches(head), share, right: false };
    let cell = |text: &Vec<Inline>| -> Cell { if text.is_empty() { Cell::new() } else { vec![stretches(text)] } };
    let heads = rows.head.iter().map(|head| head.iter().map(Inline::text).collect::<String>());
    Table {
        about: heads.collect::<Vec<_>>().join(", "),
        columns: rows.head.iter().zip(columns::shares(rows)).map(column).collect(),
        rows: rows.rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
    }
}
