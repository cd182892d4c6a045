//! `diligence check`: findings of one or many records.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::assessment::{FailOn, Options, assess};
use crate::render::{Detail, Human, Json, RecordView, Run};
use crate::source::Hash;

use super::args::{CheckArgs, CheckFormat};
use super::context::{self, Libraries, Opened};
use super::output::{self, Pending, Seal};
use super::{Exit, Failure, records, tell};

/// How many records are held in memory at once: enough to keep every core busy.
const BATCH: usize = 64;

/// With more records than this, text for people holds the open musts of each and no more.
const MANY: usize = 20;

/// Runs the command.
pub fn run(args: &CheckArgs) -> Result<Exit, Failure> {
    let libraries = Libraries::new(&args.packs)?;
    let run = Run::new(&libraries.plain, context::options(args.when).as_of);
    let paths = if args.example.is_some() { Vec::new() } else { records::find(&args.paths)? };
    let detail = match paths.len() {
        _ if args.quiet => Detail::Counts,
        count if count > MANY => Detail::Musts,
        _ => Detail::Full,
    };
    let mut sinks = sinks(args, &run)?;
    let formats: Vec<CheckFormat> = sinks.iter().map(|sink| sink.format).collect();
    let with_facts = detail == Detail::Full || formats.contains(&CheckFormat::Json);
    let options = Options { with_facts, ..context::options(args.when) };
    let job = Job { libraries: &libraries, options, fail_on: args.fail_on.fail_on(), formats, human: Human { detail } };
    let mut totals = Totals::default();
    if let Some(name) = &args.example {
        totals.add(&mut sinks, vec![job.one(context::open_example(name))])?;
    }
    for batch in paths.chunks(BATCH) {
        let one = |path: &PathBuf| job.one(context::open_path(path));
        let done: Vec<_> = match batch {
            // To start a thread costs more than to check a record.
            [path] => vec![one(path)],
            _ => batch.par_iter().map(one).collect(),
        };
        totals.add(&mut sinks, done)?;
    }
    for sink in sinks {
        sink.finish(&run, &totals, job.human)?;
    }
    // The process ends with this command: to take the packs apart first would only cost time.
    std::mem::forget(libraries);
    Ok(match (totals.failed, totals.open) {
        (true, _) => Exit::Failed,
        (false, true) => Exit::Open,
        (false, false) => Exit::Clean,
    })
}

/// What is done with every record of the run.
struct Job<'j> {
    libraries: &'j Libraries,
    options: Options,
    fail_on: FailOn,
    formats: Vec<CheckFormat>,
    human: Human,
}

/// One record's texts, one for each sink, and whether something is open.
struct Done {
    texts: Vec<String>,
    open: bool,
}

impl Job<'_> {
    fn one(&self, opened: Result<Opened, Failure>) -> Result<Done, Failure> {
        let opened = opened?;
        let library = self.libraries.for_record(&opened.source)?;
        let record = context::read(&opened, library)?;
        let assessment = assess(&record, library, &opened.files, self.options);
        let texts = self.formats.iter().map(|format| match format {
            CheckFormat::Human => self.human.record(&assessment, library),
            CheckFormat::Json => Json::record(&RecordView::new(&assessment, library)),
        });
        Ok(Done { texts: texts.collect(), open: assessment.fails(self.fail_on) })
    }
}

#[derive(Default)]
struct Totals {
    records: usize,
    open: bool,
    failed: bool,
}

impl Totals {
    /// Hands the texts of a batch to the sinks, in order; tells of records that could not be read and goes on.
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

/// One output of the run: standard output, or a file.
struct Sink {
    format: CheckFormat,
    file: Option<Pending>,
    written: Hash,
}

/// Standard output in the format that was asked for, or as text when no file is asked for; then the files.
fn sinks(args: &CheckArgs, run: &Run) -> Result<Vec<Sink>, Failure> {
    let output = &args.output;
    let stdout = output.format.or(output.files.is_empty().then_some(CheckFormat::Human));
    let mut sinks: Vec<Sink> = stdout.map(|format| Sink::new(format, None)).into_iter().collect();
    for path in &output.files {
        let format = format_of(path)?;
        let seal = match format {
            CheckFormat::Human => Seal::None,
            CheckFormat::Json => Seal::Inside,
        };
        sinks.push(Sink::new(format, Some(Pending::create(path, seal, output.overwrite)?)));
    }
    for sink in &mut sinks {
        if sink.format == CheckFormat::Json {
            sink.write(&Json::head(run))?;
        }
    }
    Ok(sinks)
}

fn format_of(path: &Path) -> Result<CheckFormat, Failure> {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("json") => Ok(CheckFormat::Json),
        Some("txt") => Ok(CheckFormat::Human),
        _ => Err(Failure::Other(format!(
            "`{}` has no ending that names a format of check; end it in .json or .txt, \
             or use `diligence report` for .md and .html",
            path.display()
        ))),
    }
}

impl Sink {
    fn new(format: CheckFormat, file: Option<Pending>) -> Self {
        Self { format, file, written: Hash::default() }
    }

    fn write(&mut self, text: &str) -> Result<(), Failure> {
        match (&mut self.file, self.format) {
            (None, CheckFormat::Human) => output::print(text),
            (None, CheckFormat::Json) => {
                self.written.add(text);
                output::print(text)
            }
            (Some(file), CheckFormat::Human) => file.add(anstream::adapter::strip_str(text).to_string()),
            (Some(file), CheckFormat::Json) => {
                self.written.add(text);
                file.add(text)
            }
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

    fn finish(mut self, run: &Run, totals: &Totals, human: Human) -> Result<(), Failure> {
        match self.format {
            CheckFormat::Human if totals.records == 0 => {}
            CheckFormat::Human => self.write(&human.tail(run, totals.records))?,
            CheckFormat::Json => {
                let tail = Json::tail(&self.written.hex());
                self.write(&tail)?;
            }
        }
        self.file.map_or(Ok(()), Pending::commit)
    }
}
