//! `check --baseline`: only what is new makes a run fail.

#![allow(clippy::unwrap_used, reason = "a test stops at a surprise")]

mod support;

use serde_json::{Value, json};
use support::flat;
use support::many::{Many, record};

/// The findings of all records that have this value under `baseline`, as record, requirement and status.
fn findings(run: &Value, baseline: &Value) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    for record in run["records"].as_array().unwrap() {
        for finding in record["findings"].as_array().unwrap().iter().filter(|finding| finding["baseline"] == *baseline)
        {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            found.push((text(&record["path"]), text(&finding["requirement"]), text(&finding["status"])));
        }
    }
    found
}

fn triple(number: usize, requirement: &str, status: &str) -> (String, String, String) {
    (Many::record(number), requirement.to_owned(), status.to_owned())
}

/// The line on the baseline that is printed for a record.
fn line_of(printed: &str, number: usize) -> String {
    let own = printed.split(&Many::record(number)).nth(1).unwrap();
    own.lines().find(|line| line.starts_with("baseline ")).unwrap().to_owned()
}

#[test]
fn of_200_records_a_new_gap_fails_an_old_one_does_not_and_a_fixed_one_is_stale() {
    let many = Many::new(200);
    let (status, _, said) = many.check(&["--write-baseline", "known.toml", "--quiet"]);
    assert_eq!(status, 0, "{said}");
    let written = many.read("known.toml");
    assert_eq!(written.lines().filter(|line| line.contains("requirement = \"planning.size\"")).count(), 100);
    let of = |number: usize| {
        let own = format!("  {{ record = \"{}\"", Many::record(number));
        written.lines().filter(|line| line.starts_with(&own)).count()
    };

    let run = ["--baseline", "known.toml", "--quiet"];
    let (status, printed, said) = many.check(&run);
    assert_eq!((status, said.as_str()), (0, ""), "what is known does not fail");
    let all = written.lines().filter(|line| line.starts_with("  { record")).count();
    let told = format!("Held against the baseline known.toml: 0 new, {all} known. 200 records. ");
    assert!(flat(&printed).contains(&told), "{printed}");
    assert_eq!(many.check(&["--quiet"]).0, 1, "without the baseline it fails");

    many.write(&Many::record(7), &record("large", ""));
    let (status, printed, _) = many.check(&run);
    assert_eq!((status, line_of(&printed, 7)), (1, format!("baseline    1 new, {} known", of(7))));
    assert_eq!(line_of(&printed, 8), format!("baseline    0 new, {} known", of(8)));

    many.write(&Many::record(7), &record("small", ""));
    many.write(&Many::record(10), &record("small", ""));
    let line =
        written.lines().position(|line| line.contains("records/010/") && line.contains("planning.size")).unwrap();
    let (status, printed, said) = many.check(&run);
    assert_eq!((status, line_of(&printed, 10)), (0, format!("baseline    0 new, {} known", of(10) - 1)));
    let told = format!("  line {}: records/010/procurement.toml: planning.size: it is met now\n", line + 1);
    assert!(said.contains(&told), "{said}");
    assert!(flat(&printed).contains("; 1 line no longer matches."), "{printed}");
}

#[test]
fn data_tells_what_is_new_known_and_stale() {
    let many = Many::new(4);
    many.check(&["--write-baseline", "known.toml"]);
    let known = many.read("known.toml").lines().filter(|line| line.starts_with("  { record")).count();
    many.write(&Many::record(1), &record("large", ""));
    many.write(&Many::record(2), &record("small", ""));
    let (status, run) = many.json(&["--baseline", "known.toml"]);
    assert_eq!((status, findings(&run, &json!("new"))), (1, vec![triple(1, "planning.size", "gap")]));
    assert_eq!(findings(&run, &json!("known")).len(), known - 1);
    assert_eq!(
        run["records"][1]["known"].as_u64().unwrap() + 1,
        open_of(&run["records"][1]),
        "the summary counts both"
    );
    let line =
        many.read("known.toml").lines().position(|line| line.contains("/002/") && line.contains("planning.size"));
    let stale = json!([{
        "record": "records/002/procurement.toml", "requirement": "planning.size", "entry": null, "status": "gap",
        "line": line.unwrap() + 1, "now": "it is met now",
    }]);
    assert_eq!(run["baseline"], json!({"file": "known.toml", "new": 1, "known": known - 1, "stale": stale}));
    let (_, without) = many.json(&[]);
    assert!(without.get("baseline").is_none() && findings(&without, &json!(null)).len() > known);
}

fn open_of(record: &Value) -> u64 {
    record["summary"]["gap"].as_u64().unwrap() + record["summary"]["not-stated"].as_u64().unwrap()
}

#[test]
fn a_gap_that_came_of_silence_is_still_known_and_told() {
    let many = Many::new(0);
    many.write("procurement.toml", "[institution]\n[procurement]\nphase = \"planning\"\n");
    many.check(&["--write-baseline", "known.toml"]);
    assert!(many.read("known.toml").contains("requirement = \"planning.size\", status = \"not-stated\""));
    many.write("procurement.toml", &record("large", ""));
    let (status, run) = many.json(&["--baseline", "known.toml"]);
    let size = run["records"][0]["findings"].as_array().unwrap();
    let size = size.iter().find(|finding| finding["requirement"] == "planning.size").unwrap();
    assert_eq!((status, &size["status"], &size["baseline_status"]), (0, &json!("gap"), &json!("not-stated")));
    let (_, printed, _) = many.check(&["--baseline", "known.toml"]);
    assert!(flat(&printed).contains("planning.size (gap now; the baseline says not stated)"), "{printed}");
}

fn subcontractors(names: &[(&str, &str)]) -> String {
    let one = |(name, day): &(&str, &str)| format!("[[vendor.subcontractors]]\nname = \"{name}\"\nvetted-on = {day}\n");
    record("small", &names.iter().map(one).collect::<String>())
}

#[test]
fn entries_of_a_list_are_known_by_name_and_not_by_their_order() {
    const LATE: &str = "2999-01-01";
    const GOOD: &str = "2026-01-01";
    let many = Many::new(0);
    let state = |names: &[(&str, &str)]| many.write("procurement.toml", &subcontractors(names));
    let run = || {
        let (status, run) = many.json(&["--baseline", "known.toml"]);
        let stale = run["baseline"]["stale"].as_array().unwrap();
        (status, stale.iter().map(|line| line["entry"].as_str().unwrap().to_owned()).collect::<Vec<_>>())
    };
    state(&[("One", LATE), ("Two", GOOD), ("Twin", LATE), ("Twin", LATE)]);
    many.check(&["--write-baseline", "known.toml"]);
    let written = many.read("known.toml");
    for entry in ["One", "Twin", "Twin (2)"] {
        assert!(written.contains(&format!("\"planning.vetted\", entry = \"{entry}\", status = \"gap\"")), "{written}");
    }
    state(&[("Twin", LATE), ("Two", GOOD), ("New and good", GOOD), ("One", LATE), ("Twin", LATE)]);
    assert_eq!(run(), (0, vec![]), "the order does not count");
    state(&[("One", LATE), ("Two", LATE), ("Twin", LATE), ("Twin", LATE)]);
    assert_eq!(run(), (1, vec![]), "one more entry is new");
    state(&[("One", LATE), ("Twin", LATE), ("Twin", LATE), ("Twin", LATE)]);
    assert_eq!(run(), (1, vec![]), "a third of the same name is new");
    state(&[("Two", GOOD), ("Twin", LATE), ("Twin", GOOD)]);
    assert_eq!(run(), (0, vec!["One".to_owned(), "Twin (2)".to_owned()]), "those in order are stale");

    let silent = "[[vendor.subcontractors]]\nname = \"Silent\"\n";
    many.write("procurement.toml", &record("small", silent));
    many.check(&["--write-baseline", "known.toml"]);
    assert!(many.read("known.toml").contains("entry = \"Silent\", status = \"not-stated\""));
    many.write("procurement.toml", &(subcontractors(&[("One", LATE)]) + silent));
    assert_eq!(run(), (1, vec![]), "a gap hides the silent one, which is not known to be in order");
}

#[test]
fn writing_again_keeps_reasons_and_records_that_were_not_checked_and_takes_over_a_hand_edited_file() {
    let many = Many::new(4);
    many.check(&["--write-baseline", "known.toml"]);
    let first = many.read("known.toml");
    let is_size = |line: &&str| line.contains("requirement = \"planning.size\"");
    let reason = "status = \"gap\", reason = \"Until the tender closes.\"";
    let edit = |line: &str| match line.contains("records/002/") && is_size(&line) {
        true => line.replace("status = \"gap\"", reason) + "\n",
        false => format!("{line}\n"),
    };
    // A person says why one may stay, and takes another out.
    let edited: String =
        first.lines().filter(|line| !(line.contains("records/000/") && is_size(line))).map(edit).collect();
    many.write("known.toml", &edited);
    let (status, _, _) = many.check(&["--baseline", "known.toml", "--quiet"]);
    assert_eq!(status, 1, "what a person took out counts again");
    let (status, _, said) = many.check(&["records/000", "--write-baseline", "known.toml", "--quiet"]);
    assert_eq!(status, 0, "{said}");
    let again = many.read("known.toml");
    assert_eq!(again, first.lines().map(edit).collect::<String>());
    many.check(&["--write-baseline", "known.toml", "--quiet"]);
    assert_eq!(many.read("known.toml"), again, "the same input gives the same bytes");
}

#[test]
fn no_option_loses_what_a_person_wrote() {
    let many = Many::new(3);
    many.check(&["--write-baseline", "known.toml"]);
    let first = many.read("known.toml");
    let known = first.replacen("status = \"gap\"", "status = \"gap\", reason = \"Until May.\"", 1);
    many.write("known.toml", &known);
    let overwrite = |paths: &str, more: &[&str]| {
        let (status, _, said) = many.check(&[&[paths, "--overwrite", "--quiet"], more].concat());
        (status, said)
    };
    let (status, said) = overwrite("records/001", &["--write-baseline", "known.toml"]);
    assert_eq!((status, many.read("known.toml")), (0, known.clone()), "{said}");
    let mistaken = known.replacen("status = \"gap\"", "status = \"gpa\"", 1);
    many.write("mistaken.toml", &mistaken);
    let (status, said) = overwrite(".", &["--write-baseline", "mistaken.toml"]);
    assert_eq!((status, many.read("mistaken.toml")), (2, mistaken));
    assert!(flat(&said).contains("does not read as a baseline. Mend it, name another file, or delete it"), "{said}");
    many.write("first.toml", &first);
    let (status, said) = overwrite(".", &["--baseline", "first.toml", "--write-baseline", "known.toml"]);
    assert_eq!((status, many.read("known.toml")), (2, known));
    assert!(flat(&said).contains("a baseline with lines that are not in `first.toml`. Name it with"), "{said}");
    many.write("notes.toml", "# Notes\n");
    let (status, said) = overwrite(".", &["--write-baseline", "notes.toml"]);
    assert_eq!((status, many.read("notes.toml")), (0, first), "{said}");
}

#[test]
fn with_both_flags_lines_that_no_longer_match_go_and_nothing_is_added() {
    let many = Many::new(4);
    many.check(&["--write-baseline", "known.toml"]);
    let first = many.read("known.toml");
    many.write(&Many::record(0), &record("small", ""));
    many.write(&Many::record(1), &record("large", ""));
    std::fs::remove_dir_all(many.path().join("records/003")).unwrap();
    let both = ["--baseline", "known.toml", "--write-baseline", "known.toml", "--quiet"];
    let (status, _, said) = many.check(&both);
    assert_eq!(status, 1, "the new one still fails");
    let told = "(44): records/003/procurement.toml: the record is not there any more Delete";
    assert!(flat(&said).contains(told), "{said}");
    let kept = |line: &&str| {
        let fixed = line.contains("records/000/") && line.contains("\"planning.size\"");
        !fixed && !line.contains("records/003/")
    };
    assert_eq!(many.read("known.toml"), first.lines().filter(kept).map(|line| format!("{line}\n")).collect::<String>());
}

#[test]
fn a_record_that_was_moved_is_told_with_what_the_baseline_knows_of_it() {
    let many = Many::new(4);
    many.check(&["--write-baseline", "known.toml"]);
    std::fs::rename(many.path().join("records/001"), many.path().join("records/moved")).unwrap();
    let (status, _, said) = many.check(&["--baseline", "known.toml", "--quiet"]);
    assert_eq!(status, 1);
    assert!(said.contains("  records/001/procurement.toml: now records/moved/procurement.toml?\n"), "{said}");
    assert!(flat(&said).contains("put its new name into the lines of the baseline"), "{said}");
    let known = many.read("known.toml").replace("records/001/", "records/moved/");
    many.write("known.toml", &known);
    assert_eq!(many.check(&["--baseline", "known.toml", "--quiet"]).0, 0, "as it was told");
    // Another record in which more is open, and one that is listed, are no such record.
    std::fs::remove_dir_all(many.path().join("records/moved")).unwrap();
    many.write("records/more/procurement.toml", &record("large", ""));
    let (_, _, said) = many.check(&["--baseline", "known.toml", "--quiet"]);
    assert!(flat(&said).contains("the record is not there any more") && !said.contains(": now "), "{said}");
}

#[test]
fn a_baseline_is_read_in_review_without_another_page() {
    let many = Many::new(1);
    many.check(&["--write-baseline", "known.toml"]);
    let written = many.read("known.toml");
    assert!(written.contains("status = \"gap\" }, # must: The vendor is a small one\n"), "{written}");
    let head: String = written.lines().take_while(|line| line.starts_with('#')).collect();
    for word in ["\"gap\" (", "\"not-stated\" (", "must, should or consider", "reason = ", "Delete a line"] {
        assert!(head.contains(word), "{word}: {head}");
    }
}

#[test]
fn lines_on_records_outside_the_run_are_not_stale() {
    let many = Many::new(3);
    many.check(&["--write-baseline", "baselines/known.toml"]);
    std::fs::create_dir(many.path().join("baselines")).unwrap();
    many.check(&["--write-baseline", "baselines/known.toml"]);
    assert!(many.read("baselines/known.toml").contains("record = \"../records/002/procurement.toml\""));
    std::fs::remove_dir_all(many.path().join("records/001")).unwrap();
    for (folder, args, stale) in [
        ("", &["records/002", "--baseline", "baselines/known.toml"][..], false),
        ("records", &["002/procurement.toml", "--baseline", "../baselines/known.toml"], false),
        ("records", &["--baseline", "../baselines/known.toml"], true),
    ] {
        let (status, printed, said) = many.check_in(folder, args);
        assert_eq!((status, said.contains("records/001/")), (0, stale), "{said}{printed}");
    }
}

#[test]
fn what_is_no_baseline_is_told_with_its_place_and_never_replaced() {
    let many = Many::new(1);
    many.check(&["--write-baseline", "known.toml"]);
    let good = many.read("known.toml");
    for (text, told) in [
        (good.replace("\"planning.size\"", "\"planning.sizes\""), "did you mean `planning.size`?"),
        (good.replace("known = [", "known = [ {"), "this is not valid TOML"),
        (good.replace("status = \"gap\"", "status = \"open\""), "`open` is no open status"),
    ] {
        many.write("broken.toml", &text);
        let (status, _, said) = many.check(&["--baseline", "broken.toml"]);
        assert_eq!(status, 2);
        assert!(said.contains(told) && said.contains("broken.toml:"), "{said}");
    }
    let (status, _, said) = many.check(&["--baseline", "absent.toml"]);
    assert_eq!((status, said.contains("there is no file `absent.toml`")), (2, true), "{said}");
    assert!(said.contains("--write-baseline FILE") && !said.contains("init"), "{said}");
    let other = many.read(&Many::record(0));
    many.write("other.toml", &other);
    let (status, _, said) = many.check(&["--write-baseline", "other.toml"]);
    assert_eq!(status, 2);
    assert!(said.contains("was left as it is") && said.contains("this is not a baseline"), "{said}");
    assert_eq!(many.read("other.toml"), other);
    // A record that cannot be read would leave its findings out.
    many.write("records/bad/procurement.toml", "phase = ");
    let (status, _, said) = many.check(&["--write-baseline", "known.toml"]);
    assert_eq!((status, many.read("known.toml")), (2, good));
    assert!(said.contains("the baseline was not written"), "{said}");
}

#[test]
fn an_expired_waiver_is_new_unless_the_baseline_names_it() {
    let many = Many::new(0);
    let waiver = |expires: &str| {
        let waiver = "[[waivers]]\nrequirement = \"planning.size\"\nreason = \"r\"\napproved-by = \"Head\"\n\
                      approved-on = 2026-01-01\nexpires-on = ";
        record("large", &format!("{waiver}{expires}\n"))
    };
    many.write("procurement.toml", &waiver("2026-12-31"));
    many.check(&["--write-baseline", "known.toml"]);
    assert!(!many.read("known.toml").contains("planning.size"), "what is waived is not open");
    many.write("procurement.toml", &waiver("2026-10-31"));
    let (status, run) = many.json(&["--baseline", "known.toml"]);
    let ids: Vec<String> = findings(&run, &json!("new")).into_iter().map(|(_, id, _)| id).collect();
    assert_eq!((status, ids), (1, vec!["planning.size".to_owned(), "record.waiver-expired".to_owned()]));
    many.check(&["--write-baseline", "known.toml"]);
    assert!(many.read("known.toml").contains("\"record.waiver-expired\", entry = \"planning.size\""));
    many.write("procurement.toml", &waiver("2026-12-31"));
    let (status, run) = many.json(&["--baseline", "known.toml"]);
    let now: Vec<&Value> = run["baseline"]["stale"].as_array().unwrap().iter().map(|line| &line["now"]).collect();
    assert_eq!((status, now), (0, vec![&json!("it is waived now"), &json!("it is not found any more")]));
}

#[test]
fn the_seal_covers_the_baseline() {
    let many = Many::new(2);
    many.check(&["--write-baseline", "known.toml"]);
    let run = ["--baseline", "known.toml", "-o", "out.json"];
    assert_eq!(many.check(&run).0, 0);
    assert_eq!(many.check(&run).0, 0, "the program knows its own file again");
    many.write("out.json", &many.read("out.json").replace("\"new\":0,\"known\":", "\"new\":1,\"known\":"));
    let (status, _, said) = many.check(&run);
    assert_eq!((status, said.contains("is not what this program last wrote")), (2, true), "{said}");
}

#[test]
fn every_format_tells_what_is_known_from_what_is_new() {
    let many = Many::new(2);
    many.write(&Many::record(1), "[institution]\n[procurement]\nphase = \"planning\"\n");
    many.check(&["--write-baseline", "known.toml"]);
    many.write(
        &Many::record(1),
        &record("large", "[[vendor.subcontractors]]\nname = \"New\"\nvetted-on = 2999-01-01\n"),
    );
    let printed = |format: &str| {
        let (status, printed, said) = many.check(&["--baseline", "known.toml", "--format", format]);
        assert_eq!(status, 1, "{said}");
        printed
    };
    let sarif: Value = serde_json::from_str(&printed("sarif")).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let states = |id: &str| -> Vec<&Value> {
        results.iter().filter(|result| result["ruleId"] == id).map(|result| &result["baselineState"]).collect()
    };
    assert_eq!(states("planning.size"), [&json!("unchanged"), &json!("updated")]);
    assert!(states("planning.vetted").contains(&&json!("new")), "{:?}", states("planning.vetted"));

    let junit = printed("junit");
    assert_eq!(junit.matches("<failure ").count(), 1, "{junit}");
    assert!(junit.contains("message=\"Known, in the baseline. Gap: The vendor is a small one."), "{junit}");
    let github = printed("github");
    assert_eq!(github.lines().count(), 1, "{github}");
    assert!(github.contains("planning.vetted"), "{github}");
    let gitlab: Value = serde_json::from_str(&printed("gitlab")).unwrap();
    assert_eq!(gitlab.as_array().unwrap().len(), 1, "{gitlab}");
    let markdown = printed("markdown");
    assert!(markdown.contains("| planning | 1 | 0 | 0 |") && markdown.contains("known.toml: 1 new, "), "{markdown}");
    let csv = printed("csv");
    assert!(csv.lines().next().unwrap().ends_with(",baseline"), "{csv}");
    assert_eq!(csv.lines().filter(|line| line.ends_with(",new")).count(), 1, "{csv}");
}
