//! A draft as a document for a word processor: clauses numbered by their styles, references that keep up, notes to counsel
//! as comments.

mod columns;
mod lists;
mod note;
mod own_text;

use crate::drafting::{Block as Part, Draft, Inline, Section};
use crate::record::Value;

use super::super::docx::{Block, Document, Heading, Inline as Stretch, Mark, Outline, Shown, Style};
use super::super::english::{in_words, listed};
use super::super::{Run, escape};
use super::section::NoteView;
use super::text::absent;
use super::{Origin, left, marked};

/// With how many parts a document without clauses has contents.
const MANY: usize = 12;

impl Draft<'_> {
    /// The draft as a file for a word processor; with the notes to counsel and the lists of what is left to people, or
    /// without.
    pub fn to_word(&self, origin: Origin<'_>, notes: bool) -> Vec<u8> {
        let (title, run) = (&self.document.title, origin.run);
        let document = Document {
            title: title.clone(),
            // What a document is for is told to counsel: the copy for others does not hold it, nor do its properties.
            about: if notes { self.document.about.clone() } else { String::new() },
            date: run.as_of,
            program: run.tool.name.to_owned(),
            footer: match origin.for_use {
                true => title.clone(),
                false => format!("{title}, draft as of {}", in_words(run.as_of)),
            },
            outline: if self.sections.is_empty() { Outline::Plain } else { Outline::Clauses },
            blocks: blocks(self, origin, notes),
        };
        document.to_bytes()
    }
}

fn blocks(draft: &Draft<'_>, origin: Origin<'_>, notes: bool) -> Vec<Block> {
    let mut blocks = front(draft, origin, notes);
    let (mut letters, mut headings) = (0, 0);
    // After contents the text begins a page; without, it goes on under the title.
    let contents = blocks.iter().any(|block| matches!(block, Block::Contents(_)));
    blocks.extend(own_text::blocks(&draft.opening, contents, &mut letters, &mut headings));
    for section in &draft.sections {
        blocks.push(Block::Heading(heading(section, origin, notes)));
        for paragraph in &section.paragraphs {
            blocks.push(Block::SubClause(stretches(&paragraph.text)));
            blocks.extend(paragraph.items.iter().map(|item| Block::Item(stretches(&item.text))));
        }
    }
    blocks.extend(own_text::blocks(&draft.closing, false, &mut letters, &mut headings));
    if notes {
        blocks.extend(lists::blocks(draft, origin.library));
    }
    blocks.extend(lists::origin(origin, !notes));
    blocks
}

/// The page before the text: what this is, and the contents.
fn front(draft: &Draft<'_>, origin: Origin<'_>, notes: bool) -> Vec<Block> {
    let mut blocks = vec![Block::Title(vec![Stretch::plain(&draft.document.title)])];
    let parties = parties(origin);
    if !parties.is_empty() {
        blocks.push(Block::Paragraph(Style::Subtitle, vec![Stretch::plain(listed(&parties, "and"))]));
    }
    if !origin.for_use {
        blocks.push(Block::Paragraph(Style::Notice, notice(draft, origin, notes)));
    }
    if notes {
        // Of a form, the text follows at once: what the form is must stand out from it.
        let style = if draft.sections.is_empty() { Style::Notice } else { Style::Body };
        blocks.push(Block::Paragraph(style, vec![Stretch::plain(&draft.document.about)]));
    }
    if !draft.sections.is_empty() || parts(draft) >= MANY {
        blocks.push(Block::Contents(2));
    }
    blocks
}

/// How many parts a document without clauses has.
fn parts(draft: &Draft<'_>) -> usize {
    draft.opening.iter().filter(|block| matches!(block, Part::Heading { level: 2, .. })).count()
}

/// The institution and the vendor, as far as the record names them.
fn parties(origin: Origin<'_>) -> Vec<String> {
    let builtin = &origin.library.builtin;
    let named = [builtin.institution, builtin.vendor].map(|field| origin.record.get(field).map(|stated| &stated.value));
    let names = named.into_iter().flatten().filter_map(|value| match value {
        Value::Text(name) => Some(name.clone()),
        _ => None,
    });
    names.collect()
}

fn notice(draft: &Draft<'_>, origin: Origin<'_>, notes: bool) -> Vec<Stretch> {
    let Run { tool, as_of, .. } = origin.run;
    let (path, day) = (origin.record.source.name(), in_words(*as_of));
    let mut text = vec![
        Stretch::plain(format!("This is a draft for counsel, made by {} {} from the record ", tool.name, tool.version)),
        Stretch::code(path),
        Stretch::plain(format!(" as of {day}. ")),
        Stretch::strong("It is not legal advice."),
    ];
    let warned = origin.run.packs.iter().filter_map(|pack| pack.review_warning.as_deref());
    text.extend(warned.map(|warning| Stretch::strong(format!(" {warning}"))));
    text.push(Stretch::plain(format!(" {}", left(draft, notes))));
    if marked(draft) {
        let end = if notes { " and listed at the end" } else { "" };
        text.push(Stretch::plain(format!(" They are marked in the text with numbers and brackets{end}.")));
    }
    if notes && !draft.sections.is_empty() {
        text.push(Stretch::plain(
            " The notes to counsel stand as comments in the margin. They and the lists at the end are not part of the \
             document: take them out before it is used.",
        ));
    }
    text
}

fn heading(section: &Section<'_>, origin: Origin<'_>, notes: bool) -> Heading {
    Heading {
        number: Some(section.number),
        note: notes.then(|| note::note(section, &NoteView::new(section, origin))),
        ..Heading::plain(1, vec![Stretch::plain(&section.clause.title)], anchor(section.number))
    }
}

fn anchor(number: usize) -> String {
    format!("section-{number}")
}

/// The stretches of a draft's text.
fn stretches(text: &[Inline]) -> Vec<Stretch> {
    text.iter().flat_map(stretch).collect()
}

fn stretch(one: &Inline) -> Vec<Stretch> {
    let marked =
        |mark, kind: &str, number: &usize, text: &str| vec![Stretch::Mark(mark, format!("{kind} {number}: {text}"))];
    match one {
        Inline::Plain { text } => vec![Stretch::plain(text)],
        Inline::Term { text } => vec![Stretch::strong(text)],
        Inline::Blank { number, text } => marked(Mark::Blank, "BLANK", number, text),
        Inline::Proposed { number, text } => marked(Mark::Proposed, "PROPOSED", number, text),
        Inline::Unresolved { number, text } => marked(Mark::Unresolved, "REFERENCE", number, &absent(text)),
        Inline::Section { number, text } => vec![
            Stretch::plain("section "),
            Stretch::Reference(anchor(*number), Shown::Number, number.to_string()),
            Stretch::plain(" ("),
            Stretch::Reference(anchor(*number), Shown::Text, text.clone()),
            Stretch::plain(")"),
        ],
    }
}

/// A sentence of the program's own, in which names stand between backticks.
fn prose(text: &str) -> Vec<Stretch> {
    escape::prose(text, |plain| Stretch::plain(plain), |code| Stretch::code(code))
}
