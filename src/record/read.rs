//! The strict reader: every problem of a record in one run, each once, at its place.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::source::{
    Code, Diagnostic, Fix, Problems, SourceText, Span, clearly_meant, could_mean, parse_toml, quoted, type_name,
};

use super::correct::Corrections;
use super::misspelt::{fits_container, help, meant, one_of};
use super::readings::two_dates;
use super::scalar::{is_blank, is_placeholder, parse_date, parse_integer, parse_money, text_of};
use super::{Field, FieldId, FieldType, Fields, Item, Record, Row, Stated, Value};

/// Reads a record against `fields`.
///
/// # Errors
/// Every problem of the text, in its order.
pub fn read_record(source: &Arc<SourceText>, fields: &Fields) -> Result<Record, Vec<Diagnostic>> {
    if source.text().trim().is_empty() {
        let empty = Diagnostic::new(Code::EmptyFile, format!("`{}` is empty", source.name()));
        return Err(vec![empty.help("write a record with `diligence init`, or check that this is the right file")]);
    }
    read(source, fields, true)
}

/// Reads a part of a record, such as an example inside a pack: as [`read_record`], but nothing is required.
///
/// # Errors
/// Every problem of the text, in its order.
pub fn read_fragment(source: &Arc<SourceText>, fields: &Fields) -> Result<Record, Vec<Diagnostic>> {
    read(source, fields, false)
}

fn read(source: &Arc<SourceText>, fields: &Fields, whole: bool) -> Result<Record, Vec<Diagnostic>> {
    let mut problems = Problems::new(source);
    let root = parse_toml(source, &mut problems);
    // After a syntax error parts of the tree are lost, so that whatever is missing may merely not have been read.
    let check_missing = whole && problems.is_empty();
    let corrections = Corrections::new(&problems);
    let mut reader = Reader { fields, problems, headings: Vec::new(), check_missing, corrections };
    let mut cells = Vec::new();
    let part = Part { parent: None, span: 0..0, extent: 0..source.text().len() };
    reader.table(root.get_ref(), &part, &mut cells);
    if !reader.problems.is_empty() {
        reader.corrections.hand_out(&mut reader.problems);
        return Err(reader.problems.into_sorted_without_aftermath());
    }
    Ok(Record { source: Arc::clone(source), facts: Row::new(cells, 0..0), headings: reader.headings })
}

/// With more problems than this, nobody reads what is said about the next one.
const ENOUGH: usize = 1000;

struct Reader<'f> {
    fields: &'f Fields,
    problems: Problems,
    headings: Vec<(FieldId, Span)>,
    check_missing: bool,
    corrections: Corrections,
}

/// Which table is being read.
struct Part {
    /// The field that it states; `None` at the top.
    parent: Option<FieldId>,
    /// Where problems of the table as a whole are shown.
    span: Span,
    /// The part of the text in which its keys stand: that of its entry, inside a list.
    extent: Span,
}

impl Reader<'_> {
    fn table(&mut self, table: &DeTable<'_>, part: &Part, cells: &mut Vec<(FieldId, Stated)>) {
        let enough = self.problems.len() > ENOUGH;
        let meant = if enough { Vec::new() } else { meant(self.fields, table, part.parent) };
        for (key, value) in table.iter() {
            let name: &str = key.get_ref();
            if let Some(id) = self.fields.child(part.parent, name) {
                self.entry(id, key.span(), value, &part.extent, cells);
                continue;
            }
            let meant = meant.iter().find(|(known, _)| *known == name).map(|(_, id)| *id);
            match meant.and_then(|id| Some((id, self.as_meant(id, key.span(), value, &part.extent)?))) {
                Some((id, problems)) => {
                    let text = Arc::clone(self.problems.source());
                    let is_container = !self.fields.is_value(id);
                    let places =
                        is_container.then(|| self.corrections.outline(&text).key_places(&key.span(), &part.extent));
                    let places = places.filter(|places| !places.is_empty()).unwrap_or_else(|| vec![key.span()]);
                    let fix = Fix::rename(name, self.fields.get(id).key(), places);
                    self.unknown_key(name, key.span(), part.parent, table, Some(fix));
                    self.problems.append(problems);
                }
                None => self.unknown_key(name, key.span(), part.parent, table, None),
            }
        }
        if self.check_missing {
            self.missing(table, &meant, part);
        }
    }

    /// One key with its value.
    fn entry(
        &mut self,
        id: FieldId,
        key: Span,
        value: &Spanned<DeValue<'_>>,
        extent: &Span,
        cells: &mut Vec<(FieldId, Stated)>,
    ) {
        let field = self.fields.get(id);
        if field.kind == FieldType::Section {
            match value.get_ref().as_table() {
                Some(inner) => {
                    let header = heading_span(key, value.span());
                    self.headings.push((id, header.clone()));
                    let part = Part { parent: Some(id), span: header, extent: extent.clone() };
                    self.table(inner, &part, cells);
                }
                None => self.wrong_type(field, value),
            }
        } else if let Some(value) = self.value(id, field, value, extent) {
            cells.push((id, value));
        }
    }

    /// The problems that `value` has when its key is read as that of `id`; `None` where that cannot be what was meant.
    fn as_meant(&mut self, id: FieldId, key: Span, value: &Spanned<DeValue<'_>>, extent: &Span) -> Option<Problems> {
        let is_value = self.fields.is_value(id);
        if !is_value && !fits_container(self.fields, id, value.get_ref()) {
            return None;
        }
        let none = Problems::new(self.problems.source());
        let (before, found) = (std::mem::replace(&mut self.problems, none), self.corrections.len());
        self.entry(id, key, value, extent, &mut Vec::new());
        let problems = std::mem::replace(&mut self.problems, before);
        if is_value && !self.corrections.mend_all(&problems, found) {
            self.corrections.forget(found);
            return None;
        }
        Some(problems)
    }

    fn missing(&mut self, table: &DeTable<'_>, meant: &[(&str, FieldId)], part: &Part) {
        for id in self.fields.children(part.parent) {
            let field = self.fields.get(*id);
            let misspelt = || meant.iter().any(|(_, other)| other == id);
            if field.required && table.get(field.key()).is_none() && !misspelt() {
                let (message, help) = match field.kind {
                    FieldType::Section => (
                        format!("the table `[{}]` is missing", field.path),
                        format!("add a line `[{}]`; it may stay empty while nothing is known", field.path),
                    ),
                    _ => (
                        format!("`{}` is missing from this entry", field.key()),
                        format!("add a line such as `{} = {}`", field.key(), field.example),
                    ),
                };
                self.problems.add(Code::Missing, part.span.clone(), message).help = Some(help);
            }
        }
    }

    /// A value, or its problem with the correction that is certain, if one is.
    fn value(&mut self, id: FieldId, field: &Field, value: &Spanned<DeValue<'_>>, extent: &Span) -> Option<Stated> {
        let before = self.problems.len();
        let read = self.read_value(id, field, value, extent);
        self.corrections.correct(field, value, before, &mut self.problems);
        read
    }

    fn read_value(
        &mut self,
        id: FieldId,
        field: &Field,
        value: &Spanned<DeValue<'_>>,
        extent: &Span,
    ) -> Option<Stated> {
        let span = value.span();
        let raw = value.get_ref();
        let read = match &field.kind {
            FieldType::Section => None,
            FieldType::Tables => return self.tables(id, field, value, extent),
            FieldType::ListOf(_) | FieldType::TextList => self.list(field, value)?,
            FieldType::YesNo => raw.as_bool().map(Value::YesNo),
            FieldType::Integer => match parse_integer(raw) {
                Ok(number) => number.map(Value::Integer),
                Err(help) => {
                    return self.bad(Code::WrongType, field, span, "is not a whole number that can be read", &help);
                }
            },
            FieldType::Money => match parse_money(raw) {
                Ok(money) => money.map(Value::Money),
                Err(help) => return self.bad(Code::WrongType, field, span, "is not an amount of dollars", &help),
            },
            FieldType::Date => match parse_date(raw) {
                Ok(date) => date.map(Value::Date),
                Err(text) => {
                    let found = self.problems.source().text()[span.clone()].trim_matches('"').to_owned();
                    let message = format!("is not a date: {found}");
                    let help = two_dates(&text).unwrap_or("write year-month-day, such as 2026-03-01".to_owned());
                    return self.bad(Code::BadDate, field, span, &message, &help);
                }
            },
            FieldType::Duration => match raw.as_str().map(str::parse) {
                Some(Ok(duration)) => Some(Value::Duration(duration)),
                Some(Err(help)) => return self.bad(Code::BadDuration, field, span, "is not a length of time", &help),
                None => None,
            },
            FieldType::OneOf(choices) => match raw.as_str() {
                Some(word) => {
                    return self
                        .choice(field, choices, word, span.clone(), &mut HashSet::new())
                        .map(|text| Stated { value: Value::Text(text), span });
                }
                None => None,
            },
            FieldType::Text | FieldType::File | FieldType::Person => match text_of(raw) {
                Some(text) if is_blank(&text) => {
                    return self.bad(
                        Code::Missing,
                        field,
                        span,
                        "is empty",
                        "write the text, or delete the line while it is not known",
                    );
                }
                Some(text) if is_placeholder(&text) => {
                    let what = format!("says nothing: `{text}` only holds the place");
                    return self.bad(Code::Placeholder, field, span, &what, "delete the line while it is not known");
                }
                text => text.map(Value::Text),
            },
        };
        match read {
            Some(value) => Some(Stated { value, span }),
            None => {
                self.wrong_type(field, value);
                None
            }
        }
    }

    fn tables(&mut self, id: FieldId, field: &Field, value: &Spanned<DeValue<'_>>, extent: &Span) -> Option<Stated> {
        let Some(list) = value.get_ref().as_array() else {
            self.wrong_type(field, value);
            return None;
        };
        let mut rows = Vec::with_capacity(list.len());
        for (at, item) in list.iter().enumerate() {
            match item.get_ref().as_table() {
                Some(table) => {
                    let mut cells = Vec::new();
                    let end = list.get(at + 1).map_or(extent.end, |next| next.span().start);
                    let part = Part { parent: Some(id), span: item.span(), extent: item.span().start..end };
                    self.table(table, &part, &mut cells);
                    rows.push(Row::new(cells, item.span()));
                }
                None => self.wrong_type(field, item),
            }
        }
        let span = rows.first().map_or_else(|| value.span(), |row| row.span.clone());
        Some(Stated { value: Value::Tables(rows), span })
    }

    fn list(&mut self, field: &Field, value: &Spanned<DeValue<'_>>) -> Option<Option<Value>> {
        let Some(list) = value.get_ref().as_array() else { return Some(None) };
        let mut items: Vec<Item> = Vec::with_capacity(list.len());
        let mut seen: HashMap<String, Span> = HashMap::new();
        let mut given: HashSet<String> =
            list.iter().filter_map(|item| item.get_ref().as_str()).map(str::to_owned).collect();
        for item in list.iter() {
            let Some(text) = text_of(item.get_ref()) else {
                let message = format!("`{}` takes texts in quotes, not {}", field.path, type_name(item.get_ref()));
                self.problems.add(Code::WrongType, item.span(), message);
                continue;
            };
            let text = match &field.kind {
                FieldType::ListOf(choices) => self.choice(field, choices, &text, item.span(), &mut given),
                _ if is_blank(&text) => {
                    let message = format!("`{}` holds an empty text", field.path);
                    self.problems.add(Code::Missing, item.span(), message).help =
                        Some("write the text, or delete it; a list without any is []".to_owned());
                    None
                }
                _ if is_placeholder(&text) => {
                    let message = format!("`{}` says nothing: `{text}` only holds the place", field.path);
                    self.problems.add(Code::Placeholder, item.span(), message).help =
                        Some("delete it while it is not known".to_owned());
                    None
                }
                _ => Some(text),
            };
            let Some(text) = text else { continue };
            if let Some(first) = seen.insert(text.clone(), item.span()) {
                let source = Arc::clone(self.problems.source());
                let problem = self.problems.add(Code::Duplicate, item.span(), format!("`{text}` is given twice"));
                *problem = problem.clone().related(&source, first, "first here").help("keep one of the two");
            } else {
                items.push(Item { text, span: item.span() });
            }
        }
        Some(Some(Value::List(items)))
    }

    /// `word`, if it is one of `choices`. What it may be meant for is none of `given`, the words that stand beside it, and
    /// is added to them.
    fn choice(
        &mut self,
        field: &Field,
        choices: &[(String, String)],
        word: &str,
        span: Span,
        given: &mut HashSet<String>,
    ) -> Option<String> {
        let words = || choices.iter().map(|(word, _)| word.as_str());
        if words().any(|known| known == word) {
            return Some(word.to_owned());
        }
        let message = format!("`{word}` is not a value that `{}` takes", field.path);
        if self.problems.len() > ENOUGH {
            self.problems.add(Code::NotInList, span, message);
            return None;
        }
        let list = words().collect::<Vec<_>>().join(", ");
        let problem = self.problems.add(Code::NotInList, span.clone(), message);
        let near = could_mean(word, words());
        let (there, free): (Vec<&str>, Vec<&str>) = near.iter().partition(|near| given.contains(**near));
        problem.help = Some(match (one_of(&free), there.first()) {
            (Some(question), Some(there)) => format!("{question} `{there}` is given here already. It takes: {list}"),
            (Some(question), None) => format!("{question} It takes: {list}"),
            (None, Some(there)) => format!("if `{there}` is meant, that is given here already: keep one of the two"),
            (None, None) => format!("it takes: {list}"),
        });
        let meant = clearly_meant(word, words()).filter(|meant| given.insert((*meant).to_owned()));
        problem.fix = meant.map(|meant| Fix::write(span, quoted(meant)));
        None
    }

    fn bad(&mut self, code: Code, field: &Field, span: Span, what: &str, help: &str) -> Option<Stated> {
        self.problems.add(code, span, format!("`{}` {what}", field.path)).help = Some(help.to_owned());
        None
    }

    fn wrong_type(&mut self, field: &Field, value: &Spanned<DeValue<'_>>) {
        let message = format!("`{}` must be {}, not {}", field.path, field.kind.wanted(), type_name(value.get_ref()));
        let help = match (&field.kind, value.get_ref()) {
            (FieldType::Section, DeValue::Array(_)) => Some(self.one_heading(field)),
            (FieldType::Tables, DeValue::Table(_)) => {
                Some(format!("write [[{}]], with two pairs of brackets, once for each entry", field.path))
            }
            _ if field.example.is_empty() => None,
            _ => Some(format!("for example: {} = {}", field.key(), field.example)),
        };
        self.problems.add(Code::WrongType, value.span(), message).help = help;
    }

    /// What to write in place of a list where one heading belongs; a list of a like name may be what was meant.
    fn one_heading(&self, field: &Field) -> String {
        let like = format!("{}-", field.path);
        let lists =
            self.fields.iter().filter(|(_, other)| other.kind == FieldType::Tables && other.path.starts_with(&like));
        let lists: Vec<String> =
            lists.map(|(_, list)| format!("; for \"{}\", write [[{}]]", list.title, list.path)).collect();
        format!("write [{}], with one pair of brackets, once in the record{}", field.path, lists.concat())
    }

    /// Reports `name`, a key of `table` that no field has, and `fix`, if it can only be meant for one.
    fn unknown_key(&mut self, name: &str, span: Span, parent: Option<FieldId>, table: &DeTable<'_>, fix: Option<Fix>) {
        let place = parent.map_or("the record".to_owned(), |parent| format!("`{}`", self.fields.get(parent).path));
        let enough = self.problems.len() > ENOUGH;
        let text = Arc::clone(self.problems.source());
        let problem = self.problems.add(Code::UnknownKey, span, format!("{place} has no field `{name}`"));
        problem.help = (!enough).then(|| help(self.fields, name, parent, table, text.text(), fix.is_some()));
        problem.fix = fix;
    }
}

/// The section that holds the choices among the texts of clauses, whose keys are the clauses.
pub const CLAUSES: &str = "clauses";

/// The span to show for a heading: its key where the table is written in braces, else the header itself.
fn heading_span(key: Span, table: Span) -> Span {
    if table.is_empty() || table.start > key.start { key } else { table }
}
