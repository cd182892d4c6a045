//! The day from which a limit is counted: a date of the record, a day of another limit, or one of several.

use jiff::civil::Date;

use crate::pack::{Anchor, LimitDay};
use crate::record::FieldId;
use crate::source::Span;

use super::reckoner::{Entry, Reckoner};

/// The day from which a limit is counted.
pub(super) enum Start {
    /// This one; whether something arrived on it, how it is known, and the day of the event behind it.
    At { date: Date, arrived: bool, place: (FieldId, Span), known: String, event: Date },
    /// The field that should state it, and where.
    Missing(FieldId, Span),
    /// The limit that it is counted from does not exist here, or has no day.
    Absent,
}

impl<'a> Reckoner<'_, 'a> {
    /// The day that an anchor gives for an entry.
    pub(super) fn start(&self, anchor: &'a Anchor, entry: Entry<'a>) -> Start {
        match anchor {
            Anchor::On(date) => {
                let place = (self.scope.library.builtin.title, 0..0);
                {
                    let known = "a day that the pack writes down".to_owned();
                    Start::At { date: *date, arrived: false, place, known, event: *date }
                }
            }
            Anchor::Field(field) => match self.date_of(*field, entry) {
                Ok((date, span)) => {
                    let known = match span.is_empty() {
                        true => format!("the default of `{}`", self.path(*field)),
                        false => format!("as `{}` says", self.path(*field)),
                    };
                    Start::At { date, arrived: true, place: (*field, span), known, event: date }
                }
                Err(span) => Start::Missing(*field, span),
            },
            Anchor::Limit { id, day } => self.day_of(id, *day, entry),
            Anchor::FirstStated(parts) => {
                let mut starts = parts.iter().map(|part| self.start(part, entry));
                choose(&mut starts, |kept, _| kept)
            }
            Anchor::FirstOf(parts) => {
                let mut starts = parts.iter().map(|part| self.start(part, entry));
                choose(&mut starts, |kept, next| if day_in(&next) < day_in(&kept) { next } else { kept })
            }
            Anchor::LastOf(parts) => {
                let mut starts = parts.iter().map(|part| self.start(part, entry));
                choose(&mut starts, |kept, next| if day_in(&next) > day_in(&kept) { next } else { kept })
            }
        }
    }

    /// The day of another limit.
    fn day_of(&self, id: &str, which: LimitDay, entry: Entry<'a>) -> Start {
        let Some((own, entry)) = self.other(id, entry) else { return Start::Absent };
        let at = if which == LimitDay::InForce { self.in_force(own, entry) } else { own };
        let day = self.day(at, entry);
        let title = &self.calendars.limits[at].title;
        let (date, what) = match which {
            LimitDay::Unmoved if day.unmoved != day.date => (day.unmoved, " before it moved to an open day"),
            _ => (day.date, ""),
        };
        match date {
            Some(date) => {
                let known = format!("the day of \"{title}\"{what}");
                Start::At { date, arrived: false, place: day.place.clone(), known, event: day.event.unwrap_or(date) }
            }
            None if day.exists && day.missing.is_some() => Start::Missing(day.place.0, day.place.1.clone()),
            None => Start::Absent,
        }
    }
}

fn day_in(start: &Start) -> Option<Date> {
    match start {
        Start::At { date, .. } => Some(*date),
        Start::Missing(..) | Start::Absent => None,
    }
}

/// The start that `better` keeps among those with a day; without any, the first that is missing.
fn choose(starts: &mut dyn Iterator<Item = Start>, better: impl Fn(Start, Start) -> Start) -> Start {
    let mut best: Option<Start> = None;
    let mut missing = Start::Absent;
    for start in starts {
        match start {
            Start::At { .. } => {
                best = Some(match best.take() {
                    Some(kept) => better(kept, start),
                    None => start,
                })
            }
            Start::Missing(..) if matches!(missing, Start::Absent) => missing = start,
            Start::Missing(..) | Start::Absent => {}
        }
    }
    best.unwrap_or(missing)
}
