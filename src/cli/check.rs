//! `diligence check`: findings of one or many records.

use rayon::prelude::*;

use crate::assessment::{FailOn, Options, assess};
use crate::render::{Checked, Detail, Format, Human, Part, Run, Unread};
use crate::source::Diagnostic;

use super::args::{CheckArgs, CheckFormat};
use super::check_outputs::{Outputs, targets};
use super::context::{self, Libraries, Opened};
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
    let fail_on = args.fail_on.fail_on();
    let targets = targets(&args.output)?;
    let formats: Vec<_> = targets.iter().map(|target| target.format.writer(Human { detail }, fail_on)).collect();
    let mut outputs = Outputs::begin(&targets, &formats, args.output.overwrite, (&run, &libraries.plain))?;
    let with_facts = detail == Detail::Full || targets.iter().any(|target| target.format != CheckFormat::Human);
    let options = Options { with_facts, ..context::options(args.when) };
    let job = Job { libraries: &libraries, options, fail_on, formats: &formats };
    let mut totals = Totals::default();
    if let Some(name) = &args.example {
        totals.add(&mut outputs, vec![job.one(name, Ok(context::open_example(name)?))])?;
    }
    for batch in paths.chunks(BATCH) {
        let done: Vec<_> =
            batch.par_iter().map(|path| job.one(&context::shown(path), context::open_path(path))).collect();
        totals.add(&mut outputs, done)?;
    }
    let exit = totals.exit();
    outputs.finish(&run, (totals.records, totals.unread), exit)?;
    Ok(exit)
}

/// What is done with every record of the run.
struct Job<'j> {
    libraries: &'j Libraries,
    options: Options,
    fail_on: FailOn,
    formats: &'j [Box<dyn Format>],
}

/// One record: a part for each output, and how it went.
struct Done {
    parts: Vec<Part>,
    outcome: Outcome,
}

enum Outcome {
    Open(bool),
    Unread(Vec<Diagnostic>),
}

impl Job<'_> {
    /// Assesses a record; one that could not be read is an outcome too.
    fn one(&self, path: &str, opened: Result<Opened, Failure>) -> Result<Done, Failure> {
        match opened.and_then(|opened| self.assess(&opened)) {
            Err(Failure::Problems(problems)) => {
                let unread = Unread { path, problems: &problems };
                let parts = self.formats.iter().map(|format| format.unread(&unread)).collect();
                Ok(Done { parts, outcome: Outcome::Unread(problems) })
            }
            done => done,
        }
    }

    fn assess(&self, opened: &Opened) -> Result<Done, Failure> {
        let library = self.libraries.for_record(&opened.source)?;
        let record = context::read(opened, library)?;
        let assessment = assess(&record, library, &opened.files, self.options);
        let checked = Checked::new(&assessment, library, self.fail_on);
        let parts = self.formats.iter().map(|format| format.record(&checked)).collect();
        Ok(Done { parts, outcome: Outcome::Open(assessment.fails(self.fail_on)) })
    }
}

#[derive(Default)]
struct Totals {
    records: usize,
    unread: usize,
    open: bool,
}

impl Totals {
    /// Hands the parts of a batch to the outputs, in order; tells of records that could not be read and goes on.
    fn add(&mut self, outputs: &mut Outputs<'_>, batch: Vec<Result<Done, Failure>>) -> Result<(), Failure> {
        for done in batch {
            let Done { parts, outcome } = done?;
            outputs.add(parts)?;
            match outcome {
                Outcome::Open(open) => {
                    self.records += 1;
                    self.open |= open;
                }
                Outcome::Unread(problems) => {
                    self.unread += 1;
                    tell(&Failure::Problems(problems));
                }
            }
        }
        Ok(())
    }

    fn exit(&self) -> Exit {
        match (self.unread > 0, self.open) {
            (true, _) => Exit::Failed,
            (false, true) => Exit::Open,
            (false, false) => Exit::Clean,
        }
    }
}
