//! `diligence deadlines`: every date of a record, in one or several formats.

use std::path::Path;

use crate::assessment::{Chain, Deadline, Files, Options, Scope, assess, chains, deadlines};
use crate::pack::{Calendars, Library};
use crate::record::{Duration, Phase, Record, Unit};
use crate::render::{Dates, Given, Run, Showing};

use super::args::{DeadlinesArgs, DeadlinesFormat};
use super::seal::Seal;
use super::{Exit, Failure, clock, context, document, output};

/// How near a day is to count as soon, where nobody says. No authority gives the number; it is this project's choice.
pub const SOON: Duration = Duration { count: 30, unit: Unit::Day };

/// Runs the command.
pub fn run(args: &DeadlinesArgs) -> Result<Exit, Failure> {
    let formats = args.output.files.iter().map(|path| format_of(path)).collect::<Result<Vec<_>, _>>()?;
    let destinations = document::destinations(&args.output, &args.packs, None)?;
    let library = context::library(&args.packs)?;
    let opened = context::open(&args.record)?;
    let record = context::read(&opened, &library)?;
    destinations.spare_record(&opened, &record, &library.fields)?;
    let run = Run::new(&library, args.as_of.unwrap_or_else(clock::today_in_ontario));
    let calendars = library.calendars()?;
    let basis = Basis { run: &run, record: &record, library: &library, calendars: &calendars, files: &opened.files };
    basis.reckon(args.soon, |dates, deadlines, chains| {
        write(args, &formats, dates)?;
        let fail_on = args.fail_on.fail_on();
        let open = deadlines.iter().any(|one| one.fails(fail_on)) || chains.iter().any(|one| one.fails(fail_on));
        Ok(if open { Exit::Open } else { Exit::Clean })
    })
}

/// From what the dates of a record are reckoned.
#[derive(Clone, Copy)]
pub struct Basis<'b> {
    pub run: &'b Run,
    pub record: &'b Record,
    pub library: &'b Library,
    pub calendars: &'b Calendars,
    pub files: &'b Files,
}

impl Basis<'_> {
    /// Hands the dates, and the deadlines and chains behind them, to `look`.
    ///
    /// # Errors
    /// What `look` fails with.
    pub fn reckon<T>(
        self,
        soon: Duration,
        look: impl FnOnce(&Dates<'_>, &[Deadline<'_>], &[Chain<'_>]) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let Self { run, record, library, calendars, files } = self;
        // The gate of every phase asks what is still open of it, whatever the phase of the record.
        let options = Options { as_of: run.as_of, gate: Phase::ALL.last().copied(), with_facts: false };
        let assessment = assess(record, library, files, options);
        let scope = Scope::new(library, record, run.as_of, files);
        let deadlines = deadlines(&scope, &assessment.findings, calendars, soon);
        let chains = chains(&scope, calendars);
        let given = Given { run, record, library, calendars, soon, deadlines: &deadlines, chains: &chains };
        look(&Dates::new(given), &deadlines, &chains)
    }
}

/// Writes the files, then standard output: in the format that was asked for, or as text when no file is asked for.
fn write(args: &DeadlinesArgs, formats: &[DeadlinesFormat], dates: &Dates<'_>) -> Result<(), Failure> {
    let showing = match (args.quiet, args.all) {
        (true, _) => Showing::Counts,
        (_, true) => Showing::All,
        _ => Showing::Unsettled,
    };
    let text = |format| match format {
        DeadlinesFormat::Text => dates.to_text(showing),
        DeadlinesFormat::Json => dates.to_json(),
        DeadlinesFormat::Csv => dates.to_csv(),
        DeadlinesFormat::Ics => dates.to_ics(),
    };
    for (path, format) in args.output.files.iter().zip(formats) {
        let text = match format {
            DeadlinesFormat::Text => anstream::adapter::strip_str(&text(*format)).to_string(),
            format => text(*format),
        };
        output::write(path, &text, seal(*format), args.output.overwrite)?;
    }
    let printed = args.output.format.or(formats.is_empty().then_some(DeadlinesFormat::Text));
    let calendar = printed.iter().chain(formats).any(|format| *format == DeadlinesFormat::Ics);
    if calendar && dates.event_count() == 0 {
        output::warn("note: no date lies ahead and none was missed, so the calendar is empty\n");
    }
    printed.map_or(Ok(()), |format| output::print(&text(format)))
}

/// A table has no place for a seal that a spreadsheet would not show.
const fn seal(format: DeadlinesFormat) -> Seal {
    match format {
        DeadlinesFormat::Json => Seal::Inside,
        DeadlinesFormat::Ics => Seal::Property,
        DeadlinesFormat::Text | DeadlinesFormat::Csv => Seal::None,
    }
}

fn format_of(path: &Path) -> Result<DeadlinesFormat, Failure> {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("txt") => Ok(DeadlinesFormat::Text),
        Some("json") => Ok(DeadlinesFormat::Json),
        Some("csv") => Ok(DeadlinesFormat::Csv),
        Some("ics") => Ok(DeadlinesFormat::Ics),
        _ => Err(Failure::Other(format!(
            "`{}` has no ending that names a format of deadlines; end it in .txt, .json, .csv or .ics",
            path.display()
        ))),
    }
}
