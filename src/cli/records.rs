//! Finding records: a file is taken as it is, a folder is searched.

use std::path::{Path, PathBuf};

use crate::source::{Code, Diagnostic};

use super::Failure;
use super::context::{RECORD_NAME, shown};

/// Every record that `paths` name, in a stable order, each once. No path stands for the working folder.
pub fn find(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            let before = found.len();
            search(path, &mut found)?;
            if found.len() == before {
                return Err(nothing_in(path));
            }
        } else {
            found.push(path.clone());
        }
    }
    found.sort_by_key(|path| shown(path));
    found.dedup_by_key(|path| shown(path));
    Ok(found)
}

fn search(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let walk = ignore::WalkBuilder::new(folder)
        .follow_links(false)
        .require_git(false)
        .git_global(false)
        .git_exclude(false)
        .parents(false)
        .build();
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            // Found like a record, so that the others are still checked; to read it says what is wrong.
            Err(error) => match place(&error) {
                Some(folder) => {
                    found.push(folder.to_owned());
                    continue;
                }
                None => return Err(Failure::Other(format!("a folder could not be searched: {error}"))),
            },
        };
        if entry.file_name() == RECORD_NAME && entry.file_type().is_some_and(|kind| kind.is_file()) {
            found.push(entry.into_path());
        }
    }
    Ok(())
}

/// Where the search failed.
fn place(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => place(err),
        _ => None,
    }
}

fn nothing_in(folder: &Path) -> Failure {
    let message = format!("there is no {RECORD_NAME} in the folder `{}` or below it", shown(folder));
    let problem = Diagnostic::new(Code::FileNotFound, message);
    Failure::Problems(vec![problem.help("write a record with `diligence init`, or name the file itself")])
}
