//! Authorities.

use serde::Serialize;

use crate::pack::{Authority, capital};

use super::super::page::{Item, Page};
use super::provision::{self, ProvisionView};
use super::{Entry, Group, Shelf};

/// An authority as data.
#[derive(Debug, Serialize)]
struct AuthorityView<'a> {
    id: &'a str,
    title: &'a str,
    short: &'a str,
    citation: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    confirm: &'a str,
    whole: Option<ProvisionView<'a>>,
    provisions: Vec<ProvisionView<'a>>,
}

/// Every authority, by kind in the order in which the kinds first come.
pub(super) fn groups(shelf: &Shelf<'_>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for authority in &shelf.library.authorities {
        let title = capital(&authority.kind.replace('-', " "));
        let at = groups.iter().position(|group| group.title == title).unwrap_or_else(|| {
            groups.push(Group { title, about: String::new(), head: None, entries: Vec::new() });
            groups.len() - 1
        });
        groups[at].entries.push(entry(authority, shelf));
    }
    groups.sort_by(|a, b| a.title.cmp(&b.title));
    groups
}

/// One authority with its provisions.
pub(crate) fn entry(authority: &Authority, shelf: &Shelf<'_>) -> Entry {
    let provision = |provision| ProvisionView::new(authority, provision, shelf);
    let view = AuthorityView {
        id: &authority.id,
        title: &authority.title,
        short: &authority.short,
        citation: &authority.citation,
        kind: &authority.kind,
        confirm: &authority.confirm,
        whole: authority.whole.as_ref().map(provision),
        provisions: authority.provisions.iter().map(provision).collect(),
    };
    let provisions = match view.provisions.len() {
        0 => "cited as a whole".to_owned(),
        1 => "1 provision".to_owned(),
        count => format!("{count} provisions"),
    };
    let below = authority.provisions.iter().map(|one| provision::entry(authority, one, shelf)).collect();
    Entry { below, ..Entry::new(page(authority, &view, shelf), [provisions], &view) }
}

fn page(authority: &Authority, view: &AuthorityView<'_>, shelf: &Shelf<'_>) -> Page {
    let mut page = Page::new("authority", view.id, view.title);
    page.labelled("Cited as", view.short);
    page.labelled("Citation", view.citation);
    page.labelled("Kind", view.kind.replace('-', " "));
    page.labelled("Where to confirm it", view.confirm);
    if let (Some(whole), Some(view)) = (&authority.whole, &view.whole) {
        view.describe(&mut page, whole, shelf);
    }
    page.list(
        "Its provisions",
        authority
            .provisions
            .iter()
            .map(|one| {
                let relevance = match one.historic {
                    true => "history only".to_owned(),
                    false => format!("{}; {}", one.relevance.words(), one.confidence.words()),
                };
                Item::new(format!("`{}`: {} ({relevance})", provision::id(authority, one), one.heading))
            })
            .collect(),
    );
    page
}
