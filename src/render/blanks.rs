//! Commented lines for the facts that due findings miss, each where it would stand, as a new record has them.

use std::collections::{BTreeMap, BTreeSet};

use crate::assessment::{Assessment, Finding, Origin, Status};
use crate::record::{FieldId, FieldType, Fields};
use crate::source::{Edit, Fix, Outline, Span};

use super::new_record::{Answers, HOW_TO_ADD, Writer};

/// The lines to add to a record.
#[derive(Clone, Debug)]
pub struct Blanks {
    /// The edits that add them; `None` where there is nothing to add.
    pub fix: Option<Fix>,
    /// How many facts they are for.
    pub facts: usize,
    /// The paths of the facts for which no line can be added, since their table is written in braces.
    pub in_braces: BTreeSet<String>,
    /// How many more facts are missing, for which another run can add lines.
    pub left: usize,
}

/// For so many facts lines are added at once. Where more are missing, nobody can fill them in by hand.
const MOST_FACTS: usize = 5000;

/// The lines for the facts that `findings` of `assessment` miss, where no comment holds them yet. The data of the record stay as
/// they are.
pub fn blanks<'f>(
    assessment: &Assessment<'_>,
    fields: &Fields,
    findings: impl IntoIterator<Item = &'f Finding<'f>>,
) -> Blanks {
    let source = &assessment.record.source;
    let outline = Outline::of(source.text());
    let mut adder = Adder {
        fields,
        text: source.text(),
        outline,
        lines: BTreeMap::new(),
        at_end: BTreeMap::new(),
        facts: 0,
        in_braces: BTreeSet::new(),
        left: 0,
    };
    for (field, entry) in missing(fields, findings) {
        adder.add(field, entry);
    }
    adder.finish()
}

/// The facts that are not stated where a finding is, in the order of the fields; each column with the place of its
/// entry. A column of a list that the record does not have stands for the list.
fn missing<'f>(
    fields: &Fields,
    findings: impl IntoIterator<Item = &'f Finding<'f>>,
) -> BTreeSet<(FieldId, Option<usize>)> {
    let mut missing = BTreeSet::new();
    let open = findings.into_iter().filter(|finding| finding.status == Status::NotStated);
    for seen in open.flat_map(|finding| &finding.observations).filter(|seen| !seen.guard) {
        let against = seen.against.as_ref().map(|against| (against.field, &against.origin));
        for (field, origin) in std::iter::once((seen.field, &seen.origin)).chain(against) {
            let Origin::Missing(Span { start, .. }) = origin else { continue };
            let place = match (fields.list_of(field), seen.entry) {
                _ if fields.get(field).kind == FieldType::Section => continue,
                (Some(list), None) => (list, None),
                (Some(_), Some(_)) => (field, Some(*start)),
                (None, _) => (field, None),
            };
            missing.insert(place);
        }
    }
    missing
}

struct Adder<'a> {
    fields: &'a Fields,
    text: &'a str,
    outline: Outline,
    /// What comes in at each place.
    lines: BTreeMap<usize, String>,
    /// What comes at the end: by section, its lines; by list, its entry.
    at_end: BTreeMap<FieldId, String>,
    facts: usize,
    in_braces: BTreeSet<String>,
    left: usize,
}

impl Adder<'_> {
    fn add(&mut self, field: FieldId, entry: Option<usize>) {
        let path = self.fields.get(field).path.clone();
        let extent = match entry {
            None => 0..usize::MAX,
            Some(start) => match self.outline.entry(start) {
                Some((_, extent)) => extent,
                None => {
                    self.in_braces.insert(path);
                    return;
                }
            },
        };
        if self.outline.has_comment(&path, &extent) {
            return;
        }
        if self.facts >= MOST_FACTS {
            self.left += 1;
            return;
        }
        let added = match entry {
            Some(_) => self.add_column(field, &extent),
            None => self.add_field(field),
        };
        if added {
            self.facts += 1;
        } else {
            self.in_braces.insert(path);
        }
    }

    /// A column, below the heading of its entry or of its section inside the entry.
    fn add_column(&mut self, column: FieldId, extent: &Span) -> bool {
        let field = self.fields.get(column);
        let parent = self.fields.parent(column).map_or("", |parent| self.fields.get(parent).path.as_str());
        let own = self.outline.block(parent, extent);
        let first = self.outline.entry(extent.start);
        let (end, key) = match (own, first) {
            (Some(own), _) => (own.end, field.key()),
            (None, Some((first, _))) => (first.end, self.fields.key_in_entry(column)),
            (None, None) => return false,
        };
        let written = self.written(|writer| writer.commented_line(field, key));
        self.lines.entry(self.after_comments(end)).or_default().push_str(&written);
        true
    }

    fn add_field(&mut self, id: FieldId) -> bool {
        let field = self.fields.get(id);
        let section = self.fields.parent(id);
        let path = section.map_or("", |section| self.fields.get(section).path.as_str());
        let ways = std::iter::successors(Some(path), |path| path.rsplit_once('.').map(|(above, _)| above));
        if ways.into_iter().any(|way| self.outline.inline.contains(way)) {
            return false;
        }
        if field.kind == FieldType::Tables {
            let written = self.list(id, path);
            self.at_end.insert(id, written);
            return true;
        }
        let place = match (section, self.outline.block(path, &(0..usize::MAX))) {
            (None, _) => self.outline.blocks.first().map(|top| (top.end, field.key().to_owned())),
            (Some(_), Some(block)) => Some((block.end, field.key().to_owned())),
            (Some(_), None) => self.dotted(path).map(|(end, way)| (end, format!("{way}.{}", field.key()))),
        };
        match (place, section) {
            (Some((end, key)), _) => {
                let written = self.written(|writer| writer.commented_line(field, &key));
                self.lines.entry(self.after_comments(end)).or_default().push_str(&written);
            }
            (None, Some(section)) => {
                let heading = self.written(|writer| {
                    let table = writer.fields.get(section);
                    writer.blank();
                    writer.blank();
                    writer.comment("# ", &format!("{}. {}", table.label(), table.help));
                    writer.text.push_str(&format!("# [{}]\n", table.path));
                });
                let written = self.written(|writer| writer.commented_line(field, field.key()));
                self.at_end.entry(section).or_insert(heading).push_str(&written);
            }
            (None, None) => return false,
        }
        true
    }

    /// Where a line can be put in below the dotted keys that state the table `path`, and how its key begins there.
    fn dotted(&self, path: &str) -> Option<(usize, String)> {
        self.outline.blocks.iter().find_map(|block| {
            let way = if block.path.is_empty() { path } else { path.strip_prefix(&block.path)?.strip_prefix('.')? };
            block.dotted.get(way).map(|end| (*end, way.to_owned()))
        })
    }

    fn list(&self, id: FieldId, section: &str) -> String {
        let field = self.fields.get(id);
        let place =
            if section.is_empty() { "above the first heading".to_owned() } else { format!("under [{section}]") };
        let none = format!("If there is none, write {} = [] {place}.", field.key());
        self.written(|writer| {
            writer.blank();
            writer.blank();
            writer.comment("# ", &format!("{} {}. {HOW_TO_ADD} {none}", field.question, field.label()));
            writer.commented_entry(id);
        })
    }

    fn written(&self, write: impl FnOnce(&mut Writer<'_>)) -> String {
        let mut writer = Writer { fields: self.fields, answers: &Answers::default(), text: String::new() };
        write(&mut writer);
        writer.text
    }

    /// The end of the comments that follow the line before `place` at once, unless they belong to a heading.
    fn after_comments(&self, place: usize) -> usize {
        let mut end = place;
        for line in self.text[place..].split_inclusive('\n') {
            match line.trim_start() {
                rest if rest.starts_with("# [") || rest.starts_with('[') => return place,
                rest if rest.starts_with('#') => end += line.len(),
                _ => break,
            }
        }
        end
    }

    fn finish(mut self) -> Blanks {
        let at_end: String = std::mem::take(&mut self.at_end).into_values().collect();
        if !at_end.is_empty() {
            self.lines.entry(self.text.len()).or_default().push_str(&at_end);
        }
        let line_ending = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        let edits: Vec<Edit> = self.lines.iter().map(|(at, lines)| self.edit(*at, lines, line_ending)).collect();
        let title = match self.facts {
            1 => "Add commented lines for a fact that is not stated".to_owned(),
            facts => format!("Add commented lines for {facts} facts that are not stated"),
        };
        let fix = (!edits.is_empty()).then_some(Fix { title, edits });
        Blanks { fix, facts: self.facts, in_braces: self.in_braces, left: self.left }
    }

    /// Puts `lines` in at `at`, with the line endings of the text, and none at its end where it has none there.
    fn edit(&self, at: usize, lines: &str, line_ending: &str) -> Edit {
        let ends_open = !self.text.is_empty() && !self.text[..at].ends_with('\n');
        let follows = &self.text[at..];
        let lines = match (ends_open, follows.starts_with(['\n', '\r']) || follows.is_empty()) {
            (true, _) => format!("\n{}", lines.trim_end_matches('\n')),
            (false, true) => lines.to_owned(),
            (false, false) => format!("{lines}\n"),
        };
        Edit { span: at..at, replacement: lines.replace('\n', line_ending) }
    }
}
