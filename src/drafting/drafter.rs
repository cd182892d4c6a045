//! Renders the texts of one draft and puts in what their marks stand for, in the order in which a reader meets them.

use crate::agreement::letter;
use crate::assessment::Scope;
use crate::pack::{Clause, Clauses, Definition};
use crate::record::FieldId;
use crate::source::Diagnostic;

use super::entries::Entries;
use super::inline::push;
use super::marks::{Marks, Piece, Values};
use super::outline::{Rough, RoughTable};
use super::passage::Passage;
use super::structure::Outline;
use super::{Block, Inline, Item, Ledger, Paragraph, Table, Wording};

/// One draft in the making.
pub(super) struct Drafter<'a, 'd> {
    clauses: &'a Clauses,
    wording: &'d Wording,
    scope: &'d Scope<'a>,
    /// The clauses of the draft; a section's number is its place here, from 1.
    sections: Vec<&'a Clause>,
    definitions: Vec<&'a Definition>,
    /// Whether the copy is one with notes.
    notes: bool,
    /// The terms that a text defined.
    defined: Vec<&'a str>,
    /// The fields whose values a text printed.
    printed: Vec<FieldId>,
    ledger: Ledger<'a>,
    found: Vec<Diagnostic>,
}

/// A document's own text, in parts whose marks are still in them.
#[derive(Debug)]
pub(super) struct OwnText<'a> {
    marks: Marks<'a>,
    parts: Vec<Rough>,
}

impl OwnText<'_> {
    /// What stands before the numbered clauses: all of it, unless the text says otherwise.
    pub fn before(&self) -> &[Rough] {
        self.parts.split(|part| *part == Rough::Clauses).next().unwrap_or_default()
    }

    /// What stands after them.
    pub fn after(&self) -> &[Rough] {
        self.parts.split(|part| *part == Rough::Clauses).nth(1).unwrap_or_default()
    }
}

impl<'a, 'd> Drafter<'a, 'd> {
    /// A draft with these sections and definitions, in a copy with notes or without.
    pub fn new(
        clauses: &'a Clauses,
        wording: &'d Wording,
        scope: &'d Scope<'a>,
        sections: Vec<&'a Clause>,
        definitions: Vec<&'a Definition>,
        notes: bool,
    ) -> Self {
        Self {
            clauses,
            wording,
            scope,
            sections,
            definitions,
            notes,
            defined: Vec::new(),
            printed: Vec::new(),
            ledger: Ledger::default(),
            found: Vec::new(),
        }
    }

    /// The fields whose values the texts printed so far.
    pub fn printed(&self) -> &[FieldId] {
        &self.printed
    }

    /// What the draft leaves to people.
    ///
    /// # Errors
    /// Every text that could not be rendered.
    pub fn finish(mut self) -> Result<Ledger<'a>, Vec<Diagnostic>> {
        if !self.sections.is_empty() {
            let terms = self.definitions.iter().map(|definition| definition.term.as_str());
            self.ledger.undefined = terms.filter(|term| !self.defined.contains(term)).collect();
        }
        if self.found.is_empty() { Ok(self.ledger) } else { Err(self.found) }
    }

    /// The paragraphs of a text, numbered under `section`. A text that fails gives none, and a problem.
    pub fn paragraphs(&mut self, passage: &Passage<'a>, section: Option<usize>) -> Vec<Paragraph> {
        let (marks, outlined) = self.render(passage, Vec::new(), Passage::outline);
        let mut paragraphs = Vec::new();
        for (at, paragraph) in outlined.iter().enumerate() {
            let label = section.map(|number| format!("{number}.{}", at + 1)).unwrap_or_default();
            let place = |letter: Option<&str>| letter.map_or(label.clone(), |letter| format!("{label}({letter})"));
            let (text, items) = self.paragraph(paragraph, &marks, place);
            paragraphs.push(Paragraph { label, text, items });
        }
        paragraphs
    }

    /// The text of a document around its clauses, which prints `lists` entry by entry.
    pub fn own_text(&mut self, passage: &Passage<'a>, lists: Vec<Entries<'a>>) -> OwnText<'a> {
        let (marks, parts) = self.render(passage, lists, Passage::parts);
        OwnText { marks, parts }
    }

    /// Some parts of a document's own text. What stands before the first heading stands at `place`.
    pub fn blocks(&mut self, parts: &[Rough], text: &OwnText<'a>, place: &str) -> Vec<Block> {
        let marks = &text.marks;
        let mut place = place.to_owned();
        let mut blocks = Vec::new();
        for part in parts {
            blocks.push(match part {
                Rough::Heading(level, heading) => {
                    let text = self.text(heading, marks, &place);
                    place = format!("the part \"{}\"", text.iter().map(Inline::text).collect::<String>());
                    Block::Heading { level: *level, text }
                }
                Rough::Paragraph(paragraph) => {
                    let (text, items) = self.paragraph(paragraph, marks, |_| place.clone());
                    Block::Paragraph(Paragraph { label: String::new(), text, items })
                }
                Rough::Table(table) if table.rows.is_empty() => Block::sentence("There are none."),
                Rough::Table(table) => Block::Table(self.table(table, marks, &place)),
                Rough::CheckBoxes(boxes) => {
                    Block::CheckBoxes(boxes.iter().map(|one| self.text(one, marks, &place)).collect())
                }
                Rough::FillIn(label) => Block::FillIn { label: self.text(label, marks, &place) },
                // The text is split where the clauses stand.
                Rough::Clauses => continue,
            });
        }
        blocks
    }

    /// The text and the items of a paragraph; `place` names where they stand.
    fn paragraph(
        &mut self,
        outlined: &Outline,
        marks: &Marks<'a>,
        place: impl Fn(Option<&str>) -> String,
    ) -> (Vec<Inline>, Vec<Item>) {
        let text = self.text(&outlined.text, marks, &place(None));
        let mut items = Vec::new();
        for (at, item) in outlined.items.iter().enumerate() {
            let letter = letter(at);
            let text = self.text(item, marks, &place(Some(&letter)));
            items.push(Item { letter, text });
        }
        (text, items)
    }

    fn table(&mut self, table: &RoughTable, marks: &Marks<'a>, place: &str) -> Table {
        let mut cells = |cells: &Vec<String>| cells.iter().map(|cell| self.text(cell, marks, place)).collect();
        Table { head: cells(&table.head), rows: table.rows.iter().map(cells).collect() }
    }

    /// The parts of a text, as `parts` finds them. A text that fails gives none, and a problem.
    fn render<T>(
        &mut self,
        passage: &Passage<'a>,
        lists: Vec<Entries<'a>>,
        parts: impl Fn(&Passage<'a>, &str) -> Result<Vec<T>, Box<Diagnostic>>,
    ) -> (Marks<'a>, Vec<T>) {
        let (marks, values) = Marks::new(passage, self.scope, &self.definitions, lists);
        let values = Values { notes: self.notes, ..values };
        let outlined = self.wording.render(passage, &values).and_then(|text| parts(passage, &text));
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
                    self.printed.push(filled.field);
                    let first = entries.start;
                    for (at, part) in filled.parts.get(entries).unwrap_or_default().iter().enumerate() {
                        if at > 0 {
                            push(&mut text, Inline::plain(filled.separator(first + at)));
                        }
                        push(&mut text, self.ledger.enter(filled, part, place));
                    }
                }
                Piece::Text(words) => push(&mut text, Inline::plain(words)),
                Piece::Definition(definition) => {
                    self.defined.push(&definition.term);
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
        let (marks, outlined) = self.render(&passage, Vec::new(), Passage::outline);
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
