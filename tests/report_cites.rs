//! `diligence report`: whatever it cites, in any of its parts, is found under its authorities and its sources.

#![allow(clippy::unwrap_used, reason = "a test stops at a surprise")]

mod support;

use std::collections::BTreeMap;

use diligence::pack::{Library, PackSource, load};
use serde_json::Value;
use support::{diligence, repository, stdout};

const EXAMPLE: [&str; 4] = ["--example", "online-licensing", "--as-of", "2026-11-21"];

fn run(command: &str, format: &str) -> String {
    stdout(&diligence(repository(), &[&[command, "--format", format], &EXAMPLE[..]].concat()))
}

/// The sources of every citation in `value`, by the citation as people read it.
fn collect(value: &Value, found: &mut BTreeMap<String, Vec<String>>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(map) => {
            if let (Some(Value::String(text)), Some(Value::Array(sources)), true) =
                (map.get("text"), map.get("sources"), map.contains_key("confidence"))
            {
                let sources = sources.iter().map(|id| id.as_str().unwrap().to_owned());
                found.insert(text.clone(), sources.collect());
            }
            map.values().for_each(|item| collect(item, found));
        }
        _ => {}
    }
}

/// `text` without the escapes of Markdown.
fn plain_markdown(text: &str) -> String {
    text.replace('\\', "")
}

/// The words of a page, with a mark for the term of each entry.
fn plain_html(text: &str) -> String {
    let mut plain = String::new();
    for part in text.split('<') {
        let (tag, words) = part.split_once('>').unwrap_or(("", part));
        plain.push_str(if tag.starts_with("dt") { "<dt>" } else { "" });
        plain.push_str(if tag == "/dt" { "</dt>" } else { "" });
        plain.push_str(words);
    }
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&amp;", "&")]
        .iter()
        .fold(plain, |text, (from, to)| text.replace(from, to))
}

/// The body of a report, its authorities and its sources.
fn parts<'t>(text: &'t str, headings: [&str; 2]) -> [&'t str; 3] {
    let [authorities, sources] = headings.map(|heading| text.rfind(heading).unwrap());
    [&text[..authorities], &text[authorities..sources], &text[sources..]]
}

/// Checks one format, and gives the citations in its body.
fn check(library: &Library, text: &str, headings: [&str; 2], entry: [&str; 2]) -> Vec<String> {
    let mut known = BTreeMap::new();
    for command in ["check", "deadlines"] {
        collect(&serde_json::from_str(&run(command, "json")).unwrap(), &mut known);
    }
    let [body, authorities, sources] = parts(text, headings);
    let all = library.authorities.iter().flat_map(|authority| {
        let provisions = authority.whole.iter().chain(&authority.provisions);
        provisions.map(|provision| (authority.cite(provision), provision.confidence.words()))
    });
    let printed = |cite: &str, confidence: &str| {
        let words = format!("{cite} ({confidence}");
        let mut starts = body.match_indices(&words).map(|(at, _)| &body[..at]);
        starts.any(|before| before.ends_with([' ', '\n']))
    };
    let cited: Vec<String> = all.filter(|(cite, words)| printed(cite, words)).map(|(cite, _)| cite).collect();
    for cite in &cited {
        let [before, after] = entry;
        assert!(authorities.contains(&format!("{before}{cite}{after}")), "{cite} has no entry");
        for id in known.get(cite).unwrap_or_else(|| panic!("{cite} is no citation of a finding or a date")) {
            let title = &library.source(id).unwrap().title;
            assert!(sources.contains(title.as_str()), "{cite} was seen in {title}, which is no source");
        }
    }
    cited
}

#[test]
fn what_is_cited_anywhere_has_its_entry_and_its_sources() {
    let library = load(&[PackSource::Embedded]).unwrap();
    let markdown = plain_markdown(&run("report", "markdown"));
    let in_markdown = check(&library, &markdown, ["\n## Authorities\n", "\n## Sources\n"], ["- **", ":**"]);
    let html = plain_html(&run("report", "html"));
    let in_html = check(&library, &html, ["\nAuthorities\n", "\nSources\n"], ["<dt>", "</dt>"]);
    assert_eq!(in_markdown, in_html);
    assert!(in_markdown.len() > 60, "{in_markdown:?}");
    // Cited in the Dates chapter alone.
    for cite in ["FIPPA s. 40.1", "FIPPA s. 26"] {
        assert!(in_markdown.iter().any(|cited| cited.starts_with(cite)), "{cite}: {in_markdown:?}");
    }
    assert!(!in_markdown.iter().any(|cited| cited.starts_with("MFIPPA")), "an Act that does not bind a ministry");
    let entries = parts(&markdown, ["\n## Authorities\n", "\n## Sources\n"])[1].matches("\n- **").count();
    assert!(markdown.contains(&format!("Of the {entries} provisions and publications cited")), "{entries}");
}

#[test]
fn notes_on_sources_lead_to_the_other_document() {
    let library = load(&[PackSource::Embedded]).unwrap();
    let markdown = run("report", "markdown");
    let listed = &markdown[markdown.find("\n## Sources\n").unwrap()..];
    let mut named = listed.split('`').skip(1).step_by(2);
    assert_eq!(named.find(|id| library.source(id).is_some()), None, "an id that the report does not show");
}

#[test]
fn an_uncertainty_tells_of_the_dates_that_it_bears_on() {
    let markdown = run("report", "markdown");
    let uncertain = &markdown[markdown.find("\n## What is uncertain").unwrap()..];
    assert!(uncertain.contains("\nUnder Dates it bears on "), "{uncertain}");
    assert!(!uncertain.contains("bears on 0 "), "{uncertain}");
}
