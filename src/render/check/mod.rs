//! The formats of `check`. One file a format: each is given the records one by one, so that what it holds does not grow
//! with their number.

mod csv;
mod github;
mod gitlab;
mod jsonl;
mod junit;
mod markdown;
mod point;
mod region;
mod rule;
mod sarif;
mod unread;

use std::cell::OnceCell;

use crate::assessment::{Assessment, FailOn};
use crate::pack::Library;

use super::{BaselineView, RecordView, Run};

pub use self::csv::Csv;
pub use github::Github;
pub use gitlab::Gitlab;
pub use jsonl::JsonLines;
pub use junit::Junit;
pub use markdown::MarkdownSummary;
pub use sarif::Sarif;
pub use unread::Unread;

/// A format of `check`.
pub trait Format: Send + Sync {
    /// What stands before the records.
    fn head(&self, run: &Run, library: &Library) -> String;

    /// One record.
    fn record(&self, record: &Checked<'_>) -> Part;

    /// A record that could not be read.
    fn unread(&self, unread: &Unread<'_>) -> Part;

    /// What stands between the texts of two records.
    fn between(&self) -> &'static str {
        ""
    }

    /// The most bytes that the texts of the records may have together, where a reader takes no more.
    fn most(&self) -> usize {
        usize::MAX
    }

    /// The most bytes that are kept for the end.
    fn most_held(&self) -> usize {
        400_000
    }

    /// What stands after the records and before the hash of the output is known.
    fn foot(&self, _: &End<'_>) -> String {
        String::new()
    }

    /// What stands at the end.
    fn tail(&self, end: &End<'_>) -> String;
}

/// A record that was assessed.
#[derive(Debug)]
pub struct Checked<'a> {
    /// The outcome.
    pub assessment: &'a Assessment<'a>,
    /// The packs in use.
    pub library: &'a Library,
    /// The weakest obligation whose open findings make the run fail.
    pub fail_on: FailOn,
    view: OnceCell<RecordView<'a>>,
}

impl<'a> Checked<'a> {
    /// A record of a run that fails at `fail_on`.
    pub fn new(assessment: &'a Assessment<'a>, library: &'a Library, fail_on: FailOn) -> Self {
        Self { assessment, library, fail_on, view: OnceCell::new() }
    }

    /// What data formats see of it, made once for all of them.
    pub fn view(&self) -> &RecordView<'a> {
        self.view.get_or_init(|| RecordView::new(self.assessment, self.library))
    }
}

/// What one record is in a format.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// What is written in its turn; nothing where it is empty.
    pub text: String,
    /// What is kept for the end, as long as there is room.
    pub held: String,
}

impl From<String> for Part {
    fn from(text: String) -> Self {
        Self { text, held: String::new() }
    }
}

/// What is known after the last record.
#[derive(Clone, Copy, Debug)]
pub struct End<'a> {
    /// The run.
    pub run: &'a Run,
    /// How many records were assessed.
    pub records: usize,
    /// How many records could not be read.
    pub unread: usize,
    /// The exit status of the run.
    pub exit_status: u8,
    /// What became of the baseline, where there is one.
    pub baseline: Option<&'a BaselineView<'a>>,
    /// How many texts there was no room for.
    pub left_out: usize,
    /// What was kept for the end.
    pub held: &'a [String],
    /// How much of it there was no room for.
    pub held_left_out: usize,
    /// The SHA-256 of all that was written before; empty in the foot.
    pub hash: &'a str,
}
