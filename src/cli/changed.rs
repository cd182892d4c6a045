//! Of many records, those that what changed in the repository bears on.

use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;

use crate::assessment::named_files;
use crate::render::wrap;

use super::context::{self, Libraries, RECORD_NAME};
use super::git::{Changes, Repository};
use super::paths::{folder_of, here, landed, settled, way};
use super::{Failure, output};

/// Of `paths`, those whose own file, or a file that they name, changed since `revision`; all of them when one of `packs`
/// changed. Tells on standard error which these are, and which records are gone from the folders that were `searched`, by
/// name unless `brief`.
///
/// # Errors
/// When git does not answer, and when a record lies outside the repository.
pub fn concerned(
    (paths, searched): (Vec<PathBuf>, &[PathBuf]),
    revision: &str,
    packs: &[PathBuf],
    libraries: &Libraries,
    brief: bool,
) -> Result<Vec<PathBuf>, Failure> {
    let start = paths.iter().map(|path| folder_of(path)).find(|folder| folder.is_dir());
    let repository = Repository::around(start.unwrap_or(Path::new(".")))?;
    let changes = repository.changes_since(revision)?;
    let total = paths.len();
    let in_repository =
        |pack: &PathBuf| Some(pack.canonicalize().ok()?.strip_prefix(&repository.root).ok()?.to_owned());
    let pack = packs.iter().find(|pack| in_repository(pack).is_some_and(|below| changes.has_below(&below)));
    let places: Vec<PathBuf> = paths.iter().map(|path| place(path, &repository.root)).collect::<Result<_, _>>()?;
    let found: Vec<PathBuf> = paths
        .into_par_iter()
        .zip(places)
        .filter(|(path, place)| pack.is_some() || bears_on(&changes, path, place, &repository.root, libraries))
        .map(|(path, _)| path)
        .collect();
    output::warn(&told(&found, total, revision, pack, brief));
    output::warn(&told_gone(&gone(&changes, &repository.root, searched), revision, brief));
    Ok(found)
}

/// The records in the folders that were `searched` which the revision held and which are not there any more.
fn gone(changes: &Changes, root: &Path, searched: &[PathBuf]) -> Vec<String> {
    let searched: Vec<PathBuf> = searched.iter().filter_map(|folder| folder.canonicalize().ok()).collect();
    let here = here().unwrap_or_default();
    let paths = changes.named(RECORD_NAME).map(|path| root.join(path));
    let gone = paths.filter(|path| path.symlink_metadata().is_err());
    gone.filter(|path| searched.iter().any(|folder| path.starts_with(folder))).map(|path| way(&here, &path)).collect()
}

fn told_gone(gone: &[String], revision: &str, brief: bool) -> String {
    let what = match gone.len() {
        0 => return String::new(),
        1 => "1 record was deleted or moved away, and is not checked".to_owned(),
        count => format!("{count} records were deleted or moved away, and are not checked"),
    };
    let mut text = wrap(&format!("note: since `{revision}` {what}{}", if brief { "" } else { ":" }), "", "  ");
    if !brief {
        text.extend(gone.iter().map(|path| wrap(path, "  ", "  ")));
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
    let changed = |place: &Path| {
        let real = landed(&root.join(place)).ok();
        let linked = real.as_deref().and_then(|real| real.strip_prefix(root).ok());
        changes.has(place) || linked.is_some_and(|place| changes.has(place))
    };
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

fn told(found: &[PathBuf], total: usize, revision: &str, pack: Option<&PathBuf>, brief: bool) -> String {
    let records = |count: usize| if count == 1 { "1 record".to_owned() } else { format!("{count} records") };
    let what = match (pack, found.len()) {
        (Some(pack), _) => {
            let pack = context::shown(pack);
            format!("the pack `{pack}` changed since `{revision}`, so that all of {} are checked", records(total))
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
    let named = !brief && pack.is_none() && !found.is_empty();
    let mut text = wrap(&format!("note: {what}{}", if named { ":" } else { "" }), "", "  ");
    if named {
        text.extend(found.iter().map(|path| wrap(&context::shown(path), "  ", "  ")));
    }
    text
}
