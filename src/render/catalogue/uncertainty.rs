//! What the packs are not sure of.

use serde::Serialize;

use crate::pack::Uncertainty;

use super::super::page::{Item, Page, items, ticked};
use super::{Entry, Shelf};

/// An uncertainty as data.
#[derive(Debug, Serialize)]
struct UncertaintyView<'u> {
    id: &'u str,
    title: &'u str,
    text: &'u str,
    authorities: &'u [String],
    requirements: Vec<&'u str>,
}

/// One uncertainty.
pub(crate) fn entry(uncertainty: &Uncertainty, shelf: &Shelf<'_>) -> Entry {
    let library = shelf.library;
    let cited = |cites: &[String]| cites.iter().any(|cite| uncertainty.bears_on(cite));
    let requirements = library
        .requirements
        .iter()
        .filter(|one| cited(&one.duty.cites) || one.variants.iter().any(|variant| cited(&variant.duty.cites)));
    let view = UncertaintyView {
        id: &uncertainty.id,
        title: &uncertainty.title,
        text: &uncertainty.text,
        authorities: &uncertainty.authorities,
        requirements: requirements.map(|requirement| requirement.id.as_str()).collect(),
    };
    let mut page = Page::new("uncertainty", view.id, view.title);
    page.paragraph(view.text);
    page.labelled("It bears on", ticked(view.authorities.iter().map(String::as_str)));
    let requirements = view.requirements.iter().filter_map(|id| library.requirement(id));
    page.list(
        "Requirements that cite one of these, in one of their forms",
        items(requirements.map(|one| format!("`{}`: {}", one.id, one.title))),
    );
    Entry::new(page, [] as [&str; 0], &view)
}

/// The uncertainties that bear on one of `cites`.
pub(super) fn bearing<'s>(cites: &[String], shelf: &Shelf<'s>) -> impl Iterator<Item = &'s Uncertainty> + use<'s> {
    let cites = cites.to_vec();
    shelf.library.uncertainties.iter().filter(move |one| cites.iter().any(|cite| one.bears_on(cite)))
}

/// An uncertainty by its title and id.
pub(super) fn short(uncertainty: &Uncertainty) -> Item {
    Item::new(format!("{} (`{}`)", uncertainty.title, uncertainty.id))
}
