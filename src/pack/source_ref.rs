//! Sources: what was read, or is remembered, and where a reader finds it.

use toml::de::DeTable;

use crate::source::{Code, Problems, Span, Table};

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
    pub grade: String,
    /// What was not seen of it.
    pub note: Option<String>,
}

impl SourceRef {
    /// Whether it is a text of the past, which does not show today's law.
    pub fn is_historic(&self) -> bool {
        self.grade == HISTORIC
    }

    /// The kind of source in words; a kind that is not known is given as the pack writes it.
    pub fn grade_words(&self) -> &str {
        match self.grade.as_str() {
            "official" => "official text",
            HISTORIC => "official text of the past, not today's",
            "official-excerpt" => "excerpt of an official text",
            "regulator" => "page of a regulator, legislature or government",
            "secondary" => "secondary source",
            "repository" => "file in a public code repository",
            other => other,
        }
    }
}

/// The grade of an official text of the past.
const HISTORIC: &str = "official-historic";

/// Reads `sources/*.toml`: one table a source.
pub(super) fn read_sources(root: &DeTable<'_>, problems: &mut Problems) -> Vec<(SourceRef, Span)> {
    let mut sources = Vec::new();
    for (key, span, value) in Table::new(root, 0..0).iter() {
        let Some(inner) = value.get_ref().as_table() else {
            problems.add(Code::WrongType, value.span(), "each source is a table: [name]");
            continue;
        };
        let table = Table::new(inner, value.span());
        let source = SourceRef {
            id: key.to_owned(),
            title: table.required_text("title", problems).value,
            place: table.text("place", problems).map(|entry| entry.value).unwrap_or_default(),
            grade: table.required_text("grade", problems).value,
            note: table.text("note", problems).map(|entry| entry.value),
        };
        table.finish(problems);
        sources.push((source, span));
    }
    sources
}
