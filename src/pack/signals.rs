//! Signals: by what a reader of other people's agreements knows that a section deals with the matter of a clause.

use crate::record::{FieldType, Fields};
use crate::source::{Code, Entry, Problems, Table, did_you_mean};

use super::clause::{Fact, Text, fact_key};

/// The signals of a clause. All words are in lower case; `...` stands for any words of the same sentence, and the word
/// before it and the last one may go on: `breach` also finds `breaches`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signals {
    /// Words of a section's title.
    pub headings: Vec<String>,
    /// Words of a sentence.
    pub phrases: Vec<String>,
    /// Words of a sentence that states no value of a fact, because it speaks of another matter.
    pub apart: Vec<String>,
    /// Where the values of facts stand.
    pub near: Vec<Near>,
}

/// By what a reader knows the sentence that states the value of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// The name of the fact, with underscores.
    pub fact: String,
    /// Words of the sentence.
    pub phrases: Vec<String>,
}

impl Signals {
    /// Reads the table `signals` of a clause whose text is `text`; a clause without it has none.
    pub(super) fn read(table: &Table<'_>, text: &Text, fields: &Fields, problems: &mut Problems) -> Self {
        let Some(own) = table.table("signals", problems) else { return Self::default() };
        let headings = phrases(own.texts("headings", problems), problems);
        let phrases_of_text = phrases(own.texts("phrases", problems), problems);
        let apart = phrases(own.texts("apart", problems), problems);
        let near = own.table("near", problems).map(|near| read_near(&near, text, fields, problems)).unwrap_or_default();
        if headings.is_empty() && phrases_of_text.is_empty() {
            let message = "signals need `headings` or `phrases`: without them no section of an agreement is found";
            problems.add(Code::Missing, own.span(), message);
        }
        own.finish(problems);
        Self { headings, phrases: phrases_of_text, apart, near }
    }
}

fn read_near(table: &Table<'_>, text: &Text, fields: &Fields, problems: &mut Problems) -> Vec<Near> {
    let mut found = Vec::new();
    for (name, span, value) in table.iter() {
        let written = |fact: &Fact| fact_key(&fact.name);
        let Some(fact) = text.facts.iter().find(|fact| written(fact) == name) else {
            let near = text.facts.iter().map(written).collect::<Vec<_>>();
            let help =
                did_you_mean(name, near.iter().map(String::as_str)).map(|near| format!("did you mean `{near}`?"));
            problems.add(Code::UnknownReference, span, format!("this clause has no fact `{name}`")).help = help;
            continue;
        };
        if !is_comparable(fields, fact) {
            let message = format!(
                "the fact `{name}` is no length of time, no date and no amount, so that no agreement can contradict it by one"
            );
            problems.add(Code::BadSignal, span, message);
        }
        let Some(items) = value.get_ref().as_array() else {
            problems.add(Code::WrongType, value.span(), "write a list of phrases, such as [\"report ... breach\"]");
            continue;
        };
        let mut texts = Vec::new();
        for item in items.iter() {
            match item.get_ref().as_str() {
                Some(text) => texts.push(Entry { value: text.to_owned(), span: item.span() }),
                None => drop(problems.add(Code::WrongType, item.span(), format!("`{name}` takes texts in quotes"))),
            }
        }
        found.push(Near { fact: fact.name.clone(), phrases: phrases(texts, problems) });
    }
    found
}

/// Whether the values of `fact` can be held against values in a text.
fn is_comparable(fields: &Fields, fact: &Fact) -> bool {
    let single = fields.list_of(fact.field).is_none();
    single && matches!(fields.get(fact.field).kind, FieldType::Duration | FieldType::Date | FieldType::Money)
}

/// The phrases of a list, each checked.
fn phrases(entries: Vec<Entry<String>>, problems: &mut Problems) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for Entry { value, span } in entries {
        let plain = value.split_whitespace().collect::<Vec<_>>().join(" ");
        let wrong = if plain.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
            Some("a phrase holds at least one word".to_owned())
        } else if plain != value || plain != plain.to_lowercase() {
            Some(format!("write the phrase in small letters with single spaces: \"{}\"", plain.to_lowercase()))
        } else if plain.split(" ... ").any(|piece| piece.contains("...") || !piece.starts_with(char::is_alphanumeric)) {
            Some("`...` stands between two pieces of a phrase, with a space on each side, and each piece begins with a word".to_owned())
        } else if found.contains(&plain) {
            Some("the phrase stands in this list already".to_owned())
        } else {
            None
        };
        match wrong {
            Some(message) => drop(problems.add(Code::BadSignal, span, message)),
            None => found.push(plain),
        }
    }
    found
}
