//! From what a person typed to a value, and back to words when it does not fit.

use std::sync::Arc;

use crate::record::{Field, FieldId, FieldType, Fields, read_fragment};
use crate::source::{Code, Diagnostic, SourceText, did_you_mean, quoted};

/// The TOML literal for `text`, checked by the reader of records.
///
/// # Errors
/// What would be right, in sentences.
pub fn literal(fields: &Fields, id: FieldId, text: &str) -> Result<String, String> {
    let literal = written(&fields.get(id).kind, text);
    let source = Arc::new(SourceText::new("the answer", fields.fragment(id, &literal)));
    match read_fragment(&source, fields) {
        Ok(_) => Ok(literal),
        Err(problems) => {
            let why = |problem| why(fields.get(id), text, problem);
            Err(problems.first().map(why).unwrap_or_default())
        }
    }
}

/// What is wrong with an answer, and what would be right, in sentences.
fn why(field: &Field, text: &str, problem: &Diagnostic) -> String {
    let kind = &field.kind;
    match problem.code {
        Code::NotInList => return not_in_list(kind, text),
        _ if *kind == FieldType::Date => return not_a_date(text),
        Code::WrongType => return wanted(kind),
        Code::Missing => return "That is empty. Type a text; Enter alone leaves it out.".to_owned(),
        _ => {}
    }
    let help = problem.help.iter().map(|help| format!(" {}.", capital(help)));
    let message = problem.message.replacen(&format!("`{}`", field.path), "that", 1);
    format!("{}.{}", capital(&message), help.collect::<String>())
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
    format!("[{}]", items.map(quoted).collect::<Vec<_>>().join(", "))
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

/// `text` without the quotes around it, if someone wrote them as in the file.
fn unquoted(text: &str) -> &str {
    let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.filter(|inner| !inner.contains('"')).unwrap_or(text)
}

/// How to answer where the question alone does not say it.
pub fn how(kind: &FieldType) -> Option<String> {
    Some(match kind {
        FieldType::YesNo => "Type y (yes) or n (no).".to_owned(),
        FieldType::OneOf(choices) => format!("Type a number from 1 to {}, or the word.", choices.len()),
        FieldType::ListOf(choices) => {
            format!("Type numbers from 1 to {} or words, with commas between them, or none.", choices.len())
        }
        FieldType::TextList => "Put semicolons between several, or type none.".to_owned(),
        _ => return None,
    })
}

/// What to type for a field of this type.
fn wanted(kind: &FieldType) -> String {
    match kind {
        FieldType::Integer => "Type a whole number, such as 20.".to_owned(),
        FieldType::Money => "Type a number of dollars of zero or more, such as 250000 or 199.99.".to_owned(),
        kind => how(kind).unwrap_or_else(|| "Type a text.".to_owned()),
    }
}

fn not_in_list(kind: &FieldType, text: &str) -> String {
    let choices = kind.choices();
    let words = || choices.iter().map(|(word, _)| word.as_str());
    let parts = text.split(if matches!(kind, FieldType::ListOf(_)) { ',' } else { '\n' }).map(str::trim);
    let unknown = parts.map(|part| chosen(choices, part)).find(|part| !words().any(|word| word == *part));
    let word = unknown.filter(|part| part.parse::<i64>().is_err());
    let said = word.map(|word| match did_you_mean(word, words()) {
        Some(near) => format!("`{word}` is not one of them. Did you mean `{near}`? "),
        None => format!("`{word}` is not one of them. "),
    });
    said.unwrap_or_default() + &wanted(kind)
}

fn not_a_date(text: &str) -> String {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &&str, least: usize, most: usize| {
        (least..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    match parts.as_slice() {
        [year, month, day] if digits(year, 4, 4) && digits(month, 1, 2) && digits(day, 1, 2) => {
            let full = format!("{year}-{month:0>2}-{day:0>2}");
            match full.parse::<jiff::civil::Date>() {
                Ok(_) => format!("Type two digits for month and day, such as {full}."),
                Err(_) => format!("There is no day {full} in the calendar. Type the date again."),
            }
        }
        _ => "Type the date as year-month-day, such as 2026-03-01.".to_owned(),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
