//! The structure of a document's rendered text: headings, paragraphs with items, tables, and lines to fill in by hand.

use super::marks::CLAUSES;
use super::structure::{Outline, foreign, one_line};

/// A part of a text whose marks are still in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Rough {
    /// A heading of level 2 or 3.
    Heading(u8, String),
    /// A paragraph and its items.
    Paragraph(Outline),
    /// A table.
    Table(RoughTable),
    /// Boxes to tick.
    CheckBoxes(Vec<String>),
    /// A line to fill in.
    FillIn(String),
    /// The place of the numbered clauses.
    Clauses,
}

/// A table whose marks are still in its cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RoughTable {
    /// The heads of the columns.
    pub head: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
    /// Whether the line of hyphens after the head was seen.
    ruled: bool,
}

/// Parts the rendered text of a document.
///
/// # Errors
/// What is wrong, in a sentence without a final stop.
pub(super) fn outline_document(rendered: &str) -> Result<Vec<Rough>, String> {
    let mut parts: Vec<Rough> = Vec::new();
    let mut after_blank = true;
    for line in rendered.lines().map(one_line) {
        if !line.is_empty() {
            add(&mut parts, &line, after_blank)?;
        }
        after_blank = line.is_empty();
    }
    check_headings(&parts)?;
    parts.iter().try_for_each(check_table)?;
    if parts.is_empty() { Err("the text comes out empty".to_owned()) } else { Ok(parts) }
}

fn add(parts: &mut Vec<Rough>, line: &str, after_blank: bool) -> Result<(), String> {
    if line == CLAUSES {
        parts.push(Rough::Clauses);
    } else if line.contains(CLAUSES) {
        return Err("`{{ clauses }}` stands on a line of its own".to_owned());
    } else if let Some(text) = line.strip_prefix("## ") {
        parts.push(Rough::Heading(2, text.to_owned()));
    } else if let Some(text) = line.strip_prefix("### ") {
        parts.push(Rough::Heading(3, text.to_owned()));
    } else if line.starts_with('|') {
        return row(parts, line);
    } else if let Some(label) = line.strip_prefix("> ") {
        parts.push(Rough::FillIn(label.to_owned()));
    } else if let Some(text) = line.strip_prefix("[ ] ") {
        match parts.last_mut() {
            Some(Rough::CheckBoxes(boxes)) => boxes.push(text.to_owned()),
            _ => parts.push(Rough::CheckBoxes(vec![text.to_owned()])),
        }
    } else if let Some(what) = foreign(line) {
        return Err(format!("a text holds no {what}; its headings begin with `## ` or `### `, its items with `- `"));
    } else if let Some(item) = line.strip_prefix("- ") {
        match parts.last_mut() {
            Some(Rough::Paragraph(paragraph)) => paragraph.items.push(item.to_owned()),
            _ => return Err("an item needs a paragraph before it".to_owned()),
        }
    } else {
        words(parts, line, after_blank);
    }
    Ok(())
}

/// A line of words: it goes on with the paragraph, item or box before it, or begins a paragraph.
fn words(parts: &mut Vec<Rough>, line: &str, after_blank: bool) {
    let open = match parts.last_mut() {
        _ if after_blank => None,
        Some(Rough::Paragraph(paragraph)) => Some(paragraph.items.last_mut().unwrap_or(&mut paragraph.text)),
        Some(Rough::CheckBoxes(boxes)) => boxes.last_mut(),
        _ => None,
    };
    match open {
        Some(open) => {
            open.push(' ');
            open.push_str(line);
        }
        None => parts.push(Rough::Paragraph(Outline { text: line.to_owned(), items: Vec::new() })),
    }
}

/// A row of a table: its head, the line of hyphens under it, or a row below. A loop may leave blank lines between rows.
fn row(parts: &mut Vec<Rough>, line: &str) -> Result<(), String> {
    let inner = line.strip_prefix('|').and_then(|rest| rest.strip_suffix('|'));
    let inner = inner.ok_or("a row of a table begins and ends with `|`")?;
    let cells: Vec<String> = inner.split('|').map(|cell| cell.trim().to_owned()).collect();
    let rule = cells.iter().all(|cell| cell.contains('-') && cell.chars().all(|c| matches!(c, '-' | ':')));
    match (parts.last_mut(), rule) {
        (Some(Rough::Table(table)), true) if !table.ruled => table.ruled = true,
        (Some(Rough::Table(table)), true) => {
            // What was read as the last row is the head of another table.
            let head = table.rows.pop().ok_or("a table has one line of hyphens, after its head")?;
            parts.push(Rough::Table(RoughTable { head, rows: Vec::new(), ruled: true }));
        }
        (Some(Rough::Table(table)), false) => table.rows.push(cells),
        (_, true) => return Err("a line of hyphens needs the head of a table before it".to_owned()),
        (_, false) => parts.push(Rough::Table(RoughTable { head: cells, rows: Vec::new(), ruled: false })),
    }
    Ok(())
}

fn check_table(part: &Rough) -> Result<(), String> {
    let Rough::Table(table) = part else { return Ok(()) };
    let first = table.head.first().map_or("", String::as_str);
    if !table.ruled {
        return Err(format!("a line such as |---|---| must follow the head of the table that begins with `{first}`"));
    }
    if table.head.iter().any(String::is_empty) {
        return Err(format!("every column of the table that begins with `{first}` needs a head"));
    }
    match table.rows.iter().find(|row| row.len() != table.head.len()) {
        Some(row) => Err(format!(
            "a row of the table that begins with `{first}` has {} cells, and its head has {}",
            row.len(),
            table.head.len()
        )),
        None => Ok(()),
    }
}

/// Headings stand in order, each with something below it.
fn check_headings(parts: &[Rough]) -> Result<(), String> {
    let mut above = 1;
    for (at, part) in parts.iter().enumerate() {
        match part {
            Rough::Clauses => above = 1,
            Rough::Heading(level, text) => {
                if *level > above + 1 {
                    return Err(format!("the heading `{text}` needs a heading `## ` above it"));
                }
                if matches!(parts.get(at + 1), None | Some(Rough::Clauses))
                    || matches!(parts.get(at + 1), Some(Rough::Heading(next, _)) if next <= level)
                {
                    return Err(format!("the heading `{text}` has nothing below it"));
                }
                above = *level;
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    fn paragraph(text: &str, items: &[&str]) -> Rough {
        Rough::Paragraph(Outline { text: text.to_owned(), items: strings(items) })
    }

    fn table(head: &[&str], rows: &[&[&str]]) -> Rough {
        let rows = rows.iter().map(|row| strings(row)).collect();
        Rough::Table(RoughTable { head: strings(head), rows, ruled: true })
    }

    #[test]
    fn every_kind_of_part() {
        let text = format!(
            "First\nline:\n- a;\n- b\n  more.\n\n## Part\nText.\n### Inner\n| A | B |\n|---|:--|\n| 1 |  |\n\n| 2 | x |\n\
             > Signature\n> Date\n[ ] one\n  more\n\n[ ] two\n\nOpen.\n{CLAUSES}\n## End\nLast.\n"
        );
        let expected = [
            paragraph("First line:", &["a;", "b more."]),
            Rough::Heading(2, "Part".to_owned()),
            paragraph("Text.", &[]),
            Rough::Heading(3, "Inner".to_owned()),
            table(&["A", "B"], &[&["1", ""], &["2", "x"]]),
            Rough::FillIn("Signature".to_owned()),
            Rough::FillIn("Date".to_owned()),
            Rough::CheckBoxes(strings(&["one more", "two"])),
            paragraph("Open.", &[]),
            Rough::Clauses,
            Rough::Heading(2, "End".to_owned()),
            paragraph("Last.", &[]),
        ];
        assert_eq!(outline_document(&text).unwrap(), expected);
    }

    #[test]
    fn two_tables_may_follow_each_other() {
        let found = outline_document("| A |\n|---|\n| 1 |\n\n| B |\n|---|\n| 2 |\n").unwrap();
        assert_eq!(found, [table(&["A"], &[&["1"]]), table(&["B"], &[&["2"]])]);
        assert_eq!(outline_document("| A |\n|---|\n").unwrap(), [table(&["A"], &[])]);
    }

    #[test]
    fn what_has_no_order_is_refused_with_a_reason() {
        let cases = [
            ("# Title\n\nText.", "no headings"),
            ("#### Deep\n\nText.", "no headings"),
            ("* item", "no marks of a list"),
            ("1. First", "no numbers at the start of a line"),
            ("- item", "an item needs a paragraph"),
            ("## Part\n- item", "an item needs a paragraph"),
            ("### Inner\n\nText.", "needs a heading `## ` above it"),
            ("## Part", "has nothing below it"),
            ("## Part\n\n## Next\n\nText.", "the heading `Part` has nothing below it"),
            ("## Part\n### Inner\n## Next\n\nText.", "the heading `Inner` has nothing below it"),
            ("| A | B\n|---|---|", "begins and ends with `|`"),
            ("| A |\n| 1 |", "must follow the head"),
            ("|---|\n| 1 |", "needs the head of a table"),
            ("| A |\n|---|\n|---|", "one line of hyphens"),
            ("| A | B |\n|---|---|\n| 1 |", "has 1 cells, and its head has 2"),
            ("| A | |\n|---|---|", "needs a head"),
            (" \n\n", "comes out empty"),
        ];
        for (text, reason) in cases {
            let said = outline_document(text).expect_err(text);
            assert!(said.contains(reason), "{text}: {said}");
        }
        let inside = format!("Before {CLAUSES} after.");
        assert!(outline_document(&inside).unwrap_err().contains("a line of its own"));
    }
}
