//! The same input gives the same bytes, wherever, whenever and by whomever the program is run.

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use support::{copy_folder, repository};

fn run(folder: &Path, args: &[&str], environment: &[(&str, &str)]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_diligence"))
        .args(args)
        .current_dir(folder)
        .env_clear()
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    assert!(output.status.code() != Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!output.stdout.is_empty());
    output.stdout
}

#[test]
fn folder_time_zone_locale_and_user_change_nothing() {
    let first = tempfile::tempdir().unwrap();
    let second = tempfile::tempdir().unwrap();
    let example = repository().join("checklists/ontario/examples/online-licensing");
    copy_folder(&example, &first.path().join("licensing"));
    copy_folder(&example, &second.path().join("licensing"));
    let here =
        [("HOME", "/root"), ("USER", "one"), ("TZ", "Pacific/Auckland"), ("LANG", "en_CA.UTF-8"), ("COLUMNS", "200")];
    let there = [
        ("HOME", "/tmp"),
        ("USER", "two"),
        ("TZ", "America/Vancouver"),
        ("LC_ALL", "fr_CA.UTF-8"),
        ("RAYON_NUM_THREADS", "1"),
    ];
    for args in [
        &["check", "licensing"][..],
        &["check", "licensing", "--format", "json"],
        &["check", "licensing", "--format", "sarif"],
        &["check", "licensing", "--format", "junit"],
        &["check", "licensing", "--format", "github"],
        &["check", "licensing", "--format", "gitlab"],
        &["check", "licensing", "--format", "markdown"],
        &["check", "licensing", "--format", "csv"],
        &["check", "licensing", "--format", "jsonl"],
        &["report", "licensing", "--format", "markdown"],
        &["report", "licensing", "--format", "html"],
        &["draft", "licensing", "--document", "agreement", "--format", "markdown"],
        &["draft", "licensing", "--document", "agreement", "--format", "html"],
        &["draft", "licensing", "--document", "agreement", "--format", "docx"],
        &["report", "licensing", "--format", "docx"],
    ] {
        let dated: Vec<&str> = args.iter().copied().chain(["--as-of", "2026-11-21"]).collect();
        assert_eq!(run(first.path(), &dated, &here), run(second.path(), &dated, &there), "{args:?}");
    }
}

#[test]
fn what_is_printed_is_what_was_sealed() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        "[institution]\n[procurement]\ntitle = \"DEL \\u007f, NEL \\u0085, ESC \\u001b[31m\"\nphase = \"planning\"\n";
    fs::write(folder.path().join("procurement.toml"), text).unwrap();
    for command in ["check", "deadlines"] {
        let args = [command, ".", "--as-of", "2026-11-21", "--format", "json", "-o", "file.json", "--overwrite"];
        let printed = run(folder.path(), &args, &[]);
        assert_eq!(printed, fs::read(folder.path().join("file.json")).unwrap(), "{command}");
        assert!(String::from_utf8(printed).unwrap().contains("DEL \\u007f, NEL \\u0085, ESC \\u001b[31m"), "{command}");
    }
}

#[test]
fn the_order_of_many_records_is_stable() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..100 {
        let inner = folder.path().join(format!("{number:03}"));
        fs::create_dir(&inner).unwrap();
        let text = format!("[institution]\n[procurement]\ntitle = \"Number {number}\"\nphase = \"planning\"\n");
        fs::write(inner.join("procurement.toml"), text).unwrap();
    }
    let args = ["check", ".", "--format", "json", "--as-of", "2026-11-21"];
    let one = run(folder.path(), &args, &[("RAYON_NUM_THREADS", "1")]);
    let four = run(folder.path(), &args, &[("RAYON_NUM_THREADS", "4")]);
    assert_eq!(one, four);
    let parsed: serde_json::Value = serde_json::from_slice(&one).unwrap();
    let paths: Vec<&str> =
        parsed["records"].as_array().unwrap().iter().map(|record| record["path"].as_str().unwrap()).collect();
    assert!(paths.is_sorted() && paths.len() == 100);
}
