//! `diligence pack verify|test|new`: for those who write packs.

use std::path::Path;
use std::sync::Arc;

use crate::assessment::{Files, Options, assess, check_example};
use crate::drafting;
use crate::pack::{Library, PackSource, Requirement, RequirementExample, Trace, load};
use crate::record::{Phase, read_fragment};
use crate::source::{Code, Diagnostic, SourceText};

use super::args::{PackArgs, PackCommand};
use super::{Exit, Failure, context, output, pack_new};

/// Runs the command.
pub fn run(args: &PackArgs) -> Result<Exit, Failure> {
    match &args.command {
        PackCommand::Verify { dir } => verify(dir),
        PackCommand::Test { dir } => test(dir),
        PackCommand::New { dir } => pack_new::run(dir),
    }
}

/// The pack in `dir`, on the built-in packs where it adds to them.
fn open(dir: &Path) -> Result<(Library, String), Failure> {
    let own = PackSource::Folder(dir.to_owned(), context::shown(dir));
    let mut library = load(&[PackSource::Embedded, own])?;
    let clauses = library.clauses(None)?;
    library.adopt(clauses);
    let id = library.packs.last().map(|pack| pack.manifest.id.clone()).unwrap_or_default();
    Ok((library, id))
}

fn verify(dir: &Path) -> Result<Exit, Failure> {
    let (library, id) = open(dir)?;
    let clauses = library.clauses(None)?;
    let mut problems = library.verify(&clauses);
    let calendars = library.calendars()?;
    problems.extend(Trace::new(&library, &clauses, &calendars).refusals(&id));
    problems.extend(drafting::verify(&library, &clauses));
    problems.extend(
        examples(&library, &id).filter_map(|(requirement, example)| unreadable(&library, requirement, example)),
    );
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let own = library.requirements.iter().filter(|requirement| requirement.pack == id).count();
    let word = if own == 1 { "requirement" } else { "requirements" };
    output::print(&format!("The pack {id} is in order: {own} {word}.\n"))?;
    Ok(Exit::Clean)
}

fn test(dir: &Path) -> Result<Exit, Failure> {
    let (library, id) = open(dir)?;
    let all: Vec<_> = examples(&library, &id).collect();
    let mut problems: Vec<Diagnostic> =
        all.iter().filter_map(|(requirement, example)| run_example(&library, requirement, example)).collect();
    let calendars = library.calendars()?;
    let own = calendars.limits.iter().filter(|limit| limit.pack == id);
    let dates: Vec<_> = own.flat_map(|limit| limit.examples.iter().map(move |example| (limit, example))).collect();
    problems.extend(dates.iter().filter_map(|(limit, example)| check_example(&library, &calendars, limit, example)));
    if !problems.is_empty() {
        return Err(problems.into());
    }
    output::print(&in_order(all.len(), &format!("the pack {id}"), "status"))?;
    if !dates.is_empty() {
        output::print(&in_order(dates.len(), "its time limits", "day"))?;
    }
    Ok(Exit::Clean)
}

/// That this number of examples of something give what they should.
fn in_order(number: usize, of: &str, what: &str) -> String {
    match number {
        1 => format!("1 example of {of} gives the {what} that it is written for.\n"),
        _ => format!("{number} examples of {of} give the {what} that they are written for.\n"),
    }
}

fn examples<'l>(
    library: &'l Library,
    pack: &'l str,
) -> impl Iterator<Item = (&'l Requirement, &'l RequirementExample)> {
    let own = library.requirements.iter().filter(move |requirement| requirement.pack == pack);
    own.flat_map(|requirement| requirement.examples.iter().map(move |example| (requirement, example)))
}

fn unreadable(library: &Library, requirement: &Requirement, example: &RequirementExample) -> Option<Diagnostic> {
    read_example(library, requirement, example).err().map(|problem| *problem)
}

fn read_example(
    library: &Library,
    requirement: &Requirement,
    example: &RequirementExample,
) -> Result<crate::record::Record, Box<Diagnostic>> {
    let source = Arc::new(SourceText::new("example", &*example.text));
    read_fragment(&source, &library.fields).map_err(|problems| {
        let first = problems.first().map(|problem| problem.message.clone()).unwrap_or_default();
        let line = problems.first().and_then(|problem| problem.place.as_ref()).map_or(1, |place| place.position().line);
        let message = format!("an example of `{}` cannot be read: in its line {line}, {first}", requirement.id);
        Box::new(Diagnostic::new(Code::BadExample, message).at(
            library.text_of(requirement),
            first_line(library, requirement, example),
            "",
        ))
    })
}

/// Runs one example; gives what is wrong with it.
fn run_example(library: &Library, requirement: &Requirement, example: &RequirementExample) -> Option<Diagnostic> {
    let record = match read_example(library, requirement, example) {
        Ok(record) => record,
        Err(problem) => return Some(*problem),
    };
    let options = Options { as_of: requirement.examples_as_of, gate: Some(Phase::Management), with_facts: true };
    let assessment = assess(&record, library, &Files::Assumed, options);
    let finding = assessment.findings.iter().find(|finding| finding.id == requirement.id)?;
    if finding.status.id() == example.status.id() {
        return None;
    }
    let facts: Vec<String> = finding.observations.iter().map(|observation| observation.fact(library)).collect();
    let message =
        format!("an example of `{}` for {} gives {}", requirement.id, example.status.id(), finding.status.id());
    let problem = Diagnostic::new(Code::BadExample, message);
    Some(problem.at(library.text_of(requirement), first_line(library, requirement, example), "").help(facts.join(" ")))
}

fn first_line(library: &Library, requirement: &Requirement, example: &RequirementExample) -> crate::source::Span {
    let text = library.text_of(requirement).text();
    let end = text[example.span.start..].find('\n').map_or(example.span.end, |at| example.span.start + at);
    example.span.start..end.min(example.span.end)
}
