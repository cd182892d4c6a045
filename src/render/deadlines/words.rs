//! Dates, states and grounds in plain words, the same in every format for people.

use jiff::civil::Date;

use crate::assessment::{ChainState, LinkState, State};
use crate::pack::{LimitKind, RestsOn, weekday_name};

use super::super::english::in_words;
use super::super::view::CitationView;
use super::view::{ChainView, DeadlineView, LinkView, TargetView};

/// "Wednesday 2 December 2026".
pub(super) fn day(date: Date) -> String {
    format!("{} {}", weekday_name(date.weekday()), in_words(date))
}

/// "1 day left", "today", "3 days ago".
pub(super) fn days(left: i32) -> String {
    match left {
        0 => "today".to_owned(),
        1 => "1 day left".to_owned(),
        2.. => format!("{left} days left"),
        -1 => "1 day ago".to_owned(),
        _ => format!("{} days ago", left.unsigned_abs()),
    }
}

/// The day with what it is for, and the days left: "by Wednesday 2 December 2026 (11 days left)". None without a day.
pub(in crate::render) fn when(deadline: &DeadlineView<'_>) -> Option<String> {
    let (date, left) = (deadline.date?, deadline.days_left?);
    let preposition = match deadline.kind {
        LimitKind::By | LimitKind::WithoutNumber if left < 0 => "was due by",
        LimitKind::By | LimitKind::WithoutNumber => "by",
        LimitKind::NotBefore => "not before",
        LimitKind::KeepUntil => "until the end of",
        LimitKind::On => "on",
    };
    Some(format!("{preposition} {} ({})", day(date), days(left)))
}

/// The institution's own target, and whose choice it is. None where there is none.
pub(in crate::render) fn target(deadline: &DeadlineView<'_>) -> Option<String> {
    deadline.target.as_ref().map(|target| target_words(target, RestsOn::Choice))
}

/// A target with its day, and on what it rests where that is no law.
pub(super) fn target_words(target: &TargetView<'_>, rests_on: RestsOn) -> String {
    let date = target.date.map(|date| format!(", by {}", day(date))).unwrap_or_default();
    let left = target.days_left.map(|left| format!(" ({})", days(left))).unwrap_or_default();
    let choice = match (rests_on, target.default, target.field) {
        (RestsOn::Law, ..) => "the law's".to_owned(),
        (RestsOn::Agreement, ..) => "the agreement's, not law".to_owned(),
        (_, false, _) => "chosen by the institution, not law".to_owned(),
        (_, true, Some(field)) => format!("chosen by the pack, not law; set your own in `{field}`"),
        (_, true, None) => "chosen by the pack, not law".to_owned(),
    };
    format!("{}{date}{left}; {choice}.", target.within)
}

/// What kind of ground it is.
pub(in crate::render) const fn ground(rests_on: RestsOn) -> &'static str {
    match rests_on {
        RestsOn::Law => "law",
        RestsOn::Agreement => "the agreement",
        RestsOn::Record => "what the record says that the institution decided or planned",
        RestsOn::Choice => "a choice, not law",
    }
}

/// The ground with its citations and how sure each is, or with the sources where nothing is cited.
pub(in crate::render) fn rests_on(deadline: &DeadlineView<'_>) -> String {
    let sources = deadline.sources.iter().map(|source| format!("{} ({})", source.title, source.grade_words));
    grounds(deadline.rests_on, &deadline.citations, sources.collect())
}

/// A ground with its citations, or with `otherwise` where nothing is cited.
pub(in crate::render) fn grounds(rests_on: RestsOn, citations: &[CitationView<'_>], otherwise: Vec<String>) -> String {
    let cited: Vec<String> = citations.iter().map(CitationView::with_confidence).collect();
    let parts = if cited.is_empty() { otherwise } else { cited };
    let ground = ground(rests_on);
    match (parts.is_empty(), rests_on) {
        (true, _) => format!("{ground}."),
        (false, RestsOn::Law) => format!("{ground}: {}.", parts.join("; ")),
        // What is cited does not give the day; it says only what the day is for.
        (false, _) => format!("{ground}; behind it stands {}.", parts.join("; ")),
    }
}

/// What is wrong with a day, before its title; empty where nothing is.
pub(super) const fn warning(state: State) -> &'static str {
    match state {
        State::Overdue => "Past due: ",
        State::OverdueTarget => "Past its target: ",
        State::Broken => "Rule broken: ",
        _ => "",
    }
}

/// The title with what it is about: "Answer the access request (2026-014)".
pub(in crate::render) fn titled(deadline: &DeadlineView<'_>) -> String {
    match deadline.about {
        Some(about) => format!("{} ({about})", deadline.title),
        None => deadline.title.to_owned(),
    }
}

/// A link in a sentence or two: who tells whom, within what time, and whether that holds.
pub(in crate::render) fn link_words(link: &LinkView<'_>) -> String {
    let time = match (link.within, link.at_most) {
        (Some(within), Some(most)) => format!("{within} (at most {most}): "),
        (Some(within), None) => format!("{within}: "),
        (None, _) => String::new(),
    };
    let state = match link.state {
        LinkState::Holds => "holds. ",
        LinkState::TooLong | LinkState::BreaksTarget => "fails. ",
        LinkState::Late => "late. ",
        LinkState::Waiting => "awaited. ",
        LinkState::WithoutNumber | LinkState::NotStated | LinkState::NotNeeded => "",
    };
    format!("{}: {time}{state}{}", link.title, link.says)
}

/// Whether a chain can hold, or for an event whether it held, in sentences.
pub(in crate::render) fn verdict(chain: &ChainView<'_>) -> String {
    match (chain.state, chain.about.is_some()) {
        (ChainState::Fails, false) => format!("It cannot hold. {}", chain.says),
        (ChainState::Fails, true) => format!("It did not hold. {}", chain.says),
        (ChainState::Holds | ChainState::NotStated, _) => chain.says.to_owned(),
    }
}

/// Which entries fall into the time, and since when it runs.
pub(super) fn concerns(deadline: &DeadlineView<'_>) -> String {
    let since = deadline.since.map(|since| format!("from {} on: ", day(since))).unwrap_or_default();
    format!("{since}{}.", deadline.entries.join("; "))
}

/// With more open requirements than this, their number says more than their names.
const MOST_NAMES: usize = 8;

/// Which requirements are open at the gate of a phase. None where none is.
pub(super) fn still_open(deadline: &DeadlineView<'_>) -> Option<String> {
    match deadline.requirements {
        [] => None,
        few if few.len() <= MOST_NAMES => Some(format!("{}.", few.join(", "))),
        many => Some(format!("{} requirements; `diligence check` names them.", many.len())),
    }
}

/// A list of texts in one line.
pub(super) fn joined(texts: &[String]) -> String {
    texts.iter().map(|text| text.trim()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_read_as_people_say_them() {
        let said: Vec<String> = [-12, -1, 0, 1, 30].map(days).into();
        assert_eq!(said, ["12 days ago", "1 day ago", "today", "1 day left", "30 days left"]);
        assert_eq!(day("2026-12-02".parse().unwrap()), "Wednesday 2 December 2026");
        assert_eq!(day("2024-02-29".parse().unwrap()), "Thursday 29 February 2024");
    }
}
