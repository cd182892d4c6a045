//! Hostile words in every text of a record and of a pack: every output, read by a parser of its format, holds them as
//! words and as nothing else. It is built as the output of plain words is, and leads nowhere else.
//!
//! A new output is one more line of `OUTPUTS` or `CATALOGUES`; a new value is one more line of `hostile/values.toml`.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at a surprise and writes its own files"
)]

#[path = "hostile/read.rs"]
mod read;
#[path = "hostile/record.rs"]
mod record;
mod support;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use diligence::pack::{PackSource, load};
use read::{
    Reader, Reading, annotations, calendar, csv, html, json, json_lines, junit, markdown, sarif, terminal,
    terminal_with_lines, word,
};
use record::{Words, mark, record};
use support::{copy_folder, diligence, stderr};
use tempfile::TempDir;
use toml::{Table, Value};

/// Every output of a record, with the reader of its format. `DOCUMENT` stands for each document in turn.
const OUTPUTS: &[(&str, Reader)] = &[
    ("check --color always", terminal_with_lines),
    ("check --quiet", terminal),
    ("check --format json", json),
    ("check --format jsonl", json_lines),
    ("check --format sarif", sarif),
    ("check --format junit", junit),
    ("check --format github", annotations),
    ("check --format gitlab", json),
    ("check --format markdown", markdown),
    ("check --format csv", csv),
    ("report --format markdown", markdown),
    ("report --format html", html),
    ("report --format docx", word),
    ("deadlines --all --color always", terminal),
    ("deadlines --format json", json),
    ("deadlines --format csv", csv),
    ("deadlines --format ics", calendar),
    ("draft --document DOCUMENT --format markdown", markdown),
    ("draft --document DOCUMENT --format html", html),
    ("draft --document DOCUMENT --format docx", word),
    ("draft --document agreement --no-notes --format markdown", markdown),
];

/// Every output about a pack. `CATALOGUE` stands for each list in turn.
const CATALOGUES: &[(&str, Reader)] = &[
    ("list requirements", terminal),
    ("list authorities", terminal),
    ("list fields", terminal),
    ("list CATALOGUE --format json", json),
    ("list CATALOGUE --format markdown", markdown),
    ("explain selection.lockers-without-cameras --color always", terminal),
    ("trace", terminal),
    ("trace --format json", json),
    ("trace --format csv", csv),
    ("trace --format markdown", markdown),
    ("trace --format html", html),
    ("schema", json),
    ("check --example vending-machines --color always", terminal),
    ("check --example vending-machines --format json", json),
    ("report --example vending-machines --format markdown", markdown),
    ("report --example vending-machines --format html", html),
    ("report --example vending-machines --format docx", word),
];

const LISTS: &[&str] = &[
    "requirements",
    "fields",
    "clauses",
    "authorities",
    "documents",
    "packs",
    "conditions",
    "sources",
    "uncertainties",
    "time-limits",
    "calendars",
    "words",
];

/// The hostile values.
fn hostile() -> Vec<String> {
    let table: Table = include_str!("hostile/values.toml").parse().unwrap();
    table["values"].as_array().unwrap().iter().map(|value| value.as_str().unwrap().to_owned()).collect()
}

/// As many values that nothing takes for more than words.
fn plain() -> Vec<String> {
    vec!["plain words".to_owned(); hostile().len()]
}

/// The characters of a text that every format shows as they are: white space, capitals, what
/// is replaced and marks of code aside.
fn shown(text: &str) -> String {
    let gone = |c: &char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '`' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffd}'..='\u{ffff}')
    };
    text.chars().filter(|c| !gone(c)).collect::<String>().to_lowercase()
}

/// Runs each command, on every core, and hands each to `check`; tells of every command that fails.
fn on_every_core(commands: &[(String, Reader)], check: impl Fn(&str, Reader) + Sync) {
    let next = AtomicUsize::new(0);
    let failed = Mutex::new(Vec::new());
    let work = || {
        while let Some((command, reader)) = commands.get(next.fetch_add(1, Ordering::Relaxed)) {
            if catch_unwind(AssertUnwindSafe(|| check(command, *reader))).is_err() {
                failed.lock().unwrap().push(command.clone());
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(work);
        }
    });
    let failed = failed.into_inner().unwrap();
    assert!(failed.is_empty(), "what is wrong is told above for each of {failed:#?}");
}

/// `outputs` with every name of `all` in the place of `stand_in`.
fn spelled_out(outputs: &[(&str, Reader)], stand_in: &str, all: &[&str]) -> Vec<(String, Reader)> {
    let one = |(command, reader): &(&str, Reader)| match command.contains(stand_in) {
        true => all.iter().map(|name| (command.replace(stand_in, name), *reader)).collect(),
        false => vec![(command.to_string(), *reader)],
    };
    outputs.iter().flat_map(one).collect()
}

fn read_output(folder: &Path, command: &str, more: &str, reader: Reader) -> Reading {
    let args: Vec<&str> = command.split(' ').chain(more.split(' ').filter(|word| !word.is_empty())).collect();
    let output = diligence(folder, &args);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{command}: {}", stderr(&output));
    terminal(&output.stderr);
    reader(&output.stdout)
}

/// The output of hostile words is that of plain ones but for the words, and the words are whole.
fn compare(command: &str, hostile: &Reading, plain: &Reading, values: &[String]) -> usize {
    let without_code = |reading: &Reading| {
        let mut build = reading.build.clone();
        build.retain(|part, _| !matches!(part.as_str(), "Code" | "<code >") && !part.starts_with("word/"));
        build
    };
    let (found, wanted) = (without_code(hostile), without_code(plain));
    let differing: Vec<_> =
        found.iter().filter(|(part, count)| wanted.get(*part) != Some(*count)).map(|(part, _)| part).collect();
    assert!(found == wanted, "{command}: hostile words build {differing:?}");
    let out =
        |reading: &Reading| reading.links.iter().filter(|link| !link.starts_with('#')).cloned().collect::<Vec<_>>();
    assert_eq!(out(hostile), out(plain), "{command}: hostile words lead somewhere");
    let mut seen = 0;
    for piece in hostile.texts.iter().filter(|piece| piece.contains("zq")) {
        let piece = shown(piece);
        for (at, value) in values.iter().enumerate() {
            let whole = shown(&format!("{value} {}", mark(at)));
            for (end, _) in piece.match_indices(&mark(at)) {
                assert!(piece[..end + mark(at).len()].ends_with(&whole), "{command}: {whole:?} is not whole: {piece}");
                seen += 1;
            }
        }
    }
    let marks = |reading: &Reading| reading.texts.iter().map(|text| text.matches("zq").count()).sum::<usize>();
    assert_eq!(marks(hostile), marks(plain), "{command}: as many words as with plain ones");
    seen
}

fn folder_with(values: &[String], first: usize) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let library = load(&[PackSource::Embedded]).unwrap();
    let mut library = library;
    let clauses = library.clauses(None).unwrap();
    library.adopt(clauses);
    let text = record(&library.fields, &mut Words::new(values, first));
    fs::write(folder.path().join("procurement.toml"), text).unwrap();
    folder
}

#[test]
fn hostile_words_of_a_record_stay_words_in_every_output() {
    let library = load(&[PackSource::Embedded]).unwrap();
    let documents = library.clauses(None).unwrap().documents;
    let documents: Vec<&str> = documents.iter().map(|document| document.id.as_str()).collect();
    assert!(documents.len() > 10, "every document");
    let values = hostile();
    let (evil, mild) = (folder_with(&values, 0), folder_with(&plain(), 0));
    let seen = AtomicUsize::new(0);
    on_every_core(&spelled_out(OUTPUTS, "DOCUMENT", &documents), |command, reader| {
        let more = ". --as-of 2026-11-21";
        let readings = [&evil, &mild].map(|folder| read_output(folder.path(), command, more, reader));
        seen.fetch_add(compare(command, &readings[0], &readings[1], &values), Ordering::Relaxed);
    });
    assert!(seen.into_inner() > 1000, "the values are in the outputs");
}

/// A pack as `pack new` writes it, with hostile words as every text that is for people.
fn pack_of(values: &[String]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy_folder(&support::repository().join("tests/fixtures/trace-pack"), &folder.path().join("own"));
    let mut words = Words::new(values, 0);
    for path in files_below(&folder.path().join("own")) {
        if path.extension().is_some_and(|ending| ending == "toml") {
            let mut table: Table = fs::read_to_string(&path).unwrap().parse().unwrap();
            spoil(&mut table, &mut words);
            fs::write(&path, toml::to_string(&table).unwrap()).unwrap();
        }
    }
    folder
}

fn files_below(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries.into_iter().flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

/// Puts values in the place of every text for people.
fn spoil(table: &mut Table, words: &mut Words) {
    const FOR_PEOPLE: &[&str] = &[
        "title",
        "requires",
        "why",
        "remedy",
        "role",
        "question",
        "help",
        "note",
        "publisher",
        "because",
        "says",
        "summary",
        "heading",
        "name",
        "what",
        "url",
        "reason",
        "text",
        "evidence",
        "jurisdiction",
    ];
    for (key, value) in table.iter_mut() {
        match value {
            Value::String(_) if FOR_PEOPLE.contains(&key.as_str()) => *value = words.next(),
            Value::Table(inner) => spoil(inner, words),
            Value::Array(items) => items.iter_mut().for_each(|item| match item {
                Value::Table(inner) => spoil(inner, words),
                Value::String(_) if FOR_PEOPLE.contains(&key.as_str()) => *item = words.next(),
                _ => {}
            }),
            _ => {}
        }
    }
}

#[test]
fn hostile_words_of_a_pack_stay_words_in_every_output() {
    let values = hostile();
    let (evil, mild) = (pack_of(&values), pack_of(&plain()));
    let seen = AtomicUsize::new(0);
    on_every_core(&spelled_out(CATALOGUES, "CATALOGUE", LISTS), |command, reader| {
        let readings = [&evil, &mild].map(|folder| read_output(folder.path(), command, "--pack own", reader));
        seen.fetch_add(compare(command, &readings[0], &readings[1], &values), Ordering::Relaxed);
    });
    assert!(seen.into_inner() > 100, "the values are in the outputs");
}

#[test]
fn hostile_words_that_keep_a_record_from_being_read_stay_words() {
    let folder = tempfile::tempdir().unwrap();
    let keys = hostile().iter().map(|value| format!("{} = 1\n", Value::String(value.clone()))).collect::<String>();
    let values = hostile().iter().map(|value| format!("{},", Value::String(value.clone()))).collect::<String>();
    // As themselves where TOML takes them so, since the program shows the lines of the record, too.
    let raw: String = hostile().concat().chars().filter(|c| !c.is_ascii_control() && !"\"\\".contains(*c)).collect();
    let record = format!("{keys}[institution]\nacts = [{values}]\nsector = \"{raw}\"\n# {raw}\nname = 1 # {raw}\n");
    fs::write(folder.path().join("procurement.toml"), record).unwrap();
    for (command, reader) in OUTPUTS.iter().filter(|(command, _)| command.starts_with("check --format")) {
        let output = diligence(folder.path(), &command.split(' ').chain(["."]).collect::<Vec<_>>());
        assert_eq!(output.status.code(), Some(2), "{command}: {}", stderr(&output));
        terminal(&output.stderr);
        let told = reader(&output.stdout).texts.concat();
        assert!(command.ends_with("markdown") || told.contains("separators\u{fffd}line"), "{command}: {told}");
    }
}

#[test]
fn messages_about_hostile_words_steer_no_terminal() {
    let library = load(&[PackSource::Embedded]).unwrap();
    for value in hostile() {
        let literal = Value::String(value.clone());
        let texts = [
            format!(
                "[institution]\nname = 1\nsector = {literal}\nacts = [{literal}, {literal}]\n[procurement]\nphase = {literal}\n"
            ),
            format!(
                "[institution]\n[procurement]\n[collection]\nstarts-on = {literal}\n[breach]\nnotify-within = {literal}\n"
            ),
            format!("{} = 1\n", toml::to_string(&Table::from_iter([(value.clone(), Value::Integer(1))])).unwrap()),
            value.clone(),
        ];
        for text in texts {
            let source = std::sync::Arc::new(diligence::source::SourceText::new(value.clone(), text));
            let problems = diligence::record::read_record(&source, &library.fields).expect_err("it is no record");
            terminal(diligence::render::diagnostics(&problems).as_bytes());
        }
    }
    let folder = tempfile::tempdir().unwrap();
    for name in ["\u{1b}[31mred", "\u{1b}]8;;a\u{7}b", "a\nb", "\u{9b}31m", "\u{202e}b"] {
        let file = format!("{name}.md");
        for args in [
            ["check", name, "--color", "always"],
            ["report", name, "--color", "always"],
            ["report", "--example=vending-machines", "-o", &format!("absent/{file}")],
            ["report", "--example", name, "--color=always"],
            ["explain", name, "--color", "always"],
        ] {
            let output = diligence(folder.path(), &args);
            assert_eq!(output.status.code(), Some(2), "{args:?}");
            terminal(&output.stderr);
        }
    }
}
