//! `diligence explain`: one thing in plain words.

use std::sync::Arc;

use crate::record::read_fragment;
use crate::render::{Explanation, Shelf, Unknown, wrap};
use crate::source::SourceText;

use super::args::{ExplainArgs, TextFormat};
use super::{Exit, Failure, context, list, output};

/// Runs the command.
pub fn run(args: &ExplainArgs) -> Result<Exit, Failure> {
    let library = context::library(&args.packs)?;
    let clauses = library.clauses(None)?;
    let calendars = library.calendars()?;
    let examples = list::examples(&library);
    // Nobody's record: what a record may set stands at its default.
    let silent = read_fragment(&Arc::new(SourceText::new("no record", "")), &library.fields)?;
    let on = args.as_of.map(|day| library.days(&silent, day));
    let shelf = Shelf { library: &library, clauses: &clauses, calendars: &calendars, examples: &examples, on };
    let id = args.id.join(" ");
    let explanation = match id.trim() {
        "" => Explanation::index(&shelf),
        id => Explanation::find(id, &shelf).map_err(|unknown| failure(id, &unknown))?,
    };
    output::print(&match args.format {
        TextFormat::Text => explanation.to_text(),
        TextFormat::Json => explanation.to_json(),
        TextFormat::Markdown => explanation.to_markdown(),
    })?;
    Ok(Exit::Clean)
}

/// How many matches an error names at most.
const MATCHES: usize = 12;

fn failure(id: &str, unknown: &Unknown) -> Failure {
    if unknown.matches.is_empty() { misspelt(id, unknown) } else { speak_of(id, unknown) }
}

fn speak_of(id: &str, unknown: &Unknown) -> Failure {
    let mut lines = vec![format!("No id is `{id}`. These speak of it:")];
    for one in unknown.matches.iter().take(MATCHES) {
        lines.push(wrap(&format!("{}: {}", one.id, one.title), "  ", "    ").trim_end().to_owned());
    }
    if let Some(more @ 1..) = unknown.matches.len().checked_sub(MATCHES) {
        lines.push(format!("  and {more} more. Add a word to find fewer."));
    }
    lines.push("Type `diligence explain` with one of these ids.".to_owned());
    Failure::Other(lines.join("\n"))
}

fn misspelt(id: &str, unknown: &Unknown) -> Failure {
    let near: Vec<String> = unknown.near.iter().map(|near| format!("`{near}`")).collect();
    let near = match near.as_slice() {
        [] => String::new(),
        [only] => format!(" Did you mean {only}?"),
        [most @ .., last] => format!(" Did you mean {} or {last}?", most.join(", ")),
    };
    Failure::Other(format!("nothing is called `{id}`.{near} `diligence explain` without an id says what there is"))
}
