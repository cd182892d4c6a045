//! `pack verify`: nothing of a pack is left unanswered, unread or unnamed without a reason, and no id clashes.

mod support;

use std::fs;

use support::{copy_folder, diligence, flat, repository, stderr, stdout};

const BYLAW: &str = "authorities/locker-bylaw.toml";
const FIELDS: &str = "fields/lockers.toml";
const CLAUSE: &str = "clauses/lockers.md";
const RULES: &str = "clauses/lockers-house-rules.md";
const REQUIREMENT: &str = "requirements/selection.toml";

/// What `pack verify` says of the small pack with one text of one file replaced, on one line.
fn verify(file: &str, from: &str, to: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("pack");
    copy_folder(&repository().join("tests/fixtures/trace-pack"), &pack);
    let path = pack.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} has no {from}");
    fs::write(&path, text.replacen(from, to, 1)).unwrap();
    let output = diligence(folder.path(), &["pack", "verify", "pack"]);
    assert_eq!(output.status.code(), Some(2), "{file} with {to:?} is not refused");
    stderr(&output)
}

/// The damaged pack has one problem, of this code, with these words, at the line (of the damaged file) that begins so.
fn refused(file: &str, from: &str, to: &str, code: &str, says: &str, line: &str) {
    let message = verify(file, from, to);
    let flat = flat(&message);
    assert_eq!(message.matches("error[").count(), 1, "{message}");
    assert!(flat.contains(&format!("error[{code}]: ")) && flat.contains(says), "{says}\n{message}");
    assert!(message.contains(&format!("--> pack/{file}:")), "{message}");
    assert!(
        message.lines().any(|shown| shown.split_once("| ").is_some_and(|(_, text)| text.starts_with(line))),
        "{message}"
    );
}

#[test]
fn the_small_pack_is_in_order_whatever_the_pack_below_it_leaves_open() {
    let output = diligence(repository(), &["pack", "verify", "tests/fixtures/trace-pack"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[test]
fn a_provision_that_nothing_answers_is_refused() {
    let says = "the provision `locker-bylaw 3(2)` matters to outsourcing, and no requirement cites or answers it";
    let answered = "answered-by = [\"selection.lockers-without-cameras\"]\n";
    refused(BYLAW, answered, "", "orphan", says, "[\"3(2)\"]");
    let says = "or say in `stands-alone` why none needs to";
    refused(BYLAW, "stands-alone = \"It is between the town and the court.\"\n", "", "orphan", says, "[\"6\"]");
    refused(BYLAW, "relevance = \"no\"", "relevance = \"yes\"", "orphan", "`locker-bylaw 5`", "[\"5\"]");
    // A parent that gathers nothing is a provision like any other.
    refused(BYLAW, "relevance = \"no\"", "parent = true\nrelevance = \"yes\"", "orphan", "`locker-bylaw 5`", "[\"5\"]");
}

#[test]
fn an_authority_that_is_only_a_whole_is_judged_too() {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("pack");
    copy_folder(&repository().join("tests/fixtures/trace-pack"), &pack);
    let text = fs::read_to_string(pack.join(BYLAW)).unwrap();
    let whole = &text[..text.find("\n[\"3\"]").unwrap()];
    fs::write(pack.join("authorities/other-bylaw.toml"), whole.replace("locker-bylaw", "other-bylaw")).unwrap();
    let message = stderr(&diligence(folder.path(), &["pack", "verify", "pack"]));
    assert!(message.contains("error[orphan]: the provision `other-bylaw` matters"), "{message}");
    assert!(message.contains("--> pack/authorities/other-bylaw.toml:1:1"), "{message}");
}

#[test]
fn a_reason_that_does_not_hold_is_refused() {
    let pinpoint = "pinpoint = \"3(1)\"\n";
    let says = "says why it stands alone, and the requirement `selection.lockers-without-cameras` answers it";
    refused(
        BYLAW,
        pinpoint,
        &format!("{pinpoint}stands-alone = \"Nothing needs it.\"\n"),
        "stale-reason",
        says,
        "stands-alone = \"Nothing needs it.\"",
    );
    let pinpoint = "pinpoint = \"4\"\n";
    let answered = "answered-by = [\"selection.lockers-without-cameras\"]";
    let says = "the requirement `selection.lockers-without-cameras` cites the provision `locker-bylaw 4` already";
    refused(BYLAW, pinpoint, &format!("{pinpoint}{answered}\n"), "stale-reason", says, answered);
    let type_of = "type = \"yes-no\"\n";
    let says = "requirement selection.lockers-without-cameras reads it";
    refused(
        FIELDS,
        type_of,
        &format!("{type_of}stands-alone = \"Nothing needs it.\"\n"),
        "stale-reason",
        says,
        "stands-alone = \"Nothing needs it.\"",
    );
    let code = "code = \"T01\"\n";
    refused(
        CLAUSE,
        code,
        &format!("{code}stands-alone = \"Nothing needs it.\"\n"),
        "stale-reason",
        "delete `stands-alone`",
        "stands-alone",
    );
}

#[test]
fn a_reason_that_says_nothing_is_refused() {
    for (file, reason, line) in [
        (BYLAW, "It is between the town and the court.", "stands-alone = "),
        (FIELDS, "The register of the town asks for it.", "stands-alone = "),
        (RULES, "Every agreement of the town holds it.", "stands-alone = "),
    ] {
        for empty in ["", "  ", ".", "Not needed."] {
            let (from, to) = (format!("stands-alone = \"{reason}\""), format!("stands-alone = \"{empty}\""));
            refused(file, &from, &to, "missing", "`stands-alone` gives no reason", line);
        }
    }
}

#[test]
fn a_condition_that_nothing_uses_reads_nothing() {
    let verify = |conditions: &str, when: &str| {
        let folder = tempfile::tempdir().unwrap();
        let pack = folder.path().join("pack");
        copy_folder(&repository().join("tests/fixtures/trace-pack"), &pack);
        fs::write(pack.join("conditions.toml"), conditions).unwrap();
        let change = |file: &str, from: &str, to: &str| {
            let text = fs::read_to_string(pack.join(file)).unwrap();
            assert!(text.contains(from), "{file} has no {from}");
            fs::write(pack.join(file), text.replacen(from, to, 1)).unwrap();
        };
        change(FIELDS, "stands-alone = \"The register of the town asks for it.\"\n", "");
        change(REQUIREMENT, "when = { ", &format!("when = {{ {when}"));
        let output = diligence(folder.path(), &["pack", "verify", "pack"]);
        (output.status.code(), stderr(&output))
    };
    let one =
        |id: &str, holds: &str| format!("[{id}]\ntitle = \"Red\"\notherwise = \"not red\"\nholds = {{ {holds} }}\n");
    let red = one("lockers-red", "\"lockers.colour\" = \"stated\"");
    let bright = format!("{red}{}", one("lockers-bright", "is = \"lockers-red\""));
    for unused in [&red, &bright] {
        let (code, message) = verify(unused, "");
        assert_eq!(code, Some(2));
        assert!(message.contains("nothing reads the field `lockers.colour`"), "{message}");
    }
    assert_eq!(verify(&bright, "is = \"lockers-bright\", "), (Some(0), String::new()));
}

#[test]
fn an_unknown_answer_is_refused() {
    let says = "there is no requirement `selection.lockers-without-camera` to answer the provision `locker-bylaw 3(2)`";
    let (from, to) = ("cameras\"]", "camera\"]");
    refused(BYLAW, from, to, "unknown-reference", says, "answered-by = [\"selection.lockers-without-camera\"]");
    assert!(verify(BYLAW, from, to).contains("did you mean `selection.lockers-without-cameras`?"));
}

#[test]
fn a_field_that_nothing_reads_is_refused() {
    let alone = "stands-alone = \"The register of the town asks for it.\"\n";
    refused(FIELDS, alone, "", "orphan", "nothing reads the field `lockers.colour`", "[\"lockers.colour\"]");
    let says = "nothing reads the field `lockers.rule-from`";
    let message = verify(BYLAW, "from = \"lockers.rule-from\"", "from = 2026-07-01");
    assert!(message.contains(says), "{message}");
    // Where the report says in brief what is bought, it reads the field.
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("pack");
    copy_folder(&repository().join("tests/fixtures/trace-pack"), &pack);
    let text = fs::read_to_string(pack.join(FIELDS)).unwrap();
    fs::write(pack.join(FIELDS), text.replace(alone, "brief = 90\n")).unwrap();
    let output = diligence(folder.path(), &["pack", "verify", "pack"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[test]
fn a_clause_that_no_requirement_names_is_refused() {
    let alone = "stands-alone = \"Every agreement of the town holds it.\"\n";
    refused(
        RULES,
        alone,
        "",
        "orphan",
        "no requirement names the clause `lockers-house-rules`",
        "title = \"House rules\"",
    );
}

#[test]
fn the_built_in_pack_answers_for_the_clauses_of_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("pack");
    copy_folder(&repository().join("checklists/ontario"), &pack);
    for entry in fs::read_dir(pack.join("requirements")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace("clause = \"breach-notice\"", "clause = \"breach-cooperation\"")).unwrap();
    }
    let message = stderr(&diligence(folder.path(), &["pack", "verify", "pack"]));
    assert!(message.contains("error[orphan]: no requirement names the clause `breach-notice`"), "{message}");
    assert!(message.contains("--> templates/clauses/breach-notice.md:2:1"), "{message}");
}

#[test]
fn numbers_and_ids_that_clash_are_refused() {
    let says = "the clauses `lockers` and `lockers-house-rules` both have the number T01";
    assert!(verify(RULES, "\"T02\"", "\"T01\"").contains(says));
    assert!(verify(RULES, "\"T02\"", "\"c18\"").contains("error[duplicate-id]: the clauses `breach-notice` and"));
    let basis = "basis = \"law\"\n";
    let says = "the former id `planning.pia` of `selection.lockers-without-cameras` is one of `planning.pia` too";
    let formerly = "formerly = [\"planning.pia\"]\n";
    refused(REQUIREMENT, basis, &format!("{formerly}{basis}"), "duplicate-id", says, formerly.trim());
    let says = "there is another uncertainty `d1`";
    refused("uncertainties.toml", "[locker-dates]", "[d1]", "duplicate-id", says, "[d1]");
    let says = "there is no authority or provision `locker-bylow 3(2)`";
    let message = verify("uncertainties.toml", "\"locker-bylaw 3(2)\"", "\"locker-bylow 3(2)\"");
    assert!(message.contains(says) && message.contains("did you mean `locker-bylaw`?"), "{message}");
    let message = verify("uncertainties.toml", "\"locker-bylaw 3(2)\"", "\"locker-bylaw 33\"");
    assert!(message.contains("there is no authority or provision `locker-bylaw 33`"), "{message}");
}

#[test]
fn every_form_of_a_duty_has_its_grounds() {
    let variant = "cites = [\"locker-bylaw 3(1)\", \"locker-bylaw 4\"]";
    let practice = format!("{variant}, basis = \"practice\"");
    assert!(verify(REQUIREMENT, variant, &practice).contains("a must that is not law needs a reason"));
    let says = "`selection.lockers-without-cameras` rests on law and cites no authority";
    assert!(verify(REQUIREMENT, variant, "cites = []").contains(says));
    let cites = "cites = [\"locker-bylaw 3(1)\"]\n";
    assert!(verify(REQUIREMENT, cites, "").contains(says));
    let sources = format!("{cites}sources = [\"minutes\"]\n");
    assert!(verify(REQUIREMENT, &sources, "").contains("`selection.lockers-without-cameras` names no source"));
    let guidance = "basis = \"guidance\"\nobligation-reason = \"A test.\"\nobligation = \"must\"\n";
    let law = format!("basis = \"law\"\nobligation = \"must\"\n{cites}");
    let says = "rests on guidance and cites no authority";
    assert!(verify(REQUIREMENT, &law, guidance).contains(says));
}

#[test]
fn a_grade_of_a_source_comes_from_the_list() {
    let says = "it is one of: official, official-historic, official-excerpt, regulator, policy, secondary, repository";
    refused("sources/own.toml", "\"policy\"", "\"hearsay\"", "not-in-list", says, "grade = \"hearsay\"");
}

#[test]
fn the_new_errors_and_keys_are_explained() {
    let explain = |args: &[&str]| {
        let output = diligence(repository(), &[&["explain", "--pack", "tests/fixtures/trace-pack"], args].concat());
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        flat(&stdout(&output))
    };
    assert!(explain(&["orphan"]).contains("say in `stands-alone` why it needs no link"));
    assert!(explain(&["stale-reason"]).contains("that is no longer so"));
    let answered = explain(&["locker-bylaw 3(2)"]);
    assert!(answered.contains("Requirements that answer it without citing it: - `selection.lockers-without-cameras`"));
    assert!(explain(&["locker-bylaw 6"]).contains("It is between the town and the court."));
    assert!(explain(&["lockers.colour"]).contains("The register of the town asks for it."));
    assert!(explain(&["T02"]).contains("Every agreement of the town holds it."));
}
