//! Time limits as data: what must be done, from which day it is counted, and how.

use jiff::civil::Date;
use serde::Serialize;

use crate::record::{Duration, FieldId, Phase};
use crate::source::Span;

use super::{Condition, Obligation};

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

/// The day from which a time limit is counted.
#[derive(Clone, Debug)]
pub enum Anchor {
    /// This day.
    On(Date),
    /// The day that a date field or column states.
    Field(FieldId),
    /// The day that another time limit gives for the same entry; before a closed day moved it, if `unrolled`.
    Limit {
        /// The other limit's id.
        id: String,
        /// Whether to count from the day before it moved to an open one.
        unrolled: bool,
    },
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
    /// As long as a duration field or column states, or its default.
    Field(FieldId),
}

/// One time limit.
#[derive(Clone, Debug)]
pub struct TimeLimit {
    /// The id, in kebab-case.
    pub id: String,
    /// What must be done or kept, or what happens, in a few words: "Answer the access request".
    pub title: String,
    /// The rule, in one to three sentences.
    pub says: String,
    /// Who acts.
    pub role: String,
    /// What kind of day it gives.
    pub kind: LimitKind,
    /// On what it rests.
    pub rests_on: RestsOn,
    /// How strongly it binds the institution.
    pub obligation: Obligation,
    /// The list of the record that gives one deadline for each entry; `None` for one deadline in all.
    pub rows: Option<FieldId>,
    /// The column that names an entry.
    pub name: Option<FieldId>,
    /// For which records, or entries, it exists.
    pub when: Option<Condition>,
    /// The day from which it is counted.
    pub from: Anchor,
    /// How long after that day; `None` for the day itself.
    pub length: Option<Length>,
    /// Whether it is counted back from the day.
    pub back: bool,
    /// The longest that the length may be.
    pub at_most: Option<Duration>,
    /// Which rule of counting holds: the id of a convention.
    pub counted: String,
    /// The columns that say when the clock stopped and when it ran again.
    pub paused: Option<(FieldId, FieldId)>,
    /// The date that ends the wait early, where the record states it.
    pub ends_early: Option<FieldId>,
    /// The limit that this one takes the place of, when it exists and nothing breaks it.
    pub replaces: Option<String>,
    /// The limit that must have been kept for this one to count.
    pub only_if_kept: Option<String>,
    /// The date that shows that it was done.
    pub done_on: Option<FieldId>,
    /// What shows that it was done, where no date does.
    pub done: Option<Condition>,
    /// The limit that this one must not go beyond.
    pub no_later_than: Option<String>,
    /// The limit that this one must not come before, unless `unless` holds.
    pub no_earlier_than: Option<String>,
    /// What allows it to come before that limit.
    pub unless: Option<Condition>,
    /// While this holds, nothing may be disposed of, whatever the day.
    pub held: Option<Condition>,
    /// The list whose entries fall into the time: the column with their date, and the column with their name.
    pub covers: Option<(FieldId, FieldId)>,
    /// The institution's own target where there is no number.
    pub target: Option<FieldId>,
    /// The phase whose open requirements must be settled by the day.
    pub gate: Option<Phase>,
    /// Whether the day comes back each year, on the month and day of `from`.
    pub yearly: bool,
    /// The provisions behind it.
    pub cites: Vec<String>,
    /// Ids of the sources in which it was seen.
    pub sources: Vec<String>,
    /// What a reader must know besides.
    pub note: Option<String>,
    /// The pack that declares it.
    pub pack: String,
    /// Index of the file that holds it, and where.
    pub(crate) place: (usize, Span),
}
