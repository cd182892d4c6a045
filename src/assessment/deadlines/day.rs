//! The day of a limit: from which day it is counted, how long, and where a closed last day goes.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::pack::{Anchor, Counting, LimitDay, Pause, TimeLimit};
use crate::record::{Duration, FieldId, Unit};
use crate::source::Span;

use super::length::Given;
use super::reckoner::{Entry, Reckoner};
use super::words::{counted, dated, moved};

/// A day as it was reckoned.
#[derive(Clone, Debug)]
pub(super) struct Day {
    /// Whether the limit exists for the entry.
    pub exists: bool,
    /// The day from which it was counted.
    pub counted_from: Option<Date>,
    /// The day.
    pub date: Option<Date>,
    /// The day before a closed day moved it.
    pub unmoved: Option<Date>,
    /// The day that is safe beyond doubt.
    pub safe: Option<Date>,
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
            date: None,
            unmoved: None,
            safe: None,
            stopped: false,
            missing: None,
            place,
            reckoning: Vec::new(),
            broken: Vec::new(),
            remarks: Vec::new(),
        }
    }
}

/// The day from which a limit is counted.
enum Start {
    /// This one; whether something arrived on it, and how it is known.
    At { date: Date, arrived: bool, place: (FieldId, Span), known: String },
    /// The field that should state it, and where.
    Missing(FieldId, Span),
    /// The limit that it is counted from does not exist here, or has no day.
    Absent,
}

impl<'a> Reckoner<'_, 'a> {
    /// Reckons the day of the limit with this number for one entry.
    pub fn reckon(&self, at: usize, entry: Entry<'a>) -> Day {
        let limit = &self.calendars.limits[at];
        let nothing = Day::none((self.fallback(limit), 0..0));
        let relevant = limit.when.as_ref().is_none_or(|when| self.is_true(when, entry));
        let excepted = limit.except.as_ref().is_some_and(|except| self.is_true(except, entry));
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
            Start::At { date, arrived, place, known } => {
                day.place = place;
                day.reckoning.push(format!("Counted from {}, {known}.", dated(date)));
                day.counted_from = Some(date);
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

    fn start(&self, anchor: &'a Anchor, entry: Entry<'a>) -> Start {
        match anchor {
            Anchor::On(date) => {
                let place = (self.scope.library.builtin.title, 0..0);
                Start::At { date: *date, arrived: false, place, known: "a day that the pack writes down".to_owned() }
            }
            Anchor::Field(field) => match self.date_of(*field, entry) {
                Ok((date, span)) => {
                    let known = match span.is_empty() {
                        true => format!("the default of `{}`", self.path(*field)),
                        false => format!("as `{}` says", self.path(*field)),
                    };
                    Start::At { date, arrived: true, place: (*field, span), known }
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
                Start::At { date, arrived: false, place: day.place.clone(), known }
            }
            None if day.exists && day.missing.is_some() => Start::Missing(day.place.0, day.place.1.clone()),
            None => Start::Absent,
        }
    }

    fn count(&self, limit: &'a TimeLimit, entry: Entry<'a>, counting: Counting<'a>, from: Date, day: &mut Day) {
        if limit.yearly {
            self.next_year(from, day);
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
        let stop = limit.paused.as_ref().and_then(|pause| self.stop(pause, entry, day));
        let (end, moves) = match (&stop, &limit.paused) {
            (Some(stop), Some(pause)) => {
                (self.after_stop(given.length, counting, from, *stop, day), pause.last_day_moves)
            }
            _ => (self.plain(limit, &given, counting, from, day), true),
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

    /// When the clock stopped and ran again; nothing where it did not stop.
    fn stop(&self, pause: &Pause, entry: Entry<'a>, day: &mut Day) -> Option<(Date, Option<Date>)> {
        let (stop, _) = self.date_of(pause.from, entry).ok()?;
        let resumed = self.date_of(pause.until, entry).ok().map(|(date, _)| date);
        if resumed.is_some_and(|resumed| resumed < stop) {
            day.broken.push(format!(
                "`{}` is before `{}`, so that the stop is not counted.",
                self.path(pause.until),
                self.path(pause.from)
            ));
            return None;
        }
        Some((stop, resumed))
    }

    /// The last day of a clock that stopped: the rest of its days from the day on which it ran again.
    fn after_stop(
        &self,
        length: Duration,
        counting: Counting<'a>,
        from: Date,
        (stop, resumed): (Date, Option<Date>),
        day: &mut Day,
    ) -> Option<Date> {
        let used = counting.used(from, stop, length.unit)?;
        if stop < from || used > length.count {
            let when = if stop < from { "before it began" } else { "after its last day" };
            day.remarks.push(format!("The clock was stopped on {stop}, {when}; the stop is not counted."));
            return counting.add(from, length, false);
        }
        let what = if length.unit == Unit::BusinessDay { "business day" } else { "day" };
        let rest = length.count - used;
        let left = counted(rest, what);
        let used = counted(used, what);
        let Some(resumed) = resumed else {
            day.stopped = true;
            day.reckoning
                .push(format!("The clock stands still since {}: {used} of {length} used, {left} left.", dated(stop)));
            return None;
        };
        day.reckoning.push(format!("The clock stood still from {stop} to {resumed}, with {used} of {length} used."));
        let end = counting.add(resumed, Duration { count: rest, unit: length.unit }, false)?;
        day.reckoning.push(format!("The {left} left, counted from {resumed}, end on {}.", dated(end)));
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

    /// The next return of a day of the year.
    fn next_year(&self, first: Date, day: &mut Day) {
        let today = self.scope.as_of;
        let next = if first >= today {
            Some(first)
        } else {
            let years = i32::from(today.year() - first.year());
            [years, years + 1]
                .into_iter()
                .find_map(|years| first.checked_add(years.years()).ok().filter(|date| *date >= today))
        };
        if let Some(next) = next {
            day.reckoning.push(format!("It comes back each year; next on {}.", dated(next)));
        }
        (day.date, day.unmoved) = (next, next);
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
