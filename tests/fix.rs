//! `diligence fix`: what it shows, what it writes, and what it leaves alone.

mod support;

use std::fs;
use std::path::Path;

use support::damage::uncommented;
use support::{diligence, stderr, stdout};

/// The exit status and both outputs of the program.
fn run(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let output = diligence(folder, args);
    (output.status.code().unwrap(), stdout(&output), stderr(&output))
}

const BAD: &str = "\u{feff}# Ämter\r\n[procurment] # x\r\ntitel = 'T'\r\n[institution]\r\nname = \u{201c}Büro\u{201d}";
const GOOD: &str = "\u{feff}# Ämter\r\n[procurement] # x\r\ntitle = 'T'\r\n[institution]\r\nname = \"Büro\"";

fn folder_with(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("procurement.toml"), text).unwrap();
    folder
}

fn text(folder: &Path) -> String {
    fs::read_to_string(folder.join("procurement.toml")).unwrap()
}

#[test]
fn nothing_is_written_unasked_and_then_only_what_was_shown() {
    let folder = folder_with(BAD);
    let (status, diff, told) = run(folder.path(), &["fix", "--no-blanks"]);
    assert_eq!((status, text(folder.path()).as_str()), (1, BAD));
    assert!(diff.contains("-titel = 'T'\n") && diff.contains("+title = 'T'\n"), "{diff}");
    assert!(told.starts_with("Nothing was written."), "{told}");

    let (status, shown, told) = run(folder.path(), &["fix", "--no-blanks", "--write"]);
    assert_eq!((status, shown), (0, diff));
    assert_eq!(text(folder.path()), GOOD);
    assert!(told.starts_with("Wrote 1 record: 3 corrections."), "{told}");

    let (status, shown, told) = run(folder.path(), &["fix", "--no-blanks", "--write"]);
    assert_eq!((status, shown.as_str(), told.as_str()), (0, "", "Nothing to mend.\n"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no file is left beside the record");
}

#[test]
fn missing_facts_get_commented_lines_that_are_good_once_the_marks_are_gone() {
    let folder = folder_with(GOOD);
    let args = ["fix", "--as-of", "2026-11-21", "--write"];
    assert_eq!(run(folder.path(), &args).0, 0);
    let mended = text(folder.path());
    assert!(mended.starts_with("\u{feff}# Ämter\r\n[procurement] # x\r\ntitle = 'T'\r\n\r\n# "), "{mended}");
    assert!(mended.contains("\r\n# [collection]\r\n") && !mended.ends_with('\n'), "{mended}");
    let (status, shown, _) = run(folder.path(), &args);
    assert_eq!((status, shown.as_str()), (0, ""));

    let before = run(folder.path(), &["check", "--as-of", "2026-11-21", "--format", "json", "--fail-on", "never"]).1;
    fs::write(folder.path().join("procurement.toml"), GOOD).unwrap();
    let after = run(folder.path(), &["check", "--as-of", "2026-11-21", "--format", "json", "--fail-on", "never"]).1;
    let statuses = |json: &str| {
        let json: serde_json::Value = serde_json::from_str(json).unwrap();
        json["records"][0]["summary"].clone()
    };
    assert_eq!(statuses(&before), statuses(&after), "the comments change no finding");

    // Every line is one that holds once its mark is deleted, in the place where it stands.
    let live: String = mended.lines().map(uncommented).collect();
    fs::write(folder.path().join("procurement.toml"), live).unwrap();
    let (status, _, told) = run(folder.path(), &["check", "--as-of", "2026-11-21", "--fail-on", "never"]);
    assert_eq!((status, told.as_str()), (0, ""));
}

#[test]
fn what_is_left_is_shown_and_the_rest_is_mended_all_the_same() {
    let folder = folder_with("[procurement]\ntitel = 'T'\n[institution]\n[collection]\nstarts-on = '03/04/2026'\n");
    let (status, _, told) = run(folder.path(), &["fix", "--write"]);
    assert_eq!(status, 2);
    assert!(told.contains("error[bad-date]") && told.contains("it can be 2026-04-03 or 2026-03-04"), "{told}");
    assert!(!told.contains("can correct"), "{told}");
    assert!(text(folder.path()).starts_with("[procurement]\ntitle = 'T'\n"));
}

#[test]
fn letters_in_the_wrong_order_are_a_slip_and_a_word_near_two_others_is_shown_with_both() {
    let folder =
        folder_with("[procurement]\n[institution]\n[breach]\nnotify-whitin = '24 hrs'\nnotify-wihtin = '1 day'\n");
    let (status, diff, told) = run(folder.path(), &["fix", "--no-blanks"]);
    assert_eq!((status, diff.as_str()), (2, ""), "two names for one field are no slip");
    assert!(told.contains("did you mean `notify-within`?"), "{told}");

    let folder = folder_with(
        "[procurement]\n[institution]\nacts = ['mfipa']\n[breach]\nnotify-whitin = '24 hrs'\n[policy]\npatch-hihg = '1 day'\n",
    );
    let (status, diff, told) = run(folder.path(), &["fix", "--no-blanks"]);
    assert!(diff.contains("+notify-within = \"24 hours\"\n") && diff.contains("+patch-high = '1 day'\n"), "{diff}");
    assert_eq!(status, 2);
    assert!(told.contains("did you mean `mfippa` or `fippa` or `phipa`?"), "{told}");
}

#[test]
fn folders_are_searched_and_one_bad_record_does_not_hold_up_the_others() {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in [("a", "[procurement]\n[institution]\n[oops"), ("b", "[procurment]\n[institution]\n")] {
        fs::create_dir(folder.path().join(name)).unwrap();
        fs::write(folder.path().join(name).join("procurement.toml"), content).unwrap();
    }
    let (status, diff, told) = run(folder.path(), &["fix", "--no-blanks"]);
    assert_eq!(status, 2);
    assert!(diff.starts_with("--- b/procurement.toml\n+++ b/procurement.toml\n@@ -1,2 +1,2 @@\n"), "{diff}");
    assert!(told.contains("--> a/procurement.toml:3:"), "{told}");
    assert_eq!(run(folder.path(), &["fix", "nowhere"]).0, 2);
}

/// `text` with the changes of a record made, as JSON tells them.
fn changed(text: &str, record: &serde_json::Value) -> String {
    let number = |one: &serde_json::Value, key: &str| usize::try_from(one[key].as_u64().unwrap()).unwrap() - 1;
    let offset = |line: usize, column: usize| {
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        start + text[start..].chars().take(column).map(char::len_utf8).sum::<usize>()
    };
    let (mut after, mut copied) = (String::new(), 0);
    for one in record["changes"].as_array().unwrap() {
        let start = offset(number(one, "line"), number(one, "column"));
        let end = offset(number(one, "end_line"), number(one, "end_column"));
        assert_eq!(&text[start..end], one["old"].as_str().unwrap());
        after.push_str(&text[copied..start]);
        after.push_str(one["new"].as_str().unwrap());
        copied = end;
    }
    after + &text[copied..]
}

#[test]
fn changes_are_told_as_data_by_the_places_of_the_text_before() {
    let good_in_the_end = "[procurment]\nvalue = $85,000 # é\n[institution]\nacts = ['fipap', 'Mfippa', 'fipa']\n";
    let folder = folder_with(BAD);
    fs::create_dir(folder.path().join("z")).unwrap();
    fs::write(folder.path().join("z/procurement.toml"), good_in_the_end).unwrap();
    let args = ["fix", "--format", "json", "--as-of", "2026-11-21"];
    let (status, json, told) = run(folder.path(), &args);
    assert_eq!(status, 2, "{told}");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&json), ["schema_version", "tool", "records"]);
    assert_eq!((&json["schema_version"], &json["tool"]["name"]), (&1.into(), &"diligence".into()));
    let [bad, other] = &json["records"].as_array().unwrap()[..] else { panic!("{json}") };
    assert_eq!(keys(bad), ["path", "written", "changes", "refused", "left", "problems"]);
    assert_eq!((&bad["path"], &bad["written"]), (&"procurement.toml".into(), &false.into()));
    let first = &bad["changes"][0];
    let wanted = serde_json::json!({
        "line": 2, "column": 2, "end_line": 2, "end_column": 12, "old": "procurment", "new": "procurement",
        "why": "Rename `procurment` to `procurement`"
    });
    assert_eq!(first, &wanted);
    assert_eq!(bad["problems"], serde_json::json!([]));
    assert_eq!(other["path"], "z/procurement.toml");
    assert!(changed(good_in_the_end, other).contains("[procurement]\nvalue = 85000 # é\n"), "{other}");
    assert_eq!(other["problems"][0]["code"], "not-in-list");
    assert_eq!((&other["problems"][0]["line"], &other["problems"][0]["column"]), (&4.into(), &9.into()));

    let (_, json, _) = run(folder.path(), &[&args[..], &["--write"]].concat());
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["records"][0]["written"], true);
    assert_eq!(changed(BAD, &json["records"][0]), text(folder.path()), "the changes are what was written");

    fs::write(folder.path().join("procurement.toml"), [0xff]).unwrap();
    let (status, json, _) = run(folder.path(), &["fix", "--format", "json", "procurement.toml"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((status, &json["records"][0]["changes"]), (2, &serde_json::json!([])));
    assert_eq!(json["records"][0]["problems"].as_array().unwrap().len(), 1);
}

#[test]
fn check_says_how_many_mistakes_can_be_corrected() {
    let folder = folder_with(BAD);
    assert!(run(folder.path(), &["check"]).2.ends_with("`diligence fix` can correct them all.\n"));
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_rights_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let real = folder.path().join("real.toml");
    fs::write(&real, BAD).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real.toml", folder.path().join("link.toml")).unwrap();
    assert_eq!(run(folder.path(), &["fix", "link.toml", "--no-blanks", "--write"]).0, 0);
    assert!(folder.path().join("link.toml").symlink_metadata().unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&real).unwrap(), GOOD);
    assert_eq!(real.metadata().unwrap().permissions().mode() & 0o777, 0o640);

    fs::write(&real, BAD).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o440)).unwrap();
    let (status, _, told) = run(folder.path(), &["fix", "real.toml", "--no-blanks", "--write"]);
    assert_eq!((status, fs::read_to_string(&real).unwrap().as_str()), (2, BAD));
    assert!(told.contains("`real.toml` is read-only. Nothing was changed"), "{told}");
}
