//! `check --format markdown`: a short summary for the page of a job: a table of the records, then what to do next.

use crate::assessment::Status;
use crate::pack::{Library, Obligation};

use super::super::Run;
use super::super::english::in_words;
use super::super::escape::{markdown, markdown_code, markdown_prose};
use super::point::{Point, points};
use super::region::Place;
use super::{Checked, End, Format, Part, Unread};

/// A summary in Markdown that stays far below the one MiB that GitHub shows of a job.
#[derive(Clone, Copy, Debug)]
pub struct MarkdownSummary;

/// How many points of a record are listed.
const MOST_POINTS: usize = 10;

/// How many characters of a text are shown.
const MOST_CHARACTERS: usize = 300;

/// How many bytes the table of records may have.
const MOST_TABLE: usize = 400_000;

impl Format for MarkdownSummary {
    fn head(&self, run: &Run, _: &Library) -> String {
        format!(
            "## Privacy and access due diligence, as of {}\n\n\
             | Record | Phase | Open musts | Open shoulds | Open considers | Waived or known |\n\
             |---|---|--:|--:|--:|--:|\n",
            in_words(run.as_of)
        )
    }

    fn record(&self, record: &Checked<'_>) -> Part {
        let view = record.view();
        let points = points(record);
        let (open, aside): (Vec<_>, Vec<_>) = points.into_iter().partition(|point: &Point<'_>| point.is_open);
        let [musts, shoulds, considers] =
            Obligation::ALL.map(|level| open.iter().filter(|point| point.finding.obligation == level).count());
        let text = format!(
            "| {}{} | {} | {musts} | {shoulds} | {considers} | {} |\n",
            markdown_code(&clip(view.path)),
            view.title.map(|title| format!("<br>{}", markdown(&clip(title)))).unwrap_or_default(),
            view.phase.map_or("not stated", |phase| phase.id()),
            aside.len(),
        );
        let held = if open.is_empty() { String::new() } else { next_steps(view.path, &open) };
        Part { text, held }
    }

    fn unread(&self, unread: &Unread<'_>) -> Part {
        let text = format!("| {} | could not be read |  |  |  |  |\n", markdown_code(&clip(unread.path)));
        let told = unread.told();
        let lines = told
            .iter()
            .take(MOST_POINTS)
            .map(|one| format!("- Line {}: {}\n", one.place.region.line, markdown_prose(&clip(&one.says_with_help()))));
        let lines: String = lines.collect();
        let held = format!("\n### {}\n\n{}\n\n{lines}", heading(unread.path), markdown_prose(&unread.sentence()));
        Part { text, held }
    }

    fn most(&self) -> usize {
        MOST_TABLE
    }

    fn tail(&self, end: &End<'_>) -> String {
        let mut text = String::new();
        if end.records + end.unread == 0 {
            text.push_str("\nThere is no record.\n");
        }
        if let Some(baseline) = end.baseline {
            text.push_str(&format!("\n{}\n", markdown_prose(&baseline.sentence())));
        }
        if end.left_out > 0 {
            text.push_str(&format!("\n{} more records are left out here: a summary has a limit.\n", end.left_out));
        }
        text.push_str(&end.held.concat());
        if end.held_left_out > 0 {
            let count = end.held_left_out;
            text.push_str(&format!(
                "\nWhat is open in {count} more records is left out here: a summary has a limit.\n"
            ));
        }
        let packs: Vec<String> = end
            .run
            .packs
            .iter()
            .map(|pack| format!("{} {} (SHA-256 {:.8})", markdown(&pack.id), markdown(&pack.edition), pack.hash))
            .collect();
        let tool = end.run.tool;
        let by = format!("{} {} and the packs {}", tool.name, tool.version, packs.join(", "));
        text + &format!("\nMade with {by}. Not legal advice.\n")
    }
}

fn next_steps(path: &str, open: &[Point<'_>]) -> String {
    let lines: String = open
        .iter()
        .take(MOST_POINTS)
        .map(|point| {
            let finding = point.finding;
            let status = if finding.status == Status::Gap { "gap" } else { "not stated" };
            let by = finding.due_by.map(|date| format!(", by {date}")).unwrap_or_default();
            format!(
                "- **{}**, {status}: {} ({}, {})<br>{} *{}{by}*\n",
                finding.obligation.id(),
                markdown(&clip(finding.title)),
                markdown_code(finding.requirement),
                line_of(point.place, path),
                markdown_prose(&clip(finding.remedy)),
                markdown(finding.role),
            )
        })
        .collect();
    let more = match open.len().saturating_sub(MOST_POINTS) {
        0 => String::new(),
        count => format!("- and {count} more\n"),
    };
    format!("\n### Next for {}\n\n{lines}{more}", heading(path))
}

/// The line, with the file where that is not the record at `path`.
fn line_of(place: Place<'_>, path: &str) -> String {
    let line = format!("line {}", place.region.line);
    if place.path == path { line } else { format!("{line} of {}", markdown_code(&clip(place.path))) }
}

fn heading(path: &str) -> String {
    markdown_code(&clip(path))
}

fn clip(text: &str) -> String {
    match text.char_indices().nth(MOST_CHARACTERS) {
        Some((at, _)) => format!("{}...", &text[..at]),
        None => text.to_owned(),
    }
}
