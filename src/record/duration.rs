//! Lengths of time that carry their unit, and how two of them compare.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use jiff::Span;
use jiff::civil::Date;

/// The unit of a [`Duration`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// 60 minutes.
    Hour,
    /// A calendar day.
    Day,
    /// A day that is neither on a weekend nor a holiday.
    BusinessDay,
    /// 7 calendar days.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
}

impl Unit {
    const ALL: [Unit; 6] = [Unit::Hour, Unit::Day, Unit::BusinessDay, Unit::Week, Unit::Month, Unit::Year];

    const fn name(self) -> &'static str {
        match self {
            Unit::Hour => "hour",
            Unit::Day => "day",
            Unit::BusinessDay => "business day",
            Unit::Week => "week",
            Unit::Month => "month",
            Unit::Year => "year",
        }
    }
}

/// A whole number of units, such as "10 business days".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duration {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
}

/// How many digits a number of units may have.
const MAX_DIGITS: usize = 9;

impl Duration {
    /// The form of a duration as a regular expression.
    pub fn pattern() -> String {
        format!("^[0-9]{{1,{MAX_DIGITS}}} +({})s?$", Unit::ALL.map(Unit::name).join("|"))
    }

    /// Compares two lengths where every calendar gives the same answer; `None` where it depends on the calendar
    /// (365 days and 1 year, say).
    pub fn compare(self, other: Duration) -> Option<Ordering> {
        if let (Some(own), Some(others)) = (self.months(), other.months()) {
            return Some(own.cmp(&others));
        }
        if self.unit == other.unit {
            return Some(self.count.cmp(&other.count));
        }
        let (own, others) = (self.hours(), other.hours());
        if own.0 == own.1 && own == others {
            Some(Ordering::Equal)
        } else if own.1 < others.0 {
            Some(Ordering::Less)
        } else if own.0 > others.1 {
            Some(Ordering::Greater)
        } else {
            None
        }
    }

    /// Whether this is at most `limit` in every calendar.
    pub fn surely_at_most(self, limit: Duration) -> bool {
        self.compare(limit).is_some_and(Ordering::is_le) || self.hours().1 <= limit.hours().0
    }

    /// Whether all of `parts`, one after the other, are at most `limit` in every calendar.
    pub fn sum_surely_at_most(parts: &[Duration], limit: Duration) -> bool {
        let total = |length: fn(Duration) -> Option<u64>| parts.iter().map(|part| length(*part)).sum::<Option<u64>>();
        if let (Some(months), Some(most)) = (total(Duration::months), limit.months()) {
            return months <= most;
        }
        let count: u64 = parts.iter().map(|part| u64::from(part.count)).sum();
        let same_unit = parts.iter().all(|part| part.unit == limit.unit) && count <= u64::from(limit.count);
        same_unit || parts.iter().map(|part| part.hours().1).sum::<u64>() <= limit.hours().0
    }

    /// Whether this is at least `limit` in every calendar.
    pub fn surely_at_least(self, limit: Duration) -> bool {
        limit.surely_at_most(self)
    }

    /// The calendar date this long before `date`. Hours count as whole days, rounded up; business days as calendar days.
    pub fn before(self, date: Date) -> Option<Date> {
        date.checked_sub(self.span()?).ok()
    }

    /// The calendar date this long after `date`, counted as in [`Duration::before`].
    pub fn after(self, date: Date) -> Option<Date> {
        date.checked_add(self.span()?).ok()
    }

    fn span(self) -> Option<Span> {
        let (count, none) = (i64::from(self.count), Span::new());
        let span = match self.unit {
            Unit::Hour => none.try_days((count + 23) / 24),
            Unit::Day | Unit::BusinessDay => none.try_days(count),
            Unit::Week => none.try_weeks(count),
            Unit::Month => none.try_months(count),
            Unit::Year => none.try_years(count),
        };
        span.ok()
    }

    const fn months(self) -> Option<u64> {
        match self.unit {
            Unit::Month => Some(self.count as u64),
            Unit::Year => Some(self.count as u64 * 12),
            _ => None,
        }
    }

    /// The shortest and the longest that this can be, in hours. For business days the longest allows for the weekends
    /// and for up to four holidays in any four weeks, more than any calendar in use here has.
    const fn hours(self) -> (u64, u64) {
        let count = self.count as u64;
        match self.unit {
            Unit::Hour => (count, count),
            Unit::Day => (count * 24, count * 24),
            Unit::Week => (count * 7 * 24, count * 7 * 24),
            Unit::BusinessDay if count == 0 => (0, 0),
            Unit::BusinessDay => {
                let weekends = 2 * (count / 5 + 1);
                let holidays = 4 * (count / 20 + 1);
                (count * 24, (count + weekends + holidays) * 24)
            }
            Unit::Month => (count * 28 * 24, count * 31 * 24),
            Unit::Year => (count * 365 * 24, count * 366 * 24),
        }
    }
}

impl FromStr for Duration {
    type Err = String;

    /// Reads "24 hours"; the error says what a duration looks like.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let form = || {
            "write a whole number and its unit, such as \"24 hours\", \"10 business days\" or \"7 years\"".to_owned()
        };
        let (count, unit) = text.split_once(' ').ok_or_else(form)?;
        if !(1..=MAX_DIGITS).contains(&count.len()) || !count.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(form());
        }
        let count = count.parse().map_err(|_| form())?;
        let unit = unit.trim_start_matches(' ');
        let singular = unit.strip_suffix('s').unwrap_or(unit);
        Unit::ALL
            .into_iter()
            .find(|unit| unit.name() == singular)
            .map(|unit| Duration { count, unit })
            .ok_or_else(|| format!("`{unit}` is not a unit; use hours, days, business days, weeks, months or years"))
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.count == 1 { "" } else { "s" };
        write!(f, "{} {}{plural}", self.count, self.unit.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn duration(text: &str) -> Duration {
        text.parse().unwrap()
    }

    #[test]
    fn reads_and_prints_the_same() {
        for text in ["24 hours", "1 hour", "10 business days", "6 weeks", "18 months", "1 year"] {
            assert_eq!(duration(text).to_string(), text);
        }
        assert_eq!(duration("024  hour").to_string(), "24 hours");
        for text in [
            "",
            "24",
            "24hours",
            "-1 days",
            "ten days",
            "3 fortnights",
            "1.5 years",
            "9999999999 days",
            "1 day ",
            " 1 day",
            "1\tday",
        ] {
            assert!(text.parse::<Duration>().is_err(), "{text}");
        }
    }

    #[test]
    fn compares_across_units_only_where_every_calendar_agrees() {
        assert!(duration("1 day").surely_at_most(duration("24 hours")));
        assert!(duration("72 hours").surely_at_most(duration("3 days")));
        assert!(!duration("1 business day").surely_at_most(duration("24 hours")));
        assert!(duration("10 business days").surely_at_most(duration("30 days")));
        assert!(!duration("30 business days").surely_at_most(duration("30 days")));
        assert!(duration("12 months").surely_at_least(duration("1 year")));
        assert!(!duration("365 days").surely_at_least(duration("1 year")));
        assert!(duration("366 days").surely_at_least(duration("1 year")));
        assert_eq!(duration("365 days").compare(duration("1 year")), None);
    }

    #[test]
    fn sums_are_within_a_limit_only_where_every_calendar_agrees() {
        let fits = |parts: &[&str], limit: &str| {
            let parts: Vec<Duration> = parts.iter().map(|part| duration(part)).collect();
            Duration::sum_surely_at_most(&parts, duration(limit))
        };
        assert!(fits(&["24 hours", "72 hours", "3 days"], "7 days"));
        assert!(!fits(&["24 hours", "73 hours", "3 days"], "7 days"));
        assert!(fits(&["10 business days", "35 business days"], "45 business days"));
        assert!(!fits(&["1 business day", "24 hours"], "3 days"));
        assert!(fits(&["6 months", "1 year"], "18 months"));
        assert!(!fits(&["6 months", "366 days"], "18 months"));
        assert!(fits(&[], "0 days"));
    }

    #[test]
    fn counts_back_on_the_calendar() {
        let date: Date = "2026-03-31".parse().unwrap();
        assert_eq!(duration("1 month").before(date).unwrap().to_string(), "2026-02-28");
        assert_eq!(duration("25 hours").before(date).unwrap().to_string(), "2026-03-29");
        assert_eq!(duration("999999999 years").before(date), None);
    }
}
