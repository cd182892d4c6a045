//! What every format of an assessment sees, and the JSON contract: one structure, one schema version.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use crate::assessment::{Assessment, Finding, Observation, Origin, Status, Summary};
use crate::pack::{Authority, Basis, Library, Obligation, Provision};
use crate::record::{Phase, Value};
use crate::source::SourceText;

/// The version of the JSON contract. It rises when a key changes its meaning or goes.
pub const SCHEMA_VERSION: u32 = 1;

/// The program that made an output.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Tool {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

impl Tool {
    /// This program.
    pub const THIS: Tool = Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };
}

/// A pack in use.
#[derive(Clone, Debug, Serialize)]
pub struct PackView {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// Its edition.
    pub edition: String,
    /// Who publishes it.
    pub publisher: String,
    /// The SHA-256 over its files.
    pub hash: String,
    /// When it was last reviewed.
    #[serde(serialize_with = "optional_date")]
    pub reviewed_on: Option<Date>,
    /// From when a new review is due.
    #[serde(serialize_with = "optional_date")]
    pub review_due_on: Option<Date>,
    /// Whether that day has come.
    pub review_overdue: bool,
    /// What a reader must know of it.
    pub note: Option<String>,
}

/// What all records of one run have in common.
#[derive(Clone, Debug, Serialize)]
pub struct Run {
    /// The version of this contract.
    pub schema_version: u32,
    /// The program.
    pub tool: Tool,
    /// The date of the assessment.
    #[serde(serialize_with = "date")]
    pub as_of: Date,
    /// The packs in use.
    pub packs: Vec<PackView>,
}

impl Run {
    /// A run with `library` on `as_of`.
    pub fn new(library: &Library, as_of: Date) -> Self {
        let packs = library.packs.iter().map(|pack| PackView {
            id: pack.manifest.id.clone(),
            title: pack.manifest.title.clone(),
            edition: pack.manifest.edition.clone(),
            publisher: pack.manifest.publisher.clone(),
            hash: pack.files.hash(),
            reviewed_on: pack.manifest.reviewed_on,
            review_due_on: pack.manifest.review_due(),
            review_overdue: pack.manifest.review_due().is_some_and(|due| due <= as_of),
            note: pack.manifest.note.clone(),
        });
        Self { schema_version: SCHEMA_VERSION, tool: Tool::THIS, as_of, packs: packs.collect() }
    }
}

/// One assessed record.
#[derive(Clone, Debug, Serialize)]
pub struct RecordView {
    /// The path under which it was read.
    pub path: String,
    /// The procurement's title.
    pub title: Option<String>,
    /// The procurement's reference.
    pub reference: Option<String>,
    /// The institution's name.
    pub institution: Option<String>,
    /// The vendor's name.
    pub vendor: Option<String>,
    /// The phase that the record states.
    pub phase: Option<Phase>,
    /// The last phase whose requirements count as due.
    pub gate: Phase,
    /// A count for each status.
    pub summary: SummaryView,
    /// What the met findings rest on.
    pub assurance: AssuranceView,
    /// The findings.
    pub findings: Vec<FindingView>,
    /// What the packs are not sure of and that bears on an open or met finding.
    pub uncertainties: Vec<UncertaintyView>,
}

/// A count for each status.
#[derive(Clone, Copy, Debug)]
pub struct SummaryView(pub Summary);

impl Serialize for SummaryView {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Status::ALL.map(|status| (status.id(), self.0.count(status))))
    }
}

/// What the met findings rest on.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct AssuranceView {
    /// Met, with evidence that was checked.
    pub on_evidence: usize,
    /// Met on the record's word alone.
    pub on_assertion: usize,
}

/// One finding.
#[derive(Clone, Debug, Serialize)]
pub struct FindingView {
    /// The id of the requirement.
    pub requirement: String,
    /// A statement that is true when it is met.
    pub title: String,
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
    pub requires: String,
    /// Why it matters.
    pub why: String,
    /// The authorities it cites.
    pub citations: Vec<CitationView>,
    /// The sources in which it was seen.
    pub sources: Vec<SourceView>,
    /// What the sources do not show.
    pub source_note: Option<String>,
    /// Why it is a must although it is not law.
    pub obligation_reason: Option<String>,
    /// What a reader must know besides.
    pub note: Option<String>,
    /// The facts that decided.
    pub observations: Vec<ObservationView>,
    /// Why it does not apply, or is not due yet.
    pub reasons: Vec<String>,
    /// What to do.
    pub remedy: String,
    /// Who acts.
    pub role: String,
    /// By when, where the record says.
    #[serde(serialize_with = "optional_date")]
    pub due_by: Option<Date>,
    /// The clause that answers it.
    pub clause: Option<String>,
    /// The evidence that the record names.
    pub evidence: Vec<EvidenceView>,
    /// Evidence that would support it.
    pub typical_evidence: Vec<String>,
    /// The waiver that covers it.
    pub waiver: Option<WaiverView>,
}

/// An authority as it is cited.
#[derive(Clone, Debug, Serialize)]
pub struct CitationView {
    /// As in packs: authority and provision.
    pub id: String,
    /// As people cite it.
    pub text: String,
    /// What it is.
    pub title: String,
    /// How sure the pack is of it.
    pub confidence: &'static str,
    /// The same in words.
    pub confidence_words: &'static str,
    /// What a reader must still do before relying on it.
    pub confirm: Option<String>,
    /// What the provision says, in the pack's words.
    pub paraphrase: String,
    /// How it stands today.
    pub standing: String,
}

/// A source, so that a reader finds it.
#[derive(Clone, Debug, Serialize)]
pub struct SourceView {
    /// Its id.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Where it is.
    pub place: String,
    /// What kind of source it is.
    pub grade: String,
}

/// A fact that decided.
#[derive(Clone, Debug, Serialize)]
pub struct ObservationView {
    /// The field.
    pub field: String,
    /// Its value; null when the record is silent.
    pub value: serde_json::Value,
    /// The record.
    pub path: String,
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
    /// The other field that it was held against.
    pub against: Option<Box<ObservationView>>,
    /// The bytes concerned, for formats that show the line.
    #[serde(skip)]
    pub span: crate::source::Span,
}

/// A piece of evidence.
#[derive(Clone, Debug, Serialize)]
pub struct EvidenceView {
    /// The file.
    pub file: String,
    /// Whether its hash was compared.
    pub hashed: bool,
    /// What is wrong with it.
    pub problems: Vec<String>,
}

/// A waiver.
#[derive(Clone, Debug, Serialize)]
pub struct WaiverView {
    /// Why.
    pub reason: String,
    /// By whom.
    pub approved_by: String,
    /// When.
    #[serde(serialize_with = "date")]
    pub approved_on: Date,
    /// Its last day.
    #[serde(serialize_with = "date")]
    pub expires_on: Date,
}

/// Something that the packs are not sure of.
#[derive(Clone, Debug, Serialize)]
pub struct UncertaintyView {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// What is uncertain and what is assumed.
    pub text: String,
}

impl RecordView {
    /// What formats see of `assessment`.
    pub fn new(assessment: &Assessment<'_>, library: &Library) -> Self {
        let record = assessment.record;
        let text = |field| match record.get(field).map(|stated| &stated.value) {
            Some(Value::Text(text)) => Some(text.clone()),
            _ => None,
        };
        let builtin = &library.builtin;
        let findings: Vec<FindingView> =
            assessment.findings.iter().map(|finding| FindingView::new(finding, library, &record.source)).collect();
        Self {
            path: record.source.name().to_owned(),
            title: text(builtin.title),
            reference: text(builtin.reference),
            institution: text(builtin.institution),
            vendor: text(builtin.vendor),
            phase: assessment.phase,
            gate: assessment.gate,
            summary: SummaryView(assessment.summary),
            assurance: AssuranceView {
                on_evidence: assessment.summary.on_evidence,
                on_assertion: assessment.summary.on_assertion,
            },
            uncertainties: uncertainties(assessment, library),
            findings,
        }
    }
}

/// The uncertainties that bear on what the findings cite, save those of findings that do not apply.
fn uncertainties(assessment: &Assessment<'_>, library: &Library) -> Vec<UncertaintyView> {
    let applicable = assessment.findings.iter().filter(|finding| finding.status != Status::NotApplicable);
    let cited: BTreeSet<&str> = applicable.flat_map(|finding| finding.cites).map(String::as_str).collect();
    let bears = |on: &str| cited.iter().any(|cite| *cite == on || cite.split(' ').next() == Some(on));
    let found = library.uncertainties.iter().filter(|one| one.authorities.iter().any(|on| bears(on)));
    found.map(|one| UncertaintyView { id: one.id.clone(), title: one.title.clone(), text: one.text.clone() }).collect()
}

impl FindingView {
    fn new(finding: &Finding<'_>, library: &Library, source: &SourceText) -> Self {
        let requirement = finding.requirement;
        Self {
            requirement: finding.id.to_string(),
            title: finding.title.to_string(),
            status: finding.status,
            obligation: finding.obligation,
            basis: finding.basis,
            basis_words: finding.basis.words(),
            phase: finding.phase,
            requires: finding.requires.to_string(),
            why: finding.why.to_string(),
            citations: citations(finding.cites, library),
            sources: sources(finding.sources, library),
            source_note: requirement.and_then(|requirement| requirement.source_note.clone()),
            obligation_reason: requirement.and_then(|requirement| requirement.obligation_reason.clone()),
            note: finding.note.map(str::to_owned),
            observations: finding.observations.iter().map(|one| ObservationView::new(one, library, source)).collect(),
            reasons: finding.reasons.clone(),
            remedy: finding.remedy.to_string(),
            role: finding.role.to_string(),
            due_by: finding.due_by,
            clause: finding.clause().map(str::to_owned),
            evidence: finding
                .evidence
                .iter()
                .map(|one| EvidenceView {
                    file: one.file.to_owned(),
                    hashed: one.hashed,
                    problems: one.problems.clone(),
                })
                .collect(),
            typical_evidence: requirement.map(|requirement| requirement.evidence.clone()).unwrap_or_default(),
            waiver: finding.waiver.as_ref().map(|waiver| WaiverView {
                reason: waiver.reason.to_owned(),
                approved_by: waiver.approved_by.to_owned(),
                approved_on: waiver.approved_on,
                expires_on: waiver.expires_on,
            }),
        }
    }
}

/// The citations in `cites`, as people read them.
pub(super) fn citations(cites: &[String], library: &Library) -> Vec<CitationView> {
    let found =
        cites.iter().filter_map(|cite| library.cited(cite).map(|(authority, provision)| (cite, authority, provision)));
    found.map(|(cite, authority, provision)| CitationView::new(cite, authority, provision)).collect()
}

impl CitationView {
    /// A provision as it is cited.
    pub(super) fn new(cite: &str, authority: &Authority, provision: &Provision) -> Self {
        Self {
            id: cite.to_owned(),
            text: authority.cite(provision),
            title: authority.title.clone(),
            confidence: provision.confidence.id(),
            confidence_words: provision.confidence.words(),
            confirm: authority.to_confirm(provision),
            paraphrase: provision.paraphrase.clone(),
            standing: provision.status.clone(),
        }
    }

    /// "FIPPA s. 38(3) (secondary source; confirm on e-Laws)".
    pub(super) fn with_confidence(&self) -> String {
        match &self.confirm {
            Some(confirm) => format!("{} ({}; {confirm})", self.text, self.confidence_words),
            None => format!("{} ({})", self.text, self.confidence_words),
        }
    }
}

/// The sources in `ids`.
pub(super) fn sources(ids: &[String], library: &Library) -> Vec<SourceView> {
    let found = ids.iter().filter_map(|id| library.source(id));
    found
        .map(|source| SourceView {
            id: source.id.clone(),
            title: source.title.clone(),
            place: source.place.clone(),
            grade: source.grade.clone(),
        })
        .collect()
}

impl ObservationView {
    fn new(observation: &Observation<'_>, library: &Library, source: &SourceText) -> Self {
        let span = place(&observation.origin);
        let against = observation.against.as_ref().map(|against| {
            let other = Observation {
                field: against.field,
                value: against.value,
                origin: against.origin.clone(),
                entry: None,
                check: None,
                truth: observation.truth,
                against: None,
                problem: None,
            };
            Box::new(ObservationView::new(&other, library, source))
        });
        let position = source.position(span.start);
        Self {
            field: library.fields.get(observation.field).path.clone(),
            value: observation.value.map_or(serde_json::Value::Null, json_value),
            path: source.name().to_owned(),
            line: position.line,
            column: position.column,
            origin: match observation.origin {
                Origin::Stated(_) => "stated",
                Origin::Default => "default",
                Origin::Missing(_) => "missing",
            },
            fact: observation.fact(library),
            expectation: observation.expectation(library),
            against,
            span,
        }
    }
}

fn place(origin: &Origin) -> crate::source::Span {
    match origin {
        Origin::Stated(span) | Origin::Missing(span) => span.clone(),
        Origin::Default => 0..0,
    }
}

fn json_value(value: &Value) -> serde_json::Value {
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

fn date<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}

fn optional_date<S: Serializer>(date: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    match date {
        Some(date) => serializer.collect_str(date),
        None => serializer.serialize_none(),
    }
}
