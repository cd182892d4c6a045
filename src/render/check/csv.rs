//! `check --format csv`: a row for each finding, for spreadsheets (RFC 4180).

use csv::{Terminator, WriterBuilder};

use crate::assessment::Status;
use crate::pack::Library;

use super::super::Run;
use super::super::escape::spreadsheet;
use super::super::view::{CitationView, FindingView};
use super::point::{by_finding, points, waiver};
use super::region::Place;
use super::{Checked, End, Format, Part, Unread};

/// Every finding whatever its status, and each problem of a record that could not be read, in a table whose cells no
/// spreadsheet takes for formulas.
#[derive(Clone, Copy, Debug)]
pub struct Csv;

const COLUMNS: [&str; 21] = [
    "path",
    "file",
    "line",
    "column",
    "requirement",
    "title",
    "status",
    "obligation",
    "basis",
    "phase",
    "facts",
    "expected",
    "reasons",
    "remedy",
    "role",
    "due_by",
    "citations",
    "clause",
    "waiver",
    "fingerprint",
    "baseline",
];

impl Format for Csv {
    fn head(&self, _: &Run, _: &Library) -> String {
        rows([COLUMNS.map(str::to_owned)])
    }

    fn record(&self, record: &Checked<'_>) -> Part {
        let points = points(record);
        let points = by_finding(&points);
        let view = record.view();
        let rows = rows(view.findings.iter().map(|finding| {
            let point = points.get(&std::ptr::from_ref(finding)).copied();
            let first = finding.to_show().next();
            let place = match (point, first) {
                (Some(point), _) => Some((point.place.path, point.place.region.line, point.place.region.column)),
                (None, first) => first.map(|seen| (seen.path, seen.line, seen.column)),
            };
            let fingerprint = point.map(|point| point.fingerprint.clone()).unwrap_or_default();
            row(view.path, place, finding, fingerprint)
        }));
        rows.into()
    }

    fn unread(&self, unread: &Unread<'_>) -> Part {
        let told = unread.told();
        let rows = rows(told.iter().map(|one| {
            let mut row = [const { String::new() }; COLUMNS.len()];
            let Place { path, region } = one.place;
            let help = one.help.unwrap_or_default().to_owned();
            let cells = [
                (0, path.to_owned()),
                (1, path.to_owned()),
                (2, region.line.to_string()),
                (3, region.column.to_string()),
                (4, one.code.to_owned()),
                (5, one.says.clone()),
                (6, UNREAD.to_owned()),
                (13, help),
                (19, one.fingerprint.clone()),
            ];
            cells.into_iter().for_each(|(at, cell)| row[at] = cell);
            row
        }));
        rows.into()
    }

    fn tail(&self, _: &End<'_>) -> String {
        String::new()
    }
}

/// What stands in the place of a status where a record could not be read.
const UNREAD: &str = "not-read";

fn rows(rows: impl IntoIterator<Item = [String; COLUMNS.len()]>) -> String {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        let cells = row.iter().map(|cell| spreadsheet(cell));
        writer.write_record(cells).expect("a row goes into memory, and every row has the same columns");
    }
    let bytes = writer.into_inner().expect("memory takes every byte");
    String::from_utf8(bytes).expect("the cells are texts")
}

fn row(
    path: &str,
    place: Option<(&str, usize, usize)>,
    finding: &FindingView<'_>,
    fingerprint: String,
) -> [String; COLUMNS.len()] {
    let facts: Vec<&str> = finding.to_show().map(|observation| observation.fact.as_str()).collect();
    let expected: Vec<&str> = finding.to_show().filter_map(|observation| observation.expectation.as_deref()).collect();
    let asked = !matches!(finding.status, Status::Met | Status::NotApplicable);
    let if_asked = |text: &str| if asked { text.to_owned() } else { String::new() };
    [
        path.to_owned(),
        shown(place.map(|(file, ..)| file)),
        shown(place.map(|(_, line, _)| line)),
        shown(place.map(|(.., column)| column)),
        finding.requirement.to_owned(),
        finding.title.to_owned(),
        finding.status.id().to_owned(),
        finding.obligation.id().to_owned(),
        finding.basis.id().to_owned(),
        finding.phase.id().to_owned(),
        facts.join(" "),
        if_asked(&expected.join(" ")),
        finding.reasons.join(" "),
        if_asked(finding.remedy),
        finding.role.to_owned(),
        shown(finding.due_by),
        finding.citations.iter().map(CitationView::with_confidence).collect::<Vec<_>>().join("; "),
        finding.clause.unwrap_or_default().to_owned(),
        waiver(finding).unwrap_or_default(),
        fingerprint,
        finding.baseline.unwrap_or_default().to_owned(),
    ]
}

fn shown(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
