//! Printing and writing. Files are written whole or not at all, and what a person made is never replaced unasked.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use anstream::ColorChoice;
use anstream::adapter::strip_str;
use tempfile::NamedTempFile;

use crate::source::{Hash, failure_in_words};

use super::Failure;
use super::seal::{Seal, is_own, seal_line};
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
    /// How the file was named.
    path: PathBuf,
    /// Where it will stand: where `path` is a link, that is the file to which it leads.
    place: PathBuf,
    file: BufWriter<NamedTempFile>,
    /// Until the file is in its place, it goes when the program is stopped.
    listed: Listed,
    /// Whether what stands at the place may only be replaced by the same.
    only_same: bool,
}

impl Pending {
    /// Begins a file that will stand at `path`. Where that is a link, the file that it leads to is meant.
    ///
    /// # Errors
    /// When the folder cannot be written, when something else than a file stands there, and when a file is there that the
    /// program did not write or that was edited since, unless `overwrite` is asked for. Of a format without a seal that is
    /// known only at the end.
    pub fn create(path: &Path, seal: Seal, overwrite: bool) -> Result<Self, Failure> {
        let place = place_of(path)?;
        let keep = place.exists() && !overwrite;
        if keep && seal != Seal::None && !is_own(&place, seal) {
            return Err(Failure::Other(format!(
                "`{}` exists, and its content is not what this program last wrote. It was left as it is. \
                 Name another file, or pass --overwrite to replace it",
                path.display()
            )));
        }
        let (file, listed) = begin(&place).map_err(|error| not_written(path, &error))?;
        let file = BufWriter::new(file);
        Ok(Self { path: path.to_owned(), place, file, listed, only_same: keep && seal == Seal::None })
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
            true if is_same(self.file.get_ref().path(), &self.place).unwrap_or(false) => Ok(()),
            true => Err(differs(&self.path)),
            false => finish(self.file.get_ref(), &self.place).map_err(|error| not_written(&self.path, &error)),
        }
    }

    /// Puts the file, which was checked, in its place.
    ///
    /// # Errors
    /// When the folder does not take it; what stood there before is unchanged then.
    pub fn place(self) -> Result<(), Failure> {
        let Self { path, place, file, listed: _listed, only_same } = self;
        if only_same {
            return Ok(());
        }
        let file = file.into_inner().map_err(io::IntoInnerError::into_error);
        let persist = |file: NamedTempFile| unfinished::place(&path, || file.persist(&place).map_err(io::Error::from));
        file.and_then(persist).map(drop).map_err(|error| not_written(&path, &error))
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
        unfinished::place(path, || file.persist_noclobber(path).map_err(io::Error::from))
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
    unfinished::place(path, || file.persist(&target).map_err(io::Error::from)).map(drop).map_err(not_written)
}

/// What leads to a stream that is open already, whatever stands at its other end.
const STREAMS: [&str; 4] = ["/dev/stdout", "/dev/stderr", "/dev/fd", "/proc/self/fd"];

/// Where a file that is named `path` will stand: a link is followed and stays.
///
/// # Errors
/// When something stands there that is no plain file, or a link leads to nothing.
fn place_of(path: &Path) -> Result<PathBuf, Failure> {
    let refused = |why: &str| Err(Failure::Other(format!("`{}` {why}", path.display())));
    let not_plain = "is a pipe or a device and no plain file, so nothing was written to it. Name a file; to print, use \
                     --format NAME in place of -o";
    match fs::metadata(path) {
        _ if STREAMS.iter().any(|stream| path.starts_with(stream)) => refused(not_plain),
        Ok(found) if found.is_dir() => refused("is a folder; name a file in it"),
        Ok(found) if !found.is_file() => refused(not_plain),
        Ok(_) if path.is_symlink() => fs::canonicalize(path).map_err(|error| not_written(path, &error)),
        Err(_) if path.is_symlink() => {
            refused("is a link that leads to no file. Remove the link, or name another file")
        }
        // What else may be wrong is told when the file is begun.
        _ => Ok(path.to_owned()),
    }
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
    take_permissions(file, path)
}

#[cfg(unix)]
fn take_permissions(file: &NamedTempFile, path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let Ok(metadata) = fs::metadata(path) else { return Ok(()) };
    file.as_file().set_permissions(fs::Permissions::from_mode(metadata.permissions().mode() & 0o777))
}

/// Elsewhere a file has those that its folder gives.
#[cfg(not(unix))]
fn take_permissions(_: &NamedTempFile, _: &Path) -> io::Result<()> {
    Ok(())
}

/// Whether two files hold the same bytes.
fn is_same(one: &Path, other: &Path) -> io::Result<bool> {
    let (mut one, mut other) = (BufReader::new(File::open(one)?), BufReader::new(File::open(other)?));
    loop {
        let (left, right) = (one.fill_buf()?, other.fill_buf()?);
        let common = left.len().min(right.len());
        if common == 0 || left[..common] != right[..common] {
            return Ok(left.is_empty() && right.is_empty());
        }
        one.consume(common);
        other.consume(common);
    }
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

    #[test]
    fn files_are_the_same_only_to_their_ends() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (folder.path().join("one"), folder.path().join("other"));
        let text = "x".repeat(20_000);
        fs::write(&one, &text).unwrap();
        for (content, same) in [(text.clone(), true), (format!("{text}y"), false), (text[1..].to_owned(), false)] {
            fs::write(&other, content).unwrap();
            assert_eq!((is_same(&one, &other).unwrap(), is_same(&other, &one).unwrap()), (same, same));
        }
    }
}
