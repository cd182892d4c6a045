//! What `report` and `draft` share: templates of one's own, and one text in several formats and places.

use std::path::Path;

use crate::pack::PackFiles;
use crate::render::Markup;

use super::Failure;
use super::args::{DocumentFormat, Output};
use super::context::shown;
use super::output::{self, Seal};

/// The folders in which templates stand.
const TEMPLATE_FOLDERS: [&str; 3] = ["clauses", "documents", "reports"];

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

/// Writes what `make` gives for each format that `output` asks for: on standard output, or to its files. Nothing is
/// written before every text is made.
///
/// # Errors
/// When a file's ending names no format, when `make` fails, or when something cannot be written.
pub fn write(output: &Output<DocumentFormat>, make: impl Fn(Markup) -> Result<String, Failure>) -> Result<(), Failure> {
    let formats = output.files.iter().map(|path| format_of(path)).collect::<Result<Vec<_>, _>>()?;
    let printed = match (output.format, formats.is_empty()) {
        (None, true) => Some(DocumentFormat::Markdown),
        (format, _) => format,
    };
    let texts = formats.into_iter().map(|format| make(markup(format))).collect::<Result<Vec<_>, _>>()?;
    let printed = printed.map(|format| make(markup(format))).transpose()?;
    for (path, text) in output.files.iter().zip(&texts) {
        output::write(path, text, Seal::Comment, output.overwrite)?;
    }
    printed.map_or(Ok(()), |text| output::print(&text))
}

/// What a format is written in.
const fn markup(format: DocumentFormat) -> Markup {
    match format {
        DocumentFormat::Markdown => Markup::Markdown,
        DocumentFormat::Html => Markup::Html,
    }
}

fn format_of(path: &Path) -> Result<DocumentFormat, Failure> {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("md") => Ok(DocumentFormat::Markdown),
        Some("html") => Ok(DocumentFormat::Html),
        _ => Err(Failure::Other(format!(
            "`{}` has no ending that names a format; end it in .md or .html (word processors open both)",
            path.display()
        ))),
    }
}
