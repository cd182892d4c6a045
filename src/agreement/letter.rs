//! The letters of items.

/// The letter of the item `at`, from 0: a to z, then aa, bb and so on, as word processors count.
pub fn letter(at: usize) -> String {
    let letter = char::from(b'a' + u8::try_from(at % 26).unwrap_or_default());
    letter.to_string().repeat(at / 26 + 1)
}

#[cfg(test)]
mod tests {
    use super::letter;

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!([0, 25, 26, 27, 52].map(letter), ["a", "z", "aa", "bb", "aaa"]);
    }
}
