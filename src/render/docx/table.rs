//! Tables.

use super::styles::TEXT_WIDTH;
use super::text::{Targets, runs};
use super::xml::{Element, element, value};
use super::{Cell, Column, Inline, Table};

/// `table` as wide as the text.
pub(super) fn table(table: &Table, targets: &mut Targets) -> Element {
    let widths = widths(&table.columns);
    let bold = |column: &Column| vec![column.head.clone()];
    let head: Vec<Cell> = table.columns.iter().map(bold).collect();
    let last = table.rows.len().saturating_sub(1);
    let kept = is_small(table);
    let mut rows = vec![row(&head, Row { head: true, kept: true }, table, &widths, targets)];
    rows.extend(table.rows.iter().enumerate().map(|(at, cells)| {
        let kept = kept && at < last;
        row(cells, Row { head: false, kept }, table, &widths, targets)
    }));
    element("w:tbl")
        .child(properties(table))
        .child(element("w:tblGrid").children(widths.iter().map(|width| element("w:gridCol").with("w:w", width))))
        .children(rows)
}

fn properties(table: &Table) -> Element {
    let look = value("w:tblLook", "0420")
        .with("w:firstRow", 1)
        .with("w:lastRow", 0)
        .with("w:firstColumn", 0)
        .with("w:lastColumn", 0)
        .with("w:noHBand", 0)
        .with("w:noVBand", 1);
    element("w:tblPr")
        .child(value("w:tblStyle", "Lined"))
        .child(width("w:tblW", TEXT_WIDTH))
        .child(element("w:tblLayout").with("w:type", "fixed"))
        .child(look)
        .child(value("w:tblCaption", &table.about))
}

/// What a row is.
#[derive(Clone, Copy)]
struct Row {
    /// Whether it names the columns.
    head: bool,
    /// Whether it stays on the page of the next.
    kept: bool,
}

/// Whether a table is so small that it should stand on one page: no more than a few rows, none of them long.
fn is_small(table: &Table) -> bool {
    let length = |cell: &Cell| cell.iter().flatten().flat_map(Inline::words).map(|words| words.len()).sum::<usize>();
    table.rows.len() <= 8 && table.rows.iter().flatten().all(|cell| length(cell) <= 120)
}

fn row(cells: &[Cell], what: Row, table: &Table, widths: &[usize], targets: &mut Targets) -> Element {
    let mut properties = vec![element("w:cantSplit")];
    if what.head {
        properties.push(element("w:tblHeader"));
    } else if cells.iter().any(Cell::is_empty) {
        // Room for a hand.
        properties.push(element("w:trHeight").with("w:val", 440).with("w:hRule", "atLeast"));
    }
    let empty = Cell::new();
    let cells = table.columns.iter().zip(widths).enumerate().map(|(at, (column, across))| {
        let paragraphs = cells.get(at).unwrap_or(&empty);
        let mut shown: Vec<Element> =
            paragraphs.iter().map(|text| paragraph(text, column.right, what.kept, targets)).collect();
        if shown.is_empty() {
            // A cell without a paragraph is no cell.
            shown.push(paragraph(&[], column.right, what.kept, targets));
        }
        element("w:tc").child(element("w:tcPr").child(width("w:tcW", *across))).children(shown)
    });
    element("w:tr").child(element("w:trPr").children(properties)).children(cells.collect::<Vec<_>>())
}

fn paragraph(text: &[Inline], right: bool, kept: bool, targets: &mut Targets) -> Element {
    let look = element("w:pPr")
        .child(value("w:pStyle", "TableText"))
        .children(kept.then(|| element("w:keepNext")))
        .children(right.then(|| value("w:jc", "right")));
    element("w:p").child(look).children(runs(text, targets))
}

/// The width of each column, which together are that of the text.
fn widths(columns: &[Column]) -> Vec<usize> {
    let whole = columns.iter().map(|column| column.share).sum::<usize>().max(1);
    let mut widths: Vec<usize> = columns.iter().map(|column| TEXT_WIDTH * column.share / whole).collect();
    let given: usize = widths.iter().sum();
    if let Some(last) = widths.last_mut() {
        *last += TEXT_WIDTH - given;
    }
    widths
}

fn width(name: &'static str, width: usize) -> Element {
    element(name).with("w:w", width).with("w:type", "dxa")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fill_the_width() {
        let column = |share| Column { head: Vec::new(), share, right: false };
        let found = widths(&[column(1), column(1), column(5)]);
        assert_eq!(found, [1337, 1337, 6686]);
        assert_eq!(found.iter().sum::<usize>(), TEXT_WIDTH);
    }
}
