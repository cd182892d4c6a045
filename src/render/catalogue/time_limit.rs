//! Time limits: what must be done by when, and how the day is counted.

use serde::Serialize;

use crate::pack::{LimitExample, LimitKind, Said, TimeLimit};

use super::super::deadlines::ground;
use super::super::page::Page;
use super::super::view::{CitationView, SourceView, citations, sources};
use super::requirement::{cited, seen_in, strength};
use super::skeleton::skeleton;
use super::{Entry, Shelf};

/// A time limit as data.
#[derive(Debug, Serialize)]
struct LimitView<'l> {
    id: &'l str,
    title: &'l str,
    says: &'l str,
    kind: LimitKind,
    rests_on: &'static str,
    obligation: &'static str,
    role: &'l str,
    list: Option<&'l str>,
    when: Vec<String>,
    convention: &'l str,
    counting: &'l str,
    fields: Vec<&'l str>,
    citations: Vec<CitationView<'l>>,
    sources: Vec<SourceView<'l>>,
    note: Option<&'l str>,
    pack: &'l str,
    examples: Vec<ExampleView<'l>>,
}

/// A part of a record and what the limit gives for it.
#[derive(Debug, Serialize)]
struct ExampleView<'l> {
    as_of: Option<String>,
    gives: Option<String>,
    state: Option<&'l str>,
    text: &'l str,
}

/// One time limit.
pub(crate) fn entry(limit: &TimeLimit, shelf: &Shelf<'_>) -> Entry {
    let fields = &shelf.library.fields;
    let mut read = Vec::new();
    limit.visit_fields(&mut |field| read.push(field));
    read.sort();
    read.dedup();
    read.retain(|field| fields.is_value(*field));
    let words = shelf.library.words();
    let said = limit.when.as_ref().map(|when| words.say(when)).unwrap_or_default();
    let convention = shelf.calendars.counting(&limit.counted).map(|counting| counting.convention);
    let view = LimitView {
        id: &limit.id,
        title: &limit.title,
        says: &limit.ground.says,
        kind: limit.kind,
        rests_on: limit.ground.rests_on.id(),
        obligation: limit.ground.obligation.id(),
        role: &limit.role,
        list: limit.rows.map(|rows| fields.get(rows).path.as_str()),
        when: said.iter().map(Said::sentence).collect(),
        convention: &limit.counted,
        counting: convention.map_or("", |convention| &convention.says),
        fields: read.iter().map(|field| fields.get(*field).path.as_str()).collect(),
        citations: citations(&limit.ground.cites, shelf.library, None),
        sources: sources(&limit.ground.sources, shelf.library),
        note: limit.ground.note.as_deref(),
        pack: &limit.pack,
        examples: limit.examples.iter().map(example).collect(),
    };
    let mut page = page(limit, &view, &said);
    page.code("What to state in the record (the values are examples)", &skeleton(&read, fields));
    page.labelled("Pack", format!("`{}`", view.pack));
    for one in &view.examples {
        page.code(example_label(one), one.text);
    }
    Entry::new(page, [kind(limit.kind), view.obligation, view.rests_on], &view)
}

fn page(limit: &TimeLimit, view: &LimitView<'_>, said: &[Said]) -> Page {
    let mut page = Page::new("time limit", view.id, view.title);
    page.labelled("Rule", view.says);
    page.labelled("Who acts", view.role);
    page.labelled("Kind of day", kind_words(limit.kind));
    page.labelled("Obligation", strength(limit.ground.obligation));
    page.labelled("One deadline for each entry of", view.list.map(|list| format!("`{list}`")).unwrap_or_default());
    page.condition("It exists when all of these hold", "It exists when", "", said);
    page.labelled("How it is counted", format!("{} (`{}`)", view.counting, view.convention));
    page.labelled("Rests on", ground(limit.ground.rests_on));
    page.list("Authorities", view.citations.iter().map(cited).collect());
    page.list("Seen in", view.sources.iter().map(seen_in).collect());
    page.labelled("Note", view.note.unwrap_or_default());
    page
}

const fn kind(kind: LimitKind) -> &'static str {
    match kind {
        LimitKind::By => "by",
        LimitKind::NotBefore => "not before",
        LimitKind::KeepUntil => "keep until",
        LimitKind::On => "on",
        LimitKind::WithoutNumber => "no number",
    }
}

const fn kind_words(kind: LimitKind) -> &'static str {
    match kind {
        LimitKind::By => "the last day on which something may be done.",
        LimitKind::NotBefore => "the first day on which something may be done.",
        LimitKind::KeepUntil => "the last day on which something must still be kept.",
        LimitKind::On => "the day on which something happens or changes.",
        LimitKind::WithoutNumber => "none: the law gives no number. The institution may set itself a target.",
    }
}

fn example(example: &LimitExample) -> ExampleView<'_> {
    ExampleView {
        as_of: example.as_of.map(|date| date.to_string()),
        gives: example.gives.map(|date| date.to_string()),
        state: example.state.as_deref(),
        text: example.record.trim_start_matches('\n'),
    }
}

/// "Example: 2026-12-02, due-soon, as of 2026-11-21".
fn example_label(example: &ExampleView<'_>) -> String {
    let state = example.state.map(|state| state.replace('-', " "));
    let as_of = example.as_of.as_ref().map(|date| format!("as of {date}"));
    let parts: Vec<String> = [example.gives.clone(), state, as_of].into_iter().flatten().collect();
    format!("Example: {}", parts.join(", "))
}
