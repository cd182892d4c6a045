//! `check --format gitlab`: a Code Quality report, which GitLab shows beside a merge request.

use serde_json::json;

use crate::pack::{Library, Obligation};

use super::super::Run;
use super::super::json::to_json;
use super::point::points;
use super::region::Place;
use super::{Checked, End, Format, Part, Unread};

/// An array of open findings. The report has no place for those that are waived or in a baseline.
#[derive(Clone, Copy, Debug)]
pub struct Gitlab;

impl Format for Gitlab {
    fn head(&self, _: &Run, _: &Library) -> String {
        "[\n".to_owned()
    }

    fn record(&self, record: &Checked<'_>) -> Part {
        let points = points(record).into_iter().filter(|point| point.is_open);
        let entries = points.map(|point| {
            let severity = match point.finding.obligation {
                Obligation::Must => "critical",
                Obligation::Should => "major",
                Obligation::Consider => "info",
            };
            entry(severity, point.finding.requirement, &point.message(), &point.fingerprint, point.place)
        });
        joined(entries)
    }

    fn unread(&self, unread: &Unread<'_>) -> Part {
        let told = unread.told();
        joined(told.iter().map(|one| entry("blocker", one.code, &one.message(), &one.fingerprint, one.place)))
    }

    fn between(&self) -> &'static str {
        ",\n"
    }

    fn tail(&self, _: &End<'_>) -> String {
        "\n]\n".to_owned()
    }
}

fn joined(entries: impl Iterator<Item = String>) -> Part {
    entries.collect::<Vec<_>>().join(",\n").into()
}

fn entry(severity: &str, id: &str, message: &str, fingerprint: &str, Place { path, region }: Place<'_>) -> String {
    to_json(&json!({
        "description": message,
        "check_name": id,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": { "path": path, "lines": { "begin": region.line, "end": region.end_line } },
    }))
}
