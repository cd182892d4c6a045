//! The trace: what hangs together with what, from the law to the clause and back, as rows of each kind of thing.
//!
//! Every format is made from the same rows. JSON and CSV hold the rows of one kind; text, Markdown and HTML show all
//! kinds one after the other, and then what is linked to nothing.

mod about;
mod csv;
mod data;
mod flaws;
mod html;
mod prose;
mod row;

use std::collections::BTreeSet;

use crate::pack::{Trace, Traced};

use super::json::to_json;
use row::Row;

/// The part of a trace that is asked for.
#[derive(Debug)]
pub struct TraceView<'t> {
    trace: &'t Trace<'t>,
    /// From which end alone it is shown; `None` for all ends.
    by: Option<Traced>,
    /// The ids of the authorities to which it is limited; empty for all.
    authorities: Vec<&'t str>,
    /// The numbers of the provisions of these.
    provisions: BTreeSet<usize>,
}

/// Rows that belong together.
#[derive(Debug)]
struct Group<'t> {
    /// The title of the authority, or the word for the things.
    title: &'t str,
    rows: Vec<Row<'t>>,
}

impl Group<'_> {
    /// The title, with the number of rows.
    fn heading(&self) -> String {
        format!("{} ({})", self.title, self.rows.len())
    }
}

impl<'t> TraceView<'t> {
    /// What `trace` says of `authorities`, or of all where none is named; from one end, or from all.
    pub fn new(trace: &'t Trace<'t>, authorities: Vec<&'t str>, by: Option<Traced>) -> Self {
        let wanted = |at: &usize| authorities.is_empty() || authorities.contains(&trace.provisions[*at].0.id.as_str());
        let provisions = trace.rows(Traced::Provision).into_iter().filter(wanted).collect();
        Self { trace, by, authorities, provisions }
    }

    /// The rows as a JSON array, one a line: of the end that was asked for, else of the provisions.
    pub fn to_json(&self) -> String {
        let rows = self.table().map(|row| to_json(&row.data)).collect::<Vec<_>>();
        if rows.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", rows.join(",\n")) }
    }

    /// The rows of the one table that JSON and CSV hold.
    fn table(&self) -> impl Iterator<Item = Row<'t>> {
        self.rows(self.by.unwrap_or(Traced::Provision))
    }

    /// The ends that text, Markdown and HTML show.
    fn ends(&self) -> Vec<Traced> {
        self.by.map_or(Traced::ALL.to_vec(), |by| vec![by])
    }

    fn rows(&self, what: Traced) -> impl Iterator<Item = Row<'t>> {
        let trace = self.trace;
        self.numbers(what).into_iter().map(move |at| Row::new(trace, what, at))
    }

    /// The rows of one kind: provisions by authority, the others together.
    fn groups(&self, what: Traced) -> Vec<Group<'t>> {
        let mut groups: Vec<(Option<&str>, Group<'t>)> = Vec::new();
        for row in self.rows(what) {
            let authority = (what == Traced::Provision).then(|| self.trace.provisions[row.at].0);
            let id = authority.map(|one| one.id.as_str());
            let title = authority.map_or(prose::capital_plural(what), |one| one.title.as_str());
            match groups.last_mut() {
                Some((last, group)) if *last == id => group.rows.push(row),
                _ => groups.push((id, Group { title, rows: vec![row] })),
            }
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }

    /// The numbers of the rows of one kind: those of the authorities that were asked for, and what is linked to these.
    fn numbers(&self, what: Traced) -> Vec<usize> {
        let mut all = self.trace.rows(what);
        all.retain(|at| self.holds(what, *at));
        all
    }

    fn holds(&self, what: Traced, at: usize) -> bool {
        let linked = || self.trace.linked(what, at, Traced::Provision).iter().any(|one| self.provisions.contains(one));
        let requirements = || self.trace.named(what, at, Traced::Requirement).iter();
        match what {
            _ if self.authorities.is_empty() => true,
            Traced::Provision => self.provisions.contains(&at),
            Traced::Source => linked() || requirements().any(|one| self.holds(Traced::Requirement, *one)),
            _ => linked(),
        }
    }
}
