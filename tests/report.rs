//! `diligence report`: what it says, that hostile text stays text, and that templates of one's own take the place of built-in ones.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at a surprise and writes its own files"
)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use comrak::Anchorizer;
use serde_json::Value;

use support::markup::{attributes, elements, read_markdown};
use support::{diligence, repository, stderr, stdout};

const AS_OF: [&str; 2] = ["--as-of", "2026-11-21"];

/// A folder with the record of hostile words.
fn hostile() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(repository().join("tests/report/hostile.toml"), folder.path().join("procurement.toml")).unwrap();
    folder
}

fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let output = diligence(folder, &[&["report", "."], args, &AS_OF].concat());
    (output.status.code(), stdout(&output), stderr(&output))
}

/// The report of the hostile record.
fn report(format: &str) -> String {
    let folder = hostile();
    let (code, text, problems) = run(folder.path(), &["--format", format]);
    assert_eq!((code, problems.as_str()), (Some(1), ""));
    text
}

/// The same record as data.
fn contract() -> Value {
    let folder = hostile();
    let output = diligence(folder.path(), &[&["check", ".", "--format", "json"], AS_OF.as_slice()].concat());
    serde_json::from_str::<Value>(&stdout(&output)).unwrap()["records"][0].clone()
}

fn findings<'r>(record: &'r Value, statuses: &[&str]) -> Vec<&'r Value> {
    let all = record["findings"].as_array().unwrap().iter();
    all.filter(|finding| statuses.contains(&finding["status"].as_str().unwrap())).collect()
}

#[test]
fn a_hostile_title_shows_as_literal_text() {
    let words = "<script>alert('title')</script> *bold* [link](https://example.invalid) {{ 7 * 7 }} {% raw %} | cell | `code` &amp; \u{fffd}[31mred \u{fffd}turned";
    let escaped = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\'', "&#39;");
    let html = report("html");
    assert!(
        html.contains(&format!("<h1>{escaped}</h1>")),
        "{}",
        html.lines().find(|line| line.contains("<h1")).unwrap()
    );
    let (headings, ..) = read_markdown(&report("markdown"));
    assert_eq!(headings[0], (1, format!("Gap report: {words}")));
}

#[test]
fn nothing_of_a_record_becomes_markup() {
    let html = report("html");
    let known = [
        "a", "article", "body", "caption", "code", "dd", "defs", "desc", "div", "dl", "dt", "h1", "h2", "h3", "header",
        "html", "head", "li", "main", "nav", "ol", "p", "pattern", "circle", "rect", "section", "span", "strong",
        "style", "svg", "table", "tbody", "td", "text", "th", "thead", "title", "tr", "ul",
    ];
    let foreign: Vec<_> = elements(&html).into_iter().filter(|name| !known.contains(name)).collect();
    assert!(foreign.is_empty(), "{foreign:?}");
    assert_eq!(html.matches("<h1").count(), 1);
    let (headings, links, foreign) = read_markdown(&report("markdown"));
    assert!(foreign.is_empty(), "{foreign:#?}");
    assert_eq!(headings.iter().filter(|(level, _)| *level == 1).count(), 1);
    assert!(!headings.iter().any(|(_, words)| words.contains("Second line")));
    assert!(links.iter().all(|link| link.starts_with('#')), "{links:?}");
    for (text, code) in [(html, "{{ secrets }}"), (report("markdown"), r"\{\{ secrets \}\}")] {
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "a control character passed");
        assert!(text.contains(code), "template code in a record is text");
    }
}

#[test]
fn the_page_is_whole_and_stands_alone() {
    let html = report("html");
    let ids = attributes(&html, "id");
    let unique: BTreeSet<_> = ids.iter().copied().collect();
    assert_eq!(unique.len(), ids.len(), "ids are unique");
    let targets = attributes(&html, "href");
    assert!(targets.len() > 100);
    for target in targets
        .into_iter()
        .chain(attributes(&html, "fill").into_iter().filter_map(|fill| fill.strip_prefix("url(")?.strip_suffix(')')))
    {
        let id = target.strip_prefix('#').unwrap_or_else(|| panic!("{target} leads out of the page"));
        assert!(unique.contains(id), "{target} leads nowhere");
    }
    for named in attributes(&html, "aria-labelledby").into_iter().flat_map(|names| names.split(' ')) {
        assert!(unique.contains(named), "nothing carries the name {named}");
    }
    for outside in ["<script", "<link", " src=", "@import", "http://", "url(h", " style=", " on"] {
        let found = html.match_indices(outside).find(|(at, _)| html[..*at].rfind('<') > html[..*at].rfind('>'));
        assert!(found.is_none(), "{outside}");
    }
    assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en-CA\">") && html.ends_with("</html>\n"));
}

#[test]
fn markdown_links_lead_to_their_headings() {
    let (headings, links, _) = read_markdown(&report("markdown"));
    let mut names = Anchorizer::new();
    let names: BTreeSet<String> = headings.iter().map(|(_, words)| names.anchorize(words)).collect();
    let lost: Vec<_> = links.iter().filter(|link| !names.contains(&link[1..])).collect();
    assert!(links.len() > 100 && lost.is_empty(), "{lost:#?}");
}

#[test]
fn headings_go_down_one_level_at_a_time() {
    let html = report("html");
    let levels = |text: &str| {
        text.match_indices("<h").filter_map(|(at, _)| text[at + 2..].chars().next()?.to_digit(10)).collect::<Vec<_>>()
    };
    let (headings, ..) = read_markdown(&report("markdown"));
    for levels in [levels(&html), headings.iter().map(|(level, _)| u32::from(*level)).collect()] {
        assert_eq!(levels[0], 1);
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1 && pair[1] > 1), "{levels:?}");
    }
}

#[test]
fn markdown_is_tidy() {
    let text = report("markdown");
    assert!(!text.contains("\n\n\n") && text.ends_with(".\n"));
    assert_eq!(text.lines().find(|line| line.ends_with(' ')), None);
}

#[test]
fn every_open_finding_is_there_with_what_it_rests_on() {
    let record = contract();
    let open = findings(&record, &["gap", "not-stated"]);
    let html = report("html");
    let markdown = report("markdown");
    assert!(open.len() > 50);
    assert_eq!(html.matches("<article ").count(), open.len());
    for finding in open {
        let id = finding["requirement"].as_str().unwrap();
        let start = markdown.find(&format!("(`{id}`)")).unwrap_or_else(|| panic!("{id} is missing"));
        let part = &markdown[start..markdown[start..].find("\n### ").map_or(markdown.len(), |at| start + at)];
        let basis = finding["basis_words"].as_str().unwrap();
        assert!(part.to_lowercase().contains(&format!("- **rests on:** {}", basis.to_lowercase())), "{id}");
        for citation in finding["citations"].as_array().unwrap() {
            let text = citation["text"].as_str().unwrap();
            let confirm = citation["confirm"].as_str().map(|confirm| format!("; {confirm}")).unwrap_or_default();
            let words = format!("- {text} ({}{confirm}", citation["confidence_words"].as_str().unwrap());
            assert!(part.contains(&words), "{id}: {words}");
        }
        assert!(
            part.contains(&format!("- **Who and when:** {}", &finding["role"].as_str().unwrap()[..1].to_uppercase())),
            "{id}"
        );
    }
}

#[test]
fn only_the_guidance_prints_as_the_guidance() {
    let record = contract();
    let words = "the Commissioner's 2024 contracting guidance";
    let text = report("markdown").to_lowercase();
    let shown = findings(&record, &["gap", "not-stated", "met", "waived"]);
    let on_guidance = shown.iter().filter(|finding| finding["basis"] == "guidance").count();
    let lines = text.lines().filter(|line| line.contains("rests on") && line.contains(&words.to_lowercase())).count();
    assert!(on_guidance > 5);
    assert_eq!(lines, on_guidance);
}

#[test]
fn steps_come_by_obligation_then_date_then_phase() {
    let record = contract();
    let phases = ["planning", "tendering", "selection", "agreement", "management"];
    let key = |finding: &Value| {
        let strength = ["must", "should", "consider"].iter().position(|word| finding["obligation"] == *word);
        let due = finding["due_by"].as_str().unwrap_or("9999").to_owned();
        (strength, due, phases.iter().position(|phase| finding["phase"] == *phase))
    };
    let open = findings(&record, &["gap", "not-stated"]);
    let html = report("html");
    let steps = &html[html.find("<h2 id=\"next\"").unwrap()..html.find("<h2 id=\"planning\"").unwrap()];
    let title = |step: &str| {
        step.split("\">")
            .nth(1)
            .unwrap()
            .split_once(". ")
            .unwrap()
            .1
            .split("</a>")
            .next()
            .unwrap()
            .replace("&#39;", "'")
    };
    let titles: Vec<String> = steps.split("<a href=\"#finding-").skip(1).map(title).collect();
    let keys: Vec<_> =
        titles.iter().map(|title| key(open.iter().find(|finding| finding["title"] == *title).unwrap())).collect();
    assert_eq!(keys.len(), open.len());
    assert!(keys.is_sorted(), "{keys:#?}");
}

#[test]
fn sections_stand_in_their_order() {
    let wanted = [
        "Summary",
        "The purchase in brief",
        "What to do next",
        "Dates",
        "Part 1: Procurement planning",
        "Part 2: Tendering",
        "Part 3: Vendor selection",
        "Part 4: Agreement",
        "Part 5: Agreement management and termination",
        "What is met, and on what",
        "What is not yet due",
        "What does not apply, and why",
        "Waivers",
        "What is uncertain in the law",
        "What was not checked",
        "Authorities",
        "Sources",
        "Provenance",
    ];
    let (headings, ..) = read_markdown(&report("markdown"));
    let second: Vec<&str> = headings.iter().filter(|(level, _)| *level == 2).map(|(_, words)| words.as_str()).collect();
    assert_eq!(second, wanted);
    let html = report("html");
    let second: Vec<&str> =
        html.split("<h2 ").skip(1).map(|part| part.split('>').nth(1).unwrap().split('<').next().unwrap()).collect();
    assert_eq!(second, wanted);
}

#[test]
fn the_picture_has_the_counts_of_the_contract() {
    let record = contract();
    let html = report("html");
    for (status, words) in
        [("gap", "Gap"), ("not-stated", "Not stated"), ("met", "Met"), ("not-applicable", "Not applicable")]
    {
        let row =
            html.split(&format!("<tr><th scope=\"row\">{words}</th>")).nth(1).unwrap().split("</tr>").next().unwrap();
        let numbers: Vec<u64> =
            row.split("<td>").skip(1).map(|cell| cell.split('<').next().unwrap().parse().unwrap()).collect();
        let wanted = record["summary"][status].as_u64().unwrap();
        assert_eq!(numbers.len(), 6);
        assert_eq!((numbers[..5].iter().sum::<u64>(), numbers[5]), (wanted, wanted), "{status}");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let folder = hostile();
    let (_, first, _) = run(folder.path(), &["--format", "html"]);
    let (code, printed, problems) = run(folder.path(), &["-o", "a.html", "-o", "a.md"]);
    assert_eq!((code, printed.as_str(), problems.as_str()), (Some(1), "", ""));
    let written = fs::read_to_string(folder.path().join("a.html")).unwrap();
    assert!(
        written.starts_with(&first) && written[first.len()..].starts_with("<!-- diligence: "),
        "the file is the same text and its seal"
    );
    let (_, markdown, _) = run(folder.path(), &[]);
    assert!(
        fs::read_to_string(folder.path().join("a.md")).unwrap().starts_with(&markdown),
        "Markdown is what is printed unasked"
    );
    assert!(!first.contains(folder.path().to_str().unwrap()), "no path of this machine");
}

#[test]
fn exit_status_and_endings() {
    let folder = hostile();
    assert_eq!(run(folder.path(), &["--fail-on", "never"]).0, Some(0));
    let (code, printed, problems) = run(folder.path(), &["-o", "good.md", "-o", "report.pdf"]);
    assert_eq!((code, printed.as_str()), (Some(2), ""));
    assert!(problems.contains("end it in .md, .html or .docx"), "{problems}");
    assert!(!folder.path().join("good.md").exists(), "nothing is written when an ending is wrong");
    fs::write(folder.path().join("own.md"), "mine").unwrap();
    assert_eq!(run(folder.path(), &["-o", "own.md"]).0, Some(2));
    assert_eq!(fs::read_to_string(folder.path().join("own.md")).unwrap(), "mine");
    assert_eq!(run(folder.path(), &["-o", "own.md", "--overwrite"]).0, Some(1));
}

#[test]
fn own_templates_take_the_place_of_built_in_ones() {
    let folder = hostile();
    let own = folder.path().join("own/reports");
    fs::create_dir_all(&own).unwrap();
    fs::write(
        own.join("report.md"),
        "{{ record.findings | length }} for {{ title }}\n{% include \"reports/provenance.md\" %}",
    )
    .unwrap();
    let (code, text, problems) = run(folder.path(), &["--templates", "own"]);
    assert_eq!((code, problems.as_str()), (Some(1), ""));
    let count = contract()["findings"].as_array().unwrap().len();
    assert!(text.starts_with(&format!("{count} for \\<script\\>")), "{text}");
    assert!(text.contains("template of the reader's own: `reports/report.md`"), "{text}");
    let (_, html, _) = run(folder.path(), &["--templates", "own", "--format", "html"]);
    assert!(html.contains("<h2 id=\"sources\">"), "the other templates stand");
}

#[test]
fn a_bad_template_is_shown_at_its_place() {
    let folder = hostile();
    let own = folder.path().join("own/reports");
    fs::create_dir_all(&own).unwrap();
    let cases = [
        ("line\n{{ title | no_such_filter }}\n", "own/reports/report.md:2:12"),
        ("line\n{{ tilte }}\n", "own/reports/report.md:2:4"),
        ("{% if title %}\n", "own/reports/report.md:"),
    ];
    for (template, place) in cases {
        fs::write(own.join("report.md"), template).unwrap();
        let (code, text, problems) = run(folder.path(), &["--templates", "own"]);
        assert_eq!((code, text.as_str()), (Some(2), ""), "{template}");
        assert!(problems.contains("bad-template") && problems.contains(place), "{template}: {problems}");
    }
}

#[test]
fn a_waiver_in_force_is_told_with_its_terms() {
    let text = report("markdown");
    let waivers = text.split("## Waivers").nth(1).unwrap().split("\n## ").next().unwrap();
    for words in [
        "Reason: First line  # Second line",
        "Approved by \\*\\*Director",
        "on 1 September 2026; ends on 1 September 2027",
        "`tendering.monitoring`",
    ] {
        assert!(waivers.contains(words), "{words}: {waivers}");
    }
}

#[test]
fn provenance_says_what_the_report_was_made_from() {
    let folder = hostile();
    let args = |as_of| ["report", ".", "--format", "html", "--as-of", as_of];
    let text = stdout(&diligence(folder.path(), &args("2026-11-21")));
    let record = fs::read(folder.path().join("procurement.toml")).unwrap();
    let hash: String =
        <sha2::Sha256 as sha2::Digest>::digest(record).iter().map(|byte| format!("{byte:02x}")).collect();
    let part = text.split("<h2 id=\"provenance\">").nth(1).unwrap();
    for words in [
        hash.as_str(),
        env!("CARGO_PKG_VERSION"),
        "21 November 2026",
        "Pack ontario, edition",
        "This report is not legal advice.",
    ] {
        assert!(part.contains(words), "{words}");
    }
    assert!(!text.contains("confirm the law before you rely on this"));
    let late = stdout(&diligence(folder.path(), &args("2029-01-01")));
    let warning = "its review was due by 21 May 2027: confirm the law before you rely on this.";
    assert_eq!(late.matches(warning).count(), 2, "in the summary and in the provenance");
}

#[test]
fn a_folder_without_templates_is_refused() {
    let folder = hostile();
    fs::create_dir(folder.path().join("empty")).unwrap();
    for (name, words) in [("empty", "holds no templates"), ("absent", "there is no folder")] {
        let (code, _, problems) = run(folder.path(), &["--templates", name]);
        assert_eq!(code, Some(2));
        assert!(problems.contains(words), "{problems}");
    }
}
