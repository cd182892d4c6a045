//! `diligence pack new`: what it writes is a pack that stands at once, and that shows every part.

mod support;

use std::fs;
use std::path::Path;

use diligence::pack::{Library, Obligation, PackSource, load};
use support::{diligence, flat, stderr, stdout};

/// The exit status and both outputs of the program, each on one line.
fn run(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let output = diligence(folder, args);
    (output.status.code().unwrap(), flat(&stdout(&output)), flat(&stderr(&output)))
}

/// A folder with a new pack `own` in it.
fn new_pack() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let (status, _, stderr) = run(folder.path(), &["pack", "new", "own"]);
    assert_eq!((status, stderr.as_str()), (0, ""));
    folder
}

fn library(folder: &Path) -> Library {
    load(&[PackSource::Embedded, PackSource::Folder(folder.join("own"), "own".to_owned())]).unwrap()
}

#[test]
fn a_new_pack_verifies_and_its_examples_pass() {
    let folder = tempfile::tempdir().unwrap();
    let (status, stdout, _) = run(folder.path(), &["pack", "new", "deep/Town of Sample"]);
    assert_eq!(status, 0);
    assert!(stdout.contains("Next: diligence pack verify \"deep/Town of Sample\""), "{stdout}");
    let dir = "deep/Town of Sample";
    let (status, stdout, stderr) = run(folder.path(), &["pack", "verify", dir]);
    assert_eq!((status, stderr.as_str()), (0, ""));
    assert!(stdout.contains("The pack town-of-sample is in order: 1 requirement."), "{stdout}");
    let (status, stdout, stderr) = run(folder.path(), &["pack", "test", dir]);
    assert_eq!((status, stderr.as_str()), (0, ""));
    assert!(stdout.starts_with("3 examples of the pack town-of-sample"), "{stdout}");
}

#[test]
fn a_new_pack_can_be_begun_in_an_empty_folder() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().join("own-rules");
    fs::create_dir(&here).unwrap();
    assert_eq!(run(&here, &["pack", "new", "."]).0, 0);
    assert!(fs::read_to_string(here.join("pack.toml")).unwrap().contains("id = \"own-rules\""));
    assert_eq!(run(&here, &["pack", "verify", "."]).0, 0);
}

#[test]
fn a_folder_that_cannot_be_used_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("full")).unwrap();
    fs::write(folder.path().join("full/notes.txt"), "mine").unwrap();
    fs::write(folder.path().join("file"), "mine").unwrap();
    let refusals = [
        ("full", "is not empty"),
        ("file", "is a file"),
        ("ontario", "a built-in pack has the id"),
        ("---", "gives no id"),
    ];
    for (name, words) in refusals {
        let (status, stdout, stderr) = run(folder.path(), &["pack", "new", "--", name]);
        assert_eq!((status, stdout.as_str()), (2, ""), "{name}");
        assert!(stderr.contains(words), "{stderr}");
    }
    assert_eq!(fs::read_dir(folder.path().join("full")).unwrap().count(), 1);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn the_requirement_of_a_new_pack_is_checked() {
    let folder = new_pack();
    fs::write(folder.path().join("procurement.toml"), "[institution]\n[procurement]\nphase = \"planning\"\n").unwrap();
    let (_, stdout, stderr) = run(folder.path(), &["check", "--pack", "own"]);
    assert_eq!(stderr, "");
    assert!(stdout.contains("planning.service-register"), "{stdout}");
}

#[test]
fn the_clauses_of_a_pack_join_the_built_in_ones() {
    let folder = new_pack();
    let built_in = load(&[PackSource::Embedded]).unwrap().clauses(None).unwrap();
    let clauses = library(folder.path()).clauses(None).unwrap();
    assert!(built_in.find("register-facts").is_none());
    assert_eq!(clauses.find("X01").unwrap().id, "register-facts");
    assert_eq!(clauses.clauses.len(), built_in.clauses.len() + 1);
    let own = folder.path().join("own/clauses");
    let text = fs::read_to_string(own.join("register-facts.md")).unwrap();
    let replaced = &built_in.clauses[0].id;
    fs::write(own.join(format!("{replaced}.md")), text.replace("X01", "X02")).unwrap();
    let clauses = library(folder.path()).clauses(None).unwrap();
    assert_eq!(clauses.find(replaced).unwrap().code, "X02", "a file of the same name takes its place");
    assert_eq!(clauses.clauses.len(), built_in.clauses.len() + 1);
}

#[test]
fn the_commented_tightening_holds_when_its_marks_are_deleted() {
    let folder = new_pack();
    let path = folder.path().join("own/tighten.toml");
    let text = fs::read_to_string(&path).unwrap();
    let example = &text[text.find("# [\"").unwrap()..];
    fs::write(&path, example.lines().map(|line| line.replacen("# ", "", 1) + "\n").collect::<String>()).unwrap();
    assert_eq!(run(folder.path(), &["pack", "verify", "own"]), run(new_pack().path(), &["pack", "verify", "own"]));
    let id = example.split('"').nth(1).unwrap();
    let before = load(&[PackSource::Embedded]).unwrap().requirement(id).unwrap().clone();
    let library = library(folder.path());
    let after = library.requirement(id).unwrap();
    assert!(before.duty.obligation < Obligation::Must && after.duty.obligation == Obligation::Must);
    assert!(after.duty.note.as_ref().unwrap().contains("Council decided"));
}

#[test]
fn mistakes_in_a_pack_are_refused_and_named() {
    let must = "[\"planning.own-must\"]\nreason = \"r\"\n";
    let mistakes = [
        (
            "tighten.toml",
            "[\"agreement.breach-notise\"]\nreason = \"r\"\nobligation = \"must\"\n",
            "did you mean `agreement.breach-notice`?",
        ),
        (
            "tighten.toml",
            "[agreement.breach-notice]\nreason = \"r\"\n",
            "write the id in quotes: [\"agreement.breach-notice\"]",
        ),
        ("tighten.toml", "[\"agreement.breach-notice\"]\nobligation = \"must\"\n", "`reason` is missing"),
        (
            "tighten.toml",
            "[\"agreement.breach-notice\"]\nreason = \"r\"\nobligatoin = \"must\"\n",
            "did you mean `obligation`?",
        ),
        (
            "tighten.toml",
            "[\"agreement.breach-notice\"]\nreason = \"r\"\nobligation = \"consider\"\n",
            "a pack cannot lower it",
        ),
        (
            "tighten.toml",
            "[\"agreement.breach-notice\"]\nreason = \"r\"\nobligation = \"musst\"\n",
            "did you mean `must`?",
        ),
        ("tighten.toml", "[\"agreement.breach-notice\"]\nreason = \"r\"\n", "asks for no more"),
        (
            "tighten.toml",
            "[\"agreement.breach-notice\"]\nreason = \"r\"\nobligation = \"should\"\n",
            "asks for no more",
        ),
        ("tighten.toml", "[\"agreement.breach-notice\"]\nreason = \"r\"\nexpects = {}\n", "tests nothing"),
        (
            "tighten.toml",
            "[\"agreement.breach-notice\"]\nreason = \"r\"\nexpects = { \"breach.notify-witin\" = \"stated\" }\n",
            "did you mean `breach.notify-within`?",
        ),
        (
            "tighten.toml",
            "[\"agreement.breach-notice\"]\nreason = \"r\"\napplies = { is = \"hosted\" }\n",
            "`applies` is not known here",
        ),
        ("tighten.toml", must, "there is no requirement `planning.own-must` to tighten"),
        (
            "conditions.toml",
            "[hosted]\ntitle = \"t\"\notherwise = \"o\"\nholds = { \"technology.hosted\" = false }\n",
            "another condition `hosted`",
        ),
        ("conditons.toml", "", "did you mean `conditions.toml`?"),
        ("requirement/planning.toml", "", "did you mean `requirements/planning.toml`?"),
        ("requirements/plannig.toml", "", "`plannig` is not a phase"),
        (
            "fields/own.toml",
            "[\"Own Field\"]\ntype = \"section\"\ntitle = \"t\"\nhelp = \"h\"\n",
            "not a path in kebab-case",
        ),
        (
            "fields/own.toml",
            "[\"vendor.own\"]\ntype = \"date\"\nquestion = \"q\"\nhelp = \"h\"\nexample = '\"soon\"'\n",
            "the example of the field `vendor.own` does not fit it",
        ),
        (
            "fields/own.toml",
            "[\"vendor.name\"]\ntype = \"text\"\nquestion = \"q\"\nhelp = \"h\"\nexample = '\"x\"'\n",
            "another field `vendor.name`",
        ),
    ];
    for (file, text, words) in mistakes {
        let folder = new_pack();
        let path = folder.path().join("own").join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        let (status, _, stderr) = run(folder.path(), &["pack", "verify", "own"]);
        assert_eq!(status, 2, "{file}: {text}");
        assert!(stderr.contains(words), "{file}: {text}\n{stderr}");
    }
}

#[test]
fn a_pack_builds_on_packs_that_are_there() {
    let folder = new_pack();
    let path = folder.path().join("own/pack.toml");
    let text = fs::read_to_string(&path).unwrap();
    for (id, words) in [
        ("ontaroi", "did you mean `ontario`?"),
        ("quebec", "there is no pack `quebec` to build on"),
        ("own", "to build on"),
    ] {
        fs::write(&path, text.replace("[\"ontario\"]", &format!("[\"{id}\"]"))).unwrap();
        let (status, _, stderr) = run(folder.path(), &["pack", "verify", "own"]);
        assert_eq!(status, 2);
        assert!(stderr.contains(words), "{stderr}");
    }
}
