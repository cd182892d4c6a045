//! Chains of notices as data: each party tells the next, and all of it must fit a target.

use crate::record::FieldId;
use crate::source::Span;

use super::super::Condition;
use super::ground::{Ground, GroundVariant};
use super::time_limit::Length;

/// A chain of notices.
#[derive(Clone, Debug)]
pub struct ChainRule {
    /// The id, in kebab-case.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// For which records it is looked at.
    pub when: Option<Condition>,
    /// How long the whole chain may take.
    pub target: Length,
    /// On what the target stands, where no variant holds.
    pub ground: Ground,
    /// On what else it may stand; the first variant that holds wins.
    pub variants: Vec<GroundVariant>,
    /// The convention by which the days of events are counted.
    pub counted: String,
    /// The notices, in order.
    pub links: Vec<LinkRule>,
    /// The list of events in which the chain runs, where there is one.
    pub events: Option<Events>,
    /// The pack that declares it.
    pub pack: String,
    /// Index of the file that holds it, and where.
    pub(crate) place: (usize, Span),
}

/// The list of events of a chain.
#[derive(Clone, Debug)]
pub struct Events {
    /// The list.
    pub rows: FieldId,
    /// The column that names an event.
    pub name: Option<FieldId>,
    /// The columns that may say when the whole chain began: the first that is stated counts.
    pub from: Vec<FieldId>,
}

/// One notice of a chain.
#[derive(Clone, Debug)]
pub struct LinkRule {
    /// Who tells whom.
    pub title: String,
    /// When it is part of the chain.
    pub when: Option<Condition>,
    /// How long it may take.
    pub within: Length,
    /// When the record says that no number is stated for it.
    pub without_number: Option<Condition>,
    /// The longest that it should take.
    pub at_most: Option<Length>,
    /// Another longest time, for the records of which the condition holds.
    pub stricter: Option<(Condition, Length)>,
    /// For an event: when the notice is called for.
    pub event_when: Option<Condition>,
    /// For an event: the columns that may say from when its time runs; the first that is stated counts.
    pub from: Vec<FieldId>,
    /// For an event: the column that says when the notice came.
    pub done_on: Option<FieldId>,
}

impl ChainRule {
    /// Calls `visit` with every field that it reads; named conditions are not followed.
    pub fn visit_fields(&self, visit: &mut impl FnMut(FieldId)) {
        self.when.iter().chain(self.variants.iter().map(|one| &one.when)).for_each(|one| one.visit_fields(visit));
        self.target.fields().iter().for_each(|field| visit(*field));
        if let Some(events) = &self.events {
            [events.rows].iter().chain(&events.name).chain(&events.from).for_each(|field| visit(*field));
        }
        for link in &self.links {
            let conditions = link.when.iter().chain(&link.without_number).chain(&link.event_when);
            conditions.chain(link.stricter.iter().map(|(when, _)| when)).for_each(|one| one.visit_fields(visit));
            let lengths = [&link.within].into_iter().chain(&link.at_most);
            let lengths = lengths.chain(link.stricter.iter().map(|(_, length)| length)).flat_map(Length::fields);
            lengths.chain(&link.from).chain(&link.done_on).for_each(|field| visit(*field));
        }
    }

    /// The conditions in it.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        let links = self.links.iter().flat_map(|link| {
            let own = link.when.iter().chain(&link.without_number).chain(&link.event_when);
            own.chain(link.stricter.iter().map(|(when, _)| when))
        });
        self.when.iter().chain(links).chain(self.variants.iter().map(|one| &one.when))
    }
}
