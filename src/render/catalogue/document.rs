//! Documents that `draft` writes.

use serde::Serialize;

use crate::pack::Document;

use super::super::page::{Page, items};
use super::clause::{FactView, fact_items, facts};
use super::{Entry, Shelf};

/// A document as data.
#[derive(Debug, Serialize)]
struct DocumentView<'d> {
    id: &'d str,
    title: &'d str,
    about: &'d str,
    clauses: Vec<PartView<'d>>,
    facts: Vec<FactView<'d>>,
    /// The lists of the record that it prints row by row.
    lists: Vec<&'d str>,
}

/// A clause of a document.
#[derive(Debug, Serialize)]
struct PartView<'d> {
    id: &'d str,
    code: &'d str,
    title: &'d str,
}

/// One document.
pub(crate) fn entry(document: &Document, shelf: &Shelf<'_>) -> Entry {
    let clauses = document.clauses.iter().filter_map(|id| shelf.clauses.find(id));
    let view = DocumentView {
        id: &document.id,
        title: &document.title,
        about: &document.about,
        clauses: clauses.map(|one| PartView { id: &one.id, code: &one.code, title: &one.title }).collect(),
        facts: facts(&document.text.facts, shelf),
        lists: lists(document, shelf),
    };
    let clauses = match view.clauses.len() {
        0 => "no clauses".to_owned(),
        1 => "1 clause".to_owned(),
        count => format!("{count} clauses"),
    };
    Entry::new(page(&view), [clauses], &view)
}

/// The lists that `document` prints row by row, each once.
fn lists<'s>(document: &Document, shelf: &Shelf<'s>) -> Vec<&'s str> {
    let mut lists = Vec::new();
    for rows in &document.rows {
        let path = shelf.library.fields.get(rows.list).path.as_str();
        if !lists.contains(&path) {
            lists.push(path);
        }
    }
    lists
}

fn page(view: &DocumentView<'_>) -> Page {
    let mut page = Page::new("document", view.id, view.title);
    page.paragraph(view.about);
    let clauses = view.clauses.iter().map(|one| format!("{} `{}`: {}", one.code, one.id, one.title));
    page.list("Its clauses, of which a draft takes those that the record calls for", items(clauses));
    page.list("Filled in from the record", fact_items(&view.facts));
    page.list("Lists of the record that it prints", items(view.lists.iter().map(|path| format!("`{path}`"))));
    page.labelled("To write it", format!("`diligence draft PATH --document {}`", view.id));
    page
}
