//! References that lead nowhere, or to a section of another name.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use super::blank::enclosed;
use super::number::Label;
use super::reference_find::{Reference, Target, references};
use super::{Agreement, Fault, Kind, Mark, Number, Part};

/// What references can lead to.
struct Targets<'a> {
    numbers: HashSet<&'a Number>,
    /// How many components the numbers have.
    depths: BTreeSet<usize>,
    /// The letters under each number that has lettered items.
    items: HashMap<&'a Number, HashSet<&'a str>>,
    attachments: HashSet<&'a str>,
    titles: HashMap<String, &'a Number>,
}

impl Agreement {
    /// The references in `part` that lead nowhere in the whole text, in order; an attachment that is missing, once.
    pub fn dangling(&self, part: &Part) -> Vec<Fault> {
        let targets = self.targets();
        let mut missing = HashSet::new();
        let mut faults = Vec::new();
        for (at, passage) in self.passages(part) {
            let text = &passage.text;
            let label = self.label_end(at);
            for reference in references(text).into_iter().filter(|one| one.range.start >= label) {
                let Some(says) = targets.wrong(&reference, text) else { continue };
                faults.push(Fault { span: self.span(at, reference.range), says });
                if let Target::Attachment(name) = reference.target
                    && !missing.insert(name)
                {
                    faults.pop();
                }
            }
            faults.extend(unresolved(text).map(|(range, says)| Fault { span: self.span(at, range), says }));
        }
        faults.sort_by_key(|fault| fault.span.start);
        faults
    }

    /// Where the label of a heading ends, which is no reference.
    fn label_end(&self, at: usize) -> usize {
        let attached = self.outline.section_of(at).filter(|one| one.passages.start == at && one.attachment.is_some());
        let heading = matches!(self.passages[at].kind, Kind::Heading(_)) || attached.is_some();
        if !heading {
            return 0;
        }
        Label::of_heading(&self.passages[at].text).map_or(0, |(_, end)| end)
    }

    fn targets(&self) -> Targets<'_> {
        let numbered = &self.outline.numbered;
        let sections = &self.outline.sections;
        let titled = sections.iter().filter_map(|one| Some((one.title.to_lowercase(), one.number.as_ref()?)));
        Targets {
            numbers: numbered.iter().map(|one| &one.number).collect(),
            depths: numbered.iter().map(|one| one.number.0.len()).collect(),
            items: self.items(),
            attachments: sections.iter().filter_map(|one| one.attachment.as_deref()).collect(),
            titles: titled.collect(),
        }
    }
}

impl Targets<'_> {
    /// What is wrong with `reference`, if anything is.
    fn wrong(&self, reference: &Reference, text: &str) -> Option<String> {
        let printed = &text[reference.range.clone()];
        match &reference.target {
            Target::Attachment(name) => {
                (!self.attachments.contains(name.as_str())).then(|| format!("\"{printed}\" is not in this file."))
            }
            // A text that counts nothing in this way may be an extract, or refer to another one.
            Target::Number(number, _) if !self.depths.contains(&number.0.len()) => None,
            Target::Number(number, item) => {
                if !self.numbers.contains(number) {
                    return Some(format!("\"{printed}\" leads nowhere: this file has no section {number}."));
                }
                if let (Some(item), Some(known)) = (item, self.items.get(number))
                    && !known.contains(item.as_str())
                {
                    return Some(format!("\"{printed}\" leads nowhere: section {number} has no item ({item})."));
                }
                let title = &text[reference.title.clone()?];
                let named = self.titles.get(&title.to_lowercase()).filter(|named| **named != number)?;
                Some(format!("\"{printed} ({title})\" does not fit: \"{title}\" is section {named}."))
            }
        }
    }
}

/// The marks of references that a draft could not resolve, each with what is wrong.
fn unresolved(text: &str) -> impl Iterator<Item = (Range<usize>, String)> + '_ {
    enclosed(text, '[', ']').filter_map(|range| {
        let inside = &text[range.start + 1..range.end - 1];
        let (_, clause) = inside.split_once(": ").filter(|_| Mark::of(inside) == Some(Mark::Reference))?;
        Some((range, format!("The draft refers to {clause}.")))
    })
}
