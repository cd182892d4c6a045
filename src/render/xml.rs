//! XML as a tree: no tag stays open, and no text breaks out of its place or holds what XML forbids.

use std::fmt::{Display, Write};

use super::escape::xml;

/// An element with its attributes and what it holds.
#[derive(Clone, Debug)]
pub(super) struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    children: Vec<Node>,
}

/// What an element holds.
#[derive(Clone, Debug)]
enum Node {
    Element(Element),
    Text(String),
}

/// An empty element.
pub(super) fn element(name: &'static str) -> Element {
    Element { name, attributes: Vec::new(), children: Vec::new() }
}

/// An element whose one attribute is `w:val`.
pub(super) fn value(name: &'static str, value: impl Display) -> Element {
    element(name).with("w:val", value)
}

impl Element {
    /// The element with one more attribute.
    pub(super) fn with(mut self, name: &'static str, value: impl Display) -> Self {
        self.attributes.push((name, value.to_string()));
        self
    }

    /// The element with one more child.
    pub(super) fn child(mut self, child: Element) -> Self {
        self.children.push(Node::Element(child));
        self
    }

    /// The element with more children.
    pub(super) fn children(mut self, children: impl IntoIterator<Item = Element>) -> Self {
        self.children.extend(children.into_iter().map(Node::Element));
        self
    }

    /// The element with text at its end.
    pub(super) fn text(mut self, text: &str) -> Self {
        self.children.push(Node::Text(text.to_owned()));
        self
    }

    /// The name of the element.
    pub(super) const fn name(&self) -> &'static str {
        self.name
    }

    /// The tag that opens the element, for one that is written piece by piece.
    pub(super) fn to_opening(&self) -> String {
        let mut out = String::new();
        self.open(&mut out);
        out + ">"
    }

    /// The element, with each of its children on a line of its own.
    pub(super) fn to_lines(&self) -> String {
        let mut out = self.to_opening() + "\n";
        for child in &self.children {
            child.write(&mut out);
            out.push('\n');
        }
        let _ = writeln!(out, "</{}>", self.name);
        out
    }

    /// The element as a whole part of a package.
    pub(super) fn to_part(&self) -> String {
        let mut part = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".to_owned();
        self.write(&mut part);
        part
    }

    fn open(&self, out: &mut String) {
        let _ = write!(out, "<{}", self.name);
        for (name, value) in &self.attributes {
            let _ = write!(out, " {name}=\"{}\"", xml(value));
        }
    }

    fn write(&self, out: &mut String) {
        self.open(out);
        if self.children.is_empty() {
            out.push_str("/>");
            return;
        }
        out.push('>');
        self.children.iter().for_each(|child| child.write(out));
        let _ = write!(out, "</{}>", self.name);
    }
}

impl Node {
    fn write(&self, out: &mut String) {
        match self {
            Node::Element(element) => element.write(out),
            Node::Text(text) => out.push_str(&xml(text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::style::visible;
    use super::*;

    #[test]
    fn text_stays_in_its_place() {
        let hostile = "</w:t>&amp;\u{0}\u{1b}\u{202e}\u{ffff}\"'\n]]>";
        let part = element("w:t").with("w:val", hostile).text(hostile).to_part();
        let escaped = "&lt;/w:t&gt;&amp;amp;\u{fffd}\u{fffd}\u{fffd}\u{fffd}&quot;' ]]&gt;";
        assert!(part.ends_with(&format!("\n<w:t w:val=\"{escaped}\">{escaped}</w:t>")), "{part}");
    }

    #[test]
    fn elements_close() {
        let part = element("a").child(value("b", 1)).children([element("c").text("d")]).to_part();
        assert!(part.ends_with("<a><b w:val=\"1\"/><c>d</c></a>"), "{part}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_comes_back(text in proptest::collection::vec(any::<char>(), 0..24), marks in "[<>&\"'\\]]{0,9}") {
            let text: String = text.into_iter().chain(marks.chars()).collect();
            let part = element("a").with("b", &text).text(&text).to_part();
            let tree = roxmltree::Document::parse(&part).unwrap();
            prop_assert_eq!(tree.root_element().attribute("b").unwrap(), visible(&text));
            prop_assert_eq!(tree.root_element().text().unwrap_or_default(), visible(&text));
        }
    }
}
