//! The day of a limit: from which day it is counted, how long, and where a closed last day goes.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::pack::{Counting, TimeLimit};
use crate::record::{Duration, FieldId, Unit};
use crate::source::Span;

use super::length::Given;
use super::reckoner::{Entry, Reckoner};
use super::start::Start;
use super::words::{dated, moved};

/// A day as it was reckoned.
#[derive(Clone, Debug)]
pub(super) struct Day {
    /// Whether the limit exists for the entry.
    pub exists: bool,
    /// The day from which it was counted.
    pub counted_from: Option<Date>,
    /// The day of the event behind it, which a limit that is counted from another shares with that.
    pub event: Option<Date>,
    /// The day.
    pub date: Option<Date>,
    /// The day before a closed day moved it.
    pub unmoved: Option<Date>,
    /// The day that is safe beyond doubt.
    pub safe: Option<Date>,
    /// Whether the record leaves open if the limit exists.
    pub undecided: bool,
    /// Whether the clock stands still.
    pub stopped: bool,
    /// What keeps the day from being reckoned: a fact that is not stated.
    pub missing: Option<String>,
    /// Where the record states what it is counted from, or should.
    pub place: (FieldId, Span),
    /// The steps, a sentence each.
    pub reckoning: Vec<String>,
    /// What breaks the rule.
    pub broken: Vec<String>,
    /// What else a reader must know.
    pub remarks: Vec<String>,
}

impl Day {
    /// No day at all.
    const fn none(place: (FieldId, Span)) -> Self {
        Self {
            exists: false,
            counted_from: None,
            event: None,
            date: None,
            unmoved: None,
            safe: None,
            undecided: false,
            stopped: false,
            missing: None,
            place,
            reckoning: Vec::new(),
            broken: Vec::new(),
            remarks: Vec::new(),
        }
    }
}

impl<'a> Reckoner<'_, 'a> {
    /// Reckons the day of the limit with this number for one entry.
    pub fn reckon(&self, at: usize, entry: Entry<'a>) -> Day {
        let limit = &self.calendars.limits[at];
        let nothing = Day::none((self.fallback(limit), 0..0));
        let relevant = limit.when.as_ref().is_none_or(|when| self.is_true(when, entry));
        let excepted = limit.except.as_ref().is_some_and(|except| self.is_true(except, entry));
        if let Some(place) = self.undecided(limit, entry).filter(|_| !relevant && !excepted) {
            let missing = Some(format!("`{}` is not stated.", self.path(place.0)));
            return Day { exists: true, undecided: true, missing, ..Day::none(place) };
        }
        let Some(counting) = self.calendars.counting(&limit.counted).filter(|_| relevant && !excepted) else {
            return nothing;
        };
        let mut day = Day { exists: true, ..nothing };
        match self.start(&limit.from, entry) {
            Start::Absent => day.exists = false,
            Start::Missing(field, span) => {
                day.missing = Some(format!("`{}` is not stated.", self.path(field)));
                day.place = (field, span);
                self.check_length_alone(limit, entry, &mut day);
            }
            Start::At { date, arrived, place, known, event } => {
                day.place = place;
                day.reckoning.push(format!("Counted from {}, {known}.", dated(date)));
                day.counted_from = Some(date);
                day.event = Some(event);
                let mut from = date;
                if let Some((start, why)) = counting.start(date).filter(|_| arrived) {
                    day.reckoning.push(moved(date, why, start));
                    from = start;
                }
                self.count(limit, entry, counting, from, &mut day);
            }
        }
        day
    }

    /// The first field that the limit reads, to point at where it is counted from no field.
    fn fallback(&self, limit: &TimeLimit) -> FieldId {
        let read = limit.when.iter().flat_map(|when| self.scope.library.fields_read(when)).next();
        read.unwrap_or(self.scope.library.builtin.title)
    }

    fn count(&self, limit: &'a TimeLimit, entry: Entry<'a>, counting: Counting<'a>, from: Date, day: &mut Day) {
        if limit.yearly {
            self.year(limit, entry, from, day);
            return;
        }
        let Some(length) = &limit.length else {
            self.finish(limit, entry, counting, from, true, day);
            return;
        };
        let given = match self.length(length, entry) {
            Ok(given) => given,
            Err((field, span)) => {
                day.missing = Some(format!("`{}` is not stated.", self.path(field)));
                day.place = (field, span);
                return;
            }
        };
        let pause = limit.paused.as_ref().and_then(|pause| {
            let stop = self.stop(pause, given.length, entry, counting, from, day)?;
            Some((pause, stop))
        });
        let (end, moves) = match pause {
            Some((pause, stop)) => (self.after_stop(given.length, counting, stop, day), pause.last_day_moves),
            None => (self.plain(limit, &given, counting, from, day), true),
        };
        let Some(end) = end else {
            if !day.stopped {
                day.broken.push(format!("{} from {from} lead beyond every calendar.", given.length));
            }
            return;
        };
        self.check_length(limit.at_most, &given, counting, from, day);
        self.finish(limit, entry, counting, end, moves, day);
    }

    fn plain(
        &self,
        limit: &TimeLimit,
        given: &Given,
        counting: Counting<'a>,
        from: Date,
        day: &mut Day,
    ) -> Option<Date> {
        let end = counting.add(from, given.length, limit.back)?;
        let direction = if limit.back { "earlier" } else { "later" };
        let whence = match (given.field, given.is_default) {
            (Some(field), true) => format!(" (the default of `{}`)", self.path(field)),
            (Some(field), false) => format!(" (`{}`)", self.path(field)),
            (None, _) => String::new(),
        };
        day.reckoning.push(format!("{}{whence} {direction} is {}.", given.length, dated(end)));
        if given.length.unit == Unit::Hour {
            day.reckoning.push("The record holds days only, so that hours are rounded up to whole days.".to_owned());
        }
        Some(end)
    }

    /// Moves a last day that is closed, and cuts a wait short.
    fn finish(
        &self,
        limit: &TimeLimit,
        entry: Entry<'a>,
        counting: Counting<'a>,
        end: Date,
        moves: bool,
        day: &mut Day,
    ) {
        day.unmoved = Some(end);
        let mut date = end;
        match counting.last(end).filter(|_| !limit.back) {
            Some((open, why)) if moves => {
                day.reckoning.push(moved(end, why, open));
                date = open;
            }
            Some((open, _)) => day.reckoning.push(format!(
                "{} is closed. After a stop the day is left there, which is the safe reading; {} would be the next open day.",
                dated(end),
                dated(open)
            )),
            None => {}
        }
        if let Some((field, early)) = limit.ends_early.and_then(|field| self.first_stated(&[field], entry))
            && early < date
        {
            day.reckoning.push(format!("It ended early, on {}, as `{}` says.", dated(early), self.path(field)));
            (date, day.unmoved) = (early, Some(early));
        }
        day.date = Some(date);
        let back = matches!(limit.kind, crate::pack::LimitKind::By);
        if let Some(safe) = limit.safer.and_then(|margin| counting.add(date, margin, back)) {
            day.reckoning.push(format!("To be safe, take {}.", dated(safe)));
            day.safe = Some(safe);
        }
    }

    /// The next return of a day of the year, or the last.
    fn year(&self, limit: &TimeLimit, entry: Entry<'a>, first: Date, day: &mut Day) {
        let today = self.scope.as_of;
        // A day that the record states is the first; one that a pack writes down stands for each year.
        let stated = !day.place.1.is_empty();
        let on = |year: i16| first.checked_add(i32::from(year - first.year()).years()).ok();
        let counts = |date: &Date| !stated || *date >= first;
        if entry.last {
            let last = [0, 1].into_iter().filter_map(|back| on(today.year() - back)).find(|date| *date < today);
            let last = last.filter(counts).filter(|date| self.speaks_of_year_before(limit, *date, entry));
            day.exists = last.is_some();
            (day.date, day.unmoved) = (last, last);
            day.reckoning.extend(last.map(|last| format!("It comes back each year; last on {}.", dated(last))));
            return;
        }
        let next = match stated && first >= today {
            true => Some(first),
            false => [0, 1].into_iter().filter_map(|ahead| on(today.year() + ahead)).find(|date| *date >= today),
        };
        day.reckoning.extend(next.map(|next| format!("It comes back each year; next on {}.", dated(next))));
        (day.date, day.unmoved) = (next, next);
    }

    /// Whether the calendar year before `date` falls into the time of which a limit speaks.
    fn speaks_of_year_before(&self, limit: &TimeLimit, date: Date, entry: Entry<'a>) -> bool {
        let year = |field| self.first_stated(&[field], entry).map(|(_, date)| date.year());
        limit.years.is_some_and(|years| {
            let begun = year(years.from).is_some_and(|from| from < date.year());
            begun && year(years.until).is_none_or(|until| until >= date.year() - 1)
        })
    }

    /// Whether the length keeps its limit, measured from the day.
    fn check_length(&self, most: Option<Duration>, given: &Given, counting: Counting<'a>, from: Date, day: &mut Day) {
        let last = most.and_then(|most| counting.add(from, most, false));
        let end = counting.add(from, given.length, false);
        if let (Some(most), Some(_)) = (most, last.filter(|last| end.is_none_or(|end| end > *last))) {
            day.broken.push(too_long(given.length, most));
        }
    }

    /// Whether a stated length is too long in every calendar, where there is no day to measure from.
    fn check_length_alone(&self, limit: &TimeLimit, entry: Entry<'a>, day: &mut Day) {
        let (Some(most), Some(length)) = (limit.at_most, &limit.length) else { return };
        let Ok(given) = self.length(length, entry) else { return };
        if given.length.compare(most).is_some_and(std::cmp::Ordering::is_gt) {
            day.broken.push(too_long(given.length, most));
            day.place = given.field.map_or(day.place.clone(), |field| (field, given.span));
        }
    }
}

fn too_long(length: Duration, most: Duration) -> String {
    format!("{length} is longer than the {most} that are allowed.")
}
