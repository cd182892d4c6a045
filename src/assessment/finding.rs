//! What comes out: one finding for each requirement.

use std::borrow::Cow;

use jiff::civil::Date;
use serde::Serialize;

use crate::pack::{Basis, Dated, Obligation, Requirement};
use crate::record::Phase;

use super::{Evidence, InBaseline, Observation, Waiver};

/// How a requirement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// A stated fact fails it.
    Gap,
    /// The record does not say what decides it.
    NotStated,
    /// It is open, and someone approved leaving it so.
    Waived,
    /// It is open, and its time has not come.
    NotYetDue,
    /// The record states that it is met, and no evidence contradicts it.
    Met,
    /// It is not asked of this procurement.
    NotApplicable,
}

impl Status {
    /// All of them, open ones first.
    pub const ALL: [Status; 6] =
        [Status::Gap, Status::NotStated, Status::Waived, Status::NotYetDue, Status::Met, Status::NotApplicable];

    /// The status with this id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.id() == id)
    }

    /// The id in output.
    pub const fn id(self) -> &'static str {
        match self {
            Status::Gap => "gap",
            Status::NotStated => "not-stated",
            Status::Waived => "waived",
            Status::NotYetDue => "not-yet-due",
            Status::Met => "met",
            Status::NotApplicable => "not-applicable",
        }
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Status::Gap => "gap",
            Status::NotStated => "not stated",
            Status::Waived => "waived",
            Status::NotYetDue => "not yet due",
            Status::Met => "met",
            Status::NotApplicable => "not applicable",
        }
    }

    /// Whether something is still to do now.
    pub const fn is_open(self) -> bool {
        matches!(self, Status::Gap | Status::NotStated)
    }
}

/// The weakest obligation whose open findings make a run fail; `None` for none at all.
pub type FailOn = Option<Obligation>;

/// How one requirement stands for one record on one date.
#[derive(Clone, Debug)]
pub struct Finding<'a> {
    /// The id of the requirement, or of what the program itself asks.
    pub id: Cow<'a, str>,
    /// A statement that is true when it is met.
    pub title: Cow<'a, str>,
    /// How it stands.
    pub status: Status,
    /// How strongly it asks.
    pub obligation: Obligation,
    /// What it rests on.
    pub basis: Basis,
    /// The phase it belongs to.
    pub phase: Phase,
    /// The duty.
    pub requires: Cow<'a, str>,
    /// Why it matters.
    pub why: Cow<'a, str>,
    /// What to do.
    pub remedy: Cow<'a, str>,
    /// Who acts.
    pub role: Cow<'a, str>,
    /// By when, where the record says.
    pub due_by: Option<Date>,
    /// The day from which the law will require it, where that day has not come: prepare until then.
    pub prepare: Option<Dated>,
    /// What a reader must know besides.
    pub note: Option<&'a str>,
    /// The authorities that it cites.
    pub cites: &'a [String],
    /// The sources in which it was seen.
    pub sources: &'a [String],
    /// The facts that decided.
    pub observations: Vec<Observation<'a>>,
    /// Whether the record leaves open if it applies at all; the observations are then those that would decide that.
    pub may_not_apply: bool,
    /// Why it does not apply, or why it is not due, in sentences.
    pub reasons: Vec<String>,
    /// The evidence that the record names for it.
    pub evidence: Vec<Evidence<'a>>,
    /// The waiver that covers it.
    pub waiver: Option<Waiver<'a>>,
    /// The requirement; `None` for what the program itself asks.
    pub requirement: Option<&'a Requirement>,
    /// What the program itself found wrong, by name, so that two findings of one id are told apart.
    pub about: Option<Cow<'a, str>>,
    /// The names of the single faults that it tells of together, of all and not only of those in `observations`; empty
    /// where it tells of none.
    pub faults: Vec<String>,
    /// How it stands to the baseline; `None` without one, and while it is not open.
    pub baseline: Option<InBaseline>,
    /// Of what it is about, by name, what the baseline does not know, where it knows the rest.
    pub more_than_known: Vec<String>,
}

impl Finding<'_> {
    /// The clause that answers it.
    pub fn clause(&self) -> Option<&str> {
        self.requirement?.clause.as_deref()
    }

    /// Whether it is open, and a baseline knows it.
    pub fn is_known(&self) -> bool {
        matches!(self.baseline, Some(InBaseline::Known(_)))
    }

    /// Whether it makes a run fail: it is open, strong enough, and no baseline knows it.
    pub fn fails(&self, fail_on: FailOn) -> bool {
        self.status.is_open() && !self.is_known() && fail_on.is_some_and(|level| self.obligation >= level)
    }
}

/// How many findings there are of each status, and what the met ones rest on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    counts: [usize; Status::ALL.len()],
    /// Met, with evidence that was checked.
    pub on_evidence: usize,
    /// Met, on nothing but the record's word.
    pub on_assertion: usize,
    /// Open, and known to a baseline.
    pub known: usize,
}

impl Summary {
    /// Counts `findings`.
    pub fn of<'f, 'a: 'f>(findings: impl IntoIterator<Item = &'f Finding<'a>>) -> Self {
        let mut summary = Self::default();
        for finding in findings {
            summary.counts[finding.status as usize] += 1;
            summary.known += usize::from(finding.is_known());
            if finding.status == Status::Met {
                match finding.evidence.is_empty() {
                    true => summary.on_assertion += 1,
                    false => summary.on_evidence += 1,
                }
            }
        }
        summary
    }

    /// How many have this status.
    pub fn count(&self, status: Status) -> usize {
        self.counts[status as usize]
    }

    /// How many are still to do now.
    pub fn open(&self) -> usize {
        self.count(Status::Gap) + self.count(Status::NotStated)
    }
}
