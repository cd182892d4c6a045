//! Values in the agreement that are not those of the record.

use crate::agreement::{Found, Quantity, Searched};
use crate::pack::{Clause, Near};
use crate::record::{FieldId, Stated, Value};

use super::super::{ChosenText, own};
use super::{Faults, Named};

/// Words after which an agreement states the day on which it starts.
const STARTS: [&str; 8] = [
    "agreement starts on",
    "agreement begins on",
    "agreement commences on",
    "agreement takes effect on",
    "agreement is effective as of",
    "agreement comes into force on",
    "term starts on",
    "term begins on",
];
/// Words after which an agreement states the day on which it was signed.
const SIGNED: [&str; 6] = [
    "this agreement made on",
    "this agreement is made on",
    "this agreement was made on",
    "this agreement signed on",
    "this agreement is signed on",
    "this agreement was signed on",
];
/// Words after which an agreement states the day on which it ends.
const ENDS: [&str; 7] = [
    "agreement ends on",
    "agreement expires on",
    "term ends on",
    "term expires on",
    "remains in force until",
    "remains in effect until",
    "agreement runs until",
];

impl<'a> Named<'_, 'a> {
    /// The agreement's signature, first and last days, where it states others than the record.
    pub(super) fn dates(&self, searched: &Searched<'_>, faults: &mut Faults<'a>) {
        let pairs = [
            (self.fields.signed_on, &SIGNED[..]),
            (self.fields.starts_on, &STARTS[..]),
            (self.fields.ends_on, &ENDS[..]),
        ];
        for (field, words) in pairs {
            let Some(stated) = self.scope.record.get(field) else { continue };
            if let Some(own) = quantity(&stated.value) {
                self.compare((field, stated, own), searched.values_after(words, own), faults);
            }
        }
    }

    /// The values of the clauses' facts, where the agreement states others than the record.
    pub(super) fn clauses(&self, searched: &Searched<'_>, faults: &mut Faults<'a>) {
        let mut compared: Vec<FieldId> = Vec::new();
        for clause in &self.scope.library.adopted.clauses {
            if clause.signals.near.is_empty() || matches!(self.scope.chosen_text(clause), ChosenText::LeftOut) {
                continue;
            }
            let stated: Vec<_> = clause.signals.near.iter().filter_map(|near| self.stated(clause, near)).collect();
            if stated.is_empty() {
                continue;
            }
            let passages = searched.passages(&clause.signals);
            for (near, field, stated, own) in stated {
                if compared.contains(&field) {
                    continue;
                }
                let found = searched.values_near(&passages, &near.phrases, &clause.signals.apart, own);
                if self.compare((field, stated, own), found, faults) {
                    compared.push(field);
                }
            }
        }
    }

    /// What the record states for a fact of `clause`: the value for this clause alone, or else that of the purchase.
    fn stated<'c>(&self, clause: &Clause, near: &'c Near) -> Option<(&'c Near, FieldId, &'a Stated, Quantity)> {
        let fact = clause.text.facts.iter().find(|fact| fact.name == near.fact)?;
        let fields = self.scope.library.parameter(clause, fact).into_iter().chain([fact.field]);
        let (field, stated) = fields.filter_map(|field| Some((field, self.scope.record.get(field)?))).next()?;
        Some((near, field, stated, quantity(&stated.value)?))
    }

    /// Adds both values and both places, where the agreement surely states a value and never that of the record. Whether
    /// it does.
    fn compare(
        &self,
        (field, stated, own): (FieldId, &Stated, Quantity),
        found: Vec<Found>,
        faults: &mut Faults<'a>,
    ) -> bool {
        if found.iter().any(|one| one.quantity.equals(own)) {
            return false;
        }
        let Some(other) = found.into_iter().find(|one| one.sure) else { return false };
        let path = &self.scope.library.fields.get(field).path;
        let place = if other.place.is_empty() { String::new() } else { format!(" in {}", other.place) };
        let says = format!("The record states {own} for `{path}`.");
        let differs = format!("The agreement states {}{place}.", other.quantity);
        let facts = [own::observation(field, stated.span.clone(), says), self.place(field, other.span, differs)];
        faults.add(format!("{path}: {}", other.quantity), facts);
        true
    }
}

/// A value of the record of a kind that a text can be searched for.
fn quantity(value: &Value) -> Option<Quantity> {
    match value {
        Value::Duration(duration) => Some(Quantity::Duration(*duration)),
        Value::Date(date) => Some(Quantity::Date(*date)),
        Value::Money(money) => Some(Quantity::Money(*money)),
        _ => None,
    }
}
