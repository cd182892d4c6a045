//! What the tests of drafts share: records, the templates of the fixtures, and the command on them.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::fs;

use tempfile::TempDir;

use super::{diligence, repository, stderr, stdout};

/// A record that says nothing.
pub const EMPTY: &str = "[institution]\n[procurement]\n";

/// The date of every run.
pub const AS_OF: &str = "2026-11-21";

/// The folder of the templates of the fixtures.
pub fn templates() -> String {
    repository().join("tests/fixtures/documents").to_str().unwrap().to_owned()
}

/// A folder with this record.
pub fn folder(record: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("procurement.toml"), record).unwrap();
    folder
}

/// What a command on `record` prints, and its exit status.
pub fn run(record: &str, args: &[&str]) -> (String, String, i32) {
    let folder = folder(record);
    let output = diligence(folder.path(), &[args, &["--as-of", AS_OF, "."]].concat());
    (stdout(&output), stderr(&output), output.status.code().unwrap())
}

/// The draft of a document of the fixtures, which must succeed.
pub fn drafted(record: &str, document: &str, more: &[&str]) -> String {
    let own = templates();
    let (text, said, status) = run(record, &[&["draft", "--document", document, "--templates", &own], more].concat());
    assert_eq!(status, 0, "{said}");
    text
}

/// A record that states everything that the fixtures print, with `value` as every text.
pub fn full(value: &str) -> String {
    let value = toml::Value::String(value.to_owned());
    format!(
        "[institution]\nname = {value}\n[procurement]\n[vendor]\nname = {value}\n[information]\npersonal = true\n\
         [[information.elements]]\nname = {value}\nnecessity = {value}\nneeded = true\nsensitive = true\n\
         [[information.elements]]\nname = \"left out\"\nneeded = false\n\
         [[information.elements]]\nname = \"partly\"\nneeded = true\n\
         [terms]\npurposes = [{value}, \"b\"]\n[breach]\nnotify-within = \"24 hours\"\n\
         [[location.places]]\ncountry = {value}\nactivities = [\"storage\"]\n"
    )
}

/// The part of `text` from `start` up to `end`.
pub fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let from = text.find(start).unwrap_or_else(|| panic!("{start} is missing: {text}"));
    let rest = &text[from..];
    &rest[..rest.find(end).unwrap_or_else(|| panic!("{end} is missing: {rest}"))]
}
