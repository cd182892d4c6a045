//! Of many records, those that what changed in the repository bears on.

use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;

use crate::assessment::named_files;
use crate::render::wrap;

use super::context::{self, Libraries, RECORD_NAME};
use super::git::{Changes, Repository};
use super::paths::{folder_of, here, landed, settled, way, whole};
use super::{Failure, output};

/// What bears on every record of a run.
#[derive(Debug)]
pub struct Deciding<'d> {
    /// The packs that were given.
    pub packs: &'d [PathBuf],
    /// The baseline that it is held against.
    pub baseline: Option<&'d Path>,
}

/// Of `paths`, those whose own file, or a file that they name, changed since `revision`; all of them when something that
/// `decides` changed. Tells on standard error which these are, and which records are gone from what was `given` to be
/// checked, by name unless `brief`.
///
/// # Errors
/// When git does not answer, and when a record lies outside the repository.
pub fn concerned(
    (mut paths, given): (Vec<PathBuf>, &[PathBuf]),
    revision: &str,
    decides: &Deciding<'_>,
    libraries: &Libraries,
    brief: bool,
) -> Result<Vec<PathBuf>, Failure> {
    let start = paths.iter().map(|path| folder_of(path)).chain(given.iter().flat_map(|path| path.ancestors()));
    let repository = Repository::around(start.into_iter().find(|folder| folder.is_dir()).unwrap_or(Path::new(".")))?;
    let (root, changes) = (&repository.root, repository.changes_since(revision)?);
    let gone = gone(&changes, root, given);
    // What was named and is gone is told of as such, and not as missing.
    paths.retain(|path| path.symlink_metadata().is_ok() || !is_at_or_around(path, &gone));
    let total = paths.len();
    let changed = decides.changed(&changes, root);
    let places: Vec<PathBuf> = paths.iter().map(|path| place(path, root)).collect::<Result<_, _>>()?;
    let found: Vec<PathBuf> = paths
        .into_par_iter()
        .zip(places)
        .filter(|(path, place)| changed.is_some() || bears_on(&changes, path, place, root, libraries))
        .map(|(path, _)| path)
        .collect();
    output::warn(&told(&found, total, revision, changed.as_deref(), brief));
    output::warn(&told_gone(&gone, revision, brief));
    Ok(found)
}

impl Deciding<'_> {
    /// What of it changed, in words.
    fn changed(&self, changes: &Changes, root: &Path) -> Option<String> {
        let below = |path: PathBuf| Some(path.strip_prefix(root).ok()?.to_owned());
        let pack = self.packs.iter().find(|pack| {
            let place = pack.canonicalize().ok().and_then(below);
            place.is_some_and(|place| changes.has_below(&place))
        });
        let baseline = self.baseline.filter(|path| {
            let place = settled(path).ok().and_then(below);
            place.is_some_and(|place| is_changed(changes, root, &place))
        });
        let pack = pack.map(|pack| format!("the pack `{}`", context::shown(pack)));
        pack.or_else(|| baseline.map(|path| format!("the baseline `{}`", context::shown(path))))
    }
}

/// What was `given` and the records below it, where the revision held them and they are not there any more.
fn gone(changes: &Changes, root: &Path, given: &[PathBuf]) -> Vec<PathBuf> {
    let given: Vec<PathBuf> = given.iter().map(|path| whole(path)).collect();
    let is_record = |path: &Path| path.file_name().is_some_and(|name| name == RECORD_NAME);
    let was_meant =
        |path: &PathBuf| given.iter().any(|given| path == given || is_record(path) && path.starts_with(given));
    let paths = changes.paths().map(|path| root.join(path));
    paths.filter(|path| was_meant(path) && path.symlink_metadata().is_err()).collect()
}

/// Whether one of `records` stands at `path` or below it.
fn is_at_or_around(path: &Path, records: &[PathBuf]) -> bool {
    let path = whole(path);
    records.iter().any(|record| record.starts_with(&path))
}

fn told_gone(gone: &[PathBuf], revision: &str, brief: bool) -> String {
    let what = match gone.len() {
        0 => return String::new(),
        1 => "1 record was deleted or moved away, and is not checked".to_owned(),
        count => format!("{count} records were deleted or moved away, and are not checked"),
    };
    let mut text = wrap(&format!("note: since `{revision}` {what}{}", if brief { "" } else { ":" }), "", "  ");
    if !brief {
        let here = here().unwrap_or_default();
        text.extend(gone.iter().map(|path| wrap(&way(&here, path), "  ", "  ")));
    }
    text
}

/// Where the record at `path` stands below `root`.
fn place(path: &Path, root: &Path) -> Result<PathBuf, Failure> {
    let shown = context::shown(path);
    let outside = |what: &str| {
        Failure::Other(format!(
            "--changed-since: the record `{shown}` is {what} `{}`. Check it in a run of its own",
            root.display()
        ))
    };
    // A record whose folder is not there is told of when it is opened.
    let Ok(real) = settled(path) else { return Ok(PathBuf::new()) };
    let Ok(below) = real.strip_prefix(root) else { return Err(outside("outside the repository")) };
    let inner =
        real.ancestors().skip(1).take_while(|folder| *folder != root).any(|folder| folder.join(".git").exists());
    if inner { Err(outside("in a submodule, or another repository, inside")) } else { Ok(below.to_owned()) }
}

/// Whether a change bears on the record at `path`, which stands at `place` below `root`. On one that is not there or
/// cannot be read, any change may.
fn bears_on(changes: &Changes, path: &Path, place: &Path, root: &Path, libraries: &Libraries) -> bool {
    let changed = |place: &Path| is_changed(changes, root, place);
    if changed(place) {
        return true;
    }
    let Ok(opened) = context::open_path(path) else { return true };
    let Ok(library) = libraries.for_record(&opened.source) else { return true };
    let Ok(record) = context::read(&opened, library) else { return true };
    let folder = place.parent().unwrap_or(Path::new(""));
    named_files(&record, &library.fields).iter().any(|named| {
        let parts = Path::new(named.path).components();
        // No other part leads to a file that is read.
        changed(&folder.join(parts.filter(|part| matches!(part, Component::Normal(_))).collect::<PathBuf>()))
    })
}

/// Whether the file at `place` below `root` changed, or the one to which it leads through links.
fn is_changed(changes: &Changes, root: &Path, place: &Path) -> bool {
    let real = landed(&root.join(place)).ok();
    let linked = real.as_deref().and_then(|real| real.strip_prefix(root).ok());
    changes.has(place) || linked.is_some_and(|place| changes.has(place))
}

/// Which records are checked, where something `changed` that bears on all of them, or nothing of the kind did.
fn told(found: &[PathBuf], total: usize, revision: &str, changed: Option<&str>, brief: bool) -> String {
    let records = |count: usize| if count == 1 { "1 record".to_owned() } else { format!("{count} records") };
    let what = match (changed, found.len()) {
        _ if total == 0 => "there is no record to check".to_owned(),
        (Some(changed), _) => {
            format!("{changed} changed since `{revision}`, so that all of {} are checked", records(total))
        }
        (None, 0) => format!(
            "since `{revision}` nothing changed in {} and in the files that they name; none was checked",
            records(total)
        ),
        (None, some) => format!(
            "since `{revision}` {some} of {} changed, or files that they name; only these are checked",
            records(total)
        ),
    };
    let named = !brief && changed.is_none() && !found.is_empty();
    let mut text = wrap(&format!("note: {what}{}", if named { ":" } else { "" }), "", "  ");
    if named {
        text.extend(found.iter().map(|path| wrap(&context::shown(path), "  ", "  ")));
    }
    text
}
