//! Every date that a record gives rise to, reckoned from the time limits of the packs.

mod deadline;

pub use deadline::{Chain, ChainState, Deadline, Link, LinkState, State};
