//! Floor 7: the commands; the only place with the clock, the environment, printing and the exit status.

mod args;
mod baseline;
mod changed;
mod check;
mod check_format;
mod check_outputs;
mod clock;
mod context;
mod deadlines;
mod destinations;
mod document;
mod draft;
mod exit_status;
mod explain;
mod fix;
mod git;
mod init;
mod list;
mod new_files;
mod output;
mod pack;
mod pack_new;
mod paths;
mod progress;
mod records;
mod report;
mod seal;
mod search;
mod selection;
mod shell;
mod trace;
mod trace_args;
mod unfinished;

use std::process::ExitCode;

use clap::Parser;

use crate::render::{diagnostics, visible};
use crate::source::Diagnostic;

use args::{Cli, Command};
use exit_status::Exit;

pub use args::command;

/// What keeps a run from being made.
#[derive(Debug)]
pub enum Failure {
    /// What people wrote is wrong.
    Problems(Vec<Diagnostic>),
    /// Something else, in a sentence that says what to do next.
    Other(String),
}

impl From<Vec<Diagnostic>> for Failure {
    fn from(problems: Vec<Diagnostic>) -> Self {
        Failure::Problems(problems)
    }
}

impl From<Box<Diagnostic>> for Failure {
    fn from(problem: Box<Diagnostic>) -> Self {
        Failure::Problems(vec![*problem])
    }
}

/// Runs the program on its arguments.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(told) => return tell_of_usage(&told),
    };
    cli.color.write_global();
    let outcome = match cli.command {
        Command::Init(args) => init::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Fix(args) => fix::run(&args),
        Command::Report(args) => report::run(&args),
        Command::Deadlines(args) => deadlines::run(&args),
        Command::Draft(args) => draft::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::List(args) => list::run(&args),
        Command::Trace(args) => trace::run(&args),
        Command::Pack(args) => pack::run(&args),
        Command::Schema(args) => shell::schema(&args),
        Command::Completions(args) => shell::completions(&args),
        Command::Man => shell::man(),
    };
    match outcome {
        Ok(exit) => exit,
        Err(failure) => {
            tell(&failure);
            Exit::Failed
        }
    }
    .into()
}

/// Prints help, the version, or what is wrong with the arguments.
fn tell_of_usage(told: &clap::Error) -> ExitCode {
    let printed = told.print().or_else(|error| output::printed(Err(error)));
    match (told.use_stderr(), printed) {
        (false, Ok(())) => Exit::Clean,
        (false, Err(failure)) => {
            tell(&failure);
            Exit::Failed
        }
        (true, _) => Exit::Failed,
    }
    .into()
}

/// Prints what keeps a run from being made on standard error.
fn tell(failure: &Failure) {
    match failure {
        Failure::Problems(problems) => output::warn(&diagnostics(problems)),
        Failure::Other(message) => {
            // It may name a file, and a name may hold what steers a terminal.
            let lines: Vec<String> = message.lines().map(visible).collect();
            output::warn(&format!("error: {}\n", lines.join("\n")));
        }
    }
}
