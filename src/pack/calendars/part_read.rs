//! What the readers of time limits and chains share: fields of the right type, lengths, conditions, words of a list.

use toml::Spanned;
use toml::de::DeValue;

use crate::record::{Duration, FieldId, FieldType};
use crate::source::{Code, Entry, Problems, Span, Table, did_you_mean};

use super::super::Condition;
use super::super::condition_read::ConditionReader;
use super::super::requirement_read::is_kebab;
use super::Calendars;
use super::time_limit::Length;

type Raw<'t> = Spanned<DeValue<'t>>;

/// Reads the parts of one file.
pub(super) struct PartReader<'r> {
    pub conditions: &'r ConditionReader<'r>,
    pub pack: &'r str,
    pub file: usize,
}

/// The types of field that a key may name.
#[derive(Clone, Copy)]
pub(super) enum Wanted {
    Date,
    Duration,
    List,
    Name,
}

impl Wanted {
    const fn words(self) -> &'static str {
        match self {
            Wanted::Date => "a date field",
            Wanted::Duration => "a duration field",
            Wanted::List => "a list of tables",
            Wanted::Name => "a text field",
        }
    }

    const fn fits(self, kind: &FieldType) -> bool {
        match self {
            Wanted::Date => matches!(kind, FieldType::Date),
            Wanted::Duration => matches!(kind, FieldType::Duration),
            Wanted::List => matches!(kind, FieldType::Tables),
            Wanted::Name => matches!(kind, FieldType::Text | FieldType::File | FieldType::OneOf(_)),
        }
    }
}

/// The counting convention that `counted` names, which must exist.
pub(super) fn counted(calendars: &Calendars, table: &Table<'_>, problems: &mut Problems) -> String {
    let word = table.required_text("counted", problems);
    if !word.value.is_empty() && calendars.counting(&word.value).is_none() {
        let near = did_you_mean(&word.value, calendars.conventions.iter().map(|known| known.id.as_str()));
        problems.add(Code::UnknownReference, word.span, format!("there is no convention `{}`", word.value)).help =
            near.map(|near| format!("did you mean `{near}`?"));
    }
    word.value
}

impl PartReader<'_> {
    /// The field that the text under `key` names: a column of `list`, or a field of the record.
    pub fn field(
        &self,
        table: &Table<'_>,
        key: &'static str,
        list: Option<FieldId>,
        wanted: Wanted,
        problems: &mut Problems,
    ) -> Option<FieldId> {
        let path = table.text(key, problems)?;
        self.find(&path.value, path.span, list, wanted, problems)
    }

    /// As [`PartReader::field`], where the key must be there.
    pub fn required_field(
        &self,
        table: &Table<'_>,
        key: &'static str,
        list: Option<FieldId>,
        wanted: Wanted,
        problems: &mut Problems,
    ) -> Option<FieldId> {
        let path = table.required_text(key, problems);
        (!path.value.is_empty()).then(|| self.find(&path.value, path.span, list, wanted, problems)).flatten()
    }

    /// The fields that the text, or the list of texts, under `key` names.
    pub fn fields(
        &self,
        table: &Table<'_>,
        key: &'static str,
        list: Option<FieldId>,
        wanted: Wanted,
        problems: &mut Problems,
    ) -> Vec<FieldId> {
        let paths = texts(table, key, problems).into_iter();
        paths.filter_map(|path| self.find(&path.value, path.span, list, wanted, problems)).collect()
    }

    /// The field at `path`, which must be of the wanted type.
    pub fn find(
        &self,
        path: &str,
        span: Span,
        list: Option<FieldId>,
        wanted: Wanted,
        problems: &mut Problems,
    ) -> Option<FieldId> {
        let fields = self.conditions.fields;
        match self.conditions.field(path, list) {
            Some(id) if wanted.fits(&fields.get(id).kind) => Some(id),
            Some(id) => {
                let message =
                    format!("`{path}` is of type {}; {} is needed here", fields.get(id).kind.id(), wanted.words());
                problems.add(Code::WrongType, span, message);
                None
            }
            None => {
                self.conditions.unknown_field(path, span, list, problems);
                None
            }
        }
    }

    /// A length of time under `key`: written out, the path of a duration field, or a list of such paths.
    pub fn length(
        &self,
        table: &Table<'_>,
        key: &'static str,
        list: Option<FieldId>,
        problems: &mut Problems,
    ) -> Option<Length> {
        let value = table.get(key)?;
        if let Some(text) = value.get_ref().as_str().filter(|text| text.starts_with(|c: char| c.is_ascii_digit())) {
            return duration(text, value.span(), problems).map(Length::Fixed);
        }
        let before = problems.len();
        let fields = self.fields(table, key, list, Wanted::Duration, problems);
        if fields.is_empty() && problems.len() == before {
            let message =
                format!("`{key}` takes a length of time such as \"30 days\", or the path of a duration field");
            problems.add(Code::WrongType, value.span(), message);
        }
        (!fields.is_empty()).then_some(Length::Fields(fields))
    }

    /// The condition under `key`.
    pub fn condition(
        &self,
        table: &Table<'_>,
        key: &'static str,
        list: Option<FieldId>,
        problems: &mut Problems,
    ) -> Option<Condition> {
        let value = table.get(key)?;
        match value.get_ref().as_table() {
            Some(inner) if !inner.is_empty() => Some(match list {
                Some(list) => self.conditions.read_in(inner, list, problems),
                None => self.conditions.read(inner, problems),
            }),
            _ => {
                let message = format!("`{key}` takes a condition in braces that tests something");
                problems.add(Code::BadCondition, value.span(), message);
                None
            }
        }
    }

    /// As [`PartReader::condition`], where the key must be there.
    pub fn required_condition(
        &self,
        table: &Table<'_>,
        key: &'static str,
        list: Option<FieldId>,
        problems: &mut Problems,
    ) -> Option<Condition> {
        if table.get(key).is_none() {
            table.report_missing(key, problems);
        }
        self.condition(table, key, list, problems)
    }
}

/// The text, or the list of texts, under `key`.
pub(super) fn texts(table: &Table<'_>, key: &'static str, problems: &mut Problems) -> Vec<Entry<String>> {
    match table.get(key) {
        Some(value) if value.get_ref().is_str() => table.text(key, problems).into_iter().collect(),
        Some(_) => table.texts(key, problems),
        None => Vec::new(),
    }
}

/// A length of time under `key`, written out.
pub(super) fn fixed(table: &Table<'_>, key: &'static str, problems: &mut Problems) -> Option<Duration> {
    let text = table.text(key, problems)?;
    duration(&text.value, text.span, problems)
}

fn duration(text: &str, span: Span, problems: &mut Problems) -> Option<Duration> {
    match text.parse() {
        Ok(duration) => Some(duration),
        Err(help) => {
            problems.add(Code::BadDuration, span, format!("`{text}` is not a length of time")).help = Some(help);
            None
        }
    }
}

/// The word itself where it is one of `known`.
pub(super) fn listed<'k>(
    word: &Entry<String>,
    what: &str,
    known: &[&'k str],
    problems: &mut Problems,
) -> Option<&'k str> {
    let found = known.iter().find(|one| **one == word.value).copied();
    if found.is_none() && !word.value.is_empty() {
        let near = did_you_mean(&word.value, known.iter().copied()).map(|near| format!("did you mean `{near}`? "));
        problems.add(Code::NotInList, word.span.clone(), format!("`{}` is not {what}", word.value)).help =
            Some(format!("{}it is one of: {}", near.unwrap_or_default(), known.join(", ")));
    }
    found
}

/// The one of `all` whose id is the word.
pub(super) fn pick<T: Copy>(
    word: &Entry<String>,
    what: &str,
    all: &[T],
    id: impl Fn(T) -> &'static str,
    problems: &mut Problems,
) -> Option<T> {
    let known: Vec<&str> = all.iter().map(|one| id(*one)).collect();
    let found = listed(word, what, &known, problems)?;
    all.iter().copied().find(|one| id(*one) == found)
}

/// The words alone.
pub(super) fn values(entries: Vec<Entry<String>>) -> Vec<String> {
    entries.into_iter().map(|entry| entry.value).collect()
}

/// Adds a problem where `id` is not in kebab-case.
pub(super) fn check_kebab(id: &str, span: Span, problems: &mut Problems) {
    if !is_kebab(id) {
        problems.add(Code::BadName, span, format!("`{id}` is not in kebab-case (small letters, digits and hyphens)"));
    }
}

/// The table under `value`, where it is one.
pub(super) fn as_table<'t>(value: &'t Raw<'t>) -> Option<Table<'t>> {
    value.get_ref().as_table().map(|inner| Table::new(inner, value.span()))
}
