//! Any text as one file of a pack: the pack is read or refused. The first byte says which file.
#![no_main]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use diligence::pack::{PackSource, load};
use diligence::render::diagnostics;
use libfuzzer_sys::fuzz_target;

const FILES: [&str; 8] = [
    "requirements/planning.toml",
    "fields/own.toml",
    "pack.toml",
    "conditions.toml",
    "authorities/own.toml",
    "clauses/own.md",
    "calendars/own.toml",
    "sources/own.toml",
];

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder").keep();
    for file in FILES {
        fs::create_dir_all(folder.join(file).parent().expect("it has one")).expect("a folder");
    }
    folder
});

fuzz_target!(|input: (u8, &str)| {
    let (which, text) = input;
    let file = FILES[usize::from(which) % FILES.len()];
    let path: &Path = &FOLDER;
    for other in FILES {
        let _ = fs::remove_file(path.join(other));
    }
    let manifest = "id = \"own\"\ntitle = \"Own\"\nedition = \"1\"\njurisdiction = \"a\"\npublisher = \"b\"\nlicence = \"MIT\"\n";
    fs::write(path.join("pack.toml"), manifest).expect("it can be written");
    fs::write(path.join(file), text).expect("it can be written");
    if let Err(problems) = load(&[PackSource::Folder(path.to_owned(), "own".to_owned())]) {
        diagnostics(&problems);
    }
});
