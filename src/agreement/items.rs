//! Lettered items: paragraphs that begin with "(a)".

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::{Agreement, Number, Passage, letter};

/// The letters that are also Roman numbers, so that a letter of them may begin a count of its own.
const ROMAN: &str = "ivx";

/// The letter with which a passage begins, without its parentheses.
pub(super) fn item(passage: &Passage) -> Option<&str> {
    let (letter, _) = passage.text.strip_prefix('(')?.split_once(") ")?;
    let same = letter.bytes().all(|byte| byte.is_ascii_lowercase() && Some(byte) == letter.bytes().next());
    ((1..=2).contains(&letter.len()) && (same || letter.chars().all(|c| ROMAN.contains(c)))).then_some(letter)
}

impl Agreement {
    /// The letters of the items under each number that has some.
    pub(super) fn items(&self) -> HashMap<&Number, HashSet<&str>> {
        let mut found: HashMap<&Number, HashSet<&str>> = HashMap::new();
        let mut numbered = self.outline.numbered.iter().peekable();
        let mut above = None;
        for (at, passage) in self.passages.iter().enumerate() {
            while let Some(one) = numbered.next_if(|one| one.passage <= at) {
                above = Some(&one.number);
            }
            if let (Some(number), Some(letter)) = (above, item(passage)) {
                found.entry(number).or_default().insert(letter);
            }
        }
        found
    }
}

/// The count of letters of one run of items.
#[derive(Default)]
pub(super) struct Letters {
    last: Option<usize>,
}

impl Letters {
    /// Takes the next passage; what is wrong with its letter, if anything is.
    pub fn next(&mut self, passage: &Passage, begins_anew: bool) -> Option<(Range<usize>, String)> {
        if begins_anew {
            self.last = None;
        }
        let own = item(passage)?;
        let expected = self.last.map(|last| letter(last + 1));
        let at = (0..52).find(|at| letter(*at) == own);
        let wrong = expected.filter(|expected| expected != own && own != "a" && at.is_some());
        let roman = own.chars().all(|c| ROMAN.contains(c)) && (wrong.is_some() || self.last.is_none());
        let last = self.last.and_then(|last| Some(letter(last)).filter(|_| !roman));
        // After a count in Roman numbers, any letter may go on.
        self.last = if roman { None } else { at };
        let (wrong, last) = wrong.filter(|_| !roman).zip(last)?;
        Some((0..own.len() + 2, format!("Item ({own}) follows item ({last}); ({wrong}) would be next.")))
    }
}
