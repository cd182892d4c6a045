//! The text of an agreement that a record names: what `check` finds in it, at which line and column, and what it leaves
//! alone.

mod support;

use std::fs;
use std::path::Path;

use serde_json::Value;
use support::{diligence, repository, stderr, stdout};
use tempfile::TempDir;

/// A folder with the record of the fixtures, which names `file`, and `text` in that file.
fn folder(file: &str, text: &[u8]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let record = fixture("procurement.toml").replace("FILE", file);
    fs::write(folder.path().join("procurement.toml"), record).unwrap();
    fs::write(folder.path().join(file.split('#').next().unwrap()), text).unwrap();
    folder
}

fn fixture(name: &str) -> String {
    fs::read_to_string(repository().join("tests/agreements").join(name)).unwrap()
}

/// The findings on the agreement of the record in `folder`.
fn findings(folder: &Path) -> Vec<Value> {
    let output = diligence(folder, &["check", "--as-of", "2026-11-21", "--format", "json", "."]);
    let found: Value = serde_json::from_str(&stdout(&output)).unwrap_or_else(|_| panic!("{}", stderr(&output)));
    let all = found["records"][0]["findings"].as_array().unwrap();
    let own = |one: &&Value| one["requirement"].as_str().unwrap().starts_with("record.agreement-");
    all.iter().filter(own).cloned().collect()
}

/// Each place of the finding `record.agreement-KIND`: "line:column fact", after the path where it is not the agreement.
fn places(findings: &[Value], kind: &str) -> Vec<String> {
    let id = format!("record.agreement-{kind}");
    let found = findings.iter().filter(|one| one["requirement"] == id.as_str());
    let places = found.flat_map(|one| one["observations"].as_array().unwrap());
    places
        .map(|one| {
            let record = if one["path"] == "procurement.toml" { "record " } else { "" };
            format!("{record}{}:{} {}", one["line"], one["column"], one["fact"].as_str().unwrap())
        })
        .collect()
}

fn of(text: &str) -> Vec<Value> {
    findings(folder("agreement.md", text.as_bytes()).path())
}

#[test]
fn a_sound_agreement_is_left_alone() {
    let found = of(&fixture("sound.md"));
    assert_eq!(found, Vec::<Value>::new());
}

#[test]
fn each_fault_is_found_at_its_place() {
    let found = of(&fixture("faulty.md"));
    assert_eq!(
        places(&found, "blank"),
        [
            "13:53 \"[insert the days]\" is left open.",
            "21:125 \"[●]\" is left open.",
            "23:19 \"<name of contact>\" is left open.",
            "23:40 A line is left to be written on.",
            "23:48 \"TBD\" is left open.",
        ]
    );
    assert_eq!(
        places(&found, "reference"),
        [
            "19:77 \"section 9.4\" leads nowhere: this file has no section 9.4.",
            "21:46 \"section 2 (Meaning of words)\" does not fit: \"Meaning of words\" is section 1.",
            "21:79 \"Schedule C\" is not in this file.",
            "23:56 \"section 2.5(b)\" leads nowhere: this file has no section 2.5.",
            "33:80 \"section 4.1(d)\" leads nowhere: section 4.1 has no item (d).",
        ]
    );
    assert_eq!(
        places(&found, "numbering"),
        [
            "13:1 1.2 stands twice.",
            "15:1 1.4 follows 1.2; 1.3 would be next.",
            "23:1 3.3 stands under section 2.",
            "25:4 4 follows 2; 3 would be next.",
            "31:1 Item (c) follows item (a); (b) would be next.",
        ]
    );
    assert_eq!(
        places(&found, "terms"),
        [
            "13:6 \"Service Window\" is defined, and nothing uses it.",
            "15:6 \"Incident\" is defined twice.",
            "21:32 \"Escalation\" is written as a term 2 times, and nothing defines it.",
        ]
    );
    assert_eq!(
        places(&found, "differs"),
        [
            "record 2:8 The record states \"Town of Sample\" for `institution.name`.",
            "3:24 The agreement is made \"between the Village of Example and Sample Rinks Ltd\", and nowhere names \"Town of Sample\".",
            "record 18:13 The record states 2026-04-01 for `agreement.starts-on`.",
            "5:31 The agreement states 2027-04-01 in the part \"Agreement for the booking of ice time\".",
            "record 26:17 The record states 24 hours for `breach.notify-within`.",
            "19:61 The agreement states 72 hours in section 2.1.",
            "record 32:22 The record states 30 days for `destruction.certificate-within`.",
            "33:62 The agreement states 60 days in section 4.2.",
            "record 22:13 The record states $2,000,000 for `terms.insurance`.",
            "35:49 The agreement states $1,000,000 in section 4.3.",
        ]
    );
}

#[test]
fn a_maximum_is_the_length_that_follows_its_words() {
    let own = |says: &str| format!("## 1. Retention\n\n1.1 {says}\n");
    let differs = |says: &str| {
        let folder = folder("agreement.md", own(says).as_bytes());
        let path = folder.path().join("procurement.toml");
        let record = fs::read_to_string(&path)
            .unwrap()
            .replace("minimum = \"1 year\"", "minimum = \"2 years\"\nmaximum = \"7 years\"");
        fs::write(&path, record).unwrap();
        places(&findings(folder.path()), "differs")
    };
    let found = differs(
        "The Vendor must keep Personal Information for at least 2 years after its last use and no longer than 10 years.",
    );
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].ends_with("The record states 7 years for `retention.maximum`."), "{found:?}");
    assert!(found[1].ends_with("The agreement states 10 years in section 1.1."), "{found:?}");
    assert_eq!(
        differs(
            "The Vendor must keep Personal Information for at least 2 years after its last use and no longer than 7 years."
        ),
        [""; 0]
    );
    assert_eq!(
        differs("The Vendor must keep Personal Information for at least 2 years and no longer than the schedule says."),
        [""; 0]
    );
}

#[test]
fn a_time_for_another_matter_is_no_time_for_a_breach() {
    let of_breach = |says: &str| places(&of(&format!("## 1. Privacy breach\n\n1.1 {says}\n")), "differs");
    for says in [
        "The Vendor must report a breach of the service levels within 5 business days.",
        "The Vendor must report each breach of this Agreement, other than a privacy breach, within 10 business days.",
        "The Vendor must give notice of a Breach at once, and notify affected individuals within 30 days.",
        "The Vendor must give a written report within 30 days after it notified the Institution of the Breach.",
        "The Vendor must report each Breach to the Institution in 48 hours, and send a list of causes in 30 days.",
    ] {
        assert_eq!(of_breach(says), [""; 0], "{says}");
    }
    assert_eq!(of_breach("The Vendor must report each Breach to the Institution within 5 business days.").len(), 2);
    assert_eq!(
        of_breach("The Vendor must report each Breach within 48 hours, and send a list of causes in 30 days.").len(),
        2
    );
}

#[test]
fn references_that_miss_their_section_or_item_are_found() {
    let text = "This Agreement is made on 5 March 2026.\n\n## 1. Access rules\n\n1.1 See section 2 (Wrong title), section 1 (Access) and section 2 (SLA).\n\n\
                1.2 See section 1.1(a), item 2.1(d) and section 2.2(a).\n\n## 2. Fees\n\n2.1 These are:\n\n(a) one;\n\n(b) two.\n\n\
                2.2 It is a matter of (a) one and (b) two.\n";
    let found = of(text);
    assert_eq!(
        places(&found, "reference"),
        [
            "5:9 \"section 2 (Wrong title)\" does not fit: section 2 is \"Fees\".",
            "7:25 \"item 2.1(d)\" leads nowhere: section 2.1 has no item (d).",
        ]
    );
    let found =
        of(&text.replace("1.1 See section 2 (Wrong title), section 1 (Access) and section 2 (SLA).", "1.1 See it."));
    assert!(places(&found, "reference")[0].contains("section 1.1 has no item (a)"), "{found:?}");
    assert!(places(&found, "differs")[1].contains("The agreement states 2026-03-05"), "{found:?}");
}

#[test]
fn blanks_weigh_more_once_the_agreement_is_signed() {
    let signed = of("# Terms\n\nThe time is [●].\n");
    assert_eq!((&signed[0]["obligation"], &signed[0]["status"]), (&"should".into(), &"gap".into()));
    let folder = folder("agreement.md", "# Terms\n\nThe time is [●].\n".as_bytes());
    let path = folder.path().join("procurement.toml");
    let record = fs::read_to_string(&path).unwrap().replace("signed-on = 2026-03-02\n", "");
    fs::write(&path, record).unwrap();
    let draft = findings(folder.path());
    assert_eq!(draft[0]["obligation"], "consider");
    let words = places(&draft, "blank");
    assert!(words[1].ends_with("A draft may have blanks until then."), "{words:?}");
}

#[test]
fn only_the_named_part_is_checked_and_definitions_count_from_everywhere() {
    let text = "# Main\n\n\"Ice\", \"Rink\" and \"Hour\" mean things of winter. Fill in [●], see section 9.\n\n## 1. Hours\n\n\
                Text.\n\n# Privacy\n\nThe Vendor counts each Ice, each Rink and each Hour. It counts each Skate and each Skate [●].\n\n\
                ## 2. More\n\nIt ends by [date].\n\n# After\n\nTBD\n";
    let found = findings(folder("agreement.md#privacy", text.as_bytes()).path());
    assert_eq!(places(&found, "blank"), ["11:90 \"[●]\" is left open.", "15:12 \"[date]\" is left open."]);
    assert_eq!(places(&found, "terms"), ["11:69 \"Skate\" is written as a term 2 times, and nothing defines it."]);
    assert_eq!(places(&found, "reference"), Vec::<String>::new());
}

#[test]
fn many_faults_are_counted_and_the_first_are_shown() {
    let found = of(&"It is [●].\n\n".repeat(25));
    let places = places(&found, "blank");
    assert_eq!(places.len(), 11);
    assert_eq!(places[9], "19:7 \"[●]\" is left open.");
    assert_eq!(places[10], "record 16:8 There are 15 more places like these in the agreement.");
}

#[test]
fn what_cannot_be_read_is_said() {
    let large = vec![b'a'; 10 * 1024 * 1024 + 1];
    for (file, text, says) in [
        ("agreement.docx", &b"PK"[..], "`agreement.docx` is not a Markdown file (.md): its text was not checked"),
        ("agreement.md", &b"\xff\xfe"[..], "`agreement.md` is not text in UTF-8: its text was not checked"),
        (
            "agreement.md",
            &large[..],
            "`agreement.md` is larger than 10 MiB, the most that is read: its text was not checked",
        ),
    ] {
        let found = findings(folder(file, text).path());
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            (&found[0]["requirement"], &found[0]["obligation"]),
            (&"record.agreement-unread".into(), &"consider".into())
        );
        assert!(found[0]["observations"][0]["fact"].as_str().unwrap().starts_with(says), "{found:?}");
    }
    let absent = folder("agreement.md", b"");
    fs::remove_file(absent.path().join("agreement.md")).unwrap();
    assert_eq!(findings(absent.path()), Vec::<Value>::new(), "that it is missing is a finding of its own");
}

#[test]
fn the_place_stands_in_the_text_and_in_the_report() {
    let folder = folder("agreement.md", fixture("faulty.md").as_bytes());
    let text = stdout(&diligence(folder.path(), &["check", "--as-of", "2026-11-21", "."]));
    assert!(text.contains("agreement.md:19:61"), "{text}");
    assert!(text.contains("within 72 hours, under section 9.4"), "the agreement's own line is shown: {text}");
    let report = stdout(&diligence(folder.path(), &["report", "--as-of", "2026-11-21", "."]));
    assert!(report.contains("(`agreement.md`, line 19.)"), "{report}");
    assert!(report.contains("The record states 24 hours for `breach.notify-within`. (Line 26.)"), "{report}");
}
