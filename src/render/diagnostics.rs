//! What is wrong with an input, for people.

use crate::source::Diagnostic;

use super::snippet;

/// Each problem with its place and what to do, then how many there are.
pub fn diagnostics(problems: &[Diagnostic]) -> String {
    let mut text: String = problems.iter().map(|problem| snippet::problem(problem) + "\n").collect();
    if problems.len() > 1 {
        text.push_str(&format!("{} problems were found.\n", problems.len()));
    }
    text
}
