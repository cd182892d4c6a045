//! Conditions in plain words, as statements that hang together.

use crate::record::{Field, FieldId, Fields};

use super::check_words::{Mood, predicate};
use super::condition::{Check, Condition, Limit, NamedCondition, Test};

/// A condition in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// One statement, without its final stop.
    Fact(String),
    /// Several statements under a few words that say how they hang together.
    Group {
        /// Those words, such as "at least one of these holds".
        lead: String,
        /// Whether one of the statements is enough.
        any: bool,
        /// The statements.
        parts: Vec<Said>,
    },
}

impl Said {
    /// The whole in one line, without its final stop.
    pub fn line(&self) -> String {
        match self {
            Said::Fact(fact) => fact.clone(),
            Said::Group { lead, any, parts } => {
                let parts: Vec<String> = parts.iter().map(Said::inner).collect();
                format!("{lead}: {}", parts.join(if *any { "; or " } else { "; and " }))
            }
        }
    }

    /// As [`Said::line`], as a sentence with its capital and its stop.
    pub fn sentence(&self) -> String {
        format!("{}.", capital(&self.line()))
    }

    fn inner(&self) -> String {
        match self {
            Said::Fact(fact) => small(fact),
            Said::Group { .. } => format!("({})", self.line()),
        }
    }
}

/// `text` with a capital at its beginning.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// `text` with a small letter at its beginning, unless it begins with an abbreviation.
fn small(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}

/// Puts conditions in words.
#[derive(Clone, Copy, Debug)]
pub struct Words<'w> {
    /// The fields that conditions test.
    pub fields: &'w Fields,
    /// The conditions that others refer to by name.
    pub named: &'w [NamedCondition],
}

impl Words<'_> {
    /// The statements that must all hold for `condition` to hold; none when it always holds.
    pub fn say(&self, condition: &Condition) -> Vec<Said> {
        self.outcome(condition, true)
    }

    /// The statements that must all hold for the outcome of `condition` to be `wanted`.
    pub fn outcome(&self, condition: &Condition, wanted: bool) -> Vec<Said> {
        self.parts(condition, wanted, None)
    }

    /// The statements that must all hold for the outcome of `condition` to be `wanted`, inside a row of `list`.
    fn parts(&self, condition: &Condition, wanted: bool, list: Option<FieldId>) -> Vec<Said> {
        match condition {
            Condition::All(parts) if wanted => parts.iter().flat_map(|part| self.parts(part, wanted, list)).collect(),
            Condition::Any(parts) if !wanted => parts.iter().flat_map(|part| self.parts(part, wanted, list)).collect(),
            Condition::All(parts) | Condition::Any(parts) => match parts.as_slice() {
                [only] => self.parts(only, wanted, list),
                several => vec![Said::Group {
                    lead: "at least one of these holds".to_owned(),
                    any: true,
                    parts: several.iter().map(|part| joined(self.parts(part, wanted, list))).collect(),
                }],
            },
            Condition::Not(inner) => self.parts(inner, !wanted, list),
            Condition::Named(id) => {
                let named = &self.named[id.index()];
                vec![Said::Fact(if wanted { named.title.clone() } else { named.otherwise.clone() })]
            }
            Condition::Test(test) => vec![self.test(test, wanted, list)],
            Condition::AsOf(comparison, limit) => {
                let order = match (wanted, comparison.opposite()) {
                    (false, Some(opposite)) => opposite.date_words(),
                    _ => comparison.date_words(),
                };
                let limit = match limit {
                    Limit::Date(date) => date.to_string(),
                    Limit::Field(field) => self.name(*field, list),
                    _ => String::new(),
                };
                vec![Said::Fact(format!("the date of this check is {order} {limit}"))]
            }
        }
    }

    fn test(&self, test: &Test, wanted: bool, list: Option<FieldId>) -> Said {
        let name = self.name(test.field, list);
        let (every, inner) = match &test.check {
            Check::Every(inner) => (wanted, inner),
            Check::Some(inner) => (!wanted, inner),
            check => {
                let field = self.fields.get(test.field);
                let limit = |limit: &Limit| self.limit(limit, field, list);
                return Said::Fact(format!("{name} {}", predicate(self.fields, field, check, Mood::Is, wanted, limit)));
            }
        };
        let lead = if every { format!("in every entry of {name}") } else { format!("in at least one entry of {name}") };
        let mut parts = self.parts(inner, wanted, Some(test.field));
        match (parts.len(), parts.pop()) {
            (1, Some(Said::Fact(fact))) => Said::Fact(format!("{lead}, {}", small(&fact))),
            (1, Some(Said::Group { lead: how, any, parts })) => {
                Said::Group { lead: format!("{lead}, {how}"), any, parts }
            }
            (_, last) => {
                parts.extend(last);
                Said::Group { lead, any: false, parts }
            }
        }
    }

    fn limit(&self, limit: &Limit, of: &Field, list: Option<FieldId>) -> String {
        let Limit::Field(other) = limit else { return limit.words(of).unwrap_or_default() };
        let name = self.name(*other, list);
        match &self.fields.get(*other).default {
            Some(default) => format!("{name} ({} unless the record says otherwise)", default.value),
            None => name,
        }
    }

    /// The path of a field as it is written where the condition stands: columns without the path of their list.
    fn name(&self, field: FieldId, list: Option<FieldId>) -> String {
        let path = &self.fields.get(field).path;
        let column = list.and_then(|list| path.strip_prefix(&self.fields.get(list).path)?.strip_prefix('.'));
        format!("`{}`", column.unwrap_or(path))
    }
}

/// How many facts may stand in one sentence.
const AT_MOST_TOGETHER: usize = 3;

/// Several statements that all hold, as one.
fn joined(mut parts: Vec<Said>) -> Said {
    if parts.len() == 1 {
        return parts.remove(0);
    }
    let facts: Option<Vec<&str>> = parts
        .iter()
        .map(|part| match part {
            Said::Fact(fact) => Some(fact.as_str()),
            Said::Group { .. } => None,
        })
        .collect();
    match facts.as_deref() {
        Some([first, rest @ ..]) if rest.len() < AT_MOST_TOGETHER => {
            let rest: String = rest.iter().map(|fact| format!(", and {}", small(fact))).collect();
            Said::Fact(format!("{first}{rest}"))
        }
        _ => Said::Group { lead: "all of these hold".to_owned(), any: false, parts },
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::sync::Arc;

    use super::super::condition::NamedId;
    use super::super::condition_read::ConditionReader;
    use super::super::field_read::read_fields;
    use super::*;
    use crate::source::{Problems, SourceText, parse_toml};

    const FIELDS: &str = r#"
        a = { type = "section", title = "A", help = "h" }
        "a.yes" = { type = "yes-no", question = "q", help = "h", example = "true" }
        "a.word" = { type = "one-of", question = "q", help = "h", example = '"x"', values = { x = "X", y = "Y", z = "Z" } }
        "a.words" = { type = "list-of", question = "q", help = "h", example = '[]', values = { x = "X", y = "Y" } }
        "a.share" = { type = "integer", unit = "percent", question = "q", help = "h", example = "1" }
        "a.price" = { type = "money", question = "q", help = "h", example = "1" }
        "a.on" = { type = "date", question = "q", help = "h", example = "2026-01-01" }
        "a.time" = { type = "duration", question = "q", help = "h", example = '"1 day"' }
        "a.limit" = { type = "duration", question = "q", help = "h", example = '"1 day"', default = "24 hours", default-note = "n" }
        "a.file" = { type = "file", question = "q", help = "h", example = '"f"' }
        "a.rows" = { type = "tables", title = "T", question = "q", help = "h" }
        "a.rows.on" = { type = "date", question = "q", help = "h", example = "2026-01-01" }
        "a.rows.yes" = { type = "yes-no", question = "q", help = "h", example = "true" }
    "#;

    fn say(condition: &str) -> String {
        let source = Arc::new(SourceText::new("fields", FIELDS));
        let mut problems = Problems::new(&source);
        let fields = read_fields("test", parse_toml(&source, &mut problems).get_ref(), &mut problems);
        let (fields, _) = Fields::new(fields.into_iter().map(|(field, _)| field).collect());
        let named = [NamedCondition {
            id: "large".to_owned(),
            title: "The work is large".to_owned(),
            otherwise: "The work is small".to_owned(),
            holds: Condition::All(Vec::new()),
        }];
        let names = HashMap::from([("large".to_owned(), NamedId(0))]);
        let text = SourceText::new("condition", format!("c = {{ {condition} }}"));
        let table = parse_toml(&text, &mut problems);
        let table = table.get_ref()["c"].get_ref().as_table().unwrap();
        let condition = ConditionReader { fields: &fields, named: &names }.read(table, &mut problems);
        assert!(problems.is_empty(), "{:#?}", problems.into_sorted());
        let words = Words { fields: &fields, named: &named };
        words.say(&condition).iter().map(Said::sentence).collect::<Vec<_>>().join(" ")
    }

    /// The condition in words, and its opposite.
    fn both(condition: &str) -> [String; 2] {
        [say(condition), say(&format!("not = {{ {condition} }}"))]
    }

    #[test]
    fn every_test_has_words_and_an_opposite() {
        for (condition, words, opposite) in [
            ("'a.yes' = true", "`a.yes` is yes.", "`a.yes` is no."),
            ("'a.yes' = false", "`a.yes` is no.", "`a.yes` is yes."),
            ("'a.yes' = 'stated'", "`a.yes` is stated.", "`a.yes` is not stated."),
            ("'a.file' = 'stated'", "`a.file` names a file that exists.", "`a.file` does not name a file that exists."),
            ("'a.word' = 'x'", "`a.word` is `x`.", "`a.word` is not `x`."),
            ("'a.word' = { in = ['x', 'y'] }", "`a.word` is `x` or `y`.", "`a.word` is not `x` or `y`."),
            ("'a.word' = { not-in = ['x'] }", "`a.word` is not `x`.", "`a.word` is `x`."),
            ("'a.words' = { contains = 'x' }", "`a.words` includes `x`.", "`a.words` does not include `x`."),
            (
                "'a.words' = { contains-all = ['x', 'y'] }",
                "`a.words` includes `x` and `y`.",
                "`a.words` does not include all of `x` and `y`.",
            ),
            (
                "'a.words' = { contains-any = ['x', 'y'] }",
                "`a.words` includes `x` or `y`.",
                "`a.words` does not include `x` or `y`.",
            ),
            (
                "'a.words' = { contains-none = ['x', 'y'] }",
                "`a.words` does not include `x` or `y`.",
                "`a.words` includes `x` or `y`.",
            ),
            ("'a.words' = { empty = true }", "`a.words` has no entry.", "`a.words` has at least one entry."),
            ("'a.share' = { at-least = 5 }", "`a.share` is at least 5 percent.", "`a.share` is less than 5 percent."),
            ("'a.price' = 0", "`a.price` is $0.", "`a.price` is not $0."),
            ("'a.price' = { more-than = 1000 }", "`a.price` is more than $1,000.", "`a.price` is at most $1,000."),
            ("'a.on' = { from = 2026-01-01 }", "`a.on` is on or after 2026-01-01.", "`a.on` is before 2026-01-01."),
            (
                "'a.on' = { no-later-than = 'as-of' }",
                "`a.on` is no later than the date of this check.",
                "`a.on` is after the date of this check.",
            ),
            ("'a.time' = { at-most = '2 days' }", "`a.time` is at most 2 days.", "`a.time` is not at most 2 days."),
            (
                "'a.time' = { at-most = 'a.limit' }",
                "`a.time` is at most `a.limit` (24 hours unless the record says otherwise).",
                "`a.time` is not at most `a.limit` (24 hours unless the record says otherwise).",
            ),
            (
                "'a.on' = { within = '1 year' }",
                "`a.on` is on or before the date of this check, and at most 1 year before it.",
                "`a.on` is after the date of this check, or more than 1 year before it.",
            ),
            (
                "as-of = { from = 2026-01-01 }",
                "The date of this check is on or after 2026-01-01.",
                "The date of this check is before 2026-01-01.",
            ),
            ("is = 'large'", "The work is large.", "The work is small."),
        ] {
            assert_eq!(both(condition), [words, opposite]);
        }
    }

    #[test]
    fn lists_speak_of_their_entries_by_the_names_of_columns() {
        assert_eq!(
            both("'a.rows' = { every = { yes = true, on = { no-later-than = 'a.on' } } }"),
            [
                "In every entry of `a.rows`: `yes` is yes; and `on` is no later than `a.on`.",
                "In at least one entry of `a.rows`, at least one of these holds: `yes` is no; or `on` is after `a.on`.",
            ]
        );
        assert_eq!(
            both("'a.rows' = { some = { yes = true } }"),
            ["In at least one entry of `a.rows`, `yes` is yes.", "In every entry of `a.rows`, `yes` is no."]
        );
    }

    #[test]
    fn alternatives_keep_their_shape() {
        assert_eq!(
            both("any = [{ 'a.yes' = true, is = 'large' }, { 'a.word' = 'x' }], 'a.price' = 1"),
            [
                "At least one of these holds: `a.yes` is yes, and the work is large; or `a.word` is `x`. `a.price` is $1.",
                "At least one of these holds: (all of these hold: (at least one of these holds: `a.yes` is no; or the work is small); \
                 and `a.word` is not `x`); or `a.price` is not $1.",
            ]
        );
    }
}
