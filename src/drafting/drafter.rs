//! Renders the texts of one draft and puts in what their marks stand for, in the order in which a reader meets them.

use crate::assessment::Scope;
use crate::pack::{Clause, Clauses, Definition};
use crate::source::Diagnostic;

use super::inline::push;
use super::marks::{Marks, Piece};
use super::passage::Passage;
use super::structure::{Outline, letter};
use super::{Inline, Item, Ledger, Paragraph, Wording};

/// One draft in the making.
pub(super) struct Drafter<'a, 'd> {
    clauses: &'a Clauses,
    wording: &'d Wording,
    scope: &'d Scope<'a>,
    /// The clauses of the draft; a section's number is its place here, from 1.
    sections: Vec<&'a Clause>,
    definitions: Vec<&'a Definition>,
    ledger: Ledger<'a>,
    found: Vec<Diagnostic>,
}

impl<'a, 'd> Drafter<'a, 'd> {
    /// A draft with these sections and definitions.
    pub fn new(
        clauses: &'a Clauses,
        wording: &'d Wording,
        scope: &'d Scope<'a>,
        sections: Vec<&'a Clause>,
        definitions: Vec<&'a Definition>,
    ) -> Self {
        Self { clauses, wording, scope, sections, definitions, ledger: Ledger::default(), found: Vec::new() }
    }

    /// What the draft leaves to people.
    ///
    /// # Errors
    /// Every text that could not be rendered.
    pub fn finish(self) -> Result<Ledger<'a>, Vec<Diagnostic>> {
        if self.found.is_empty() { Ok(self.ledger) } else { Err(self.found) }
    }

    /// The paragraphs of a text, numbered under `section`. A text that fails gives none, and a problem.
    pub fn paragraphs(&mut self, passage: &Passage<'a>, section: Option<usize>) -> Vec<Paragraph> {
        let (marks, outlined) = self.render(passage);
        let mut paragraphs = Vec::new();
        for (at, paragraph) in outlined.iter().enumerate() {
            let label = section.map(|number| format!("{number}.{}", at + 1)).unwrap_or_default();
            let text = self.text(&paragraph.text, &marks, &label);
            let mut items = Vec::new();
            for (at, item) in paragraph.items.iter().enumerate() {
                let letter = letter(at);
                let text = self.text(item, &marks, &format!("{label}({letter})"));
                items.push(Item { letter, text });
            }
            paragraphs.push(Paragraph { label, text, items });
        }
        paragraphs
    }

    fn render(&mut self, passage: &Passage<'a>) -> (Marks<'a>, Vec<Outline>) {
        let (marks, values) = Marks::new(passage, self.scope, &self.definitions);
        let outlined = self.wording.render(passage, &values).and_then(|text| passage.outline(&text));
        let outlined = outlined.unwrap_or_else(|problem| {
            self.found.push(*problem);
            Vec::new()
        });
        (marks, outlined)
    }

    /// A piece of rendered text that stands at `place`, with what its marks stand for.
    fn text(&mut self, rendered: &str, marks: &Marks<'a>, place: &str) -> Vec<Inline> {
        let mut text = Vec::new();
        for piece in marks.pieces(rendered) {
            match piece {
                Piece::Plain(plain) => {
                    let plain = after_stop(&text, plain);
                    push(&mut text, Inline::plain(plain));
                }
                Piece::Fact(filled, entries) => {
                    let first = entries.start;
                    for (at, part) in filled.parts.get(entries).unwrap_or_default().iter().enumerate() {
                        if at > 0 {
                            push(&mut text, Inline::plain(filled.separator(first + at)));
                        }
                        push(&mut text, self.ledger.enter(filled, part, place));
                    }
                }
                Piece::Definition(definition) => {
                    push(&mut text, Inline::Term { text: definition.term.clone() });
                    push(&mut text, Inline::plain(" means "));
                    self.meaning(definition, place).into_iter().for_each(|one| push(&mut text, one));
                }
                Piece::Reference(id) => push(&mut text, self.reference(id, place)),
            }
        }
        text
    }

    fn meaning(&mut self, definition: &'a Definition, place: &str) -> Vec<Inline> {
        let passage = Passage::definition(definition);
        let (marks, outlined) = self.render(&passage);
        match outlined.as_slice() {
            [one] if one.items.is_empty() => self.text(&one.text, &marks, place),
            [] => Vec::new(),
            _ => {
                self.found.push(passage.problem(passage.first_line(), "a meaning is one paragraph without items"));
                Vec::new()
            }
        }
    }

    fn reference(&mut self, id: &str, place: &str) -> Inline {
        if let Some(at) = self.sections.iter().position(|clause| clause.id == id) {
            return Inline::Section { number: at + 1, text: self.sections[at].title.clone() };
        }
        match self.clauses.find(id) {
            Some(clause) => self.ledger.unresolved(clause, place),
            // Checked when the texts are loaded.
            None => Inline::plain(id),
        }
    }
}

/// `plain` without its first stop where `text` ends with one already, as a name such as "Sample Ltd." does.
fn after_stop<'p>(text: &[Inline], plain: &'p str) -> &'p str {
    match text.last() {
        Some(Inline::Plain { text }) if text.ends_with('.') => plain.strip_prefix('.').unwrap_or(plain),
        _ => plain,
    }
}
