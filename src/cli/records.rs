//! Finding records: a file is taken as it is, a folder is searched.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::render::wrap;
use crate::source::{Code, Diagnostic};

use super::context::{RECORD_NAME, shown};
use super::paths::{here, plain};
use super::search::{Found, Why, search};
use super::{Failure, output};

/// How many of the records that a search left out are named.
const MOST_NAMED: usize = 5;

/// Every record that `paths` name, in a stable order, each once. No path stands for the working folder. Unless `brief`,
/// standard error names records that a search left out.
///
/// # Errors
/// When there is no record in a folder.
pub fn find(paths: &[PathBuf], brief: bool) -> Result<Vec<PathBuf>, Failure> {
    look(paths, brief, false)
}

/// As [`find`], where there may be no record in a folder.
///
/// # Errors
/// When a folder cannot be searched.
pub fn find_any(paths: &[PathBuf], brief: bool) -> Result<Vec<PathBuf>, Failure> {
    look(paths, brief, true)
}

fn look(paths: &[PathBuf], brief: bool, may_be_empty: bool) -> Result<Vec<PathBuf>, Failure> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    let mut found = Found::default();
    for path in paths {
        let path = plain(path);
        if path.is_dir() {
            let Found { records, left_out } = search(&path)?;
            if records.is_empty() && !may_be_empty {
                output::warn(&told(&left_out));
                return Err(nothing_in(&path));
            }
            let through = through_here(&path);
            found.records.extend(records.into_iter().map(|record| below(through.as_deref(), record)));
            found.left_out.extend(left_out.into_iter().map(|(record, why)| (below(through.as_deref(), record), why)));
        } else {
            found.records.push(path);
        }
    }
    found.records.sort_by_cached_key(|path| shown(path));
    found.records.dedup_by_key(|path| shown(path));
    if !brief && !found.left_out.is_empty() {
        let names: HashSet<String> = found.records.iter().map(|path| shown(path)).collect();
        found.left_out.retain(|(record, _)| !names.contains(&shown(record)));
        found.left_out.sort_by_cached_key(|(record, _)| shown(record));
        found.left_out.dedup_by_key(|(record, _)| shown(record));
        output::warn(&told(&found.left_out));
    }
    Ok(found.records)
}

/// The way from `folder` to the working folder, where that lies below it.
fn through_here(folder: &Path) -> Option<PathBuf> {
    let (here, folder_itself) = (here()?, folder.canonicalize().ok()?);
    let down = here.strip_prefix(folder_itself).ok()?;
    (!down.as_os_str().is_empty()).then(|| folder.join(down))
}

/// `record` from the working folder, where the way `through` that folder leads to it.
fn below(through: Option<&Path>, record: PathBuf) -> PathBuf {
    through.and_then(|through| record.strip_prefix(through).ok()).map(Path::to_owned).unwrap_or(record)
}

/// Names the records that a search left out; nothing when there is none.
fn told(left_out: &[(PathBuf, Why)]) -> String {
    let head = match left_out.len() {
        0 => return String::new(),
        1 => "note: the search left out 1 record:".to_owned(),
        count => format!("note: the search left out {count} records:"),
    };
    let mut text = wrap(&head, "", "  ");
    for (record, why) in left_out.iter().take(MOST_NAMED) {
        text.push_str(&wrap(&format!("{}: {}", shown(record), why.words()), "  ", "    "));
    }
    if let more @ 1.. = left_out.len().saturating_sub(MOST_NAMED) {
        text.push_str(&wrap(&format!("And {more} more."), "  ", "  "));
    }
    text + &wrap("To have one checked, name it itself.", "  ", "  ")
}

fn nothing_in(folder: &Path) -> Failure {
    let message = format!("there is no {RECORD_NAME} in the folder `{}` or below it", shown(folder));
    let problem = Diagnostic::new(Code::FileNotFound, message);
    Failure::Problems(vec![problem.help("write a record with `diligence init`, or name the file itself")])
}
