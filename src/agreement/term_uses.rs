//! Counting where the words of defined terms stand.

use std::collections::{HashMap, HashSet};

use super::Passage;
use super::term::{Definition, cut, phrase};
use super::words::{stem, words};

/// How often each term stands in the text, whether a text writes it with capitals or not.
pub(super) struct Uses {
    in_all: HashMap<String, usize>,
    in_passage: HashMap<(String, usize), usize>,
}

impl Uses {
    /// Counts the terms of `definitions` in `passages`, in one pass over the words.
    pub fn count(passages: &[Passage], definitions: &[Definition]) -> Self {
        let phrases: Vec<Vec<String>> = definitions.iter().map(|one| phrase(&one.term)).collect();
        let keys: HashSet<String> = phrases.iter().map(|phrase| key(phrase)).collect();
        let longest = phrases.iter().map(Vec::len).max().unwrap_or_default();
        let first: HashSet<&str> =
            phrases.iter().filter(|phrase| phrase.len() > 1).map(|phrase| phrase[0].as_str()).collect();
        let mut uses = Self { in_all: HashMap::new(), in_passage: HashMap::new() };
        for (at, passage) in passages.iter().enumerate() {
            let stems: Vec<String> = words(&passage.text).map(|word| stem(&passage.text[word])).collect();
            for from in 0..stems.len() {
                let most = if first.contains(stems[from].as_str()) { longest.min(stems.len() - from) } else { 1 };
                for key in (1..=most).map(|length| key(&stems[from..from + length])).filter(|key| keys.contains(key)) {
                    *uses.in_all.entry(key.clone()).or_default() += 1;
                    *uses.in_passage.entry((key, at)).or_default() += 1;
                }
            }
        }
        uses
    }

    /// Whether the term of `definition` stands anywhere but in its definition.
    pub fn outside(&self, definition: &Definition) -> bool {
        let key = key(&phrase(&definition.term));
        let all = self.in_all.get(&key).copied().unwrap_or_default();
        let own = match definition.by_sentence {
            true => self.in_passage.get(&(key, definition.passage)).copied().unwrap_or_default(),
            false => 1,
        };
        all > own
    }
}

/// What a term is looked up by: the first letters of a single word, all words of others.
fn key(phrase: &[String]) -> String {
    match phrase {
        [word] => cut(word),
        words => words.join(" "),
    }
}
