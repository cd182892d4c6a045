//! Corrections that were made one after another, as changes of the text that stood there first.

use super::{Fix, Span};

/// One part of the first text that is another in the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its bytes in the first text; empty where something was put in.
    pub span: Span,
    /// What stands there in the last text.
    pub replacement: String,
    /// The titles of the corrections that made it, in their order.
    pub why: Vec<String>,
}

/// All changes, in the order of the text. They do not overlap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes(Vec<Change>);

/// What touches a part of a text: an edit with its replacement, or an earlier change by which the text after it moved.
struct Touch {
    span: Span,
    replacement: Option<String>,
    moved: isize,
    why: Vec<String>,
}

impl Changes {
    /// The changes in order.
    pub fn iter(&self) -> impl Iterator<Item = &Change> {
        self.0.iter()
    }

    /// Adds the corrections `fixes`, which are made together in `text`, the text after the changes so far.
    pub fn add(&mut self, text: &str, fixes: &[Fix]) {
        let edits = fixes.iter().flat_map(|fix| fix.edits.iter().map(move |edit| (fix, edit)));
        let mut touches: Vec<Touch> = edits
            .map(|(fix, edit)| Touch {
                span: edit.span.clone(),
                replacement: Some(edit.replacement.clone()),
                moved: 0,
                why: vec![fix.title.clone()],
            })
            .collect();
        touches.extend(self.take());
        touches.sort_by_key(|touch| (touch.span.start, touch.span.end));
        let (mut open, mut shift): (Vec<Touch>, isize) = (Vec::new(), 0);
        let mut end = 0;
        for touch in touches {
            if touch.span.start >= end {
                shift += self.close(text, std::mem::take(&mut open), shift);
                end = touch.span.start;
            }
            end = end.max(touch.span.end);
            open.push(touch);
        }
        self.close(text, open, shift);
    }

    /// The changes so far as they stand in the text after them.
    fn take(&mut self) -> Vec<Touch> {
        let mut shift = 0;
        let touch = |change: Change| {
            let start = change.span.start.wrapping_add_signed(shift);
            let moved = change.replacement.len() as isize - change.span.len() as isize;
            shift += moved;
            Touch { span: start..start + change.replacement.len(), replacement: None, moved, why: change.why }
        };
        std::mem::take(&mut self.0).into_iter().map(touch).collect()
    }

    /// Makes one change of what overlaps, in a part of `text` before which it moved by `shift`; gives by how much it moved
    /// there.
    fn close(&mut self, text: &str, touches: Vec<Touch>, shift: isize) -> isize {
        let Some(start) = touches.first().map(|touch| touch.span.start) else { return 0 };
        let end = touches.iter().map(|touch| touch.span.end).max().unwrap_or(start);
        let moved: isize = touches.iter().map(|touch| touch.moved).sum();
        let span = start.wrapping_add_signed(-shift)..end.wrapping_add_signed(-shift - moved);
        let (mut replacement, mut copied) = (String::new(), start);
        for touch in &touches {
            if let Some(new) = &touch.replacement {
                replacement.push_str(&text[copied..touch.span.start]);
                replacement.push_str(new);
                copied = touch.span.end;
            }
        }
        replacement.push_str(&text[copied..end]);
        // An earlier correction comes first, wherever it begins.
        let (made, new): (Vec<Touch>, Vec<Touch>) = touches.into_iter().partition(|touch| touch.replacement.is_none());
        let mut why: Vec<String> = made.into_iter().chain(new).flat_map(|touch| touch.why).collect();
        why.dedup();
        self.0.push(Change { span, replacement, why });
        moved
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Edit, Patch};
    use super::*;

    /// `text` after `rounds` of edits, each a start, an end and what comes there, and the changes that they make.
    fn made(text: &str, rounds: &[Vec<(usize, usize, &str)>]) -> (String, Changes) {
        let (mut now, mut changes) = (text.to_owned(), Changes::default());
        for (number, edits) in rounds.iter().enumerate() {
            let fix = |(start, end, new): &(usize, usize, &str)| Fix::new(number.to_string(), *start..*end, *new);
            let fixes: Vec<Fix> = edits.iter().map(fix).collect();
            let Some(patch) = Patch::new(&fixes) else { continue };
            changes.add(&now, &fixes);
            now = patch.apply(&now);
        }
        (now, changes)
    }

    fn replay(text: &str, changes: &Changes) -> Option<String> {
        let edits =
            changes.iter().map(|change| Edit { span: change.span.clone(), replacement: change.replacement.clone() });
        let fix = Fix { title: String::new(), edits: edits.collect() };
        Some(Patch::new([&fix])?.apply(text))
    }

    #[test]
    fn later_corrections_are_told_by_the_places_of_the_first_text() {
        let (now, changes) = made("titel = yes # x", &[vec![(0, 5, "the-title")], vec![(12, 15, "true")]]);
        assert_eq!(now, "the-title = true # x");
        let told: Vec<_> =
            changes.iter().map(|one| (one.span.clone(), one.replacement.as_str(), &one.why[..])).collect();
        let why = ["0".to_owned(), "1".to_owned()];
        assert_eq!(told, [(0..5, "the-title", &why[..1]), (8..11, "true", &why[1..])]);

        let (now, changes) = made("a = bcd", &[vec![(4, 7, "xyz0")], vec![(2, 6, ":"), (8, 8, "!")]]);
        assert_eq!(now, "a :z0!");
        let told: Vec<_> =
            changes.iter().map(|one| (one.span.clone(), one.replacement.as_str(), &one.why[..])).collect();
        assert_eq!(told, [(2..7, ":z0", &why[..]), (7..7, "!", &why[1..])]);
    }

    proptest! {
        #[test]
        fn the_changes_make_the_last_text_of_the_first(
            rounds in prop::collection::vec(prop::collection::vec((0..12_usize, 0..5_usize, "[a-c]{0,4}"), 0..4), 0..5)
        ) {
            let mut length = 12;
            let mut kept: Vec<Vec<(usize, usize, &str)>> = Vec::new();
            for edits in &rounds {
                let edits: Vec<_> = edits
                    .iter()
                    .map(|(start, more, new)| ((*start).min(length), (start + more).min(length), new.as_str()))
                    .collect();
                let fixes: Vec<Fix> = edits.iter().map(|(start, end, new)| Fix::new("", *start..*end, *new)).collect();
                if Patch::new(&fixes).is_some() {
                    length = edits.iter().fold(length, |length, (start, end, new)| length + new.len() - (end - start));
                    kept.push(edits);
                }
            }
            let (now, changes) = made("0123456789ab", &kept);
            prop_assert_eq!(replay("0123456789ab", &changes), Some(now));
        }
    }
}
