//! One record under two Acts on two days: what the day changes, and what the Act changes.
//!
//! The lists in `tests/law/act-and-date.toml` are made by this test and read by a person. After a change to the pack, run
//! `REGENERATE=1 cargo test --test act_and_date` and read the difference before you commit it.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at a surprise and writes its own files"
)]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use serde_json::Value;
use support::{diligence, repository, stderr, stdout};

const BEFORE: &str = "2025-06-30";
const DAY: &str = "2025-07-01";
const FIXTURE: &str = "tests/law/act-and-date.toml";
const FIELD: &str = "policy.mfippa-privacy-duties-from";

/// What the list says of one requirement.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    status: String,
    obligation: String,
    basis: String,
    prepare: Option<String>,
    cites: Vec<String>,
}

type List = BTreeMap<String, Row>;

impl Row {
    fn new(finding: &Value) -> Self {
        let text = |key: &str| finding[key].as_str().unwrap().to_owned();
        let cite = |citation: &Value| {
            let (id, twin) = (citation["id"].as_str().unwrap(), &citation["twin"]);
            let own = citation["in_force"].as_str().filter(|word| *word != "not-known");
            let twin = twin["id"].as_str().map(|id| format!("sister {id} {}", twin["in_force"].as_str().unwrap()));
            match own.map(str::to_owned).into_iter().chain(twin).collect::<Vec<_>>() {
                standing if standing.is_empty() => id.to_owned(),
                standing => format!("{id} [{}]", standing.join("; ")),
            }
        };
        Self {
            status: text("status"),
            obligation: text("obligation"),
            basis: text("basis"),
            prepare: finding["prepare"].as_object().map(|prepare| {
                let sure = if prepare["confirmed"] == true { "" } else { ", not confirmed" };
                format!("{}{sure}", prepare["from"].as_str().unwrap())
            }),
            cites: finding["citations"].as_array().unwrap().iter().map(cite).collect(),
        }
    }

    /// All but the citations: what is asked, and how strongly.
    fn duty(&self) -> String {
        let prepare = self.prepare.as_ref().map(|from| format!(", prepare for {from}")).unwrap_or_default();
        format!("{} {} {}{prepare}", self.status, self.obligation, self.basis)
    }

    fn words(&self) -> String {
        format!("{}; {}", self.duty(), self.cites.join(", "))
    }
}

/// The text of the record under `act`.
fn record(act: &str) -> String {
    let text = fs::read_to_string(repository().join("tests/law/procurement.toml")).unwrap();
    assert_eq!(text.matches("acts = [\"fippa\"]").count(), 1);
    text.replace("acts = [\"fippa\"]", &format!("acts = [\"{act}\"]"))
}

/// The findings on `record` as of `day`, with the pack in `folder/own` if there is one.
fn findings(folder: &Path, record: &str, day: &str) -> Vec<Value> {
    fs::write(folder.join("procurement.toml"), record).unwrap();
    let mut args = vec!["check", "procurement.toml", "--format", "json", "--gate", "management", "--as-of", day];
    if folder.join("own").exists() {
        args.extend(["--pack", "own"]);
    }
    let output = diligence(folder, &args);
    assert_eq!(stderr(&output), "");
    let mut parsed: Value = serde_json::from_str(&stdout(&output)).unwrap();
    match parsed["records"][0]["findings"].take() {
        Value::Array(findings) => findings,
        other => panic!("{other}"),
    }
}

fn list(record: &str, day: &str) -> List {
    list_in(tempfile::tempdir().unwrap().path(), record, day)
}

fn list_in(folder: &Path, record: &str, day: &str) -> List {
    let findings = findings(folder, record, day);
    let rows = findings.iter().map(|one| (one["requirement"].as_str().unwrap().to_owned(), Row::new(one)));
    rows.collect()
}

/// The requirements whose rows differ by `says`, with both.
fn changes<'l>(before: &'l List, after: &'l List, says: fn(&Row) -> String) -> Vec<(&'l str, String, String)> {
    let keys: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let side = |list: &List, key: &String| list.get(key).map_or_else(|| "absent".to_owned(), says);
    let rows = keys.into_iter().map(|key| (key.as_str(), side(before, key), side(after, key)));
    rows.filter(|(_, before, after)| before != after).collect()
}

/// The whole fixture.
fn generated() -> String {
    let [fippa, mfippa] = ["fippa", "mfippa"].map(|act| [BEFORE, DAY].map(|day| list(&record(act), day)));
    let mut text = String::from(
        "# What tests/law/procurement.toml gives under two Acts on two days. Made by tests/act_and_date.rs, which says\n\
         # how to make it again. Read the differences below first: they are what the law says of the two days.\n\
         # Each row: status, obligation, basis, from when the law will require it; then the citations. A provision\n\
         # whose dates the pack knows has in brackets how it stands on the day.\n",
    );
    let mut differences = |title: &str, about: &str, found: Vec<(&str, String, String)>| {
        let _ = write!(text, "\n# {about}\n[{title}]\n");
        for (id, before, after) in found {
            let _ = writeln!(text, "{id:?} = [\n  {before:?},\n  {after:?},\n]");
        }
    };
    differences("day.fippa", "Under FIPPA, 1 July 2025 changes these.", changes(&fippa[0], &fippa[1], Row::words));
    differences(
        "day.mfippa",
        "Under MFIPPA, it changes no duty: only how the sister provision in FIPPA stands, which does not bind a town.",
        changes(&mfippa[0], &mfippa[1], Row::words),
    );
    differences(
        "act.before",
        "On 30 June 2025 these duties differ between FIPPA (first) and MFIPPA (second).",
        changes(&fippa[0], &mfippa[0], Row::duty),
    );
    differences(
        "act.after",
        "On 1 July 2025 these duties differ between FIPPA (first) and MFIPPA (second).",
        changes(&fippa[1], &mfippa[1], Row::duty),
    );
    for (act, lists) in [("fippa", &fippa), ("mfippa", &mfippa)] {
        for (day, list) in [BEFORE, DAY].iter().zip(lists) {
            let _ = write!(text, "\n[list.{act}.{day}]\n");
            for (id, row) in list {
                let _ = writeln!(text, "{id:?} = {:?}", row.words());
            }
        }
    }
    text
}

#[test]
fn the_lists_are_those_that_a_person_read() {
    let path = repository().join(FIXTURE);
    let made = generated();
    if std::env::var_os("REGENERATE").is_some() {
        fs::write(&path, &made).unwrap();
    }
    let read = fs::read_to_string(&path).unwrap();
    assert!(toml::de::DeTable::parse(&read).is_ok(), "{FIXTURE} is TOML");
    let different: Vec<_> = read.lines().zip(made.lines()).filter(|(read, made)| read != made).take(5).collect();
    assert!(
        read == made,
        "{FIXTURE} no longer holds what the pack gives; the first lines that differ: {different:#?}\n\
         Run `REGENERATE=1 cargo test --test act_and_date` and read the difference.",
    );
}

#[test]
fn under_fippa_the_day_makes_duties_law() {
    let [before, after] = [BEFORE, DAY].map(|day| list(&record("fippa"), day));
    let changed = changes(&before, &after, Row::duty);
    assert!(changed.len() >= 3, "{changed:#?}");
    for id in ["planning.pia", "planning.pia-contents"] {
        assert!(changed.iter().any(|(known, ..)| *known == id), "{id} does not change: {changed:#?}");
        assert_eq!((after[id].basis.as_str(), after[id].obligation.as_str()), ("law", "must"), "{id}");
        assert_ne!((before[id].basis.as_str(), before[id].obligation.as_str()), ("law", "must"), "{id}");
        assert!(
            after[id].cites.iter().any(|cite| cite.starts_with("fippa 38(3) [in-force")),
            "{id}: {:?}",
            after[id].cites
        );
        assert_eq!(after[id].prepare, None, "{id}");
    }
    for row in before.values().filter(|row| row.cites.iter().any(|cite| cite.starts_with("fippa 38(3)"))) {
        assert!(row.cites.iter().any(|cite| cite.starts_with("fippa 38(3) [not-yet")), "{:?}", row.cites);
    }
}

#[test]
fn under_mfippa_the_day_changes_no_duty() {
    let [before, after] = [BEFORE, DAY].map(|day| list(&record("mfippa"), day));
    assert!(before.values().any(|row| row.status == "gap"), "the record has gaps under MFIPPA");
    assert_eq!(changes(&before, &after, Row::duty), []);
    let names =
        |row: &Row| row.cites.iter().map(|cite| cite.split(" [").next().unwrap()).collect::<Vec<_>>().join(", ");
    assert_eq!(changes(&before, &after, names), [], "nor what is cited, only how that stands");
    let cites = |row: &Row| row.cites.join(", ");
    let stands = changes(&before, &after, cites);
    assert!(!stands.is_empty(), "a town sees that the sister duties have begun for provincial institutions");
    for (id, before, after) in stands {
        let sisters = ["fippa 38(3)", "fippa 40(5)", "fippa 40.1", "fippa 49.0.1"];
        let begun = sisters.iter().fold(before.clone(), |row, sister| {
            row.replace(&format!("sister {sister} not-yet"), &format!("sister {sister} in-force"))
        });
        assert!(begun == after && before != after, "{id}: {before}; {after}");
    }
}

#[test]
fn nothing_is_to_prepare_for_once_its_day_has_come() {
    for act in ["fippa", "mfippa"] {
        for day in [BEFORE, DAY, "2026-12-31", "2027-01-01", "2028-01-01"] {
            let folder = tempfile::tempdir().unwrap();
            for finding in findings(folder.path(), &record(act), day) {
                let prepare = &finding["prepare"];
                assert!(prepare.is_null() || prepare["from"].as_str().unwrap() > day, "{act}, {day}: {finding}");
            }
        }
    }
}

/// The duties that change from one day to the next.
fn duties_that_change(folder: &Path, record: &str, days: [&str; 2]) -> Vec<String> {
    let [before, after] = days.map(|day| list_in(folder, record, day));
    changes(&before, &after, Row::duty).into_iter().map(|(id, ..)| id.to_owned()).collect()
}

#[test]
fn a_record_or_a_pack_moves_the_day_of_mfippa() {
    let plain = record("mfippa");
    let stated = format!("{plain}\n[policy]\nmfippa-privacy-duties-from = 2026-02-02\n");
    let days = ["2026-02-01", "2026-02-02"];
    let alone = tempfile::tempdir().unwrap();
    assert_eq!(duties_that_change(alone.path(), &plain, days), [] as [&str; 0]);
    let moved = duties_that_change(alone.path(), &stated, days);
    assert!(moved.contains(&"agreement.breach-help".to_owned()), "{moved:?}");

    let own = tempfile::tempdir().unwrap();
    fs::create_dir(own.path().join("own")).unwrap();
    fs::write(
        own.path().join("own/pack.toml"),
        "id = \"own\"\ntitle = \"T\"\nedition = \"1\"\njurisdiction = \"J\"\npublisher = \"P\"\nlicence = \"MIT\"\nextends = [\"ontario\"]\n",
    )
    .unwrap();
    let defaults = format!("[\"{FIELD}\"]\nvalue = 2026-02-02\nreason = \"Counsel read the proclamation.\"\n");
    fs::write(own.path().join("own/defaults.toml"), defaults).unwrap();
    assert_eq!(duties_that_change(own.path(), &plain, days), moved);
    for day in days {
        let by_record = findings(alone.path(), &stated, day);
        let by_pack = findings(own.path(), &plain, day);
        for (record, pack) in by_record.iter().zip(&by_pack) {
            assert_eq!(Row::new(record), Row::new(pack), "{day}: {}", record["requirement"]);
            let set_by = |finding: &Value| finding["prepare"]["set_by"].clone();
            if record["prepare"]["from"] == "2026-02-02" {
                assert_eq!((set_by(record), set_by(pack)), (FIELD.into(), Value::Null));
            }
        }
    }
}
