//! `diligence list`: what there is.

use super::args::ListArgs;
use super::{Exit, Failure};

/// Runs the command.
pub fn run(_args: &ListArgs) -> Result<Exit, Failure> {
    Err(Failure::Other("placeholder".to_owned()))
}
