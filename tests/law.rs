//! The authorities hold every provision that the research behind the pack names, and no instrument loses one unseen.
//!
//! `provisions.csv` and `founding.csv` say what must be there. `instruments.csv` and `founding-within.csv` are made by this
//! test and read by a person: run `REGENERATE=1 cargo test --test law` and read the difference before you commit it.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at a surprise and writes its own files"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;
use support::{diligence, repository, stderr, stdout};

fn authorities() -> Vec<Value> {
    let output = diligence(repository(), &["list", "authorities", "--format", "json"]);
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
    serde_json::from_str(&stdout(&output)).unwrap()
}

/// Every citation that the authorities allow: "act 3(1)", and the id alone where the whole can be cited.
fn citations(authorities: &[Value]) -> BTreeSet<String> {
    let id = |entry: &Value| entry["id"].as_str().unwrap().to_owned();
    let whole = authorities.iter().filter(|one| !one["whole"].is_null()).map(id);
    let provisions = authorities.iter().flat_map(|one| one["provisions"].as_array().unwrap()).map(id);
    whole.chain(provisions).collect()
}

fn path(name: &str) -> std::path::PathBuf {
    repository().join("tests/law").join(name)
}

/// The rows of a table of three columns at most, without its heading.
fn rows(name: &str, heading: &str) -> Vec<[String; 3]> {
    let text = fs::read_to_string(path(name)).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some(heading), "{name}");
    let row = |line: &str| {
        let mut cells = line.splitn(3, ',').map(|cell| cell.trim_matches('"').to_owned());
        std::array::from_fn(|_| cells.next().unwrap_or_default())
    };
    lines.map(row).collect()
}

/// The table that a person read is the one that the pack gives.
fn expect_table(name: &str, heading: &str, rows: impl Iterator<Item = String>) {
    let made: String = std::iter::once(heading.to_owned()).chain(rows).map(|line| line + "\n").collect();
    if std::env::var_os("REGENERATE").is_some() {
        fs::write(path(name), &made).unwrap();
    }
    let read = fs::read_to_string(path(name)).unwrap();
    let [gone, new] = [(&read, &made), (&made, &read)]
        .map(|(one, other)| one.lines().filter(|line| !other.lines().any(|known| known == *line)).collect::<Vec<_>>());
    assert!(read == made, "tests/law/{name} holds {gone:#?}, and the pack gives {new:#?}");
}

#[test]
fn every_row_of_the_research_has_its_provisions() {
    let known = citations(&authorities());
    let rows = rows("provisions.csv", "row,authority,provision");
    let missing: Vec<_> =
        rows.iter().filter(|[_, authority, id]| !known.contains(format!("{authority} {id}").trim_end())).collect();
    assert!(missing.is_empty(), "{missing:#?}");
    let numbers: BTreeSet<u32> = rows.iter().map(|[row, ..]| row.parse().unwrap()).collect();
    assert_eq!(numbers, (1..=184).collect());
}

/// The citation of what holds the provision at `pinpoint`: itself, else the nearest provision around it.
fn holder<'p>(known: &BTreeSet<String>, authority: &str, pinpoint: &'p str) -> Option<&'p str> {
    let outer = |inner: &&'p str| inner.rfind('(').map(|at| &inner[..at]);
    std::iter::successors(Some(pinpoint), outer).find(|one| known.contains(&format!("{authority} {one}")))
}

#[test]
fn every_limb_of_the_founding_texts_is_there_or_inside_a_provision() {
    let known = citations(&authorities());
    let rows = rows("founding.csv", "authority,pinpoint");
    assert!(rows.len() > 150);
    let mut within = Vec::new();
    let mut missing = Vec::new();
    for [authority, pinpoint, _] in &rows {
        match holder(&known, authority, pinpoint) {
            Some(found) if found == pinpoint => {}
            Some(found) => within.push(format!("{authority},{pinpoint},{found}")),
            None => missing.push(format!("{authority} {pinpoint}")),
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    expect_table("founding-within.csv", "authority,pinpoint,within", within.into_iter());
}

#[test]
fn each_instrument_has_the_number_of_provisions_that_a_person_read() {
    let authorities = authorities();
    let counts: BTreeMap<&str, usize> = authorities
        .iter()
        .map(|one| (one["id"].as_str().unwrap(), one["provisions"].as_array().unwrap().len()))
        .collect();
    let total: usize = counts.values().sum();
    assert!(total >= 184, "{total}");
    expect_table(
        "instruments.csv",
        "authority,provisions",
        counts.into_iter().map(|(authority, count)| format!("{authority},{count}")),
    );
}
