//! Every date that a record gives rise to, reckoned from the time limits of the packs.

mod chain;
mod day;
mod deadline;
mod event;
mod example;
mod length;
mod reckoner;
mod standing;
mod start;
mod state;
mod stop;
mod unknown;
mod words;

use crate::pack::Calendars;
use crate::record::Duration;

use super::{Finding, Scope};
use reckoner::Reckoner;

pub use chain::chains;
pub use deadline::{Chain, ChainState, Deadline, Link, LinkState, State};
pub use example::check_example;

/// Every deadline of the record in `scope`, by date, those without one last, and then by id. A day that lies no further
/// ahead than `soon` is near. `findings` are those of the record, assessed as if it were in the last phase: the gates of
/// the phases name what is still open of them.
pub fn deadlines<'a>(
    scope: &Scope<'a>,
    findings: &[Finding<'a>],
    calendars: &'a Calendars,
    soon: Duration,
) -> Vec<Deadline<'a>> {
    let reckoner = Reckoner::new(scope, findings, calendars, soon);
    let mut deadlines = reckoner.all();
    deadlines.sort_by(|a, b| (a.date.is_none(), a.date, &a.id).cmp(&(b.date.is_none(), b.date, &b.id)));
    deadlines
}
