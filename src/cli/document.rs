//! What `report` and `draft` share: templates of one's own, and one document in several formats and places.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::pack::PackFiles;

use super::Failure;
use super::args::{DocumentFormat, Output, PackChoice};
use super::context::shown;
use super::destinations::Destinations;
use super::output;
use super::seal::Seal;

/// The folders in which templates stand.
const TEMPLATE_FOLDERS: [&str; 3] = ["clauses", "documents", "reports"];

/// Where `output` goes: over no file of the packs and of the templates.
///
/// # Errors
/// When that was asked for, and when two files are one.
pub fn destinations<F: ValueEnum + Clone + Send + Sync + 'static>(
    output: &Output<F>,
    packs: &PackChoice,
    templates: Option<&PathBuf>,
) -> Result<Destinations, Failure> {
    let destinations = Destinations::new(output.files.iter().map(PathBuf::as_path))?;
    destinations.spare_folders(&packs.packs, "pack")?;
    destinations.spare_folders(templates, "templates")?;
    Ok(destinations)
}

/// The templates in the folder that `--templates` names, by their paths inside it.
///
/// # Errors
/// When the folder cannot be read, or holds nothing that could take the place of a built-in template.
pub fn templates(folder: Option<&Path>) -> Result<Option<PackFiles>, Failure> {
    let Some(folder) = folder else { return Ok(None) };
    let name = shown(folder);
    if !folder.is_dir() {
        return Err(Failure::Other(format!("there is no folder `{name}`; --templates takes a folder")));
    }
    let files = PackFiles::folder(folder, &name)?;
    let endings = [".md", ".html", ".css"];
    let used = |folder: &str| endings.iter().any(|ending| files.under(folder, ending).next().is_some());
    if !TEMPLATE_FOLDERS.iter().any(|folder| used(folder)) && files.get("definitions.toml").is_none() {
        let folders = TEMPLATE_FOLDERS.join(", ");
        return Err(Failure::Other(format!(
            "the folder `{name}` holds no templates. A template stands under the path of the built-in one that it replaces, \
             in one of the folders {folders}; for example `{name}/reports/report.md`"
        )));
    }
    Ok(Some(files))
}

/// A document in one format.
#[derive(Debug)]
pub enum Made {
    /// Text.
    Text(String),
    /// A file for a word processor.
    Word(Vec<u8>),
}

/// Writes what `make` gives for each format that `output` asks for: on standard output, or to its files. Nothing is
/// written before every document is made.
///
/// # Errors
/// When a file's ending names no format, when `make` fails, when something cannot be written, and when a terminal would
/// have to show what only a word processor reads.
pub fn write(
    output: &Output<DocumentFormat>,
    make: impl Fn(DocumentFormat) -> Result<Made, Failure>,
) -> Result<(), Failure> {
    let formats = output.files.iter().map(|path| format_of(path)).collect::<Result<Vec<_>, _>>()?;
    let printed = match (output.format, formats.is_empty()) {
        (None, true) => Some(DocumentFormat::Markdown),
        (format, _) => format,
    };
    if printed == Some(DocumentFormat::Docx) && io::stdout().is_terminal() {
        return Err(Failure::Other(
            "a Word document cannot be shown on a terminal; name a file for it, such as -o draft.docx".to_owned(),
        ));
    }
    let documents = formats.into_iter().map(&make).collect::<Result<Vec<_>, _>>()?;
    let printed = printed.map(make).transpose()?;
    for (path, document) in output.files.iter().zip(&documents) {
        match document {
            Made::Text(text) => output::write(path, text, Seal::Comment, output.overwrite)?,
            Made::Word(bytes) => output::write_sealed(path, bytes, output.overwrite)?,
        }
    }
    match printed {
        None => Ok(()),
        Some(Made::Text(text)) => output::print(&text),
        Some(Made::Word(bytes)) => output::print_bytes(&bytes),
    }
}

fn format_of(path: &Path) -> Result<DocumentFormat, Failure> {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("md") => Ok(DocumentFormat::Markdown),
        Some("html") => Ok(DocumentFormat::Html),
        Some("docx") => Ok(DocumentFormat::Docx),
        _ => Err(Failure::Other(format!(
            "`{}` has no ending that names a format; end it in .md, .html or .docx (a Word document)",
            path.display()
        ))),
    }
}
