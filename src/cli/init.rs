//! `diligence init`: a new record.

use super::args::InitArgs;
use super::{Exit, Failure};

/// Runs the command.
pub fn run(_args: &InitArgs) -> Result<Exit, Failure> {
    Err(Failure::Other("placeholder".to_owned()))
}
