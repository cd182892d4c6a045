//! Markdown as blocks: what a template wrote becomes a document for a word processor.

use comrak::nodes::{AstNode, ListType, NodeValue, TableAlignment};
use comrak::{Anchorizer, Arena, Options, parse_document};

use super::{Block, Cell, Column, Entry, Heading, Inline, Look, Marker, Style, Table};

/// The narrowest and the widest column of a table, in characters, as far as its own text goes.
const NARROWEST: usize = 6;
/// See [`NARROWEST`].
const WIDEST: usize = 40;

/// The blocks of `markdown`. Its first heading of level 1 is the title, and the levels below it are counted from there.
pub(in crate::render) fn blocks(markdown: &str) -> Vec<Block> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    let arena = Arena::new();
    let mut reader = Reader::default();
    reader.inside(parse_document(&arena, markdown, &options), None);
    reader.blocks
}

/// Walks through a Markdown document.
#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    anchors: Anchorizer,
    titled: bool,
    /// The number of lists that count so far.
    lists: usize,
    /// What stands last above a table.
    above: String,
}

/// The entry of a list that a block stands in.
#[derive(Clone, Copy)]
struct Place {
    marker: Marker,
    depth: usize,
    /// Whether nothing of the entry has been written yet.
    first: bool,
}

impl Reader {
    fn inside<'a>(&mut self, node: &'a AstNode<'a>, mut place: Option<Place>) {
        for child in node.children() {
            self.block(child, place);
            place = place.map(|place| Place { first: false, ..place });
        }
    }

    fn block<'a>(&mut self, node: &'a AstNode<'a>, place: Option<Place>) {
        let value = node.data.borrow().value.clone();
        match value {
            NodeValue::Heading(heading) => self.heading(heading.level, node),
            NodeValue::Paragraph => {
                let text = inlines(node);
                self.text(text, place);
            }
            NodeValue::List(list) => {
                let depth = place.map_or(0, |place| place.depth + 1);
                let marker = match list.list_type {
                    ListType::Bullet => Marker::Bullet,
                    ListType::Ordered => {
                        self.lists += 1;
                        Marker::Number(self.lists - 1)
                    }
                };
                node.children().for_each(|item| self.inside(item, Some(Place { marker, depth, first: true })));
            }
            NodeValue::CodeBlock(code) => {
                let lines = code.literal.trim_end_matches('\n').split('\n');
                let mut text: Vec<Inline> = Vec::new();
                for line in lines {
                    text.extend((!text.is_empty()).then_some(Inline::Break));
                    text.push(Inline::plain(line));
                }
                self.blocks.push(Block::Paragraph(Style::Code, text));
            }
            NodeValue::Table(table) => self.table(node, &table.alignments),
            // HTML is left out, as in the web page; a rule parts what headings part here.
            NodeValue::HtmlBlock(_) | NodeValue::ThematicBreak => {}
            _ => self.inside(node, place),
        }
    }

    fn heading<'a>(&mut self, level: u8, node: &'a AstNode<'a>) {
        let text = inlines(node);
        let words: String = text.iter().flat_map(Inline::words).collect();
        let anchor = self.anchors.anchorize(&words);
        self.above = words;
        if level == 1 && !self.titled {
            self.titled = true;
            self.blocks.push(Block::Title(text));
        } else {
            self.blocks.push(Block::Heading(Heading::plain(level.saturating_sub(1).clamp(1, 3), text, anchor)));
        }
    }

    fn text(&mut self, text: Vec<Inline>, place: Option<Place>) {
        self.blocks.push(match place {
            Some(Place { marker, depth, first: true }) => Block::Entry(Entry { marker, depth, text }),
            Some(_) => Block::Paragraph(Style::Continued, text),
            None => Block::Paragraph(Style::Body, text),
        });
    }

    fn table<'a>(&mut self, node: &'a AstNode<'a>, alignments: &[TableAlignment]) {
        let cells = |row: &'a AstNode<'a>| row.children().map(|cell| vec![inlines(cell)]).collect::<Vec<Cell>>();
        let mut rows: Vec<Vec<Cell>> = node.children().map(cells).collect();
        let head = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
        let columns = head.into_iter().enumerate().map(|(at, head)| {
            let cells = rows.iter().filter_map(|row| row.get(at)).chain([&head]);
            let longest = cells.map(length).max().unwrap_or_default();
            Column {
                share: longest.clamp(NARROWEST, WIDEST),
                right: matches!(alignments.get(at), Some(TableAlignment::Right)),
                head: head.into_iter().flatten().collect(),
            }
        });
        let columns = columns.collect();
        self.blocks.push(Block::Table(Table { about: self.above.clone(), columns, rows }));
    }
}

/// The characters of a cell.
fn length(cell: &Cell) -> usize {
    cell.iter().flatten().flat_map(Inline::words).map(|words| words.chars().count()).sum()
}

fn inlines<'a>(node: &'a AstNode<'a>) -> Vec<Inline> {
    let mut found = Vec::new();
    collect(node, Look::default(), &mut found);
    found
}

fn collect<'a>(node: &'a AstNode<'a>, look: Look, found: &mut Vec<Inline>) {
    for child in node.children() {
        match &child.data.borrow().value {
            NodeValue::Text(text) => found.push(Inline::Text(text.to_string(), look)),
            NodeValue::Code(code) => found.push(Inline::Text(code.literal.clone(), Look { code: true, ..look })),
            NodeValue::SoftBreak => found.push(Inline::Text(" ".to_owned(), look)),
            NodeValue::LineBreak => found.push(Inline::Break),
            NodeValue::Strong => collect(child, Look { strong: true, ..look }, found),
            NodeValue::Emph => collect(child, Look { emphasis: true, ..look }, found),
            NodeValue::Strikethrough => collect(child, Look { struck: true, ..look }, found),
            NodeValue::HtmlInline(_) => {}
            NodeValue::Link(link) => {
                let mut inside = Vec::new();
                collect(child, look, &mut inside);
                found.push(match link.url.strip_prefix('#') {
                    Some(anchor) => Inline::Jump(anchor.to_owned(), inside),
                    None => Inline::Link(link.url.clone(), inside),
                });
            }
            _ => collect(child, look, found),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(marker: Marker, depth: usize, text: &str) -> Block {
        Block::Entry(Entry { marker, depth, text: vec![Inline::plain(text)] })
    }

    #[test]
    fn lists_keep_their_depth_and_their_counts() {
        let found = blocks("- a\n  - b\n\n    more\n- c\n\n1. d\n2. e\n\ntext\n\n1. f\n");
        let more = Block::Paragraph(Style::Continued, vec![Inline::plain("more")]);
        let text = Block::Paragraph(Style::Body, vec![Inline::plain("text")]);
        let (dot, first, second) = (Marker::Bullet, Marker::Number(0), Marker::Number(1));
        assert_eq!(
            found,
            [
                entry(dot, 0, "a"),
                entry(dot, 1, "b"),
                more,
                entry(dot, 0, "c"),
                entry(first, 0, "d"),
                entry(first, 0, "e"),
                text,
                entry(second, 0, "f"),
            ]
        );
    }

    #[test]
    fn headings_have_the_anchors_that_links_name() {
        let found = blocks("# Report\n\n## One `x`\n\n[to *it*](#one-x) <b>\n\n### Two\n\n#### Three\n\n##### Four\n");
        let jump = Inline::Jump(
            "one-x".to_owned(),
            vec![Inline::plain("to "), Inline::Text("it".to_owned(), Look { emphasis: true, ..Look::default() })],
        );
        assert_eq!(found[0], Block::Title(vec![Inline::plain("Report")]));
        let headings: Vec<(u8, &str)> = found
            .iter()
            .filter_map(|block| match block {
                Block::Heading(heading) => Some((heading.level, heading.anchor.as_str())),
                _ => None,
            })
            .collect();
        assert_eq!(headings, [(1, "one-x"), (2, "two"), (3, "three"), (3, "four")]);
        assert_eq!(found[2], Block::Paragraph(Style::Body, vec![jump, Inline::plain(" ")]));
    }

    #[test]
    fn tables_keep_heads_and_numbers() {
        let found = blocks("## Counts\n\n| Word | Count |\n|:--|--:|\n| a | 1 |\n| **b** | |\n");
        let Block::Table(table) = &found[1] else { panic!("{found:?}") };
        assert_eq!((table.about.as_str(), table.rows.len()), ("Counts", 2));
        assert_eq!(table.columns.iter().map(|column| column.right).collect::<Vec<_>>(), [false, true]);
        assert_eq!(table.columns[0].head, [Inline::plain("Word")]);
        assert_eq!(table.rows[1][0], [vec![Inline::strong("b")]]);
    }
}
