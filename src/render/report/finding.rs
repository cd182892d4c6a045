//! One finding as a report shows it: what the record says, who acts, on what it rests.

use serde::Serialize;

use crate::assessment::Status;
use crate::pack::Library;
use crate::record::Phase;

use super::super::english::in_words;
use super::super::view::{EvidenceView, FindingView, ObservationView};
use super::super::{RecordView, Run};
use super::marks::{self, Marks};
use super::open_in;
use super::sources::{SourceMark, Sources};
use super::words::capitalised;

/// An open finding.
#[derive(Debug, Serialize)]
pub(super) struct OpenFinding<'a> {
    pub(super) finding: &'a FindingView<'a>,
    pub(super) number: usize,
    pub(super) anchor: String,
    pub(super) slug: String,
    heading: String,
    pub(super) status: String,
    pub(super) prepare: Option<String>,
    obligation: String,
    basis: String,
    says: Vec<String>,
    pub(super) missing: Vec<Missing>,
    to_do: String,
    pub(super) who: String,
    pub(super) due: String,
    citations: Vec<Cited<'a>>,
    seen_in: Vec<SourceMark<'a>>,
    uncertain: Vec<Uncertain<'a>>,
    evidence: Vec<String>,
}

/// A fact that the record should state.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Missing {
    /// Its field.
    pub(super) field: String,
    /// What the record says of it: that it is not stated.
    fact: String,
    /// The question that it answers.
    pub(super) question: String,
    /// The line in which its table begins, if the record has that table.
    line: Option<usize>,
}

/// A citation with the place in the report that says more of it.
#[derive(Debug, Serialize)]
struct Cited<'a> {
    text: &'a str,
    confidence: String,
    anchor: Option<String>,
}

/// An uncertainty that bears on a citation of the finding.
#[derive(Debug, Serialize)]
struct Uncertain<'a> {
    title: &'a str,
    anchor: String,
}

/// A finding that is not open.
#[derive(Debug, Serialize)]
pub(super) struct Closed<'a> {
    finding: &'a FindingView<'a>,
    obligation: String,
    says: Vec<String>,
    evidence: Vec<String>,
    citations: Vec<Cited<'a>>,
}

impl<'a> Closed<'a> {
    pub(super) fn new(finding: &'a FindingView<'a>, marks: &Marks<'_>) -> Self {
        Self {
            finding,
            obligation: capitalised(finding.obligation.id()),
            says: says(finding),
            evidence: finding.evidence.iter().map(evidence_words).collect(),
            citations: citations(finding, marks),
        }
    }
}

/// The open findings of one phase.
pub(super) fn open<'a>(
    record: &'a RecordView<'a>,
    phase: Phase,
    run: &Run,
    library: &'a Library,
    sources: &Sources<'a>,
    marks: &Marks<'_>,
) -> Vec<OpenFinding<'a>> {
    let found = open_in(record, phase).into_iter().filter_map(|finding| Some((finding, marks.finding(finding)?)));
    found
        .map(|(finding, mark)| OpenFinding {
            finding,
            number: mark.number,
            anchor: mark.anchor.clone(),
            slug: mark.slug.clone(),
            heading: marks::heading(mark.number, finding),
            status: capitalised(finding.status.words()),
            prepare: finding.prepare.map(|prepare| capitalised(&prepare.words()) + "."),
            obligation: capitalised(finding.obligation.id()),
            basis: capitalised(finding.basis_words),
            says: says(finding),
            missing: missing(finding, library),
            to_do: to_do(finding),
            who: capitalised(finding.role),
            due: due_words(finding, run),
            citations: citations(finding, marks),
            seen_in: finding.sources.iter().filter_map(|source| sources.mark(source.id)).collect(),
            uncertain: uncertain(finding, record),
            evidence: finding.evidence.iter().map(evidence_words).collect(),
        })
        .collect()
}

/// The remedy; only if it applies at all, where the record leaves that open.
fn to_do(finding: &FindingView<'_>) -> String {
    match finding.may_not_apply {
        true => format!("What is not stated decides whether this applies. If it does: {}", finding.remedy),
        false => finding.remedy.to_owned(),
    }
}

/// By when, as a phrase.
fn due_words(finding: &FindingView<'_>, run: &Run) -> String {
    match finding.due_by {
        Some(due) if due < run.as_of => format!("by {} (overdue)", in_words(due)),
        Some(due) => format!("by {}", in_words(due)),
        None => "no date in the record".to_owned(),
    }
}

/// What the record states, and what was expected, in sentences with line numbers.
pub(super) fn says(finding: &FindingView<'_>) -> Vec<String> {
    let mut sentences: Vec<String> = Vec::new();
    for observation in finding.to_show().filter(|observation| observation.origin != "missing") {
        // What is met says enough by itself, save where only the limit shows how near it is.
        let telling = finding.status != Status::Met || observation.against.is_some();
        let expectation =
            observation.expectation.as_ref().filter(|_| telling).map(|words| format!(" {words}")).unwrap_or_default();
        let sentence = format!("{}{expectation}{}", observation.fact, place(observation));
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }
    sentences
}

/// " (Line 12; held against line 30.)" for what stands in the record, with the path for what stands in a file that it
/// names; nothing for a default.
fn place(observation: &ObservationView<'_>) -> String {
    let against = observation.against.as_ref().filter(|other| other.origin == "stated");
    match (observation.origin, against) {
        ("stated", Some(other)) => format!(" (Line {}; held against line {}.)", observation.line, other.line),
        ("stated", None) if observation.elsewhere => format!(" (`{}`, line {}.)", observation.path, observation.line),
        ("stated", None) => format!(" (Line {}.)", observation.line),
        (_, Some(other)) => format!(" (Held against line {}.)", other.line),
        _ => String::new(),
    }
}

/// The facts that the record should state to decide the finding.
fn missing(finding: &FindingView<'_>, library: &Library) -> Vec<Missing> {
    let mut found = Vec::new();
    let with_other = finding.to_show().flat_map(|one| std::iter::once(one).chain(one.against.as_deref()));
    for observation in with_other.filter(|observation| observation.origin == "missing") {
        let fields = &library.fields;
        let question = fields.find(observation.field).map(|id| fields.get(id).question.clone()).unwrap_or_default();
        let one = Missing {
            field: observation.field.to_owned(),
            fact: observation.fact.clone(),
            question,
            line: (!observation.span.is_empty()).then_some(observation.line),
        };
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

fn citations<'a>(finding: &'a FindingView<'a>, marks: &Marks<'_>) -> Vec<Cited<'a>> {
    let cited = finding.citations.iter().map(|citation| Cited {
        text: &citation.text,
        confidence: citation.reservations(),
        anchor: marks.provision(citation.id).map(str::to_owned),
    });
    cited.collect()
}

/// The uncertainties that bear on what the finding cites, by their titles.
fn uncertain<'a>(finding: &FindingView<'_>, record: &'a RecordView<'a>) -> Vec<Uncertain<'a>> {
    let known = |id: &&str| record.uncertainties.iter().find(|one| one.id == *id);
    let found = finding.uncertainties.iter().filter_map(known);
    found.map(|one| Uncertain { title: one.title, anchor: uncertainty_anchor(one.id) }).collect()
}

/// The id of an uncertainty in HTML.
pub(super) fn uncertainty_anchor(id: &str) -> String {
    marks::id(&format!("uncertainty {id}"))
}

fn evidence_words(evidence: &EvidenceView<'_>) -> String {
    let file = &evidence.file;
    match (evidence.problems, evidence.hashed) {
        ([], true) => format!("`{file}` was found, and its SHA-256 is the recorded one."),
        ([], false) => format!("`{file}` was found. No SHA-256 is recorded, so a later change would not be seen."),
        (problems, _) => problems.join(" "),
    }
}
