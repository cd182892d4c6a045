//! Sources: what was read, in which facts of the packs were seen.

use serde::Serialize;

use crate::pack::SourceRef;

use super::super::page::{Page, items, ticked};
use super::{Entry, Shelf};

/// A source as data.
#[derive(Debug, Serialize)]
struct SourceView<'s> {
    id: &'s str,
    title: &'s str,
    place: &'s str,
    grade: &'s str,
    note: Option<&'s str>,
    requirements: Vec<&'s str>,
    provisions: Vec<String>,
}

/// One source.
pub(crate) fn entry(source: &SourceRef, shelf: &Shelf<'_>) -> Entry {
    let library = shelf.library;
    let requirements = library.requirements.iter().filter(|requirement| {
        let forms = requirement.variants.iter().map(|variant| &variant.duty);
        std::iter::once(&requirement.duty).chain(forms).any(|duty| duty.sources.contains(&source.id))
    });
    let provisions = library.authorities.iter().flat_map(|authority| {
        let all = authority.whole.iter().chain(&authority.provisions);
        all.filter(|one| one.sources.contains(&source.id)).map(|one| super::provision::id(authority, one))
    });
    let view = SourceView {
        id: &source.id,
        title: &source.title,
        place: &source.place,
        grade: source.grade.id(),
        note: source.note.as_deref(),
        requirements: requirements.map(|requirement| requirement.id.as_str()).collect(),
        provisions: provisions.collect(),
    };
    let mut page = Page::new("source", view.id, view.title);
    page.labelled("Where it is", view.place);
    page.labelled("Grade", view.grade.replace('-', " "));
    page.labelled("Note", view.note.unwrap_or_default());
    let requirements = view.requirements.iter().filter_map(|id| library.requirement(id));
    page.list(
        "Requirements that were seen in it",
        items(requirements.map(|one| format!("`{}`: {}", one.id, one.title))),
    );
    page.labelled("Provisions that were seen in it", ticked(view.provisions.iter().map(String::as_str)));
    Entry::new(page, [view.grade.replace('-', " ")], &view)
}
