//! A new record: every field with its question as a comment, and what was answered as live lines.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;

use crate::record::{Field, FieldId, FieldType, Fields};

use super::style::wrap;

/// Facts for a new record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// TOML literals by field, outside lists of tables.
    pub values: BTreeMap<FieldId, String>,
    /// The entries of each list of tables; none at all says that there are none.
    pub lists: BTreeMap<FieldId, Vec<AnswerEntry>>,
}

/// One entry of a list: TOML literals by column.
pub type AnswerEntry = BTreeMap<FieldId, String>;

/// The comment at the top of the file.
const HEAD: &str = "\
# A procurement record for the program diligence.
#
# A line such as # name = \"...\" holds an example, and a fact that this record
# does not state yet. To state it, delete the # and write your own value. What
# stays out counts as not stated, which is never the same as no.
#
# Text stands in quotes; dates look like 2026-03-01; yes is true and no is
# false. Several values stand in brackets: [\"one\", \"two\"]. [] says none.
#
# To see what is missing, run: diligence check
";

/// What the comment above a commented list says after the list's title.
pub(super) const HOW_TO_ADD: &str = "For each entry, delete the # before the heading and before the lines that you fill in; copy the block for the next.";

/// What is said before the lines for empty lists at the top of the file.
const LISTS_AT_THE_END: &str =
    "The lists first, for the case that they are empty. Their entries stand at the end of this file.";

/// The text of a new record. `order` names the fields at its top in the order in which they are to stand.
pub fn new_record(fields: &Fields, order: &[FieldId], answers: &Answers) -> String {
    let mut writer = Writer { fields, answers, text: HEAD.to_owned() };
    if order.iter().any(|id| fields.get(*id).kind == FieldType::Tables) {
        writer.blank();
        writer.comment("# ", LISTS_AT_THE_END);
    }
    writer.table(order);
    writer.text
}

/// Writes the lines of a record.
pub(super) struct Writer<'a> {
    pub(super) fields: &'a Fields,
    pub(super) answers: &'a Answers,
    pub(super) text: String,
}

impl Writer<'_> {
    /// The lines of one table, then the tables inside it.
    fn table(&mut self, ids: &[FieldId]) {
        for id in ids {
            let field = self.fields.get(*id);
            match (&field.kind, self.answers.values.get(id), self.answers.lists.get(id)) {
                (FieldType::Section, ..) => {}
                (FieldType::Tables, _, None) => self.own_line(field, "# ", "[]"),
                (FieldType::Tables, _, Some(entries)) if entries.is_empty() => self.own_line(field, "", "[]"),
                (FieldType::Tables, _, Some(_)) => {}
                (_, Some(literal), _) => self.own_line(field, "", literal),
                (_, None, _) => self.own_line(field, "# ", &field.example),
            }
        }
        for id in ids {
            match self.fields.get(*id).kind {
                FieldType::Section => self.section(*id),
                FieldType::Tables => self.list(*id),
                _ => {}
            }
        }
    }

    fn section(&mut self, id: FieldId) {
        let field = self.fields.get(id);
        self.blank();
        self.blank();
        self.comment("# ", &format!("{}. {}", field.label(), field.help));
        let _ = writeln!(self.text, "[{}]", field.path);
        self.table(self.fields.children(Some(id)));
    }

    /// The entries of a list, and a commented entry to copy.
    fn list(&mut self, id: FieldId) {
        let field = self.fields.get(id);
        for entry in self.answers.lists.get(&id).into_iter().flatten() {
            self.entry(id, entry);
        }
        self.blank();
        self.comment("# ", &format!("{}. {HOW_TO_ADD}", field.label()));
        self.commented_entry(id);
    }

    /// A commented entry of a list, and one of each list inside it.
    pub(super) fn commented_entry(&mut self, list: FieldId) {
        let _ = writeln!(self.text, "# [[{}]]", self.fields.get(list).path);
        let mut inner = Vec::new();
        self.columns(list, &mut inner);
        for list in inner {
            self.blank();
            self.commented_entry(list);
        }
    }

    fn entry(&mut self, list: FieldId, entry: &AnswerEntry) {
        self.blank();
        let _ = writeln!(self.text, "[[{}]]", self.fields.get(list).path);
        for (column, literal) in entry {
            self.line("", self.fields.key_in_entry(*column), literal);
        }
    }

    /// The columns under `parent`, as comments; lists among them are added to `inner`. Inner sections are written with
    /// dots, so that one heading is enough.
    fn columns(&mut self, parent: FieldId, inner: &mut Vec<FieldId>) {
        for id in self.fields.children(Some(parent)) {
            let field = self.fields.get(*id);
            match field.kind {
                FieldType::Section => self.columns(*id, inner),
                FieldType::Tables => {
                    self.about(field);
                    self.line("#   ", self.fields.key_in_entry(*id), "[]");
                    inner.push(*id);
                }
                _ => {
                    self.about(field);
                    self.line("#   ", self.fields.key_in_entry(*id), &field.example);
                }
            }
        }
    }

    /// The line of a field outside lists, after what there is to know of it.
    fn own_line(&mut self, field: &Field, prefix: &str, literal: &str) {
        self.about(field);
        self.line(prefix, field.key(), literal);
    }

    /// The example of a field as a comment under the key `key`, after what there is to know of the field.
    pub(super) fn commented_line(&mut self, field: &Field, key: &str) {
        self.about(field);
        self.line("# ", key, &field.example);
    }

    /// What to know of a field before its line.
    fn about(&mut self, field: &Field) {
        self.blank();
        self.comment("# ", &field.question);
        self.comment("# ", &field.help);
        if field.required {
            self.comment("# ", "Every entry needs it.");
        }
        if let Some(unit) = &field.unit {
            self.comment("# ", &format!("The number is in {unit}."));
        }
        for (word, meaning) in field.kind.choices() {
            self.comment("#   ", &format!("{word}: {meaning}"));
        }
        if let Some(default) = &field.default {
            self.comment("# ", &format!("If it is left out, {} is taken. {}", default.value, default.note));
        }
    }

    /// `key = literal`; with a prefix, as a comment. A literal can have several lines.
    fn line(&mut self, prefix: &str, key: &str, literal: &str) {
        for line in format!("{key} = {literal}").lines() {
            let _ = writeln!(self.text, "{prefix}{line}");
        }
    }

    /// `text` in comments of the width of text output.
    pub(super) fn comment(&mut self, prefix: &str, text: &str) {
        if !text.is_empty() {
            let rest = if prefix.len() > 2 { "#     " } else { prefix };
            self.text.push_str(&wrap(&unbreakable(text), prefix, rest).replace('\u{a0}', " "));
        }
    }

    /// An empty line.
    pub(super) fn blank(&mut self) {
        self.text.push('\n');
    }
}

/// `text` with each `key = value` in it tied to the word before, so that no line of a comment begins like a setting.
fn unbreakable(text: &str) -> Cow<'_, str> {
    if !text.contains(" = ") {
        return Cow::Borrowed(text);
    }
    let words: Vec<&str> = text.split(' ').collect();
    let tied = |at: usize| (at..at + 3).any(|near| words.get(near) == Some(&"="));
    let mut tied_text = String::new();
    for (at, word) in words.iter().enumerate() {
        if at > 0 {
            // The gap before word `at` is tied when "=" is this word, the one before it or the one after it.
            tied_text.push(if tied(at - 1) { '\u{a0}' } else { ' ' });
        }
        tied_text.push_str(word);
    }
    Cow::Owned(tied_text)
}

#[cfg(test)]
mod tests {
    use super::unbreakable;

    #[test]
    fn a_setting_in_prose_stays_behind_the_word_before_it() {
        let text = unbreakable("Leave it. Write sensors = [] if none.").replace('\u{a0}', "_");
        assert_eq!(text, "Leave it. Write_sensors_=_[] if none.");
    }
}
