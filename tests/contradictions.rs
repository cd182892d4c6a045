//! Facts of a record that contradict each other are found, and only those.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use diligence::assessment::{Assessment, Files, Options, Origin, Status, assess};
use diligence::pack::{Basis, Library, Obligation, PackSource, load};
use diligence::record::read_record;
use diligence::source::SourceText;
use support::{copy_folder, diligence, repository, stderr, stdout};

/// The name of a contradiction, facts that have it, and a change of them after which they do not.
const CLASHES: &[(&str, &str, (&str, &str))] = &[
    ("personal-health", "information.personal = false\ninformation.personal-health = true", ("true", "false")),
    (
        "personal-details",
        "information.personal = false\ninformation.subjects = [\"clients\"]\ntechnology.sensors = []",
        ("[\"clients\"]", "[]"),
    ),
    (
        "personal-details",
        "information.personal = false\ninformation.elements = [{ name = \"age\" }]\ntechnology.sensors = []",
        ("false", "true"),
    ),
    (
        "biometric-sensor",
        "information.biometric = false\ntechnology.sensors = [\"biometric\"]",
        ("biometric\"]", "camera\"]"),
    ),
    (
        "sensitive-item",
        "information.sensitivity = \"low\"\ninformation.elements = [{ name = \"diagnosis\", sensitive = true }]",
        ("low", "high"),
    ),
    (
        "role-without-health-information",
        "information.personal-health = false\nvendor.phipa-role = \"agent\"",
        ("false", "true"),
    ),
    ("support-sign-in", "security.mfa = true\nremote-support.mfa = false", ("false", "true")),
    ("no-collection", "collection.takes-place = false\ncollection.starts-on = 2026-09-01", ("false", "true")),
    ("no-collection", "collection.takes-place = false\nnotice.given-before-collection = true", ("true", "false")),
    (
        "not-hosted",
        "technology.hosted = false\nprocurement.category = \"hosted-service\"",
        ("hosted-service", "software"),
    ),
    (
        "no-remote-support",
        "remote-support.mode = \"none\"\nremote-support.sessions = [{ ticket = \"4\" }]",
        ("none", "on-request"),
    ),
    (
        "impact-assessment-unfinished",
        "impact-assessment.status = \"in-progress\"\nimpact-assessment.completed-on = 2026-05-20",
        ("in-progress", "finished"),
    ),
    (
        "risk-analysis-unfinished",
        "risk-analysis.status = \"not-started\"\nrisk-analysis.completed-on = 2026-05-20",
        ("not-started", "finished"),
    ),
    ("phase-after-tender", "procurement.phase = \"planning\"\ntender.issued-on = 2026-09-01", ("09-01", "09-02")),
    ("phase-after-choice", "procurement.phase = \"tendering\"\nselection.chosen-on = 2026-09-01", ("09-01", "09-02")),
    (
        "phase-after-start",
        "procurement.phase = \"agreement\"\nagreement.signed-on = 2026-08-01\ndates.go-live-on = 2026-09-01",
        ("09-01", "09-02"),
    ),
    (
        "no-agreement",
        "procurement.instrument = \"contract\"\nagreement.exists = false\nagreement.signed-on = 2026-08-01",
        ("contract", "purchase-order"),
    ),
    ("agreement-dates", "agreement.starts-on = 2026-09-02\nagreement.ends-on = 2026-09-01", ("09-01", "09-02")),
    ("ended-later", "agreement.ended = true\nagreement.ends-on = 2026-09-02", ("09-02", "09-01")),
];

fn library() -> Library {
    load(&[PackSource::Embedded]).unwrap()
}

/// A record that states `facts`, with the tables that every record has.
fn record(facts: &str) -> String {
    let procurement = if facts.contains("procurement.") { "" } else { "procurement = {}\n" };
    format!("institution = {{}}\n{procurement}{facts}\n")
}

/// What `of` makes of the assessment of `text` on the first of September 2026.
fn assessed<T>(text: &str, library: &Library, of: impl FnOnce(&Assessment<'_>) -> T) -> T {
    let source = Arc::new(SourceText::new("procurement.toml".to_owned(), text));
    let record = read_record(&source, &library.fields).unwrap_or_else(|problems| panic!("{text}\n{problems:#?}"));
    let options = Options { as_of: "2026-09-01".parse().unwrap(), gate: None, with_facts: true };
    of(&assess(&record, library, &Files::Assumed, options))
}

/// The titles of the contradictions in `text`.
fn clashes(text: &str, library: &Library) -> Vec<String> {
    assessed(text, library, |assessment| {
        let own = assessment.findings.iter().filter(|finding| finding.id == "record.contradiction");
        own.map(|finding| finding.title.to_string()).collect()
    })
}

#[test]
fn each_contradiction_is_found_and_only_it() {
    let library = library();
    for (name, facts, (from, to)) in CLASHES {
        let known = library.contradictions.iter().find(|one| one.id == *name).unwrap_or_else(|| panic!("{name}"));
        assert_eq!(clashes(&record(facts), &library), [known.title.as_str()], "{name}");
        assert!(facts.contains(from), "{name}: {from}");
        assert!(clashes(&record(&facts.replace(from, to)), &library).is_empty(), "{name} without the clash");
        for line in facts.lines() {
            assert!(clashes(&record(line), &library).is_empty(), "{name}: {line} alone");
        }
    }
    for known in &library.contradictions {
        assert!(CLASHES.iter().any(|(name, ..)| *name == known.id), "{} has no example", known.id);
    }
}

#[test]
fn every_fact_that_clashes_is_shown_at_its_place() {
    let library = library();
    for (name, facts, _) in CLASHES {
        assessed(&record(facts), &library, |assessment| {
            assert_eq!(assessment.findings.len(), library.requirements.len() + 1, "{name}");
            let finding = assessment.findings.last().unwrap();
            let what = (finding.status, finding.obligation, finding.basis, finding.phase);
            assert_eq!(what, (Status::Gap, Obligation::Should, Basis::Practice, assessment.gate), "{name}");
            let mut places = Vec::new();
            for fact in &finding.observations {
                places.push(&fact.origin);
                places.extend(fact.against.as_ref().map(|other| &other.origin));
            }
            assert_eq!(places.len(), facts.lines().count(), "{name}: {places:?}");
            assert!(places.iter().all(|place| matches!(place, Origin::Stated(_))), "{name}: {places:?}");
        });
    }
}

fn records_under(folder: PathBuf) -> Vec<PathBuf> {
    let folders = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    folders.map(|folder| folder.join("procurement.toml")).filter(|path| path.exists()).collect()
}

#[test]
fn no_sample_contradicts_itself() {
    let library = library();
    let places = ["tests/cases", "tests/lists", "checklists/ontario/examples"];
    let records: Vec<PathBuf> = places.iter().flat_map(|place| records_under(repository().join(place))).collect();
    assert_eq!(records.len(), 6 + 7 + 3);
    for path in records {
        let found = clashes(&fs::read_to_string(&path).unwrap(), &library);
        assert!(found.is_empty(), "{}: {found:?}", path.display());
    }
}

const ENDS_EARLY: &str = "agreement.starts-on = 2026-09-02\nagreement.ends-on = 2026-09-01";

fn check(folder: &Path, facts: &str, more: &[&str]) -> String {
    fs::write(folder.join("procurement.toml"), record(facts)).unwrap();
    stdout(&diligence(folder, &[&["check", "procurement.toml", "--as-of", "2026-09-01"], more].concat()))
}

#[test]
fn people_see_both_lines_and_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    for facts in [ENDS_EARLY, "technology.hosted = false\nprocurement.category = \"hosted-service\""] {
        let shown = check(folder.path(), facts, &[]);
        let start = shown.find("gap should record.contradiction").unwrap_or_else(|| panic!("{shown}"));
        let finding = shown[start..].split("\n\n").next().unwrap();
        for line in facts.lines().chain(["  Do: ", "  Note: "]) {
            assert!(finding.contains(line), "{line}\n{finding}");
        }
        assert!(!finding.contains("Expected"), "{finding}");
    }
}

#[test]
fn programs_and_reports_see_it() {
    let folder = tempfile::tempdir().unwrap();
    let json = check(folder.path(), ENDS_EARLY, &["--format", "json"]);
    assert!(json.contains("\"record.contradiction\""), "{json}");
    let report = diligence(folder.path(), &["report", "procurement.toml", "--as-of", "2026-09-01"]);
    assert!(stdout(&report).contains("The agreement starts before it ends"), "{}", stderr(&report));
    let explained = stdout(&diligence(folder.path(), &["explain", "record.contradiction"]));
    for known in library().contradictions {
        let start = known.title.split(' ').take(4).collect::<Vec<_>>().join(" ");
        assert!(explained.contains(&start), "{start}\n{explained}");
    }
    assert!(stdout(&diligence(folder.path(), &["list", "words"])).contains("record.contradiction"));
}

/// What `pack verify` says of a copy of the pack whose contradictions are `text`.
fn verified(text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    copy_folder(&repository().join("checklists/ontario"), &folder.path().join("pack"));
    fs::write(folder.path().join("pack/contradictions.toml"), text).unwrap();
    stderr(&diligence(folder.path(), &["pack", "verify", "pack"]))
}

#[test]
fn mistakes_in_the_data_are_refused_at_their_place() {
    let rest = "title = \"T\"\nsays = \"S.\"\nremedy = \"R.\"\n";
    let misspelt = verified(&format!("[one]\nwhen = {{ \"agreement.exist\" = true }}\n{rest}"));
    assert!(misspelt.contains("did you mean `agreement.exists`?"), "{misspelt}");
    assert!(misspelt.contains("pack/contradictions.toml:2:"), "{misspelt}");
    for always in [format!("[one]\nwhen = {{}}\n{rest}"), format!("[one]\n{rest}")] {
        let missing = verified(&always);
        assert!(missing.contains("`when` is missing here"), "{missing}");
    }
}
