//! The positions that a record chooses for clauses.

use crate::pack::{Clause, Fallback};
use crate::record::Value;

use super::Scope;

/// The text that a record chooses for a clause.
#[derive(Clone, Copy, Debug)]
pub enum ChosenText<'a> {
    /// The preferred one; also where the record chooses none.
    Preferred,
    /// A weaker one.
    Fallback(&'a Fallback),
    /// None: the clause is left out.
    LeftOut,
}

impl Scope<'_> {
    /// The text that the record chooses for `clause`.
    pub fn chosen_text<'c>(&self, clause: &'c Clause) -> ChosenText<'c> {
        let stated = self.library.position(clause).and_then(|field| self.record.get(field));
        let Some(Value::Text(word)) = stated.map(|stated| &stated.value) else { return ChosenText::Preferred };
        if word == Clause::LEFT_OUT {
            return ChosenText::LeftOut;
        }
        let fallback = clause.fallbacks.iter().find(|fallback| fallback.id == *word);
        fallback.map_or(ChosenText::Preferred, ChosenText::Fallback)
    }
}
