//! The fixes in SARIF are the edits of `fix`.

mod support;

use std::fs;

use support::{diligence, stdout};

const HEAD: &str = "[institution]\nacts = ['fippa']\n[procurement]\ntitle = 'É'\nphase = 'planning'\n";

/// `text` with every fix of the results that `check --format sarif` gives of it, and how many results there are.
fn by_sarif(text: &str) -> (String, usize) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("procurement.toml"), text).unwrap();
    let sarif: serde_json::Value =
        serde_json::from_str(&stdout(&diligence(folder.path(), &["check", "--format", "sarif"]))).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let fixes = results.iter().filter_map(|result| result["fixes"].as_array()).flatten();
    let changes = fixes.flat_map(|fix| fix["artifactChanges"][0]["replacements"].as_array().unwrap());
    let offset = |line: &serde_json::Value, column: &serde_json::Value| {
        let number = |one: &serde_json::Value| usize::try_from(one.as_u64().unwrap()).unwrap() - 1;
        let start: usize = text.split_inclusive('\n').take(number(line)).map(str::len).sum();
        start + text[start..].chars().take(number(column)).map(char::len_utf8).sum::<usize>()
    };
    let edit = |change: &serde_json::Value| {
        let region = &change["deletedRegion"];
        let start = offset(&region["startLine"], &region["startColumn"]);
        let last = if region["endLine"].is_null() { &region["startLine"] } else { &region["endLine"] };
        (start..offset(last, &region["endColumn"]), change["insertedContent"]["text"].as_str().unwrap().to_owned())
    };
    let mut edits: Vec<_> = changes.map(edit).collect();
    edits.sort_by_key(|(span, _)| span.start);
    edits.dedup();
    let mut after = text.to_owned();
    edits.iter().rev().for_each(|(span, new)| after.replace_range(span.clone(), new));
    (after, results.len())
}

/// What `fix` writes in place of `text`, once that it finds nothing more to do is proven.
fn by_fix(text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("procurement.toml");
    fs::write(&path, text).unwrap();
    diligence(folder.path(), &["fix", "--no-blanks", "--write"]);
    let once = fs::read_to_string(&path).unwrap();
    diligence(folder.path(), &["fix", "--no-blanks", "--write"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), once, "a second run changes something");
    once
}

#[test]
fn all_fixes_together_make_the_text_that_fix_writes() {
    let inline = |count, entry: &str| (0..count).map(|at| entry.replace('#', &at.to_string())).collect::<String>();
    let crowd = inline(12, "  { nmae = 'S #', vetted_on = 2026/09/18, boundd = yes },\n");
    let elements = inline(16, "  { name = 'item #', neded = yes },\n");
    let tables = inline(30, "[[information.elements]]\nname = 'item #'\nneded = yes\n");
    for (wrong, gone) in [
        ("[planning]\nstartd-on = 2026/08/24 # É\n".to_owned(), &["startd", "/08"][..]),
        (format!("[vendor]\nsubcontractors = [\n{crowd}]\n"), &["nmae", "vetted_on", "/09", "boundd", "yes"]),
        (format!("[information]\nelements = [\n{elements}]\n"), &["neded", "yes"]),
        (tables, &["neded", "yes"]),
    ] {
        let text = format!("{HEAD}{wrong}");
        let mended = by_fix(&text);
        assert!(gone.iter().all(|wrong| !mended.contains(wrong)), "{mended}");
        assert_eq!(by_sarif(&text).0, mended);
    }
}

#[test]
fn a_result_has_no_fix_that_fix_does_not_make() {
    for wrong in [
        "[planning]\nconsulted = ['legl', 'legl', 'legal']\n",
        "[planning]\nconsulted = ['legl', 'Legal']\n",
        "[planning]\nstarted-on = 2026-01-01\nstartd-on = 2026-01-02\n",
        "[planning]\nstartd-on = 03/04/2026\n",
        "[instituton]\nname = 'x'\n",
    ] {
        let text = format!("{HEAD}{wrong}");
        let (after, results) = by_sarif(&text);
        assert!(results > 0);
        assert_eq!(after, by_fix(&text));
    }
}
