//! Floor 4: a record held against the packs on a date. The outcome is one [`Finding`] for each requirement, and those that
//! the program makes itself: about waivers, evidence, contradictions, chosen texts of clauses below their floor, and the text
//! of the agreement. The deadlines of a record and the baseline of what is known stand here too.
//!
//! Conditions have three values. What a record does not state is unknown, so that nothing is met by silence and nothing
//! is left out in silence.

mod agreement;
mod assess;
mod baseline;
mod deadlines;
mod evaluate;
mod evidence;
mod files;
mod finding;
mod identity;
mod named_files;
mod open;
mod own;
mod parameters;
mod positions;
mod reasons;
mod relevance;
mod stand_in;
mod truth;
mod waivers;
mod words;

pub use assess::{Assessment, Options, assess};
pub use baseline::{Baseline, InBaseline, Known, Now, Stale, sorted_abouts};
pub use deadlines::{Chain, ChainState, Deadline, Link, LinkState, State, chains, check_example, deadlines};
pub use evaluate::{Observation, Origin, Scope};
pub use evidence::Evidence;
pub use files::Files;
pub use finding::{FailOn, Finding, Status, Summary};
pub use identity::Identity;
pub use named_files::{NamedFile, named_files};
pub use own::OwnRequirement;
pub use positions::{ChosenPosition, ChosenText};
pub use relevance::{Use, record_order, relevant_fields};
pub use stand_in::StandIn;
pub use truth::Truth;
pub use waivers::Waiver;
