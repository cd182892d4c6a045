//! The strict reader: every problem of a record in one run, each once, at its place.

use std::collections::HashMap;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::source::{Code, Diagnostic, Problems, SourceText, Span, did_you_mean, parse_toml, type_name};

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
    let mut reader = Reader { fields, problems, headings: Vec::new(), check_missing };
    let mut cells = Vec::new();
    reader.table(root.get_ref(), None, 0..0, &mut cells);
    if !reader.problems.is_empty() {
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
}

impl Reader<'_> {
    fn table(&mut self, table: &DeTable<'_>, parent: Option<FieldId>, span: Span, cells: &mut Vec<(FieldId, Stated)>) {
        for (key, value) in table.iter() {
            let name: &str = key.get_ref();
            let Some(id) = self.fields.child(parent, name) else {
                self.unknown_key(name, key.span(), parent);
                continue;
            };
            let field = self.fields.get(id);
            if field.kind == FieldType::Section {
                match value.get_ref().as_table() {
                    Some(inner) => {
                        let header = heading_span(key.span(), value.span());
                        self.headings.push((id, header.clone()));
                        self.table(inner, Some(id), header, cells);
                    }
                    None => self.wrong_type(field, value),
                }
            } else if let Some(value) = self.value(id, field, value) {
                cells.push((id, value));
            }
        }
        if self.check_missing {
            self.missing(table, parent, span);
        }
    }

    fn missing(&mut self, table: &DeTable<'_>, parent: Option<FieldId>, span: Span) {
        for id in self.fields.children(parent) {
            let field = self.fields.get(*id);
            if field.required && table.get(field.key()).is_none() {
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
                self.problems.add(Code::Missing, span.clone(), message).help = Some(help);
            }
        }
    }

    fn value(&mut self, id: FieldId, field: &Field, value: &Spanned<DeValue<'_>>) -> Option<Stated> {
        let span = value.span();
        let raw = value.get_ref();
        let read = match &field.kind {
            FieldType::Section => None,
            FieldType::Tables => return self.tables(id, field, value),
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
                Err(_) => {
                    let found = self.problems.source().text()[span.clone()].trim_matches('"').to_owned();
                    let message = format!("is not a date: {found}");
                    let help = "write year-month-day, such as 2026-03-01";
                    return self.bad(Code::BadDate, field, span, &message, help);
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
                        .choice(field, choices, word, span.clone())
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

    fn tables(&mut self, id: FieldId, field: &Field, value: &Spanned<DeValue<'_>>) -> Option<Stated> {
        let Some(list) = value.get_ref().as_array() else {
            self.wrong_type(field, value);
            return None;
        };
        let mut rows = Vec::with_capacity(list.len());
        for item in list.iter() {
            match item.get_ref().as_table() {
                Some(table) => {
                    let mut cells = Vec::new();
                    self.table(table, Some(id), item.span(), &mut cells);
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
        for item in list.iter() {
            let Some(text) = text_of(item.get_ref()) else {
                let message = format!("`{}` takes texts in quotes, not {}", field.path, type_name(item.get_ref()));
                self.problems.add(Code::WrongType, item.span(), message);
                continue;
            };
            let text = match &field.kind {
                FieldType::ListOf(choices) => self.choice(field, choices, &text, item.span()),
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

    fn choice(&mut self, field: &Field, choices: &[(String, String)], word: &str, span: Span) -> Option<String> {
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
        self.problems.add(Code::NotInList, span, message).help = Some(match did_you_mean(word, words()) {
            Some(near) => format!("did you mean `{near}`? It takes: {list}"),
            None => format!("it takes: {list}"),
        });
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

    fn unknown_key(&mut self, name: &str, span: Span, parent: Option<FieldId>) {
        let fields = self.fields;
        let (place, siblings) = match parent {
            Some(parent) => (format!("`{}`", fields.get(parent).path), fields.children(Some(parent))),
            None => ("the record".to_owned(), fields.children(None)),
        };
        if self.problems.len() > ENOUGH {
            self.problems.add(Code::UnknownKey, span, format!("{place} has no field `{name}`"));
            return;
        }
        let near = did_you_mean(name, siblings.iter().map(|id| fields.get(*id).key()));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => match fields.iter().find(|(_, field)| field.key() == name) {
                Some((_, field)) => format!("there is a field `{}`; move the line under its heading", field.path),
                None => "`diligence list fields` prints every field; delete the line if it is not needed".to_owned(),
            },
        };
        self.problems.add(Code::UnknownKey, span, format!("{place} has no field `{name}`")).help = Some(help);
    }
}

/// The span to show for a heading: its key where the table is written in braces, else the header itself.
fn heading_span(key: Span, table: Span) -> Span {
    if table.is_empty() || table.start > key.start { key } else { table }
}
