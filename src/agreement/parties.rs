//! Between whom an agreement is made.

use crate::source::Span;

use super::words::{sentences, words};
use super::{Agreement, Searched};

/// In how many of its first passages an agreement says between whom it is made.
const FIRST: usize = 12;
/// Endings of the names of companies, which one text writes out and another does not.
const ENDINGS: [&str; 8] = ["inc", "incorporated", "ltd", "limited", "corp", "corporation", "co", "the"];

impl Searched<'_> {
    /// The words "between ... and ..." near the beginning of the agreement, and their place, unless there are several or
    /// one of the parties is left blank.
    pub fn parties(&self) -> Option<(Span, String)> {
        let mut found = None;
        for (at, passage) in self.agreement.passages.iter().enumerate().take(FIRST) {
            for sentence in sentences(&passage.text) {
                let text = &passage.text[sentence.clone()];
                let Some(start) = text.find("between ") else { continue };
                let rest = &text[start..];
                let first = rest["between ".len()..].trim_start_matches("the ");
                let named = first.starts_with(char::is_uppercase) && rest.contains(" and ");
                let made = ["agreement", "contract"].iter().any(|word| text.to_lowercase().contains(word));
                if !named || !made || rest.contains(['[', '<', '_']) || found.is_some() {
                    return None;
                }
                let range = sentence.start + start..sentence.end;
                found = Some((
                    self.agreement.span(at, range.clone()),
                    passage.text[range].trim_end_matches('.').to_owned(),
                ));
            }
        }
        found
    }
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
