//! A requirement: what must be so, when it applies, on what it rests, and what to do.

use serde::Serialize;

use crate::record::{FieldId, Phase};
use crate::source::Span;

use super::{Condition, Day};

/// What a requirement rests on. The order is that of weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// A statute or a regulation.
    Law,
    /// The Commissioner's May 2024 guidance on contracting, as a source reports it.
    Guidance,
    /// Another report, decision, guide or release of the Commissioner.
    Ipc,
    /// Another Canadian government, commissioner, contract form or firm checklist.
    Canadian,
    /// No source: good practice that the pack's publisher chose.
    Practice,
}

impl Basis {
    /// All of them, by weight.
    pub const ALL: [Basis; 5] = [Basis::Law, Basis::Guidance, Basis::Ipc, Basis::Canadian, Basis::Practice];

    /// The id in packs and output.
    pub const fn id(self) -> &'static str {
        match self {
            Basis::Law => "law",
            Basis::Guidance => "guidance",
            Basis::Ipc => "ipc",
            Basis::Canadian => "canadian",
            Basis::Practice => "practice",
        }
    }

    /// In words, true to what the basis is and no more.
    pub const fn words(self) -> &'static str {
        match self {
            Basis::Law => "law",
            Basis::Guidance => "the Commissioner's 2024 contracting guidance, known through secondary sources",
            Basis::Ipc => "another publication or decision of the Commissioner",
            Basis::Canadian => "another Canadian government, commissioner or contract form",
            Basis::Practice => "good practice chosen by the publisher of the pack; no authority",
        }
    }

    pub(super) fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|basis| basis.id() == id)
    }
}

/// How strongly a requirement asks. The order is that of strength, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Obligation {
    /// Worth weighing.
    Consider,
    /// Expected; leaving it out needs a reason.
    Should,
    /// Required.
    Must,
}

impl Obligation {
    /// All of them, strongest first.
    pub const ALL: [Obligation; 3] = [Obligation::Must, Obligation::Should, Obligation::Consider];

    /// The id in packs and output.
    pub const fn id(self) -> &'static str {
        match self {
            Obligation::Must => "must",
            Obligation::Should => "should",
            Obligation::Consider => "consider",
        }
    }

    pub(super) fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|obligation| obligation.id() == id)
    }
}

/// The part of a requirement that can differ by act or date.
#[derive(Clone, Debug)]
pub struct Duty {
    /// The duty, in plain words.
    pub requires: String,
    /// What it rests on.
    pub basis: Basis,
    /// How strongly it asks.
    pub obligation: Obligation,
    /// Provisions and other authorities, as `authority` or `authority provision`.
    pub cites: Vec<String>,
    /// Ids of the sources in which it was seen.
    pub sources: Vec<String>,
    /// What a reader must know besides, such as an unconfirmed date.
    pub note: Option<String>,
    /// What to do about a gap.
    pub remedy: String,
    /// The day from which the law requires it, where the duty is known and not in force yet: prepare until then.
    pub required_from: Option<Day>,
}

/// Another form of the duty, for the records of which `when` holds.
#[derive(Clone, Debug)]
pub struct Variant {
    /// For which records.
    pub when: Condition,
    /// The duty then.
    pub duty: Duty,
}

/// The status that an example is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExampleStatus {
    /// The requirement is met.
    Met,
    /// A stated fact fails it.
    Gap,
    /// The record is silent.
    NotStated,
    /// It does not apply.
    NotApplicable,
    /// It is not due yet.
    NotYetDue,
}

impl ExampleStatus {
    /// All of them.
    pub const ALL: [ExampleStatus; 5] = [
        ExampleStatus::Met,
        ExampleStatus::Gap,
        ExampleStatus::NotStated,
        ExampleStatus::NotApplicable,
        ExampleStatus::NotYetDue,
    ];

    /// The key in packs, which is also the id of the finding's status.
    pub const fn id(self) -> &'static str {
        match self {
            ExampleStatus::Met => "met",
            ExampleStatus::Gap => "gap",
            ExampleStatus::NotStated => "not-stated",
            ExampleStatus::NotApplicable => "not-applicable",
            ExampleStatus::NotYetDue => "not-yet-due",
        }
    }
}

/// A part of a record and the status that the requirement must have for it.
#[derive(Clone, Debug)]
pub struct Example {
    /// The status.
    pub status: ExampleStatus,
    /// The part of a record, in TOML.
    pub text: String,
    /// Where it stands in the pack.
    pub span: Span,
}

/// One requirement.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// The id: the phase, a dot, and a name in kebab-case.
    pub id: String,
    /// The ids it had before.
    pub formerly: Vec<String>,
    /// The phase it belongs to, and at whose end it is due.
    pub phase: Phase,
    /// A statement that is true when the requirement is met.
    pub title: String,
    /// Why it matters.
    pub why: String,
    /// The duty, where no variant holds.
    pub duty: Duty,
    /// Other forms of the duty; the first that holds wins.
    pub variants: Vec<Variant>,
    /// Why a requirement that is not law is a must; empty for the others.
    pub obligation_reason: Option<String>,
    /// What the sources do not show.
    pub source_note: Option<String>,
    /// For which records it is asked at all.
    pub applies: Condition,
    /// What it expects.
    pub expects: Condition,
    /// From when it is due, beside its phase.
    pub due: Option<Condition>,
    /// The date field by which the remedy must be done.
    pub due_before: Option<FieldId>,
    /// Typical evidence.
    pub evidence: Vec<String>,
    /// Who acts.
    pub role: String,
    /// The clause that answers it.
    pub clause: Option<String>,
    /// Examples, run by `pack test`.
    pub examples: Vec<Example>,
    /// The date on which the examples are assessed.
    pub examples_as_of: jiff::civil::Date,
    /// The pack that declares it.
    pub pack: String,
    /// Index of the file that holds it, and where.
    pub(crate) place: (usize, Span),
}

impl Requirement {
    /// The duty in each of its forms, the plain one first.
    pub fn forms(&self) -> impl Iterator<Item = &Duty> {
        std::iter::once(&self.duty).chain(self.variants.iter().map(|variant| &variant.duty))
    }
}
