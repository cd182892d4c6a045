//! What most commands need: the packs, a record with its files, the date.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::assessment::{Files, Options};
use crate::pack::{Example, Library, PackFiles, PackSource, embedded_examples, load};
use crate::record::{Record, read_and_prove};
use crate::source::{SourceText, did_you_mean, read_text, read_text_from};

use super::args::{PackChoice, RecordChoice, When};
use super::paths::plain;
use super::{Failure, clock, output};

/// The name that a record has in a folder.
pub const RECORD_NAME: &str = "procurement.toml";

/// Loads the built-in packs and those of `choice`, with the fields that choose among the texts of clauses.
pub fn library(choice: &PackChoice) -> Result<Library, Failure> {
    library_with(choice, None)
}

/// As [`library`], with the clauses of one's own among `overrides`.
pub fn library_with(choice: &PackChoice, overrides: Option<&PackFiles>) -> Result<Library, Failure> {
    let mut library = plain_library(choice)?;
    let clauses = library.clauses(overrides)?;
    library.adopt(clauses);
    Ok(library)
}

/// Loads the built-in packs and those of `choice`. A record that chooses among the texts of clauses cannot be read
/// with it.
pub fn plain_library(choice: &PackChoice) -> Result<Library, Failure> {
    let mut sources = vec![PackSource::Embedded];
    sources.extend(choice.packs.iter().map(|path| PackSource::Folder(path.clone(), shown(path))));
    let library = load(&sources)?;
    for id in &library.replaced {
        output::warn(&format!("note: a pack `{id}` given by --pack takes the place of the built-in one\n"));
    }
    if !choice.packs.is_empty() {
        let problems = library.verify(&library.clauses(None)?);
        if !problems.is_empty() {
            return Err(problems.into());
        }
    }
    Ok(library)
}

/// The packs for many records: the clauses are read only once a record may choose among their texts, because few do.
#[derive(Debug)]
pub struct Libraries {
    /// The packs alone.
    pub plain: Library,
    with_clauses: OnceLock<Library>,
}

impl Libraries {
    /// Loads the built-in packs and those of `choice`.
    pub fn new(choice: &PackChoice) -> Result<Self, Failure> {
        Ok(Self { plain: plain_library(choice)?, with_clauses: OnceLock::new() })
    }

    /// The packs with which a record of this text can be read.
    pub fn for_record(&self, source: &SourceText) -> Result<&Library, Failure> {
        if !Library::may_need_clauses(source.text()) {
            return Ok(&self.plain);
        }
        if let Some(known) = self.with_clauses.get() {
            return Ok(known);
        }
        let mut library = self.plain.clone();
        let clauses = library.clauses(None)?;
        library.adopt(clauses);
        Ok(self.with_clauses.get_or_init(|| library))
    }
}

/// The date and gate of a run.
pub fn options(when: When) -> Options {
    Options { as_of: when.as_of.unwrap_or_else(clock::today_in_ontario), gate: when.gate, with_facts: true }
}

/// How a path is shown: relative to the working folder where it lies below it, with `/`.
pub fn shown(path: &Path) -> String {
    static HERE: OnceLock<Option<PathBuf>> = OnceLock::new();
    let here = HERE.get_or_init(|| std::env::current_dir().ok());
    let relative =
        here.as_deref().and_then(|here| path.strip_prefix(here).ok()).filter(|rest| !rest.as_os_str().is_empty());
    let text = relative.unwrap_or(path).to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").filter(|rest| !rest.is_empty()).map(str::to_owned).unwrap_or(text)
}

/// A command to type next, with `folder` as its last argument.
pub fn command_for(command: &str, folder: &Path) -> String {
    let shown = shown(folder);
    match shown.chars().all(|c| c.is_alphanumeric() || "-_./:".contains(c)) {
        true => format!("{command} {shown}"),
        false => format!("{command} \"{shown}\""),
    }
}

/// A record's text and the files beside it, not yet read against fields.
#[derive(Debug)]
pub struct Opened {
    /// The file that it is, or stands for; none for an example.
    pub path: Option<PathBuf>,
    /// The text.
    pub source: Arc<SourceText>,
    /// The files beside it.
    pub files: Files,
}

/// Opens the record that `choice` names.
pub fn open(choice: &RecordChoice) -> Result<Opened, Failure> {
    match (&choice.example, &choice.path) {
        (Some(name), _) => open_example(name),
        (None, Some(path)) => open_path(&plain(path)),
        (None, None) => open_path(Path::new(".")),
    }
}

/// Opens the record at `path`; a folder stands for the `procurement.toml` in it.
pub fn open_path(path: &Path) -> Result<Opened, Failure> {
    let path: PathBuf =
        if path.is_dir() && path.join(RECORD_NAME).exists() { path.join(RECORD_NAME) } else { path.to_owned() };
    let source = read_text(&path, &shown(&path))?;
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    Ok(Opened { path: Some(path), source, files: Files::folder(folder) })
}

/// Reads a record from standard input. It stands for the file `name`, so that its evidence is looked up beside that;
/// without one, in the working folder.
pub fn open_stdin(name: Option<&Path>) -> Result<Opened, Failure> {
    let shown = name.map_or_else(|| "<stdin>".to_owned(), shown);
    let source = read_text_from(std::io::stdin().lock(), &shown)?;
    let folder = name.and_then(Path::parent).unwrap_or(Path::new("")).to_owned();
    Ok(Opened { path: name.map(Path::to_owned), source, files: Files::folder(folder) })
}

/// Opens an embedded example.
pub fn open_example(name: &str) -> Result<Opened, Failure> {
    let example = example(name)?;
    let text = example.file(RECORD_NAME).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
    let source = Arc::new(SourceText::new(format!("{name}/{RECORD_NAME}"), text));
    Ok(Opened { path: None, source, files: Files::Embedded(example.files) })
}

/// The embedded example of this name.
pub fn example(name: &str) -> Result<Example, Failure> {
    let examples = embedded_examples();
    let names: Vec<String> = examples.iter().map(|example| example.name.clone()).collect();
    let near = did_you_mean(name, names.iter().map(String::as_str)).map(|near| format!("did you mean `{near}`? "));
    let found = examples.into_iter().find(|example| example.name == name);
    found.ok_or_else(|| {
        let near = near.unwrap_or_default();
        Failure::Other(format!("there is no example `{name}`; {near}the examples are: {}", names.join(", ")))
    })
}

/// Reads an opened record against the fields of `library`.
pub fn read(opened: &Opened, library: &Library) -> Result<Record, Failure> {
    Ok(read_and_prove(&opened.source, &library.fields)?)
}
