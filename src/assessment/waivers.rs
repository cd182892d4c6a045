//! Waivers: a requirement that someone with authority set aside, for a reason and for a time.

use jiff::civil::Date;

use crate::pack::Clause;
use crate::record::{FieldId, Row, Value};
use crate::source::Span;

use super::Scope;

/// One waiver of a record.
#[derive(Clone, Debug)]
pub struct Waiver<'a> {
    /// The requirement that it sets aside, or the section of the record with the clause whose floor it does.
    pub requirement: &'a str,
    /// Where the record names the requirement.
    pub span: Span,
    /// Why.
    pub reason: &'a str,
    /// By whom.
    pub approved_by: &'a str,
    /// When.
    pub approved_on: Date,
    /// Its last day.
    pub expires_on: Date,
}

impl Waiver<'_> {
    /// Whether it holds on `date`.
    pub fn holds_on(&self, date: Date) -> bool {
        (self.approved_on..=self.expires_on).contains(&date)
    }

    /// The id of the clause whose floor it sets aside, if it is not a requirement that it does.
    pub fn clause(&self) -> Option<&str> {
        Clause::id_in_path(self.requirement)
    }
}

/// All waivers of a record.
pub(super) fn read_waivers<'a>(scope: &Scope<'a>) -> Vec<Waiver<'a>> {
    let Some(Value::Tables(rows)) = scope.record.get(scope.library.builtin.waivers).map(|stated| &stated.value) else {
        return Vec::new();
    };
    rows.iter().filter_map(|row| read_one(scope, row)).collect()
}

fn read_one<'a>(scope: &Scope<'a>, row: &'a Row) -> Option<Waiver<'a>> {
    let builtin = &scope.library.builtin;
    let text = |field: FieldId| match row.get(field).map(|stated| &stated.value) {
        Some(Value::Text(text)) => Some(text.as_str()),
        _ => None,
    };
    let date = |field: FieldId| match row.get(field).map(|stated| &stated.value) {
        Some(Value::Date(date)) => Some(*date),
        _ => None,
    };
    Some(Waiver {
        requirement: text(builtin.waiver_requirement)?,
        span: row.get(builtin.waiver_requirement)?.span.clone(),
        reason: text(builtin.waiver_reason)?,
        approved_by: text(builtin.waiver_approved_by)?,
        approved_on: date(builtin.waiver_approved_on)?,
        expires_on: date(builtin.waiver_expires_on)?,
    })
}
