//! Where an agreement deals with the matter of a clause, by the clause's signals, and what it states there.

use std::ops::Range;

use crate::pack::Signals;
use crate::source::Span;

use super::value::{Quantity, values};
use super::words::{find, sentences};
use super::{Agreement, Part};

/// What parts two pieces of a phrase that need not stand next to each other.
const ELSEWHERE: &str = " ... ";
/// The longest first sentence of a paragraph that reads like a heading, in words.
const LEAD_WORDS: usize = 6;

/// A part of an agreement in which signals are looked for.
#[derive(Debug)]
pub struct Searched<'a> {
    pub(super) agreement: &'a Agreement,
    part: Range<usize>,
    /// The passages of the part in lower case, byte for byte, each with its sentences.
    lower: Vec<(String, Vec<Range<usize>>)>,
}

/// A value that the agreement states.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The value.
    pub quantity: Quantity,
    /// The bytes of the agreement's file.
    pub span: Span,
    /// In which section, in words.
    pub place: String,
}

impl<'a> Searched<'a> {
    /// `part` of `agreement`.
    pub fn new(agreement: &'a Agreement, part: &Part) -> Self {
        let lower =
            agreement.passages(part).map(|(_, passage)| (passage.text.to_ascii_lowercase(), sentences(&passage.text)));
        Self { agreement, part: part.0.clone(), lower: lower.collect() }
    }

    /// The passages that deal with the matter of a clause with these signals, in order: what stands under a heading that
    /// matches, a paragraph that begins like one, and the section of each sentence that matches.
    pub fn passages(&self, signals: &Signals) -> Vec<usize> {
        let outline = &self.agreement.outline;
        let mut hit = vec![false; self.part.len()];
        let mut mark = |range: Range<usize>| {
            for at in range.start.max(self.part.start)..range.end.min(self.part.end) {
                hit[at - self.part.start] = true;
            }
        };
        for section in &outline.sections {
            let title = section.title.to_ascii_lowercase();
            if signals.headings.iter().any(|phrase| holds(&title, phrase)) {
                mark(section.branch.clone());
            }
        }
        for (at, (text, sentences)) in (self.part.start..).zip(&self.lower) {
            let lead = sentences.first().map(|range| self.lead(at, &text[range.clone()])).unwrap_or_default();
            if signals.headings.iter().any(|phrase| holds(lead, phrase)) {
                mark(at..at + 1);
            }
            if sentences.iter().any(|range| signals.phrases.iter().any(|phrase| holds(&text[range.clone()], phrase))) {
                mark(outline.section_of(at).map_or(at..at + 1, |section| section.passages.clone()));
            }
        }
        (self.part.start..).zip(hit).filter(|(_, hit)| *hit).map(|(at, _)| at).collect()
    }

    /// The values like `kind` in the sentences of `passages` that hold one of `phrases`.
    pub fn values_near(&self, passages: &[usize], phrases: &[String], kind: Quantity) -> Vec<Found> {
        let near = |text: &str| phrases.iter().any(|phrase| holds(text, phrase));
        self.values(passages.iter().copied(), kind, |text, _| near(text))
    }

    /// The values like `kind` that directly follow one of `phrases`.
    pub fn values_after(&self, phrases: &[&str], kind: Quantity) -> Vec<Found> {
        self.values(self.part.clone(), kind, |text, at| {
            phrases.iter().any(|phrase| text[..at].trim_end_matches([' ', ',', ':']).ends_with(phrase))
        })
    }

    /// The values like `kind` in `passages` of which `counts` holds, given their sentence and where in it they begin.
    fn values(
        &self,
        passages: impl Iterator<Item = usize>,
        kind: Quantity,
        counts: impl Fn(&str, usize) -> bool,
    ) -> Vec<Found> {
        let mut found = Vec::new();
        for at in passages {
            let (lower, sentences) = &self.lower[at - self.part.start];
            let text = &self.agreement.passages[at].text;
            for sentence in sentences {
                let stated = values(&text[sentence.clone()]);
                let like = stated.into_iter().filter(|one| one.quantity.is_like(kind));
                let counted = like.filter(|one| counts(&lower[sentence.clone()], one.range.start));
                found.extend(counted.map(|one| Found {
                    quantity: one.quantity,
                    span: self.agreement.span(at, sentence.start + one.range.start..sentence.start + one.range.end),
                    place: self.agreement.place(at),
                }));
            }
        }
        found
    }

    /// The first sentence of a paragraph, if it reads like a heading.
    fn lead<'t>(&self, at: usize, sentence: &'t str) -> &'t str {
        let from = super::number::Label::of_paragraph(&self.agreement.passages[at].text).map_or(0, |(_, from)| from);
        let lead = sentence.get(from..).unwrap_or_default();
        if lead.split(' ').count() <= LEAD_WORDS { lead } else { "" }
    }
}

/// Whether a sentence in lower case holds `phrase`, piece by piece.
fn holds(sentence: &str, phrase: &str) -> bool {
    let mut from = 0;
    phrase.split(ELSEWHERE).all(|piece| match find(sentence, piece, from) {
        Some(range) => {
            from = range.end;
            true
        }
        None => false,
    })
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn the_pieces_of_a_phrase_stand_in_order() {
        let sentence = "the vendor must report each breach within 72 hours";
        assert!(holds(sentence, "report ... breach"));
        assert!(holds(sentence, "hour"));
        assert!(!holds(sentence, "breach ... report"));
        assert!(!holds(sentence, "port"));
    }
}
