//! The part that says how paragraphs, characters and tables look.
//!
//! Calibri and Consolas come with Word on Windows and on the Mac; the table of fonts names metric-compatible ones for
//! systems without them. Sizes are in half points, lengths in twentieths of a point.

use super::lists::{BULLETS, CLAUSES, ITEM, SUB_CLAUSE};
use super::package::word;
use super::xml::{Element, element, value};
use super::{Document, Outline};

/// The language of every text.
pub(super) const LANGUAGE: &str = "en-CA";
const FONT: &str = "Calibri";
const CODE_FONT: &str = "Consolas";
const DARK: &str = "1F3864";
const GREY: &str = "595959";
/// The width of text between the margins of a Letter page.
pub(in crate::render) const TEXT_WIDTH: usize = 9360;

/// The styles part of `document`, with those of comments where it has some.
pub(super) fn part(document: &Document) -> String {
    let comments = document.notes().next().map(|_| comment_styles());
    word("w:styles")
        .child(defaults())
        .children(text_styles())
        .children(heading_styles(document.outline))
        .children(list_styles())
        .children(form_styles())
        .children(apparatus())
        .children(character_styles())
        .children(comments.into_iter().flatten())
        .children(table_styles())
        .child(style("numbering", "NoList", "No List").with("w:default", 1).child(value("w:uiPriority", 99)))
        .to_part()
}

/// The part that names the fonts, each with one to take in its place.
pub(super) fn fonts() -> String {
    let font = |name, other, family, pitch| {
        element("w:font")
            .with("w:name", name)
            .child(value("w:altName", other))
            .child(value("w:charset", "00"))
            .child(value("w:family", family))
            .child(value("w:pitch", pitch))
    };
    let fonts = [font(FONT, "Carlito", "swiss", "variable"), font(CODE_FONT, "Liberation Mono", "modern", "fixed")];
    word("w:fonts").children(fonts).to_part()
}

fn defaults() -> Element {
    let language = value("w:lang", LANGUAGE).with("w:eastAsia", LANGUAGE).with("w:bidi", "ar-SA");
    let paragraph = element("w:pPr").child(spacing(0, 120).with("w:line", 264).with("w:lineRule", "auto"));
    element("w:docDefaults")
        .child(element("w:rPrDefault").child(element("w:rPr").child(language)))
        .child(element("w:pPrDefault").child(paragraph))
}

fn text_styles() -> Vec<Element> {
    // Here and not among the defaults: in tables, LibreOffice sets the defaults above the styles of characters.
    let normal = element("w:rPr").child(font(FONT)).children(size(22));
    let notice_edge = value("w:left", "single").with("w:sz", 24).with("w:space", 8).with("w:color", DARK);
    let notice =
        [element("w:pBdr").child(notice_edge), shade("F2F2F2"), spacing(60, 120), element("w:ind").with("w:left", 180)];
    let code = [element("w:keepLines"), shade("F2F2F2"), spacing(60, 120)];
    vec![
        style("paragraph", "Normal", "Normal").with("w:default", 1).child(element("w:qFormat")).child(normal),
        paragraph("Title", "Title", Some("Subtitle"), [element("w:keepNext"), spacing(0, 80)], big(44, DARK)),
        paragraph(
            "Subtitle",
            "Subtitle",
            Some("Normal"),
            [spacing(0, 200)],
            [colour(GREY)].into_iter().chain(size(24)),
        ),
        paragraph("FirstOfPage", "First of page", Some("Normal"), [element("w:pageBreakBefore")], []),
        paragraph("Notice", "Notice", None, notice, []),
        paragraph("CodeBlock", "HTML Preformatted", None, code, [font(CODE_FONT)].into_iter().chain(size(18))),
    ]
}

fn heading_styles(outline: Outline) -> Vec<Element> {
    let heading = |level: usize, before, points| {
        let (id, name) = [("Heading1", "heading 1"), ("Heading2", "heading 2"), ("Heading3", "heading 3")][level];
        let numbered = level == 0 && outline == Outline::Clauses;
        let mut look = vec![element("w:keepNext"), element("w:keepLines")];
        look.extend(numbered.then(|| number(CLAUSES, level)));
        look.extend([spacing(before, 100), value("w:outlineLvl", level)]);
        let next = if numbered { "SubClause" } else { "Normal" };
        paragraph(id, name, Some(next), look, big(points, DARK))
    };
    vec![heading(0, 360, 28), heading(1, 280, 24), heading(2, 220, 22)]
}

fn list_styles() -> Vec<Element> {
    let bullets = [("ListBullet", "List Bullet"), ("ListBullet2", "List Bullet 2"), ("ListBullet3", "List Bullet 3")];
    let bullet = |(level, (id, name))| paragraph(id, name, None, [number(BULLETS, level), spacing(0, 60)], []);
    let mut styles = vec![
        paragraph("SubClause", "Sub-clause", None, [number(CLAUSES, SUB_CLAUSE)], []),
        paragraph("ClauseItem", "Clause item", None, [number(CLAUSES, ITEM), spacing(0, 80)], []),
        paragraph("ListNumber", "List Number", None, [spacing(0, 60)], []),
        paragraph("ListContinue", "List Continue", None, [spacing(0, 60), element("w:ind").with("w:left", 360)], []),
    ];
    styles.extend(bullets.into_iter().enumerate().map(bullet));
    styles
}

fn comment_styles() -> [Element; 2] {
    [
        paragraph("CommentText", "annotation text", None, [spacing(0, 60)], size(20)),
        character("CommentReference", "annotation reference", size(16)),
    ]
}

/// Contents, foot of the page, tables.
fn apparatus() -> Vec<Element> {
    let entry = |id, name, left: usize| {
        let tabs = element("w:tabs")
            .child(value("w:tab", "left").with("w:pos", left + 480))
            .child(value("w:tab", "right").with("w:leader", "dot").with("w:pos", TEXT_WIDTH));
        let indent = element("w:ind").with("w:left", left + 480).with("w:right", 480).with("w:hanging", 480);
        paragraph(id, name, Some("Normal"), [tabs, spacing(0, 20), indent], [])
    };
    let foot_tabs = element("w:tabs").child(value("w:tab", "right").with("w:pos", TEXT_WIDTH));
    let foot_edge = value("w:top", "single").with("w:sz", 4).with("w:space", 6).with("w:color", "BFBFBF");
    let foot = [element("w:pBdr").child(foot_edge), foot_tabs, spacing(0, 0)];
    vec![
        paragraph(
            "TOCHeading",
            "TOC Heading",
            Some("Normal"),
            [element("w:keepNext"), spacing(240, 80)],
            big(28, DARK),
        ),
        entry("TOC1", "toc 1", 0),
        entry("TOC2", "toc 2", 240),
        paragraph("Footer", "footer", None, foot, [colour(GREY)].into_iter().chain(size(18))),
        paragraph("TableText", "Table text", None, [spacing(0, 40)], size(19)),
        paragraph("AfterTable", "After table", Some("Normal"), [spacing(0, 0)], size(12)),
    ]
}

/// What someone ticks, and lines on which someone writes: with room for a hand, up to the margin.
fn form_styles() -> [Element; 2] {
    let stop = |kind, at: usize| value("w:tab", kind).with("w:pos", at);
    let tick = [
        element("w:keepLines"),
        element("w:tabs").child(stop("left", 360)),
        spacing(0, 60),
        element("w:ind").with("w:left", 360).with("w:hanging", 360),
    ];
    let line =
        element("w:tabs").child(value("w:tab", "right").with("w:leader", "underscore").with("w:pos", TEXT_WIDTH));
    [
        paragraph("CheckBox", "Check box", None, tick, []),
        paragraph("FillIn", "Fill-in line", None, [element("w:keepLines"), line, spacing(160, 80)], []),
    ]
}

fn character_styles() -> Vec<Element> {
    let link = [colour("0B5394"), value("w:u", "single")];
    vec![
        style("character", "DefaultParagraphFont", "Default Paragraph Font")
            .with("w:default", 1)
            .child(value("w:uiPriority", 1)),
        character("CodeText", "HTML Code", [font(CODE_FONT)].into_iter().chain(size(18))),
        character("Hyperlink", "Hyperlink", link),
        character("Mark", "Mark", [element("w:b"), element("w:bCs")]),
    ]
}

fn table_styles() -> Vec<Element> {
    let margins = |side: &[(&'static str, usize)]| {
        let side = side.iter().map(|(name, width)| length(name, *width));
        element("w:tblCellMar").children(side)
    };
    let none = [("w:top", 0), ("w:left", 108), ("w:bottom", 0), ("w:right", 108)];
    let some = [("w:top", 50), ("w:left", 90), ("w:bottom", 20), ("w:right", 90)];
    let line = |side| value(side, "single").with("w:sz", 4).with("w:space", 0).with("w:color", "A6A6A6");
    let lines = ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"].map(line);
    let head = element("w:tblStylePr")
        .with("w:type", "firstRow")
        .child(element("w:rPr").children([element("w:b"), element("w:bCs")]))
        .child(element("w:tcPr").child(shade("D9E2F3")));
    let plain = element("w:tblPr").child(length("w:tblInd", 0)).child(margins(&none));
    let lined = element("w:tblPr").child(element("w:tblBorders").children(lines)).child(margins(&some));
    vec![
        style("table", "TableNormal", "Normal Table")
            .with("w:default", 1)
            .child(value("w:uiPriority", 99))
            .child(plain),
        style("table", "Lined", "Lined table").child(value("w:basedOn", "TableNormal")).child(lined).child(head),
    ]
}

/// A style with its name and nothing else yet.
fn style(kind: &str, id: &str, name: &str) -> Element {
    element("w:style").with("w:type", kind).with("w:styleId", id).child(value("w:name", name))
}

fn paragraph(
    id: &str,
    name: &str,
    next: Option<&str>,
    look: impl IntoIterator<Item = Element>,
    text: impl IntoIterator<Item = Element>,
) -> Element {
    style("paragraph", id, name)
        .child(value("w:basedOn", "Normal"))
        .children(next.map(|next| value("w:next", next)))
        .child(element("w:qFormat"))
        .child(element("w:pPr").children(look))
        .child(element("w:rPr").children(text))
}

fn character(id: &str, name: &str, look: impl IntoIterator<Item = Element>) -> Element {
    style("character", id, name)
        .child(value("w:basedOn", "DefaultParagraphFont"))
        .child(element("w:rPr").children(look))
}

fn number(numbering: usize, level: usize) -> Element {
    element("w:numPr").child(value("w:ilvl", level)).child(value("w:numId", numbering))
}

/// Space before and after.
pub(super) fn spacing(before: usize, after: usize) -> Element {
    element("w:spacing").with("w:before", before).with("w:after", after)
}

fn length(name: &'static str, width: usize) -> Element {
    element(name).with("w:w", width).with("w:type", "dxa")
}

fn shade(fill: &str) -> Element {
    value("w:shd", "clear").with("w:color", "auto").with("w:fill", fill)
}

fn font(name: &str) -> Element {
    element("w:rFonts").with("w:ascii", name).with("w:hAnsi", name).with("w:eastAsia", name).with("w:cs", name)
}

fn colour(colour: &str) -> Element {
    value("w:color", colour)
}

fn size(half_points: usize) -> [Element; 2] {
    [value("w:sz", half_points), value("w:szCs", half_points)]
}

/// Bold, in this size and colour.
fn big(half_points: usize, shade: &str) -> Vec<Element> {
    let mut look = vec![element("w:b"), element("w:bCs"), colour(shade)];
    look.extend(size(half_points));
    look
}
