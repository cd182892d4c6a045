//! Numbers, dates and texts as a record writes them. The JSON Schema of a record says the same rules in its own way.

use jiff::civil::Date;
use toml::de::DeValue;

use super::Money;

/// The largest whole number, and the smallest with a minus: 2^53 - 1, on which every reader of JSON agrees.
pub const MAX_INTEGER: i64 = 9_007_199_254_740_991;

/// The largest amount: a trillion dollars, on whose cents every reader of JSON agrees.
pub const MAX_DOLLARS: i64 = 1_000_000_000_000;

/// The form of a date as a regular expression. The years are those that a procurement can be about, so that a year
/// with a digit too few or too many is seen.
pub const DATE_PATTERN: &str = "^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";

/// The characters that make no text: a text of nothing else is blank. Each pair is a range, both ends in it.
const BLANK: [(char, char); 10] = [
    ('\u{9}', '\u{d}'),
    ('\u{20}', '\u{20}'),
    ('\u{85}', '\u{85}'),
    ('\u{a0}', '\u{a0}'),
    ('\u{1680}', '\u{1680}'),
    ('\u{2000}', '\u{200a}'),
    ('\u{2028}', '\u{2029}'),
    ('\u{202f}', '\u{202f}'),
    ('\u{205f}', '\u{205f}'),
    ('\u{3000}', '\u{3000}'),
];

/// A regular expression that finds one character of a text that is not blank.
pub fn not_blank_pattern() -> String {
    let code = |c: char| format!("\\u{:04x}", c as u32);
    let range = |(first, last): (char, char)| match first == last {
        true => code(first),
        false => format!("{}-{}", code(first), code(last)),
    };
    format!("[^{}]", BLANK.map(range).concat())
}

/// Whether `text` says nothing.
pub(super) fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// What people write where they know nothing yet, in small letters.
const PLACEHOLDERS: [&str; 14] = [
    "tbd",
    "tba",
    "tbc",
    "to be determined",
    "to be confirmed",
    "n/a",
    "unknown",
    "not known",
    "not sure",
    "none yet",
    "?",
    "??",
    "-",
    "xxx",
];

/// Whether `text` only holds the place of a text that is not known yet.
pub(super) fn is_placeholder(text: &str) -> bool {
    PLACEHOLDERS.contains(&text.trim().to_lowercase().as_str())
}

/// A regular expression for the texts that only hold a place, in small letters and capitals.
pub fn placeholder_pattern() -> String {
    let either_case = |c: char| match c {
        c if c.is_ascii_alphabetic() => format!("[{}{c}]", c.to_ascii_uppercase()),
        '?' => "[?]".to_owned(),
        c => c.to_string(),
    };
    let words: Vec<String> = PLACEHOLDERS.iter().map(|word| word.chars().map(either_case).collect()).collect();
    format!("^\\s*({})\\s*$", words.join("|"))
}

/// A text. A date without quotes is one too: nobody who reads the record as JSON could tell the two apart.
pub(super) fn text_of(raw: &DeValue<'_>) -> Option<String> {
    match raw {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Datetime(date) => Some(date.to_string()),
        _ => None,
    }
}

/// Reads a whole number; `Ok(None)` when the value is no number at all.
pub(super) fn parse_integer(raw: &DeValue<'_>) -> Result<Option<i64>, String> {
    if !is_number(raw) {
        return Ok(None);
    }
    match scaled(raw, 0) {
        Some((number, true)) if number.abs() <= MAX_INTEGER => Ok(Some(number)),
        _ => Err("write a whole number without decimals, such as 20".to_owned()),
    }
}

/// Reads an amount of dollars, to the nearest cent; `Ok(None)` when the value is no number at all.
///
/// A part of a cent is no error: most readers of JSON cannot tell 19.99 from its neighbours in binary, so that a schema
/// that asked for whole cents would refuse good amounts in an editor.
pub(crate) fn parse_money(raw: &DeValue<'_>) -> Result<Option<Money>, String> {
    if !is_number(raw) {
        return Ok(None);
    }
    let tenths = scaled(raw, 3).filter(|(tenths, _)| (0..=MAX_DOLLARS * 1000).contains(tenths));
    match tenths {
        // A little over the limit, or a little under zero, is hidden in the part that was cut off.
        Some((tenths, false)) if tenths == MAX_DOLLARS * 1000 || is_negative(raw) => Err(money_help()),
        Some((tenths, _)) => Ok(Some(Money { cents: (tenths + 5) / 10 })),
        None => Err(money_help()),
    }
}

fn money_help() -> String {
    "write a plain number of dollars of zero or more, such as 250000 or 199.99".to_owned()
}

fn is_number(raw: &DeValue<'_>) -> bool {
    matches!(raw, DeValue::Integer(_) | DeValue::Float(_))
}

fn is_negative(raw: &DeValue<'_>) -> bool {
    raw.as_float().is_some_and(|float| float.as_str().starts_with('-'))
}

/// The number times ten to the power of `places`, cut off to a whole number, and whether nothing was cut off; `None`
/// when it does not fit.
fn scaled(raw: &DeValue<'_>, places: i32) -> Option<(i64, bool)> {
    let (number, exponent) = match raw.as_integer() {
        Some(integer) => (i128::from_str_radix(&integer.as_str().replace('_', ""), integer.radix()).ok()?, 0),
        None => decimal(&raw.as_float()?.as_str().replace('_', ""))?,
    };
    let shift = exponent.checked_add(places)?;
    let power = 10_i128.checked_pow(shift.unsigned_abs());
    let (number, exact) = match (number, power) {
        (0, _) => (0, true),
        (number, Some(power)) if shift >= 0 => (number.checked_mul(power)?, true),
        (number, Some(power)) => (number / power, number % power == 0),
        (_, None) if shift < 0 => (0, false),
        (_, None) => return None,
    };
    i64::try_from(number).ok().map(|number| (number, exact))
}

/// A float of TOML as a whole number and the power of ten that it is to be taken times; `None` for infinity, for what is
/// no number, and for more digits than anyone writes.
fn decimal(text: &str) -> Option<(i128, i32)> {
    let (digits, exponent) = match text.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, exponent.parse().ok()?),
        None => (text, 0_i32),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let decimals = decimals.trim_end_matches('0');
    let number = format!("{whole}{decimals}").parse().ok()?;
    Some((number, exponent.checked_sub(i32::try_from(decimals.len()).ok()?)?))
}

/// Reads a date, bare or in quotes; `Ok(None)` when the value is neither a date nor text, `Err` with what was found
/// instead of a date.
pub(crate) fn parse_date(raw: &DeValue<'_>) -> Result<Option<Date>, String> {
    let Some(text) = text_of(raw) else { return Ok(None) };
    date_of(&text).map(Some).ok_or(text)
}

/// The date that `text` writes as year-month-day, of the years 1000 to 2999.
pub fn date_of(text: &str) -> Option<Date> {
    let digits = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let date: Date = text.parse().ok().filter(|_| digits)?;
    (1000..3000).contains(&date.year()).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Problems, SourceText, parse_toml};

    /// Reads `text` as a TOML value.
    fn read<T>(text: &str, read: impl Fn(&DeValue<'_>) -> T) -> T {
        let source = SourceText::new("test", format!("x = {text}"));
        let mut problems = Problems::new(&std::sync::Arc::new(SourceText::new("test", "")));
        let table = parse_toml(&source, &mut problems);
        assert!(problems.is_empty(), "{text} is no TOML");
        read(table.get_ref()["x"].get_ref())
    }

    #[test]
    fn a_date_is_written_in_one_way_and_lies_in_reach() {
        for (text, is_date) in [
            ("2026-11-21", true),
            ("1000-01-01", true),
            ("2999-12-31", true),
            ("9999-12-31", false),
            ("-009999-01-01", false),
            ("2026-02-30", false),
            ("20261121", false),
            ("2026-11-21T10:00", false),
            ("+002026-11-21", false),
        ] {
            assert_eq!(date_of(text).is_some(), is_date, "{text}");
        }
    }

    #[test]
    fn the_blank_characters_are_those_of_unicode() {
        let listed = |c: char| BLANK.iter().any(|(first, last)| (*first..=*last).contains(&c));
        assert!((char::MIN..=char::MAX).all(|c| c.is_whitespace() == listed(c)));
        assert!(not_blank_pattern().starts_with("[^\\u0009-\\u000d\\u0020\\u0085"));
    }

    #[test]
    fn whole_numbers_are_read_by_value() {
        for (text, number) in [("20", 20), ("-3", -3), ("0x10", 16), ("1_000", 1000), ("5.0", 5), ("1.5e3", 1500)] {
            assert_eq!(read(text, parse_integer), Ok(Some(number)), "{text}");
        }
        for text in ["0.5", "9007199254740992", "99999999999999999999", "1e40", "inf", "nan"] {
            assert!(read(text, parse_integer).is_err(), "{text}");
        }
        assert_eq!(read("'20'", parse_integer), Ok(None));
        assert_eq!(read("true", parse_integer), Ok(None));
    }

    #[test]
    fn amounts_are_read_by_value() {
        for (text, cents) in [
            ("250000", 25_000_000),
            ("199.99", 19_999),
            ("0.1", 10),
            ("+5.50", 550),
            ("199.9900", 19_999),
            ("1e3", 100_000),
            ("1250e-2", 1250),
            ("-0.0", 0),
            ("0e99", 0),
            ("0.004", 0),
            ("1e-99", 0),
            ("0.125", 13),
            ("199.994", 19_999),
            ("199.995", 20_000),
            ("999999999999.999", 100_000_000_000_000),
            ("1_000_000_000_000", 100_000_000_000_000),
        ] {
            assert_eq!(read(text, parse_money), Ok(Some(Money { cents })), "{text}");
        }
        for text in ["-1", "-0.01", "-0.0001", "-1e-99", "1000000000000.0001", "1000000000001", "1e99", "inf", "nan"] {
            assert!(read(text, parse_money).is_err(), "{text}");
        }
    }

    #[test]
    fn dates_have_one_form() {
        for text in ["2026-03-01", "'2026-03-01'", "1999-12-31"] {
            assert!(matches!(read(text, parse_date), Ok(Some(_))), "{text}");
        }
        for text in ["'2026-3-1'", "'2026-02-30'", "0206-03-01", "2026-03-01T10:00:00", "10:00:00", "'20260301'", "''"]
        {
            assert!(read(text, parse_date).is_err(), "{text}");
        }
        assert_eq!(read("20260301", parse_date), Ok(None));
    }
}
