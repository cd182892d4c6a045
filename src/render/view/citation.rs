//! Authorities and sources as people read them.

use serde::Serialize;

use crate::pack::{Authority, Library, Provision, SourceRef};

/// An authority as it is cited.
#[derive(Clone, Debug, Serialize)]
pub struct CitationView<'a> {
    /// As in packs: authority and provision.
    pub id: &'a str,
    /// As people cite it.
    pub text: String,
    /// What it is.
    pub title: &'a str,
    /// How sure the pack is of it.
    pub confidence: &'static str,
    /// The same in words.
    pub confidence_words: &'static str,
    /// What a reader must still do before relying on it.
    pub confirm: Option<String>,
    /// What the provision says, in the pack's words.
    pub paraphrase: &'a str,
    /// How it stands today.
    pub standing: &'a str,
    /// Ids of the sources in which that was seen.
    pub sources: &'a [String],
}

impl<'a> CitationView<'a> {
    /// A provision as it is cited.
    pub(crate) fn new(cite: &'a str, authority: &'a Authority, provision: &'a Provision) -> Self {
        Self {
            id: cite,
            text: authority.cite(provision),
            title: &authority.title,
            confidence: provision.confidence.id(),
            confidence_words: provision.confidence.words(),
            confirm: authority.to_confirm(provision),
            paraphrase: &provision.paraphrase,
            standing: &provision.status,
            sources: &provision.sources,
        }
    }

    /// "FIPPA s. 38(3) (secondary source; confirm on e-Laws)".
    pub(crate) fn with_confidence(&self) -> String {
        match &self.confirm {
            Some(confirm) => format!("{} ({}; {confirm})", self.text, self.confidence_words),
            None => format!("{} ({})", self.text, self.confidence_words),
        }
    }
}

/// The citations in `cites`, as people read them.
pub(crate) fn citations<'a>(cites: &'a [String], library: &'a Library) -> Vec<CitationView<'a>> {
    let cited = |cite: &'a String| library.cited(cite).map(|(authority, provision)| (cite, authority, provision));
    cites
        .iter()
        .filter_map(cited)
        .map(|(cite, authority, provision)| CitationView::new(cite, authority, provision))
        .collect()
}

/// A source, so that a reader finds it.
#[derive(Clone, Debug, Serialize)]
pub struct SourceView<'a> {
    /// Its id.
    pub id: &'a str,
    /// What it is.
    pub title: &'a str,
    /// Where it is.
    pub place: &'a str,
    /// What kind of source it is.
    pub grade: &'a str,
    /// The same in words.
    pub grade_words: &'a str,
    /// What was not seen of it.
    pub note: Option<&'a str>,
}

impl<'a> SourceView<'a> {
    /// A source as people look for it.
    pub(crate) fn new(source: &'a SourceRef) -> Self {
        Self {
            id: &source.id,
            title: &source.title,
            place: &source.place,
            grade: source.grade.id(),
            grade_words: source.grade.words(),
            note: source.note.as_deref(),
        }
    }
}

/// The sources in `ids`.
pub(crate) fn sources<'a>(ids: &'a [String], library: &'a Library) -> Vec<SourceView<'a>> {
    ids.iter().filter_map(|id| library.source(id)).map(SourceView::new).collect()
}
