//! `diligence explain`: one thing in plain words.

use crate::render::{Explanation, Shelf, Unknown};

use super::args::{ExplainArgs, TextFormat};
use super::{Exit, Failure, context, list, output};

/// Runs the command.
pub fn run(args: &ExplainArgs) -> Result<Exit, Failure> {
    let library = context::library(&args.packs)?;
    let clauses = library.clauses(None)?;
    let examples = list::examples(&library);
    let shelf = Shelf { library: &library, clauses: &clauses, examples: &examples };
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

fn failure(id: &str, unknown: &Unknown) -> Failure {
    let near: Vec<String> = unknown.near.iter().map(|near| format!("`{near}`")).collect();
    let near = match near.as_slice() {
        [] => String::new(),
        [only] => format!(" Did you mean {only}?"),
        [most @ .., last] => format!(" Did you mean {} or {last}?", most.join(", ")),
    };
    Failure::Other(format!("nothing is called `{id}`.{near} `diligence explain` without an id says what there is"))
}
