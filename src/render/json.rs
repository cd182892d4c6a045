//! `check --format json`: the whole contract, one record a line.

use crate::pack::Library;

use super::Run;
use super::check::{Checked, End, Format, Part, Unread};

/// Writes the run as one JSON object, piece by piece, so that memory does not grow with the number of records.
#[derive(Debug)]
pub struct Json;

impl Format for Json {
    fn head(&self, run: &Run, _: &Library) -> String {
        let run = to_json(run);
        format!("{},\"records\":[\n", run.strip_suffix('}').unwrap_or(&run))
    }

    fn record(&self, record: &Checked<'_>) -> Part {
        to_json(record.view()).into()
    }

    /// Kept for the end: the list is of records that were assessed.
    fn unread(&self, unread: &Unread<'_>) -> Part {
        Part { text: String::new(), held: to_json(&unread.to_json()) }
    }

    fn between(&self) -> &'static str {
        ",\n"
    }

    /// 64 MiB. A reader of data counts on all of them.
    fn most_held(&self) -> usize {
        64 * 1024 * 1024
    }

    /// The end of the list, the records that could not be read, and the baseline, where there is one.
    fn foot(&self, end: &End<'_>) -> String {
        let mut foot = format!("\n],\"unread\":[{}]", end.held.join(",\n"));
        if end.held_left_out > 0 {
            foot.push_str(&format!(",\"unread_left_out\":{}", end.held_left_out));
        }
        if let Some(baseline) = end.baseline {
            foot.push_str(&format!(",\"baseline\":{}", to_json(baseline)));
        }
        foot
    }

    fn tail(&self, end: &End<'_>) -> String {
        format!(",{SEAL}{}\"}}\n", end.hash)
    }
}

impl Json {
    /// The end of a list of objects, with the SHA-256 of all that stands before it.
    pub(super) fn seal(hash: &str) -> String {
        format!("\n],{SEAL}{hash}\"}}\n")
    }

    /// The text before the seal and the hash in it, where `text` ends with a seal.
    pub fn unseal(text: &str) -> Option<(&str, &str)> {
        let at = text.rfind(SEAL)?;
        let hash = text[at + SEAL.len()..].strip_suffix("\"}\n")?;
        let before = &text[..at];
        Some((before.strip_suffix("\n],").or_else(|| before.strip_suffix(','))?, hash))
    }
}

/// What stands before the hash at the end.
const SEAL: &str = "\"seal\":\"";

/// `value` as JSON in which no control character stands as itself: what is printed is, byte for byte, what was sealed.
///
/// A terminal's layer drops some of them, such as DEL, which JSON itself leaves as they are.
pub(super) fn to_json(value: &impl serde::Serialize) -> String {
    let text = serde_json::to_string(value).expect("views hold only strings, numbers, lists and maps with string keys");
    if !text.contains(char::is_control) {
        return text;
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c.is_control() {
            true => escaped.push_str(&format!("\\u{:04x}", u32::from(c))),
            false => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::to_json;

    #[test]
    fn no_control_character_stands_as_itself() {
        let text = "a\u{7f}\u{1b}\u{85}é\n\"";
        let json = to_json(&text);
        assert_eq!(json, "\"a\\u007f\\u001b\\u0085é\\n\\\"\"");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
