//! `diligence report`: the gap report of a record.

use crate::assessment::assess;
use crate::pack::{PackFiles, TEMPLATES};
use crate::render::{Markup, RecordView, Report, Run};

use super::args::{DocumentFormat, ReportArgs};
use super::deadlines::{Basis, SOON};
use super::document::Made;
use super::{Exit, Failure, context, document};

/// Runs the command.
pub fn run(args: &ReportArgs) -> Result<Exit, Failure> {
    let destinations = document::destinations(&args.output, &args.packs, args.templates.as_ref())?;
    let overrides = document::templates(args.templates.as_deref())?;
    let library = context::library_with(&args.packs, overrides.as_ref())?;
    let options = context::options(args.when);
    let opened = context::open(&args.record)?;
    let record = context::read(&opened, &library)?;
    destinations.spare_record(&opened, &record, &library.fields)?;
    let assessment = assess(&record, &library, &opened.files, options);
    let view = RecordView::new(&assessment, &library);
    let run = Run::new(&library, options.as_of);
    let calendars = library.calendars()?;
    let basis = Basis { run: &run, record: &record, library: &library, calendars: &calendars, files: &opened.files };
    basis.reckon(SOON, |dates, _, _| {
        let report = Report::new(&view, &run, &library, &record.source, dates, overrides.as_ref());
        let embedded = PackFiles::embedded(&TEMPLATES, "templates");
        let templates = overrides.as_ref().map_or(embedded.clone(), |overrides| embedded.overlaid(overrides));
        document::write(&args.output, |format| {
            Ok(match format {
                DocumentFormat::Markdown => Made::Text(report.render(Markup::Markdown, &templates)?),
                DocumentFormat::Html => Made::Text(report.render(Markup::Html, &templates)?),
                DocumentFormat::Docx => Made::Word(report.to_word(&templates)?),
            })
        })
    })?;
    Ok(if assessment.fails(args.fail_on.fail_on()) { Exit::Open } else { Exit::Clean })
}
