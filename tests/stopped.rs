//! Ctrl-C and SIGTERM in the middle of a run leave no half-written file.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test stops at a surprise")]

mod support;

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use support::many::{AS_OF, Many};

/// The program with `args`, running among the records.
fn begun(many: &Many, args: &[&str]) -> Child {
    let mut program = Command::new(env!("CARGO_BIN_EXE_diligence"));
    program.args(args).current_dir(many.path()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

/// How a run ends on `signal`, and what it says.
fn stopped(child: Child, signal: &str) -> (Option<i32>, String) {
    assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_run_that_is_stopped_leaves_the_files_as_they_were() {
    let many = Many::new(1500);
    assert_eq!(many.check(&["records/000", "-o", "out/before.json", "--quiet"]).0, 2, "there is no folder yet");
    fs::create_dir(many.path().join("out")).unwrap();
    many.check(&["records/000", "-o", "out/before.json", "--quiet"]);
    let before = many.read("out/before.json");
    let names = || {
        let entries = fs::read_dir(many.path().join("out")).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    for (signal, status) in [("-INT", 130), ("-TERM", 143), ("-INT", 130)] {
        let args =
            ["check", "records", "--as-of", AS_OF, "--pack", "own", "-o", "out/before.json", "-o", "out/new.txt"];
        let mut child = begun(&many, &[&args[..], &["--write-baseline", "out/known.toml"]].concat());
        let started = Instant::now();
        while names().len() < 4 {
            assert!(child.try_wait().unwrap().is_none(), "the run was over too soon: {:?}", names());
            assert!(started.elapsed() < Duration::from_secs(120));
            std::thread::sleep(Duration::from_millis(2));
        }
        let (ended, said) = stopped(child, signal);
        assert_eq!((ended, said.as_str()), (Some(status), "\nstopped; no file is left half written\n"));
        assert_eq!((names(), many.read("out/before.json")), (vec!["before.json".to_owned()], before.clone()));
    }
}

#[test]
fn a_stop_says_which_records_were_mended() {
    let many = Many::new(900);
    let before: Vec<String> = (0..900).map(|number| many.read(&Many::record(number))).collect();
    let changed = || {
        let numbers = (0..900).filter(|number| many.read(&Many::record(*number)) != before[*number]);
        numbers.map(|number| format!("  {}\n", Many::record(number))).collect::<String>()
    };
    let child = begun(&many, &["fix", "records", "--write", "--as-of", AS_OF, "--pack", "own"]);
    let started = Instant::now();
    while many.read(&Many::record(0)) == before[0] {
        assert!(started.elapsed() < Duration::from_secs(120));
        std::thread::sleep(Duration::from_millis(2));
    }
    let (status, said) = stopped(child, "-TERM");
    assert_eq!(status, Some(143), "the run was over too soon");
    let (_, listed) = said.split_once("\nstopped; no file is left half written\nwritten before that:\n").unwrap();
    assert_eq!(listed, changed());
}
