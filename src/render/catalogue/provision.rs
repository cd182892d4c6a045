//! Provisions of authorities.

use serde::Serialize;

use crate::pack::{Authority, Day, Days, Provision, Requirement, Version};

use super::super::page::{Item, Page, items};
use super::super::view::{SourceView, StandingView, sources};
use super::{Entry, Shelf};

/// A provision as data.
#[derive(Debug, Serialize)]
pub(super) struct ProvisionView<'p> {
    id: String,
    title: String,
    authority: &'p str,
    pinpoint: &'p str,
    heading: &'p str,
    paraphrase: &'p str,
    relevance: &'static str,
    relevance_words: &'static str,
    reason: &'p str,
    status: &'p str,
    confidence: &'static str,
    confidence_words: &'static str,
    confirm: Option<String>,
    in_force: Vec<VersionView<'p>>,
    twin: Option<&'p str>,
    today: Option<&'p str>,
    historic: bool,
    sources: Vec<SourceView<'p>>,
    requirements: Vec<&'p str>,
    answered_by: &'p [String],
    stands_alone: Option<&'p str>,
    clauses: Vec<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_day: Option<OnDayView<'p>>,
}

/// A provision on one day.
#[derive(Debug, Serialize)]
struct OnDayView<'p> {
    as_of: String,
    paraphrase: &'p str,
    #[serde(flatten)]
    standing: StandingView<'p>,
}

/// One text of a provision.
#[derive(Debug, Serialize)]
struct VersionView<'p> {
    from: Option<String>,
    set_by: Option<&'p str>,
    until: Option<String>,
    confirmed: bool,
    changed_by: Option<&'p str>,
    paraphrase: Option<&'p str>,
    sources: Vec<SourceView<'p>>,
}

/// One provision.
pub(crate) fn entry(authority: &Authority, provision: &Provision, shelf: &Shelf<'_>) -> Entry {
    let view = ProvisionView::new(authority, provision, shelf);
    Entry::new(page(&view, provision, shelf), [provision.relevance.id(), provision.confidence.id()], &view)
}

/// A provision's id as citations name it.
pub(super) fn id(authority: &Authority, provision: &Provision) -> String {
    match provision.id.as_str() {
        "" => authority.id.clone(),
        own => format!("{} {own}", authority.id),
    }
}

impl<'p> ProvisionView<'p> {
    /// What there is to say about `provision`.
    pub(super) fn new(authority: &'p Authority, provision: &'p Provision, shelf: &Shelf<'p>) -> Self {
        let id = id(authority, provision);
        let clauses = shelf.clauses.clauses.iter().filter(|clause| clause.cites.contains(&id));
        Self {
            title: match provision.heading.as_str() {
                "" => authority.cite(provision),
                heading => format!("{}: {heading}", authority.cite(provision)),
            },
            authority: &authority.id,
            pinpoint: &provision.pinpoint,
            heading: &provision.heading,
            paraphrase: &provision.paraphrase,
            relevance: provision.relevance.id(),
            relevance_words: provision.relevance.words(),
            reason: &provision.reason,
            status: &provision.status,
            confidence: provision.confidence.id(),
            confidence_words: provision.confidence.words(),
            confirm: authority.to_confirm(provision),
            in_force: provision.versions.iter().map(|version| VersionView::new(version, shelf)).collect(),
            twin: provision.twin.as_deref(),
            today: provision.today.as_deref(),
            historic: provision.historic,
            sources: sources(&provision.sources, shelf.library),
            requirements: citing(&id, shelf).map(|requirement| requirement.id.as_str()).collect(),
            answered_by: &provision.answered_by,
            stands_alone: provision.stands_alone.as_deref(),
            clauses: clauses.map(|clause| clause.id.as_str()).collect(),
            on_day: shelf.on.map(|days| OnDayView::new(provision, shelf, days)),
            id,
        }
    }

    /// Adds to `page` all but the provision's name.
    pub(super) fn describe(&self, page: &mut Page, provision: &Provision, shelf: &Shelf<'_>) {
        match &self.on_day {
            Some(on) => on.describe(page),
            None => page.labelled("What it says, in other words", self.paraphrase),
        }
        page.labelled("Relevance", format!("{}. {}", crate::pack::capital(self.relevance_words), self.reason));
        page.labelled("Status", self.status);
        page.list("In force", provision.versions.iter().map(|version| in_force(version, shelf)).collect());
        let confirm = self.confirm.as_deref().map(|confirm| format!("; {confirm}")).unwrap_or_default();
        page.labelled("Confidence", format!("{}{confirm}.", self.confidence_words));
        page.labelled(
            "History",
            if self.historic { "it is shown for history only; do not cite it as today's law." } else { "" },
        );
        page.labelled("Its number today", self.today.unwrap_or_default());
        page.labelled("Twin in the sister Act", self.twin.and_then(|twin| self::twin(twin, shelf)).unwrap_or_default());
        page.list(
            "Seen in",
            self.sources.iter().map(|one| Item::new(format!("`{}`: {}", one.id, one.title))).collect(),
        );
        let cited_by = citing(&self.id, shelf).map(|one| format!("`{}`: {}", one.id, one.title));
        page.list("Requirements that cite it", items(cited_by));
        let answering = self.answered_by.iter().filter_map(|id| shelf.library.requirement(id));
        page.list(
            "Requirements that answer it without citing it",
            items(answering.map(|one| format!("`{}`: {}", one.id, one.title))),
        );
        page.labelled("Why no requirement needs to answer it", self.stands_alone.unwrap_or_default());
        let clauses = self.clauses.iter().filter_map(|id| shelf.clauses.find(id));
        page.list(
            "Clauses that cite it",
            items(clauses.map(|one| format!("{} `{}`: {}", one.code, one.id, one.title))),
        );
        let bears = shelf.library.uncertainties.iter().filter(|one| one.bears_on(&self.id));
        page.list("What is not certain", items(bears.map(|one| format!("{}: {}", one.title, one.text))));
    }
}

impl<'p> OnDayView<'p> {
    fn new(provision: &'p Provision, shelf: &Shelf<'p>, days: Days<'p>) -> Self {
        let on = provision.on_day(days);
        let standing = StandingView::new(&on, shelf.library);
        Self { as_of: on.day.to_string(), paraphrase: on.paraphrase, standing }
    }

    fn describe(&self, page: &mut Page) {
        let standing = self.standing.standing_on_day.as_deref().unwrap_or("The pack knows no dates of it.");
        page.labelled("On the date asked for", format!("{}. {standing}", self.as_of));
        page.labelled("What its text of that day says, in other words", self.paraphrase);
    }
}

impl<'p> VersionView<'p> {
    fn new(version: &'p Version, shelf: &Shelf<'p>) -> Self {
        Self {
            from: begin(version, shelf).map(|date| date.to_string()),
            set_by: set_by(version, shelf),
            until: version.until.map(|date| date.to_string()),
            confirmed: version.confirmed,
            changed_by: version.changed_by.as_deref(),
            paraphrase: version.paraphrase.as_deref(),
            sources: sources(&version.sources, shelf.library),
        }
    }
}

/// The requirements that cite `id`, in one of their forms.
fn citing<'s>(id: &str, shelf: &Shelf<'s>) -> impl Iterator<Item = &'s Requirement> + use<'s> {
    let id = id.to_owned();
    shelf.library.requirements.iter().filter(move |requirement| {
        let forms = requirement.variants.iter().map(|variant| &variant.duty);
        std::iter::once(&requirement.duty).chain(forms).any(|duty| duty.cites.contains(&id))
    })
}

fn twin(id: &str, shelf: &Shelf<'_>) -> Option<String> {
    let (authority, provision) = shelf.library.cited(id)?;
    Some(format!("{} (`{id}`)", authority.cite(provision)))
}

/// The first day of a text; where a record can set it, the day that holds unless it does.
fn begin(version: &Version, shelf: &Shelf<'_>) -> Option<jiff::civil::Date> {
    version.from?.date(|field| shelf.library.fields.default_date(field))
}

/// The field by which a record sets the first day of a text.
fn set_by<'s>(version: &Version, shelf: &Shelf<'s>) -> Option<&'s str> {
    match version.from {
        Some(Day::Set(field)) => Some(&shelf.library.fields.get(field).path),
        Some(Day::On(_)) | None => None,
    }
}

fn in_force(version: &Version, shelf: &Shelf<'_>) -> Item {
    let mut text = match (begin(version, shelf), version.until) {
        (Some(from), Some(until)) => format!("From {from} until {until}"),
        (Some(from), None) => format!("From {from}"),
        (None, Some(until)) => format!("Until {until}"),
        (None, None) => "At first".to_owned(),
    };
    if let Some(field) = set_by(version, shelf) {
        text.push_str(&format!(", unless `{field}` sets another day"));
    }
    if !version.confirmed {
        text.push_str(" (the dates are not confirmed)");
    }
    if let Some(changed_by) = &version.changed_by {
        text.push_str(&format!(", changed by {changed_by}"));
    }
    let below = version.paraphrase.iter().map(|says| format!("It says: {says}"));
    Item { text, below: items(below) }
}

fn page(view: &ProvisionView<'_>, provision: &Provision, shelf: &Shelf<'_>) -> Page {
    let mut page = Page::new("provision", &view.id, &view.title);
    view.describe(&mut page, provision, shelf);
    page
}
