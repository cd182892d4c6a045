//! Authorities and sources as people read them.

use serde::Serialize;

use crate::pack::{Authority, Days, Force, Library, Provision, SourceRef};

use super::standing::{HISTORY, StandingView};

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
    /// What the provision says, in the pack's words; in a check, what its text of that day says.
    pub paraphrase: &'a str,
    /// How it stood when the pack was last reviewed.
    pub standing: &'a str,
    /// How it stands on the day of a check; left out where there is no day.
    #[serde(flatten)]
    pub on_day: Option<StandingView<'a>>,
    /// The provision of the sister Act on that day, where the pack names one and knows its dates. It does not bind an
    /// institution that only this Act binds; it shows what the same duty is worth elsewhere.
    pub twin: Option<TwinView<'a>>,
    /// Ids of the sources in which that was seen.
    pub sources: Vec<&'a str>,
    /// Whether it is shown for history only.
    #[serde(skip)]
    historic: bool,
    /// Whether everything in which it was seen is a text of the past.
    #[serde(skip)]
    old_text: bool,
}

impl<'a> CitationView<'a> {
    /// A provision as it is cited.
    fn new(cite: &'a str, library: &'a Library, days: Option<Days<'_>>) -> Option<Self> {
        let (authority, provision) = library.cited(cite)?;
        let mut view = Self::without_day(cite, authority, provision);
        if let Some(on) = days.map(|days| provision.on_day(days)) {
            let on_day = Some(StandingView::new(&on, library));
            let twin = days.and_then(|days| TwinView::new(provision.twin.as_deref()?, library, days));
            view = Self { paraphrase: on.paraphrase, sources: on.sources, on_day, twin, ..view };
        }
        let mut sources = view.sources.iter().filter_map(|id| library.source(id)).peekable();
        view.old_text = sources.peek().is_some() && sources.all(SourceRef::is_historic);
        Some(view)
    }

    fn without_day(cite: &'a str, authority: &'a Authority, provision: &'a Provision) -> Self {
        Self {
            id: cite,
            text: authority.cite(provision),
            title: &authority.title,
            confidence: provision.confidence.id(),
            confidence_words: provision.confidence.words(),
            confirm: authority.to_confirm(provision),
            paraphrase: &provision.paraphrase,
            standing: &provision.status,
            on_day: None,
            twin: None,
            sources: provision.sources.iter().map(String::as_str).collect(),
            historic: provision.historic,
            old_text: false,
        }
    }

    /// "FIPPA s. 38(3) (secondary source; confirm on e-Laws)".
    pub(crate) fn with_confidence(&self) -> String {
        format!("{} ({})", self.text, self.reservations())
    }

    /// How well it is known, what to confirm, and what of it does not hold on the day.
    pub(crate) fn reservations(&self) -> String {
        let caveat = match &self.on_day {
            Some(on) => on.caveat.as_deref(),
            None => self.historic.then_some(HISTORY),
        };
        let old = self.old_text.then_some("read only in a text of the past");
        let parts = [Some(self.confidence_words), self.confirm.as_deref(), old, caveat];
        parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
    }
}

/// The provision of a sister Act on the day of a check.
#[derive(Clone, Debug, Serialize)]
pub struct TwinView<'a> {
    /// As in packs: authority and provision.
    pub id: &'a str,
    /// As people cite it, with how well it is known.
    pub text: String,
    /// Whether it is in force on that day.
    pub in_force: Force,
    /// The same in a sentence or two.
    pub standing_on_day: String,
}

impl<'a> TwinView<'a> {
    /// The provision that `cite` names; `None` where the pack knows no dates of it.
    fn new(cite: &'a str, library: &'a Library, days: Days<'_>) -> Option<Self> {
        let (authority, provision) = library.cited(cite)?;
        let standing = StandingView::new(&provision.on_day(days), library);
        Some(Self {
            id: cite,
            text: CitationView::without_day(cite, authority, provision).with_confidence(),
            in_force: standing.in_force,
            standing_on_day: standing.standing_on_day?,
        })
    }
}

/// The citations in `cites`, as people read them: on the day of `days`, or without a day.
pub(crate) fn citations<'a>(
    cites: &'a [String],
    library: &'a Library,
    days: Option<Days<'_>>,
) -> Vec<CitationView<'a>> {
    cites.iter().filter_map(|cite| CitationView::new(cite, library, days)).collect()
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
