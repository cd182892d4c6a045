//! Checks templates before anyone drafts with them: every text, with every switch off, on, and on alone; and every
//! document for a record that says nothing and for one that says everything.

use std::sync::Arc;

use crate::assessment::{Files, Scope};
use crate::pack::{Clause, Clauses, Library};
use crate::record::{Fields, Record, read_fragment};
use crate::source::{Diagnostic, SourceText};

use super::marks::Values;
use super::passage::Passage;
use super::{Position, Wording, draft};

/// The date for which verification drafts. Any will do: no text depends on it.
const AS_OF: jiff::civil::Date = jiff::civil::date(2026, 1, 1);

/// Every problem of the templates in `clauses`.
pub fn verify(library: &Library, clauses: &Clauses) -> Vec<Diagnostic> {
    let wording = match Wording::new(clauses, &library.fields) {
        Ok(wording) => wording,
        Err(found) => return found,
    };
    let mut found: Vec<Diagnostic> = Passage::all(clauses)
        .filter_map(|passage| every_switch(&passage, &wording, &library.fields).err().map(|problem| *problem))
        .collect();
    if found.is_empty() {
        match records(&library.fields) {
            Ok(records) => {
                records.iter().for_each(|record| found.extend(every_document(library, clauses, &wording, record)))
            }
            Err(problems) => found.extend(problems),
        }
    }
    found
}

/// Renders a text with all of its switches off, all on, and each on alone; with entries in its lists and without;
/// in a copy with notes and without.
fn every_switch(passage: &Passage<'_>, wording: &Wording, fields: &Fields) -> Result<(), Box<Diagnostic>> {
    let names: Vec<&str> = passage.parts.variants.iter().map(|(name, _)| name.as_str()).collect();
    let alone = names.iter().map(|name| vec![*name]);
    // Only the text of a document has lists with columns, and parts for a copy with notes.
    let fillings: &[(bool, bool)] = match passage.document {
        Some(_) => &[(true, true), (true, false), (false, true), (false, false)],
        None => &[(true, true)],
    };
    for on in [Vec::new(), names.clone()].into_iter().chain(alone) {
        for (entries, notes) in fillings {
            let rendered = wording.render(passage, &Values::sample(passage, fields, &on, *entries, *notes))?;
            passage.check_structure(&rendered)?;
        }
    }
    Ok(())
}

/// Drafts every document with the preferred texts, then with the first fallbacks, and so on.
fn every_document(library: &Library, clauses: &Clauses, wording: &Wording, record: &Record) -> Vec<Diagnostic> {
    let scope = Scope::new(library, record, AS_OF, &Files::Assumed);
    let deepest = clauses.clauses.iter().map(|clause| clause.fallbacks.len()).max().unwrap_or(0);
    let mut found = Vec::new();
    for document in &clauses.documents {
        for depth in 0..=deepest {
            let chooser = |clause| Some(at_depth(clause, depth));
            if let Err(problems) = draft(document, clauses, wording, &scope, &chooser, true) {
                found.extend(problems);
            }
        }
    }
    found
}

/// The preferred text of `clause` at depth 0, its first fallback at 1, and so on while it has one.
fn at_depth(clause: &Clause, depth: usize) -> Position<'_> {
    let fallback = depth.checked_sub(1).and_then(|at| clause.fallbacks.get(at));
    fallback.map_or(Position::Preferred, Position::Fallback)
}

/// A record that says nothing, and one that says everything.
fn records(fields: &Fields) -> Result<[Record; 2], Vec<Diagnostic>> {
    let read =
        |text: String| read_fragment(&Arc::new(SourceText::new("a record of the fields' own examples", text)), fields);
    Ok([read(String::new())?, read(fields.sample_record())?])
}
