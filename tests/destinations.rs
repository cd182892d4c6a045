//! Where outputs go: never over a file that the run reads, never into a pipe or a device, and through links.

#![allow(clippy::unwrap_used, reason = "a test stops at a surprise")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use support::many::{Many, record};
use support::{diligence, flat, stderr, stdout};

const NAMES_FILES: &str = r##"
[planning]
decision-record = "paper/decision.csv"
[agreement]
file = "paper/agreement.md#terms"
[[evidence]]
requirements = ["size"]
file = "paper/plan.html"
"##;

/// Two records, of which the first names files, a pack, templates, and a baseline.
fn sample() -> Many {
    let many = Many::new(2);
    many.write(&Many::record(0), &record("large", NAMES_FILES));
    for (path, text) in [
        ("records/000/paper/decision.csv", "mine"),
        ("records/000/paper/agreement.md", "# Terms\n"),
        ("records/000/paper/plan.html", "mine"),
        ("own/notes.md", "mine"),
        ("templates/reports/report.html", "mine"),
        ("old.md", "mine"),
    ] {
        many.write(path, text);
    }
    assert_eq!(many.check(&["records", "--write-baseline", "known.toml", "--quiet"]).0, 0);
    many
}

/// Every file below `folder`.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false => drop(found.insert(path.clone(), fs::read(&path).unwrap())),
        }
    }
    found
}

/// Runs a command that must be refused, with nothing on standard output and no file changed; gives what it says.
fn refused(many: &Many, args: &str) -> String {
    let before = files(many.path());
    let args: Vec<&str> = args.split(' ').chain(["--overwrite"]).collect();
    let output = diligence(many.path(), &args);
    assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(2), ""), "{args:?}: {}", stderr(&output));
    assert!(files(many.path()) == before, "{args:?}");
    flat(&stderr(&output))
}

#[test]
fn check_writes_over_no_file_that_it_reads() {
    let many = sample();
    for (args, told) in [
        ("records -o json:records/001/procurement.toml", "is a record of this run"),
        ("records -o records/000/paper/decision.csv", "line 8, as `planning.decision-record`"),
        ("records -o records/000/paper/agreement.md", "line 10, as `agreement.file`"),
        ("records -o json:records/001/../000/paper/plan.html", "line 13, as `evidence.file`"),
        ("records --write-baseline records/000/paper/plan.html", "`records/000/procurement.toml`, line 13"),
        ("records/000 --baseline known.toml -o json:known.toml", "is the baseline of this run"),
        ("records/001 --pack own -o own/notes.md", "belongs to the pack in `own`"),
        ("records/001 --pack own --write-baseline own/pack.toml", "belongs to the pack in `own`"),
    ] {
        let said = refused(&many, &format!("check {args} -o new.json"));
        assert!(said.contains(told) && said.ends_with("Name another file"), "{args}: {said}");
    }
    // What this run does not read, it may replace; and a baseline that it reads, by the one that it writes.
    let (status, _, said) = many.check(&[
        "records/001",
        "--overwrite",
        "-o",
        "records/000/paper/agreement.md",
        "--baseline",
        "known.toml",
        "--write-baseline",
        "./known.toml",
    ]);
    assert_eq!(status, 0, "{said}");
    assert!(many.read("records/000/paper/agreement.md").starts_with("## "));
}

#[test]
fn a_record_from_standard_input_is_spared_with_its_evidence() {
    let many = sample();
    for (file, told) in [("procurement.toml", "is a record of this run"), ("paper/plan.html", "as `evidence.file`")] {
        let script = format!(
            "exec \"$0\" check --stdin --stdin-filename records/000/procurement.toml --overwrite -o json:records/000/{file}"
        );
        let output = std::process::Command::new("sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_diligence")])
            .stdin(fs::File::open(many.path().join("records/000/procurement.toml")).unwrap())
            .current_dir(many.path())
            .output()
            .unwrap();
        assert!(output.status.code() == Some(2) && stderr(&output).contains(told), "{}", stderr(&output));
    }
}

#[test]
fn no_other_command_writes_over_what_it_reads() {
    let many = sample();
    many.write("records/000/paper/dates.csv", "mine");
    many.write("records/000/record.html", &record("large", "[planning]\ndecision-record = \"paper/dates.csv\"\n"));
    for (args, told) in [
        ("report records/000 -o records/000/paper/plan.html", "as `evidence.file`"),
        ("report records/000/record.html -o records/000/record.html", "is a record of this run"),
        ("report records/000 --templates templates -o templates/reports/report.html", "the templates in `templates`"),
        ("report records/000 --pack own -o own/notes.md", "the pack in `own`"),
        ("report records/000 -o new.md -o ./new.md", "is to be written twice"),
        ("draft records/000 -o records/000/paper/agreement.md", "as `agreement.file`"),
        ("draft records/000 --against old.md -o old.md", "is the earlier draft"),
        ("deadlines records/000/record.html -o records/000/paper/dates.csv", "as `planning.decision-record`"),
        ("trace --pack own -o own/notes.md", "the pack in `own`"),
        ("trace --templates templates -o templates/reports/report.html", "the templates in `templates`"),
    ] {
        let said = refused(&many, args);
        assert!(said.contains(told), "{args}: {said}");
    }
}

#[test]
fn what_an_interrupted_run_left_behind_is_no_record_and_no_part_of_a_pack() {
    let many = Many::new(1);
    let check = || many.check(&["records", "--format", "json"]).1;
    let before = check();
    for folder in ["records", "records/000", "own", "own/requirements"] {
        many.write(&format!("{folder}/.diligence-AbC123"), "not = ");
    }
    assert!(before.len() > 1000 && check() == before);
}

#[cfg(unix)]
mod unix {
    use super::*;

    use std::os::unix::fs::symlink;
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};

    /// The exit status and standard error of a run that must not wait for anything.
    fn at_once(folder: &Path, args: &[&str]) -> (Option<i32>, String) {
        let mut program = Command::new(env!("CARGO_BIN_EXE_diligence"));
        program.args(args).current_dir(folder).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = program.spawn().unwrap();
        let started = Instant::now();
        while child.try_wait().unwrap().is_none() {
            if started.elapsed() > Duration::from_secs(60) {
                child.kill().unwrap();
                panic!("{args:?} waits");
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let output = child.wait_with_output().unwrap();
        (output.status.code(), stderr(&output))
    }

    #[test]
    fn what_is_no_plain_file_is_refused_at_once() {
        let many = sample();
        assert!(Command::new("mkfifo").arg(many.path().join("pipe")).status().unwrap().success());
        symlink("pipe", many.path().join("link.json")).unwrap();
        symlink("/dev/zero", many.path().join("zero.md")).unwrap();
        for (args, named) in [
            ("check records -o json:pipe", "`pipe` is a pipe or a device"),
            ("check records -o link.json", "`link.json` is a pipe or a device"),
            ("check records -o csv:/dev/full", "`/dev/full` is a pipe or a device"),
            ("check records -o junit:/dev/null", "`/dev/null` is a pipe or a device"),
            ("check records --write-baseline /dev/null", "`/dev/null` is a pipe or a device"),
            ("report records/000 -o zero.md", "`zero.md` is a pipe or a device"),
        ] {
            for more in [&[][..], &["--overwrite"]] {
                let args: Vec<&str> = args.split(' ').chain(more.iter().copied()).collect();
                let (status, said) = at_once(many.path(), &args);
                assert_eq!(status, Some(2), "{args:?}: {said}");
                assert!(said.contains(named) && said.contains("use --format NAME"), "{args:?}: {said}");
            }
        }
        assert!(!Path::new("/dev/null").is_file());
    }

    #[test]
    fn a_stream_is_refused_even_where_it_leads_to_a_file() {
        let many = sample();
        let script = "exec \"$0\" check records --overwrite -o json:/dev/stdout > out.json";
        let output = Command::new("sh")
            .args(["-c", script, env!("CARGO_BIN_EXE_diligence")])
            .current_dir(many.path())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains("`/dev/stdout` is a pipe or a device"), "{}", stderr(&output));
        assert_eq!(many.read("out.json"), "");
    }

    #[test]
    fn a_link_stays_a_link_and_the_file_that_it_leads_to_is_written() {
        let many = sample();
        many.write("far/real.json", "mine");
        symlink("far/real.json", many.path().join("link.json")).unwrap();
        let check =
            |more: &[&str]| many.check(&[&["records/001", "-o", "link.json", "--fail-on", "never"], more].concat());
        let (status, _, said) = check(&[]);
        assert!(status == 2 && said.contains("`link.json` exists"), "{said}");
        assert_eq!(many.read("far/real.json"), "mine");
        // The second time it is the program's own.
        for more in [&["--overwrite"][..], &["--gate", "tendering"]] {
            let before = many.read("far/real.json");
            assert_eq!(check(more).0, 0);
            assert!(many.path().join("link.json").is_symlink());
            assert_ne!(many.read("far/real.json"), before);
        }
        assert_eq!(fs::read_dir(many.path().join("far")).unwrap().count(), 1);
        let (status, _, said) = check(&["-o", "far/real.json"]);
        assert!(status == 2 && said.contains("is to be written twice"), "{said}");

        symlink("nowhere.json", many.path().join("lost.json")).unwrap();
        let (status, _, said) = many.check(&["records/001", "-o", "lost.json", "--overwrite"]);
        assert!(status == 2 && said.contains("`lost.json` is a link that leads to no file"), "{said}");
    }

    #[test]
    fn a_link_to_what_is_read_is_refused() {
        let many = sample();
        symlink("records/001/procurement.toml", many.path().join("link.json")).unwrap();
        symlink("records/000/paper/plan.html", many.path().join("plan.json")).unwrap();
        assert!(refused(&many, "check records -o link.json").contains("`link.json` is a record of this run"));
        assert!(refused(&many, "check records -o plan.json").contains("as `evidence.file`"));
        // And the other way round: a record that is reached by a link.
        symlink("../real.json", many.path().join("records/procurement.toml")).unwrap();
        many.write("real.json", &record("small", ""));
        let said = refused(&many, "check records/procurement.toml -o real.json");
        assert!(said.contains("`real.json` is a record of this run"), "{said}");
    }
}
