//! `diligence list`: what there is.

use crate::pack::{Library, embedded_examples};
use crate::record::Value;
use crate::render::{ExampleView, Listing, Shelf};

use super::args::{ListArgs, TextFormat};
use super::context::{self, RECORD_NAME};
use super::{Exit, Failure, output};

/// Runs the command.
pub fn run(args: &ListArgs) -> Result<Exit, Failure> {
    let library = context::library(&args.packs)?;
    let clauses = library.clauses(None)?;
    let calendars = library.calendars()?;
    let examples = examples(&library);
    let list = Listing::new(
        args.what.into(),
        &Shelf { library: &library, clauses: &clauses, calendars: &calendars, examples: &examples, on: None },
    );
    output::print(&match args.format {
        TextFormat::Text => list.to_text(),
        TextFormat::Json => list.to_json(),
        TextFormat::Markdown => list.to_markdown(),
    })?;
    Ok(Exit::Clean)
}

/// The example records, as far as they can be read with the packs in use.
pub fn examples(library: &Library) -> Vec<ExampleView> {
    let view = |example: crate::pack::Example| {
        let record = context::open_example(&example.name).and_then(|opened| context::read(&opened, library)).ok();
        let text = |field| match record.as_ref()?.get(field).map(|stated| &stated.value) {
            Some(Value::Text(text)) => Some(text.clone()),
            _ => None,
        };
        let builtin = &library.builtin;
        let mut files: Vec<String> = example.files.into_iter().map(|(path, _)| path).collect();
        files.sort_by_key(|path| (path != RECORD_NAME, path.clone()));
        ExampleView {
            title: text(builtin.title).unwrap_or_else(|| example.name.clone()),
            institution: text(builtin.institution),
            phase: text(builtin.phase),
            files,
            id: example.name,
        }
    };
    embedded_examples().into_iter().map(view).collect()
}
