//! What a document for a word processor holds, before any XML: blocks, and the stretches of text in them.

use jiff::civil::Date;

/// A document.
#[derive(Clone, Debug)]
pub(in crate::render) struct Document {
    /// Its title, which is a property of the file.
    pub title: String,
    /// What it is, in a sentence: a property of the file too.
    pub about: String,
    /// The date that every date of the file takes.
    pub date: Date,
    /// The program that makes it, with its version.
    pub program: String,
    /// What stands at the foot of each page, beside the number of the page.
    pub footer: String,
    /// How its headings are numbered.
    pub outline: Outline,
    /// What it holds, in order.
    pub blocks: Vec<Block>,
}

/// How headings are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum Outline {
    /// Headings of level 1 have numbers, with sub-clauses 1.1 and items (a) below them.
    Clauses,
    /// They have none but those in their text.
    Plain,
}

/// One block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::render) enum Block {
    /// The title, as people read it.
    Title(Vec<Inline>),
    /// A table of contents with headings down to this level.
    Contents(u8),
    /// A heading.
    Heading(Heading),
    /// A sub-clause, numbered after the heading before it.
    SubClause(Vec<Inline>),
    /// An item of a sub-clause, lettered.
    Item(Vec<Inline>),
    /// A paragraph.
    Paragraph(Style, Vec<Inline>),
    /// An entry of a list.
    Entry(Entry),
    /// A table.
    Table(Table),
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::render) struct Heading {
    /// Its level, from 1 to 3.
    pub level: u8,
    /// Its text.
    pub text: Vec<Inline>,
    /// The name by which references find it; no two headings share one.
    pub anchor: Anchor,
    /// Its number, where the outline gives it one.
    pub number: Option<usize>,
    /// Whether it begins a page.
    pub new_page: bool,
    /// What is said beside it.
    pub note: Option<Note>,
}

/// A name by which references find a heading.
pub(in crate::render) type Anchor = String;

/// A comment in the margin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::render) struct Note {
    /// Its paragraphs.
    pub paragraphs: Vec<Vec<Inline>>,
}

/// How a paragraph looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum Style {
    /// As any text.
    Body,
    /// As any text, at the top of a new page.
    FirstOfPage,
    /// Under the title.
    Subtitle,
    /// Set apart: what a reader must know first.
    Notice,
    /// Literal text.
    Code,
    /// Text that goes on in an entry of a list.
    Continued,
    /// A box to tick, and after a tab what it stands for.
    Check,
    /// A label, and after it a line on which someone writes.
    FillIn,
}

/// An entry of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::render) struct Entry {
    /// What stands before it.
    pub marker: Marker,
    /// How deep it is, from 0.
    pub depth: usize,
    /// Its text.
    pub text: Vec<Inline>,
}

/// What stands before an entry. Lists that count have numbers, so that each begins anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::render) enum Marker {
    /// A dot.
    Bullet,
    /// 1, 2, 3.
    Number(usize),
    /// (a), (b), (c).
    Letter(usize),
}

/// A table, whose first row names its columns and repeats on each page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::render) struct Table {
    /// What it shows, for those who do not see it.
    pub about: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::render) struct Column {
    /// Its name.
    pub head: Vec<Inline>,
    /// Its share of the width, in any unit.
    pub share: usize,
    /// Whether it is set to the right, as numbers are.
    pub right: bool,
}

/// What stands in a cell: its paragraphs.
pub(in crate::render) type Cell = Vec<Vec<Inline>>;

/// A stretch of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::render) enum Inline {
    /// Text.
    Text(String, Look),
    /// Something that a reader must deal with, between brackets and highlighted.
    Mark(Mark, String),
    /// A reference to a heading.
    Reference(Anchor, Shown, String),
    /// A link to another heading.
    Jump(Anchor, Vec<Inline>),
    /// A link to a page elsewhere.
    Link(String, Vec<Inline>),
    /// A new line.
    Break,
    /// The way to the next stop; in a line to fill in, the line itself.
    Tab,
    /// A box to tick, with a click or by hand.
    Box,
}

/// A box that nobody has ticked, as a character.
pub(super) const UNTICKED: &str = "\u{2610}";

/// What a reader must deal with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum Mark {
    /// Something to fill in.
    Blank,
    /// A value to confirm.
    Proposed,
    /// A reference that leads nowhere.
    Unresolved,
}

/// What a reference shows of the heading, and keeps up with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum Shown {
    /// Its number.
    Number,
    /// Its text.
    Text,
}

/// How text looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::render) struct Look {
    /// Bold.
    pub strong: bool,
    /// Italic.
    pub emphasis: bool,
    /// As a name in a file.
    pub code: bool,
    /// Struck through.
    pub struck: bool,
}

impl Inline {
    /// Plain text.
    pub(in crate::render) fn plain(text: impl Into<String>) -> Self {
        Inline::Text(text.into(), Look::default())
    }

    /// Bold text.
    pub(in crate::render) fn strong(text: impl Into<String>) -> Self {
        Inline::Text(text.into(), Look { strong: true, ..Look::default() })
    }

    /// A name as it stands in a file.
    pub(in crate::render) fn code(text: impl Into<String>) -> Self {
        Inline::Text(text.into(), Look { code: true, ..Look::default() })
    }
}

impl Inline {
    /// Its words, without their look.
    pub(super) fn words(&self) -> Vec<String> {
        match self {
            Inline::Text(text, _) | Inline::Reference(_, _, text) => vec![text.clone()],
            Inline::Mark(_, text) => vec![format!("[{text}]")],
            Inline::Jump(_, inside) | Inline::Link(_, inside) => inside.iter().flat_map(Inline::words).collect(),
            Inline::Break | Inline::Tab => vec![" ".to_owned()],
            Inline::Box => vec![UNTICKED.to_owned()],
        }
    }
}

impl Heading {
    /// A heading without a number.
    pub(in crate::render) fn plain(level: u8, text: Vec<Inline>, anchor: impl Into<Anchor>) -> Self {
        Self { level, text, anchor: anchor.into(), number: None, new_page: false, note: None }
    }
}

impl Document {
    /// Its headings.
    pub(super) fn headings(&self) -> impl Iterator<Item = &Heading> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Heading(heading) => Some(heading),
            _ => None,
        })
    }

    /// Its comments, in the order of the headings that they stand beside.
    pub(super) fn notes(&self) -> impl Iterator<Item = &Note> {
        self.headings().filter_map(|heading| heading.note.as_ref())
    }
}
