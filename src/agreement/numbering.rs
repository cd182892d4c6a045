//! Numbers that jump, stand twice or stand under another section.

use std::collections::HashMap;

use super::items::Letters;
use super::outline::Numbered;
use super::{Agreement, Fault, Number, Part};

/// The last number below each number of one count.
type Last<'a> = HashMap<(usize, Option<Number>), &'a Numbered>;

impl Agreement {
    /// What is wrong with the numbers and letters of `part`, in order.
    pub fn misnumbered(&self, part: &Part) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut last = Last::new();
        for one in self.outline.numbered.iter().filter(|one| one.end > 0) {
            let says = self.misplaced(one).or_else(|| wrong(one, &last));
            if let Some(says) = says.filter(|_| part.0.contains(&one.passage)) {
                faults.push(Fault::new(self.span(one.passage, 0..self.label(one).len()), says));
            }
            last.insert((one.count, one.number.parent()), one);
        }
        faults.extend(self.mislettered(part));
        faults.sort_by_key(|fault| fault.span.start);
        faults
    }

    /// What is wrong with the number of a paragraph that stands under a section of another number.
    fn misplaced(&self, one: &Numbered) -> Option<String> {
        let section = self.outline.section_of(one.passage)?;
        let above = section.number.as_ref().filter(|above| above.0.len() < one.number.0.len())?;
        let is_paragraph = section.passages.start < one.passage && section.count == one.count;
        (is_paragraph && !one.number.is_within(above)).then(|| format!("{} stands under section {above}.", one.number))
    }

    fn mislettered(&self, part: &Part) -> Vec<Fault> {
        let mut letters = Letters::default();
        let mut numbered = self.outline.numbered.iter().map(|one| one.passage).peekable();
        let mut faults = Vec::new();
        for (at, passage) in self.passages.iter().enumerate() {
            let mut begins = self.outline.section_of(at).is_some_and(|section| section.passages.start == at);
            while numbered.next_if(|known| *known <= at).is_some() {
                begins = true;
            }
            if let Some((range, says)) = letters.next(passage, begins).filter(|_| part.0.contains(&at)) {
                faults.push(Fault::new(self.span(at, range), says));
            }
        }
        faults
    }

    /// The number as it is printed, with the word before it.
    fn label(&self, one: &Numbered) -> &str {
        self.passages[one.passage].text[..one.end].trim_end_matches(|c: char| !c.is_alphanumeric())
    }
}

/// What is wrong with a number after those before it.
fn wrong(one: &Numbered, last: &Last<'_>) -> Option<String> {
    let number = &one.number;
    let own = number.0.last()?;
    match last.get(&(one.count, number.parent())) {
        Some(before) if before.number == *number => Some(format!("{number} stands twice.")),
        Some(before) => {
            let next = before.number.0.last()? + 1;
            let expected = Number([number.parent().map(|above| above.0).unwrap_or_default(), vec![next]].concat());
            (*own != next).then(|| format!("{number} follows {}; {expected} would be next.", before.number))
        }
        None => {
            (*own > 1 && number.parent().is_some()).then(|| format!("{number} is the first number in its section."))
        }
    }
}
