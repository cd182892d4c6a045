//! What a value in a wrong form can only mean. Nothing here guesses a fact: where a form has two readings, there is none.

use jiff::civil::Date;

use crate::source::{clearly_meant, quoted};

use super::scalar::{is_blank, is_placeholder};
use super::{Duration, FieldType, MONTHS, date_of, month_named};

/// The TOML for the one thing that `text` can mean in a field of type `kind`.
pub(super) fn literal(kind: &FieldType, text: &str) -> Option<String> {
    let text = spaced(text);
    match kind {
        FieldType::YesNo => match text.to_lowercase().as_str() {
            "yes" | "true" => Some("true".to_owned()),
            "no" | "false" => Some("false".to_owned()),
            _ => None,
        },
        FieldType::Integer => {
            let number = number(&text).filter(|number| !number.contains('.'))?;
            number.parse::<i64>().ok().map(|number| number.to_string())
        }
        FieldType::Money => amount(&text),
        FieldType::Date => match dates(&text).as_slice() {
            [date] => Some(date.to_string()),
            _ => None,
        },
        FieldType::Duration => length(&text).map(|length| quoted(&length)),
        FieldType::OneOf(choices) => choice(choices, &text),
        FieldType::Text | FieldType::File | FieldType::Person => plain_text(&text),
        FieldType::Section | FieldType::Tables | FieldType::ListOf(_) | FieldType::TextList => None,
    }
}

/// The one of `choices` that `word` can only be, in quotes.
pub(super) fn choice(choices: &[(String, String)], word: &str) -> Option<String> {
    clearly_meant(word, choices.iter().map(|(known, _)| known.as_str())).map(quoted)
}

/// What to say of a date that can be read in two ways.
pub(super) fn two_dates(text: &str) -> Option<String> {
    match dates(&spaced(text)).as_slice() {
        [one, other] => Some(format!(
            "it can be {one} or {other}, and only you can tell which: write year-month-day, such as {one}"
        )),
        _ => None,
    }
}

/// Without curly quotes around it, and with plain single spaces.
fn spaced(text: &str) -> String {
    const OPENING: [char; 3] = ['\u{201c}', '\u{201e}', '\u{2018}'];
    const CLOSING: [char; 3] = ['\u{201d}', '\u{201c}', '\u{2019}'];
    let bare = text.strip_prefix(OPENING).and_then(|rest| rest.strip_suffix(CLOSING)).unwrap_or(text);
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text without quotes, in quotes.
fn plain_text(text: &str) -> Option<String> {
    let odd = |c: char| c.is_control() || "\"\\\u{201c}\u{201d}\u{201e}".contains(c);
    (!is_blank(text) && !is_placeholder(text) && !text.contains(odd)).then(|| quoted(text))
}

/// The digits of a number, without the commas or spaces between its thousands.
fn number(text: &str) -> Option<String> {
    let (whole, decimals) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split([',', ' ']);
    let first = groups.next().filter(|first| is_digits(first))?;
    let rest: Vec<&str> = groups.collect();
    let grouped = rest.is_empty() || first.len() <= 3 && !first.starts_with('0');
    let even = whole.contains(',') != whole.contains(' ') || rest.is_empty();
    if !grouped || !even || !rest.iter().all(|group| group.len() == 3 && is_digits(group)) {
        return None;
    }
    let whole = format!("{first}{}", rest.concat());
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    match decimals {
        None => Some(whole.to_owned()),
        Some(decimals) => (is_digits(decimals) && decimals.len() <= 2).then(|| format!("{whole}.{decimals}")),
    }
}

/// An amount of Canadian dollars as a plain number.
fn amount(text: &str) -> Option<String> {
    let text = text.strip_suffix("CAD").unwrap_or(text).trim();
    let text = ["CAD", "CA", "CDN", "C"].iter().find_map(|sign| text.strip_prefix(sign)).unwrap_or(text).trim();
    number(text.strip_prefix('$').unwrap_or(text).trim())
}

/// A length of time with its unit in full.
fn length(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (count, unit) = text.split_at(digits);
    let unit = unit.trim_start_matches([' ', '-']).trim_end_matches('.');
    let unit = match unit {
        "h" | "hr" | "hrs" | "hour" | "hours" => "hour",
        "d" | "day" | "days" | "calendar day" | "calendar days" => "day",
        "business day" | "business days" | "business-day" | "business-days" => "business day",
        "w" | "wk" | "wks" | "week" | "weeks" => "week",
        "mo" | "mos" | "mth" | "mths" | "month" | "months" => "month",
        "y" | "yr" | "yrs" | "year" | "years" => "year",
        _ => return None,
    };
    format!("{count} {unit}").parse::<Duration>().ok().map(|length| length.to_string())
}

/// Every date that `text` can mean.
fn dates(text: &str) -> Vec<Date> {
    let text = text.replace(',', " ").replace('.', ". ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let parts: Vec<&str> = match words.as_slice() {
        [one] => one.split(['-', '/']).collect(),
        [first, middle, last] if [first, middle].iter().any(|part| month(part).is_some()) => vec![first, middle, last],
        dotted if dotted.len() == 3 && text.matches(". ").count() == 2 => {
            dotted.iter().map(|part| part.trim_end_matches('.')).collect()
        }
        _ => return Vec::new(),
    };
    let [first, middle, last] = parts.as_slice() else { return Vec::new() };
    let mut dates: Vec<Date> = match (month(first), month(middle)) {
        (Some(month), _) => vec![date(last, &month, middle)],
        (_, Some(month)) if first.len() == 4 => vec![date(first, &month, last)],
        (_, Some(month)) => vec![date(last, &month, first)],
        _ if first.len() == 4 => vec![date(first, middle, last)],
        _ => vec![date(last, middle, first), date(last, first, middle)],
    }
    .into_iter()
    .flatten()
    .collect();
    dates.dedup();
    dates
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    let day = ["st", "nd", "rd", "th"].iter().find_map(|ending| day.strip_suffix(ending)).unwrap_or(day);
    (month.len() <= 2 && day.len() <= 2).then(|| date_of(&format!("{year}-{month:0>2}-{day:0>2}"))).flatten()
}

/// The number of a month that is written as a word, in full or cut to three letters.
fn month(word: &str) -> Option<String> {
    let word = word.trim_end_matches('.').to_lowercase();
    let is_cut = |name: &&str| word.len() == 3 && name.to_lowercase().starts_with(&word);
    let number = match word.as_str() {
        "sept" => Some(9),
        word => month_named(word).or_else(|| (1..).zip(MONTHS).find(|(_, name)| is_cut(name)).map(|(at, _)| at)),
    };
    number.map(|number| number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: &FieldType, cases: &[(&str, Option<&str>)]) {
        for (text, wanted) in cases {
            assert_eq!(literal(kind, text).as_deref(), *wanted, "{text}");
        }
    }

    #[test]
    fn dates_with_one_reading_are_read() {
        let day = Some("2026-11-21");
        check(
            &FieldType::Date,
            &[
                ("2026/11/21", day),
                ("2026.11.21", day),
                ("21 November 2026", day),
                ("21 Nov. 2026", day),
                ("November 21, 2026", day),
                ("November 21st, 2026", day),
                ("2026 November 21", day),
                ("21-Nov-2026", day),
                ("21/11/2026", day),
                ("11/21/2026", day),
                ("\u{201c}2026-11-21\u{201d}", day),
                ("2026-3-1", Some("2026-03-01")),
                ("2026/3/1", Some("2026-03-01")),
                ("05/05/2026", Some("2026-05-05")),
                ("Sept 5 2026", Some("2026-09-05")),
                ("03/04/2026", None),
                ("03-04-2026", None),
                ("03/04/26", None),
                ("30/02/2026", None),
                ("February 30, 2026", None),
                ("November 2026", None),
                ("21 11 2026", None),
                ("2026", None),
                ("20261121", None),
                ("next spring", None),
                ("", None),
            ],
        );
        assert_eq!(
            two_dates("03/04/2026").unwrap(),
            "it can be 2026-04-03 or 2026-03-04, and only you can tell which: write year-month-day, such as 2026-04-03"
        );
        assert_eq!(two_dates("21/11/2026"), None);
    }

    #[test]
    fn lengths_of_time_with_one_reading_are_read() {
        check(
            &FieldType::Duration,
            &[
                ("24hrs", Some("\"24 hours\"")),
                ("24h", Some("\"24 hours\"")),
                ("24 Hours", Some("\"24 hours\"")),
                ("1 hr.", Some("\"1 hour\"")),
                ("30-day", Some("\"30 days\"")),
                ("30 calendar days", Some("\"30 days\"")),
                ("10  Business  Days", Some("\"10 business days\"")),
                ("2 wks", Some("\"2 weeks\"")),
                ("18mths", Some("\"18 months\"")),
                ("7yrs", Some("\"7 years\"")),
                ("10 working days", None),
                ("5 m", None),
                ("24", None),
                ("hours", None),
                ("-1 days", None),
                ("1.5 years", None),
                ("24-48 hours", None),
                ("9999999999 days", None),
            ],
        );
    }

    #[test]
    fn numbers_and_amounts_with_one_reading_are_read() {
        check(
            &FieldType::Money,
            &[
                ("$85,000", Some("85000")),
                ("$ 1,234,567.50", Some("1234567.50")),
                ("85 000", Some("85000")),
                ("CAD 85,000", Some("85000")),
                ("$85,000 CAD", Some("85000")),
                ("CA$85000", Some("85000")),
                ("250000", Some("250000")),
                ("85,00", None),
                ("85,000,00", None),
                ("85.000", None),
                ("1 234,567", None),
                ("85000,000", None),
                ("$85K", None),
                ("US$85,000", None),
                ("-5", None),
                ("", None),
            ],
        );
        check(
            &FieldType::Integer,
            &[("20", Some("20")), ("9,000", Some("9000")), ("007", Some("7")), ("20%", None), ("5.0", None)],
        );
    }

    #[test]
    fn words_with_one_reading_are_read() {
        check(&FieldType::YesNo, &[("Yes", Some("true")), ("NO", Some("false")), ("true", Some("true")), ("y", None)]);
        let choices = ["stated-time", "without-time", "silent"].map(|word| (word.to_owned(), String::new()));
        check(
            &FieldType::OneOf(choices.into()),
            &[
                ("Stated time", Some("\"stated-time\"")),
                ("stated_tmie", Some("\"stated-time\"")),
                ("Silent", Some("\"silent\"")),
                ("time", None),
                ("quiet", None),
            ],
        );
    }
}
