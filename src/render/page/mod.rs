//! A page about one thing, before any format: its parts in the order in which people read them.

mod markdown;
mod text;

use crate::pack::{Said, capital};

/// What there is to say about one thing.
#[derive(Clone, Debug)]
pub(super) struct Page {
    /// What kind of thing it is, such as "requirement".
    pub(super) kind: &'static str,
    /// Its id.
    pub(super) id: String,
    /// Its title.
    pub(super) title: String,
    /// What there is to say.
    pub(super) parts: Vec<Part>,
}

/// One part of a page. Text holds no markup, save names in backticks.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// A paragraph.
    Paragraph(String),
    /// A paragraph after a label.
    Labelled(&'static str, String),
    /// A list after a label.
    List(String, Vec<Item>),
    /// TOML or other text to be shown as it is, after a label.
    Code(String, String),
}

/// One entry of a list.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// What it says.
    pub(super) text: String,
    /// What belongs below it.
    pub(super) below: Vec<Item>,
}

impl Item {
    /// An entry with nothing below it.
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), below: Vec::new() }
    }

    /// A statement, with the parts of a group below it.
    fn said(said: &Said) -> Self {
        match said {
            Said::Fact(fact) => Item::new(capital(fact)),
            Said::Group { lead, parts, .. } => {
                Self { text: format!("{}:", capital(lead)), below: parts.iter().map(Item::said).collect() }
            }
        }
    }
}

impl Page {
    /// A page with nothing on it yet.
    pub(super) fn new(kind: &'static str, id: &str, title: &str) -> Self {
        Self { kind, id: id.to_owned(), title: title.to_owned(), parts: Vec::new() }
    }

    /// Adds a paragraph.
    pub(super) fn paragraph(&mut self, text: impl Into<String>) {
        self.parts.push(Part::Paragraph(text.into()));
    }

    /// Adds a paragraph after a label, unless it is empty.
    pub(super) fn labelled(&mut self, label: &'static str, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.parts.push(Part::Labelled(label, text));
        }
    }

    /// Adds a list after a label, unless it is empty.
    pub(super) fn list(&mut self, label: impl Into<String>, items: Vec<Item>) {
        if !items.is_empty() {
            self.parts.push(Part::List(label.into(), items));
        }
    }

    /// Adds text to be shown as it is, unless it is empty.
    pub(super) fn code(&mut self, label: impl Into<String>, code: &str) {
        if !code.trim().is_empty() {
            self.parts.push(Part::Code(label.into(), code.trim_matches('\n').to_owned()));
        }
    }

    /// Adds what a condition says: `all` introduces several statements, `one` a single one, and `none` stands alone for
    /// a condition that always holds.
    pub(super) fn condition(&mut self, all: &str, one: &'static str, none: &'static str, said: &[Said]) {
        match said {
            [] => self.labelled(one, none),
            [Said::Fact(fact)] => self.labelled(one, format!("{}.", capital(fact))),
            [Said::Group { lead, parts, .. }] => {
                self.list(format!("{one} {lead}"), parts.iter().map(Item::said).collect());
            }
            several => self.list(all, several.iter().map(Item::said).collect()),
        }
    }
}

/// Entries of one text each.
pub(super) fn items(texts: impl IntoIterator<Item = impl Into<String>>) -> Vec<Item> {
    texts.into_iter().map(Item::new).collect()
}

/// "`a`, `b`".
pub(super) fn ticked<'i>(ids: impl IntoIterator<Item = &'i str>) -> String {
    ids.into_iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}
