//! The note to counsel on a section.

use crate::drafting::Section;

use super::super::super::docx::{Inline as Stretch, Note};
use super::super::section::{FallbackView, NoteView};
use super::prose;

/// The note on `section`.
pub(super) fn note(section: &Section<'_>, view: &NoteView<'_>) -> Note {
    let title = format!("Note to counsel on section {}", section.number);
    let mut paragraphs = vec![labelled(&title, &format!("(clause {}, `{}`)", view.code, view.id))];
    let mut add = |label: &str, text: &str| paragraphs.push(labelled(label, text));
    add("Why it is here.", &view.why.join(" "));
    if let Some(fallback) = &view.fallback {
        add("This is a fallback, not the preferred text:", &format!("{} The record chooses it.", position(fallback)));
    }
    if view.short {
        add("This is the short form", "of the preferred text.");
    }
    for one in &view.parameters {
        let printed = if one.printed { "" } else { " The text that stands here does not print it." };
        add("Set for this clause alone.", &format!("{} (`{}`).{printed}", one.text, one.field));
    }
    add("Answers.", &answers(view));
    if !view.citations.is_empty() {
        add("Rests on.", &format!("{}.", view.citations.join("; ")));
    }
    add("Background.", view.note);
    add("What vendors say.", view.objection);
    add("What to answer.", view.answer);
    add("Do not give up without a waiver.", view.floor);
    if view.flows_down {
        add("Subcontractors", "must be bound by this section too.");
    }
    for (number, fallback) in (1..).zip(&view.fallbacks) {
        add(&format!("Fallback {number}."), &position(fallback));
    }
    Note { paragraphs }
}

fn labelled(label: &str, text: &str) -> Vec<Stretch> {
    let mut paragraph = vec![Stretch::strong(label), Stretch::plain(" ")];
    paragraph.extend(prose(text));
    paragraph
}

fn position(fallback: &FallbackView<'_>) -> String {
    let floor = if fallback.below_floor { " It is below the floor, and needs a waiver." } else { "" };
    format!("{}. {}{floor}", fallback.title, fallback.gives_up)
}

/// Which requirements the section answers.
fn answers(view: &NoteView<'_>) -> String {
    let named = view.answers.iter().map(|answer| format!("`{}` ({}): {}", answer.id, answer.obligation, answer.title));
    let mut sentences: Vec<String> = Vec::new();
    if !view.answers.is_empty() {
        sentences.push(format!("{}.", named.collect::<Vec<_>>().join("; ")));
    }
    if !view.answers_elsewhere.is_empty() {
        let ids: Vec<String> = view.answers_elsewhere.iter().map(|id| format!("`{id}`")).collect();
        sentences.push(format!("Requirements that do not apply here: {}.", ids.join(", ")));
    }
    if sentences.is_empty() {
        sentences.push("No requirement of the packs in use names this clause.".to_owned());
    }
    sentences.join(" ")
}
