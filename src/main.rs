//! The `diligence` program: parse, dispatch, exit code.

use std::process::ExitCode;

use mimalloc::MiMalloc;

// A third of a run is taking and giving back the memory of small texts.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    diligence::cli::main()
}
