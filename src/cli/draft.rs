//! `diligence draft`: documents from a record.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

use crate::assessment::Scope;
use crate::drafting::{Wording, draft, recorded};
use crate::pack::{Clauses, Document, PackFiles, TEMPLATES};
use crate::render::{Markup, NotComparable, Origin, Run, wrap};
use crate::source::{Code, Diagnostic, did_you_mean, read_text};

use super::args::{DocumentFormat, Output, PackChoice, RecordChoice, parse_date};
use super::document::Made;
use super::{Exit, Failure, clock, context, document, output};

/// Write a draft document, such as the privacy and access schedule of an agreement.
#[derive(Debug, Args)]
pub struct DraftArgs {
    #[command(flatten)]
    pub record: RecordChoice,
    /// Which document; `diligence list documents` names them.
    #[arg(long, value_name = "NAME", default_value = "agreement")]
    pub document: String,
    /// The date of the draft [default: today in Ontario].
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub as_of: Option<Date>,
    /// Leave out the notes to counsel, the lists at the end and what is for the institution alone, for a copy that others
    /// may read.
    #[arg(long)]
    pub no_notes: bool,
    /// Write the document for use, without notes and lists; refused, with exit status 1, while anything in it is left to
    /// people.
    #[arg(long = "final")]
    pub for_use: bool,
    /// Write what changed since an earlier draft, a Markdown file, clause by clause, in place of the draft; as Markdown or a
    /// page (HTML).
    #[arg(long, value_name = "OLD", conflicts_with_all = ["for_use", "no_notes"])]
    pub against: Option<PathBuf>,
    /// Print, in place of the draft, what the record can state once both parties have signed it, as lines of a record.
    #[arg(long, conflicts_with_all = ["for_use", "no_notes", "against", "format", "files"])]
    pub once_signed: bool,
    #[command(flatten)]
    pub packs: PackChoice,
    /// Folder of templates that take the place of the built-in ones of the same name.
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
    #[command(flatten)]
    pub output: Output<DocumentFormat>,
}

/// Runs the command.
pub fn run(args: &DraftArgs) -> Result<Exit, Failure> {
    let destinations = document::destinations(&args.output, &args.packs, args.templates.as_ref())?;
    if let Some(old) = &args.against {
        destinations.spare(old, "is the earlier draft")?;
    }
    let overrides = document::templates(args.templates.as_deref())?;
    let library = context::library_with(&args.packs, overrides.as_ref())?;
    let clauses = &library.adopted;
    let wanted = find(clauses, &args.document)?;
    if args.once_signed && wanted.clauses.is_empty() {
        return Err(nothing_signed(clauses, wanted));
    }
    let wording = Wording::new(clauses, &library.fields)?;
    let opened = context::open(&args.record)?;
    let record = context::read(&opened, &library)?;
    destinations.spare_record(&opened, &record, &library.fields)?;
    let as_of = args.as_of.unwrap_or_else(clock::today_in_ontario);
    let scope = Scope::new(&library, &record, as_of, &opened.files);
    let notes = !args.no_notes && !args.for_use;
    let drafted = draft(wanted, clauses, &wording, &scope, &|clause| recorded(clause, &scope), notes)?;
    if args.for_use {
        let left = drafted.left_to_people(&scope);
        if !left.is_empty() {
            output::warn(&refusal(&left));
            return Ok(Exit::Open);
        }
    }
    let embedded = PackFiles::embedded(&TEMPLATES, "templates");
    let files = overrides.as_ref().map_or(embedded.clone(), |overrides| embedded.overlaid(overrides));
    let replaced: Vec<String> = overrides.iter().flat_map(PackFiles::paths).map(str::to_owned).collect();
    let run = Run::new(&library, as_of);
    let origin = Origin {
        library: &library,
        record: &record,
        run: &run,
        clauses_hash: &clauses.hash,
        replaced: &replaced,
        for_use: args.for_use,
    };
    if args.once_signed {
        output::print(&drafted.lines_once_signed(&scope, origin))?;
        return Ok(Exit::Clean);
    }
    if let Some(old) = &args.against {
        let name = context::shown(old);
        let text = read_text(old, &name).map_err(earlier_not_read)?;
        document::write(&args.output, |format| {
            let markup = match format {
                DocumentFormat::Markdown => Markup::Markdown,
                DocumentFormat::Html => Markup::Html,
                DocumentFormat::Docx => return Err(no_word_of_changes()),
            };
            let changes = drafted.changes_since(text.text(), &name, origin, markup, &files)?;
            Ok(Made::Text(changes.map_err(|why| not_comparable(&name, wanted, why))?))
        })?;
        return Ok(Exit::Clean);
    }
    document::write(&args.output, |format| {
        Ok(match format {
            DocumentFormat::Markdown => Made::Text(drafted.render(origin, notes, Markup::Markdown, &files)?),
            DocumentFormat::Html => Made::Text(drafted.render(origin, notes, Markup::Html, &files)?),
            DocumentFormat::Docx => Made::Word(drafted.to_word(origin, notes)),
        })
    })?;
    Ok(Exit::Clean)
}

/// Why a document without clauses gives no lines to state once it is signed.
fn nothing_signed(clauses: &Clauses, wanted: &Document) -> Failure {
    let with = clauses.documents.iter().filter(|document| !document.clauses.is_empty());
    let names: Vec<&str> = with.map(|document| document.id.as_str()).collect();
    Failure::Other(format!(
        "the document `{}` has no clauses, so signing it makes nothing true that a record could state; --once-signed is \
         for documents with clauses: {}",
        wanted.id,
        names.join(", ")
    ))
}

/// The problem with the earlier draft, with advice for that file rather than for a record.
fn earlier_not_read(mut problem: Box<Diagnostic>) -> Box<Diagnostic> {
    if problem.code == Code::FileNotFound {
        problem.help = Some(
            "check the spelling and the folder; --against takes the file that an earlier `diligence draft -o NAME.md` wrote"
                .to_owned(),
        );
    }
    problem
}

fn no_word_of_changes() -> Failure {
    Failure::Other(
        "what changed is not written as a Word document; end the file in .md or .html. Word itself compares two drafts \
         (Review, Compare)"
            .to_owned(),
    )
}

fn not_comparable(name: &str, wanted: &Document, why: NotComparable) -> Failure {
    Failure::Other(match why {
        NotComparable::NoDraft => format!(
            "`{name}` is no draft in Markdown; name the .md file that an earlier `diligence draft` wrote, \
             of the same document"
        ),
        NotComparable::Other(title) => format!(
            "`{name}` is a draft of another document, \"{title}\", and this one is \"{}\" (`{}`); name an earlier draft \
             of this one, or pass --document with the name of that one, which `diligence list documents` gives",
            wanted.title, wanted.id
        ),
    })
}

/// Why a draft cannot be written for use: all that it leaves to people.
fn refusal(left: &[String]) -> String {
    let mut text = "error: the draft is not ready for use, and nothing was written. It leaves to people:\n".to_owned();
    for one in left {
        text.push_str(&wrap(one, "  ", "    "));
    }
    text.push_str("State these in the record, and draft again. Without --final the draft shows each in its place.\n");
    text
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
