//! What goes wrong around the program: full disks, folders that cannot be written, a sudden end, files that nobody may
//! read. It says so, checks the other records all the same, leaves nothing half-written, and ends with 2.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at a surprise and writes its own files"
)]

mod support;

use std::fs::{self, File, Permissions};
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use support::{diligence, stderr, stdout};
use tempfile::TempDir;

const RECORD: &str = "[institution]\n[procurement]\n";
const PROGRAM: &str = env!("CARGO_BIN_EXE_diligence");

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("procurement.toml"), RECORD).unwrap();
    folder
}

/// A command of the shell, in which `$0` is the program.
fn shell(folder: &Path, script: &str) -> Output {
    Command::new("sh").args(["-c", script, PROGRAM]).current_dir(folder).output().unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The program as a user who is not root and so bound by permissions.
fn as_nobody(folder: &Path, args: &[&str]) -> Output {
    let user = fs::metadata("/proc/self").map(|metadata| std::os::unix::fs::MetadataExt::uid(&metadata)).unwrap();
    if user != 0 {
        return diligence(folder, args);
    }
    let place = tempfile::tempdir_in("/tmp").unwrap();
    fs::set_permissions(place.path(), Permissions::from_mode(0o755)).unwrap();
    let program = place.path().join("diligence");
    fs::copy(PROGRAM, &program).unwrap();
    let nobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];
    Command::new("setpriv").args(nobody).arg(program).args(args).current_dir(folder).output().unwrap()
}

#[test]
fn a_full_disk_is_told_of() {
    let folder = folder();
    for command in [
        "check .",
        "check . --format json",
        "report . --format docx",
        "deadlines . --format csv",
        "draft .",
        "list fields",
        "schema",
        "man",
        "completions bash",
        "--help",
        "check --help",
        "--version",
    ] {
        let output = shell(folder.path(), &format!("\"$0\" {command} > /dev/full"));
        assert_eq!(output.status.code(), Some(2), "{command}");
        assert_eq!(stderr(&output), "error: standard output could not be written (the disk is full)\n", "{command}");
    }
}

#[test]
fn a_file_that_does_not_fit_leaves_the_one_before() {
    let folder = folder();
    for (file, before) in [("out.html", None), ("out.json", Some("before")), ("out.docx", Some("before"))] {
        let path = folder.path().join(file);
        if let Some(before) = before {
            fs::write(&path, before).unwrap();
        }
        let command = if file == "out.json" { "check" } else { "report" };
        // The size of files is limited to 4 KiB, as a full disk would do, and the signal of the limit is not sent.
        let script = format!("trap '' XFSZ; ulimit -f 8; exec \"$0\" {command} . -o {file} --overwrite");
        let output = shell(folder.path(), &script);
        assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(2), ""), "{}", stderr(&output));
        let said = format!("`{file}` could not be written (the system allows no file of that size)");
        assert!(stderr(&output).contains(&said), "{}", stderr(&output));
        assert_eq!(fs::read_to_string(&path).ok().as_deref(), before, "{file}");
    }
    assert_eq!(names(folder.path()), ["out.docx", "out.json", "procurement.toml"], "nothing half-written stays");
}

#[test]
fn a_sudden_end_leaves_no_half_written_file() {
    let folder = folder();
    let path = folder.path().join("out.html");
    fs::write(&path, "before").unwrap();
    for delay in [0, 20, 60, 120, 200, 300, 400, 600] {
        let args = ["report", ".", "-o", "out.html", "--overwrite"];
        let mut child = Command::new(PROGRAM).args(args).current_dir(folder.path()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(delay));
        child.kill().unwrap();
        child.wait().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert!(text == "before" || text.trim_end().ends_with("-->") && text.contains("</html>"), "after {delay} ms");
    }
    // By the limit on the size of files the program is killed in the middle of the file, surely.
    fs::write(&path, "before").unwrap();
    let output = shell(folder.path(), "ulimit -c 0; ulimit -f 8; exec \"$0\" report . -o out.html --overwrite");
    assert_eq!(output.status.code(), None, "killed by a signal");
    assert_eq!(fs::read_to_string(&path).unwrap(), "before");
    let output = diligence(folder.path(), &["report", ".", "-o", "out.html", "--overwrite"]);
    assert_eq!(output.status.code(), Some(1), "what was left behind is in nobody's way: {}", stderr(&output));
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let folder = folder();
    fs::create_dir(folder.path().join("out.md")).unwrap();
    // Nobody can make a file in /proc, not even root.
    for (path, why) in [
        ("out.md", "`out.md` is a folder; name a file in it"),
        ("/proc/out.md", "`/proc/out.md` could not be written"),
        ("absent/out.md", "`absent/out.md` could not be written (its folder is not there)"),
        ("procurement.toml/out.md", "`procurement.toml/out.md` could not be written"),
    ] {
        let output = diligence(folder.path(), &["report", ".", "-o", path]);
        assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(2), ""), "{path}");
        assert!(stderr(&output).contains(why), "{path}: {}", stderr(&output));
    }
    let output = diligence(folder.path(), &["init", "--non-interactive", "/proc/new"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("`/proc/new` could not be made"), "{}", stderr(&output));
    assert_eq!(names(folder.path()), ["out.md", "procurement.toml"]);
}

#[test]
fn a_folder_that_only_others_may_write_is_left_as_it_is() {
    let folder = folder();
    fs::set_permissions(folder.path(), Permissions::from_mode(0o555)).unwrap();
    let output = as_nobody(folder.path(), &["report", ".", "-o", "out.md"]);
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = "error: `out.md` could not be written (permission denied). What stood there before is unchanged\n";
    assert_eq!(stderr(&output), said);
    assert_eq!(names(folder.path()), ["procurement.toml"]);
}

/// Folders `a`, `b` and `c` with a record each.
fn three_records() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    for name in ["a", "b", "c"] {
        fs::create_dir(folder.path().join(name)).unwrap();
        fs::write(folder.path().join(name).join("procurement.toml"), RECORD).unwrap();
    }
    folder
}

/// The records that `check --format json` gives; the run must end with 2 and say `why`.
fn others(output: &Output, why: &str) -> Vec<String> {
    assert_eq!(output.status.code(), Some(2), "{}", stderr(output));
    assert!(stderr(output).contains(why), "{}", stderr(output));
    let data: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let records = data["records"].as_array().unwrap().iter();
    records.map(|record| record["path"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn one_record_that_cannot_be_read_does_not_keep_the_others_from_being_checked() {
    let check = ["check", ".", "--format", "json"];
    let rest = ["a/procurement.toml", "c/procurement.toml"];
    let folder = three_records();
    let record = folder.path().join("b/procurement.toml");
    fs::set_permissions(&record, Permissions::from_mode(0o0)).unwrap();
    let output = as_nobody(folder.path(), &check);
    assert_eq!(others(&output, "`b/procurement.toml` could not be read (permission denied)"), rest);
    fs::set_permissions(&record, Permissions::from_mode(0o644)).unwrap();
    let closed = folder.path().join("b");
    fs::set_permissions(&closed, Permissions::from_mode(0o0)).unwrap();
    let output = as_nobody(folder.path(), &check);
    fs::set_permissions(&closed, Permissions::from_mode(0o755)).unwrap();
    assert_eq!(others(&output, "`b` could not be read (permission denied)"), rest);
    fs::write(&record, [0xff, 0xfe, 0x00]).unwrap();
    assert_eq!(others(&diligence(folder.path(), &check), "is not text in UTF-8"), rest);
}

#[test]
fn what_is_no_plain_file_is_refused_at_once() {
    let folder = three_records();
    let pipe = folder.path().join("pipe.toml");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    symlink("loop.toml", folder.path().join("loop.toml")).unwrap();
    symlink("..", folder.path().join("a/up")).unwrap();
    let sparse = folder.path().join("huge.toml");
    File::create(&sparse).unwrap().set_len(10 << 30).unwrap();
    let begun = Instant::now();
    for (path, why) in [
        ("pipe.toml", "`pipe.toml` is not a plain file"),
        ("/dev/zero", "`/dev/zero` is not a plain file"),
        ("/dev/tty", "`/dev/tty` is not a plain file"),
        ("loop.toml", "`loop.toml` could not be read"),
        ("huge.toml", "`huge.toml` is larger than 4 MiB"),
        ("absent.toml", "there is no file `absent.toml`"),
    ] {
        let output = diligence(folder.path(), &["check", path, "a", "--format", "json"]);
        assert_eq!(others(&output, why), ["a/procurement.toml"], "{path}");
        for command in ["report", "draft", "deadlines"] {
            let output = diligence(folder.path(), &[command, path]);
            assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(2), ""), "{command} {path}");
            assert!(stderr(&output).contains(why), "{command}: {}", stderr(&output));
        }
    }
    let output = diligence(folder.path(), &["check", ".", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1), "a link to a folder is not followed: {}", stderr(&output));
    assert!(begun.elapsed() < Duration::from_secs(300));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = folder();
    for command in ["report . --format html", "list fields --format json", "check . --format json", "--help"] {
        let output = shell(folder.path(), &format!("{{ \"$0\" {command}; echo $? >&2; }} | head -c 10"));
        let said = stderr(&output);
        assert!(["0\n", "1\n"].contains(&said.as_str()), "{command}: {said}");
        let output = shell(folder.path(), &format!("\"$0\" {command} >&- 2>&- <&-"));
        assert!(matches!(output.status.code(), Some(0..=2)), "{command}");
    }
    let output = shell(folder.path(), "\"$0\" init new <&-");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("--non-interactive"), "{}", stderr(&output));
}

#[test]
fn a_file_that_changes_while_it_is_read_gives_one_of_the_two_answers() {
    let folder = folder();
    let path = folder.path().join("procurement.toml");
    let texts = [RECORD.to_owned(), format!("{RECORD}{}", "# more\n".repeat(20_000)), "[institution".to_owned()];
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for text in texts.iter().cycle() {
                if stop.load(std::sync::atomic::Ordering::Relaxed) {
                    break;
                }
                File::create(&path).unwrap().write_all(text.as_bytes()).unwrap();
            }
        });
        for _ in 0..12 {
            let output = diligence(folder.path(), &["check", ".", "--format", "json"]);
            match output.status.code() {
                Some(1) => assert!(serde_json::from_slice::<serde_json::Value>(&output.stdout).is_ok()),
                Some(2) => assert!(stderr(&output).starts_with("error["), "{}", stderr(&output)),
                other => panic!("{other:?}: {}", stderr(&output)),
            }
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}

/// A record whose one piece of evidence is `file`, with a hash where `hashed`.
fn evidence(folder: &Path, file: &str, hashed: bool) -> String {
    let hash = if hashed { format!("sha256 = \"{}\"\n", "0".repeat(64)) } else { String::new() };
    let file = toml::Value::String(file.to_owned());
    let evidence = format!("[[evidence]]\nrequirements = [\"planning.pia\"]\nfile = {file}\n{hash}");
    fs::write(folder.join("procurement.toml"), format!("{RECORD}{evidence}")).unwrap();
    let output = diligence(folder, &["check", ".", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    stdout(&output)
}

#[test]
fn evidence_is_read_only_where_it_belongs_and_only_so_much_of_it() {
    let outer = tempfile::tempdir().unwrap();
    let inner = outer.path().join("record");
    fs::create_dir_all(inner.join("folder")).unwrap();
    fs::write(outer.path().join("secret.md"), "# Secret\n").unwrap();
    fs::write(inner.join("plan.md"), "# Plan\n").unwrap();
    fs::write(inner.join("binary.md"), [0xff, 0xfe, 0x00]).unwrap();
    fs::write(inner.join("nested.md"), ">".repeat(1 << 20)).unwrap();
    fs::write(inner.join("line.md"), "a".repeat(11 << 20)).unwrap();
    File::create(inner.join("huge.md")).unwrap().set_len(10 << 30).unwrap();
    symlink("../secret.md", inner.join("link.md")).unwrap();
    symlink("loop.md", inner.join("loop.md")).unwrap();
    symlink("/dev/zero", inner.join("zero.md")).unwrap();
    symlink("..", inner.join("up")).unwrap();
    assert!(Command::new("mkfifo").arg(inner.join("pipe.md")).status().unwrap().success());
    let absolute = inner.join("plan.md");
    let out = "leads out of the record's folder";
    let begun = Instant::now();
    for (file, why) in [
        ("../secret.md", out),
        ("folder/../../secret.md", out),
        (absolute.to_str().unwrap(), out),
        ("/etc/passwd", out),
        ("/dev/zero", out),
        ("link.md", out),
        ("zero.md", out),
        ("up/secret.md", out),
        ("loop.md", "is reached through links that lead in a circle"),
        ("folder", "is not a plain file"),
        ("pipe.md", "is not a plain file"),
        ("plan.md\u{0}.md", "is not there"),
        ("plan.md#absent", "has no heading `#absent`"),
        ("plan.md", "has changed since its SHA-256 was recorded"),
        ("binary.md#a", "is not text in UTF-8"),
        ("nested.md#a", "holds quotes or lists too deep in each other to be read"),
        ("line.md#a", "is larger than 10 MiB, the most that is read"),
        ("huge.md#a", "is larger than 10 MiB, the most that is read"),
        ("huge.md", "is larger than 64 MiB, the most that is read"),
    ] {
        let found = evidence(&inner, file, true);
        assert!(found.contains(why), "{file}: {:?}", found.find("The evidence").map(|at| &found[at..at + 200]));
    }
    assert!(!evidence(&inner, "plan.md#plan", false).contains("The evidence"), "what is in order is not refused");
    assert!(begun.elapsed() < Duration::from_secs(300));
}

#[test]
fn evidence_that_is_named_often_is_read_once() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("big.md"), "# a\n".repeat(100_000)).unwrap();
    let row = "[[evidence]]\nrequirements = [\"planning.pia\"]\nfile = \"./big.md#b\"\n";
    let row = format!("{row}sha256 = \"{}\"\n", "0".repeat(64));
    fs::write(folder.path().join("procurement.toml"), format!("{RECORD}{}", row.repeat(2000))).unwrap();
    let begun = Instant::now();
    let output = diligence(folder.path(), &["check", ".", "--quiet"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(begun.elapsed() < Duration::from_secs(300), "{:?}", begun.elapsed());
}
