//! The pages that people read, and what stands in them.

use std::fs;

use super::repository;

/// The README of the repository.
pub fn readme() -> String {
    fs::read_to_string(repository().join("README.md")).unwrap()
}

/// The fenced blocks of `text`: the word after the fence, what stands before the block, and the block.
pub fn blocks(text: &str) -> Vec<(&str, &str, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find("\n```").map(|open| at + open) {
        let (kind, rest) = text[open + 4..].split_once('\n').unwrap();
        let start = text.len() - rest.len();
        let end = start + rest.find("\n```").unwrap() + 1;
        found.push((kind, &text[..open], &text[start..end]));
        at = end + 3;
    }
    found
}
