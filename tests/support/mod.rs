//! What several test files need: running the program in a folder.

#![allow(dead_code, reason = "each test file uses a part of it")]

pub mod damage;
pub mod drafts;
pub mod many;
pub mod markup;
pub mod own_calendars;
pub mod pages;

use std::path::Path;
use std::process::{Command, Output};

/// The program with `args`, in `folder`, on a fixed date where the command takes one.
pub fn diligence(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_diligence")).args(args).current_dir(folder).output().expect("the program starts")
}

/// Standard output as text.
pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("output is UTF-8")
}

/// Standard error as text.
pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("messages are UTF-8")
}

/// `text` with every run of spaces and line ends as one space.
pub fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Copies a folder with all it holds.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The folder of the repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
