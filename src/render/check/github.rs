//! `check --format github`: a workflow command for each open finding, which GitHub shows as an annotation.

use crate::pack::{Library, Obligation};

use super::super::Run;
use super::super::style::visible;
use super::point::points;
use super::region::{Place, Region};
use super::{Checked, End, Format, Part, Unread};

/// Annotations for a log of GitHub Actions, the strongest of each record first: a step shows only the first few.
/// What a baseline knows has none.
#[derive(Clone, Copy, Debug)]
pub struct Github;

impl Format for Github {
    fn head(&self, _: &Run, _: &Library) -> String {
        String::new()
    }

    fn record(&self, record: &Checked<'_>) -> Part {
        let lines = points(record).into_iter().filter(|point| point.is_open).map(|point| {
            let finding = point.finding;
            let title = format!("{} {} {}", finding.status.words(), finding.obligation.id(), finding.requirement);
            command(level(finding.obligation), point.place, &title, &point.message())
        });
        lines.collect::<String>().into()
    }

    fn unread(&self, unread: &Unread<'_>) -> Part {
        let told = unread.told();
        let lines = told.iter().map(|one| command("error", one.place, one.code, &one.message()));
        lines.collect::<String>().into()
    }

    fn tail(&self, _: &End<'_>) -> String {
        String::new()
    }
}

const fn level(obligation: Obligation) -> &'static str {
    match obligation {
        Obligation::Must => "error",
        Obligation::Should => "warning",
        Obligation::Consider => "notice",
    }
}

fn command(level: &str, Place { path, region }: Place<'_>, title: &str, message: &str) -> String {
    let Region { line, column, end_line, end_column } = region;
    let place = match line == end_line {
        // GitHub counts the last column in, and takes columns on one line only.
        true => format!("line={line},col={column},endColumn={}", end_column.saturating_sub(1).max(column)),
        false => format!("line={line},endLine={end_line}"),
    };
    format!("::{level} file={},{place},title={}::{}\n", property(path), property(title), data(message))
}

/// `text` in the message of a command.
fn data(text: &str) -> String {
    visible(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// `text` in a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_its_command_or_its_property() {
        let region = Region { line: 2, column: 3, end_line: 2, end_column: 5 };
        let hostile = "a,line=9::x\n::stop-commands::y%0A";
        assert_eq!(
            command("error", Place { path: hostile, region }, hostile, hostile),
            "::error file=a%2Cline=9%3A%3Ax %3A%3Astop-commands%3A%3Ay%250A,line=2,col=3,endColumn=4,\
             title=a%2Cline=9%3A%3Ax %3A%3Astop-commands%3A%3Ay%250A::a,line=9::x ::stop-commands::y%250A\n"
        );
    }
}
