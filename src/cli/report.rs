//! `diligence report`: the gap report of a record.

use crate::assessment::assess;
use crate::pack::{PackFiles, TEMPLATES};
use crate::render::{RecordView, Report, Run};

use super::args::ReportArgs;
use super::{Exit, Failure, context, document};

/// Runs the command.
pub fn run(args: &ReportArgs) -> Result<Exit, Failure> {
    let overrides = document::templates(args.templates.as_deref())?;
    let library = context::library_with(&args.packs, overrides.as_ref())?;
    let options = context::options(args.when);
    let opened = context::open(&args.record)?;
    let record = context::read(&opened, &library)?;
    let assessment = assess(&record, &library, &opened.files, options);
    let view = RecordView::new(&assessment, &library);
    let run = Run::new(&library, options.as_of);
    let report = Report::new(&view, &run, &library, &record.source, overrides.as_ref());
    let embedded = PackFiles::embedded(&TEMPLATES, "templates");
    let templates = overrides.as_ref().map_or(embedded.clone(), |overrides| embedded.overlaid(overrides));
    document::write(&args.output, |markup| Ok(report.render(markup, &templates)?))?;
    Ok(if assessment.fails(args.fail_on.fail_on()) { Exit::Open } else { Exit::Clean })
}
