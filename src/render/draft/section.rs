//! A section of a draft with the note to counsel beside it, and the clauses that were left out.

use serde::Serialize;

use crate::drafting::{Answer, Called, LeftOut, Parameter, Position, Section};
use crate::pack::{Fallback, Library};

use super::super::english::listed;
use super::super::templates::Markup;
use super::super::view::{CitationView, citations};
use super::{Origin, ParagraphView, paragraphs};

/// A section.
#[derive(Debug, Serialize)]
pub(super) struct SectionView<'a> {
    number: usize,
    title: &'a str,
    paragraphs: Vec<ParagraphView<'a>>,
    /// The note to counsel, where one is wanted.
    counsel: Option<NoteView<'a>>,
}

/// What counsel is told about a section.
#[derive(Debug, Serialize)]
pub(super) struct NoteView<'a> {
    pub id: &'a str,
    pub code: &'a str,
    /// Why it stands in the draft, in sentences.
    pub why: Vec<String>,
    /// The weaker text that stands here, if it is not the preferred one.
    pub fallback: Option<FallbackView<'a>>,
    /// Whether the short form of the preferred text stands here.
    pub short: bool,
    /// What the record sets for this clause alone.
    pub parameters: Vec<ParameterView<'a>>,
    /// The requirements that it answers and that apply to the record, as far as the record says.
    pub answers: Vec<AnswerView<'a>>,
    /// The ids of those that do not.
    pub answers_elsewhere: Vec<&'a str>,
    /// The authorities behind it, each with its confidence.
    pub citations: Vec<String>,
    pub note: &'a str,
    pub objection: &'a str,
    pub answer: &'a str,
    pub floor: &'a str,
    pub flows_down: bool,
    pub fallbacks: Vec<FallbackView<'a>>,
}

/// A requirement that a section answers.
#[derive(Debug, Serialize)]
pub(super) struct AnswerView<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub obligation: &'static str,
}

/// A weaker position.
#[derive(Debug, Serialize)]
pub(super) struct FallbackView<'a> {
    pub title: &'a str,
    pub gives_up: &'a str,
    /// Whether it needs a waiver.
    pub below_floor: bool,
}

/// A value that the record sets for one clause.
#[derive(Debug, Serialize)]
pub(super) struct ParameterView<'a> {
    pub field: &'a str,
    pub text: &'a str,
    pub printed: bool,
}

/// A clause that is not called for.
#[derive(Debug, Serialize)]
pub(super) struct LeftOutView<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub reasons: &'a [String],
}

impl<'a> SectionView<'a> {
    /// `section`, with a note to counsel if `notes` are wanted.
    pub(super) fn new(section: &'a Section<'a>, origin: Origin<'a>, markup: Markup, notes: bool) -> Self {
        Self {
            number: section.number,
            title: &section.clause.title,
            paragraphs: paragraphs(&section.paragraphs, markup, notes),
            counsel: notes.then(|| NoteView::new(section, origin)),
        }
    }
}

impl<'a> NoteView<'a> {
    pub(super) fn new(section: &'a Section<'a>, origin: Origin<'a>) -> Self {
        let library = origin.library;
        let days = library.days(origin.record, origin.run.as_of);
        let clause = section.clause;
        let fallback = match section.position {
            Position::Preferred | Position::Short => None,
            Position::Fallback(fallback) => Some(FallbackView::new(fallback)),
        };
        let elsewhere = section.answers.iter().filter(|answer| !answer.applies);
        Self {
            id: &clause.id,
            code: &clause.code,
            why: why(&section.called, library),
            fallback,
            short: matches!(section.position, Position::Short),
            parameters: section.parameters.iter().map(|one| ParameterView::new(one, library)).collect(),
            answers: section.answers.iter().filter(|answer| answer.applies).map(AnswerView::new).collect(),
            answers_elsewhere: elsewhere.map(|answer| answer.requirement.id.as_str()).collect(),
            citations: CitationView::together(&citations(&clause.cites, library, Some(days))),
            note: &clause.note,
            objection: &clause.objection,
            answer: &clause.answer,
            floor: &clause.floor,
            flows_down: clause.flows_down,
            fallbacks: clause.fallbacks.iter().map(FallbackView::new).collect(),
        }
    }
}

fn why(called: &Called, library: &Library) -> Vec<String> {
    match called {
        Called::Always => vec!["It belongs in every such document.".to_owned()],
        Called::Because(reasons) => reasons.clone(),
        Called::NotStated(fields) => {
            let paths: Vec<String> =
                fields.iter().map(|field| format!("`{}`", library.fields.get(*field).path)).collect();
            let what = if paths.is_empty() { "what decides it".to_owned() } else { listed(&paths, "or") };
            vec![format!(
                "Included because the record does not say {what}. Take it out if it turns out not to be needed."
            )]
        }
    }
}

impl<'a> AnswerView<'a> {
    fn new(answer: &Answer<'a>) -> Self {
        let Answer { requirement, obligation, .. } = answer;
        Self { id: &requirement.id, title: &requirement.title, obligation: obligation.id() }
    }
}

impl<'a> FallbackView<'a> {
    fn new(fallback: &'a Fallback) -> Self {
        Self { title: &fallback.title, gives_up: &fallback.gives_up, below_floor: fallback.below_floor }
    }
}

impl<'a> ParameterView<'a> {
    fn new(parameter: &'a Parameter, library: &'a Library) -> Self {
        Self { field: &library.fields.get(parameter.field).path, text: &parameter.text, printed: parameter.printed }
    }
}

impl<'a> LeftOutView<'a> {
    pub(super) fn new(left_out: &'a LeftOut<'a>) -> Self {
        Self { id: &left_out.clause.id, title: &left_out.clause.title, reasons: &left_out.reasons }
    }
}
