//! The strict reader, through the program: every mistake at its place, and no input that makes it fall over.

mod support;

use std::fs;
use std::path::Path;

use diligence::pack::{PackSource, load};
use diligence::record::read_record;
use diligence::source::{Diagnostic, SourceText};
use support::{diligence, repository, stderr, stdout};

fn problems(text: &str) -> Vec<Diagnostic> {
    let library = load(&[PackSource::Embedded]).unwrap();
    let source = std::sync::Arc::new(SourceText::new("procurement.toml", text));
    read_record(&source, &library.fields).err().unwrap_or_default()
}

/// Code, line and column of each problem.
fn places(text: &str) -> Vec<(&'static str, usize, usize)> {
    problems(text)
        .iter()
        .map(|problem| {
            let position = problem.place.as_ref().expect("a problem of a text has a place").position();
            (problem.code.id(), position.line, position.column)
        })
        .collect()
}

#[test]
fn ten_mistakes_give_ten_errors_in_one_run() {
    let file = repository().join("tests/records/ten-mistakes.toml");
    assert_eq!(
        places(&fs::read_to_string(&file).unwrap()),
        [
            ("unknown-key", 3, 1),
            ("not-in-list", 4, 18),
            ("duplicate", 6, 1),
            ("unknown-key", 8, 2),
            ("bad-date", 12, 13),
            ("bad-duration", 15, 17),
            ("duplicate", 16, 24),
            ("wrong-type", 19, 10),
            ("bad-date", 22, 13),
            ("missing", 25, 15),
        ]
    );
    let output = diligence(repository(), &["check", "tests/records/ten-mistakes.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stdout(&output), "");
    let told = stderr(&output);
    assert!(told.ends_with("10 problems were found.\n`diligence fix` can correct 4 of these.\n"), "{told}");
}

#[test]
fn missing_tables_and_columns_are_named() {
    let found: Vec<_> =
        problems("[institution]\n[[waivers]]\nreason = \"x\"\n").into_iter().map(|problem| problem.message).collect();
    assert_eq!(
        found,
        [
            "the table `[procurement]` is missing",
            "`requirement` is missing from this entry",
            "`approved-by` is missing from this entry",
            "`approved-on` is missing from this entry",
            "`expires-on` is missing from this entry",
        ]
    );
}

#[test]
fn columns_count_characters_not_bytes() {
    assert_eq!(
        places("[institution]\nname = \"Ministère\" # é\n[procurement]\nphase = \"plänning\"\n"),
        [("not-in-list", 4, 9)]
    );
    assert_eq!(places("[institution]\n[procurement]\nvehicle = \"joint\" ; é\n")[0].1, 3);
    assert_eq!(places("[institution]\n[procurement]\n\"é\" = 1\n"), [("unknown-key", 3, 1)]);
}

#[test]
fn windows_line_endings_and_a_byte_order_mark_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("good.toml"), "\u{feff}[institution]\r\n[procurement]\r\nphase = \"planning\"\r\n")
        .unwrap();
    let output = diligence(folder.path(), &["check", "good.toml", "--fail-on", "never"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    fs::write(folder.path().join("bad.toml"), "\u{feff}[institution]\r\n[procurement]\r\nphase = \"plan\"\r\n")
        .unwrap();
    let output = diligence(folder.path(), &["check", "bad.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("bad.toml:3:9"), "{}", stderr(&output));
}

/// Runs `check` on a file with these bytes: it must end with status 2 and a clear error, and not panic.
fn refused(name: &str, bytes: &[u8], message: &str) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    let output = diligence(folder.path(), &["check", name]);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{name}: {said}");
    assert!(said.contains(message), "{name}: {said}");
    assert!(said.contains("error[") && !said.contains("panicked"), "{name}: {said}");
    assert!(said.len() < 100_000, "{name}: {} bytes of messages", said.len());
}

#[test]
fn input_that_is_no_record_gets_a_clear_error() {
    refused("empty.toml", b"", "is empty");
    refused("blank.toml", b" \n\t\n", "is empty");
    refused("comment.toml", b"# nothing else\n", "the table `[institution]` is missing");
    refused("binary.toml", &[0xff, 0xfe, 0x00, 0x41, 0x80], "is not text in UTF-8: line 1");
    refused("latin.toml", b"[institution]\nname = \"Minist\xe8re\"\n", "is not text in UTF-8: line 2");
    refused("nul.toml", b"[institution]\0\n", "not valid TOML");
    refused("huge.toml", "# filler\n".repeat(1_200_000).as_bytes(), "is larger than 4 MiB");
    refused("open.toml", b"[institution]\nname = \"Minis", "not valid TOML");
}

#[test]
fn hostile_shapes_get_an_error_and_no_panic() {
    let deep = format!("[institution]\n[procurement]\nvalue = {}1{}\n", "[".repeat(50_000), "]".repeat(50_000));
    refused("deep-list.toml", deep.as_bytes(), "error[");
    let deep = format!("[institution]\n[procurement]\nvalue = {}1{}\n", "{ a = ".repeat(20_000), " }".repeat(20_000));
    refused("deep-table.toml", deep.as_bytes(), "error[");
    let dotted = format!("[institution]\n[procurement]\n{}a = 1\n", "a.".repeat(50_000));
    refused("dotted.toml", dotted.as_bytes(), "error[");
    let heading = format!("[{}a]\nb = 1\n", "a.".repeat(50_000));
    refused("heading.toml", heading.as_bytes(), "error[");
    let long = format!("[institution]\n[procurement]\nvehicle = \"{}\"\n", "x".repeat(1_000_000));
    refused("long-word.toml", long.as_bytes(), "error[not-in-list]");
    let line = format!("[institution]\n[procurement]\n{} = 1\n", "x".repeat(1_000_000));
    refused("long-key.toml", line.as_bytes(), "error[unknown-key]");
    let many: String = (0..100_000).map(|number| format!("k{number} = 1\n")).collect();
    refused("many-keys.toml", format!("[institution]\n[procurement]\n{many}").as_bytes(), "error[unknown-key]");
}

#[test]
fn a_folder_or_nothing_in_place_of_a_record_gets_a_clear_error() {
    let folder = tempfile::tempdir().unwrap();
    let output = diligence(folder.path(), &["check", "absent.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("there is no file `absent.toml`"), "{}", stderr(&output));
    fs::create_dir(folder.path().join("records")).unwrap();
    let output = diligence(folder.path(), &["check", "records"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("there is no procurement.toml in the folder `records`"), "{}", stderr(&output));
    let output = diligence(folder.path(), &["report", "records"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("is a folder"), "{}", stderr(&output));
}

#[test]
fn one_bad_record_does_not_keep_the_others_from_being_checked() {
    let folder = tempfile::tempdir().unwrap();
    write_record(&folder.path().join("a"), "[institution]\n[procurement]\nphase = \"planning\"\n");
    write_record(&folder.path().join("b"), "[institution]\n");
    write_record(&folder.path().join("c"), "[institution]\n[procurement]\nphase = \"planning\"\n");
    let output = diligence(folder.path(), &["check", ".", "--format", "json"]);
    assert_eq!(output.status.code(), Some(2));
    let run: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let paths: Vec<_> =
        run["records"].as_array().unwrap().iter().map(|record| record["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["a/procurement.toml", "c/procurement.toml"]);
    assert!(stderr(&output).contains("b/procurement.toml:1:1"), "{}", stderr(&output));
}

fn write_record(folder: &Path, text: &str) {
    fs::create_dir(folder).unwrap();
    fs::write(folder.join("procurement.toml"), text).unwrap();
}

#[test]
fn what_is_given_twice_is_shown_at_both_places() {
    let found = problems("[institution]\nname = \"A\"\n[procurement]\n[institution]\n[procurement.x]\n");
    let first = &found[0];
    assert_eq!(first.message, "this heading is given twice");
    assert_eq!(first.help.as_deref().unwrap(), "move the lines below it under the first one, and take this one out");
    assert_eq!(first.related.as_ref().map(|place| place.span.clone()), Some(0..13));
    let found = problems("[institution]\nname = \"A\"\nname = \"B\"\n[procurement]\n");
    assert_eq!(found[0].help.as_deref(), Some("keep one of the two"));
    assert_eq!(found[0].related.as_ref().map(|place| place.span.clone()), Some(14..18));
}
