//! A pack of an institution with calendars of its own.

use std::fs;

use diligence::pack::{Library, PackSource, load};

const OWN: &str = "id = \"own\"\ntitle = \"Own rules\"\nedition = \"1\"\njurisdiction = \"Ontario\"\npublisher = \"Town\"\n\
                   licence = \"MIT\"\nreviewed-on = 2026-11-01\nlanguages = [\"en-CA\"]\nextends = [\"ontario\"]\n";

/// The built-in packs with one whose files in `calendars` are these.
pub fn with_own(files: &[(&str, &str)]) -> (tempfile::TempDir, Library) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("pack.toml"), OWN).unwrap();
    fs::create_dir(folder.path().join("calendars")).unwrap();
    for (name, text) in files {
        fs::write(folder.path().join("calendars").join(name), text).unwrap();
    }
    let own = PackSource::Folder(folder.path().to_owned(), "own".to_owned());
    let library = load(&[PackSource::Embedded, own]).unwrap();
    (folder, library)
}
