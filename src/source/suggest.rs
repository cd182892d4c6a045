//! "Did you mean": the known word nearest to a misspelt one.

/// Longer words are no misspelt key, and comparing them would take long.
const LONGEST_WORD: usize = 100;

/// The candidate nearest to `word`, if one is near enough to be what the writer meant.
pub fn did_you_mean<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    could_mean(word, candidates).first().copied()
}

/// The candidate nearest to `word`, as [`did_you_mean`], and after it each between which and that one nobody can choose
/// who does not know what was meant.
pub fn could_mean<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Vec<&'c str> {
    let allowed = (word.chars().count() / 3).clamp(1, 3);
    let near = nearest(word, allowed + 1, candidates);
    let Some((far, _)) = near.first().copied().filter(|(far, _)| *far <= allowed) else { return Vec::new() };
    near.into_iter().take_while(|(next, _)| !is_much_nearer(far, *next)).map(|(_, candidate)| candidate).collect()
}

/// The one candidate that `word` can only be a misspelling of: near enough, with no other near it, and no word of its
/// own that differs in a few letters, such as `recorded` and `unrecorded` or `signed-by` and `signed-on`.
pub fn clearly_meant<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    const NEAR: usize = 3;
    let word = word.trim();
    let near = nearest(word, NEAR, candidates);
    let (far, meant) = *near.first()?;
    let clear = near.get(1).is_none_or(|(next, _)| is_much_nearer(far, *next));
    (clear && is_slip(&plain(word), &plain(meant))).then_some(meant)
}

/// Whether a candidate so `far` from a word leaves no doubt beside the `next` one.
const fn is_much_nearer(far: usize, next: usize) -> bool {
    if far == 0 { next > 0 } else { next >= far + 2 }
}

/// The candidates not farther than `allowed` from `word`, with how far they are, the nearest first.
fn nearest<'c>(word: &str, allowed: usize, candidates: impl IntoIterator<Item = &'c str>) -> Vec<(usize, &'c str)> {
    if word.len() > LONGEST_WORD {
        return Vec::new();
    }
    let word = plain(word);
    let length = word.chars().count();
    // Words of very different lengths are surely farther apart, and are not compared: a file may hold many thousand words
    // that nothing knows.
    let alike = |known: &&str| known.chars().count().abs_diff(length) <= allowed;
    let far = |known: &'c str| (strsim::damerau_levenshtein(&word, &plain(known)), known);
    let mut near: Vec<(usize, &str)> =
        candidates.into_iter().filter(alike).map(far).filter(|(far, _)| *far <= allowed).collect();
    near.sort_unstable();
    near.dedup();
    near
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
        // Two slips are many in a short word, unless every letter is there and only stands in the wrong place.
        5..=7 => far == 1 && !prefixed || far == 2 && own == known,
        _ => far <= 2 && own.len().abs_diff(known.len()) <= 1 && !prefixed,
    }
}

/// The form in which words are compared.
fn plain(text: &str) -> String {
    text.to_lowercase().replace(['_', ' '], "-")
}

#[cfg(test)]
mod tests {
    use super::{clearly_meant, could_mean, did_you_mean};

    #[test]
    fn finds_the_near_word_only() {
        assert_eq!(did_you_mean("sectr", ["sector", "acts"]), Some("sector"));
        assert_eq!(did_you_mean("privacy_contact", ["privacy-contact", "head"]), Some("privacy-contact"));
        assert_eq!(did_you_mean("colour", ["sector", "acts"]), None);
    }

    #[test]
    fn all_between_which_nobody_can_choose_are_named() {
        assert_eq!(could_mean("ston", ["stones", "notice", "stone"]), ["stone", "stones"]);
        assert!(could_mean("stop", ["stones", "notice"]).is_empty());
        assert_eq!(could_mean("end-on", ["ends-on", "head", "sent-on"]), ["ends-on", "sent-on"]);
        assert_eq!(could_mean("stone", ["stones", "stone"]), ["stone"]);
        assert_eq!(could_mean("signed-no", ["signed-on", "signed-by"]), ["signed-on", "signed-by"]);
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
            ("notify-whitin", ["notify-within", "notice"], Some("notify-within")),
            ("notify-withni", ["notify-within", "notice"], Some("notify-within")),
            ("notify-wihtni", ["notify-within", "notice"], Some("notify-within")),
            ("notify-wthn", ["notify-within", "notice"], None),
            ("onset", ["stone", "kind"], None),
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
