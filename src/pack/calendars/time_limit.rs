//! Time limits as data: what must be done, from which day it is counted, and how.

use jiff::civil::Date;
use serde::Serialize;

use crate::record::{Duration, FieldId, Phase};
use crate::source::Span;

use super::super::Condition;
use super::ground::{Ground, GroundVariant};

/// What kind of day a time limit gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LimitKind {
    /// Something must be done on or before the day.
    By,
    /// Something may be done from this day on, and not before.
    NotBefore,
    /// Something must be kept to the end of this day.
    KeepUntil,
    /// Something happens on this day, or changes with it.
    On,
    /// The law gives no number; the institution may set itself a target.
    WithoutNumber,
}

impl LimitKind {
    /// All of them.
    pub const ALL: [LimitKind; 5] =
        [LimitKind::By, LimitKind::NotBefore, LimitKind::KeepUntil, LimitKind::On, LimitKind::WithoutNumber];

    /// The id in packs and output.
    pub const fn id(self) -> &'static str {
        match self {
            LimitKind::By => "by",
            LimitKind::NotBefore => "not-before",
            LimitKind::KeepUntil => "keep-until",
            LimitKind::On => "on",
            LimitKind::WithoutNumber => "without-number",
        }
    }
}

/// On what a time limit rests. The order is that of weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RestsOn {
    /// A statute or a regulation.
    Law,
    /// The agreement with the vendor.
    Agreement,
    /// What the institution decided or planned, as the record says.
    Record,
    /// A choice: the institution's, or the pack's default for it. No authority gives the number.
    Choice,
}

impl RestsOn {
    /// All of them, by weight.
    pub const ALL: [RestsOn; 4] = [RestsOn::Law, RestsOn::Agreement, RestsOn::Record, RestsOn::Choice];

    /// The id in packs and output.
    pub const fn id(self) -> &'static str {
        match self {
            RestsOn::Law => "law",
            RestsOn::Agreement => "agreement",
            RestsOn::Record => "record",
            RestsOn::Choice => "choice",
        }
    }
}

/// Which day of another time limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitDay {
    /// Its own day.
    Own,
    /// Its own day before a closed day moved it to an open one.
    Unmoved,
    /// The day of the limit that took its place, if one did; else its own.
    InForce,
}

/// The day from which a time limit is counted.
#[derive(Clone, Debug)]
pub enum Anchor {
    /// This day.
    On(Date),
    /// The day that a date field or column states.
    Field(FieldId),
    /// The day that another time limit gives for the same entry, or for the record.
    Limit {
        /// The other limit's id.
        id: String,
        /// Which of its days.
        day: LimitDay,
    },
    /// The first in this order that is stated.
    FirstStated(Vec<Anchor>),
    /// The earliest of those that are stated.
    FirstOf(Vec<Anchor>),
    /// The latest of those that are stated.
    LastOf(Vec<Anchor>),
}

/// How long a time limit is.
#[derive(Clone, Debug)]
pub enum Length {
    /// This long.
    Fixed(Duration),
    /// As long as the first of these duration fields or columns that is stated; else the default of one of them.
    Fields(Vec<FieldId>),
}

/// A clock that stops and runs again.
#[derive(Clone, Debug)]
pub struct Pause {
    /// The date on which it stopped.
    pub from: FieldId,
    /// The date on which it ran again.
    pub until: FieldId,
    /// Whether the last day still moves to an open one after a stop.
    pub last_day_moves: bool,
}

/// Entries of a list that forbid disposal while they are open.
#[derive(Clone, Debug)]
pub struct Hold {
    /// The list.
    pub rows: FieldId,
    /// The column that names an entry.
    pub name: Option<FieldId>,
    /// The date from which an entry holds.
    pub from: FieldId,
    /// The date on which it lets go; while that is not stated, or lies ahead, it holds.
    pub until: FieldId,
    /// Which entries hold at all.
    pub when: Option<Condition>,
}

/// Entries of another list that fall into a time before the day from which a limit is counted, both ends included.
#[derive(Clone, Debug)]
pub struct Covers {
    /// The list.
    pub rows: FieldId,
    /// The column with the date of an entry.
    pub on: FieldId,
    /// The column that names an entry.
    pub name: Option<FieldId>,
    /// How far the time reaches back.
    pub back: Duration,
}

/// The time whose calendar years something that comes back each year speaks of.
#[derive(Clone, Copy, Debug)]
pub struct Years {
    /// The date on which it begins.
    pub from: FieldId,
    /// The date on which it ends.
    pub until: FieldId,
}

/// Facts that break a rule, whatever the day.
#[derive(Clone, Debug)]
pub struct Break {
    /// When they do.
    pub when: Condition,
    /// What is wrong, in a sentence.
    pub says: String,
}

/// A part of a record and what a time limit must give for it.
#[derive(Clone, Debug, Default)]
pub struct LimitExample {
    /// The part of a record, in TOML.
    pub record: String,
    /// The date on which it is looked at.
    pub as_of: Option<Date>,
    /// Which entry is meant, where there are several.
    pub about: Option<String>,
    /// The day.
    pub gives: Option<Date>,
    /// The day before a closed day moved it.
    pub unmoved: Option<Date>,
    /// The day that is safe beyond doubt.
    pub safe: Option<Date>,
    /// The first day of the time that it covers.
    pub since: Option<Date>,
    /// The entries that fall into that time.
    pub entries: Option<Vec<String>>,
    /// How it stands, by its id; `none` where there must be no deadline at all.
    pub state: Option<String>,
    /// A part of a sentence that says what is wrong.
    pub problem: Option<String>,
    /// Where it stands in the pack.
    pub span: Span,
}

/// One time limit.
#[derive(Clone, Debug)]
pub struct TimeLimit {
    /// The id, in kebab-case.
    pub id: String,
    /// What must be done or kept, or what happens, in a few words: "Answer the access request".
    pub title: String,
    /// Who acts.
    pub role: String,
    /// What kind of day it gives.
    pub kind: LimitKind,
    /// On what it stands, where no variant holds.
    pub ground: Ground,
    /// On what else it may stand; the first variant that holds wins.
    pub variants: Vec<GroundVariant>,
    /// The list of the record that gives one deadline for each entry; `None` for one deadline in all.
    pub rows: Option<FieldId>,
    /// The column that names an entry.
    pub name: Option<FieldId>,
    /// For which records, or entries, it exists: those of which this is true, and not merely not ruled out.
    pub when: Option<Condition>,
    /// For which of them it does not exist all the same: those of which this is true.
    pub except: Option<Condition>,
    /// The limit that must have been missed, or still be open, for this one to exist.
    pub unless_kept: Option<String>,
    /// The day from which it is counted.
    pub from: Anchor,
    /// How long after that day; `None` for the day itself.
    pub length: Option<Length>,
    /// Whether it is counted back from the day.
    pub back: bool,
    /// The longest that the length may be.
    pub at_most: Option<Duration>,
    /// How much further is safe beyond doubt.
    pub safer: Option<Duration>,
    /// Which rule of counting holds: the id of a convention.
    pub counted: String,
    /// The columns that say when the clock stopped and when it ran again.
    pub paused: Option<Pause>,
    /// The date that ends the wait early, where the record states it.
    pub ends_early: Option<FieldId>,
    /// The limits that this one takes the place of, when it exists and nothing breaks it.
    pub replaces: Vec<String>,
    /// The limit that must have been kept for this one to count.
    pub only_if_kept: Option<String>,
    /// The date that shows that it was done: the first of these that is stated.
    pub done_on: Vec<FieldId>,
    /// What shows that it was done, where no date does.
    pub done: Option<Condition>,
    /// The limits that this one must not go beyond.
    pub no_later_than: Vec<String>,
    /// The limits that this one must not come before.
    pub no_earlier_than: Vec<String>,
    /// The date that allows it to come before those limits, if it does not come after this one.
    pub unless_first: Option<FieldId>,
    /// The entries that forbid disposal, whatever the day.
    pub held: Option<Hold>,
    /// The entries of another list that fall into a time before the day from which it is counted.
    pub covers: Option<Covers>,
    /// Facts that break it, whatever the day.
    pub breaks: Vec<Break>,
    /// The institution's own target where there is no number.
    pub target: Option<FieldId>,
    /// The phase whose open requirements must be settled by the day.
    pub gate: Option<Phase>,
    /// Whether the day comes back each year, on the month and day of `from`.
    pub yearly: bool,
    /// Of which years it speaks, where it comes back for each calendar year before it; the last return is then looked at
    /// besides the next.
    pub years: Option<Years>,
    /// What nobody checks where the limit exists, in a sentence.
    pub unchecked: Option<String>,
    /// Parts of records and what it gives for them, run by `pack test`.
    pub examples: Vec<LimitExample>,
    /// The pack that declares it.
    pub pack: String,
    /// Index of the file that holds it among those of the calendars, and where.
    pub(crate) place: (usize, Span),
}

impl Anchor {
    /// Calls `visit` with every date field that the day may come from.
    pub fn visit_fields(&self, visit: &mut impl FnMut(FieldId)) {
        match self {
            Anchor::Field(field) => visit(*field),
            Anchor::On(_) | Anchor::Limit { .. } => {}
            Anchor::FirstStated(parts) | Anchor::FirstOf(parts) | Anchor::LastOf(parts) => {
                parts.iter().for_each(|part| part.visit_fields(visit));
            }
        }
    }

    /// Calls `visit` with every other limit that the day may come from, and which of its days counts.
    pub fn visit_limits<'a>(&'a self, visit: &mut impl FnMut(&'a str, LimitDay)) {
        match self {
            Anchor::Limit { id, day } => visit(id, *day),
            Anchor::On(_) | Anchor::Field(_) => {}
            Anchor::FirstStated(parts) | Anchor::FirstOf(parts) | Anchor::LastOf(parts) => {
                parts.iter().for_each(|part| part.visit_limits(visit));
            }
        }
    }
}

impl Length {
    /// The fields that may state it.
    pub fn fields(&self) -> &[FieldId] {
        match self {
            Length::Fixed(_) => &[],
            Length::Fields(fields) => fields,
        }
    }
}

impl TimeLimit {
    /// Whether it is something to do, rather than an event, the end of a wait or of keeping something.
    pub const fn is_to_do(&self) -> bool {
        matches!(self.kind, LimitKind::By | LimitKind::WithoutNumber)
    }

    /// The conditions in it.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        let own = self.when.iter().chain(&self.except).chain(&self.done);
        own.chain(self.held.iter().flat_map(|held| &held.when))
            .chain(self.breaks.iter().map(|one| &one.when))
            .chain(self.variants.iter().map(|one| &one.when))
    }

    /// Calls `visit` with every field that it reads, lists included; named conditions are not followed.
    pub fn visit_fields(&self, visit: &mut impl FnMut(FieldId)) {
        self.from.visit_fields(visit);
        self.conditions().for_each(|condition| condition.visit_fields(visit));
        self.length.iter().flat_map(Length::fields).for_each(|field| visit(*field));
        let columns = self.rows.iter().chain(&self.name).chain(&self.ends_early).chain(&self.done_on);
        columns.chain(&self.unless_first).chain(&self.target).for_each(|field| visit(*field));
        if let Some(paused) = &self.paused {
            [paused.from, paused.until].into_iter().for_each(&mut *visit);
        }
        if let Some(years) = &self.years {
            [years.from, years.until].into_iter().for_each(&mut *visit);
        }
        if let Some(held) = &self.held {
            [held.rows, held.from, held.until].into_iter().chain(held.name).for_each(&mut *visit);
        }
        if let Some(covers) = &self.covers {
            [covers.rows, covers.on].into_iter().chain(covers.name).for_each(&mut *visit);
        }
    }
}
