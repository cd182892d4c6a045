//! What the program itself asks of every record, whatever the packs say: that its waivers and evidence stand on
//! something.

use std::borrow::Cow;

use crate::pack::{Basis, Obligation};
use crate::record::{FieldId, Phase};
use crate::source::Span;

use super::{Finding, Observation, Origin, Status, Truth};

/// One thing that the program itself asks.
#[derive(Clone, Copy, Debug)]
pub struct OwnRequirement {
    /// The id under which findings name it.
    pub id: &'static str,
    /// A statement that is true when it is met.
    pub title: &'static str,
    /// What to do when it is not.
    pub remedy: &'static str,
}

impl OwnRequirement {
    /// A waiver names a requirement that does not exist.
    pub const WAIVER_UNKNOWN: Self = Self {
        id: "record.waiver-unknown",
        title: "Every waiver names a requirement",
        remedy: "Correct the id, or delete the waiver.",
    };
    /// A waiver is not in force, and its requirement is open.
    pub const WAIVER_EXPIRED: Self = Self {
        id: "record.waiver-expired",
        title: "Every waiver in use is in force",
        remedy: "Meet the requirement, or have the waiver approved again with a new end date.",
    };
    /// A waiver sets aside what is not open.
    pub const WAIVER_UNUSED: Self = Self {
        id: "record.waiver-unused",
        title: "Every waiver is used",
        remedy: "Delete the waiver, so that it cannot hide a later gap.",
    };
    /// A piece of evidence names a requirement that does not exist.
    pub const EVIDENCE_UNKNOWN: Self = Self {
        id: "record.evidence-unknown",
        title: "All evidence supports a requirement",
        remedy: "Correct the id, or delete it.",
    };
    /// A field names a file that is not there.
    pub const FILE_MISSING: Self = Self {
        id: "record.file-missing",
        title: "Every file that the record names is there",
        remedy: "Put the file in its place, beside the record or below it, or correct its name.",
    };
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::WAIVER_UNKNOWN, Self::WAIVER_EXPIRED, Self::WAIVER_UNUSED, Self::EVIDENCE_UNKNOWN, Self::FILE_MISSING];

    /// What all of them require.
    pub const REQUIRES: &str = "The record's waivers and evidence must stand on requirements that exist, the files that it names must be there, and all must hold on the date of this check.";
    /// Why they matter.
    pub const WHY: &str = "A waiver, a file or a piece of evidence that points nowhere gives false comfort.";
    /// Who acts.
    pub const ROLE: &str = "procurement officer";

    /// A finding that it is not met.
    pub(super) fn finding<'a>(
        self,
        says: String,
        obligation: Obligation,
        phase: Phase,
        (field, span): (FieldId, Span),
    ) -> Finding<'a> {
        Finding {
            id: Cow::Borrowed(self.id),
            title: Cow::Borrowed(self.title),
            status: Status::Gap,
            obligation,
            basis: Basis::Practice,
            phase,
            requires: Cow::Borrowed(Self::REQUIRES),
            why: Cow::Borrowed(Self::WHY),
            remedy: Cow::Borrowed(self.remedy),
            role: Cow::Borrowed(Self::ROLE),
            due_by: None,
            note: None,
            cites: &[],
            sources: &[],
            observations: vec![observation(field, span, says)],
            reasons: Vec::new(),
            may_not_apply: false,
            evidence: Vec::new(),
            waiver: None,
            requirement: None,
        }
    }
}

/// A fact that the program itself found wrong.
pub(super) fn observation<'a>(field: FieldId, span: Span, problem: String) -> Observation<'a> {
    Observation {
        field,
        value: None,
        origin: Origin::Stated(span),
        entry: None,
        check: None,
        truth: Truth::False,
        against: None,
        problem: Some(problem),
        guard: false,
        negated: false,
        alternative: false,
    }
}
