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
}

impl Passage {
    pub(super) fn new(kind: Kind, ordinals: Vec<u32>) -> Self {
        Self { kind, text: String::new(), strong: Vec::new(), ordinals, runs: Vec::new() }
    }

    /// Adds `c`, which stands at the byte `at` of the file. White space becomes one space.
    pub(super) fn push(&mut self, c: char, at: usize) {
        let blank = c.is_whitespace();
        if blank && (self.text.is_empty() || self.text.ends_with(' ')) {
            return;
        }
        let next = self.text.len();
        let goes_on = self.runs.last().is_some_and(|(text, file)| file + (next - text) == at);
        if !goes_on {
            self.runs.push((next, at));
        }
        self.text.push(if blank { ' ' } else { c });
        if blank && c.len_utf8() > 1 {
            // The next character stands further on than this one space would make it.
            self.runs.push((next + 1, at + c.len_utf8()));
        }
    }

    /// Where the bytes `range` of the text stand in the file.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.at(range.start);
        let last = self.text[range.clone()].chars().next_back().map_or(0, char::len_utf8);
        start..(self.at(range.end - last) + last).max(start)
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
