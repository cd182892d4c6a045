//! What every format of a record's dates sees, and the JSON contract of `deadlines`.

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use crate::assessment::{ChainState, LinkState, State};
use crate::pack::{LimitKind, Obligation, RestsOn};
use crate::record::Duration;

use super::super::Run;
use super::super::view::{CitationView, SourceView, optional_date};

/// Every date of one record.
#[derive(Clone, Debug)]
pub struct Dates<'a> {
    /// The run.
    pub run: &'a Run,
    /// How near a day is to count as soon.
    pub soon: Duration,
    /// The record.
    pub record: ProcurementView<'a>,
    /// A count for each state.
    pub summary: StateCounts,
    /// The id of the deadline to act on next; none when no day lies ahead.
    pub next: Option<&'a str>,
    /// The deadlines, by date and then by id; those without a date last.
    pub deadlines: Vec<DeadlineView<'a>>,
    /// The chains of notices.
    pub chains: Vec<ChainView<'a>>,
    /// What the reckoning does not vouch for, in sentences.
    pub not_checked: Vec<String>,
}

/// Which procurement it is.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ProcurementView<'a> {
    /// The path under which the record was read.
    pub path: &'a str,
    /// The title.
    pub title: Option<&'a str>,
    /// The reference.
    pub reference: Option<&'a str>,
    /// The institution's name.
    pub institution: Option<&'a str>,
    /// The vendor's name.
    pub vendor: Option<&'a str>,
}

/// A count for each state, in the order of [`State::ALL`].
#[derive(Clone, Copy, Debug)]
pub struct StateCounts(pub(super) [usize; State::ALL.len()]);

impl StateCounts {
    /// How many deadlines have this state.
    pub fn of(&self, state: State) -> usize {
        self.0[state as usize]
    }
}

impl Serialize for StateCounts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(State::ALL.map(|state| (state.id(), self.of(state))))
    }
}

/// One deadline.
#[derive(Clone, Debug, Serialize)]
pub struct DeadlineView<'a> {
    /// Stable from run to run.
    pub id: &'a str,
    /// The id of the rule.
    pub limit: &'a str,
    /// What must be done or kept, or what happens.
    pub title: &'a str,
    /// The rule.
    pub says: &'a str,
    /// What kind of day it is.
    pub kind: LimitKind,
    /// Which entry of a list it is about.
    pub about: Option<&'a str>,
    /// The day.
    #[serde(serialize_with = "optional_date")]
    pub date: Option<Date>,
    /// The same day before a closed day moved it to an open one.
    #[serde(serialize_with = "optional_date")]
    pub unmoved: Option<Date>,
    /// The day that is safe beyond doubt.
    #[serde(serialize_with = "optional_date")]
    pub safe: Option<Date>,
    /// The day from which it was counted.
    #[serde(serialize_with = "optional_date")]
    pub counted_from: Option<Date>,
    /// How many days remain; below zero when the day has passed.
    pub days_left: Option<i32>,
    /// How it stands.
    pub state: State,
    /// The day on which it was done.
    #[serde(serialize_with = "optional_date")]
    pub done_on: Option<Date>,
    /// Who acts.
    pub role: &'a str,
    /// On what it rests.
    pub rests_on: RestsOn,
    /// How strongly it binds.
    pub obligation: Obligation,
    /// The authorities behind it.
    pub citations: Vec<CitationView<'a>>,
    /// The sources in which it was seen.
    pub sources: Vec<SourceView<'a>>,
    /// The rule of counting.
    pub convention: &'a str,
    /// How it was reckoned, a sentence a step.
    pub reckoning: &'a [String],
    /// What is wrong besides, in sentences.
    pub problems: &'a [String],
    /// The institution's own target where the law gives no number.
    pub target: Option<TargetView<'a>>,
    /// The first day of the time for which entries are named.
    #[serde(serialize_with = "optional_date")]
    pub since: Option<Date>,
    /// Entries of another list that fall into the time.
    pub entries: &'a [String],
    /// For the gate of a phase, the ids of its requirements that are still open.
    pub requirements: &'a [String],
    /// What a reader must know besides.
    pub note: Option<&'a str>,
    /// Where the record states what it is counted from, or should.
    #[serde(flatten)]
    pub place: PlaceView<'a>,
}

/// A target that the institution sets itself.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct TargetView<'a> {
    /// The length.
    #[serde(serialize_with = "display")]
    pub within: Duration,
    /// The day that it gives.
    #[serde(serialize_with = "optional_date")]
    pub date: Option<Date>,
    /// How many days remain; below zero when the day has passed.
    pub days_left: Option<i32>,
    /// Whether it is the pack's default, not the institution's own statement.
    pub default: bool,
    /// The field that sets it.
    pub field: Option<&'a str>,
}

/// A chain of notices.
#[derive(Clone, Debug, Serialize)]
pub struct ChainView<'a> {
    /// The id.
    pub id: &'a str,
    /// What it is about.
    pub title: &'a str,
    /// What the event is called; none for the chain as the agreement promises it.
    pub about: Option<&'a str>,
    /// Whether it can hold, or for an event whether it held.
    pub state: ChainState,
    /// That in a sentence.
    pub says: &'a str,
    /// On what the target rests.
    pub rests_on: RestsOn,
    /// The authorities behind it.
    pub citations: Vec<CitationView<'a>>,
    /// The target for the whole chain, and for an event the day that it gives.
    pub target: Option<TargetView<'a>>,
    /// Its links, in order.
    pub links: Vec<LinkView<'a>>,
    /// What a reader must know besides.
    pub note: Option<&'a str>,
}

/// One notice of a chain.
#[derive(Clone, Debug, Serialize)]
pub struct LinkView<'a> {
    /// Who tells whom.
    pub title: &'a str,
    /// The time that it has.
    #[serde(serialize_with = "optional_display")]
    pub within: Option<Duration>,
    /// The longest that it should have.
    #[serde(serialize_with = "optional_display")]
    pub at_most: Option<Duration>,
    /// For an event: the day from which its time runs.
    #[serde(serialize_with = "optional_date")]
    pub from: Option<Date>,
    /// For an event: its last day.
    #[serde(serialize_with = "optional_date")]
    pub by: Option<Date>,
    /// For an event: the day of the notice.
    #[serde(serialize_with = "optional_date")]
    pub done_on: Option<Date>,
    /// How it stands.
    pub state: LinkState,
    /// That in a sentence.
    pub says: &'a str,
    /// Where the record states its time, or should.
    #[serde(flatten)]
    pub place: PlaceView<'a>,
}

/// Where a record states something, or should.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct PlaceView<'a> {
    /// The field; none where the packs alone give the day.
    pub field: Option<&'a str>,
    /// The question that the field answers.
    #[serde(skip)]
    pub question: &'a str,
    /// The record.
    pub path: &'a str,
    /// The line that states it, or the heading under which it should stand; none where the record has neither.
    pub line: Option<usize>,
    /// The column.
    pub column: Option<usize>,
}

impl<'a> Dates<'a> {
    /// The deadlines in `state`.
    pub fn in_state(&self, state: State) -> impl Iterator<Item = &DeadlineView<'a>> {
        self.deadlines.iter().filter(move |deadline| deadline.state == state)
    }

    /// The deadline to act on next.
    pub fn next_deadline(&self) -> Option<&DeadlineView<'a>> {
        self.deadlines.iter().find(|deadline| Some(deadline.id) == self.next)
    }
}

impl DeadlineView<'_> {
    /// The day on which somebody must look at it: its own, else that of the institution's target.
    pub fn day_to_act(&self) -> Option<Date> {
        self.date.or_else(|| self.target.and_then(|target| target.date))
    }

    /// Whether something is to be done by a day that is still to come.
    pub(super) fn is_next_from(&self, as_of: Date) -> bool {
        let to_do = matches!(self.state, State::DueSoon | State::Later | State::WithoutNumber);
        to_do && self.to_be_done() && self.day_to_act().is_some_and(|day| day >= as_of)
    }

    /// Whether it is something to do, rather than an event, the end of a wait or of keeping something.
    const fn to_be_done(&self) -> bool {
        matches!(self.kind, LimitKind::By | LimitKind::WithoutNumber)
    }
}

fn display<S: Serializer>(value: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

fn optional_display<S: Serializer>(value: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => serializer.collect_str(value),
        None => serializer.serialize_none(),
    }
}
