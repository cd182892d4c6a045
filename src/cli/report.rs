//! `diligence report`: the gap report of a record.

use super::args::ReportArgs;
use super::{Exit, Failure};

/// Runs the command.
pub fn run(_args: &ReportArgs) -> Result<Exit, Failure> {
    Err(Failure::Other("placeholder".to_owned()))
}
