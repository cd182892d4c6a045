//! Reading the examples of a time limit: parts of records, and what it gives for them.

use crate::source::{Code, Problems, Table};

use super::part_read::values;
use super::time_limit::LimitExample;

/// Reads the list under `examples`; a limit without one cannot be relied on.
pub(super) fn read_examples(table: &Table<'_>, problems: &mut Problems) -> Vec<LimitExample> {
    let examples: Vec<LimitExample> =
        table.tables("examples", problems).into_iter().map(|one| read_example(one, problems)).collect();
    if table.get("examples").is_none() {
        table.report_missing("examples", problems);
    }
    examples
}

fn read_example(table: Table<'_>, problems: &mut Problems) -> LimitExample {
    let date = |key, problems: &mut Problems| table.date(key, problems).map(|entry| entry.value);
    let record = table.required_text("record", problems);
    let example = LimitExample {
        record: record.value,
        as_of: date("as-of", problems),
        about: table.text("about", problems).map(|entry| entry.value),
        gives: date("gives", problems),
        unmoved: date("unmoved", problems),
        safe: date("safe", problems),
        since: date("since", problems),
        entries: table.get("entries").map(|_| values(table.texts("entries", problems))),
        state: table.text("state", problems).map(|entry| entry.value),
        problem: table.text("problem", problems).map(|entry| entry.value),
        span: record.span,
    };
    if example.as_of.is_none() {
        table.report_missing("as-of", problems);
    }
    if example.gives.is_none() && example.state.is_none() {
        problems.add(Code::Missing, table.span(), "an example says what comes out: `gives`, `state` or both");
    }
    table.finish(problems);
    example
}
