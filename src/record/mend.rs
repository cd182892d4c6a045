//! Putting a record right as far as that is certain, with a proof of each step.

use std::cmp::Ordering;
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
    /// How many corrections were not tried, since a run has its limit.
    pub left: usize,
    /// The record, or every problem that is left, without a correction. No problem is told where another run corrects
    /// more.
    pub read: Read,
}

/// How often the whole text is tried; a text that needs more tries is no record with mistakes.
const MOST_TRIES: usize = 200;

/// How many bytes are tried in all, so that a large text is tried less often; but never less than [`FEWEST_TRIES`].
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// As many as it takes to leave out the half of the corrections in which one is wrong.
const FEWEST_TRIES: usize = 3;

/// Makes every correction that the reader of `source` offers and that is proven to change nothing else. Mistakes can hide
/// others, so that it goes on until nothing more is offered.
pub fn mend(source: &Arc<SourceText>, fields: &Fields) -> Mended {
    let mut mended = Mended {
        source: Arc::clone(source),
        done: Vec::new(),
        changes: Changes::default(),
        refused: Vec::new(),
        left: 0,
        read: read_record(source, fields),
    };
    let mut tries = tries(source);
    while let Err(problems) = &mended.read {
        let Round { done, refused, left, good, tries: rest, .. } = Round::of(&mended.source, fields, problems, tries);
        (mended.refused, mended.left, tries) = (refused, left, rest);
        let Some(good) = good else { break };
        mended.changes.add(mended.source.text(), &done);
        (mended.source, mended.read) = good;
        mended.done.extend(done);
    }
    if let Err(problems) = &mut mended.read {
        if mended.left > 0 && !mended.done.is_empty() {
            problems.clear();
        }
        problems.iter_mut().for_each(|problem| problem.fix = None);
    }
    mended
}

/// Reads a record as [`read_record`], and keeps of the corrections those that [`mend`] makes first.
///
/// # Errors
/// Every problem of the text, in its order.
pub fn read_and_prove(source: &Arc<SourceText>, fields: &Fields) -> Read {
    read_record(source, fields).map_err(|mut problems| {
        let done = Round::of(source, fields, &problems, tries(source)).done;
        for problem in &mut problems {
            problem.fix = problem.fix.take().filter(|fix| done.binary_search_by(|one| order(one, fix)).is_ok());
        }
        problems
    })
}

/// How often the text of `source` is tried at most.
fn tries(source: &SourceText) -> usize {
    (MOST_BYTES / source.text().len().max(1)).clamp(FEWEST_TRIES, MOST_TRIES)
}

/// The order of corrections in a text.
fn order(one: &Fix, other: &Fix) -> Ordering {
    let key = |fix: &Fix| fix.edits.first().map(|edit| (edit.span.start, edit.span.end));
    key(one).cmp(&key(other)).then_with(|| one.title.cmp(&other.title))
}

struct Round<'r> {
    source: &'r SourceText,
    fields: &'r Fields,
    /// How many tries are left.
    tries: usize,
    /// What was chosen so far.
    done: Vec<Fix>,
    /// What was not, each with the reason.
    refused: Vec<(Fix, &'static str)>,
    /// How many were not tried.
    left: usize,
    /// The text with all that was chosen so far, as it reads.
    good: Option<(Arc<SourceText>, Read)>,
}

impl<'r> Round<'r> {
    /// Chooses among the corrections of `problems`, all that a text has.
    fn of(source: &'r SourceText, fields: &'r Fields, problems: &[Diagnostic], tries: usize) -> Self {
        let mut fixes: Vec<Fix> = problems.iter().filter_map(|problem| problem.fix.clone()).collect();
        fixes.sort_by(order);
        fixes.dedup();
        let mut round = Self { source, fields, tries, done: Vec::new(), refused: Vec::new(), left: 0, good: None };
        round.choose(&fixes);
        round
    }

    /// Adds to what is done each of `fixes` that goes together with what is there, and refuses the others. Tries all at
    /// once and then ever smaller parts, since nearly always all are good.
    fn choose(&mut self, fixes: &[Fix]) {
        if fixes.is_empty() {
            return;
        }
        let Some(tries) = self.tries.checked_sub(1) else {
            self.left += fixes.len();
            return;
        };
        self.tries = tries;
        match (self.check(fixes), fixes) {
            (Ok(()), _) => self.done.extend_from_slice(fixes),
            (Err(reason), [fix]) => self.refused.push((fix.clone(), reason)),
            (Err(_), _) => {
                let (first, second) = fixes.split_at(fixes.len() / 2);
                self.choose(first);
                self.choose(second);
            }
        }
    }

    /// Whether the text is as intended with all that is done and `more`; if so, keeps it.
    fn check(&mut self, more: &[Fix]) -> Result<(), &'static str> {
        let patch = Patch::new(self.done.iter().chain(more)).ok_or("another correction changes the same place")?;
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
