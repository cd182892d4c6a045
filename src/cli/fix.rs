//! `diligence fix`: corrects what has one meaning, and makes room for what is missing.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use rayon::prelude::*;

use crate::assessment::{Options, assess};
use crate::pack::Library;
use crate::record::{Mended, mend};
use crate::render::{Blanks, MendedRecord, MendedView, blanks, difference, mended_json, wrap};
use crate::source::{Patch, SourceText};

use super::args::{PackChoice, When};
use super::{Exit, Failure, context, output, records, tell};

/// Mend records: correct what can only mean one thing, and add commented lines for facts that are missing.
///
/// Corrects misspelt names, dates, lengths of time, amounts, and yes or no in another form, where there is one reading.
/// Then adds a commented line for each fact that a due finding misses. Every other byte stays as it is; a correction
/// that would change anything else is refused. Shows the difference and writes nothing unless --write is given. Exit
/// status: 0 nothing is left to mend, 1 there is, not written or left for another run, 2 a problem is left that only a
/// person can solve.
#[derive(Debug, Args)]
pub struct FixArgs {
    /// Records, or folders to search for procurement.toml files [default: this folder].
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write the mended records in place of the old ones.
    #[arg(short, long)]
    write: bool,
    /// Add no commented lines for missing facts.
    #[arg(long)]
    no_blanks: bool,
    /// How to show what changes: as lines that go and come, or as data.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = FixFormat::Human)]
    format: FixFormat,
    #[command(flatten)]
    when: When,
    #[command(flatten)]
    packs: PackChoice,
}

/// The formats of `fix`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FixFormat {
    /// Text for people: a unified difference.
    Human,
    /// Each change with its place and its reason, and the problems that are left.
    Json,
}

/// How many records are held in memory at once.
const BATCH: usize = 64;

/// How many corrections that were not made are told of, each with its reason.
const MOST_NOTES: usize = 20;

/// Runs the command.
pub fn run(args: &FixArgs) -> Result<Exit, Failure> {
    let library = context::library(&args.packs)?;
    let options = context::options(args.when);
    let mut totals = Totals::default();
    for batch in records::find(&args.paths, false)?.chunks(BATCH) {
        let done: Vec<_> = batch.par_iter().map(|path| one(path, &library, options, args.no_blanks)).collect();
        for (path, done) in batch.iter().zip(done) {
            let mut view = (args.format == FixFormat::Json).then(|| view(path, &done));
            let written = totals.add(done, args)?;
            if let Some(view) = &mut view {
                view.written = written;
            }
            totals.views.extend(view);
        }
    }
    if args.format == FixFormat::Json {
        output::print(&mended_json(std::mem::take(&mut totals.views)))?;
    }
    totals.tell(args);
    Ok(match (totals.failed, totals.left || totals.changed > 0 && !args.write) {
        (true, _) => Exit::Failed,
        (false, true) => Exit::Open,
        (false, false) => Exit::Clean,
    })
}

/// A record and what it would become.
struct Done {
    path: PathBuf,
    old: std::sync::Arc<SourceText>,
    mended: Mended,
    new: String,
    blanks: Option<Blanks>,
}

fn one(path: &Path, library: &Library, options: Options, no_blanks: bool) -> Result<Done, Failure> {
    let opened = context::open_path(path)?;
    let mut mended = mend(&opened.source, &library.fields);
    let mut refused = None;
    let mut new = mended.source.text().to_owned();
    let mut added = None;
    if let (Ok(record), false) = (&mended.read, no_blanks) {
        let assessment = assess(record, library, &opened.files, options);
        let mut lines = blanks(&assessment, &library.fields, &assessment.findings);
        if let Some(fix) = &lines.fix {
            match Patch::new([fix]).ok_or("two of them would stand at one place").and_then(|patch| patch.prove(&new)) {
                Ok(text) => {
                    mended.changes.add(&new, std::slice::from_ref(fix));
                    new = text;
                }
                Err(reason) => {
                    lines.facts = 0;
                    refused = Some((fix.clone(), reason));
                }
            }
        }
        added = Some(lines);
    }
    mended.refused.extend(refused);
    Ok(Done { path: path.to_owned(), old: opened.source, mended, new, blanks: added })
}

/// What became of the record at `path`, as data.
fn view(path: &Path, done: &Result<Done, Failure>) -> MendedView {
    let shown = context::shown(path);
    let view = match done {
        Ok(Done { old, mended, .. }) => MendedRecord {
            path: old.name(),
            changes: Some((old, &mended.changes)),
            refused: &mended.refused,
            left: mended.left,
            problems: mended.read.as_ref().err().map_or(&[], Vec::as_slice),
        },
        Err(Failure::Problems(problems)) => {
            MendedRecord { path: &shown, changes: None, refused: &[], left: 0, problems }
        }
        Err(Failure::Other(_)) => MendedRecord { path: &shown, changes: None, refused: &[], left: 0, problems: &[] },
    };
    view.view()
}

#[derive(Default)]
struct Totals {
    /// What became of each record, where that is to be shown as data.
    views: Vec<MendedView>,
    /// How many records change.
    changed: usize,
    corrections: usize,
    facts: usize,
    /// Whether a run, or the reading of a record, failed.
    failed: bool,
    /// Whether a record has problems left.
    unread: bool,
    /// Whether another run would correct more.
    left: bool,
}

impl Totals {
    /// Shows one record's difference and writes it where that was asked for; tells of what is left and goes on.
    fn add(&mut self, done: Result<Done, Failure>, args: &FixArgs) -> Result<bool, Failure> {
        let done = match done {
            Ok(done) => done,
            Err(failure) => {
                self.failed = true;
                tell(&failure);
                return Ok(false);
            }
        };
        if args.format == FixFormat::Human {
            output::print(&difference(done.old.name(), done.old.text(), &done.new))?;
        }
        done.tell();
        let changed = done.old.text() != done.new;
        if changed
            && args.write
            && let Err(failure) = output::replace(&done.path, done.old.text(), &done.new)
        {
            self.failed = true;
            tell(&failure);
            return Ok(false);
        }
        self.changed += usize::from(changed);
        self.corrections += done.mended.done.len();
        self.facts += done.blanks.as_ref().map_or(0, |blanks| blanks.facts);
        self.left |= done.mended.left > 0;
        if let Some(problems) = done.mended.read.err().filter(|problems| !problems.is_empty()) {
            (self.failed, self.unread) = (true, true);
            tell(&Failure::Problems(problems));
        }
        Ok(changed && args.write)
    }

    fn tell(&self, args: &FixArgs) {
        let count = |count: usize, one: &str, more: &str| match count {
            1 => format!("1 {one}"),
            count => format!("{count} {more}"),
        };
        let records = count(self.changed, "record", "records");
        let corrections = count(self.corrections, "correction", "corrections");
        let facts = count(self.facts, "fact that is not stated", "facts that are not stated");
        let what = match (self.corrections, self.facts) {
            (_, 0) => corrections,
            (0, _) => format!("commented lines for {facts}"),
            _ => format!("{corrections}, and commented lines for {facts}"),
        };
        let text = match (self.changed, args.write) {
            (0, _) if self.failed => return,
            (0, _) => "Nothing to mend.".to_owned(),
            (_, true) => format!("Wrote {records}: {what}."),
            (_, false) => format!("Nothing was written. `--write` would write {records}: {what}."),
        };
        let later = match self.unread && !args.no_blanks {
            true => " Lines for missing facts are added once the problems above are solved.",
            false => "",
        };
        output::warn(&wrap(&format!("{text}{later}"), "", ""));
    }
}

impl Done {
    /// Tells what was not done, and why.
    fn tell(&self) {
        let name = self.old.name();
        let refused = &self.mended.refused;
        for (fix, reason) in refused.iter().take(MOST_NOTES) {
            let line = fix.edits.first().map_or(0, |edit| self.mended.source.position(edit.span.start).line);
            let text = format!("note: `{name}`, line {line}: not done: {}, since {reason}.", fix.title);
            output::warn(&wrap(&text, "", "  "));
        }
        if let more @ 1.. = refused.len().saturating_sub(MOST_NOTES) {
            output::warn(&wrap(&format!("note: `{name}`: {more} more were not done."), "", "  "));
        }
        if let left @ 1.. = self.mended.left {
            let text = match self.mended.done.is_empty() {
                true => format!(
                    "{left} more corrections were not tried, since many others cannot be made. Correct by hand what is \
                     shown, and run it again"
                ),
                false => {
                    "there are more mistakes than one run corrects. Run it again once this is written: what is left \
                          is told then"
                        .to_owned()
                }
            };
            output::warn(&wrap(&format!("note: `{name}`: {text}."), "", "  "));
        }
        if let Some(left @ 1..) = self.blanks.as_ref().map(|blanks| blanks.left) {
            let text =
                format!("note: `{name}`: lines for {left} more facts that are not stated are left for another run.");
            output::warn(&wrap(&text, "", "  "));
        }
        let in_braces = self.blanks.iter().flat_map(|blanks| &blanks.in_braces).map(|path| format!("`{path}`"));
        let in_braces: Vec<String> = in_braces.collect();
        if !in_braces.is_empty() {
            let text = format!(
                "note: `{name}`: no line can be added inside braces. These facts are missing there: {}.",
                in_braces.join(", ")
            );
            output::warn(&wrap(&text, "", "  "));
        }
    }
}
