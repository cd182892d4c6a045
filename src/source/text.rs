//! A text with its line starts, so that a byte offset becomes a line and a column.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

/// A range of byte offsets into a [`SourceText`].
pub type Span = Range<usize>;

/// A place in a text as people count: both numbers start at 1, columns count characters (not bytes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line number, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// The text of one file, with the name it is shown under.
#[derive(Debug)]
pub struct SourceText {
    name: String,
    text: Cow<'static, str>,
    tree: Option<&'static [u8]>,
    line_starts: OnceLock<Vec<usize>>,
}

impl SourceText {
    /// Wraps `text`, shown to people as `name`.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: Cow::Owned(text.into()), tree: None, line_starts: OnceLock::new() }
    }

    /// Wraps a text that the binary carries, with the tree of its TOML or of its front matter, if it has any.
    pub fn embedded(name: impl Into<String>, text: &'static str, tree: Option<&'static [u8]>) -> Self {
        Self { name: name.into(), text: Cow::Borrowed(text), tree, line_starts: OnceLock::new() }
    }

    /// The name under which people know this text: usually its path as they gave it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its text up to `end`, with the first line blanked out: the front matter as TOML, all places kept.
    pub fn front_matter(&self, end: usize) -> Self {
        let first = self.text.find('\n').unwrap_or(end).min(end);
        let text = Cow::Owned(" ".repeat(first) + &self.text[first..end]);
        Self { name: self.name.clone(), text, tree: self.tree, line_starts: OnceLock::new() }
    }

    /// The tree of its TOML, if the program was built with it.
    pub(super) fn tree(&self) -> Option<&[u8]> {
        self.tree
    }

    /// Line and column of a byte offset. Offsets past the end give the end.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.floor_boundary(offset);
        let line = self.line_starts().partition_point(|&start| start <= offset);
        let start = self.line_starts()[line - 1];
        Position { line, column: self.text[start..offset].chars().count() + 1 }
    }

    /// The byte offset of a byte of a line, both counted from 1. Places past the end give the end.
    pub fn offset(&self, line: usize, byte: usize) -> usize {
        let start = self.line_starts().get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        self.floor_boundary(start + byte.saturating_sub(1))
    }

    /// The byte range of the lines that `span` touches, without the last line ending.
    pub fn lines_around(&self, span: &Span) -> Span {
        let first = self.position(span.start).line;
        let last = self.position(span.end.saturating_sub(1).max(span.start)).line;
        let start = self.line_starts()[first - 1];
        let end = self.line_starts().get(last).copied().unwrap_or(self.text.len());
        start..start + self.text[start..end].trim_end_matches(['\n', '\r']).len()
    }

    /// Where each line begins, found when someone first asks: most texts are read without a problem.
    fn line_starts(&self) -> &[usize] {
        let starts = || std::iter::once(0).chain(self.text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        self.line_starts.get_or_init(starts)
    }

    fn floor_boundary(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_from_one() {
        let text = SourceText::new("t", "é = 1\r\nb = 2\n");
        assert_eq!(text.position(0), Position { line: 1, column: 1 });
        assert_eq!(text.position(3), Position { line: 1, column: 3 });
        assert_eq!(text.position(8), Position { line: 2, column: 1 });
        assert_eq!(text.position(999), Position { line: 3, column: 1 });
    }

    #[test]
    fn lines_around_leaves_out_the_line_ending() {
        let text = SourceText::new("t", "a = 1\r\nb = 2\nc = 3");
        assert_eq!(&text.text()[text.lines_around(&(0..1))], "a = 1");
        assert_eq!(&text.text()[text.lines_around(&(7..14))], "b = 2\nc = 3");
    }
}
