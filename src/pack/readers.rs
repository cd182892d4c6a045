//! Who reads each field: a field that nobody reads is asked for nothing.

use crate::record::{AgreementFields, Field, FieldId, FieldType};

use super::used::used;
use super::{Calendars, Clauses, Day, Library};

/// What reads a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader<'l> {
    /// The requirement with this id.
    Requirement(&'l str),
    /// The clause with this id.
    Clause(&'l str),
    /// The named condition with this id, which something uses.
    Condition(&'l str),
    /// The contradiction with this id.
    Contradiction(&'l str),
    /// The document with this id.
    Document(&'l str),
    /// The definition of this term.
    Definition(&'l str),
    /// A text of this provision, by the authority's id and its own, which sets the day from which it is in force.
    Provision(&'l str, &'l str),
    /// The time limit with this id.
    TimeLimit(&'l str),
    /// The chain of notices with this id.
    Chain(&'l str),
    /// The program itself.
    Program,
    /// The report, where it says in brief what is bought.
    Brief,
}

impl Reader<'_> {
    /// The reader in words.
    pub fn words(self) -> String {
        match self {
            Reader::Requirement(id) => format!("requirement {id}"),
            Reader::Clause(id) => format!("clause {id}"),
            Reader::Condition(id) => format!("condition {id}"),
            Reader::Contradiction(id) => format!("contradiction {id}"),
            Reader::Document(id) => format!("document {id}"),
            Reader::Definition(term) => format!("definition of {term}"),
            Reader::Provision(authority, id) => format!("the dates of {authority} {id}"),
            Reader::TimeLimit(id) => format!("time limit {id}"),
            Reader::Chain(id) => format!("chain of notices {id}"),
            Reader::Program => "the program itself".to_owned(),
            Reader::Brief => "the report, in brief".to_owned(),
        }
    }
}

/// The readers of every field, by the field's number.
pub(super) struct Readers<'l>(Vec<Vec<Reader<'l>>>);

impl<'l> Readers<'l> {
    /// Asks everything that can read a field. A new kind of reader is added here, and nowhere else.
    pub(super) fn new(library: &'l Library, clauses: &'l Clauses, calendars: &'l Calendars) -> Self {
        let mut readers = Self(vec![Vec::new(); library.fields.len()]);
        for requirement in &library.requirements {
            readers.add(library.all_reads(requirement), Reader::Requirement(&requirement.id));
        }
        for clause in &clauses.clauses {
            readers.add(library.clause_reads(clause), Reader::Clause(&clause.id));
        }
        let used = used(library, clauses, calendars);
        for (condition, _) in library.named.iter().zip(used).filter(|(_, used)| *used) {
            readers.add(library.fields_read(&condition.holds), Reader::Condition(&condition.id));
        }
        for contradiction in &library.contradictions {
            readers.add(library.fields_read(&contradiction.when), Reader::Contradiction(&contradiction.id));
        }
        for document in &clauses.documents {
            readers.add(library.document_reads(document), Reader::Document(&document.id));
        }
        for definition in &clauses.definitions {
            readers.add(library.text_reads(&definition.means), Reader::Definition(&definition.term));
        }
        for authority in &library.authorities {
            for provision in authority.whole.iter().chain(&authority.provisions) {
                let days = provision.versions.iter().filter_map(|version| version.from.and_then(Day::field));
                readers.add(days, Reader::Provision(&authority.id, &provision.id));
            }
        }
        for limit in &calendars.limits {
            readers.add(visited(|mut visit| limit.visit_fields(&mut visit)), Reader::TimeLimit(&limit.id));
        }
        for chain in &calendars.chains {
            readers.add(visited(|mut visit| chain.visit_fields(&mut visit)), Reader::Chain(&chain.id));
        }
        readers.add(library.builtin.all(), Reader::Program);
        let of_agreement = AgreementFields::find(&library.fields).map(|fields| fields.all());
        readers.add(of_agreement.into_iter().flatten(), Reader::Program);
        let brief = library.fields.iter().filter(|(_, field)| field.brief.is_some());
        readers.add(brief.flat_map(|(id, field)| in_brief(library, id, field)), Reader::Brief);
        readers
    }

    /// Those of one field.
    pub(super) fn of(&self, field: FieldId) -> &[Reader<'l>] {
        &self.0[field.0 as usize]
    }

    fn add(&mut self, fields: impl IntoIterator<Item = FieldId>, reader: Reader<'l>) {
        for field in fields {
            let known = &mut self.0[field.0 as usize];
            if known.last() != Some(&reader) {
                known.push(reader);
            }
        }
    }
}

/// The fields that `all` calls its argument with.
fn visited(all: impl FnOnce(&mut dyn FnMut(FieldId))) -> Vec<FieldId> {
    let mut fields = Vec::new();
    all(&mut |field| fields.push(field));
    fields
}

/// What the report prints of a field that it names in brief: of a list, its entries by their first column.
fn in_brief(library: &Library, id: FieldId, field: &Field) -> Vec<FieldId> {
    let column = library.fields.children(Some(id)).first().filter(|_| field.kind == FieldType::Tables);
    std::iter::once(id).chain(column.copied()).collect()
}
