//! Clauses.

use serde::Serialize;

use crate::pack::{Clause, Fact, Fallback, Said, Signals};

use super::super::page::{Item, Page, items};
use super::super::view::{CitationView, citations};
use super::requirement::cited;
use super::{Entry, Shelf};

/// A clause as data.
#[derive(Debug, Serialize)]
struct ClauseView<'c> {
    id: &'c str,
    title: &'c str,
    code: &'c str,
    called_for: Vec<String>,
    flows_down: bool,
    requirements: Vec<&'c str>,
    stands_alone: Option<&'c str>,
    documents: Vec<&'c str>,
    citations: Vec<CitationView<'c>>,
    terms: &'c [String],
    /// By what a section of another agreement that deals with its matter is known.
    signals: SignalsView<'c>,
    note: &'c str,
    objection: &'c str,
    answer: &'c str,
    floor: &'c str,
    /// The field of a record that chooses its text.
    position: String,
    fallbacks: Vec<FallbackView<'c>>,
    facts: Vec<FactView<'c>>,
    text: &'c str,
    /// The preferred position in fewer words.
    short: Option<&'c str>,
}

/// Signals, as phrases.
#[derive(Debug, Serialize)]
struct SignalsView<'c> {
    /// Words of a section's title.
    headings: &'c [String],
    /// Words of a sentence.
    phrases: &'c [String],
    /// Words of the sentence that states the value of a fact.
    near: Vec<NearView<'c>>,
}

/// By what the sentence that states the value of a fact is known.
#[derive(Debug, Serialize)]
struct NearView<'c> {
    fact: &'c str,
    phrases: &'c [String],
}

/// A weaker position.
#[derive(Debug, Serialize)]
struct FallbackView<'c> {
    id: &'c str,
    title: &'c str,
    gives_up: &'c str,
    /// Whether it needs a waiver.
    below_floor: bool,
    text: &'c str,
}

/// A fact of the record that a text prints.
#[derive(Debug, Serialize)]
pub(super) struct FactView<'c> {
    name: &'c str,
    field: &'c str,
    otherwise: Option<&'c str>,
    blank: &'c str,
}

/// One clause.
pub(crate) fn entry(clause: &Clause, shelf: &Shelf<'_>) -> Entry {
    let said = clause.called_for.as_ref().map(|condition| shelf.library.words().say(condition)).unwrap_or_default();
    let answered = shelf.library.requirements.iter().filter(|one| one.clause.as_ref() == Some(&clause.id));
    let documents = shelf.clauses.documents.iter().filter(|document| document.clauses.contains(&clause.id));
    let view = ClauseView {
        id: &clause.id,
        title: &clause.title,
        code: &clause.code,
        called_for: said.iter().map(Said::sentence).collect(),
        flows_down: clause.flows_down,
        requirements: answered.map(|requirement| requirement.id.as_str()).collect(),
        stands_alone: clause.stands_alone.as_deref(),
        documents: documents.map(|document| document.id.as_str()).collect(),
        citations: citations(&clause.cites, shelf.library, None),
        terms: &clause.terms,
        signals: SignalsView::new(&clause.signals),
        note: &clause.note,
        objection: &clause.objection,
        answer: &clause.answer,
        floor: &clause.floor,
        position: clause.position_path(),
        fallbacks: clause.fallbacks.iter().map(FallbackView::new).collect(),
        facts: facts(&clause.text.facts, shelf),
        text: &clause.text.body.text,
        short: clause.short.as_ref().map(|short| short.text.as_str()),
    };
    Entry::new(page(&view, &said, shelf), [&clause.code], &view)
}

impl<'c> SignalsView<'c> {
    fn new(signals: &'c Signals) -> Self {
        let near = signals.near.iter().map(|near| NearView { fact: &near.fact, phrases: &near.phrases });
        Self { headings: &signals.headings, phrases: &signals.phrases, near: near.collect() }
    }

    /// For people: each kind of signal with its phrases.
    fn items(&self) -> Vec<Item> {
        let listed = |phrases: &[String]| phrases.iter().map(|one| format!("\"{one}\"")).collect::<Vec<_>>().join(", ");
        let kinds = [("In a title", self.headings), ("In a sentence", self.phrases)];
        let kinds = kinds.into_iter().filter(|(_, phrases)| !phrases.is_empty());
        let kinds = kinds.map(|(kind, phrases)| format!("{kind}: {}", listed(phrases)));
        let near =
            self.near.iter().map(|near| format!("Beside the value of `{}`: {}", near.fact, listed(near.phrases)));
        kinds.chain(near).map(Item::new).collect()
    }
}

impl<'c> FallbackView<'c> {
    fn new(fallback: &'c Fallback) -> Self {
        Self {
            id: &fallback.id,
            title: &fallback.title,
            gives_up: &fallback.gives_up,
            below_floor: fallback.below_floor,
            text: fallback.body.text.trim(),
        }
    }
}

/// The facts that a text prints.
pub(super) fn facts<'s>(facts: &'s [Fact], shelf: &Shelf<'s>) -> Vec<FactView<'s>> {
    let path = |field| shelf.library.fields.get(field).path.as_str();
    let view = |fact: &'s Fact| FactView {
        name: &fact.name,
        field: path(fact.field),
        otherwise: fact.otherwise.map(path),
        blank: &fact.blank,
    };
    facts.iter().map(view).collect()
}

/// The facts that a text prints, for people.
pub(super) fn fact_items(facts: &[FactView<'_>]) -> Vec<Item> {
    let item = |fact: &FactView<'_>| {
        let otherwise = fact.otherwise.map(|path| format!(", else from `{path}`")).unwrap_or_default();
        Item::new(format!("{}: from `{}`{otherwise}", fact.blank, fact.field))
    };
    facts.iter().map(item).collect()
}

fn page(view: &ClauseView<'_>, said: &[Said], shelf: &Shelf<'_>) -> Page {
    let mut page = Page::new("clause", view.id, view.title);
    page.labelled("Number", view.code);
    page.condition("It is called for when all of these hold", "It is called for when", "always.", said);
    page.labelled(
        "Subcontractors",
        if view.flows_down { "must be bound by it too." } else { "need not be bound by it." },
    );
    let answered = view.requirements.iter().filter_map(|id| shelf.library.requirement(id));
    page.list("Requirements that it answers", items(answered.map(|one| format!("`{}`: {}", one.id, one.title))));
    page.labelled("Why no requirement calls for it", view.stands_alone.unwrap_or_default());
    page.labelled("Why it is there", view.note);
    page.list("Authorities", view.citations.iter().map(cited).collect());
    page.labelled("What vendors say against it", view.objection);
    page.labelled("What to answer", view.answer);
    page.labelled("Not to be given up without a waiver", view.floor);
    for fallback in &view.fallbacks {
        let label = format!("Weaker position `{}`: {}", fallback.id, fallback.title);
        let waiver = fallback.below_floor.then(|| "It is below the floor, and needs a waiver.".to_owned());
        page.list(label, items(std::iter::once(format!("It gives up: {}", fallback.gives_up)).chain(waiver)));
    }
    page.labelled("To choose its text in a record", format!("`diligence explain {}`", view.position));
    page.list("Filled in from the record", fact_items(&view.facts));
    page.labelled("Defined terms", view.terms.join(", "));
    page.list("How it is known in another agreement", view.signals.items());
    let documents = view.documents.iter().filter_map(|id| shelf.clauses.document(id));
    page.list("Documents that hold it", items(documents.map(|one| format!("`{}`: {}", one.id, one.title))));
    page
}
