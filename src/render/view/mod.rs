//! What every format of an assessment sees, and the JSON contract: one structure, one schema version.

mod citation;
mod finding;
mod pack;
mod position;
mod prepare;
mod standing;

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use crate::assessment::{Assessment, Status, Summary};
use crate::pack::Library;
use crate::record::{Field, Phase, Record, Value};

pub(crate) use citation::{CitationView, SourceView, citations, sources};
pub(crate) use finding::json_value;
pub use finding::{EvidenceView, FindingView, ObservationView};
pub use pack::PackView;
pub use position::PositionView;
pub(crate) use standing::StandingView;

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

/// What all records of one run have in common.
#[derive(Clone, Debug, Serialize)]
pub struct Run {
    /// The version of this contract.
    pub schema_version: u32,
    /// The program.
    pub tool: Tool,
    /// The date of this check.
    #[serde(serialize_with = "date")]
    pub as_of: Date,
    /// The packs in use.
    pub packs: Vec<PackView>,
}

impl Run {
    /// A run with `library` on `as_of`.
    pub fn new(library: &Library, as_of: Date) -> Self {
        let packs = library.packs.iter().map(|pack| PackView::new(pack, library, as_of));
        Self { schema_version: SCHEMA_VERSION, tool: Tool::THIS, as_of, packs: packs.collect() }
    }
}

/// One assessed record.
#[derive(Clone, Debug, Serialize)]
pub struct RecordView<'a> {
    /// The path under which it was read.
    pub path: &'a str,
    /// The procurement's title.
    pub title: Option<&'a str>,
    /// The procurement's reference.
    pub reference: Option<&'a str>,
    /// The institution's name.
    pub institution: Option<&'a str>,
    /// The vendor's name.
    pub vendor: Option<&'a str>,
    /// What is bought, in brief: the fields that the packs mark for it, as far as the record states them.
    pub brief: Vec<BriefView>,
    /// The phase that the record states.
    pub phase: Option<Phase>,
    /// The last phase whose requirements count as due.
    pub gate: Phase,
    /// A count for each status.
    pub summary: SummaryView,
    /// How many of the open ones a baseline knows.
    pub known: usize,
    /// What the met findings rest on.
    pub assurance: AssuranceView,
    /// The findings.
    pub findings: Vec<FindingView<'a>>,
    /// The texts of clauses that the record chooses in place of the preferred ones.
    pub positions: Vec<PositionView<'a>>,
    /// What the packs are not sure of and that bears on an open or met finding.
    pub uncertainties: Vec<UncertaintyView<'a>>,
    /// Every source that the findings and their citations name, so that a reader finds it.
    pub sources: Vec<SourceView<'a>>,
}

/// One fact of what is bought.
#[derive(Clone, Debug, Serialize)]
pub struct BriefView {
    /// The field.
    pub field: String,
    /// What people call it.
    pub label: String,
    /// Its value, in words.
    pub value: String,
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

/// Something that the packs are not sure of.
#[derive(Clone, Debug, Serialize)]
pub struct UncertaintyView<'a> {
    /// Its id.
    pub id: &'a str,
    /// What it is about.
    pub title: &'a str,
    /// What is uncertain and what is assumed.
    pub text: &'a str,
}

impl<'a> RecordView<'a> {
    /// What formats see of `assessment`.
    pub fn new(assessment: &'a Assessment<'a>, library: &'a Library) -> Self {
        let record = assessment.record;
        let text = |field| match record.get(field).map(|stated| &stated.value) {
            Some(Value::Text(text)) => Some(text.as_str()),
            _ => None,
        };
        let builtin = &library.builtin;
        let findings: Vec<FindingView<'a>> =
            assessment.findings.iter().map(|finding| FindingView::new(finding, assessment, library)).collect();
        Self {
            path: record.source.name(),
            title: text(builtin.title),
            reference: text(builtin.reference),
            institution: text(builtin.institution),
            vendor: text(builtin.vendor),
            brief: brief(record, library),
            phase: assessment.phase,
            gate: assessment.gate,
            summary: SummaryView(assessment.summary),
            known: assessment.summary.known,
            assurance: AssuranceView {
                on_evidence: assessment.summary.on_evidence,
                on_assertion: assessment.summary.on_assertion,
            },
            uncertainties: uncertainties(&findings, library),
            sources: named_sources(&findings, library),
            positions: assessment.positions.iter().map(PositionView::new).collect(),
            findings,
        }
    }
}

/// What the record states of the fields that say in brief what is bought.
fn brief(record: &Record, library: &Library) -> Vec<BriefView> {
    let fields = &library.fields;
    let mut marked: Vec<_> = fields.iter().filter(|(_, field)| field.brief.is_some()).collect();
    marked.sort_by_key(|(_, field)| field.brief);
    let stated = marked.into_iter().filter_map(|(id, field)| record.get(id).map(|stated| (id, field, &stated.value)));
    stated
        .map(|(id, field, value)| BriefView {
            field: field.path.clone(),
            label: field.label(),
            value: match value {
                Value::Text(word) => meaning(field, word).to_owned(),
                Value::List(items) if !items.is_empty() => {
                    items.iter().map(|item| meaning(field, &item.text)).collect::<Vec<_>>().join("; ")
                }
                Value::Tables(rows) if !rows.is_empty() => {
                    let first = fields.children(Some(id)).first();
                    let names = rows.iter().filter_map(|row| row.get(*first?));
                    names.map(|name| name.value.to_string()).collect::<Vec<_>>().join("; ")
                }
                value => value.to_string(),
            },
        })
        .collect()
}

/// What a word of a list means; any other text as it is.
fn meaning<'m>(field: &'m Field, word: &'m str) -> &'m str {
    field.kind.choices().iter().find(|(known, _)| known == word).map_or(word, |(_, meaning)| meaning)
}

/// The uncertainties that bear on what the findings cite, save those of findings that do not apply.
fn uncertainties<'a>(findings: &[FindingView<'_>], library: &'a Library) -> Vec<UncertaintyView<'a>> {
    let applicable = findings.iter().filter(|finding| finding.status != Status::NotApplicable);
    let bearing: BTreeSet<&str> = applicable.flat_map(|finding| &finding.uncertainties).copied().collect();
    let found = library.uncertainties.iter().filter(|one| bearing.contains(one.id.as_str()));
    found.map(|one| UncertaintyView { id: &one.id, title: &one.title, text: &one.text }).collect()
}

/// Every source that a finding or one of its citations names, by id.
fn named_sources<'a>(findings: &[FindingView<'a>], library: &'a Library) -> Vec<SourceView<'a>> {
    let own = findings.iter().flat_map(|finding| &finding.sources).map(|source| source.id);
    let cited = findings.iter().flat_map(|finding| &finding.citations).flat_map(|citation| &citation.sources).copied();
    let named: BTreeSet<&str> = own.chain(cited).collect();
    named.into_iter().filter_map(|id| library.source(id)).map(SourceView::new).collect()
}

fn date<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}

pub(in crate::render) fn optional_date<S: Serializer>(date: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    match date {
        Some(date) => serializer.collect_str(date),
        None => serializer.serialize_none(),
    }
}
