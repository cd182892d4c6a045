//! The lines of an iCalendar file (RFC 5545, section 3.1): names, escaped texts, folding.

use super::super::style::visible;

/// The most bytes that a line may have, its ending left out.
const MOST: usize = 75;

/// One line, folded where it is too long, with its ending.
pub(super) fn line(name: &str, value: &str) -> String {
    let mut folded = String::new();
    let mut room = MOST;
    for c in format!("{name}:{value}").chars() {
        if c.len_utf8() > room {
            folded.push_str("\r\n ");
            room = MOST - 1;
        }
        folded.push(c);
        room -= c.len_utf8();
    }
    folded + "\r\n"
}

/// Paragraphs as the value of a text property: no control characters, line breaks between paragraphs only.
pub(super) fn text(paragraphs: &[impl AsRef<str>]) -> String {
    let paragraphs = paragraphs.iter().map(|paragraph| escaped(paragraph.as_ref()));
    paragraphs.collect::<Vec<_>>().join("\\n")
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in visible(&text.replace("\r\n", "\n")).trim().chars() {
        if matches!(c, '\\' | ';' | ',') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters() {
        for value in ["é".repeat(200), "a".repeat(300), "\u{1f600}".repeat(60), "x".to_owned()] {
            let folded = line("SUMMARY", &value);
            assert!(folded.ends_with("\r\n"));
            let lines: Vec<&str> = folded.trim_end_matches("\r\n").split("\r\n").collect();
            assert!(lines.iter().all(|line| line.len() <= MOST), "{folded}");
            assert!(lines.iter().skip(1).all(|line| line.starts_with(' ')));
            assert!(lines.iter().rev().skip(1).all(|line| line.len() > MOST - 4), "no line is shorter than it must be");
            assert_eq!(folded.replace("\r\n ", "").trim_end(), format!("SUMMARY:{value}"));
        }
    }

    #[test]
    fn texts_hold_no_separators_and_no_lines_of_their_own() {
        let hostile = "a,b;c\\d\r\nEND:VCALENDAR\u{0}\u{85}\u{202e}";
        assert_eq!(
            text(&[hostile, "two"]),
            "a\\,b\\;c\\\\d END:VCALENDAR\u{fffd}\u{fffd}\u{fffd}\\ntwo",
            "a break inside a text is a space"
        );
    }
}
