//! `diligence draft`: documents from a record.

use crate::assessment::Scope;
use crate::drafting::{Position, Wording, draft};
use crate::pack::{Clauses, Document, PackFiles, TEMPLATES};
use crate::render::{Markup, Origin, Run};
use crate::source::did_you_mean;

use super::args::{DocumentFormat, DraftArgs};
use super::document::Made;
use super::{Exit, Failure, clock, context, document};

/// Runs the command.
pub fn run(args: &DraftArgs) -> Result<Exit, Failure> {
    let overrides = document::templates(args.templates.as_deref())?;
    let library = context::library(&args.packs)?;
    let clauses = library.clauses(overrides.as_ref())?;
    let wanted = find(&clauses, &args.document)?;
    let wording = Wording::new(&clauses, &library.fields)?;
    let opened = context::open(&args.record)?;
    let record = context::read(&opened, &library)?;
    let as_of = args.as_of.unwrap_or_else(clock::today_in_ontario);
    let scope = Scope::new(&library, &record, as_of, &opened.files);
    let drafted = draft(wanted, &clauses, &wording, &scope, |_| Position::Preferred)?;
    let embedded = PackFiles::embedded(&TEMPLATES, "templates");
    let files = overrides.as_ref().map_or(embedded.clone(), |overrides| embedded.overlaid(overrides));
    let replaced: Vec<String> = overrides.iter().flat_map(PackFiles::paths).map(str::to_owned).collect();
    let run = Run::new(&library, as_of);
    let origin =
        Origin { library: &library, record: &record, run: &run, clauses_hash: &clauses.hash, replaced: &replaced };
    let notes = !args.no_notes;
    document::write(&args.output, |format| {
        Ok(match format {
            DocumentFormat::Markdown => Made::Text(drafted.render(origin, notes, Markup::Markdown, &files)?),
            DocumentFormat::Html => Made::Text(drafted.render(origin, notes, Markup::Html, &files)?),
            DocumentFormat::Docx => Made::Word(drafted.to_word(origin, notes)),
        })
    })?;
    Ok(Exit::Clean)
}

/// The document of this name.
fn find<'c>(clauses: &'c Clauses, name: &str) -> Result<&'c Document, Failure> {
    clauses.document(name).ok_or_else(|| {
        let names: Vec<&str> = clauses.documents.iter().map(|document| document.id.as_str()).collect();
        let near = did_you_mean(name, names.iter().copied()).map(|near| format!("did you mean `{near}`? "));
        let near = near.unwrap_or_default();
        Failure::Other(format!("there is no document `{name}`; {near}the documents are: {}", names.join(", ")))
    })
}
