//! How long a limit is: written out, or stated in a field, or the default of one.

use crate::pack::Length;
use crate::record::{Duration, FieldId, Value};
use crate::source::Span;

use super::super::Origin;
use super::reckoner::{Entry, Reckoner};

/// A length, and where it comes from.
#[derive(Clone, Debug)]
pub(super) struct Given {
    /// The length.
    pub length: Duration,
    /// The field that states it, or whose default it is.
    pub field: Option<FieldId>,
    /// Whether it is a default.
    pub is_default: bool,
    /// Where it is stated.
    pub span: Span,
}

impl<'a> Reckoner<'_, 'a> {
    /// The length, or the field that should state it and the place for it.
    pub fn length(&self, length: &Length, entry: Entry<'a>) -> Result<Given, (FieldId, Span)> {
        let fields = match length {
            Length::Fixed(length) => {
                return Ok(Given { length: *length, field: None, is_default: false, span: 0..0 });
            }
            Length::Fields(fields) => fields,
        };
        let found = |wanted: bool| {
            fields.iter().find_map(|field| match self.scope.value_in(*field, entry.row) {
                (Some(Value::Duration(length)), Origin::Stated(span)) if wanted => {
                    Some(Given { length: *length, field: Some(*field), is_default: false, span })
                }
                (Some(Value::Duration(length)), Origin::Default) if !wanted => {
                    Some(Given { length: *length, field: Some(*field), is_default: true, span: 0..0 })
                }
                _ => None,
            })
        };
        found(true).or_else(|| found(false)).ok_or_else(|| {
            let first = fields[0];
            (first, self.place_of(first, entry))
        })
    }

    /// Where the record states a field, or should.
    pub fn place_of(&self, field: FieldId, entry: Entry<'a>) -> Span {
        match self.scope.value_in(field, entry.row).1 {
            Origin::Stated(span) | Origin::Missing(span) => span,
            Origin::Default => 0..0,
        }
    }
}
