//! A record that could not be read: what is wrong with it, where, and what to do.

use serde_json::{Value, json};

use crate::source::Diagnostic;

use super::super::style::visible;
use super::point::fingerprints;
use super::region::{Place, Region};

/// A record that could not be read.
#[derive(Clone, Copy, Debug)]
pub struct Unread<'a> {
    /// The path under which it was looked for.
    pub path: &'a str,
    /// What is wrong with it.
    pub problems: &'a [Diagnostic],
}

/// One thing that is wrong with a record.
#[derive(Clone, Debug)]
pub(super) struct Problem<'a> {
    /// The id of its kind, which `explain` knows.
    pub code: &'static str,
    /// What is wrong, on one line.
    pub says: String,
    /// What to do next.
    pub help: Option<&'a str>,
    /// Where; the top of the file where there is no place.
    pub place: Place<'a>,
    /// What would put it right, where that has one meaning.
    pub fix: Option<Correction<'a>>,
    /// As that of a point.
    pub fingerprint: String,
}

/// What would put a problem right.
#[derive(Clone, Debug)]
pub(super) struct Correction<'a> {
    /// What it does, as a short command.
    pub title: &'a str,
    /// What goes and what comes in its place; together or not at all.
    pub edits: Vec<(Region, &'a str)>,
}

/// How many problems of one record are told. A file with more is no record with mistakes but another kind of file.
const MOST: usize = 200;

impl Unread<'_> {
    /// The problems, as far as they are told.
    pub(super) fn told(&self) -> Vec<Problem<'_>> {
        let problems = &self.problems[..self.problems.len().min(MOST)];
        let path = |one: &'_ Diagnostic| one.place.as_ref().map_or(self.path, |place| place.source.name()).to_owned();
        let identities =
            problems.iter().map(|one| vec![one.code.id().to_owned(), path(one), one.message.clone()]).collect();
        let told = problems.iter().zip(fingerprints(identities)).map(|(one, fingerprint)| Problem {
            code: one.code.id(),
            says: visible(&one.message),
            help: one.help.as_deref(),
            place: one.place.as_ref().map_or(Place { path: self.path, region: Region::TOP }, |place| Place {
                path: place.source.name(),
                region: Region::of(&place.source, &place.span),
            }),
            fix: correction(one),
            fingerprint,
        });
        told.collect()
    }

    /// The path, and under `problems` what is told.
    pub(in super::super) fn to_json(self) -> Value {
        let problems: Vec<Value> = self.told().iter().map(Problem::to_json).collect();
        json!({ "path": self.path, "problems": problems })
    }

    /// That the record was not checked, and why.
    pub(super) fn sentence(&self) -> String {
        let count = match self.problems.len() {
            1 => "1 problem".to_owned(),
            count if count > MOST => format!("{count} problems, of which the first {MOST} are told"),
            count => format!("{count} problems"),
        };
        visible(&format!("`{}` was not checked: {count}.", self.path))
    }
}

impl Problem<'_> {
    /// What formats for programs tell of it.
    pub(super) fn to_json(&self) -> Value {
        let Place { path, region } = self.place;
        json!({
            "code": self.code,
            "message": self.says,
            "help": self.help,
            "path": path,
            "line": region.line,
            "column": region.column,
        })
    }

    /// What is wrong and what to do, on one line.
    pub(super) fn message(&self) -> String {
        format!("The record cannot be read: {} `diligence explain {}` says more.", self.says_with_help(), self.code)
    }

    /// What is wrong and what to do, as sentences.
    pub(super) fn says_with_help(&self) -> String {
        let help = self.help.map(|help| format!(" Help: {}", stopped(help))).unwrap_or_default();
        visible(&format!("{}{help}", stopped(&self.says)))
    }
}

fn correction(problem: &Diagnostic) -> Option<Correction<'_>> {
    let (fix, place) = (problem.fix.as_ref()?, problem.place.as_ref()?);
    let edits = fix.edits.iter().map(|edit| (Region::exactly(&place.source, &edit.span), edit.replacement.as_str()));
    Some(Correction { title: &fix.title, edits: edits.collect() })
}

/// `text` as a sentence: with a stop, unless it ends with one or with a question mark.
fn stopped(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with(['.', '?', '!']) { text.to_owned() } else { format!("{text}.") }
}
