//! One finding as formats see it.

use jiff::civil::Date;
use serde::Serialize;

use crate::assessment::{Assessment, Finding, InBaseline, Observation, Origin, Status, Waiver};
use crate::pack::{Basis, Library, Obligation};
use crate::record::{Phase, Record, Value};
use crate::source::{SourceText, Span};

use super::citation::{CitationView, SourceView, citations, sources};
use super::prepare::PrepareView;
use super::{date, optional_date};

/// One finding.
#[derive(Clone, Debug, Serialize)]
pub struct FindingView<'a> {
    /// The id of the requirement.
    pub requirement: &'a str,
    /// A statement that is true when it is met.
    pub title: &'a str,
    /// How it stands.
    pub status: Status,
    /// How strongly it asks.
    pub obligation: Obligation,
    /// What it rests on.
    pub basis: Basis,
    /// The basis in words.
    pub basis_words: &'static str,
    /// Its phase.
    pub phase: Phase,
    /// The duty.
    pub requires: &'a str,
    /// Why it matters.
    pub why: &'a str,
    /// The authorities it cites.
    pub citations: Vec<CitationView<'a>>,
    /// The sources in which it was seen.
    pub sources: Vec<SourceView<'a>>,
    /// What the sources do not show.
    pub source_note: Option<&'a str>,
    /// Why it is a must although it is not law.
    pub obligation_reason: Option<&'a str>,
    /// What a reader must know besides.
    pub note: Option<&'a str>,
    /// The facts that decided.
    pub observations: Vec<ObservationView<'a>>,
    /// Whether the record leaves open if it applies at all.
    pub may_not_apply: bool,
    /// Why it does not apply, or is not due yet.
    pub reasons: &'a [String],
    /// What to do.
    pub remedy: &'a str,
    /// Who acts.
    pub role: &'a str,
    /// By when, where the record says.
    #[serde(serialize_with = "optional_date")]
    pub due_by: Option<Date>,
    /// From when the law will require it, where that day lies ahead: prepare until then.
    pub prepare: Option<PrepareView<'a>>,
    /// Ids of the uncertainties that bear on a citation of it, those about that very provision first.
    pub uncertainties: Vec<&'a str>,
    /// The clause that answers it.
    pub clause: Option<&'a str>,
    /// The evidence that the record names.
    pub evidence: Vec<EvidenceView<'a>>,
    /// Evidence that would support it.
    pub typical_evidence: &'a [String],
    /// The waiver that covers it.
    pub waiver: Option<WaiverView<'a>>,
    /// Of an open finding in a run with a baseline: whether that is `new` or `known`.
    pub baseline: Option<&'static str>,
    /// The status that the baseline gives it.
    pub baseline_status: Option<Status>,
    /// Of what it is about, what the baseline does not know, where it knows the rest.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub more_than_known: &'a [String],
}

/// A fact that decided.
#[derive(Clone, Debug, Serialize)]
pub struct ObservationView<'a> {
    /// The field.
    pub field: &'a str,
    /// Its value; null when the record is silent.
    pub value: serde_json::Value,
    /// The record, or the file that it names in which this stands.
    pub path: &'a str,
    /// The line that states it, or that should.
    pub line: usize,
    /// The column.
    pub column: usize,
    /// Whether the record states it, a default stands, or it is missing.
    pub origin: &'static str,
    /// What the record says, in a sentence.
    pub fact: String,
    /// What was expected, in a sentence.
    pub expectation: Option<String>,
    /// Whether it only decided which rule applies, so that nobody should change it.
    pub guard: bool,
    /// Whether it is one of several ways to pass.
    pub alternative: bool,
    /// The other field that it was held against.
    pub against: Option<Box<ObservationView<'a>>>,
    /// The bytes concerned, for formats that show the line.
    #[serde(skip)]
    pub span: Span,
    /// The text in which they stand: the record, or a file that it names.
    #[serde(skip)]
    pub source: &'a SourceText,
    /// Whether that is a file that the record names.
    #[serde(skip)]
    pub elsewhere: bool,
}

/// A piece of evidence.
#[derive(Clone, Debug, Serialize)]
pub struct EvidenceView<'a> {
    /// The file.
    pub file: &'a str,
    /// Whether its hash was compared.
    pub hashed: bool,
    /// What is wrong with it.
    pub problems: &'a [String],
}

/// A waiver.
#[derive(Clone, Debug, Serialize)]
pub struct WaiverView<'a> {
    /// Why.
    pub reason: &'a str,
    /// By whom.
    pub approved_by: &'a str,
    /// When.
    #[serde(serialize_with = "date")]
    pub approved_on: Date,
    /// Its last day.
    #[serde(serialize_with = "date")]
    pub expires_on: Date,
}

impl<'a> WaiverView<'a> {
    pub(super) fn new(waiver: &Waiver<'a>) -> Self {
        Self {
            reason: waiver.reason,
            approved_by: waiver.approved_by,
            approved_on: waiver.approved_on,
            expires_on: waiver.expires_on,
        }
    }
}

impl<'a> FindingView<'a> {
    /// What formats see of `finding`, which is one of `assessment`.
    pub fn new(finding: &'a Finding<'a>, assessment: &'a Assessment<'a>, library: &'a Library) -> Self {
        let requirement = finding.requirement;
        let observe = |observation: &'a Observation<'a>| {
            let source = observation.source.as_deref().unwrap_or(&assessment.record.source);
            ObservationView::new(observation, library, assessment.record, source)
        };
        Self {
            requirement: &finding.id,
            title: &finding.title,
            status: finding.status,
            obligation: finding.obligation,
            basis: finding.basis,
            basis_words: finding.basis.words(),
            phase: finding.phase,
            requires: &finding.requires,
            why: &finding.why,
            citations: citations(finding.cites, library, Some(assessment.days(library))),
            sources: sources(finding.sources, library),
            source_note: requirement.and_then(|requirement| requirement.source_note.as_deref()),
            obligation_reason: requirement.and_then(|requirement| requirement.obligation_reason.as_deref()),
            note: finding.note,
            observations: finding.observations.iter().map(observe).collect(),
            may_not_apply: finding.may_not_apply,
            reasons: &finding.reasons,
            remedy: &finding.remedy,
            role: &finding.role,
            due_by: finding.due_by,
            prepare: finding.prepare.map(|day| PrepareView::new(day, library)),
            uncertainties: uncertainties(finding.cites, library),
            clause: finding.clause(),
            evidence: finding
                .evidence
                .iter()
                .map(|one| EvidenceView { file: one.file, hashed: one.hashed, problems: &one.problems })
                .collect(),
            typical_evidence: requirement.map_or(&[], |requirement| &requirement.evidence),
            waiver: finding.waiver.as_ref().map(WaiverView::new),
            baseline: finding.baseline.map(InBaseline::id),
            baseline_status: finding.baseline.and_then(InBaseline::status),
            more_than_known: &finding.more_than_known,
        }
    }
}

/// The ids of the uncertainties that bear on one of `cites`, those about that very provision first.
fn uncertainties<'a>(cites: &[String], library: &'a Library) -> Vec<&'a str> {
    let bearing = library.uncertainties.iter().filter(|one| cites.iter().any(|cite| one.bears_on(cite)));
    let (own, general): (Vec<_>, Vec<_>) = bearing.partition(|one| cites.iter().any(|cite| one.names(cite)));
    own.into_iter().chain(general).map(|one| one.id.as_str()).collect()
}

impl FindingView<'_> {
    /// The facts to show to people: without those that only decide which rule applies, unless there are no others.
    pub fn to_show(&self) -> impl Iterator<Item = &ObservationView<'_>> {
        let only_guards = self.observations.iter().all(|observation| observation.guard);
        self.observations.iter().filter(move |observation| only_guards || !observation.guard)
    }
}

impl<'a> ObservationView<'a> {
    fn new(observation: &Observation<'a>, library: &'a Library, record: &'a Record, source: &'a SourceText) -> Self {
        let span = match &observation.origin {
            Origin::Stated(span) | Origin::Missing(span) => span.clone(),
            Origin::Default => record.place_for(observation.field, &library.fields),
        };
        let against = observation.against.as_ref().map(|against| {
            let other = Observation {
                field: against.field,
                value: against.value,
                origin: against.origin.clone(),
                entry: None,
                source: None,
                check: None,
                truth: observation.truth,
                against: None,
                problem: None,
                ..*observation
            };
            Box::new(ObservationView::new(&other, library, record, &record.source))
        });
        let position = source.position(span.start);
        Self {
            field: &library.fields.get(observation.field).path,
            value: observation.value.map_or(serde_json::Value::Null, json_value),
            path: source.name(),
            line: position.line,
            column: position.column,
            origin: match observation.origin {
                Origin::Stated(_) => "stated",
                Origin::Default => "default",
                Origin::Missing(_) => "missing",
            },
            fact: observation.fact(library),
            expectation: observation.expectation(library),
            guard: observation.guard,
            alternative: observation.alternative,
            against,
            span,
            source,
            elsewhere: observation.source.is_some(),
        }
    }
}

/// A value as JSON.
pub(crate) fn json_value(value: &Value) -> serde_json::Value {
    match value {
        Value::Text(text) => text.as_str().into(),
        Value::YesNo(yes) => (*yes).into(),
        Value::Integer(number) => (*number).into(),
        Value::Money(money) if money.cents % 100 == 0 => (money.cents / 100).into(),
        Value::Money(money) => (money.cents as f64 / 100.0).into(),
        Value::Date(_) | Value::Duration(_) => value.to_string().into(),
        Value::List(items) => items.iter().map(|item| item.text.as_str()).collect::<Vec<_>>().into(),
        Value::Tables(rows) => rows.len().into(),
    }
}
