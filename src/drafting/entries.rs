//! The lists that a document prints entry by entry: rows of the record, open requirements, clauses of other documents.

use crate::assessment::{Finding, Scope, Truth};
use crate::pack::{CalledList, Clauses, Document, OpenList, Rows};

use super::choice::{Chooser, Chosen, choose};
use super::facts::{Filled, cell, rows};

/// What a document can print of an open requirement.
pub(super) const OPEN_COLUMNS: [&str; 7] =
    ["title", "requirement", "requires", "remedy", "role", "obligation", "phase"];
/// What a document can print of a clause that another document would hold.
pub(super) const CALLED_COLUMNS: [&str; 4] = ["title", "clause", "number", "requirements"];

/// What is printed in one place of one entry.
#[derive(Clone, Debug)]
pub(super) enum Cell<'a> {
    /// A fact of the record.
    Fact(Filled<'a>),
    /// A text of the packs or the clauses.
    Text(String),
}

/// One list: the name in the text, and for each entry what stands under the name of each column.
#[derive(Clone, Debug)]
pub(super) struct Entries<'a> {
    /// The kind of the list: `rows`, `open` or `called`.
    pub group: &'static str,
    /// Its name.
    pub name: &'a str,
    /// Its entries.
    pub entries: Vec<Vec<(&'a str, Cell<'a>)>>,
}

/// Every list of `document` for the record of `scope`.
pub(super) fn entries<'a>(
    document: &'a Document,
    clauses: &'a Clauses,
    scope: &Scope<'a>,
    chooser: Chooser<'_, 'a>,
) -> Vec<Entries<'a>> {
    let rows = document.rows.iter().map(|one| of_record(one, scope));
    let open = if document.open.is_empty() { Vec::new() } else { scope.open() };
    let open = document.open.iter().map(|one| of_open(one, &open));
    let called = document.called.iter().map(|one| of_called(one, clauses, scope, chooser));
    rows.chain(open).chain(called).collect()
}

fn of_record<'a>(one: &'a Rows, scope: &Scope<'a>) -> Entries<'a> {
    let columns = |row| one.columns.iter().map(move |column| (column.name.as_str(), cell(column, row, scope)));
    let entries = match rows(one.list, scope) {
        None => vec![columns(None).map(fact).collect()],
        Some(found) => {
            let counts = |row: &&'a _| match one.only.as_ref().map(|only| scope.holds_in(only, row)) {
                None | Some(Truth::True) => true,
                Some(Truth::Unknown) => !one.certain,
                Some(Truth::False) => false,
            };
            found.into_iter().filter(counts).map(|row| columns(Some(row)).map(fact).collect()).collect()
        }
    };
    Entries { group: "rows", name: &one.name, entries }
}

fn fact<'a>((name, filled): (&'a str, Filled<'a>)) -> (&'a str, Cell<'a>) {
    (name, Cell::Fact(filled))
}

fn of_open<'a>(one: &'a OpenList, open: &[Finding<'a>]) -> Entries<'a> {
    let wanted = |finding: &&Finding<'a>| {
        (one.phases.is_empty() || one.phases.contains(&finding.phase))
            && (one.obligations.is_empty() || one.obligations.contains(&finding.obligation))
    };
    let columns = |finding: &Finding<'a>| {
        let texts = [
            &finding.title,
            &finding.id,
            &finding.requires,
            &finding.remedy,
            &finding.role,
            finding.obligation.id(),
            finding.phase.id(),
        ];
        texted(OPEN_COLUMNS, texts)
    };
    Entries { group: "open", name: &one.name, entries: open.iter().filter(wanted).map(columns).collect() }
}

fn of_called<'a>(
    one: &'a CalledList,
    clauses: &'a Clauses,
    scope: &Scope<'a>,
    chooser: Chooser<'_, 'a>,
) -> Entries<'a> {
    let chosen = clauses.document(&one.document).map(|document| choose(document, clauses, scope, chooser).0);
    let columns = |(at, chosen): (usize, Chosen<'a>)| {
        let answers = chosen.answers.iter().filter(|answer| answer.applies);
        let ids: Vec<&str> = answers.map(|answer| answer.requirement.id.as_str()).collect();
        texted(CALLED_COLUMNS, [&chosen.clause.title, &chosen.clause.id, &(at + 1).to_string(), &ids.join(", ")])
    };
    Entries {
        group: "called",
        name: &one.name,
        entries: chosen.into_iter().flatten().enumerate().map(columns).collect(),
    }
}

fn texted<'a, const N: usize>(names: [&'static str; N], texts: [&str; N]) -> Vec<(&'a str, Cell<'a>)> {
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    names.into_iter().zip(texts.map(one_line)).map(|(name, text)| (name, Cell::Text(text))).collect()
}

/// The names of the columns of each list of `document`, with the kind and name of the list.
pub(super) fn columns<'d>(document: &'d Document) -> Vec<(&'static str, &'d str, Vec<&'d str>)> {
    let of_row = |one: &'d Rows| -> Vec<&'d str> { one.columns.iter().map(|column| column.name.as_str()).collect() };
    let rows = document.rows.iter().map(|one| ("rows", one.name.as_str(), of_row(one)));
    let open = document.open.iter().map(|one| ("open", one.name.as_str(), OPEN_COLUMNS.to_vec()));
    let called = document.called.iter().map(|one| ("called", one.name.as_str(), CALLED_COLUMNS.to_vec()));
    rows.chain(open).chain(called).collect()
}
