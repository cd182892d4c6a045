//! Calendars of closed days, and the conventions by which days are counted.

use serde::Serialize;

use crate::pack::{Calendar, Convention, Holiday, HolidayRule, weekday_name};

use super::super::english::month_name;
use super::super::page::{Page, items, ticked};
use super::{Entry, Group, Shelf};

/// A calendar as data.
#[derive(Debug, Serialize)]
struct CalendarView<'c> {
    id: &'c str,
    title: &'c str,
    closed: Vec<&'static str>,
    holidays: Vec<HolidayView<'c>>,
    confirmed: bool,
    sources: &'c [String],
    note: Option<&'c str>,
}

/// A closed day.
#[derive(Debug, Serialize)]
struct HolidayView<'c> {
    name: &'c str,
    when: String,
}

/// A convention as data.
#[derive(Debug, Serialize)]
struct ConventionView<'c> {
    id: &'c str,
    title: &'c str,
    says: &'c str,
    calendar: Option<&'c str>,
    business_days: Option<&'c str>,
    confirmed: bool,
    sources: &'c [String],
    note: Option<&'c str>,
}

/// The calendars, then the conventions.
pub(super) fn groups(shelf: &Shelf<'_>) -> Vec<Group> {
    let group = |title: &str, about: &str, entries| Group {
        title: title.to_owned(),
        about: about.to_owned(),
        head: None,
        entries,
    };
    let calendars = shelf.calendars.calendars.iter().map(calendar).collect();
    let conventions = shelf.calendars.conventions.iter().map(convention).collect();
    vec![
        group("Calendars of closed days", "Which days are no business days, or no last days.", calendars),
        group("Ways of counting", "What a day is, and where a last day that is closed goes.", conventions),
    ]
}

/// One calendar.
pub(super) fn calendar(calendar: &Calendar) -> Entry {
    let view = CalendarView {
        id: &calendar.id,
        title: &calendar.title,
        closed: calendar.closed.iter().map(|day| weekday_name(*day)).collect(),
        holidays: calendar.holidays.iter().map(|one| HolidayView { name: &one.name, when: when(one) }).collect(),
        confirmed: calendar.confirmed,
        sources: &calendar.sources,
        note: calendar.note.as_deref(),
    };
    let mut page = Page::new("calendar", view.id, view.title);
    page.labelled("Closed each week", view.closed.join(", "));
    page.list("Closed besides", items(view.holidays.iter().map(|one| format!("{}: {}", one.name, one.when))));
    facts(&mut page, view.confirmed, view.sources, view.note);
    Entry::new(page, [if view.confirmed { "confirmed" } else { "to confirm" }], &view)
}

/// One convention.
pub(super) fn convention(convention: &Convention) -> Entry {
    let view = ConventionView {
        id: &convention.id,
        title: &convention.title,
        says: &convention.says,
        calendar: convention.calendar.as_deref(),
        business_days: convention.business_days.as_deref(),
        confirmed: convention.confirmed,
        sources: &convention.sources,
        note: convention.note.as_deref(),
    };
    let mut page = Page::new("way of counting", view.id, view.title);
    page.labelled("Rule", view.says);
    page.labelled("Calendars", ticked(view.calendar.into_iter().chain(view.business_days)));
    facts(&mut page, view.confirmed, view.sources, view.note);
    Entry::new(page, [if view.confirmed { "confirmed" } else { "to confirm" }], &view)
}

fn facts(page: &mut Page, confirmed: bool, sources: &[String], note: Option<&str>) {
    let known = match confirmed {
        true => "an official text was read.",
        false => "no official text was read; confirm it before you rely on it.",
    };
    page.labelled("How well it is known", known);
    page.labelled("Seen in", ticked(sources.iter().map(String::as_str)));
    page.labelled("Note", note.unwrap_or_default());
}

/// When a holiday is, in words.
fn when(holiday: &Holiday) -> String {
    const ORDINALS: [&str; 5] = ["first", "second", "third", "fourth", "fifth"];
    match &holiday.rule {
        HolidayRule::Fixed(month, day) => format!("{day} {}", month_name(*month)),
        HolidayRule::Easter(0) => "Easter Sunday".to_owned(),
        HolidayRule::Easter(days) => {
            let side = if *days < 0 { "before" } else { "after" };
            let s = if days.abs() == 1 { "" } else { "s" };
            format!("{} day{s} {side} Easter Sunday", days.abs())
        }
        HolidayRule::Nth(weekday, nth, month) => {
            let nth = usize::try_from(*nth - 1).ok().and_then(|at| ORDINALS.get(at)).copied().unwrap_or_default();
            format!("the {nth} {} of {}", weekday_name(*weekday), month_name(*month))
        }
        HolidayRule::Before(weekday, month, day) => {
            format!("the last {} before {day} {}", weekday_name(*weekday), month_name(*month))
        }
        HolidayRule::Dates(dates) => dates.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
    }
}
