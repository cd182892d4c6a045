//! `diligence init`: a new record.

mod answer;
mod dialogue;
mod example;
mod prompt;
mod saving;
mod steps;

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use crate::assessment::record_order;
use crate::pack::Library;
use crate::render::new_record;

use super::args::InitArgs;
use super::context::{self, RECORD_NAME};
use super::{Exit, Failure, new_files, output};

/// Runs the command.
pub fn run(args: &InitArgs) -> Result<Exit, Failure> {
    let folder = args.dir.clone().unwrap_or_else(|| PathBuf::from("."));
    if let Some(name) = &args.example {
        return example::copy(name, &folder);
    }
    if !args.non_interactive && !io::stdin().is_terminal() {
        let message = "init asks its questions on a terminal, and standard input is none. \
             Pass --non-interactive to write the record with every field as a comment";
        return Err(Failure::Other(message.to_owned()));
    }
    let path = folder.join(RECORD_NAME);
    if path.symlink_metadata().is_ok() {
        return Err(new_files::exists(&path));
    }
    let library = context::plain_library(&args.packs)?;
    if args.non_interactive { blank(&library, &folder) } else { saving::ask(&library, &folder) }
}

/// Writes the record with every field as a comment.
fn blank(library: &Library, folder: &Path) -> Result<Exit, Failure> {
    let text = new_record(&library.fields, &record_order(library), &steps::given(library));
    new_files::create(folder, &[(RECORD_NAME.to_owned(), text.into_bytes())])?;
    wrote(folder, 0)
}

/// Says where the record is and what to do next.
fn wrote(folder: &Path, stated: usize) -> Result<Exit, Failure> {
    let shown = context::shown(&folder.join(RECORD_NAME));
    let answers = match stated {
        0 => "Every field stands in it as a comment.".to_owned(),
        1 => "One answer stands in it, and every other field as a comment.".to_owned(),
        count => format!("{count} answers stand in it, and every other field as a comment."),
    };
    output::print(&format!("Wrote {shown}\n{answers}\n"))?;
    next_step(folder)
}

fn next_step(folder: &Path) -> Result<Exit, Failure> {
    let command = match context::shown(folder).as_str() {
        "." => "diligence check".to_owned(),
        _ => context::command_for("diligence check", folder),
    };
    output::print(&format!("Next: {command}\n"))?;
    Ok(Exit::Clean)
}
