//! What the outputs of an example rest on: no citation without its confidence, every source listed, every uncertainty told.

#![allow(clippy::unwrap_used, reason = "a test stops at a surprise")]

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use support::{diligence, flat, repository, stderr, stdout};

fn run(folder: &Path, args: &[&str]) -> String {
    let output = diligence(folder, args);
    assert_eq!(stderr(&output), "", "{args:?}");
    stdout(&output)
}

/// The example's findings as data.
fn example(day: &str) -> Value {
    let args = ["check", "--example", "online-licensing", "--gate", "management", "--as-of", day, "--format", "json"];
    serde_json::from_str::<Value>(&run(repository(), &args)).unwrap()["records"][0].clone()
}

fn texts<'v>(value: &'v Value, key: &str) -> Vec<&'v str> {
    value[key].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect()
}

#[test]
fn no_citation_stands_without_its_confidence() {
    let args = ["--example", "online-licensing", "--gate", "management", "--as-of", "2026-11-21"];
    let record = example("2026-11-21");
    let findings = record["findings"].as_array().unwrap();
    let judged =
        findings.iter().filter(|one| ["gap", "not-stated", "met", "waived"].iter().any(|it| one["status"] == *it));
    let cites: Vec<&Value> = judged.flat_map(|one| one["citations"].as_array().unwrap()).collect();
    let names: BTreeSet<&str> = cites.iter().map(|cite| cite["text"].as_str().unwrap()).collect();
    let words: BTreeSet<&str> = cites.iter().map(|cite| cite["confidence_words"].as_str().unwrap()).collect();
    assert!(names.len() > 50 && words.len() > 3);
    for cite in &cites {
        assert_eq!(cite["confirm"].is_null(), cite["confidence"] == "official", "{cite}");
    }
    // Where one of the names begins, it, or a longer one, must be followed by its confidence.
    let bare = |line: &str| {
        let begins = |at: usize| names.iter().filter(move |name| line[at..].starts_with(**name));
        // More numbers of the same instrument may share it.
        let told = |rest: &str| {
            let mut rest = rest;
            while let Some(next) = rest.strip_prefix(", ").filter(|next| next.starts_with(|c: char| c.is_ascii_digit()))
            {
                rest = next.trim_start_matches(|c: char| c != ' ' && c != ',');
            }
            words.iter().any(|words| rest.starts_with(&format!(" ({words}")))
        };
        let starts = (0..line.len()).filter(|at| line.is_char_boundary(*at));
        starts
            .filter(|at| begins(*at).next().is_some() && !begins(*at).any(|name| told(&line[at + name.len()..])))
            .count()
    };
    let mut seen = 0;
    let report = run(repository(), &[&["report"][..], &args].concat());
    let mut rests_on = false;
    for line in report.lines() {
        rests_on = line.starts_with("- **Rests on:**") || (rests_on && line.starts_with("  - "));
        if (rests_on && !line.starts_with("  - Seen in")) || line.starts_with("  - Rests on ") {
            seen += names.iter().filter(|name| line.contains(**name)).count();
            assert_eq!(bare(line), 0, "{line}");
        }
    }
    assert!(seen >= cites.len(), "{seen} of {}", cites.len());
    let authorities = report.split("\n## Authorities\n").nth(1).unwrap().split("\n## Sources\n").next().unwrap();
    for name in &names {
        let part = authorities.split(&format!("- **{name}:**")).nth(1).unwrap_or_else(|| panic!("{name}"));
        let part = part.split("\n- **").next().unwrap();
        assert!(words.iter().any(|words| part.contains(&format!("How well it is known: {words}"))), "{part}");
    }
    let html = run(repository(), &[&["report", "--format", "html"][..], &args].concat());
    let links = html.match_indices("<a href=\"#authority-").map(|(at, _)| html[at..].split("</a>").nth(1).unwrap());
    assert!(links.clone().count() >= cites.len());
    for after in links {
        assert!(words.iter().any(|words| after.starts_with(&format!(" ({words}"))), "{after:.80}");
    }
    let check = flat(&run(repository(), &[&["check"][..], &args].concat()));
    for part in check.split(" Rests on: ").skip(1) {
        let line = part.split(" Note: ").next().unwrap().split(" Do: ").next().unwrap();
        assert_eq!(bare(line), 0, "{line}");
    }
    let draft = run(repository(), &["draft", "--example", "online-licensing", "--as-of", "2026-11-21"]);
    let words = diligence::pack::Confidence::ALL.iter().map(|one| one.words()).collect::<Vec<_>>();
    let lines: Vec<&str> = draft.lines().filter(|line| line.starts_with("> - **Rests on.**")).collect();
    assert!(lines.len() > 20);
    for line in lines {
        assert!(line.ends_with(")."), "{line}");
        let told = words.iter().map(|words| line.matches(&format!(" ({words}")).count()).sum::<usize>();
        assert_eq!(line.matches("); ").count() + 1, told, "{line}");
    }
}

#[test]
fn every_source_that_is_named_is_listed_with_title_and_place() {
    let record = example("2026-11-21");
    let listed = record["sources"].as_array().unwrap();
    let ids: Vec<&str> = listed.iter().map(|source| source["id"].as_str().unwrap()).collect();
    assert!(ids.len() > 50 && ids.is_sorted());
    for finding in record["findings"].as_array().unwrap() {
        for source in finding["sources"].as_array().unwrap() {
            assert!(ids.contains(&source["id"].as_str().unwrap()), "{source}");
        }
        for citation in finding["citations"].as_array().unwrap() {
            assert!(texts(citation, "sources").iter().all(|id| ids.contains(id)), "{citation}");
        }
    }
    assert!(listed.iter().all(|source| !source["title"].as_str().unwrap().is_empty()));
    let report = run(
        repository(),
        &["report", "--example", "online-licensing", "--gate", "management", "--as-of", "2026-11-21"],
    );
    let part = report.split("\n## Sources\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let lines: Vec<&str> = part.lines().filter(|line| line.starts_with("- Source ")).collect();
    for (at, line) in lines.iter().enumerate() {
        let (title, rest) = line.split_once("**").unwrap().1.split_once("**. ").unwrap();
        assert!(!title.is_empty() && !rest.starts_with("Kind:"), "{line}");
        assert!(line.starts_with(&format!("- Source {}: ", at + 1)), "{line}");
    }
    for number in report.match_indices("source ").filter_map(|(at, found)| {
        let digits: String = report[at + found.len()..].chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<usize>().ok()
    }) {
        assert!((1..=lines.len()).contains(&number), "source {number} is not listed");
    }
}

#[test]
fn uncertainties_stand_at_their_findings_and_in_a_list() {
    let record = example("2026-11-21");
    let report = run(
        repository(),
        &["report", "--example", "online-licensing", "--gate", "management", "--as-of", "2026-11-21"],
    );
    let list = report.split("\n## What is uncertain in the law\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let titles: std::collections::BTreeMap<&str, &str> = record["uncertainties"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["id"].as_str().unwrap(), one["title"].as_str().unwrap()))
        .collect();
    assert!(titles.len() > 3);
    for title in titles.values() {
        let text = list.split(&format!("### {title}\n\n")).nth(1).unwrap_or_else(|| panic!("{title}"));
        assert!(text.lines().next().unwrap().len() > 40, "{title} has its text");
    }
    let mut touched = 0;
    for finding in record["findings"].as_array().unwrap() {
        let open = ["gap", "not-stated"].iter().any(|status| finding["status"] == *status);
        let id = finding["requirement"].as_str().unwrap();
        let names: Vec<&str> =
            texts(finding, "uncertainties").iter().map(|id| *titles.get(id).unwrap_or(&"")).collect();
        if !open || names.is_empty() {
            continue;
        }
        touched += 1;
        let part = report.split(&format!("(`{id}`)\n\n")).nth(1).unwrap_or_else(|| panic!("{id}"));
        let part = part.split("\n### ").next().unwrap();
        let line = format!("- **Uncertain law:** {} (see \"What is uncertain in the law\")", names.join("; "));
        assert!(part.contains(&line), "{id}: {line}\n{part}");
    }
    assert!(touched > 10, "{touched}");
}
