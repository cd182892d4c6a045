//! Floor 7: the commands; the only place with the clock, the environment, printing and the exit status.

mod args;
mod check;
mod clock;
mod context;
mod deadlines;
mod document;
mod draft;
mod explain;
mod fix;
mod init;
mod list;
mod new_files;
mod output;
mod pack;
mod pack_new;
mod records;
mod report;
mod shell;
mod trace;
mod trace_args;

use std::process::ExitCode;

use clap::Parser;

use crate::render::diagnostics;
use crate::source::Diagnostic;

use args::{Cli, Command};

pub use args::command;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Nothing is open at the level that was asked for.
    Clean,
    /// Something is.
    Open,
    /// The run could not be made: a bad record, a bad pack, bad usage.
    Failed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(match exit {
            Exit::Clean => 0,
            Exit::Open => 1,
            Exit::Failed => 2,
        })
    }
}

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
    let cli = Cli::parse();
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

/// Prints what keeps a run from being made on standard error.
fn tell(failure: &Failure) {
    match failure {
        Failure::Problems(problems) => output::warn(&diagnostics(problems)),
        Failure::Other(message) => output::warn(&format!("error: {message}\n")),
    }
}
