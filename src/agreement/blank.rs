//! Blanks: what was left to be filled in.

use std::ops::Range;

use super::passage::{Kind, Passage};
use super::{Agreement, Fault, Mark, Part};

/// Words that begin the inside of a placeholder in brackets: `[insert the date]`.
const BEGINNINGS: [&str; 12] = [
    "insert ",
    "enter ",
    "fill in",
    "specify ",
    "to be ",
    "tbd",
    "tbc",
    "name of ",
    "date of ",
    "amount of ",
    "number of ",
    "address of ",
];
/// Insides that are placeholders by themselves.
const WHOLE: [&str; 11] =
    ["\u{25cf}", "\u{2022}", "...", "\u{2026}", "insert", "name", "date", "address", "amount", "number", "title"];
/// Words that stand for what nobody has decided.
const OPEN_WORDS: [&str; 3] = ["TBD", "TBC", "T.B.D."];
/// How many underscores make a line to write on.
const LINE: usize = 3;

impl Agreement {
    /// The blanks of `part`, in order.
    pub fn blanks(&self, part: &Part) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (at, passage) in self.passages(part).filter(|(_, passage)| !is_line_to_sign(passage)) {
            for (range, says) in blanks(&passage.text) {
                faults.push(Fault::new(self.span(at, range), says));
            }
        }
        faults
    }
}

/// Whether a passage is nothing but a label and a line to write on, as for a signature.
fn is_line_to_sign(passage: &Passage) -> bool {
    let line = passage.text.trim_end_matches('_');
    let label = line.trim_end().trim_end_matches(':');
    let short = label.len() < 80 && !label.contains(['[', '_', '.']);
    passage.kind != Kind::Break && line.len() + LINE <= passage.text.len() && short
}

fn blanks(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    found.extend(enclosed(text, '[', ']').filter_map(|range| {
        let inside = &text[range.start + 1..range.end - 1];
        Some((range, in_brackets(inside)?))
    }));
    let angled = enclosed(text, '<', '>').filter(|range| text[range.start + 1..].starts_with(char::is_alphabetic));
    found.extend(angled.map(|range| (range.clone(), says(&text[range]))));
    found.extend(lines(text).map(|range| (range, "A line is left to be written on.".to_owned())));
    for word in OPEN_WORDS {
        let alone = |at: &usize| {
            let around = [text[..*at].chars().next_back(), text[at + word.len()..].chars().next()];
            !around.into_iter().flatten().any(|c| c.is_alphanumeric() || c == '[')
        };
        let hits = text.match_indices(word).map(|(at, _)| at).filter(alone);
        found.extend(hits.map(|at| (at..at + word.len(), says(word))));
    }
    found.sort_by_key(|(range, _)| (range.start, range.end));
    let mut end = 0;
    found.retain(|(range, _)| {
        let apart = range.start >= end;
        end = end.max(range.end);
        apart
    });
    found
}

fn says(blank: &str) -> String {
    format!("\"{blank}\" is left open.")
}

/// What a placeholder with this inside says, if it is one.
fn in_brackets(inside: &str) -> Option<String> {
    let rest = || inside.split_once(": ").map_or("", |(_, rest)| rest);
    match Mark::of(inside) {
        Some(Mark::Blank) => return Some(format!("The draft leaves a blank: {}.", rest())),
        Some(Mark::Proposed) => return Some(format!("The draft proposes {}, and nobody has confirmed it.", rest())),
        Some(Mark::Reference) => return None,
        None => {}
    }
    let lower = inside.trim().to_lowercase();
    let open = WHOLE.contains(&lower.as_str())
        || BEGINNINGS.iter().any(|word| lower.starts_with(word))
        || (lower.len() >= LINE && lower.chars().all(|c| c == '_'));
    open.then(|| says(&format!("[{inside}]")))
}

/// Each range of `text` from `open` to the next `close`, both included, without another `open` inside.
pub(super) fn enclosed(text: &str, open: char, close: char) -> impl Iterator<Item = Range<usize>> + '_ {
    let ends = text.match_indices(close).map(|(at, _)| at + 1);
    let mut from = 0;
    ends.filter_map(move |end| {
        let start = text[from..end].rfind(open).map(|at| from + at);
        from = end;
        start.map(|start| start..end)
    })
}

/// The lines to write on.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find("___")?;
        at = text[start..].find(|c| c != '_').map_or(text.len(), |length| start + length);
        Some(start..at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        blanks(text).into_iter().map(|(range, _)| &text[range]).collect()
    }

    #[test]
    fn blanks_of_each_form() {
        assert_eq!(
            found(
                "By [\u{25cf}] or [insert the date], for ____ TBD; <name of vendor> [BLANK 2: it] [PROPOSED 1: 5 days]"
            ),
            [
                "[\u{25cf}]",
                "[insert the date]",
                "____",
                "TBD",
                "<name of vendor>",
                "[BLANK 2: it]",
                "[PROPOSED 1: 5 days]"
            ]
        );
        assert_eq!(found("due [TBD] on [____]"), ["[TBD]", "[____]"]);
    }

    #[test]
    fn what_is_no_blank() {
        for text in [
            "as amended [in 2024], the vendor [sic] is named",
            "5 < 6 and 7 > 2",
            "a snake_case__word and TBDs",
            "[REFERENCE 1: the clause \"Safeguards\"]",
            "[x] [ ] []",
            "the [Services]",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }
}
