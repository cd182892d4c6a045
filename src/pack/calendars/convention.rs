//! Counting conventions: what a day is, and where a closed last day goes. Law, as data.

use jiff::civil::Date;

use crate::record::{Duration, Unit};

use super::calendar::Calendar;

/// How days are counted.
#[derive(Clone, Debug)]
pub struct Convention {
    /// The id, in kebab-case.
    pub id: String,
    /// Its name.
    pub title: String,
    /// The rule, in a few sentences.
    pub says: String,
    /// The id of the calendar that says which days are closed; `None` where none matters.
    pub calendar: Option<String>,
    /// The id of the calendar in which business days are counted; `None` where there are none.
    pub business_days: Option<String>,
    /// Whether a last day that is closed moves to the next open day.
    pub last_day_moves: bool,
    /// Whether what arrives on a closed day counts as arrived on the next open one.
    pub start_moves: bool,
    /// Ids of the sources in which it was seen.
    pub sources: Vec<String>,
    /// Whether an official text was read.
    pub confirmed: bool,
    /// What a reader must know besides.
    pub note: Option<String>,
    /// Index of the file that declares it, and where.
    pub(super) place: (usize, usize),
}

/// A convention with its calendars at hand.
#[derive(Clone, Copy, Debug)]
pub struct Counting<'a> {
    /// The convention.
    pub convention: &'a Convention,
    /// The calendar that says which days are closed.
    pub calendar: Option<&'a Calendar>,
    /// The calendar in which business days are counted.
    pub business_days: Option<&'a Calendar>,
}

impl<'a> Counting<'a> {
    /// The day `length` after `from`, which is day zero; before it where `back`. `None` where no calendar reaches it.
    pub fn add(&self, from: Date, length: Duration, back: bool) -> Option<Date> {
        match length.unit {
            Unit::BusinessDay => self.business_days?.count(from, length.count, back),
            _ if back => length.before(from),
            _ => length.after(from),
        }
    }

    /// How many days of `unit` a clock has used that started on `from` and stood still from `stop` on. `None` for a unit
    /// that is no number of days.
    pub fn used(&self, from: Date, stop: Date, unit: Unit) -> Option<u32> {
        match unit {
            Unit::BusinessDay => Some(self.business_days?.open_between(from, stop)),
            Unit::Day => u32::try_from((stop - from).get_days().max(0)).ok(),
            _ => None,
        }
    }

    /// The day that counts as day zero for what arrives on `day`, and why it is not `day` itself.
    pub fn start(&self, day: Date) -> Option<(Date, &'a str)> {
        self.moved(day, self.convention.start_moves)
    }

    /// The day to which a last day moves, and why it does.
    pub fn last(&self, day: Date) -> Option<(Date, &'a str)> {
        self.moved(day, self.convention.last_day_moves)
    }

    fn moved(&self, day: Date, moves: bool) -> Option<(Date, &'a str)> {
        let calendar = self.calendar.filter(|_| moves)?;
        let why = calendar.closed_on(day)?;
        Some((calendar.open_from(day)?, why))
    }
}
