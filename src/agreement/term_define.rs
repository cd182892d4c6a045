//! Finding where terms are defined: `"Term" means`, **Term** means, (the "Term").

use std::ops::Range;

use super::Passage;
use super::words::words;

/// A term where the text sets it apart, in quotes or in bold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    /// The words of the term.
    pub range: Range<usize>,
    /// Whether its meaning is given here.
    pub defined: bool,
    /// Whether that is a sentence that says what it means, rather than a name in parentheses.
    pub by_sentence: bool,
    /// Whether that sentence only says where else the meaning stands.
    pub points: bool,
    /// Whether the next candidate shares the meaning.
    pub shared: bool,
}

/// What follows a term where its meaning is given.
const MEANS: [&str; 7] = ["means", "mean ", "shall mean", "will mean", "refers to", "refer to", "includes"];
/// What follows a term where it is said where else its meaning is given.
const POINTS: [&str; 7] = [
    "has the meaning",
    "have the meaning",
    "has the same meaning",
    "shall have the meaning",
    "is defined",
    "are defined",
    "is specified",
];
/// What may stand between two terms that share a meaning.
const BETWEEN: [&str; 4] = [" and ", " or ", ", ", "/"];
/// The words that may stand before a term in parentheses.
const BEFORE: [&str; 14] = [
    "the",
    "a",
    "an",
    "each",
    "this",
    "any",
    "together",
    "collectively",
    "individually",
    "as",
    "hereinafter",
    "referred",
    "to",
    "or",
];
/// The longest term, in words.
pub(super) const MAX_WORDS: usize = 6;

/// The terms that `passage` sets apart, in order.
pub(super) fn candidates(passage: &Passage) -> Vec<Candidate> {
    let text = &passage.text;
    let mut ranges: Vec<Range<usize>> = passage.strong.iter().map(|range| trimmed(text, range.clone())).collect();
    ranges.extend(quoted(text));
    ranges.retain(|range| is_term(&text[range.clone()]));
    ranges.sort_by_key(|range| (range.start, range.end));
    ranges.dedup();
    let mut found: Vec<Candidate> = Vec::new();
    for range in ranges.into_iter().rev() {
        let shared = found.last().filter(|next| next.by_sentence && goes_on(&text[range.end..next.range.start]));
        let points = shared.map_or_else(|| follows(&text[range.end..], &POINTS), |next| next.points);
        let by_sentence = shared.is_some() || points || follows(&text[range.end..], &MEANS);
        let defined = by_sentence || in_parentheses(text, &range);
        let shared = shared.is_some();
        found.push(Candidate { range, defined, by_sentence, points, shared });
    }
    found.reverse();
    found
}

/// `range` without quotes and stops at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start_matches(|c| is_quote(c) || c == ' ').len());
    let rest = text[start..range.end].trim_end_matches(|c| is_quote(c) || matches!(c, ' ' | '.' | ':' | ','));
    start..start + rest.len()
}

fn quoted(text: &str) -> Vec<Range<usize>> {
    const LONGEST: usize = 80;
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    for (at, c) in text.char_indices().filter(|(_, c)| matches!(c, '"' | '\u{201c}' | '\u{201d}')) {
        let after = at + c.len_utf8();
        match open.take() {
            Some(start) if c != '\u{201c}' && at - start <= LONGEST => found.push(trimmed(text, start..at)),
            _ if c != '\u{201d}' => open = Some(after),
            _ => {}
        }
    }
    found
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '\u{201c}' | '\u{201d}' | '\u{2018}' | '\u{2019}')
}

fn is_term(text: &str) -> bool {
    // What stands between spaces may be many words, as in "and/or".
    text.len() > 1
        && words(text).take(MAX_WORDS + 1).count() <= MAX_WORDS
        && text.starts_with(char::is_uppercase)
        && !text.contains(['.', ';', ':', '[', '('])
}

fn follows(rest: &str, forms: &[&str]) -> bool {
    let rest = rest.trim_start_matches(|c| is_quote(c) || matches!(c, ' ' | ','));
    forms.iter().any(|words| rest.starts_with(words))
}

fn goes_on(between: &str) -> bool {
    let between = between.trim_matches(is_quote);
    BETWEEN.contains(&between)
}

/// Whether the term stands in parentheses with nothing but small words, as in (each, a "Term" and together the "Terms").
fn in_parentheses(text: &str, range: &Range<usize>) -> bool {
    const NEAR: usize = 80;
    let mut from = range.start.saturating_sub(NEAR);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let Some(open) = text[from..range.start].rfind('(').map(|at| from + at + 1) else { return false };
    let before = &text[open..range.start];
    let closes = text[range.end..].find(')').is_some_and(|at| at < NEAR);
    let mut words = before.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let after_term = before.contains(['"', '\u{201c}']);
    let quoted = text[..range.start].ends_with(is_quote) || text[range.end..].starts_with(is_quote);
    closes
        && !before.contains(')')
        && (after_term || words.all(|word| BEFORE.contains(&word)))
        && (quoted || before.len() < 12)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::{Kind, Passage};

    fn defined(text: &str) -> Vec<String> {
        let mut passage = Passage::new(Kind::Paragraph, Vec::new());
        text.char_indices().for_each(|(at, c)| passage.push(c, at..at + c.len_utf8()));
        let defined = candidates(&passage).into_iter().filter(|one| one.defined);
        defined.map(|one| passage.text[one.range].to_owned()).collect()
    }

    #[test]
    fn definitions_of_each_form() {
        for (text, terms) in [
            ("\"Breach\" means a loss.", vec!["Breach"]),
            (
                "\u{201c}Audit\u{201d} and \u{201c}Audit Report\u{201d} are defined in section 9.",
                vec!["Audit", "Audit Report"],
            ),
            ("Town of Sample (the \"Town\") and Sample Inc. (\u{201c}Vendor\u{201d})", vec!["Town", "Vendor"]),
            ("(each, a \"Party\" and together, the \"Parties\")", vec!["Party", "Parties"]),
            ("He said \"No\" to the \"Plan\" (as he does).", vec![]),
            ("the \"lower case\" means", vec![]),
        ] {
            assert_eq!(defined(text), terms, "{text}");
        }
    }
}
