//! Keys that no field has, where one field can only be meant.

use std::collections::HashMap;

use toml::de::{DeTable, DeValue};
use toml_parser::Source;
use toml_parser::parser::{Event, EventKind, RecursionGuard, parse_document};

use crate::source::{Span, clearly_meant};

use super::{FieldId, FieldType, Fields};

/// More unknown keys in one table are no misspellings.
const MOST: usize = 50;

/// The keys of `table` that can only be meant for a field below `parent` which the table does not have, with that field.
pub(super) fn meant<'t>(fields: &Fields, table: &'t DeTable<'_>, parent: Option<FieldId>) -> Vec<(&'t str, FieldId)> {
    let names = || table.iter().map(|(key, _)| -> &str { key.get_ref() });
    let unknown: Vec<&str> = names().filter(|name| fields.child(parent, name).is_none()).take(MOST + 1).collect();
    if unknown.is_empty() || unknown.len() > MOST {
        return Vec::new();
    }
    let siblings = fields.children(parent);
    // A name that another table has stands in the wrong place; it is not misspelt.
    let elsewhere = |name: &str| fields.iter().any(|(_, field)| field.key() == name);
    let meant = |name: &str| {
        if elsewhere(name) {
            return None;
        }
        let near = clearly_meant(name, siblings.iter().map(|id| fields.get(*id).key()))?;
        fields.child(parent, near).filter(|_| table.get(near).is_none())
    };
    let meant: Vec<(&str, FieldId)> = unknown.into_iter().filter_map(|name| Some((name, meant(name)?))).collect();
    let once = |id: FieldId| meant.iter().filter(|(_, other)| *other == id).count() == 1;
    meant.iter().copied().filter(|(_, id)| once(*id)).collect()
}

/// Whether `value` can be the table or the tables of `id`: it holds nothing, or a key that is known or meant there.
pub(super) fn fits_container(fields: &Fields, id: FieldId, value: &DeValue<'_>) -> bool {
    let known = |table: &DeTable<'_>| {
        table.is_empty()
            || table.iter().any(|(key, _)| fields.child(Some(id), key.get_ref()).is_some())
            || !meant(fields, table, Some(id)).is_empty()
    };
    match (&fields.get(id).kind, value) {
        (FieldType::Section, DeValue::Table(table)) => known(table),
        (FieldType::Tables, DeValue::Array(rows)) => rows.iter().all(|row| row.get_ref().as_table().is_some_and(known)),
        _ => false,
    }
}

/// Every place of every key of a text, by the path above it and its name: a table that has several headings, or that
/// is written with dots, has several.
#[derive(Debug)]
pub(super) struct KeyPlaces(HashMap<(String, String), Vec<Span>>);

impl KeyPlaces {
    /// Lists the keys of `text`.
    pub(super) fn of(text: &str) -> Self {
        let source = Source::new(text);
        let tokens = source.lex().into_vec();
        let mut events: Vec<Event> = Vec::with_capacity(tokens.len());
        parse_document(&tokens, &mut RecursionGuard::new(&mut events, DEEPEST as u32), &mut ());
        let mut walk = KeyWalk::of(source);
        events.iter().for_each(|event| walk.event(event));
        Self(walk.places)
    }

    /// The places of the key `name` below `path` inside `extent`.
    pub(super) fn find(&self, path: &str, name: &str, extent: &Span) -> Vec<Span> {
        let all = self.0.get(&(path.to_owned(), name.to_owned()));
        all.into_iter().flatten().filter(|span| extent.contains(&span.start)).cloned().collect()
    }
}

/// As deep as the reader of TOML itself goes; no field stands deeper.
const DEEPEST: usize = 80;

struct KeyWalk<'s> {
    source: Source<'s>,
    /// The path of the heading that is in force.
    heading: Vec<String>,
    /// The inline tables that are open: the path of each, and the key before its braces.
    open: Vec<(Vec<String>, Vec<String>)>,
    /// The parts so far of the key that is being read, or whose value is.
    key: Vec<String>,
    /// Whether the last thing was the dot inside a key.
    dotted: bool,
    places: HashMap<(String, String), Vec<Span>>,
}

impl<'s> KeyWalk<'s> {
    fn of(source: Source<'s>) -> Self {
        let (heading, open, key) = (Vec::new(), Vec::new(), Vec::new());
        Self { source, heading, open, key, dotted: false, places: HashMap::new() }
    }

    fn event(&mut self, event: &Event) {
        match event.kind() {
            EventKind::StdTableOpen | EventKind::ArrayTableOpen => self.heading.clear(),
            EventKind::StdTableClose | EventKind::ArrayTableClose => self.heading = std::mem::take(&mut self.key),
            EventKind::InlineTableOpen => {
                let path = [self.above(), &self.key].concat();
                self.open.push((path, std::mem::take(&mut self.key)));
            }
            EventKind::InlineTableClose => self.key = self.open.pop().map(|(_, key)| key).unwrap_or_default(),
            EventKind::KeySep => self.dotted = true,
            EventKind::SimpleKey => self.simple_key(event),
            _ => {}
        }
    }

    fn simple_key(&mut self, event: &Event) {
        if !std::mem::take(&mut self.dotted) {
            self.key.clear();
        }
        let Some(raw) = self.source.get(event) else { return };
        let mut name = String::new();
        raw.decode_key(&mut name, &mut ());
        if self.above().len() + self.key.len() >= DEEPEST {
            return;
        }
        let path = [self.above(), &self.key].concat().join(".");
        let span = event.span().start()..event.span().end();
        self.places.entry((path, name.clone())).or_default().push(span);
        self.key.push(name);
    }

    fn above(&self) -> &[String] {
        self.open.last().map_or(&self.heading, |(path, _)| path)
    }
}

#[cfg(test)]
mod tests {
    use super::KeyPlaces;

    #[test]
    fn every_place_of_a_key_is_found() {
        let text =
            "a.b = 1\n\"a\".c = [{ d = 1 }, { d.e = { d = 2 } }]\n[a.f]\nd = 3\n[[g]]\nd = 4\n[g.h]\n[[g]]\nd = 5\n";
        let places = KeyPlaces::of(text);
        let found = |path: &str, name: &str| {
            let all = places.find(path, name, &(0..text.len()));
            all.into_iter().map(|span| (span.start, text[span].to_owned())).collect::<Vec<_>>()
        };
        let at = |place: usize, name: &str| (place, name.to_owned());
        assert_eq!(found("", "a"), [at(0, "a"), at(8, "\"a\""), at(50, "a")]);
        assert_eq!(found("a.c", "d"), [at(19, "d"), at(30, "d")]);
        assert_eq!(found("a.c.d.e", "d"), [at(38, "d")]);
        assert_eq!(found("a.f", "d").len(), 1);
        assert_eq!(found("g", "d").len(), 2);
        assert_eq!(found("", "g").len(), 3);
        assert!(places.find("g", "d", &(0..0)).is_empty());
    }
}
