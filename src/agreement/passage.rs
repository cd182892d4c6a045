//! A passage: one heading, paragraph, item or cell of the text, as its reader sees it, with the way back to the file.

use std::ops::Range;

use crate::source::Span;

/// What a passage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A heading of this level, from 1.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A cell of a table.
    Cell,
    /// A line across the page.
    Break,
}

/// One passage.
#[derive(Clone, Debug)]
pub(super) struct Passage {
    /// What it is.
    pub kind: Kind,
    /// Its words, with single spaces and without the marks of Markdown.
    pub text: String,
    /// Where it is printed in bold.
    pub(super) strong: Vec<Range<usize>>,
    /// The numbers of the items of lists that it begins, from the outermost in; empty for any other passage.
    pub(super) ordinals: Vec<u32>,
    /// Where its words stand in the file: from which byte of the text on, from which byte of the file.
    runs: Vec<(usize, usize)>,
    /// The characters that the file writes with more or fewer bytes: where they stand in the text, and where they end in
    /// the file.
    ends: Vec<(usize, usize)>,
}

impl Passage {
    pub(super) fn new(kind: Kind, ordinals: Vec<u32>) -> Self {
        Self { kind, text: String::new(), strong: Vec::new(), ordinals, runs: Vec::new(), ends: Vec::new() }
    }

    /// Adds `c`, which stands at `place` in the file. White space becomes one space.
    pub(super) fn push(&mut self, c: char, place: Span) {
        let blank = c.is_whitespace();
        if blank && (self.text.is_empty() || self.text.ends_with(' ')) {
            return;
        }
        let next = self.text.len();
        let goes_on = self.runs.last().is_some_and(|(text, file)| file + (next - text) == place.start);
        if !goes_on {
            self.runs.push((next, place.start));
        }
        self.text.push(if blank { ' ' } else { c });
        if self.text.len() - next != place.len() {
            // The next character stands elsewhere than this one would make it.
            self.ends.push((next, place.end));
            self.runs.push((self.text.len(), place.end));
        }
    }

    /// Where the bytes `range` of the text stand in the file.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.at(range.start);
        let last = self.text[range.clone()].char_indices().next_back();
        let end = last.map_or(start, |(at, c)| {
            let at = range.start + at;
            match self.ends.binary_search_by_key(&at, |(text, _)| *text) {
                Ok(odd) => self.ends[odd].1,
                Err(_) => self.at(at) + c.len_utf8(),
            }
        });
        start..end.max(start)
    }

    fn at(&self, byte: usize) -> usize {
        let run = self.runs.partition_point(|(text, _)| *text <= byte).saturating_sub(1);
        self.runs.get(run).map_or(0, |(text, file)| file + byte.saturating_sub(*text))
    }

    /// Whether all of it is printed in bold.
    pub(super) fn is_strong(&self) -> bool {
        matches!(self.strong.as_slice(), [one] if !self.text[one.clone()].is_empty()
            && self.text[one.end..].chars().all(|c| c.is_whitespace() || c == '.' || c == ':')
            && self.text[..one.start].trim().is_empty())
    }
}
