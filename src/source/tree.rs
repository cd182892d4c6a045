//! Parsed TOML in a compact form, so that the files inside the binary need no parsing when the program starts.
//!
//! `src/build.rs` parses each embedded file once and writes its tree; here the same tree comes back, every span
//! included, for the same readers. Numbers are in base 128, lowest digits first, the high bit set on all but the last. A
//! place is the distance from the place before it, its sign in the lowest bit.
//!
//! | what | form |
//! |---|---|
//! | value | kind, start, length, content |
//! | text (kind 0) | twice its length, and where it stands in the file; or twice its length and one, and its bytes |
//! | false, true (kinds 1, 2) | nothing |
//! | list (kind 3) | count, values |
//! | table (kind 4) | count, and for each key its start, length, text and value |
//! | number, date (kind 5) | nothing: read again from its place in the file |

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

/// The table that `tree` holds of the file `text`; nothing if it is not the tree of that text.
pub fn read_tree<'s>(text: &'s str, tree: &'s [u8]) -> Option<Spanned<DeTable<'s>>> {
    let root = Tree { text, rest: tree, place: 0 }.value()?;
    let span = root.span();
    match root.into_inner() {
        DeValue::Table(table) => Some(Spanned::new(span, table)),
        _ => None,
    }
}

/// What is still to be read of a tree.
struct Tree<'s> {
    text: &'s str,
    rest: &'s [u8],
    place: usize,
}

impl<'s> Tree<'s> {
    fn value(&mut self) -> Option<Spanned<DeValue<'s>>> {
        let kind = self.number()?;
        let start = self.place()?;
        let span = start..start + self.number()?;
        let value = match kind {
            0 => DeValue::String(self.string()?),
            1 => DeValue::Boolean(false),
            2 => DeValue::Boolean(true),
            3 => DeValue::Array(self.list()?),
            4 => DeValue::Table(self.table()?),
            _ => DeValue::parse(self.text.get(span.clone())?).ok()?.into_inner(),
        };
        Some(Spanned::new(span, value))
    }

    fn table(&mut self) -> Option<DeTable<'s>> {
        let count = self.number()?;
        let mut table = DeTable::with_capacity(count);
        for _ in 0..count {
            let start = self.place()?;
            let span = start..start + self.number()?;
            let key = Spanned::new(span, self.string()?);
            table.insert(key, self.value()?);
        }
        Some(table)
    }

    fn list(&mut self) -> Option<DeArray<'s>> {
        let mut list = DeArray::new();
        for _ in 0..self.number()? {
            list.push(self.value()?);
        }
        Some(list)
    }

    fn string(&mut self) -> Option<Cow<'s, str>> {
        let number = self.number()?;
        let length = number / 2;
        if number % 2 == 0 {
            let start = self.place()?;
            return Some(Cow::Borrowed(self.text.get(start..start + length)?));
        }
        let (bytes, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        std::str::from_utf8(bytes).ok().map(Cow::Borrowed)
    }

    fn place(&mut self) -> Option<usize> {
        let number = self.number()?;
        let distance = number / 2;
        self.place =
            if number % 2 == 0 { self.place.checked_add(distance)? } else { self.place.checked_sub(distance)? };
        Some(self.place)
    }

    fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..usize::BITS).step_by(7) {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= usize::from(byte & 0x7f) << shift;
            if *byte < 0x80 {
                return Some(number);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a = "b"`, as `src/build.rs` writes it.
    const TREE: [u8; 13] = [4, 0, 0, 1, 0, 1, 2, 0, 0, 8, 3, 2, 2];

    #[test]
    fn a_tree_is_the_table_of_its_text() {
        let text = "a = \"b\"";
        let read = read_tree(text, &TREE).unwrap();
        assert_eq!(format!("{read:?}"), format!("{:?}", DeTable::parse(text).unwrap()));
    }

    #[test]
    fn a_tree_that_is_cut_short_or_of_another_text_is_none() {
        assert!((0..TREE.len()).all(|end| read_tree("a = \"b\"", &TREE[..end]).is_none()));
        assert!(read_tree("a", &TREE).is_none());
    }
}
