//! Requirements.

use serde::Serialize;

use crate::pack::{Day, Duty, Obligation, Requirement, Said, Variant};
use crate::record::{FieldId, Phase};

use super::super::page::{Item, Page, items, ticked};
use super::super::view::{CitationView, SourceView, citations, sources};
use super::skeleton::skeleton;
use super::uncertainty::{bearing, short};
use super::{Entry, Group, Shelf};

/// A requirement as data.
#[derive(Debug, Serialize)]
struct RequirementView<'r> {
    id: &'r str,
    title: &'r str,
    formerly: &'r [String],
    phase: &'static str,
    pack: &'r str,
    #[serde(flatten)]
    duty: DutyView<'r>,
    why: &'r str,
    role: &'r str,
    obligation_reason: Option<&'r str>,
    source_note: Option<&'r str>,
    clause: Option<&'r str>,
    applies: Vec<String>,
    expects: Vec<String>,
    due: Vec<String>,
    due_before: Option<&'r str>,
    evidence: &'r [String],
    fields: Vec<&'r str>,
    fields_for_application: Vec<&'r str>,
    conditions: Vec<&'r str>,
    uncertainties: Vec<&'r str>,
    variants: Vec<VariantView<'r>>,
    examples: Vec<ExampleView<'r>>,
}

/// The part of a requirement that can differ by act or date.
#[derive(Debug, Serialize)]
struct DutyView<'r> {
    basis: &'static str,
    basis_words: &'static str,
    obligation: &'static str,
    requires: &'r str,
    remedy: &'r str,
    note: Option<&'r str>,
    required_from: Option<RequiredView<'r>>,
    citations: Vec<CitationView<'r>>,
    sources: Vec<SourceView<'r>>,
}

/// The day from which the law requires a duty.
#[derive(Debug, Serialize)]
struct RequiredView<'r> {
    from: Option<String>,
    set_by: Option<&'r str>,
}

/// Another form of the duty.
#[derive(Debug, Serialize)]
struct VariantView<'r> {
    when: Vec<String>,
    #[serde(flatten)]
    duty: DutyView<'r>,
}

/// An example of a record and the status it gives.
#[derive(Debug, Serialize)]
struct ExampleView<'r> {
    status: &'static str,
    as_of: String,
    text: &'r str,
}

/// Every requirement, by phase.
pub(super) fn groups(shelf: &Shelf<'_>) -> Vec<Group> {
    let group = |phase: Phase| Group {
        title: format!("Part {}: {}", phase.part(), phase.title()),
        about: phase.about().to_owned(),
        head: None,
        entries: of_phase(phase, shelf).map(|requirement| entry(requirement, shelf)).collect(),
    };
    Phase::ALL.map(group).into_iter().filter(|group| !group.entries.is_empty()).collect()
}

/// The requirements of a phase, in their order.
pub(super) fn of_phase<'s>(phase: Phase, shelf: &Shelf<'s>) -> impl Iterator<Item = &'s Requirement> + use<'s> {
    shelf.library.requirements.iter().filter(move |requirement| requirement.phase == phase)
}

/// One requirement.
pub(crate) fn entry(requirement: &Requirement, shelf: &Shelf<'_>) -> Entry {
    let view = RequirementView::new(requirement, shelf);
    let facts = [requirement.duty.obligation.id(), requirement.duty.basis.id()];
    Entry::new(page(requirement, &view, shelf), facts, &view)
}

impl<'r> RequirementView<'r> {
    fn new(requirement: &'r Requirement, shelf: &Shelf<'r>) -> Self {
        let library = shelf.library;
        let reads = library.reads(requirement);
        let paths = |fields: &[FieldId]| fields.iter().map(|field| library.fields.get(*field).path.as_str()).collect();
        let words = library.words();
        let sentences = |said: Vec<Said>| said.iter().map(Said::sentence).collect();
        let variant = |variant: &'r Variant| VariantView {
            when: sentences(words.say(&variant.when)),
            duty: DutyView::new(&variant.duty, shelf),
        };
        Self {
            id: &requirement.id,
            title: &requirement.title,
            formerly: &requirement.formerly,
            phase: requirement.phase.id(),
            pack: &requirement.pack,
            duty: DutyView::new(&requirement.duty, shelf),
            why: &requirement.why,
            role: &requirement.role,
            obligation_reason: requirement.obligation_reason.as_deref(),
            source_note: requirement.source_note.as_deref(),
            clause: requirement.clause.as_deref(),
            applies: sentences(words.say(&requirement.applies)),
            expects: sentences(words.say(&requirement.expects)),
            due: requirement.due.iter().flat_map(|due| sentences(words.say(due))).collect(),
            due_before: requirement.due_before.map(|field| library.fields.get(field).path.as_str()),
            evidence: &requirement.evidence,
            fields: paths(&reads.decide),
            fields_for_application: paths(&reads.apply),
            conditions: library.conditions_of(requirement).into_iter().map(|named| named.id.as_str()).collect(),
            uncertainties: bearing(&requirement.duty.cites, shelf).map(|one| one.id.as_str()).collect(),
            variants: requirement.variants.iter().map(variant).collect(),
            examples: requirement
                .examples
                .iter()
                .map(|example| ExampleView {
                    status: example.status.id(),
                    as_of: requirement.examples_as_of.to_string(),
                    text: example.text.trim_start_matches('\n'),
                })
                .collect(),
        }
    }
}

impl<'r> DutyView<'r> {
    fn new(duty: &'r Duty, shelf: &Shelf<'r>) -> Self {
        Self {
            basis: duty.basis.id(),
            basis_words: duty.basis.words(),
            obligation: duty.obligation.id(),
            requires: &duty.requires,
            remedy: &duty.remedy,
            note: duty.note.as_deref(),
            required_from: duty.required_from.map(|day| RequiredView::new(day, shelf)),
            citations: citations(&duty.cites, shelf.library, None),
            sources: sources(&duty.sources, shelf.library),
        }
    }
}

impl<'r> RequiredView<'r> {
    fn new(day: Day, shelf: &Shelf<'r>) -> Self {
        let fields = &shelf.library.fields;
        Self {
            from: day.date(|field| fields.default_date(field)).map(|date| date.to_string()),
            set_by: match day {
                Day::On(_) => None,
                Day::Set(field) => Some(&fields.get(field).path),
            },
        }
    }

    /// "the law requires this from 2027-01-01, or from the day in `field` (not confirmed)".
    fn words(&self) -> String {
        let from = self.from.as_deref().unwrap_or("a day that is not known");
        let set_by = self.set_by.map(|path| format!(", unless `{path}` sets another day (not confirmed)"));
        format!("the law requires this from {from}{}.", set_by.unwrap_or_default())
    }
}

fn page(requirement: &Requirement, view: &RequirementView<'_>, shelf: &Shelf<'_>) -> Page {
    let mut page = Page::new("requirement", view.id, view.title);
    page.labelled("Requires", view.duty.requires);
    page.labelled("Why", view.why);
    page.labelled("Phase", format!("{} (`{}`)", requirement.phase.title(), view.phase));
    let reason = view.obligation_reason.map(|reason| format!(". {reason}")).unwrap_or_default();
    page.labelled("Obligation", format!("{}{reason}", strength(requirement.duty.obligation)));
    conditions(&mut page, requirement, view, shelf);
    page.list("Evidence that would support it", items(view.evidence));
    page.labelled("Who acts", view.role);
    page.labelled("What to do about a gap", view.duty.remedy);
    if let Some(path) = view.due_before {
        page.labelled("To be done before", format!("the date in `{path}`"));
    }
    page.labelled("Prepare", view.duty.required_from.as_ref().map(RequiredView::words).unwrap_or_default());
    page.labelled("Note", view.duty.note.unwrap_or_default());
    rests_on(&mut page, &view.duty);
    page.labelled("What the sources do not show", view.source_note.unwrap_or_default());
    page.list("What is not certain", bearing(&requirement.duty.cites, shelf).map(short).collect());
    page.list(
        "Other forms of the duty; the first whose condition holds takes the place of the one above",
        variants(requirement, view, shelf),
    );
    let clause = view.clause.and_then(|id| shelf.clauses.find(id));
    page.labelled(
        "Clause",
        clause.map(|clause| format!("{} `{}`: {}", clause.code, clause.id, clause.title)).unwrap_or_default(),
    );
    page.labelled("Former ids", ticked(view.formerly.iter().map(String::as_str)));
    page.labelled("Pack", format!("`{}`", view.pack));
    for example in &view.examples {
        page.code(format!("Example: {}, as of {}", example.status.replace('-', " "), example.as_of), example.text);
    }
    page
}

/// When it applies, what it expects, and what to write in the record.
fn conditions(page: &mut Page, requirement: &Requirement, view: &RequirementView<'_>, shelf: &Shelf<'_>) {
    let library = shelf.library;
    let words = library.words();
    page.condition(
        "It applies when all of these hold",
        "It applies when",
        "it always applies.",
        &words.say(&requirement.applies),
    );
    page.condition("It is met when all of these hold", "It is met when", "", &words.say(&requirement.expects));
    if let Some(due) = &requirement.due {
        page.condition("It is not due until all of these hold", "It is not due until", "", &words.say(due));
    }
    page.labelled("Named conditions in it", ticked(view.conditions.iter().copied()));
    let reads = library.reads(requirement);
    page.code("What to state in the record (the values are examples)", &skeleton(&reads.decide, &library.fields));
    page.code("What decides, besides, whether it applies and in which form", &skeleton(&reads.apply, &library.fields));
}

fn rests_on(page: &mut Page, duty: &DutyView<'_>) {
    page.labelled("Rests on", duty.basis_words);
    page.list("Authorities", duty.citations.iter().map(cited).collect());
    page.list("Seen in", duty.sources.iter().map(seen_in).collect());
}

/// A citation with its confidence, and below it what the provision says and how it stands.
pub(super) fn cited(citation: &CitationView<'_>) -> Item {
    let says = format!("It says: {}", citation.paraphrase);
    let stands = format!("It stands: {}", citation.standing);
    Item { text: citation.with_confidence(), below: items([says, stands]) }
}

/// A source, with where it is and of what kind.
pub(super) fn seen_in(source: &SourceView<'_>) -> Item {
    let place = if source.place.is_empty() { String::new() } else { format!(", {}", source.place) };
    Item::new(format!("`{}`: {}{place} ({})", source.id, source.title, source.grade.replace('-', " ")))
}

/// An obligation with what it means.
pub(super) fn strength(obligation: Obligation) -> String {
    format!("{}: {}", obligation.id(), super::word::obligation(obligation))
}

fn variants(requirement: &Requirement, view: &RequirementView<'_>, shelf: &Shelf<'_>) -> Vec<Item> {
    let pairs = requirement.variants.iter().zip(&view.variants);
    pairs.map(|(variant, shown)| variant_item(requirement, variant, shown, shelf)).collect()
}

/// A variant: when it holds, and below that what it changes.
fn variant_item(requirement: &Requirement, variant: &Variant, view: &VariantView<'_>, shelf: &Shelf<'_>) -> Item {
    let own = &requirement.duty;
    let said = shelf.library.words().say(&variant.when);
    let mut below = Vec::new();
    let mut changed = |different: bool, text: String| {
        if different {
            below.push(Item::new(text));
        }
    };
    let duty = &variant.duty;
    changed(duty.requires != own.requires, format!("Requires: {}", duty.requires));
    changed(duty.obligation != own.obligation, format!("Obligation: {}", strength(duty.obligation)));
    changed(duty.basis != own.basis, format!("Rests on: {}", duty.basis.words()));
    changed(duty.note != own.note, format!("Note: {}", duty.note.as_deref().unwrap_or("none")));
    let prepare =
        view.duty.required_from.as_ref().map_or_else(|| "no longer; it is required.".to_owned(), RequiredView::words);
    changed(duty.required_from != own.required_from, format!("Prepare: {prepare}"));
    changed(duty.remedy != own.remedy, format!("What to do about a gap: {}", duty.remedy));
    if duty.cites != own.cites {
        let cites = view.duty.citations.iter().map(|citation| Item::new(citation.with_confidence())).collect();
        below.push(Item { text: "Authorities:".to_owned(), below: cites });
    }
    if duty.sources != own.sources {
        below.push(Item { text: "Seen in:".to_owned(), below: view.duty.sources.iter().map(seen_in).collect() });
    }
    let when: Vec<String> = said.iter().map(Said::sentence).collect();
    Item { text: format!("When: {}", when.join(" ")), below }
}
