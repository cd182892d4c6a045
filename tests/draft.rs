//! `diligence draft`: the whole command.

mod support;

use std::fs;
use std::path::Path;

use comrak::nodes::NodeValue;
use comrak::{Arena, parse_document};
use support::{diligence, stderr, stdout};
use tempfile::TempDir;

const EMPTY: &str = "[institution]\n[procurement]\n";
const EXAMPLES: [&str; 3] = ["exam-proctoring", "online-licensing", "vending-machines"];

/// A folder with a record of this text.
fn folder(record: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("procurement.toml"), record).unwrap();
    folder
}

/// What a draft in `folder` prints, which must succeed.
fn drafted(folder: &Path, more: &[&str]) -> String {
    let args = [&["draft", "--as-of", "2026-11-21"], more].concat();
    let output = diligence(folder, &args);
    assert!(output.status.success(), "{args:?}: {}", stderr(&output));
    stdout(&output)
}

/// What a draft that cannot be made says.
fn refused(folder: &Path, more: &[&str]) -> String {
    let output = diligence(folder, &[&["draft", "--as-of", "2026-11-21"], more].concat());
    assert_eq!(output.status.code(), Some(2), "{}{}", stdout(&output), stderr(&output));
    assert_eq!(stdout(&output), "");
    stderr(&output)
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The text of a built-in template.
fn built_in(path: &str) -> String {
    fs::read_to_string(support::repository().join("templates").join(path)).unwrap()
}

#[test]
fn a_silent_record_gives_a_whole_schedule_with_numbered_blanks() {
    let folder = folder(EMPTY);
    let draft = drafted(folder.path(), &["."]);
    let headings: Vec<&str> = draft.lines().filter(|line| line.starts_with("## ")).collect();
    assert!(headings.starts_with(&["## 1. Definitions", "## 2. Acting for the institution"]), "{headings:?}");
    assert!(headings.contains(&"## 54. Duties that continue") && headings.contains(&"## Blanks to fill in"));
    assert!(draft.contains("between **[BLANK 1: the legal name of the Institution]** and **[BLANK 2: "), "{draft}");
    assert!(draft.contains("\n- **Blank 1:** the legal name of the Institution. Field `institution.name`: "));
    assert!(draft.contains("within **[PROPOSED "), "a policy's default is proposed");
    assert!(draft.contains("This project's choice; no authority gives a number."));
    assert!(draft.contains("Included because the record does not say `information.personal`"));
    assert!(draft.contains("It is not legal advice."));
    assert!(draft.contains("under section 42 (Secure destruction)"), "references are numbered");
}

#[test]
fn stated_facts_stand_in_the_text() {
    let draft = drafted(Path::new("."), &["--example", "exam-proctoring"]);
    assert!(
        draft.contains("between Sample University and Sample Proctoring Inc. on Remote exam proctoring"),
        "{draft}"
    );
    assert!(draft.contains("insurance of at least \\$5,000,000"));
    assert!(draft.contains("(FIPPA)"));
    assert!(!draft.contains("the legal name of"));
    let elements = &draft[draft.find("other than these elements:").unwrap()..];
    assert!(
        elements
            .starts_with("other than these elements:\n\n(a) name and student number;\n\n(b) video and sound.\n\n5.4 ")
    );
    assert!(draft.contains("(a) Sample Hosting Ltd.\n"), "a name that ends with a stop needs no other");
    assert!(draft.contains("- **72 hours** (`breach.notify-within`). Without it, the draft would propose: 24 hours."));
}

#[test]
fn clauses_that_are_not_called_for_are_left_out_with_their_reasons() {
    let record = "[institution]\n[procurement]\n[ai]\nused = false\n[information]\npersonal = false\nrecords = true\n[technology]\nsensors = []\n";
    let folder = folder(record);
    let draft = drafted(folder.path(), &["."]);
    assert!(!draft.contains(". Artificial intelligence\n") && !draft.contains(". Notice of a breach\n"), "{draft}");
    assert!(
        draft.contains("- Artificial intelligence (`artificial-intelligence`): Artificial intelligence is not used.")
    );
    assert!(draft.contains("- Notice of a breach (`breach-notice`): "));
    assert!(!draft.contains("Artificial Intelligence** means") || draft.contains("Secondary Purpose** means"));
}

#[test]
fn every_note_to_counsel_names_requirements_and_authorities() {
    let folder = folder(EMPTY);
    let draft = drafted(folder.path(), &["."]);
    let notes: Vec<&str> = draft.split("> **Note to counsel on section ").skip(1).collect();
    assert_eq!(notes.len(), 54);
    for note in notes {
        let note = &note[..note.find("\n\n").unwrap()];
        for part in [
            "Why it is here.",
            "Answers.",
            "Background.",
            "What vendors say.",
            "Do not give up without a waiver.",
            "Fallback 1.",
        ] {
            assert!(note.contains(&format!("> - **{part}**")), "{part} is missing: {note}");
        }
        assert!(!note.contains("No requirement"), "{note}");
    }
    assert!(draft.contains("(secondary source; confirm on e-Laws)"));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for example in EXAMPLES {
        for format in ["markdown", "html"] {
            let args = ["--example", example, "--format", format];
            assert_eq!(drafted(Path::new("."), &args), drafted(Path::new("."), &args));
        }
    }
}

#[test]
fn nothing_of_the_templates_is_left_over() {
    let empty = folder(EMPTY);
    let mut drafts: Vec<String> = Vec::new();
    for format in ["markdown", "html"] {
        drafts.push(drafted(empty.path(), &[".", "--format", format]));
        drafts.extend(EXAMPLES.map(|example| drafted(Path::new("."), &["--example", example, "--format", format])));
    }
    for draft in drafts {
        for leftover in ["{{", "}}", "{%", "%}", "undefined", "REFERENCE", "Reference 1", "\u{e000}", "\u{e001}"] {
            assert!(!draft.contains(leftover), "{leftover}");
        }
    }
}

#[test]
fn one_run_writes_several_formats() {
    let folder = folder(EMPTY);
    let printed = drafted(folder.path(), &[".", "-o", "draft.md", "-o", "draft.html"]);
    assert_eq!(printed, "");
    let markdown = fs::read_to_string(folder.path().join("draft.md")).unwrap();
    let html = fs::read_to_string(folder.path().join("draft.html")).unwrap();
    assert!(markdown.starts_with("# Privacy and access schedule\n"));
    assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en-CA\">"));
    for mark in ["<mark class=\"blank\">[<a href=\"#blank-1\">Blank 1</a>: ", "<tr id=\"blank-1\">", "<aside>"] {
        assert!(html.contains(mark), "{mark}");
    }
    for outside in ["<script", "http://", "https://", "<link", "<img", "url("] {
        assert!(!html.contains(outside), "the page is not self-contained: {outside}");
    }
    let links = html.split("href=\"#").skip(1).map(|rest| &rest[..rest.find('"').unwrap()]);
    let broken: Vec<&str> = links.filter(|id| !html.contains(&format!("id=\"{id}\""))).collect();
    assert!(broken.is_empty(), "{broken:?}");
}

/// A record whose texts are all `value`.
fn filled(value: &str) -> String {
    let value = toml::Value::String(value.to_owned());
    format!(
        "[institution]\nname = {value}\nacts = [\"fippa\"]\nhead = {value}\nprivacy-contact = {value}\n\
         [procurement]\ntitle = {value}\nreference = {value}\n[vendor]\nname = {value}\ncontact = {value}\n\
         subcontractors = [{{ name = {value} }}]\n[information]\npersonal = true\nelements = [{{ name = {value} }}]\n\
         [terms]\npurposes = [{value}, \"b\"]\n[security]\ncontrols = [{value}]\n[retention]\nschedule = {value}\n"
    )
}

const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "</style></mark></aside>",
    "{{ 7 * 7 }} {% for x in y %} {{ facts.vendor }}",
    "\u{e000}f0\u{e001} \u{e000}d0\u{e001}",
    "# Heading\n\n## 99. Another section\n\n- item",
    "**bold** _em_ `code` [link](https://example.invalid) ![image](x)",
    "> quote\n\n---\n\n| a | b |",
    "1. one\n2) two",
    "a\u{202e}b\u{1b}[31mc\u{0007}",
    "&lt;b&gt; &#60; \\",
];

/// The kinds of the nodes of a Markdown text, in order, without text.
fn shape(markdown: &str) -> Vec<String> {
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &options);
    let kinds = root.descendants().map(|node| match &node.data.borrow().value {
        NodeValue::Text(_) | NodeValue::SoftBreak => String::new(),
        NodeValue::Code(_) => "code".to_owned(),
        other => format!("{other:?}"),
    });
    kinds.filter(|kind| !kind.is_empty()).collect()
}

/// The tags of a page, in order.
fn tags(html: &str) -> Vec<&str> {
    let body = &html[html.find("<body").unwrap()..];
    body.split('<').skip(1).map(|rest| rest.split('>').next().unwrap()).collect()
}

#[test]
fn hostile_values_change_no_structure() {
    let harmless = folder(&filled("a value"));
    let markdown = shape(&drafted(harmless.path(), &["."]));
    let page = drafted(harmless.path(), &[".", "--format", "html"]);
    assert!(markdown.len() > 1000 && tags(&page).len() > 1000);
    for value in HOSTILE {
        let folder = folder(&filled(value));
        assert!(shape(&drafted(folder.path(), &["."])) == markdown, "{value:?}");
        let hostile = drafted(folder.path(), &[".", "--format", "html"]);
        assert!(tags(&hostile) == tags(&page), "{value:?}");
        assert!(!hostile.contains(['\u{1b}', '\u{202e}', '\u{7}']));
    }
}

#[test]
fn values_of_the_record_are_never_read_as_templates() {
    let folder = folder(&filled("{{ 7 * 7 }}"));
    let page = drafted(folder.path(), &[".", "--format", "html"]);
    assert!(page.contains("between {{ 7 * 7 }} and {{ 7 * 7 }} on {{ 7 * 7 }} (file {{ 7 * 7 }})."), "{page}");
}

#[test]
fn an_empty_list_is_a_blank_that_says_so() {
    let folder = folder(&format!("{EMPTY}[security]\ncontrols = []\n"));
    let draft = drafted(folder.path(), &["."]);
    let line = draft.lines().find(|line| line.contains("Field `security.controls`")).unwrap();
    assert!(
        line.ends_with("The record states none that could stand here; without one this text has nothing to say."),
        "{line}"
    );
}

#[test]
fn an_unknown_document_is_named_with_its_neighbours() {
    let folder = folder(EMPTY);
    let said = refused(folder.path(), &[".", "--document", "agrement"]);
    assert!(
        said.contains("there is no document `agrement`; did you mean `agreement`? the documents are: access-request-instructions, agreement"),
        "{said}"
    );
}

#[test]
fn a_template_of_ones_own_takes_the_place_of_the_built_in_one() {
    let folder = folder(EMPTY);
    let own = built_in("clauses/staff.md").replace("title = \"Personnel\"", "title = \"Our people\"");
    write(folder.path(), "own/clauses/staff.md", &own);
    let draft = drafted(folder.path(), &[".", "--templates", "own"]);
    assert!(draft.contains(". Our people\n") && !draft.contains(". Personnel\n"), "{draft}");
    assert!(draft.contains("- Template of your own: clauses/staff.md"));
    let built_in = drafted(folder.path(), &["."]);
    let hash = |draft: &str| draft.lines().find(|line| line.starts_with("- Clauses, documents")).unwrap().to_owned();
    assert_ne!(hash(&draft), hash(&built_in));
}

#[test]
fn a_reference_to_a_clause_outside_the_document_is_marked() {
    let folder = folder(EMPTY);
    let own = built_in("documents/agreement.md").replace("    \"secure-destruction\",\n", "");
    write(folder.path(), "own/documents/short.md", &own);
    let draft = drafted(folder.path(), &[".", "--templates", "own", "--document", "short"]);
    assert!(
        draft.contains("under **[REFERENCE 1: the clause \"Secure destruction\", which is not in this draft]** and"),
        "{draft}"
    );
    assert!(draft.contains("- **Reference 1:** Secure destruction (`secure-destruction`). It stands in "));
    let page = drafted(folder.path(), &[".", "--templates", "own", "--document", "short", "--format", "html"]);
    assert!(page.contains("<a href=\"#reference-1\">Reference 1</a>") && page.contains("<li id=\"reference-1\">"));
}

#[test]
fn faults_of_templates_are_told_with_their_place() {
    let cases = [
        ("{{ facts.rewiew_every }}", "bad-template", "there is no fact `rewiew_every`"),
        ("{{ record }}", "bad-template", "`record` is nothing that a text can print"),
        ("{{ facts.answer_within | upper }}", "bad-template", "there is no fact `answer_within | upper`"),
        ("{% if when.misspelt %}x.{% endif %}", "bad-template", "there is no variant `misspelt`"),
        ("{% if notes %}x.{% endif %}", "bad-template", "`notes` cannot be asked in a text"),
        ("{% if facts.answer_within == \"1\" %}x.{% endif %}", "bad-template", "cannot be asked in a text"),
        ("{% set x = 1 %}", "bad-template", "is not known in a text"),
        ("{% include \"clauses/audit.md\" %}", "bad-template", "is not known in a text"),
        (
            "{% for x in lists.answer_within %}- {{ x }};{% endfor %}",
            "bad-template",
            "there is no fact that is a list `answer_within`",
        ),
        ("See {{ clause(id=\"secure-distruction\") }}.", "bad-template", "there is no clause `secure-distruction`"),
        ("{# a comment #}", "bad-template", "a text holds no comments"),
        ("{{ facts.answer_within", "bad-template", "the tag is not closed with `}}`"),
        ("{% if when.lower %}", "bad-template", "there is no variant `lower`"),
        ("The Safeguards hold.", "bad-template", "uses the defined term `Safeguards`, and `terms` does not list it"),
        ("A private \u{e000} sign.", "bad-template", "kept for the program's own use"),
        ("## A heading", "bad-template", "a text holds no headings"),
    ];
    for (text, code, message) in cases {
        let folder = folder(EMPTY);
        let own = built_in("clauses/staff.md");
        let end = own.rfind("+++\n").unwrap() + 4;
        let line = own[..end].lines().count() + 3;
        write(folder.path(), "own/clauses/staff.md", &format!("{}First.\n\n{text}\n", &own[..end]));
        let said = refused(folder.path(), &[".", "--templates", "own"]);
        assert!(said.contains(code) && said.contains(message), "{text}: {said}");
        let place = if text.starts_with('#') { line - 2 } else { line };
        assert!(said.contains(&format!("own/clauses/staff.md:{place}:")), "{text}: line {line}: {said}");
    }
}

#[test]
fn a_choice_of_entries_names_their_columns() {
    let folder = folder(EMPTY);
    let own = built_in("clauses/purposes.md")
        .replace("field = \"notice.purposes\"", "field = \"vendor.name\"\nwhere = { needed = true }");
    write(folder.path(), "own/clauses/purposes.md", &own);
    let said = refused(folder.path(), &[".", "--templates", "own"]);
    assert!(said.contains("no pack declares a field `needed`"), "{said}");
    let own = built_in("clauses/purposes.md").replace("\"notice.purposes\"", "\"vendor.own-collection\"");
    write(folder.path(), "own/clauses/purposes.md", &own);
    let said = refused(folder.path(), &[".", "--templates", "own"]);
    assert!(said.contains("`purposes` is yes or no, which a clause does not print"), "{said}");
    write(
        folder.path(),
        "own/clauses/purposes.md",
        &built_in("clauses/purposes.md").replace("needed = true", "neded = true"),
    );
    let said = refused(folder.path(), &[".", "--templates", "own"]);
    assert!(said.contains("neded") && said.contains("did you mean `needed`?"), "{said}");
}

#[test]
fn a_document_that_names_an_unknown_clause_is_refused() {
    let folder = folder(EMPTY);
    write(
        folder.path(),
        "own/documents/agreement.md",
        &built_in("documents/agreement.md").replace("\"audit\"", "\"audti\""),
    );
    let said = refused(folder.path(), &[".", "--templates", "own"]);
    assert!(said.contains("there is no clause `audti`") && said.contains("did you mean `audit`?"), "{said}");
}

#[test]
fn templates_with_line_endings_of_windows_are_read() {
    let folder = folder(EMPTY);
    write(folder.path(), "own/clauses/staff.md", &built_in("clauses/staff.md").replace('\n', "\r\n"));
    let own = drafted(folder.path(), &[".", "--templates", "own"]);
    let texts =
        |draft: &str| draft.lines().filter(|line| !line.starts_with("- ")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(texts(&own), texts(&drafted(folder.path(), &["."])));
}

#[test]
fn a_pack_that_brings_a_faulty_clause_does_not_verify() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "pack.toml",
        &fs::read_to_string(support::repository().join("checklists/ontario/pack.toml"))
            .unwrap()
            .replace("id = \"ontario\"", "id = \"town\"\nextends = [\"ontario\"]"),
    );
    let verify = || diligence(folder.path(), &["pack", "verify", "."]);
    assert!(verify().status.success(), "{}", stderr(&verify()));
    write(
        folder.path(),
        "clauses/staff.md",
        &built_in("clauses/staff.md").replace("The Vendor is answerable", "{{ facts.nobody }} is answerable"),
    );
    assert!(stderr(&verify()).contains("there is no fact `nobody`"), "{}", stderr(&verify()));
}

#[test]
fn each_question_about_a_list_is_a_blank_of_its_own() {
    let draft = drafted(folder(EMPTY).path(), &[]);
    let number = |words: &str| {
        let (before, _) = draft.split_once(words).unwrap_or_else(|| panic!("no {words}"));
        before.rsplit_once("BLANK ").unwrap().1.trim_end_matches(": ").to_owned()
    };
    let numbers = ["each country in which Records may be stored", "each country in which Records may be processed"];
    assert_ne!(number(numbers[0]), number(numbers[1]));
}
