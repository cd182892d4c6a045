//! The part that holds the comments in the margin.

use super::package::word;
use super::text::{Targets, run, runs};
use super::xml::{Element, element, value};
use super::{Document, Note};

/// Who the comments are by.
const AUTHOR: &str = "diligence";
const INITIALS: &str = "d";

/// The comments part of `document`; `None` where nothing is said beside its headings.
pub(super) fn part(document: &Document) -> Option<String> {
    let date = super::package::moment(document.date);
    let comments: Vec<Element> = document.notes().enumerate().map(|(id, note)| comment(id, note, &date)).collect();
    if comments.is_empty() { None } else { Some(word("w:comments").children(comments).to_part()) }
}

fn comment(id: usize, note: &Note, date: &str) -> Element {
    let reference =
        run().child(element("w:rPr").child(value("w:rStyle", "CommentReference"))).child(element("w:annotationRef"));
    let mut first = Some(reference);
    let paragraphs = note.paragraphs.iter().map(|text| {
        let look = element("w:pPr").child(value("w:pStyle", "CommentText"));
        element("w:p").child(look).children(first.take()).children(runs(text, &mut Targets::default()))
    });
    element("w:comment")
        .with("w:id", id)
        .with("w:author", AUTHOR)
        .with("w:date", date)
        .with("w:initials", INITIALS)
        .children(paragraphs.collect::<Vec<_>>())
}
