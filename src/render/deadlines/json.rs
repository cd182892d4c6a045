//! `deadlines --format json`: the whole contract, one deadline a line.

use super::super::Json;
use super::Dates;
use crate::source::Hash;

impl Dates<'_> {
    /// The dates as one JSON object, with a last key `seal` that holds the SHA-256 of all that stands before it.
    pub fn to_json(&self) -> String {
        let text = self.unsealed();
        let seal = Json::tail(&Hash::of(&text));
        text + &seal
    }

    /// The object up to the end of its last list.
    fn unsealed(&self) -> String {
        let Self { run, record, .. } = self;
        let head = to_json(run);
        let mut text = head.strip_suffix('}').unwrap_or(&head).to_owned();
        for (key, value) in [
            ("soon", to_json(&self.soon.to_string())),
            ("record", to_json(record)),
            ("summary", to_json(&self.summary)),
            ("next", to_json(&self.next)),
        ] {
            text.push_str(&format!(",\"{key}\":{value}"));
        }
        text.push_str(&lines("deadlines", &self.deadlines));
        text.push_str("\n]");
        text.push_str(&lines("chains", &self.chains));
        text.push_str("\n]");
        text + &lines("not_checked", &self.not_checked)
    }
}

/// A key with the start of its list, one value a line.
fn lines(key: &str, values: &[impl serde::Serialize]) -> String {
    let values: Vec<String> = values.iter().map(to_json).collect();
    format!(",\"{key}\":[\n{}", values.join(",\n"))
}

/// `value` as JSON in which no control character stands as itself, so that a terminal and a pipe show the same bytes.
fn to_json(value: &impl serde::Serialize) -> String {
    let text = serde_json::to_string(value).expect("views hold only strings, numbers, lists and maps with string keys");
    let mut escaped = String::with_capacity(text.len());
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
    use serde_json::Value;

    use super::super::tests::Sample;

    fn contract(as_of: &str) -> Value {
        serde_json::from_str(&Sample::new().dates(as_of, |_| {}, |dates| dates.to_json())).unwrap()
    }

    #[test]
    fn deadlines_come_by_date_then_id_and_are_counted() {
        let contract = contract("2026-11-21");
        let deadlines = contract["deadlines"].as_array().unwrap();
        let keys: Vec<(&str, &str)> =
            deadlines.iter().map(|one| (one["date"].as_str().unwrap_or("none"), one["id"].as_str().unwrap())).collect();
        assert!(keys.is_sorted() && keys.len() == 9, "{keys:?}");
        let summary = contract["summary"].as_object().unwrap();
        assert_eq!(summary.len(), 13);
        assert_eq!(summary.values().filter(|count| **count == 1).count(), 9, "{summary:?}");
        assert_eq!(contract["next"], "office-report/outage, \"north\"; gate", "the nearest day is that of a target");
        assert_eq!(contract["deadlines"][1]["days_left"], -17);
        assert_eq!((&contract["soon"], &contract["schema_version"]), (&"30 days".into(), &1.into()));
    }

    #[test]
    fn control_characters_are_escaped() {
        let text = "a\u{7f}\u{1b}\u{85}é\n\"";
        let json = super::to_json(&text);
        assert_eq!(json, "\"a\\u007f\\u001b\\u0085é\\n\\\"\"");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }

    #[test]
    fn the_seal_is_that_of_check() {
        let text = Sample::new().dates("2026-11-21", |_| {}, |dates| dates.to_json());
        let (before, hash) = super::super::super::Json::unseal(&text).unwrap();
        assert_eq!(crate::source::Hash::of(before), hash);
        let empty = Sample::new().dates("2026-11-21", |deadlines| deadlines.clear(), |dates| dates.to_json());
        assert_eq!(serde_json::from_str::<Value>(&empty).unwrap()["deadlines"], Value::Array(Vec::new()));
    }
}
