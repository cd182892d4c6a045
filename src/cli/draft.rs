//! `diligence draft`: documents from a record.

use super::args::DraftArgs;
use super::{Exit, Failure};

/// Runs the command.
pub fn run(_args: &DraftArgs) -> Result<Exit, Failure> {
    Err(Failure::Other("placeholder".to_owned()))
}
