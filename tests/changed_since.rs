//! `check --changed-since` and `--stdin`: only the records that a change bears on, and one that is not a file.

#![allow(clippy::unwrap_used, reason = "a test stops at a surprise")]

mod support;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use support::many::{AS_OF, Many, git, record};

/// What standard error names, and what was checked.
fn named(many: &Many, folder: &str, args: &[&str]) -> (Vec<String>, Vec<String>) {
    let (status, printed, said) = many.check_in(folder, &[args, &["--format", "json"]].concat());
    assert!(status < 2, "{said}");
    let run: serde_json::Value = serde_json::from_str(&printed).unwrap();
    let checked = run["records"].as_array().unwrap().iter().map(|one| one["path"].as_str().unwrap().to_owned());
    let told = said.lines().filter(|line| line.ends_with("procurement.toml")).map(|line| line.trim().to_owned());
    (told.collect(), checked.collect())
}

fn changed(many: &Many, revision: &str) -> Vec<String> {
    let (told, checked) = named(many, "", &["records", "--changed-since", revision]);
    assert_eq!(told, checked, "what is named is what is checked");
    told
}

fn paths(numbers: &[usize]) -> Vec<String> {
    numbers.iter().map(|number| Many::record(*number)).collect()
}

/// 200 records in a repository; some name files.
fn repository() -> Many {
    let many = Many::new(200);
    let evidence = "[[evidence]]\nrequirements = [\"planning.size\"]\nfile = \"evidence/the plan é.md#one\"\n";
    many.write(&Many::record(20), &record("small", evidence));
    many.write("records/020/evidence/the plan é.md", "# One\n");
    many.write(&Many::record(21), &record("small", "[agreement]\nfile = \"./agreement.md\"\n"));
    many.write("records/021/agreement.md", "# Agreement\n");
    many.write("records/021/other.md", "# Not named\n");
    many.write(".gitignore", "*.log\n");
    many.git(&["init", "--quiet"]);
    many.commit();
    many
}

#[test]
fn of_200_records_exactly_those_concerned_are_checked_and_named() {
    let many = repository();
    assert_eq!(changed(&many, "HEAD"), paths(&[]));
    let (status, printed, said) = many.check(&["records", "--changed-since", "HEAD"]);
    assert_eq!((status, printed.as_str()), (0, ""));
    assert!(said.contains("nothing changed in 200 records"), "{said}");

    many.git(&["checkout", "--quiet", "-b", "work"]);
    // Committed: a record, evidence with spaces and letters beyond ASCII in its name, and a file that nothing names.
    many.write(&Many::record(3), &record("large", ""));
    many.write(&Many::record(4), &record("small", ""));
    many.write("records/020/evidence/the plan é.md", "# One\n\nMore.\n");
    many.write("records/021/other.md", "# Changed\n");
    many.commit();
    assert_eq!(changed(&many, "main"), paths(&[3, 4, 20]));
    // What the other branch does meanwhile is not this branch's change.
    many.git(&["checkout", "--quiet", "main"]);
    many.write(&Many::record(100), &record("large", "country = \"Canada\"\n"));
    many.commit();
    many.git(&["checkout", "--quiet", "work"]);
    assert_eq!(changed(&many, "main"), paths(&[3, 4, 20]));
    // Not committed: a record that is put back, one that is staged, one that is new, one in a new folder, an agreement.
    many.write(&Many::record(4), &record("large", ""));
    many.write(&Many::record(5), &record("large", ""));
    many.git(&["add", "records/005"]);
    many.write("records/zz new/procurement.toml", &record("large", ""));
    many.write("records/021/agreement.md", "# Agreed\n");
    many.write("records/050/notes.log", "ignored");
    let mut expected = paths(&[3, 5, 20, 21]);
    expected.push("records/zz new/procurement.toml".to_owned());
    assert_eq!(changed(&many, "main"), expected);
    // Deleted evidence counts, committed or not.
    many.write("records/020/evidence/the plan é.md", "# One\n");
    expected.remove(2);
    assert_eq!(changed(&many, "main"), expected);
    fs::remove_file(many.path().join("records/020/evidence/the plan é.md")).unwrap();
    expected.insert(2, Many::record(20));
    assert_eq!(changed(&many, "main"), expected);
    many.commit();
    assert_eq!(changed(&many, "main"), expected);
}

#[test]
fn records_that_are_gone_are_named() {
    let many = repository();
    fs::remove_dir_all(many.path().join("records/007")).unwrap();
    many.git(&["mv", "records/008", "moved"]);
    let run = |folder: &str, args: &[&str]| many.check_in(folder, &[args, &["--changed-since", "HEAD"]].concat());
    let (status, printed, said) = run("", &["records"]);
    assert_eq!((status, printed.as_str()), (0, ""));
    let told = "note: since `HEAD` 2 records were deleted or moved away, and are not checked:\n  \
                records/007/procurement.toml\n  records/008/procurement.toml\n";
    assert!(said.ends_with(told), "{said}");
    let (_, _, said) = run("own", &["../records"]);
    assert!(said.ends_with("  ../records/007/procurement.toml\n  ../records/008/procurement.toml\n"), "{said}");
    let (_, _, said) = run("", &["records", "--quiet"]);
    assert!(said.ends_with("2 records were deleted or moved away, and are not checked\n"), "{said}");
    let (_, _, said) = run("", &["records/003"]);
    assert!(!said.contains("deleted"), "only in what was searched: {said}");
}

#[test]
fn where_no_record_is_left_the_run_passes() {
    let many = Many::new(2);
    many.write("readme.md", "# Nothing yet\n");
    many.git(&["init", "--quiet"]);
    many.commit();
    let run = |paths: &[&str]| many.check(&[paths, &["--changed-since", "HEAD"]].concat());
    let gone = |number: usize| {
        format!(
            "note: there is no record to check\nnote: since `HEAD` 1 record was deleted or moved away, and is not \
             checked:\n  records/00{number}/procurement.toml\n"
        )
    };
    // By name: a folder that is there without its record, one that went with it, and the record itself.
    fs::remove_file(many.path().join(Many::record(0))).unwrap();
    fs::remove_dir_all(many.path().join("records/001")).unwrap();
    for (path, number) in [("records/000", 0), ("records/001", 1), ("./records/001/procurement.toml", 1)] {
        assert_eq!(run(&[path]), (0, String::new(), gone(number)), "{path}");
    }
    let (status, printed, said) = run(&[]);
    assert_eq!((status, printed.as_str()), (0, ""));
    assert!(said.contains("since `HEAD` 2 records were deleted"), "{said}");
    many.commit();
    assert_eq!(run(&[]), (0, String::new(), "note: there is no record to check\n".to_owned()));
    // What was never there is a mistake all the same, and so is a search of nothing without a revision.
    let (status, _, said) = run(&["records/009"]);
    assert_eq!((status, said.contains("there is no file `records/009`")), (2, true), "{said}");
    assert_eq!(many.check(&[]).0, 2);
}

#[cfg(unix)]
#[test]
fn evidence_that_is_deleted_behind_a_link_concerns_its_record() {
    use std::os::unix::fs::symlink;
    let many = Many::new(2);
    let evidence = |file: &str| format!("[[evidence]]\nrequirements = [\"planning.size\"]\nfile = \"{file}\"\n");
    many.write(&Many::record(0), &record("small", &evidence("linked/plan.md")));
    many.write(&Many::record(1), &record("small", &evidence("plan.md")));
    for number in [0, 1] {
        many.write(&format!("records/00{number}/files/plan.md"), "# Plan\n");
        many.write(&format!("records/00{number}/files/other.md"), "# Other\n");
    }
    symlink("files", many.path().join("records/000/linked")).unwrap();
    symlink("files/plan.md", many.path().join("records/001/plan.md")).unwrap();
    many.git(&["init", "--quiet"]);
    many.commit();
    assert_eq!(changed(&many, "HEAD"), paths(&[]));
    for number in [0, 1] {
        fs::remove_file(many.path().join(format!("records/00{number}/files/plan.md"))).unwrap();
    }
    assert_eq!(changed(&many, "HEAD"), paths(&[0, 1]));
}

#[test]
fn before_the_first_commit_every_record_is_new() {
    let many = Many::new(2);
    many.git(&["init", "--quiet"]);
    many.git(&["add", "records/000"]);
    let args = ["check", "records", "--changed-since", "HEAD", "--as-of", AS_OF, "--fail-on", "never", "--quiet"];
    let output = support::diligence(many.path(), &args);
    let said = support::stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.starts_with("note: since `HEAD` 2 of 2 records changed,"), "{said}");
}

#[test]
fn the_folder_of_the_run_and_the_settings_of_git_change_nothing() {
    let many = repository();
    many.write(&Many::record(3), &record("large", ""));
    many.write("records/021/agreement.md", "# Agreed\n");
    many.git(&["config", "diff.relative", "true"]);
    many.git(&["config", "diff.renames", "copies"]);
    many.git(&["config", "status.relativePaths", "true"]);
    let (told, checked) = named(&many, "records/003", &["--changed-since", "HEAD"]);
    assert_eq!((told, checked), (vec!["procurement.toml".to_owned()], vec!["procurement.toml".to_owned()]));
    let (told, _) = named(&many, "own", &["../records", "--changed-since", "HEAD"]);
    assert_eq!(told, ["../records/003/procurement.toml", "../records/021/procurement.toml"]);
    let outside = tempfile::tempdir().unwrap();
    let record = many.path().join(Many::record(3));
    let args = ["check", record.to_str().unwrap(), "--changed-since", "HEAD", "--quiet", "--as-of", AS_OF];
    // As in a hook: git names a repository and an index that are not those of the records.
    let run = Command::new(env!("CARGO_BIN_EXE_diligence"))
        .args(args)
        .current_dir(outside.path())
        .env("GIT_DIR", "/nowhere")
        .env("GIT_INDEX_FILE", "/nowhere/index")
        .output()
        .unwrap();
    assert!(String::from_utf8(run.stderr).unwrap().starts_with("note: since `HEAD` 1 of 1 record changed,"));
}

#[test]
fn a_change_in_a_pack_concerns_every_record_and_so_does_a_record_that_cannot_be_read() {
    let many = repository();
    many.write("records/030/procurement.toml", "phase = ");
    many.commit();
    let (status, _, said) = many.check(&["records", "--changed-since", "HEAD", "--quiet"]);
    assert_eq!(status, 2, "{said}");
    many.write("records/030/procurement.toml", &record("small", ""));
    many.commit();
    many.write("own/notes.md", "# Notes\n");
    let (status, printed, said) = many.check(&["records", "--changed-since", "HEAD", "--quiet"]);
    assert_eq!(status, 1);
    assert!(said.contains("the pack `own` changed") && printed.contains("200 records."), "{said}");
}

#[test]
fn a_change_in_the_baseline_concerns_every_record() {
    let many = Many::new(4);
    many.check(&["--write-baseline", "known.toml"]);
    many.git(&["init", "--quiet"]);
    many.commit();
    let args = ["records", "--changed-since", "HEAD", "--baseline", "known.toml", "--quiet"];
    let (status, printed, said) = many.check(&args);
    assert_eq!((status, printed.contains("4 records.")), (0, false), "{said}");
    let known = many.read("known.toml");
    let of_one = |line: &&str| !(line.contains("records/002/") && line.contains("planning.size"));
    many.write("known.toml", &known.lines().filter(of_one).map(|line| format!("{line}\n")).collect::<String>());
    let (status, printed, said) = many.check(&args);
    assert_eq!(status, 1, "the finding counts again");
    assert!(said.contains("the baseline `known.toml` changed since `HEAD`, so that all of 4"), "{said}");
    assert!(printed.contains("4 records."), "{printed}");
    // Another baseline does not count.
    many.write("other.toml", &known);
    many.write("known.toml", &known);
    assert_eq!(many.check(&args).0, 0);
}

#[test]
fn evidence_in_a_submodule_changes_with_it_and_records_in_one_are_refused() {
    let many = Many::new(2);
    let inner = Many::new(1);
    inner.write("evidence.md", "# One\n");
    inner.git(&["init", "--quiet"]);
    inner.commit();
    many.git(&["init", "--quiet"]);
    let from = inner.path().to_str().unwrap();
    many.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", from, "records/000/shared"]);
    let evidence = "[[evidence]]\nrequirements = [\"planning.size\"]\nfile = \"shared/evidence.md\"\n";
    many.write(&Many::record(0), &record("small", evidence));
    many.commit();
    let args = ["records/000/procurement.toml", "records/001/procurement.toml", "--changed-since", "HEAD"];
    assert_eq!(named(&many, "", &args).0, paths(&[]));
    many.write("records/000/shared/evidence.md", "# Two\n");
    assert_eq!(named(&many, "", &args).0, paths(&[0]));
    let (status, _, said) = many.check(&["records", "--changed-since", "HEAD"]);
    assert_eq!(status, 2);
    assert!(said.contains("records/000/shared/records/000/procurement.toml` is in a submodule"), "{said}");
}

#[test]
fn what_git_cannot_tell_ends_the_run_with_advice() {
    let many = repository();
    let refused = |folder: &Path, args: &[&str]| {
        let output = support::diligence(folder, &[&["check", "--as-of", AS_OF], args].concat());
        assert_eq!((output.status.code(), support::stdout(&output).as_str()), (Some(2), ""));
        support::stderr(&output)
    };
    for revision in ["nowhere", "HEAD^{tree}", "main..HEAD"] {
        let said = refused(many.path(), &["records", &format!("--changed-since={revision}")]);
        assert!(said.contains(&format!("git knows no commit `{revision}`")), "{said}");
        assert!(said.contains(". Git says: \"") && said.contains("\". Check the spelling; "), "{said}");
    }
    for revision in ["--output=x", "-x", "", " "] {
        let said = refused(many.path(), &["records", &format!("--changed-since={revision}")]);
        assert!(said.contains("name a branch, a tag or a commit, such as origin/main"), "{said}");
    }
    assert!(!many.path().join("x").exists());

    let plain = Many::new(1);
    let said = refused(plain.path(), &["records", "--changed-since", "HEAD"]);
    assert!(said.contains("needs a git repository around") && said.contains("Run the command in a clone"), "{said}");
    let record = plain.path().join(Many::record(0));
    plain.git(&["init", "--quiet"]);
    plain.commit();
    let said = refused(many.path(), &["records", record.to_str().unwrap(), "--changed-since", "HEAD"]);
    assert!(said.contains("outside the repository"), "{said}");

    many.git(&["checkout", "--quiet", "--orphan", "unrelated"]);
    // Within the same second, the same files would make the same commit.
    many.write("own/unrelated.md", "# Unrelated\n");
    many.commit();
    let said = refused(many.path(), &["records", "--changed-since", "main"]);
    assert!(said.contains("have no commit in common. Git does not say more; name a revision"), "{said}");

    let shallow = tempfile::tempdir().unwrap();
    many.git(&["checkout", "--quiet", "main"]);
    many.write("own/notes.md", "# Notes\n");
    many.commit();
    let from = format!("file://{}", many.path().display());
    git(shallow.path(), &["clone", "--quiet", "--depth", "1", &from, "clone"]);
    let said = refused(&shallow.path().join("clone"), &["records", "--changed-since", "HEAD~1"]);
    assert!(said.contains("git fetch --unshallow"), "{said}");

    let with = |name: &str, value: &Path| {
        let mut run = Command::new(env!("CARGO_BIN_EXE_diligence"));
        run.args(["check", "records", "--changed-since", "HEAD"]).current_dir(many.path());
        // Nobody's own settings trust the folder.
        run.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").env(name, value);
        let output = run.output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        support::stderr(&output)
    };
    let said = with("PATH", shallow.path());
    assert!(said.contains("needs the program `git`") && said.contains("Install git"), "{said}");
    // As in a container that checks out as another user: git takes the folder for somebody else's.
    let said = with("GIT_TEST_ASSUME_DIFFERENT_OWNER", Path::new("1"));
    assert!(said.contains("dubious ownership") && said.contains("safe.directory` and the path"), "{said}");
}

/// What `check --stdin` gives for `text`: exit status, standard output and error.
fn from_stdin(folder: &Path, args: &[&str], text: &[u8]) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_diligence"))
        .args(["check", "--stdin", "--as-of", AS_OF])
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that has read enough closes its end.
    let _ = child.stdin.take().unwrap().write_all(text);
    let output = child.wait_with_output().unwrap();
    (output.status.code().unwrap(), support::stdout(&output), support::stderr(&output))
}

#[test]
fn a_record_from_standard_input_stands_for_its_file() {
    let many = repository();
    let text = many.read(&Many::record(21));
    let name = Many::record(21);
    let (status, printed, said) = from_stdin(many.path(), &["--stdin-filename", &name], text.as_bytes());
    assert_eq!((status, said.as_str()), (1, ""));
    assert!(printed.starts_with(&format!("{name}: untitled")), "{printed}");
    assert!(!printed.contains("record.file-missing"), "the agreement is looked up beside the file: {printed}");
    let (_, from_file, _) = many.check(&[&name]);
    let long_way = "records/../records/./021/procurement.toml";
    assert_eq!(from_stdin(many.path(), &["--stdin-filename", long_way], text.as_bytes()).1, printed);
    let body = |text: &str| text.split("As of").next().unwrap().to_owned();
    let (_, with_pack, _) = from_stdin(many.path(), &["--stdin-filename", &name, "--pack", "own"], text.as_bytes());
    assert_eq!(body(&with_pack), body(&from_file));

    let (_, printed, _) = from_stdin(many.path(), &[], text.as_bytes());
    assert!(printed.starts_with("<stdin>: untitled") && printed.contains("record.file-missing"), "{printed}");
    let (status, _, said) = from_stdin(many.path(), &["--stdin-filename", "a b.toml"], b"phase = \xff");
    assert!(status == 2 && said.contains("`a b.toml` is not text in UTF-8"), "{said}");
    let (status, _, said) = from_stdin(many.path(), &[], &vec![b'#'; 4 * 1024 * 1024 + 1]);
    assert!(status == 2 && said.contains("`<stdin>` is larger than 4 MiB"), "{said}");
    let (status, _, said) = from_stdin(many.path(), &["records"], b"");
    assert!(status == 2 && said.contains("cannot be used with"), "{said}");
}

#[test]
fn a_record_from_standard_input_has_the_baseline_of_its_file() {
    let many = Many::new(2);
    many.check(&["--write-baseline", "known.toml"]);
    let (name, text) = (Many::record(1), many.read(&Many::record(1)));
    let args = ["--stdin-filename", &name, "--pack", "own", "--baseline", "known.toml"];
    assert_eq!(from_stdin(many.path(), &args, text.as_bytes()).0, 0);
    assert_eq!(from_stdin(many.path(), &args, record("large", "").as_bytes()).0, 1);
}
