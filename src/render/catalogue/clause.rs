//! Clauses.

use serde::Serialize;

use crate::pack::{Clause, Fact, Fallback, Said, Says, Signals, Statement, fact_key};
use crate::record::Fields;

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
    /// What the preferred text lets a record state once it is signed.
    states: Vec<StatementView<'c>>,
    /// The preferred position in fewer words.
    short: Option<&'c str>,
    /// What the short form lets a record state, where that is not what the preferred text does.
    short_states: Option<Vec<StatementView<'c>>>,
}

/// Signals, as phrases.
#[derive(Debug, Serialize)]
struct SignalsView<'c> {
    /// Words of a section's title.
    headings: &'c [String],
    /// Words of a sentence.
    phrases: &'c [String],
    /// Words of a sentence that states no value of a fact.
    apart: &'c [String],
    /// Words of the sentence that states the value of a fact.
    near: Vec<NearView<'c>>,
}

/// By what the sentence that states the value of a fact is known.
#[derive(Debug, Serialize)]
struct NearView<'c> {
    fact: String,
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
    /// What it lets a record state once it is signed.
    states: Vec<StatementView<'c>>,
}

/// Something that a signed text lets a record state.
#[derive(Debug, Serialize)]
struct StatementView<'c> {
    field: &'c str,
    /// The value, in TOML.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'c str>,
    /// The fact of the clause whose value it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    fact: Option<String>,
    /// What a person must know first.
    #[serde(skip_serializing_if = "Option::is_none")]
    ask: Option<&'c str>,
    /// Whether the text says so in some cases only.
    in_some_cases: bool,
}

/// A fact of the record that a text prints.
#[derive(Debug, Serialize)]
pub(super) struct FactView<'c> {
    name: String,
    field: &'c str,
    otherwise: Option<&'c str>,
    blank: &'c str,
}

/// One clause.
pub(crate) fn entry(clause: &Clause, shelf: &Shelf<'_>) -> Entry {
    let fields = &shelf.library.fields;
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
        fallbacks: clause.fallbacks.iter().map(|fallback| FallbackView::new(fallback, fields)).collect(),
        facts: facts(&clause.text.facts, shelf),
        text: &clause.text.body.text,
        states: statements(&clause.states, fields),
        short_states: clause.short_states.as_ref().map(|states| statements(states, fields)),
        short: clause.short.as_ref().map(|short| short.text.as_str()),
    };
    Entry::new(page(&view, &said, shelf), [&clause.code], &view)
}

impl<'c> SignalsView<'c> {
    fn new(signals: &'c Signals) -> Self {
        let near = signals.near.iter().map(|near| NearView { fact: fact_key(&near.fact), phrases: &near.phrases });
        Self { headings: &signals.headings, phrases: &signals.phrases, apart: &signals.apart, near: near.collect() }
    }

    /// For people: each kind of signal with its phrases.
    fn items(&self) -> Vec<Item> {
        let listed = |phrases: &[String]| phrases.iter().map(|one| format!("\"{one}\"")).collect::<Vec<_>>().join(", ");
        let kinds = [
            ("In a title", self.headings),
            ("In a sentence", self.phrases),
            ("Of another matter, so that no value counts", self.apart),
        ];
        let kinds = kinds.into_iter().filter(|(_, phrases)| !phrases.is_empty());
        let kinds = kinds.map(|(kind, phrases)| format!("{kind}: {}", listed(phrases)));
        let near =
            self.near.iter().map(|near| format!("Beside the value of `{}`: {}", near.fact, listed(near.phrases)));
        kinds.chain(near).map(Item::new).collect()
    }
}

impl<'c> FallbackView<'c> {
    fn new(fallback: &'c Fallback, fields: &'c Fields) -> Self {
        Self {
            id: &fallback.id,
            title: &fallback.title,
            gives_up: &fallback.gives_up,
            below_floor: fallback.below_floor,
            text: fallback.body.text.trim(),
            states: statements(&fallback.states, fields),
        }
    }
}

fn statements<'c>(states: &'c [Statement], fields: &'c Fields) -> Vec<StatementView<'c>> {
    let view = |statement: &'c Statement| {
        let one = |wanted: &dyn Fn(&'c Says) -> Option<&'c String>| wanted(&statement.says).map(String::as_str);
        StatementView {
            field: &fields.get(statement.field).path,
            value: one(&|says| if let Says::Value(value) = says { Some(value) } else { None }),
            fact: one(&|says| if let Says::Fact(fact) = says { Some(fact) } else { None }).map(fact_key),
            ask: one(&|says| if let Says::Asked(what) = says { Some(what) } else { None }),
            in_some_cases: statement.only.is_some(),
        }
    };
    states.iter().map(view).collect()
}

/// What a signed text lets a record state, for people: one entry a field.
fn states_items(states: &[StatementView<'_>]) -> Vec<Item> {
    let mut texts: Vec<(&str, Vec<String>)> = Vec::new();
    for one in states {
        let says = match (one.value, one.ask) {
            (Some(value), _) => format!("`{value}`"),
            (None, Some(what)) => what.to_owned(),
            (None, None) => "what the text names".to_owned(),
        };
        match texts.last_mut() {
            Some((field, known)) if *field == one.field => known.extend((!known.contains(&says)).then_some(says)),
            _ => texts.push((one.field, vec![says])),
        }
    }
    let sometimes = |field: &str| states.iter().filter(|one| one.field == field).all(|one| one.in_some_cases);
    let item = |(field, says): (&str, Vec<String>)| {
        let only = if says.len() == 1 && sometimes(field) { ", where the text says so" } else { "" };
        format!("`{field}`: {}{only}", says.join(", or "))
    };
    items(texts.into_iter().map(item))
}

/// The facts that a text prints.
pub(super) fn facts<'s>(facts: &'s [Fact], shelf: &Shelf<'s>) -> Vec<FactView<'s>> {
    let path = |field| shelf.library.fields.get(field).path.as_str();
    let view = |fact: &'s Fact| FactView {
        name: fact_key(&fact.name),
        field: path(fact.field),
        otherwise: fact.otherwise.filter(|otherwise| *otherwise != fact.field).map(path),
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
        let label = format!("Weaker position `{}` ({})", fallback.id, fallback.title);
        let waiver = fallback.below_floor.then(|| "It is below the floor, and needs a waiver.".to_owned());
        let kept = |one: &&StatementView<'_>| {
            fallback.states.iter().any(|kept| (kept.field, kept.value, &kept.fact) == (one.field, one.value, &one.fact))
        };
        let mut lost: Vec<String> =
            view.states.iter().filter(|one| !kept(one)).map(|one| format!("`{}`", one.field)).collect();
        lost.dedup();
        let lost = (!lost.is_empty()).then(|| {
            format!("Once it is signed, a record cannot state as it could with the preferred text: {}", lost.join(", "))
        });
        page.list(
            label,
            items(std::iter::once(format!("It gives up: {}", fallback.gives_up)).chain(waiver).chain(lost)),
        );
    }
    page.labelled("To choose its text in a record", format!("`diligence explain {}`", view.position));
    page.list("Once the preferred text is signed, a record can state", states_items(&view.states));
    page.list("Filled in from the record", fact_items(&view.facts));
    page.labelled("Defined terms", view.terms.join(", "));
    page.list("How it is known in another agreement", view.signals.items());
    let documents = view.documents.iter().filter_map(|id| shelf.clauses.document(id));
    page.list("Documents that hold it", items(documents.map(|one| format!("`{}`: {}", one.id, one.title))));
    page
}
