//! `deadlines --format json`: the whole contract, one deadline a line.

use crate::source::Hash;

use super::super::Json;
use super::super::json::to_json;
use super::Dates;

impl Dates<'_> {
    /// The dates as one JSON object, with a last key `seal` that holds the SHA-256 of all that stands before it.
    pub fn to_json(&self) -> String {
        let mut text = self.unsealed();
        text.push_str(&Json::seal(&Hash::of(&text)));
        text
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
        add_list(&mut text, "deadlines", &self.deadlines);
        text.push_str("\n]");
        add_list(&mut text, "chains", &self.chains);
        text.push_str("\n]");
        add_list(&mut text, "not_checked", &self.not_checked);
        text
    }
}

/// Adds a key with the start of its list, one value a line.
fn add_list(text: &mut String, key: &str, values: &[impl serde::Serialize]) {
    text.push_str(&format!(",\"{key}\":[\n"));
    for (at, value) in values.iter().enumerate() {
        text.push_str(if at > 0 { ",\n" } else { "" });
        text.push_str(&to_json(value));
    }
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
    fn the_seal_is_that_of_check() {
        let text = Sample::new().dates("2026-11-21", |_| {}, |dates| dates.to_json());
        let (before, hash) = super::super::super::Json::unseal(&text).unwrap();
        assert_eq!(crate::source::Hash::of(before), hash);
        let empty = Sample::new().dates("2026-11-21", |deadlines| deadlines.clear(), |dates| dates.to_json());
        assert_eq!(serde_json::from_str::<Value>(&empty).unwrap()["deadlines"], Value::Array(Vec::new()));
    }
}
