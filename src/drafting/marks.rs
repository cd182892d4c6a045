//! Marks: what a template prints in the place of facts, definitions and references, and what each of them stands for.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::assessment::{Scope, Truth};
use crate::pack::Definition;
use crate::record::Fields;

use super::entries::{Cell, Entries, columns};
use super::facts::{Filled, fill};
use super::passage::Passage;

/// Begins a mark. Templates hold neither sign, and text from a record is never rendered.
pub(super) const OPEN: char = '\u{e000}';
/// Ends a mark.
pub(super) const CLOSE: char = '\u{e001}';
/// The mark of the place where the numbered clauses stand.
pub(super) const CLAUSES: &str = "\u{e000}n\u{e001}";

/// The entries of each list of one kind, by its name: the mark under the name of each column.
type Lists = BTreeMap<String, Vec<BTreeMap<String, String>>>;

/// What a text is rendered with. Facts and definitions are marks.
#[derive(Debug, Default)]
pub(super) struct Values {
    /// The mark of each fact.
    pub facts: BTreeMap<String, String>,
    /// The marks of each fact that is a list, one an entry.
    pub lists: BTreeMap<String, Vec<String>>,
    /// Which switches are on.
    pub when: BTreeMap<String, bool>,
    /// Whether the copy is one with notes.
    pub notes: bool,
    /// The marks of the definitions.
    pub definitions: Vec<String>,
    /// The lists that are printed entry by entry, by their kind: `rows`, `open` and `called`.
    pub lists_of: BTreeMap<&'static str, Lists>,
}

impl Values {
    /// Values with which any text of the passage's front matter can be rendered, with the switches `on` on, and with one
    /// entry in each list or with none, in a copy with notes or without.
    pub fn sample(passage: &Passage<'_>, fields: &Fields, on: &[&str], entries: bool, notes: bool) -> Self {
        let one = mark("f0");
        let facts = &passage.parts.facts;
        let lists = facts.iter().filter(|fact| fact.is_list(fields));
        let mut lists_of: BTreeMap<&'static str, Lists> = BTreeMap::new();
        for (group, name, columns) in passage.document.map(columns).unwrap_or_default() {
            let entry = columns.into_iter().map(|column| (column.to_owned(), one.clone())).collect();
            let entries = if entries { vec![entry] } else { Vec::new() };
            lists_of.entry(group).or_default().insert(name.to_owned(), entries);
        }
        Self {
            facts: facts.iter().map(|fact| (fact.name.clone(), one.clone())).collect(),
            lists: lists.map(|fact| (fact.name.clone(), vec![one.clone()])).collect(),
            when: passage.parts.variants.iter().map(|(name, _)| (name.clone(), on.contains(&name.as_str()))).collect(),
            notes,
            definitions: vec![mark("d0")],
            lists_of,
        }
    }
}

/// What the marks of one text stand for.
#[derive(Debug)]
pub(super) struct Marks<'a> {
    facts: Vec<Filled<'a>>,
    definitions: Vec<&'a Definition>,
    cells: Vec<Cell<'a>>,
}

/// A piece of rendered text.
#[derive(Debug)]
pub(super) enum Piece<'m, 'a> {
    /// Text of the template.
    Plain(&'m str),
    /// A fact, and which of its entries.
    Fact(&'m Filled<'a>, Range<usize>),
    /// A text of the packs or the clauses.
    Text(&'m str),
    /// A definition.
    Definition(&'a Definition),
    /// A reference to the clause with this id.
    Reference(&'m str),
}

impl<'a> Marks<'a> {
    /// The marks of `passage` for the record of `scope`, and the values to render it with; `lists` are those that it
    /// prints entry by entry.
    pub fn new(
        passage: &Passage<'a>,
        scope: &Scope<'a>,
        definitions: &[&'a Definition],
        lists: Vec<Entries<'a>>,
    ) -> (Self, Values) {
        let mut values = Values::default();
        let mut facts = Vec::new();
        for (at, fact) in passage.parts.facts.iter().enumerate() {
            let filled = fill(fact, passage.clause, scope);
            if fact.is_list(&scope.library.fields) {
                let entries = 0..filled.parts.len();
                values.lists.insert(fact.name.clone(), entries.map(|entry| mark(&format!("f{at}.{entry}"))).collect());
            }
            values.facts.insert(fact.name.clone(), mark(&format!("f{at}")));
            facts.push(filled);
        }
        for (name, condition) in &passage.parts.variants {
            values.when.insert(name.clone(), scope.holds(condition) == Truth::True);
        }
        values.definitions = (0..definitions.len()).map(|at| mark(&format!("d{at}"))).collect();
        let mut cells = Vec::new();
        for list in lists {
            let mut marked = Vec::with_capacity(list.entries.len());
            for entry in list.entries {
                let mark = |(name, cell): (&str, Cell<'a>)| {
                    cells.push(cell);
                    (name.to_owned(), mark(&format!("t{}", cells.len() - 1)))
                };
                marked.push(entry.into_iter().map(mark).collect());
            }
            values.lists_of.entry(list.group).or_default().insert(list.name.to_owned(), marked);
        }
        (Self { facts, definitions: definitions.to_vec(), cells }, values)
    }

    /// The pieces of a rendered text.
    pub fn pieces<'m>(&'m self, text: &'m str) -> Vec<Piece<'m, 'a>> {
        let mut pieces = Vec::new();
        for part in text.split_inclusive(CLOSE) {
            let (plain, inside) = part.split_once(OPEN).unwrap_or((part, ""));
            if !plain.is_empty() {
                pieces.push(Piece::Plain(plain));
            }
            pieces.extend(self.piece(inside.trim_end_matches(CLOSE)));
        }
        pieces
    }

    /// What stands for the mark with this inside. Only this file makes marks, so that none is unknown.
    fn piece<'m>(&'m self, inside: &'m str) -> Option<Piece<'m, 'a>> {
        if let Some(id) = inside.strip_prefix('c') {
            return Some(Piece::Reference(id));
        }
        if let Some(at) = inside.strip_prefix('d') {
            return at
                .parse()
                .ok()
                .and_then(|at: usize| self.definitions.get(at))
                .map(|definition| Piece::Definition(definition));
        }
        if let Some(at) = inside.strip_prefix('t') {
            return self.cells.get(at.parse::<usize>().ok()?).map(|cell| match cell {
                Cell::Fact(filled) => Piece::Fact(filled, 0..filled.parts.len()),
                Cell::Text(text) => Piece::Text(text),
            });
        }
        let (fact, entry) = inside.strip_prefix('f').map(|inside| inside.split_once('.').unwrap_or((inside, "")))?;
        let filled = self.facts.get(fact.parse::<usize>().ok()?)?;
        let entries = match entry.parse::<usize>() {
            Ok(entry) => entry..entry + 1,
            Err(_) => 0..filled.parts.len(),
        };
        Some(Piece::Fact(filled, entries))
    }
}

/// The mark of a reference to a clause.
pub(super) fn reference(id: &str) -> String {
    mark(&format!("c{id}"))
}

fn mark(inside: &str) -> String {
    format!("{OPEN}{inside}{CLOSE}")
}
