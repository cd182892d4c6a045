//! What a record may state: the fields, as the packs declare them.

use std::collections::HashMap;

use crate::source::did_you_mean;

use super::Value;

/// A field's number in its [`Fields`]. Fields keep the order in which the packs declare them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId(pub(crate) u32);

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// A heading: a table of other fields.
    Section,
    /// A list of tables, each with the fields below this one.
    Tables,
    /// Free text.
    Text,
    /// True or false.
    YesNo,
    /// A whole number.
    Integer,
    /// Canadian dollars.
    Money,
    /// A calendar date.
    Date,
    /// A number with its unit of time.
    Duration,
    /// One word of a list; each word has a meaning.
    OneOf(Vec<(String, String)>),
    /// Several words of a list.
    ListOf(Vec<(String, String)>),
    /// Several free texts.
    TextList,
    /// The path of a file beside the record, with an optional `#heading`.
    File,
    /// A person, by role or name.
    Person,
}

impl FieldType {
    /// The type's name in the packs.
    pub const fn id(&self) -> &'static str {
        match self {
            FieldType::Section => "section",
            FieldType::Tables => "tables",
            FieldType::Text => "text",
            FieldType::YesNo => "yes-no",
            FieldType::Integer => "integer",
            FieldType::Money => "money",
            FieldType::Date => "date",
            FieldType::Duration => "duration",
            FieldType::OneOf(_) => "one-of",
            FieldType::ListOf(_) => "list-of",
            FieldType::TextList => "text-list",
            FieldType::File => "file",
            FieldType::Person => "person",
        }
    }

    /// What a person must write, for messages: "a date such as 2026-03-01".
    pub const fn wanted(&self) -> &'static str {
        match self {
            FieldType::Section => "a heading such as [section]",
            FieldType::Tables => "a list of tables, each under a heading such as [[list]]",
            FieldType::Text => "text in quotes",
            FieldType::YesNo => "true or false, without quotes",
            FieldType::Integer => "a whole number, without quotes",
            FieldType::Money => "a plain number of dollars such as 250000",
            FieldType::Date => "a date such as 2026-03-01",
            FieldType::Duration => "a length of time in quotes, such as \"24 hours\"",
            FieldType::OneOf(_) => "one of the listed words, in quotes",
            FieldType::ListOf(_) => "a list of the listed words, such as [\"one\", \"two\"]",
            FieldType::TextList => "a list of texts, such as [\"one\", \"two\"]",
            FieldType::File => "the path of a file in quotes, such as \"evidence/assessment.md\"",
            FieldType::Person => "a person's title or name, in quotes",
        }
    }

    /// The words that the field takes, with their meanings; empty for every other type.
    pub fn choices(&self) -> &[(String, String)] {
        match self {
            FieldType::OneOf(choices) | FieldType::ListOf(choices) => choices,
            _ => &[],
        }
    }

    /// Whether the field holds other fields rather than a value.
    pub const fn is_container(&self) -> bool {
        matches!(self, FieldType::Section | FieldType::Tables)
    }
}

/// The value that stands where a record states none, and whose choice it is.
#[derive(Clone, Debug)]
pub struct Default {
    /// The value.
    pub value: Value,
    /// Whose choice it is, and on what grounds.
    pub note: String,
}

/// One field of the record.
#[derive(Clone, Debug)]
pub struct Field {
    /// The whole path, such as `breach.notify-within`.
    pub path: String,
    /// What it holds.
    pub kind: FieldType,
    /// The heading of a section or a list of tables; empty for values.
    pub title: String,
    /// The question that the field answers; empty for sections.
    pub question: String,
    /// What counts, and when to leave it out.
    pub help: String,
    /// A value as a person would write it in TOML; empty for containers.
    pub example: String,
    /// The unit of an integer, such as "percent".
    pub unit: Option<String>,
    /// Whether the table that holds it must state it.
    pub required: bool,
    /// Its rank where a report says in brief what is bought; `None` where it is left out there.
    pub brief: Option<i64>,
    /// What stands when a record does not state it.
    pub default: Option<Default>,
    /// Why it is asked although no condition, clause or output reads it.
    pub stands_alone: Option<String>,
    /// The pack that declares it; empty where it follows from a clause.
    pub pack: String,
}

impl Field {
    /// The last part of the path: the key as it stands in TOML.
    pub fn key(&self) -> &str {
        self.path.rsplit('.').next().unwrap_or(&self.path)
    }

    /// What people call it: its title, or its path in plain words.
    pub fn label(&self) -> String {
        if self.title.is_empty() { self.path.replace(['.', '-'], " ") } else { self.title.clone() }
    }
}

/// Every field of the packs in use.
#[derive(Clone, Debug)]
pub struct Fields {
    all: Vec<Field>,
    by_path: HashMap<String, FieldId>,
    keys: Vec<Box<str>>,
    parents: Vec<Option<FieldId>>,
    children: Vec<Vec<FieldId>>,
    top: Vec<FieldId>,
}

impl Fields {
    /// Puts `all` together. Each path's parent must be among them; a field without its parent is left out and returned.
    pub fn new(all: Vec<Field>) -> (Self, Vec<Field>) {
        let containers: HashMap<String, bool> =
            all.iter().map(|field| (field.path.clone(), field.kind.is_container())).collect();
        let has_parent = |field: &Field| match field.path.rsplit_once('.') {
            Some((parent, _)) => containers.get(parent).copied().unwrap_or(false),
            None => true,
        };
        let (all, orphans): (Vec<Field>, Vec<Field>) = all.into_iter().partition(has_parent);
        let by_path: HashMap<String, FieldId> =
            all.iter().enumerate().map(|(at, field)| (field.path.clone(), FieldId(at as u32))).collect();
        let parent_of =
            |field: &Field| field.path.rsplit_once('.').and_then(|(parent, _)| by_path.get(parent).copied());
        let parents: Vec<Option<FieldId>> = all.iter().map(parent_of).collect();
        let keys = all.iter().map(|field| field.key().into()).collect();
        let mut children = vec![Vec::new(); all.len()];
        let mut top = Vec::new();
        for (at, parent) in parents.iter().enumerate() {
            match parent {
                Some(parent) => children[parent.0 as usize].push(FieldId(at as u32)),
                None => top.push(FieldId(at as u32)),
            }
        }
        (Self { all, by_path, keys, parents, children, top }, orphans)
    }

    /// How many fields there are, containers included.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// All fields with their ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = (FieldId, &Field)> {
        self.all.iter().enumerate().map(|(at, field)| (FieldId(at as u32), field))
    }

    /// The field with this id.
    pub fn get(&self, id: FieldId) -> &Field {
        &self.all[id.0 as usize]
    }

    /// The default of a date field.
    pub fn default_date(&self, id: FieldId) -> Option<jiff::civil::Date> {
        match self.get(id).default.as_ref()?.value {
            Value::Date(date) => Some(date),
            _ => None,
        }
    }

    /// The field with this path.
    pub fn find(&self, path: &str) -> Option<FieldId> {
        self.by_path.get(path).copied()
    }

    /// The fields directly under `parent`, or the top ones.
    pub fn children(&self, parent: Option<FieldId>) -> &[FieldId] {
        match parent {
            Some(parent) => &self.children[parent.0 as usize],
            None => &self.top,
        }
    }

    /// The field under `parent` whose key is `key`.
    pub fn child(&self, parent: Option<FieldId>, key: &str) -> Option<FieldId> {
        self.children(parent).iter().copied().find(|child| *self.keys[child.0 as usize] == *key)
    }

    /// The container that holds `id`.
    pub fn parent(&self, id: FieldId) -> Option<FieldId> {
        self.parents[id.0 as usize]
    }

    /// The list of tables in which `id` is a column, if it is one.
    pub fn list_of(&self, id: FieldId) -> Option<FieldId> {
        let parent = self.parent(id)?;
        match self.get(parent).kind {
            FieldType::Tables => Some(parent),
            _ => self.list_of(parent),
        }
    }

    /// The key of a column as it stands inside an entry of its list: dotted where a section stands between the two.
    /// A field outside lists has its whole path.
    pub fn key_in_entry(&self, column: FieldId) -> &str {
        let path = &self.get(column).path;
        let list = self.list_of(column).map(|list| &self.get(list).path);
        list.and_then(|list| path.get(list.len() + 1..)).unwrap_or(path)
    }

    /// The smallest part of a record that states `literal`, which is TOML, for `id`.
    pub fn fragment(&self, id: FieldId, literal: &str) -> String {
        let mut text = format!("{} = {literal}\n", self.key_in_entry(id));
        let mut list = self.list_of(id);
        while let Some(around) = list {
            text.insert_str(0, &format!("[[{}]]\n", self.get(around).path));
            list = self.list_of(around);
        }
        text
    }

    /// The known path nearest to a misspelt one.
    pub fn nearest(&self, path: &str) -> Option<&str> {
        did_you_mean(path, self.all.iter().map(|field| field.path.as_str()))
    }
}
