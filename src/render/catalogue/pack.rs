//! Packs.

use serde::Serialize;

use crate::pack::Pack;

use super::super::page::{Page, ticked};
use super::{Entry, Shelf};

/// A pack as data.
#[derive(Debug, Serialize)]
struct PackView<'p> {
    id: &'p str,
    title: &'p str,
    edition: &'p str,
    jurisdiction: &'p str,
    publisher: &'p str,
    licence: &'p str,
    hash: String,
    reviewed_on: Option<String>,
    review_every: Option<String>,
    review_due_on: Option<String>,
    languages: &'p [String],
    extends: &'p [String],
    note: Option<&'p str>,
    requirements: usize,
    fields: usize,
}

/// One pack.
pub(crate) fn entry(pack: &Pack, shelf: &Shelf<'_>) -> Entry {
    let manifest = &pack.manifest;
    let library = shelf.library;
    let view = PackView {
        id: &manifest.id,
        title: &manifest.title,
        edition: &manifest.edition,
        jurisdiction: &manifest.jurisdiction,
        publisher: &manifest.publisher,
        licence: &manifest.licence,
        hash: pack.files.hash(),
        reviewed_on: manifest.reviewed_on.map(|date| date.to_string()),
        review_every: manifest.review_every.map(|every| every.to_string()),
        review_due_on: manifest.review_due().map(|date| date.to_string()),
        languages: &manifest.languages,
        extends: &manifest.extends,
        note: manifest.note.as_deref(),
        requirements: library.requirements.iter().filter(|requirement| requirement.pack == manifest.id).count(),
        fields: library.fields.iter().filter(|(_, field)| field.pack == manifest.id).count(),
    };
    Entry::new(page(&view), [format!("edition {}", view.edition)], &view)
}

fn page(view: &PackView<'_>) -> Page {
    let mut page = Page::new("pack", view.id, view.title);
    page.labelled("Edition", view.edition);
    page.labelled("Where its law is in force", view.jurisdiction);
    page.labelled("Publisher", view.publisher);
    page.labelled("Licence", view.licence);
    page.labelled("Last reviewed on", view.reviewed_on.as_deref().unwrap_or("a date that it does not give"));
    page.labelled("Reviewed every", view.review_every.as_deref().unwrap_or_default());
    page.labelled("Next review due on", view.review_due_on.as_deref().unwrap_or_default());
    page.labelled("Languages", view.languages.join(", "));
    page.labelled("Adds to", ticked(view.extends.iter().map(String::as_str)));
    page.labelled("Requirements", view.requirements.to_string());
    page.labelled("Fields", view.fields.to_string());
    page.labelled("Note", view.note.unwrap_or_default());
    page.labelled("SHA-256 over its files", view.hash.as_str());
    page
}
