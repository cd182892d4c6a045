//! Where an agreement deals with the matter of a clause, by the clause's signals, and what it states there.

use std::ops::Range;

use crate::pack::Signals;
use crate::source::Span;

use super::value::{Quantity, values};
use super::words::{find, sentences};
use super::{Agreement, Part};

/// What parts two pieces of a phrase that need not stand next to each other.
const ELSEWHERE: &str = " ... ";
/// Words that may stand between a phrase and its value.
const SMALL_WORDS: [&str; 17] = [
    "a", "an", "at", "by", "for", "is", "least", "less", "more", "most", "no", "not", "of", "period", "than", "the",
    "within",
];
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
    /// Whether the sentence surely states it of the matter asked for, and states no other value that could be meant.
    pub sure: bool,
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
        let mut marked = None;
        for (at, (text, sentences)) in (self.part.start..).zip(&self.lower) {
            let lead = sentences.first().map(|range| self.lead(at, &text[range.clone()])).unwrap_or_default();
            if signals.headings.iter().any(|phrase| holds(lead, phrase)) {
                mark(at..at + 1);
            }
            // The section of a passage may be long, and is marked once.
            let section = outline.section_of(at).map_or(at..at + 1, |section| section.passages.clone());
            let is_new = marked != Some(section.start);
            if is_new
                && sentences
                    .iter()
                    .any(|range| signals.phrases.iter().any(|phrase| holds(&text[range.clone()], phrase)))
            {
                marked = Some(section.start);
                mark(section);
            }
        }
        (self.part.start..).zip(hit).filter(|(_, hit)| *hit).map(|(at, _)| at).collect()
    }

    /// The values like `kind` in the sentences of `passages` that hold one of `phrases` and none of `apart`.
    pub fn values_near(&self, passages: &[usize], phrases: &[String], apart: &[String], kind: Quantity) -> Vec<Found> {
        self.values(passages.iter().copied(), kind, |text, at, alone| {
            let near: Vec<&String> = phrases.iter().filter(|phrase| holds(text, phrase)).collect();
            if near.is_empty() || apart.iter().any(|phrase| holds(text, phrase)) {
                return None;
            }
            Some(near.iter().any(|phrase| (alone && !leads(phrase)) || is_beside(text, phrase, at)))
        })
    }

    /// The values like `kind` that directly follow one of `phrases`.
    pub fn values_after(&self, phrases: &[&str], kind: Quantity) -> Vec<Found> {
        self.values(self.part.clone(), kind, |text, at, _| {
            let before = text[..at.start].trim_end_matches([' ', ',', ':']);
            phrases.iter().any(|phrase| before.ends_with(phrase)).then_some(true)
        })
    }

    /// The values like `kind` in `passages` that `counts`, given their sentence, where in it they stand and whether it
    /// states no other one: whether they surely do.
    fn values(
        &self,
        passages: impl Iterator<Item = usize>,
        kind: Quantity,
        counts: impl Fn(&str, &Range<usize>, bool) -> Option<bool>,
    ) -> Vec<Found> {
        let mut found = Vec::new();
        for at in passages {
            let (lower, sentences) = &self.lower[at - self.part.start];
            let text = &self.agreement.passages[at].text;
            for sentence in sentences {
                let mut stated = values(&text[sentence.clone()]);
                stated.retain(|one| one.quantity.is_like(kind));
                let alone = stated.len() == 1;
                found.extend(stated.into_iter().filter_map(|one| {
                    let sure = counts(&lower[sentence.clone()], &one.range, alone)?;
                    let span = sentence.start + one.range.start..sentence.start + one.range.end;
                    let (span, place) = (self.agreement.span(at, span), self.agreement.place(at));
                    Some(Found { quantity: one.quantity, span, place, sure })
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

/// Whether `phrase` ends with a word that calls for the value after it.
fn leads(phrase: &str) -> bool {
    phrase.rsplit(' ').next().is_some_and(|last| ["within", "for", "than", "least"].contains(&last))
}

/// Whether `phrase` stands right before or right after the value at `value`, with nothing but small words between them.
fn is_beside(sentence: &str, phrase: &str, value: &Range<usize>) -> bool {
    let (head, last) = phrase.rsplit_once(ELSEWHERE).map_or((None, phrase), |(head, last)| (Some(head), last));
    let occurrences = std::iter::successors(find(sentence, last, 0), |one| find(sentence, last, one.end));
    let mut whole = occurrences.filter(|one| head.is_none_or(|head| holds(&sentence[..one.start], head)));
    whole.any(|one| {
        let after = sentence.get(one.end..value.start).is_some_and(is_small);
        let before = head.is_none() && sentence.get(value.end..one.start).is_some_and(|gap| gap.trim().is_empty());
        after || before
    })
}

/// Whether `gap`, which begins with the rest of a word, holds only words that belong to the value after it.
fn is_small(gap: &str) -> bool {
    let rest = gap.trim_start_matches(char::is_alphanumeric);
    // "thirty (30) days" begins with a number in words.
    let rest =
        rest.strip_suffix('(').map_or(rest, |rest| rest.trim_end().rsplit_once(' ').map_or("", |(rest, _)| rest));
    rest.split_whitespace().all(|word| SMALL_WORDS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::{find, holds, is_beside};

    #[test]
    fn a_value_stands_beside_a_phrase() {
        let sentence = "keep them for at least 2 years after the last use and no longer than ten (10) years";
        let two = find(sentence, "2 years", 0).unwrap();
        let ten = find(sentence, "10) years", 0).unwrap();
        for (phrase, beside) in [
            ("keep ... for at least", (true, false)),
            ("keep ... longer than", (false, true)),
            ("no longer than", (false, true)),
            ("after the last use", (true, false)),
            ("keep ... them", (true, false)),
            ("keep", (false, false)),
        ] {
            assert_eq!((is_beside(sentence, phrase, &two), is_beside(sentence, phrase, &ten)), beside, "{phrase}");
        }
    }

    #[test]
    fn the_pieces_of_a_phrase_stand_in_order() {
        let sentence = "the vendor must report each breach within 72 hours";
        assert!(holds(sentence, "report ... breach"));
        assert!(holds(sentence, "hour"));
        assert!(!holds(sentence, "breach ... report"));
        assert!(!holds(sentence, "port"));
    }
}
