//! Which named conditions something uses: one that nothing uses reads no field for anybody.

use super::condition::{Condition, NamedId};
use super::{Calendars, Clauses, Library, Text};

/// Whether each named condition is used, directly or by one that is, by its number.
pub(super) fn used(library: &Library, clauses: &Clauses, calendars: &Calendars) -> Vec<bool> {
    let mut used = vec![false; library.named.len()];
    let mut follow = |condition: &Condition| mark(library, condition, &mut used);
    for one in &library.requirements {
        [&one.applies, &one.expects].into_iter().chain(&one.due).for_each(&mut follow);
        one.variants.iter().for_each(|variant| follow(&variant.when));
    }
    library.contradictions.iter().for_each(|one| follow(&one.when));
    clauses.clauses.iter().flat_map(|clause| &clause.called_for).for_each(&mut follow);
    let texts = clauses.clauses.iter().map(|clause| &clause.text);
    let texts = texts.chain(clauses.documents.iter().map(|document| &document.text));
    let texts = texts.chain(clauses.definitions.iter().map(|definition| &definition.means));
    texts.flat_map(in_text).for_each(&mut follow);
    calendars.limits.iter().flat_map(|limit| limit.conditions()).for_each(&mut follow);
    calendars.chains.iter().flat_map(|chain| chain.conditions()).for_each(&mut follow);
    used
}

/// The conditions in a text.
fn in_text(text: &Text) -> impl Iterator<Item = &Condition> {
    text.facts.iter().flat_map(|fact| &fact.only).chain(text.variants.iter().map(|(_, condition)| condition))
}

/// Marks the named conditions that `condition` reaches.
fn mark(library: &Library, condition: &Condition, used: &mut [bool]) {
    let mut found: Vec<NamedId> = Vec::new();
    condition.visit_named(&mut |id| found.push(id));
    for id in found {
        if !std::mem::replace(&mut used[id.index()], true) {
            mark(library, &library.named(id).holds, used);
        }
    }
}
