//! The formats of `check` on the command line, and the endings of files that stand for them.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::pack::Library;
use crate::render::{Csv, Format, Github, Gitlab, Human, Json, JsonLines, Junit, MarkdownSummary, Sarif};
use crate::source::did_you_mean;

use super::Failure;
use super::args::Output;
use super::seal::Seal;

/// The formats of `check`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// Text for people.
    Human,
    /// The whole assessment as data, with what could not be read.
    Json,
    /// SARIF 2.1.0, for code scanning and editors.
    Sarif,
    /// A report of tests, for systems that run them.
    Junit,
    /// Annotations in a log of GitHub Actions.
    Github,
    /// A Code Quality report for GitLab.
    Gitlab,
    /// A short summary for the page of a job.
    Markdown,
    /// A table for spreadsheets.
    Csv,
    /// One finding a line, as data.
    Jsonl,
}

impl CheckFormat {
    /// What writes the format.
    pub fn writer(self, human: Human, library: &Library) -> Box<dyn Format> {
        match self {
            CheckFormat::Human => Box::new(human),
            CheckFormat::Json => Box::new(Json),
            CheckFormat::Sarif => Box::new(Sarif::new(library)),
            CheckFormat::Junit => Box::new(Junit),
            CheckFormat::Github => Box::new(Github),
            CheckFormat::Gitlab => Box::new(Gitlab),
            CheckFormat::Markdown => Box::new(MarkdownSummary),
            CheckFormat::Csv => Box::new(Csv),
            CheckFormat::Jsonl => Box::new(JsonLines),
        }
    }

    /// Its name on the command line.
    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// How a file of the format shows that nobody edited it.
    pub const fn seal(self) -> Seal {
        match self {
            CheckFormat::Json | CheckFormat::Sarif => Seal::Inside,
            CheckFormat::Junit | CheckFormat::Markdown => Seal::Comment,
            CheckFormat::Human | CheckFormat::Github | CheckFormat::Gitlab | CheckFormat::Csv | CheckFormat::Jsonl => {
                Seal::None
            }
        }
    }
}

/// One output of a run.
#[derive(Debug)]
pub struct Target {
    /// Its format.
    pub format: CheckFormat,
    /// Its file; standard output where there is none.
    pub file: Option<PathBuf>,
}

/// Standard output in the format that was asked for, or as text when no file is asked for; then the files.
pub fn targets(output: &Output<CheckFormat>) -> Result<Vec<Target>, Failure> {
    let stdout = output.format.or(output.files.is_empty().then_some(CheckFormat::Human));
    let stdout = stdout.map(|format| Ok(Target { format, file: None }));
    let files = output.files.iter().map(|file| target(file));
    stdout.into_iter().chain(files).collect()
}

/// The endings of files and the formats that they stand for; the longest that fits counts.
const ENDINGS: [(&str, CheckFormat); 8] = [
    (".sarif", CheckFormat::Sarif),
    (".sarif.json", CheckFormat::Sarif),
    (".json", CheckFormat::Json),
    (".jsonl", CheckFormat::Jsonl),
    (".xml", CheckFormat::Junit),
    (".csv", CheckFormat::Csv),
    (".md", CheckFormat::Markdown),
    (".txt", CheckFormat::Human),
];

/// What the help says of files.
pub const ENDINGS_HELP: &str = "Files: -o FILE takes the format from the ending: .sarif or .sarif.json (sarif), \
    .json (json), .jsonl (jsonl), .xml (junit), .csv (csv), .md (markdown), .txt (human). -o FORMAT:FILE names it, whatever \
    the ending, such as -o gitlab:gl-code-quality-report.json. Several -o in one run write several files. A file in the \
    format human, jsonl, csv, gitlab or github is replaced by another content only with --overwrite.";

/// A file with its format: the one named before it, as in `gitlab:FILE`, else that of its ending.
fn target(file: &Path) -> Result<Target, Failure> {
    let text = file.to_string_lossy();
    // One letter is a drive of Windows.
    let is_word = |name: &str| name.len() > 1 && name.chars().all(char::is_alphabetic);
    if let Some((name, rest)) = text.split_once(':').filter(|(name, _)| is_word(name)) {
        return match (CheckFormat::from_str(name, false), rest) {
            (Err(_), _) => Err(no_format(name, &text)),
            (Ok(_), "") => Err(Failure::Other(format!("`-o {text}` names no file; write `-o {name}:FILE`"))),
            (Ok(format), rest) => Ok(Target { format, file: Some(PathBuf::from(rest)) }),
        };
    }
    let name = file.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let fitting = ENDINGS.iter().filter(|(ending, _)| name.ends_with(ending)).max_by_key(|(ending, _)| ending.len());
    match fitting {
        Some((_, format)) => Ok(Target { format: *format, file: Some(file.to_owned()) }),
        None => {
            let endings: Vec<&str> = ENDINGS.iter().map(|(ending, _)| *ending).collect();
            Err(Failure::Other(format!(
                "`{text}` has no ending that names a format of check: {}. End it in one of them, or name the format \
                 before it, as in `gitlab:{text}`; for .html and .docx there is `diligence report`",
                endings.join(", ")
            )))
        }
    }
}

/// That `name`, which stands before the file in `text`, is no format.
fn no_format(name: &str, text: &str) -> Failure {
    let formats: Vec<String> = CheckFormat::value_variants().iter().map(|format| format.name()).collect();
    let near = did_you_mean(name, formats.iter().map(String::as_str));
    let near = near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
    Failure::Other(format!(
        "`{name}` in `-o {text}` is no format of check; {near}the formats are: {}. If it belongs to the name of a file, \
         write `./{text}`",
        formats.join(", ")
    ))
}
