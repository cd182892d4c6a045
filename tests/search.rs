//! Searching folders for records: what is left out is told, and a record has one name however it is reached.

#![allow(clippy::unwrap_used, reason = "a test stops at a surprise")]

mod support;

use serde_json::Value;
use support::flat;
use support::many::{Many, record};

/// The paths of the records that are checked, and what standard error says.
fn checked(many: &Many, folder: &str, args: &[&str]) -> (Vec<String>, String) {
    let (status, printed, said) = many.check_in(folder, &[args, &["--format", "json"]].concat());
    assert!(status < 2, "{said}");
    let run: Value = serde_json::from_str(&printed).unwrap();
    let paths = run["records"].as_array().unwrap().iter().map(|one| one["path"].as_str().unwrap().to_owned());
    (paths.collect(), said)
}

/// A record that is found, and others that are not.
fn with_ignored_and_hidden() -> Many {
    let many = Many::new(1);
    many.write(".gitignore", "drafts/\nsecret/procurement.toml\n!drafts/kept\n");
    many.write("sub/.ignore", "old*\n");
    for folder in ["drafts/2026/a", "secret", "sub/older", ".archive/b", "node_modules/c", ".git/d", "target/e"] {
        many.write(&format!("{folder}/procurement.toml"), &record("small", ""));
    }
    many.write("target/CACHEDIR.TAG", "");
    many.write("sub/.gitignore", "/target\n");
    many.write("sub/target/procurement.toml", &record("small", ""));
    many.write(".hidden.toml", "");
    many
}

const TOLD: &str = "\
note: the search left out 5 records:
  .archive/b/procurement.toml: hidden, in a folder whose name begins with a dot
  drafts/2026/a/procurement.toml: ignored, by a .gitignore or .ignore file
  secret/procurement.toml: ignored, by a .gitignore or .ignore file
  sub/older/procurement.toml: ignored, by a .gitignore or .ignore file
  sub/target/procurement.toml: ignored, by a .gitignore or .ignore file
  To have one checked, name it itself.
";

#[test]
fn records_that_are_ignored_or_hidden_are_named() {
    let many = with_ignored_and_hidden();
    many.write(".gitignore", &(many.read(".gitignore") + "node_modules\ntarget/\n"));
    assert_eq!(checked(&many, "", &[]), (vec![Many::record(0)], TOLD.to_owned()));
    assert_eq!(checked(&many, "", &["--quiet"]), (vec![Many::record(0)], String::new()));
    assert_eq!(checked(&many, "", &["records"]).1, "");
    // Named, they are checked, and not told of.
    let (paths, said) = checked(&many, "", &[".", "drafts", "./secret/procurement.toml"]);
    assert_eq!(paths.len(), 3, "{paths:?}");
    assert!(said.starts_with("note: the search left out 3 records:\n  .archive/b/"), "{said}");
    for number in 10..14 {
        many.write(&format!(".archive/{number}/procurement.toml"), &record("small", ""));
    }
    let (_, said) = checked(&many, "", &[]);
    assert!(said.starts_with("note: the search left out 9 records:\n") && said.contains("  And 4 more.\n"), "{said}");
    let output = support::diligence(many.path(), &["fix", "--no-blanks", "."]);
    assert!(support::stderr(&output).starts_with("note: the search left out 9 records:\n"));
}

#[test]
fn where_nothing_else_is_found_they_are_named_even_in_quiet() {
    let many = Many::new(0);
    many.write("records/.a/procurement.toml", &record("small", ""));
    let (status, _, said) = many.check(&["records", "--quiet"]);
    assert_eq!(status, 2);
    assert!(said.contains("left out 1 record:\n  records/.a/procurement.toml: hidden"), "{said}");
    assert!(said.contains("there is no procurement.toml in the folder `records`"), "{said}");
}

#[test]
fn of_large_folders_that_are_left_out_the_nearest_are_looked_into() {
    let many = Many::new(1);
    for number in 0..1200 {
        std::fs::create_dir_all(many.path().join(format!(".a/{number}"))).unwrap();
    }
    many.write(".a/procurement.toml", &record("small", ""));
    many.write(".a/0/b/c/procurement.toml", &record("small", ""));
    many.write(".z/procurement.toml", &record("small", ""));
    let (_, said) = checked(&many, "", &[]);
    assert!(said.starts_with("note: the search left out 2 records:\n  .a/procurement.toml: "), "{said}");
    assert!(said.contains("  .z/procurement.toml: "), "{said}");
}

#[cfg(unix)]
#[test]
fn records_behind_links_and_what_is_no_file_are_named() {
    use std::os::unix::fs::symlink;
    let (many, other) = (Many::new(2), Many::new(1));
    let link = |target: &str, path: &str| {
        let path = many.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        symlink(target, path).unwrap();
    };
    // They lead to a record that is found.
    link("../000/procurement.toml", "records/same/procurement.toml");
    link("001", "records/same-folder");
    link("..", "records/000/up");
    assert_eq!(checked(&many, "", &["records"]), (vec![Many::record(0), Many::record(1)], String::new()));
    let elsewhere = other.path().join(Many::record(0));
    link(elsewhere.to_str().unwrap(), "records/a/procurement.toml");
    link(elsewhere.parent().unwrap().to_str().unwrap(), "records/b");
    link("nowhere", "records/c/procurement.toml");
    many.write("records/000/own name.toml", &record("small", ""));
    link("../000/own name.toml", "records/d/procurement.toml");
    std::fs::create_dir_all(many.path().join("records/e/procurement.toml")).unwrap();
    let (paths, said) = checked(&many, "", &["records"]);
    assert_eq!(paths.len(), 2);
    for (folder, why) in [
        ("a", "a link that leads elsewhere"),
        ("b", "a link that leads elsewhere"),
        ("c", "a link that leads elsewhere"),
        ("d", "a link that leads elsewhere"),
        ("e", "not a plain file"),
    ] {
        assert!(said.contains(&format!("  records/{folder}/procurement.toml: {why}\n")), "{said}");
    }
    assert_eq!(checked(&many, "", &["records/a/procurement.toml"]).0, ["records/a/procurement.toml"]);
}

/// The fingerprints that the formats give the findings of one record, and the lines of a baseline.
fn identity(many: &Many, folder: &str, path: &str) -> Vec<String> {
    let printed = |format: &str| {
        let (status, printed, said) = many.check_in(folder, &[path, "--format", format]);
        assert_eq!(status, 1, "{said}");
        let run: Value = serde_json::from_str(&printed).unwrap();
        run
    };
    let sarif = printed("sarif");
    let results = sarif["runs"][0]["results"].as_array().unwrap().iter();
    let of_sarif = results.map(|one| {
        format!("{} {}", one["partialFingerprints"], one["locations"][0]["physicalLocation"]["artifactLocation"])
    });
    let gitlab = printed("gitlab");
    let of_gitlab =
        gitlab.as_array().unwrap().iter().map(|one| format!("{} {}", one["fingerprint"], one["location"]["path"]));
    let baseline = many.path().join("known.toml");
    let _ = std::fs::remove_file(&baseline);
    many.check_in(folder, &[path, "--write-baseline", baseline.to_str().unwrap()]);
    of_sarif.chain(of_gitlab).chain([many.read("known.toml")]).collect()
}

#[test]
fn a_record_has_one_identity_however_it_is_named() {
    let many = Many::new(1);
    many.write("other/notes.md", "");
    let whole = many.path().join(Many::record(0));
    let plain = identity(&many, "", "records/000/procurement.toml");
    assert!(plain.len() > 10 && plain.iter().all(|one| one.contains("records/000/procurement.toml")), "{plain:?}");
    for path in [
        ".",
        "records",
        "./records/./000/",
        "other/../records/000/procurement.toml",
        "records/../other/.././records",
        whole.to_str().unwrap(),
        whole.parent().unwrap().to_str().unwrap(),
    ] {
        assert_eq!(identity(&many, "", path), plain, "{path}");
    }
    let inside = identity(&many, "records", "000");
    for path in [".", "../records", "..", "../other/../records/000/procurement.toml", many.path().to_str().unwrap()] {
        assert_eq!(identity(&many, "records", path), inside, "{path}");
    }
    // Twice the same is once, and what lies outside keeps its way.
    let (paths, _) = checked(&many, "records", &[".", "..", "../records/./000/procurement.toml"]);
    assert_eq!(paths, ["000/procurement.toml"]);
    assert_eq!(checked(&many, "other", &["../other/.././records"]).0, ["../other/../records/000/procurement.toml"]);
}

#[test]
fn names_that_steer_a_terminal_are_told_without_doing_so() {
    let many = Many::new(1);
    many.write(".\u{1b}[31m/procurement.toml", &record("small", ""));
    let (_, said) = checked(&many, "", &[]);
    assert!(flat(&said).contains(".\u{fffd}[31m/procurement.toml: hidden") && !said.contains('\u{1b}'), "{said:?}");
}
