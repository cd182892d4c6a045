//! What a report rests on: sources numbered for citing, and authorities with every provision that a finding cites.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::pack::Library;

use super::super::RecordView;
use super::super::view::{CitationView, SourceView};
use super::judged;
use super::marks::{self, Marks};

/// A source with its number in the report.
#[derive(Clone, Debug, Serialize)]
pub(super) struct SourceMark {
    number: usize,
    anchor: String,
    source: SourceView,
}

/// The sources of a report, numbered in the order in which it comes to them.
#[derive(Debug)]
pub(super) struct Sources {
    list: Vec<SourceMark>,
}

impl Sources {
    /// The sources of every finding that was judged, then those of the provisions that they cite.
    pub(super) fn of(record: &RecordView, library: &Library) -> Self {
        let own = judged(record).flat_map(|finding| &finding.sources).map(|source| source.id.as_str());
        let cited = judged(record)
            .flat_map(|finding| &finding.citations)
            .flat_map(|citation| &citation.sources)
            .map(String::as_str);
        let mut seen = BTreeSet::new();
        let ids = own.chain(cited).filter(|id| seen.insert(*id));
        let mut taken = BTreeSet::new();
        let list = ids.filter_map(|id| library.source(id)).enumerate().map(|(at, source)| SourceMark {
            number: at + 1,
            anchor: marks::unique(&format!("source {}", source.id), &mut taken),
            source: SourceView::new(source),
        });
        Self { list: list.collect() }
    }

    /// The source with this id, if it is one of the report's.
    pub(super) fn mark(&self, id: &str) -> Option<SourceMark> {
        self.list.iter().find(|mark| mark.source.id == id).cloned()
    }

    /// All of them, in order.
    pub(super) fn into_list(self) -> Vec<SourceMark> {
        self.list
    }
}

/// An authority with those of its provisions that findings cite.
#[derive(Debug, Serialize)]
pub(super) struct AuthorityPart<'a> {
    id: &'a str,
    title: &'a str,
    citation: &'a str,
    kind: &'a str,
    provisions: Vec<ProvisionPart>,
}

/// A provision that findings cite.
#[derive(Debug, Serialize)]
struct ProvisionPart {
    anchor: Option<String>,
    citation: CitationView,
    seen_in: Vec<SourceMark>,
}

/// The authorities that the findings of `record` cite, and their provisions, in the order of the packs.
pub(super) fn authorities<'a>(
    record: &RecordView,
    library: &'a Library,
    sources: &Sources,
    marks: &Marks<'_>,
) -> Vec<AuthorityPart<'a>> {
    let cited = cited(record);
    let part = |cite: String, authority, provision| ProvisionPart {
        anchor: marks.provision(&cite).map(str::to_owned),
        citation: CitationView::new(&cite, authority, provision),
        seen_in: provision.sources.iter().filter_map(|id| sources.mark(id)).collect(),
    };
    let parts = library.authorities.iter().map(|authority| {
        let whole = authority.whole.iter().map(|whole| (authority.id.clone(), whole));
        let provisions =
            authority.provisions.iter().map(|provision| (format!("{} {}", authority.id, provision.id), provision));
        let found = whole.chain(provisions).filter(|(cite, _)| cited.contains(cite.as_str()));
        AuthorityPart {
            id: &authority.id,
            title: &authority.title,
            citation: &authority.citation,
            kind: &authority.kind,
            provisions: found.map(|(cite, provision)| part(cite, authority, provision)).collect(),
        }
    });
    parts.filter(|part| !part.provisions.is_empty()).collect()
}

/// Every citation of the findings that were judged, once.
pub(super) fn cited(record: &RecordView) -> BTreeSet<&str> {
    judged(record).flat_map(|finding| &finding.citations).map(|citation| citation.id.as_str()).collect()
}
