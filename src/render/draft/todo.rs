//! What a draft leaves to people.

use serde::Serialize;

use crate::drafting::{Blank, Choice, Difference, Proposal, Unresolved};
use crate::pack::Library;

use super::words::places;

/// Something to fill in.
#[derive(Debug, Serialize)]
pub(super) struct BlankView<'a> {
    pub number: usize,
    pub what: String,
    pub field: &'a str,
    pub question: &'a str,
    /// Whether the record states that there is none.
    pub none: bool,
    pub places: String,
}

/// A value to confirm.
#[derive(Debug, Serialize)]
pub(super) struct ProposalView<'a> {
    pub number: usize,
    pub text: &'a str,
    pub field: &'a str,
    pub question: &'a str,
    /// Whose choice the value is, in a sentence.
    pub whose: String,
    pub places: String,
}

/// A stated value to compare.
#[derive(Debug, Serialize)]
pub(super) struct DifferenceView<'a> {
    pub text: &'a str,
    pub field: &'a str,
    pub other: &'a str,
    /// Whose choice the other value is, in a sentence.
    pub whose: String,
    pub places: String,
}

/// A reference that leads nowhere.
#[derive(Debug, Serialize)]
pub(super) struct UnresolvedView<'a> {
    pub number: usize,
    pub id: &'a str,
    pub title: &'a str,
    pub places: String,
}

impl<'a> BlankView<'a> {
    pub(super) fn new(blank: &Blank<'a>, library: &'a Library) -> Self {
        let field = library.fields.get(blank.field);
        Self {
            number: blank.number,
            what: blank.what.join("; "),
            field: &field.path,
            question: &field.question,
            none: blank.none,
            places: places(&blank.places),
        }
    }
}

impl<'a> ProposalView<'a> {
    pub(super) fn new(proposal: &'a Proposal<'a>, library: &'a Library) -> Self {
        let (field, from) = (library.fields.get(proposal.field), library.fields.get(proposal.from));
        Self {
            number: proposal.number,
            text: &proposal.text,
            field: &field.path,
            question: &field.question,
            whose: whose(proposal.choice, &from.path),
            places: places(&proposal.places),
        }
    }
}

impl<'a> DifferenceView<'a> {
    pub(super) fn new(difference: &'a Difference<'a>, library: &'a Library) -> Self {
        Self {
            text: &difference.text,
            field: &library.fields.get(difference.field).path,
            other: &difference.other,
            whose: whose(difference.choice, &library.fields.get(difference.from).path),
            places: places(&difference.places),
        }
    }
}

fn whose(choice: Choice<'_>, path: &str) -> String {
    match choice {
        Choice::Record => format!("Your institution's own choice: the record states it as `{path}`."),
        Choice::Default(note) => format!("{note} It is the default of `{path}`."),
    }
}

impl<'a> UnresolvedView<'a> {
    pub(super) fn new(unresolved: &'a Unresolved<'a>) -> Self {
        Self {
            number: unresolved.number,
            id: &unresolved.clause.id,
            title: &unresolved.clause.title,
            places: places(&unresolved.places),
        }
    }
}
