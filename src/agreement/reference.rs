//! References that lead nowhere, or to a section of another name.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use super::blank::enclosed;
use super::number::Label;
use super::reference_find::{Reference, Target, references};
use super::words::{stem, words};
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
    /// The titles of the sections of each number.
    titled: HashMap<&'a Number, Vec<&'a str>>,
    /// The numbers of single paragraphs that hold no items.
    plain: HashSet<&'a Number>,
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
                faults.push(Fault::new(self.span(at, reference.range), says));
                if let Target::Attachment(name) = reference.target
                    && !missing.insert(name)
                {
                    faults.pop();
                }
            }
            faults.extend(unresolved(text).map(|(range, says)| Fault::new(self.span(at, range), says)));
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

    /// The numbers that stand once, before a paragraph that the next number follows at once and that has no parentheses
    /// around a letter: nothing in them can be an item.
    fn plain(&self) -> HashSet<&Number> {
        let numbered = &self.outline.numbered;
        let once = |number: &Number| numbered.iter().filter(|one| one.number == *number).count() == 1;
        let pairs = numbered.iter().zip(numbered.iter().skip(1));
        let short = pairs.filter(|(one, next)| {
            let inner = next.number.0.len() > one.number.0.len();
            let text = self.passages[one.passage].text.as_str();
            next.passage == one.passage + 1 && !inner && !text.contains(')') && one.number.0.len() > 1
        });
        short.map(|(one, _)| &one.number).filter(|number| once(number)).collect()
    }

    fn targets(&self) -> Targets<'_> {
        let numbered = &self.outline.numbered;
        let sections = &self.outline.sections;
        let titled = sections.iter().filter_map(|one| Some((one.title.to_lowercase(), one.number.as_ref()?)));
        let mut titled_by: HashMap<&Number, Vec<&str>> = HashMap::new();
        for one in sections {
            if let Some(number) = &one.number {
                titled_by.entry(number).or_default().push(&one.title);
            }
        }
        Targets {
            titled: titled_by,
            plain: self.plain(),
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
                let without = |item: &String| match self.items.get(number) {
                    Some(known) => !known.contains(item.as_str()),
                    None => self.plain.contains(number),
                };
                if let Some(item) = item.as_ref().filter(|item| without(item)) {
                    return Some(format!("\"{printed}\" leads nowhere: section {number} has no item ({item})."));
                }
                let title = &text[reference.title.clone()?];
                match self.titles.get(&title.to_lowercase()) {
                    Some(named) if *named == number => None,
                    Some(named) => {
                        Some(format!("\"{printed} ({title})\" does not fit: \"{title}\" is section {named}."))
                    }
                    None => {
                        let other = self.other_title(number, title)?;
                        Some(format!("\"{printed} ({title})\" does not fit: section {number} is \"{other}\"."))
                    }
                }
            }
        }
    }
}

impl Targets<'_> {
    /// The title of section `number`, if that is surely not what `title` says: both are words, and they share none.
    fn other_title(&self, number: &Number, title: &str) -> Option<&str> {
        let [own] = self.titled.get(number)?.as_slice() else { return None };
        let stems = |text: &str| words(text).map(|word| stem(&text[word])).collect::<HashSet<String>>();
        let is_name = title.chars().all(|c| c.is_alphabetic() || " ,-'\u{2019}".contains(c));
        let is_short_form = words(title).all(|word| title[word].chars().filter(|c| c.is_uppercase()).count() > 1);
        (is_name && !is_short_form && !own.is_empty() && stems(own).is_disjoint(&stems(title))).then_some(*own)
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
