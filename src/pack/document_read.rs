//! Reading documents: their clauses, and the lists that their texts print.

use std::sync::Arc;

use toml::Spanned;
use toml::de::DeValue;

use crate::record::{FieldId, FieldType, Phase};
use crate::source::{Code, Problems, Table, did_you_mean};

use super::Obligation;
use super::clause::{CalledList, Document, Fact, Form, OpenList, Rows};
use super::clause_read::{Front, read_text_parts, texts};
use super::condition_read::ConditionReader;

/// Reads the document `id`.
pub(super) fn read_document(
    id: &str,
    front: &Front<'_>,
    conditions: &ConditionReader<'_>,
    problems: &mut Problems,
) -> Document {
    let table = &front.table;
    Document {
        id: id.to_owned(),
        title: table.required_text("title", problems).value,
        about: table.required_text("about", problems).value,
        clauses: texts(table, "clauses", problems),
        form: read_form(table, problems),
        rows: group(table, "rows", problems, |name, one, problems| read_rows(name, one, conditions, problems)),
        open: group(table, "open", problems, |name, one, problems| Some(read_open(name, one, problems))),
        called: group(table, "called", problems, |name, one, problems| {
            Some(CalledList { name, document: one.required_text("document", problems).value })
        }),
        text: read_text_parts(table, front.body.clone(), conditions, problems),
        source: Arc::clone(front.source),
    }
}

fn read_form(table: &Table<'_>, problems: &mut Problems) -> Form {
    match table.text("form", problems) {
        Some(form) if form.value == "short" => Form::Short,
        Some(form) if form.value != "full" => {
            problems.add(Code::NotInList, form.span, "the form of a document is `full` or `short`");
            Form::Full
        }
        _ => Form::Full,
    }
}

/// The tables under `key`, such as `[rows.elements]`, each with its name as the text writes it.
fn group<T>(
    table: &Table<'_>,
    key: &'static str,
    problems: &mut Problems,
    mut read: impl FnMut(String, &Table<'_>, &mut Problems) -> Option<T>,
) -> Vec<T> {
    let Some(group) = table.table(key, problems) else { return Vec::new() };
    let mut found = Vec::new();
    for (name, _, value) in group.iter() {
        found.extend(inner(key, value, problems).and_then(|one| {
            let read = read(name.replace('-', "_"), &one, problems);
            one.finish(problems);
            read
        }));
    }
    found
}

/// The table that `value` is.
fn inner<'t>(key: &str, value: &'t Spanned<DeValue<'t>>, problems: &mut Problems) -> Option<Table<'t>> {
    let found = value.get_ref().as_table().map(|inner| Table::new(inner, value.span()));
    if found.is_none() {
        problems.add(Code::WrongType, value.span(), format!("each name under `{key}` is a table: [{key}.name]"));
    }
    found
}

fn read_rows(
    name: String,
    table: &Table<'_>,
    conditions: &ConditionReader<'_>,
    problems: &mut Problems,
) -> Option<Rows> {
    let fields = conditions.fields;
    let path = table.required_text("list", problems);
    let only = table.table("where", problems).and(table.get("where")).and_then(|value| value.get_ref().as_table());
    let columns = table.table("columns", problems);
    let found = fields.find(&path.value).filter(|id| fields.get(*id).kind == FieldType::Tables);
    let Some(list) = found else {
        if !path.value.is_empty() {
            let message = format!("no pack declares a list of tables `{}`", path.value);
            problems.add(Code::UnknownField, path.span, message).help =
                fields.nearest(&path.value).map(|near| format!("did you mean `{near}`?"));
        }
        return None;
    };
    let only = only.map(|inner| conditions.read_in(inner, list, problems));
    let mut read = Vec::new();
    for (name, _, value) in columns.iter().flat_map(Table::iter) {
        let Some(column) = inner("columns", value, problems) else { continue };
        read.extend(read_column(name, &column, list, conditions, problems));
        column.finish(problems);
    }
    if read.is_empty() {
        problems.add(
            Code::Missing,
            table.span(),
            "rows need columns: [rows.name.columns.name] with `field` and `blank`",
        );
    }
    let certain = table.yes_no("certain", problems).is_some_and(|entry| entry.value);
    Some(Rows { name, list, only, certain, columns: read })
}

/// A column: a field inside each entry of `list`, by its path there.
fn read_column(
    name: &str,
    table: &Table<'_>,
    list: FieldId,
    conditions: &ConditionReader<'_>,
    problems: &mut Problems,
) -> Option<Fact> {
    let fields = conditions.fields;
    let field = table.required_text("field", problems);
    let blank = table.required_text("blank", problems).value;
    let list_path = &fields.get(list).path;
    let found = fields.find(&format!("{list_path}.{}", field.value));
    let found = found.filter(|id| fields.is_value(*id) && fields.list_of(*id) == Some(list));
    if found.is_none() && !field.value.is_empty() {
        let columns = fields.iter().filter(|(id, _)| fields.is_value(*id) && fields.list_of(*id) == Some(list));
        let near = did_you_mean(&field.value, columns.map(|(id, _)| fields.key_in_entry(id)));
        let message = format!("an entry of `{list_path}` holds no value `{}`", field.value);
        problems.add(Code::UnknownField, field.span, message).help = near.map(|near| format!("did you mean `{near}`?"));
    }
    Some(Fact { name: name.replace('-', "_"), field: found?, otherwise: None, only: None, blank })
}

fn read_open(name: String, table: &Table<'_>, problems: &mut Problems) -> OpenList {
    let phases = words(table, "phases", Phase::from_id, &Phase::ALL.map(Phase::id), problems);
    let obligations = words(table, "obligations", Obligation::from_id, &Obligation::ALL.map(Obligation::id), problems);
    OpenList { name, phases, obligations }
}

/// The words of a list, each one of `known`.
fn words<T>(
    table: &Table<'_>,
    key: &'static str,
    read: impl Fn(&str) -> Option<T>,
    known: &[&str],
    problems: &mut Problems,
) -> Vec<T> {
    let mut found = Vec::new();
    for entry in table.texts(key, problems) {
        match read(&entry.value) {
            Some(word) => found.push(word),
            None => {
                let message = format!("`{}` is none of the words that `{key}` takes", entry.value);
                problems.add(Code::NotInList, entry.span, message).help =
                    Some(format!("it takes: {}", known.join(", ")));
            }
        }
    }
    found
}
