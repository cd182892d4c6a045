//! Documents with everything that their language has: tables, lists of the record, open requirements, lines to fill in; and
//! that a template reaches nothing else.

mod support;

use std::fs;
use std::path::Path;

use comrak::nodes::NodeValue;
use comrak::{Arena, parse_document};
use support::drafts::{AS_OF, EMPTY, between, drafted, folder, full, run, templates};
use support::{diligence, flat, stderr, stdout};

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
        "| Country | What happens there |\n|---|---|\n| Sample | the information is kept here, backups included |\n\n"
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
        "Country, What happens there\"",
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
        let words = flat(&said);
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
        let said = flat(&refused(&front, "Second."));
        assert!(said.contains(message), "{front}: {said}");
    }
}
