//! Documents with everything that their language has: tables, lists of the record, open requirements, lines to fill in,
//! short forms, the texts that a record chooses, and drafts for use.

mod support;

use std::fs;
use std::path::Path;

use comrak::nodes::NodeValue;
use comrak::{Arena, parse_document};
use support::{diligence, stderr, stdout};
use tempfile::TempDir;

const EMPTY: &str = "[institution]\n[procurement]\n";
const AS_OF: &str = "2026-11-21";

fn templates() -> String {
    support::repository().join("tests/fixtures/documents").to_str().unwrap().to_owned()
}

fn folder(record: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("procurement.toml"), record).unwrap();
    folder
}

/// What a command on `record` prints, and its exit status.
fn run(record: &str, args: &[&str]) -> (String, String, i32) {
    let folder = folder(record);
    let output = diligence(folder.path(), &[args, &["--as-of", AS_OF, "."]].concat());
    (stdout(&output), stderr(&output), output.status.code().unwrap())
}

/// The draft of a document of the fixtures, which must succeed.
fn drafted(record: &str, document: &str, more: &[&str]) -> String {
    let own = templates();
    let (text, said, status) = run(record, &[&["draft", "--document", document, "--templates", &own], more].concat());
    assert_eq!(status, 0, "{said}");
    text
}

/// A record that states everything that the fixtures print, with `value` as every text.
fn full(value: &str) -> String {
    let value = toml::Value::String(value.to_owned());
    format!(
        "[institution]\nname = {value}\n[procurement]\n[vendor]\nname = {value}\n[information]\npersonal = true\n\
         [[information.elements]]\nname = {value}\nnecessity = {value}\nneeded = true\nsensitive = true\n\
         [[information.elements]]\nname = \"left out\"\nneeded = false\n\
         [[information.elements]]\nname = \"partly\"\nneeded = true\n\
         [terms]\npurposes = [{value}, \"b\"]\n[breach]\nnotify-within = \"24 hours\"\n\
         [[location.places]]\ncountry = {value}\nactivities = [\"storage\"]\n"
    )
}

/// The part of `text` from `start` up to `end`.
fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let from = text.find(start).unwrap_or_else(|| panic!("{start} is missing: {text}"));
    let rest = &text[from..];
    &rest[..rest.find(end).unwrap_or_else(|| panic!("{end} is missing: {rest}"))]
}

#[test]
fn a_full_record_fills_every_part() {
    let draft = drafted(&full("Sample"), "everything", &[]);
    assert!(
        draft.contains("\nThis is between Sample and Sample:\n\n(a) Sample;\n\n(b) b.\n\n## Elements of Sample\n\n")
    );
    let table = between(&draft, "| Element |", "### Places");
    assert_eq!(
        table,
        "| Element | Why | Sensitive | Checked |\n|---|---|---|---|\n| Sample | Sample | yes |  |\n\
         | partly | **[BLANK 1: why the element is needed]** | **[BLANK 2: whether the element is sensitive]** |  |\n\n"
    );
    assert!(draft.contains(
        "| Country | What happens there |\n|---|---|\n| Sample | The information is kept here, backups included |\n\n"
    ));
    assert!(draft.contains("\nPersonal information is collected.\n"));
    let (clause, closing) = (draft.find("## 2. Sample log").unwrap(), draft.find("Both sign below.").unwrap());
    assert!(draft.find("## Terms of the agreement").unwrap() < clause && clause < closing);
    assert!(draft[closing..].starts_with(
        "Both sign below.\n\n## Signatures\n\n- [ ] The Vendor has read section 2 (Sample log)\n- [ ] Sample agrees\n\n\
         Signature for Sample: ______________________________\n\nDate: ______________________________\n\n---\n\n## Blanks"
    ), "{}", &draft[closing..]);
    assert!(draft.contains("It stands in the part \"Elements of Sample\"."));
}

#[test]
fn a_silent_record_gives_one_row_of_blanks_and_a_stated_lack_gives_none() {
    let draft = drafted(EMPTY, "everything", &[]);
    assert!(draft.contains("\n| **[BLANK 4: an element]** | **[BLANK 5: why the element is needed]** | **[BLANK 6: "));
    assert!(draft.contains("\n| **[BLANK 7: a country]** | **[BLANK 8: what happens there]** |\n"));
    assert!(!draft.contains("Personal information is collected."));
    let none = format!("{EMPTY}[information]\nelements = []\n[location]\nplaces = []\n");
    let draft = drafted(&none, "everything", &[]);
    assert!(
        draft.contains("|---|---|---|---|\n| None is stated |  |  |  |\n\n### Places\n\nThere are none.\n\n## Open\n")
    );
}

#[test]
fn open_requirements_are_those_that_a_report_calls_open() {
    let (json, ..) = run(EMPTY, &["check", "--gate", "management", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let wanted = |finding: &&serde_json::Value| {
        ["planning", "selection"].contains(&finding["phase"].as_str().unwrap())
            && finding["obligation"] == "must"
            && ["gap", "not-stated", "not-yet-due"].contains(&finding["status"].as_str().unwrap())
    };
    let findings = json["records"][0]["findings"].as_array().unwrap();
    let open: Vec<&str> = findings.iter().filter(wanted).map(|one| one["requirement"].as_str().unwrap()).collect();
    assert!(open.len() > 10);
    let draft = drafted(EMPTY, "everything", &[]);
    let part = between(&draft, "## Open\n", "## Terms");
    let named: Vec<&str> =
        part.split(", must, ").filter_map(|before| before.rsplit_once('(')).map(|(_, id)| id).collect();
    assert_eq!(named[..open.len()], open);
    let waived = format!(
        "{EMPTY}[[waivers]]\nrequirement = \"{}\"\nreason = \"it is settled\"\napproved-by = \"the head\"\n\
         approved-on = 2026-01-01\nexpires-on = 2027-01-01\n",
        open[0]
    );
    let draft = drafted(&waived, "everything", &[]);
    assert!(!between(&draft, "## Open\n", "## Terms").contains(&format!("({},", open[0])));
}

#[test]
fn called_clauses_are_those_that_the_other_document_holds() {
    for record in [EMPTY, "[institution]\n[procurement]\n[ai]\nused = false\n"] {
        let other = drafted(record, "agreement", &["--no-notes"]);
        let sections = other.lines().filter_map(|line| line.strip_prefix("## ")?.split_once(". "));
        let sections: Vec<String> = sections.map(|(number, title)| format!("section {number}, {title} (")).collect();
        assert!(sections.len() > 30);
        let draft = drafted(record, "everything", &[]);
        let items: Vec<&str> = between(&draft, "The agreement holds:", "## 1.")
            .lines()
            .filter_map(|line| line.split_once(") section ").map(|_| line.split_once(' ').unwrap().1))
            .collect();
        assert_eq!(items.len(), sections.len());
        assert!(items.iter().zip(&sections).all(|(item, section)| item.starts_with(section.as_str())), "{items:?}");
    }
}

#[test]
fn pages_have_headings_in_order_and_tables_with_heads() {
    let page = drafted(&full("Sample"), "everything", &["--format", "html"]);
    let levels: Vec<u32> =
        page.match_indices("<h").filter_map(|(at, _)| page[at + 2..].chars().next()?.to_digit(10)).collect();
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
    for part in [
        "<h2 id=\"part-1\">Elements of Sample</h2>",
        "<h3 id=\"part-2\">Places</h3>",
        "<li><a href=\"#part-1\">Elements of Sample</a></li>",
        "aria-label=\"Table: Country, What happens there\"",
        "<th scope=\"col\">Country</th>",
        "<th scope=\"row\">partly</th>",
        "<span class=\"box\" role=\"img\" aria-label=\"Box to tick\"></span> <span>Sample agrees</span>",
        "<p class=\"fill-in\"><span>Date:</span> <span class=\"line\" role=\"img\" aria-label=\"Line to fill in\"></span></p>",
    ] {
        assert!(page.contains(part), "{part}");
    }
    let links = page.split("href=\"#").skip(1).map(|rest| &rest[..rest.find('"').unwrap()]);
    let broken: Vec<&str> = links.filter(|id| !page.contains(&format!("id=\"{id}\""))).collect();
    assert!(broken.is_empty(), "{broken:?}");
}

#[test]
fn a_document_without_clauses_prints_no_part_about_clauses() {
    for (format, heading) in [("markdown", "\n## "), ("html", "<h2>")] {
        let silent = drafted(EMPTY, "form", &["--format", format]);
        assert_eq!(silent.matches(heading).count(), 2, "{silent}");
        assert!(
            silent.contains("Blanks to fill in") && !silent.contains("left out") && !silent.contains("counsel are")
        );
        let stated =
            drafted("[institution]\n[procurement]\n[vendor]\nname = \"Sample\"\n", "form", &["--format", format]);
        assert_eq!(stated.matches(heading).count(), 1, "{stated}");
        assert!(!stated.contains("at the end are not part"));
    }
}

const HOSTILE: &[&str] = &[
    "a | b | c |",
    "one\n\ntwo\n| x |\n|---|\n",
    "<script>alert(1)</script></td></table>",
    "\"><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }} {% for x in y %} {{ clauses }} {{ row.name }}",
    "\u{e000}n\u{e001} \u{e000}t0\u{e001}",
    "# Heading\n## Another\n- item",
    "[ ] box\n> line",
    "**bold** _em_ `code` [link](https://example.invalid)",
    "|---|---|",
    "a\u{202e}b\u{1b}[31mc\u{0007}",
    "ends with \\",
];

/// The kinds of the nodes of a Markdown text, in order, without text.
fn shape(markdown: &str) -> Vec<String> {
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &options);
    let kinds = root.descendants().map(|node| match &node.data.borrow().value {
        NodeValue::Text(_) | NodeValue::SoftBreak => String::new(),
        NodeValue::Code(_) => "code".to_owned(),
        NodeValue::Table(table) => format!("table {}", table.num_columns),
        NodeValue::TaskItem(_) => "task".to_owned(),
        other => format!("{other:?}"),
    });
    kinds.filter(|kind| !kind.is_empty()).collect()
}

/// The tags of a page, in order, without those attributes that hold words.
fn tags(html: &str) -> Vec<&str> {
    let body = &html[html.find("<body").unwrap()..];
    let tags = body.split('<').skip(1).map(|rest| rest.split('>').next().unwrap());
    tags.map(|tag| tag.split(" aria-label").next().unwrap()).collect()
}

#[test]
fn no_text_of_a_record_breaks_a_table_or_a_line() {
    let markdown = shape(&drafted(&full("a value"), "everything", &[]));
    assert!(markdown.contains(&"table 4".to_owned()) && markdown.contains(&"task".to_owned()), "{markdown:?}");
    let page = drafted(&full("a value"), "everything", &["--format", "html"]);
    for value in HOSTILE {
        assert!(shape(&drafted(&full(value), "everything", &[])) == markdown, "{value:?}");
        let hostile = drafted(&full(value), "everything", &["--format", "html"]);
        assert!(tags(&hostile) == tags(&page), "{value:?}");
    }
}

#[test]
fn words_of_a_record_come_out_whole() {
    for (value, written) in
        [("C #", "Elements of C \\#"), ("a | b", "Elements of a \\| b"), ("x\n\ny", "Elements of x y")]
    {
        let draft = drafted(&full(value), "everything", &[]);
        assert!(draft.lines().any(|line| line.strip_prefix("## ") == Some(written)), "{value:?}: {draft}");
    }
}

#[test]
fn every_example_drafts_every_document_without_leftovers() {
    let own = templates();
    for example in ["exam-proctoring", "online-licensing", "vending-machines"] {
        for document in ["everything", "form", "short"] {
            let args = ["draft", "--example", example, "--document", document, "--templates", &own, "--as-of", AS_OF];
            let output = diligence(Path::new("."), &args);
            assert!(output.status.success(), "{example} {document}: {}", stderr(&output));
            let draft = stdout(&output);
            for leftover in ["{{", "{%", "undefined", "\u{e000}", "\u{e001}"] {
                assert!(!draft.contains(leftover), "{example} {document}: {leftover}");
            }
        }
    }
}

#[test]
fn a_short_form_stands_where_there_is_one() {
    let draft = drafted(&full("Sample"), "short", &[]);
    let clause = between(&draft, "## 1. Sample log", "## 2. Personnel");
    assert!(
        clause.contains(
            "1.1 The Vendor must send the log to the Institution within 24 hours.\n\n1.2 The Vendor must keep"
        )
    );
    assert!(clause.contains("> - **This is the short form** of the preferred text."));
    assert!(!between(&draft, "## 2. Personnel", "\n---\n").contains("**This is the short form**"));
    let chosen = format!("{}[clauses.sample-log]\nposition = \"fallback-1\"\n", full("Sample"));
    let draft = drafted(&chosen, "short", &[]);
    assert!(draft.contains("1.1 The Vendor must keep a log.\n") && !draft.contains("**This is the short form**"));
    assert!(
        draft.contains("> - **This is a fallback, not the preferred text:** A log on demand. The log comes only when")
    );
    assert!(draft.contains("\n- Institution. A clause uses it, and nothing here defines it.\n"));
}

#[test]
fn a_record_chooses_texts_and_values_of_clauses() {
    let record = |choice: &str| format!("{}[clauses.sample-log]\n{choice}\n", full("Sample"));
    let draft = drafted(&record("time = \"3 days\"\nplaces = [\"Here\", \"There\"]"), "everything", &[]);
    assert!(draft.contains("2.1 The Vendor must keep a log in Here and There.\n\n2.2 "), "{draft}");
    assert!(draft.contains("within 3 days after each event."));
    assert!(draft.contains("> - **Set for this clause alone.** 3 days (`clauses.sample-log.time`).\n"));
    assert!(draft.contains("- **3 days** (`clauses.sample-log.time`). Without it, the draft would propose: 24 hours."));
    let draft = drafted(&record("position = \"fallback-1\"\nplaces = [\"Here\"]"), "everything", &[]);
    assert!(draft.contains("(`clauses.sample-log.places`). **The text that stands here does not print it.**\n"));
    let draft = drafted(&record("position = \"fallback-2\""), "everything", &[]);
    assert!(draft.contains("There is no log. The record chooses it. It is below the floor, and needs a waiver.\n"));
    let draft = drafted(&record("position = \"left-out\""), "everything", &[]);
    assert!(!draft.contains("Sample log\n"), "{draft}");
    assert!(draft.contains("- Sample log (`sample-log`): The record leaves it out. Its floor: A log, and a time.\n"));
    assert!(draft.contains("the clause \"Sample log\", which is not in this draft"));
}

#[test]
fn choices_are_read_strictly() {
    let own = templates();
    let cases = [
        (
            "position = \"fallbak-1\"",
            "did you mean `fallback-1`? It takes: preferred, fallback-1, fallback-2, left-out",
        ),
        ("tme = \"3 days\"", "did you mean `time`?"),
        ("time = \"three days\"", "is not a length of time"),
        ("places = \"Here\"", "`clauses.sample-log.places` must be a list of texts"),
    ];
    for (line, message) in cases {
        let record = format!("{EMPTY}[clauses.sample-log]\n{line}\n");
        let (_, said, status) = run(&record, &["draft", "--document", "form", "--templates", &own]);
        assert_eq!(status, 2);
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ").replace("= ", "");
        assert!(said.contains(message), "{line}: {said}");
    }
    let (_, said, status) = run(&format!("{EMPTY}[clauses.stuff]\n"), &["check"]);
    assert_eq!(status, 2);
    assert!(said.contains("`clauses` has no field `stuff`") && said.contains("did you mean `staff`?"), "{said}");
}

/// The findings of `check` with this id, as JSON.
fn findings(record: &str, id: &str) -> Vec<serde_json::Value> {
    let (json, said, status) = run(record, &["check", "--format", "json", "--fail-on", "never"]);
    assert_eq!(status, 0, "{said}");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let all = json["records"][0]["findings"].as_array().unwrap();
    all.iter().filter(|one| one["requirement"] == id).cloned().collect()
}

fn waiver(requirement: &str, until: &str) -> String {
    format!(
        "[[waivers]]\nrequirement = \"{requirement}\"\nreason = \"The council accepted it\"\napproved-by = \"the head\"\n\
         approved-on = 2026-01-01\nexpires-on = {until}\n"
    )
}

#[test]
fn leaving_a_clause_out_is_a_finding_that_a_waiver_covers() {
    let record = format!("{EMPTY}[information]\npersonal = true\n[clauses.breach-notice]\nposition = \"left-out\"\n");
    let found = findings(&record, "record.below-floor");
    assert_eq!(found.len(), 1);
    assert_eq!((found[0]["status"].as_str(), found[0]["obligation"].as_str()), (Some("gap"), Some("should")));
    let fact = found[0]["observations"][0]["fact"].as_str().unwrap();
    assert!(
        fact.contains("`breach-notice`") && fact.contains("It gives up: The whole clause. The floor is: "),
        "{fact}"
    );
    assert_eq!(found[0]["observations"][0]["line"], 6);

    let waived = record.clone() + &waiver("clauses.breach-notice", "2027-01-01");
    assert_eq!(findings(&waived, "record.below-floor")[0]["status"], "waived");
    assert!(findings(&waived, "record.waiver-unused").is_empty());
    let expired = record.clone() + &waiver("clauses.breach-notice", "2026-02-01");
    assert_eq!(findings(&expired, "record.below-floor")[0]["status"], "gap");
    assert_eq!(findings(&expired, "record.waiver-expired").len(), 1);
    let unknown = record.clone() + &waiver("clauses.breach-notise", "2027-01-01");
    assert_eq!(findings(&unknown, "record.waiver-unknown").len(), 1);
    let unused = format!("{EMPTY}{}", waiver("clauses.breach-notice", "2027-01-01"));
    assert_eq!(findings(&unused, "record.waiver-unused").len(), 1);

    let not_called = record.replace("personal = true", "personal = false\n[technology]\nsensors = []");
    assert!(findings(&not_called, "record.below-floor").is_empty(), "a clause that is not called for has no floor");
    let above = record.replace("left-out", "fallback-1");
    assert!(findings(&above, "record.below-floor").is_empty());
}

#[test]
fn a_clause_that_says_something_else_than_the_record_is_a_finding() {
    let record = |own: &str| {
        let stated = "[information]\npersonal = true\n[breach]\nnotify-within = \"24 hours\"\n";
        format!("{EMPTY}{stated}[clauses.breach-notice]\nshort-period = \"{own}\"\n")
    };
    assert!(findings(&record("24 hours"), "record.clause-differs").is_empty());
    let found = findings(&record("48 hours"), "record.clause-differs");
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0]["observations"][0]["fact"],
        "The clause \"Notice of a breach\" (`breach-notice`) says 48 hours, and `breach.notify-within` is 24 hours."
    );
    let left_out = record("48 hours") + "position = \"left-out\"\n";
    assert!(findings(&left_out, "record.clause-differs").is_empty());
}

#[test]
fn the_example_in_the_readme_works() {
    let readme = fs::read_to_string(support::repository().join("README.md")).unwrap();
    let part = between(&readme, "### Choosing the texts of clauses", "### Exit status");
    let example = between(part, "[clauses.breach-notice]", "```");
    let record = format!("{EMPTY}[information]\npersonal = true\n{example}");
    assert_eq!(findings(&record, "record.below-floor")[0]["status"], "waived");
    let (draft, said, status) = run(&record, &["draft"]);
    assert_eq!(status, 0, "{said}");
    assert!(draft.contains("**This is a fallback, not the preferred text:** Lighter reports"), "{draft}");
}

#[test]
fn the_report_lists_the_chosen_texts() {
    let record = format!(
        "{EMPTY}[information]\npersonal = true\n[clauses.staff]\nposition = \"left-out\"\n\
         [clauses.breach-notice]\nposition = \"fallback-1\"\n"
    ) + &waiver("clauses.staff", "2027-01-01");
    for (format, heading) in
        [("markdown", "## Texts of clauses that the record chooses"), ("html", "<h2 id=\"positions\">")]
    {
        let (report, ..) = run(&record, &["report", "--format", format, "--fail-on", "never"]);
        let part = between(&report, heading, "Waivers");
        for words in
            ["Notice of a breach", "It gives up", "Personnel", "The whole clause.", "the head", "1 January 2027"]
        {
            assert!(part.contains(words), "{words}: {part}");
        }
        let (plain, ..) = run(EMPTY, &["report", "--format", format, "--fail-on", "never"]);
        assert!(!plain.contains("Texts of clauses"));
    }
}

#[test]
fn a_final_draft_is_refused_while_anything_is_left_to_people() {
    let own = templates();
    let folder = folder(EMPTY);
    let args = ["draft", "--document", "everything", "--templates", &own, "--final", "-o", "out.md", "--as-of", AS_OF];
    let output = diligence(folder.path(), &args);
    assert_eq!((output.status.code(), stdout(&output)), (Some(1), String::new()));
    assert!(!folder.path().join("out.md").exists());
    let said = stderr(&output);
    assert!(said.starts_with("error: the draft is not ready for use, and nothing was written."), "{said}");
    assert!(said.contains("\n  Blank 3: a purpose. Field `terms.purposes`. It stands in the opening text.\n"));
    assert!(said.lines().all(|line| line.chars().count() <= 100 && !line.ends_with(' ')), "{said}");

    let chosen = format!("{}[clauses.sample-log]\nposition = \"left-out\"\n", full("Sample"));
    let (_, said, status) = run(&chosen, &["draft", "--document", "everything", "--templates", &own, "--final"]);
    assert_eq!(status, 1);
    assert!(said.contains("Reference 1: Sample log (`sample-log`), a clause that is not in the draft."), "{said}");
    let (_, said, _) = run(&full("Sample"), &["draft", "--document", "short", "--templates", &own, "--final"]);
    assert!(said.contains("Term: Institution, which nothing in the draft defines."), "{said}");
    let (_, said, _) = run(EMPTY, &["draft", "--document", "agreement", "--final"]);
    assert!(said.contains("Proposed 1: ") && said.contains("state it to confirm it"), "{said}");
}

#[test]
fn a_final_draft_holds_the_document_alone() {
    let record = "[institution]\n[procurement]\n[vendor]\nname = \"Sample\"\n";
    for format in ["markdown", "html"] {
        let text = drafted(record, "form", &["--final", "--format", format]);
        for part in ["draft for counsel", "about", "Blanks", "(draft)", "A document without clauses."] {
            assert!(!text.contains(part) || part == "about" && format == "html", "{part}: {text}");
        }
        assert!(text.contains("Sample confirms:") && text.contains("It is not legal advice."));
    }
    assert!(
        drafted(record, "form", &["--final"]).starts_with("# Form\n\nSample confirms:\n\n- [ ] All is destroyed\n\n")
    );
}

/// What drafting says when the fixture `form` has this body, front matter and clauses.
fn refused(front: &str, body: &str) -> String {
    let folder = folder(EMPTY);
    support::copy_folder(Path::new(&templates()), &folder.path().join("own"));
    let front = format!("+++\ntitle = \"Form\"\nabout = \"It is faulty.\"\n{front}\n+++\n");
    fs::write(folder.path().join("own/documents/form.md"), format!("{front}First.\n\n{body}\n")).unwrap();
    let output = diligence(folder.path(), &["draft", "--document", "form", "--templates", "own", "--as-of", AS_OF]);
    assert_eq!(output.status.code(), Some(2), "{body}: {}", stdout(&output));
    let said = stderr(&output);
    assert!(said.contains("own/documents/form.md:"), "{body}: {said}");
    said
}

#[test]
fn a_template_reaches_nothing_but_what_it_declares() {
    let rows = "[rows.places]\nlist = \"location.places\"\n[rows.places.columns.country]\nfield = \"country\"\nblank = \"x\"\n";
    let cases = [
        ("{% include \"/etc/passwd\" %}", "`include \"/etc/passwd\"` is not known in a text"),
        ("{% import \"x\" as y %}", "is not known in a text"),
        ("{% extends \"documents/form.md\" %}", "is not known in a text"),
        ("{% macro x() %}{% endmacro %}", "is not known in a text"),
        ("{% component x() %}{% endcomponent %}", "is not known in a text"),
        ("{% block x %}{% endblock %}", "is not known in a text"),
        ("{% set x = 1 %}", "is not known in a text"),
        ("{% set_global x = 1 %}", "is not known in a text"),
        ("{% raw %}x{% endraw %}", "is not known in a text"),
        ("{% filter upper %}x{% endfilter %}", "is not known in a text"),
        ("{{ get_env(name=\"HOME\") }}", "is nothing that a text can print"),
        ("{{ __tera_context }}", "is nothing that a text can print"),
        ("{{ now() }}", "is nothing that a text can print"),
        ("{{ \"a\" ~ \"b\" }}", "is nothing that a text can print"),
        ("{{ 1 + 1 }}", "is nothing that a text can print"),
        ("{{ rows }}", "is nothing that a text can print"),
        ("{{ rows.places }}", "is nothing that a text can print"),
        ("{{ row.country }}", "is nothing that a text can print"),
        ("{% for x in range(end=1000000000) %}x{% endfor %}", "a text cannot loop over `range(end=1000000000)`"),
        ("{% for x in rows %}x{% endfor %}", "there is no list under `rows` ``"),
        ("{% for x in rows.plases %}x{% endfor %}", "did you mean `places`?"),
        ("{% for x in rows.places %}{{ x }}{% endfor %}", "`x` is a whole entry; print one of its columns"),
        ("{% for x in rows.places %}{{ x.contry }}{% endfor %}", "did you mean `country`?"),
        ("{% for x in rows.places %}{{ x.country | safe }}{% endfor %}", "there is no column `country | safe`"),
        (
            "{% for x in rows.places %}{% for y in rows.places %}x{% endfor %}{% endfor %}",
            "a loop cannot stand in a loop",
        ),
        ("{% for x in rows.places %}x{% endfor %}{{ x.country }}", "`x.country` is nothing that a text can print"),
        ("{% for loop in rows.places %}x{% endfor %}", "the variable of a loop cannot be called `loop`"),
        ("{% if rows.places %}x{% endif %}", "cannot be asked in a text"),
        ("{% while true %}x{% endwhile %}", "is not known in a text"),
        ("{{ clauses }}", "this document has no clauses"),
        ("{# a comment #}", "a text holds no comments"),
    ];
    for (body, message) in cases {
        let said = refused(rows, body);
        let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(message), "{body}: {said}");
        let line = rows.lines().count() + 8;
        assert!(said.contains(&format!("own/documents/form.md:{line}:")), "{body}: {said}");
    }
    let with_clauses = "clauses = [\"staff\"]";
    for (body, message) in [
        ("{{ clauses }}\n\n{{ clauses }}", "the clauses stand in one place only"),
        ("Here: {{ clauses }}", "stands on a line of its own"),
        ("{% for x in definitions %}{{ clauses }}{% endfor %}", "in no loop and under no condition"),
    ] {
        assert!(refused(with_clauses, body).contains(message), "{body}");
    }
}

#[test]
fn the_front_matter_is_checked() {
    let rows = |list: &str, column: &str| {
        format!("[rows.x]\nlist = \"{list}\"\n[rows.x.columns.y]\nfield = \"{column}\"\nblank = \"y\"\n")
    };
    let cases = [
        (rows("location.plases", "country"), "no pack declares a list of tables `location.plases`"),
        (rows("vendor.name", "country"), "no pack declares a list of tables `vendor.name`"),
        (rows("location.places", "contry"), "an entry of `location.places` holds no value `contry`"),
        ("[rows.x]\nlist = \"location.places\"\n".to_owned(), "rows need columns"),
        (rows("location.places", "country") + "bank = \"z\"\n", "`bank` is not known here"),
        ("[open.x]\nphases = [\"planing\"]".to_owned(), "`planing` is none of the words that `phases` takes"),
        ("[open.x]\nobligations = [\"shall\"]".to_owned(), "it takes: must, should, consider"),
        ("[called.x]\ndocument = \"agrement\"".to_owned(), "there is no document `agrement`"),
        ("form = \"brief\"".to_owned(), "the form of a document is `full` or `short`"),
    ];
    for (front, message) in cases {
        let said = refused(&front, "Second.").split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(message), "{front}: {said}");
    }
}

#[test]
fn a_draft_says_what_changed_since_an_earlier_one() {
    let record = format!("{EMPTY}[information]\npersonal = true\n[breach]\nnotify-within = \"24 hours\"\n");
    let folder = folder(&record);
    let run = |args: &[&str]| diligence(folder.path(), &[&["draft", "--as-of", AS_OF], args].concat());
    assert!(run(&["-o", "old.md"]).status.success());
    let same = stdout(&run(&["--against", "old.md"]));
    assert!(
        same.starts_with("# What changed: Privacy and access schedule\n") && same.ends_with("\n\nNothing changed.\n")
    );

    let choice = "[clauses.breach-notice]\nshort-period = \"48 hours\"\n[clauses.staff]\nposition = \"left-out\"\n";
    fs::write(folder.path().join("procurement.toml"), record + choice).unwrap();
    let output = run(&["--against", "old.md"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let said = stdout(&output);
    let part = between(&said, "## Changed: Notice of a breach\n", "\n\n## ");
    assert!(part.contains("- **Was:** The Vendor must report") && part.contains("within 24 hours"), "{said}");
    assert!(part.contains("- **Now:** The Vendor must report") && part.contains("within 48 hours"), "{said}");
    assert!(said.contains("## Gone: Personnel\n\n- **Was:** "), "{said}");
    assert!(said.ends_with(" parts are as they were.\n") && said.matches("\n## ").count() < 6, "{said}");

    let output = run(&["--against", "procurement.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("`procurement.toml` is no draft in Markdown"), "{}", stderr(&output));
}
