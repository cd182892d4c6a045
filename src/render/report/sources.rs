//! What a report rests on: sources numbered for citing, and authorities with every provision that it cites.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::pack::{Library, SourceRef};

use super::super::view::{CitationView, SourceView};
use super::cites::Cites;
use super::marks::{self, Marks};

/// A source with its number in the report.
#[derive(Clone, Debug, Serialize)]
pub(super) struct SourceMark<'a> {
    number: usize,
    anchor: String,
    source: SourceView<'a>,
    /// What was not seen of it, with other sources as this report names them.
    note: Option<String>,
}

/// The sources of a report, numbered in the order in which it comes to them.
#[derive(Debug)]
pub(super) struct Sources<'a> {
    list: Vec<SourceMark<'a>>,
}

impl<'a> Sources<'a> {
    /// Those that the report names, and those of the provisions that it cites.
    pub(super) fn of(cites: &Cites<'a>, library: &'a Library) -> Self {
        let mut taken = BTreeSet::new();
        let listed: Vec<&SourceRef> = cites.sources().filter_map(|id| library.source(id)).collect();
        let list = listed.iter().enumerate().map(|(at, source)| SourceMark {
            number: at + 1,
            anchor: marks::unique(&format!("source {}", source.id), &mut taken),
            source: SourceView::new(source),
            note: source.note.as_deref().map(|note| named(note, &listed, library)),
        });
        Self { list: list.collect() }
    }

    /// The source with this id, if it is one of the report's.
    pub(super) fn mark(&self, id: &str) -> Option<SourceMark<'a>> {
        self.list.iter().find(|mark| mark.source.id == id).cloned()
    }

    /// All of them, in order.
    pub(super) fn into_list(self) -> Vec<SourceMark<'a>> {
        self.list
    }
}

/// `note` with every id of a source as its number in the report, or as its title where the report does not list it.
fn named(note: &str, listed: &[&SourceRef], library: &Library) -> String {
    let parts = note.split('`').enumerate().map(|(at, part)| {
        let Some(other) = library.source(part).filter(|_| at % 2 == 1) else {
            return if at % 2 == 1 { format!("`{part}`") } else { part.to_owned() };
        };
        match listed.iter().position(|one| one.id == other.id) {
            Some(at) => format!("source {}", at + 1),
            None if other.place.is_empty() => format!("\"{}\"", other.title),
            None => format!("\"{}\" ({})", other.title, other.place),
        }
    });
    parts.collect()
}

/// An authority with those of its provisions that the report cites.
#[derive(Debug, Serialize)]
pub(super) struct AuthorityPart<'a> {
    id: &'a str,
    title: &'a str,
    citation: &'a str,
    kind: &'a str,
    provisions: Vec<ProvisionPart<'a>>,
}

/// A provision that the report cites.
#[derive(Debug, Serialize)]
struct ProvisionPart<'a> {
    anchor: Option<String>,
    citation: &'a CitationView<'a>,
    seen_in: Vec<SourceMark<'a>>,
}

/// The authorities that the report cites, and their provisions, in the order of the packs.
pub(super) fn authorities<'a>(
    cites: &Cites<'a>,
    library: &'a Library,
    sources: &Sources<'a>,
    marks: &Marks<'_>,
) -> Vec<AuthorityPart<'a>> {
    let part = |citation: &'a CitationView<'a>| ProvisionPart {
        anchor: marks.provision(citation.id).map(str::to_owned),
        citation,
        seen_in: citation.sources.iter().filter_map(|id| sources.mark(id)).collect(),
    };
    let parts = library.authorities.iter().map(|authority| {
        let all = authority.whole.iter().chain(&authority.provisions);
        let found = all.filter_map(|provision| {
            let cite = format!("{} {}", authority.id, provision.id);
            cites.citation(cite.trim_end())
        });
        AuthorityPart {
            id: &authority.id,
            title: &authority.title,
            citation: &authority.citation,
            kind: &authority.kind,
            provisions: found.map(part).collect(),
        }
    });
    parts.filter(|part| !part.provisions.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use crate::pack::{PackSource, load};

    use super::*;

    #[test]
    fn a_note_names_other_sources_as_the_report_does() {
        let library = load(&[PackSource::Embedded]).unwrap();
        let [first, second, third] = [0, 1, 2].map(|at| &library.sources[at]);
        let note = format!("Like `{}` and `{}`, not `none`.", second.id, third.id);
        let wanted = if third.place.is_empty() { String::new() } else { format!(" ({})", third.place) };
        let wanted = format!("Like source 2 and \"{}\"{wanted}, not `none`.", third.title);
        assert_eq!(named(&note, &[first, second], &library), wanted);
    }
}
