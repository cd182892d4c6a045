//! The part that says how clauses and lists are numbered.

use super::lists::{BULLETS, CLAUSES, DEEPEST, counting, numbering};
use super::package::word;
use super::xml::{Element, element, value};
use super::{Document, Marker};

/// The definitions that numberings follow.
const CLAUSE_LEVELS: usize = 0;
const BULLET_LEVELS: usize = 1;
const NUMBER_LEVELS: usize = 2;
const LETTER_LEVELS: usize = 3;

/// A level: its style, its format, its text, and its indents in twentieths of a point.
struct Level {
    style: Option<&'static str>,
    format: &'static str,
    text: String,
    left: usize,
    hanging: usize,
}

/// The numbering part of `document`.
pub(super) fn part(document: &Document) -> String {
    let definitions = [
        definition(CLAUSE_LEVELS, clauses()),
        definition(BULLET_LEVELS, bullets()),
        definition(NUMBER_LEVELS, counted("decimal", "", ".")),
        definition(LETTER_LEVELS, counted("lowerLetter", "(", ")")),
    ];
    let fixed = [follows(CLAUSES, CLAUSE_LEVELS), follows(BULLETS, BULLET_LEVELS)];
    let counting = counting(document).into_iter().map(|marker| {
        let levels = if matches!(marker, Marker::Letter(_)) { LETTER_LEVELS } else { NUMBER_LEVELS };
        follows(numbering(marker), levels).children((0..=DEEPEST).map(restart))
    });
    word("w:numbering").children(definitions).children(fixed).children(counting).to_part()
}

/// Clauses 1., sub-clauses 1.1 and items (a), each bound to its style.
fn clauses() -> Vec<Level> {
    let level = |style, format, text: &str, left, hanging| Level {
        style: Some(style),
        format,
        text: text.to_owned(),
        left,
        hanging,
    };
    vec![
        level("Heading1", "decimal", "%1.", 720, 720),
        level("SubClause", "decimal", "%1.%2", 720, 720),
        level("ClauseItem", "lowerLetter", "(%3)", 1287, 567),
    ]
}

fn bullets() -> Vec<Level> {
    let styles = [("ListBullet", "\u{2022}"), ("ListBullet2", "\u{2013}"), ("ListBullet3", "\u{2022}")];
    let level = |(depth, (style, sign)): (usize, (_, &str))| Level {
        style: Some(style),
        format: "bullet",
        text: sign.to_owned(),
        left: 360 * (depth + 1),
        hanging: 360,
    };
    styles.into_iter().enumerate().map(level).collect()
}

fn counted(format: &'static str, before: &str, after: &str) -> Vec<Level> {
    let level = |depth: usize| Level {
        style: None,
        format,
        text: format!("{before}%{}{after}", depth + 1),
        left: 567 * (depth + 1),
        hanging: 567,
    };
    (0..=DEEPEST).map(level).collect()
}

fn definition(id: usize, levels: Vec<Level>) -> Element {
    let levels = levels.into_iter().enumerate().map(|(at, level)| level.element(at));
    element("w:abstractNum").with("w:abstractNumId", id).child(value("w:multiLevelType", "multilevel")).children(levels)
}

/// The numbering `id`, which follows the definition `levels`.
fn follows(id: usize, levels: usize) -> Element {
    element("w:num").with("w:numId", id).child(value("w:abstractNumId", levels))
}

/// A level that begins anew in this numbering.
fn restart(level: usize) -> Element {
    element("w:lvlOverride").with("w:ilvl", level).child(value("w:startOverride", 1))
}

impl Level {
    fn element(self, at: usize) -> Element {
        let indents = element("w:ind").with("w:left", self.left).with("w:hanging", self.hanging);
        element("w:lvl")
            .with("w:ilvl", at)
            .child(value("w:start", 1))
            .child(value("w:numFmt", self.format))
            .children(self.style.map(|style| value("w:pStyle", style)))
            .child(value("w:lvlText", self.text))
            .child(value("w:lvlJc", "left"))
            .child(element("w:pPr").child(indents))
    }
}
