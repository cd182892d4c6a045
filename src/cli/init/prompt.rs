//! What the dialogue says: plain lines, so that it reads the same in every terminal and through a screen reader.

use crate::record::{Field, FieldId, FieldType, Fields};
use crate::render::wrap;

use super::answer;
use super::steps::{Reply, Step};

/// What is said before the first question.
pub fn opening(file: &str) -> String {
    let intro = format!(
        "This asks about your procurement and writes the record {file}. Only what applies to your answers so far is asked."
    );
    [
        intro.as_str(),
        "Enter alone leaves a fact out: not stated. Type ? for help, back for the question before, done to end.",
        "Every answer is saved at once. You can stop at any time, and edit the file later.",
    ]
    .map(|text| wrap(text, "", ""))
    .concat()
}

/// The question of a step, with the choices or the example.
pub fn question(fields: &Fields, step: Step) -> String {
    let mut text = String::from("\n");
    let mut say = |line: &str, first: &str, rest: &str| text.push_str(&wrap(line, first, rest));
    match step {
        Step::Add(list, 0) => {
            let field = fields.get(list);
            say(&format!("{}: {}", section(fields, list), field.question), "", "");
            say("Add one? y = yes, none = there are none, n or Enter = not stated", "  ", "  ");
        }
        Step::Add(list, _) => say(&format!("{}: Add another? (y or n; Enter = n)", fields.get(list).label()), "", ""),
        Step::Field(id) | Step::Column(_, _, id) => {
            let field = fields.get(id);
            say(&format!("{}: {}", place(fields, step), field.question), "", "");
            for (number, (word, meaning)) in (1..).zip(field.kind.choices()) {
                say(&format!("{number}  {word}: {meaning}"), "  ", "     ");
            }
            form(field).iter().for_each(|line| say(line, "  ", "  "));
        }
    }
    text
}

/// What is said at the first question of a section, which holds `count` questions at most.
pub fn section_begins(fields: &Fields, section: FieldId, count: usize) -> String {
    let questions = if count == 1 { "1 question".to_owned() } else { format!("up to {count} questions") };
    format!("\n{}", wrap(&format!("{} ({questions})", fields.get(section).label()), "", ""))
}

/// What Enter alone takes where it takes something.
pub fn given(value: &str) -> String {
    wrap(&format!("Enter alone takes: {value}"), "  ", "  ")
}

/// The answer that was given before going back.
pub fn kept(fields: &Fields, step: Step, reply: &Reply) -> String {
    let (Step::Field(id) | Step::Add(id, _) | Step::Column(_, _, id)) = step;
    let answer = match reply {
        Reply::Value(literal) => typed(fields.get(id), literal),
        Reply::Yes => "yes".to_owned(),
        Reply::None => "none".to_owned(),
        Reply::Skip => "not stated".to_owned(),
    };
    let remove = match step {
        Step::Column(_, _, column) if fields.get(column).required => "",
        _ => ", or - to remove it",
    };
    wrap(&format!("Your answer: {answer}. Enter keeps it; type a new one{remove}."), "  ", "  ")
}

/// What `?` prints.
pub fn help(fields: &Fields, step: Step) -> String {
    let (Step::Field(id) | Step::Add(id, _) | Step::Column(_, _, id)) = step;
    let field = fields.get(id);
    let mut text = wrap(&field.help, "  ", "  ");
    if let Some(unit) = &field.unit {
        text.push_str(&wrap(&format!("The number is in {unit}."), "  ", "  "));
    }
    if let (Step::Field(_) | Step::Column(..), Some(how)) = (step, answer::how(&field.kind)) {
        text.push_str(&wrap(&how, "  ", "  "));
    }
    text.push_str(&wrap(&format!("In the record it is called {}.", field.path), "  ", "  "));
    text
}

/// What is said when Enter alone is not enough.
pub fn needed() -> String {
    wrap("Every entry needs this. Type it, or go back to the question whether to add one and type n there.", "  ", "  ")
}

/// What is said when there is no question before.
pub fn first() -> String {
    wrap("This is the first question.", "  ", "  ")
}

/// What is said of a line with characters that no text holds, as the arrow keys give in some terminals.
pub fn unreadable() -> String {
    wrap("That line holds characters that cannot be read, from the arrow keys perhaps. Type it again.", "  ", "  ")
}

/// What is said when an answer does not fit.
pub fn refused(why: &str) -> String {
    wrap(why, "  ", "  ")
}

/// What is said when a reply to "Add one?" is none of those that are known.
pub fn not_added(entry: usize) -> String {
    let known = if entry == 0 {
        "Type y to add one, none if there are none, or n to leave it not stated."
    } else {
        "Type y to add another, or n if there are no more."
    };
    wrap(known, "  ", "  ")
}

/// What is said of an entry that was begun and cannot stand as it is.
pub fn unfinished(fields: &Fields, list: FieldId, entry: usize, column: FieldId) -> String {
    let (list, column) = (fields.get(list), fields.get(column));
    let text = format!("{}, entry {} was left out: it lacks {}.", list.label(), entry + 1, column.key());
    wrap(&text, "", "")
}

fn place(fields: &Fields, step: Step) -> String {
    match step {
        Step::Column(list, entry, _) => format!("{}, entry {}", fields.get(list).label(), entry + 1),
        Step::Field(id) | Step::Add(id, _) => section(fields, id),
    }
}

/// The heading under which a field stands.
fn section(fields: &Fields, id: FieldId) -> String {
    fields.get(fields.parent(id).unwrap_or(id)).label()
}

/// How to answer, and the example as a person would type it here.
fn form(field: &Field) -> Vec<String> {
    if field.kind == FieldType::YesNo {
        return vec!["y = yes, n = no".to_owned()];
    }
    let example = format!("For example: {}", typed(field, &field.example));
    answer::how(&field.kind).into_iter().chain([example]).collect()
}

/// A TOML literal as a person would type it here.
fn typed(field: &Field, literal: &str) -> String {
    let parsed: Option<toml::Table> = toml::from_str(&format!("value = {literal}")).ok();
    let separator = if field.kind == FieldType::TextList { "; " } else { ", " };
    match parsed.as_ref().and_then(|table| table.get("value")) {
        Some(toml::Value::String(text)) => text.clone(),
        Some(toml::Value::Boolean(is)) => if *is { "yes" } else { "no" }.to_owned(),
        Some(toml::Value::Array(items)) if items.is_empty() => "none".to_owned(),
        Some(toml::Value::Array(items)) => {
            let texts: Vec<&str> = items.iter().filter_map(toml::Value::as_str).collect();
            texts.join(separator)
        }
        _ => literal.to_owned(),
    }
}
