//! What is open for a record in all phases, due or not.

use crate::record::Phase;

use super::{Finding, Options, Scope, Status, assess};

impl<'a> Scope<'a> {
    /// The findings of every requirement that is open for the record, in all phases: of those that apply or may, and are
    /// neither met nor waived, also what is not due yet.
    pub fn open(&self) -> Vec<Finding<'a>> {
        let options = Options { as_of: self.as_of, gate: Some(Phase::Management), with_facts: false };
        let mut findings = assess(self.record, self.library, self.files, options).findings;
        findings.retain(|one| one.requirement.is_some() && (one.status.is_open() || one.status == Status::NotYetDue));
        findings
    }
}
