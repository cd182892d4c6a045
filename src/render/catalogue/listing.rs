//! A whole list in each format.

use std::fmt::Write;

use crate::pack::Library;

use super::super::escape::markdown_prose as escape;
use super::super::json::to_json;
use super::super::page::Page;
use super::super::style::{BOLD, DIM, WIDTH, paint, visible, wrap};
use super::super::view::Tool;
use super::{Catalogue, Entry, Group, Shelf};

/// Entries that are printed together.
#[derive(Debug)]
pub struct Listing {
    title: &'static str,
    groups: Vec<Group>,
    foot: String,
}

impl Listing {
    /// Everything of one kind.
    pub fn new(what: Catalogue, shelf: &Shelf<'_>) -> Self {
        Self { title: what.title(), groups: what.groups(shelf), foot: foot(shelf) }
    }

    /// The lists that there are.
    pub fn index(shelf: &Shelf<'_>) -> Self {
        let entries = Catalogue::ALL.map(|(what, name)| index_entry(what, name, shelf));
        let group = Group { title: String::new(), about: String::new(), head: None, entries: entries.into() };
        Self { title: "What can be explained", groups: vec![group], foot: foot(shelf) }
    }

    /// All entries as a JSON array, one a line.
    pub fn to_json(&self) -> String {
        let entries = self.groups.iter().flat_map(|group| group.head.iter().chain(&group.entries));
        json(entries)
    }

    /// A line or two an entry, in 80 columns.
    pub fn to_text(&self) -> String {
        let columns = Columns::new(self.groups.iter().flat_map(|group| &group.entries));
        let mut text = String::new();
        for group in self.groups.iter().filter(|group| !group.entries.is_empty()) {
            if !group.title.is_empty() {
                let count = group.entries.len();
                let _ = writeln!(text, "{}\n", paint(BOLD, &format!("{} ({count})", visible(&group.title))));
            }
            group.entries.iter().for_each(|entry| text.push_str(&columns.line(entry)));
            text.push('\n');
        }
        if text.is_empty() {
            text = "There are none.\n\n".to_owned();
        }
        text + &paint_lines(&wrap(&self.foot, "", ""))
    }

    /// The whole reference: every entry with everything there is to say.
    pub fn to_markdown(&self) -> String {
        let mut text = format!("# {}\n\n{}\n\n", self.title, escape(&self.foot));
        for group in &self.groups {
            let level = if group.title.is_empty() { 2 } else { 3 };
            if !group.title.is_empty() {
                let _ = writeln!(text, "## {}\n", escape(&group.title));
            }
            match &group.head {
                Some(head) => text.push_str(&head.page.to_markdown(level)),
                None if !group.about.is_empty() => {
                    let _ = writeln!(text, "{}\n", escape(&group.about));
                }
                None => {}
            }
            group.entries.iter().for_each(|entry| entry.to_markdown(level, &mut text));
        }
        text.truncate(text.trim_end().len());
        text + "\n"
    }
}

impl Entry {
    fn to_markdown(&self, level: usize, text: &mut String) {
        text.push_str(&self.page.to_markdown(level));
        self.below.iter().for_each(|entry| entry.to_markdown(level + 1, text));
    }
}

/// A list as an entry of the list of lists.
fn index_entry(what: Catalogue, name: &'static str, shelf: &Shelf<'_>) -> Entry {
    let groups = what.groups(shelf);
    let entries = groups.iter().flat_map(|group| &group.entries);
    let count = entries.clone().count();
    let such_as = entries.map(|entry| &entry.page.id).next();
    let title = match such_as {
        Some(id) => format!("{}, such as {id}", what.title()),
        None => what.title().to_owned(),
    };
    let page = Page::new("list", name, &title);
    let data = serde_json::json!({ "id": name, "title": what.title(), "count": count });
    Entry::new(page, [count.to_string()], &data)
}

/// `entries` as a JSON array, one a line.
pub(in crate::render) fn json<'e>(entries: impl Iterator<Item = &'e Entry>) -> String {
    let lines: Vec<String> = entries.map(|entry| to_json(&entry.data)).collect();
    match lines.is_empty() {
        true => "[]\n".to_owned(),
        false => format!("[\n{}\n]\n", lines.join(",\n")),
    }
}

/// What made the output and from what.
pub(in crate::render) fn foot(shelf: &Shelf<'_>) -> String {
    format!("{}. Not legal advice.", made_from(shelf.library))
}

/// The program and the packs, without a final stop.
pub(in crate::render) fn made_from(library: &Library) -> String {
    let packs: Vec<String> = library
        .packs
        .iter()
        .map(|pack| format!("{} {} ({:.12})", pack.manifest.id, pack.manifest.edition, pack.files.hash()))
        .collect();
    let word = if packs.len() == 1 { "pack" } else { "packs" };
    format!("From {} {} with the {word} {}", Tool::THIS.name, Tool::THIS.version, packs.join(", "))
}

pub(in crate::render) fn paint_lines(text: &str) -> String {
    text.lines().map(|line| paint(DIM, line) + "\n").collect()
}

/// How wide the columns of a list are.
struct Columns {
    id: usize,
    facts: Vec<usize>,
    /// Whether every entry fits on one line with its title.
    one_line: bool,
}

impl Columns {
    fn new<'e>(entries: impl Iterator<Item = &'e Entry>) -> Self {
        let mut columns = Self { id: 0, facts: Vec::new(), one_line: true };
        let mut title = 0;
        for entry in entries {
            columns.id = columns.id.max(entry.page.id.chars().count());
            title = title.max(entry.page.title.chars().count());
            columns.facts.resize(columns.facts.len().max(entry.facts.len()), 0);
            for (width, fact) in columns.facts.iter_mut().zip(&entry.facts) {
                *width = (*width).max(fact.chars().count());
            }
        }
        let facts: usize = columns.facts.iter().map(|width| width + 2).sum();
        columns.one_line = columns.id + facts + 2 + title <= WIDTH;
        columns
    }

    fn line(&self, entry: &Entry) -> String {
        let mut line = format!("{:<width$}", visible(&entry.page.id), width = self.id);
        for (fact, width) in entry.facts.iter().zip(&self.facts) {
            let _ = write!(line, "  {:<width$}", visible(fact));
        }
        if self.one_line {
            return format!("{line}  {}\n", visible(&entry.page.title));
        }
        format!("{}\n{}", line.trim_end(), wrap(&entry.page.title, "    ", "    "))
    }
}
