//! `diligence explain`: one thing in plain words.

use super::args::ExplainArgs;
use super::{Exit, Failure};

/// Runs the command.
pub fn run(_args: &ExplainArgs) -> Result<Exit, Failure> {
    Err(Failure::Other("placeholder".to_owned()))
}
