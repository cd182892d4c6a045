//! `pack.toml`: what a pack is, who publishes it, and when it was last reviewed.

use std::sync::Arc;

use jiff::civil::Date;

use crate::record::Duration;
use crate::source::{Code, Diagnostic, Problems, SourceText, Table, parse_toml};

/// What a pack says of itself.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// The id, also the folder's name by custom.
    pub id: String,
    /// What the pack is about.
    pub title: String,
    /// Which edition of the pack this is.
    pub edition: String,
    /// Where its law is in force.
    pub jurisdiction: String,
    /// Who answers for its content.
    pub publisher: String,
    /// Its licence.
    pub licence: String,
    /// When its content was last reviewed.
    pub reviewed_on: Option<Date>,
    /// How long a review lasts.
    pub review_every: Option<Duration>,
    /// The languages that it is written in.
    pub languages: Vec<String>,
    /// Ids of the packs that it adds to.
    pub extends: Vec<String>,
    /// What a reader must know of it.
    pub note: Option<String>,
}

impl Manifest {
    /// Reads `pack.toml`.
    ///
    /// # Errors
    /// Every problem of the file.
    pub fn read(source: &Arc<SourceText>) -> Result<Self, Vec<Diagnostic>> {
        let mut problems = Problems::new(source);
        let root = parse_toml(source, &mut problems);
        let table = Table::new(root.get_ref(), 0..0);
        let review_every = table.text("review-every", &mut problems).and_then(|text| {
            let parsed = text.value.parse();
            if let Err(help) = &parsed {
                problems.add(Code::BadDuration, text.span, "`review-every` is not a length of time").help =
                    Some(String::clone(help));
            }
            parsed.ok()
        });
        let texts = |entries: Vec<crate::source::Entry<String>>| entries.into_iter().map(|entry| entry.value).collect();
        let manifest = Self {
            id: table.required_text("id", &mut problems).value,
            title: table.required_text("title", &mut problems).value,
            edition: table.required_text("edition", &mut problems).value,
            jurisdiction: table.required_text("jurisdiction", &mut problems).value,
            publisher: table.required_text("publisher", &mut problems).value,
            licence: table.required_text("licence", &mut problems).value,
            reviewed_on: table.date("reviewed-on", &mut problems).map(|entry| entry.value),
            review_every,
            languages: texts(table.texts("languages", &mut problems)),
            extends: texts(table.texts("extends", &mut problems)),
            note: table.text("note", &mut problems).map(|entry| entry.value),
        };
        table.finish(&mut problems);
        if problems.is_empty() { Ok(manifest) } else { Err(problems.into_sorted()) }
    }

    /// The day from which a new review is due, where the pack says how often it is reviewed.
    pub fn review_due(&self) -> Option<Date> {
        let (on, every) = (self.reviewed_on?, self.review_every?);
        every.after(on)
    }
}
