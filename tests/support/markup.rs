//! Looking into Markdown and HTML: headings, links, elements, attributes.

use std::collections::BTreeSet;

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};

/// The headings of a Markdown text, with their levels; and everything in it that a plain report has no use for.
pub fn read_markdown(text: &str) -> (Vec<(u8, String)>, Vec<String>, Vec<String>) {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    let arena = Arena::new();
    let (mut headings, mut links, mut foreign) = (Vec::new(), Vec::new(), Vec::new());
    for node in parse_document(&arena, text, &options).descendants() {
        match &node.data.borrow().value {
            NodeValue::Heading(heading) => {
                let words = node.descendants().map(|inner| match &inner.data.borrow().value {
                    NodeValue::Text(text) => text.to_string(),
                    NodeValue::Code(code) => code.literal.clone(),
                    _ => String::new(),
                });
                headings.push((heading.level, words.collect()));
            }
            NodeValue::Link(link) => links.push(link.url.clone()),
            NodeValue::HtmlBlock(_)
            | NodeValue::HtmlInline(_)
            | NodeValue::Image(_)
            | NodeValue::CodeBlock(_)
            | NodeValue::Strikethrough
            | NodeValue::Emph
            | NodeValue::BlockQuote
            | NodeValue::ThematicBreak => {
                foreign.push(format!("{:?}", node.data.borrow().value));
            }
            _ => {}
        }
    }
    (headings, links, foreign)
}

/// Every value of an attribute in an HTML text.
pub fn attributes<'h>(html: &'h str, name: &str) -> Vec<&'h str> {
    let start = format!(" {name}=\"");
    html.match_indices(&start).map(|(at, found)| html[at + found.len()..].split('"').next().unwrap()).collect()
}

pub fn elements(html: &str) -> BTreeSet<&str> {
    let body = &html[html.find("</style>").unwrap()..];
    let named = |at: usize| body[at + 1..].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap();
    body.match_indices('<').map(|(at, _)| named(at)).filter(|name| !name.is_empty()).collect()
}
