//! What a draft leaves to people: blanks, proposed values and references that lead nowhere, numbered as a reader meets them.

use crate::pack::{Clause, Condition, Fact};
use crate::record::FieldId;

use super::Inline;
use super::facts::{Filled, Offer, Part};

/// Something to fill in. One field has one number, wherever it is missing; each part of a list that is asked for by itself
/// has its own.
#[derive(Clone, Debug)]
pub struct Blank<'a> {
    /// Its number, from 1.
    pub number: usize,
    /// What is to be filled in, in the words of each clause that needs it.
    pub what: Vec<&'a str>,
    /// The field of the record that fills it.
    pub field: FieldId,
    /// For a column of a list, the entries that are asked for.
    pub(super) only: Option<&'a Condition>,
    /// Whether the record states that there is none, so that the clause has nothing to print.
    pub none: bool,
    /// Where it stands, such as "7.2" or "7.2(c)"; empty for the opening text.
    pub places: Vec<String>,
}

/// Whose choice a proposed value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice<'a> {
    /// The record states it as the institution's own.
    Record,
    /// It is a default, with the pack's note on it.
    Default(&'a str),
}

/// A value that the record does not state, for a reader to confirm.
#[derive(Clone, Debug)]
pub struct Proposal<'a> {
    /// Its number, from 1.
    pub number: usize,
    /// The value.
    pub text: String,
    /// The field of the record that settles it.
    pub field: FieldId,
    /// The field that the value comes from.
    pub from: FieldId,
    /// Whose choice it is.
    pub choice: Choice<'a>,
    /// Where it stands.
    pub places: Vec<String>,
}

/// A value that the record states and that is not what would be proposed, so that a reader compares the two.
#[derive(Clone, Debug)]
pub struct Difference<'a> {
    /// The stated value.
    pub text: String,
    /// The field that states it.
    pub field: FieldId,
    /// The other value.
    pub other: String,
    /// The field that the other value comes from.
    pub from: FieldId,
    /// Whose choice the other value is.
    pub choice: Choice<'a>,
    /// Where the stated value stands.
    pub places: Vec<String>,
}

/// A reference to a clause that the draft does not hold.
#[derive(Clone, Debug)]
pub struct Unresolved<'a> {
    /// Its number, from 1.
    pub number: usize,
    /// The clause.
    pub clause: &'a Clause,
    /// Where it stands.
    pub places: Vec<String>,
}

/// All that a draft leaves to people.
#[derive(Clone, Debug, Default)]
pub struct Ledger<'a> {
    /// What is to be filled in.
    pub blanks: Vec<Blank<'a>>,
    /// What is to be confirmed.
    pub proposals: Vec<Proposal<'a>>,
    /// What is to be compared.
    pub differences: Vec<Difference<'a>>,
    /// What leads nowhere.
    pub unresolved: Vec<Unresolved<'a>>,
    /// The terms that its clauses use and that it does not define, in alphabetical order.
    pub undefined: Vec<&'a str>,
}

impl<'a> Ledger<'a> {
    /// What `part` of a fact becomes at `place`, entered where it leaves something to people.
    pub(super) fn enter(&mut self, filled: &Filled<'a>, part: &Part, place: &str) -> Inline {
        let fact = filled.fact;
        match (part, &filled.offer) {
            (Part::Stated(text), None) | (Part::Proposed(text), None) => Inline::plain(text),
            (Part::Stated(text), Some(offer)) => {
                self.difference(filled, offer, place);
                Inline::plain(text)
            }
            (Part::Proposed(text), Some(offer)) => {
                Inline::Proposed { number: self.proposal(fact, offer, place), text: text.clone() }
            }
            (Part::Blank { none }, _) => {
                Inline::Blank { number: self.blank(fact, *none, place), text: fact.blank.clone() }
            }
        }
    }

    /// What a reference to `clause`, which is not in the draft, becomes at `place`.
    pub(super) fn unresolved(&mut self, clause: &'a Clause, place: &str) -> Inline {
        let next = self.unresolved.len() + 1;
        let number = match self.unresolved.iter_mut().find(|known| known.clause.id == clause.id) {
            Some(known) => {
                add(&mut known.places, place);
                known.number
            }
            None => {
                self.unresolved.push(Unresolved { number: next, clause, places: vec![place.to_owned()] });
                next
            }
        };
        Inline::Unresolved { number, text: clause.title.clone() }
    }

    fn blank(&mut self, fact: &'a Fact, none: bool, place: &str) -> usize {
        let next = self.blanks.len() + 1;
        if let Some(known) =
            self.blanks.iter_mut().find(|known| known.field == fact.field && known.only == fact.only.as_ref())
        {
            add(&mut known.places, place);
            if !known.what.contains(&fact.blank.as_str()) {
                known.what.push(&fact.blank);
            }
            return known.number;
        }
        self.blanks.push(Blank {
            number: next,
            what: vec![&fact.blank],
            field: fact.field,
            only: fact.only.as_ref(),
            none,
            places: vec![place.to_owned()],
        });
        next
    }

    fn proposal(&mut self, fact: &Fact, offer: &Offer<'a>, place: &str) -> usize {
        let next = self.proposals.len() + 1;
        if let Some(known) =
            self.proposals.iter_mut().find(|known| known.field == fact.field && known.from == offer.from)
        {
            add(&mut known.places, place);
            return known.number;
        }
        self.proposals.push(Proposal {
            number: next,
            text: offer.whole(),
            field: fact.field,
            from: offer.from,
            choice: offer.into(),
            places: vec![place.to_owned()],
        });
        next
    }

    fn difference(&mut self, filled: &Filled<'a>, offer: &Offer<'a>, place: &str) {
        let field = filled.field;
        if let Some(known) = self.differences.iter_mut().find(|known| known.field == field && known.from == offer.from)
        {
            add(&mut known.places, place);
            return;
        }
        self.differences.push(Difference {
            text: filled.whole(),
            field,
            other: offer.whole(),
            from: offer.from,
            choice: offer.into(),
            places: vec![place.to_owned()],
        });
    }
}

impl<'a> From<&Offer<'a>> for Choice<'a> {
    fn from(offer: &Offer<'a>) -> Self {
        offer.note.map_or(Choice::Record, Choice::Default)
    }
}

fn add(places: &mut Vec<String>, place: &str) {
    if !places.iter().any(|known| known == place) {
        places.push(place.to_owned());
    }
}
