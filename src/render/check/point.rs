//! One open point of a record: a finding that is open or waived, at its place, under a name that lasts.

use std::collections::HashMap;

use crate::assessment::Status;
use crate::pack::Obligation;
use crate::source::{Hash, SourceText};

use super::super::style::visible;
use super::super::view::{CitationView, FindingView, ObservationView};
use super::Checked;
use super::region::{Place, Region};

/// A finding that is open or waived.
#[derive(Clone, Debug)]
pub(super) struct Point<'v> {
    /// The finding.
    pub finding: &'v FindingView<'v>,
    /// Where the record, or a file that it names, says what decided, or should say it.
    pub place: Place<'v>,
    /// The other places that decided, with the facts there.
    pub related: Vec<(Place<'v>, &'v str)>,
    /// What tells it from all others, in this run and in later ones; see [`fingerprints`].
    pub fingerprint: String,
    /// Whether it is open and no baseline knows it.
    pub is_open: bool,
    /// Whether it makes the run fail.
    pub fails: bool,
}

/// How [`fingerprints`] are made. What they are made from must not change under this name.
pub(super) const FINGERPRINT: &str = "diligence/v1";

/// How many facts a message tells at most.
const MOST_FACTS: usize = 5;

/// The points of a record, the strongest first.
pub(super) fn points<'v>(record: &'v Checked<'_>) -> Vec<Point<'v>> {
    let source: &SourceText = &record.assessment.record.source;
    let mut identities = Vec::new();
    let mut points = Vec::new();
    for (view, finding) in record.view().findings.iter().zip(&record.assessment.findings) {
        if !view.status.is_open() && view.status != Status::Waived {
            continue;
        }
        let mut identity = vec![view.requirement.to_owned(), source.name().to_owned()];
        // Of what the program itself asks, a record may hold several.
        identity.extend(finding.about.as_deref().map(str::to_owned));
        identities.push(identity);
        let is_open = finding.status.is_open() && !finding.is_known();
        points.push(Point { is_open, fails: finding.fails(record.fail_on), ..point(view, source) });
    }
    for (point, fingerprint) in points.iter_mut().zip(fingerprints(identities)) {
        point.fingerprint = fingerprint;
    }
    points.sort_by_key(|point| std::cmp::Reverse(point.finding.obligation));
    points
}

/// The point of each finding that has one. Findings are told apart by where they lie in memory, not by what they hold.
pub(super) fn by_finding<'p, 'v>(points: &'p [Point<'v>]) -> HashMap<*const FindingView<'v>, &'p Point<'v>> {
    points.iter().map(|point| (std::ptr::from_ref(point.finding), point)).collect()
}

/// The SHA-256 over [`FINGERPRINT`] and the parts of each identity: no line, no value that a remedy would change. Those
/// that are the same to the letter are numbered.
pub(super) fn fingerprints(identities: Vec<Vec<String>>) -> impl Iterator<Item = String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    identities.into_iter().map(move |identity| {
        let identity = format!("{FINGERPRINT}\0{}", identity.join("\0"));
        let count = seen.entry(identity.clone()).or_default();
        *count += 1;
        match *count {
            1 => Hash::of(identity),
            number => Hash::of(format!("{identity}\0{number}")),
        }
    })
}

fn point<'v>(finding: &'v FindingView<'v>, source: &'v SourceText) -> Point<'v> {
    let place = |observation: &'v ObservationView<'v>| Place {
        path: observation.path,
        region: Region::of(observation.source, &observation.span),
    };
    let top = || Place { path: source.name(), region: Region::of(source, &(0..0)) };
    let rank = |observation: &&'v ObservationView<'v>| match observation.origin {
        "stated" => 0,
        "missing" => 1,
        _ => 2,
    };
    let main = finding.to_show().min_by_key(rank).map_or_else(top, place);
    let mut related: Vec<(Place<'v>, &'v str)> = Vec::new();
    for observation in finding.to_show() {
        for seen in [Some(observation), observation.against.as_deref()].into_iter().flatten() {
            let here = place(seen);
            if seen.origin == "stated" && here != main && related.iter().all(|(other, _)| *other != here) {
                related.push((here, &seen.fact));
            }
        }
    }
    Point { finding, place: main, related, fingerprint: String::new(), is_open: true, fails: true }
}

impl Point<'_> {
    /// What is open, what the record says, what was expected, and what to do, on one line.
    pub(super) fn message(&self) -> String {
        let finding = self.finding;
        let mut sentences = vec![format!("{}: {}.", status_word(finding.status), finding.title.trim_end_matches('.'))];
        if finding.may_not_apply {
            sentences.push("What is not stated decides whether this applies.".to_owned());
        }
        let shown: Vec<_> = finding.to_show().collect();
        for observation in shown.iter().take(MOST_FACTS) {
            let says = [Some(&observation.fact), observation.expectation.as_ref()];
            for sentence in says.into_iter().flatten() {
                if !sentences.contains(sentence) {
                    sentences.push(sentence.clone());
                }
            }
        }
        if shown.len() > MOST_FACTS {
            sentences.push(format!("And {} more facts.", shown.len() - MOST_FACTS));
        }
        sentences.push(format!("Do: {}", finding.remedy));
        visible(&sentences.join(" "))
    }

    /// What it rests on: "law: FIPPA s. 38(3) (secondary source; confirm on e-Laws)".
    pub(super) fn rests_on(&self) -> String {
        let finding = self.finding;
        let cited = CitationView::together(&finding.citations);
        match cited.is_empty() {
            true => finding.basis_words.to_owned(),
            false => format!("{}: {}", finding.basis.id(), cited.join("; ")),
        }
    }

    /// Why a point that is not open is none: a waiver or a baseline.
    pub(super) fn set_aside(&self) -> String {
        match waiver(self.finding) {
            Some(waiver) => format!("Waived: {waiver}"),
            None => format!("Known, in the baseline. {}", self.message()),
        }
    }
}

/// Why a finding is waived, by whom and until when.
pub(super) fn waiver(finding: &FindingView<'_>) -> Option<String> {
    let waiver = finding.waiver.as_ref()?;
    let (reason, by) = (waiver.reason.trim(), waiver.approved_by.trim());
    let text = format!("{reason} (approved by {by} on {}, until {})", waiver.approved_on, waiver.expires_on);
    Some(visible(&text))
}

/// A status at the beginning of a sentence.
pub(super) const fn status_word(status: Status) -> &'static str {
    match status {
        Status::Gap => "Gap",
        Status::NotStated => "Not stated",
        Status::Waived => "Waived",
        Status::NotYetDue => "Not yet due",
        Status::Met => "Met",
        Status::NotApplicable => "Not applicable",
    }
}

/// How strongly something asks, in the three words that most readers of results know.
pub(super) const fn level(obligation: Obligation) -> &'static str {
    match obligation {
        Obligation::Must => "error",
        Obligation::Should => "warning",
        Obligation::Consider => "note",
    }
}

#[cfg(test)]
mod tests {
    use super::fingerprints;

    #[test]
    fn fingerprints_tell_the_same_identity_apart_and_nothing_else_counts() {
        let identity = |parts: &[&str]| parts.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>();
        let (one, two) = (identity(&["a", "b"]), identity(&["a", "c"]));
        let forth: Vec<_> = fingerprints(vec![one.clone(), two.clone(), one.clone()]).collect();
        let back: Vec<_> = fingerprints(vec![two, one.clone(), one]).collect();
        assert_eq!((&forth[0], &forth[1], &forth[2]), (&back[1], &back[0], &back[2]));
        assert!(forth[0] != forth[1] && forth[0] != forth[2] && forth[0].len() == 64);
    }
}
