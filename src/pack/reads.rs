//! Which fields and named conditions a requirement, a clause or another text reads.

use crate::record::FieldId;

use super::condition::{Condition, NamedId};
use super::{Clause, Day, Document, Library, NamedCondition, Requirement, Text, Words};

/// The fields that a requirement reads, each once, in the order in which its conditions name them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reads {
    /// Those that decide whether it is met, and from when it is due.
    pub decide: Vec<FieldId>,
    /// Those that decide, besides, whether it applies, and in which form.
    pub apply: Vec<FieldId>,
}

impl Library {
    /// Puts conditions in words.
    pub fn words(&self) -> Words<'_> {
        Words { fields: &self.fields, named: &self.named }
    }

    /// The fields that `condition` reads, also through named conditions.
    pub fn fields_read(&self, condition: &Condition) -> Vec<FieldId> {
        let mut fields = Vec::new();
        self.collect_fields(condition, &mut fields);
        fields
    }

    fn collect_fields(&self, condition: &Condition, fields: &mut Vec<FieldId>) {
        condition.visit_fields(&mut |field| add(fields, field));
        // Conditions that refer to themselves are refused when a pack loads, so that this ends.
        condition.visit_named(&mut |id| self.collect_fields(&self.named(id).holds, fields));
    }

    /// The fields that `requirement` reads.
    pub fn reads(&self, requirement: &Requirement) -> Reads {
        let mut decide = Vec::new();
        for condition in std::iter::once(&requirement.expects).chain(&requirement.due) {
            self.collect_fields(condition, &mut decide);
        }
        requirement.due_before.iter().for_each(|field| add(&mut decide, *field));
        let mut apply = Vec::new();
        for condition in std::iter::once(&requirement.applies).chain(requirement.variants.iter().map(|one| &one.when)) {
            self.collect_fields(condition, &mut apply);
        }
        apply.retain(|field| !decide.contains(field));
        Reads { decide, apply }
    }

    /// The fields that `requirement` reads in any of its parts, the days from which the law requires it included.
    pub fn all_reads(&self, requirement: &Requirement) -> Vec<FieldId> {
        let Reads { decide: mut fields, apply } = self.reads(requirement);
        fields.extend(apply);
        requirement
            .forms()
            .filter_map(|duty| duty.required_from.and_then(Day::field))
            .for_each(|field| add(&mut fields, field));
        fields
    }

    /// The fields that `clause` prints, or asks in deciding whether it is called for and in which form.
    pub fn clause_reads(&self, clause: &Clause) -> Vec<FieldId> {
        let mut fields = self.text_reads(&clause.text);
        clause.called_for.iter().for_each(|condition| self.collect_fields(condition, &mut fields));
        fields
    }

    /// The fields that a text prints, also where the record is silent, and those that its switches ask.
    pub fn text_reads(&self, text: &Text) -> Vec<FieldId> {
        let mut fields = Vec::new();
        for fact in &text.facts {
            add(&mut fields, fact.field);
            fact.otherwise.iter().for_each(|field| add(&mut fields, *field));
            fact.only.iter().for_each(|condition| self.collect_fields(condition, &mut fields));
        }
        text.variants.iter().for_each(|(_, condition)| self.collect_fields(condition, &mut fields));
        fields
    }

    /// The fields that a document prints, entry by entry too, and those that its conditions ask.
    pub fn document_reads(&self, document: &Document) -> Vec<FieldId> {
        let mut fields = self.text_reads(&document.text);
        for rows in &document.rows {
            rows.columns.iter().for_each(|column| add(&mut fields, column.field));
            rows.only.iter().for_each(|condition| self.collect_fields(condition, &mut fields));
        }
        fields
    }

    /// The named conditions that `requirement` refers to directly, in the order of the packs.
    pub fn conditions_of(&self, requirement: &Requirement) -> Vec<&NamedCondition> {
        let mut ids: Vec<NamedId> = Vec::new();
        let conditions = [&requirement.applies, &requirement.expects].into_iter().chain(&requirement.due);
        for condition in conditions.chain(requirement.variants.iter().map(|one| &one.when)) {
            condition.visit_named(&mut |id| add(&mut ids, id));
        }
        ids.sort_by_key(|id| id.index());
        ids.into_iter().map(|id| self.named(id)).collect()
    }
}

fn add<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}
