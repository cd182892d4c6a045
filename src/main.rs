//! The `diligence` program: parse, dispatch, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    diligence::cli::main()
}
