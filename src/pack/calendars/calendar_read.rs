//! Reading `calendars/holidays.toml` and `calendars/conventions.toml`.

use jiff::civil::{Date, Weekday};
use toml::de::DeTable;

use crate::record::parse_date;
use crate::source::{Code, Entry, Problems, Table, did_you_mean};

use super::calendar::{Calendar, Holiday, HolidayRule, weekday_name};
use super::convention::Convention;
use super::part_read::{check_kebab, listed, values};
use super::{Calendars, check_free};

/// The days of the week.
const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// A leap year, in which every month and day of any year can be looked up.
const LEAP_YEAR: i16 = 2000;

/// The most days by which a holiday lies before or after Easter Sunday. Pentecost Monday is 50 days after.
const FROM_EASTER: i8 = 100;

/// Reads the calendars of one file, and adds its holidays to those of calendars that are known already.
pub(super) fn read_calendars(calendars: &mut Calendars, root: &DeTable<'_>, problems: &mut Problems) {
    let file = calendars.files.len() - 1;
    for (id, span, value) in Table::new(root, 0..0).iter() {
        let Some(inner) = value.get_ref().as_table() else {
            problems.add(Code::WrongType, value.span(), "each calendar is a table: [name]");
            continue;
        };
        check_kebab(id, span.clone(), problems);
        let table = Table::new(inner, value.span());
        let holidays: Vec<Holiday> = table
            .tables("holidays", problems)
            .into_iter()
            .filter_map(|one| {
                let holiday = read_holiday(&one, problems);
                one.finish(problems);
                holiday
            })
            .collect();
        match calendars.calendars.iter_mut().find(|known| known.id == id) {
            Some(known) => known.holidays.extend(holidays),
            None => calendars.calendars.push(read_calendar(id, (file, span.start), &table, holidays, problems)),
        }
        table.finish(problems);
    }
}

fn read_calendar(
    id: &str,
    place: (usize, usize),
    table: &Table<'_>,
    holidays: Vec<Holiday>,
    problems: &mut Problems,
) -> Calendar {
    let closed = table.texts("closed", problems);
    let weekdays: Vec<Weekday> = closed.iter().filter_map(|word| weekday(word, problems)).collect();
    if WEEK.iter().all(|day| weekdays.contains(day)) {
        problems.add(Code::BadDate, table.span(), format!("the calendar `{id}` has no open day"));
    }
    Calendar {
        id: id.to_owned(),
        title: table.required_text("title", problems).value,
        closed: weekdays,
        holidays,
        sources: values(table.texts("sources", problems)),
        confirmed: table.yes_no("confirmed", problems).is_some_and(|entry| entry.value),
        note: table.text("note", problems).map(|entry| entry.value),
        place,
    }
}

fn weekday(word: &Entry<String>, problems: &mut Problems) -> Option<Weekday> {
    let names = WEEK.map(|day| weekday_name(day).to_lowercase());
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    let found = listed(word, "a day of the week", &known, problems)?;
    names.iter().position(|name| name == found).map(|at| WEEK[at])
}

fn read_holiday(table: &Table<'_>, problems: &mut Problems) -> Option<Holiday> {
    let name = table.required_text("name", problems).value;
    let before = problems.len();
    let weekday = table.text("weekday", problems).and_then(|word| weekday(&word, problems));
    let month_day = |key, problems: &mut Problems| table.text(key, problems).and_then(|day| month_day(&day, problems));
    let (on, until) = (month_day("on", problems), month_day("before", problems));
    let number = |key, least: i8, most: i8, problems: &mut Problems| {
        let entry = table.integer(key, problems)?;
        let number = i8::try_from(entry.value).ok().filter(|number| (least..=most).contains(number));
        if number.is_none() {
            problems.add(Code::WrongType, entry.span, format!("`{key}` is a number from {least} to {most}"));
        }
        number
    };
    let easter = number("easter", -FROM_EASTER, FROM_EASTER, problems);
    let (nth, month) = (number("nth", 1, 5, problems), number("month", 1, 12, problems));
    let dates = table.get("dates").map(|_| read_dates(table, problems));
    let rule = match (on, easter, weekday, until, nth, month, dates) {
        (Some((month, day)), None, None, None, None, None, None) => HolidayRule::Fixed(month, day),
        (None, Some(days), None, None, None, None, None) => HolidayRule::Easter(days.into()),
        (None, None, Some(weekday), Some((month, day)), None, None, None) => HolidayRule::Before(weekday, month, day),
        (None, None, Some(weekday), None, Some(nth), Some(month), None) => HolidayRule::Nth(weekday, nth, month),
        (None, None, None, None, None, None, Some(dates)) => HolidayRule::Dates(dates),
        _ => {
            if problems.len() == before {
                problems.add(Code::BadDate, table.span(), "this says in no known way when the holiday is").help =
                    Some(FORMS.to_owned());
            }
            return None;
        }
    };
    Some(Holiday { name, rule })
}

const FORMS: &str = "write one of: on = \"12-25\"; easter = -2; weekday with before = \"05-25\"; weekday with nth and \
                     month; dates = [2026-06-08]";

fn month_day(entry: &Entry<String>, problems: &mut Problems) -> Option<(i8, i8)> {
    let date: Option<Date> = format!("{LEAP_YEAR}-{}", entry.value).parse().ok();
    if date.is_none() {
        problems.add(Code::BadDate, entry.span.clone(), format!("`{}` is no month and day", entry.value)).help =
            Some("write month-day, such as \"12-25\"".to_owned());
    }
    date.map(|date| (date.month(), date.day()))
}

fn read_dates(table: &Table<'_>, problems: &mut Problems) -> Vec<Date> {
    let mut dates = Vec::new();
    let value = table.get("dates");
    let Some(list) = value.and_then(|value| value.get_ref().as_array()) else {
        problems.add(
            Code::WrongType,
            value.map_or(table.span(), |value| value.span()),
            "`dates` takes a list of dates",
        );
        return dates;
    };
    for item in list.iter() {
        match parse_date(item.get_ref()) {
            Ok(Some(date)) => dates.push(date),
            _ => {
                problems.add(Code::BadDate, item.span(), "this is no date").help =
                    Some("write year-month-day, such as 2026-06-08".to_owned());
            }
        }
    }
    dates
}

/// Reads the counting conventions of one file.
pub(super) fn read_conventions(calendars: &mut Calendars, root: &DeTable<'_>, problems: &mut Problems) {
    let file = calendars.files.len() - 1;
    for (id, span, value) in Table::new(root, 0..0).iter() {
        let Some(inner) = value.get_ref().as_table() else {
            problems.add(Code::WrongType, value.span(), "each convention is a table: [name]");
            continue;
        };
        check_kebab(id, span.clone(), problems);
        check_free("convention", id, calendars.conventions.iter().map(|known| known.id == id), span.clone(), problems);
        let table = Table::new(inner, value.span());
        let convention = read_convention(id, (file, span.start), &table, &calendars.calendars, problems);
        table.finish(problems);
        calendars.conventions.push(convention);
    }
}

fn read_convention(
    id: &str,
    place: (usize, usize),
    table: &Table<'_>,
    calendars: &[Calendar],
    problems: &mut Problems,
) -> Convention {
    let yes = |key, problems: &mut Problems| table.yes_no(key, problems).is_some_and(|entry| entry.value);
    let convention = Convention {
        id: id.to_owned(),
        title: table.required_text("title", problems).value,
        says: table.required_text("says", problems).value,
        calendar: calendar(table, "calendar", calendars, problems),
        business_days: calendar(table, "business-days", calendars, problems),
        last_day_moves: yes("last-day-moves", problems),
        start_moves: yes("start-moves", problems),
        sources: values(table.texts("sources", problems)),
        confirmed: yes("confirmed", problems),
        note: table.text("note", problems).map(|entry| entry.value),
        place,
    };
    if convention.calendar.is_none() && (convention.last_day_moves || convention.start_moves) {
        problems.add(Code::Missing, table.span(), "`calendar` is missing: nothing says which days are closed");
    }
    convention
}

fn calendar(table: &Table<'_>, key: &'static str, known: &[Calendar], problems: &mut Problems) -> Option<String> {
    let id = table.text(key, problems)?;
    if !known.iter().any(|calendar| calendar.id == id.value) {
        let near = did_you_mean(&id.value, known.iter().map(|calendar| calendar.id.as_str()));
        problems.add(Code::UnknownReference, id.span, format!("there is no calendar `{}`", id.value)).help =
            near.map(|near| format!("did you mean `{near}`?"));
        return None;
    }
    Some(id.value)
}
