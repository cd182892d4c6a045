//! Reading conditions from TOML, each test checked against the type of its field.

use std::collections::HashMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::record::{FieldId, FieldType, Fields, parse_date, parse_money};
use crate::source::{Code, Problems, Span, did_you_mean, type_name};

use super::condition::{Check, Comparison, Condition, Containment, Limit, NamedId, Test};

/// Reads conditions against the fields and the named conditions of a library.
#[derive(Debug)]
pub struct ConditionReader<'f> {
    /// The fields that conditions may test.
    pub fields: &'f Fields,
    /// The names that conditions may use.
    pub named: &'f HashMap<String, NamedId>,
}

type Raw<'t> = Spanned<DeValue<'t>>;

impl ConditionReader<'_> {
    /// Reads the condition in `table`. A part that is wrong becomes a problem and is left out.
    pub fn read(&self, table: &DeTable<'_>, problems: &mut Problems) -> Condition {
        self.all(table, None, problems)
    }

    /// Reads a condition on the entries of `list`, whose keys are relative to it.
    pub fn read_in(&self, table: &DeTable<'_>, list: FieldId, problems: &mut Problems) -> Condition {
        self.all(table, Some(list), problems)
    }

    fn all(&self, table: &DeTable<'_>, list: Option<FieldId>, problems: &mut Problems) -> Condition {
        let mut parts = Vec::new();
        for (key, value) in table.iter() {
            let name: &str = key.get_ref();
            match name {
                "any" => parts.push(Condition::Any(self.several(value, list, problems))),
                "all" => parts.push(Condition::All(self.several(value, list, problems))),
                "not" => match value.get_ref().as_table() {
                    Some(inner) => parts.push(Condition::Not(Box::new(self.all(inner, list, problems)))),
                    None => wrong(problems, value, "`not` takes a condition in braces"),
                },
                "is" => parts.extend(self.names(value, problems).into_iter().map(Condition::Named)),
                "is-not" => {
                    let names = self.names(value, problems).into_iter();
                    parts.extend(names.map(|name| Condition::Not(Box::new(Condition::Named(name)))));
                }
                "as-of" => parts.extend(self.as_of(value, list, problems)),
                path => parts.extend(self.test(path, key.span(), value, list, problems).map(Condition::Test)),
            }
        }
        if parts.len() == 1 { parts.remove(0) } else { Condition::All(parts) }
    }

    /// `"as-of" = { from = 2025-07-01 }`: the date of this check itself.
    fn as_of(&self, value: &Raw<'_>, list: Option<FieldId>, problems: &mut Problems) -> Vec<Condition> {
        let Some(table) = value.get_ref().as_table() else {
            wrong(problems, value, "`as-of` takes a test of a date, such as { from = 2025-07-01 }");
            return Vec::new();
        };
        let mut conditions = Vec::new();
        for (key, value) in table.iter() {
            let limit = match value.get_ref() {
                DeValue::Datetime(_) => parse_date(value.get_ref()).ok().flatten().map(Limit::Date),
                raw => {
                    let field = raw.as_str().and_then(|path| self.field(path, list));
                    field.filter(|field| self.fields.get(*field).kind == FieldType::Date).map(Limit::Field)
                }
            };
            match (comparison(key.get_ref(), &FieldType::Date), limit) {
                (Some(comparison), Some(limit)) => conditions.push(Condition::AsOf(comparison, limit)),
                _ => wrong(
                    problems,
                    value,
                    "`as-of` is tested with `from`, `after`, `before` or `no-later-than` and a date",
                ),
            }
        }
        conditions
    }

    fn several(&self, value: &Raw<'_>, list: Option<FieldId>, problems: &mut Problems) -> Vec<Condition> {
        let Some(items) = value.get_ref().as_array() else {
            wrong(problems, value, "this takes a list of conditions");
            return Vec::new();
        };
        let mut conditions = Vec::new();
        for item in items.iter() {
            match item.get_ref().as_table() {
                Some(table) => conditions.push(self.all(table, list, problems)),
                None => wrong(problems, item, "each entry must be a condition in braces"),
            }
        }
        conditions
    }

    fn names(&self, value: &Raw<'_>, problems: &mut Problems) -> Vec<NamedId> {
        let items: Vec<&Raw<'_>> = match value.get_ref().as_array() {
            Some(list) => list.iter().collect(),
            None => vec![value],
        };
        let mut names = Vec::new();
        for item in items {
            match item.get_ref().as_str() {
                Some(name) => match self.named.get(name) {
                    Some(id) => names.push(*id),
                    None => {
                        let problem = problems.add(
                            Code::BadCondition,
                            item.span(),
                            format!("there is no condition named `{name}`"),
                        );
                        problem.help = did_you_mean(name, self.named.keys().map(String::as_str))
                            .map(|near| format!("did you mean `{near}`?"));
                    }
                },
                None => wrong(problems, item, "`is` and `is-not` take names of conditions"),
            }
        }
        names
    }

    fn test(
        &self,
        path: &str,
        key: Span,
        value: &Raw<'_>,
        list: Option<FieldId>,
        problems: &mut Problems,
    ) -> Option<Test> {
        let Some(field) = self.field(path, list) else {
            self.unknown_field(path, key, list, problems);
            return None;
        };
        let before = problems.len();
        let mut checks = self.checks(field, value, list, problems);
        if problems.len() > before {
            return None;
        }
        match checks.len() {
            1 => Some(Test { field, check: checks.remove(0) }),
            _ => {
                wrong(problems, value, "one test for one field; write `all = [...]` for several");
                None
            }
        }
    }

    /// The column of the list, where there is one of that name, else the field of the record.
    pub(super) fn field(&self, path: &str, list: Option<FieldId>) -> Option<FieldId> {
        let column = list.and_then(|list| self.fields.find(&format!("{}.{path}", self.fields.get(list).path)));
        let field = column.or_else(|| self.fields.find(path))?;
        let reachable = match self.fields.list_of(field) {
            Some(of) => Some(of) == list,
            None => true,
        };
        (reachable && self.fields.get(field).kind != FieldType::Section).then_some(field)
    }

    /// Says that there is no such field, or that it is out of reach here.
    pub(super) fn unknown_field(&self, path: &str, key: Span, list: Option<FieldId>, problems: &mut Problems) {
        let known = self.fields.find(path);
        let message = match known {
            Some(id) if self.fields.get(id).kind == FieldType::Section => {
                format!("`{path}` is a heading; name a field under it")
            }
            Some(_) => format!("`{path}` is a column of a list; test it inside `every` or `some`"),
            None => format!("no pack declares a field `{path}`"),
        };
        let near = match list {
            Some(list) => {
                let columns = self.fields.children(Some(list)).iter().map(|id| self.fields.get(*id).key());
                did_you_mean(path, columns)
            }
            None => self.fields.nearest(path),
        };
        problems.add(Code::UnknownField, key, message).help =
            near.filter(|_| known.is_none()).map(|near| format!("did you mean `{near}`?"));
    }

    fn checks(&self, field: FieldId, value: &Raw<'_>, list: Option<FieldId>, problems: &mut Problems) -> Vec<Check> {
        let kind = &self.fields.get(field).kind;
        match value.get_ref() {
            DeValue::String(word) if word.as_ref() == "stated" => vec![Check::Stated],
            DeValue::Boolean(yes) if *kind == FieldType::YesNo => vec![Check::Is(*yes)],
            DeValue::String(word) if matches!(kind, FieldType::OneOf(_)) => {
                self.check_words(field, &[(word.to_string(), value.span())], problems);
                vec![Check::OneOf { words: vec![word.to_string()], wanted: true }]
            }
            DeValue::Integer(_) | DeValue::Float(_) if matches!(kind, FieldType::Integer | FieldType::Money) => {
                let limit = self.limit(field, value, list, problems);
                limit.map(|limit| Check::Compare(Comparison::Equal, limit)).into_iter().collect()
            }
            DeValue::Table(table) => {
                let tests = table
                    .iter()
                    .map(|(key, value)| self.operator(field, key.get_ref(), key.span(), value, list, problems));
                tests.collect::<Vec<_>>().into_iter().flatten().collect()
            }
            _ => {
                let path = &self.fields.get(field).path;
                wrong(
                    problems,
                    value,
                    &format!(
                        "`{path}` is of type {} and cannot be tested with {}",
                        kind.id(),
                        type_name(value.get_ref())
                    ),
                );
                Vec::new()
            }
        }
    }

    fn operator(
        &self,
        field: FieldId,
        name: &str,
        key: Span,
        value: &Raw<'_>,
        list: Option<FieldId>,
        problems: &mut Problems,
    ) -> Option<Check> {
        use FieldType as T;
        let kind = &self.fields.get(field).kind;
        let words = |reader: &Self, problems: &mut Problems| reader.words(field, value, problems);
        match (name, kind) {
            ("in", T::OneOf(_)) => Some(Check::OneOf { words: words(self, problems)?, wanted: true }),
            ("not-in", T::OneOf(_)) => Some(Check::OneOf { words: words(self, problems)?, wanted: false }),
            ("contains" | "contains-all", T::ListOf(_) | T::TextList) => {
                Some(Check::Contains(Containment::All, words(self, problems)?))
            }
            ("contains-any", T::ListOf(_) | T::TextList) => {
                Some(Check::Contains(Containment::Any, words(self, problems)?))
            }
            ("contains-none", T::ListOf(_) | T::TextList) => {
                Some(Check::Contains(Containment::None, words(self, problems)?))
            }
            ("empty", T::ListOf(_) | T::TextList | T::Tables) => match value.get_ref().as_bool() {
                Some(empty) => Some(Check::Empty(empty)),
                None => {
                    wrong(problems, value, "`empty` takes true or false");
                    None
                }
            },
            ("every" | "some", T::Tables) => match value.get_ref().as_table() {
                Some(inner) => {
                    let inner = Box::new(self.all(inner, Some(field), problems));
                    Some(if name == "every" { Check::Every(inner) } else { Check::Some(inner) })
                }
                None => {
                    wrong(problems, value, "this takes a condition in braces");
                    None
                }
            },
            ("within", T::Date) => match self.duration_limit(value, list) {
                Some(limit) => Some(Check::Within(limit)),
                None => {
                    wrong(problems, value, "`within` takes a length of time or the path of a duration field");
                    None
                }
            },
            _ => match comparison(name, kind) {
                Some(comparison) => Some(Check::Compare(comparison, self.limit(field, value, list, problems)?)),
                None => {
                    let path = &self.fields.get(field).path;
                    let message = format!("`{name}` is not a test for `{path}`, which is of type {}", kind.id());
                    problems.add(Code::BadCondition, key, message).help =
                        Some(format!("tests for it: {}", tests_for(kind)));
                    None
                }
            },
        }
    }

    fn words(&self, field: FieldId, value: &Raw<'_>, problems: &mut Problems) -> Option<Vec<String>> {
        let items: Vec<&Raw<'_>> = match value.get_ref().as_array() {
            Some(list) => list.iter().collect(),
            None => vec![value],
        };
        let mut words = Vec::new();
        for item in items {
            match item.get_ref().as_str() {
                Some(word) => words.push((word.to_owned(), item.span())),
                None => {
                    wrong(problems, item, "a word in quotes is needed here");
                    return None;
                }
            }
        }
        self.check_words(field, &words, problems);
        Some(words.into_iter().map(|(word, _)| word).collect())
    }

    fn check_words(&self, field: FieldId, words: &[(String, Span)], problems: &mut Problems) {
        let field = self.fields.get(field);
        let choices = field.kind.choices();
        for (word, span) in words {
            if !choices.is_empty() && !choices.iter().any(|(known, _)| known == word) {
                let problem = problems.add(
                    Code::BadCondition,
                    span.clone(),
                    format!("`{word}` is not a value of `{}`", field.path),
                );
                let known: Vec<&str> = choices.iter().map(|(word, _)| word.as_str()).collect();
                problem.help = Some(format!("it takes: {}", known.join(", ")));
            }
        }
    }

    fn limit(&self, field: FieldId, value: &Raw<'_>, list: Option<FieldId>, problems: &mut Problems) -> Option<Limit> {
        let kind = &self.fields.get(field).kind;
        let raw = value.get_ref();
        let limit = match kind {
            FieldType::Date if raw.as_str() == Some("as-of") => Some(Limit::AsOf),
            FieldType::Date if raw.is_datetime() => parse_date(raw).ok().flatten().map(Limit::Date),
            FieldType::Duration => self.duration_limit(value, list),
            FieldType::Integer => raw.as_integer().and_then(|number| number.as_str().parse().ok()).map(Limit::Integer),
            FieldType::Money => parse_money(raw).ok().flatten().map(Limit::Money),
            _ => None,
        };
        let limit = limit.or_else(|| {
            let other = self.field(raw.as_str()?, list)?;
            (self.fields.get(other).kind == *kind).then_some(Limit::Field(other))
        });
        if limit.is_none() {
            let message =
                format!("the limit must be {}, or the path of another field of type {}", kind.wanted(), kind.id());
            let near = raw.as_str().and_then(|path| self.fields.nearest(path));
            let code = if raw.is_str() { Code::UnknownField } else { Code::BadCondition };
            problems.add(code, value.span(), message).help = near.map(|near| format!("did you mean `{near}`?"));
        }
        limit
    }

    fn duration_limit(&self, value: &Raw<'_>, list: Option<FieldId>) -> Option<Limit> {
        let text = value.get_ref().as_str()?;
        if let Ok(duration) = text.parse() {
            return Some(Limit::Duration(duration));
        }
        let field = self.field(text, list)?;
        (self.fields.get(field).kind == FieldType::Duration).then_some(Limit::Field(field))
    }
}

fn comparison(name: &str, kind: &FieldType) -> Option<Comparison> {
    let date = *kind == FieldType::Date;
    let amount = matches!(kind, FieldType::Integer | FieldType::Money | FieldType::Duration);
    match name {
        "at-most" if amount => Some(Comparison::AtMost),
        "at-least" if amount => Some(Comparison::AtLeast),
        "less-than" if amount => Some(Comparison::Less),
        "more-than" if amount => Some(Comparison::More),
        "no-later-than" if date => Some(Comparison::AtMost),
        "from" if date => Some(Comparison::AtLeast),
        "before" if date => Some(Comparison::Less),
        "after" if date => Some(Comparison::More),
        _ => None,
    }
}

fn tests_for(kind: &FieldType) -> &'static str {
    match kind {
        FieldType::YesNo => "true, false, \"stated\"",
        FieldType::OneOf(_) => "a word, `in`, `not-in`, \"stated\"",
        FieldType::ListOf(_) | FieldType::TextList => {
            "`contains`, `contains-all`, `contains-any`, `contains-none`, `empty`, \"stated\""
        }
        FieldType::Tables => "`every`, `some`, `empty`, \"stated\"",
        FieldType::Integer | FieldType::Money => {
            "a number, `at-most`, `at-least`, `less-than`, `more-than`, \"stated\""
        }
        FieldType::Duration => "`at-most`, `at-least`, `less-than`, `more-than`, \"stated\"",
        FieldType::Date => "`from`, `after`, `before`, `no-later-than`, `within`, \"stated\"",
        _ => "\"stated\"",
    }
}

fn wrong(problems: &mut Problems, value: &Raw<'_>, message: &str) {
    problems.add(Code::BadCondition, value.span(), message);
}
