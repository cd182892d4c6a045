//! The sections of an agreement and the numbers in it.

use std::ops::Range;

use super::Number;
use super::number::Label;
use super::passage::{Kind, Passage};

/// A part of the text under one heading.
#[derive(Clone, Debug)]
pub(super) struct Section {
    /// Its title, without its number.
    pub title: String,
    /// Its number, if it has one.
    pub number: Option<Number>,
    /// Its name as an attachment, such as "schedule B".
    pub(super) attachment: Option<String>,
    /// The anchor of its heading.
    pub(super) anchor: Option<String>,
    /// In which count of numbers it stands.
    pub(super) count: usize,
    /// How deep its heading stands: 1 to 6 as in Markdown, more for headings that are no headings of Markdown.
    level: usize,
    /// The passages of its heading and its own text, up to the next heading.
    pub(super) passages: Range<usize>,
    /// The passages of its heading, its text and the sections in it.
    pub(super) branch: Range<usize>,
}

impl Section {
    /// How people find it: "section 7 (Safeguards)".
    pub fn name(&self) -> String {
        match (&self.number, self.title.as_str()) {
            (Some(number), "") => format!("section {number}"),
            (Some(number), title) => format!("section {number} ({title})"),
            (None, title) => format!("the part \"{title}\""),
        }
    }
}

/// A number that stands in the text, before a heading, a paragraph or an item.
#[derive(Clone, Debug)]
pub(super) struct Numbered {
    /// The number.
    pub number: Number,
    /// The passage that begins with it.
    pub passage: usize,
    /// Where in the passage it ends; 0 where Markdown counts the items and no number can be wrong.
    pub end: usize,
    /// In which count of numbers it stands: each attachment, and each part without a number, begins a new one.
    pub count: usize,
}

/// The sections and the numbers of a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Outline {
    pub sections: Vec<Section>,
    pub numbered: Vec<Numbered>,
}

/// The longest heading that is no heading of Markdown, in words.
const MAX_WORDS: usize = 8;

impl Outline {
    /// The outline of `passages`; headings have their anchors in `anchors`.
    pub fn new(passages: &[Passage], anchors: &[Option<String>]) -> Self {
        let mut outline = Self::default();
        let mut counts = Counts::default();
        let mut open = Vec::new();
        for (at, passage) in passages.iter().enumerate() {
            let label = Label::of_heading(&passage.text);
            match heading_level(passage, label.as_ref()) {
                Some(level) => {
                    outline.close(&mut open, level, at);
                    open.push(outline.sections.len());
                    counts.heading(level, label.as_ref().map(|(label, _)| label));
                    outline.open(level, at, passage, label, anchors[at].clone(), counts.now);
                    outline.number_heading(at, passage);
                }
                None => outline.number_paragraph(at, passage, counts.now),
            }
        }
        outline.close(&mut open, 0, passages.len());
        outline
    }

    fn open(
        &mut self,
        level: usize,
        at: usize,
        passage: &Passage,
        label: Option<(Label, usize)>,
        anchor: Option<String>,
        count: usize,
    ) {
        let (number, attachment, from) = match label {
            Some((Label::Number(number), from)) => (Some(number), None, from),
            Some((Label::Attachment(name), from)) => (None, Some(name), from),
            None => (None, None, 0),
        };
        let number = number.or_else(|| (!passage.ordinals.is_empty()).then(|| Number(passage.ordinals.clone())));
        let title = if attachment.is_some() { &passage.text } else { &passage.text[from..] };
        let title = title.trim_end_matches(['.', ':']).to_owned();
        let end = at + 1;
        self.sections.push(Section {
            title,
            number,
            attachment,
            anchor,
            count,
            level,
            passages: at..end,
            branch: at..end,
        });
    }

    /// Ends the text of the last section, and those of the `open` sections that are not above `level`.
    fn close(&mut self, open: &mut Vec<usize>, level: usize, at: usize) {
        if let Some(last) = self.sections.last_mut() {
            last.passages.end = at;
        }
        while let Some(section) = open.pop_if(|one| self.sections[*one].level >= level) {
            self.sections[section].branch.end = at;
        }
    }

    fn number_heading(&mut self, at: usize, passage: &Passage) {
        let Some(Section { number: Some(number), count, .. }) = self.sections.last() else { return };
        let printed = passage.ordinals.is_empty();
        let end = if printed { Label::of_heading(&passage.text).map_or(0, |(_, end)| end) } else { 0 };
        self.numbered.push(Numbered { number: number.clone(), passage: at, end, count: *count });
    }

    fn number_paragraph(&mut self, at: usize, passage: &Passage, count: usize) {
        if passage.kind != Kind::Paragraph {
            return;
        }
        let in_bold = || match Label::of_heading(&passage.text)? {
            (Label::Number(number), end) if passage.strong.first().is_some_and(|strong| strong.start == 0) => {
                Some((number, end))
            }
            _ => None,
        };
        if let Some((number, end)) = Label::of_paragraph(&passage.text).or_else(in_bold) {
            self.numbered.push(Numbered { number, passage: at, end, count });
        } else if !passage.ordinals.is_empty() {
            let own = Number(passage.ordinals.clone());
            let above = self.sections.last().and_then(|section| section.number.as_ref());
            // An item of a list under section 4 is item 2, and it is 4.2.
            let below =
                above.filter(|above| !own.is_within(above)).map(|above| Number([&above.0[..], &own.0].concat()));
            self.numbered.extend([Some(own), below].into_iter().flatten().map(|number| Numbered {
                number,
                passage: at,
                end: 0,
                count,
            }));
        }
    }

    /// The section in whose own text the passage `at` stands.
    pub fn section_of(&self, at: usize) -> Option<&Section> {
        let after = self.sections.partition_point(|section| section.passages.start <= at);
        self.sections[..after].last()
    }
}

/// Which count of numbers goes on.
#[derive(Default)]
struct Counts {
    now: usize,
    /// The level of the numbered headings of this count.
    numbered: Option<usize>,
}

impl Counts {
    fn heading(&mut self, level: usize, label: Option<&Label>) {
        match label {
            Some(Label::Number(_)) => {
                let level = self.numbered.map_or(level, |known| known.min(level));
                self.numbered = Some(level);
            }
            Some(Label::Attachment(_)) => *self = Self { now: self.now + 1, numbered: None },
            None if self.numbered.is_some_and(|known| level <= known) => {
                *self = Self { now: self.now + 1, numbered: None }
            }
            None => {}
        }
    }
}

/// The level of a passage that is a heading: one of Markdown, a line in bold, or a number with a few words.
fn heading_level(passage: &Passage, label: Option<&(Label, usize)>) -> Option<usize> {
    const LAST: usize = 6;
    if let Kind::Heading(level) = passage.kind {
        return Some(usize::from(level));
    }
    if passage.kind != Kind::Paragraph {
        return None;
    }
    let depth = match label {
        Some((Label::Number(number), _)) => Some(number.0.len()),
        Some((Label::Attachment(_), _)) => Some(0),
        None => (!passage.ordinals.is_empty()).then_some(passage.ordinals.len()),
    };
    let title = &passage.text[label.map_or(0, |(_, from)| *from)..];
    let brief = title.split(' ').count() <= MAX_WORDS && !title.ends_with([',', ';']);
    let says = title.split(' ').any(|word| matches!(word, "must" | "shall" | "will" | "may" | "is" | "are" | "means"));
    let begins = title.starts_with(char::is_uppercase) || (title.is_empty() && passage.is_strong());
    let stops = title.trim_end_matches('.').contains(['.', '\u{201d}', '"']) || title.contains(": ");
    match depth {
        _ if !brief || says || !begins || stops => None,
        Some(depth) if passage.is_strong() || !title.ends_with('.') || depth == 2 => Some(LAST + depth),
        None if passage.is_strong() => Some(LAST + 1),
        _ => None,
    }
}
