//! Reasons: why a field, a provision or a clause stands alone.

use crate::source::{Code, Problems, Table};

/// The fewest words of a reason: with fewer there is no sentence.
const WORDS: usize = 3;

/// Why the thing of `table` needs no link, which must be a sentence.
pub(super) fn read_reason(table: &Table<'_>, problems: &mut Problems) -> Option<String> {
    let entry = table.text("stands-alone", problems)?;
    if !is_sentence(&entry.value) {
        let help = "say why nothing needs to be linked here, in a sentence that ends with a full stop; with no reason, \
                    delete the line";
        problems.add(Code::Missing, entry.span, "`stands-alone` gives no reason").help = Some(help.to_owned());
    }
    Some(entry.value)
}

/// Whether `text` has enough words, and a full stop after them.
fn is_sentence(text: &str) -> bool {
    let words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic));
    text.trim_end().ends_with('.') && words.count() >= WORDS
}

#[cfg(test)]
mod tests {
    use super::is_sentence;

    #[test]
    fn a_reason_is_a_sentence() {
        for text in ["", "  ", ".", "No.", ". . .", "1 2 3.", "Not needed.", "It has no stop"] {
            assert!(!is_sentence(text), "{text:?}");
        }
        for text in ["The register asks.", "  It is between the town and the court.\n"] {
            assert!(is_sentence(text), "{text:?}");
        }
    }
}
