//! `check --format json`: the whole contract, one record a line.

use super::{RecordView, Run};

/// Writes the run as one JSON object, piece by piece, so that memory does not grow with the number of records.
#[derive(Debug)]
pub struct Json;

impl Json {
    /// What stands before the records.
    pub fn head(run: &Run) -> String {
        let run = to_json(run);
        format!("{},\"records\":[\n", run.strip_suffix('}').unwrap_or(&run))
    }

    /// One record.
    pub fn record(record: &RecordView<'_>) -> String {
        to_json(record)
    }

    /// What stands between two records.
    pub const BETWEEN: &str = ",\n";

    /// What stands after the records.
    pub const TAIL: &str = "\n]}\n";
}

fn to_json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("views hold only strings, numbers, lists and maps with string keys")
}
