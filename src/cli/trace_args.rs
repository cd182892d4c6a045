//! The arguments of `diligence trace`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::pack::Traced;

use super::args::{Output, PackChoice};

/// Show which provision is answered by which requirement, field and clause, and what is linked to nothing.
#[derive(Debug, Args)]
pub struct TraceArgs {
    /// An authority to which the trace is limited; may be given several times [default: all].
    #[arg(long = "authority", value_name = "ID")]
    pub authorities: Vec<String>,
    /// From which end alone it is shown [default: all ends; by provision in JSON and CSV].
    #[arg(long, value_enum, value_name = "END")]
    pub by: Option<End>,
    #[command(flatten)]
    pub packs: PackChoice,
    /// Folder of templates that take the place of the built-in ones of the same name.
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
    #[command(flatten)]
    pub output: Output<TraceFormat>,
}

/// An end from which a trace is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum End {
    Provision,
    Requirement,
    Field,
    Clause,
    Source,
}

impl From<End> for Traced {
    fn from(end: End) -> Self {
        match end {
            End::Provision => Self::Provision,
            End::Requirement => Self::Requirement,
            End::Field => Self::Field,
            End::Clause => Self::Clause,
            End::Source => Self::Source,
        }
    }
}

/// The formats of `trace`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TraceFormat {
    /// Text for people.
    Text,
    /// Markdown text.
    Markdown,
    /// One table for spreadsheets.
    Csv,
    /// One array of rows.
    Json,
    /// A web page in one file.
    Html,
}
