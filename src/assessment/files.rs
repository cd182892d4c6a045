//! The files beside a record: evidence and documents that it names. They are only read, and only below its folder.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::agreement::anchors;
use crate::source::{Hash, read_bytes};

/// The largest file whose hash is computed: 64 MiB.
const MAX_HASHED_BYTES: u64 = 64 * 1024 * 1024;

/// The largest agreement whose text is read: 10 MiB, some thousands of pages.
const MAX_READ_BYTES: usize = 10 * 1024 * 1024;

/// Where the files are that a record names.
#[derive(Clone, Debug)]
pub enum Files {
    /// Below this folder.
    Folder(PathBuf),
    /// In the binary: path and bytes.
    Embedded(Vec<(String, &'static [u8])>),
    /// Nowhere; each counts as being there. For the examples inside packs.
    Assumed,
}

impl Files {
    /// Looks for the file that `path` names, and for the heading after its `#`.
    ///
    /// # Errors
    /// What is wrong, in words that follow the path.
    pub fn find(&self, path: &str) -> Result<(), String> {
        let (file, heading) = split(path);
        match self {
            Files::Assumed => return Ok(()),
            Files::Embedded(files) => {
                files.iter().find(|(known, _)| known == file).ok_or("is not there")?;
            }
            Files::Folder(folder) => {
                within(folder, file)?;
            }
        }
        match heading {
            Some(heading) => self.find_heading(file, heading),
            None => Ok(()),
        }
    }

    /// Whether the file that `path` names has this SHA-256, in hexadecimal.
    ///
    /// # Errors
    /// What is wrong, in words that follow the path.
    pub fn has_hash(&self, path: &str, expected: &str) -> Result<(), String> {
        let (file, _) = split(path);
        if matches!(self, Files::Assumed) {
            return Ok(());
        }
        let found = Hash::of(self.read(file)?);
        if found.eq_ignore_ascii_case(expected.trim()) {
            Ok(())
        } else {
            Err(format!("has changed since its SHA-256 was recorded (it is now {found})"))
        }
    }

    /// The text of the Markdown file that `path` names, and the heading after its `#`.
    ///
    /// # Errors
    /// Why it cannot be read, in words that follow the path; `None` where [`Files::find`] says what is wrong with the
    /// path, or no file is read at all.
    pub(super) fn markdown<'p>(&self, path: &'p str) -> Result<(String, Option<&'p str>), Option<String>> {
        if matches!(self, Files::Assumed) || self.find(path).is_err() {
            return Err(None);
        }
        let (file, heading) = split(path);
        if !is_markdown(file) {
            return Err(Some("is not a Markdown file (.md)".to_owned()));
        }
        let bytes = self.read(file).map_err(Some)?;
        if bytes.len() > MAX_READ_BYTES {
            return Err(Some("is larger than 10 MiB".to_owned()));
        }
        let text = String::from_utf8(bytes).map_err(|_| Some("is not text in UTF-8".to_owned()))?;
        Ok((text, heading))
    }

    fn find_heading(&self, file: &str, heading: &str) -> Result<(), String> {
        if !is_markdown(file) {
            return Err("names a heading, which can only be looked up in a Markdown file (.md)".to_owned());
        }
        let text = String::from_utf8(self.read(file)?).map_err(|_| "is not text in UTF-8")?;
        if anchors(&text).any(|known| known.eq_ignore_ascii_case(heading)) {
            Ok(())
        } else {
            Err(format!("has no heading `#{heading}`"))
        }
    }

    fn read(&self, file: &str) -> Result<Vec<u8>, String> {
        match self {
            Files::Folder(folder) => read_bytes(&within(folder, file)?, file, MAX_HASHED_BYTES)
                .map_err(|_| "could not be read, or is larger than 64 MiB".to_owned()),
            Files::Embedded(files) => {
                let found = files.iter().find(|(known, _)| known == file);
                found.map(|(_, bytes)| bytes.to_vec()).ok_or_else(|| "is not there".to_owned())
            }
            Files::Assumed => Ok(Vec::new()),
        }
    }
}

fn split(path: &str) -> (&str, Option<&str>) {
    match path.split_once('#') {
        Some((file, heading)) => (file, Some(heading)),
        None => (path, None),
    }
}

fn is_markdown(file: &str) -> bool {
    file.to_lowercase().ends_with(".md")
}

/// The path of a plain file that truly lies below `folder`.
fn within(folder: &Path, file: &str) -> Result<PathBuf, String> {
    let relative = Path::new(file);
    if !relative.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
        return Err("leads out of the record's folder; only files in it or below it are read".to_owned());
    }
    let path = folder.join(relative);
    let real = fs::canonicalize(&path).map_err(|_| "is not there")?;
    let root = fs::canonicalize(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })
        .map_err(|_| "is not there")?;
    if !real.starts_with(root) {
        return Err("leads out of the record's folder through a link".to_owned());
    }
    if !real.is_file() {
        return Err("is not a plain file".to_owned());
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_the_folder_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("records");
        fs::create_dir(&inner).unwrap();
        fs::write(folder.path().join("secret.md"), "# Secret").unwrap();
        fs::write(inner.join("plan.md"), "# Plan").unwrap();
        let files = Files::Folder(inner.clone());
        assert_eq!(files.find("plan.md#plan"), Ok(()));
        assert!(files.find("plan.md#other").is_err());
        assert!(files.find("../secret.md").unwrap_err().contains("out of"));
        assert!(files.find("/etc/hostname").unwrap_err().contains("out of"));
        assert!(files.find("absent.md").is_err());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(folder.path().join("secret.md"), inner.join("link.md")).unwrap();
            assert!(files.find("link.md").unwrap_err().contains("link"));
        }
    }
}
