//! Sources: what was read, or is remembered, and where a reader finds it.

use toml::de::DeTable;

use crate::source::{Code, Problems, Span, Table};

use super::authority::Grade;
use super::authority_read::word;

/// Something that was read, or remembered, in which a fact of the pack was seen.
#[derive(Clone, Debug)]
pub struct SourceRef {
    /// The id.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Where a reader finds it.
    pub place: String,
    /// What kind of source it is.
    pub grade: Grade,
    /// What was not seen of it.
    pub note: Option<String>,
}

impl SourceRef {
    /// Whether it is a text of the past, which does not show today's law.
    pub fn is_historic(&self) -> bool {
        self.grade == Grade::OfficialHistoric
    }
}

/// Reads `sources/*.toml`: one table a source.
pub(super) fn read_sources(root: &DeTable<'_>, problems: &mut Problems) -> Vec<(SourceRef, Span)> {
    let mut sources = Vec::new();
    for (key, span, value) in Table::new(root, 0..0).iter() {
        let Some(inner) = value.get_ref().as_table() else {
            problems.add(Code::WrongType, value.span(), "each source is a table: [name]");
            continue;
        };
        let table = Table::new(inner, value.span());
        let grade = table.required_text("grade", problems);
        let source = SourceRef {
            id: key.to_owned(),
            title: table.required_text("title", problems).value,
            place: table.text("place", problems).map(|entry| entry.value).unwrap_or_default(),
            grade: word(grade, Grade::from_id, Grade::IDS, problems).unwrap_or(Grade::Secondary),
            note: table.text("note", problems).map(|entry| entry.value),
        };
        table.finish(problems);
        sources.push((source, span));
    }
    sources
}
