//! What changed between an earlier draft and a new one, part by part, from the Markdown of both.
//!
//! Numbers are not compared: a new clause moves every number after it and changes no word. Of the notes to counsel only the
//! text that was chosen counts, and the lists at the end are not compared.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::super::style::visible;

/// A part of a draft: an opening text, a clause, or a part under a heading.
#[derive(Debug, PartialEq, Eq)]
struct Part<'t> {
    /// Its heading without a number; empty for what stands before the first heading.
    title: &'t str,
    /// Its paragraphs, items and rows as they are compared.
    lines: Vec<String>,
    /// What its note says of the text that was chosen; nothing without a note.
    chosen: Option<Chosen<'t>>,
}

/// The text of a clause that was chosen, as the note to it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Chosen<'t> {
    Preferred,
    Fallback(&'t str),
}

impl Chosen<'_> {
    fn words(self) -> String {
        match self {
            Chosen::Preferred => "the preferred text".to_owned(),
            Chosen::Fallback(title) => format!("the fallback \"{}\"", visible(title)),
        }
    }
}

/// How a note begins.
const NOTE: &str = "> **Note to counsel on section ";
/// How a note says that the text is a fallback, before its title.
const FALLBACK: &str = "> - **This is a fallback, not the preferred text:** ";

/// Why an earlier text cannot be held against a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotComparable {
    /// It is no draft in Markdown.
    NoDraft,
    /// It is a draft of another document, with this title.
    Other(String),
}

/// What changed between two drafts in Markdown, in Markdown; or why it cannot be said.
pub(super) fn changes(old: &str, new: &str) -> Result<String, NotComparable> {
    let ((old_title, old), (new_title, new)) = draft(old).zip(draft(new)).ok_or(NotComparable::NoDraft)?;
    if old_title != new_title {
        return Err(NotComparable::Other(visible(&old_title.replace('\\', ""))));
    }
    let mut text = String::new();
    let mut unchanged = 0;
    for part in &new {
        let before = old.iter().find(|one| one.title == part.title);
        let (was, now) = (before.map_or(&[][..], |one| &one.lines), &part.lines[..]);
        let (gone, added) = (missing(was, now), missing(now, was));
        match before {
            Some(_) if gone.is_empty() && added.is_empty() => unchanged += 1,
            Some(before) => {
                let moved = before.chosen.zip(part.chosen).filter(|(was, now)| was != now);
                tell(&mut text, "Changed", part.title, &gone, &added);
                if let Some((was, now)) = moved {
                    let at = text.len() - 1;
                    text.insert_str(at, &format!("- **Position:** {} before, {} now.\n", was.words(), now.words()));
                }
            }
            None => tell(&mut text, "New", part.title, &gone, &added),
        }
    }
    for part in old.iter().filter(|part| !new.iter().any(|one| one.title == part.title)) {
        tell(&mut text, "Gone", part.title, &missing(&part.lines, &[]), &[]);
    }
    if text.is_empty() {
        return Ok("Nothing changed.\n".to_owned());
    }
    let same = match unchanged {
        1 => "1 part is as it was.".to_owned(),
        count => format!("{count} parts are as they were."),
    };
    text.push_str(&same);
    text.push('\n');
    Ok(text)
}

fn tell(text: &mut String, what: &str, title: &str, gone: &[&str], added: &[&str]) {
    let title = if title.is_empty() { "the opening text" } else { title };
    let _ = write!(text, "## {what}: {}\n\n", visible(title));
    let was = gone.iter().map(|line| ("Was", line));
    for (when, line) in was.chain(added.iter().map(|line| ("Now", line))) {
        let _ = writeln!(text, "- **{when}:** {line}");
    }
    text.push('\n');
}

/// The lines of `these` that `those` lacks, as often as it lacks them.
fn missing<'l>(these: &'l [String], those: &[String]) -> Vec<&'l str> {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for line in those {
        *left.entry(line).or_default() += 1;
    }
    let lacks = |line: &&'l str| match left.get_mut(*line) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    these.iter().map(String::as_str).filter(lacks).collect()
}

/// The title and the parts of a draft in Markdown; `None` where the text is none.
fn draft(markdown: &str) -> Option<(&str, Vec<Part<'_>>)> {
    let (title, rest) = markdown.strip_prefix("# ")?.split_once('\n')?;
    let body = body(rest)?;
    let mut parts = vec![Part { title: "", lines: Vec::new(), chosen: None }];
    for line in body.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line.starts_with('>') {
            if let Some(part) = parts.last_mut() {
                part.chosen = chosen(line).or(part.chosen);
            }
            continue;
        }
        let heading = line.strip_prefix("## ").or_else(|| line.strip_prefix("### "));
        match (heading, parts.last_mut()) {
            (Some(heading), _) => {
                parts.push(Part { title: without_number(heading, ". "), lines: Vec::new(), chosen: None });
            }
            (None, Some(part)) => part.lines.push(compared(line)),
            (None, None) => {}
        }
    }
    parts.retain(|part| !part.title.is_empty() || !part.lines.is_empty());
    Some((title.trim(), parts))
}

/// What a line of a note says of the text that was chosen.
fn chosen(line: &str) -> Option<Chosen<'_>> {
    let fallback = line.strip_prefix(FALLBACK).map(|rest| rest.split_once(". ").map_or(rest, |(title, _)| title));
    fallback.map(Chosen::Fallback).or_else(|| line.starts_with(NOTE).then_some(Chosen::Preferred))
}

/// What stands between the words about the draft and the lists at its end, in what follows the title.
fn body(rest: &str) -> Option<&str> {
    let (rest, _) = rest.rsplit_once("\n---\n")?;
    Some(rest.split_once("\n---\n").map_or(rest, |(_, body)| body))
}

/// `text` without a number before it that ends with `end`.
fn without_number<'t>(text: &'t str, end: &str) -> &'t str {
    match text.split_once(end) {
        Some((number, rest)) if is_number(number) => rest,
        _ => text,
    }
}

/// Whether `text` can be the letter of an item: one, or more after z.
fn is_letter(text: &str) -> bool {
    matches!(text.len(), 1 | 2) && text.chars().all(|c| c.is_ascii_lowercase())
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// A line as it is compared: without the numbers that move when something else does.
fn compared(line: &str) -> String {
    let line = visible(line);
    let line = without_number(&line, " ");
    let letter = line.strip_prefix('(').and_then(|rest| rest.split_once(") "));
    let line = match letter {
        Some((letter, rest)) if is_letter(letter) => rest,
        _ => line,
    };
    let mut words: Vec<&str> = Vec::new();
    let mut before = "";
    for word in line.split(' ') {
        let label = ["[BLANK", "[PROPOSED", "[REFERENCE"].iter().any(|label| before.ends_with(label));
        let numbers = before == "section" || label;
        // The word as it stands: after the number of a label, a value may begin with a number of its own.
        before = word;
        match word.strip_suffix(':').unwrap_or(word) {
            number if numbers && is_number(number) => {}
            _ => words.push(word),
        }
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "# Title\n\nAbout.\n\n---\n\nOpening with **[BLANK 1: a name]**.\n\n## 1. First\n\n1.1 One, see section 2 (Second).\n\n\
        (a) an item;\n\n> note\n\n## 2. Second\n\n2.1 Two.\n\n2.2 Two.\n\n---\n\n## Blanks to fill in\n\n- **Blank 1:** x\n";

    #[test]
    fn numbers_notes_and_lists_are_no_change() {
        let moved = "# Title\n\nOpening with **[BLANK 7: a name]**.\n\n## 4. First\n\n4.1 One, see section 9 (Second).\n\n\
            (c) an item;\n\n## 9. Second\n\n9.1 Two.\n\n9.2 Two.\n\n---\n\n## Other\n";
        assert_eq!(changes(OLD, moved).unwrap(), "Nothing changed.\n");
    }

    #[test]
    fn each_part_says_what_it_was_and_is() {
        let new =
            OLD.replace("an item;", "another item;").replace("2.2 Two.\n\n", "").replace("## 1. First", "## 1. Third");
        let expected = "## New: Third\n\n- **Now:** One, see section (Second).\n- **Now:** another item;\n\n\
            ## Changed: Second\n\n- **Was:** Two.\n\n\
            ## Gone: First\n\n- **Was:** One, see section (Second).\n- **Was:** an item;\n\n1 part is as it was.\n";
        assert_eq!(changes(OLD, &new).unwrap(), expected);
    }

    #[test]
    fn a_value_after_a_label_is_compared() {
        let (old, new) = (OLD.replace("1: a name", "1: 10 days"), OLD.replace("1: a name", "2: 45 days"));
        let said = changes(&old, &new).unwrap();
        assert!(
            said.contains(
                "- **Was:** Opening with **[BLANK 10 days]**.\n- **Now:** Opening with **[BLANK 45 days]**.\n"
            ),
            "{said}"
        );
    }

    #[test]
    fn a_draft_of_another_document_is_refused() {
        let other = OLD.replace("# Title", r"# A \[title\]");
        assert_eq!(changes(&other, OLD), Err(NotComparable::Other("A [title]".to_owned())));
    }

    #[test]
    fn what_is_no_draft_is_refused() {
        for text in ["", "Text.", "# Title\n\nText.\n", "<!DOCTYPE html>\n---\n"] {
            assert_eq!(changes(text, OLD), Err(NotComparable::NoDraft), "{text:?}");
        }
    }
}
