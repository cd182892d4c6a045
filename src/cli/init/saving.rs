//! The dialogue on the terminal, with every answer saved at once: whatever ends it, nothing is lost.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::cli::context::{self, RECORD_NAME};
use crate::cli::output;
use crate::cli::seal::Seal;
use crate::cli::{Exit, Failure, clock, new_files};
use crate::pack::Library;

use super::{dialogue, prompt};

/// Asks on the terminal and writes the record in `folder`.
pub fn ask(library: &Library, folder: &Path) -> Result<Exit, Failure> {
    let mut saved = Saved { folder: folder.to_owned(), text: None };
    output::warn(&prompt::opening(&context::shown(&saved.path())));
    let terminal = (io::stdin().lock(), io::stderr());
    let outcome = dialogue::run(library, clock::today_in_ontario(), terminal, |text| saved.save(text))?;
    if outcome.cut_off && saved.text.is_none() {
        return Err(Failure::Other("the input ended before the first answer; nothing was written".to_owned()));
    }
    saved.save(&outcome.text)?;
    super::wrote(folder, outcome.stated)
}

/// The file and what it holds.
struct Saved {
    folder: PathBuf,
    text: Option<String>,
}

impl Saved {
    fn path(&self) -> PathBuf {
        self.folder.join(RECORD_NAME)
    }

    /// Makes `text` what the file holds.
    ///
    /// # Errors
    /// When the file cannot be written, or holds something else than what was saved last.
    fn save(&mut self, text: &str) -> Result<(), Failure> {
        match &self.text {
            None => new_files::create(&self.folder, &[(RECORD_NAME.to_owned(), text.into())])?,
            Some(last) if last == text => return Ok(()),
            Some(last) => {
                let path = self.path();
                if fs::read_to_string(&path).ok().as_ref() != Some(last) {
                    return Err(changed(&path));
                }
                output::write(&path, text, Seal::None, true)?;
            }
        }
        self.text = Some(text.to_owned());
        Ok(())
    }
}

fn changed(path: &Path) -> Failure {
    let shown = context::shown(path);
    Failure::Other(format!(
        "`{shown}` was changed by someone else while the questions were asked. It was left as it is now; \
         write the last answer into it yourself"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_someone_else_changed_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let mut saved = Saved { folder: folder.path().join("new"), text: None };
        saved.save("one").unwrap();
        saved.save("two").unwrap();
        assert_eq!(fs::read_to_string(saved.path()).unwrap(), "two");
        fs::write(saved.path(), "mine").unwrap();
        assert!(saved.save("three").is_err());
        assert_eq!(fs::read_to_string(saved.path()).unwrap(), "mine");
    }
}
