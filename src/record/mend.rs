//! Putting a record right as far as that is certain, with a proof of each step.

use std::sync::Arc;

use crate::source::{Changes, Code, Diagnostic, Fix, Patch, SourceText};

use super::{Fields, Record, read_record};

/// A record as it was read, or every problem of its text.
type Read = Result<Record, Vec<Diagnostic>>;

/// A record's text after the corrections that are certain.
#[derive(Debug)]
pub struct Mended {
    /// The text; the same as before where there is nothing to correct.
    pub source: Arc<SourceText>,
    /// What was corrected, in the order of the text.
    pub done: Vec<Fix>,
    /// What is another in it than before.
    pub changes: Changes,
    /// What was not, because the text would not be as intended, each with the reason.
    pub refused: Vec<(Fix, &'static str)>,
    /// The record, or every problem that is left, without a correction.
    pub read: Read,
}

/// Mistakes can hide others, which show in the next round; no text needs this many.
const MOST_ROUNDS: usize = 10;

/// How often the whole text is tried; a text that needs more tries is no record with mistakes.
const MOST_TRIES: usize = 60;

/// How many bytes are tried in all, so that a large text is tried less often; but never less than [`FEWEST_TRIES`].
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// As many as it takes to leave out the half of the corrections in which one is wrong.
const FEWEST_TRIES: usize = 3;

/// Makes every correction that the reader of `source` offers and that is proven to change nothing else.
pub fn mend(source: &Arc<SourceText>, fields: &Fields) -> Mended {
    let mut mended = Mended {
        source: Arc::clone(source),
        done: Vec::new(),
        changes: Changes::default(),
        refused: Vec::new(),
        read: read_record(source, fields),
    };
    let mut tries = (MOST_BYTES / source.text().len().max(1)).clamp(FEWEST_TRIES, MOST_TRIES);
    for _ in 0..MOST_ROUNDS {
        let Err(problems) = &mended.read else { break };
        let mut round = Round { source: &mended.source, fields, tries, good: None };
        let fixes = round.offered(problems);
        let (mut done, mut refused) = (Vec::new(), Vec::new());
        round.choose(&fixes, &mut done, &mut refused);
        tries = round.tries;
        mended.refused = refused;
        let Some(good) = round.good else { break };
        mended.changes.add(mended.source.text(), &done);
        (mended.source, mended.read) = good;
        mended.done.append(&mut done);
    }
    if let Err(problems) = &mut mended.read {
        problems.iter_mut().for_each(|problem| problem.fix = None);
    }
    mended
}

struct Round<'r> {
    source: &'r SourceText,
    fields: &'r Fields,
    /// How many tries are left.
    tries: usize,
    /// The text with all that was chosen so far, as it reads.
    good: Option<(Arc<SourceText>, Read)>,
}

impl Round<'_> {
    /// Each correction of `problems` once.
    fn offered(&self, problems: &[Diagnostic]) -> Vec<Fix> {
        let mut fixes: Vec<Fix> = problems.iter().filter_map(|problem| problem.fix.clone()).collect();
        fixes.sort_by_key(|fix| fix.edits.first().map_or(0, |edit| edit.span.start));
        fixes.dedup();
        fixes
    }

    /// Adds to `done` each of `fixes` that goes together with what is there, and to `refused` the others. Tries all at
    /// once and then ever smaller parts, since nearly always all are good.
    fn choose(&mut self, fixes: &[Fix], done: &mut Vec<Fix>, refused: &mut Vec<(Fix, &'static str)>) {
        if fixes.is_empty() {
            return;
        }
        let Some(left) = self.tries.checked_sub(1) else {
            refused.extend(fixes.iter().map(|fix| (fix.clone(), "too many other corrections are wrong")));
            return;
        };
        self.tries = left;
        match (self.check(done, fixes), fixes) {
            (Ok(()), _) => done.extend_from_slice(fixes),
            (Err(reason), [fix]) => refused.push((fix.clone(), reason)),
            (Err(_), _) => {
                let (first, second) = fixes.split_at(fixes.len() / 2);
                self.choose(first, done, refused);
                self.choose(second, done, refused);
            }
        }
    }

    /// Whether the text is as intended with all of `done` and `more`; if so, keeps it.
    fn check(&mut self, done: &[Fix], more: &[Fix]) -> Result<(), &'static str> {
        let patch = Patch::new(done.iter().chain(more)).ok_or("another correction changes the same place")?;
        let after = Arc::new(SourceText::new(self.source.name(), patch.prove(self.source.text())?));
        let replaced = patch.replaced();
        let read = read_record(&after, self.fields);
        let problems = read.as_ref().err().map_or(&[][..], Vec::as_slice);
        let is_new = |problem: &Diagnostic| {
            let start = problem.place.as_ref().map(|place| place.span.start);
            problem.code != Code::Missing
                && start.is_some_and(|start| {
                    let at = replaced.partition_point(|span| span.end <= start);
                    replaced.get(at).is_some_and(|span| span.start <= start)
                })
        };
        match problems.iter().any(is_new) {
            true => Err("what would stand there is a mistake, too"),
            false => {
                self.good = Some((after, read));
                Ok(())
            }
        }
    }
}
