//! How a limit stands: whether it exists, which limit is in force, what breaks it, and what shows that it was done.

use jiff::civil::Date;

use crate::pack::{Hold, LimitKind, Obligation, TimeLimit};
use crate::record::{Duration, FieldId, Unit, Value};

use super::day::Day;
use super::deadline::State;
use super::reckoner::{Entry, Reckoner};
use super::state::{Facts, state};
use super::unknown::Answer;

/// How a limit stands for one entry.
#[derive(Clone, Debug, Default)]
pub(super) struct Standing {
    /// How it stands; `None` where the limit does not exist for the entry.
    pub state: Option<State>,
    /// The day on which it was done, or is to be.
    pub done_on: Option<Date>,
    /// What breaks it.
    pub broken: Vec<String>,
    /// What else a reader must know.
    pub remarks: Vec<String>,
    /// More steps of the reckoning.
    pub reckoning: Vec<String>,
}

/// Whether a limit that another depends on was kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kept {
    Yes,
    No,
    NotYet,
}

impl<'a> Reckoner<'_, 'a> {
    /// Finds out how the limit with this number stands for one entry.
    pub fn find_standing(&self, at: usize, entry: Entry<'a>) -> Standing {
        let limit = &self.calendars.limits[at];
        let day = self.day(at, entry);
        let mut standing = Standing::default();
        let kept = limit.unless_kept.as_ref().is_some_and(|id| self.kept(id, entry) == Some(Kept::Yes));
        if !day.exists || kept {
            return standing;
        }
        if day.undecided {
            return Standing {
                state: Some(State::NotStated),
                remarks: day.missing.clone().into_iter().collect(),
                ..standing
            };
        }
        let done = self.first_stated(&limit.done_on, entry).map(|(_, date)| date);
        standing.done_on = done.filter(|done| match (limit.yearly, limit.years) {
            (false, _) => true,
            (true, None) => in_the_year_before(*done, day.date),
            // What speaks of a whole calendar year is done in the next one, in time or late.
            (true, Some(_)) => day.date.is_some_and(|date| date.year() == done.year()),
        });
        if limit.kind == LimitKind::NotBefore {
            self.set_aside_copies(limit, entry, &mut standing);
        }
        standing.broken = self.breaks(at, entry);
        standing.remarks.extend(day.missing.iter().chain(&day.remarks).cloned());
        self.compare_with_others(limit, entry, &day, &mut standing);
        let held = limit.held.as_ref().is_some_and(|held| self.hold(held, &mut standing));
        self.compare_with_target(limit, &day, &mut standing);
        let replaced = self.in_force(at, entry) != at;
        if replaced {
            let by = &self.calendars.limits[self.in_force(at, entry)].title;
            standing.reckoning.push(format!("\"{by}\" takes the place of this."));
        }
        let facts = Facts {
            kind: limit.kind,
            today: self.scope.as_of,
            soon: self.soon_until(),
            date: day.date,
            done_on: standing.done_on,
            done: limit.done.as_ref().is_some_and(|done| self.is_true(done, entry)),
            missing: day.missing.is_some(),
            held,
            replaced,
            target: self.target(limit, &day).0.and_then(|(_, last)| last),
            gate_open: limit.gate.is_some_and(|gate| {
                let mut open = self.findings.iter().filter(|finding| finding.phase == gate && finding.status.is_open());
                open.any(|finding| finding.obligation == Obligation::Must)
            }),
        };
        standing.state = Some(state(&facts, &mut standing.broken));
        standing
    }

    /// What is done to one of several copies does not end the wait: the date that shows the other must not come later.
    fn set_aside_copies(&self, limit: &TimeLimit, entry: Entry<'a>, standing: &mut Standing) {
        let other = limit.unless_first.and_then(|field| self.first_stated(&[field], entry));
        if let (Some(done), Some((field, first))) = (standing.done_on, other)
            && first <= done
        {
            let step = format!("`{}` is {first}, so that what was done on {done} concerns a copy.", self.path(field));
            standing.reckoning.push(step);
            standing.done_on = None;
        }
    }

    fn soon_until(&self) -> Date {
        self.soon.after(self.scope.as_of).unwrap_or(Date::MAX)
    }

    /// The limit that is in force in the place of the one with this number.
    pub fn in_force(&self, at: usize, entry: Entry<'a>) -> usize {
        let id = &self.calendars.limits[at].id;
        let replaces = |other: &TimeLimit| other.replaces.iter().any(|replaced| replaced == id);
        let mut others = self.calendars.limits.iter().enumerate().filter(|(_, other)| replaces(other));
        match others.find(|(number, _)| self.counts(*number, entry)) {
            Some((number, _)) => self.in_force(number, entry),
            None => at,
        }
    }

    /// Whether a limit that takes another's place exists, and nothing breaks it.
    fn counts(&self, at: usize, entry: Entry<'a>) -> bool {
        let day = self.day(at, entry);
        let exists = day.exists && (day.date.is_some() || day.stopped);
        exists && self.breaks(at, entry).is_empty() && {
            let needed = self.calendars.limits[at].only_if_kept.as_ref();
            needed.is_none_or(|id| self.kept(id, entry) == Some(Kept::Yes))
        }
    }

    /// What breaks the rule of a limit, whatever the day.
    fn breaks(&self, at: usize, entry: Entry<'a>) -> Vec<String> {
        let limit = &self.calendars.limits[at];
        let mut broken = self.day(at, entry).broken.clone();
        let breaks = limit.breaks.iter().filter(|one| self.answer(&one.when, entry) == Answer::Yes);
        broken.extend(breaks.map(|one| one.says.clone()));
        broken
    }

    /// Whether the limit that is in force for `id` was kept; `None` where there is none.
    fn kept(&self, id: &str, entry: Entry<'a>) -> Option<Kept> {
        let (at, entry) = self.other(id, entry)?;
        let standing = self.standing(self.in_force(at, entry), entry);
        Some(match standing.state? {
            State::Done => Kept::Yes,
            State::DoneLate | State::Overdue | State::Broken => Kept::No,
            _ => Kept::NotYet,
        })
    }

    fn compare_with_others(&self, limit: &'a TimeLimit, entry: Entry<'a>, day: &Day, standing: &mut Standing) {
        if let Some(id) = &limit.only_if_kept {
            self.needs(id, entry, standing);
        }
        let Some(date) = day.date else { return };
        for id in &limit.no_later_than {
            let Some((own, other_entry)) = self.other(id, entry) else { continue };
            let at = self.in_force(own, other_entry);
            let (other, title) = (self.day(at, other_entry), &self.calendars.limits[at].title);
            let yearly = limit.yearly && self.calendars.limits[at].yearly;
            let later = |other: Date| match yearly {
                true => (date.month(), date.day()) > (other.month(), other.day()),
                false => date > other,
            };
            let in_time = standing.done_on.is_some_and(|done| other.date.is_none_or(|last| done <= last));
            if let Some(last) = other.date.filter(|last| later(*last) && !in_time) {
                let says = format!("{date} is later than {last}, the day of \"{title}\".");
                // A wait and a last day that cannot both be kept are a conflict, and nobody's breach yet.
                let conflict = limit.kind == LimitKind::NotBefore;
                if conflict { &mut standing.remarks } else { &mut standing.broken }.push(says);
            }
        }
        self.compare_with_floors(limit, entry, date, standing);
    }

    fn compare_with_floors(&self, limit: &'a TimeLimit, entry: Entry<'a>, date: Date, standing: &mut Standing) {
        let earliest = standing.done_on.map_or(date, |done| done.min(date));
        let allowed = limit.unless_first.and_then(|field| self.first_stated(&[field], entry));
        if let Some((field, first)) = allowed.filter(|(_, first)| *first <= earliest) {
            standing.reckoning.push(format!("`{}` is {first}, so that this may come early.", self.path(field)));
            return;
        }
        for id in &limit.no_earlier_than {
            let Some((at, other_entry)) = self.other(id, entry) else { continue };
            let (other, title) = (self.day(at, other_entry), &self.calendars.limits[at].title);
            match other.date {
                Some(first) if earliest < first => {
                    standing.broken.push(format!("{earliest} is before {first}, the day of \"{title}\"."));
                }
                None if other.exists && other.missing.is_some() => {
                    let why = other.missing.clone().unwrap_or_default();
                    standing.remarks.push(format!("Nothing shows whether this is too early for \"{title}\": {why}"));
                }
                _ => {}
            }
        }
    }

    /// Says what a limit means for this one that counts only if that one was kept.
    fn needs(&self, id: &str, entry: Entry<'a>, standing: &mut Standing) {
        let Some((at, other_entry)) = self.other(id, entry) else { return };
        let (day, title) = (self.day(at, other_entry), &self.calendars.limits[at].title);
        let last = day.date.map_or_else(String::new, |date| format!(", due by {date}"));
        match self.kept(id, entry) {
            Some(Kept::No) => {
                standing.broken.push(format!("It does not count: \"{title}\"{last}, was not done in time."));
            }
            Some(Kept::NotYet) => {
                standing.remarks.push(format!("It counts only once this is done: \"{title}\"{last}."));
            }
            Some(Kept::Yes) | None => {}
        }
    }

    /// Whether an open entry forbids disposal; says which, and whether it was done all the same.
    fn hold(&self, held: &'a Hold, standing: &mut Standing) -> bool {
        let mut holding = false;
        for (entry, name) in self.named(held.rows, held.name).iter() {
            let date = |field: FieldId| self.date_of(field, *entry).ok().map(|(date, _)| date);
            let meant = held.when.as_ref().is_none_or(|when| self.is_true(when, *entry));
            let Some(from) = date(held.from).filter(|_| meant) else { continue };
            let until = date(held.until);
            let holds_on = |day: Date| from <= day && until.is_none_or(|until| day < until);
            let list = self.path(held.rows);
            if let Some(done) = standing.done_on.filter(|done| holds_on(*done)) {
                standing.broken.push(format!("It is set for {done}, while `{list}` {name} is not closed."));
            } else if holds_on(self.scope.as_of) {
                standing.remarks.push(format!("`{list}` {name} is not closed, so that nothing may be disposed of."));
                holding = true;
            }
        }
        holding
    }

    /// The institution's own target, and the day that it gives.
    pub fn target(&self, limit: &TimeLimit, day: &Day) -> (Option<(Duration, Option<Date>)>, bool) {
        let Some(field) = limit.target else { return (None, false) };
        let stated = self.scope.record.get(field).is_some();
        let Some(Value::Duration(length)) = self.scope.value(field) else { return (None, false) };
        let counting = self.calendars.counting(&limit.counted);
        let date = day.counted_from.and_then(|from| counting?.add(from, *length, false));
        (Some((*length, date)), !stated)
    }

    fn compare_with_target(&self, limit: &TimeLimit, day: &Day, standing: &mut Standing) {
        let Some(field) = limit.target else { return };
        let path = self.path(field);
        let (target, is_default) = self.target(limit, day);
        let Some((length, last)) = target else {
            standing.reckoning.push(format!("No number is given, and your institution has set no target in `{path}`."));
            return;
        };
        let whose = if is_default { "the default target" } else { "your own target" };
        let day = last.map_or_else(String::new, |last| format!(", which is {last}"));
        standing
            .reckoning
            .push(format!("No number is given; {whose} is {length} (`{path}`){day}. It is chosen, not law."));
        let Some(last) = last else { return };
        match standing.done_on {
            Some(done) if done > last => {
                standing.remarks.push(format!("{done} is after {whose} of {length}, which was {last}."));
            }
            None if last < self.scope.as_of => {
                standing.remarks.push(format!("{last} has passed: {whose} of {length}."));
            }
            _ => {}
        }
    }

    /// The first day of the time that a limit looks back on, and the entries of the other list that fall into it.
    pub fn covered(&self, limit: &TimeLimit, day: &Day) -> (Option<Date>, Vec<String>) {
        let (Some(covers), Some(last)) = (&limit.covers, day.counted_from) else { return (None, Vec::new()) };
        let Some(since) = covers.back.before(last) else { return (None, Vec::new()) };
        let dated = self.dated(covers.rows, covers.name, covers.on);
        let (first, end) = (dated.partition_point(|(on, _)| *on < since), dated.partition_point(|(on, _)| *on <= last));
        let entries = dated.get(first..end).unwrap_or_default();
        (Some(since), entries.iter().map(|(date, name)| format!("{name} ({date})")).collect())
    }
}

/// Whether something that comes back each year was done for the return on `date`, and not for an earlier one.
fn in_the_year_before(done: Date, date: Option<Date>) -> bool {
    let year = Duration { count: 1, unit: Unit::Year };
    date.and_then(|date| year.before(date)).is_some_and(|last| done > last)
}
