//! What the program itself asks of every record, whatever the packs say: that its waivers and evidence stand on
//! something, and that its facts agree with each other.

use std::borrow::Cow;

use crate::pack::{Basis, Contradiction, Obligation};
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
    /// The duty.
    pub requires: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What to do when it is not.
    pub remedy: &'static str,
}

impl OwnRequirement {
    /// A waiver names a requirement that does not exist.
    pub const WAIVER_UNKNOWN: Self = Self {
        id: "record.waiver-unknown",
        title: "Every waiver names a requirement",
        requires: Self::REQUIRES,
        why: Self::WHY,
        remedy: "Correct the id, or delete the waiver.",
    };
    /// A waiver is not in force, and its requirement is open.
    pub const WAIVER_EXPIRED: Self = Self {
        id: "record.waiver-expired",
        title: "Every waiver in use is in force",
        requires: Self::REQUIRES,
        why: Self::WHY,
        remedy: "Meet the requirement, or have the waiver approved again with a new end date.",
    };
    /// A waiver sets aside what is not open.
    pub const WAIVER_UNUSED: Self = Self {
        id: "record.waiver-unused",
        title: "Every waiver is used",
        requires: Self::REQUIRES,
        why: Self::WHY,
        remedy: "Delete the waiver, so that it cannot hide a later gap.",
    };
    /// A piece of evidence names a requirement that does not exist.
    pub const EVIDENCE_UNKNOWN: Self = Self {
        id: "record.evidence-unknown",
        title: "All evidence supports a requirement",
        requires: Self::REQUIRES,
        why: Self::WHY,
        remedy: "Correct the id, or delete it.",
    };
    /// A piece of evidence does not hold.
    pub const EVIDENCE_BROKEN: Self = Self {
        id: "record.evidence-broken",
        title: "All evidence that the record names holds",
        requires: Self::REQUIRES,
        why: Self::WHY,
        remedy: "Put the evidence in order, or delete it from the record.",
    };
    /// A field names a file that is not there.
    pub const FILE_MISSING: Self = Self {
        id: "record.file-missing",
        title: "Every file that the record names is there",
        requires: Self::REQUIRES,
        why: Self::WHY,
        remedy: "Put the file in its place, beside the record or below it, or correct its name.",
    };
    /// Facts of the record contradict each other. The packs say which, in what words, and what to do.
    pub const CONTRADICTION: Self = Self {
        id: "record.contradiction",
        title: "The facts of the record agree with each other",
        requires: "Facts that the record states must be able to be true together.",
        why: "Where two facts clash, one is wrong, and every finding that rests on it may be wrong too.",
        remedy: "Find out which fact is right, and correct the other.",
    };
    /// The record chooses a text of a clause that gives up the clause's floor.
    pub const BELOW_FLOOR: Self = Self {
        id: "record.below-floor",
        title: "Every clause keeps to its floor",
        requires: "A text of a clause that gives up the clause's floor, and leaving out a clause that is called for, must be approved by a waiver.",
        why: "The floor of a clause is what the institution must not give up unasked; a text below it reads like any other once it is signed.",
        remedy: "Choose a text that keeps the floor, or have this one approved by a waiver that names the clause's section of the record.",
    };
    /// The record sets a value for a clause alone, and states another for the field on which findings rest.
    pub const CLAUSE_DIFFERS: Self = Self {
        id: "record.clause-differs",
        title: "Clauses say what the findings rest on",
        requires: "Where a record sets a value for one clause alone, it should be the value that the record states for the purchase.",
        why: "The agreement binds the vendor to what the clause says, while the findings rest on what the record says elsewhere.",
        remedy: "State the same value in both places, or keep only the one that the record states for the purchase.",
    };
    /// The text of the agreement is in a form that is not read.
    pub const AGREEMENT_UNREAD: Self = Self {
        id: "record.agreement-unread",
        title: "The text of the agreement can be read",
        requires: "The file that `agreement.file` names should be a Markdown text (.md) of up to 10 MiB, so that it can be checked for blanks, references, numbers, terms and values.",
        why: "What was not read was not checked, and a report must not look as if it had been.",
        remedy: "Save the text of the agreement as Markdown as well and name that file, or read the agreement for these faults yourself.",
    };
    /// The agreement has blanks.
    pub const AGREEMENT_BLANK: Self = Self {
        id: "record.agreement-blank",
        title: "The agreement has no blanks",
        requires: "Every blank and placeholder in the text of an agreement should be filled in before it is signed.",
        why: "A term with a blank in it may bind nobody, or bind to what nobody meant.",
        remedy: "Fill in each blank, or strike the words around it.",
    };
    /// A reference in the agreement leads nowhere.
    pub const AGREEMENT_REFERENCE: Self = Self {
        id: "record.agreement-reference",
        title: "Every reference in the agreement leads somewhere",
        requires: "Each section, item and schedule to which the agreement refers should be in it, under the number and the title that the reference gives.",
        why: "A duty that is defined by a section which is not there may not be enforceable.",
        remedy: "Correct the reference, or add what it refers to. If it leads to another document, say which.",
    };
    /// The numbers in the agreement jump.
    pub const AGREEMENT_NUMBERING: Self = Self {
        id: "record.agreement-numbering",
        title: "The numbers in the agreement run on",
        requires: "The sections and items of an agreement should be numbered one after the other, each number once.",
        why: "A number that is missing may be a term that was lost, and a number that stands twice makes a reference doubtful.",
        remedy: "See whether something is missing, and number the text anew.",
    };
    /// The agreement's defined terms do not fit its text.
    pub const AGREEMENT_TERMS: Self = Self {
        id: "record.agreement-terms",
        title: "The defined terms of the agreement fit its text",
        requires: "What the agreement writes as a defined term should be defined once, and what it defines should be used.",
        why: "A term without a meaning leaves open how far a duty goes; a meaning without a use may show that a term was lost.",
        remedy: "Define the term, write it in small letters, or strike the definition.",
    };
    /// The agreement says something else than the record.
    pub const AGREEMENT_DIFFERS: Self = Self {
        id: "record.agreement-differs",
        title: "The agreement says what the record says",
        requires: "The times, dates, amounts and names in the agreement should be those that the record states.",
        why: "The agreement binds the vendor, while the findings rest on the record: where they differ, one of them is wrong.",
        remedy: "Find out which is right, and correct the other.",
    };
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::WAIVER_UNKNOWN,
        Self::WAIVER_EXPIRED,
        Self::WAIVER_UNUSED,
        Self::EVIDENCE_UNKNOWN,
        Self::EVIDENCE_BROKEN,
        Self::FILE_MISSING,
        Self::CONTRADICTION,
        Self::BELOW_FLOOR,
        Self::CLAUSE_DIFFERS,
        Self::AGREEMENT_UNREAD,
        Self::AGREEMENT_BLANK,
        Self::AGREEMENT_REFERENCE,
        Self::AGREEMENT_NUMBERING,
        Self::AGREEMENT_TERMS,
        Self::AGREEMENT_DIFFERS,
    ];

    /// What those on waivers, files and evidence require.
    const REQUIRES: &str = "The record's waivers and evidence must stand on requirements that exist, the files that it names must be there, and all must hold on the date of this check.";
    /// Why those matter.
    const WHY: &str = "A waiver, a file or a piece of evidence that points nowhere gives false comfort.";
    /// Who acts.
    pub const ROLE: &str = "procurement officer";

    /// A finding that it is not met by `about`, which tells it from others of the same record.
    pub(super) fn finding<'a>(
        self,
        about: impl Into<Cow<'a, str>>,
        says: String,
        obligation: Obligation,
        phase: Phase,
        (field, span): (FieldId, Span),
    ) -> Finding<'a> {
        let about = Some(about.into());
        Finding { about, ..self.resting_on(vec![observation(field, span, says)], obligation, phase) }
    }

    /// A finding that facts of the record contradict each other, in the words of the pack.
    pub(super) fn clash<'a>(
        contradiction: &'a Contradiction,
        mut facts: Vec<Observation<'a>>,
        phase: Phase,
    ) -> Finding<'a> {
        facts.retain(|fact| !fact.guard);
        for fact in &mut facts {
            // Each fact is allowed by itself: nothing is expected of it alone.
            *fact =
                Observation { check: None, truth: Truth::False, negated: false, alternative: false, ..fact.clone() };
        }
        Finding {
            about: Some(Cow::Borrowed(&contradiction.id)),
            title: Cow::Borrowed(&contradiction.title),
            remedy: Cow::Borrowed(&contradiction.remedy),
            note: Some(&contradiction.says),
            ..Self::CONTRADICTION.resting_on(facts, Obligation::Should, phase)
        }
    }

    /// A finding that it is not met, with the facts that show it.
    pub(super) fn resting_on(
        self,
        observations: Vec<Observation<'_>>,
        obligation: Obligation,
        phase: Phase,
    ) -> Finding<'_> {
        Finding {
            id: Cow::Borrowed(self.id),
            title: Cow::Borrowed(self.title),
            status: Status::Gap,
            obligation,
            basis: Basis::Practice,
            phase,
            requires: Cow::Borrowed(self.requires),
            why: Cow::Borrowed(self.why),
            remedy: Cow::Borrowed(self.remedy),
            role: Cow::Borrowed(Self::ROLE),
            due_by: None,
            prepare: None,
            note: None,
            cites: &[],
            sources: &[],
            observations,
            reasons: Vec::new(),
            may_not_apply: false,
            evidence: Vec::new(),
            waiver: None,
            requirement: None,
            about: None,
            faults: Vec::new(),
            baseline: None,
            more_than_known: Vec::new(),
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
        source: None,
        check: None,
        truth: Truth::False,
        against: None,
        problem: Some(problem),
        guard: false,
        negated: false,
        alternative: false,
    }
}
