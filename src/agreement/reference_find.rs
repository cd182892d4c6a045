//! Finding references to sections and attachments in a sentence.

use std::ops::Range;

use super::Number;
use super::number::{ATTACHMENTS, attachment_name};
use super::words::words;

/// What a reference leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A number, and the letter of an item under it.
    Number(Number, Option<String>),
    /// An attachment, such as "schedule B".
    Attachment(String),
}

/// A reference in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reference {
    pub target: Target,
    pub range: Range<usize>,
    /// The title in parentheses after it.
    pub title: Option<Range<usize>>,
}

/// Words that one number or more may follow.
const LEADS: [&str; 6] = ["section", "sections", "clause", "clauses", "article", "articles"];
/// Words that count inside a section, so that only a number of two components is sure to be of the whole text.
const INNER_LEADS: [&str; 4] = ["paragraph", "paragraphs", "subsection", "subsections"];
/// Words that count in other texts too, so that only a number of two components with a letter is sure to be of this one.
const ITEM_LEADS: [&str; 2] = ["item", "items"];
/// Words with which the name of another text ends.
const OTHER_TEXTS: [&str; 8] = ["act", "regulation", "reg", "code", "directive", "law", "addendum", "bylaw"];
/// What may stand between two numbers of one list.
const BETWEEN: [&str; 8] = [", and ", ", or ", " and ", " or ", ", ", " to ", " through ", "\u{2013}"];

/// The references in `text`, in order. References to the sections of other texts are passed over.
pub(super) fn references(text: &str) -> Vec<Reference> {
    let mut found = Vec::new();
    let mut end = 0;
    let mut before: Option<Range<usize>> = None;
    for word in words(text) {
        let own = &text[word.clone()];
        let lower = own.to_lowercase();
        if word.start >= end {
            let many = if LEADS.contains(&lower.as_str()) {
                numbers(text, word.clone(), 1)
            } else if INNER_LEADS.contains(&lower.as_str()) {
                numbers(text, word.clone(), 2)
            } else if ITEM_LEADS.contains(&lower.as_str()) {
                let lettered = |one: &Reference| matches!(one.target, Target::Number(_, Some(_)));
                Some(numbers(text, word.clone(), 2)).filter(|many| many.iter().all(lettered)).unwrap_or_default()
            } else if own.starts_with(char::is_uppercase) && ATTACHMENTS.contains(&lower.as_str()) {
                attachment(text, word.clone(), &lower)
            } else {
                Vec::new()
            };
            if let Some(last) = many.last() {
                end = last.range.end;
                if !of_other_text(text, before.as_ref(), word.start, end) {
                    found.extend(many);
                }
            }
        }
        before = Some(word);
    }
    found
}

fn attachment(text: &str, word: Range<usize>, lower: &str) -> Vec<Reference> {
    let name = text[word.end..].strip_prefix(' ').and_then(attachment_name);
    let reference = |(name, length): (String, usize)| Reference {
        target: Target::Attachment(format!("{lower} {name}")),
        range: word.start..word.end + 1 + length,
        title: None,
    };
    name.map(reference).into_iter().collect()
}

/// The numbers that follow the word at `lead`, where each has at least `least` components.
fn numbers(text: &str, lead: Range<usize>, least: usize) -> Vec<Reference> {
    let mut found: Vec<Reference> = Vec::new();
    let (mut from, mut at) = (lead.start, lead.end + 1);
    while text.is_char_boundary(at.min(text.len())) {
        let rest = text.get(at..).unwrap_or_default();
        let Some((number, length)) = Number::read(rest).filter(|(number, _)| number.0.len() >= least) else { break };
        if !found.is_empty() && is_length(&rest[length..]) {
            break;
        }
        let item = item(&text[at + length..]);
        let end = at + length + item.as_ref().map_or(0, |(_, length)| *length);
        let title = title(text, end);
        let after = title.as_ref().map_or(end, |title| title.end + 1);
        found.push(Reference {
            target: Target::Number(number, item.map(|(letter, _)| letter)),
            range: from..end,
            title,
        });
        let Some(between) = BETWEEN.iter().find(|between| text[after..].starts_with(**between)) else { break };
        (from, at) = (after + between.len(), after + between.len());
    }
    found
}

/// Whether a number before `rest` counts time or money and no section: "section 4 and 30 days".
fn is_length(rest: &str) -> bool {
    let next = rest.trim_start_matches([' ', '-']).split(' ').next().unwrap_or_default();
    ["hour", "day", "business", "week", "month", "year", "percent", "%"].iter().any(|unit| next.starts_with(unit))
}

/// The letter in parentheses at the start of `text`, such as "(c)", and its length with all that follows in parentheses.
fn item(text: &str) -> Option<(String, usize)> {
    let mut first = None;
    let mut end = 0;
    while let Some((letter, _)) = text[end..].strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        if !(1..=2).contains(&letter.len()) || !letter.bytes().all(|byte| byte.is_ascii_lowercase()) {
            break;
        }
        end += letter.len() + 2;
        first.get_or_insert_with(|| letter.to_owned());
    }
    first.map(|letter| (letter, end))
}

/// The title in parentheses after a reference.
fn title(text: &str, end: usize) -> Option<Range<usize>> {
    let inside = text[end..].strip_prefix(" (")?;
    let length = inside.find(')')?;
    let start = end + 2;
    inside.starts_with(char::is_uppercase).then_some(start..start + length)
}

/// Whether the reference from `start` to `end` leads into an Act or another agreement.
fn of_other_text(text: &str, before: Option<&Range<usize>>, start: usize, end: usize) -> bool {
    let after = text[end..].trim_start_matches([',', '(']).trim_start();
    let own = ["of this ", "under this ", "of these ", "in this ", "hereof"];
    let other = ["of ", "under ", "in the ", "ibid"];
    if own.iter().any(|words| after.starts_with(words)) {
        return false;
    }
    let next = after.split([' ', ',', ')', '.', ';']).next().unwrap_or_default();
    if other.iter().any(|words| after.starts_with(words)) || is_name_of_law(next) {
        return true;
    }
    let near = before.filter(|word| text[word.end..start].chars().all(|c| " ,(*".contains(c)));
    near.is_some_and(|word| is_name_of_law(&text[word.clone()]))
}

fn is_name_of_law(word: &str) -> bool {
    let upper = word.len() > 2 && word.chars().all(|c| c.is_ascii_uppercase());
    let number = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let named = word.starts_with(char::is_uppercase) && OTHER_TEXTS.contains(&word.to_lowercase().as_str());
    upper || number || named
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        references(text).into_iter().map(|one| &text[one.range]).collect()
    }

    #[test]
    fn references_of_each_form() {
        assert_eq!(
            found("Under sections 4.2(a), 5 and 6, and section 7 (Safeguards), for 30 days."),
            ["sections 4.2(a)", "5", "6", "section 7"]
        );
        assert_eq!(
            found("Clause 12 and Schedule B or Annex 2 of this Agreement"),
            ["Clause 12", "Schedule B", "Annex 2"]
        );
        assert_eq!(found("See paragraph 4.2 and paragraph 3."), ["paragraph 4.2"]);
        assert_eq!(found("See item 2.1(d), item 2.1 and item 3."), ["item 2.1(d)"]);
        let title = references("section 7 (Safeguards).").remove(0).title;
        assert_eq!(title, Some(11..21));
    }

    #[test]
    fn other_texts_are_passed_over() {
        for text in [
            "section 38 of the Act",
            "FIPPA, section 38(3)",
            "Article 28 GDPR",
            "the Act, section 5",
            "Reg. 460, section 5",
            "section 4 of the Master Agreement",
            "this section 4ever and section four",
            "the schedule 4 weeks ahead",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }
}
