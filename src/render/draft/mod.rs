//! A draft as a document for counsel: the text, notes beside it, and at the end what is left to people.

mod block;
mod changes;
mod lists;
mod once_signed;
mod section;
mod text;
mod todo;
mod unsettled;
mod word;
mod words;

use serde::Serialize;

use crate::drafting::{Draft, Item, Paragraph};
use crate::pack::{Library, PackFiles};
use crate::record::{FieldId, Record, Value};
use crate::source::Diagnostic;

use super::english::{in_words, listed};
use super::escape;
use super::templates::{Markup, Templates};
use super::view::Run;

use block::BlockView;
pub use changes::NotComparable;
use lists::Lists;
use section::SectionView;
use words::counted;

/// What a draft was made from.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// The packs.
    pub library: &'a Library,
    /// The record.
    pub record: &'a Record,
    /// The program, the date and the packs as formats name them.
    pub run: &'a Run,
    /// The SHA-256 over the clauses, documents and definitions.
    pub clauses_hash: &'a str,
    /// The templates that a folder put in place of built-in ones, or added: their paths.
    pub replaced: &'a [String],
    /// Whether it is drafted for use, with nothing left to people, rather than for counsel.
    pub for_use: bool,
}

impl Draft<'_> {
    /// The draft in the format of `markup`, through the template of that format among `files`; with the notes to counsel
    /// and the lists of what is left to people, or without.
    ///
    /// # Errors
    /// Where a template is not well formed, or asks for something that there is not.
    pub fn render(
        &self,
        origin: Origin<'_>,
        notes: bool,
        markup: Markup,
        files: &PackFiles,
    ) -> Result<String, Vec<Diagnostic>> {
        let path = match markup {
            Markup::Markdown => "reports/draft.md",
            Markup::Html => "reports/draft.html",
        };
        Templates::load(files, "reports", markup)?.render(path, &View::new(self, origin, notes, markup))
    }
}

impl Draft<'_> {
    /// What changed since the earlier draft `old`, which is in Markdown and was read from `name`, in the format of `markup`;
    /// or why it cannot be said.
    ///
    /// # Errors
    /// As for [`Draft::render`].
    pub fn changes_since(
        &self,
        old: &str,
        name: &str,
        origin: Origin<'_>,
        markup: Markup,
        files: &PackFiles,
    ) -> Result<Result<String, NotComparable>, Vec<Diagnostic>> {
        let new = self.render(origin, true, Markup::Markdown, files)?;
        let title = format!("What changed: {}", self.document.title);
        let head = format!(
            "# {}\n\nFrom {} to a draft from {} as of {}. Numbers, notes to counsel and the lists at the end were not \
             compared. Not legal advice.\n\n",
            escape::markdown(&title),
            escape::markdown_code(name),
            escape::markdown_code(origin.record.source.name()),
            in_words(origin.run.as_of),
        );
        let text = match changes::changes(old, &new) {
            Ok(changes) => head + &changes,
            Err(why) => return Ok(Err(why)),
        };
        Ok(Ok(match markup {
            Markup::Markdown => text,
            Markup::Html => {
                let body = comrak::markdown_to_html(&text, &comrak::Options::default());
                Templates::load(files, "reports", markup)?.render("reports/changes.html", &Page { title, body })?
            }
        }))
    }
}

/// What the template of a page about changes sees.
#[derive(Debug, Serialize)]
struct Page {
    title: String,
    /// The whole text, as HTML.
    body: String,
}

/// What the templates of a draft see.
#[derive(Debug, Serialize)]
struct View<'a> {
    run: &'a Run,
    path: &'a str,
    clauses_hash: &'a str,
    replaced: &'a [String],
    for_use: bool,
    title: &'a str,
    about: &'a str,
    institution: Option<&'a str>,
    vendor: Option<&'a str>,
    procurement: Option<&'a str>,
    reference: Option<&'a str>,
    /// How much is left to people, in a sentence.
    left: String,
    /// Whether anything in the text is marked for people to deal with.
    marked: bool,
    /// Whether the document is one that holds clauses, rather than a form or a notice.
    with_clauses: bool,
    opening: Vec<BlockView<'a>>,
    sections: Vec<SectionView<'a>>,
    closing: Vec<BlockView<'a>>,
    /// What is left to people and why clauses are absent, where notes are wanted.
    lists: Option<Lists<'a>>,
}

/// A paragraph whose text is ready to print in the view's format.
#[derive(Debug, Serialize)]
struct ParagraphView<'a> {
    label: &'a str,
    text: String,
    items: Vec<ItemView<'a>>,
}

/// An item whose text is ready to print.
#[derive(Debug, Serialize)]
struct ItemView<'a> {
    letter: &'a str,
    text: String,
}

impl<'a> View<'a> {
    fn new(draft: &'a Draft<'a>, origin: Origin<'a>, notes: bool, markup: Markup) -> Self {
        let text = |field: FieldId| match origin.record.get(field).map(|stated| &stated.value) {
            Some(Value::Text(text)) => Some(text.as_str()),
            _ => None,
        };
        let builtin = &origin.library.builtin;
        let library = origin.library;
        let mut counts = block::Counts::default();
        let section = |section| SectionView::new(section, origin, markup, notes);
        Self {
            run: origin.run,
            path: origin.record.source.name(),
            clauses_hash: origin.clauses_hash,
            replaced: origin.replaced,
            for_use: origin.for_use,
            title: &draft.document.title,
            about: &draft.document.about,
            institution: text(builtin.institution),
            vendor: text(builtin.vendor),
            procurement: text(builtin.title),
            reference: text(builtin.reference),
            left: left(draft, notes),
            marked: marked(draft),
            with_clauses: !draft.document.clauses.is_empty(),
            opening: block::views(&draft.opening, markup, notes, &mut counts),
            sections: draft.sections.iter().map(section).collect(),
            closing: block::views(&draft.closing, markup, notes, &mut counts),
            lists: notes.then(|| Lists::new(draft, library)),
        }
    }
}

fn paragraphs<'a>(paragraphs: &'a [Paragraph], markup: Markup, notes: bool) -> Vec<ParagraphView<'a>> {
    paragraphs.iter().map(|one| paragraph(one, markup, notes)).collect()
}

fn paragraph(paragraph: &Paragraph, markup: Markup, notes: bool) -> ParagraphView<'_> {
    ParagraphView {
        label: &paragraph.label,
        text: text::render(&paragraph.text, markup, notes),
        items: paragraph.items.iter().map(|item| item_view(item, markup, notes)).collect(),
    }
}

fn item_view(item: &Item, markup: Markup, notes: bool) -> ItemView<'_> {
    ItemView { letter: &item.letter, text: text::render(&item.text, markup, notes) }
}

/// Whether anything in the text of `draft` is marked for people to deal with.
fn marked(draft: &Draft<'_>) -> bool {
    let ledger = &draft.ledger;
    !(ledger.blanks.is_empty() && ledger.proposals.is_empty() && ledger.unresolved.is_empty())
}

/// What `draft` leaves to people. What they compare shows in the lists alone, and so counts only with the `notes`.
///
/// "It has 3 blanks to fill in and 1 proposed value to confirm."
fn left(draft: &Draft<'_>, notes: bool) -> String {
    let ledger = &draft.ledger;
    let mut parts = vec![
        counted(ledger.blanks.len(), "blank to fill in", "blanks to fill in"),
        counted(ledger.proposals.len(), "proposed value to confirm", "proposed values to confirm"),
    ];
    if notes && !ledger.differences.is_empty() {
        let (one, more) = ("stated value to compare", "stated values to compare");
        parts.push(counted(ledger.differences.len(), one, more));
    }
    if !ledger.unresolved.is_empty() {
        let (one, more) =
            ("reference to a clause that it does not hold", "references to clauses that it does not hold");
        parts.push(counted(ledger.unresolved.len(), one, more));
    }
    format!("It has {}.", listed(&parts, "and"))
}
