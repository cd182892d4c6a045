//! A baseline and the text of an agreement: each fault in it is known, new or mended by itself.

#![allow(clippy::unwrap_used, reason = "a test stops at a surprise")]

mod support;

use std::fs;

use serde_json::Value;
use support::{diligence, repository, stderr, stdout};
use tempfile::TempDir;

/// A folder with the record of the fixtures, its agreement and a baseline of all that is open.
struct Known(TempDir);

impl Known {
    fn new(agreement: &str) -> Self {
        let known = Self(tempfile::tempdir().unwrap());
        let record = fixture("procurement.toml").replace("FILE", "agreement.md");
        fs::write(known.0.path().join("procurement.toml"), record).unwrap();
        known.write(agreement);
        known.run(&["--write-baseline", "known.toml"], 0);
        known
    }

    fn write(&self, agreement: &str) {
        fs::write(self.0.path().join("agreement.md"), agreement).unwrap();
    }

    fn run(&self, args: &[&str], status: i32) -> String {
        let all = [&["check", ".", "--as-of", "2026-11-21", "--fail-on", "consider"], args].concat();
        let output = diligence(self.0.path(), &all);
        assert_eq!(output.status.code(), Some(status), "{}{}", stdout(&output), stderr(&output));
        stdout(&output)
    }

    /// The lines of the baseline on the agreement's `kind`, as entries.
    fn lines(&self, kind: &str) -> usize {
        let baseline = fs::read_to_string(self.0.path().join("known.toml")).unwrap();
        let own = format!("requirement = \"record.agreement-{kind}\", entry = ");
        baseline.lines().filter(|line| line.contains(&own)).count()
    }

    /// With `agreement`, what is new, as requirements, and the entries of lines that no longer match.
    fn with(&self, agreement: &str, status: i32) -> (Vec<String>, Vec<String>) {
        self.write(agreement);
        let printed = self.run(&["--baseline", "known.toml", "--format", "json"], status);
        let run: Value = serde_json::from_str(&printed).unwrap();
        let texts = |all: &Value, key: &str, of: &dyn Fn(&Value) -> bool| -> Vec<String> {
            let all = all.as_array().unwrap().iter().filter(|one| of(one));
            all.map(|one| one[key].as_str().unwrap().to_owned()).collect()
        };
        let new = texts(&run["records"][0]["findings"], "requirement", &|one| one["baseline"] == "new");
        (new, texts(&run["baseline"]["stale"], "entry", &|_| true))
    }
}

fn fixture(name: &str) -> String {
    fs::read_to_string(repository().join("tests/agreements").join(name)).unwrap()
}

fn nothing() -> (Vec<String>, Vec<String>) {
    (Vec::new(), Vec::new())
}

#[test]
fn each_fault_has_a_line_and_one_more_of_any_kind_is_new() {
    let faulty = fixture("faulty.md");
    let known = Known::new(&faulty);
    let kinds = ["blank", "reference", "numbering", "terms", "differs"];
    assert_eq!(kinds.map(|kind| known.lines(kind)), [5, 5, 5, 3, 5]);
    assert_eq!(known.with(&faulty, 0), nothing());
    for (kind, more) in [
        ("blank", "The fee is [insert the fee]."),
        ("blank", "The day is TBD."),
        ("reference", "All is said in section 77."),
        ("numbering", "## 40. More"),
        ("terms", "It sends a Bulletin, and each Bulletin is short."),
    ] {
        let (new, stale) = known.with(&format!("{faulty}\n{more}\n"), 1);
        assert_eq!((new, stale), (vec![format!("record.agreement-{kind}")], vec![]), "{more}");
    }
    let (new, stale) = known.with(&faulty.replace("within 72 hours", "within 96 hours"), 1);
    assert_eq!(new, ["record.agreement-differs"]);
    assert_eq!(stale, ["breach.notify-within: 72 hours"]);
}

#[test]
fn faults_that_moved_stay_known_and_mended_ones_no_longer_match() {
    let faulty = fixture("faulty.md");
    let known = Known::new(&faulty);
    let blank = " It closes the Escalation by **[●]**.";
    let moved = faulty.replace(blank, "").replace("$1 million.", &format!("$1 million.{blank}"));
    assert!(moved != faulty);
    // Another line at the top, and one more use of a term that nothing defines.
    let moved = moved.replacen("\n\n", "\n\nIt speaks of each Escalation twice and more.\n\n", 1);
    assert_eq!(known.with(&moved, 0), nothing());
    let mended = faulty.replace("[insert the days]", "Monday").replace("section 9.4", "section 4.1");
    let stale = ["\"[insert the days]\" is left open.", "\"section 9.4\" leads nowhere: this file has no section 9.4."];
    assert_eq!(known.with(&mended, 0), (vec![], stale.map(str::to_owned).to_vec()));
}

#[test]
fn what_is_not_shown_counts_too() {
    let blanks = |numbers: &mut dyn Iterator<Item = usize>| -> String {
        numbers.map(|number| format!("It is [insert the amount {number}].\n\n")).collect()
    };
    let known = Known::new(&blanks(&mut (0..25)));
    assert_eq!(known.lines("blank"), 25);
    assert_eq!(known.with(&blanks(&mut (0..25).rev()), 0), nothing());
    let printed = known.run(&["--baseline", "known.toml"], 0);
    assert!(!printed.contains("  New: "), "{printed}");
    let (new, stale) = known.with(&blanks(&mut (0..24).chain([99])), 1);
    let printed = known.run(&["--baseline", "known.toml"], 1);
    assert!(printed.contains("\n  New: \"[insert the amount 99]\" is left open.\n"), "{printed}");
    known.write(&blanks(&mut (24..50)));
    let printed = known.run(&["--baseline", "known.toml"], 1);
    assert!(printed.contains("; and 15 more\n"), "{printed}");
    assert_eq!((new.len(), stale), (1, vec!["\"[insert the amount 24]\" is left open.".to_owned()]));
}

#[test]
fn a_line_without_an_entry_hides_no_fault() {
    let faulty = fixture("faulty.md");
    let known = Known::new(&faulty);
    let line = "  { record = \"procurement.toml\", requirement = \"record.agreement-blank\", status = \"gap\" },\n";
    fs::write(known.0.path().join("known.toml"), format!("diligence-baseline = 1\nknown = [\n{line}]\n")).unwrap();
    let printed = known.run(&["--baseline", "known.toml", "--quiet"], 1);
    assert!(printed.contains("; 1 line no") && printed.contains(" 0 known"), "{printed}");
}
