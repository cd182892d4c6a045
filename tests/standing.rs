//! How law stands on the day of a check: citations by date, duties to prepare for, packs whose review is due, and
//! defaults that an institution's pack sets.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at a surprise and writes its own files"
)]

mod support;

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use support::{copy_folder, diligence, flat, repository, stderr, stdout};

const RECORD: &str = "[institution]\n[procurement]\nphase = \"planning\"\n[vendor]\nsize = \"large\"\n";

/// A folder with a record and the pack `own`.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("procurement.toml"), RECORD).unwrap();
    copy_folder(&repository().join("tests/fixtures/standing-pack"), &folder.path().join("own"));
    folder
}

fn run(folder: &Path, args: &[&str]) -> String {
    let output = diligence(folder, args);
    assert_eq!(stderr(&output), "", "{args:?}");
    stdout(&output)
}

fn contract(folder: &Path, day: &str) -> Value {
    let text = run(folder, &["check", ".", "--pack", "own", "--format", "json", "--as-of", day]);
    serde_json::from_str(&text).unwrap()
}

fn finding(folder: &Path, day: &str, id: &str) -> Value {
    let contract = contract(folder, day);
    let all = contract["records"][0]["findings"].as_array().unwrap();
    all.iter().find(|one| one["requirement"] == id).unwrap().clone()
}

/// The keys of a citation that the day decides.
fn by_day(citation: &Value) -> Value {
    let keys = ["in_force", "from", "until", "dates_confirmed", "changed_by", "standing_on_day", "paraphrase"];
    keys.iter().map(|key| citation.get(key).unwrap_or_else(|| panic!("no {key}")).clone()).collect()
}

#[test]
fn the_day_picks_the_text_of_each_citation() {
    let folder = folder();
    let on = |day: &str| {
        let finding = finding(folder.path(), day, "planning.own");
        finding["citations"].as_array().unwrap().iter().map(by_day).collect::<Vec<_>>()
    };
    let no = Value::Null;
    let before = on("2026-02-28");
    let until = "In force from 1 January 2020 until 28 February 2026.";
    assert_eq!(before[0], json!(["in-force", "2020-01-01", "2026-02-28", true, no, until, "The words of 2020."]));
    let ahead = "Taken as not in force on 28 February 2026. Its start, 1 January 2027, is not confirmed.";
    assert_eq!(before[1], json!(["not-yet", "2027-01-01", no, false, no, ahead, "Two."]));
    let ended = "No longer in force on 28 February 2026; it ended on 31 December 2025.";
    assert_eq!(before[2], json!(["ended", "2020-01-01", "2025-12-31", true, no, ended, "Three."]));
    assert_eq!(before[3], json!(["historic", no, no, no, no, "Shown as history; not today's law.", "Four."]));
    assert_eq!(before[4], json!(["not-known", no, no, no, no, no, "Five."]));
    let after = on("2026-03-01");
    let changed = "the Own Amendment Act";
    let since = "In force since 1 March 2026.";
    assert_eq!(after[0], json!(["in-force", "2026-03-01", no, true, changed, since, "Today's words."]));
    let first = on("2019-12-31");
    let begins = "Not in force on 31 December 2019; it begins on 1 January 2020.";
    assert_eq!(first[0], json!(["not-yet", "2020-01-01", "2026-02-28", true, no, begins, "The words of 2020."]));
    let late = on("2027-01-01");
    let taken = "Taken as in force. Its start, 1 January 2027, is not confirmed.";
    assert_eq!(late[1], json!(["in-force", "2027-01-01", no, false, no, taken, "Two."]));
}

#[test]
fn a_citation_says_what_of_it_does_not_hold() {
    let folder = folder();
    let args = |command| [command, ".", "--pack", "own", "--as-of", "2026-02-28", "--fail-on", "never"];
    let wanted = [
        "OA s. 1 (official text read)",
        "OA s. 2 (secondary source; confirm on the gazette; taken as not in force on 28 February 2026; start, 1 January 2027, not confirmed)",
        "OA s. 3 (official text read; no longer in force on 28 February 2026, ended on 31 December 2025)",
        "OA s. 4 (inferred from other texts; confirm on the gazette; history, not today's law)",
        "OA s. 5(1), in an older text s. 5 (remembered, not checked; confirm on the gazette; read only in a text of the past)",
    ];
    let check = flat(&run(folder.path(), &args("check")));
    let report = run(folder.path(), &args("report"));
    for words in wanted {
        assert!(check.contains(words), "{words}: {check}");
        assert!(report.contains(&format!("  - {words}\n")), "{words}");
    }
    assert!(!report.contains("gazette.example"), "the source of a later text is none of this one");
    let said = "- **OA s. 1:** The words of 2020.\n  - As of this report: In force from 1 January 2020 until 28 February 2026.\n";
    assert!(report.contains(said), "{report}");
    let late = run(folder.path(), &["report", ".", "--pack", "own", "--as-of", "2026-03-01", "--fail-on", "never"]);
    let said = "In force since 1 March 2026. Changed by the Own Amendment Act.\n";
    assert!(late.contains(said) && late.contains("**The gazette**. gazette.example. Kind: official text."), "{late}");
}

#[test]
fn without_a_day_every_text_is_shown_and_nothing_is_said_of_today() {
    let folder = folder();
    for name in ["own-act 5", "OA s. 5", "oa s. 5(1)", "OA s. 5(1), in an older text s. 5"] {
        let text = run(folder.path(), &["explain", name, "--pack", "own"]);
        assert!(text.contains("OA s. 5(1), in an older text s. 5: Renumbered"), "{name}: {text}");
    }
    let text = run(folder.path(), &["explain", "own-act 1", "--pack", "own"]);
    assert!(text.contains("From 2020-01-01") && text.contains("From 2026-03-01, changed by"), "{text}");
    let text = run(folder.path(), &["explain", "planning.own", "--pack", "own", "--format", "json"]);
    let explained: Value = serde_json::from_str(&text).unwrap();
    for citation in explained[0]["citations"].as_array().unwrap() {
        assert!(citation.get("in_force").is_none() && citation.get("standing_on_day").is_none(), "{citation}");
    }
    assert_eq!(explained[0]["variants"][0]["required_from"], json!({ "from": "2026-03-01", "set_by": null }));
    let text = flat(&run(folder.path(), &["explain", "planning.other", "--pack", "own"]));
    let words = "Prepare: the law requires this from 2027-01-01, unless `policy.mfippa-privacy-duties-from` sets another day (not confirmed).";
    assert!(text.contains(words), "{text}");
}

#[test]
fn explain_shows_the_text_of_a_day() {
    let folder = folder();
    let explain = |rest: &[&str]| run(folder.path(), &[&["explain", "own-act 1", "--pack", "own"], rest].concat());
    let data = |day| serde_json::from_str::<Value>(&explain(&["--as-of", day, "--format", "json"])).unwrap();
    let (before, after) = (data("2026-02-28"), data("2026-03-01"));
    assert_eq!(
        (&before[0]["on_day"]["from"], &after[0]["on_day"]["from"]),
        (&json!("2020-01-01"), &json!("2026-03-01"))
    );
    assert_ne!(before[0]["on_day"]["paraphrase"], after[0]["on_day"]["paraphrase"]);
    let text = flat(&explain(&["--as-of", "2026-03-01"]));
    assert!(text.contains("2026-03-01. In force since 1 March 2026."), "{text}");
    assert!(text.contains(after[0]["on_day"]["paraphrase"].as_str().unwrap()), "{text}");
    let plain = serde_json::from_str::<Value>(&explain(&["--format", "json"])).unwrap();
    assert!(plain[0].get("on_day").is_none() && !explain(&[]).contains("On the date asked for"));
    let unborn = flat(&explain(&["--as-of", "2019-12-31"]));
    assert!(unborn.contains("Not in force on 31 December 2019; it begins on 1 January 2020."), "{unborn}");
}

#[test]
fn a_duty_ahead_is_marked_prepare_until_its_day() {
    let folder = folder();
    let prepare = |day: &str, id: &str| finding(folder.path(), day, id)["prepare"].clone();
    let law = json!({ "from": "2026-03-01", "confirmed": true, "set_by": null });
    assert_eq!(prepare("2026-02-28", "planning.own"), law);
    assert_eq!(prepare("2026-03-01", "planning.own"), Value::Null);
    let field = json!({ "from": "2027-01-01", "confirmed": false, "set_by": null });
    assert_eq!(prepare("2026-12-31", "planning.other"), field);
    // The data still says so, for it has no variant for the time after; the day alone ends it.
    assert_eq!(prepare("2027-01-01", "planning.other"), Value::Null);
    let args = |command, day| [command, ".", "--pack", "own", "--as-of", day, "--fail-on", "never"];
    let check = run(folder.path(), &args("check", "2026-02-28"));
    assert!(check.contains("\n  Prepare: the law requires this from 1 March 2026.\n"), "{check}");
    assert!(check.contains("\n  Prepare: the law requires this from 1 January 2027 (date not confirmed).\n"));
    assert!(check.lines().all(|line| line.chars().count() <= 80));
    let report = run(folder.path(), &args("report", "2026-02-28"));
    assert!(report.contains("**Gap**, **Consider**, **Prepare** (`planning.other`)"));
    let words = "- **Prepare:** The law requires this from 1 January 2027 (date not confirmed).\n";
    assert!(report.contains(words), "{report}");
    assert!(report.contains(" of them are marked Prepare: the law requires them from a day that has not come."));
    let html = run(folder.path(), &[&args("report", "2026-02-28")[..], &["--format", "html"]].concat());
    assert!(html.contains("<dt>Prepare</dt>\n<dd>The law requires this from 1 March 2026.</dd>"));
    let check = run(folder.path(), &args("check", "2027-01-01"));
    assert!(check.contains("planning.other") && !check.contains("requires this from 1 January 2027"), "{check}");
    let report = run(folder.path(), &args("report", "2027-01-01"));
    assert!(report.contains("**Gap**, **Consider** (`planning.other`)"), "{report}");

    fs::write(
        folder.path().join("procurement.toml"),
        RECORD.to_owned() + "[policy]\nmfippa-privacy-duties-from = 2026-07-01\n",
    )
    .unwrap();
    let stated = json!({ "from": "2026-07-01", "confirmed": false, "set_by": "policy.mfippa-privacy-duties-from" });
    assert_eq!(prepare("2026-06-30", "planning.other"), stated);
    assert_eq!(prepare("2026-07-01", "planning.other"), Value::Null);
    let check = flat(&run(folder.path(), &args("check", "2026-06-30")));
    let words = "Prepare: the law requires this from 1 July 2026 (the record sets this date in `policy.mfippa-privacy-duties-from`).";
    assert!(check.contains(words), "{check}");
    let second = finding(folder.path(), "2026-07-01", "planning.own")["citations"][1]["standing_on_day"].clone();
    let words = "Taken as in force. The record sets its start, 1 July 2026, in `policy.mfippa-privacy-duties-from`.";
    assert_eq!(second, words);
}

#[test]
fn a_review_that_is_due_is_told_plainly_everywhere() {
    let folder = folder();
    let warning = "The pack ontario was last reviewed on 21 November 2026; its review was due by 21 May 2027: \
                   confirm the law before you rely on this";
    let outputs = |day: &str| -> Vec<String> {
        let all: [&[&str]; 6] = [
            &["check"],
            &["check", "--quiet"],
            &["report"],
            &["report", "--format", "html"],
            &["draft"],
            &["draft", "--format", "html"],
        ];
        all.iter()
            .map(|args| {
                flat(&run(folder.path(), &[*args, &["--example", "online-licensing", "--as-of", day][..]].concat()))
            })
            .collect()
    };
    for (at, text) in outputs("2027-11-01").iter().enumerate() {
        assert!(text.contains(warning), "output {at}");
    }
    for (at, text) in outputs("2027-05-20").iter().enumerate() {
        assert!(!text.contains("confirm the law before"), "output {at}");
    }
    let pack = |day: &str| contract(folder.path(), day)["packs"][0].clone();
    let late = pack("2027-11-01");
    assert_eq!((&late["review_overdue"], &late["review_due_on"]), (&json!(true), &json!("2027-05-21")));
    assert_eq!(late["review_warning"], format!("{warning}."));
    assert_eq!(pack("2027-05-20")["review_warning"], Value::Null);
    let own = &contract(folder.path(), "2027-11-01")["packs"][1];
    assert_eq!(own["review_warning"], Value::Null, "a pack that says nothing of reviews is not overdue");
}

#[test]
fn a_pack_sets_defaults_and_every_output_names_them() {
    let folder = folder();
    let path = folder.path().join("own/defaults.toml");
    let field = "policy.mfippa-privacy-duties-from";
    let one = |value: &str| format!("[\"{field}\"]\nvalue = {value}\nreason = \"Counsel read the proclamation.\"\n");
    fs::write(&path, one("2026-07-01")).unwrap();
    run(folder.path(), &["pack", "verify", "own"]);
    let prepare = |day: &str| finding(folder.path(), day, "planning.other")["prepare"].clone();
    assert_eq!(prepare("2026-06-30"), json!({ "from": "2026-07-01", "confirmed": false, "set_by": null }));
    assert_eq!(prepare("2026-07-01"), Value::Null);
    let words = "Where a record does not state `policy.mfippa-privacy-duties-from`, the pack own sets 2026-07-01 \
                 in place of 2027-01-01: Counsel read the proclamation.";
    let default = json!({
        "field": field,
        "value": "2026-07-01",
        "before": "2027-01-01",
        "reason": "Counsel read the proclamation.",
        "words": words,
    });
    assert_eq!(contract(folder.path(), "2026-06-30")["packs"][1]["defaults"], json!([default]));
    for command in ["check", "report", "draft"] {
        let text = flat(&run(folder.path(), &[command, ".", "--pack", "own", "--as-of", "2026-06-30"]));
        assert!(text.contains(words), "{command}: {text}");
    }
    let text = flat(&run(folder.path(), &["explain", field, "--pack", "own"]));
    assert!(
        text.contains("The choice of the pack own, in place of 2027-01-01: Counsel read the proclamation."),
        "{text}"
    );

    let number = "[\"policy.breach-notice\"]\nvalue = \"48 hours\"\nreason = \"Council decided.\"\n";
    fs::write(&path, number).unwrap();
    run(folder.path(), &["pack", "verify", "own"]);
    let mistakes = [
        (one("2027-01-01"), "is 2027-01-01 already where a record is silent"),
        (one("\"soon\""), "must be a date such as 2026-03-01"),
        (one("2026-07-01").replace("reason", "raeson"), "did you mean `reason`?"),
        (one("2026-07-01").replace("value = 2026-07-01\n", ""), "`value` is missing"),
        (one("2026-07-01").replace("reason = \"Counsel read the proclamation.\"\n", ""), "`reason` is missing"),
        (one("2026-07-01").replace("duties-from", "duties-form"), "did you mean `policy.mfippa-privacy-duties-from`?"),
        (
            one("2026-07-01")
                .replace(['[', ']', '"'], "")
                .replace("policy", "[policy")
                .replace("from\n", "from]\n")
                .replace("Counsel read the proclamation.", "\"x\""),
            "write the path in quotes",
        ),
        (number.replace("policy.breach-notice", "vendor.name"), "has no limit or day of its own"),
        (
            number.replace("policy.breach-notice", "impact-assessment.available-to-commissioner"),
            "has no limit or day of its own",
        ),
    ];
    for (text, words) in mistakes {
        fs::write(&path, &text).unwrap();
        let output = diligence(folder.path(), &["pack", "verify", "own"]);
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(flat(&stderr(&output)).contains(words), "{text}\n{}", stderr(&output));
    }
}
