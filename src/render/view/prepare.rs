//! A duty that is known and that the law does not require yet.

use jiff::civil::Date;
use serde::Serialize;

use crate::pack::{Dated, Library};

use super::super::english::in_words;
use super::date;

/// From when the law will require what a finding asks.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct PrepareView<'a> {
    /// The first day.
    #[serde(serialize_with = "date")]
    pub from: Date,
    /// Whether that day is sure.
    pub confirmed: bool,
    /// The field in which the record states it; null where the pack gives it.
    pub set_by: Option<&'a str>,
}

impl<'a> PrepareView<'a> {
    /// What formats see of `day`.
    pub(super) fn new(day: Dated, library: &'a Library) -> Self {
        let set_by = day.set_by.map(|field| library.fields.get(field).path.as_str());
        Self { from: day.date, confirmed: day.confirmed, set_by }
    }

    /// "the law requires this from 1 January 2027 (date not confirmed)".
    pub(crate) fn words(&self) -> String {
        let from = in_words(self.from);
        let doubt = match (self.confirmed, self.set_by) {
            (true, _) => String::new(),
            (false, Some(field)) => format!(" (the record sets this date in `{field}`)"),
            (false, None) => " (date not confirmed)".to_owned(),
        };
        format!("the law requires this from {from}{doubt}")
    }
}
