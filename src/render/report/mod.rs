//! The gap report: everything that its templates print, counted, ordered and put into sentences.
//!
//! Templates lay out and nothing more: they see the JSON contract (`run`, `record`) and the parts below.

mod cites;
mod dates;
mod finding;
mod groups;
mod marks;
mod picture;
mod sources;
mod steps;
mod word;
mod words;

use serde::Serialize;

use crate::assessment::Status;
use crate::pack::{Library, PackFiles};
use crate::record::Phase;
use crate::source::{Diagnostic, Hash, SourceText};

use super::deadlines::Dates;
use super::templates::{Markup, Templates};
use super::view::FindingView;
use super::{RecordView, Run};

use cites::Cites;
use dates::{DatesPart, dates_part};
use finding::{Closed, OpenFinding};
use groups::{Met, ReasonGroup, UncertaintyPart, met, same_reasons, uncertainties};
pub(super) use marks::unique;

use marks::Marks;
use picture::Picture;
use sources::{AuthorityPart, SourceMark, Sources, authorities};
use steps::{Steps, next_steps};
use words::{Labelled, Meaning, heading, meanings, not_checked, summary};

/// The folder of the report's templates.
pub const FOLDER: &str = "reports";

/// What the templates of the gap report print.
#[derive(Debug, Serialize)]
pub struct Report<'a> {
    run: &'a Run,
    record: &'a RecordView<'a>,
    /// The title of the procurement, or what stands for it.
    title: &'a str,
    heading: Vec<Labelled>,
    summary: Vec<String>,
    statuses: Vec<Meaning>,
    picture: Picture,
    steps: Steps<'a>,
    dates: DatesPart,
    phases: Vec<PhasePart<'a>>,
    met: Met<'a>,
    not_yet_due: Vec<ReasonGroup<'a>>,
    not_applicable: Vec<ReasonGroup<'a>>,
    waived: Vec<Closed<'a>>,
    uncertainties: Vec<UncertaintyPart<'a>>,
    not_checked: Vec<String>,
    authorities: Vec<AuthorityPart<'a>>,
    sources: Vec<SourceMark<'a>>,
    record_sha256: String,
    own_templates: Vec<String>,
}

/// One phase with what is open in it.
#[derive(Debug, Serialize)]
struct PhasePart<'a> {
    part: usize,
    id: &'static str,
    title: &'static str,
    about: &'static str,
    /// Its counts in a sentence.
    words: String,
    findings: Vec<OpenFinding<'a>>,
}

impl<'a> Report<'a> {
    /// The report of `record`, whose text is `source` and whose dates are `dates`. `overrides` are the templates that take the place of built-in ones.
    pub fn new(
        record: &'a RecordView<'a>,
        run: &'a Run,
        library: &'a Library,
        source: &SourceText,
        dates: &'a Dates<'a>,
        overrides: Option<&PackFiles>,
    ) -> Self {
        let cites = Cites::of(record, dates);
        let sources = Sources::of(&cites, library);
        let marks = Marks::of(record, &cites, library);
        let open = |phase| finding::open(record, phase, run, library, &sources, &marks);
        let phases: Vec<PhasePart<'a>> = Phase::ALL
            .into_iter()
            .map(|phase| PhasePart {
                part: phase.part(),
                id: phase.id(),
                title: phase.title(),
                about: phase.about(),
                words: words::phase_words(record, phase),
                findings: open(phase),
            })
            .collect();
        Self {
            run,
            record,
            title: record.title.unwrap_or("Untitled procurement"),
            heading: heading(record, run),
            summary: summary(record, run, &cites),
            statuses: meanings(),
            picture: Picture::of(record),
            steps: next_steps(&phases.iter().flat_map(|phase| &phase.findings).collect::<Vec<_>>()),
            dates: dates_part(dates),
            met: met(record, &marks),
            not_yet_due: same_reasons(record, Status::NotYetDue),
            not_applicable: same_reasons(record, Status::NotApplicable),
            waived: with_status(record, Status::Waived).map(|finding| Closed::new(finding, &marks)).collect(),
            uncertainties: uncertainties(record, library, dates, &marks),
            not_checked: not_checked(record, &cites),
            authorities: authorities(&cites, library, &sources, &marks),
            sources: sources.into_list(),
            record_sha256: Hash::of(source.text()),
            own_templates: overrides.map(own_templates).unwrap_or_default(),
            phases,
        }
    }

    /// The report as text.
    ///
    /// # Errors
    /// What is wrong with the templates.
    pub fn render(&self, markup: Markup, templates: &PackFiles) -> Result<String, Vec<Diagnostic>> {
        let path = match markup {
            Markup::Markdown => "reports/report.md",
            Markup::Html => "reports/report.html",
        };
        Templates::load(templates, FOLDER, markup)?.render(path, self)
    }
}

/// The paths of the templates that are not the built-in ones.
fn own_templates(overrides: &PackFiles) -> Vec<String> {
    let endings = [Markup::Markdown, Markup::Html].into_iter().flat_map(Markup::endings);
    endings.flat_map(|ending| overrides.under(FOLDER, ending)).map(|(path, _)| path.to_owned()).collect()
}

/// The findings of one status, in the order of the record's findings.
fn with_status<'a>(record: &'a RecordView<'a>, status: Status) -> impl Iterator<Item = &'a FindingView<'a>> {
    record.findings.iter().filter(move |finding| finding.status == status)
}

/// The open findings of one phase, the strongest first, else in the order of the packs.
fn open_in<'a>(record: &'a RecordView<'a>, phase: Phase) -> Vec<&'a FindingView<'a>> {
    let here = record.findings.iter().filter(|finding| finding.phase == phase && finding.status.is_open());
    let mut found: Vec<&'a FindingView<'a>> = here.collect();
    found.sort_by_key(|finding| std::cmp::Reverse(finding.obligation));
    found
}

/// The findings that were judged, whose citations the report prints: those that are open in the order of their numbers, then the others.
fn judged<'a>(record: &'a RecordView<'a>) -> impl Iterator<Item = &'a FindingView<'a>> {
    let others = [Status::Met, Status::Waived].into_iter().flat_map(|status| with_status(record, status));
    Phase::ALL.into_iter().flat_map(|phase| open_in(record, phase)).chain(others)
}
