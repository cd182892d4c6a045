//! The sentences of a reckoning.

use jiff::civil::Date;

use crate::pack::weekday_name;

/// A day with its name: "2026-11-04 (Wednesday)".
pub(super) fn dated(date: Date) -> String {
    format!("{date} ({})", weekday_name(date.weekday()))
}

/// That a day moved, and why.
pub(super) fn moved(from: Date, why: &str, to: Date) -> String {
    let day = weekday_name(from.weekday());
    let why = if why == day { String::new() } else { format!(", {why}") };
    format!("{from} is closed ({day}{why}), so that the day moves to {}.", dated(to))
}

/// "1 day" or "7 days".
pub(super) fn counted(count: u32, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
