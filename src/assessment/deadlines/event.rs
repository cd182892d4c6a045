//! How a chain of notices went in each event: the same links, by the dates that the record states.

use jiff::civil::Date;

use crate::pack::{ChainRule, Counting, LinkRule};
use crate::record::{Duration, Unit};

use super::chain::verdict;
use super::deadline::{Chain, ChainState, Link, LinkState};
use super::reckoner::{Entry, Reckoner};
use super::unknown::Answer;

impl<'a> Reckoner<'_, 'a> {
    /// The chain for each event in its list.
    pub(super) fn events(&self, rule: &'a ChainRule) -> Vec<Chain<'a>> {
        let Some(events) = &rule.events else { return Vec::new() };
        let Some(counting) = self.calendars.counting(&rule.counted) else { return Vec::new() };
        let rows = self.named(events.rows, events.name);
        rows.iter().map(|(entry, about)| self.event(rule, counting, *entry, about)).collect()
    }

    fn event(&self, rule: &'a ChainRule, counting: Counting<'a>, entry: Entry<'a>, about: &str) -> Chain<'a> {
        let target = self.length(&rule.target, Entry::RECORD).ok().map(|given| (given.length, given.is_default));
        let began = rule.events.as_ref().and_then(|events| self.first_stated(&events.from, entry));
        let by = began.zip(target).and_then(|((_, from), (length, _))| counting.add(from, length, false));
        let mut links: Vec<Link<'a>> = rule.links.iter().map(|link| self.event_link(link, counting, entry)).collect();
        let last = links.iter_mut().zip(&rule.links).rfind(|(link, _)| link.state != LinkState::NotNeeded);
        if let (Some((last, link)), Some(by)) = (last, by)
            && self.called_for(link, entry) == Answer::Yes
        {
            self.hold_against_target(last, by);
        }
        let (state, says) = verdict(&links).unwrap_or_else(|| {
            let waiting = links.iter().find(|link| link.state == LinkState::Waiting);
            let says = waiting.map_or("Every notice came in time.".to_owned(), |link| link.says.clone());
            (ChainState::Holds, says)
        });
        Chain {
            id: format!("{}/{about}", rule.id),
            title: &rule.title,
            about: Some(about.to_owned()),
            ground: self.ground(&rule.ground, &rule.variants, Entry::RECORD),
            event: began.map(|(_, date)| date),
            target,
            by,
            links,
            state,
            says,
        }
    }

    /// Whether an event calls for a notice.
    fn called_for(&self, rule: &'a LinkRule, entry: Entry<'a>) -> Answer {
        rule.event_when.as_ref().map_or(Answer::Yes, |when| self.answer(when, entry))
    }

    fn event_link(&self, rule: &'a LinkRule, counting: Counting<'a>, entry: Entry<'a>) -> Link<'a> {
        let time = self.time(rule);
        let from = self.first_stated(&rule.from, entry);
        let done_on = rule.done_on.and_then(|field| self.first_stated(&[field], entry)).map(|(_, date)| date);
        let called_for = self.called_for(rule, entry);
        let by = from.zip(time.within).and_then(|((_, from), within)| counting.add(from, within, false));
        let mut place = from.map_or(time.place.clone(), |(field, _)| (field, self.place_of(field, entry)));
        let (state, says) = match (by, time.state) {
            _ if called_for == Answer::No => (LinkState::NotNeeded, "Nothing calls for it in this event.".to_owned()),
            _ if let (Answer::Open(field, span), None) = (&called_for, done_on) => {
                place = (*field, span.clone());
                (LinkState::NotStated, format!("`{}` is not stated.", self.path(*field)))
            }
            _ if from.is_none() && done_on.is_none() && rule.when.is_some() => {
                (LinkState::NotNeeded, "The record names no such notice for this event.".to_owned())
            }
            (Some(by), _) => self.notice(by, done_on, time.within),
            (None, Some((LinkState::WithoutNumber, says))) => (LinkState::WithoutNumber, says),
            (None, _) if from.is_none() => {
                let field = rule.from.first().copied().unwrap_or(time.place.0);
                (LinkState::NotStated, format!("`{}` is not stated.", self.path(field)))
            }
            (None, _) => (LinkState::NotStated, format!("`{}` is not stated.", self.path(time.place.0))),
        };
        let (within, at_most, from) = (time.within, time.at_most, from.map(|(_, date)| date));
        Link { title: &rule.title, within, at_most, from, by, done_on, state, says, place }
    }

    /// Whether a notice came by its last day.
    fn notice(&self, by: Date, done_on: Option<Date>, within: Option<Duration>) -> (LinkState, String) {
        let hours = within.is_some_and(|within| within.unit == Unit::Hour);
        let days = if hours { " (hours count as whole days, as the record holds days only)" } else { "" };
        match done_on {
            Some(done) if done <= by => (LinkState::Holds, format!("It came on {done}, by its last day {by}{days}.")),
            Some(done) => {
                let late = (done - by).get_days();
                let s = if late == 1 { "" } else { "s" };
                (LinkState::Late, format!("It came on {done}, {late} day{s} after its last day {by}{days}."))
            }
            None if by < self.scope.as_of => {
                (LinkState::Late, format!("It has not come, and its last day was {by}{days}."))
            }
            None => (LinkState::Waiting, format!("It is due by {by}{days}.")),
        }
    }

    /// The last notice also closes the whole chain.
    fn hold_against_target(&self, last: &mut Link<'a>, by: Date) {
        let late = match last.done_on {
            Some(done) => done > by,
            None => by < self.scope.as_of,
        };
        if late && last.state != LinkState::Late {
            last.state = LinkState::BreaksTarget;
            last.says = format!("The whole chain had to be through by {by}, the target chosen for it.");
        }
    }
}
