//! `list`, `explain`, `schema`, `completions` and `man`: everything is there, under the names that others rely on.

mod support;

use std::collections::BTreeSet;

use diligence::pack::{Clauses, Library, PackSource, load};
use diligence::render::{Catalogue, ExampleView, Explanation, Listing, Shelf};
use serde_json::Value;
use support::{diligence, flat, repository, stderr, stdout};

fn built_in() -> (Library, Clauses) {
    let library = load(&[PackSource::Embedded]).unwrap();
    let clauses = library.clauses(None).unwrap();
    (library, clauses)
}

fn listed(what: &str) -> Vec<Value> {
    let output = diligence(repository(), &["list", what, "--format", "json"]);
    assert!(output.status.success(), "{}", stderr(&output));
    serde_json::from_str(&stdout(&output)).unwrap()
}

fn text<'v>(entry: &'v Value, key: &str) -> &'v str {
    entry[key].as_str().unwrap_or_else(|| panic!("{} has no text `{key}`", entry["id"]))
}

fn entries<'v>(entry: &'v Value, key: &str) -> &'v [Value] {
    entry[key].as_array().unwrap_or_else(|| panic!("{} has no list `{key}`", entry["id"]))
}

/// Every entry holds `keys`, and no id stands twice.
fn expect_keys(entries: &[Value], keys: &[&str]) {
    let mut ids = BTreeSet::new();
    for entry in entries {
        let id = entry["id"].as_str().expect("every entry has an id");
        assert!(ids.insert(id), "{id} stands twice");
        for key in ["title"].iter().chain(keys) {
            assert!(entry.get(key).is_some(), "{id} has no `{key}`");
        }
        assert!(!text(entry, "title").is_empty(), "{id} has an empty title");
    }
}

#[test]
fn requirements_are_listed_with_all_that_others_rely_on() {
    let requirements = listed("requirements");
    let keys = [
        "kind",
        "phase",
        "basis",
        "obligation",
        "citations",
        "clause",
        "requires",
        "why",
        "role",
        "remedy",
        "applies",
        "expects",
        "evidence",
        "sources",
        "pack",
        "fields",
        "variants",
        "examples",
    ];
    expect_keys(&requirements, &keys);
    let of = |phase: &str| requirements.iter().filter(|one| one["phase"] == phase).count();
    let counts = ["planning", "tendering", "selection", "agreement", "management"].map(of);
    assert_eq!(counts, [44, 27, 23, 73, 31]);
    for requirement in &requirements {
        let id = text(requirement, "id");
        assert!(!entries(requirement, "expects").is_empty(), "{id} expects nothing");
        assert!(!entries(requirement, "fields").is_empty(), "{id} reads no field");
        let rests_on = entries(requirement, "citations").len() + entries(requirement, "sources").len();
        assert!(rests_on > 0 || requirement["basis"] == "practice", "{id} rests on nothing");
        for citation in entries(requirement, "citations") {
            assert!(!text(citation, "text").is_empty());
            let official = text(citation, "confidence") == "official";
            assert_eq!(citation["confirm"].is_null(), official, "{id}: {citation}");
        }
    }
}

#[test]
fn fields_are_listed_with_type_and_meaning() {
    let fields = listed("fields");
    expect_keys(
        &fields,
        &["type", "values", "question", "help", "example", "default", "default_note", "unit", "requirements"],
    );
    for field in &fields {
        let word = ["one-of", "list-of"].contains(&text(field, "type"));
        assert_eq!(!entries(field, "values").is_empty(), word, "{field}");
        assert!(entries(field, "values").iter().all(|value| !text(value, "meaning").is_empty()), "{field}");
        assert_eq!(field["default"].is_null(), field["default_note"].is_null(), "{field}");
    }
    let notice = fields.iter().find(|field| field["id"] == "breach.notify-within").unwrap();
    assert_eq!(entries(notice, "requirements"), ["agreement.breach-notice"]);
}

#[test]
fn authorities_are_listed_with_their_provisions() {
    let authorities = listed("authorities");
    expect_keys(&authorities, &["short", "citation", "confirm", "provisions"]);
    let mut provisions = Vec::new();
    for authority in &authorities {
        let whole = !authority["whole"].is_null();
        assert!(whole || !entries(authority, "provisions").is_empty(), "{}", authority["id"]);
        provisions.extend(entries(authority, "provisions").iter().cloned());
    }
    let keys = ["pinpoint", "relevance", "confidence", "heading", "paraphrase", "status", "in_force", "requirements"];
    expect_keys(&provisions, &keys);
    let assessment = provisions.iter().find(|one| one["id"] == "fippa 38(3)").unwrap();
    assert_eq!(assessment["in_force"][0]["from"], "2025-07-01");
    assert!(entries(assessment, "requirements").contains(&"planning.pia".into()));
}

#[test]
fn clauses_and_requirements_name_each_other() {
    let (requirements, clauses) = (listed("requirements"), listed("clauses"));
    expect_keys(
        &clauses,
        &["code", "requirements", "called_for", "note", "objection", "answer", "floor", "fallbacks", "text"],
    );
    for clause in &clauses {
        let id = text(clause, "id");
        let answered = requirements.iter().filter(|one| one["clause"] == id).map(|one| one["id"].clone());
        assert_eq!(entries(clause, "requirements"), answered.collect::<Vec<_>>(), "{id}");
    }
    let answered: usize = clauses.iter().map(|clause| entries(clause, "requirements").len()).sum();
    assert_eq!(answered, requirements.iter().filter(|one| !one["clause"].is_null()).count());
    assert!(answered > 0);
}

#[test]
fn the_other_lists_hold_what_they_promise() {
    let documents = listed("documents");
    expect_keys(&documents, &["about", "clauses"]);
    assert!(documents.iter().any(|document| document["id"] == "agreement" && !entries(document, "clauses").is_empty()));
    let packs = listed("packs");
    expect_keys(&packs, &["edition", "publisher", "hash", "reviewed_on"]);
    assert_eq!(text(&packs[0], "hash").len(), 64);
    expect_keys(&listed("examples"), &["files"]);
    expect_keys(&listed("conditions"), &["holds", "otherwise", "fields", "requirements"]);
    expect_keys(&listed("sources"), &["grade", "place"]);
    expect_keys(&listed("uncertainties"), &["text", "authorities"]);
    expect_keys(&listed("words"), &["explanation"]);
}

/// Runs `visit` with every list, built in this process.
fn with_every_list(mut visit: impl FnMut(&Shelf<'_>, &str, &Listing)) {
    let (library, clauses) = built_in();
    let example = ExampleView {
        id: "an-example".to_owned(),
        title: "An example".to_owned(),
        institution: None,
        phase: None,
        files: vec!["procurement.toml".to_owned()],
    };
    let calendars = library.calendars().unwrap();
    let shelf = Shelf { library: &library, clauses: &clauses, calendars: &calendars, examples: &[example], on: None };
    for (what, name) in Catalogue::ALL {
        visit(&shelf, name, &Listing::new(what, &shelf));
    }
}

/// The text without colours.
fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

/// The lines that are too wide for a terminal, save those of TOML, which must not be broken.
fn wide_lines(text: &str) -> Vec<&str> {
    let toml = |line: &str| line.contains(" = ") || line.starts_with("    #");
    text.lines().filter(|line| line.chars().count() > 80 && !toml(line)).collect()
}

#[test]
fn whatever_is_listed_can_be_explained_in_80_columns() {
    let mut explained = 0;
    with_every_list(|shelf, name, list| {
        assert_eq!(wide_lines(&plain(&list.to_text())), [""; 0], "list {name}");
        let entries: Vec<Value> = serde_json::from_str(&list.to_json()).unwrap();
        assert!(!entries.is_empty(), "list {name} is empty");
        let provisions = entries.iter().filter_map(|entry| entry["provisions"].as_array()).flatten();
        let provisions = provisions.filter(|one| one.is_object());
        for entry in entries.iter().chain(provisions) {
            let id = text(entry, "id");
            let found = Explanation::find(id, shelf).unwrap_or_else(|_| panic!("{id} is listed and not explained"));
            let shown = plain(&found.to_text());
            assert_eq!(wide_lines(&shown), [""; 0], "explain {id}");
            let spaced: String = flat(&shown);
            assert!(spaced.contains(text(entry, "title")), "explain {id} does not show its title:\n{shown}");
            assert!(found.to_json().contains(&serde_json::to_string(id).unwrap()), "{id}");
            explained += 1;
        }
    });
    assert!(explained > 700, "only {explained} ids");
}

#[test]
fn the_markdown_reference_leaves_nothing_out() {
    let (library, _) = built_in();
    with_every_list(|_, name, list| {
        let text = list.to_markdown();
        assert_eq!(text.lines().filter(|line| line.starts_with("```")).count() % 2, 0, "{name} has an open fence");
        if name != "requirements" {
            return;
        }
        let bare = text.replace('\\', "");
        for requirement in &library.requirements {
            assert!(bare.contains(&format!("\n### `{}`\n", requirement.id)), "{}", requirement.id);
            let duties = std::iter::once(&requirement.duty).chain(requirement.variants.iter().map(|one| &one.duty));
            let said = duties.flat_map(|duty| [&duty.requires, &duty.remedy].into_iter().chain(&duty.note));
            let more =
                [&requirement.title, &requirement.why, &requirement.role].into_iter().chain(&requirement.evidence);
            for words in said.chain(more).chain(&requirement.obligation_reason).chain(&requirement.source_note) {
                assert!(bare.contains(words.as_str()), "{} leaves out: {words}", requirement.id);
            }
            for example in &requirement.examples {
                assert!(text.contains(example.text.trim_matches('\n')), "{} leaves out an example", requirement.id);
            }
        }
    });
}

fn explain(args: &[&str]) -> std::process::Output {
    diligence(repository(), &[&["explain"], args].concat())
}

#[test]
fn things_are_found_by_every_name_they_have() {
    for (names, says) in [
        (&["C18"][..], "Clause breach-notice"),
        (&["c18"], "Clause breach-notice"),
        (&["fippa 38(3)"], "Provision fippa 38(3)"),
        (&["fippa", "38(3)"], "Provision fippa 38(3)"),
        (&["FIPPA s. 38(3)"], "Provision fippa 38(3)"),
        (&["fippa"], "Authority fippa"),
        (&["planning"], "Phase planning"),
        (&["agreement"], "Document agreement"),
        (&["tendered"], "Condition tendered"),
        (&["ontario"], "Pack ontario"),
        (&["wrong-type"], "Error wrong-type"),
        (&["record.waiver-unused"], "Finding record.waiver-unused"),
        (&["breach.notify-within"], "Field breach.notify-within"),
        (&["waivers"], "Field waivers"),
        (&["requirements"], "Part 1: Procurement planning (44)"),
        (&[], "requirements"),
    ] {
        let output = explain(names);
        assert_eq!(output.status.code(), Some(0), "{names:?}: {}", stderr(&output));
        assert!(stdout(&output).contains(says), "{names:?}: {}", stdout(&output));
    }
}

#[test]
fn an_id_that_nothing_carries_gets_the_nearest_ones() {
    for (name, near) in
        [("planing.pia", "`planning.pia`"), ("brech-notice", "`breach-notice`"), ("fipa 38(3)", "`fippa 38(3)`")]
    {
        let output = explain(&[name]);
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(stdout(&output), "");
        assert!(stderr(&output).contains(near), "{}", stderr(&output));
    }
}

#[test]
fn words_that_are_no_id_find_the_titles_that_hold_them() {
    for query in [&["pia"][..], &["PRIVACY", "impact"]] {
        let output = explain(query);
        assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(2), ""));
        let said = stderr(&output);
        assert!(said.contains(&format!("No id is `{}`. These speak of it:\n", query.join(" "))), "{said}");
        assert!(said.contains("  planning.pia: A privacy impact assessment"), "{said}");
        assert!(said.lines().all(|line| line.chars().count() <= 80), "{said}");
        let named = said.lines().filter(|line| line.starts_with("  ") && line.contains(": ")).count();
        assert!((2..=12).contains(&named), "{said}");
    }
}

#[test]
fn a_former_id_explains_the_requirement_that_took_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("pack");
    support::copy_folder(&repository().join("checklists/ontario"), &pack);
    let path = pack.join("requirements/planning.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let text = text.replacen("\nbasis = ", "\nformerly = [\"planning.old-name\"]\nbasis = ", 1);
    std::fs::write(path, text).unwrap();
    let output = diligence(folder.path(), &["explain", "planning.old-name", "--pack", "pack", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let found: Vec<Value> = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["formerly"][0], "planning.old-name");
}

#[test]
fn shells_and_manual_know_every_command() {
    let commands = [
        "init",
        "check",
        "report",
        "deadlines",
        "draft",
        "explain",
        "list",
        "trace",
        "pack",
        "schema",
        "completions",
        "man",
    ];
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = stdout(&diligence(repository(), &["completions", shell]));
        assert!(commands.iter().all(|command| script.contains(command)), "{shell}");
    }
    let page = stdout(&diligence(repository(), &["man"]));
    assert!(page.contains(".TH diligence 1"), "{}", &page[..200]);
    for command in commands {
        assert!(page.contains(&format!(".SH \"DILIGENCE {}\"", command.to_uppercase())), "{command}");
    }
    assert!(page.contains(".SS SYNOPSIS\n\\fBdiligence pack new\\fR <DIR>\n"), "{page}");
    assert!(page.contains(" [\\-o|\\-\\-output <FILE>]... [\\-\\-overwrite] [PATH]...\n"), "{page}");
    assert!(page.contains(".SH \"EXIT STATUS\""));
    let help = stdout(&diligence(repository(), &["--help"]));
    for status in ["0", "1", "2", "130, 143"] {
        assert!(page.contains(&format!("\\fB{status}\\fR\n")) && help.contains(&format!("\n  {status} ")), "{status}");
    }
    assert_eq!(page.matches(".TH ").count(), 1);
}
