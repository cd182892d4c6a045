//! The arguments of every command.

use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::assessment::FailOn;
use crate::pack::Obligation;
use crate::record::{Duration, Phase, date_of};

use super::baseline::BaselineArgs;
use super::check_format::CheckFormat;
use super::draft::DraftArgs;
use super::fix::FixArgs;
use super::selection::Input;
use super::trace_args::TraceArgs;

/// The program's own description of its arguments, for completions and the manual.
pub fn command() -> clap::Command {
    Cli::command()
}

/// Privacy and access due diligence for Ontario public procurement.
///
/// Reads a procurement described in TOML, checks it against the five-part due-diligence model and the statutes behind it,
/// and writes gap reports and draft clauses. Works offline. Its output is not legal advice.
#[derive(Debug, Parser)]
#[command(name = "diligence", version, max_term_width = 80, after_help = super::exit_status::exit_status_help())]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    /// Colour in text output.
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto)]
    pub color: Colour,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Colour {
    Auto,
    Always,
    Never,
}

impl Colour {
    /// Makes the choice hold for all output.
    pub fn write_global(self) {
        match self {
            Colour::Auto => anstream::ColorChoice::Auto,
            Colour::Always => anstream::ColorChoice::Always,
            Colour::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Init(InitArgs),
    Check(CheckArgs),
    Fix(FixArgs),
    Report(ReportArgs),
    Deadlines(DeadlinesArgs),
    Draft(DraftArgs),
    Explain(ExplainArgs),
    List(ListArgs),
    Trace(TraceArgs),
    Pack(PackArgs),
    Schema(SchemaArgs),
    Completions(CompletionsArgs),
    /// Print the manual page.
    Man,
}

/// Which packs and templates to use.
#[derive(Debug, Args)]
pub struct PackChoice {
    /// Folder of a pack to add to the built-in one; may be given several times.
    #[arg(long = "pack", value_name = "DIR")]
    pub packs: Vec<PathBuf>,
}

/// Which record to read.
#[derive(Debug, Args)]
pub struct RecordChoice {
    /// The record: a file, or a folder that holds procurement.toml [default: this folder].
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,
    /// An example record that the program carries, in place of PATH.
    #[arg(long, value_name = "NAME", conflicts_with = "path")]
    pub example: Option<String>,
}

/// On which date, and up to which phase.
#[derive(Clone, Copy, Debug, Args)]
pub struct When {
    /// The date of this check [default: today in Ontario].
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub as_of: Option<Date>,
    /// What is due before leaving this phase [default: the record's own phase].
    #[arg(long, value_name = "PHASE", value_parser = parse_phase)]
    pub gate: Option<Phase>,
}

/// Where output goes.
#[derive(Debug, Args)]
pub struct Output<F: ValueEnum + Clone + Send + Sync + 'static> {
    /// The format on standard output.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<F>,
    /// Write to a file, in the format of its ending; may be given several times.
    ///
    /// A file that the program wrote and that nobody edited since is replaced. Plain text, tables and lists of JSON have no
    /// place for a mark that shows this: to replace one by another content takes --overwrite. What the run reads is never
    /// replaced. Where FILE is a link, the file that it leads to is written.
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Replace files that exist and that the program did not write, or that were edited since.
    #[arg(long)]
    pub overwrite: bool,
}

/// Check records and show what is missing before the next gate.
#[derive(Debug, Args)]
#[command(after_help = super::check_format::ENDINGS_HELP)]
pub struct CheckArgs {
    /// Records, or folders to search for procurement.toml files [default: this folder].
    #[arg(value_name = "PATH", conflicts_with = "example")]
    pub paths: Vec<PathBuf>,
    /// An example record that the program carries, in place of PATH.
    #[arg(long, value_name = "NAME")]
    pub example: Option<String>,
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub when: When,
    /// The weakest obligation whose open findings give exit status 1.
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = Level::Must)]
    pub fail_on: Level,
    #[command(flatten)]
    pub baseline: BaselineArgs,
    /// Show of each record only the counts and whether it is ready.
    #[arg(short, long)]
    pub quiet: bool,
    #[command(flatten)]
    pub packs: PackChoice,
    #[command(flatten)]
    pub output: Output<CheckFormat>,
}

/// A level of obligation on the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Level {
    Must,
    Should,
    Consider,
    Never,
}

impl Level {
    /// The weakest obligation that makes a run fail.
    pub fn fail_on(self) -> FailOn {
        match self {
            Level::Must => Some(Obligation::Must),
            Level::Should => Some(Obligation::Should),
            Level::Consider => Some(Obligation::Consider),
            Level::Never => None,
        }
    }
}

/// Begin a procurement record, by questions on a terminal or as a commented file.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The folder for the new procurement.toml [default: this folder].
    #[arg(value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// Ask nothing; write the record with every field as a comment.
    #[arg(long)]
    pub non_interactive: bool,
    /// Copy an example record and its evidence instead.
    #[arg(long, value_name = "NAME", conflicts_with = "non_interactive")]
    pub example: Option<String>,
    #[command(flatten)]
    pub packs: PackChoice,
}

/// Write the gap report of a record, for people to read and hand in.
#[derive(Debug, Args)]
pub struct ReportArgs {
    #[command(flatten)]
    pub record: RecordChoice,
    #[command(flatten)]
    pub when: When,
    /// The weakest obligation whose open findings give exit status 1.
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = Level::Must)]
    pub fail_on: Level,
    #[command(flatten)]
    pub packs: PackChoice,
    /// Folder of templates that take the place of the built-in ones of the same name.
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
    #[command(flatten)]
    pub output: Output<DocumentFormat>,
}

/// Show every date of a record: what must be done, by when, by whom, and where the date comes from.
///
/// Exit status 1 says that a day was missed or a rule is broken, at the level of --fail-on.
#[derive(Debug, Args)]
pub struct DeadlinesArgs {
    #[command(flatten)]
    pub record: RecordChoice,
    /// The date of this check [default: today in Ontario].
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub as_of: Option<Date>,
    /// How near a day is to count as soon; the default is this project's choice.
    #[arg(long, value_name = "DURATION", default_value_t = super::deadlines::SOON)]
    pub soon: Duration,
    /// The weakest obligation whose missed days and broken rules give exit status 1.
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = Level::Must)]
    pub fail_on: Level,
    /// Show in full what is done, past or replaced, too.
    #[arg(long, conflicts_with = "quiet")]
    pub all: bool,
    /// Show the next day to act on and the counts only.
    #[arg(short, long)]
    pub quiet: bool,
    #[command(flatten)]
    pub packs: PackChoice,
    #[command(flatten)]
    pub output: Output<DeadlinesFormat>,
}

/// The formats of `deadlines`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DeadlinesFormat {
    /// Text for people.
    Text,
    /// Every date as data.
    Json,
    /// A table for spreadsheets.
    Csv,
    /// A calendar (iCalendar) of the days that lie ahead or were missed.
    Ics,
}

/// The formats of reports and drafts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DocumentFormat {
    /// Markdown text.
    Markdown,
    /// A web page in one file.
    Html,
    /// A Word document, for a file or a pipe.
    Docx,
}

/// Explain a requirement, field, clause, phase, authority, time limit, condition or error in plain words.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// Its id, as `list` and the outputs print it, or words to look for; without one, what there is.
    #[arg(value_name = "ID")]
    pub id: Vec<String>,
    /// For a provision: show the text of this date, and whether it is in force then.
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub as_of: Option<Date>,
    /// The format on standard output.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = TextFormat::Text)]
    pub format: TextFormat,
    #[command(flatten)]
    pub packs: PackChoice,
}

/// List what there is.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// What to list.
    #[arg(value_enum)]
    pub what: Catalogue,
    /// The format on standard output.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = TextFormat::Text)]
    pub format: TextFormat,
    #[command(flatten)]
    pub packs: PackChoice,
}

/// What `list` lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Catalogue {
    Requirements,
    Fields,
    Clauses,
    Authorities,
    Documents,
    Packs,
    Examples,
    Conditions,
    Sources,
    Uncertainties,
    TimeLimits,
    Calendars,
    Words,
}

impl From<Catalogue> for crate::render::Catalogue {
    fn from(what: Catalogue) -> Self {
        match what {
            Catalogue::Requirements => Self::Requirements,
            Catalogue::Fields => Self::Fields,
            Catalogue::Clauses => Self::Clauses,
            Catalogue::Authorities => Self::Authorities,
            Catalogue::Documents => Self::Documents,
            Catalogue::Packs => Self::Packs,
            Catalogue::Examples => Self::Examples,
            Catalogue::Conditions => Self::Conditions,
            Catalogue::Sources => Self::Sources,
            Catalogue::Uncertainties => Self::Uncertainties,
            Catalogue::TimeLimits => Self::TimeLimits,
            Catalogue::Calendars => Self::Calendars,
            Catalogue::Words => Self::Words,
        }
    }
}

/// The formats of `list` and `explain`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TextFormat {
    /// Text for people.
    Text,
    /// Data.
    Json,
    /// Markdown, with everything there is to say.
    Markdown,
}

/// Print the JSON Schema of a record, for editors.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    #[command(flatten)]
    pub packs: PackChoice,
}

/// Print completions for a shell.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// Check, test or begin a pack of requirements.
#[derive(Debug, Args)]
pub struct PackArgs {
    #[command(subcommand)]
    pub command: PackCommand,
}

#[derive(Debug, Subcommand)]
pub enum PackCommand {
    /// Check that a pack is complete and that everything it names exists.
    Verify {
        /// The folder that holds pack.toml.
        dir: PathBuf,
    },
    /// Run the examples of a pack.
    Test {
        /// The folder that holds pack.toml.
        dir: PathBuf,
    },
    /// Begin a new pack in an empty or new folder.
    New {
        /// The folder to make.
        dir: PathBuf,
    },
}

/// Reads a date on the command line.
pub(super) fn parse_date(text: &str) -> Result<Date, String> {
    date_of(text).ok_or_else(|| "write the date as year-month-day, such as 2026-03-01".to_owned())
}

fn parse_phase(text: &str) -> Result<Phase, String> {
    Phase::from_id(text).ok_or_else(|| format!("it is one of: {}", Phase::ALL.map(Phase::id).join(", ")))
}
