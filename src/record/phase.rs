//! The five parts of the due-diligence model, in their order.

use serde::Serialize;

/// A phase of a procurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Part 1, before the call for bids.
    Planning,
    /// Part 2, the call for bids.
    Tendering,
    /// Part 3, choosing the vendor.
    Selection,
    /// Part 4, what is agreed.
    Agreement,
    /// Part 5, through the term and at its end.
    Management,
}

impl Phase {
    /// All five, in order.
    pub const ALL: [Phase; 5] =
        [Phase::Planning, Phase::Tendering, Phase::Selection, Phase::Agreement, Phase::Management];

    /// The id, as in requirement ids and in `procurement.phase`.
    pub const fn id(self) -> &'static str {
        match self {
            Phase::Planning => "planning",
            Phase::Tendering => "tendering",
            Phase::Selection => "selection",
            Phase::Agreement => "agreement",
            Phase::Management => "management",
        }
    }

    /// The title that people read.
    pub const fn title(self) -> &'static str {
        match self {
            Phase::Planning => "Procurement planning",
            Phase::Tendering => "Tendering",
            Phase::Selection => "Vendor selection",
            Phase::Agreement => "Agreement",
            Phase::Management => "Agreement management and termination",
        }
    }

    /// What the phase is about, in a sentence or two.
    pub const fn about(self) -> &'static str {
        match self {
            Phase::Planning => {
                "What the institution settles before it calls for bids: which law applies, what information is needed and why, and which risks there are."
            }
            Phase::Tendering => "What the call for bids says and asks about privacy, access and security.",
            Phase::Selection => {
                "What the institution finds out about a vendor, its product and its terms before it chooses."
            }
            Phase::Agreement => "What the agreement, order or accepted terms say.",
            Phase::Management => {
                "What the institution keeps checking while the agreement runs, and what happens to the records when it ends."
            }
        }
    }

    /// The number of the part in the five-part model, from 1.
    pub const fn part(self) -> usize {
        self as usize + 1
    }

    /// The phase with this id.
    pub fn from_id(id: &str) -> Option<Phase> {
        Phase::ALL.into_iter().find(|phase| phase.id() == id)
    }
}
