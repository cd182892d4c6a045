//! From what a person typed to a value, and back to words when it does not fit.

use std::sync::Arc;

use crate::record::{FieldId, FieldType, Fields, read_fragment};
use crate::source::{Code, Diagnostic, SourceText};

/// The TOML literal for `text`, checked by the reader of records.
///
/// # Errors
/// What would be right, in sentences.
pub fn literal(fields: &Fields, id: FieldId, text: &str) -> Result<String, String> {
    let literal = written(&fields.get(id).kind, text);
    let source = Arc::new(SourceText::new("the answer", fields.fragment(id, &literal)));
    match read_fragment(&source, fields) {
        Ok(_) => Ok(literal),
        Err(problems) => Err(problems.first().map(|problem| why(&fields.get(id).kind, problem)).unwrap_or_default()),
    }
}

/// What is wrong with an answer, and what would be right, in sentences.
fn why(kind: &FieldType, problem: &Diagnostic) -> String {
    match problem.code {
        Code::WrongType => return wanted(kind),
        Code::Missing => return "That is empty. Type a text; Enter alone leaves it out.".to_owned(),
        _ => {}
    }
    let help = problem.help.iter().map(|help| format!(" {}.", capital(help)));
    format!("{}.{}", capital(&problem.message), help.collect::<String>())
}

/// `text` as TOML for a field of this type. What does not fit becomes a text, which the reader then refuses.
fn written(kind: &FieldType, text: &str) -> String {
    match kind {
        FieldType::YesNo => match text.to_lowercase().as_str() {
            "y" | "yes" | "true" => "true".to_owned(),
            "n" | "no" | "false" => "false".to_owned(),
            _ => quoted(text),
        },
        FieldType::Integer => plain(text).parse::<i64>().map_or_else(|_| quoted(text), |number| number.to_string()),
        FieldType::Money => dollars(&plain(text)).unwrap_or_else(|| quoted(text)),
        FieldType::Date => match text.parse::<jiff::civil::Date>() {
            Ok(date) if date.to_string() == text => text.to_owned(),
            _ => quoted(text),
        },
        FieldType::OneOf(choices) => quoted(chosen(choices, text)),
        FieldType::ListOf(choices) => {
            let is_word = choices.iter().any(|(word, _)| word.eq_ignore_ascii_case(text));
            list(if is_none(text) && !is_word { "" } else { text }, ',', |item| chosen(choices, item))
        }
        FieldType::TextList => list(if is_none(text) { "" } else { text }, ';', unquoted),
        _ => quoted(unquoted(text)),
    }
}

/// Whether the person says that a list is empty.
pub fn is_none(text: &str) -> bool {
    text.eq_ignore_ascii_case("none") || text == "[]"
}

/// The word with this number or this spelling; any other text stays as it is.
fn chosen<'t>(choices: &'t [(String, String)], text: &'t str) -> &'t str {
    let spelt = choices.iter().find(|(word, _)| word.eq_ignore_ascii_case(text));
    let numbered = || text.parse::<usize>().ok().and_then(|number| choices.get(number.checked_sub(1)?));
    spelt.or_else(numbered).map_or(text, |(word, _)| word)
}

fn list<'t>(text: &'t str, separator: char, item: impl Fn(&'t str) -> &'t str) -> String {
    let items = text.split(separator).map(|part| item(part.trim())).filter(|item| !item.is_empty());
    toml::Value::Array(items.map(|item| toml::Value::String(item.to_owned())).collect()).to_string()
}

/// A number without the signs that people write in it.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '$' | ',' | '_') && !c.is_whitespace()).collect()
}

fn dollars(text: &str) -> Option<String> {
    if text.starts_with('-') {
        return None;
    }
    let (whole, cents) = text.split_once('.').map_or((text, None), |(whole, cents)| (whole, Some(cents)));
    let whole: i64 = whole.parse().ok()?;
    match cents {
        None => Some(whole.to_string()),
        Some(cents) if !cents.is_empty() && cents.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(format!("{whole}.{cents}"))
        }
        Some(_) => None,
    }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// `text` without the quotes around it, if someone wrote them as in the file.
fn unquoted(text: &str) -> &str {
    let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.filter(|inner| !inner.contains('"')).unwrap_or(text)
}

/// What to type for a field of this type.
fn wanted(kind: &FieldType) -> String {
    match kind {
        FieldType::YesNo => "Answer y (yes) or n (no).".to_owned(),
        FieldType::Integer => "Write a whole number, such as 20.".to_owned(),
        FieldType::Money => "Write a number of dollars of zero or more, such as 250000 or 199.99.".to_owned(),
        kind => format!("Write {}.", kind.wanted()),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
