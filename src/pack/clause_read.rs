//! Reading clauses, documents and defined terms: front matter in TOML between `+++` lines, then the text.

use std::collections::HashMap;
use std::sync::Arc;

use toml::Spanned;
use toml::de::DeValue;

use crate::record::{FieldId, FieldType};
use crate::source::{Code, Diagnostic, Entry, Problems, SourceText, Span, Table, did_you_mean, parse_toml};

use super::clause::{Body, Clause, Clauses, Definition, Fact, Fallback, Text};
use super::clause_fields::POSITION;
use super::condition_read::ConditionReader;
use super::document_read::read_document;
use super::reason::read_reason;
use super::statement::read_statements;
use super::{NamedId, PackFiles, Signals};

/// The names of conditions, for readers outside a library.
pub(super) type NamedIndex = HashMap<String, NamedId>;

/// The path of the defined terms under `templates/`.
const DEFINITIONS: &str = "definitions.toml";

impl Clauses {
    /// Reads the clauses, documents and definitions among `files`, which are those under `templates/`.
    ///
    /// # Errors
    /// Every problem of every file.
    pub(super) fn read(files: &PackFiles, conditions: &ConditionReader<'_>) -> Result<Self, Vec<Diagnostic>> {
        let own =
            files.only(|path| path == DEFINITIONS || path.starts_with("clauses/") || path.starts_with("documents/"));
        let mut clauses = Clauses { hash: own.hash(), ..Clauses::default() };
        let mut found = Vec::new();
        for (path, source) in own.under("clauses", ".md") {
            match with_front_matter(source, |front, problems| read_clause(stem(path), front, conditions, problems)) {
                Ok(clause) => clauses.clauses.push(clause),
                Err(problems) => found.extend(problems),
            }
        }
        for (path, source) in own.under("documents", ".md") {
            match with_front_matter(source, |front, problems| read_document(stem(path), front, conditions, problems)) {
                Ok(document) => clauses.documents.push(document),
                Err(problems) => found.extend(problems),
            }
        }
        if let Some(source) = own.get(DEFINITIONS) {
            match read_definitions(source, conditions) {
                Ok(definitions) => clauses.definitions = definitions,
                Err(problems) => found.extend(problems),
            }
        }
        clauses.clauses.sort_by(|a, b| (a.code.len(), &a.code, &a.id).cmp(&(b.code.len(), &b.code, &b.id)));
        clauses.definitions.sort_by(|a, b| a.term.cmp(&b.term));
        if found.is_empty() {
            found = clauses.dangling();
        }
        clauses.join_documents();
        if found.is_empty() { Ok(clauses) } else { Err(found) }
    }

    /// Adds to each document the clauses that ask to join it.
    fn join_documents(&mut self) {
        for document in &mut self.documents {
            let joining = self.clauses.iter().filter(|clause| clause.documents.contains(&document.id));
            let new: Vec<String> =
                joining.map(|clause| clause.id.clone()).filter(|id| !document.clauses.contains(id)).collect();
            document.clauses.extend(new);
        }
    }

    /// Every clause and defined term that is named and does not exist.
    fn dangling(&self) -> Vec<Diagnostic> {
        let clauses: Vec<&str> = self.clauses.iter().map(|clause| clause.id.as_str()).collect();
        let terms: Vec<&str> = self.definitions.iter().map(|definition| definition.term.as_str()).collect();
        let mut found = Vec::new();
        let documents: Vec<&str> = self.documents.iter().map(|document| document.id.as_str()).collect();
        for document in &self.documents {
            found.extend(unknown(&document.source, "clause", &document.clauses, &clauses));
            let called: Vec<String> = document.called.iter().map(|list| list.document.clone()).collect();
            found.extend(unknown(&document.source, "document", &called, &documents));
        }
        for clause in &self.clauses {
            found.extend(unknown(&clause.source, "document", &clause.documents, &documents));
            found.extend(unknown(&clause.source, "defined term", &clause.terms, &terms));
        }
        for definition in &self.definitions {
            found.extend(unknown(&definition.source, "defined term", &definition.terms, &terms));
        }
        found
    }
}

/// A problem for each of `names` that is not among `known`.
fn unknown(source: &Arc<SourceText>, what: &str, names: &[String], known: &[&str]) -> Vec<Diagnostic> {
    let missing = names.iter().filter(|name| !known.contains(&name.as_str()));
    let problems = missing.map(|name| {
        let quoted = format!("\"{name}\"");
        let span = source.text().find(&quoted).map_or(0..0, |at| at..at + quoted.len());
        let problem =
            Diagnostic::new(Code::UnknownReference, format!("there is no {what} `{name}`")).at(source, span, "");
        match did_you_mean(name, known.iter().copied()) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help(format!("correct the name, or add the {what}")),
        }
    });
    problems.collect()
}

fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".md").unwrap_or(name)
}

/// A file of front matter and text.
pub(super) struct Front<'f> {
    pub table: Table<'f>,
    pub body: Body,
    pub source: &'f Arc<SourceText>,
}

/// Splits the front matter off, reads it at its true place, and hands the table and the text to `read`.
fn with_front_matter<T>(
    source: &Arc<SourceText>,
    read: impl FnOnce(&Front<'_>, &mut Problems) -> T,
) -> Result<T, Vec<Diagnostic>> {
    let unix = source
        .text()
        .contains('\r')
        .then(|| Arc::new(SourceText::new(source.name(), source.text().replace("\r\n", "\n"))));
    let source = unix.as_ref().unwrap_or(source);
    let mut problems = Problems::new(source);
    let text = source.text();
    let end = text.strip_prefix("+++\n").and_then(|rest| rest.find("\n+++\n")).map(|at| at + 4);
    let Some(end) = end else {
        problems.add(Code::Syntax, 0..0, "the file must begin with front matter between two lines `+++`");
        return Err(problems.into_sorted());
    };
    let front_matter = source.front_matter(end);
    let root = parse_toml(&front_matter, &mut problems);
    let rest = &text[end + 5..];
    let start = end + 5 + (rest.len() - rest.trim_start().len());
    let body = Body { text: rest.trim().to_owned(), span: start..start + rest.trim().len() };
    if body.text.is_empty() {
        problems.add(Code::Missing, end + 1..end + 4, "the text is missing after the front matter");
    }
    let front = Front { table: Table::new(root.get_ref(), 0..3), body, source };
    let value = read(&front, &mut problems);
    front.table.finish(&mut problems);
    if problems.is_empty() { Ok(value) } else { Err(problems.into_sorted()) }
}

fn read_clause(id: &str, front: &Front<'_>, conditions: &ConditionReader<'_>, problems: &mut Problems) -> Clause {
    let table = &front.table;
    let called_for = table.table("called-for", problems);
    let called_for = called_for.and(table.get("called-for")).and_then(|value| value.get_ref().as_table());
    let text = read_text_parts(table, front.body.clone(), conditions, problems);
    if text.facts.iter().any(|fact| fact.name == POSITION) {
        let message =
            format!("no fact of a clause is called `{POSITION}`: a record chooses the text of a clause by that name");
        problems.add(Code::BadName, table.span(), message);
    }
    for fact in text.facts.iter().filter(|fact| conditions.fields.get(fact.field).kind == FieldType::YesNo) {
        let message = format!("`{}` is yes or no, which a clause does not print; ask it in `variants`", fact.name);
        problems.add(Code::BadCondition, table.span(), message);
    }
    Clause {
        id: id.to_owned(),
        code: table.required_text("code", problems).value,
        title: table.required_text("title", problems).value,
        called_for: called_for.map(|inner| conditions.read(inner, problems)),
        documents: texts(table, "documents", problems),
        flows_down: table.yes_no("flows-down", problems).is_some_and(|entry| entry.value),
        cites: texts(table, "cites", problems),
        terms: texts(table, "terms", problems),
        note: table.required_text("note", problems).value,
        objection: table.required_text("objection", problems).value,
        answer: table.required_text("answer", problems).value,
        floor: table.required_text("floor", problems).value,
        stands_alone: read_reason(table, problems),
        signals: Signals::read(table, &text, conditions.fields, problems),
        fallbacks: read_fallbacks(table, &text, conditions, problems),
        states: read_statements(table, "states", &text, conditions.fields, problems).unwrap_or_default(),
        short: table.text("short", problems).map(body_of),
        short_states: read_statements(table, "short-states", &text, conditions.fields, problems),
        text,
        source: Arc::clone(front.source),
    }
}

fn read_fallbacks(
    table: &Table<'_>,
    text: &Text,
    conditions: &ConditionReader<'_>,
    problems: &mut Problems,
) -> Vec<Fallback> {
    let mut fallbacks: Vec<Fallback> = Vec::new();
    for one in table.tables("fallbacks", problems) {
        let id = one.required_text("id", problems);
        if fallbacks.iter().any(|known| known.id == id.value) {
            problems.add(Code::DuplicateId, id.span, format!("there is another fallback `{}`", id.value));
        }
        fallbacks.push(Fallback {
            id: id.value,
            title: one.required_text("title", problems).value,
            gives_up: one.required_text("gives-up", problems).value,
            below_floor: one.yes_no("below-floor", problems).is_some_and(|entry| entry.value),
            body: body_of(one.required_text("text", problems)),
            states: read_statements(&one, "states", text, conditions.fields, problems).unwrap_or_default(),
        });
        one.finish(problems);
    }
    fallbacks
}

fn body_of(entry: Entry<String>) -> Body {
    Body { text: entry.value.trim().to_owned(), span: entry.span }
}

fn read_definitions(
    source: &Arc<SourceText>,
    conditions: &ConditionReader<'_>,
) -> Result<Vec<Definition>, Vec<Diagnostic>> {
    let mut problems = Problems::new(source);
    let root = parse_toml(source, &mut problems);
    let mut definitions = Vec::new();
    for (term, _, value) in Table::new(root.get_ref(), 0..0).iter() {
        let Some(inner) = value.get_ref().as_table() else {
            problems.add(Code::WrongType, value.span(), "each term is a table: [\"Term\"]");
            continue;
        };
        let table = Table::new(inner, value.span());
        let means = body_of(table.required_text("means", &mut problems));
        definitions.push(Definition {
            term: term.to_owned(),
            terms: texts(&table, "terms", &mut problems),
            means: read_text_parts(&table, means, conditions, &mut problems),
            source: Arc::clone(source),
        });
        table.finish(&mut problems);
    }
    if problems.is_empty() { Ok(definitions) } else { Err(problems.into_sorted()) }
}

/// Reads the facts and switches of a text.
pub(super) fn read_text_parts(
    table: &Table<'_>,
    body: Body,
    conditions: &ConditionReader<'_>,
    problems: &mut Problems,
) -> Text {
    let mut facts = Vec::new();
    if let Some(group) = table.table("facts", problems) {
        for (name, span, value) in group.iter() {
            facts.extend(read_fact(name, span, value, conditions, problems));
        }
    }
    let mut variants = Vec::new();
    if let Some(group) = table.table("variants", problems) {
        for (name, _, value) in group.iter() {
            match value.get_ref().as_table() {
                Some(inner) => variants.push((name.replace('-', "_"), conditions.read(inner, problems))),
                None => {
                    problems.add(Code::BadCondition, value.span(), "a variant takes a condition in braces");
                }
            }
        }
    }
    Text { facts, variants, body }
}

fn read_fact(
    name: &str,
    span: Span,
    value: &Spanned<DeValue<'_>>,
    conditions: &ConditionReader<'_>,
    problems: &mut Problems,
) -> Option<Fact> {
    let Some(inner) = value.get_ref().as_table() else {
        problems.add(Code::WrongType, span, "a fact is a table with `field` and `blank`");
        return None;
    };
    let table = Table::new(inner, value.span());
    let field = table.required_text("field", problems);
    let otherwise = table.text("otherwise", problems);
    let blank = table.required_text("blank", problems).value;
    let only = table.table("where", problems).and(table.get("where"));
    table.finish(problems);
    let otherwise = otherwise.and_then(|entry| value_field(entry, conditions, problems));
    let field = value_field(field, conditions, problems)?;
    let only = match (only.and_then(|value| value.get_ref().as_table()), conditions.fields.list_of(field)) {
        (Some(inner), Some(list)) => Some(conditions.read_in(inner, list, problems)),
        (Some(inner), None) => Some(conditions.read(inner, problems)),
        (None, _) => None,
    };
    Some(Fact { name: name.replace('-', "_"), field, otherwise, only, blank })
}

fn value_field(entry: Entry<String>, conditions: &ConditionReader<'_>, problems: &mut Problems) -> Option<FieldId> {
    let fields = conditions.fields;
    let found = fields.find(&entry.value).filter(|id| fields.is_value(*id));
    if found.is_none() && !entry.value.is_empty() {
        let message = format!("no pack declares a field `{}` with a value", entry.value);
        problems.add(Code::UnknownField, entry.span, message).help =
            fields.nearest(&entry.value).map(|near| format!("did you mean `{near}`?"));
    }
    found
}

/// The texts of a list.
pub(super) fn texts(table: &Table<'_>, key: &'static str, problems: &mut Problems) -> Vec<String> {
    table.texts(key, problems).into_iter().map(|entry| entry.value).collect()
}
