//! `diligence check`: findings of one or many records.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::assessment::{FailOn, Options, assess};
use crate::render::{Checked, Detail, Format, Human, Part, Run, Unread};
use crate::source::Diagnostic;

use super::args::CheckArgs;
use super::baseline::{Baselines, Share};
use super::check_format::{CheckFormat, Target, targets};
use super::check_outputs::Outputs;
use super::context::{self, Libraries, Opened};
use super::destinations::{Destinations, RECORD};
use super::progress::Progress;
use super::selection::{Records, select};
use super::{Exit, Failure, output, tell};

/// How many records are held in memory at once: enough to keep every core busy.
const BATCH: usize = 64;

/// With more records than this, text for people holds the open musts of each and no more.
const MANY: usize = 20;

/// Runs the command.
pub fn run(args: &CheckArgs) -> Result<Exit, Failure> {
    let libraries = Libraries::new(&args.packs)?;
    let options = context::options(args.when);
    let run = Run::new(&libraries.plain, options.as_of);
    let Records { single, paths, searched } = select(args, &libraries)?;
    let detail = match paths.len() {
        _ if args.quiet => Detail::Counts,
        count if count > MANY => Detail::Musts,
        _ => Detail::Full,
    };
    let fail_on = args.fail_on.fail_on();
    let targets = targets(&args.output)?;
    let destinations = destinations(args, &targets, &paths)?;
    let formats: Vec<_> =
        targets.iter().map(|target| target.format.writer(Human { detail }, &libraries.plain)).collect();
    let baselines = Baselines::open(&args.baseline, args.output.overwrite, &libraries.plain)?;
    let mut outputs = Outputs::begin(&targets, &formats, args.output.overwrite, (&run, &libraries.plain))?;
    let as_data = targets.iter().any(|target| target.format != CheckFormat::Human);
    let with_facts = detail == Detail::Full || as_data || baselines.in_use();
    let options = Options { with_facts, ..options };
    let job = Job {
        libraries: &libraries,
        options,
        fail_on,
        formats: &formats,
        baselines: &baselines,
        destinations: &destinations,
    };
    let mut totals = Totals::default();
    if let Some((path, opened)) = single {
        totals.add(&mut outputs, vec![job.one(&path, opened)])?;
    }
    let progress = Progress::new(paths.len(), !args.quiet);
    for batch in paths.chunks(BATCH) {
        let one = |path: &PathBuf| {
            let done = job.one(path, context::open_path(path));
            progress.step();
            done
        };
        let done: Vec<_> = match batch {
            // To start a thread costs more than to check a record.
            [path] => vec![one(path)],
            _ => batch.par_iter().map(one).collect(),
        };
        progress.erase();
        totals.add(&mut outputs, done)?;
    }
    let exit = totals.exit(baselines.accept_all());
    let view = baselines.view(&totals.shares, &searched);
    outputs.finish(&run, (totals.records, totals.unread), exit, view.as_ref())?;
    output::warn(&view.map(|view| view.stale_words()).unwrap_or_default());
    output::warn(&baselines.moved_words(&totals.shares, &searched));
    if totals.unread == 0 {
        baselines.write(&totals.shares, &searched, &libraries.plain)?;
    } else if baselines.writes() {
        output::warn("note: the baseline was not written, because a record could not be read\n");
    }
    // The process ends with this command: to take the packs apart first would only cost time.
    std::mem::forget(libraries);
    Ok(exit)
}

/// Where the run writes: over none of its records, packs and baselines. The files that a record names are known once it
/// is read.
fn destinations(args: &CheckArgs, targets: &[Target], paths: &[PathBuf]) -> Result<Destinations, Failure> {
    let mut destinations = Destinations::new(targets.iter().filter_map(|target| target.file.as_deref()))?;
    if let Some(held) = &args.baseline.baseline {
        destinations.spare(held, "is the baseline of this run")?;
    }
    // Only this may take the place of the baseline that is read.
    if let Some(written) = &args.baseline.write_baseline {
        destinations.add(written)?;
    }
    paths.iter().chain(&args.input.stdin_filename).try_for_each(|path| destinations.spare(path, RECORD))?;
    destinations.spare_folders(&args.packs.packs, "pack")?;
    Ok(destinations)
}

/// What is done with every record of the run.
struct Job<'j> {
    libraries: &'j Libraries,
    options: Options,
    fail_on: FailOn,
    formats: &'j [Box<dyn Format>],
    baselines: &'j Baselines,
    destinations: &'j Destinations,
}

/// One record: a part for each output, and how it went.
struct Done {
    parts: Vec<Part>,
    outcome: Outcome,
}

enum Outcome {
    /// Whether something is open, and what the record gives for the baselines.
    Read(bool, Share),
    Unread(Vec<Diagnostic>),
}

impl Job<'_> {
    /// Assesses a record; one that could not be read is an outcome too.
    fn one(&self, path: &Path, opened: Result<Opened, Failure>) -> Result<Done, Failure> {
        match opened.and_then(|opened| self.assess(path, &opened)) {
            Err(Failure::Problems(problems)) => {
                let unread = Unread { path: &context::shown(path), problems: &problems };
                let parts = self.formats.iter().map(|format| format.unread(&unread)).collect();
                Ok(Done { parts, outcome: Outcome::Unread(problems) })
            }
            done => done,
        }
    }

    fn assess(&self, path: &Path, opened: &Opened) -> Result<Done, Failure> {
        let library = self.libraries.for_record(&opened.source)?;
        let record = context::read(opened, library)?;
        self.destinations.spare_named(opened, &record, &library.fields)?;
        let mut assessment = assess(&record, library, &opened.files, self.options);
        let share = self.baselines.mark(path, &mut assessment, library);
        let checked = Checked::new(&assessment, library, self.fail_on);
        let parts = self.formats.iter().map(|format| format.record(&checked)).collect();
        Ok(Done { parts, outcome: Outcome::Read(assessment.fails(self.fail_on), share) })
    }
}

#[derive(Default)]
struct Totals {
    records: usize,
    unread: usize,
    open: bool,
    shares: Vec<Share>,
}

impl Totals {
    /// Hands the parts of a batch to the outputs, in order; tells of records that could not be read and goes on.
    fn add(&mut self, outputs: &mut Outputs<'_>, batch: Vec<Result<Done, Failure>>) -> Result<(), Failure> {
        for done in batch {
            let Done { parts, outcome } = done?;
            outputs.add(parts)?;
            match outcome {
                Outcome::Read(open, share) => {
                    self.records += 1;
                    self.open |= open;
                    self.shares.push(share);
                }
                Outcome::Unread(problems) => {
                    self.unread += 1;
                    tell(&Failure::Problems(problems));
                }
            }
        }
        Ok(())
    }

    /// How the run ends; what is open does not count where `accepted`.
    fn exit(&self, accepted: bool) -> Exit {
        match (self.unread > 0, self.open && !accepted) {
            (true, _) => Exit::Failed,
            (false, true) => Exit::Open,
            (false, false) => Exit::Clean,
        }
    }
}
