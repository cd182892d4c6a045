//! Finding things by the words in their titles.

use super::{Shelf, provision};

/// A thing whose title holds the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Its id.
    pub id: String,
    /// Its title, or the question of a field.
    pub title: String,
}

/// The shortest word that may stand for the initials of others.
const SHORT_FORM: usize = 3;

/// Everything whose id, title, question or short name holds every word of `query`, in the order of the lists. A word of
/// three letters or more also finds the words whose initials it is.
pub(in crate::render) fn search(query: &str, shelf: &Shelf<'_>) -> Vec<Match> {
    let wanted = words(query);
    let speaks = |(id, title, more): &(String, String, &str)| {
        let held = words(&format!("{id} {title} {more}"));
        !wanted.is_empty() && wanted.iter().all(|word| holds(&held, word))
    };
    let found = candidates(shelf).into_iter().filter(speaks);
    found.map(|(id, title, _)| Match { id, title }).collect()
}

/// Id, title, and what else people call it.
fn candidates<'s>(shelf: &Shelf<'s>) -> Vec<(String, String, &'s str)> {
    let (library, clauses) = (shelf.library, shelf.clauses);
    let mut all: Vec<(String, String, &'s str)> = Vec::new();
    all.extend(library.requirements.iter().map(|one| (one.id.clone(), one.title.clone(), "")));
    all.extend(library.fields.iter().map(|(_, one)| match one.title.is_empty() {
        true => (one.path.clone(), one.question.clone(), ""),
        false => (one.path.clone(), one.title.clone(), one.question.as_str()),
    }));
    all.extend(clauses.clauses.iter().map(|one| (one.id.clone(), one.title.clone(), "")));
    all.extend(clauses.documents.iter().map(|one| (one.id.clone(), one.title.clone(), "")));
    for one in &library.authorities {
        all.push((one.id.clone(), one.title.clone(), one.short.as_str()));
        let own = one.provisions.iter().filter(|provision| !provision.id.is_empty());
        all.extend(own.map(|provision| (provision::id(one, provision), provision.heading.clone(), "")));
    }
    all.extend(library.named.iter().map(|one| (one.id.clone(), one.title.clone(), "")));
    all.extend(shelf.calendars.limits.iter().map(|one| (one.id.clone(), one.title.clone(), "")));
    all.extend(library.uncertainties.iter().map(|one| (one.id.clone(), one.title.clone(), "")));
    all
}

fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(str::to_lowercase).collect()
}

/// Whether a word begins with `wanted`, is it where it is short, or stands in a row of words with these initials.
fn holds(held: &[String], wanted: &str) -> bool {
    let length = wanted.chars().count();
    let is = |word: &String| if length > SHORT_FORM { word.starts_with(wanted) } else { word == wanted };
    held.iter().any(is)
        || (length >= SHORT_FORM && held.windows(length).any(|row| initials(row).as_deref() == Some(wanted)))
}

/// The first letters of `row`; `None` when a small word such as "is" stands in it, which no short form counts.
fn initials(row: &[String]) -> Option<String> {
    row.iter().map(|word| word.chars().next().filter(|_| word.chars().count() > SHORT_FORM)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_by_its_beginning_and_a_short_form_by_initials() {
        let held = words("The Privacy Impact Assessment is finished");
        for found in ["privacy", "assess", "pia", "the"] {
            assert!(holds(&held, found), "{found}");
        }
        for other in ["pi", "mpact", "aif", "fin"] {
            assert!(!holds(&held, other), "{other}");
        }
    }
}
