//! How a provision stands on the day of a check, in words.

use jiff::civil::Date;
use serde::Serialize;

use crate::pack::{Dated, Force, Library, OnDay};

use super::super::english::in_words;
use super::optional_date;

/// A provision as it stands on the day of a check.
#[derive(Clone, Debug, Serialize)]
pub struct StandingView<'a> {
    /// Whether it is in force on that day.
    pub in_force: Force,
    /// The first day of the text that holds, or of the first that will.
    #[serde(serialize_with = "optional_date")]
    pub from: Option<Date>,
    /// The last day of that text.
    #[serde(serialize_with = "optional_date")]
    pub until: Option<Date>,
    /// Whether these dates are sure; null where there is none.
    pub dates_confirmed: Option<bool>,
    /// What brought that text.
    pub changed_by: Option<&'a str>,
    /// The same in a sentence or two; null where the pack knows no dates.
    pub standing_on_day: Option<String>,
    /// What no reader of the citation must miss, as a phrase.
    #[serde(skip)]
    pub caveat: Option<String>,
}

impl<'a> StandingView<'a> {
    /// `on` in words.
    pub(crate) fn new(on: &OnDay<'a>, library: &Library) -> Self {
        Self {
            in_force: on.force,
            from: on.from.map(|from| from.date),
            until: on.until.map(|until| until.date),
            dates_confirmed: on.dates_confirmed(),
            changed_by: on.changed_by,
            standing_on_day: sentence(on, library),
            caveat: caveat(on),
        }
    }
}

/// What a reader must know of a provision that is shown for history.
pub(super) const HISTORY: &str = "history, not today's law";

fn sentence(on: &OnDay<'_>, library: &Library) -> Option<String> {
    let day = in_words(on.day);
    let (from, until) = (sure(on.from), sure(on.until));
    let first = match (on.force, from, until) {
        (Force::NotKnown, ..) => return None,
        (Force::Historic, ..) => return Some("Shown as history; not today's law.".to_owned()),
        (Force::InForce, Some(from), Some(until)) => format!("In force from {from} until {until}."),
        (Force::InForce, Some(from), None) => format!("In force since {from}."),
        (Force::InForce, None, Some(until)) => format!("In force until {until}."),
        (Force::InForce, None, None) if doubtful(on) => "Taken as in force.".to_owned(),
        (Force::InForce, None, None) => "In force; since when is not recorded.".to_owned(),
        (Force::NotYet, Some(from), _) => format!("Not in force on {day}; it begins on {from}."),
        (Force::NotYet, None, _) => format!("Taken as not in force on {day}."),
        (Force::Ended, _, Some(until)) => format!("No longer in force on {day}; it ended on {until}."),
        (Force::Ended, _, None) => format!("Taken as no longer in force on {day}."),
    };
    let doubts = [("start", on.from), ("end", on.until)];
    let doubts = doubts.into_iter().filter_map(|(what, dated)| doubt(what, dated?, library));
    Some(std::iter::once(first).chain(doubts).collect::<Vec<_>>().join(" "))
}

/// A date in words, if it is sure.
fn sure(dated: Option<Dated>) -> Option<String> {
    dated.filter(|dated| dated.confirmed).map(|dated| in_words(dated.date))
}

fn doubtful(on: &OnDay<'_>) -> bool {
    on.dates_confirmed() == Some(false)
}

/// Why a date is not sure; nothing where it is.
fn doubt(what: &str, dated: Dated, library: &Library) -> Option<String> {
    let date = in_words(dated.date);
    match dated.set_by {
        _ if dated.confirmed => None,
        Some(field) => Some(format!("The record sets its {what}, {date}, in `{}`.", library.fields.get(field).path)),
        None => Some(format!("Its {what}, {date}, is not confirmed.")),
    }
}

fn caveat(on: &OnDay<'_>) -> Option<String> {
    let day = in_words(on.day);
    let doubts = [("start", on.from), ("end", on.until)];
    let doubts = doubts.into_iter().filter_map(|(what, dated)| {
        let dated = dated.filter(|dated| !dated.confirmed)?;
        let who = if dated.set_by.is_some() { "set by the record" } else { "not confirmed" };
        Some(format!("{what}, {}, {who}", in_words(dated.date)))
    });
    let first = match on.force {
        Force::NotKnown => return None,
        Force::InForce => None,
        Force::Historic => Some(HISTORY.to_owned()),
        Force::NotYet => Some(match sure(on.from) {
            Some(from) => format!("not in force on {day}, begins on {from}"),
            None => format!("taken as not in force on {day}"),
        }),
        Force::Ended => Some(match sure(on.until) {
            Some(until) => format!("no longer in force on {day}, ended on {until}"),
            None => format!("taken as no longer in force on {day}"),
        }),
    };
    let parts: Vec<String> = first.into_iter().chain(doubts).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}
