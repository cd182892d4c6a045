//! Example records that the program carries.

use serde::Serialize;

use super::super::page::{Page, items};
use super::Entry;

/// An example record.
#[derive(Clone, Debug, Serialize)]
pub struct ExampleView {
    /// The name, for `--example`.
    pub id: String,
    /// The procurement's title, as the record states it.
    pub title: String,
    /// The institution's name, as the record states it.
    pub institution: Option<String>,
    /// The phase that the record states.
    pub phase: Option<String>,
    /// The paths of its files.
    pub files: Vec<String>,
}

impl ExampleView {
    /// The example among others.
    pub(crate) fn entry(&self) -> Entry {
        let mut page = Page::new("example", &self.id, &self.title);
        page.labelled("Institution", self.institution.as_deref().unwrap_or_default());
        page.labelled("Phase", self.phase.as_deref().unwrap_or_default());
        page.list("Files", items(self.files.iter().map(|file| format!("`{file}`"))));
        page.labelled("To check it", format!("`diligence check --example {}`", self.id));
        page.labelled("To copy it", format!("`diligence init --example {}`", self.id));
        Entry::new(page, self.phase.clone(), self)
    }
}
