//! `check --format jsonl`: a line of JSON for each finding, with the keys of the JSON contract and the record's path.

use serde::Serialize;
use serde_json::json;

use crate::pack::Library;

use super::super::Run;
use super::super::json::to_json;
use super::super::view::FindingView;
use super::{Checked, End, Format, Part, Unread};

/// JSON Lines: every finding whatever its status, and each problem of a record that could not be read.
#[derive(Clone, Copy, Debug)]
pub struct JsonLines;

#[derive(Serialize)]
struct Line<'l> {
    path: &'l str,
    #[serde(flatten)]
    finding: &'l FindingView<'l>,
}

impl Format for JsonLines {
    fn head(&self, _: &Run, _: &Library) -> String {
        String::new()
    }

    fn record(&self, record: &Checked<'_>) -> Part {
        let view = record.view();
        let lines = view.findings.iter().map(|finding| to_json(&Line { path: view.path, finding }) + "\n");
        lines.collect::<String>().into()
    }

    fn unread(&self, unread: &Unread<'_>) -> Part {
        let told = unread.told();
        let lines = told.iter().map(|one| to_json(&json!({ "path": one.place.path, "problem": one.to_json() })) + "\n");
        lines.collect::<String>().into()
    }

    fn tail(&self, _: &End<'_>) -> String {
        String::new()
    }
}
