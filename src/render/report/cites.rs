//! Everything that a report cites, in whatever part: what stands there must be found under its authorities and sources.

use std::collections::{BTreeMap, BTreeSet};

use super::super::RecordView;
use super::super::deadlines::Dates;
use super::super::view::CitationView;
use super::dates::shown;
use super::judged;

/// The provisions and sources that a report names.
#[derive(Debug)]
pub(super) struct Cites<'a> {
    citations: BTreeMap<&'a str, &'a CitationView<'a>>,
    sources: Vec<&'a str>,
}

impl<'a> Cites<'a> {
    /// Those of the findings that were judged, then those of the dates and chains that are shown.
    pub(super) fn of(record: &'a RecordView<'a>, dates: &'a Dates<'a>) -> Self {
        let own = judged(record).flat_map(|finding| &finding.sources);
        let own = own.chain(shown(dates).flat_map(|deadline| &deadline.sources)).map(|source| source.id);
        let found: Vec<&'a CitationView<'a>> =
            judged(record).flat_map(|finding| &finding.citations).chain(of_dates(dates).flatten()).collect();
        let mut citations = BTreeMap::new();
        for citation in &found {
            citations.entry(citation.id).or_insert(*citation);
        }
        let mut seen = BTreeSet::new();
        let all = own.chain(found.iter().flat_map(|citation| &citation.sources).copied());
        Self { sources: all.filter(|id| seen.insert(*id)).collect(), citations }
    }

    /// The ids of the provisions, as in packs.
    pub(super) fn provisions(&self) -> impl Iterator<Item = &'a str> {
        self.citations.keys().copied()
    }

    /// The citation of a provision; `None` where the report has none.
    pub(super) fn citation(&self, provision: &str) -> Option<&'a CitationView<'a>> {
        self.citations.get(provision).copied()
    }

    /// The ids of the sources, in the order in which the report comes to them.
    pub(super) fn sources(&self) -> impl Iterator<Item = &'a str> {
        self.sources.iter().copied()
    }

    /// How many provisions and publications there are, and how many of them were not read in an official text.
    pub(super) fn counts(&self) -> (usize, usize) {
        let unread = self.citations.values().filter(|citation| citation.confirm.is_some());
        (self.citations.len(), unread.count())
    }
}

/// What each date and each chain that is shown cites.
pub(super) fn of_dates<'a>(dates: &'a Dates<'a>) -> impl Iterator<Item = &'a [CitationView<'a>]> {
    let deadlines = shown(dates).map(|deadline| deadline.citations.as_slice());
    deadlines.chain(dates.chains.iter().map(|chain| chain.citations.as_slice()))
}
