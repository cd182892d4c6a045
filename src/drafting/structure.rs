//! The structure of a rendered text: paragraphs, and the items below them.

use super::Inline;

/// A numbered sub-clause, or a paragraph of the opening text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// The number, such as "7.2"; empty in the opening text.
    pub label: String,
    /// Its text.
    pub text: Vec<Inline>,
    /// What it lists.
    pub items: Vec<Item>,
}

/// A lettered item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its letter, such as "c".
    pub letter: String,
    /// Its text.
    pub text: Vec<Inline>,
}

/// A paragraph whose marks are still in its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Outline {
    /// The text.
    pub text: String,
    /// The items.
    pub items: Vec<String>,
}

/// Parts a rendered text: blank lines part paragraphs, and lines that begin with `- ` are items of the paragraph before
/// them.
///
/// # Errors
/// What is wrong, in a sentence without a final stop.
pub(super) fn outline(rendered: &str) -> Result<Vec<Outline>, String> {
    let mut paragraphs: Vec<Outline> = Vec::new();
    let mut after_blank = true;
    for line in rendered.lines() {
        let line = one_line(line);
        if line.is_empty() {
            after_blank = true;
            continue;
        }
        if let Some(what) = foreign(&line).or_else(|| foreign_to_clauses(&line)) {
            return Err(format!("a text holds no {what}; numbers and headings are added when it is drafted"));
        }
        match (line.strip_prefix("- "), paragraphs.last_mut()) {
            (Some(item), Some(paragraph)) => paragraph.items.push(item.to_owned()),
            (Some(_), None) => return Err("an item needs a paragraph before it".to_owned()),
            (None, Some(paragraph)) if !after_blank => {
                let open = paragraph.items.last_mut().unwrap_or(&mut paragraph.text);
                open.push(' ');
                open.push_str(&line);
            }
            (None, _) => paragraphs.push(Outline { text: line, items: Vec::new() }),
        }
        after_blank = false;
    }
    if paragraphs.is_empty() { Err("the text comes out empty".to_owned()) } else { Ok(paragraphs) }
}

/// A line with single spaces.
pub(super) fn one_line(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a line of a clause must not begin with, although a document's own text may.
fn foreign_to_clauses(line: &str) -> Option<&'static str> {
    if line.starts_with('|') {
        Some("tables")
    } else if line.starts_with("> ") || line.starts_with("[ ] ") {
        Some("lines to fill in by hand")
    } else {
        None
    }
}

/// What a line of a text must not begin with.
pub(super) fn foreign(line: &str) -> Option<&'static str> {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    if line.starts_with('#') {
        Some("headings")
    } else if line.starts_with("* ") || line.starts_with("+ ") {
        Some("marks of a list other than `- `")
    } else if digits.len() < line.len() && (digits.starts_with(". ") || digits.starts_with(") ")) {
        Some("numbers at the start of a line")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_and_items() {
        let found = outline("One\nstill one:\n- a;\n- b\n  more b.\n\n\nTwo.\n\n- late item\n").unwrap();
        let texts = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            found,
            [
                Outline { text: "One still one:".to_owned(), items: texts(&["a;", "b more b."]) },
                Outline { text: "Two.".to_owned(), items: texts(&["late item"]) },
            ]
        );
    }

    #[test]
    fn what_the_draft_adds_itself_is_refused() {
        for bad in [
            "# Heading",
            "* item",
            "1. First",
            "12) twelfth",
            "- item without a paragraph",
            "| cell |",
            "> Name",
            "[ ] box",
            " \n\n",
        ] {
            assert!(outline(bad).is_err(), "{bad}");
        }
        assert!(outline("72 hours pass quickly.").is_ok());
    }
}
