//! Lengths of time, dates and amounts that a text states.

use std::fmt;
use std::ops::Range;

use jiff::civil::Date;

use crate::record::{Duration, Money, Unit, month_named};

use super::words::words;

/// A value of a kind that a record can state too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// A length of time.
    Duration(Duration),
    /// A date.
    Date(Date),
    /// An amount of money.
    Money(Money),
}

impl Quantity {
    /// Whether both are of one kind.
    pub fn is_like(self, other: Quantity) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }

    /// Whether both are surely equal.
    pub fn equals(self, other: Quantity) -> bool {
        match (self, other) {
            (Quantity::Duration(own), Quantity::Duration(other)) => {
                own.compare(other).is_some_and(|order| order.is_eq())
            }
            (own, other) => own == other,
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Quantity::Duration(duration) => duration.fmt(f),
            Quantity::Date(date) => date.fmt(f),
            Quantity::Money(money) => money.fmt(f),
        }
    }
}

/// A value and where it stands in a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stated {
    /// The value.
    pub quantity: Quantity,
    /// The bytes of the passage.
    pub range: Range<usize>,
}

/// The numbers that are often written as words, with what they count.
const WORDS: [(&str, u32); 28] = [
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
    ("hundred", 100),
];

/// The values in `text`, in order.
pub(super) fn values(text: &str) -> Vec<Stated> {
    let found: Vec<Range<usize>> = words(text).collect();
    let scan = Scan { text, words: &found };
    let mut values = Vec::new();
    let mut at = 0;
    while at < found.len() {
        match scan.date(at).or_else(|| scan.money(at)).or_else(|| scan.duration(at)) {
            Some((quantity, next)) => {
                let start = found[at].start - usize::from(matches!(quantity, Quantity::Money(_)));
                values.push(Stated { quantity, range: start..found[next - 1].end });
                at = next;
            }
            None => at += 1,
        }
    }
    values
}

struct Scan<'t> {
    text: &'t str,
    words: &'t [Range<usize>],
}

impl Scan<'_> {
    fn word(&self, at: usize) -> String {
        self.words.get(at).map(|word| self.text[word.clone()].to_lowercase()).unwrap_or_default()
    }

    /// What stands between the word `at` and the one before it.
    fn gap(&self, at: usize) -> &str {
        match (self.words.get(at.wrapping_sub(1)), self.words.get(at)) {
            (Some(before), Some(word)) => &self.text[before.end..word.start],
            _ => "",
        }
    }

    /// A number, such as "72", "5,000,000", "seventy-two" or "72-hour", and the number of the word after it.
    fn number(&self, at: usize) -> Option<(u32, usize)> {
        let word = self.word(at);
        if word.bytes().all(|byte| byte.is_ascii_digit()) && !word.is_empty() {
            return Some((word.parse().ok()?, at + 1));
        }
        let known = |word: &str| WORDS.iter().find(|(name, _)| *name == word).map(|(_, number)| *number);
        match word.split_once('-') {
            None => known(&word).map(|number| (number, at + 1)),
            Some((tens, ones)) => {
                Some((known(tens).filter(|tens| *tens >= 20)? + known(ones).filter(|ones| *ones < 10)?, at + 1))
            }
        }
    }

    fn duration(&self, at: usize) -> Option<(Quantity, usize)> {
        // "a 72-hour period" is one word.
        if let Some((count, unit)) = self.word(at).split_once('-')
            && let (Ok(count), Some(unit)) = (count.parse(), unit_of(unit))
        {
            return Some((Quantity::Duration(Duration { count, unit }), at + 1));
        }
        let (count, next) = self.number(at)?;
        let inside = self.gap(at).ends_with('(') && self.gap(next).starts_with(')');
        let parted = if inside { self.gap(next).trim_start_matches(')') } else { self.gap(next) };
        if !matches!(parted, " " | "-") || self.gap(at).ends_with(['.', ',', '$']) && !self.gap(at).ends_with(", ") {
            return None;
        }
        let (unit, next) = match self.word(next).as_str() {
            "business" | "working" if self.word(next + 1).starts_with("day") => (Unit::BusinessDay, next + 2),
            "calendar" | "consecutive" => (unit_of(&self.word(next + 1))?, next + 2),
            word => (unit_of(word)?, next + 1),
        };
        Some((Quantity::Duration(Duration { count, unit }), next))
    }

    fn date(&self, at: usize) -> Option<(Quantity, usize)> {
        let iso = self.word(at);
        if iso.len() == 10
            && let Ok(date) = iso.parse::<Date>()
        {
            return Some((Quantity::Date(date), at + 1));
        }
        let month = |at: usize| month_named(&self.word(at));
        let day = |at: usize| self.word(at).trim_end_matches(|c: char| c.is_ascii_lowercase()).parse::<i8>().ok();
        let year = |at: usize| self.word(at).parse::<i16>().ok().filter(|year| (1900..2200).contains(year));
        let of = |year: Option<i16>, month: Option<i8>, day: Option<i8>, next: usize| {
            Some((Quantity::Date(Date::new(year?, month?, day?).ok()?), next))
        };
        // 1 March 2026; 1st day of March, 2026; March 1, 2026.
        of(year(at + 2), month(at + 1), day(at), at + 3)
            .or_else(|| {
                (self.word(at + 1) == "day" && self.word(at + 2) == "of")
                    .then(|| of(year(at + 4), month(at + 3), day(at), at + 5))?
            })
            .or_else(|| of(year(at + 2), month(at), day(at + 1), at + 3))
    }

    fn money(&self, at: usize) -> Option<(Quantity, usize)> {
        let start = self.words[at].start;
        if !self.text[..start].ends_with('$') {
            return None;
        }
        let rest = &self.text[start..];
        let length = rest.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(rest.len());
        let printed = rest[..length].trim_end_matches(['.', ',']);
        let (dollars, cents) = printed.split_once('.').unwrap_or((printed, ""));
        let dollars: i64 = dollars.replace(',', "").parse().ok()?;
        let cents: i64 = format!("{cents:0<2}").get(..2)?.parse().ok()?;
        let next = at + self.words[at..].iter().take_while(|word| word.start < start + printed.len()).count();
        let times = match self.word(next).as_str() {
            "million" => 1_000_000,
            "thousand" => 1_000,
            _ => 1,
        };
        let cents = dollars.checked_mul(100)?.checked_add(cents)?.checked_mul(times)?;
        Some((Quantity::Money(Money { cents }), next + usize::from(times > 1)))
    }
}

fn unit_of(word: &str) -> Option<Unit> {
    match word.trim_end_matches(['\'', '\u{2019}']).trim_end_matches('s') {
        "hour" => Some(Unit::Hour),
        "day" => Some(Unit::Day),
        "week" => Some(Unit::Week),
        "month" => Some(Unit::Month),
        "year" => Some(Unit::Year),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_each_form() {
        for (text, expected) in [
            ("within 72 hours", vec!["72 hours"]),
            ("seventy-two (72) hours, or ten (10) business days", vec!["72 hours", "10 business days"]),
            ("a 24-hour line and two years' notice", vec!["24 hours", "2 years"]),
            ("thirty calendar days; forty-five days", vec!["30 days", "45 days"]),
            ("on 1 March 2026 or March 2, 2026 or 2026-03-03", vec!["2026-03-01", "2026-03-02", "2026-03-03"]),
            ("the 9th day of November, 2026", vec!["2026-11-09"]),
            ("$5,000,000 or $2 million or $19.99.", vec!["$5,000,000", "$2,000,000", "$19.99"]),
            ("section 4 and 30 days", vec!["30 days"]),
            ("3 people, 4.5 days, ten", vec![]),
        ] {
            let found: Vec<String> = values(text).into_iter().map(|one| one.quantity.to_string()).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn values_know_their_places() {
        let text = "pay $2 million in 30 days";
        let found: Vec<&str> = values(text).into_iter().map(|one| &text[one.range]).collect();
        assert_eq!(found, ["$2 million", "30 days"]);
    }
}
