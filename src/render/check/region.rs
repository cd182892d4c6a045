//! A part of a record by lines and columns, as formats with places need it.

use std::fmt;

use serde::Serialize;

use crate::source::{SourceText, Span};

/// A stretch of a text. All numbers start at 1; columns count characters (code points); the end is the column after the
/// last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    /// The first line.
    #[serde(rename = "startLine")]
    pub line: usize,
    /// The first column.
    #[serde(rename = "startColumn")]
    pub column: usize,
    /// The last line.
    pub end_line: usize,
    /// The column after the last one.
    pub end_column: usize,
}

impl Region {
    /// The top of a file that has no text.
    pub(super) const TOP: Self = Self { line: 1, column: 1, end_line: 1, end_column: 1 };

    /// What `span` covers of `source`, without white space at its end; the whole line where it covers nothing.
    pub(super) fn of(source: &SourceText, span: &Span) -> Self {
        let covered = source.text().get(span.clone()).unwrap_or_default().trim_end();
        match covered {
            "" => Self::exactly(source, &source.lines_around(&(span.start..span.start))),
            covered => Self::exactly(source, &(span.start..span.start + covered.len())),
        }
    }

    /// What `span` covers of `source`, to the letter.
    pub(super) fn exactly(source: &SourceText, span: &Span) -> Self {
        let (start, end) = (source.position(span.start), source.position(span.end));
        Self { line: start.line, column: start.column, end_line: end.line, end_column: end.column }
    }
}

/// A region of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place<'a> {
    /// The record, or a file that it names.
    pub path: &'a str,
    /// The part of it.
    pub region: Region,
}

impl fmt::Display for Place<'_> {
    /// As editors and terminals know it: "path:line:column".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.path, self.region.line, self.region.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_count_code_points_and_end_after_the_last() {
        let source = SourceText::new("t", "# é\n[é😀]  \r\na = \"\"\"x\ny\"\"\"\n");
        let region = |span: Span| {
            let Region { line, column, end_line, end_column } = Region::of(&source, &span);
            (line, column, end_line, end_column)
        };
        let heading = source.text().find('[').unwrap();
        assert_eq!(region(heading..heading + 10), (2, 1, 2, 5));
        assert_eq!(region(0..0), (1, 1, 1, 4));
        let value = source.text().find("\"\"\"").unwrap();
        assert_eq!(region(value..source.text().len()), (3, 5, 4, 5));
    }
}
