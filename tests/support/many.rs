//! Many records with a pack of their own, and git around them.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use super::{diligence, stderr, stdout};

/// The date of every run.
pub const AS_OF: &str = "2026-11-21";

const PACK: &str = r#"
id = "own"
title = "Own rules"
edition = "1"
jurisdiction = "Sample"
publisher = "Counsel"
licence = "MIT"
extends = ["ontario"]
"#;

const REQUIREMENTS: &str = r#"
[size]
title = "The vendor is a small one"
requires = "The vendor must be small."
why = "Sample."
basis = "practice"
obligation = "must"
obligation-reason = "Sample."
expects = { "vendor.size" = "small" }
evidence = ["e"]
role = "project lead"
remedy = "Find a small one."
example.met = "vendor.size = \"small\""
example.gap = "vendor.size = \"large\""

[vetted]
title = "Every subcontractor was checked"
requires = "Each subcontractor must be checked."
why = "Sample."
basis = "practice"
obligation = "must"
obligation-reason = "Sample."
applies = { "vendor.subcontractors" = "stated" }
expects = { "vendor.subcontractors" = { every = { vetted-on = { no-later-than = "as-of" } } } }
evidence = ["e"]
role = "project lead"
remedy = "Check it."
example.met = """
[[vendor.subcontractors]]
name = "One"
vetted-on = 2026-01-01
"""
example.gap = """
[[vendor.subcontractors]]
name = "One"
vetted-on = 2999-01-01
"""
"#;

/// A folder of records.
pub struct Many(TempDir);

impl Many {
    /// A folder with the pack `own` and `count` records of vendors that are large and small by turns.
    pub fn new(count: usize) -> Self {
        let many = Self(tempfile::tempdir().unwrap());
        many.write("own/pack.toml", PACK);
        many.write("own/requirements/planning.toml", REQUIREMENTS);
        for number in 0..count {
            many.write(&Self::record(number), &record(if number % 2 == 0 { "large" } else { "small" }, ""));
        }
        many
    }

    /// The path of a record.
    pub fn record(number: usize) -> String {
        format!("records/{number:03}/procurement.toml")
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file and the folders that it needs.
    pub fn write(&self, path: &str, text: &str) {
        let path: PathBuf = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The text of a file.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap()
    }

    /// What `check` with the pack gives: exit status, standard output and error.
    pub fn check(&self, args: &[&str]) -> (i32, String, String) {
        self.check_in("", args)
    }

    /// As [`Many::check`], in a folder below.
    pub fn check_in(&self, folder: &str, args: &[&str]) -> (i32, String, String) {
        let pack = self.path().join("own");
        let own = ["check", "--as-of", AS_OF, "--pack", pack.to_str().unwrap()];
        let output = diligence(&self.path().join(folder), &[&own, args].concat());
        (output.status.code().unwrap_or(-1), stdout(&output), stderr(&output))
    }

    /// The exit status and the JSON of `check`.
    pub fn json(&self, args: &[&str]) -> (i32, Value) {
        let (status, printed, said) = self.check(&[args, &["--format", "json"]].concat());
        (status, serde_json::from_str(&printed).unwrap_or_else(|_| panic!("{printed}{said}")))
    }

    /// Runs git in the folder; it must succeed.
    pub fn git(&self, args: &[&str]) -> String {
        git(self.path(), args)
    }

    /// Commits all there is.
    pub fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "Sample"]);
    }
}

/// A record of a vendor of this size, with more TOML at its end.
pub fn record(size: &str, more: &str) -> String {
    format!("[institution]\n[procurement]\nphase = \"planning\"\n[vendor]\nsize = \"{size}\"\n{more}")
}

/// Runs git in `folder`, away from anyone's settings; it must succeed.
pub fn git(folder: &Path, args: &[&str]) -> String {
    let named = ["-c", "user.name=Sample", "-c", "user.email=sample@sample.example", "-c", "init.defaultBranch=main"];
    let mut git = Command::new("git");
    git.args(named)
        .args(args)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1");
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        git.env_remove(name);
    }
    let output = git.output().expect("these tests need git");
    assert!(output.status.success(), "git {args:?}: {}", stderr(&output));
    stdout(&output)
}
