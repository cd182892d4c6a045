//! How a run ended, for the shell and for people.

use std::process::ExitCode;

use crate::render::wrap;

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

impl Exit {
    /// The number that the shell sees.
    pub const fn status(self) -> u8 {
        match self {
            Exit::Clean => 0,
            Exit::Open => 1,
            Exit::Failed => 2,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.status())
    }
}

/// What each exit status means, a sentence each.
pub const EXIT_STATUSES: [(&str, &[&str]); 4] = [
    (
        "0",
        &[
            "Of check and report: nothing is open at the level of --fail-on.",
            "Of deadlines: at that level no day was missed and no rule is broken.",
            "Of fix: nothing is left to mend.",
            "Of the others: the command did what it was asked.",
        ],
    ),
    (
        "1",
        &[
            "Of check and report: something is open at the level of --fail-on.",
            "Of deadlines: at that level a day was missed or a rule is broken.",
            "Of fix: there is something to mend, and without --write it was not written.",
            "Of draft --final: refused, because something is left to people.",
        ],
    ),
    (
        "2",
        &[
            "The run could not be made, or not in full: a record, a pack or an argument is wrong, or a file could not be \
             read or written.",
            "Of fix: a problem is left that only a person can solve.",
        ],
    ),
    ("130, 143", &["Stopped, by Ctrl-C and by SIGTERM; no file is left half written."]),
];

/// What the help says of them.
pub fn exit_status_help() -> String {
    let one =
        |(status, meanings): &(&str, &[&str])| wrap(&meanings.join(" "), &format!("  {status:<9} "), "            ");
    format!("Exit status:\n{}", EXIT_STATUSES.iter().map(one).collect::<String>())
}
