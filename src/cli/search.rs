//! Searching a folder for records. What is ignored, hidden or linked is left out and told of: of a record that nobody
//! mentions, people think that it was checked.

use std::collections::VecDeque;
use std::fs::{self, FileType};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use walkdir::WalkDir;

use super::Failure;
use super::context::RECORD_NAME;

/// Of the folders that are left out, how many are looked into for records to tell of.
const MOST_LOOKED_INTO: usize = 1000;

/// Folders of other programs, in which nobody keeps a record.
const OF_PROGRAMS: [&str; 2] = [".git", "node_modules"];

/// The file by which a program marks a folder as one that it can make again.
const CACHE_MARK: &str = "CACHEDIR.TAG";

/// Why a record is not one of those found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// A rule in a .gitignore or .ignore file matches it, or a folder around it.
    Ignored,
    /// Its folder, or one around it, has a name that begins with a dot.
    Hidden,
    /// It is a link, or lies in a folder that is one, and leads out of what is searched.
    Linked,
    /// It is a folder, a pipe or a device.
    NoFile,
}

impl Why {
    /// In words that follow the path.
    pub const fn words(self) -> &'static str {
        match self {
            Why::Ignored => "ignored, by a .gitignore or .ignore file",
            Why::Hidden => "hidden, in a folder whose name begins with a dot",
            Why::Linked => "a link that leads elsewhere",
            Why::NoFile => "not a plain file",
        }
    }
}

/// What a search found.
#[derive(Debug, Default)]
pub struct Found {
    /// The records, and folders that could not be searched: to read those says what is wrong with them.
    pub records: Vec<PathBuf>,
    /// The records that were left out. Below folders that were left out, only those near the top are among them.
    pub left_out: Vec<(PathBuf, Why)>,
}

/// Searches `folder` for records.
///
/// # Errors
/// When the search fails at no place in particular.
pub fn search(folder: &Path) -> Result<Found, Failure> {
    let mut found = Found::default();
    let mut closed = VecDeque::new();
    let mut rules = WalkBuilder::new(folder)
        .require_git(false)
        .git_global(false)
        .git_exclude(false)
        .parents(false)
        .build_matchers();
    let mut walk = WalkDir::new(folder).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => match error.path() {
                Some(path) => {
                    found.records.push(path.to_owned());
                    continue;
                }
                None => return Err(Failure::Other(format!("a folder could not be searched: {error}"))),
            },
        };
        let (path, kind, is_record) = (entry.path(), entry.file_type(), entry.file_name() == RECORD_NAME);
        if entry.depth() == 0 || !(is_record || kind.is_dir() || kind.is_symlink()) {
            continue;
        }
        let below = path.strip_prefix(folder).unwrap_or(path);
        if rules.iter_mut().any(|rules| rules.matched(below, kind.is_dir()).is_ignore()) {
            let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            let why = if hidden { Why::Hidden } else { Why::Ignored };
            if kind.is_dir() {
                closed.push_back((path.to_owned(), why));
                walk.skip_current_dir();
            } else if is_record {
                found.left_out.push((path.to_owned(), why));
            }
        } else if is_record && kind.is_file() {
            found.records.push(entry.into_path());
        } else {
            found.left_out.extend(left_out(folder, path, kind, is_record));
        }
    }
    found.look_into(closed);
    Ok(found)
}

/// The record to which `path` leads, where it is not one of the search of `folder`.
fn left_out(folder: &Path, path: &Path, kind: FileType, is_record: bool) -> Option<(PathBuf, Why)> {
    let record = if is_record { path.to_owned() } else { path.join(RECORD_NAME) };
    if !kind.is_symlink() {
        return is_record.then_some((record, Why::NoFile));
    }
    // Found under its own name, or left out under that.
    let is_found = |real: PathBuf| {
        real.ends_with(RECORD_NAME) && folder.canonicalize().is_ok_and(|folder| real.starts_with(folder))
    };
    let elsewhere = (is_record || record.exists()) && !record.canonicalize().is_ok_and(is_found);
    elsewhere.then_some((record, Why::Linked))
}

impl Found {
    /// Looks for records in folders that the search left out, those nearest to its beginning first.
    fn look_into(&mut self, mut folders: VecDeque<(PathBuf, Why)>) {
        for _ in 0..MOST_LOOKED_INTO {
            let Some((folder, why)) = folders.pop_front() else { return };
            if OF_PROGRAMS.iter().any(|name| folder.ends_with(name)) || folder.join(CACHE_MARK).exists() {
                continue;
            }
            // Nobody asked for what is in it, so that it need not be readable.
            let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
            let mut below = Vec::new();
            for entry in entries {
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() => below.push((entry.path(), why)),
                    Ok(kind) if kind.is_file() && entry.file_name() == RECORD_NAME => {
                        self.left_out.push((entry.path(), why));
                    }
                    _ => {}
                }
            }
            below.sort_by(|one, other| one.0.cmp(&other.0));
            folders.extend(below);
        }
    }
}
