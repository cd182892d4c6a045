//! A record that could not be read: what is wrong with it, where, and what to do.

use crate::source::Diagnostic;

use super::super::style::visible;
use super::point::fingerprints;
use super::region::Region;

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
    /// The file.
    pub path: &'a str,
    /// The place in it; the top where there is none.
    pub region: Region,
    /// As that of a point.
    pub fingerprint: String,
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
            path: one.place.as_ref().map_or(self.path, |place| place.source.name()),
            region: one.place.as_ref().map_or(Region::TOP, |place| Region::of(&place.source, &place.span)),
            fingerprint,
        });
        told.collect()
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
    /// What is wrong and what to do, on one line.
    pub(super) fn message(&self) -> String {
        let next = format!("`diligence explain {}` says more.", self.code);
        match self.help {
            Some(help) => visible(&format!("The record cannot be read: {}. To do: {help}. {next}", self.says)),
            None => format!("The record cannot be read: {}. {next}", self.says),
        }
    }
}
