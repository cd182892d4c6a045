//! What is wrong with an input, for people.

use crate::source::Diagnostic;

use super::snippet;

/// How many problems are shown. A file with more is no record with mistakes but another kind of file.
const MOST: usize = 200;

/// Each problem with its place and what to do, then how many there are and how many `fix` can correct.
pub fn diagnostics(problems: &[Diagnostic]) -> String {
    let mut text: String = problems.iter().take(MOST).map(|problem| snippet::problem(problem) + "\n").collect();
    match problems.len() {
        0 | 1 => {}
        count if count > MOST => text.push_str(&format!("{count} problems were found; the first {MOST} are shown.\n")),
        count => text.push_str(&format!("{count} problems were found.\n")),
    }
    match (problems.len(), problems.iter().filter(|problem| problem.fix.is_some()).count()) {
        (_, 0) => {}
        (1, _) => text.push_str("`diligence fix` can correct it.\n"),
        (all, some) if all == some => text.push_str("`diligence fix` can correct them all.\n"),
        (_, some) => text.push_str(&format!("`diligence fix` can correct {some} of these.\n")),
    }
    text
}
