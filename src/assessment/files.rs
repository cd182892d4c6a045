//! The files beside a record: evidence and documents that it names. They are only read, and only below its folder.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::agreement::{anchors, is_readable};
use crate::source::{Code, Hash, failure_in_words, read_bytes, size_in_words};

/// The largest file whose hash is computed: 64 MiB.
const MAX_HASHED_BYTES: u64 = 64 * 1024 * 1024;

/// The largest Markdown file that is read: 10 MiB, some thousands of pages.
const MAX_READ_BYTES: u64 = 10 * 1024 * 1024;

/// The most that is read of one record's files: 1 GiB.
const MAX_BYTES_IN_ALL: u64 = 1024 * 1024 * 1024;

/// Where the files are that a record names.
#[derive(Debug)]
pub enum Files {
    /// Below a folder.
    Folder(Folder),
    /// In the binary: path and bytes.
    Embedded(Vec<(String, &'static [u8])>),
    /// Nowhere; each counts as being there. For the examples inside packs.
    Assumed,
}

/// A folder on disk, of which each file is read once, however often a record names it.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    seen: Mutex<Seen>,
}

/// What is known of the files that were read, by their real paths.
#[derive(Debug, Default)]
struct Seen {
    bytes: u64,
    hashes: HashMap<PathBuf, Result<String, String>>,
    headings: HashMap<PathBuf, Result<HashSet<String>, String>>,
}

/// A Markdown file that a record names.
#[derive(Debug)]
pub(super) struct NamedText<'p> {
    /// Its path from the record's folder.
    pub file: &'p str,
    /// The heading that the record names in it.
    pub heading: Option<&'p str>,
    /// What it holds.
    pub text: String,
}

impl Files {
    /// The files below `folder`.
    pub fn folder(folder: impl Into<PathBuf>) -> Self {
        Files::Folder(Folder { path: folder.into(), seen: Mutex::default() })
    }

    /// Looks for the file that `path` names, and for the heading after its `#`.
    ///
    /// # Errors
    /// What is wrong, in words that follow the path.
    pub fn find(&self, path: &str) -> Result<(), String> {
        let (file, heading) = split(path);
        match (self, heading) {
            (Files::Assumed, _) => Ok(()),
            (Files::Embedded(files), heading) => {
                let bytes = embedded(files, file)?;
                heading.map_or(Ok(()), |heading| has_heading(&headings_of(file, bytes.to_vec())?, heading))
            }
            (Files::Folder(folder), None) => within(&folder.path, file).map(drop),
            (Files::Folder(folder), Some(heading)) => folder.has_heading(file, heading),
        }
    }

    /// The real path of the folder on disk, below which alone files are read.
    pub fn real_folder(&self) -> Option<PathBuf> {
        match self {
            Files::Folder(folder) => real_folder(&folder.path).ok(),
            Files::Embedded(_) | Files::Assumed => None,
        }
    }

    /// The real path of the file on disk that `path` names, where it may be read.
    pub fn real_path(&self, path: &str) -> Option<PathBuf> {
        match self {
            Files::Folder(folder) => within(&folder.path, split(path).0).ok(),
            Files::Embedded(_) | Files::Assumed => None,
        }
    }

    /// Whether the file that `path` names has this SHA-256, in hexadecimal.
    ///
    /// # Errors
    /// What is wrong, in words that follow the path.
    pub fn has_hash(&self, path: &str, expected: &str) -> Result<(), String> {
        let (file, _) = split(path);
        let found = match self {
            Files::Assumed => return Ok(()),
            Files::Embedded(files) => Hash::of(embedded(files, file)?),
            Files::Folder(folder) => folder.hash(file)?,
        };
        if found.eq_ignore_ascii_case(expected.trim()) {
            Ok(())
        } else {
            Err(format!("has changed since its SHA-256 was recorded (it is now {found})"))
        }
    }

    /// The text of the Markdown file that `path` names, whether or not it has the heading that it names.
    ///
    /// # Errors
    /// Why it cannot be read, in words that follow the path; `None` where [`Files::find`] says so, or no file is read at
    /// all.
    pub(super) fn markdown<'p>(&self, path: &'p str) -> Result<NamedText<'p>, Option<String>> {
        let (file, heading) = split(path);
        // Where a heading is named, `find` reads the file, too.
        let unread = |problem: String| heading.is_none().then_some(problem);
        self.find(file).map_err(|_| None)?;
        if !is_markdown(file) {
            return Err(unread("is not a Markdown file (.md)".to_owned()));
        }
        let bytes = match self {
            Files::Assumed => return Err(None),
            Files::Embedded(files) => embedded(files, file).map(<[u8]>::to_vec),
            Files::Folder(folder) => folder.read(file),
        };
        let text = bytes.and_then(readable).map_err(unread)?;
        Ok(NamedText { file, heading, text })
    }
}

impl Folder {
    fn hash(&self, file: &str) -> Result<String, String> {
        let path = within(&self.path, file)?;
        let mut seen = self.seen();
        if !seen.hashes.contains_key(&path) {
            let hash = seen.read(&path, file, MAX_HASHED_BYTES).map(Hash::of);
            seen.hashes.insert(path.clone(), hash);
        }
        seen.hashes[&path].clone()
    }

    fn has_heading(&self, file: &str, heading: &str) -> Result<(), String> {
        let path = within(&self.path, file)?;
        let mut seen = self.seen();
        if !seen.headings.contains_key(&path) {
            let found = must_be_markdown(file)
                .and_then(|()| seen.read(&path, file, MAX_READ_BYTES))
                .and_then(|bytes| headings_of(file, bytes));
            seen.headings.insert(path.clone(), found);
        }
        has_heading(seen.headings[&path].as_ref().map_err(String::clone)?, heading)
    }

    fn read(&self, file: &str) -> Result<Vec<u8>, String> {
        let path = within(&self.path, file)?;
        self.seen().read(&path, file, MAX_READ_BYTES)
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        // What is known stays true even where another thread came to a sudden end.
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seen {
    fn read(&mut self, path: &Path, file: &str, limit: u64) -> Result<Vec<u8>, String> {
        if self.bytes >= MAX_BYTES_IN_ALL {
            return Err("was not read: the files that this record names are larger than 1 GiB together".to_owned());
        }
        let read = read_bytes(path, file, limit);
        self.bytes += read.as_ref().map_or(limit, |bytes| bytes.len() as u64);
        read.map_err(|problem| match problem.code {
            Code::FileTooLarge => format!("is larger than {}, the most that is read", size_in_words(limit)),
            _ => "could not be read; check its permissions".to_owned(),
        })
    }
}

fn embedded(files: &[(String, &'static [u8])], file: &str) -> Result<&'static [u8], String> {
    files.iter().find(|(known, _)| known == file).map(|(_, bytes)| *bytes).ok_or_else(|| "is not there".to_owned())
}

fn is_markdown(file: &str) -> bool {
    file.to_lowercase().ends_with(".md")
}

fn must_be_markdown(file: &str) -> Result<(), String> {
    match is_markdown(file) {
        true => Ok(()),
        false => Err("names a heading, which can only be looked up in a Markdown file (.md)".to_owned()),
    }
}

fn headings_of(file: &str, bytes: Vec<u8>) -> Result<HashSet<String>, String> {
    must_be_markdown(file)?;
    Ok(anchors(&readable(bytes)?).map(|heading| heading.to_ascii_lowercase()).collect())
}

/// The text of a Markdown file.
fn readable(bytes: Vec<u8>) -> Result<String, String> {
    let text = String::from_utf8(bytes).map_err(|_| "is not text in UTF-8")?;
    let readable = is_readable(&text).then_some(text);
    readable.ok_or_else(|| "holds quotes or lists too deep in each other to be read".to_owned())
}

fn has_heading(known: &HashSet<String>, heading: &str) -> Result<(), String> {
    match known.contains(&heading.to_ascii_lowercase()) {
        true => Ok(()),
        false => Err(format!("has no heading `#{heading}`")),
    }
}

/// The file and the heading that `path` names.
pub(super) fn split(path: &str) -> (&str, Option<&str>) {
    match path.split_once('#') {
        Some((file, heading)) => (file, Some(heading)),
        None => (path, None),
    }
}

fn real_folder(folder: &Path) -> io::Result<PathBuf> {
    fs::canonicalize(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })
}

/// The real path of a plain file that truly lies below `folder`.
fn within(folder: &Path, file: &str) -> Result<PathBuf, String> {
    let relative = Path::new(file);
    if !relative.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
        return Err("leads out of the record's folder; only files in it or below it are read".to_owned());
    }
    let path = folder.join(relative);
    let real = fs::canonicalize(&path).map_err(|error| not_found(folder, relative, &error))?;
    if !real.starts_with(real_folder(folder).map_err(|_| "is not there")?) {
        return Err("leads out of the record's folder through a link".to_owned());
    }
    if !real.is_file() {
        return Err("is not a plain file".to_owned());
    }
    Ok(real)
}

/// Why the system finds no file at the path `relative` from `folder`.
fn not_found(folder: &Path, relative: &Path, error: &io::Error) -> String {
    use io::ErrorKind::{InvalidFilename, InvalidInput, NotADirectory, NotFound, PermissionDenied};
    let is_link = |path: &Path| folder.join(path).is_symlink();
    match error.kind() {
        NotFound if is_link(relative) => "is a link that leads to no file".to_owned(),
        NotFound | NotADirectory | InvalidInput => "is not there".to_owned(),
        PermissionDenied | InvalidFilename => format!("could not be read ({})", failure_in_words(error)),
        _ if relative.ancestors().any(|path| !path.as_os_str().is_empty() && is_link(path)) => {
            "is reached through links that lead in a circle".to_owned()
        }
        _ => format!("could not be read ({})", failure_in_words(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn a_link_that_leads_nowhere_is_told_as_a_link() {
        use std::os::unix::fs::symlink;

        let folder = tempfile::tempdir().unwrap();
        for (link, target) in [("a.md", "b.md"), ("b.md", "a.md"), ("self", "self"), ("gone.md", "nothing.md")] {
            symlink(target, folder.path().join(link)).unwrap();
        }
        fs::write(folder.path().join("file"), "").unwrap();
        let files = Files::folder(folder.path());
        let circle = "is reached through links that lead in a circle";
        let says = [
            ("a.md", circle),
            ("a.md#plan", circle),
            ("self/plan.md", circle),
            ("gone.md", "is a link that leads to no file"),
            ("absent.md", "is not there"),
            ("file/plan.md", "is not there"),
        ];
        for (path, wanted) in says {
            assert_eq!(files.find(path).unwrap_err(), wanted, "{path}");
        }
        let long = format!("{}.md", "x".repeat(300));
        assert_eq!(files.find(&long).unwrap_err(), "could not be read (the system allows no such name)");
    }

    #[test]
    fn nothing_outside_the_folder_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("records");
        fs::create_dir(&inner).unwrap();
        fs::write(folder.path().join("secret.md"), "# Secret").unwrap();
        fs::write(inner.join("plan.md"), "# Plan").unwrap();
        let files = Files::folder(&inner);
        assert_eq!(files.find("plan.md#plan"), Ok(()));
        assert!(files.find("plan.md#other").is_err());
        assert!(files.find("../secret.md").unwrap_err().contains("out of"));
        assert!(files.find("/etc/hostname").unwrap_err().contains("out of"));
        assert!(files.find("absent.md").is_err());
        let read = files.markdown("plan.md#other").unwrap();
        assert_eq!((read.file, read.heading, read.text.as_str()), ("plan.md", Some("other"), "# Plan"));
        assert_eq!(files.markdown("absent.md").unwrap_err(), None);
        fs::write(inner.join("plan.txt"), "# Plan").unwrap();
        assert_eq!(files.markdown("plan.txt").unwrap_err().unwrap(), "is not a Markdown file (.md)");
        assert_eq!(files.markdown("plan.txt#plan").unwrap_err(), None);
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(folder.path().join("secret.md"), inner.join("link.md")).unwrap();
            assert!(files.find("link.md").unwrap_err().contains("link"));
        }
    }
}
