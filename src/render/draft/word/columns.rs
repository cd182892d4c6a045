//! How the width of a table is shared among its columns, by what stands in them.

use crate::drafting::{Inline, Table};

use super::super::super::docx::TEXT_WIDTH;

/// The width of a character of bold table text, and of the edges of a cell, in twentieths of a point.
const CHARACTER: usize = 112;
/// See [`CHARACTER`].
const EDGES: usize = 200;
/// The most that the longest word of a column may ask for.
const LONGEST_WORD: usize = 2700;
/// What a cell weighs in which someone writes, in characters.
const BY_HAND: usize = 40;
/// The least width of a column in which someone writes.
const HAND: usize = 1450;
/// Up to this length, in characters, the cells of a column stay on one line.
const ONE_LINE: usize = 22;
/// The least and the most that a column weighs, in characters. With more, a single long text would press on the rest.
const LIGHTEST: usize = 8;
/// See [`LIGHTEST`].
const HEAVIEST: usize = 170;

/// The width of each column of `table`, in twentieths of a point; all of them make up the width of the text, or more
/// where the longest words ask for it.
pub(super) fn shares(table: &Table) -> Vec<usize> {
    let columns: Vec<Column> = (0..table.head.len()).map(|at| Column::of(table, at)).collect();
    let mut fixed = vec![false; columns.len()];
    loop {
        let taken: usize = columns.iter().zip(&fixed).filter(|(_, fixed)| **fixed).map(|(one, _)| one.least).sum();
        let weight: usize = columns.iter().zip(&fixed).filter(|(_, fixed)| !**fixed).map(|(one, _)| one.weight).sum();
        let left = TEXT_WIDTH.saturating_sub(taken);
        let width = |one: &Column| left * one.weight / weight.max(1);
        let narrow = columns.iter().zip(&fixed).position(|(one, fixed)| !fixed && width(one) < one.least);
        match narrow {
            // It takes what it needs, and the others share what is left.
            Some(at) => fixed[at] = true,
            None => {
                let share = |(one, fixed): (&Column, &bool)| if *fixed { one.least } else { width(one) };
                return columns.iter().zip(&fixed).map(share).collect();
            }
        }
    }
}

/// What a column asks for.
struct Column {
    /// The least width at which it can be read.
    least: usize,
    /// How much text it holds.
    weight: usize,
}

impl Column {
    fn of(table: &Table, at: usize) -> Self {
        let head = table.head.get(at).map(|head| words(head)).unwrap_or_default();
        let cells: Vec<String> = table.rows.iter().filter_map(|row| row.get(at)).map(|cell| words(cell)).collect();
        let longest = cells.iter().chain([&head]).flat_map(|text| text.split_whitespace()).map(length).max();
        let lengths = cells.iter().map(|cell| if cell.is_empty() { BY_HAND } else { length(cell) });
        let (most, whole) = (lengths.clone().max().unwrap_or(BY_HAND), lengths.sum::<usize>());
        let word = longest.unwrap_or_default().max(length(&head).div_ceil(2));
        let line = if most <= ONE_LINE && cells.iter().any(|cell| !cell.is_empty()) { most } else { 0 };
        let hand = if cells.iter().any(String::is_empty) { HAND } else { 0 };
        // Between the longest cell and the usual one: the first decides alone on the height of one row.
        let weight = (most * (whole / cells.len().max(1))).isqrt();
        Self {
            least: (word.max(line) * CHARACTER + EDGES).min(LONGEST_WORD).max(hand),
            weight: weight.clamp(LIGHTEST, HEAVIEST),
        }
    }
}

/// The words of a cell, as wide as they are printed.
fn words(cell: &[Inline]) -> String {
    cell.iter().map(Inline::text).collect()
}

fn length(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[&str]]) -> Table {
        let cell = |text: &&str| match text.is_empty() {
            true => Vec::new(),
            false => vec![Inline::Plain { text: (*text).to_owned() }],
        };
        let mut rows = rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>());
        Table { head: rows.next().unwrap(), rows: rows.collect() }
    }

    #[test]
    fn long_text_takes_more_room_and_every_word_fits() {
        let long = "The vendor must reveal everything about people that its product can collect. ".repeat(3);
        let found = shares(&table(&[&["Code", "Requirement", "Kind"], &["SC-A", &long, "Mandatory"]]));
        assert_eq!(found[0], 4 * CHARACTER + EDGES);
        assert_eq!(found[2], 9 * CHARACTER + EDGES);
        assert_eq!(found.iter().sum::<usize>(), TEXT_WIDTH);
    }

    #[test]
    fn what_is_filled_in_by_hand_is_shared_alike() {
        let found = shares(&table(&[&["Place", "Date"], &["", ""], &["", ""]]));
        assert_eq!(found, [TEXT_WIDTH / 2, TEXT_WIDTH / 2]);
        let words = ["Administrative/technical/physical/everything"; 5];
        assert!(shares(&table(&[&words])).iter().all(|share| *share == LONGEST_WORD));
    }
}
