//! Any bytes as Markdown evidence: its headings are found, or it is said why not.
#![no_main]

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use diligence::assessment::Files;
use libfuzzer_sys::fuzz_target;

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| tempfile::tempdir().expect("a folder").keep());

fuzz_target!(|input: (&str, &[u8])| {
    let (heading, bytes) = input;
    fs::write(FOLDER.join("a.md"), bytes).expect("it can be written");
    let files = Files::folder(FOLDER.as_path());
    let _ = files.find(&format!("a.md#{heading}"));
    let _ = files.find(heading);
    let _ = files.has_hash("a.md", heading);
});
