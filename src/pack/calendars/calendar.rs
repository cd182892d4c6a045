//! Calendars: which days are closed, by rules that packs write down.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

/// Longer than any run of closed days, with room to spare.
const LONGEST_RUN: usize = 60;

/// More open days than any time limit has. A higher number is a slip of the pen.
pub const MOST_OPEN_DAYS: u32 = 10_000;

/// Which days are closed.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// The id, in kebab-case.
    pub id: String,
    /// What it is a calendar of.
    pub title: String,
    /// The days of the week that are always closed.
    pub closed: Vec<Weekday>,
    /// The other closed days.
    pub holidays: Vec<Holiday>,
    /// Ids of the sources in which it was seen.
    pub sources: Vec<String>,
    /// Whether an official text was read.
    pub confirmed: bool,
    /// What a reader must know besides.
    pub note: Option<String>,
    /// Index of the file that declares it, and where.
    pub(super) place: (usize, usize),
}

/// One closed day of the year, or several single ones.
#[derive(Clone, Debug)]
pub struct Holiday {
    /// What it is called.
    pub name: String,
    /// When it is.
    pub rule: HolidayRule,
}

/// When a holiday is.
#[derive(Clone, Debug)]
pub enum HolidayRule {
    /// Each year on this month and day.
    Fixed(i8, i8),
    /// Each year so many days after Easter Sunday; before it where the number is below zero.
    Easter(i32),
    /// Each year the nth such weekday of this month.
    Nth(Weekday, i8, i8),
    /// Each year the last such weekday before this month and day.
    Before(Weekday, i8, i8),
    /// These days.
    Dates(Vec<Date>),
}

impl HolidayRule {
    /// Whether `day` is such a day.
    pub fn falls_on(&self, day: Date) -> bool {
        let year = day.year();
        match self {
            HolidayRule::Fixed(month, on) => (day.month(), day.day()) == (*month, *on),
            HolidayRule::Easter(after) => easter(year).checked_add(after.days()).is_ok_and(|found| found == day),
            HolidayRule::Nth(weekday, nth, month) => {
                day.weekday() == *weekday && day.month() == *month && (day.day() - 1) / 7 + 1 == *nth
            }
            HolidayRule::Before(weekday, month, on) => {
                let before = Date::new(year, *month, *on);
                day.weekday() == *weekday
                    && before.is_ok_and(|end| day < end && day.checked_add(7.days()).is_ok_and(|next| next >= end))
            }
            HolidayRule::Dates(dates) => dates.contains(&day),
        }
    }
}

impl Calendar {
    /// Why `day` is closed, in words; `None` where it is open.
    pub fn closed_on(&self, day: Date) -> Option<&str> {
        let holiday = self.holidays.iter().find(|holiday| holiday.rule.falls_on(day));
        let weekday = || self.closed.contains(&day.weekday()).then(|| weekday_name(day.weekday()));
        holiday.map(|holiday| holiday.name.as_str()).or_else(weekday)
    }

    /// `day` itself where it is open, else the next open day.
    pub fn open_from(&self, day: Date) -> Option<Date> {
        let days = day.series(1.day()).take(LONGEST_RUN);
        days.into_iter().find(|day| self.closed_on(*day).is_none())
    }

    /// The day that many open days after `day`, which itself is day zero; before it where `back`.
    pub fn count(&self, day: Date, open_days: u32, back: bool) -> Option<Date> {
        let step = if back { -1.day() } else { 1.day() };
        if open_days == 0 {
            return Some(day);
        }
        let wanted = usize::try_from(open_days.min(MOST_OPEN_DAYS)).ok()?;
        let open = day.series(step).skip(1).filter(|day| self.closed_on(*day).is_none());
        open.take(wanted).nth(wanted - 1).filter(|_| open_days <= MOST_OPEN_DAYS)
    }

    /// How many open days there are after `from`, up to and with `to`; beyond the most that are counted, one more than these.
    pub fn open_between(&self, from: Date, to: Date) -> u32 {
        let days = from.series(1.day()).skip(1).take_while(|day| *day <= to);
        let open = days.filter(|day| self.closed_on(*day).is_none());
        open.zip(1..=MOST_OPEN_DAYS + 1).last().map_or(0, |(_, count)| count)
    }
}

/// The name of a day of the week.
pub const fn weekday_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// Easter Sunday of a year in the Gregorian calendar, by the rule that is known as the anonymous one.
fn easter(in_year: i16) -> Date {
    // Easter comes back on the same days after so many years; the rule wants a year that is not below zero.
    let year = i32::from(in_year).rem_euclid(5_700_000);
    let (golden, century) = (year % 19, year / 100);
    let (leap_centuries, rest) = (century / 4, century % 4);
    let moon = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - leap_centuries - moon + 15) % 30;
    let sunday = (32 + 2 * rest + 2 * (year % 100 / 4) - epact - year % 100 % 4) % 7;
    let late = (golden + 11 * epact + 22 * sunday) / 451;
    let days = epact + sunday - 7 * late + 114;
    date(in_year, (days / 31) as i8, (days % 31 + 1) as i8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar() -> Calendar {
        let holiday = |name: &str, rule| Holiday { name: name.to_owned(), rule };
        Calendar {
            id: "test".to_owned(),
            title: "Test".to_owned(),
            closed: vec![Weekday::Saturday, Weekday::Sunday],
            holidays: vec![
                holiday("Good Friday", HolidayRule::Easter(-2)),
                holiday("Easter Monday", HolidayRule::Easter(1)),
                holiday("Victoria Day", HolidayRule::Before(Weekday::Monday, 5, 25)),
                holiday("Labour Day", HolidayRule::Nth(Weekday::Monday, 1, 9)),
                holiday("Christmas Day", HolidayRule::Fixed(12, 25)),
                holiday("A day off", HolidayRule::Dates(vec![date(2026, 7, 15)])),
            ],
            sources: Vec::new(),
            confirmed: true,
            note: None,
            place: (0, 0),
        }
    }

    #[test]
    fn easter_is_where_the_almanac_has_it() {
        for (year, month, day) in
            [(1818, 3, 22), (1943, 4, 25), (2000, 4, 23), (2018, 4, 1), (2026, 4, 5), (2027, 3, 28), (2285, 3, 22)]
        {
            assert_eq!(easter(year), date(year, month, day));
        }
        // Days that lie before the first year are reckoned too.
        for year in -9999..=9999 {
            assert!((date(year, 3, 22)..=date(year, 4, 25)).contains(&easter(year)), "{year}");
        }
    }

    #[test]
    fn rules_find_their_days() {
        let calendar = calendar();
        for (day, name) in [
            (date(2026, 4, 3), Some("Good Friday")),
            (date(2026, 4, 6), Some("Easter Monday")),
            (date(2026, 5, 18), Some("Victoria Day")),
            (date(2026, 5, 25), None),
            (date(2027, 5, 24), Some("Victoria Day")),
            (date(2026, 9, 7), Some("Labour Day")),
            (date(2026, 9, 14), None),
            (date(2026, 12, 25), Some("Christmas Day")),
            (date(2026, 7, 15), Some("A day off")),
            (date(2026, 7, 18), Some("Saturday")),
        ] {
            assert_eq!(calendar.closed_on(day), name, "{day}");
        }
    }

    #[test]
    fn open_days_are_counted_both_ways() {
        let calendar = calendar();
        assert_eq!(calendar.open_from(date(2026, 4, 3)), Some(date(2026, 4, 7)));
        assert_eq!(calendar.open_from(date(2026, 4, 7)), Some(date(2026, 4, 7)));
        for (from, count) in [(date(2026, 4, 2), 1), (date(2026, 4, 4), 10), (date(2026, 12, 24), 45)] {
            let to = calendar.count(from, count, false).unwrap();
            assert_eq!(calendar.open_between(from, to), count);
            assert!(calendar.closed_on(to).is_none());
        }
        assert_eq!(calendar.count(date(2026, 4, 7), 1, true), Some(date(2026, 4, 2)));
        assert_eq!(calendar.count(date(2026, 4, 4), 0, false), Some(date(2026, 4, 4)));
        assert_eq!(calendar.count(date(2026, 4, 7), MOST_OPEN_DAYS + 1, false), None);
        assert_eq!(calendar.open_between(date(2026, 4, 7), date(2026, 4, 7)), 0);
        assert_eq!(calendar.open_between(date(1000, 1, 1), date(2999, 12, 31)), MOST_OPEN_DAYS + 1);
    }
}
