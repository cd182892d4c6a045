//! Finding things by what people call them.

use super::{
    Catalogue, Entry, Shelf, authority, calendar, clause, condition, document, field, pack, provision, requirement,
    source, time_limit, uncertainty, word,
};

/// Everything that carries `id`: requirements also by a former id, clauses by their code, authorities and provisions
/// also as findings cite them.
pub(in crate::render) fn find(id: &str, shelf: &Shelf<'_>) -> Vec<Entry> {
    let (library, clauses) = (shelf.library, shelf.clauses);
    let mut found: Vec<Entry> = Vec::new();
    found.extend(library.requirement(id).map(|one| requirement::entry(one, shelf)));
    found.extend(word::find(id, shelf));
    found.extend(library.fields.find(id).map(|one| field::entry(one, shelf)));
    found.extend(clauses.find(id).map(|one| clause::entry(one, shelf)));
    found.extend(clauses.document(id).map(|one| document::entry(one, shelf)));
    for one in &library.authorities {
        if one.id == id || one.short.eq_ignore_ascii_case(id) {
            found.push(authority::entry(one, shelf));
        }
        let called = |provision: &&_| {
            let names = one.names_of(provision);
            provision::id(one, provision) == id || names.iter().any(|name| name.eq_ignore_ascii_case(id))
        };
        found.extend(one.provisions.iter().filter(called).map(|provision| provision::entry(one, provision, shelf)));
    }
    found.extend(library.named.iter().filter(|one| one.id == id).map(|one| condition::entry(one, shelf)));
    found.extend(library.packs.iter().filter(|one| one.manifest.id == id).map(|one| pack::entry(one, shelf)));
    found.extend(shelf.examples.iter().filter(|one| one.id == id).map(|one| one.entry()));
    found.extend(library.source(id).map(|one| source::entry(one, shelf)));
    found.extend(library.uncertainties.iter().filter(|one| one.id == id).map(|one| uncertainty::entry(one, shelf)));
    let calendars = shelf.calendars;
    found.extend(calendars.limit(id).map(|one| time_limit::entry(one, shelf)));
    found.extend(calendars.calendars.iter().filter(|one| one.id == id).map(calendar::calendar));
    found.extend(calendars.conventions.iter().filter(|one| one.id == id).map(calendar::convention));
    found
}

/// Every id that [`find`] knows, and the names of the lists.
pub(in crate::render) fn ids(shelf: &Shelf<'_>) -> Vec<String> {
    let (library, clauses) = (shelf.library, shelf.clauses);
    let mut ids: Vec<String> = Vec::new();
    ids.extend(library.requirements.iter().map(|one| one.id.clone()));
    ids.extend(word::ids().into_iter().map(str::to_owned));
    ids.extend(library.fields.iter().map(|(_, one)| one.path.clone()));
    ids.extend(clauses.clauses.iter().map(|one| one.id.clone()));
    ids.extend(clauses.documents.iter().map(|one| one.id.clone()));
    for one in &library.authorities {
        ids.push(one.id.clone());
        ids.extend(one.provisions.iter().map(|provision| provision::id(one, provision)));
    }
    ids.extend(library.named.iter().map(|one| one.id.clone()));
    ids.extend(library.packs.iter().map(|one| one.manifest.id.clone()));
    ids.extend(shelf.examples.iter().map(|one| one.id.clone()));
    ids.extend(library.sources.iter().map(|one| one.id.clone()));
    ids.extend(library.uncertainties.iter().map(|one| one.id.clone()));
    ids.extend(shelf.calendars.limits.iter().map(|one| one.id.clone()));
    ids.extend(shelf.calendars.calendars.iter().map(|one| one.id.clone()));
    ids.extend(shelf.calendars.conventions.iter().map(|one| one.id.clone()));
    ids.extend(Catalogue::ALL.iter().map(|(_, name)| (*name).to_owned()));
    ids
}
