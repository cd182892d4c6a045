//! The texts of clauses that a record chooses, as formats see them.

use serde::Serialize;

use crate::assessment::ChosenPosition;

use super::finding::WaiverView;

/// A text that the record chooses in place of the preferred one.
#[derive(Clone, Debug, Serialize)]
pub struct PositionView<'a> {
    /// The id of the clause.
    pub clause: &'a str,
    /// The title of the clause.
    pub title: &'a str,
    /// The word for the text in the record.
    pub position: &'a str,
    /// What the text is called.
    pub position_title: &'a str,
    /// What the institution loses by it.
    pub gives_up: &'a str,
    /// Whether that may not be given up without a waiver.
    pub below_floor: bool,
    /// The waiver that covers it.
    pub waiver: Option<WaiverView<'a>>,
}

impl<'a> PositionView<'a> {
    pub(super) fn new(chosen: &'a ChosenPosition<'a>) -> Self {
        Self {
            clause: &chosen.clause.id,
            title: &chosen.clause.title,
            position: chosen.id(),
            position_title: chosen.title(),
            gives_up: chosen.gives_up(),
            below_floor: chosen.below_floor(),
            waiver: chosen.waiver.as_ref().map(WaiverView::new),
        }
    }
}
