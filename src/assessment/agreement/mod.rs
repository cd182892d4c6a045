//! The text of the agreement that a record names, held against itself and against the record.

mod against;
mod parties;

use std::sync::Arc;

use crate::agreement::{Agreement, Fault, Part, Searched};
use crate::pack::Obligation;
use crate::record::{AgreementFields, FieldId, Phase, Record, Row, Value};
use crate::source::{SourceText, Span};

use super::files::NamedText;
use super::{Finding, Observation, OwnRequirement, Scope, own};

/// How many places one finding shows; it says how many more there are.
const MOST_PLACES: usize = 10;

/// The agreement of a record, and the part of it that the record names.
struct Named<'s, 'a> {
    scope: &'s Scope<'a>,
    fields: AgreementFields,
    /// Where the record names the file.
    span: Span,
    agreement: Agreement,
    part: Part,
}

/// Adds findings on the text of the agreement, if the record names one.
pub(super) fn about_agreement<'a>(scope: &Scope<'a>, phase: Phase, findings: &mut Vec<Finding<'a>>) {
    let Ok(fields) = AgreementFields::find(&scope.library.fields) else { return };
    let Some(stated) = scope.record.get(fields.file) else { return };
    let Value::Text(path) = &stated.value else { return };
    let unread = |problem: &str| {
        let says =
            format!("`{path}` {problem}: its text was not checked for blanks, references, numbers, terms and values.");
        let place = (fields.file, stated.span.clone());
        OwnRequirement::AGREEMENT_UNREAD.finding(path.as_str(), says, Obligation::Consider, phase, place)
    };
    let NamedText { file, heading, text } = match scope.files.markdown(path) {
        Ok(read) => read,
        Err(problem) => return findings.extend(problem.map(|problem| unread(&problem))),
    };
    let agreement = Agreement::read(&Arc::new(SourceText::new(beside(scope.record.source.name(), file), text)));
    match heading.map_or(Some(agreement.whole()), |heading| agreement.under(heading)) {
        Some(part) => {
            Named { scope, fields, span: stated.span.clone(), agreement, part }.findings(phase, findings);
        }
        None if scope.files.find(path).is_ok() => {
            findings.push(unread("names a heading of a note, not of the agreement"));
        }
        None => {}
    }
}

/// The path of `file`, which stands beside the record at `record`.
fn beside(record: &str, file: &str) -> String {
    match record.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{file}"),
        None => file.to_owned(),
    }
}

/// What is wrong with the agreement in one respect.
#[derive(Default)]
struct Faults<'a> {
    /// All of it, by name.
    names: Vec<String>,
    /// The facts that show it, or the first of it.
    facts: Vec<Observation<'a>>,
}

impl<'a> Faults<'a> {
    /// Adds one fault and the facts that show it.
    fn add(&mut self, name: String, facts: [Observation<'a>; 2]) {
        self.names.push(name);
        self.facts.extend(facts);
    }
}

impl<'a> Named<'_, 'a> {
    fn findings(&self, phase: Phase, findings: &mut Vec<Finding<'a>>) {
        let (agreement, part) = (&self.agreement, &self.part);
        let mut add = |own: OwnRequirement, obligation, Faults { names, facts }: Faults<'a>| {
            if !names.is_empty() {
                findings.push(Finding { faults: names, ..own.resting_on(facts, obligation, phase) });
            }
        };
        let (blanks, weight) = self.blanks();
        add(OwnRequirement::AGREEMENT_BLANK, weight, blanks);
        let faults = |found: Vec<Fault>| self.faults(found);
        add(OwnRequirement::AGREEMENT_REFERENCE, Obligation::Should, faults(agreement.dangling(part)));
        add(OwnRequirement::AGREEMENT_NUMBERING, Obligation::Consider, faults(agreement.misnumbered(part)));
        let terms = agreement.term_faults(part, &names(self.scope.record));
        add(OwnRequirement::AGREEMENT_TERMS, Obligation::Consider, faults(terms));
        let searched = Searched::new(agreement, part);
        let mut differences = Faults::default();
        self.parties(&searched, &mut differences);
        self.dates(&searched, &mut differences);
        self.clauses(&searched, &mut differences);
        add(OwnRequirement::AGREEMENT_DIFFERS, Obligation::Should, differences);
    }

    /// The blanks, and how strongly they weigh: a draft may have some.
    fn blanks(&self) -> (Faults<'a>, Obligation) {
        let mut faults = self.faults(self.agreement.blanks(&self.part));
        let signed = self.scope.record.get(self.fields.signed_on).map(|stated| &stated.value);
        if matches!(signed, Some(Value::Date(date)) if *date <= self.scope.as_of) {
            return (faults, Obligation::Should);
        }
        faults
            .facts
            .push(self.remark("The record states no day on which it was signed. A draft may have blanks until then."));
        (faults, Obligation::Consider)
    }

    /// All of `found` by name, with a fact for each of the first and one that counts the others.
    fn faults(&self, found: Vec<Fault>) -> Faults<'a> {
        let names = found.iter().map(|fault| fault.name.clone()).collect();
        let more = found.len().saturating_sub(MOST_PLACES);
        let shown = found.into_iter().take(MOST_PLACES);
        let mut facts: Vec<_> = shown.map(|fault| self.place(self.fields.file, fault.span, fault.says)).collect();
        if more > 0 {
            facts.push(self.remark(&format!("There are {more} more places like these in the agreement.")));
        }
        Faults { names, facts }
    }

    /// Something that stands in the agreement, about `field`.
    fn place(&self, field: FieldId, span: Span, says: String) -> Observation<'a> {
        Observation { source: Some(Arc::clone(&self.agreement.source)), ..own::observation(field, span, says) }
    }

    /// Something to say of the agreement as a whole, at the place where the record names it.
    fn remark(&self, says: &str) -> Observation<'a> {
        own::observation(self.fields.file, self.span.clone(), says.to_owned())
    }
}

/// Every text of a record: names, places and roles, which an agreement writes with capitals too.
fn names(record: &Record) -> Vec<&str> {
    fn add<'r>(row: &'r Row, names: &mut Vec<&'r str>) {
        for (_, stated) in row.iter() {
            match &stated.value {
                Value::Text(text) => names.push(text),
                Value::List(items) => names.extend(items.iter().map(|item| item.text.as_str())),
                Value::Tables(rows) => rows.iter().for_each(|row| add(row, names)),
                _ => {}
            }
        }
    }
    let mut names = Vec::new();
    add(&record.facts, &mut names);
    names
}
