//! Records that are made to cost much to mend: `fix` takes no longer than their length asks for.

mod support;

use std::fs;
use std::time::{Duration, Instant};

use support::{diligence, stderr};

/// Some times what any of them takes without optimization, and a small part of what it would take if the time grew with
/// the square of the length.
const LONG: Duration = Duration::from_secs(40);

const RECORD: &str = "[institution]\n[procurement]\n";

/// The exit status of `fix`, and what it says on standard error, of a record of this text.
fn fix(text: &str) -> (i32, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("procurement.toml"), text).unwrap();
    let begun = Instant::now();
    let output = diligence(folder.path(), &["fix", "--as-of", "2026-11-21"]);
    assert!(begun.elapsed() < LONG, "{:?} for {text:.80}", begun.elapsed());
    (output.status.code().unwrap(), stderr(&output))
}

#[test]
fn a_line_with_very_many_mistakes() {
    let (status, told) = fix(&format!("[procurement]\n[institution]\nacts = [{}]\n", "fipap,".repeat(50_000)));
    assert_eq!(status, 2);
    assert!(told.contains("error[wrong-type]"), "{told:.600}");
    let entries = "{file = x.md, requirements = ['a']},".repeat(15_000);
    let (status, told) = fix(&format!("institution = {{}}\nprocurement = {{}}\nevidence = [{entries}]\n"));
    assert_eq!(status, 1, "{told:.600}");
}

#[test]
fn very_many_misspelt_keys() {
    let rows = "[[evidence]]\nfiel = 'x.md'\nrequirements = ['a']\n";
    let (status, told) = fix(&format!("{RECORD}{}", rows.repeat(6_000)));
    assert_eq!(status, 1);
    assert!(told.contains("1 record: 6000 corrections"), "{told:.600}");
    let many: String = (0..50_000).map(|at| format!("titel{at} = 'x'\n")).collect();
    assert_eq!(fix(&format!("{RECORD}{many}")).0, 2);
}

#[test]
fn what_one_run_does_not_reach_is_left_to_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("procurement.toml");
    let rows = "[[evidence]]\nfiel = 'x.md'\nrequirements = ['a']\n";
    fs::write(&path, format!("{RECORD}# {}\n{}", "x".repeat(3 << 20), rows.repeat(3_500))).unwrap();
    let write = || diligence(folder.path(), &["fix", "--no-blanks", "--write"]);
    let first = write();
    let told = stderr(&first);
    assert_eq!(first.status.code(), Some(1), "{told:.600}");
    assert!(told.replace("\n  ", " ").contains("Run it again") && !told.contains("error["), "{told:.600}");
    assert_eq!(write().status.code(), Some(0));
    assert!(!fs::read_to_string(&path).unwrap().contains("fiel"));
    assert_eq!(stderr(&write()), "Nothing to mend.\n");
}

#[test]
fn one_word_meant_very_many_times() {
    let (status, told) = fix(&format!("{RECORD}[planning]\nconsulted = [{}]\n", "'legl',".repeat(100_000)));
    assert_eq!(status, 2);
    assert!(told.contains("if `legal` is meant, that is given here already: keep one of the"), "{told:.600}");
    assert!(!told.contains("not done"), "{told:.600}");
}

#[test]
fn very_many_entries_with_nothing_to_correct() {
    let rows = "[[evidence]]\nfile = 'x.md'\nrequirements = ['a']\n";
    assert_eq!(fix(&format!("{RECORD}{}", rows.repeat(30_000))).0, 1);
    let (status, told) = fix(&format!("{RECORD}{}", "[[breach-event]]\n".repeat(20_000)));
    assert_eq!(status, 1);
    assert!(
        told.replace("\n  ", " ").contains("more facts that are not stated are left for another run."),
        "{told:.600}"
    );
}

#[test]
fn things_that_stand_deep_in_others() {
    let n = 100_000;
    for value in [format!("{}{}", "[".repeat(n), "]".repeat(n)), format!("{}1{}", "{a = ".repeat(n), "}".repeat(n))] {
        assert_eq!(fix(&format!("{RECORD}x = {value}\n")).0, 2);
    }
    assert_eq!(fix(&format!("{RECORD}x{} = 1\n", ".a".repeat(n))).0, 2);
    let paths: String = (0..2_000).map(|at| format!("x{}.b{at} = 1\n", ".a".repeat(70))).collect();
    let (status, told) = fix(&format!("[procurment]\n[institution]\n{paths}"));
    assert_eq!(status, 2);
    assert!(told.contains("1 correction"), "{told:.600}");
}
