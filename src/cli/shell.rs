//! `diligence schema`, `completions` and `man`: for editors and shells.

use super::args::{CompletionsArgs, SchemaArgs};
use super::{Exit, Failure};

/// Prints the JSON Schema of a record.
pub fn schema(_args: &SchemaArgs) -> Result<Exit, Failure> {
    Err(Failure::Other("placeholder".to_owned()))
}

/// Prints completions for a shell.
pub fn completions(_args: &CompletionsArgs) -> Result<Exit, Failure> {
    Err(Failure::Other("placeholder".to_owned()))
}

/// Prints the manual page.
pub fn man() -> Result<Exit, Failure> {
    Err(Failure::Other("placeholder".to_owned()))
}
