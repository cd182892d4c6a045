//! Published cases and typical buyers as records: each reaches the findings, and the list of requirements, that it should.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use diligence::assessment::{Files, Finding, Options, Status, assess};
use diligence::pack::{Library, PackSource, load};
use diligence::record::{Phase, Record, read_record};
use diligence::source::read_text;
use serde::Deserialize;
use support::repository;

/// What `expected.toml` of a case says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Expected {
    /// What the case is about.
    about: String,
    as_of: toml::value::Datetime,
    gate: Option<String>,
    /// Requirements that must be a gap or not stated.
    #[serde(default)]
    open: Vec<String>,
    /// Requirements that must be a gap.
    #[serde(default)]
    gap: Vec<String>,
    /// Requirements that must be met.
    #[serde(default)]
    met: Vec<String>,
    /// Whether nothing that is a must may be open.
    #[serde(default)]
    no_open_must: bool,
    /// Phases without any gap.
    #[serde(default)]
    no_gap_in: Vec<String>,
    /// Requirements that must be asked of this buyer.
    #[serde(default)]
    applies: Vec<String>,
    /// Requirements that must not be asked of this buyer.
    #[serde(default)]
    does_not_apply: Vec<String>,
}

fn folders(kind: &str) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> =
        fs::read_dir(repository().join("tests").join(kind)).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    folders
}

fn read_expected(folder: &Path) -> Expected {
    let text = fs::read_to_string(folder.join("expected.toml")).unwrap();
    let expected: Expected = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    assert!(!expected.about.is_empty());
    expected
}

fn read(folder: &Path, library: &Library) -> Record {
    let path = folder.join("procurement.toml");
    let source = read_text(&path, &path.display().to_string()).unwrap();
    read_record(&source, &library.fields).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// Checks one folder, adding what is wrong to `wrong`.
fn hold(folder: &Path, library: &Library, wrong: &mut Vec<String>) {
    let expected = read_expected(folder);
    let record = read(folder, library);
    let files = Files::folder(folder);
    let as_of = expected.as_of.to_string().parse().unwrap();
    let gate = expected.gate.as_deref().map(|gate| Phase::from_id(gate).unwrap());
    let assessment =
        assess(&record, library, &files, Options { as_of, gate: gate.or(Some(Phase::Management)), with_facts: true });
    let counts_only = Options { as_of, gate: gate.or(Some(Phase::Management)), with_facts: false };
    let summary = assess(&record, library, &files, counts_only).summary;
    assert_eq!(summary, assessment.summary, "facts change no count");
    let findings: BTreeMap<&str, &Finding<'_>> =
        assessment.findings.iter().map(|finding| (finding.id.as_ref(), finding)).collect();
    let name = folder.file_name().unwrap().to_string_lossy();
    let mut check = |ids: &[String], what: &str, holds: &dyn Fn(Status) -> bool| {
        for id in ids {
            let finding = findings.get(id.as_str()).unwrap_or_else(|| panic!("{name}: there is no requirement {id}"));
            if !holds(finding.status) {
                wrong.push(format!("{name}: {id} is {} and should be {what}", finding.status.id()));
            }
        }
    };
    check(&expected.open, "open", &Status::is_open);
    check(&expected.gap, "a gap", &|status| status == Status::Gap);
    check(&expected.met, "met", &|status| status == Status::Met);
    check(&expected.applies, "asked", &|status| status != Status::NotApplicable);
    check(&expected.does_not_apply, "not asked", &|status| status == Status::NotApplicable);
    for finding in &assessment.findings {
        if expected.no_open_must && finding.fails(Some(diligence::pack::Obligation::Must)) {
            wrong.push(format!("{name}: the must {} is open", finding.id));
        }
        if finding.status == Status::Gap && expected.no_gap_in.iter().any(|phase| phase == finding.phase.id()) {
            wrong.push(format!("{name}: {} is a gap", finding.id));
        }
    }
}

fn hold_all(kind: &str, count: usize) {
    let library = load(&[PackSource::Embedded]).unwrap();
    let folders = folders(kind);
    assert_eq!(folders.len(), count);
    let mut wrong = Vec::new();
    folders.iter().for_each(|folder| hold(folder, &library, &mut wrong));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn published_cases_reach_their_findings() {
    hold_all("cases", 6);
}

#[test]
fn each_kind_of_buyer_gets_its_own_list() {
    hold_all("lists", 7);
}

#[test]
fn no_two_kinds_of_buyer_get_the_same_list() {
    let library = load(&[PackSource::Embedded]).unwrap();
    let lists: Vec<Vec<String>> = folders("lists")
        .iter()
        .map(|folder| {
            let record = read(folder, &library);
            let as_of = read_expected(folder).as_of.to_string().parse().unwrap();
            let assessment =
                assess(&record, &library, &Files::Assumed, Options { as_of, gate: None, with_facts: false });
            let asked = assessment.findings.iter().filter(|finding| finding.status != Status::NotApplicable);
            asked.map(|finding| finding.id.to_string()).collect()
        })
        .collect();
    for (at, list) in lists.iter().enumerate() {
        assert!(!lists[..at].contains(list), "two buyers get the same {} requirements", list.len());
        assert!(list.len() > 20);
    }
}
