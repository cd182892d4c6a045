//! One thing, found by its id, and everything there is to say about it.

use crate::source::did_you_mean;

use super::catalogue::{self, Catalogue, Entry, Listing, Match, Shelf};
use super::escape::markdown_prose;
use super::style::wrap;

/// What an id stands for: one thing, several of the same name, or a list.
#[derive(Debug)]
pub enum Explanation {
    /// The things that carry the id, and what made the output.
    Entries(Vec<Entry>, String),
    /// A whole list.
    List(Listing),
}

/// Nothing carries the id.
#[derive(Debug)]
pub struct Unknown {
    /// The ids that may have been meant, nearest first.
    pub near: Vec<String>,
    /// What speaks of it: the things whose titles hold its words, in the order of the lists.
    pub matches: Vec<Match>,
}

/// How many ids an error names at most.
const NEAR: usize = 5;

impl Explanation {
    /// What carries `id`: in any kind of list, by id, former id, code or citation.
    ///
    /// # Errors
    /// When nothing does.
    pub fn find(id: &str, shelf: &Shelf<'_>) -> Result<Self, Unknown> {
        let id = id.split_whitespace().collect::<Vec<_>>().join(" ");
        let entries = catalogue::find(&id, shelf);
        if !entries.is_empty() {
            return Ok(Explanation::Entries(entries, catalogue::foot(shelf)));
        }
        match Catalogue::ALL.iter().find(|(_, name)| name.eq_ignore_ascii_case(&id)) {
            Some((what, _)) => Ok(Explanation::List(Listing::new(*what, shelf))),
            None => Err(Unknown { near: near(&id, shelf), matches: catalogue::search(&id, shelf) }),
        }
    }

    /// What there is to explain.
    pub fn index(shelf: &Shelf<'_>) -> Self {
        Explanation::List(Listing::index(shelf))
    }

    /// As a JSON array.
    pub fn to_json(&self) -> String {
        match self {
            Explanation::Entries(entries, _) => catalogue::json(entries.iter()),
            Explanation::List(list) => list.to_json(),
        }
    }

    /// For a terminal, in 80 columns.
    pub fn to_text(&self) -> String {
        match self {
            Explanation::Entries(entries, foot) => {
                let pages: Vec<String> = entries.iter().map(|entry| entry.page.to_text()).collect();
                format!("{}\n{}", pages.join("\n\n"), catalogue::paint_lines(&wrap(foot, "", "")))
            }
            Explanation::List(list) => list.to_text(),
        }
    }

    /// As Markdown.
    pub fn to_markdown(&self) -> String {
        match self {
            Explanation::Entries(entries, foot) => {
                let pages: String = entries.iter().map(|entry| entry.page.to_markdown(1)).collect();
                format!("{pages}{}\n", markdown_prose(foot))
            }
            Explanation::List(list) => list.to_markdown(),
        }
    }
}

/// The ids that may have been meant: those that end in it, then a near spelling, then those that hold it as a part.
fn near(id: &str, shelf: &Shelf<'_>) -> Vec<String> {
    let known = catalogue::ids(shelf);
    let lower = id.to_lowercase();
    let ends = known.iter().map(String::as_str).filter(|known| known.rsplit(['.', ' ']).next() == Some(lower.as_str()));
    let spelled = did_you_mean(id, known.iter().map(String::as_str));
    let holds = known.iter().map(String::as_str).filter(|known| lower.len() > 2 && known.contains(&lower));
    let mut near: Vec<String> = Vec::new();
    for other in ends.chain(spelled).chain(holds) {
        if !near.iter().any(|known| known == other) {
            near.push(other.to_owned());
        }
    }
    near.truncate(NEAR);
    near
}
