//! Small pieces of English.

use super::super::english::listed;

/// "1 blank", "2 blanks", "no blanks".
pub(super) fn counted(count: usize, one: &str, more: &str) -> String {
    match count {
        0 => format!("no {more}"),
        1 => format!("1 {one}"),
        count => format!("{count} {more}"),
    }
}

/// Places of a draft, such as "the opening text, 1.1(l) and 5.2".
pub(super) fn places(places: &[String]) -> String {
    let named: Vec<String> = places
        .iter()
        .map(|place| if place.is_empty() { "the opening text".to_owned() } else { place.clone() })
        .collect();
    listed(&named, "and")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_english() {
        assert_eq!(places(&[String::new(), "1.1(l)".to_owned(), "5.2".to_owned()]), "the opening text, 1.1(l) and 5.2");
        assert_eq!([0, 1, 2].map(|count| counted(count, "blank", "blanks")), ["no blanks", "1 blank", "2 blanks"]);
    }
}
