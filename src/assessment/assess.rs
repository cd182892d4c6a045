//! Record × packs × date → findings.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::pack::{Condition, Duty, Library, Obligation, Requirement, Said};
use crate::record::{Phase, Record, Value};

use super::evidence::check_evidence;
use super::waivers::read_waivers;
use super::{
    Evidence, FailOn, Files, Finding, Observation, OwnRequirement, Scope, Status, Summary, Truth, Waiver, own,
};

/// How to assess.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The date on which the record is assessed.
    pub as_of: Date,
    /// What is due before leaving this phase; the record's own phase when `None`.
    pub gate: Option<Phase>,
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
    /// One for each requirement in the order of the packs, then those on waivers and evidence.
    pub findings: Vec<Finding<'a>>,
    /// The counts.
    pub summary: Summary,
}

impl Assessment<'_> {
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
    let assessor = Assessor { scope, gate, evidence, waivers };
    let mut findings: Vec<Finding<'a>> =
        library.requirements.iter().map(|requirement| assessor.requirement(requirement)).collect();
    assessor.about_waivers(&mut findings);
    assessor.about_evidence(&mut findings);
    let summary = Summary::of(&findings);
    Assessment { record, phase, gate, as_of: options.as_of, findings, summary }
}

struct Assessor<'a> {
    scope: Scope<'a>,
    gate: Phase,
    evidence: Vec<Evidence<'a>>,
    waivers: Vec<Waiver<'a>>,
}

/// A status with what led to it.
struct Outcome<'a> {
    status: Status,
    may_not_apply: bool,
    observations: Vec<Observation<'a>>,
    reasons: Vec<String>,
}

impl<'a> Outcome<'a> {
    fn plain(status: Status, observations: Vec<Observation<'a>>) -> Self {
        Self { status, may_not_apply: false, observations, reasons: Vec::new() }
    }

    fn later(observations: Vec<Observation<'a>>, reasons: Vec<String>) -> Self {
        Self { reasons, ..Self::plain(Status::NotYetDue, observations) }
    }
}

fn phase_reason(requirement: &Requirement) -> String {
    format!("It is due before leaving the phase {}.", requirement.phase.id())
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
            note: duty.note.as_deref(),
            cites: &duty.cites,
            sources: &duty.sources,
            observations: outcome.observations,
            may_not_apply: outcome.may_not_apply,
            reasons: outcome.reasons,
            evidence: self.evidence.iter().filter(supports).cloned().collect(),
            waiver: None,
            requirement: Some(requirement),
        };
        self.weigh_evidence(&mut finding);
        self.apply_waiver(&mut finding);
        finding
    }

    fn outcome(&self, requirement: &'a Requirement) -> Outcome<'a> {
        let applies = self.scope.holds(&requirement.applies);
        if applies != Truth::True {
            return self.not_surely_asked(requirement, applies);
        }
        let mut observations = Vec::new();
        let expected = self.scope.evaluate(&requirement.expects, &mut observations);
        if expected == Truth::True {
            return Outcome::plain(Status::Met, observations);
        }
        if requirement.phase > self.gate {
            return Outcome::later(observations, vec![phase_reason(requirement)]);
        }
        let mut seen = Vec::new();
        if let Some(due) = requirement.due.as_ref().filter(|due| self.scope.evaluate(due, &mut seen) == Truth::False) {
            return Outcome::later(seen, self.scope.reasons(due));
        }
        let status = if expected == Truth::False { Status::Gap } else { Status::NotStated };
        Outcome::plain(status, observations)
    }

    /// What becomes of a requirement that does not apply, or of which the record does not say whether it does.
    fn not_surely_asked(&self, requirement: &'a Requirement, applies: Truth) -> Outcome<'a> {
        let mut observations = Vec::new();
        self.scope.evaluate(&requirement.applies, &mut observations);
        if applies == Truth::False {
            let reasons = self.scope.reasons(&requirement.applies);
            return Outcome { reasons, ..Outcome::plain(Status::NotApplicable, observations) };
        }
        if requirement.phase > self.gate {
            return Outcome::later(observations, vec![phase_reason(requirement)]);
        }
        Outcome { may_not_apply: true, ..Outcome::plain(Status::NotStated, observations) }
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
        for waiver in &self.waivers {
            let covered = findings.iter().find(|finding| self.covers(waiver, finding));
            let field = self.scope.library.builtin.waiver_requirement;
            let place = (field, waiver.span.clone());
            more.extend(match covered {
                None => {
                    let near = self.scope.library.nearest_requirement(waiver.requirement);
                    let near = near.map(|near| format!(" Did you mean `{near}`?")).unwrap_or_default();
                    let says = format!("There is no requirement `{}`.{near}", waiver.requirement);
                    Some(OwnRequirement::WAIVER_UNKNOWN.finding(says, Obligation::Should, self.gate, place))
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
                    Some(OwnRequirement::WAIVER_EXPIRED.finding(says, finding.obligation, finding.phase, place))
                }
                Some(finding) => {
                    let says = format!(
                        "The waiver of `{}` is not used: the requirement is {}.",
                        waiver.requirement,
                        finding.status.words()
                    );
                    Some(OwnRequirement::WAIVER_UNUSED.finding(says, Obligation::Consider, finding.phase, place))
                }
            });
        }
        findings.extend(more);
    }

    /// Adds findings on evidence that supports no known requirement.
    fn about_evidence(&self, findings: &mut Vec<Finding<'a>>) {
        let field = self.scope.library.builtin.evidence_requirements;
        for item in self.evidence.iter().flat_map(|evidence| evidence.requirements) {
            if self.scope.library.requirement(&item.text).is_none() {
                let near = self.scope.library.nearest_requirement(&item.text);
                let near = near.map(|near| format!(" Did you mean `{near}`?")).unwrap_or_default();
                let says = format!("There is no requirement `{}`.{near}", item.text);
                findings.push(OwnRequirement::EVIDENCE_UNKNOWN.finding(
                    says,
                    Obligation::Should,
                    self.gate,
                    (field, item.span.clone()),
                ));
            }
        }
    }
}

impl<'a> Scope<'a> {
    /// The duty of `requirement` as it stands for this record: the first variant that holds, else the requirement's own.
    pub fn duty(&self, requirement: &'a Requirement) -> &'a Duty {
        let variant = requirement.variants.iter().find(|variant| self.holds(&variant.when) == Truth::True);
        variant.map_or(&requirement.duty, |variant| &variant.duty)
    }

    /// Why a condition that is false is false, in sentences: the words of named conditions, else what was observed.
    pub fn reasons(&self, condition: &'a Condition) -> Vec<String> {
        let mut reasons = Vec::new();
        self.collect_reasons(condition, false, &mut reasons);
        reasons.dedup();
        reasons
    }

    /// Why a condition that is true is true, in sentences, as [`Scope::reasons`] gives them for one that is false.
    pub fn grounds(&self, condition: &'a Condition) -> Vec<String> {
        let mut grounds = Vec::new();
        self.collect_reasons(condition, true, &mut grounds);
        grounds.dedup();
        grounds
    }

    fn collect_reasons(&self, condition: &'a Condition, wanted: bool, reasons: &mut Vec<String>) {
        let deciding = if wanted { Truth::True } else { Truth::False };
        if self.holds(condition) != deciding {
            return;
        }
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|part| self.collect_reasons(part, wanted, reasons));
            }
            Condition::Not(inner) => self.collect_reasons(inner, !wanted, reasons),
            Condition::Named(id) => {
                let named = self.library.named(*id);
                reasons.push(format!("{}.", if wanted { &named.title } else { &named.otherwise }));
            }
            Condition::AsOf(..) => {
                let said = self.library.words().outcome(condition, wanted);
                reasons.extend(said.iter().map(Said::sentence));
            }
            Condition::Test(_) => {
                let mut seen = Vec::new();
                self.evaluate(condition, &mut seen);
                reasons.extend(seen.iter().map(|observation| observation.fact(self.library)));
            }
        }
    }
}
