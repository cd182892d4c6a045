//! The checks of an agreement on the program's own drafts: a draft made from a record has none of the faults that `check`
//! looks for in an agreement, and contradicts the record in nothing.

mod support;

use std::fs;
use std::path::Path;

use serde_json::Value;
use support::drafts::{AS_OF, EMPTY, folder};
use support::{copy_folder, diligence, repository, stderr, stdout};

const EXAMPLES: [&str; 3] = ["exam-proctoring", "online-licensing", "vending-machines"];
/// The documents that hold clauses.
const DOCUMENTS: [&str; 2] = ["agreement", "purchase-order"];

/// Drafts `document` for the record in `folder`, names the draft as the record's agreement, and gives the findings on it.
fn findings(folder: &Path, document: &str, more: &[&str]) -> Vec<Value> {
    let args = ["draft", "--as-of", AS_OF, "--document", document, ".", "-o", "draft.md"];
    let output = diligence(folder, &[&args[..], more].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    let path = folder.join("procurement.toml");
    fs::write(&path, naming_the_draft(&fs::read_to_string(&path).unwrap())).unwrap();
    let output = diligence(folder, &["check", "--as-of", AS_OF, "--format", "json", "."]);
    let found: Value = serde_json::from_str(&stdout(&output)).unwrap_or_else(|_| panic!("{}", stderr(&output)));
    let all = found["records"][0]["findings"].as_array().unwrap();
    let own = |one: &&Value| one["requirement"].as_str().unwrap().starts_with("record.agreement-");
    all.iter().filter(own).cloned().collect()
}

/// The record with `draft.md` as its agreement.
fn naming_the_draft(record: &str) -> String {
    let others: Vec<&str> = record.lines().filter(|line| !line.starts_with("file = \"evidence/agreement")).collect();
    let text = others.join("\n") + "\n";
    match text.contains("[agreement]\n") {
        true => text.replacen("[agreement]\n", "[agreement]\nfile = \"draft.md\"\n", 1),
        false => text + "[agreement]\nfile = \"draft.md\"\n",
    }
}

/// What is found, without the blanks that a draft may have.
fn faults(findings: &[Value]) -> Vec<String> {
    let faults = findings.iter().filter(|one| one["requirement"] != "record.agreement-blank");
    let places = faults.flat_map(|one| one["observations"].as_array().unwrap().iter().map(move |place| (one, place)));
    places.map(|(one, place)| format!("{} line {}: {}", one["requirement"], place["line"], place["fact"])).collect()
}

#[test]
fn a_draft_from_an_example_has_no_faults() {
    for example in EXAMPLES {
        for (document, more) in [("agreement", &[][..]), ("agreement", &["--no-notes"]), ("purchase-order", &[])] {
            let folder = tempfile::tempdir().unwrap();
            copy_folder(&repository().join("checklists/ontario/examples").join(example), folder.path());
            let found = findings(folder.path(), document, more);
            assert_eq!(faults(&found), Vec::<String>::new(), "{example}, {document}, {more:?}");
        }
    }
}

#[test]
fn a_draft_from_a_silent_record_has_blanks_and_nothing_else() {
    for document in DOCUMENTS {
        let folder = folder(EMPTY);
        let found = findings(folder.path(), document, &[]);
        assert_eq!(faults(&found), Vec::<String>::new(), "{document}");
        let blank = found.iter().find(|one| one["requirement"] == "record.agreement-blank").expect("blanks are found");
        assert_eq!((&blank["obligation"], &blank["status"]), (&"consider".into(), &"gap".into()));
        let places = blank["observations"].as_array().unwrap();
        assert_eq!(places.len(), 12, "ten places, a count of the others, and a word on drafts");
        assert_eq!(places[0]["path"], "draft.md");
    }
}

#[test]
fn a_draft_in_which_someone_changed_the_times_contradicts_the_record() {
    let folder = tempfile::tempdir().unwrap();
    copy_folder(&repository().join("checklists/ontario/examples/exam-proctoring"), folder.path());
    assert_eq!(faults(&findings(folder.path(), "agreement", &["--no-notes"])), Vec::<String>::new());
    let path = folder.path().join("draft.md");
    let mut text = fs::read_to_string(&path).unwrap();
    for time in [
        "10 business days",
        "180 days",
        "90 days",
        "72 hours",
        "24 months",
        "1 year",
        "18 months",
        "6 months",
        "30 days",
    ] {
        assert!(text.contains(&format!(" {time}")), "{time}");
        text = text.replace(&format!(" {time}"), " 87 weeks");
    }
    fs::write(
        &path,
        text.replace("\\$5,000,000", "\\$4,999,999").replace("Sample Proctoring Inc.", "Other Proctoring Inc."),
    )
    .unwrap();
    let output = diligence(folder.path(), &["check", "--as-of", AS_OF, "--format", "json", "."]);
    let found: Value = serde_json::from_str(&stdout(&output)).unwrap();
    let all = found["records"][0]["findings"].as_array().unwrap();
    let differs = all.iter().find(|one| one["requirement"] == "record.agreement-differs").unwrap();
    let places = differs["observations"].as_array().unwrap().iter();
    let mut fields: Vec<&str> =
        places.filter(|one| one["path"] == "draft.md").map(|one| one["field"].as_str().unwrap()).collect();
    fields.sort_unstable();
    assert_eq!(
        fields,
        [
            "access.disclosure-log-kept",
            "breach.notify-within",
            "breach.register-kept",
            "destruction.certificate-within",
            "retention.maximum",
            "retention.minimum",
            "retention.purge-every",
            "security.privilege-review-every",
            "terms.correction-within",
            "terms.insurance",
            "vendor.name",
        ]
    );
}
