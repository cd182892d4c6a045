//! One row: a thing, what there is to know of it, and everything to which it is linked.

use serde_json::{Map, Value};

use crate::pack::{Reader, Trace, Traced, capital};

use super::data;

/// One thing with its links.
#[derive(Debug)]
pub(super) struct Row<'t> {
    pub(super) what: Traced,
    pub(super) at: usize,
    pub(super) id: &'t str,
    /// What it is, in words; the id itself is no part of it.
    pub(super) title: String,
    /// What there is to know of it besides its links: a label and a text, which may hold names between backticks.
    pub(super) facts: Vec<(&'static str, String)>,
    /// The links to each other kind of thing, in the order of the kinds.
    pub(super) links: Vec<Links<'t>>,
    /// The same as data: texts, yes or no, and lists of ids.
    pub(super) data: Map<String, Value>,
}

/// The links of a row to one other kind of thing.
#[derive(Debug)]
pub(super) struct Links<'t> {
    pub(super) to: Traced,
    pub(super) targets: Vec<Target<'t>>,
}

/// What a row is linked to.
#[derive(Debug)]
pub(super) struct Target<'t> {
    pub(super) at: usize,
    pub(super) id: &'t str,
    /// How it is linked, where that is not plain.
    pub(super) mark: Option<&'static str>,
}

impl<'t> Row<'t> {
    /// The row of the thing of this kind and number.
    pub(super) fn new(trace: &'t Trace<'t>, what: Traced, at: usize) -> Self {
        let others = Traced::ALL.into_iter().filter(|other| *other != what);
        Self {
            what,
            at,
            id: trace.id(what, at),
            title: title(trace, what, at),
            facts: facts(trace, what, at),
            links: others.map(|other| Links::new(trace, what, at, other)).collect(),
            data: data::row(trace, what, at),
        }
    }
}

impl<'t> Links<'t> {
    fn new(trace: &'t Trace<'t>, what: Traced, at: usize, to: Traced) -> Self {
        let target = |there: &usize| Target {
            at: *there,
            id: trace.id(to, *there),
            mark: mark(trace, (what, at), (to, *there)),
        };
        Self { to, targets: trace.linked(what, at, to).iter().map(target).collect() }
    }
}

/// The word for a link between two things: the same from both ends.
fn mark(trace: &Trace<'_>, (what, at): (Traced, usize), (to, there): (Traced, usize)) -> Option<&'static str> {
    use Traced::{Clause, Field, Provision, Requirement, Source};
    let named = || trace.named(what, at, to).binary_search(&there).is_ok();
    let answered = |requirement, provision| (!trace.cites(requirement, provision)).then_some("answered");
    match (what, to) {
        (Provision, Requirement) => answered(there, at),
        (Requirement, Provision) => answered(at, there),
        (Provision, Clause) | (Clause, Provision) => named().then_some("cited"),
        (Field, Clause) | (Clause, Field) => named().then_some("read"),
        (Requirement, Source) | (Source, Requirement) => named().then_some("named"),
        _ => None,
    }
}

/// What a thing is, in words.
pub(super) fn title(trace: &Trace<'_>, what: Traced, at: usize) -> String {
    match what {
        Traced::Provision => {
            let (authority, provision) = trace.provisions[at];
            let about = if provision.id.is_empty() { &authority.title } else { &provision.heading };
            format!("{}: {about}", authority.cite(provision))
        }
        Traced::Requirement => trace.requirement(at).title.clone(),
        Traced::Field => match trace.field(at) {
            field if field.question.is_empty() => field.label(),
            field => field.question.clone(),
        },
        Traced::Clause => format!("{}: {}", trace.clause(at).code, trace.clause(at).title),
        Traced::Source => trace.source(at).title.clone(),
    }
}

fn facts(trace: &Trace<'_>, what: Traced, at: usize) -> Vec<(&'static str, String)> {
    let mut facts = match what {
        Traced::Provision => provision(trace, at),
        Traced::Requirement => {
            let duty = &trace.requirement(at).duty;
            vec![("Asks", format!("{}; rests on {}.", duty.obligation.id(), duty.basis.words()))]
        }
        Traced::Field => {
            let others: Vec<String> = others_that_read(trace, at).collect();
            let read = (!others.is_empty()).then(|| ("Read besides by", format!("{}.", others.join(", "))));
            read.into_iter().collect()
        }
        Traced::Clause => Vec::new(),
        Traced::Source => vec![("Grade", format!("{}.", trace.source(at).grade.words()))],
    };
    facts.extend(trace.stands_alone(what, at).map(|why| ("Stands alone", why.to_owned())));
    if trace.is_orphan(what, at) {
        facts.push(("Orphan", orphan(trace, what, at).to_owned()));
    }
    facts
}

fn provision(trace: &Trace<'_>, at: usize) -> Vec<(&'static str, String)> {
    let (authority, provision) = trace.provisions[at];
    let confirm = authority.to_confirm(provision).map(|confirm| format!("; {confirm}")).unwrap_or_default();
    let mut facts = vec![
        ("Relevance", format!("{}. {}", capital(provision.relevance.words()), provision.reason)),
        ("Confidence", format!("{}{confirm}.", provision.confidence.words())),
    ];
    facts.extend(provision.twin.iter().map(|twin| ("Twin in the sister Act", format!("`{twin}`."))));
    if provision.historic {
        facts.push(("History", "it is shown for history only; do not cite it as today's law.".to_owned()));
    }
    facts
}

/// What reads a field beside requirements and clauses, which have rows of their own.
pub(super) fn others_that_read<'t>(trace: &'t Trace<'_>, at: usize) -> impl Iterator<Item = String> + use<'t> {
    let traced = |reader: &&Reader<'_>| matches!(reader, Reader::Requirement(_) | Reader::Clause(_));
    trace.readers(at).iter().filter(move |reader| !traced(reader)).map(|reader| reader.words())
}

fn orphan(trace: &Trace<'_>, what: Traced, at: usize) -> &'static str {
    match what {
        Traced::Provision if trace.gathers(what, at) => {
            "a provision below it is one, and no requirement answers the whole."
        }
        Traced::Provision => "no requirement answers it, and no reason is given.",
        Traced::Field => "nothing reads it, and no reason is given.",
        _ => "no requirement names it, and no reason is given.",
    }
}
