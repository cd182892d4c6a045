//! Defined terms: those that nothing uses, those defined twice, and words that look like terms and are not defined.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use crate::record::month_named;

use super::term_define::{MAX_WORDS, candidates};
use super::term_uses::Uses;
use super::words::{stem, words};
use super::{Agreement, Fault, Kind, Part};

/// A definition in the text.
#[derive(Clone, Debug)]
pub(super) struct Definition {
    pub term: String,
    pub passage: usize,
    range: Range<usize>,
    pub by_sentence: bool,
    points: bool,
    /// Whether the next definition gives its meaning too: two names of one thing.
    shared: bool,
}

/// Words before a term in a sentence.
const DETERMINERS: [&str; 16] = [
    "the", "each", "any", "a", "an", "such", "that", "this", "these", "those", "all", "no", "every", "other", "its",
    "their",
];
/// Words that name the parts of a text, its parties, or what everyone knows by its capital.
const PLAIN: [&str; 34] = [
    "agreement",
    "contract",
    "section",
    "article",
    "clause",
    "schedule",
    "annex",
    "appendix",
    "exhibit",
    "attachment",
    "addendum",
    "part",
    "party",
    "internet",
    "crown",
    "province",
    "parliament",
    "legislature",
    "state",
    "government",
    "act",
    "law",
    "court",
    "minister",
    "ministry",
    "commission",
    "union",
    "kingdom",
    "states",
    "canada",
    "canadian",
    "ontario",
    "federal",
    "european",
];
/// With fewer definitions than this a text does not work with defined terms.
const FEWEST: usize = 3;
/// A word that looks like a term counts from so many uses on: once may be a name.
const USES: usize = 2;
/// How many letters of a single word are compared: "Destruction" is formed from "Destroy".
const ROOT: usize = 5;

pub(super) type Phrase = Vec<String>;

impl Agreement {
    /// What is wrong with the defined terms of `part`, in order. Words that stand in one of `names` one after
    /// the other are a name and no term.
    pub fn term_faults(&self, part: &Part, names: &[&str]) -> Vec<Fault> {
        let (definitions, apart) = self.definitions();
        let mut faults = self.idle(part, &definitions);
        faults.extend(self.twice(part, &definitions));
        if definitions.len() >= FEWEST {
            faults.extend(self.undefined(part, &apart, names));
        }
        faults.sort_by_key(|fault| fault.span.start);
        faults
    }

    /// Every definition, and the phrases that the text sets apart as terms in any way.
    fn definitions(&self) -> (Vec<Definition>, HashSet<Phrase>) {
        let (mut found, mut apart) = (Vec::new(), HashSet::new());
        for (at, passage) in self.passages.iter().enumerate() {
            for one in candidates(passage) {
                let term = passage.text[one.range.clone()].to_owned();
                apart.insert(phrase(&term));
                if one.defined && !matches!(passage.kind, Kind::Heading(_)) {
                    found.push(Definition {
                        term,
                        passage: at,
                        range: one.range,
                        by_sentence: one.by_sentence,
                        points: one.points,
                        shared: one.shared,
                    });
                }
            }
        }
        (found, apart)
    }

    /// The definitions that nothing outside them uses.
    fn idle(&self, part: &Part, definitions: &[Definition]) -> Vec<Fault> {
        let uses = Uses::count(&self.passages, definitions);
        let mut used: Vec<bool> = definitions.iter().map(|one| uses.outside(one)).collect();
        for at in (0..definitions.len().saturating_sub(1)).rev().filter(|at| definitions[*at].shared) {
            used[at] |= used[at + 1];
        }
        let idle = definitions.iter().zip(used).filter(|(one, used)| !used && part.0.contains(&one.passage));
        idle.map(|(one, _)| self.fault(one, "is defined, and nothing uses it.")).collect()
    }

    /// The definitions of terms that have one already.
    fn twice(&self, part: &Part, definitions: &[Definition]) -> Vec<Fault> {
        let mut known = HashSet::new();
        let by_sentence = definitions.iter().filter(|one| one.by_sentence && !one.points);
        let again: Vec<&Definition> = by_sentence.filter(|one| !known.insert(one.term.to_lowercase())).collect();
        let here = again.into_iter().filter(|one| part.0.contains(&one.passage));
        here.map(|one| self.fault(one, "is defined twice.")).collect()
    }

    fn fault(&self, definition: &Definition, says: &str) -> Fault {
        let span = self.span(definition.passage, definition.range.clone());
        Fault::new(span, format!("\"{}\" {says}", definition.term))
    }

    /// The phrases that are written as terms again and again, and that nothing defines.
    fn undefined(&self, part: &Part, apart: &HashSet<Phrase>, names: &[&str]) -> Vec<Fault> {
        let titles: HashSet<String> = self.outline.sections.iter().map(|one| one.title.to_lowercase()).collect();
        let roots: HashSet<String> = apart.iter().flatten().map(|word| cut(word)).collect();
        let mut seen: BTreeMap<Phrase, (usize, usize, Range<usize>)> = BTreeMap::new();
        for (at, passage) in self.passages(part).filter(|(_, one)| one.kind == Kind::Paragraph) {
            for range in like_terms(&passage.text) {
                let text = passage.text[range.clone()].to_lowercase();
                if !titles.contains(&text) {
                    seen.entry(phrase(&text)).or_insert((0, at, range)).0 += 1;
                }
            }
        }
        let known = |phrase: &Phrase| {
            let ends = (0..phrase.len()).any(|from| apart.contains(&phrase[from..]));
            ends || phrase.iter().all(|word| roots.contains(&cut(word)))
        };
        seen.retain(|phrase, (count, ..)| *count >= USES && !known(phrase));
        take_out_names(&mut seen, names);
        let fault = |(phrase, (count, at, range)): (Phrase, (usize, usize, Range<usize>))| Fault {
            // Neither how often it stands there nor in which form it stands first.
            name: format!("\"{}\" is written as a term, and nothing defines it.", phrase.join(" ")),
            says: format!(
                "\"{}\" is written as a term {count} times, and nothing defines it.",
                &self.passages[at].text[range.clone()]
            ),
            span: self.span(at, range),
        };
        seen.into_iter().map(fault).collect()
    }
}

/// The stems of the words of a term.
pub(super) fn phrase(term: &str) -> Phrase {
    words(term).map(|word| stem(&term[word])).collect()
}

/// The first letters of a word.
pub(super) fn cut(word: &str) -> String {
    word.chars().take(ROOT).collect()
}

/// Takes out of `phrases` those that stand in one of `names`, in one pass over their words.
fn take_out_names<T>(phrases: &mut BTreeMap<Phrase, T>, names: &[&str]) {
    let longest = phrases.keys().map(Vec::len).max().unwrap_or_default();
    for name in names {
        let stems = phrase(name);
        for from in 0..stems.len() {
            for to in from + 1..=stems.len().min(from + longest) {
                phrases.remove(&stems[from..to]);
            }
        }
    }
}

/// The words with capitals that follow a determiner and are no name of a law, a place or a body.
fn like_terms(text: &str) -> Vec<Range<usize>> {
    let found: Vec<Range<usize>> = words(text).collect();
    let mut terms = Vec::new();
    let mut at = 1;
    while at < found.len() {
        let before = &text[found[at - 1].clone()];
        if !DETERMINERS.contains(&before) || !is_capital(&text[found[at].clone()]) || !spaced(text, &found, at) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while possessive(&text[found[end - 1].clone()]) == 0
            && end < found.len()
            && is_capital(&text[found[end].clone()])
            && spaced(text, &found, end)
        {
            end += 1;
        }
        let range = found[at].start..found[end - 1].end;
        let range = range.start..range.end - possessive(&text[range]);
        let plain = (at..end).any(|word| is_plain(&text[found[word].clone()]));
        if !plain && end - at <= MAX_WORDS && !names_something(&text[found[end - 1].end..]) {
            terms.push(range);
        }
        at = end;
    }
    terms
}

fn is_plain(word: &str) -> bool {
    let own = stem(word);
    month_named(word).is_some() || PLAIN.iter().any(|plain| plain.starts_with(&own) && stem(plain) == own)
}

/// The length of a possessive at the end of a word.
fn possessive(word: &str) -> usize {
    ["'s", "\u{2019}s"].iter().find(|ending| word.ends_with(**ending)).map_or(0, |ending| ending.len())
}

/// Whether a word begins with a capital and goes on in small letters.
fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && word.chars().any(char::is_lowercase)
        && !word.contains(|c: char| c.is_ascii_digit())
}

/// Whether only a space parts the word `at` from the one before it.
fn spaced(text: &str, found: &[Range<usize>], at: usize) -> bool {
    &text[found[at - 1].end..found[at].start] == " "
}

/// Whether what follows shows that a phrase is a name: "of Canada", "of the Province", a number.
fn names_something(after: &str) -> bool {
    let rest = after
        .strip_prefix(" of ")
        .or(after.strip_prefix(" for "))
        .or(after.strip_prefix(" and "))
        .map(|rest| rest.strip_prefix("the ").unwrap_or(rest));
    let number = after.strip_prefix(' ').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c == '('));
    number || rest.is_some_and(|rest| rest.starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_out_by_whole_words() {
        let phrases = ["port", "sample", "town of sample", "sample portal", "clerks"].map(phrase);
        let mut phrases: BTreeMap<Phrase, ()> = phrases.into_iter().map(|phrase| (phrase, ())).collect();
        take_out_names(&mut phrases, &["Portal of the Town of Sample", "the clerk", ""]);
        assert_eq!(phrases.into_keys().collect::<Vec<_>>(), [phrase("port"), phrase("sample portal")]);
    }

    #[test]
    fn terms_in_a_sentence() {
        let found = |text: &'static str| like_terms(text).into_iter().map(|range| &text[range]).collect::<Vec<_>>();
        assert_eq!(found("The Vendor tells the Town's Contact Person of each Outage."), ["Town", "Outage"]);
        for none in [
            "the Minister of Health asked",
            "the Personal Health Information Protection Act",
            "this Agreement and the Parties",
            "the Internet in the March rain",
            "the town and the FIPPA",
            "the Schedule 4 list",
        ] {
            assert_eq!(found(none), Vec::<&str>::new(), "{none}");
        }
    }
}
