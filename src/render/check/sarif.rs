//! `check --format sarif`: SARIF 2.1.0, as code scanning and editors take it.
//!
//! The results come first, one a line, so that the file is written record by record, and after them the rules that they
//! refer to. What was waived is a result with a suppression; what is met, not due or not applicable is none.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use crate::pack::Library;

use super::super::Run;
use super::super::json::to_json;
use super::super::style::visible;
use super::point::{FINGERPRINT, Point, level, points, waiver};
use super::region::Place;
use super::rule::rules;
use super::unread::Correction;
use super::{Checked, End, Format, Part, Unread};

/// One SARIF log of one run.
#[derive(Debug)]
pub struct Sarif {
    /// Every rule by its id, and whether a result refers to it.
    rules: BTreeMap<String, (Value, AtomicBool)>,
}

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What relative paths begin from: the folder in which the program runs.
const ROOT: &str = "%SRCROOT%";

/// What stands before the hash at the end.
const SEAL: &str = "\"properties\":{\"seal\":\"";

impl Sarif {
    /// The format, for runs with `library`.
    pub fn new(library: &Library) -> Self {
        Self { rules: rules(library).into_iter().map(|(id, rule)| (id, (rule, AtomicBool::new(false)))).collect() }
    }

    /// The text before the seal and the hash in it, where `text` ends with a seal.
    pub fn unseal(text: &str) -> Option<(&str, &str)> {
        let at = text.rfind(SEAL)?;
        Some((&text[..at], text[at + SEAL.len()..].strip_suffix("\"}}\n")?))
    }

    /// What made the log, with the rules that results refer to.
    fn tool(&self, run: &Run) -> String {
        let used = self.rules.values().filter(|(_, used)| used.load(Ordering::Relaxed));
        let rules: Vec<String> = used.map(|(rule, _)| to_json(rule)).collect();
        format!(
            "\"tool\":{{\"driver\":{{\"name\":{},\"semanticVersion\":{},\"rules\":[\n{}\n]}}}}",
            to_json(&run.tool.name),
            to_json(&run.tool.version),
            rules.join(",\n"),
        )
    }

    fn result(&self, id: &str, level: &str, message: &str, at: Place<'_>, fingerprint: &str) -> Value {
        if let Some((_, used)) = self.rules.get(id) {
            used.store(true, Ordering::Relaxed);
        }
        // Without the index of its rule: which rules there are is known only at the end.
        let mut result = json!({ "ruleId": id });
        result["level"] = json!(level);
        result["message"] = json!({ "text": plain(message) });
        result["locations"] = json!([{ "physicalLocation": physical(at) }]);
        result["partialFingerprints"] = json!({ FINGERPRINT: fingerprint });
        result
    }

    fn of_point(&self, point: &Point<'_>) -> String {
        let finding = point.finding;
        let level = level(finding.obligation);
        let mut result = self.result(finding.requirement, level, &point.message(), point.place, &point.fingerprint);
        if !point.related.is_empty() {
            let related = point.related.iter().enumerate().map(|(at, (place, fact))| {
                json!({
                    "id": at + 1,
                    "message": { "text": plain(fact) },
                    "physicalLocation": physical(*place),
                })
            });
            result["relatedLocations"] = related.collect();
        }
        if let Some(waiver) = waiver(finding) {
            result["suppressions"] = json!([{ "kind": "external", "status": "accepted", "justification": waiver }]);
        }
        if let Some(state) = finding.baseline {
            let changed = finding.baseline_status.is_some_and(|before| before != finding.status);
            result["baselineState"] = match (state, changed) {
                ("new", _) => json!("new"),
                (_, true) => json!("updated"),
                (_, false) => json!("unchanged"),
            };
        }
        result["properties"] = json!({
            "status": finding.status.id(),
            "obligation": finding.obligation.id(),
            "basis": finding.basis.id(),
            "phase": finding.phase.id(),
            "role": finding.role,
            "dueBy": finding.due_by.map(|date| date.to_string()),
            "clause": finding.clause,
        });
        to_json(&result)
    }
}

impl Format for Sarif {
    fn head(&self, run: &Run, _: &Library) -> String {
        let packs: Vec<Value> =
            run.packs.iter().map(|pack| json!({ "id": pack.id, "edition": pack.edition, "hash": pack.hash })).collect();
        let root = json!({ ROOT: { "description": { "text": "The folder in which the program ran." } } });
        format!(
            "{{\"$schema\":{},\"version\":\"2.1.0\",\"runs\":[{{\n\
             \"columnKind\":\"unicodeCodePoints\",\n\"originalUriBaseIds\":{},\n\"properties\":{},\n\
             \"results\":[\n",
            to_json(&SCHEMA),
            to_json(&root),
            to_json(&json!({ "asOf": run.as_of.to_string(), "packs": packs })),
        )
    }

    fn record(&self, record: &Checked<'_>) -> Part {
        let results: Vec<String> = points(record).iter().map(|point| self.of_point(point)).collect();
        results.join(",\n").into()
    }

    fn unread(&self, unread: &Unread<'_>) -> Part {
        let told = unread.told();
        let results: Vec<String> = told
            .iter()
            .map(|one| {
                let mut result = self.result(one.code, "error", &one.message(), one.place, &one.fingerprint);
                if let Some(correction) = &one.fix {
                    result["fixes"] = json!([fix(correction, one.place.path)]);
                }
                to_json(&result)
            })
            .collect();
        let notification = json!({
            "level": "error",
            "message": { "text": plain(&unread.sentence()) },
            "locations": [{ "physicalLocation": { "artifactLocation": artifact(unread.path) } }],
        });
        Part { text: results.join(",\n"), held: to_json(&notification) }
    }

    fn between(&self) -> &'static str {
        ",\n"
    }

    fn foot(&self, end: &End<'_>) -> String {
        let mut notifications = end.held.join(",");
        if end.held_left_out > 0 {
            let says = format!("{} more records were not checked.", end.held_left_out);
            notifications.push_str(&format!(",{}", to_json(&json!({ "level": "error", "message": { "text": says } }))));
        }
        let invocation = format!(
            "{{\"executionSuccessful\":{},\"exitCode\":{},\"toolExecutionNotifications\":[{notifications}]}}",
            end.unread == 0,
            end.exit_status,
        );
        format!("\n],\n{},\n\"invocations\":[{invocation}]}}],", self.tool(end.run))
    }

    fn tail(&self, end: &End<'_>) -> String {
        format!("{SEAL}{}\"}}}}\n", end.hash)
    }
}

/// `text` as a plain message, in which brackets would begin links and braces would be replaced.
pub(super) fn plain(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(visible).collect();
    let mut plain = String::with_capacity(text.len() + 8);
    for c in lines.join("\n").chars() {
        match c {
            '{' => plain.push_str("{{"),
            '}' => plain.push_str("}}"),
            '[' | ']' | '\\' => plain.extend(['\\', c]),
            c => plain.push(c),
        }
    }
    plain
}

fn fix(correction: &Correction<'_>, path: &str) -> Value {
    let replacements = correction
        .edits
        .iter()
        .map(|(region, text)| json!({ "deletedRegion": region, "insertedContent": { "text": text } }));
    let replacements: Vec<Value> = replacements.collect();
    json!({
        "description": { "text": plain(correction.title) },
        "artifactChanges": [{ "artifactLocation": artifact(path), "replacements": replacements }],
    })
}

fn physical(Place { path, region }: Place<'_>) -> Value {
    json!({ "artifactLocation": artifact(path), "region": region })
}

/// A path as it was given: relative ones from [`ROOT`], absolute ones as they are.
fn artifact(path: &str) -> Value {
    let uri = encoded(path);
    match (path.starts_with('/'), path.as_bytes()) {
        (true, _) => json!({ "uri": format!("file://{uri}") }),
        (false, [letter, b':', b'/', ..]) if letter.is_ascii_alphabetic() => json!({ "uri": format!("file:///{uri}") }),
        _ => json!({ "uri": uri, "uriBaseId": ROOT }),
    }
}

/// `path` as a part of a URI.
fn encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(byte.into()),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris_relative_where_they_are() {
        assert_eq!(
            artifact("a b/é#?%:/procurement.toml"),
            json!({ "uri": "a%20b/%C3%A9%23%3F%25%3A/procurement.toml", "uriBaseId": ROOT })
        );
        assert_eq!(artifact("../x/p.toml"), json!({ "uri": "../x/p.toml", "uriBaseId": ROOT }));
        assert_eq!(artifact("/x y/p.toml"), json!({ "uri": "file:///x%20y/p.toml" }));
        assert_eq!(artifact("C:/x/p.toml"), json!({ "uri": "file:///C%3A/x/p.toml" }));
    }

    #[test]
    fn no_text_becomes_a_link_or_a_placeholder() {
        assert_eq!(plain("[a](b) {0} \\[ \u{1b}\n\u{202e}x"), "\\[a\\](b) {{0}} \\\\\\[ \u{fffd}\n\u{fffd}x");
    }
}
