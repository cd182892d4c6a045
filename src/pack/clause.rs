//! Clauses, documents and defined terms: front matter in TOML between `+++` lines, then a text with blanks to fill.

use std::collections::HashMap;
use std::sync::Arc;

use toml::Spanned;
use toml::de::DeValue;

use crate::record::{FieldId, FieldType};
use crate::source::{Code, Diagnostic, Problems, SourceText, Span, Table, did_you_mean, parse_toml};

use super::condition_read::ConditionReader;
use super::{Condition, PackFiles};

/// A fact of the record that a text prints.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The name in the text, with underscores.
    pub name: String,
    /// The field it comes from.
    pub field: FieldId,
    /// The field whose value or default is proposed when the record is silent.
    pub otherwise: Option<FieldId>,
    /// What a reader must fill in when nothing is stated.
    pub blank: String,
}

/// A text with the facts that it prints and the switches that it asks.
#[derive(Clone, Debug)]
pub struct Text {
    /// The facts, in the order of the front matter.
    pub facts: Vec<Fact>,
    /// The switches: name with underscores, and when it is on.
    pub variants: Vec<(String, Condition)>,
    /// The template.
    pub body: String,
}

/// Another position for a clause, and what it gives up.
#[derive(Clone, Debug)]
pub struct Fallback {
    /// The id, unique in its clause.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What the institution loses against the preferred text.
    pub gives_up: String,
    /// The text in place of the preferred one.
    pub text: String,
}

/// A clause of an agreement.
#[derive(Clone, Debug)]
pub struct Clause {
    /// The id, which is the file's name.
    pub id: String,
    /// Its number in the clause catalogue, such as "C18".
    pub code: String,
    /// The heading.
    pub title: String,
    /// When it is called for; `None` for always.
    pub called_for: Option<Condition>,
    /// Whether subcontractors must be bound by it too.
    pub flows_down: bool,
    /// The authorities behind it.
    pub cites: Vec<String>,
    /// The defined terms that it uses.
    pub terms: Vec<String>,
    /// Why it is there, for counsel.
    pub note: String,
    /// What vendors usually say against it.
    pub objection: String,
    /// What to answer.
    pub answer: String,
    /// What must not be given up without a waiver.
    pub floor: String,
    /// Weaker positions, the better one first.
    pub fallbacks: Vec<Fallback>,
    /// The preferred text.
    pub text: Text,
    /// The file it stands in.
    pub source: Arc<SourceText>,
}

/// A defined term.
#[derive(Clone, Debug)]
pub struct Definition {
    /// The term.
    pub term: String,
    /// Other terms that its meaning uses.
    pub terms: Vec<String>,
    /// What it means.
    pub means: Text,
}

/// A document that `draft` writes: which clauses, in which order.
#[derive(Clone, Debug)]
pub struct Document {
    /// The name, which is the file's.
    pub id: String,
    /// The heading.
    pub title: String,
    /// What it is for.
    pub about: String,
    /// Ids of its clauses, in order.
    pub clauses: Vec<String>,
    /// The opening text.
    pub text: Text,
    /// The file it stands in.
    pub source: Arc<SourceText>,
}

/// Every clause, document and defined term of the templates in use.
#[derive(Clone, Debug, Default)]
pub struct Clauses {
    /// The clauses, by code.
    pub clauses: Vec<Clause>,
    /// The documents, by id.
    pub documents: Vec<Document>,
    /// The defined terms, in alphabetical order.
    pub definitions: Vec<Definition>,
}

impl Clauses {
    /// The clause with this id or code.
    pub fn find(&self, id: &str) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.id == id || clause.code.eq_ignore_ascii_case(id))
    }

    /// The document with this id.
    pub fn document(&self, id: &str) -> Option<&Document> {
        self.documents.iter().find(|document| document.id == id)
    }

    /// Reads the clauses, documents and definitions among `files`, which are those under `templates/`.
    ///
    /// # Errors
    /// Every problem of every file.
    pub(super) fn read(files: &PackFiles, conditions: &ConditionReader<'_>) -> Result<Self, Vec<Diagnostic>> {
        let mut clauses = Clauses::default();
        let mut found = Vec::new();
        for (path, source) in files.under("clauses", ".md") {
            match with_front_matter(source, |table, body, problems| {
                read_clause(stem(path), table, body, source, conditions, problems)
            }) {
                Ok(clause) => clauses.clauses.push(clause),
                Err(problems) => found.extend(problems),
            }
        }
        for (path, source) in files.under("documents", ".md") {
            match with_front_matter(source, |table, body, problems| {
                read_document(stem(path), table, body, source, conditions, problems)
            }) {
                Ok(document) => clauses.documents.push(document),
                Err(problems) => found.extend(problems),
            }
        }
        if let Some(source) = files.get("definitions.toml") {
            match read_definitions(source, conditions) {
                Ok(definitions) => clauses.definitions = definitions,
                Err(problems) => found.extend(problems),
            }
        }
        clauses.clauses.sort_by(|a, b| (a.code.len(), &a.code, &a.id).cmp(&(b.code.len(), &b.code, &b.id)));
        clauses.definitions.sort_by(|a, b| a.term.cmp(&b.term));
        found.extend(clauses.dangling());
        if found.is_empty() { Ok(clauses) } else { Err(found) }
    }

    fn dangling(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut report = |source: &Arc<SourceText>, what: &str, name: &str, near: Option<&str>| {
            let message = format!("`{}` names {what} `{name}`, which does not exist", source.name());
            let mut problem = Diagnostic::new(Code::UnknownReference, message).at(source, place_of(source, name), "");
            problem.help = near.map(|near| format!("did you mean `{near}`?"));
            found.push(problem);
        };
        for document in &self.documents {
            for id in &document.clauses {
                if !self.clauses.iter().any(|clause| clause.id == *id) {
                    report(
                        &document.source,
                        "the clause",
                        id,
                        did_you_mean(id, self.clauses.iter().map(|clause| clause.id.as_str())),
                    );
                }
            }
        }
        let terms: Vec<&str> = self.definitions.iter().map(|definition| definition.term.as_str()).collect();
        for clause in &self.clauses {
            for term in clause.terms.iter().filter(|term| !terms.contains(&term.as_str())) {
                report(&clause.source, "the defined term", term, did_you_mean(term, terms.iter().copied()));
            }
        }
        found
    }
}

fn place_of(source: &SourceText, word: &str) -> Span {
    let quoted = format!("\"{word}\"");
    source.text().find(&quoted).map_or(0..0, |at| at..at + quoted.len())
}

fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".md").unwrap_or(name)
}

/// Splits the front matter off, reads it at its true place, and hands the table and the body to `read`.
fn with_front_matter<T>(
    source: &Arc<SourceText>,
    read: impl FnOnce(&Table<'_>, String, &mut Problems) -> T,
) -> Result<T, Vec<Diagnostic>> {
    let mut problems = Problems::new(source);
    let text = source.text();
    let end = text.strip_prefix("+++\n").and_then(|rest| rest.find("\n+++\n")).map(|at| at + 4);
    let Some(end) = end else {
        problems.add(Code::Syntax, 0..0, "the file must begin with front matter between two lines `+++`");
        return Err(problems.into_sorted());
    };
    // Blank out the first line, so that every span of the front matter is a span of the whole file.
    let front = SourceText::new(source.name(), format!("   \n{}", &text[4..end]));
    let root = parse_toml(&front, &mut problems);
    let table = Table::new(root.get_ref(), 0..3);
    let value = read(&table, text[end + 5..].trim().to_owned(), &mut problems);
    table.finish(&mut problems);
    if problems.is_empty() { Ok(value) } else { Err(problems.into_sorted()) }
}

fn read_clause(
    id: &str,
    table: &Table<'_>,
    body: String,
    source: &Arc<SourceText>,
    conditions: &ConditionReader<'_>,
    problems: &mut Problems,
) -> Clause {
    let called_for = table.table("called-for", problems);
    let called_for = called_for.and(table.get("called-for")).and_then(|value| value.get_ref().as_table());
    Clause {
        id: id.to_owned(),
        code: table.required_text("code", problems).value,
        title: table.required_text("title", problems).value,
        called_for: called_for.map(|inner| conditions.read(inner, problems)),
        flows_down: table.yes_no("flows-down", problems).is_some_and(|entry| entry.value),
        cites: texts(table, "cites", problems),
        terms: texts(table, "terms", problems),
        note: table.required_text("note", problems).value,
        objection: table.required_text("objection", problems).value,
        answer: table.required_text("answer", problems).value,
        floor: table.required_text("floor", problems).value,
        fallbacks: table.tables("fallbacks", problems).into_iter().map(|one| read_fallback(one, problems)).collect(),
        text: read_text_parts(table, body, conditions, problems),
        source: Arc::clone(source),
    }
}

fn read_fallback(table: Table<'_>, problems: &mut Problems) -> Fallback {
    let fallback = Fallback {
        id: table.required_text("id", problems).value,
        title: table.required_text("title", problems).value,
        gives_up: table.required_text("gives-up", problems).value,
        text: table.required_text("text", problems).value,
    };
    table.finish(problems);
    fallback
}

fn read_document(
    id: &str,
    table: &Table<'_>,
    body: String,
    source: &Arc<SourceText>,
    conditions: &ConditionReader<'_>,
    problems: &mut Problems,
) -> Document {
    Document {
        id: id.to_owned(),
        title: table.required_text("title", problems).value,
        about: table.required_text("about", problems).value,
        clauses: texts(table, "clauses", problems),
        text: read_text_parts(table, body, conditions, problems),
        source: Arc::clone(source),
    }
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
        let means = table.required_text("means", &mut problems).value;
        definitions.push(Definition {
            term: term.to_owned(),
            terms: texts(&table, "terms", &mut problems),
            means: read_text_parts(&table, means, conditions, &mut problems),
        });
        table.finish(&mut problems);
    }
    if problems.is_empty() { Ok(definitions) } else { Err(problems.into_sorted()) }
}

fn read_text_parts(table: &Table<'_>, body: String, conditions: &ConditionReader<'_>, problems: &mut Problems) -> Text {
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
    table.finish(problems);
    let find = |entry: crate::source::Entry<String>, problems: &mut Problems| {
        let fields = conditions.fields;
        let found = fields.find(&entry.value).filter(|id| fields.is_value(*id));
        if found.is_none() && !entry.value.is_empty() {
            let message = format!("no pack declares a field `{}` with a value", entry.value);
            problems.add(Code::UnknownField, entry.span, message).help =
                fields.nearest(&entry.value).map(|near| format!("did you mean `{near}`?"));
        }
        found
    };
    let otherwise = otherwise.and_then(|entry| find(entry, problems));
    let field = find(field, problems)?;
    if conditions.fields.get(field).kind == FieldType::YesNo {
        problems.add(Code::BadCondition, span, "a yes-no field is no fact to print; ask it in `variants`");
    }
    Some(Fact { name: name.replace('-', "_"), field, otherwise, blank })
}

fn texts(table: &Table<'_>, key: &'static str, problems: &mut Problems) -> Vec<String> {
    table.texts(key, problems).into_iter().map(|entry| entry.value).collect()
}

/// The names of conditions, for readers outside a library.
pub(super) type NamedIndex = HashMap<String, super::NamedId>;
