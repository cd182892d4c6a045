//! `diligence check`: findings of one or many records.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::assessment::{Options, assess};
use crate::pack::Library;
use crate::render::{Human, Json, RecordView, Run};

use super::args::{CheckArgs, CheckFormat};
use super::context::{self, Opened};
use super::output::{self, Seal};
use super::{Exit, Failure, records, tell};

/// How many records are held in memory at once: enough to keep every core busy.
const BATCH: usize = 256;

/// Runs the command.
pub fn run(args: &CheckArgs) -> Result<Exit, Failure> {
    let library = context::library(&args.packs)?;
    let options = context::options(args.when);
    let run = Run::new(&library, options.as_of);
    let mut sinks = sinks(args, &run)?;
    let mut totals = Totals::default();
    if let Some(name) = &args.example {
        let opened = context::open_example(name);
        totals.add(&mut sinks, vec![one(opened, &library, options, args, &formats(args)?)])?;
    } else {
        let paths = records::find(&args.paths)?;
        let formats = formats(args)?;
        for batch in paths.chunks(BATCH) {
            let done: Vec<_> =
                batch.par_iter().map(|path| one(context::open_path(path), &library, options, args, &formats)).collect();
            totals.add(&mut sinks, done)?;
        }
    }
    for sink in sinks {
        sink.finish(&run, totals.records, args.output.overwrite)?;
    }
    Ok(match (totals.failed, totals.open) {
        (true, _) => Exit::Failed,
        (false, true) => Exit::Open,
        (false, false) => Exit::Clean,
    })
}

/// One record's texts, one for each sink, and whether something is open.
struct Done {
    texts: Vec<String>,
    open: bool,
}

fn one(
    opened: Result<Opened, Failure>,
    library: &Library,
    options: Options,
    args: &CheckArgs,
    formats: &[CheckFormat],
) -> Result<Done, Failure> {
    let opened = opened?;
    let record = context::read(&opened, library)?;
    let assessment = assess(&record, library, &opened.files, options);
    let texts = formats.iter().map(|format| match format {
        CheckFormat::Human => Human { quiet: args.quiet }.record(&assessment, library),
        CheckFormat::Json => Json::record(&RecordView::new(&assessment, library)),
    });
    Ok(Done { texts: texts.collect(), open: assessment.fails(args.fail_on.fail_on()) })
}

#[derive(Default)]
struct Totals {
    records: usize,
    open: bool,
    failed: bool,
}

impl Totals {
    /// Hands the texts of a batch to the sinks, in order; reports records that could not be read and goes on.
    fn add(&mut self, sinks: &mut [Sink], batch: Vec<Result<Done, Failure>>) -> Result<(), Failure> {
        for done in batch {
            match done {
                Ok(done) => {
                    for (sink, text) in sinks.iter_mut().zip(&done.texts) {
                        sink.add(text, self.records == 0)?;
                    }
                    self.records += 1;
                    self.open |= done.open;
                }
                Err(failure) => {
                    self.failed = true;
                    tell(&failure);
                }
            }
        }
        Ok(())
    }
}

/// One output of the run.
struct Sink {
    format: CheckFormat,
    target: Option<(PathBuf, String)>,
}

/// The formats of the run: that of standard output, then those of the files.
fn formats(args: &CheckArgs) -> Result<Vec<CheckFormat>, Failure> {
    let files = args.output.files.iter().map(|path| format_of(path)).collect::<Result<Vec<_>, _>>()?;
    let stdout = match (args.output.format, files.is_empty()) {
        (Some(format), _) => Some(format),
        (None, true) => Some(CheckFormat::Human),
        (None, false) => None,
    };
    Ok(stdout.into_iter().chain(files).collect())
}

fn sinks(args: &CheckArgs, run: &Run) -> Result<Vec<Sink>, Failure> {
    let formats = formats(args)?;
    let without_file = formats.len() - args.output.files.len();
    let targets = std::iter::repeat_n(None, without_file).chain(args.output.files.iter().map(Some));
    let mut sinks = Vec::new();
    for (format, target) in formats.into_iter().zip(targets) {
        let mut sink = Sink { format, target: target.map(|path| (path.clone(), String::new())) };
        if format == CheckFormat::Json {
            sink.write(&Json::head(run))?;
        }
        sinks.push(sink);
    }
    Ok(sinks)
}

fn format_of(path: &Path) -> Result<CheckFormat, Failure> {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("json") => Ok(CheckFormat::Json),
        Some("txt") => Ok(CheckFormat::Human),
        _ => Err(Failure::Other(format!(
            "`{}` has no ending that names a format of check; end it in .json or .txt, or use `diligence report` for .md and .html",
            path.display()
        ))),
    }
}

impl Sink {
    fn write(&mut self, text: &str) -> Result<(), Failure> {
        match &mut self.target {
            Some((_, buffer)) => {
                buffer.push_str(text);
                Ok(())
            }
            None => output::print(text),
        }
    }

    fn add(&mut self, text: &str, first: bool) -> Result<(), Failure> {
        if !first {
            self.write(match self.format {
                CheckFormat::Human => Human::BETWEEN,
                CheckFormat::Json => Json::BETWEEN,
            })?;
        }
        self.write(text)
    }

    fn finish(mut self, run: &Run, records: usize, overwrite: bool) -> Result<(), Failure> {
        let tail = match self.format {
            CheckFormat::Human if records == 0 => String::new(),
            CheckFormat::Human => Human::tail(run, records),
            CheckFormat::Json => Json::TAIL.to_owned(),
        };
        self.write(&tail)?;
        match self.target {
            Some((path, text)) => {
                let (text, seal) = match self.format {
                    CheckFormat::Human => (anstream::adapter::strip_str(&text).to_string(), Seal::None),
                    CheckFormat::Json => (text, Seal::Inside),
                };
                output::write(&path, &text, seal, overwrite)
            }
            None => Ok(()),
        }
    }
}
