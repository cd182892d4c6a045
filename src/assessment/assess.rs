//! Record × packs × date → findings.

use std::borrow::Cow;
use std::collections::HashSet;

use jiff::civil::Date;

use crate::pack::{Condition, Dated, Days, Duty, Library, Obligation, Requirement};
use crate::record::{Phase, Record, Value};
use crate::source::Span;

use super::agreement::about_agreement;
use super::evidence::check_evidence;
use super::named_files::named_files;
use super::positions::{ChosenPosition, about_positions};
use super::waivers::read_waivers;
use super::{
    Evidence, FailOn, Files, Finding, Observation, Origin, OwnRequirement, Scope, Status, Summary, Truth, Waiver, own,
};

/// How to assess.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The date on which the record is assessed.
    pub as_of: Date,
    /// What is due before leaving this phase; the record's own phase when `None`.
    pub gate: Option<Phase>,
    /// Whether findings carry the facts that decided. Without them an assessment takes about half the time.
    pub with_facts: bool,
}

/// A record held against the packs.
#[derive(Debug)]
pub struct Assessment<'a> {
    /// The record.
    pub record: &'a Record,
    /// The phase that the record says it is in.
    pub phase: Option<Phase>,
    /// The last phase whose requirements count as due.
    pub gate: Phase,
    /// The date.
    pub as_of: Date,
    /// One for each requirement in the order of the packs, then those on waivers, evidence and contradictions.
    pub findings: Vec<Finding<'a>>,
    /// The counts.
    pub summary: Summary,
    /// The texts of clauses that the record chooses in place of the preferred ones.
    pub positions: Vec<ChosenPosition<'a>>,
}

impl Assessment<'_> {
    /// Where the days of the law are looked up for this check.
    pub fn days<'l>(&'l self, library: &'l Library) -> Days<'l> {
        library.days(self.record, self.as_of)
    }

    /// Whether an open finding is at least as strong as `fail_on`.
    pub fn fails(&self, fail_on: FailOn) -> bool {
        self.findings.iter().any(|finding| finding.fails(fail_on))
    }
}

/// Holds `record` against `library`.
pub fn assess<'a>(record: &'a Record, library: &'a Library, files: &'a Files, options: Options) -> Assessment<'a> {
    let scope = Scope::new(library, record, options.as_of, files);
    let phase = match scope.value(library.builtin.phase) {
        Some(Value::Text(id)) => Phase::from_id(id),
        _ => None,
    };
    // A record that does not say its phase hides nothing: everything counts as due.
    let gate = options.gate.or(phase).unwrap_or(Phase::Management);
    let (evidence, waivers) = (check_evidence(&scope), read_waivers(&scope));
    let assessor = Assessor { scope, gate, with_facts: options.with_facts, evidence, waivers };
    let mut findings: Vec<Finding<'a>> =
        library.requirements.iter().map(|requirement| assessor.requirement(requirement)).collect();
    assessor.about_waivers(&mut findings);
    assessor.about_evidence(&mut findings);
    assessor.about_files(&mut findings);
    assessor.about_contradictions(&mut findings);
    let positions = about_positions(&assessor.scope, &assessor.waivers, gate, &mut findings);
    about_agreement(&assessor.scope, gate, &mut findings);
    let summary = Summary::of(&findings);
    Assessment { record, phase, gate, as_of: options.as_of, findings, summary, positions }
}

struct Assessor<'a> {
    scope: Scope<'a>,
    gate: Phase,
    with_facts: bool,
    evidence: Vec<Evidence<'a>>,
    waivers: Vec<Waiver<'a>>,
}

/// A status, and the condition that led to it.
#[derive(Clone, Copy)]
struct Outcome {
    status: Status,
    decided_by: Part,
}

/// With more findings than this, nobody reads what may be meant in the next one.
const MOST_NEAREST: usize = 1000;

/// A condition of a requirement.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Applies,
    Expects,
    Due,
}

impl Part {
    fn of(self, requirement: &Requirement) -> &Condition {
        match (self, &requirement.due) {
            (Part::Applies, _) => &requirement.applies,
            (Part::Due, Some(due)) => due,
            (Part::Expects | Part::Due, _) => &requirement.expects,
        }
    }
}

impl<'a> Assessor<'a> {
    fn requirement(&self, requirement: &'a Requirement) -> Finding<'a> {
        let duty = self.scope.duty(requirement);
        let outcome = self.outcome(requirement);
        let due_by = match requirement.due_before.and_then(|field| self.scope.value(field)) {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        };
        let supports = |evidence: &&Evidence<'a>| {
            let mut ids = evidence.requirements.iter().map(|item| item.text.as_str());
            ids.any(|id| id == requirement.id || requirement.formerly.iter().any(|old| old == id))
        };
        let mut finding = Finding {
            id: Cow::Borrowed(&requirement.id),
            title: Cow::Borrowed(&requirement.title),
            status: outcome.status,
            obligation: duty.obligation,
            basis: duty.basis,
            phase: requirement.phase,
            requires: Cow::Borrowed(&duty.requires),
            why: Cow::Borrowed(&requirement.why),
            remedy: Cow::Borrowed(&duty.remedy),
            role: Cow::Borrowed(&requirement.role),
            due_by,
            prepare: self.prepare(duty, outcome.status),
            note: duty.note.as_deref(),
            cites: &duty.cites,
            sources: &duty.sources,
            observations: Vec::new(),
            may_not_apply: outcome.status == Status::NotStated && outcome.decided_by == Part::Applies,
            reasons: Vec::new(),
            evidence: self.evidence.iter().filter(supports).cloned().collect(),
            waiver: None,
            requirement: Some(requirement),
            about: None,
            faults: Vec::new(),
            baseline: None,
            more_than_known: Vec::new(),
        };
        if self.with_facts {
            self.explain(outcome, requirement, &mut finding);
        }
        self.weigh_evidence(&mut finding);
        self.apply_waiver(&mut finding);
        finding
    }

    /// The day from which the law will require `duty` of a record to which it applies, if that day lies ahead.
    fn prepare(&self, duty: &Duty, status: Status) -> Option<Dated> {
        let asked = status != Status::NotApplicable;
        let day = duty.required_from.filter(|_| asked)?;
        self.scope.library.days(self.scope.record, self.scope.as_of).ahead(day)
    }

    /// How the requirement stands, and which of its conditions decided that.
    fn outcome(&self, requirement: &'a Requirement) -> Outcome {
        let past_gate = requirement.phase > self.gate;
        let by = |decided_by: Part, status: Status| Outcome { status, decided_by };
        match self.scope.holds(&requirement.applies) {
            Truth::False => return by(Part::Applies, Status::NotApplicable),
            Truth::Unknown if past_gate => return by(Part::Applies, Status::NotYetDue),
            Truth::Unknown => return by(Part::Applies, Status::NotStated),
            Truth::True => {}
        }
        let open = match self.scope.holds(&requirement.expects) {
            Truth::True => return by(Part::Expects, Status::Met),
            Truth::False => Status::Gap,
            Truth::Unknown => Status::NotStated,
        };
        match &requirement.due {
            _ if past_gate => by(Part::Expects, Status::NotYetDue),
            Some(due) if self.scope.holds(due) == Truth::False => by(Part::Due, Status::NotYetDue),
            _ => by(Part::Expects, open),
        }
    }

    /// Adds the facts that decided, and the reasons why the requirement is not asked or not due.
    fn explain(&self, outcome: Outcome, requirement: &'a Requirement, finding: &mut Finding<'a>) {
        let condition = outcome.decided_by.of(requirement);
        self.scope.evaluate(condition, &mut finding.observations);
        finding.reasons = match outcome.status {
            Status::NotYetDue if requirement.phase > self.gate => {
                vec![format!("It is due before leaving the phase {}.", requirement.phase.id())]
            }
            Status::NotYetDue | Status::NotApplicable => self.scope.reasons(condition),
            _ => Vec::new(),
        };
    }

    /// A requirement is not met on evidence that does not hold.
    fn weigh_evidence(&self, finding: &mut Finding<'a>) {
        if finding.status != Status::Met {
            return;
        }
        let broken: Vec<_> = finding.evidence.iter().flat_map(|evidence| self.broken(evidence)).collect();
        if !broken.is_empty() {
            finding.status = Status::Gap;
            finding.observations = broken;
        }
    }

    fn broken(&self, evidence: &Evidence<'a>) -> impl Iterator<Item = Observation<'a>> + use<'a> {
        let field = self.scope.library.builtin.evidence_file;
        let span = evidence.span.clone();
        evidence.problems.clone().into_iter().map(move |problem| own::observation(field, span.clone(), problem))
    }

    fn apply_waiver(&self, finding: &mut Finding<'a>) {
        if finding.status.is_open() {
            let waiver =
                self.waivers.iter().find(|waiver| self.covers(waiver, finding) && waiver.holds_on(self.scope.as_of));
            if let Some(waiver) = waiver {
                finding.status = Status::Waived;
                finding.waiver = Some(waiver.clone());
            }
        }
    }

    fn covers(&self, waiver: &Waiver<'_>, finding: &Finding<'_>) -> bool {
        let now = self.scope.library.requirement(waiver.requirement);
        now.is_some_and(|requirement| requirement.id == finding.id)
    }

    /// Adds findings on waivers that are expired, not used, not begun, or about nothing.
    fn about_waivers(&self, findings: &mut Vec<Finding<'a>>) {
        let mut more = Vec::new();
        for waiver in self.waivers.iter().filter(|waiver| waiver.clause().is_none()) {
            let covered = findings.iter().find(|finding| self.covers(waiver, finding));
            let field = self.scope.library.builtin.waiver_requirement;
            let place = (field, waiver.span.clone());
            more.extend(match covered {
                None => {
                    let near = self.scope.library.nearest_requirement(waiver.requirement);
                    let near = near.map(|near| format!(" Did you mean `{near}`?")).unwrap_or_default();
                    let says = format!("There is no requirement `{}`.{near}", waiver.requirement);
                    Some(OwnRequirement::WAIVER_UNKNOWN.finding(
                        waiver.requirement,
                        says,
                        Obligation::Should,
                        self.gate,
                        place,
                    ))
                }
                Some(finding) if finding.waiver.is_some() => None,
                Some(finding) if finding.status.is_open() => {
                    let expired = waiver.expires_on < self.scope.as_of;
                    let says = if expired {
                        format!(
                            "The waiver of `{}` expired on {}, and the requirement is still open.",
                            waiver.requirement, waiver.expires_on
                        )
                    } else {
                        format!(
                            "The waiver of `{}` begins on {}, and the requirement is open now.",
                            waiver.requirement, waiver.approved_on
                        )
                    };
                    Some(OwnRequirement::WAIVER_EXPIRED.finding(
                        waiver.requirement,
                        says,
                        finding.obligation,
                        finding.phase,
                        place,
                    ))
                }
                Some(finding) => {
                    let says = format!(
                        "The waiver of `{}` is not used: the requirement is {}.",
                        waiver.requirement,
                        finding.status.words()
                    );
                    Some(OwnRequirement::WAIVER_UNUSED.finding(
                        waiver.requirement,
                        says,
                        Obligation::Consider,
                        finding.phase,
                        place,
                    ))
                }
            });
        }
        findings.extend(more);
    }

    /// Adds findings on files that the record names and that are not there, save evidence, which has its own.
    fn about_files(&self, findings: &mut Vec<Finding<'a>>) {
        let library = self.scope.library;
        for named in named_files(self.scope.record, &library.fields) {
            let Value::Text(path) = &named.stated.value else { continue };
            let (false, Err(problem)) = (named.field == library.builtin.evidence_file, self.scope.files.find(path))
            else {
                continue;
            };
            let says = format!("`{}` names `{path}`, which {problem}.", library.fields.get(named.field).path);
            let place = (named.field, named.stated.span.clone());
            let finding =
                OwnRequirement::FILE_MISSING.finding(path.as_str(), says, Obligation::Should, self.gate, place);
            findings.push(finding);
        }
    }

    /// Adds findings on evidence that supports no known requirement.
    fn about_evidence(&self, findings: &mut Vec<Finding<'a>>) {
        let field = self.scope.library.builtin.evidence_requirements;
        for item in self.evidence.iter().flat_map(|evidence| evidence.requirements) {
            if self.scope.library.requirement(&item.text).is_none() {
                let wanted = findings.len() < MOST_NEAREST;
                let near = wanted.then(|| self.scope.library.nearest_requirement(&item.text)).flatten();
                let near = near.map(|near| format!(" Did you mean `{near}`?")).unwrap_or_default();
                let says = format!("There is no requirement `{}`.{near}", item.text);
                findings.push(OwnRequirement::EVIDENCE_UNKNOWN.finding(
                    item.text.as_str(),
                    says,
                    Obligation::Should,
                    self.gate,
                    (field, item.span.clone()),
                ));
            }
        }
        self.about_broken_evidence(findings);
    }

    /// Adds findings on evidence that does not hold, unless a requirement became a gap by it.
    fn about_broken_evidence(&self, findings: &mut Vec<Finding<'a>>) {
        let field = self.scope.library.builtin.evidence_file;
        let seen = findings.iter().flat_map(|finding| &finding.observations).filter(|seen| seen.field == field);
        let said: HashSet<Span> = seen
            .filter_map(|seen| match &seen.origin {
                Origin::Stated(span) => Some(span.clone()),
                _ => None,
            })
            .collect();
        for evidence in self.evidence.iter().filter(|evidence| !said.contains(&evidence.span)) {
            for problem in &evidence.problems {
                let place = (field, evidence.span.clone());
                findings.push(OwnRequirement::EVIDENCE_BROKEN.finding(
                    evidence.file,
                    problem.clone(),
                    Obligation::Should,
                    self.gate,
                    place,
                ));
            }
        }
    }

    /// Adds a finding for each contradiction between facts that the record states.
    fn about_contradictions(&self, findings: &mut Vec<Finding<'a>>) {
        let library = self.scope.library;
        for one in library.contradictions.iter().filter(|one| self.scope.holds(&one.when) == Truth::True) {
            let mut facts = Vec::new();
            if self.with_facts {
                self.scope.evaluate(&one.when, &mut facts);
            }
            findings.push(OwnRequirement::clash(one, facts, self.gate));
        }
    }
}
