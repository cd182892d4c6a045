//! The lists at the end of a draft.

use serde::Serialize;

use crate::drafting::Draft;
use crate::pack::Library;

use super::section::LeftOutView;
use super::todo::{BlankView, DifferenceView, ProposalView, UnresolvedView};

/// What a draft leaves to people, and what it left out.
#[derive(Debug, Serialize)]
pub(super) struct Lists<'a> {
    pub blanks: Vec<BlankView<'a>>,
    pub proposals: Vec<ProposalView<'a>>,
    pub differences: Vec<DifferenceView<'a>>,
    pub unresolved: Vec<UnresolvedView<'a>>,
    /// The terms that clauses use and that the draft does not define.
    pub undefined: &'a [&'a str],
    pub left_out: Vec<LeftOutView<'a>>,
}

impl<'a> Lists<'a> {
    pub(super) fn new(draft: &'a Draft<'a>, library: &'a Library) -> Self {
        let ledger = &draft.ledger;
        Self {
            blanks: ledger.blanks.iter().map(|blank| BlankView::new(blank, library)).collect(),
            proposals: ledger.proposals.iter().map(|proposal| ProposalView::new(proposal, library)).collect(),
            differences: ledger.differences.iter().map(|one| DifferenceView::new(one, library)).collect(),
            unresolved: ledger.unresolved.iter().map(UnresolvedView::new).collect(),
            undefined: &ledger.undefined,
            left_out: draft.left_out.iter().map(LeftOutView::new).collect(),
        }
    }
}
