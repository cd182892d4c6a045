//! Where a run writes: no two files to one place, and none over a file that the run reads.

use std::path::{Path, PathBuf};

use crate::assessment::named_files;
use crate::pack::PackFiles;
use crate::record::{Fields, Record};

use super::Failure;
use super::context::{Opened, shown};
use super::paths::settled;

/// The files that a run is to write.
#[derive(Debug, Default)]
pub struct Destinations {
    all: Vec<PathBuf>,
    /// Those that are there already, by their real paths, and how they were named. No other can be read.
    present: Vec<(PathBuf, String)>,
}

impl Destinations {
    /// The files that were asked for.
    ///
    /// # Errors
    /// When two of them are one.
    pub fn new<'p>(files: impl IntoIterator<Item = &'p Path>) -> Result<Self, Failure> {
        let mut destinations = Self::default();
        files.into_iter().try_for_each(|file| destinations.add(file)).map(|()| destinations)
    }

    /// Adds a file.
    ///
    /// # Errors
    /// When it is there twice.
    pub fn add(&mut self, file: &Path) -> Result<(), Failure> {
        let real = file.canonicalize().ok();
        // Where its folder is not there, that is told when the file is begun.
        let Some(path) = real.clone().or_else(|| settled(file).ok()) else { return Ok(()) };
        if self.all.contains(&path) {
            return Err(Failure::Other(format!(
                "`{}` is to be written twice in this run, and only one of the two would be left. Name another file for \
                 one of them",
                shown(file)
            )));
        }
        self.all.push(path);
        self.present.extend(real.map(|real| (real, shown(file))));
        Ok(())
    }

    /// Refuses to write over the file at `path`, which is read; `what` says what it is.
    ///
    /// # Errors
    /// When that was asked for.
    pub fn spare(&self, path: &Path, what: &str) -> Result<(), Failure> {
        if self.present.is_empty() {
            return Ok(());
        }
        path.canonicalize().map_or(Ok(()), |real| self.refuse(|file| *file == real, || what.to_owned()))
    }

    /// Refuses to write over the files in `folders`, each the folder of a pack or of templates, as `what` says.
    ///
    /// # Errors
    /// When that was asked for.
    pub fn spare_folders<'p>(&self, folders: impl IntoIterator<Item = &'p PathBuf>, what: &str) -> Result<(), Failure> {
        for folder in folders {
            let Ok(real) = folder.canonicalize() else { continue };
            let is_read = |file: &Path| file.strip_prefix(&real).is_ok_and(PackFiles::takes);
            self.refuse(is_read, || format!("belongs to the {what} in `{}`", shown(folder)))?;
        }
        Ok(())
    }

    /// Refuses to write over a record, and over the files that it names.
    ///
    /// # Errors
    /// When that was asked for.
    pub fn spare_record(&self, opened: &Opened, record: &Record, fields: &Fields) -> Result<(), Failure> {
        opened.path.as_deref().map_or(Ok(()), |path| self.spare(path, RECORD))?;
        self.spare_named(opened, record, fields)
    }

    /// Refuses to write over the files that a record names.
    ///
    /// # Errors
    /// When that was asked for.
    pub fn spare_named(&self, opened: &Opened, record: &Record, fields: &Fields) -> Result<(), Failure> {
        // Most outputs lie elsewhere, and to look up every file would take long.
        let may_be_named = |folder: PathBuf| self.present.iter().any(|(file, _)| file.starts_with(&folder));
        if self.present.is_empty() || !opened.files.real_folder().is_some_and(may_be_named) {
            return Ok(());
        }
        for named in named_files(record, fields) {
            let Some(real) = opened.files.real_path(named.path) else { continue };
            self.refuse(
                |file| *file == real,
                || {
                    let line = opened.source.position(named.stated.span.start).line;
                    let field = &fields.get(named.field).path;
                    format!("is named by the record `{}`, line {line}, as `{field}`", opened.source.name())
                },
            )?;
        }
        Ok(())
    }

    /// Refuses the first of the files for which `is_read` holds.
    fn refuse(&self, is_read: impl Fn(&Path) -> bool, what: impl FnOnce() -> String) -> Result<(), Failure> {
        let Some((_, shown)) = self.present.iter().find(|(file, _)| is_read(file)) else { return Ok(()) };
        Err(Failure::Other(format!(
            "`{shown}` {} and would be overwritten by the outcome of this run, so nothing was written. Name another file",
            what()
        )))
    }
}

/// What a record is to a run.
pub const RECORD: &str = "is a record of this run";
