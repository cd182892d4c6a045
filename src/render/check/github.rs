//! `check --format github`: a workflow command for each open finding, which GitHub shows as an annotation.

use crate::pack::{Library, Obligation};

use super::super::Run;
use super::super::style::visible;
use super::point::points;
use super::region::{Place, Region};
use super::{Checked, End, Format, Part, Unread};

/// Annotations for a log of GitHub Actions, which shows only the first ten of each level of a step. So the first of each
/// level of every record come first, and say how many more there are; the others are held for the end.
#[derive(Clone, Copy, Debug)]
pub struct Github;

impl Format for Github {
    fn head(&self, _: &Run, _: &Library) -> String {
        String::new()
    }

    /// What a baseline knows has no annotation.
    fn record(&self, record: &Checked<'_>) -> Part {
        let open = points(record);
        let open: Vec<_> = open.into_iter().filter(|point| point.is_open).collect();
        let of_one_level = open.chunk_by(|one, other| one.finding.obligation == other.finding.obligation);
        let parts = of_one_level.map(|points| {
            let level = level(points[0].finding.obligation);
            first_and_others(
                level,
                points.iter().map(|point| {
                    let finding = point.finding;
                    let title =
                        format!("{} {} {}", finding.status.words(), finding.obligation.id(), finding.requirement);
                    (point.place, title, point.message())
                }),
            )
        });
        joined(parts)
    }

    fn unread(&self, unread: &Unread<'_>) -> Part {
        let told = unread.told();
        first_and_others("error", told.iter().map(|one| (one.place, one.code.to_owned(), one.message())))
    }

    /// Far more than anyone reads of a log.
    fn most_held(&self) -> usize {
        4_000_000
    }

    fn tail(&self, end: &End<'_>) -> String {
        let mut text = end.held.concat();
        if end.held_left_out > 0 {
            let message = "Only the first findings of each level are annotated for some records, because there are so many \
                           records. Write a .sarif or .json file for all of them.";
            text.push_str(&format!("::notice title=diligence::{message}\n"));
        }
        text
    }
}

/// The first annotation of a record at a level, with the count of the others; and these.
fn first_and_others<'p>(level: &str, all: impl ExactSizeIterator<Item = (Place<'p>, String, String)>) -> Part {
    let more = match all.len() {
        0 | 1 => String::new(),
        2 => " 1 more of this level is open in this record.".to_owned(),
        count => format!(" {} more of this level are open in this record.", count - 1),
    };
    let mut part = Part::default();
    for (at, (place, title, message)) in all.enumerate() {
        match at {
            0 => part.text = command(level, place, &title, &format!("{message}{more}")),
            _ => part.held.push_str(&command(level, place, &title, &message)),
        }
    }
    part
}

fn joined(parts: impl Iterator<Item = Part>) -> Part {
    parts.fold(Part::default(), |sum, part| Part { text: sum.text + &part.text, held: sum.held + &part.held })
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

    use crate::pack::{PackSource, load};

    #[test]
    fn what_there_is_no_room_for_is_told() {
        let library = load(&[PackSource::Embedded]).unwrap();
        let run = Run::new(&library, jiff::civil::date(2026, 11, 21));
        let held = ["one\n".to_owned(), "two\n".to_owned()];
        let end = End {
            run: &run,
            records: 3,
            unread: 0,
            exit_status: 1,
            baseline: None,
            left_out: 0,
            held: &held,
            held_left_out: 0,
            hash: "",
        };
        assert_eq!(Github.tail(&end), "one\ntwo\n");
        let text = Github.tail(&End { held_left_out: 1, ..end });
        assert!(
            text.starts_with("one\ntwo\n::notice title=diligence::Only the first findings of each level"),
            "{text}"
        );
        assert_eq!(text.lines().count(), 3);
    }

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
