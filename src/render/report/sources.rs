//! What a report rests on: sources numbered for citing, and authorities with every provision that it cites.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::pack::Library;

use super::super::view::{CitationView, SourceView};
use super::cites::Cites;
use super::marks::{self, Marks};

/// A source with its number in the report.
#[derive(Clone, Debug, Serialize)]
pub(super) struct SourceMark<'a> {
    number: usize,
    anchor: String,
    source: SourceView<'a>,
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
        let list = cites.sources().filter_map(|id| library.source(id)).enumerate().map(|(at, source)| SourceMark {
            number: at + 1,
            anchor: marks::unique(&format!("source {}", source.id), &mut taken),
            source: SourceView::new(source),
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
