//! A provision as it stands on the day of a check: which of its texts holds, since when, and how sure that is.

use jiff::civil::Date;
use serde::Serialize;

use crate::record::{FieldId, Fields, Record, Value};

use super::authority::Provision;
use super::version::{Day, Standing, Version};

/// Where days that a pack leaves to a field are looked up.
#[derive(Clone, Copy, Debug)]
pub struct Days<'a> {
    /// The fields, with the defaults that stand where a record is silent.
    pub fields: &'a Fields,
    /// The record.
    pub record: &'a Record,
    /// The day of the check.
    pub today: Date,
}

/// A day that was looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated {
    /// The day.
    pub date: Date,
    /// Whether the pack writes it down as a day that is sure. A day that a field sets never is.
    pub confirmed: bool,
    /// The field in which the record states it; `None` where the pack gives it.
    pub set_by: Option<FieldId>,
}

impl Days<'_> {
    /// What the record states for a date field, or else its default.
    pub fn of(&self, field: FieldId) -> Option<Date> {
        self.stated(field).or_else(|| self.fields.default_date(field))
    }

    /// The date behind `day`.
    pub fn look_up(&self, day: Day) -> Option<Dated> {
        match day {
            Day::On(date) => Some(Dated { date, confirmed: true, set_by: None }),
            Day::Set(field) => {
                let set_by = self.stated(field).map(|_| field);
                Some(Dated { date: self.of(field)?, confirmed: false, set_by })
            }
        }
    }

    /// The date behind `day`, where it lies after the day of the check.
    pub fn ahead(&self, day: Day) -> Option<Dated> {
        self.look_up(day).filter(|dated| dated.date > self.today)
    }

    fn stated(&self, field: FieldId) -> Option<Date> {
        match self.record.get(field)?.value {
            Value::Date(date) => Some(date),
            _ => None,
        }
    }
}

/// Whether a provision is in force on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Force {
    /// It is.
    InForce,
    /// It is not yet.
    NotYet,
    /// It is no longer.
    Ended,
    /// The pack shows it for history, and it must not be cited as the law of any day since.
    Historic,
    /// The pack knows no dates of it.
    NotKnown,
}

impl Force {
    /// All of them.
    pub const ALL: [Force; 5] = [Force::InForce, Force::NotYet, Force::Ended, Force::Historic, Force::NotKnown];

    /// The id in output.
    pub const fn id(self) -> &'static str {
        match self {
            Force::InForce => "in-force",
            Force::NotYet => "not-yet",
            Force::Ended => "ended",
            Force::Historic => "historic",
            Force::NotKnown => "not-known",
        }
    }
}

/// A provision as it stands on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnDay<'a> {
    /// The day.
    pub day: Date,
    /// Whether it is in force.
    pub force: Force,
    /// The first day of the text that holds, or of the first that will.
    pub from: Option<Dated>,
    /// The last day of that text.
    pub until: Option<Dated>,
    /// What brought that text.
    pub changed_by: Option<&'a str>,
    /// What that text says, in the pack's own words.
    pub paraphrase: &'a str,
    /// Where the provision was seen, and where that text was.
    pub sources: Vec<&'a str>,
}

impl OnDay<'_> {
    /// Whether every date given is sure; `None` where there is none.
    pub fn dates_confirmed(&self) -> Option<bool> {
        let mut dates = [self.from, self.until].into_iter().flatten().peekable();
        dates.peek()?;
        Some(dates.all(|dated| dated.confirmed))
    }
}

impl Provision {
    /// How it stands on the day of `days`.
    pub fn on_day(&self, days: Days<'_>) -> OnDay<'_> {
        let (force, text) = match Version::standing(&self.versions, days.today, |field| days.of(field)) {
            _ if self.historic => (Force::Historic, None),
            Standing::InForce(text) => (Force::InForce, Some(text)),
            Standing::Ahead(text, _) => (Force::NotYet, Some(text)),
            Standing::Ended(text) => (Force::Ended, Some(text)),
            Standing::Undated => (Force::NotKnown, None),
        };
        let own = self.sources.iter().map(String::as_str);
        let more = text.into_iter().flat_map(|text| &text.sources).filter(|id| !self.sources.contains(id));
        OnDay {
            day: days.today,
            force,
            from: text.and_then(|text| first_day(text, days)),
            until: text.and_then(|text| self.last_day(text, days)),
            changed_by: text.and_then(|text| text.changed_by.as_deref()),
            paraphrase: text.and_then(|text| text.paraphrase.as_deref()).unwrap_or(&self.paraphrase),
            sources: own.chain(more.map(String::as_str)).collect(),
        }
    }

    /// The last day of `text`: the one that it gives, or the one before the next text begins.
    fn last_day(&self, text: &Version, days: Days<'_>) -> Option<Dated> {
        if let Some(date) = text.until {
            return Some(Dated { date, confirmed: text.confirmed, set_by: None });
        }
        let next = self.versions.iter().skip_while(|one| !std::ptr::eq(*one, text)).nth(1)?;
        let begins = first_day(next, days)?;
        Some(Dated { date: begins.date.yesterday().ok()?, ..begins })
    }
}

fn first_day(text: &Version, days: Days<'_>) -> Option<Dated> {
    let dated = days.look_up(text.from?)?;
    Some(Dated { confirmed: dated.confirmed && text.confirmed, ..dated })
}
