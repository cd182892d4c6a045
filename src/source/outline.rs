//! The headings of a TOML text, where more lines could stand below each, and which lines stand there as comments.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use toml_parser::Source;
use toml_parser::parser::{Event, EventKind, RecursionGuard, parse_document};

use super::Span;

/// As deep as the reader of TOML itself goes.
const DEEPEST: u32 = 80;

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
    pub dotted: BTreeMap<String, usize>,
}

/// The blocks of a text.
#[derive(Debug)]
pub struct Outline {
    /// In the order of the text; the first is what stands before any heading.
    pub blocks: Vec<Block>,
    /// The paths of tables that are written in braces.
    pub inline: BTreeSet<String>,
    /// The paths that comments hold as if they were settings or headings, each with its places in order.
    commented: BTreeMap<String, Vec<usize>>,
    /// The numbers of the blocks that have a heading, by its path.
    by_path: HashMap<String, Vec<usize>>,
    /// The number of every key, by the number of what it stands in and its name; 0 is the whole text.
    keys: HashMap<(usize, String), usize>,
    /// The places of every key in order, by its number.
    places: Vec<Vec<Span>>,
    /// The number of the key that begins at a place.
    key_at: HashMap<usize, usize>,
}

impl Outline {
    /// Reads the outline of `text`. Where it breaks the rules of TOML, parts of it may be missing.
    pub fn of(text: &str) -> Self {
        let outline = Self {
            blocks: vec![Block { path: String::new(), start: 0, end: 0, dotted: BTreeMap::new() }],
            inline: BTreeSet::new(),
            commented: BTreeMap::new(),
            by_path: HashMap::new(),
            keys: HashMap::new(),
            places: vec![Vec::new()],
            key_at: HashMap::new(),
        };
        let mut walk = Walk {
            source: Source::new(text),
            text,
            outline,
            heading: (Vec::new(), 0),
            braces: Vec::new(),
            key: (Vec::new(), 0),
            dotted: false,
            depth: 0,
            commented: None,
        };
        events(text).iter().for_each(|event| walk.event(event));
        let mut outline = walk.outline;
        for (at, block) in outline.blocks.iter().enumerate().skip(1) {
            outline.by_path.entry(block.path.clone()).or_default().push(at);
        }
        outline
    }

    /// The first heading `path` inside `extent` that is written with one pair of brackets or two.
    pub fn block(&self, path: &str, extent: &Span) -> Option<&Block> {
        let same = self.by_path.get(path)?;
        let first = same.get(same.partition_point(|at| self.blocks[*at].start < extent.start))?;
        Some(&self.blocks[*first]).filter(|block| extent.contains(&block.start))
    }

    /// The part of the text from the heading at `start` to the next heading of the same path.
    pub fn entry(&self, start: usize) -> Option<(&Block, Span)> {
        let headings = &self.blocks[1..];
        let block = headings.get(headings.partition_point(|block| block.start < start))?;
        if block.start != start || block.path.is_empty() {
            return None;
        }
        let next = self.block(&block.path, &(start + 1..usize::MAX));
        Some((block, start..next.map_or(usize::MAX, |next| next.start)))
    }

    /// The places inside `extent` of the key that stands at `place`: a table that has several headings, or that is written
    /// with dots, has several.
    pub fn key_places(&self, place: &Span, extent: &Span) -> Vec<Span> {
        let places = self.key_at.get(&place.start).map_or(&[][..], |number| &self.places[*number]);
        places.iter().filter(|span| extent.contains(&span.start)).cloned().collect()
    }

    /// Whether a comment inside `extent` holds `path` as if it were a setting or a heading.
    pub fn has_comment(&self, path: &str, extent: &Span) -> bool {
        let places = self.commented.get(path).map_or(&[][..], Vec::as_slice);
        places.get(places.partition_point(|at| *at < extent.start)).is_some_and(|at| extent.contains(at))
    }
}

/// What stands in `text`, in its order.
pub(super) fn events(text: &str) -> Vec<Event> {
    let tokens = Source::new(text).lex().into_vec();
    let mut events: Vec<Event> = Vec::with_capacity(tokens.len());
    parse_document(&tokens, &mut RecursionGuard::new(&mut events, DEEPEST), &mut ());
    events
}

struct Walk<'t> {
    source: Source<'t>,
    text: &'t str,
    outline: Outline,
    /// The path of the heading that is in force, and the number of its table.
    heading: (Vec<String>, usize),
    /// The keys of the tables in braces that are open, each with the number of its table.
    braces: Vec<(Vec<String>, usize)>,
    /// The parts so far of the key that is being read, or whose value is, and the number of what it names.
    key: (Vec<String>, usize),
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
                (self.depth, self.commented) = (0, None);
                self.heading = (Vec::new(), 0);
                self.braces.clear();
                let block = Block { path: String::new(), start: span.start, end: 0, dotted: BTreeMap::new() };
                self.outline.blocks.push(block);
            }
            EventKind::StdTableClose | EventKind::ArrayTableClose => {
                self.heading = std::mem::take(&mut self.key);
                let (path, end) = (self.heading.0.join("."), self.line_end(span.end));
                let block = self.last();
                (block.path, block.end) = (path, end);
            }
            EventKind::ArrayOpen => self.depth += 1,
            EventKind::InlineTableOpen => {
                if self.depth == 0 {
                    self.outline.inline.insert([self.heading.0.as_slice(), &self.key.0].concat().join("."));
                }
                self.braces.push(std::mem::take(&mut self.key));
                self.depth += 1;
            }
            EventKind::ArrayClose => self.closes(span.end),
            EventKind::InlineTableClose => {
                self.key = self.braces.pop().unwrap_or_default();
                self.closes(span.end);
            }
            EventKind::Scalar => self.value_ends(span.end),
            EventKind::KeySep => self.dotted = true,
            EventKind::SimpleKey => self.key_part(event, span),
            EventKind::Comment => self.comment(&span),
            _ => {}
        }
    }

    fn key_part(&mut self, event: &Event, span: Span) {
        if !std::mem::take(&mut self.dotted) {
            self.key = (Vec::new(), self.braces.last().map_or(self.heading.1, |(_, table)| *table));
        }
        let Some(raw) = self.source.get(event) else { return };
        let mut name = String::new();
        raw.decode_key(&mut name, &mut ());
        let Outline { keys, places, key_at, .. } = &mut self.outline;
        let number = *keys.entry((self.key.1, name.clone())).or_insert(places.len());
        places.resize(places.len().max(number + 1), Vec::new());
        key_at.insert(span.start, number);
        places[number].push(span);
        self.key.1 = number;
        self.key.0.push(name);
    }

    fn closes(&mut self, end: usize) {
        self.depth = self.depth.saturating_sub(1);
        self.value_ends(end);
    }

    fn value_ends(&mut self, end: usize) {
        if self.depth > 0 {
            return;
        }
        self.commented = None;
        let end = self.line_end(end);
        let key = &self.key.0;
        // No field stands deeper than the reader of TOML goes.
        let parts = 1..key.len().min(DEEPEST as usize);
        let tables: Vec<String> = parts.map(|parts| key[..parts].join(".")).collect();
        let block = self.last();
        block.end = end;
        block.dotted.extend(tables.into_iter().map(|table| (table, end)));
    }

    fn comment(&mut self, span: &Span) {
        let words = self.text[span.clone()].trim_start_matches('#').trim();
        if let Some(heading) = words.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            let heading = heading.trim_matches(['[', ']', ' ']);
            if is_key(heading) {
                self.outline.commented.entry(heading.to_owned()).or_default().push(span.start);
                self.commented = Some(heading.to_owned());
            }
        } else if let Some((key, _)) = words.split_once('=').filter(|(key, _)| is_key(key.trim())) {
            let path = match &self.commented {
                Some(heading) => format!("{heading}.{}", key.trim()),
                None if self.heading.0.is_empty() => key.trim().to_owned(),
                None => format!("{}.{}", self.heading.0.join("."), key.trim()),
            };
            self.outline.commented.entry(path).or_default().push(span.start);
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
        let commented: Vec<&str> = outline.commented.keys().map(String::as_str).collect();
        assert_eq!(commented, ["a", "e", "e.f", "g.i.m"]);
        assert!(outline.has_comment("e.f", &(0..text.len())) && !outline.has_comment("e.f", &(at("[g]")..text.len())));
        assert_eq!(outline.inline.iter().collect::<Vec<_>>(), ["g.i.n"]);
        assert_eq!(outline.entry(at("[[g.i]]")).unwrap().1, at("[[g.i]]")..usize::MAX);
    }
    #[test]
    fn every_place_of_a_key_is_found() {
        let text = "a.b = 1\n\"\\u0061\".c = [{ d = 1 }, { d.e = { d = 2 } }]\n[a.f]\nd = 3\n[[g]]\nd = 4\n[g.h]\n[[g]]\nd = 5\n";
        let outline = Outline::of(text);
        let found = |place: usize| {
            let all = outline.key_places(&(place..place + 1), &(0..text.len()));
            all.into_iter().map(|span| (span.start, &text[span])).collect::<Vec<_>>()
        };
        assert_eq!(found(0), [(0, "a"), (8, "\"\\u0061\""), (55, "a")]);
        assert_eq!(found(24), [(24, "d"), (35, "d")]);
        assert_eq!(found(43), [(43, "d")]);
        let at = |words: &str| text.find(words).unwrap();
        assert_eq!(found(at("d = 3")).len(), 1);
        assert_eq!(found(at("d = 5")).len(), 2);
        assert_eq!(found(at("g]]")).len(), 3);
        assert!(outline.key_places(&(0..1), &(1..2)).is_empty());
    }
}
