//! An agreement that was read.

use std::ops::Range;
use std::sync::Arc;

use crate::source::{SourceText, Span};

use super::markdown;
use super::outline::{Outline, Section};
use super::passage::{Kind, Passage};

/// How the heading begins under which a draft of this program says what it was made from.
const MADE_FROM: [&str; 2] = ["What this draft was made from", "What this document was made from"];

/// The text of an agreement.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// The file it stands in.
    pub source: Arc<SourceText>,
    pub(super) passages: Vec<Passage>,
    pub(super) outline: Outline,
}

/// A part of an agreement: what is checked of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part(pub(super) Range<usize>);

impl Agreement {
    /// Reads Markdown. What a draft of this program says about itself, and its notes to counsel, are passed over.
    pub fn read(source: &Arc<SourceText>) -> Self {
        let (mut passages, mut anchors): (Vec<_>, Vec<_>) =
            markdown::read(source).into_iter().map(|one| (one.passage, one.anchor)).unzip();
        let (head, tail) = about_itself(&passages);
        for range in [tail, head] {
            passages.drain(range.clone());
            anchors.drain(range);
        }
        let outline = Outline::new(&passages, &anchors);
        Self { source: Arc::clone(source), passages, outline }
    }

    /// All of it.
    pub fn whole(&self) -> Part {
        Part(0..self.passages.len())
    }

    /// What stands under the heading with this anchor.
    pub fn under(&self, anchor: &str) -> Option<Part> {
        let is_it = |section: &&Section| section.anchor.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(anchor));
        self.outline.sections.iter().find(is_it).map(|section| Part(section.branch.clone()))
    }

    /// The passages of `part`, each with its number.
    pub(super) fn passages(&self, part: &Part) -> impl Iterator<Item = (usize, &Passage)> {
        part.0.clone().filter_map(|at| Some((at, self.passages.get(at)?)))
    }

    /// How people find the passage with this number, from 0: "section 7.2", "section 7 (Safeguards)"; empty before the
    /// first heading.
    pub fn place(&self, at: usize) -> String {
        let numbered = &self.outline.numbered;
        let section = self.outline.section_of(at);
        let first = section.map_or(0, |section| section.passages.start);
        let last = numbered[..numbered.partition_point(|one| one.passage <= at)].last();
        match last.filter(|one| one.passage > first && one.number.0.len() > 1) {
            Some(one) => format!("section {}", one.number),
            None => section.map(Section::name).unwrap_or_default(),
        }
    }

    pub(super) fn span(&self, at: usize, range: Range<usize>) -> Span {
        self.passages[at].span(range)
    }
}

/// The passages at the beginning in which a draft of this program says what it is, and those at the end in which it says
/// what it was made from.
fn about_itself(passages: &[Passage]) -> (Range<usize>, Range<usize>) {
    let is_heading =
        |passage: &Passage| matches!(passage.kind, Kind::Heading(_)) && MADE_FROM.contains(&passage.text.as_str());
    let end = passages.iter().rposition(is_heading).unwrap_or_default();
    let breaks: Vec<usize> = (0..end).filter(|at| passages[*at].kind == Kind::Break).collect();
    match breaks.as_slice() {
        [] => (0..0, 0..0),
        [last] => (0..0, *last..passages.len()),
        [first, .., last] => (1.min(*first)..*first, *last..passages.len()),
    }
}
