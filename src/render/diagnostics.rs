//! What is wrong with an input, for people.

use crate::source::Diagnostic;

use super::snippet;

/// How many problems are shown. A file with more is no record with mistakes but another kind of file.
const MOST: usize = 200;

/// Each problem with its place and what to do, then how many there are.
pub fn diagnostics(problems: &[Diagnostic]) -> String {
    let mut text: String = problems.iter().take(MOST).map(|problem| snippet::problem(problem) + "\n").collect();
    match problems.len() {
        0 | 1 => {}
        count if count > MOST => text.push_str(&format!("{count} problems were found; the first {MOST} are shown.\n")),
        count => text.push_str(&format!("{count} problems were found.\n")),
    }
    text
}
