//! "Did you mean": the known word nearest to a misspelt one.

/// Longer words are no misspelt key, and comparing them would take long.
const LONGEST_WORD: usize = 100;

/// The candidate nearest to `word`, if one is near enough to be what the writer meant.
pub fn did_you_mean<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    if word.len() > LONGEST_WORD {
        return None;
    }
    let allowed = (word.chars().count() / 3).clamp(1, 3);
    candidates
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

fn distance(word: &str, candidate: &str) -> usize {
    let plain = |text: &str| text.to_lowercase().replace('_', "-");
    strsim::damerau_levenshtein(&plain(word), &plain(candidate))
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
