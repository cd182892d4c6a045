//! `diligence trace`: what hangs together with what, from the law to the clause and back.

use std::path::Path;

use crate::pack::{Library, PackFiles, TEMPLATES, Trace};
use crate::render::TraceView;
use crate::source::did_you_mean;

use super::seal::Seal;
use super::trace_args::{TraceArgs, TraceFormat};
use super::{Exit, Failure, context, document, output};

/// Runs the command.
pub fn run(args: &TraceArgs) -> Result<Exit, Failure> {
    document::destinations(&args.output, &args.packs, args.templates.as_ref())?;
    let overrides = document::templates(args.templates.as_deref())?;
    let library = context::library(&args.packs)?;
    let clauses = library.clauses(overrides.as_ref())?;
    let calendars = library.calendars()?;
    let trace = Trace::new(&library, &clauses, &calendars);
    let authorities = args.authorities.iter().map(|id| find(&library, id)).collect::<Result<Vec<_>, _>>()?;
    let view = TraceView::new(&trace, authorities, args.by.map(Into::into));
    let formats = args.output.files.iter().map(|path| format_of(path)).collect::<Result<Vec<_>, _>>()?;
    let texts = formats.iter().map(|format| text(&view, *format, overrides.as_ref())).collect::<Result<Vec<_>, _>>()?;
    for ((path, format), text) in args.output.files.iter().zip(formats).zip(&texts) {
        output::write(path, &anstream::adapter::strip_str(text).to_string(), seal(format), args.output.overwrite)?;
    }
    let printed = args.output.format.or(args.output.files.is_empty().then_some(TraceFormat::Text));
    if let Some(format) = printed {
        output::print(&text(&view, format, overrides.as_ref())?)?;
    }
    Ok(Exit::Clean)
}

fn text(view: &TraceView<'_>, format: TraceFormat, overrides: Option<&PackFiles>) -> Result<String, Failure> {
    Ok(match format {
        TraceFormat::Text => view.to_text(),
        TraceFormat::Markdown => view.to_markdown(),
        TraceFormat::Csv => view.to_csv(),
        TraceFormat::Json => view.to_json(),
        TraceFormat::Html => {
            let embedded = PackFiles::embedded(&TEMPLATES, "templates");
            view.to_html(&overrides.map_or(embedded.clone(), |overrides| embedded.overlaid(overrides)))?
        }
    })
}

/// How a file of this format says that the program wrote it; tables and arrays have no place for that.
const fn seal(format: TraceFormat) -> Seal {
    match format {
        TraceFormat::Markdown | TraceFormat::Html => Seal::Comment,
        TraceFormat::Text | TraceFormat::Csv | TraceFormat::Json => Seal::None,
    }
}

fn format_of(path: &Path) -> Result<TraceFormat, Failure> {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("txt") => Ok(TraceFormat::Text),
        Some("md") => Ok(TraceFormat::Markdown),
        Some("csv") => Ok(TraceFormat::Csv),
        Some("json") => Ok(TraceFormat::Json),
        Some("html") => Ok(TraceFormat::Html),
        _ => Err(Failure::Other(format!(
            "`{}` has no ending that names a format of trace; end it in .txt, .md, .csv, .json or .html",
            path.display()
        ))),
    }
}

/// The authority with this id, or this short name.
fn find<'l>(library: &'l Library, id: &str) -> Result<&'l str, Failure> {
    let called = |one: &&crate::pack::Authority| one.id == id || one.short.eq_ignore_ascii_case(id);
    if let Some(authority) = library.authorities.iter().find(called) {
        return Ok(&authority.id);
    }
    let near = did_you_mean(id, library.authorities.iter().map(|one| one.id.as_str()));
    let near = near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
    Err(Failure::Other(format!(
        "there is no authority `{id}`; {near}`diligence list authorities` prints every one with its provisions"
    )))
}
