//! `fix --format json`: what would be another in each record, and what is left to people.

use serde::Serialize;
use serde_json::Value;

use crate::source::{Change, Changes, Diagnostic, Fix, SourceText};

use super::Unread;
use super::json::to_json;
use super::view::{SCHEMA_VERSION, Tool};

/// A record before and after it was mended.
#[derive(Clone, Copy, Debug)]
pub struct MendedRecord<'m> {
    /// The path under which it was read.
    pub path: &'m str,
    /// The text before, and what is another in the text after; `None` where there is no text.
    pub changes: Option<(&'m SourceText, &'m Changes)>,
    /// What was not corrected, each with the reason.
    pub refused: &'m [(Fix, &'static str)],
    /// How many corrections were left for another run.
    pub left: usize,
    /// What is left, which only a person can solve, in the text after.
    pub problems: &'m [Diagnostic],
}

#[derive(Serialize)]
struct RunView {
    schema_version: u32,
    tool: Tool,
    records: Vec<MendedView>,
}

/// A record as data. Of very many problems the first are told.
#[derive(Clone, Debug, Serialize)]
pub struct MendedView {
    path: String,
    /// Whether the changes were written.
    pub written: bool,
    changes: Vec<ChangeView>,
    refused: Vec<RefusedView>,
    left: usize,
    problems: Value,
}

/// A change by its place in the text before. Lines and columns count from 1, columns in characters; the end is the column
/// after the last one.
#[derive(Clone, Debug, Serialize)]
struct ChangeView {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    old: String,
    new: String,
    why: String,
}

#[derive(Clone, Debug, Serialize)]
struct RefusedView {
    what: String,
    why: &'static str,
}

impl MendedRecord<'_> {
    /// The record as data, not written yet.
    pub fn view(&self) -> MendedView {
        let changes = self.changes.into_iter().flat_map(|(text, changes)| changes.iter().map(|one| change(text, one)));
        let refused = self.refused.iter().map(|(fix, why)| RefusedView { what: fix.title.clone(), why });
        let mut told = Unread { path: self.path, problems: self.problems }.to_json();
        MendedView {
            path: self.path.to_owned(),
            written: false,
            changes: changes.collect(),
            refused: refused.collect(),
            left: self.left,
            problems: told["problems"].take(),
        }
    }
}

fn change(text: &SourceText, change: &Change) -> ChangeView {
    let (start, end) = (text.position(change.span.start), text.position(change.span.end));
    ChangeView {
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        old: text.text()[change.span.clone()].to_owned(),
        new: change.replacement.clone(),
        why: change.why.join("; "),
    }
}

/// The records of a run as one JSON object.
pub fn mended_json(records: Vec<MendedView>) -> String {
    to_json(&RunView { schema_version: SCHEMA_VERSION, tool: Tool::THIS, records }) + "\n"
}
