//! The parts that hold what people read: the document, and the foot of its pages.

use super::fields::{begin, end, field};
use super::lists::{DEEPEST, numbering};
use super::package::word;
use super::table::table;
use super::text::{Targets, bookmark_name, jump, plain, run, runs};
use super::xml::{Element, element, value};
use super::{Block, Document, Entry, Heading, Inline, Marker, Outline, Style};

/// The document part of `document`. `targets` takes the links on.
pub(super) fn part(document: &Document, targets: &mut Targets) -> String {
    let mut comments = 0;
    let mut body = element("w:body");
    for (at, block) in document.blocks.iter().enumerate() {
        body = match block {
            Block::Title(text) => body.child(paragraph("Title", runs(text, targets))),
            Block::Contents(deepest) => body.child(contents(document, *deepest, targets)),
            Block::Heading(one) => body.child(heading(one, document.outline, &mut comments, targets)),
            Block::SubClause(text) => {
                body.child(kept("SubClause", block, document.blocks.get(at + 1), runs(text, targets)))
            }
            Block::Item(text) => body.child(paragraph("ClauseItem", runs(text, targets))),
            Block::Paragraph(style, text) => {
                body.child(kept(style_id(*style), block, document.blocks.get(at + 1), runs(text, targets)))
            }
            Block::Entry(one) => body.child(entry(one, targets)),
            // Two tables that touch would be one, and a document must not end in a table.
            Block::Table(one) => body.child(table(one, targets)).child(paragraph("AfterTable", Vec::new())),
        };
    }
    let ticked = document.blocks.iter().any(|block| matches!(block, Block::Paragraph(Style::Check, _)));
    let root = if ticked { with_controls(word("w:document")) } else { word("w:document") };
    root.child(body.child(page())).to_part()
}

/// The names that controls of Word 2010 use, which older programs may pass over.
fn with_controls(root: Element) -> Element {
    root.with("xmlns:mc", "http://schemas.openxmlformats.org/markup-compatibility/2006")
        .with("xmlns:w14", "http://schemas.microsoft.com/office/word/2010/wordml")
        .with("mc:Ignorable", "w14")
}

/// The foot of every page: what the document is, and which page of how many.
pub(super) fn footer(document: &Document) -> String {
    let number = |instruction| field(instruction, [plain("1")]);
    let mut shown = vec![plain(&document.footer), run().child(element("w:tab")), plain("Page ")];
    shown.extend(number("PAGE"));
    shown.push(plain(" of "));
    shown.extend(number("NUMPAGES"));
    word("w:ftr").child(paragraph("Footer", shown)).to_part()
}

/// A Letter page with margins of an inch.
fn page() -> Element {
    let margins = ["w:top", "w:right", "w:bottom", "w:left"].map(|side| (side, 1440));
    let margins = margins.into_iter().chain([("w:header", 708), ("w:footer", 708), ("w:gutter", 0)]);
    let margins = margins.fold(element("w:pgMar"), |margins, (side, width)| margins.with(side, width));
    element("w:sectPr")
        .child(element("w:footerReference").with("w:type", "default").with("r:id", "footer"))
        .child(element("w:pgSz").with("w:w", 12240).with("w:h", 15840))
        .child(margins)
}

fn paragraph(style: &str, text: Vec<Element>) -> Element {
    let look = (style != "Normal").then(|| element("w:pPr").child(value("w:pStyle", style)));
    element("w:p").children(look).children(text)
}

/// The paragraph of `block`, on the page of what follows where the two belong together.
fn kept(style: &str, block: &Block, next: Option<&Block>, text: Vec<Element>) -> Element {
    if !next.is_some_and(|next| stays(block, next)) {
        return paragraph(style, text);
    }
    element("w:p").child(element("w:pPr").child(value("w:pStyle", style)).child(element("w:keepNext"))).children(text)
}

/// Whether no page ends between these two: what introduces a list, a table or boxes and the first of them, and the
/// boxes and lines of one group, such as those of a signature.
fn stays(block: &Block, next: &Block) -> bool {
    use Style::{Body, Check, FillIn, FirstOfPage};
    match (block, next) {
        (Block::SubClause(_), next) => matches!(next, Block::Item(_)),
        (Block::Paragraph(Body | FirstOfPage, _), Block::Paragraph(Check, _) | Block::Table(_)) => true,
        (Block::Paragraph(Body | FirstOfPage, _), Block::Entry(next)) => matches!(next.marker, Marker::Letter(_)),
        (Block::Paragraph(Check, _), Block::Paragraph(Check | FillIn, _)) => true,
        (Block::Paragraph(FillIn, _), Block::Paragraph(FillIn, _)) => true,
        _ => false,
    }
}

const fn style_id(style: Style) -> &'static str {
    match style {
        Style::Body => "Normal",
        Style::FirstOfPage => "FirstOfPage",
        Style::Subtitle => "Subtitle",
        Style::Notice => "Notice",
        Style::Code => "CodeBlock",
        Style::Continued => "ListContinue",
        Style::Check => "CheckBox",
        Style::FillIn => "FillIn",
    }
}

fn heading_style(level: u8) -> &'static str {
    match level {
        0 | 1 => "Heading1",
        2 => "Heading2",
        _ => "Heading3",
    }
}

/// A heading with the bookmark that references lead to, and the comment beside it.
fn heading(heading: &Heading, outline: Outline, comments: &mut usize, targets: &mut Targets) -> Element {
    let mut look = vec![value("w:pStyle", heading_style(heading.level))];
    look.extend(heading.new_page.then(|| element("w:pageBreakBefore")));
    if outline == Outline::Clauses && heading.level <= 1 && heading.number.is_none() {
        // Takes the number away that the style brings, and the indent that comes with it.
        look.push(element("w:numPr").child(value("w:ilvl", 0)).child(value("w:numId", 0)));
        look.push(element("w:ind").with("w:left", 0).with("w:firstLine", 0));
    }
    let mut text = runs(&heading.text, targets);
    if let Some(number) = targets.bookmark(&heading.anchor) {
        let start = element("w:bookmarkStart").with("w:id", number).with("w:name", bookmark_name(number));
        text.insert(0, start);
        text.push(element("w:bookmarkEnd").with("w:id", number));
    }
    if heading.note.is_some() {
        let id = *comments;
        *comments += 1;
        let look = element("w:rPr").child(value("w:rStyle", "CommentReference"));
        text.insert(0, element("w:commentRangeStart").with("w:id", id));
        text.push(element("w:commentRangeEnd").with("w:id", id));
        text.push(run().child(look).child(element("w:commentReference").with("w:id", id)));
    }
    element("w:p").child(element("w:pPr").children(look)).children(text)
}

fn entry(entry: &Entry, targets: &mut Targets) -> Element {
    let depth = entry.depth.min(DEEPEST);
    let text = runs(&entry.text, targets);
    if entry.marker == Marker::Bullet {
        return paragraph(["ListBullet", "ListBullet2", "ListBullet3"][depth], text);
    }
    let style = if matches!(entry.marker, Marker::Letter(_)) { "ClauseItem" } else { "ListNumber" };
    let number = element("w:numPr").child(value("w:ilvl", depth)).child(value("w:numId", numbering(entry.marker)));
    let look = element("w:pPr").child(value("w:pStyle", style)).child(number);
    element("w:p").child(look).children(text)
}

/// A table of contents: a field that a word processor works out with page numbers, and until then every heading with a
/// link to it, in the frame by which Word knows what it is.
fn contents(document: &Document, deepest: u8, targets: &Targets) -> Element {
    let listed: Vec<&Heading> = document.headings().filter(|heading| heading.level <= deepest).collect();
    let mut first = Some(begin(&format!("TOC \\o \"1-{deepest}\" \\h \\z \\u")));
    let entries = listed.iter().map(|heading| {
        let style = if heading.level <= 1 { "TOC1" } else { "TOC2" };
        let mut text = first.take().unwrap_or_default();
        text.extend(content(heading, targets));
        paragraph(style, text)
    });
    let entries: Vec<Element> = entries.collect();
    let gallery =
        element("w:docPartObj").child(value("w:docPartGallery", "Table of Contents")).child(element("w:docPartUnique"));
    let mut inside = vec![paragraph("TOCHeading", vec![plain("Contents")])];
    inside.extend(entries);
    inside.push(element("w:p").children(first.take().unwrap_or_default()).child(end()));
    element("w:sdt").child(element("w:sdtPr").child(gallery)).child(element("w:sdtContent").children(inside))
}

/// A heading as the contents show it.
fn content(heading: &Heading, targets: &Targets) -> Option<Element> {
    let number = targets.bookmark(&heading.anchor)?;
    let label = heading.number.map(|number| [plain(&format!("{number}.")), run().child(element("w:tab"))]);
    let text: Vec<Inline> = heading.text.iter().flat_map(Inline::words).map(Inline::plain).collect();
    Some(jump(number).children(label.into_iter().flatten()).children(runs(&text, &mut Targets::default())))
}
