//! Any text as a layout: it is refused, or rendered to its end.
#![no_main]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use diligence::pack::PackFiles;
use diligence::render::{Markup, Templates, diagnostics};
use libfuzzer_sys::fuzz_target;

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder").keep();
    fs::create_dir(folder.join("reports")).expect("a folder");
    fs::write(folder.join("reports/b.md"), "{% for b in a.list %}{{ b }}{% endfor %}").expect("it can be written");
    folder
});

fuzz_target!(|text: &str| {
    fs::write(FOLDER.join("reports/a.md"), text).expect("it can be written");
    let Ok(files) = PackFiles::folder(&FOLDER, "own") else { return };
    let entry = BTreeMap::from([("name", vec!["*x* <y> `z`"]), ("list", vec!["2026-03-01", "c"])]);
    let context = BTreeMap::from([("x", vec![entry.clone(), entry])]);
    let made = Templates::load(&files, "reports", Markup::Markdown)
        .and_then(|templates| templates.render("reports/a.md", &context));
    if let Err(problems) = made {
        diagnostics(&problems);
    }
});
