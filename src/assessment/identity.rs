//! What makes a finding the same as one of another day: its requirement, and the entries of a list, or the faults in a
//! text, that it is about. Neither lines nor the order of entries count, so that it is known again after unrelated edits.

use std::collections::HashMap;

use crate::pack::Library;
use crate::record::{FieldId, Row, Value};

use super::{Assessment, Finding, Observation};

/// The most characters of an entry's name.
const LONGEST_NAME: usize = 80;

/// What makes a finding the same as one of another day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity<'a> {
    /// The id of the requirement, or of what the program itself asks.
    pub requirement: &'a str,
    /// What it is about, by name, sorted; empty where it is about the record as a whole. A second thing of the same
    /// name has ` (2)` behind it.
    pub entries: Vec<String>,
}

impl Identity<'_> {
    /// Each entry by itself, or one `None` for the record as a whole.
    pub fn parts(&self) -> impl Iterator<Item = Option<&str>> {
        let whole = self.entries.is_empty().then_some(None);
        self.entries.iter().map(|entry| Some(entry.as_str())).chain(whole)
    }

    /// Each of [`Identity::parts`], behind the requirement.
    pub(super) fn keys(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.parts().map(|part| (self.requirement, part))
    }
}

impl Assessment<'_> {
    /// The identity of each finding, in the order of the findings. It needs the facts that decided.
    pub fn identities(&self, library: &Library) -> Vec<Identity<'_>> {
        let mut seen = HashMap::new();
        self.findings.iter().map(|finding| self.identity(finding, library, &mut seen)).collect()
    }

    /// The identity of `finding`, where `seen` counts the things of each id and name before it.
    fn identity<'f>(
        &self,
        finding: &'f Finding<'_>,
        library: &Library,
        seen: &mut HashMap<(&'f str, String), usize>,
    ) -> Identity<'f> {
        let requirement: &str = &finding.id;
        let mut entries = match &finding.about {
            Some(about) => vec![shortened(about)],
            None if finding.faults.is_empty() => self.entries(&finding.observations, library),
            None => finding.faults.iter().map(|fault| shortened(fault)).collect(),
        };
        for entry in &mut entries {
            let count = seen.entry((requirement, entry.clone())).or_default();
            *count += 1;
            if *count > 1 {
                entry.push_str(&format!(" ({count})"));
            }
        }
        entries.sort();
        Identity { requirement, entries }
    }

    /// The names of the entries that `observations` are about, each entry once.
    fn entries(&self, observations: &[Observation<'_>], library: &Library) -> Vec<String> {
        let fields = &library.fields;
        let place = |fact: &Observation<'_>| Some((fields.list_of(fact.field)?, fact.entry?));
        let mut places: Vec<(FieldId, usize)> =
            observations.iter().filter(|fact| !fact.guard).filter_map(place).collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter().map(|(list, number)| self.name(list, number, library)).collect()
    }

    /// The name of an entry: the first text that it states, else whatever it states first, else its number.
    fn name(&self, list: FieldId, number: usize, library: &Library) -> String {
        let row = match self.record.get(list).map(|stated| &stated.value) {
            Some(Value::Tables(rows)) => rows.get(number - 1),
            _ => None,
        };
        let name = row.and_then(|row| first_text(row, list, library));
        name.map_or_else(|| format!("entry {number}"), |name| shortened(&name))
    }
}

fn first_text(row: &Row, list: FieldId, library: &Library) -> Option<String> {
    let stated = || library.fields.children(Some(list)).iter().filter_map(|column| row.get(*column));
    let text = stated().find(|stated| matches!(stated.value, Value::Text(_)));
    text.or_else(|| stated().next()).map(|stated| stated.value.to_string())
}

fn shortened(name: &str) -> String {
    name.trim().chars().take(LONGEST_NAME).collect()
}
