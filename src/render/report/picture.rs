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
    totals: Vec<usize>,
    statuses: Vec<String>,
    legend: Vec<LegendEntry>,
    /// What the picture shows, in words.
    words: String,
}

#[derive(Debug, Serialize)]
struct Row {
    part: usize,
    id: &'static str,
    title: &'static str,
    /// "3 open of 20".
    open: String,
    counts: Vec<usize>,
    text_y: usize,
    bar_y: usize,
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
    pub(super) fn of(record: &RecordView) -> Self {
        let all = Phase::ALL.map(|phase| (phase, counts(record, phase)));
        let total = |counts: &[(Status, usize)]| counts.iter().map(|(_, count)| count).sum::<usize>();
        let most = all.iter().map(|(_, counts)| total(counts)).max().unwrap_or(0);
        let rows = all.iter().enumerate().map(|(at, (phase, counts))| {
            let open: usize = counts.iter().filter(|(status, _)| status.is_open()).map(|(_, count)| count).sum();
            Row {
                part: phase.part(),
                id: phase.id(),
                title: phase.title(),
                open: format!("{open} open of {}", total(counts)),
                counts: counts.iter().map(|(_, count)| *count).collect(),
                text_y: at * ROW + BAR_TOP - 6,
                bar_y: at * ROW + BAR_TOP,
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
        let sentences = all.iter().map(|(phase, _)| format!("Part {}, {}: {}", phase.part(), phase.title(), phase_words(record, *phase)));
        Self {
            width: WIDTH,
            height: legend_top + 2 * LEGEND_LINE,
            bar: BAR,
            rows: rows.collect(),
            totals: Status::ALL.map(|status| record.summary.0.count(status)).into(),
            statuses: Status::ALL.map(|status| capitalised(status.words())).into(),
            legend: legend.collect(),
            words: sentences.collect::<Vec<_>>().join(" "),
        }
    }
}

/// The parts of one bar. `most` findings fill the whole width; each edge is rounded for itself, so that parts meet.
fn segments(counts: &[(Status, usize)], most: usize, y: usize) -> Vec<Segment> {
    let mut found = Vec::new();
    let mut before = 0;
    let edge = |count: usize| (count * WIDTH + most / 2).checked_div(most).unwrap_or(0);
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
        assert_eq!((parts[0].x, parts[0].width), (0, 113));
        assert_eq!((parts[1].x, parts[1].width), (113, WIDTH - 113));
        assert!(segments(&[(Status::Gap, 0)], 0, 0).is_empty());
    }
}
