//! What there is, as entries that `list` prints together and `explain` one by one.
//!
//! Each kind of thing has its view here: the data that JSON output holds, and the page that people read, made from it.

mod authority;
mod calendar;
mod clause;
mod condition;
mod document;
mod example;
mod field;
mod find;
mod listing;
mod pack;
mod provision;
mod requirement;
mod search;
mod skeleton;
mod source;
mod time_limit;
mod uncertainty;
mod word;

use serde::Serialize;

use crate::pack::{Calendars, Clauses, Days, Library};

use super::page::Page;

pub use example::ExampleView;
pub(super) use find::{find, ids};
pub use listing::Listing;
pub(super) use listing::{foot, json, made_from, paint_lines};
pub use search::Match;
pub(super) use search::search;

/// Where entries come from.
#[derive(Clone, Copy, Debug)]
pub struct Shelf<'s> {
    /// The packs in use.
    pub library: &'s Library,
    /// The clauses, documents and defined terms in use.
    pub clauses: &'s Clauses,
    /// The holidays, counting conventions and time limits in use.
    pub calendars: &'s Calendars,
    /// The example records that the program carries.
    pub examples: &'s [ExampleView],
    /// The day for which provisions are shown; without it, all their texts.
    pub on: Option<Days<'s>>,
}

/// One thing.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What people read.
    pub(super) page: Page,
    /// A few facts for its line in a list.
    pub(super) facts: Vec<String>,
    /// The same as data.
    pub(super) data: serde_json::Value,
    /// What belongs to it and has a page of its own, for the whole reference.
    pub(super) below: Vec<Entry>,
}

impl Entry {
    fn new(page: Page, facts: impl IntoIterator<Item = impl Into<String>>, view: &impl Serialize) -> Self {
        let mut data = serde_json::json!({ "kind": page.kind });
        let view =
            serde_json::to_value(view).expect("views hold only strings, numbers, lists and maps with string keys");
        if let (Some(data), serde_json::Value::Object(view)) = (data.as_object_mut(), view) {
            data.extend(view);
        }
        Self { page, facts: facts.into_iter().map(Into::into).collect(), data, below: Vec::new() }
    }
}

/// Entries that belong together.
#[derive(Clone, Debug)]
pub struct Group {
    /// What they have in common.
    pub(super) title: String,
    /// A sentence or two about it; may be empty.
    pub(super) about: String,
    /// What stands for the group itself, such as the section of some fields.
    pub(super) head: Option<Entry>,
    /// The entries, in their order.
    pub(super) entries: Vec<Entry>,
}

/// A list that `list` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Catalogue {
    /// The requirements, by phase.
    Requirements,
    /// The fields of the record, by section.
    Fields,
    /// The clauses, by code.
    Clauses,
    /// The authorities with their provisions, by kind.
    Authorities,
    /// The documents that `draft` writes.
    Documents,
    /// The packs in use.
    Packs,
    /// The example records.
    Examples,
    /// The named conditions.
    Conditions,
    /// The sources in which facts of the packs were seen.
    Sources,
    /// What the packs are not sure of.
    Uncertainties,
    /// The time limits, from which the dates of a record are reckoned.
    TimeLimits,
    /// The calendars of closed days, and the ways of counting.
    Calendars,
    /// The words of findings, requirements and citations, and the errors.
    Words,
}

impl Catalogue {
    /// All of them, with the name that people use.
    pub const ALL: [(Catalogue, &str); 13] = [
        (Catalogue::Requirements, "requirements"),
        (Catalogue::Fields, "fields"),
        (Catalogue::Clauses, "clauses"),
        (Catalogue::Authorities, "authorities"),
        (Catalogue::Documents, "documents"),
        (Catalogue::Packs, "packs"),
        (Catalogue::Examples, "examples"),
        (Catalogue::Conditions, "conditions"),
        (Catalogue::Sources, "sources"),
        (Catalogue::Uncertainties, "uncertainties"),
        (Catalogue::TimeLimits, "time-limits"),
        (Catalogue::Calendars, "calendars"),
        (Catalogue::Words, "words"),
    ];

    /// The title of the whole list.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Catalogue::Requirements => "Requirements",
            Catalogue::Fields => "Fields of a record",
            Catalogue::Clauses => "Clauses",
            Catalogue::Authorities => "Authorities",
            Catalogue::Documents => "Documents",
            Catalogue::Packs => "Packs",
            Catalogue::Examples => "Example records",
            Catalogue::Conditions => "Named conditions",
            Catalogue::Sources => "Sources",
            Catalogue::Uncertainties => "What is not certain",
            Catalogue::TimeLimits => "Time limits",
            Catalogue::Calendars => "Calendars and ways of counting",
            Catalogue::Words => "Words of the output",
        }
    }

    /// The entries.
    pub(super) fn groups(self, shelf: &Shelf<'_>) -> Vec<Group> {
        match self {
            Catalogue::Requirements => requirement::groups(shelf),
            Catalogue::Fields => field::groups(shelf),
            Catalogue::Clauses => alone(shelf.clauses.clauses.iter().map(|clause| clause::entry(clause, shelf))),
            Catalogue::Authorities => authority::groups(shelf),
            Catalogue::Documents => alone(shelf.clauses.documents.iter().map(|one| document::entry(one, shelf))),
            Catalogue::Packs => alone(shelf.library.packs.iter().map(|pack| pack::entry(pack, shelf))),
            Catalogue::Examples => alone(shelf.examples.iter().map(ExampleView::entry)),
            Catalogue::Conditions => alone(shelf.library.named.iter().map(|named| condition::entry(named, shelf))),
            Catalogue::Sources => alone(shelf.library.sources.iter().map(|source| source::entry(source, shelf))),
            Catalogue::Uncertainties => {
                alone(shelf.library.uncertainties.iter().map(|one| uncertainty::entry(one, shelf)))
            }
            Catalogue::TimeLimits => alone(shelf.calendars.limits.iter().map(|one| time_limit::entry(one, shelf))),
            Catalogue::Calendars => calendar::groups(shelf),
            Catalogue::Words => word::groups(shelf),
        }
    }
}

/// Entries without groups.
fn alone(entries: impl Iterator<Item = Entry>) -> Vec<Group> {
    vec![Group { title: String::new(), about: String::new(), head: None, entries: entries.collect() }]
}
