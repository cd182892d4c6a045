//! Values in the agreement that are not those of the record.

use crate::agreement::{Found, Quantity, Searched};
use crate::pack::{Clause, Near};
use crate::record::{FieldId, Stated, Value};

use super::super::{ChosenText, Observation, own};
use super::Named;

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
    pub(super) fn dates(&self, searched: &Searched<'_>) -> Vec<Observation<'a>> {
        let pairs = [
            (self.fields.signed_on, &SIGNED[..]),
            (self.fields.starts_on, &STARTS[..]),
            (self.fields.ends_on, &ENDS[..]),
        ];
        let differing = pairs.into_iter().filter_map(|(field, words)| {
            let stated = self.scope.record.get(field)?;
            let own = quantity(&stated.value)?;
            self.difference(field, stated, own, searched.values_after(words, own))
        });
        differing.flatten().collect()
    }

    /// The values of the clauses' facts, where the agreement states others than the record.
    pub(super) fn clauses(&self, searched: &Searched<'_>) -> Vec<Observation<'a>> {
        let mut observations = Vec::new();
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
                if let Some(two) = self.difference(field, stated, own, found) {
                    compared.push(field);
                    observations.extend(two);
                }
            }
        }
        observations
    }

    /// What the record states for a fact of `clause`: the value for this clause alone, or else that of the purchase.
    fn stated<'c>(&self, clause: &Clause, near: &'c Near) -> Option<(&'c Near, FieldId, &'a Stated, Quantity)> {
        let fact = clause.text.facts.iter().find(|fact| fact.name == near.fact)?;
        let fields = self.scope.library.parameter(clause, fact).into_iter().chain([fact.field]);
        let (field, stated) = fields.filter_map(|field| Some((field, self.scope.record.get(field)?))).next()?;
        Some((near, field, stated, quantity(&stated.value)?))
    }

    /// Both values and both places, where the agreement surely states a value and never that of the record.
    fn difference(
        &self,
        field: FieldId,
        stated: &Stated,
        own: Quantity,
        found: Vec<Found>,
    ) -> Option<[Observation<'a>; 2]> {
        if found.iter().any(|one| one.quantity.equals(own)) {
            return None;
        }
        let other = found.into_iter().find(|one| one.sure)?;
        let path = &self.scope.library.fields.get(field).path;
        let place = if other.place.is_empty() { String::new() } else { format!(" in {}", other.place) };
        let says = format!("The record states {own} for `{path}`.");
        let differs = format!("The agreement states {}{place}.", other.quantity);
        Some([own::observation(field, stated.span.clone(), says), self.place(field, other.span, differs)])
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
