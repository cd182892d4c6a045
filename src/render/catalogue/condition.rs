//! Named conditions.

use serde::Serialize;

use crate::pack::{Condition, NamedCondition, Said, capital};

use super::super::page::{Page, items};
use super::skeleton::skeleton;
use super::{Entry, Shelf};

/// A named condition as data.
#[derive(Debug, Serialize)]
struct ConditionView<'c> {
    id: &'c str,
    title: &'c str,
    otherwise: &'c str,
    holds: Vec<String>,
    fields: Vec<&'c str>,
    requirements: Vec<&'c str>,
    clauses: Vec<&'c str>,
}

/// One named condition.
pub(crate) fn entry(named: &NamedCondition, shelf: &Shelf<'_>) -> Entry {
    let library = shelf.library;
    let said = library.words().say(&named.holds);
    let fields = library.fields_read(&named.holds);
    let asking =
        library.requirements.iter().filter(|one| library.conditions_of(one).iter().any(|used| used.id == named.id));
    let asks = |condition: &Condition| {
        let mut found = false;
        condition.visit_named(&mut |id| found |= library.named(id).id == named.id);
        found
    };
    let clauses =
        shelf.clauses.clauses.iter().filter(|clause| {
            clause.called_for.iter().chain(clause.text.variants.iter().map(|(_, when)| when)).any(asks)
        });
    let view = ConditionView {
        id: &named.id,
        title: &named.title,
        otherwise: &named.otherwise,
        holds: said.iter().map(Said::sentence).collect(),
        fields: fields.iter().map(|field| library.fields.get(*field).path.as_str()).collect(),
        requirements: asking.map(|requirement| requirement.id.as_str()).collect(),
        clauses: clauses.map(|clause| clause.id.as_str()).collect(),
    };
    let mut page = Page::new("condition", view.id, view.title);
    page.condition("It holds when all of these hold", "It holds when", "always.", &said);
    page.labelled("When it does not hold", format!("{}.", capital(view.otherwise)));
    page.labelled("While the record does not say", "it is unknown, and what depends on it is not stated.");
    page.code("What decides it in the record (the values are examples)", &skeleton(&fields, &library.fields));
    let requirements = view.requirements.iter().filter_map(|id| library.requirement(id));
    page.list("Requirements that ask it", items(requirements.map(|one| format!("`{}`: {}", one.id, one.title))));
    let clauses = view.clauses.iter().filter_map(|id| shelf.clauses.find(id));
    page.list("Clauses that ask it", items(clauses.map(|one| format!("{} `{}`: {}", one.code, one.id, one.title))));
    Entry::new(page, [] as [&str; 0], &view)
}
