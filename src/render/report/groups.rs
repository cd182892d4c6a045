//! Findings that are not open, gathered so that a reader sees them at a glance.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::assessment::Status;
use crate::pack::Library;

use super::super::RecordView;
use super::super::deadlines::Dates;
use super::super::view::{CitationView, FindingView};
use super::cites::of_dates;
use super::finding::{Closed, uncertainty_anchor};
use super::marks::Marks;
use super::with_status;
use super::words::{capitalised, counted};

/// What is met, by what it rests on.
#[derive(Debug, Serialize)]
pub(super) struct Met<'a> {
    on_evidence: Vec<Closed<'a>>,
    on_assertion: Vec<Closed<'a>>,
}

/// The met findings of `record`.
pub(super) fn met<'a>(record: &'a RecordView<'a>, marks: &Marks<'_>) -> Met<'a> {
    let (on_evidence, on_assertion) =
        with_status(record, Status::Met).partition::<Vec<_>, _>(|finding| !finding.evidence.is_empty());
    Met {
        on_evidence: on_evidence.into_iter().map(|finding| Closed::new(finding, marks)).collect(),
        on_assertion: on_assertion.into_iter().map(|finding| Closed::new(finding, marks)).collect(),
    }
}

/// Findings that do not apply, or are not due, for the same reasons.
#[derive(Debug, Serialize)]
pub(super) struct ReasonGroup<'a> {
    reasons: Vec<&'a str>,
    count: String,
    findings: Vec<Entry<'a>>,
}

/// A finding in a group.
#[derive(Debug, Serialize)]
struct Entry<'a> {
    finding: &'a FindingView<'a>,
    obligation: String,
}

/// The findings of one status, those with the same reasons together, in the order in which the reasons come up.
pub(super) fn same_reasons<'a>(record: &'a RecordView<'a>, status: Status) -> Vec<ReasonGroup<'a>> {
    let mut groups: Vec<ReasonGroup<'a>> = Vec::new();
    for finding in with_status(record, status) {
        let entry = Entry { finding, obligation: capitalised(finding.obligation.id()) };
        let mut seen = BTreeSet::new();
        let reasons: Vec<&str> =
            finding.reasons.iter().map(String::as_str).filter(|reason| seen.insert(*reason)).collect();
        match groups.iter_mut().find(|group| group.reasons == reasons) {
            Some(group) => group.findings.push(entry),
            None => groups.push(ReasonGroup { reasons, count: String::new(), findings: vec![entry] }),
        }
    }
    for group in &mut groups {
        group.count = counted(group.findings.len(), "requirement", "requirements");
    }
    groups
}

/// An uncertainty of the law with what it bears on.
#[derive(Debug, Serialize)]
pub(super) struct UncertaintyPart<'a> {
    anchor: String,
    title: &'a str,
    text: &'a str,
    bears_on: String,
    findings: Vec<Link>,
}

/// A link to an open finding.
#[derive(Debug, Serialize)]
struct Link {
    number: usize,
    anchor: String,
    slug: String,
}

/// The most links that an uncertainty shows; one on a whole Act bears on nearly everything and lists nothing.
const MOST_LINKS: usize = 12;

/// The uncertainties that bear on the findings of `record`, or on the dates that the report shows.
pub(super) fn uncertainties<'a>(
    record: &'a RecordView<'a>,
    library: &'a Library,
    dates: &'a Dates<'a>,
    marks: &Marks<'_>,
) -> Vec<UncertaintyPart<'a>> {
    let parts = library.uncertainties.iter().map(|one| {
        let applies = record.findings.iter().filter(|finding| finding.status != Status::NotApplicable);
        let touched: Vec<&FindingView<'_>> =
            applies.filter(|finding| finding.uncertainties.contains(&one.id.as_str())).collect();
        let bears = |cited: &&[CitationView<'_>]| cited.iter().any(|citation| one.bears_on(citation.id));
        let dated = of_dates(dates).filter(bears).count();
        if touched.is_empty() && dated == 0 {
            return None;
        }
        let mut open: Vec<Link> = touched
            .iter()
            .filter_map(|finding| marks.finding(finding))
            .map(|mark| Link { number: mark.number, anchor: mark.anchor.clone(), slug: mark.slug.clone() })
            .collect();
        open.sort_by_key(|link| link.number);
        let bears_on = bears_on(dated, touched.len(), open.len());
        if open.len() > MOST_LINKS {
            open.clear();
        }
        Some(UncertaintyPart {
            anchor: uncertainty_anchor(&one.id),
            title: &one.title,
            text: &one.text,
            bears_on,
            findings: open,
        })
    });
    parts.flatten().collect()
}

/// "Under Dates it bears on 2 entries. It bears on 3 requirements that apply; 1 of them is open."
fn bears_on(dated: usize, touched: usize, open: usize) -> String {
    let on_dates = (dated > 0).then(|| format!("Under Dates it bears on {}.", counted(dated, "entry", "entries")));
    let on_findings = (touched > 0).then(|| on_findings(touched, open));
    on_dates.into_iter().chain(on_findings).collect::<Vec<_>>().join(" ")
}

fn on_findings(touched: usize, open: usize) -> String {
    let of = counted(touched, "requirement that applies", "requirements that apply");
    match (touched, open) {
        (_, 0) => format!("It bears on {of}; nothing of that is open."),
        (touched, open) if touched == open => format!("It bears on {of}, all of that open."),
        (_, open) => format!("It bears on {of}; {}.", counted(open, "of them is open", "of them are open")),
    }
}
