//! Stretches of text as runs.

use std::collections::BTreeMap;

use super::fields::field;
use super::model::UNTICKED;
use super::xml::{Element, element, value};
use super::{Document, Inline, Look, Mark, Shown};

/// The font of ticks and boxes, which Word brings along.
const SIGNS: &str = "MS Gothic";

/// Where references and links lead.
#[derive(Debug, Default)]
pub(super) struct Targets {
    /// The number of the bookmark at each heading, by the heading's anchor.
    bookmarks: BTreeMap<String, usize>,
    /// The pages elsewhere, each once; the relationship of the first has the number 1.
    links: Vec<String>,
    /// Whether text may lead anywhere. A comment's may not: it stands in a part of its own.
    open: bool,
}

impl Targets {
    /// The targets of `document`.
    pub(super) fn of(document: &Document) -> Self {
        let anchors = document.headings().map(|heading| heading.anchor.clone());
        Self { bookmarks: anchors.zip(1..).collect(), links: Vec::new(), open: true }
    }

    /// The pages elsewhere that text has led to so far.
    pub(super) fn links(&self) -> &[String] {
        &self.links
    }

    /// The number of the bookmark at the heading with this anchor.
    pub(super) fn bookmark(&self, anchor: &str) -> Option<usize> {
        self.bookmarks.get(anchor).copied()
    }

    /// The relationship that leads to `address`, if it is one of a page or of mail.
    fn link(&mut self, address: &str) -> Option<String> {
        let known = ["https://", "http://", "mailto:"];
        if !self.open || !known.iter().any(|start| address.starts_with(start)) {
            return None;
        }
        let at = self.links.iter().position(|link| link == address).unwrap_or_else(|| {
            self.links.push(address.to_owned());
            self.links.len() - 1
        });
        Some(link_id(at))
    }
}

/// The id of the relationship to the link `at`, from 0.
pub(super) fn link_id(at: usize) -> String {
    format!("link{}", at + 1)
}

/// The name of a bookmark. Word hides those that begin with a line.
pub(super) fn bookmark_name(number: usize) -> String {
    format!("_Ref{number:05}")
}

/// A run without text.
pub(super) fn run() -> Element {
    element("w:r")
}

/// A run of plain text.
pub(super) fn plain(shown: &str) -> Element {
    run().child(text(shown))
}

/// `shown` with its spaces, inside a run.
pub(super) fn text(shown: &str) -> Element {
    element("w:t").with("xml:space", "preserve").text(shown)
}

/// The runs, fields and links of `inlines`.
pub(super) fn runs(inlines: &[Inline], targets: &mut Targets) -> Vec<Element> {
    inlines.iter().flat_map(|one| stretch(one, targets)).collect()
}

fn stretch(one: &Inline, targets: &mut Targets) -> Vec<Element> {
    match one {
        Inline::Text(shown, look) => vec![styled(shown, *look, None)],
        Inline::Mark(mark, shown) => vec![marked(*mark, shown)],
        Inline::Break => vec![run().child(element("w:br"))],
        Inline::Box => vec![tick_box()],
        Inline::Tab => vec![run().child(element("w:tab"))],
        Inline::Reference(anchor, what, shown) => match (targets.open, targets.bookmark(anchor)) {
            (true, Some(number)) => field(&instruction(number, *what), [plain(shown)]),
            _ => vec![plain(shown)],
        },
        Inline::Jump(anchor, inside) => match (targets.open, targets.bookmark(anchor)) {
            (true, Some(number)) => {
                vec![jump(number).children(linked(inside))]
            }
            _ => runs(inside, targets),
        },
        Inline::Link(address, inside) => match targets.link(address) {
            Some(id) => vec![element("w:hyperlink").with("r:id", id).children(linked(inside))],
            None => runs(inside, targets),
        },
    }
}

fn instruction(number: usize, what: Shown) -> String {
    let name = bookmark_name(number);
    match what {
        Shown::Number => format!("REF {name} \\r \\h"),
        Shown::Text => format!("REF {name} \\h"),
    }
}

/// A link to the heading at the bookmark of this number.
pub(super) fn jump(number: usize) -> Element {
    element("w:hyperlink").with("w:anchor", bookmark_name(number)).with("w:history", 1)
}

/// A control that Word ticks with a click. A program that does not know it shows the box alone.
fn tick_box() -> Element {
    let state = |name, sign| element(name).with("w14:val", sign).with("w14:font", SIGNS);
    let control = element("w14:checkbox")
        .child(element("w14:checked").with("w14:val", 0))
        .child(state("w14:checkedState", "2612"))
        .child(state("w14:uncheckedState", "2610"));
    let fonts = ["w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"];
    let font = fonts.into_iter().fold(element("w:rFonts"), |font, script| font.with(script, SIGNS));
    let shown = run().child(element("w:rPr").child(font)).child(text(UNTICKED));
    element("w:sdt").child(element("w:sdtPr").child(control)).child(element("w:sdtContent").child(shown))
}

/// The text inside a link. A link holds no other.
fn linked(inside: &[Inline]) -> Vec<Element> {
    let text = |one: &Inline| match one {
        Inline::Text(shown, look) => Some(styled(shown, *look, Some("Hyperlink"))),
        _ => None,
    };
    inside.iter().filter_map(text).collect()
}

/// A run of text that looks so. A style of characters comes first, and what else there is after it.
fn styled(shown: &str, look: Look, style: Option<&str>) -> Element {
    let style = style.or(if look.code { Some("CodeText") } else { None });
    let mut parts: Vec<Element> = style.map(|style| value("w:rStyle", style)).into_iter().collect();
    if look.strong {
        parts.extend([element("w:b"), element("w:bCs")]);
    }
    if look.emphasis {
        parts.extend([element("w:i"), element("w:iCs")]);
    }
    if look.struck {
        parts.push(element("w:strike"));
    }
    let run = if parts.is_empty() { run() } else { run().child(element("w:rPr").children(parts)) };
    run.child(text(shown))
}

/// A run that a reader must deal with: highlighted, and between brackets for those who do not see that.
fn marked(mark: Mark, shown: &str) -> Element {
    let colour = match mark {
        Mark::Blank | Mark::Unresolved => "yellow",
        Mark::Proposed => "cyan",
    };
    let look = element("w:rPr").child(value("w:rStyle", "Mark")).child(value("w:highlight", colour));
    run().child(look).child(text(&format!("[{shown}]")))
}
