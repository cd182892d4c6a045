//! `diligence pack new`: the beginning of a pack.

use std::path::Path;

use super::{Exit, Failure};

/// Runs the command.
pub fn run(_dir: &Path) -> Result<Exit, Failure> {
    Err(Failure::Other("placeholder".to_owned()))
}
