//! Between whom an agreement is made.

use crate::source::Span;

use super::words::{sentences, words};
use super::{Agreement, Searched};

/// In how many of its first passages an agreement says between whom it is made.
const FIRST: usize = 12;
/// Endings of the names of companies, which one text writes out and another does not.
const ENDINGS: [&str; 8] = ["inc", "incorporated", "ltd", "limited", "corp", "corporation", "co", "the"];

impl Searched<'_> {
    /// The words "between ... and ..." with names near the beginning of the agreement, and their place, unless one of the
    /// parties is left blank.
    pub fn parties(&self) -> Option<(Span, String)> {
        for (at, passage) in self.agreement.passages.iter().enumerate().take(FIRST) {
            for sentence in sentences(&passage.text) {
                let text = &passage.text[sentence.clone()];
                let Some(start) = text.find("between ").filter(|start| names_parties(text, *start)) else { continue };
                let range = sentence.start + start..sentence.end;
                let words = passage.text[range.clone()].trim_end_matches('.').to_owned();
                return (!words.contains(['[', '<', '_'])).then(|| (self.agreement.span(at, range), words));
            }
        }
        None
    }
}

/// Whether the sentence `text` says by name between whom the agreement is made, from `start` on: "between the Town of
/// Sample and Sample Inc.", and not "between the Institution and the Vendor".
fn names_parties(text: &str, start: usize) -> bool {
    let rest = text[start + "between ".len()..].trim_start_matches("the ");
    let first = rest.split_once(" and ").map_or("", |(first, _)| first);
    let made = ["agreement", "contract"].iter().any(|word| text.to_lowercase().contains(word));
    made && !text[..start].contains(" means ") && first.starts_with(char::is_uppercase) && first.contains(' ')
}

impl Agreement {
    /// Whether the text holds `name`, whatever its capitals, stops and endings such as "Inc.".
    pub fn names(&self, name: &str) -> bool {
        let name = plain(name);
        self.passages.iter().any(|passage| format!(" {} ", plain(&passage.text)).contains(&format!(" {name} ")))
    }
}

/// The words of `text` in lower case, without the endings of names.
fn plain(text: &str) -> String {
    let lower = text.to_lowercase();
    let kept: Vec<&str> = words(&lower).map(|word| &lower[word]).filter(|word| !ENDINGS.contains(word)).collect();
    kept.join(" ")
}
