//! Drafts and reports as Word documents, and drafts without their notes.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use support::{diligence, stderr, stdout};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const EXAMPLES: [&str; 3] = ["exam-proctoring", "online-licensing", "vending-machines"];
const DRAFT: &[&str] = &["draft", "--as-of", "2026-11-21"];
const REPORT: &[&str] = &["report", "--as-of", "2026-11-21", "--fail-on", "never"];

/// What a command prints, which must succeed.
fn printed(folder: &Path, args: &[&[&str]]) -> Vec<u8> {
    let args = args.concat();
    let output = diligence(folder, &args);
    assert!(output.status.success(), "{args:?}: {}", stderr(&output));
    output.stdout
}

/// A command's text.
fn text(folder: &Path, args: &[&[&str]]) -> String {
    String::from_utf8(printed(folder, args)).unwrap()
}

/// The parts of the Word document that a command prints.
fn word(folder: &Path, args: &[&[&str]]) -> BTreeMap<String, String> {
    parts(&printed(folder, &[args, &[&["--format", "docx"][..]]].concat())).into_iter().collect()
}

/// The parts of a package, in order.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    let read = |name: String| {
        let mut part = String::new();
        zip.by_name(&name).unwrap().read_to_string(&mut part).unwrap();
        (name, part)
    };
    names.into_iter().map(read).collect()
}

/// A package of these parts.
fn package(parts: &[(String, String)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        zip.write_all(part.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The value of `attribute` in every start of an element `name`.
fn values<'p>(part: &'p str, name: &str, attribute: &str) -> Vec<&'p str> {
    let start = format!("<{name} ");
    let starts = part.split(&start).skip(1).map(|rest| &rest[..rest.find('>').unwrap()]);
    let value = |start: &'p str| {
        let rest = start.split_once(&format!("{attribute}=\""))?.1;
        rest.split_once('"').map(|(value, _)| value)
    };
    starts.filter_map(value).collect()
}

/// The text of every run, unescaped as far as the tests need it.
fn texts(part: &str) -> Vec<String> {
    let runs = part.split("<w:t xml:space=\"preserve\">").skip(1).map(|rest| &rest[..rest.find("</w:t>").unwrap()]);
    runs.map(|run| run.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
        .collect()
}

/// A folder with a record of this text.
fn folder(record: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("procurement.toml"), record).unwrap();
    folder
}

fn unique<'v>(values: &[&'v str]) -> BTreeSet<&'v str> {
    let found: BTreeSet<&str> = values.iter().copied().collect();
    assert_eq!(found.len(), values.len(), "each once: {values:?}");
    found
}

#[test]
fn every_part_is_named_and_every_id_is_used_once() {
    let here = Path::new(".");
    for example in EXAMPLES {
        for command in [DRAFT, REPORT] {
            let parts = word(here, &[command, &["--example", example]]);
            let types = &parts["[Content_Types].xml"];
            for name in parts.keys().filter(|name| !name.ends_with(".rels") && *name != "[Content_Types].xml") {
                assert!(types.contains(&format!("PartName=\"/{name}\"")), "{name} has no type: {types}");
            }
            assert_eq!(values(types, "Override", "PartName").len(), parts.len() - 3, "a type without a part");
            let document = &parts["word/document.xml"];
            let bookmarks = unique(&values(document, "w:bookmarkStart", "w:name"));
            unique(&values(document, "w:bookmarkStart", "w:id"));
            let anchors = values(document, "w:hyperlink", "w:anchor");
            assert!(anchors.len() > 15 && anchors.iter().all(|anchor| bookmarks.contains(anchor)));
            for reference in document.split("> REF ").skip(1) {
                let name = &reference[..reference.find(' ').unwrap()];
                assert!(bookmarks.contains(name), "{name} leads nowhere");
            }
            if command == DRAFT {
                let comments = unique(&values(&parts["word/comments.xml"], "w:comment", "w:id"));
                for mark in ["w:commentRangeStart", "w:commentRangeEnd", "w:commentReference"] {
                    assert_eq!(unique(&values(document, mark, "w:id")), comments, "{mark}");
                }
                assert!(document.contains("> REF _Ref"), "references are fields");
            } else {
                assert!(!parts.contains_key("word/comments.xml"));
            }
            assert!(document.contains("<w:tblHeader/>") || command == DRAFT && !document.contains("<w:tbl>"));
        }
    }
}

#[test]
fn clauses_and_notes_are_those_of_the_markdown() {
    let example = &["--example", "exam-proctoring"][..];
    let markdown = text(Path::new("."), &[DRAFT, example]);
    let parts = word(Path::new("."), &[DRAFT, example]);
    let document = &parts["word/document.xml"];
    let clauses: Vec<&str> = markdown
        .lines()
        .filter_map(|line| line.strip_prefix("## ")?.split_once(". "))
        .filter(|(number, _)| number.parse::<usize>().is_ok())
        .map(|(_, title)| title)
        .collect();
    assert!(clauses.len() > 30);
    let headings: Vec<String> =
        document.split("<w:pStyle w:val=\"Heading1\"/></w:pPr>").skip(1).map(|rest| texts(rest)[0].clone()).collect();
    assert_eq!(headings, clauses);
    assert_eq!(document.matches("w:val=\"SubClause\"").count(), numbered(&markdown));
    let comments = &parts["word/comments.xml"];
    assert_eq!(comments.matches("<w:comment ").count(), clauses.len());
    assert_eq!(comments.matches("w:author=\"diligence\" w:date=\"2026-11-21T00:00:00Z\"").count(), clauses.len());
    let said = texts(comments).concat();
    for label in ["Rests on.", "What vendors say.", "Do not give up without a waiver.", "Fallback 1."] {
        assert_eq!(said.matches(label).count(), markdown.matches(&format!("**{label}**")).count(), "{label}");
    }
    assert!(said.contains("(secondary source; confirm on e-Laws)"));
    let text = texts(document).concat();
    assert!(text.contains("between Sample University and Sample Proctoring Inc. on Remote exam proctoring"));
    let end = markdown.find(" (Secure destruction)").expect("a clause refers to the one on destruction");
    let reference = &markdown[markdown[..end].rfind("section ").unwrap()..end];
    assert!(text.contains(&format!("{reference} (Secure destruction)")), "{reference}");
}

/// How many paragraphs of a Markdown draft begin with a number such as 3.4.
fn numbered(markdown: &str) -> usize {
    let is_label = |word: &str| {
        word.split_once('.')
            .is_some_and(|(clause, sub)| clause.parse::<usize>().is_ok() && sub.parse::<usize>().is_ok())
    };
    markdown.lines().filter(|line| line.split(' ').next().is_some_and(is_label)).count()
}

#[test]
fn a_draft_without_notes_holds_no_trace_of_them() {
    for example in EXAMPLES {
        let example = &["--example", example][..];
        let here = Path::new(".");
        let with = word(here, &[DRAFT, example]);
        let said: BTreeSet<String> =
            texts(&with["word/comments.xml"]).into_iter().filter(|text| text.chars().count() > 30).collect();
        assert!(said.len() > 100);
        let without = word(here, &[DRAFT, example, &["--no-notes"]]);
        let mut outputs: Vec<(String, String)> =
            without.iter().map(|(name, part)| (name.clone(), texts(part).concat() + part)).collect();
        for format in ["markdown", "html"] {
            let output = text(here, &[DRAFT, example, &["--no-notes", "--format", format]]);
            outputs.push((format.to_owned(), output.replace('\\', "").replace("&#39;", "'").replace("&quot;", "\"")));
        }
        for (name, output) in &outputs {
            for text in &said {
                assert!(!output.contains(text.trim()), "{name} holds {text:?}");
            }
            for trace in [
                "CommentReference",
                "comments",
                "Note to counsel",
                "Rests on",
                "project's choice",
                "Clauses left out",
                "#blank",
            ] {
                assert!(!output.contains(trace), "{name} holds {trace:?}");
            }
        }
        assert!(!without.contains_key("word/comments.xml"));
        let clauses = |part: &str| part.matches("<w:pStyle w:val=\"SubClause\"/>").count();
        assert_eq!(clauses(&without["word/document.xml"]), clauses(&with["word/document.xml"]), "the text is whole");
        assert!(without["word/document.xml"].contains("[PROPOSED 1: "), "and marked");
    }
}

#[test]
fn the_other_formats_keep_their_text_without_notes() {
    let example = &["--example", "online-licensing"][..];
    let (with, without) =
        (text(Path::new("."), &[DRAFT, example]), text(Path::new("."), &[DRAFT, example, &["--no-notes"]]));
    let body = |text: &str| {
        let text = text.split_once("\n---\n").unwrap().1;
        let text = text.split("\n---\n").next().unwrap().to_owned();
        text.lines().filter(|line| !line.starts_with('>') && !line.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(body(&with).len() > 200);
    assert_eq!(body(&with), body(&without));
    assert!(without.contains("It is not legal advice.") && without.contains("## What this draft was made from"));
}

#[test]
fn the_same_input_gives_the_same_bytes_in_a_file_and_in_a_pipe() {
    let folder = tempfile::tempdir().unwrap();
    for (command, name) in [(DRAFT, "draft.docx"), (REPORT, "report.docx")] {
        let example = &["--example", "vending-machines"][..];
        let piped = printed(folder.path(), &[command, example, &["--format", "docx"]]);
        let said = printed(folder.path(), &[command, example, &["-o", name, "-o", "beside.md", "--overwrite"]]);
        assert!(said.is_empty());
        assert_eq!(fs::read(folder.path().join(name)).unwrap(), piped);
        assert_eq!(printed(folder.path(), &[command, example, &["--format", "docx"]]), piped);
    }
}

#[test]
fn hostile_text_stays_text() {
    let hostile = r#"</w:t></w:r><w:evil/> ]]> &amp; \u0000\u001b\u0008\u202e\uffff \" ' `code` [x](http://example.invalid) 'end"#;
    let record = format!(
        "[institution]\nname = \"{hostile}\"\n[procurement]\ntitle = \"{hostile}\"\n[vendor]\nname = \"{hostile}\"\n"
    );
    let folder = folder(&record);
    for command in [DRAFT, REPORT] {
        let parts = word(folder.path(), &[command]);
        for (name, part) in &parts {
            assert!(!part.contains("<w:evil") && !part.contains("w:t></w:r><w:evil"), "{name}");
            let allowed = |c: char| {
                c == '\n' || (c >= ' ' && !c.is_control() && !matches!(c, '\u{202e}' | '\u{fffe}' | '\u{ffff}'))
            };
            assert!(part.chars().all(allowed), "{name} holds what XML forbids");
            assert!(!part.contains("TargetMode"), "{name}: no link comes from a record");
        }
        let document = &parts["word/document.xml"];
        assert!(document.contains("&lt;/w:t&gt;&lt;/w:r&gt;&lt;w:evil/&gt; ]]&gt; &amp;amp;"), "the words are there");
    }
}

#[test]
fn an_edited_document_is_not_replaced() {
    let folder = folder("[institution]\n[procurement]\n");
    let path = folder.path().join("draft.docx");
    let run = |more: &[&str]| diligence(folder.path(), &[DRAFT, &[".", "-o", "draft.docx"], more].concat());
    assert!(run(&[]).status.success());
    let own = fs::read(&path).unwrap();
    assert!(run(&["--no-notes"]).status.success(), "what the program wrote itself it replaces");
    assert_ne!(fs::read(&path).unwrap(), own);
    let mut edited = parts(&own);
    let document = edited.iter_mut().find(|(name, _)| name == "word/document.xml").unwrap();
    document.1 = document.1.replacen("In this Schedule", "In this Annex", 1);
    let mut more = parts(&own);
    more.push(("word/people.xml".to_owned(), "<p/>".to_owned()));
    for kept in [package(&edited), package(&more), b"mine".to_vec(), Vec::new(), own[..own.len() / 2].to_vec()] {
        fs::write(&path, &kept).unwrap();
        let output = run(&[]);
        assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(2), ""));
        assert!(stderr(&output).contains("--overwrite"), "{}", stderr(&output));
        assert_eq!(fs::read(&path).unwrap(), kept, "it was left as it is");
    }
    assert!(run(&["--overwrite"]).status.success());
    assert_eq!(fs::read(&path).unwrap(), own);
}
