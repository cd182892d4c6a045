//! Walking parsed TOML so that every problem of a file is reported in one run, each at its place.

use std::cell::RefCell;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::tree::read_tree;
use super::twice::first_places;
use super::{Code, Place, Problems, SourceText, Span, did_you_mean};

/// Parses `source` as TOML 1.1. Each syntax error becomes a problem; what could be read is returned all the same.
pub fn parse_toml<'s>(source: &'s SourceText, problems: &mut Problems) -> Spanned<DeTable<'s>> {
    if let Some(table) = source.tree().and_then(|tree| read_tree(source.text(), tree)) {
        return table;
    }
    let (table, errors) = DeTable::parse_recoverable(source.text());
    let mut again = Vec::new();
    let mut help = HelpByLine { source, line: 0..0, help: "" };
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        if error.message().contains("duplicate key") {
            again.push(span);
            continue;
        }
        let help = match is_too_deep(error.message()) {
            true => "write a heading such as [part.section] and its lines below it",
            false => help.at(span.start),
        };
        problems.add(Code::Syntax, span, plain_syntax(error.message())).help = Some(help.to_owned());
    }
    report_again(source, again, problems);
    table
}

/// Reports the keys that stand at these places `again`.
fn report_again(source: &SourceText, again: Vec<Span>, problems: &mut Problems) {
    if again.is_empty() {
        return;
    }
    let firsts = first_places(source.text(), again.iter().map(|span| span.start).collect());
    let text = Arc::clone(problems.source());
    for span in again {
        let first = firsts.get(&span.start);
        let (message, help) = match first.is_some_and(|first| first.headings) {
            true => {
                ("this heading is given twice", "move the lines below it under the first one, and take this one out")
            }
            false => ("this is given twice", "keep one of the two"),
        };
        let problem = problems.add(Code::Duplicate, span, message);
        problem.help = Some(help.to_owned());
        problem.related = first.map(|first| Place {
            source: Arc::clone(&text),
            span: first.span.clone(),
            label: "first here".to_owned(),
        });
    }
}

/// What to do about errors of syntax. A long line may have very many, and is looked at once.
struct HelpByLine<'s> {
    source: &'s SourceText,
    line: Span,
    help: &'static str,
}

impl HelpByLine<'_> {
    fn at(&mut self, place: usize) -> &'static str {
        if self.help.is_empty() || !(self.line.start..=self.line.end).contains(&place) {
            self.line = self.source.lines_around(&(place..place));
            self.help = syntax_help(&self.source.text()[self.line.clone()]);
        }
        self.help
    }
}

/// What to do about an error of syntax on `line`.
fn syntax_help(line: &str) -> &'static str {
    let value = line.split_once('=').map_or("", |(_, value)| value.trim());
    if line.contains(['\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}', '\u{ab}', '\u{bb}']) {
        "these are curly quotes, as Word makes them; type straight ones: \""
    } else if line.contains('\u{a0}') {
        "an invisible space from a word processor stands on this line; type the line again"
    } else if value.starts_with('"') && value.contains('\\') {
        "write / in place of \\ in paths"
    } else if value.starts_with('"') && value.matches('"').count() == 1 {
        "the quote at the end of the text is missing"
    } else if value.starts_with(|c: char| c.is_ascii_digit()) && value.contains(',') {
        "write the number without commas, such as 85000"
    } else if line.contains(':') && !line.contains('=') {
        "write = between the name and the value"
    } else {
        "text needs quotes, dates look like 2026-03-01, yes is true and no is false; a list ends with ]"
    }
}

fn plain_syntax(message: &str) -> String {
    match is_too_deep(message) {
        true => "something in this file stands deeper inside other things than can be read".to_owned(),
        false => format!("this is not valid TOML: {}", message.trim_end()),
    }
}

/// Whether the reader of TOML gave up on lists in lists or tables in tables.
fn is_too_deep(message: &str) -> bool {
    message.contains("recursion limit")
}

/// The plain name of a TOML value's type.
pub fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with decimals",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// A value with the spans of its key and of itself.
#[derive(Clone, Debug)]
pub struct Entry<T> {
    /// The value.
    pub value: T,
    /// Where the value stands.
    pub span: Span,
}

/// One TOML table of a file with a fixed form. Every key that is asked for counts as known; [`Table::finish`] reports the rest.
#[derive(Debug)]
pub struct Table<'t> {
    table: &'t DeTable<'t>,
    span: Span,
    asked: RefCell<Vec<&'static str>>,
}

impl<'t> Table<'t> {
    /// Wraps `table`, whose header or braces stand at `span`.
    pub fn new(table: &'t DeTable<'t>, span: Span) -> Self {
        Self { table, span, asked: RefCell::new(Vec::with_capacity(table.len() + 8)) }
    }

    /// Where the table begins.
    pub fn span(&self) -> Span {
        self.span.clone()
    }

    /// The raw value under `key`, marking the key as known.
    pub fn get(&self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    /// Every key and value, in the order of the file; marks none as known.
    pub fn iter(&self) -> impl Iterator<Item = (&'t str, Span, &'t Spanned<DeValue<'t>>)> + use<'t> {
        self.table.iter().map(|(key, value)| (key.get_ref().as_ref(), key.span(), value))
    }

    /// Text under `key`; a value of another type is a problem.
    pub fn text(&self, key: &'static str, problems: &mut Problems) -> Option<Entry<String>> {
        self.typed(key, "text", problems, |value| value.as_str().map(str::to_owned))
    }

    /// Text that must be there and not be empty; gives an empty one after reporting the problem.
    pub fn required_text(&self, key: &'static str, problems: &mut Problems) -> Entry<String> {
        match self.text(key, problems) {
            Some(entry) if entry.value.trim().is_empty() => {
                problems.add(Code::Missing, entry.span.clone(), format!("`{key}` is empty"));
                entry
            }
            Some(entry) => entry,
            None => {
                // A value of another type has its problem already.
                if self.table.get(key).is_none() {
                    self.report_missing(key, problems);
                }
                Entry { value: String::new(), span: self.span() }
            }
        }
    }

    /// True or false under `key`.
    pub fn yes_no(&self, key: &'static str, problems: &mut Problems) -> Option<Entry<bool>> {
        self.typed(key, "true or false", problems, DeValue::as_bool)
    }

    /// A whole number under `key`.
    pub fn integer(&self, key: &'static str, problems: &mut Problems) -> Option<Entry<i64>> {
        self.typed(key, "a whole number", problems, |value| {
            value.as_integer().and_then(|number| number.as_str().parse().ok())
        })
    }

    /// A date under `key`.
    pub fn date(&self, key: &'static str, problems: &mut Problems) -> Option<Entry<jiff::civil::Date>> {
        self.typed(key, "a date such as 2026-03-01", problems, |value| {
            value.as_datetime().and_then(|date| date.to_string().parse().ok())
        })
    }

    /// A list of texts under `key`; empty when the key is absent.
    pub fn texts(&self, key: &'static str, problems: &mut Problems) -> Vec<Entry<String>> {
        let Some(list) = self.typed(key, "a list of texts", problems, DeValue::as_array_ref) else {
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in list.value.iter() {
            match item.get_ref().as_str() {
                Some(text) => texts.push(Entry { value: text.to_owned(), span: item.span() }),
                None => {
                    problems.add(Code::WrongType, item.span(), format!("`{key}` takes texts in quotes"));
                }
            }
        }
        texts
    }

    /// The table under `key`.
    pub fn table(&self, key: &'static str, problems: &mut Problems) -> Option<Table<'t>> {
        let entry = self.typed(key, "a table", problems, DeValue::as_table_ref)?;
        Some(Table::new(entry.value, entry.span))
    }

    /// The tables of the list under `key`; empty when the key is absent.
    pub fn tables(&self, key: &'static str, problems: &mut Problems) -> Vec<Table<'t>> {
        let Some(list) = self.typed(key, "a list of tables", problems, DeValue::as_array_ref) else {
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in list.value.iter() {
            match item.get_ref().as_table() {
                Some(table) => tables.push(Table::new(table, item.span())),
                None => {
                    problems.add(Code::WrongType, item.span(), format!("`{key}` takes tables"));
                }
            }
        }
        tables
    }

    /// Reports every key that nobody asked for, with the nearest known one.
    pub fn finish(self, problems: &mut Problems) {
        let start = self.span().start;
        let asked = self.asked.into_inner();
        for (key, _) in self.table.iter() {
            let name: &str = key.get_ref();
            if !asked.contains(&name) {
                let near = did_you_mean(name, asked.iter().copied());
                if let Some(near) = near {
                    problems.stands_misspelt(start, near);
                }
                let problem = problems.add(Code::UnknownKey, key.span(), format!("`{name}` is not known here"));
                problem.help = Some(match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("known here: {}", asked.join(", ")),
                });
            }
        }
    }

    /// Reports that `key` is missing from this table.
    pub fn report_missing(&self, key: &str, problems: &mut Problems) {
        problems.add_missing(self.span(), key);
    }

    fn typed<T>(
        &self,
        key: &'static str,
        wanted: &str,
        problems: &mut Problems,
        read: impl FnOnce(&'t DeValue<'t>) -> Option<T>,
    ) -> Option<Entry<T>> {
        let value = self.get(key)?;
        match read(value.get_ref()) {
            Some(read) => Some(Entry { value: read, span: value.span() }),
            None => {
                let found = type_name(value.get_ref());
                problems.add(Code::WrongType, value.span(), format!("`{key}` must be {wanted}, not {found}"));
                None
            }
        }
    }
}

/// Borrowing forms of the accessors that `toml` offers by shorter lifetimes only.
trait AsRefs<'t> {
    fn as_array_ref(&'t self) -> Option<&'t toml::de::DeArray<'t>>;
    fn as_table_ref(&'t self) -> Option<&'t DeTable<'t>>;
}

impl<'t> AsRefs<'t> for DeValue<'t> {
    fn as_array_ref(&'t self) -> Option<&'t toml::de::DeArray<'t>> {
        self.as_array()
    }
    fn as_table_ref(&'t self) -> Option<&'t DeTable<'t>> {
        self.as_table()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_another_type_is_one_mistake() {
        let source = Arc::new(SourceText::new("t", "title = 3"));
        let mut problems = Problems::new(&source);
        let root = parse_toml(&source, &mut problems);
        let table = Table::new(root.get_ref(), 0..0);
        table.required_text("title", &mut problems);
        table.required_text("code", &mut problems);
        let found: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(found, ["`title` must be text, not a whole number", "`code` is missing here"]);
    }
}
