//! A row as data: what JSON and CSV hold. Keys and their order are a contract.

use serde_json::{Map, Value, json};

use crate::pack::{Trace, Traced};

use super::row;

/// The data of one row.
pub(super) fn row(trace: &Trace<'_>, what: Traced, at: usize) -> Map<String, Value> {
    let row = Keys { trace, what, at };
    let mut map = Map::new();
    map.insert(what.id().to_owned(), trace.id(what, at).into());
    for (key, value) in row.head() {
        map.insert(key.to_owned(), value);
    }
    for other in Traced::ALL.into_iter().filter(|other| *other != what) {
        map.insert(other.plural().to_owned(), row.ids(trace.linked(what, at, other), other));
        for (key, value) in row.narrower(other) {
            map.insert(key.to_owned(), value);
        }
    }
    for (key, value) in row.tail() {
        map.insert(key.to_owned(), value);
    }
    map.insert("stands_alone".to_owned(), json!(trace.stands_alone(what, at)));
    map.insert("orphan".to_owned(), trace.is_orphan(what, at).into());
    map
}

struct Keys<'k> {
    trace: &'k Trace<'k>,
    what: Traced,
    at: usize,
}

impl Keys<'_> {
    /// What the thing is.
    fn head(&self) -> Vec<(&'static str, Value)> {
        let (trace, at) = (self.trace, self.at);
        let title = json!(row::title(trace, self.what, at));
        match self.what {
            Traced::Provision => self.provision(),
            Traced::Requirement => {
                let requirement = trace.requirement(at);
                vec![
                    ("title", title),
                    ("phase", json!(requirement.phase.id())),
                    ("basis", json!(requirement.duty.basis.id())),
                    ("obligation", json!(requirement.duty.obligation.id())),
                ]
            }
            Traced::Field => vec![("title", title), ("type", json!(trace.field(at).kind.id()))],
            Traced::Clause => vec![("title", json!(trace.clause(at).title)), ("code", json!(trace.clause(at).code))],
            Traced::Source => {
                let source = trace.source(at);
                vec![("title", title), ("place", json!(source.place)), ("grade", json!(source.grade.id()))]
            }
        }
    }

    fn provision(&self) -> Vec<(&'static str, Value)> {
        let (authority, provision) = self.trace.provisions[self.at];
        let title = if provision.id.is_empty() { &authority.title } else { &provision.heading };
        vec![
            ("authority", json!(authority.id)),
            ("pinpoint", json!(provision.pinpoint)),
            ("title", json!(title)),
            ("citation", json!(authority.cite(provision))),
            ("relevance", json!(provision.relevance.id())),
            ("confidence", json!(provision.confidence.id())),
            ("confirm", json!(authority.to_confirm(provision))),
            ("twin", json!(provision.twin)),
            ("historic", json!(provision.historic)),
            ("parent", json!(provision.parent)),
        ]
    }

    /// Those of the links to one kind of thing that one of the two names itself, by how it names it.
    fn narrower(&self, other: Traced) -> Vec<(&'static str, Value)> {
        use Traced::{Clause, Field, Provision, Requirement, Source};
        let named = |key| vec![(key, self.ids(self.trace.named(self.what, self.at, other), other))];
        match (self.what, other) {
            (Provision, Requirement) => self.cited_or_answered(other, ["cited_by", "answered_by"]),
            (Requirement, Provision) => self.cited_or_answered(other, ["cites", "answers"]),
            (Provision, Clause) => named("cited_by_clauses"),
            (Clause, Provision) => named("cites"),
            (Field, Clause) => named("read_by_clauses"),
            (Clause, Field) => named("reads"),
            (Requirement, Source) => named("names"),
            (Source, Requirement) => named("named_by"),
            _ => Vec::new(),
        }
    }

    fn cited_or_answered(&self, other: Traced, keys: [&'static str; 2]) -> Vec<(&'static str, Value)> {
        let cites = |there: &usize| match other {
            Traced::Requirement => self.trace.cites(*there, self.at),
            _ => self.trace.cites(self.at, *there),
        };
        let links = self.trace.linked(self.what, self.at, other);
        let (cited, answered): (Vec<usize>, Vec<usize>) = links.iter().copied().partition(cites);
        vec![(keys[0], self.ids(&cited, other)), (keys[1], self.ids(&answered, other))]
    }

    /// What stands after the links.
    fn tail(&self) -> Vec<(&'static str, Value)> {
        match self.what {
            Traced::Provision => {
                let why = self.trace.provisions[self.at].1.reason.as_str();
                let alone = self.trace.stands_alone(self.what, self.at);
                vec![("reason", json!([&[why], alone.as_slice()].concat().join(" ")))]
            }
            Traced::Field => {
                vec![("read_by", json!(row::others_that_read(self.trace, self.at).collect::<Vec<_>>()))]
            }
            _ => Vec::new(),
        }
    }

    fn ids(&self, numbers: &[usize], of: Traced) -> Value {
        json!(numbers.iter().map(|at| self.trace.id(of, *at)).collect::<Vec<_>>())
    }
}
