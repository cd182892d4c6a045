//! What a text prints where the record does not state the field of a fact.

use crate::pack::Fact;
use crate::record::{FieldId, Value};

use super::Scope;

/// A value that stands for a fact which the record does not state.
#[derive(Clone, Copy, Debug)]
pub struct StandIn<'a> {
    /// The field that it comes from.
    pub from: FieldId,
    /// The value; never an empty list.
    pub value: &'a Value,
    /// The note of the default; `None` where the record states the value of `from`.
    pub note: Option<&'a str>,
}

impl<'a> Scope<'a> {
    /// What stands for `fact` in a text while the record does not state its field: the value of its other field, else a
    /// default.
    pub fn stand_in(&self, fact: &Fact) -> Option<StandIn<'a>> {
        let library = self.library;
        let of = |from: FieldId| {
            let stated = self.record.get(from).map(|stated| (&stated.value, None));
            let default = || library.fields.get(from).default.as_ref().map(|one| (&one.value, Some(one.note.as_str())));
            let (value, note) = stated.or_else(default)?;
            let is_empty = matches!(value, Value::List(items) if items.is_empty());
            (!is_empty).then_some(StandIn { from, value, note })
        };
        fact.otherwise.into_iter().chain([fact.field]).find_map(of)
    }
}
