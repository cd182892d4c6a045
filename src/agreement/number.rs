//! The numbers that sections and paragraphs are printed with.

use std::fmt;

/// A number such as 4 or 4.2.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Number(pub(super) Vec<u32>);

/// What the label of a heading says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// Its number.
    Number(Number),
    /// Its name as an attachment: "Schedule B".
    Attachment(String),
}

/// Words before the number of a section.
const SECTIONS: [&str; 4] = ["section", "clause", "article", "part"];
/// Words before the name of an attachment.
pub(super) const ATTACHMENTS: [&str; 5] = ["schedule", "annex", "appendix", "exhibit", "attachment"];
/// The longest number that counts one component; longer ones are years and the like.
const MAX_DIGITS: usize = 3;

impl Number {
    /// The number at the start of `text`, and where it ends.
    pub(super) fn read(text: &str) -> Option<(Self, usize)> {
        let (mut parts, mut end) = (Vec::new(), 0);
        loop {
            let rest = &text[end..];
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            if digits == 0 || digits > MAX_DIGITS {
                break;
            }
            parts.push(rest[..digits].parse().ok()?);
            end += digits;
            let more = text[end..].strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            if !more {
                let goes_on = text[end..].starts_with(|c: char| c.is_alphanumeric());
                return (!goes_on).then_some((Self(parts), end));
            }
            end += 1;
        }
        None
    }

    /// Whether this number is `other` or one below it.
    pub(super) fn is_within(&self, other: &Number) -> bool {
        self.0.starts_with(&other.0)
    }

    /// The number above it; `None` for one of a single component.
    pub(super) fn parent(&self) -> Option<Number> {
        self.0.split_last().filter(|(_, rest)| !rest.is_empty()).map(|(_, rest)| Number(rest.to_vec()))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = self.0.iter().map(u32::to_string).collect();
        f.write_str(&parts.join("."))
    }
}

impl Label {
    /// The label of a heading, and where what follows it begins.
    pub(super) fn of_heading(text: &str) -> Option<(Self, usize)> {
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        let after = text.len() - rest.len();
        let lower = word.to_lowercase();
        if ATTACHMENTS.contains(&lower.as_str()) {
            let (name, end) = attachment_name(rest)?;
            return Some((Self::Attachment(format!("{lower} {name}")), skip(text, after + end)));
        }
        if SECTIONS.contains(&lower.as_str()) {
            let (number, end) = Number::read(rest).or_else(|| roman(rest))?;
            return Some((Self::Number(number), skip(text, after + end)));
        }
        let (number, end) = Number::read(text)?;
        let parted = text[end..].is_empty() || text[end..].starts_with([' ', '.', ')', ':']);
        parted.then(|| (Self::Number(number), skip(text, end)))
    }

    /// The number of two or more components with which a paragraph begins, and where its text begins.
    pub(super) fn of_paragraph(text: &str) -> Option<(Number, usize)> {
        let (number, end) = Number::read(text).filter(|(number, _)| number.0.len() > 1)?;
        let rest = text[end..].trim_start_matches(['.', ')']);
        let starts = |c: char| c.is_uppercase() || matches!(c, '"' | '\u{201c}' | '[' | '(');
        rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(starts)).then(|| (number, skip(text, end)))
    }
}

/// The name of an attachment at the start of `text`, such as "B", "2" or "IV", and where it ends.
pub(super) fn attachment_name(text: &str) -> Option<(String, usize)> {
    let name: String = text.chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
    let letter = name.len() == 1 && name.starts_with(|c: char| c.is_ascii_uppercase());
    let number = name.len() <= 2 && name.bytes().all(|byte| byte.is_ascii_digit()) && !name.is_empty();
    let roman = !name.is_empty() && name.chars().all(|c| "IVX".contains(c));
    let end = name.len();
    (letter || number || roman).then_some((name, end))
}

/// A Roman number at the start of `text`, up to a few dozen.
fn roman(text: &str) -> Option<(Number, usize)> {
    let digits: Vec<u32> = text
        .chars()
        .map_while(|c| match c {
            'I' => Some(1),
            'V' => Some(5),
            'X' => Some(10),
            'L' => Some(50),
            _ => None,
        })
        .collect();
    if digits.is_empty() || text[digits.len()..].starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let before_larger = |at: usize| digits.get(at + 1).is_some_and(|next| *next > digits[at]);
    let minus: u32 = (0..digits.len()).filter(|at| before_larger(*at)).map(|at| digits[at]).sum();
    Some((Number(vec![(digits.iter().sum::<u32>()).saturating_sub(2 * minus)]), digits.len()))
}

/// Passes over what parts a label from what follows it.
fn skip(text: &str, from: usize) -> usize {
    let rest = text[from..].trim_start_matches(['.', ')', ':', '-', '\u{2013}', '\u{2014}', ' ', ',']);
    text.len() - rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_begin_with_labels_of_many_forms() {
        let number = |text: &'static str| match Label::of_heading(text) {
            Some((Label::Number(number), at)) => Some((number.to_string(), &text[at..])),
            _ => None,
        };
        let is = |number: &str, rest: &'static str| Some((number.to_owned(), rest));
        assert_eq!(number("7. Safeguards"), is("7", "Safeguards"));
        assert_eq!(number("Section 3.01"), is("3.1", ""));
        assert_eq!(number("Article IV \u{2013} Term"), is("4", "Term"));
        assert_eq!(number("4.2 Audit"), is("4.2", "Audit"));
        for none in ["2026 budget", "Term", "3rd parties", "Article about", "Partly 4"] {
            assert_eq!(number(none), None, "{none}");
        }
        let attachment = Label::of_heading("Schedule B: Privacy");
        assert_eq!(attachment, Some((Label::Attachment("schedule B".to_owned()), 12)));
        assert_eq!(Label::of_heading("Schedule of fees"), None);
    }

    #[test]
    fn paragraphs_begin_with_dotted_numbers() {
        assert_eq!(
            Label::of_paragraph("4.2 The Vendor").map(|(number, at)| (number.to_string(), at)),
            Some(("4.2".to_owned(), 4))
        );
        assert_eq!(Label::of_paragraph("2.3. Term").map(|(_, at)| at), Some(5));
        for none in ["4 The Vendor", "1.5 million users", "4.2", "2026.1 The"] {
            assert_eq!(Label::of_paragraph(none), None, "{none}");
        }
    }
}
