//! `diligence deadlines`: every date of a record, in one or several formats.

use std::path::Path;

use crate::record::{Duration, Unit};
use crate::render::{Dates, Given, Run, Showing};

use super::args::{DeadlinesArgs, DeadlinesFormat};
use super::output::{self, Seal};
use super::{Exit, Failure, clock, context};

/// How near a day is to count as soon, where nobody says. No authority gives the number; it is this project's choice.
pub const SOON: Duration = Duration { count: 30, unit: Unit::Day };

/// Runs the command.
pub fn run(args: &DeadlinesArgs) -> Result<Exit, Failure> {
    let formats = args.output.files.iter().map(|path| format_of(path)).collect::<Result<Vec<_>, _>>()?;
    let library = context::library(&args.packs)?;
    let opened = context::open(&args.record)?;
    let record = context::read(&opened, &library)?;
    let run = Run::new(&library, args.as_of.unwrap_or_else(clock::today_in_ontario));
    let (deadlines, chains): (Vec<crate::assessment::Deadline<'_>>, Vec<crate::assessment::Chain<'_>>) =
        (Vec::new(), Vec::new());
    let given = Given {
        run: &run,
        record: &record,
        library: &library,
        soon: args.soon,
        deadlines: &deadlines,
        chains: &chains,
    };
    write(args, &formats, &Dates::new(given, Vec::new()))?;
    let open = deadlines.iter().any(|deadline| deadline.fails(args.fail_on.fail_on()));
    Ok(if open { Exit::Open } else { Exit::Clean })
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
