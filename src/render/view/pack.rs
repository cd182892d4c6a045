//! A pack in use as formats see it.

use jiff::civil::Date;
use serde::Serialize;

use crate::pack::{ChangedDefault, Library, Pack};

use super::super::english::in_words;
use super::finding::json_value;
use super::optional_date;

/// A pack in use.
#[derive(Clone, Debug, Serialize)]
pub struct PackView {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// Its edition.
    pub edition: String,
    /// Who publishes it.
    pub publisher: String,
    /// The SHA-256 over its files.
    pub hash: String,
    /// When it was last reviewed.
    #[serde(serialize_with = "optional_date")]
    pub reviewed_on: Option<Date>,
    /// From when a new review is due.
    #[serde(serialize_with = "optional_date")]
    pub review_due_on: Option<Date>,
    /// Whether that day has come.
    pub review_overdue: bool,
    /// What a reader must know and do where it has; null where it has not.
    pub review_warning: Option<String>,
    /// What it sets where a record is silent, in place of what a pack before it set.
    pub defaults: Vec<DefaultView>,
    /// What a reader must know of it.
    pub note: Option<String>,
}

/// A default that a pack changed.
#[derive(Clone, Debug, Serialize)]
pub struct DefaultView {
    /// The field.
    pub field: String,
    /// The value that stands now where a record is silent.
    pub value: serde_json::Value,
    /// The value that stood before.
    pub before: serde_json::Value,
    /// Why.
    pub reason: String,
    /// The same in a sentence.
    pub words: String,
}

impl PackView {
    /// What formats see of `pack`, in a run on `as_of`.
    pub(super) fn new(pack: &Pack, library: &Library, as_of: Date) -> Self {
        let manifest = &pack.manifest;
        let due = manifest.review_due();
        let overdue = due.filter(|due| *due <= as_of);
        let changed = library.changed_defaults.iter().filter(|one| one.pack == manifest.id);
        Self {
            id: manifest.id.clone(),
            title: manifest.title.clone(),
            edition: manifest.edition.clone(),
            publisher: manifest.publisher.clone(),
            hash: pack.files.hash(),
            reviewed_on: manifest.reviewed_on,
            review_due_on: due,
            review_overdue: overdue.is_some(),
            review_warning: overdue.zip(manifest.reviewed_on).map(|(due, on)| {
                let (on, due) = (in_words(on), in_words(due));
                format!("The pack {} was last reviewed on {on}; its review was due by {due}: {CONFIRM}", manifest.id)
            }),
            defaults: changed.map(DefaultView::new).collect(),
            note: manifest.note.clone(),
        }
    }
}

/// What to do about a pack whose review is overdue.
const CONFIRM: &str = "confirm the law before you rely on this.";

impl DefaultView {
    fn new(changed: &ChangedDefault) -> Self {
        let ChangedDefault { pack, field, value, before, reason } = changed;
        Self {
            field: field.clone(),
            value: json_value(value),
            before: json_value(before),
            reason: reason.clone(),
            words: format!(
                "Where a record does not state `{field}`, the pack {pack} sets {value} in place of {before}: {reason}"
            ),
        }
    }
}
