//! The headings of a TOML text, where more lines could stand below each, and which lines stand there as comments.

use std::collections::BTreeSet;

use toml_parser::Source;
use toml_parser::parser::{Event, EventKind, RecursionGuard, parse_document};

use super::Span;

/// As deep as the reader of TOML itself goes.
pub(super) const DEEPEST: u32 = 80;

/// A heading with what stands below it, or what stands before the first heading.
#[derive(Debug, PartialEq, Eq)]
pub struct Block {
    /// The path in the heading; empty before the first.
    pub path: String,
    /// Where the heading begins.
    pub start: usize,
    /// Where another line can be put in: after the last setting, or after the heading itself.
    pub end: usize,
    /// Tables that are written with dotted keys, by their path below the heading: where another line can be put in.
    pub dotted: Vec<(String, usize)>,
}

/// The blocks of a text.
#[derive(Debug)]
pub struct Outline {
    /// In the order of the text; the first is what stands before any heading.
    pub blocks: Vec<Block>,
    /// The paths of tables that are written in braces.
    pub inline: BTreeSet<String>,
    /// The paths that comments hold as if they were settings or headings, each with its place.
    pub commented: Vec<(String, usize)>,
}

impl Outline {
    /// Reads the outline of `text`, which is good TOML.
    pub fn of(text: &str) -> Self {
        let source = Source::new(text);
        let tokens = source.lex().into_vec();
        let mut events: Vec<Event> = Vec::with_capacity(tokens.len());
        parse_document(&tokens, &mut RecursionGuard::new(&mut events, DEEPEST), &mut ());
        let top = Block { path: String::new(), start: 0, end: 0, dotted: Vec::new() };
        let outline = Self { blocks: vec![top], inline: BTreeSet::new(), commented: Vec::new() };
        let mut walk = Walk { text, outline, key: Vec::new(), dotted: false, depth: 0, commented: None };
        events.iter().for_each(|event| walk.event(event));
        walk.outline
    }

    /// The heading `path` that is written with one pair of brackets or two.
    pub fn block(&self, path: &str) -> Option<&Block> {
        self.blocks.iter().skip(1).find(|block| block.path == path)
    }

    /// The part of the text from the heading at `start` to the next heading of the same path.
    pub fn entry(&self, start: usize) -> Option<(&Block, Span)> {
        let at = self.blocks.iter().position(|block| block.start == start && !block.path.is_empty())?;
        let block = &self.blocks[at];
        let next = self.blocks[at + 1..].iter().find(|next| next.path == block.path);
        Some((block, start..next.map_or(usize::MAX, |next| next.start)))
    }
}

struct Walk<'t> {
    text: &'t str,
    outline: Outline,
    key: Vec<String>,
    /// Whether the last thing was the dot inside a key.
    dotted: bool,
    /// How many brackets and braces are open in a value.
    depth: usize,
    /// The heading inside comments that is in force.
    commented: Option<String>,
}

impl Walk<'_> {
    fn event(&mut self, event: &Event) {
        let span = event.span().start()..event.span().end();
        match event.kind() {
            EventKind::StdTableOpen | EventKind::ArrayTableOpen => {
                self.key.clear();
                self.commented = None;
                let block = Block { path: String::new(), start: span.start, end: 0, dotted: Vec::new() };
                self.outline.blocks.push(block);
            }
            EventKind::StdTableClose | EventKind::ArrayTableClose => {
                let (path, end) = (self.key.join("."), self.line_end(span.end));
                let block = self.last();
                (block.path, block.end) = (path, end);
                self.key.clear();
            }
            EventKind::ArrayOpen => self.depth += 1,
            EventKind::InlineTableOpen => {
                if self.depth == 0 {
                    let path = self.path(&self.key.join("."));
                    self.outline.inline.insert(path);
                }
                self.depth += 1;
            }
            EventKind::ArrayClose | EventKind::InlineTableClose => {
                self.depth = self.depth.saturating_sub(1);
                self.value_ends(span.end);
            }
            EventKind::Scalar => self.value_ends(span.end),
            EventKind::KeySep => self.dotted = true,
            EventKind::SimpleKey if self.depth == 0 => {
                if !std::mem::take(&mut self.dotted) {
                    self.key.clear();
                }
                self.key.push(self.text[span].trim_matches(['"', '\'']).to_owned());
            }
            EventKind::Comment => self.comment(&span),
            _ => {}
        }
    }

    fn value_ends(&mut self, end: usize) {
        if self.depth > 0 {
            return;
        }
        self.commented = None;
        let end = self.line_end(end);
        let tables: Vec<String> = (1..self.key.len()).map(|parts| self.key[..parts].join(".")).collect();
        let block = self.last();
        block.end = end;
        for table in tables {
            match block.dotted.iter_mut().find(|(known, _)| *known == table) {
                Some((_, last)) => *last = end,
                None => block.dotted.push((table, end)),
            }
        }
    }

    fn comment(&mut self, span: &Span) {
        let words = self.text[span.clone()].trim_start_matches('#').trim();
        if let Some(heading) = words.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            let heading = heading.trim_matches(['[', ']', ' ']);
            if is_key(heading) {
                self.outline.commented.push((heading.to_owned(), span.start));
                self.commented = Some(heading.to_owned());
            }
        } else if let Some((key, _)) = words.split_once('=').filter(|(key, _)| is_key(key.trim())) {
            let path = match &self.commented {
                Some(heading) => format!("{heading}.{}", key.trim()),
                None => self.path(key.trim()),
            };
            self.outline.commented.push((path, span.start));
        }
    }

    fn path(&self, key: &str) -> String {
        match self.outline.blocks.last() {
            Some(block) if !block.path.is_empty() => format!("{}.{key}", block.path),
            _ => key.to_owned(),
        }
    }

    fn last(&mut self) -> &mut Block {
        self.outline.blocks.last_mut().expect("the first block is there from the start")
    }

    /// Where the line of `place` ends, after its line ending.
    fn line_end(&self, place: usize) -> usize {
        self.text[place..].find('\n').map_or(self.text.len(), |at| place + at + 1)
    }
}

fn is_key(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_end_after_their_last_setting() {
        let text = "# a = 1\nb.c.d = 2 # x\n\n# [e]\n# f = 3\n[g]\n# not a = key, h\n[[g.i]] # y\nj = [ # k\n { l = 1 },\n]\n\n# m = 2\nn = {}";
        let outline = Outline::of(text);
        let at = |words: &str| text.find(words).unwrap();
        let block = |path: &str, start, end, dotted: &[(&str, usize)]| Block {
            path: path.to_owned(),
            start,
            end,
            dotted: dotted.iter().map(|(path, end)| ((*path).to_owned(), *end)).collect(),
        };
        let line_after_b = at("\n# [e]");
        assert_eq!(outline.blocks[0], block("", 0, line_after_b, &[("b", line_after_b), ("b.c", line_after_b)]));
        assert_eq!(outline.blocks[1], block("g", at("[g]"), at("# not"), &[]));
        assert_eq!(outline.blocks[2], block("g.i", at("[[g.i]]"), text.len(), &[]));
        let commented: Vec<&str> = outline.commented.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(commented, ["a", "e", "e.f", "g.i.m"]);
        assert_eq!(outline.inline.iter().collect::<Vec<_>>(), ["g.i.n"]);
        assert_eq!(outline.entry(at("[[g.i]]")).unwrap().1, at("[[g.i]]")..usize::MAX);
    }
}
