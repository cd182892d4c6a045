//! The signals of clauses: every built-in clause has some, they find the clause's own text, and bad ones are refused.

mod support;

use std::fs;
use std::sync::Arc;

use diligence::agreement::{Agreement, Searched};
use diligence::pack::{PackSource, load};
use diligence::source::SourceText;
use support::drafts::{EMPTY, folder};
use support::{diligence, repository, stderr, stdout};

/// The whole schedule, as a silent record gives it.
fn schedule() -> Agreement {
    let folder = folder(EMPTY);
    let output = diligence(folder.path(), &["draft", "--as-of", "2026-11-21", "."]);
    assert!(output.status.success(), "{}", stderr(&output));
    Agreement::read(&Arc::new(SourceText::new("draft.md", stdout(&output))))
}

#[test]
fn every_clause_is_found_in_the_schedule_by_its_own_signals() {
    let library = load(&[PackSource::Embedded]).unwrap();
    let clauses = library.clauses(None).unwrap();
    let order = &clauses.document("agreement").unwrap().clauses;
    let agreement = schedule();
    let searched = Searched::new(&agreement, &agreement.whole());
    let mut whole_share = 0;
    for (number, id) in (1..).zip(order) {
        let clause = clauses.find(id).unwrap();
        assert!(!clause.signals.headings.is_empty() && !clause.signals.phrases.is_empty(), "{id}");
        let found = searched.passages(&clause.signals);
        let heading = format!("section {number} ({})", clause.title);
        assert!(found.iter().any(|at| agreement.place(*at) == heading), "{id} is not found as {heading}");
        whole_share += found.len();
    }
    assert_eq!(order.len(), clauses.clauses.len());
    assert!(whole_share > order.len() * 5, "sections are found whole");
}

/// What is said of the clause `audit` with `signals` in place of its own.
fn refused(signals: &str) -> String {
    let folder = folder(EMPTY);
    let text = fs::read_to_string(repository().join("templates/clauses/audit.md")).unwrap();
    let start = text.find("\n[signals]\n").unwrap();
    let end = start + text[start..].find("\n+++\n").unwrap();
    fs::create_dir_all(folder.path().join("own/clauses")).unwrap();
    let own = format!("{}\n{signals}{}", &text[..start], &text[end..]);
    fs::write(folder.path().join("own/clauses/audit.md"), own).unwrap();
    let output = diligence(folder.path(), &["draft", "--templates", "own", "."]);
    assert_eq!(output.status.code(), Some(2), "{signals}: {}", stdout(&output));
    stderr(&output)
}

#[test]
fn bad_signals_are_refused_with_what_is_wrong() {
    for (signals, code, says) in [
        ("[signals]", "missing", "signals need `headings` or `phrases`"),
        ("[signals]\nheading = [\"audit\"]", "unknown-key", "did you mean `headings`?"),
        (
            "[signals]\nheadings = [\"Audit\"]",
            "bad-signal",
            "write the phrase in small letters with single spaces: \"audit\"",
        ),
        ("[signals]\nheadings = [\"audit\", \"audit\"]", "bad-signal", "stands in this list already"),
        ("[signals]\nphrases = [\" ... \"]", "bad-signal", "at least one word"),
        ("[signals]\nphrases = [\"audit...books\"]", "bad-signal", "with a space on each side"),
        (
            "[signals]\nheadings = [\"audit\"]\n[signals.near]\naudit-intervals = [\"audit\"]",
            "unknown-reference",
            "did you mean `audit-interval`?",
        ),
        (
            "[signals]\nheadings = [\"audit\"]\n[signals.near]\naudit-interval = \"audit\"",
            "wrong-type",
            "write a list of phrases",
        ),
        (
            "[signals]\nheadings = [\"audit\"]\n[signals.near]\naudit-interval = [1]",
            "wrong-type",
            "takes texts in quotes",
        ),
    ] {
        let said = refused(signals);
        assert!(said.contains(&format!("error[{code}]")), "{signals}: {said}");
        assert!(said.contains("own/clauses/audit.md:"), "{said}");
        assert!(said.replace('\n', " ").contains(says), "{signals}: {said}");
    }
}

#[test]
fn a_fact_that_no_text_can_contradict_is_refused() {
    let folder = folder(EMPTY);
    let text = fs::read_to_string(repository().join("templates/clauses/usable-records.md")).unwrap();
    let own = text.replacen("\n[signals]\n", "\n[signals.near]\nformat = [\"the format is\"]\n\n[signals]\n", 1);
    fs::create_dir_all(folder.path().join("own/clauses")).unwrap();
    fs::write(folder.path().join("own/clauses/usable-records.md"), own).unwrap();
    let said = stderr(&diligence(folder.path(), &["draft", "--templates", "own", "."]));
    assert!(said.contains("error[bad-signal]") && said.contains("no length of time"), "{said}");
}

#[test]
fn signals_are_shown() {
    let shown = stdout(&diligence(repository(), &["explain", "breach-notice"]));
    assert!(shown.contains("How it is known in another agreement"), "{shown}");
    let listed = stdout(&diligence(repository(), &["list", "clauses", "--format", "json"]));
    let clauses: serde_json::Value = serde_json::from_str(&listed).unwrap();
    for clause in clauses.as_array().unwrap() {
        assert!(!clause["signals"]["headings"].as_array().unwrap().is_empty(), "{}", clause["id"]);
    }
    let notice = clauses.as_array().unwrap().iter().find(|one| one["id"] == "breach-notice").unwrap();
    assert_eq!(notice["signals"]["near"][0]["fact"], "notice-period-low-or-medium");
}
