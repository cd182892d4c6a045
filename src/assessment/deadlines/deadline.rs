//! What comes out: one deadline for each time limit that a record, or an entry of one of its lists, gives rise to.

use jiff::civil::Date;
use serde::Serialize;

use crate::pack::{RestsOn, TimeLimit};
use crate::record::{Duration, FieldId};
use crate::source::Span;

use super::super::FailOn;

/// How a deadline stands on the day of the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// The day has passed, and the record does not show that it was done.
    Overdue,
    /// It was done after its day.
    DoneLate,
    /// A fact of the record breaks the rule, whatever the day: an extension that is too long, say.
    Broken,
    /// The day is today, or near.
    DueSoon,
    /// The day lies further ahead.
    Later,
    /// The clock stands still, so that there is no day yet.
    Stopped,
    /// Something forbids it, whatever the day: a request that is still open, say.
    Held,
    /// There is no number for it; nothing shows that it was done.
    WithoutNumber,
    /// A fact that the day is counted from is not stated.
    NotStated,
    /// The day has passed, and nothing more was to be done: an end, the end of a wait.
    Past,
    /// It was done in time.
    Done,
    /// Another limit took its place: a valid extension, say.
    Replaced,
}

impl State {
    /// All of them, those that need somebody first.
    pub const ALL: [State; 12] = [
        State::Overdue,
        State::DoneLate,
        State::Broken,
        State::DueSoon,
        State::Later,
        State::Stopped,
        State::Held,
        State::WithoutNumber,
        State::NotStated,
        State::Past,
        State::Done,
        State::Replaced,
    ];

    /// The id in output.
    pub const fn id(self) -> &'static str {
        match self {
            State::Overdue => "overdue",
            State::DoneLate => "done-late",
            State::Broken => "broken",
            State::DueSoon => "due-soon",
            State::Later => "later",
            State::Stopped => "stopped",
            State::Held => "held",
            State::WithoutNumber => "without-number",
            State::NotStated => "not-stated",
            State::Past => "past",
            State::Done => "done",
            State::Replaced => "replaced",
        }
    }
}

/// One day, or one limit without a number, that a record gives rise to.
#[derive(Clone, Debug)]
pub struct Deadline<'a> {
    /// Stable from run to run: the limit's id, and for an entry of a list a slash and the entry's name, or its number
    /// where it has none.
    pub id: String,
    /// The rule.
    pub limit: &'a TimeLimit,
    /// What the entry of the list is called, such as "2026-014"; `None` where the limit concerns the whole record.
    pub about: Option<String>,
    /// The day, where one can be reckoned.
    pub date: Option<Date>,
    /// The same day before a closed day moved it to an open one.
    pub unmoved: Option<Date>,
    /// The day that is safe beyond doubt, where the limit knows one.
    pub safe: Option<Date>,
    /// The day from which it was counted.
    pub counted_from: Option<Date>,
    /// How it stands.
    pub state: State,
    /// The day on which it was done, where the record says; it may lie ahead where it is only planned.
    pub done_on: Option<Date>,
    /// How the day was reckoned, in sentences, one step each.
    pub reckoning: Vec<String>,
    /// What is wrong besides, in sentences.
    pub problems: Vec<String>,
    /// The institution's own target where the law gives no number: the length, and the day that it gives.
    pub target: Option<(Duration, Option<Date>)>,
    /// Whether the target is the pack's default, not the institution's own statement.
    pub target_is_default: bool,
    /// The first day of the time before, for which `entries` are named.
    pub since: Option<Date>,
    /// Entries of another list that fall into the time that the limit names, as "name (date)".
    pub entries: Vec<String>,
    /// For the gate of a phase, the ids of its requirements that are still open.
    pub requirements: Vec<String>,
    /// Where the record states what it is counted from, or should: the field, and the place in the file.
    pub place: (FieldId, Span),
}

impl Deadline<'_> {
    /// Whether something is still to do, or was not done as it had to be.
    pub const fn is_open(&self) -> bool {
        matches!(self.state, State::Overdue | State::Broken)
    }

    /// Whether it makes a run fail. Chains of notices never do: each request and breach in them has its own.
    pub fn fails(&self, fail_on: FailOn) -> bool {
        self.is_open() && fail_on.is_some_and(|level| self.limit.obligation >= level)
    }
}

/// How one link of a chain of notices stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkState {
    /// Its time fits; for an event, the notice came in time.
    Holds,
    /// Its time alone is longer than its own limit.
    TooLong,
    /// With it, the times add up to more than the target; for an event, the notice came when the target had passed.
    BreaksTarget,
    /// No number of hours or days is stated for it.
    WithoutNumber,
    /// The record does not say.
    NotStated,
    /// It is not part of this record's chain.
    NotNeeded,
    /// For an event: the notice came after its day, or has not come and its day has passed.
    Late,
    /// For an event: the notice has not come, and its day lies ahead.
    Waiting,
}

/// One notice that passes from one party to the next.
#[derive(Clone, Debug)]
pub struct Link<'a> {
    /// Who tells whom.
    pub title: &'a str,
    /// The time that it has.
    pub within: Option<Duration>,
    /// The longest that it should have, where one is set.
    pub at_most: Option<Duration>,
    /// For an event: the day from which its time runs, the last day, and the day of the notice.
    pub from: Option<Date>,
    /// The last day for it.
    pub by: Option<Date>,
    /// The day of the notice.
    pub done_on: Option<Date>,
    /// How it stands.
    pub state: LinkState,
    /// That in a sentence.
    pub says: String,
    /// The field that states its time, and its place.
    pub place: (FieldId, Span),
}

/// Whether a chain of notices can hold, or for an event whether it held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChainState {
    /// Every link fits, and together they fit the target.
    Holds,
    /// A link fails.
    Fails,
    /// The record does not say enough.
    NotStated,
}

/// Notices that must follow each other within a target.
#[derive(Clone, Debug)]
pub struct Chain<'a> {
    /// The id; for an event a slash and its name, or its number, follow.
    pub id: String,
    /// What it is about.
    pub title: &'a str,
    /// For an event, what it is called; `None` for the chain as the agreement promises it.
    pub about: Option<String>,
    /// On what the target rests.
    pub rests_on: RestsOn,
    /// The target for the whole chain, and whether it is the pack's default.
    pub target: Option<(Duration, bool)>,
    /// For an event, the day by which the whole chain had to be through.
    pub by: Option<Date>,
    /// Its links, in order.
    pub links: Vec<Link<'a>>,
    /// Whether it can hold, or held.
    pub state: ChainState,
    /// That in a sentence.
    pub says: String,
    /// The provisions behind it.
    pub cites: &'a [String],
    /// What a reader must know besides.
    pub note: Option<&'a str>,
}
