//! Printing and writing. Files are written whole or not at all, and what a person made is never replaced unasked.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anstream::ColorChoice;
use anstream::adapter::strip_str;
use tempfile::NamedTempFile;

use crate::render::{Json, Sarif, is_unedited_word, unseal_calendar};
use crate::source::{Hash, failure_in_words};

use super::Failure;
use super::unfinished::{self, Listed};

/// Prints results on standard output. A reader that went away is no failure.
pub fn print(text: &str) -> Result<(), Failure> {
    let stdout = anstream::stdout();
    printed(match stdout.current_choice() {
        // `anstream` would write what lies between two colours piece by piece.
        ColorChoice::Never => stdout.into_inner().write_all(strip_str(text).to_string().as_bytes()),
        _ => stdout.lock().write_all(text.as_bytes()),
    })
}

/// Prints a file on standard output, byte by byte.
pub fn print_bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    printed(stdout.write_all(bytes).and_then(|()| stdout.flush()))
}

/// What a failure to print means for the run. A reader that went away is no failure.
pub fn printed(written: io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => {
            Err(Failure::Other(format!("standard output could not be written ({})", failure_in_words(&error))))
        }
        Ok(()) => Ok(()),
    }
}

/// Prints on standard error what is not a result.
pub fn warn(text: &str) {
    // Nothing is left to tell anyone when standard error itself is gone.
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// How the text of a file is marked as the program's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seal {
    /// A last line that holds the SHA-256 of all before it, in a comment of Markdown, HTML and XML.
    Comment,
    /// A last key that holds the SHA-256 of all before it, in JSON.
    Inside,
    /// A property that holds the SHA-256 of all other lines, in a calendar.
    Property,
    /// The program that makes the file has put a seal among its parts: a Word document.
    Parts,
    /// The format has no place for a seal: plain text, tables, arrays of JSON.
    None,
}

/// Writes `text` to `path`, whole or not at all.
///
/// # Errors
/// As for [`Pending`].
pub fn write(path: &Path, text: &str, seal: Seal, overwrite: bool) -> Result<(), Failure> {
    let mut pending = Pending::create(path, seal, overwrite)?;
    pending.add(text)?;
    if seal == Seal::Comment {
        pending.add(seal_line(&Hash::of(text)))?;
    }
    pending.commit()
}

/// Writes a Word document to `path`, whole or not at all.
///
/// # Errors
/// As for [`Pending`].
pub fn write_sealed(path: &Path, bytes: &[u8], overwrite: bool) -> Result<(), Failure> {
    let mut pending = Pending::create(path, Seal::Parts, overwrite)?;
    pending.add(bytes)?;
    pending.commit()
}

/// A file that is being written beside its place, and takes it when it is whole.
#[derive(Debug)]
pub struct Pending {
    path: PathBuf,
    file: BufWriter<NamedTempFile>,
    /// Until the file is in its place, it goes when the program is stopped.
    listed: Listed,
    /// Whether what stands at the place may only be replaced by the same.
    only_same: bool,
}

impl Pending {
    /// Begins a file that will stand at `path`.
    ///
    /// # Errors
    /// When the folder cannot be written, and when a file is there that the program did not write or that was edited
    /// since, unless `overwrite` is asked for. Of a format without a seal that is known only at the end.
    pub fn create(path: &Path, seal: Seal, overwrite: bool) -> Result<Self, Failure> {
        let shown = path.display();
        if path.is_dir() {
            return Err(Failure::Other(format!("`{shown}` is a folder; name a file in it")));
        }
        let keep = path.exists() && !overwrite;
        if keep && seal != Seal::None && !is_own(path, seal) {
            return Err(Failure::Other(format!(
                "`{shown}` exists, and its content is not what this program last wrote. It was left as it is. \
                 Name another file, or pass --overwrite to replace it"
            )));
        }
        let (file, listed) = begin(path).map_err(|error| not_written(path, &error))?;
        Ok(Self { path: path.to_owned(), file: BufWriter::new(file), listed, only_same: keep && seal == Seal::None })
    }

    /// Adds `content` at the end.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn add(&mut self, content: impl AsRef<[u8]>) -> Result<(), Failure> {
        self.file.write_all(content.as_ref()).map_err(|error| not_written(&self.path, &error))
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// When the disk does not take it, and when another content stands there that may be a person's; what stood there
    /// before is unchanged then.
    pub fn commit(mut self) -> Result<(), Failure> {
        self.check()?;
        self.place()
    }

    /// Brings the whole of it to the disk, so that [`Pending::place`] has only to rename it.
    ///
    /// # Errors
    /// As for [`Pending::commit`].
    pub fn check(&mut self) -> Result<(), Failure> {
        self.file.flush().map_err(|error| not_written(&self.path, &error))?;
        match self.only_same {
            true if is_same(self.file.get_ref().path(), &self.path) => Ok(()),
            true => Err(differs(&self.path)),
            false => finish(self.file.get_ref(), &self.path).map_err(|error| not_written(&self.path, &error)),
        }
    }

    /// Puts the file, which was checked, in its place.
    ///
    /// # Errors
    /// When the folder does not take it; what stood there before is unchanged then.
    pub fn place(self) -> Result<(), Failure> {
        let Self { path, file, listed: _listed, only_same } = self;
        if only_same {
            return Ok(());
        }
        let file = file.into_inner().map_err(io::IntoInnerError::into_error);
        let placed = file.and_then(|file| file.persist(&path).map_err(io::Error::from));
        placed.map(drop).map_err(|error| not_written(&path, &error))
    }
}

/// Writes a file that is not there yet, whole or not at all. What is there is never replaced.
///
/// # Errors
/// When something is there, and when the folder or the disk does not take it.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let write = |(mut file, _listed): (NamedTempFile, Listed)| {
        file.write_all(bytes)?;
        finish(&file, path)?;
        file.persist_noclobber(path).map_err(io::Error::from)
    };
    begin(path).and_then(write).map(drop).map_err(|error| not_written(path, &error))
}

/// Puts `new` in the place of the text `old` in the file at `path`, whole or not at all; a byte order mark stays. Where
/// `path` is a link, the file that it leads to is meant.
///
/// # Errors
/// When the file holds something else than `old` by now, may not be written, or the disk does not take it; what stood
/// there is unchanged then.
pub fn replace(path: &Path, old: &str, new: &str) -> Result<(), Failure> {
    const MARK: &str = "\u{feff}";
    let refused = |why: &str| Failure::Other(format!("`{}` {why}. Nothing was changed", path.display()));
    let not_written = |error: io::Error| not_written(path, &error);
    let target = fs::canonicalize(path).map_err(not_written)?;
    if fs::metadata(&target).map_err(not_written)?.permissions().readonly() {
        return Err(refused("is read-only"));
    }
    let mark = if fs::read(&target).map_err(not_written)?.starts_with(MARK.as_bytes()) { MARK } else { "" };
    let (mut file, _listed) = begin(&target).map_err(not_written)?;
    file.write_all(format!("{mark}{new}").as_bytes()).and_then(|()| finish(&file, &target)).map_err(not_written)?;
    if fs::read(&target).map_err(not_written)? != format!("{mark}{old}").as_bytes() {
        return Err(refused("was changed by someone else since it was read"));
    }
    file.persist(&target).map(drop).map_err(|error| not_written(error.error))
}

/// An empty file beside `path`.
fn begin(path: &Path) -> io::Result<(NamedTempFile, Listed)> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".diligence-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // What the umask leaves of this, as for any file that a program makes.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    unfinished::begin(|| builder.tempfile_in(folder))
}

/// Brings `file` to the disk, with the permissions of what stands at `path`, if anything does.
fn finish(file: &NamedTempFile, path: &Path) -> io::Result<()> {
    file.as_file().sync_all()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if let Ok(metadata) = fs::metadata(path) {
            let mode = metadata.permissions().mode() & 0o777;
            file.as_file().set_permissions(fs::Permissions::from_mode(mode))?;
        }
    }
    Ok(())
}

/// Whether two files hold the same bytes.
fn is_same(one: &Path, other: &Path) -> bool {
    let length = |path| fs::metadata(path).ok().map(|metadata: fs::Metadata| metadata.len());
    length(one) == length(other) && matches!((fs::read(one), fs::read(other)), (Ok(one), Ok(other)) if one == other)
}

fn differs(path: &Path) -> Failure {
    Failure::Other(format!(
        "`{}` exists, and its content is not what would be written now. This format has no place for a seal, so the \
         program cannot tell whether you edited it. It was left as it is. Name another file, or pass --overwrite to \
         replace it",
        path.display()
    ))
}

fn not_written(path: &Path, error: &io::Error) -> Failure {
    let why = failure_in_words(error);
    Failure::Other(format!("`{}` could not be written ({why}). What stood there before is unchanged", path.display()))
}

/// The last line of a file whose text before it has the SHA-256 `hash`.
pub fn seal_line(hash: &str) -> String {
    format!("<!-- diligence: unedited while its SHA-256 is {hash} -->\n")
}

/// Whether the file at `path` is as this program wrote it.
fn is_own(path: &Path, seal: Seal) -> bool {
    if seal == Seal::Parts {
        return fs::read(path).is_ok_and(|bytes| is_unedited_word(&bytes));
    }
    let Ok(text) = fs::read_to_string(path) else { return false };
    match seal {
        Seal::Comment => {
            let cut = text.trim_end_matches('\n').rfind('\n').map_or(0, |at| at + 1);
            text[cut..] == seal_line(&Hash::of(&text[..cut]))
        }
        Seal::Inside => {
            let sealed = Json::unseal(&text).or_else(|| Sarif::unseal(&text));
            sealed.is_some_and(|(before, hash)| Hash::of(before) == hash)
        }
        Seal::Property => unseal_calendar(&text).is_some_and(|(_, holds)| holds),
        Seal::Parts | Seal::None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_was_changed_in_the_meantime_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("record");
        fs::write(&path, "\u{feff}newer").unwrap();
        assert!(replace(&path, "old", "new").is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "\u{feff}newer");
        replace(&path, "newer", "new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "\u{feff}new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }
}
