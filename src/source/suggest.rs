//! "Did you mean": the known word nearest to a misspelt one.

/// Longer words are no misspelt key, and comparing them would take long.
const LONGEST_WORD: usize = 100;

/// The candidate nearest to `word`, if one is near enough to be what the writer meant.
pub fn did_you_mean<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    if word.len() > LONGEST_WORD {
        return None;
    }
    let allowed = (word.chars().count() / 3).clamp(1, 3);
    let word = plain(word);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            distance_within(allowed, &word, &plain(candidate)).map(|distance| (distance, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// The form in which words are compared.
fn plain(text: &str) -> String {
    text.to_lowercase().replace('_', "-")
}

/// How far the two words are apart, where it is not more than `allowed`. Words of very different lengths are surely farther
/// apart, and are not compared: a file may hold many thousand words that nothing knows.
fn distance_within(allowed: usize, one: &str, other: &str) -> Option<usize> {
    if one.chars().count().abs_diff(other.chars().count()) > allowed {
        return None;
    }
    Some(strsim::damerau_levenshtein(one, other)).filter(|distance| *distance <= allowed)
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn finds_the_near_word_only() {
        assert_eq!(did_you_mean("sectr", ["sector", "acts"]), Some("sector"));
        assert_eq!(did_you_mean("privacy_contact", ["privacy-contact", "head"]), Some("privacy-contact"));
        assert_eq!(did_you_mean("colour", ["sector", "acts"]), None);
    }
}
