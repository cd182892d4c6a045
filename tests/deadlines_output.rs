//! `diligence deadlines`: the contract of its JSON, that tables and calendars are safe to open, and that the same input
//! gives the same bytes.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at a surprise and writes its own files"
)]

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use support::{diligence, repository, stderr, stdout};

/// A folder with the record and the pack of the tests.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    support::copy_folder(&repository().join("tests/dates"), &folder.path().join("lockers"));
    support::copy_folder(&repository().join("tests/fixtures/dates-pack"), &folder.path().join("pack"));
    folder
}

fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let fixed = ["deadlines", "lockers", "--pack", "pack", "--as-of", "2026-11-21"];
    let output = diligence(folder, &[&fixed, args].concat());
    (output.status.code(), stdout(&output), stderr(&output))
}

fn json(folder: &Path) -> Value {
    let (code, text, problems) = run(folder, &["--format", "json"]);
    assert_eq!((code, problems.as_str()), (Some(1), ""));
    serde_json::from_str(&text).unwrap()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn deadline<'v>(contract: &'v Value, id: &str) -> &'v Value {
    contract["deadlines"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap_or_else(|| panic!("{id}"))
}

#[test]
fn json_keeps_its_contract() {
    let folder = folder();
    let contract = json(folder.path());
    let wanted = ["schema_version", "tool", "as_of", "packs", "soon", "record", "summary", "next", "deadlines"];
    assert_eq!(keys(&contract), [&wanted[..], &["chains", "not_checked", "seal"]].concat());
    let one = deadline(&contract, "office-answer/2026-014");
    for key in [
        "id",
        "limit",
        "title",
        "says",
        "kind",
        "about",
        "date",
        "counted_from",
        "days_left",
        "state",
        "done_on",
        "role",
        "rests_on",
        "obligation",
        "citations",
        "sources",
        "convention",
        "reckoning",
        "problems",
        "target",
        "entries",
        "note",
        "field",
        "path",
        "line",
        "column",
    ] {
        assert!(keys(one).contains(&key), "{key}");
    }
    assert_eq!(
        (&one["date"], &one["days_left"], &one["state"]),
        (&"2026-12-02".into(), &11.into(), &"due-soon".into())
    );
    assert_eq!((&one["field"], &one["line"]), (&"office.requests.received-on".into(), &15.into()));
    assert_eq!(one["citations"][0]["confirm"], "confirm on e-Laws");
    let target = &deadline(&contract, "office-report")["target"];
    assert_eq!((&target["within"], &target["date"]), (&"72 hours".into(), &"2026-11-23".into()));
    assert_eq!(target["default"], true);
    assert_eq!(deadline(&contract, "office-rules")["line"], Value::Null, "the pack alone gives the day");
    assert_eq!(contract["chains"][0]["state"], "fails");
    let counts: u64 = contract["summary"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
    let deadlines = contract["deadlines"].as_array().unwrap();
    assert_eq!(counts, deadlines.len() as u64);
    let order: Vec<_> =
        deadlines.iter().map(|one| (one["date"].as_str().unwrap_or("none"), one["id"].as_str())).collect();
    assert!(order.is_sorted(), "{order:?}");
    assert_eq!(order.iter().filter(|(_, id)| id.is_some_and(|id| id.starts_with("office-"))).count(), 12);
}

#[test]
fn no_cell_of_a_table_is_a_formula() {
    let folder = folder();
    let (_, text, _) = run(folder.path(), &["--format", "csv"]);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let columns = reader.headers().unwrap().len();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), json(folder.path())["deadlines"].as_array().unwrap().len());
    assert!(rows.iter().all(|row| row.len() == columns));
    let cells: Vec<&str> = rows.iter().flat_map(csv::StringRecord::iter).collect();
    assert!(!cells.iter().any(|cell| cell.starts_with(['=', '+', '-', '@', '\t', '\r'])));
    assert!(cells.contains(&"'=HYPERLINK(\"http://example.invalid\")"), "the words are there, as text");
}

#[test]
fn a_calendar_is_folded_escaped_and_complete() {
    let folder = folder();
    let (_, text, _) = run(folder.path(), &["--format", "ics"]);
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\n', '\r'])));
    let whole = text.replace("\r\n ", "");
    assert!(whole.contains("\r\nX-WR-CALNAME:Dates: Parcel lockers\\; \"north\" gate\\, 2 of them\r\n"));
    assert!(whole.contains("dépôt n° 7\\, façade côté nord"), "folding keeps letters whole");
    let events: Vec<&str> = whole.split("BEGIN:VEVENT\r\n").skip(1).collect();
    assert_eq!(events.iter().filter(|event| event.contains("office.requests")).count(), 5);
    assert!(events.iter().all(|event| event.contains("\r\nCLASS:CONFIDENTIAL\r\n")));
    assert!(
        whole.contains("SUMMARY:Past due: Answer the request (=HYPERLINK(\"http://example.invalid\")) [TS-2026-4]")
    );
    let past = deadline(&json(folder.path()), "office-rules")["state"] == "past";
    assert!(past && !whole.contains("20260701"), "what has happened is not there");
    assert!(!whole.contains("(2026-010)") && !whole.contains("(2026-015)"), "what is done or has no day is not there");
}

#[test]
fn folder_time_zone_locale_and_user_change_nothing() {
    let (one, other) = (folder(), folder());
    let here = [("HOME", "/root"), ("TZ", "Pacific/Auckland"), ("LANG", "en_CA.UTF-8"), ("COLUMNS", "200")];
    let there = [("HOME", "/tmp"), ("TZ", "America/Vancouver"), ("LC_ALL", "fr_CA.UTF-8"), ("USER", "two")];
    for format in ["text", "json", "csv", "ics"] {
        let run = |folder: &Path, environment: &[(&str, &str)]| {
            let args = ["deadlines", "lockers", "--pack", "pack", "--as-of", "2026-11-21", "--format", format];
            let mut command = Command::new(env!("CARGO_BIN_EXE_diligence"));
            command
                .args(args)
                .current_dir(folder)
                .env_clear()
                .envs(environment.iter().copied())
                .output()
                .unwrap()
                .stdout
        };
        let text = run(one.path(), &here);
        assert!(text.len() > 1000);
        assert_eq!(text, run(other.path(), &there), "{format}");
    }
}

#[test]
fn one_run_writes_several_files_and_edits_are_kept() {
    let folder = folder();
    let outputs = ["-o", "a.json", "-o", "a.csv", "-o", "a.ics", "-o", "a.txt"];
    assert_eq!(run(folder.path(), &outputs), (Some(1), String::new(), String::new()));
    for (file, format) in [("a.json", "json"), ("a.csv", "csv"), ("a.ics", "ics"), ("a.txt", "text")] {
        let (_, printed, _) = run(folder.path(), &["--format", format]);
        assert_eq!(fs::read_to_string(folder.path().join(file)).unwrap(), printed, "{file}");
    }
    // The same again is no edit, in any format.
    assert_eq!(run(folder.path(), &outputs), (Some(1), String::new(), String::new()));
    let edits = [("a.json", "due-soon", "done"), ("a.ics", "20261202", "20261203")];
    for (file, from, to) in edits.into_iter().chain([("a.csv", "2026", "2027"), ("a.txt", "2026", "2027")]) {
        let path = folder.path().join(file);
        let edited = fs::read_to_string(&path).unwrap().replace(from, to);
        fs::write(&path, &edited).unwrap();
        let (code, _, problems) = run(folder.path(), &["-o", file]);
        assert_eq!((code, fs::read_to_string(&path).unwrap()), (Some(2), edited), "{file}");
        assert!(problems.contains("--overwrite"), "{problems}");
        let sealed = !problems.contains("This format has no place for a seal");
        assert_eq!(sealed, ["a.json", "a.ics"].contains(&file), "{problems}");
        assert_eq!(run(folder.path(), &["-o", file, "--overwrite"]).0, Some(1), "{file}");
    }
    let (code, _, problems) = run(folder.path(), &["-o", "b.json", "-o", "dates.xlsx"]);
    assert_eq!(code, Some(2));
    assert!(problems.contains("end it in .txt, .json, .csv or .ics"), "{problems}");
    assert!(!folder.path().join("b.json").exists());
}

#[test]
fn exit_status_follows_the_obligation() {
    let folder = folder();
    for (level, code) in [("must", 1), ("should", 1), ("consider", 1), ("never", 0)] {
        assert_eq!(run(folder.path(), &["--fail-on", level]).0, Some(code), "{level}");
    }
    // The broken extension, the missed answer and the chain that cannot hold taken away, nothing is open; a fact that is
    // not stated is no breach.
    let record = folder.path().join("lockers/procurement.toml");
    let text = fs::read_to_string(&record).unwrap();
    let kept = text.replace("31 days", "30 days").replace("2026-10-05", "2026-11-05");
    fs::write(&record, &kept).unwrap();
    assert_eq!(run(folder.path(), &["--fail-on", "should"]).0, Some(1), "a chain counts as `should`");
    assert_eq!(run(folder.path(), &["--fail-on", "must"]).0, Some(0));
    fs::write(&record, kept.replace("60 hours", "24 hours")).unwrap();
    assert_eq!(run(folder.path(), &["--fail-on", "consider"]).0, Some(0));
    let (code, _, problems) = run(folder.path(), &["--soon", "a while"]);
    assert_eq!(code, Some(2));
    assert!(problems.contains("24 hours"), "{problems}");
}

#[test]
fn soon_moves_what_counts_as_soon() {
    let folder = folder();
    let state = |soon: &str| {
        let (_, text, _) = run(folder.path(), &["--format", "json", "--soon", soon]);
        deadline(&serde_json::from_str(&text).unwrap(), "office-answer/2026-014")["state"].as_str().unwrap().to_owned()
    };
    assert_eq!((state("10 days").as_str(), state("11 days").as_str()), ("later", "due-soon"));
}

#[test]
fn a_record_without_dates_says_so() {
    let folder = folder();
    fs::write(folder.path().join("lockers/procurement.toml"), "[institution]\n[procurement]\ntitle = \"Chairs\"\n")
        .unwrap();
    let args = ["deadlines", "lockers", "--as-of", "2026-11-21", "-o", "a.ics", "--format", "text"];
    let output = diligence(folder.path(), &args);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains("Chairs"));
    let calendar = fs::read_to_string(folder.path().join("a.ics")).unwrap();
    assert_eq!(stderr(&output).contains("the calendar is empty"), !calendar.contains("BEGIN:VEVENT"));
}

#[test]
fn the_report_tells_the_dates_in_brief() {
    let folder = folder();
    let args = ["report", "lockers", "--pack", "pack", "--as-of", "2026-11-21", "--format"];
    let text = stdout(&diligence(folder.path(), &[&args[..], &["markdown"]].concat()));
    let part = text.split("\n## Dates\n").nth(1).unwrap().split("\n## ").next().unwrap();
    for words in ["### Past due", "### Broken rules", "### Due soon", "### Next", "### Notices: From the helper"] {
        assert!(part.contains(words), "{words}\n{part}");
    }
    assert!(part.contains("It cannot hold."), "{part}");
    let html = stdout(&diligence(folder.path(), &[&args[..], &["html"]].concat()));
    assert!(html.contains("<h2 id=\"dates\">") && html.contains("<a href=\"#dates\">"));
}

#[test]
fn a_chain_that_cannot_hold_counts_as_a_should() {
    let folder = folder();
    let record = "[institution]\n[procurement]\n[office]\nfirst-notice = \"24 hours\"\nsecond-notice = \"60 hours\"\n";
    fs::write(folder.path().join("lockers/procurement.toml"), record).unwrap();
    let (code, text, problems) = run(folder.path(), &["--format", "json", "--fail-on", "should"]);
    assert_eq!((code, problems.as_str()), (Some(1), ""));
    assert_eq!(run(folder.path(), &["--fail-on", "must"]).0, Some(0), "it is chosen, not law");
    let contract: Value = serde_json::from_str(&text).unwrap();
    let states: Vec<&Value> = contract["chains"].as_array().unwrap().iter().map(|chain| &chain["state"]).collect();
    assert!(states.contains(&&Value::from("fails")), "{states:?}");
}
