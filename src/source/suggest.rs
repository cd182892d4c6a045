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

/// The one candidate that `word` can only be a misspelling of: near enough, with no other near it, and no word of its
/// own that differs in a few letters, such as `recorded` and `unrecorded` or `signed-by` and `signed-on`.
pub fn clearly_meant<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    const NEAR: usize = 3;
    if word.len() > LONGEST_WORD {
        return None;
    }
    let word = plain(word.trim());
    let mut near: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter_map(|known| Some((distance_within(NEAR, &word, &plain(known))?, known)))
        .collect();
    near.sort_unstable();
    let (far, meant) = *near.first()?;
    let next = near.get(1).map_or(usize::MAX, |(next, _)| *next);
    let clear = if far == 0 { next > 0 } else { next >= far + 2 };
    (clear && is_slip(&word, &plain(meant))).then_some(meant)
}

/// Whether each part of `word` is the same part of `meant` with a slip that makes no other word of it.
fn is_slip(word: &str, meant: &str) -> bool {
    let parts = |text: &str| text.split('-').count();
    word.replace('-', "") == meant.replace('-', "")
        || parts(word) == parts(meant)
            && word.split('-').zip(meant.split('-')).all(|(own, known)| is_part_slip(own, known))
}

fn is_part_slip(word: &str, meant: &str) -> bool {
    let letters = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters
    };
    if word == meant {
        return true;
    }
    let (own, known) = (letters(word), letters(meant));
    // What is the other without its beginning can be its opposite.
    let prefixed = word.ends_with(meant) || meant.ends_with(word);
    let far = strsim::damerau_levenshtein(word, meant);
    match known.len() {
        0..=4 => own == known && far == 1,
        5..=7 => far == 1 && !prefixed,
        _ => far <= 2 && own.len().abs_diff(known.len()) <= 1 && !prefixed,
    }
}

/// The form in which words are compared.
fn plain(text: &str) -> String {
    text.to_lowercase().replace(['_', ' '], "-")
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
    use super::{clearly_meant, did_you_mean};

    #[test]
    fn finds_the_near_word_only() {
        assert_eq!(did_you_mean("sectr", ["sector", "acts"]), Some("sector"));
        assert_eq!(did_you_mean("privacy_contact", ["privacy-contact", "head"]), Some("privacy-contact"));
        assert_eq!(did_you_mean("colour", ["sector", "acts"]), None);
    }

    #[test]
    fn only_a_slip_of_the_pen_is_clear() {
        for (word, known, meant) in [
            ("sectr", ["sector", "acts"], Some("sector")),
            ("nmae", ["name", "head"], Some("name")),
            ("Privacy_Contact", ["privacy-contact", "head"], Some("privacy-contact")),
            ("notifywithin", ["notify-within", "notice"], Some("notify-within")),
            ("STONE", ["stone", "stones"], Some("stone")),
            ("procurment", ["procurement", "planning"], Some("procurement")),
            ("ston", ["stone", "stones"], None),
            ("one", ["none", "some"], None),
            ("recorded", ["unrecorded", "kind"], None),
            ("typical", ["atypical", "kind"], None),
            ("signed-by", ["signed-on", "kind"], None),
            ("started-on", ["starts-on", "kind"], None),
        ] {
            assert_eq!(clearly_meant(word, known), meant, "{word}");
        }
    }
}
