//! `deadlines --format csv`: one row a deadline, for spreadsheets (RFC 4180).

use csv::{Terminator, WriterBuilder};

use crate::pack::weekday_name;

use super::super::escape::spreadsheet;
use super::view::{Dates, DeadlineView};
use super::words::joined;

/// The columns. Days left and days past are two of them, so that no number begins with a sign.
const COLUMNS: [&str; 34] = [
    "date",
    "weekday",
    "days_left",
    "days_past",
    "state",
    "title",
    "about",
    "role",
    "kind",
    "obligation",
    "rests_on",
    "citations",
    "confirm",
    "sources",
    "done_on",
    "counted_from",
    "unmoved",
    "safe",
    "convention",
    "reckoning",
    "problems",
    "target_within",
    "target_date",
    "target_default",
    "since",
    "entries",
    "requirements",
    "note",
    "says",
    "id",
    "limit",
    "field",
    "path",
    "line",
];

impl Dates<'_> {
    /// The deadlines as a table with a line of column names.
    pub fn to_csv(&self) -> String {
        let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
        let rows = std::iter::once(COLUMNS.map(str::to_owned)).chain(self.deadlines.iter().map(row));
        for row in rows {
            let cells = row.iter().map(|cell| spreadsheet(cell));
            writer.write_record(cells).expect("a row goes into memory, and every row has the same columns");
        }
        let bytes = writer.into_inner().expect("memory takes every byte");
        String::from_utf8(bytes).expect("the cells are texts")
    }
}

fn row(deadline: &DeadlineView<'_>) -> [String; COLUMNS.len()] {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let target = deadline.target.as_ref();
    let citations = &deadline.citations;
    [
        shown(deadline.date),
        text(deadline.date.map(|date| weekday_name(date.weekday()))),
        shown(deadline.days_left.filter(|left| *left >= 0)),
        shown(deadline.days_left.filter(|left| *left < 0).map(i32::unsigned_abs)),
        deadline.state.id().to_owned(),
        deadline.title.to_owned(),
        text(deadline.about),
        deadline.role.to_owned(),
        deadline.kind.id().to_owned(),
        deadline.obligation.id().to_owned(),
        deadline.rests_on.id().to_owned(),
        citations.iter().map(|citation| citation.text.clone()).collect::<Vec<_>>().join("; "),
        citations.iter().map(|citation| citation.with_confidence()).collect::<Vec<_>>().join("; "),
        deadline.sources.iter().map(|source| source.title).collect::<Vec<_>>().join("; "),
        shown(deadline.done_on),
        shown(deadline.counted_from),
        shown(deadline.unmoved),
        shown(deadline.safe),
        deadline.convention.to_owned(),
        joined(deadline.reckoning),
        joined(deadline.problems),
        shown(target.map(|target| target.within)),
        shown(target.and_then(|target| target.date)),
        shown(target.map(|target| target.default)),
        shown(deadline.since),
        deadline.entries.join("; "),
        deadline.requirements.join("; "),
        text(deadline.note),
        deadline.says.to_owned(),
        deadline.id.to_owned(),
        deadline.limit.to_owned(),
        text(deadline.place.field),
        deadline.place.path.to_owned(),
        shown(deadline.place.line),
    ]
}

fn shown(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::tests::Sample;
    use super::*;

    #[test]
    fn every_deadline_is_a_row_and_no_cell_a_formula() {
        let text = Sample::new().dates("2026-11-21", |_| {}, |dates| dates.to_csv());
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(reader.headers().unwrap(), &COLUMNS[..]);
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 9);
        let cells = rows.iter().flat_map(csv::StringRecord::iter);
        assert!(
            cells.clone().count() == 9 * COLUMNS.len()
                && !cells.into_iter().any(|cell| cell.starts_with(['=', '+', '-', '@']))
        );
        let due = rows.iter().find(|row| &row[4] == "due-soon").unwrap();
        assert_eq!((&due[0], &due[1], &due[2], &due[3]), ("2026-12-02", "Wednesday", "11", ""));
        assert_eq!((&due[6], &due[8], &due[10]), ("'=1+1 <b>*x*</b>", "by", "law"));
        let past = rows.iter().find(|row| &row[4] == "overdue").unwrap();
        assert_eq!((&past[2], &past[3]), ("", "12"));
        let target = rows.iter().find(|row| &row[4] == "without-number").unwrap();
        assert_eq!((&target[6], &target[21]), ("outage, \"north\"; gate", "72 hours"));
    }
}
