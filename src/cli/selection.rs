//! Which records `check` looks at.

use std::path::{Path, PathBuf};

use clap::Args;

use super::args::CheckArgs;
use super::changed::{Deciding, concerned};
use super::context::{self, Libraries, Opened};
use super::paths::plain;
use super::{Failure, records};

/// Records that are not named by path, or not all that are.
#[derive(Debug, Args)]
pub struct Input {
    /// Read one record from standard input.
    #[arg(long, conflicts_with_all = ["paths", "example"])]
    pub stdin: bool,
    /// The file that the record from standard input stands for; its evidence is looked up beside it.
    #[arg(long, value_name = "FILE", requires = "stdin")]
    pub stdin_filename: Option<PathBuf>,
    /// Check only records whose own file, evidence or agreement changed since this branch left REV, committed or not.
    #[arg(long, value_name = "REV", value_parser = parse_revision, conflicts_with_all = ["example", "stdin"])]
    pub changed_since: Option<String>,
}

/// The records of one run.
#[derive(Debug, Default)]
pub struct Records {
    /// A record that is not read from a file, and the path that it stands for.
    pub single: Option<(PathBuf, Result<Opened, Failure>)>,
    /// The others.
    pub paths: Vec<PathBuf>,
    /// The folders that were searched and of which every record is checked.
    pub searched: Vec<PathBuf>,
}

/// The records that `args` ask for.
pub fn select(args: &CheckArgs, libraries: &Libraries) -> Result<Records, Failure> {
    let single = |path: &Path, opened| Ok(Records { single: Some((path.to_owned(), opened)), ..Records::default() });
    if let Some(name) = &args.example {
        return single(Path::new(name), Ok(context::open_example(name)?));
    }
    if args.input.stdin {
        let name = args.input.stdin_filename.as_deref().map(plain);
        let path = name.as_deref().unwrap_or(Path::new(context::RECORD_NAME));
        return single(path, context::open_stdin(name.as_deref()));
    }
    let here = [PathBuf::from(".")];
    let given = if args.paths.is_empty() { &here[..] } else { &args.paths };
    if let Some(revision) = &args.input.changed_since {
        let paths = records::find_any(&args.paths, args.quiet)?;
        let decides = Deciding { packs: &args.packs.packs, baseline: args.baseline.baseline.as_deref() };
        let paths = concerned((paths, given), revision, &decides, libraries, args.quiet)?;
        return Ok(Records { paths, ..Records::default() });
    }
    let paths = records::find(&args.paths, args.quiet)?;
    let searched = given.iter().filter(|path| path.is_dir()).cloned().collect();
    Ok(Records { single: None, paths, searched })
}

/// Reads what may name a commit on the command line; git takes what begins with `-` for an option.
fn parse_revision(text: &str) -> Result<String, String> {
    match text.trim().is_empty() || text.starts_with('-') {
        true => Err("name a branch, a tag or a commit, such as origin/main or HEAD~3".to_owned()),
        false => Ok(text.to_owned()),
    }
}
