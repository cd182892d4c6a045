//! The edges on which a finding turns: the last day of a waiver, the last day of a target, the first doubt about whether a
//! requirement applies at all.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at a surprise and writes its own files"
)]

mod support;

use std::fs;
use std::path::Path;

use serde_json::Value;
use support::{diligence, flat, repository, stderr, stdout};

/// The record that `check` assesses on `day`, as data.
fn checked(folder: &Path, day: &str) -> Value {
    let output = diligence(folder, &["check", ".", "--as-of", day, "--format", "json"]);
    let run: Value = serde_json::from_str(&stdout(&output)).unwrap_or_else(|_| panic!("{}", stderr(&output)));
    run["records"][0].clone()
}

fn finding<'r>(record: &'r Value, id: &str) -> &'r Value {
    let findings = record["findings"].as_array().unwrap();
    findings.iter().find(|one| one["requirement"] == id).unwrap_or_else(|| panic!("no finding {id}"))
}

/// What the observations of a finding say, one after the other.
fn facts(finding: &Value) -> String {
    let all = finding["observations"].as_array().unwrap();
    all.iter().map(|one| one["fact"].as_str().unwrap_or_default()).collect::<Vec<_>>().join(" ")
}

fn folder(record: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("procurement.toml"), record).unwrap();
    folder
}

#[test]
fn a_waiver_holds_on_its_last_day_and_not_on_the_next() {
    let waived = repository().join("tests/records/waived");
    let last = checked(&waived, "2027-03-01");
    assert_eq!(finding(&last, "planning.risk-analysis")["status"], "waived");
    let next = checked(&waived, "2027-03-02");
    assert_eq!(finding(&next, "planning.risk-analysis")["status"], "not-stated");
    let expired = facts(finding(&next, "record.waiver-expired"));
    assert_eq!(
        expired,
        "The waiver of `planning.risk-analysis` expired on 2027-03-01, and the requirement is still open."
    );
    let later = checked(&waived, "2027-06-30");
    assert_eq!(facts(finding(&later, "record.waiver-expired")), expired);
    let before = checked(&waived, "2026-02-28");
    assert_ne!(finding(&before, "planning.risk-analysis")["status"], "waived");
}

#[test]
fn evidence_for_a_misspelt_requirement_is_told_the_nearest() {
    let record =
        "[institution]\n[procurement]\n[[evidence]]\nrequirements = [\"planning.risk-analysi\"]\nfile = \"x.md\"\n";
    let folder = folder(record);
    fs::write(folder.path().join("x.md"), "# Analysis\n").unwrap();
    let record = checked(folder.path(), "2026-11-21");
    assert_eq!(
        facts(finding(&record, "record.evidence-unknown")),
        "There is no requirement `planning.risk-analysi`. Did you mean `planning.risk-analysis`?"
    );
}

#[test]
fn evidence_is_good_on_its_last_day_and_not_after() {
    let record = "[institution]\n[procurement]\n[[evidence]]\nrequirements = [\"planning.risk-analysis\"]\n\
                  file = \"x.md\"\nvalid-until = 2026-11-21\n";
    let folder = folder(record);
    fs::write(folder.path().join("x.md"), "# Analysis\n").unwrap();
    let last = checked(folder.path(), "2026-11-21");
    let all = last["findings"].as_array().unwrap();
    assert!(all.iter().all(|one| one["requirement"] != "record.evidence-broken"));
    for day in ["2026-11-22", "2027-11-22"] {
        let said = facts(finding(&checked(folder.path(), day), "record.evidence-broken"));
        assert_eq!(said, "The evidence `x.md` was valid until 2026-11-21.", "{day}");
    }
}

#[test]
fn a_heading_is_looked_up_in_markdown_alone() {
    let record = "[institution]\n[procurement]\n[[evidence]]\nrequirements = [\"planning.risk-analysis\"]\nfile = \"x.txt#risks\"\n";
    let folder = folder(record);
    fs::write(folder.path().join("x.txt"), "# Risks\n").unwrap();
    let said = facts(finding(&checked(folder.path(), "2026-11-21"), "record.evidence-broken"));
    assert!(said.contains("names a heading, which can only be looked up in a Markdown file (.md)"), "{said}");
}

#[test]
fn only_silence_on_what_a_requirement_turns_on_makes_it_doubtful() {
    let silent = checked(folder("[institution]\n[procurement]\n").path(), "2026-11-21");
    let doubtful = finding(&silent, "planning.pia");
    assert_eq!((&doubtful["status"], &doubtful["may_not_apply"]), (&"not-stated".into(), &true.into()));
    let output = diligence(
        repository(),
        &[
            "check",
            "--example",
            "vending-machines",
            "--as-of",
            "2026-11-21",
            "--gate",
            "management",
            "--format",
            "json",
        ],
    );
    let run: Value = serde_json::from_str(&stdout(&output)).unwrap();
    let known = &run["records"][0];
    for (id, doubtful) in [("planning.early", false), ("selection.ai-evidence", true)] {
        let finding = finding(known, id);
        assert_eq!((&finding["status"], &finding["may_not_apply"]), (&"not-stated".into(), &doubtful.into()), "{id}");
    }
    let met = known["findings"].as_array().unwrap().iter().filter(|one| one["status"] == "met");
    assert!(met.clone().count() > 0 && met.clone().all(|one| one["may_not_apply"] == false), "what is met applies");
}

#[test]
fn a_target_has_passed_on_the_day_after_its_last() {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(repository().join("tests/dates/procurement.toml")).unwrap();
    fs::write(folder.path().join("procurement.toml"), text).unwrap();
    let pack = repository().join("tests/fixtures/dates-pack");
    let said = |day: &str| {
        let pack = pack.to_string_lossy();
        let output = diligence(folder.path(), &["deadlines", ".", "--pack", &pack, "--as-of", day]);
        flat(&stdout(&output))
    };
    let passed = "2026-11-23 has passed: the default target of 72 hours.";
    assert!(!said("2026-11-23").contains(passed), "{}", said("2026-11-23"));
    assert!(said("2026-11-24").contains(passed), "{}", said("2026-11-24"));
}
