//! The texts and values of clauses that a record chooses, their floors, short forms, drafts for use, and what changed.

mod support;

use std::fs;
use std::path::Path;

use support::drafts::{AS_OF, EMPTY, between, drafted, folder, full, run, templates};
use support::{diligence, flat, stderr, stdout};
use tempfile::TempDir;

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
            "did you mean `fallback-1` or `fallback-2`? It takes: preferred, fallback-1, fallback-2, left-out",
        ),
        ("tme = \"3 days\"", "did you mean `time`?"),
        ("time = \"three days\"", "is not a length of time"),
        ("places = \"Here\"", "`clauses.sample-log.places` must be a list of texts"),
    ];
    for (line, message) in cases {
        let record = format!("{EMPTY}[clauses.sample-log]\n{line}\n");
        let (_, said, status) = run(&record, &["draft", "--document", "form", "--templates", &own]);
        assert_eq!(status, 2);
        let said = flat(&said).replace("= ", "");
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

/// A folder with a pack that brings the clause of the fixtures, and `record`.
fn with_pack(record: &str) -> TempDir {
    let folder = folder(record);
    let pack = "id = \"own\"\ntitle = \"Own\"\nedition = \"1\"\njurisdiction = \"Sample\"\npublisher = \"Sample\"\n\
                licence = \"MIT\"\nextends = [\"ontario\"]\n";
    fs::create_dir_all(folder.path().join("own/clauses")).unwrap();
    fs::write(folder.path().join("own/pack.toml"), pack).unwrap();
    let clause = fs::read_to_string(Path::new(&templates()).join("clauses/sample-log.md")).unwrap();
    fs::write(folder.path().join("own/clauses/sample-log.md"), clause).unwrap();
    folder
}

#[test]
fn a_fallback_below_the_floor_is_a_finding() {
    for (position, expected) in [("fallback-1", 0), ("fallback-2", 1), ("preferred", 0)] {
        let choice = format!("[information]\npersonal = true\n[clauses.sample-log]\nposition = \"{position}\"\n");
        let folder = with_pack(&format!("{EMPTY}{choice}"));
        let args = ["check", "--pack", "own", "--format", "json", "--fail-on", "never", "--as-of", AS_OF, "."];
        let output = diligence(folder.path(), &args);
        assert!(output.status.success(), "{}", stderr(&output));
        let json: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
        let found = json["records"][0]["findings"].as_array().unwrap();
        let found: Vec<_> = found.iter().filter(|one| one["requirement"] == "record.below-floor").collect();
        assert_eq!(found.len(), expected, "{position}");
        if let [one] = found.as_slice() {
            assert_eq!(
                one["observations"][0]["fact"],
                "The record chooses `fallback-2` for the clause \"Sample log\" (`sample-log`). It gives up: There is no log. \
                 The floor is: A log, and a time."
            );
        }
        let positions = json["records"][0]["positions"].as_array().unwrap();
        assert_eq!(positions.len(), usize::from(position != "preferred"));
    }
}

#[test]
fn packs_leave_the_names_of_the_choices_alone() {
    let folder = with_pack(EMPTY);
    let verify = || stderr(&diligence(folder.path(), &["pack", "verify", "own"]));
    assert_eq!(verify(), "");
    let path = folder.path().join("own/clauses/sample-log.md");
    let clause = fs::read_to_string(&path).unwrap();
    fs::write(&path, clause.replace("[facts.time]", "[facts.position]").replace("facts.time", "facts.position"))
        .unwrap();
    assert!(verify().contains("no fact of a clause is called `position`"), "{}", verify());
    fs::write(&path, clause).unwrap();
    fs::create_dir_all(folder.path().join("own/fields")).unwrap();
    let field = "[\"clauses\"]\ntype = \"section\"\ntitle = \"Own\"\nhelp = \"Own.\"\n";
    fs::write(folder.path().join("own/fields/own.toml"), field).unwrap();
    assert!(verify().contains("no pack declares fields under `clauses`"), "{}", verify());
}

#[test]
fn a_new_record_leaves_the_choices_out_and_the_schema_knows_them() {
    let folder = tempfile::tempdir().unwrap();
    assert!(diligence(folder.path(), &["init", "--non-interactive"]).status.success());
    let record = fs::read_to_string(folder.path().join("procurement.toml")).unwrap();
    assert!(record.contains("[vendor]") && !record.contains("[clauses"));
    let schema: serde_json::Value = serde_json::from_str(&stdout(&diligence(folder.path(), &["schema"]))).unwrap();
    let position = &schema["properties"]["clauses"]["properties"]["breach-notice"]["properties"]["position"];
    let text = position.to_string();
    for word in ["preferred", "fallback-1", "left-out"] {
        assert!(text.contains(&format!("\"{word}\"")), "{text}");
    }
}

#[test]
fn a_clause_that_says_something_else_than_the_record_is_a_finding() {
    let record = |own: &str| {
        let stated = "[information]\npersonal = true\n[breach]\nnotify-within = \"24 hours\"\n";
        format!("{EMPTY}{stated}[clauses.breach-notice]\nnotice-period-high-or-unrated = \"{own}\"\n")
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
fn a_value_for_one_clause_alone_is_a_finding_where_other_texts_print_the_field() {
    let record = |own: &str| {
        format!(
            "{EMPTY}[information]\npersonal = true\n[clauses.breach-notice]\nnotice-period-high-or-unrated = \"{own}\"\n"
        )
    };
    let found = findings(&record("48 hours"), "record.clause-differs");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["obligation"], "should");
    assert_eq!(
        found[0]["observations"][0]["fact"],
        "The clause \"Notice of a breach\" (`breach-notice`) says 48 hours, and `breach.notify-within` is not stated. \
         Other texts that print it do not say so: the clause `breach-cooperation`, the document `breach-report`, \
         the document `tender`."
    );
    assert!(
        findings(&record("24 hours"), "record.clause-differs").is_empty(),
        "the others print 24 hours as a default"
    );
}

#[test]
fn the_example_in_the_readme_works() {
    let readme = fs::read_to_string(support::repository().join("README.md")).unwrap();
    let part = between(&readme, "### Choosing the texts of clauses", "## A pack of your own");
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
    let choice = "[clauses.staff]\nposition = \"left-out\"\n";
    for (waiver, refused) in [(String::new(), true), (waiver("clauses.staff", "2027-01-01"), false)] {
        let record = format!("{EMPTY}[information]\npersonal = true\n{choice}{waiver}");
        let (_, said, status) = run(&record, &["draft", "--final"]);
        let said = flat(&said);
        assert_eq!(status, 1);
        assert_eq!(
            said.contains("Floor: The record chooses `left-out` for the clause \"Personnel\""),
            refused,
            "{said}"
        );
        assert_eq!(said.contains("or a waiver with `requirement = \"clauses.staff\"`."), refused, "{said}");
    }
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

    let choice = "[clauses.breach-notice]\nnotice-period-high-or-unrated = \"48 hours\"\n[clauses.staff]\nposition = \"left-out\"\n";
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

    let other = run(&["--against", "old.md", "--document", "notice"]);
    let said = flat(&stderr(&other));
    assert_eq!((other.status.code(), stdout(&other)), (Some(2), String::new()));
    assert!(said.contains("a draft of another document, \"Privacy and access schedule\""), "{said}");
    let said = stderr(&run(&["--against", "none.md"]));
    assert!(said.contains("--against takes the file") && !said.contains("diligence init"), "{said}");
}

#[test]
fn a_position_that_moves_is_told_in_each_format() {
    let record = format!("{EMPTY}[information]\npersonal = true\n");
    let folder = folder(&record);
    let run = |args: &[&str]| diligence(folder.path(), &[&["draft", "--as-of", AS_OF], args].concat());
    assert!(run(&["-o", "old.md"]).status.success());
    let choice = record + "[clauses.breach-notice]\nposition = \"fallback-1\"\n";
    fs::write(folder.path().join("procurement.toml"), choice).unwrap();
    let said = stdout(&run(&["--against", "old.md"]));
    let part = between(&said, "## Changed: Notice of a breach\n", " as they were.");
    let moved =
        "- **Position:** the preferred text before, the fallback \"Lighter reports for events of low risk\" now.\n";
    assert!(part.contains(moved), "{said}");
    assert!(run(&["--against", "old.md", "-o", "changes.html", "-o", "changes.md"]).status.success());
    let page = fs::read_to_string(folder.path().join("changes.html")).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("<h2>Changed: Notice of a breach</h2>"), "{page}");
    assert!(fs::read_to_string(folder.path().join("changes.md")).unwrap().starts_with(&said[..80]));
    let word = run(&["--against", "old.md", "-o", "changes.docx"]);
    assert_eq!(word.status.code(), Some(2));
    assert!(stderr(&word).contains("end the file in .md or .html"), "{}", stderr(&word));
}

#[test]
fn a_proposed_value_that_changes_is_told() {
    let folder = folder(&format!("{EMPTY}[information]\npersonal = true\n"));
    let run = |args: &[&str]| diligence(folder.path(), &[&["draft", "--as-of", AS_OF], args].concat());
    assert!(run(&["-o", "old.md"]).status.success());
    let record = format!("{EMPTY}[information]\npersonal = true\n[policy]\ncorrection = \"45 business days\"\n");
    fs::write(folder.path().join("procurement.toml"), record).unwrap();
    let said = stdout(&run(&["--against", "old.md"]));
    assert!(
        said.contains("**[PROPOSED 10 business days]**") && said.contains("**[PROPOSED 45 business days]**"),
        "{said}"
    );
}

#[test]
fn an_unknown_clause_leads_to_the_list_of_clauses() {
    for name in ["services-in-french", "french"] {
        let record = format!("[institution]\n[procurement]\n[clauses.{name}]\nposition = \"preferred\"\n");
        let said = stderr(&diligence(folder(&record).path(), &["check", "--as-of", AS_OF, "."]));
        assert!(said.contains("`diligence list clauses` prints every clause"), "{name}: {said}");
    }
}
