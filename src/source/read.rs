//! Reading a file that a person named, with a clear error for each way it can fail.

use std::fs::{File, Metadata};
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::sync::Arc;

use super::{Code, Diagnostic, SourceText};

/// The largest file that is read whole: 4 MiB. A record of that size would hold some hundred thousand facts.
pub const MAX_FILE_BYTES: u64 = 4 * 1024 * 1024;

/// Reads the file at `path` as UTF-8 text, shown to people as `name`. A byte order mark at its start is dropped.
///
/// # Errors
/// A [`Diagnostic`] when the path leads to nothing, to something that is no plain file, to a file over
/// [`MAX_FILE_BYTES`], or to bytes that are not UTF-8.
pub fn read_text(path: &Path, name: &str) -> Result<Arc<SourceText>, Box<Diagnostic>> {
    read_long_text(path, name, MAX_FILE_BYTES)
}

/// As [`read_text`], for files of at most `limit` bytes.
///
/// # Errors
/// A [`Diagnostic`] as for [`read_text`].
pub fn read_long_text(path: &Path, name: &str, limit: u64) -> Result<Arc<SourceText>, Box<Diagnostic>> {
    as_text(read_bytes(path, name, limit)?, name)
}

/// Reads all that `reader` gives as [`read_text`] reads a file.
///
/// # Errors
/// A [`Diagnostic`] as for [`read_text`].
pub fn read_text_from(reader: impl Read, name: &str) -> Result<Arc<SourceText>, Box<Diagnostic>> {
    let mut bytes = Vec::new();
    take(reader, &mut bytes, name, MAX_FILE_BYTES)?;
    as_text(bytes, name)
}

fn as_text(bytes: Vec<u8>, name: &str) -> Result<Arc<SourceText>, Box<Diagnostic>> {
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
            Ok(Arc::new(SourceText::new(name, text)))
        }
        Err(error) => Err(Box::new(not_utf8(name, &error))),
    }
}

/// Reads at most `limit` bytes of the plain file at `path`.
///
/// # Errors
/// A [`Diagnostic`] as for [`read_text`], save the check for UTF-8.
pub fn read_bytes(path: &Path, name: &str, limit: u64) -> Result<Vec<u8>, Box<Diagnostic>> {
    let failed = |error| unreadable(name, &error);
    // Before it is opened: to open a pipe is to wait for whoever writes into it, and devices may act on it.
    must_be_plain(path, name, &std::fs::metadata(path).map_err(failed)?)?;
    let file = File::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    must_be_plain(path, name, &metadata)?;
    if metadata.len() > limit {
        return Err(too_large(name, limit));
    }
    let mut bytes = Vec::with_capacity(metadata.len() as usize);
    take(file, &mut bytes, name, limit)?;
    Ok(bytes)
}

/// Reads at most `limit` bytes of `reader` into `bytes`.
fn take(reader: impl Read, bytes: &mut Vec<u8>, name: &str, limit: u64) -> Result<(), Box<Diagnostic>> {
    reader.take(limit + 1).read_to_end(bytes).map_err(|error| unreadable(name, &error))?;
    if bytes.len() as u64 > limit { Err(too_large(name, limit)) } else { Ok(()) }
}

fn too_large(name: &str, limit: u64) -> Box<Diagnostic> {
    let message = format!("`{name}` is larger than {}", size_in_words(limit));
    Box::new(
        Diagnostic::new(Code::FileTooLarge, message)
            .help("keep long documents in files of their own, and name them where they are needed"),
    )
}

fn must_be_plain(path: &Path, name: &str, metadata: &Metadata) -> Result<(), Box<Diagnostic>> {
    if metadata.is_file() {
        return Ok(());
    }
    if metadata.is_dir() {
        // A folder that cannot be looked into is named by those who search it.
        std::fs::read_dir(path).map_err(|error| unreadable(name, &error))?;
    }
    let what = if metadata.is_dir() { "a folder" } else { "not a plain file" };
    Err(Box::new(Diagnostic::new(Code::NotAFile, format!("`{name}` is {what}")).help("name the file itself")))
}

fn unreadable(name: &str, error: &std::io::Error) -> Box<Diagnostic> {
    Box::new(match error.kind() {
        ErrorKind::NotFound => Diagnostic::new(Code::FileNotFound, format!("there is no file `{name}`"))
            .help("check the spelling and the folder; `diligence init` writes a new record"),
        _ => Diagnostic::new(Code::FileUnreadable, format!("`{name}` could not be read ({})", failure_in_words(error)))
            .help("check its permissions, and that no other program holds it"),
    })
}

/// Why the system did not read or write something, in plain words.
pub fn failure_in_words(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "its folder is not there".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "the disk is full".to_owned(),
        ErrorKind::FileTooLarge => "the system allows no file of that size".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "the disk can only be read".to_owned(),
        ErrorKind::InvalidFilename => "the system allows no such name".to_owned(),
        kind => kind.to_string(),
    }
}

fn not_utf8(name: &str, error: &std::string::FromUtf8Error) -> Diagnostic {
    let good = error.utf8_error().valid_up_to();
    let line = error.as_bytes()[..good].iter().filter(|byte| **byte == b'\n').count() + 1;
    Diagnostic::new(Code::NotUtf8, format!("`{name}` is not text in UTF-8: line {line} holds other bytes"))
        .help("save it again as UTF-8, and check that it is not a Word or PDF file")
}

/// A number of bytes in whole MiB, for messages.
pub fn size_in_words(bytes: u64) -> String {
    format!("{} MiB", bytes / (1024 * 1024))
}
