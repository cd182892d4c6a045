//! Where the outcome of `check` goes: standard output and files, each in its format, written record by record.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::pack::Library;
use crate::render::{
    BaselineView, Csv, End, Format, Github, Gitlab, Human, Json, JsonLines, Junit, MarkdownSummary, Part, Run, Sarif,
};
use crate::source::Hash;

use super::args::{CheckFormat, Output};
use super::output::{self, Pending, Seal};
use super::{Exit, Failure};

/// One output of a run.
#[derive(Debug)]
pub struct Target {
    /// Its format.
    pub format: CheckFormat,
    /// Its file; standard output where there is none.
    file: Option<PathBuf>,
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

    /// How a file of the format shows that nobody edited it.
    const fn seal(self) -> Seal {
        match self {
            CheckFormat::Json | CheckFormat::Sarif => Seal::Inside,
            CheckFormat::Junit | CheckFormat::Markdown => Seal::Comment,
            CheckFormat::Human | CheckFormat::Github | CheckFormat::Gitlab | CheckFormat::Csv | CheckFormat::Jsonl => {
                Seal::None
            }
        }
    }
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
pub const ENDINGS_HELP: &str = "\
Files: -o FILE takes the format from the ending: .sarif or .sarif.json (sarif),
.json (json), .jsonl (jsonl), .xml (junit), .csv (csv), .md (markdown), .txt
(human). -o FORMAT:FILE names it, whatever the ending, such as
-o gitlab:gl-code-quality-report.json. Several -o in one run write several files.";

/// A file with its format: the one named before it, as in `gitlab:FILE`, else that of its ending.
fn target(file: &Path) -> Result<Target, Failure> {
    let text = file.to_string_lossy();
    if let Some((name, rest)) = text.split_once(':')
        && let Ok(format) = CheckFormat::from_str(name, false)
    {
        return match rest {
            "" => Err(Failure::Other(format!("`-o {text}` names no file; write `-o {name}:FILE`"))),
            rest => Ok(Target { format, file: Some(PathBuf::from(rest)) }),
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

/// The outputs of a run while it is made.
pub struct Outputs<'f>(Vec<Sink<'f>>);

impl<'f> Outputs<'f> {
    /// Begins each of `targets` in the format of `formats` at the same place.
    pub fn begin(
        targets: &[Target],
        formats: &'f [Box<dyn Format>],
        overwrite: bool,
        (run, library): (&Run, &Library),
    ) -> Result<Self, Failure> {
        let begin = |(target, format): (&Target, &'f Box<dyn Format>)| {
            let mut sink = Sink::new(target, format.as_ref(), overwrite)?;
            sink.write(&format.head(run, library))?;
            Ok(sink)
        };
        targets.iter().zip(formats).map(begin).collect::<Result<_, _>>().map(Self)
    }

    /// Adds one record, of which there is one part for each output.
    pub fn add(&mut self, parts: Vec<Part>) -> Result<(), Failure> {
        self.0.iter_mut().zip(parts).try_for_each(|(sink, part)| sink.add(part))
    }

    /// Ends the outputs of a run with so many records and unread ones.
    pub fn finish(
        self,
        run: &Run,
        (records, unread): (usize, usize),
        exit: Exit,
        baseline: Option<&BaselineView<'_>>,
    ) -> Result<(), Failure> {
        let end = End {
            run,
            records,
            unread,
            exit_status: exit.status(),
            baseline,
            left_out: 0,
            held: &[],
            held_left_out: 0,
            written: &Hash::default(),
        };
        self.0.into_iter().try_for_each(|sink| sink.finish(end))
    }
}

/// The most bytes that are kept for the end of one output.
const MOST_HELD: usize = 400_000;

/// One output while it is made.
struct Sink<'f> {
    format: &'f dyn Format,
    /// Whether the format has colours, which a file does not take.
    painted: bool,
    seal: Seal,
    file: Option<Pending>,
    written: Hash,
    texts: usize,
    text_bytes: usize,
    left_out: usize,
    held: Vec<String>,
    held_bytes: usize,
    held_left_out: usize,
}

impl<'f> Sink<'f> {
    fn new(target: &Target, format: &'f dyn Format, overwrite: bool) -> Result<Self, Failure> {
        let seal = target.format.seal();
        let file = target.file.as_deref().map(|path| Pending::create(path, seal, overwrite)).transpose()?;
        Ok(Self {
            format,
            painted: target.format == CheckFormat::Human,
            seal,
            file,
            written: Hash::default(),
            texts: 0,
            text_bytes: 0,
            left_out: 0,
            held: Vec::new(),
            held_bytes: 0,
            held_left_out: 0,
        })
    }

    fn write(&mut self, text: &str) -> Result<(), Failure> {
        if self.seal != Seal::None {
            self.written.add(text);
        }
        match &mut self.file {
            None => output::print(text),
            Some(file) if self.painted => file.add(anstream::adapter::strip_str(text).to_string()),
            Some(file) => file.add(text),
        }
    }

    fn add(&mut self, part: Part) -> Result<(), Failure> {
        self.hold(part.held);
        if part.text.is_empty() {
            return Ok(());
        }
        self.text_bytes = self.text_bytes.saturating_add(part.text.len());
        if self.text_bytes > self.format.most() {
            self.left_out += 1;
            return Ok(());
        }
        if self.texts > 0 {
            self.write(self.format.between())?;
        }
        self.texts += 1;
        self.write(&part.text)
    }

    fn hold(&mut self, held: String) {
        if held.is_empty() {
            return;
        }
        self.held_bytes = self.held_bytes.saturating_add(held.len());
        match self.held_bytes > MOST_HELD {
            true => self.held_left_out += 1,
            false => self.held.push(held),
        }
    }

    fn finish(mut self, end: End<'_>) -> Result<(), Failure> {
        let tail = self.format.tail(&End {
            left_out: self.left_out,
            held: &self.held,
            held_left_out: self.held_left_out,
            written: &self.written,
            ..end
        });
        self.write(&tail)?;
        let seal = self.written.hex();
        match self.file {
            None => Ok(()),
            Some(mut file) => {
                if self.seal == Seal::Comment {
                    file.add(output::seal_line(&seal))?;
                }
                file.commit()
            }
        }
    }
}
