//! From the deadlines and chains of a record to what every format sees of them.

use std::cmp::Ordering;

use jiff::civil::Date;

use crate::assessment::{Chain, Deadline, Link, LinkState, State};
use crate::pack::{Calendars, Ground, Library};
use crate::record::{Duration, FieldId, FieldType, Record, Value};
use crate::source::{SourceText, Span};

use super::super::Run;
use super::super::view::{CitationView, citations, sources};
use super::not_checked::not_checked;
use super::view::{ChainView, Dates, DeadlineView, LinkView, PlaceView, ProcurementView, StateCounts, TargetView};

/// From what the dates of a record are shown.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// The run.
    pub run: &'a Run,
    /// The record.
    pub record: &'a Record,
    /// The packs in use.
    pub library: &'a Library,
    /// Their calendars.
    pub calendars: &'a Calendars,
    /// How near a day is to count as soon.
    pub soon: Duration,
    /// The deadlines of the record.
    pub deadlines: &'a [Deadline<'a>],
    /// Its chains of notices.
    pub chains: &'a [Chain<'a>],
}

impl<'a> Dates<'a> {
    /// What formats see of `given`.
    pub fn new(given: Given<'a>) -> Self {
        let as_of = given.run.as_of;
        let mut deadlines: Vec<DeadlineView<'a>> =
            given.deadlines.iter().map(|deadline| deadline_view(deadline, given)).collect();
        deadlines.sort_by(by_date);
        let mut counts = [0; State::ALL.len()];
        deadlines.iter().for_each(|deadline| counts[deadline.state as usize] += 1);
        let next = deadlines.iter().filter(|deadline| deadline.is_next_from(as_of));
        let next = next.min_by_key(|deadline| deadline.day_to_act()).map(|deadline| deadline.id);
        Self {
            run: given.run,
            soon: given.soon,
            record: procurement(given.record, given.library),
            summary: StateCounts(counts),
            next,
            deadlines,
            chains: given.chains.iter().map(|chain| chain_view(chain, given)).collect(),
            not_checked: not_checked(given.deadlines, given.chains, given.calendars),
        }
    }
}

fn by_date(one: &DeadlineView<'_>, other: &DeadlineView<'_>) -> Ordering {
    let key = |deadline: &DeadlineView<'_>| (deadline.date.is_none(), deadline.date);
    key(one).cmp(&key(other)).then_with(|| one.id.cmp(other.id))
}

fn procurement<'a>(record: &'a Record, library: &Library) -> ProcurementView<'a> {
    let text = |field: FieldId| match record.get(field).map(|stated| &stated.value) {
        Some(Value::Text(text)) => Some(text.as_str()),
        _ => None,
    };
    let builtin = &library.builtin;
    ProcurementView {
        path: record.source.name(),
        title: text(builtin.title),
        reference: text(builtin.reference),
        institution: text(builtin.institution),
        vendor: text(builtin.vendor),
    }
}

fn deadline_view<'a>(deadline: &'a Deadline<'a>, given: Given<'a>) -> DeadlineView<'a> {
    let (limit, ground) = (deadline.limit, deadline.ground);
    let field = limit.target.map(|field| given.library.fields.get(field).path.as_str());
    DeadlineView {
        id: &deadline.id,
        limit: &limit.id,
        title: ground.title.as_ref().unwrap_or(&limit.title),
        says: &ground.says,
        kind: limit.kind,
        about: deadline.about.as_deref(),
        date: deadline.date,
        unmoved: deadline.unmoved,
        safe: deadline.safe,
        counted_from: deadline.counted_from,
        days_left: deadline.date.map(|date| days_between(given.run.as_of, date)),
        state: deadline.state,
        done_on: deadline.done_on,
        role: &limit.role,
        rests_on: ground.rests_on,
        obligation: ground.obligation,
        citations: cited(ground, deadline.event, given),
        sources: sources(&ground.sources, given.library),
        convention: &limit.counted,
        reckoning: &deadline.reckoning,
        problems: &deadline.problems,
        target: deadline
            .target
            .map(|(within, date)| target_view(within, date, deadline.target_is_default, field, given)),
        since: deadline.since,
        entries: &deadline.entries,
        requirements: &deadline.requirements,
        note: ground.note.as_deref(),
        place: PlaceView::new(&deadline.place, deadline.state == State::NotStated, given),
    }
}

/// What is cited, in the text of the day of the event; of an event that lies ahead, in that of the day of the check.
fn cited<'a>(ground: &'a Ground, event: Option<Date>, given: Given<'a>) -> Vec<CitationView<'a>> {
    let as_of = given.run.as_of;
    let day = event.map_or(as_of, |event| event.min(as_of));
    citations(&ground.cites, given.library, Some(given.library.days(given.record, day)))
}

fn target_view<'a>(
    within: Duration,
    date: Option<Date>,
    default: bool,
    field: Option<&'a str>,
    given: Given<'_>,
) -> TargetView<'a> {
    let days_left = date.map(|date| days_between(given.run.as_of, date));
    TargetView { within, date, days_left, default, field }
}

fn chain_view<'a>(chain: &'a Chain<'a>, given: Given<'a>) -> ChainView<'a> {
    let target = chain.target.map(|(within, default)| target_view(within, chain.by, default, None, given));
    ChainView {
        id: &chain.id,
        title: chain.title,
        about: chain.about.as_deref(),
        state: chain.state,
        says: &chain.says,
        rests_on: chain.ground.rests_on,
        citations: cited(chain.ground, chain.event, given),
        target,
        links: chain.links.iter().map(|link| link_view(link, given)).collect(),
        note: chain.ground.note.as_deref(),
    }
}

fn link_view<'a>(link: &'a Link<'a>, given: Given<'a>) -> LinkView<'a> {
    LinkView {
        title: link.title,
        within: link.within,
        at_most: link.at_most,
        from: link.from,
        by: link.by,
        done_on: link.done_on,
        state: link.state,
        says: &link.says,
        place: PlaceView::new(&link.place, link.state == LinkState::NotStated, given),
    }
}

impl<'a> PlaceView<'a> {
    fn new((field, span): &(FieldId, Span), missing: bool, given: Given<'a>) -> Self {
        let source: &'a SourceText = &given.record.source;
        let position = (!span.is_empty()).then(|| source.position(span.start));
        let field = given.library.fields.get(*field);
        // Days are counted from dates by durations; any other field stands for a day that no field gives.
        let counts = matches!(field.kind, FieldType::Date | FieldType::Duration);
        Self {
            field: (missing || counts || position.is_some()).then_some(field.path.as_str()),
            question: &field.question,
            path: source.name(),
            line: position.map(|position| position.line),
            column: position.map(|position| position.column),
        }
    }
}

/// Days from `from` to `to`; below zero when `to` lies before.
pub(super) fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}
