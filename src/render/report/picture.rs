//! The five phases as bars, in the units of the picture's own view box, and the same counts as a table.

use serde::Serialize;

use crate::assessment::Status;
use crate::record::Phase;

use super::super::RecordView;
use super::words::{capitalised, counts, phase_words};

/// The width of the picture; small, so that its words stay readable on a narrow screen.
const WIDTH: usize = 340;
/// The height of one phase: a line of words and a bar.
const ROW: usize = 46;
/// Where a phase's bar begins, below its row's top.
const BAR_TOP: usize = 20;
/// The height of a bar.
const BAR: usize = 16;
/// The length of the longest bar; what remains of the width is for the count beside it.
const LONGEST: usize = 250;
/// The narrowest part of a bar that has room for its count.
const LABEL_WIDTH: usize = 20;
/// The height of one line of the legend.
const LEGEND_LINE: usize = 20;

/// The picture and its table.
#[derive(Debug, Serialize)]
pub(super) struct Picture {
    width: usize,
    height: usize,
    bar: usize,
    rows: Vec<Row>,
    table: Vec<TableRow>,
    legend: Vec<LegendEntry>,
    /// What the picture shows, in words.
    words: String,
}

/// One row of the table: a status, or all of them.
#[derive(Debug, Serialize)]
struct TableRow {
    words: String,
    /// One for each phase, then their sum.
    counts: Vec<usize>,
}

#[derive(Debug, Serialize)]
struct Row {
    part: usize,
    title: &'static str,
    /// The title in one word.
    short: String,
    /// "3 open of 20".
    open: String,
    name_y: usize,
    bar_y: usize,
    count_y: usize,
    segments: Vec<Segment>,
}

/// The part of a bar that stands for one status.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Segment {
    status: &'static str,
    x: usize,
    width: usize,
    count: usize,
    label_x: usize,
    label_y: usize,
    has_room: bool,
}

#[derive(Debug, Serialize)]
struct LegendEntry {
    status: &'static str,
    words: String,
    x: usize,
    y: usize,
    text_x: usize,
    text_y: usize,
}

impl Picture {
    /// The picture of `record`.
    pub(super) fn of(record: &RecordView<'_>) -> Self {
        let all = Phase::ALL.map(|phase| (phase, counts(record, phase)));
        let total = |counts: &[(Status, usize)]| counts.iter().map(|(_, count)| count).sum::<usize>();
        let most = all.iter().map(|(_, counts)| total(counts)).max().unwrap_or(0);
        let rows = all.iter().enumerate().map(|(at, (phase, counts))| {
            let open: usize = counts.iter().filter(|(status, _)| status.is_open()).map(|(_, count)| count).sum();
            Row {
                part: phase.part(),
                title: phase.title(),
                short: capitalised(phase.id()),
                open: format!("{open} open of {}", total(counts)),
                name_y: at * ROW + BAR_TOP - 6,
                bar_y: at * ROW + BAR_TOP,
                count_y: at * ROW + BAR_TOP + BAR - 4,
                segments: segments(counts, most, at * ROW + BAR_TOP),
            }
        });
        let legend_top = all.len() * ROW + 4;
        let legend = Status::ALL.iter().enumerate().map(|(at, status)| LegendEntry {
            status: status.id(),
            words: capitalised(status.words()),
            x: at % 3 * (WIDTH / 3),
            y: legend_top + at / 3 * LEGEND_LINE,
            text_x: at % 3 * (WIDTH / 3) + 22,
            text_y: legend_top + at / 3 * LEGEND_LINE + 10,
        });
        let sentences = all
            .iter()
            .map(|(phase, _)| format!("Part {}, {}: {}", phase.part(), phase.title(), phase_words(record, *phase)));
        Self {
            width: WIDTH,
            height: legend_top + 2 * LEGEND_LINE,
            bar: BAR,
            rows: rows.collect(),
            table: table(&all),
            legend: legend.collect(),
            words: sentences.collect::<Vec<_>>().join(" "),
        }
    }
}

/// The counts of each status by phase, and a last row for all of them.
fn table(all: &[(Phase, [(Status, usize); 6])]) -> Vec<TableRow> {
    let row = |words: String, wanted: &dyn Fn(Status) -> bool| {
        let of = |counts: &[(Status, usize)]| {
            counts.iter().filter(|(status, _)| wanted(*status)).map(|(_, count)| count).sum::<usize>()
        };
        let mut counts: Vec<usize> = all.iter().map(|(_, counts)| of(counts)).collect();
        counts.push(counts.iter().sum());
        TableRow { words, counts }
    };
    let mut rows: Vec<TableRow> =
        Status::ALL.iter().map(|status| row(capitalised(status.words()), &|other| other == *status)).collect();
    rows.push(row("All".to_owned(), &|_| true));
    rows
}

/// The parts of one bar. `most` findings give the longest bar; each edge is rounded for itself, so that parts meet.
fn segments(counts: &[(Status, usize)], most: usize, y: usize) -> Vec<Segment> {
    let mut found = Vec::new();
    let mut before = 0;
    let edge = |count: usize| (count * LONGEST + most / 2).checked_div(most).unwrap_or(0);
    for (status, count) in counts.iter().filter(|(_, count)| *count > 0) {
        let (x, end) = (edge(before), edge(before + count));
        before += count;
        found.push(Segment {
            status: status.id(),
            x,
            width: end - x,
            count: *count,
            label_x: (x + end) / 2,
            label_y: y + BAR - 4,
            has_room: end - x >= LABEL_WIDTH,
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_bar_meet_and_fill_it() {
        let counts = [(Status::Gap, 1), (Status::NotStated, 0), (Status::Met, 2)];
        let parts = segments(&counts, 3, 0);
        assert_eq!(parts.len(), 2);
        assert_eq!((parts[0].x, parts[0].width), (0, 83));
        assert_eq!((parts[1].x, parts[1].width), (83, LONGEST - 83));
        assert!(segments(&[(Status::Gap, 0)], 0, 0).is_empty());
    }
}
