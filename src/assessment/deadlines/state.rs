//! How a deadline stands, from its kind, its day and what was done.

use jiff::civil::Date;

use crate::pack::LimitKind;

use super::deadline::State;

/// What decides how a deadline stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts {
    pub kind: LimitKind,
    pub today: Date,
    /// The last day that is near.
    pub soon: Date,
    pub date: Option<Date>,
    /// The day on which it was done, or is planned to be.
    pub done_on: Option<Date>,
    /// Whether something else shows that it was done.
    pub done: bool,
    /// Whether a fact that it is counted from is not stated.
    pub missing: bool,
    pub held: bool,
    pub replaced: bool,
    /// The day of the target that was chosen where there is no number.
    pub target: Option<Date>,
    /// Whether a must of the phase is still open.
    pub gate_open: bool,
}

/// How a deadline with these facts stands; what they break is added to `broken`.
pub(super) fn state(facts: &Facts, broken: &mut Vec<String>) -> State {
    broken.extend(planned_wrong(facts));
    if !broken.is_empty() {
        return State::Broken;
    }
    if facts.replaced {
        return State::Replaced;
    }
    let done = facts.done || facts.done_on.is_some_and(|done| done <= facts.today);
    if facts.missing {
        return State::NotStated;
    }
    if facts.held && !done {
        return State::Held;
    }
    match facts.kind {
        LimitKind::WithoutNumber if done => State::Done,
        LimitKind::WithoutNumber if facts.target.is_some_and(|last| last < facts.today) => State::OverdueTarget,
        LimitKind::WithoutNumber => State::WithoutNumber,
        LimitKind::By => by(facts, done),
        LimitKind::NotBefore | LimitKind::KeepUntil if done => State::Done,
        LimitKind::NotBefore | LimitKind::KeepUntil | LimitKind::On => comes(facts),
    }
}

/// What is planned, or was done, on a day that the rule does not allow.
fn planned_wrong(facts: &Facts) -> Option<String> {
    let (date, done) = (facts.date?, facts.done_on?);
    match facts.kind {
        LimitKind::By if done > date && done > facts.today => {
            Some(format!("It is planned for {done}, after its last day, {date}."))
        }
        LimitKind::NotBefore if done < date => Some(format!("It is set for {done}, before its first day, {date}.")),
        LimitKind::KeepUntil if done <= date => {
            Some(format!("It ends on {done}; it must be kept to the end of {date}."))
        }
        _ => None,
    }
}

/// How something stands that must be done by a day.
fn by(facts: &Facts, done: bool) -> State {
    let in_time = |last: Date| facts.done_on.is_none_or(|done| done <= last);
    match facts.date {
        Some(last) if done && in_time(last) => State::Done,
        Some(_) if done => State::DoneLate,
        None if done => State::Done,
        Some(last) if last < facts.today => State::Overdue,
        _ => comes(facts),
    }
}

/// How a day stands that comes or has passed.
fn comes(facts: &Facts) -> State {
    match facts.date {
        // Nothing is missing, and yet there is no day: the clock stands still.
        None => State::Stopped,
        Some(date) if date < facts.today && facts.gate_open => State::Overdue,
        // A wait is over on its day; what must be kept, or happens, has its whole day.
        Some(date) if date < facts.today || (date == facts.today && facts.kind == LimitKind::NotBefore) => State::Past,
        Some(date) if date <= facts.soon => State::DueSoon,
        Some(_) => State::Later,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn facts(kind: LimitKind) -> Facts {
        Facts {
            kind,
            today: date(2026, 11, 10),
            soon: date(2026, 12, 10),
            date: Some(date(2026, 11, 20)),
            done_on: None,
            done: false,
            missing: false,
            held: false,
            replaced: false,
            target: None,
            gate_open: false,
        }
    }

    fn stands(facts: Facts) -> State {
        state(&facts, &mut Vec::new())
    }

    #[test]
    fn a_last_day_is_kept_missed_or_ahead() {
        let by = |day: Date, done_on: Option<Date>| stands(Facts { date: Some(day), done_on, ..facts(LimitKind::By) });
        assert_eq!(by(date(2026, 11, 10), None), State::DueSoon);
        assert_eq!(by(date(2026, 12, 10), None), State::DueSoon);
        assert_eq!(by(date(2026, 12, 11), None), State::Later);
        assert_eq!(by(date(2026, 11, 9), None), State::Overdue);
        assert_eq!(by(date(2026, 11, 9), Some(date(2026, 11, 9))), State::Done);
        assert_eq!(by(date(2026, 11, 8), Some(date(2026, 11, 9))), State::DoneLate);
        // What is only planned shows nothing; planned too late, it breaks the rule.
        assert_eq!(by(date(2026, 11, 20), Some(date(2026, 11, 15))), State::DueSoon);
        assert_eq!(by(date(2026, 11, 20), Some(date(2026, 11, 21))), State::Broken);
    }

    #[test]
    fn a_first_day_is_waited_for() {
        let not_before = |day, done_on| stands(Facts { date: Some(day), done_on, ..facts(LimitKind::NotBefore) });
        assert_eq!(not_before(date(2026, 11, 11), None), State::DueSoon);
        assert_eq!(not_before(date(2026, 11, 10), None), State::Past);
        assert_eq!(not_before(date(2026, 11, 11), Some(date(2026, 11, 10))), State::Broken);
        assert_eq!(not_before(date(2026, 11, 10), Some(date(2026, 11, 10))), State::Done);
    }

    #[test]
    fn what_must_be_kept_is_kept_through_its_day() {
        let keep = |day, done_on| stands(Facts { date: Some(day), done_on, ..facts(LimitKind::KeepUntil) });
        assert_eq!(keep(date(2026, 11, 10), None), State::DueSoon);
        assert_eq!(keep(date(2026, 11, 9), None), State::Past);
        assert_eq!(keep(date(2026, 11, 9), Some(date(2026, 11, 9))), State::Broken);
        assert_eq!(keep(date(2026, 11, 9), Some(date(2026, 11, 10))), State::Done);
    }

    #[test]
    fn a_target_that_has_passed_counts() {
        let target = |day| stands(Facts { date: None, target: Some(day), ..facts(LimitKind::WithoutNumber) });
        assert_eq!(target(date(2026, 11, 10)), State::WithoutNumber);
        assert_eq!(target(date(2026, 11, 9)), State::OverdueTarget);
        let done = Facts { done: true, target: Some(date(2026, 11, 9)), ..facts(LimitKind::WithoutNumber) };
        assert_eq!(stands(done), State::Done);
    }

    #[test]
    fn what_overrules_the_day_comes_first() {
        let base = facts(LimitKind::By);
        assert_eq!(stands(Facts { replaced: true, ..base }), State::Replaced);
        assert_eq!(stands(Facts { missing: true, date: None, ..base }), State::NotStated);
        assert_eq!(stands(Facts { held: true, ..base }), State::Held);
        assert_eq!(stands(Facts { date: None, ..base }), State::Stopped);
        assert_eq!(stands(Facts { date: None, done: true, ..base }), State::Done);
        assert_eq!(state(&base, &mut vec!["Broken.".to_owned()]), State::Broken);
        let gate = Facts { date: Some(date(2026, 11, 9)), ..facts(LimitKind::On) };
        assert_eq!((stands(gate), stands(Facts { gate_open: true, ..gate })), (State::Past, State::Overdue));
    }
}
