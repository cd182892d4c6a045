//! Where a text of TOML gave first what it gives again.

use std::collections::{BTreeSet, HashMap};

use toml_parser::parser::{Event, EventKind};

use super::Span;
use super::outline::events;

/// The first of two settings or headings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct First {
    /// Where it stands; a heading with its brackets.
    pub span: Span,
    /// Whether both are headings.
    pub headings: bool,
}

/// For the start of each key in `again` that names what was given before: where that was. A key that meets a part of
/// another, longer one has none.
pub(super) fn first_places(text: &str, again: BTreeSet<usize>) -> HashMap<usize, First> {
    let mut walk = Walk { text, again, ..Walk::default() };
    events(text).iter().for_each(|event| walk.event(event));
    walk.found
}

/// A table or a value, by its number; 0 is the whole text.
type Node = usize;

#[derive(Default)]
struct Walk<'t> {
    text: &'t str,
    again: BTreeSet<usize>,
    found: HashMap<usize, First>,
    /// What stands in a table under a name.
    nodes: HashMap<(Node, &'t str), Node>,
    /// The number of the last node.
    count: Node,
    /// Where each node was given first, if a key or a heading of its own did that.
    given: HashMap<Node, First>,
    /// The table of the last heading, and each table in braces that is open.
    around: Vec<Node>,
    /// Where the heading begins that is being read.
    heading: usize,
    /// Whether the last thing was the dot inside a key.
    dotted: bool,
    /// The last part of a key: the table in which it stands, its name, what it names, and its place.
    key: (Node, &'t str, Node, Span),
}

impl Walk<'_> {
    fn event(&mut self, event: &Event) {
        let span = event.span().start()..event.span().end();
        match event.kind() {
            EventKind::StdTableOpen | EventKind::ArrayTableOpen => {
                self.around.clear();
                self.heading = span.start;
            }
            EventKind::StdTableClose => {
                self.gives(self.heading..span.end, true);
                self.around = vec![self.key.2];
            }
            EventKind::ArrayTableClose => {
                // Another entry of the list: what stands in it is nothing that the one before it gave.
                let entry = self.fresh();
                self.nodes.insert((self.key.0, self.key.1), entry);
                self.around = vec![entry];
            }
            EventKind::KeySep => self.dotted = true,
            EventKind::SimpleKey => self.key_part(span),
            EventKind::KeyValSep => self.gives(self.key.3.clone(), false),
            EventKind::InlineTableOpen => {
                let table = self.fresh();
                self.around.push(table);
            }
            EventKind::InlineTableClose => drop(self.around.pop()),
            _ => {}
        }
    }

    fn fresh(&mut self) -> Node {
        self.count += 1;
        self.count
    }

    fn key_part(&mut self, span: Span) {
        let table = match std::mem::take(&mut self.dotted) {
            true => self.key.2,
            false => self.around.last().copied().unwrap_or_default(),
        };
        let name = self.text[span.clone()].trim_matches(['"', '\'']);
        let next = self.count + 1;
        let node = *self.nodes.entry((table, name)).or_insert(next);
        self.count = self.count.max(node);
        self.key = (table, name, node, span);
    }

    /// The key that was read last gives what it names, at `span`.
    fn gives(&mut self, span: Span, heading: bool) {
        let (_, _, node, key) = &self.key;
        match self.given.get(node) {
            None => drop(self.given.insert(*node, First { span, headings: heading })),
            Some(first) if self.again.contains(&key.start) => {
                let headings = first.headings && heading;
                self.found.insert(key.start, First { span: first.span.clone(), headings });
            }
            Some(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was given first, for the last place where `text` has `again`.
    fn first<'t>(text: &'t str, again: &str) -> Option<(&'t str, usize, bool)> {
        let at = text.rfind(again).unwrap();
        first_places(text, [at].into())
            .get(&at)
            .map(|first| (&text[first.span.clone()], first.span.start, first.headings))
    }

    #[test]
    fn the_first_of_two_is_found() {
        assert_eq!(first("a = 1\n[b]\na = 2\n[c]\n[ b ] # again", "b ]"), Some(("[b]", 6, true)));
        assert_eq!(first("a = 1\n[b]\na = 2\nc = [{ a = 3 }]\na = 4", "a = 4"), Some(("a", 10, false)));
        assert_eq!(first("[b.c]\n[b]\nc = 1", "c = 1"), Some(("[b.c]", 0, false)));
        assert_eq!(first("[[b]]\na = 1\n[[b]]\na = 2\n\"a\" = 3", "\"a\""), Some(("a", 18, false)));
        assert_eq!(first("a = [{ b = 1 }, { b = 2, b = 3 }]", "b = 3"), Some(("b", 18, false)));
        assert_eq!(first("a.b = 1\n[a]", "a]"), None);
    }
}
