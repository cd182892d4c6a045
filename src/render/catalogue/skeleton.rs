//! Lines that a person can copy into a record: each field with its question and an example.

use std::fmt::Write;

use crate::record::{Field, FieldId, FieldType, Fields};

use super::super::style::{fill, options};

/// The widest line, so that it still fits when it stands four columns in.
const WIDTH: usize = 76;

/// TOML with an example for each of `wanted`, under their headings.
pub(super) fn skeleton(wanted: &[FieldId], fields: &Fields) -> String {
    let mut text = String::new();
    let mut headings: Vec<FieldId> = Vec::new();
    for id in wanted {
        let heading = if fields.is_value(*id) { fields.parent(*id) } else { Some(*id) };
        headings.extend(heading.filter(|heading| !headings.contains(heading)));
    }
    headings.sort();
    for heading in headings {
        let separator = if text.is_empty() { "" } else { "\n" };
        text.push_str(separator);
        text.push_str(&under_heading(heading, wanted, fields));
    }
    text
}

fn under_heading(heading: FieldId, wanted: &[FieldId], fields: &Fields) -> String {
    let container = fields.get(heading);
    let (mut text, list) = match container.kind {
        FieldType::Tables => (format!("{}[[{}]]\n", comment(&container.question), container.path), true),
        _ => (format!("[{}]\n", container.path), false),
    };
    for id in fields.children(Some(heading)) {
        let field = fields.get(*id);
        // An entry of a list needs its required columns, whichever column is asked for.
        if wanted.contains(id) && fields.is_value(*id) || list && field.required {
            text.push_str(&line(field));
        }
    }
    text
}

/// One field: its question as a comment, and its line.
pub(super) fn line(field: &Field) -> String {
    let mut text = comment(&field.question);
    let _ = writeln!(text, "{} = {}", field.key(), field.example);
    text
}

fn comment(question: &str) -> String {
    if question.is_empty() {
        return String::new();
    }
    fill(question, options(WIDTH).initial_indent("# ").subsequent_indent("# ")) + "\n"
}
