//! Whether a chain of notices can hold as the agreement promises it, and where it breaks.

use crate::pack::{Calendars, ChainRule, LinkRule};
use crate::record::{Duration, Unit};

use super::super::{Scope, Truth};
use super::deadline::{Chain, ChainState, Link, LinkState};
use super::reckoner::{Entry, Reckoner};

/// Every chain of notices of the record in `scope`: as the agreement promises it, then as each event went.
pub fn chains<'a>(scope: &Scope<'a>, calendars: &'a Calendars) -> Vec<Chain<'a>> {
    let reckoner = Reckoner::new(scope, &[], calendars, Duration { count: 0, unit: Unit::Day });
    let mut chains = Vec::new();
    for rule in &calendars.chains {
        if rule.when.as_ref().is_none_or(|when| scope.holds(when) == Truth::True) {
            chains.push(reckoner.promised(rule));
            chains.extend(reckoner.events(rule));
        }
    }
    chains
}

impl<'a> Reckoner<'_, 'a> {
    fn promised(&self, rule: &'a ChainRule) -> Chain<'a> {
        let target = self.length(&rule.target, Entry::RECORD).ok().map(|given| (given.length, given.is_default));
        let mut times = Vec::new();
        let mut links: Vec<Link<'a>> = Vec::new();
        for link in &rule.links {
            // Past the link that breaks the target, every other one would break it too.
            let broken = links.iter().any(|link| link.state == LinkState::BreaksTarget);
            let target = target.filter(|_| !broken).map(|(length, _)| length);
            links.push(self.promised_link(link, target, &mut times));
        }
        let (state, says) = match (verdict(&links), target) {
            (Some(verdict), _) => verdict,
            (None, Some((length, _))) => {
                (ChainState::Holds, format!("It can hold: {} are within {length}.", joined(&times)))
            }
            (None, None) => (ChainState::NotStated, "No target for the whole chain is stated.".to_owned()),
        };
        Chain {
            id: rule.id.clone(),
            title: &rule.title,
            about: None,
            ground: self.ground(&rule.ground, &rule.variants, Entry::RECORD),
            event: None,
            target,
            by: None,
            links,
            state,
            says,
        }
    }

    /// One link; `times` holds those of the links before it.
    fn promised_link(&self, rule: &'a LinkRule, target: Option<Duration>, times: &mut Vec<Duration>) -> Link<'a> {
        let time = self.time(rule);
        let (state, says) = match (time.state, time.within) {
            (Some(silent), _) => silent,
            (None, Some(within)) => {
                times.push(within);
                judged(within, time.at_most, target, times)
            }
            (None, None) => (LinkState::NotStated, format!("`{}` is not stated.", self.path(time.place.0))),
        };
        let (within, at_most, place) = (time.within, time.at_most, time.place);
        Link { title: &rule.title, within, at_most, from: None, by: None, done_on: None, state, says, place }
    }

    /// How long a link may take by the record, or why there is no such time.
    pub(super) fn time(&self, rule: &'a LinkRule) -> Time {
        let needed = rule.when.as_ref().map_or(Truth::True, |when| self.scope.holds(when));
        let silent = rule.without_number.as_ref().is_some_and(|when| self.scope.holds(when) == Truth::True);
        let given = self.length(&rule.within, Entry::RECORD);
        let place = match &given {
            Ok(given) => (given.field.unwrap_or(self.scope.library.builtin.title), given.span.clone()),
            Err(place) => place.clone(),
        };
        let within = given.ok().map(|given| given.length).filter(|_| needed != Truth::False && !silent);
        let state = match needed {
            Truth::False => Some((LinkState::NotNeeded, "It is not part of this chain.".to_owned())),
            _ if silent => {
                Some((LinkState::WithoutNumber, "The agreement states no number of hours or days for it.".to_owned()))
            }
            Truth::Unknown if within.is_none() => {
                Some((LinkState::NotStated, "The record does not say whether it is part of this chain.".to_owned()))
            }
            _ => None,
        };
        let stricter = rule.stricter.as_ref().filter(|(when, _)| self.scope.holds(when) == Truth::True);
        let at_most = stricter.map(|(_, length)| length).or(rule.at_most.as_ref());
        let at_most = at_most.and_then(|length| self.length(length, Entry::RECORD).ok()).map(|given| given.length);
        Time { within, at_most, state, place }
    }
}

/// The time of a link.
pub(super) struct Time {
    pub within: Option<Duration>,
    pub at_most: Option<Duration>,
    /// Why there is none.
    pub state: Option<(LinkState, String)>,
    pub place: (crate::record::FieldId, crate::source::Span),
}

fn judged(
    within: Duration,
    at_most: Option<Duration>,
    target: Option<Duration>,
    times: &[Duration],
) -> (LinkState, String) {
    if let Some(most) = at_most.filter(|most| !within.surely_at_most(*most)) {
        let how = if within.compare(most).is_some() { "is longer than" } else { "is not surely within" };
        return (LinkState::TooLong, format!("{within} {how} {most}."));
    }
    match target {
        Some(target) if !Duration::sum_surely_at_most(times, target) => {
            let longer = sum_is_longer(times, target);
            let how = if longer { "is longer than" } else { "is not surely within" };
            let says = format!("With it the chain {how} {target}: {}.", joined(times));
            (LinkState::BreaksTarget, says)
        }
        _ => (LinkState::Holds, format!("{within} fits.")),
    }
}

/// What the links come to where they settle it: the first that fails, else the first that is not stated.
pub(super) fn verdict(links: &[Link<'_>]) -> Option<(ChainState, String)> {
    let fails = |link: &&Link<'_>| {
        matches!(link.state, LinkState::TooLong | LinkState::BreaksTarget | LinkState::WithoutNumber | LinkState::Late)
    };
    if let Some(link) = links.iter().find(fails) {
        return Some((ChainState::Fails, format!("It fails at \"{}\": {}", link.title, link.says)));
    }
    let link = links.iter().find(|link| link.state == LinkState::NotStated)?;
    Some((ChainState::NotStated, format!("It cannot be told at \"{}\": {}", link.title, link.says)))
}

/// "24 hours, then 3 days".
fn joined(times: &[Duration]) -> String {
    times.iter().map(Duration::to_string).collect::<Vec<_>>().join(", then ")
}

/// Whether times in units that no calendar changes add up to more than `target`.
fn sum_is_longer(times: &[Duration], target: Duration) -> bool {
    let hours = |time: Duration| match time.unit {
        Unit::Hour => Some(u64::from(time.count)),
        Unit::Day => Some(u64::from(time.count) * 24),
        Unit::Week => Some(u64::from(time.count) * 168),
        Unit::BusinessDay | Unit::Month | Unit::Year => None,
    };
    let sum: Option<u64> = times.iter().map(|time| hours(*time)).sum();
    sum.zip(hours(target)).is_some_and(|(sum, most)| sum > most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_calendar_leaves_room_for_doubt() {
        let length = |text: &str| text.parse::<Duration>().unwrap();
        let says = |within: &str, most: &str| judged(length(within), Some(length(most)), None, &[]).1;
        assert_eq!(says("72 hours", "24 hours"), "72 hours is longer than 24 hours.");
        assert_eq!(says("3 days", "24 hours"), "3 days is longer than 24 hours.");
        assert_eq!(says("3 business days", "72 hours"), "3 business days is not surely within 72 hours.");
        let sum =
            |within: &str| judged(length(within), None, Some(length("7 days")), &[length("6 days"), length(within)]).1;
        assert_eq!(sum("2 days"), "With it the chain is longer than 7 days: 6 days, then 2 days.");
        assert!(sum("1 business day").contains("not surely"));
    }
}
