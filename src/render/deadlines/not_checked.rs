//! What the reckoning of dates does not vouch for: what the calendars in use say of themselves, and what nobody looked at.

use crate::assessment::{Chain, Deadline};
use crate::pack::{Calendar, Calendars, Convention};

/// In sentences, for the calendars and conventions by which these deadlines and chains were counted.
pub(super) fn not_checked(deadlines: &[Deadline<'_>], chains: &[Chain<'_>], calendars: &Calendars) -> Vec<String> {
    let counted = |id: &str| {
        let by_limit = deadlines.iter().any(|deadline| deadline.limit.counted == id);
        by_limit || (!chains.is_empty() && calendars.chains.iter().any(|rule| rule.counted == id))
    };
    let conventions: Vec<&Convention> =
        calendars.conventions.iter().filter(|convention| counted(&convention.id)).collect();
    let used = |calendar: &&Calendar| {
        let names = conventions.iter().flat_map(|one| one.calendar.iter().chain(&one.business_days));
        names.into_iter().any(|id| *id == calendar.id)
    };
    let mut sentences = vec![
        "Whether the stated dates are true, and whether the record names every request, breach and notice: what it does \
         not name has no deadline here."
            .to_owned(),
    ];
    for sentence in deadlines.iter().filter_map(|deadline| deadline.limit.unchecked.as_ref()) {
        if !sentences.contains(sentence) {
            sentences.push(sentence.clone());
        }
    }
    let unread = conventions.iter().filter(|one| !one.confirmed);
    sentences.extend(unread.map(|one| doubt("The way of counting", &one.title, false, one.note.as_deref())));
    let calendars = calendars.calendars.iter().filter(used);
    let doubtful = calendars.filter(|one| !one.confirmed || one.note.is_some());
    sentences.extend(doubtful.map(|one| doubt("The calendar", &one.title, one.confirmed, one.note.as_deref())));
    sentences
}

/// What is not known of a calendar or a convention.
fn doubt(what: &str, title: &str, confirmed: bool, note: Option<&str>) -> String {
    let unread = if confirmed { "" } else { " It was not read in an official text." };
    let note = note.map(|note| format!(" {note}")).unwrap_or_default();
    format!("{what} \"{title}\".{unread}{note}")
}
