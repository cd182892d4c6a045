//! Words and sentences of a passage.

use std::ops::Range;

/// The words of `text`: letters and digits, with the hyphens and apostrophes inside them.
pub(super) fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphanumeric)?;
        let rest = &text[start..];
        let end = rest.find(|c: char| !c.is_alphanumeric() && !is_joint(c)).unwrap_or(rest.len());
        at = start + end;
        Some(start..start + rest[..end].trim_end_matches(is_joint).len())
    })
}

fn is_joint(c: char) -> bool {
    matches!(c, '-' | '\'' | '\u{2019}' | '\u{2011}')
}

/// The sentences of `text`. A full stop ends one where a space and something that begins a sentence follow.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, stop) in text.match_indices(['.', '!', '?']) {
        let Some(rest) = text[at + stop.len()..].strip_prefix(' ') else { continue };
        let next = rest.trim_start_matches(['(', '"', '\u{201c}', '*']).chars().next();
        let word = text[start..at].rsplit(' ').next().unwrap_or_default();
        if next.is_some_and(|c| c.is_uppercase()) && !is_short_form(word) {
            found.push(start..at + stop.len());
            start = at + stop.len() + 1;
        }
    }
    if start < text.len() {
        found.push(start..text.len());
    }
    found
}

/// Whether a full stop after `word` ends the word and not the sentence.
fn is_short_form(word: &str) -> bool {
    const SHORT: [&str; 9] = ["No", "Reg", "s", "ss", "art", "Art", "Mr", "Ms", "Dr"];
    SHORT.contains(&word) || (word.len() == 1 && word.starts_with(|c: char| c.is_uppercase()))
}

/// Whether `c` can stand in a word.
fn inside(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

/// Where `phrase` stands in `text`, from `from` on. Both are in lower case; the first word of the phrase begins a word,
/// and the last may go on: `breach` also finds `breaches`.
pub(super) fn find(text: &str, phrase: &str, from: usize) -> Option<Range<usize>> {
    let hits = text[from..].match_indices(phrase).map(|(at, _)| from + at);
    let mut whole = hits.filter(|at| !inside(text[..*at].chars().next_back()));
    whole.next().map(|at| at..at + phrase.len())
}

/// The form under which a word of a term and the words formed from it are the same: "Breaches" and "breach".
pub(super) fn stem(word: &str) -> String {
    let mut word = word.to_lowercase().replace(['\u{2019}', '\u{2011}'], "'");
    word.truncate(word.strip_suffix("'s").or(word.strip_suffix('\'')).unwrap_or(&word).len());
    let cut = |ending: &str| word.strip_suffix(ending).filter(|rest| rest.len() > 2);
    if let Some(rest) = cut("ies") {
        return format!("{rest}y");
    }
    if let Some(rest) =
        cut("es").filter(|rest| rest.ends_with(['s', 'x', 'z']) || rest.ends_with("ch") || rest.ends_with("sh"))
    {
        return rest.to_owned();
    }
    let cut = cut("s").filter(|rest| !rest.ends_with(['s', 'u', 'i'])).or(cut("ed")).or(cut("ing"));
    cut.unwrap_or(&word).trim_end_matches('e').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_falls_into_sentences() {
        let text = "Sample Inc. reports it. See No. 4 of Reg. 460. (The rest) e.g. follows.";
        let found: Vec<&str> = sentences(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["Sample Inc. reports it.", "See No. 4 of Reg. 460.", "(The rest) e.g. follows."]);
    }

    #[test]
    fn phrases_begin_with_a_word_and_may_go_on() {
        assert_eq!(find("all breaches of it", "breach", 0), Some(4..10));
        assert_eq!(find("the unbreachable", "breach", 0), None);
        assert_eq!(find("a breach, a breach", "breach", 3), Some(12..18));
    }

    #[test]
    fn words_formed_from_a_term_are_the_term() {
        for (one, other) in [
            ("Breaches", "breach"),
            ("Vendor\u{2019}s", "vendor"),
            ("Parties", "party"),
            ("Services", "service"),
            ("Destroyed", "destroy"),
            ("De-identified", "de-identifi"),
            ("Purposes", "Purpose"),
            ("Processes", "Process"),
        ] {
            assert_eq!(stem(one), stem(other), "{one}");
        }
        assert_ne!(stem("Business"), stem("Busin"));
    }
}
