//! A clock that stops and runs again: the days that were used, and the rest of them.

use jiff::civil::Date;

use crate::pack::{Counting, Pause};
use crate::record::{Duration, Unit};

use super::day::Day;
use super::reckoner::{Entry, Reckoner};
use super::words::{counted, dated};

/// A clock that stopped.
#[derive(Clone, Copy)]
pub(super) struct Stop {
    on: Date,
    /// When it ran again; `None` while it stands still.
    resumed: Option<Date>,
    /// How many of its days were used by then.
    used: u32,
}

impl<'a> Reckoner<'_, 'a> {
    /// How the clock of a limit of this length stopped; nothing where it did not, or where its stop does not count.
    pub(super) fn stop(
        &self,
        pause: &Pause,
        length: Duration,
        entry: Entry<'a>,
        counting: Counting<'a>,
        from: Date,
        day: &mut Day,
    ) -> Option<Stop> {
        let resumed = self.date_of(pause.until, entry).ok().map(|(date, _)| date);
        let Ok((on, _)) = self.date_of(pause.from, entry) else {
            if resumed.is_some() {
                let (until, from) = (self.path(pause.until), self.path(pause.from));
                let says = format!("`{until}` is stated and `{from}` is not, so that no stop of the clock is counted.");
                day.remarks.push(says);
            }
            return None;
        };
        if resumed.is_some_and(|resumed| resumed < on) {
            let (until, from) = (self.path(pause.until), self.path(pause.from));
            day.broken.push(format!("`{until}` is before `{from}`, so that the stop is not counted."));
            return None;
        }
        let used = counting.used(from, on, length.unit)?;
        if on < from || used > length.count {
            let when = if on < from { "before it began" } else { "when its days were used up" };
            day.remarks.push(format!("The clock was stopped on {on}, {when}; the stop is not counted."));
            return None;
        }
        Some(Stop { on, resumed, used })
    }

    /// The last day of a clock that stopped: the rest of its days from the day on which it ran again.
    pub(super) fn after_stop(
        &self,
        length: Duration,
        counting: Counting<'a>,
        stop: Stop,
        day: &mut Day,
    ) -> Option<Date> {
        let Stop { on, resumed, used } = stop;
        let what = if length.unit == Unit::BusinessDay { "business day" } else { "day" };
        let rest = length.count - used;
        let (left, gone) = (counted(rest, what), counted(used, what));
        let Some(resumed) = resumed else {
            day.stopped = true;
            let step = format!("The clock stands still since {}: {gone} of {length} used, {left} left.", dated(on));
            day.reckoning.push(step);
            return None;
        };
        day.reckoning.push(format!("The clock stood still from {on} to {resumed}, with {gone} of {length} used."));
        let end = counting.add(resumed, Duration { count: rest, unit: length.unit }, false)?;
        day.reckoning.push(format!("The {left} left, counted from {resumed}, end on {}.", dated(end)));
        Some(end)
    }
}
