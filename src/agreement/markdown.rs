//! Markdown to passages: the one place that knows how Markdown is read.

use std::ops::Range;

use comrak::arena_tree::NodeEdge;
use comrak::nodes::{AstNode, ListType, NodeValue};
use comrak::{Anchorizer, Arena, Options, parse_document};

use crate::source::SourceText;

use super::passage::{Kind, Passage};

/// How a note to counsel begins in a draft of this program. Notes are quoted, and are no part of the document.
const NOTE: &str = "Note to counsel";

/// Elements of HTML that only shape the text; any other `<...>` without attributes may be a placeholder.
const ELEMENTS: [&str; 38] = [
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "s",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "td",
    "u",
    "ul",
];

/// How many quotes and lists one line may open in each other.
const MOST_OPENED: usize = 100;

/// A passage and, for a heading, its anchor.
pub(super) struct Read {
    pub passage: Passage,
    pub anchor: Option<String>,
}

/// The passages of a Markdown text, in order.
pub(super) fn read(source: &SourceText) -> Vec<Read> {
    let arena = Arena::new();
    let root = parse_document(&arena, source.text(), &options());
    let mut reader = Reader { source, anchors: Anchorizer::new(), found: Vec::new() };
    let mut open = vec![(root, Vec::new())];
    while let Some((node, ordinals)) = open.pop() {
        reader.block(node, ordinals, &mut open);
    }
    reader.found
}

/// How Markdown is read: with tables, and without what stands between `---` lines at its start.
fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.front_matter_delimiter = Some("---".to_owned());
    options
}

/// The anchors of the headings of a Markdown text, as common viewers make them.
pub fn anchors(text: &str) -> impl Iterator<Item = String> {
    let arena = Arena::new();
    let root = parse_document(&arena, text, &options());
    let mut anchors = Anchorizer::new();
    let headings = root.descendants().filter(|node| matches!(node.data.borrow().value, NodeValue::Heading(_)));
    headings.map(|node| anchors.anchorize(&words(node))).collect::<Vec<_>>().into_iter()
}

/// Whether no line opens more quotes and lists in each other than any text for people does. Reading such a line takes
/// time that grows with the square of its length.
pub fn is_readable(text: &str) -> bool {
    text.lines().all(|line| {
        let mut rest = line;
        let opened = std::iter::from_fn(|| {
            rest = rest.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
            rest = rest.strip_prefix(['>', '-', '*', '+', '.', ')'])?;
            (rest.starts_with([' ', '>']) || rest.is_empty()).then_some(())
        });
        opened.take(MOST_OPENED + 1).count() <= MOST_OPENED
    })
}

/// The words of a heading from which its anchor is made.
fn words<'n>(node: &'n AstNode<'n>) -> String {
    let mut title = String::new();
    for inner in node.descendants() {
        match &inner.data.borrow().value {
            NodeValue::Text(text) => title.push_str(text),
            NodeValue::Code(code) => title.push_str(&code.literal),
            _ => {}
        }
    }
    title
}

struct Reader<'s> {
    source: &'s SourceText,
    anchors: Anchorizer,
    found: Vec<Read>,
}

type Open<'n> = Vec<(&'n AstNode<'n>, Vec<u32>)>;

impl Reader<'_> {
    /// Reads a block, or adds the blocks in it to `open`, the last of them first.
    fn block<'n>(&mut self, node: &'n AstNode<'n>, ordinals: Vec<u32>, open: &mut Open<'n>) {
        let kind = match &node.data.borrow().value {
            NodeValue::Heading(heading) => Kind::Heading(heading.level),
            NodeValue::Paragraph => Kind::Paragraph,
            NodeValue::TableCell => Kind::Cell,
            NodeValue::ThematicBreak => Kind::Break,
            NodeValue::HtmlBlock(block) => {
                self.html_block(&block.literal, node);
                return;
            }
            NodeValue::BlockQuote if is_note(node) => return,
            NodeValue::CodeBlock(_) | NodeValue::FrontMatter(_) => return,
            _ => {
                open.extend(inner(node, &ordinals).into_iter().rev());
                return;
            }
        };
        let anchor = matches!(kind, Kind::Heading(_)).then(|| self.anchors.anchorize(&words(node)));
        let mut passage = Passage::new(kind, ordinals);
        self.inlines(node, &mut passage);
        passage.text.truncate(passage.text.trim_end().len());
        let end = passage.text.len();
        passage.strong.iter_mut().for_each(|range| range.end = range.end.min(end));
        if kind == Kind::Break || !passage.text.is_empty() {
            self.found.push(Read { passage, anchor });
        }
    }

    fn html_block(&mut self, literal: &str, node: &AstNode<'_>) {
        if is_placeholder(literal.trim()) {
            let mut passage = Passage::new(Kind::Paragraph, Vec::new());
            self.push(&mut passage, literal.trim_end(), node);
            self.found.push(Read { passage, anchor: None });
        }
    }

    fn inlines<'n>(&self, block: &'n AstNode<'n>, passage: &mut Passage) {
        let mut strong: Vec<(usize, &AstNode<'_>)> = Vec::new();
        for edge in block.traverse() {
            match edge {
                NodeEdge::Start(node) => match &node.data.borrow().value {
                    NodeValue::Text(text) => self.push(passage, text.as_ref(), node),
                    NodeValue::Code(code) => self.push(passage, &code.literal, node),
                    NodeValue::HtmlInline(html) if is_placeholder(html) => self.push(passage, html, node),
                    NodeValue::SoftBreak | NodeValue::LineBreak => {
                        let start = self.start(node);
                        passage.push(' ', start..start + 1);
                    }
                    NodeValue::Strong => strong.push((passage.text.len(), node)),
                    _ => {}
                },
                NodeEdge::End(node) => {
                    if let Some((start, _)) = strong.pop_if(|(_, open)| std::ptr::eq(*open, node)) {
                        passage.strong.push(start..passage.text.len());
                    }
                }
            }
        }
    }

    /// Adds `literal`, which `node` holds, character by character at its place.
    fn push(&self, passage: &mut Passage, literal: &str, node: &AstNode<'_>) {
        let in_text = matches!(node.data.borrow().value, NodeValue::Text(_));
        let file = self.source.text();
        let mut at = file.floor_char_boundary(self.start(node));
        for c in literal.chars() {
            let place = written(c, &file[at..], in_text);
            passage.push(c, at + place.start..at + place.end);
            at += place.end;
        }
    }

    fn start(&self, node: &AstNode<'_>) -> usize {
        let start = node.data.borrow().sourcepos.start;
        self.source.offset(start.line, start.column)
    }
}

/// Where `rest` of the file writes `c`, which is next: as itself, after a backslash, as an entity, or after the marks of
/// code. Empty where that cannot be told.
fn written(c: char, rest: &str, in_text: bool) -> Range<usize> {
    /// No entity of HTML is longer, and no mark before the words of code.
    const FAR: usize = 32;
    const AMPERSANDS: [&str; 4] = ["&amp;", "&AMP;", "&#38;", "&#x26;"];
    let escaped = rest.strip_prefix('\\').is_some_and(|next| c.is_ascii_punctuation() && next.starts_with(c));
    if escaped && in_text {
        return 1..2;
    }
    let is_entity = match c {
        '&' => AMPERSANDS.iter().any(|entity| rest.starts_with(entity)),
        _ => rest.starts_with('&'),
    };
    if in_text && is_entity {
        let end = rest.bytes().take(FAR).position(|byte| byte == b';');
        return 0..end.map_or(0, |end| end + 1);
    }
    let near = rest.char_indices().take_while(|(at, _)| *at < FAR).find(|(_, next)| *next == c);
    near.map_or(0..0, |(at, _)| at..at + c.len_utf8())
}

/// The blocks in `node`, with the numbers of the items that their first passages begin.
fn inner<'n>(node: &'n AstNode<'n>, ordinals: &[u32]) -> Open<'n> {
    let first = match &node.data.borrow().value {
        NodeValue::List(list) if list.list_type == ListType::Ordered => Some(list.start),
        _ => None,
    };
    let is_item = matches!(&node.data.borrow().value, NodeValue::Item(_));
    let numbered = |(at, child): (usize, &'n AstNode<'n>)| {
        let is_list = matches!(&child.data.borrow().value, NodeValue::List(_));
        let own = match first {
            Some(first) => [ordinals, &[u32::try_from(first + at).unwrap_or(u32::MAX)]].concat(),
            None if is_item && at > 0 && !is_list => Vec::new(),
            None => ordinals.to_vec(),
        };
        (child, own)
    };
    node.children().enumerate().map(numbered).collect()
}

fn is_note<'n>(quote: &'n AstNode<'n>) -> bool {
    quote.first_child().is_some_and(|first| words(first).starts_with(NOTE))
}

/// Whether `html` is a placeholder such as `<name of the vendor>` that only looks like an element.
fn is_placeholder(html: &str) -> bool {
    let Some(inside) = html.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) else { return false };
    let name = inside.split(' ').next().unwrap_or_default().to_ascii_lowercase();
    let plain = inside.chars().all(|c| c.is_alphanumeric() || " -'.,’".contains(c));
    let shouted = inside.len() > 2 && inside.chars().all(|c| c.is_ascii_uppercase() || c == ' ');
    plain && (inside.contains(' ') || shouted) && !ELEMENTS.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_become_anchors() {
        let found: Vec<_> = anchors("# Risks and *steps*\n\ntext\n\n## Conclusions\n\n## Conclusions\n").collect();
        assert_eq!(found, ["risks-and-steps", "conclusions", "conclusions-1"]);
    }

    #[test]
    fn every_word_leads_back_to_its_place() {
        let text = "# A \\* title\n\n- one **bold\n  word** &amp; `code` last\n\nmine &amp;\u{e9} yours &eacute; &#233;his &lt; \u{0}hers & ours\n\n> quoted\r\n> é end\n\n| a | b |\n|---|---|\n| left | \\$5 |\n";
        let source = SourceText::new("t", text);
        for word in [
            "title", "bold", "word", "code", "last", "mine", "\u{e9}", "yours", "his", "hers", "ours", "quoted", "end",
            "left", "5",
        ] {
            let found = read(&source).into_iter().find_map(|one| {
                let at = one.passage.text.find(word)?;
                Some(one.passage.span(at..at + word.len()))
            });
            assert_eq!(found.map(|span| &text[span]), Some(word), "{word}");
        }
    }

    #[test]
    fn items_know_their_numbers_and_notes_are_passed_over() {
        let text = "3. three\n   1. inner\n\n   more\n4. four\n\n> **Note to counsel on section 1**\n>\n> - hidden\n\n<name of the vendor>\n\n<br>\n";
        let found: Vec<_> =
            read(&SourceText::new("t", text)).into_iter().map(|one| (one.passage.text, one.passage.ordinals)).collect();
        let expected = [
            ("three", vec![3]),
            ("inner", vec![3, 1]),
            ("more", vec![]),
            ("four", vec![4]),
            ("<name of the vendor>", vec![]),
        ];
        assert_eq!(found, expected.map(|(text, ordinals)| (text.to_owned(), ordinals)));
    }
}
