//! `check` in the formats that other programs read: which file gets which, several in one run, and words that stay words.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};
use serde_json::Value;
use support::{diligence, repository, stderr, stdout};

const AS_OF: [&str; 2] = ["--as-of", "2026-11-21"];

/// A folder with the record `tests/<name>` as `a/procurement.toml`.
fn folder_with(name: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("a")).unwrap();
    fs::copy(repository().join("tests").join(name), folder.path().join("a/procurement.toml")).unwrap();
    folder
}

fn check(folder: &Path, args: &[&str]) -> std::process::Output {
    diligence(folder, &[&["check", "a"], &AS_OF[..], args].concat())
}

fn read(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).unwrap()
}

#[test]
fn the_ending_or_the_name_before_the_file_gives_the_format() {
    let folder = folder_with("records/waived/procurement.toml");
    let files = [
        ("x.sarif", "x.sarif", "{\"$schema\""),
        ("x.SARIF.json", "x.SARIF.json", "{\"$schema\""),
        ("x.json", "x.json", "{\"schema_version\""),
        ("x.jsonl", "x.jsonl", "{\"path\":\"a/procurement.toml\""),
        ("x.xml", "x.xml", "<?xml"),
        ("x.csv", "x.csv", "path,file,line,column,"),
        ("x.md", "x.md", "## "),
        ("x.txt", "x.txt", "a/procurement.toml: "),
        ("gitlab:y.json", "y.json", "[\n{\"description\""),
        ("github:y.txt", "y.txt", "::error file=a/procurement.toml,"),
        ("sarif:y.bin", "y.bin", "{\"$schema\""),
    ];
    let outputs: Vec<&str> = files.iter().flat_map(|(given, ..)| ["-o", given]).collect();
    let output = check(folder.path(), &outputs);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert_eq!(stdout(&output), "");
    for (_, file, begins) in files {
        let text = read(folder.path(), file);
        assert!(text.starts_with(begins), "{file}: {}", text.chars().take(80).collect::<String>());
    }
    assert_eq!(read(folder.path(), "x.sarif"), read(folder.path(), "y.bin"));
}

#[test]
fn a_file_that_names_no_format_is_refused_before_anything_is_written() {
    let folder = folder_with("records/waived/procurement.toml");
    for (file, says) in [
        (
            "x.html",
            "has no ending that names a format of check: .sarif, .sarif.json, .json, .jsonl, .xml, .csv, .md, .txt",
        ),
        ("sarif", "has no ending"),
        (
            "unknown:x.json",
            "`unknown` in `-o unknown:x.json` is no format of check; the formats are: human, json, sarif,",
        ),
        ("gitlabs:x.json", "did you mean `gitlab`? the formats are:"),
        ("SARIF:x.json", "did you mean `sarif`? the formats are:"),
        ("./unknown:x", "has no ending"),
        ("c:x", "has no ending"),
        ("gitlab:", "names no file; write `-o gitlab:FILE`"),
    ] {
        let output = check(folder.path(), &["-o", "x.sarif", "-o", file]);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(says), "{}", stderr(&output));
        assert!(!folder.path().join("x.sarif").exists());
    }
}

#[test]
fn a_sealed_file_is_replaced_while_nobody_edited_it() {
    let folder = folder_with("records/waived/procurement.toml");
    for file in ["x.sarif", "x.xml", "x.md", "x.json"] {
        let write = |day: &str| diligence(folder.path(), &["check", "a", "--as-of", day, "-o", file]).status.code();
        assert_eq!(write("2026-11-21"), Some(1), "{file}");
        let first = read(folder.path(), file);
        assert_eq!(write("2026-11-22"), Some(1), "{file}: its own file is replaced");
        assert_ne!(read(folder.path(), file), first);
        let edited = first.replacen("planning", "plannings", 1);
        fs::write(folder.path().join(file), &edited).unwrap();
        assert_eq!(write("2026-11-22"), Some(2), "{file}: an edited one is not");
        assert_eq!(read(folder.path(), file), edited);
    }
}

#[test]
fn what_is_printed_is_what_is_written() {
    let folder = folder_with("report/hostile.toml");
    for (format, file) in [
        ("sarif", "x.sarif"),
        ("gitlab", "gitlab:x.json"),
        ("github", "github:x.txt"),
        ("csv", "x.csv"),
        ("jsonl", "x.jsonl"),
    ] {
        let output = check(folder.path(), &["--format", format, "-o", file]);
        let name = file.rsplit(':').next().unwrap();
        assert_eq!(stdout(&output), read(folder.path(), name), "{format}");
    }
}

#[test]
fn no_word_of_a_record_steers_a_terminal_or_turns_text_around() {
    let folder = folder_with("report/hostile.toml");
    for format in ["sarif", "junit", "github", "gitlab", "markdown", "csv", "jsonl"] {
        let text = stdout(&check(folder.path(), &["--format", format]));
        let steers = |c: &char| c.is_control() && !matches!(c, '\n' | '\r');
        assert!(text.len() > 1000 && !text.chars().any(|c| steers(&c)), "{format}");
        if format != "jsonl" {
            assert!(!text.contains(['\u{202e}', '\u{1b}']) && !text.contains("\\u001b"), "{format}");
        }
    }
}

#[test]
fn every_line_of_annotations_is_one_command() {
    let folder = folder_with("report/hostile.toml");
    let text = stdout(&check(folder.path(), &["--format", "github"]));
    assert!(text.lines().count() > 20);
    let known =
        ["::error file=a/procurement.toml,", "::warning file=a/procurement.toml,", "::notice file=a/procurement.toml,"];
    assert!(text.lines().all(|line| known.iter().any(|known| line.starts_with(known))), "{text}");
}

#[test]
fn a_summary_holds_no_element_or_link_of_a_record() {
    let folder = folder_with("report/hostile.toml");
    let text = stdout(&check(folder.path(), &["--format", "markdown"]));
    let mut options = Options::default();
    options.extension.table = true;
    let arena = Arena::new();
    let mut rows = 0;
    for node in parse_document(&arena, &text, &options).descendants() {
        match &node.data.borrow().value {
            NodeValue::HtmlInline(html) => assert_eq!(html, "<br>"),
            NodeValue::HtmlBlock(_) | NodeValue::Link(_) | NodeValue::Image(_) => panic!("{text}"),
            NodeValue::TableRow(_) => rows += 1,
            _ => {}
        }
    }
    assert_eq!(rows, 2, "a head and one record");
}

#[test]
fn a_waiver_is_a_suppression_and_breaks_no_format() {
    let folder = folder_with("records/waived/procurement.toml");
    let log: Value = serde_json::from_str(&stdout(&check(folder.path(), &["--format", "sarif"]))).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let waived: Vec<&Value> = results.iter().filter(|result| result.get("suppressions").is_some()).collect();
    assert_eq!(waived.len(), 1);
    assert_eq!(waived[0]["ruleId"], "planning.risk-analysis");
    let suppression = &waived[0]["suppressions"][0];
    assert_eq!((&suppression["kind"], &suppression["status"]), (&Value::from("external"), &Value::from("accepted")));
    assert!(suppression["justification"].as_str().unwrap().starts_with("One clerk, ::error::"), "{suppression}");
    for format in ["github", "gitlab"] {
        let text = stdout(&check(folder.path(), &["--format", format]));
        assert!(!text.contains("planning.risk-analysis"), "{format}");
    }
}

#[test]
fn sarif_holds_the_rules_that_its_results_refer_to_and_no_others() {
    let folder = folder_with("records/waived/procurement.toml");
    fs::create_dir(folder.path().join("b")).unwrap();
    fs::write(folder.path().join("b/procurement.toml"), "unknown-key = 1\n").unwrap();
    let log: Value = serde_json::from_str(&stdout(&check(folder.path(), &["b", "--format", "sarif"]))).unwrap();
    let ids = |list: &Value, key: &str| -> BTreeSet<String> {
        list.as_array().unwrap().iter().map(|one| one[key].as_str().unwrap().to_owned()).collect()
    };
    let run = &log["runs"][0];
    let named = ids(&run["results"], "ruleId");
    assert!(named.contains("unknown-key") && named.contains("planning.risk-analysis"), "{named:?}");
    assert_eq!(ids(&run["tool"]["driver"]["rules"], "id"), named);
}

#[test]
fn junit_fails_what_fails_the_run() {
    let folder = folder_with("records/waived/procurement.toml");
    let count = |level: &str| {
        let text = stdout(&check(folder.path(), &["--format", "junit", "--fail-on", level]));
        (text.matches("<failure type=\"must ").count(), text.matches("<failure ").count())
    };
    let (musts, at_must) = count("must");
    let (_, at_should) = count("should");
    assert!(musts > 0 && at_must == musts && at_should > at_must, "{musts} {at_must} {at_should}");
    assert_eq!(count("never"), (0, 0));
}

#[test]
fn junit_says_in_which_file_and_line_a_case_lies_also_when_it_is_skipped() {
    let folder = folder_with("agreements/procurement.toml");
    let record = read(folder.path(), "a/procurement.toml").replace("FILE", "agreement.md");
    fs::write(folder.path().join("a/procurement.toml"), &record).unwrap();
    fs::copy(repository().join("tests/agreements/faulty.md"), folder.path().join("a/agreement.md")).unwrap();
    let text = stdout(&check(folder.path(), &["--format", "junit"]));
    let blank = read(folder.path(), "a/agreement.md").lines().position(|line| line.contains("[insert")).unwrap() + 1;
    let case = text.lines().find(|line| line.contains("\"record.agreement-blank: ")).unwrap();
    assert!(case.contains(&format!(" file=\"a/agreement.md\" line=\"{blank}\"><skipped message=\"Open, ")), "{case}");
    assert!(case.contains(&format!(">a/agreement.md:{blank}:")), "{case}");
    let later = " file=\"a/procurement.toml\"><skipped message=\"Not yet due. ";
    assert!(text.contains(later), "a case without a place is about the record as a whole");
}

#[test]
fn annotations_show_the_strongest_of_every_record_first_and_count_the_others() {
    let folder = folder_with("records/two-facts/procurement.toml");
    for (name, record) in [("b", "records/waived/procurement.toml"), ("c", "records/ten-mistakes.toml")] {
        fs::create_dir(folder.path().join(name)).unwrap();
        fs::copy(repository().join("tests").join(record), folder.path().join(name).join("procurement.toml")).unwrap();
    }
    let annotations = |records: &[&str]| {
        let args = [&["check"], records, &AS_OF[..], &["--format", "github"]].concat();
        stdout(&diligence(folder.path(), &args)).lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let level = |line: &str| line.split(' ').next().unwrap().to_owned();
    let (mut first, mut others) = (Vec::new(), Vec::new());
    for (record, levels) in [("a", 3), ("b", 3), ("c", 1)] {
        let lines = annotations(&[record]);
        let (begin, rest) = lines.split_at(levels);
        assert!(begin.windows(2).all(|pair| level(&pair[0]) != level(&pair[1])), "{begin:?}");
        for line in begin {
            let more = rest.iter().filter(|other| level(other) == level(line)).count();
            assert!(line.ends_with(&format!(" {more} more of this level are open in this record.")), "{line}");
        }
        first.extend(begin.to_vec());
        others.extend(rest.to_vec());
    }
    assert_eq!(annotations(&["a", "b", "c"]), [first, others].concat());
}

#[test]
fn a_record_that_cannot_be_read_is_told_in_every_format() {
    let folder = folder_with("records/ten-mistakes.toml");
    fs::create_dir(folder.path().join("b")).unwrap();
    fs::copy(repository().join("tests/records/waived/procurement.toml"), folder.path().join("b/procurement.toml"))
        .unwrap();
    for (format, told) in [
        ("sarif", "\"executionSuccessful\":false,\"exitCode\":2"),
        ("sarif", "\"ruleId\":\"bad-duration\""),
        ("json", "\"unread\":[{\"path\":\"a/procurement.toml\",\"problems\":[{\"code\":"),
        ("junit", "<error type=\"bad-duration\""),
        ("github", "::error file=a/procurement.toml,line=15,col=17,endColumn=24,title=bad-duration::"),
        ("gitlab", "\"check_name\":\"bad-duration\""),
        ("markdown", "| `a/procurement.toml` | could not be read |"),
        ("csv", "a/procurement.toml,15,17,bad-duration,"),
        ("jsonl", "{\"path\":\"a/procurement.toml\",\"problem\":{\"code\":\"bad-duration\""),
    ] {
        let args = ["check", "a", "b", "--as-of", "2026-11-21", "--format", format];
        let output = diligence(folder.path(), &args);
        let text = stdout(&output);
        assert_eq!(output.status.code(), Some(2), "{format}");
        assert!(text.contains(told), "{format}: {told}");
        assert!(text.contains("b/procurement.toml"), "{format}: the other record is checked");
    }
}

#[test]
fn data_with_unread_records_hold_each_problem_and_are_still_the_programs_own() {
    let folder = folder_with("records/ten-mistakes.toml");
    for day in ["2026-11-21", "2026-11-22"] {
        let output = diligence(folder.path(), &["check", "a", "--as-of", day, "-o", "x.json"]);
        assert_eq!(output.status.code(), Some(2));
        let run: Value = serde_json::from_str(&read(folder.path(), "x.json")).unwrap();
        assert_eq!(run["as_of"], day, "{}", stderr(&output));
        let problems = run["unread"][0]["problems"].as_array().unwrap();
        assert!(problems.len() >= 10);
        let bad = problems.iter().find(|problem| problem["code"] == "bad-duration").unwrap();
        assert_eq!((&bad["line"], &bad["column"]), (&Value::from(15), &Value::from(17)));
        assert!(bad["message"].is_string() && bad["help"].is_string() && bad["path"] == "a/procurement.toml", "{bad}");
    }
}

#[test]
fn no_output_takes_the_place_of_another_or_of_a_record() {
    let folder = folder_with("records/waived/procurement.toml");
    let record = read(folder.path(), "a/procurement.toml");
    for (args, told) in [
        (&["-o", "x.json", "-o", "sarif:a/../x.json"][..], "is to be written twice"),
        (&["-o", "json:known.toml", "--write-baseline", "known.toml"], "is to be written twice"),
        (&["-o", "json:./a/procurement.toml", "--overwrite"], "is a record of this run"),
        (&["--write-baseline", "a/procurement.toml", "--overwrite"], "is a record of this run"),
    ] {
        let output = check(folder.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(told), "{args:?}: {}", stderr(&output));
        assert_eq!(read(folder.path(), "a/procurement.toml"), record);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "{args:?}");
    }
}

#[test]
fn where_one_file_is_refused_none_is_replaced() {
    let folder = folder_with("records/waived/procurement.toml");
    let write = |day: &str| {
        let files = ["-o", "x.json", "-o", "new.xml", "-o", "x.csv"];
        diligence(folder.path(), &[&["check", "a", "--as-of", day], &files[..]].concat())
    };
    fs::write(folder.path().join("x.csv"), "mine").unwrap();
    assert_eq!(check(folder.path(), &["-o", "x.json"]).status.code(), Some(1));
    let before = read(folder.path(), "x.json");
    let output = write("2026-11-22");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("`x.csv` exists"), "{}", stderr(&output));
    assert_eq!((read(folder.path(), "x.json"), read(folder.path(), "x.csv")), (before.clone(), "mine".to_owned()));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "nothing is left beside them");
    fs::remove_file(folder.path().join("x.csv")).unwrap();
    assert_eq!(write("2026-11-22").status.code(), Some(1));
    assert_ne!(read(folder.path(), "x.json"), before);
}

#[test]
fn what_a_baseline_knows_is_unchanged_and_not_annotated() {
    let folder = folder_with("records/waived/procurement.toml");
    let output = check(folder.path(), &["--write-baseline", "baseline.toml", "--quiet"]);
    assert!(output.status.code() != Some(2), "{}", stderr(&output));
    let with = |format: &str| stdout(&check(folder.path(), &["--format", format, "--baseline", "baseline.toml"]));
    let log: Value = serde_json::from_str(&with("sarif")).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let open = results.iter().filter(|result| result.get("suppressions").is_none());
    assert!(open.clone().count() > 10 && open.into_iter().all(|result| result["baselineState"] == "unchanged"));
    assert_eq!(with("github"), "");
    assert_eq!(serde_json::from_str::<Value>(&with("gitlab")).unwrap(), Value::Array(Vec::new()));
    assert!(!with("junit").contains("<failure"));
}
