//! The trace: provision, requirement, field, clause and source, each with all that it is linked to, from both ends.

use std::collections::HashMap;

use crate::record::{Field, FieldId, FieldType};

use super::authority::{Authority, Provision};
use super::readers::{Reader, Readers};
use super::{Calendars, Clause, Clauses, Library, Requirement, SourceRef};

/// What a row of the trace is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Traced {
    /// A provision, or an authority as a whole.
    Provision,
    /// A requirement.
    Requirement,
    /// A field, or a list of tables.
    Field,
    /// A clause.
    Clause,
    /// A source.
    Source,
}

impl Traced {
    /// All of them, from the law to where it was seen.
    pub const ALL: [Traced; 5] =
        [Traced::Provision, Traced::Requirement, Traced::Field, Traced::Clause, Traced::Source];

    /// The word for one.
    pub const fn id(self) -> &'static str {
        match self {
            Traced::Provision => "provision",
            Traced::Requirement => "requirement",
            Traced::Field => "field",
            Traced::Clause => "clause",
            Traced::Source => "source",
        }
    }

    /// The word for several.
    pub const fn plural(self) -> &'static str {
        match self {
            Traced::Provision => "provisions",
            Traced::Requirement => "requirements",
            Traced::Field => "fields",
            Traced::Clause => "clauses",
            Traced::Source => "sources",
        }
    }
}

/// Links between things of two kinds, kept from both ends.
#[derive(Clone, Debug)]
struct Links(Vec<Vec<Vec<usize>>>);

impl Links {
    fn new(counts: [usize; 5]) -> Self {
        let table = |of: Traced| Traced::ALL.map(|_| vec![Vec::new(); counts[of as usize]]);
        Self(Traced::ALL.into_iter().flat_map(table).collect())
    }

    const fn place(one: Traced, other: Traced) -> usize {
        one as usize * Traced::ALL.len() + other as usize
    }

    fn of(&self, what: Traced, at: usize, other: Traced) -> &[usize] {
        &self.0[Self::place(what, other)][at]
    }

    fn add(&mut self, (one, at): (Traced, usize), (other, there): (Traced, usize)) {
        self.0[Self::place(one, other)][at].push(there);
        self.0[Self::place(other, one)][there].push(at);
    }

    /// Links everything in `these` with everything in `those`.
    fn join(&mut self, (one, these): (Traced, &[usize]), (other, those): (Traced, &[usize])) {
        for at in these {
            those.iter().for_each(|there| self.add((one, *at), (other, *there)));
        }
    }

    fn sorted(mut self) -> Self {
        for list in self.0.iter_mut().flatten() {
            list.sort_unstable();
            list.dedup();
        }
        self
    }
}

/// Everything of the packs in use and how it hangs together.
///
/// A thing is named by its kind and its number: its place in [`Trace::provisions`] or in the lists of the library and
/// the clauses.
pub struct Trace<'l> {
    /// The packs in use.
    pub library: &'l Library,
    /// The clauses in use.
    pub clauses: &'l Clauses,
    /// Every authority as a whole, where it can be cited so, and then its provisions in the order of the law.
    pub provisions: Vec<(&'l Authority, &'l Provision)>,
    provision_ids: Vec<String>,
    /// What one of the two names itself.
    direct: Links,
    /// What stands in `direct`, and what is linked through a requirement or a provision.
    all: Links,
    /// The requirements that cite each provision.
    citing: Vec<Vec<usize>>,
    readers: Readers<'l>,
}

impl std::fmt::Debug for Trace<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Trace").field("provisions", &self.provision_ids).finish_non_exhaustive()
    }
}

impl<'l> Trace<'l> {
    /// Follows every link of `library`, `clauses` and `calendars`.
    pub fn new(library: &'l Library, clauses: &'l Clauses, calendars: &'l Calendars) -> Self {
        let provisions: Vec<(&Authority, &Provision)> = library
            .authorities
            .iter()
            .flat_map(|authority| authority.whole.iter().chain(&authority.provisions).map(move |one| (authority, one)))
            .collect();
        let provision_ids: Vec<String> =
            provisions.iter().map(|(authority, provision)| authority.cite_id(provision)).collect();
        let builder = Builder::new(library, clauses, &provisions, &provision_ids);
        let (direct, citing) = builder.direct();
        let all = through(&direct, library.requirements.len(), clauses.clauses.len());
        Self {
            library,
            clauses,
            provision_ids,
            direct,
            all,
            citing,
            readers: Readers::new(library, clauses, calendars),
            provisions,
        }
    }

    /// The numbers of everything of this kind that has a row: sections of the record have none.
    pub fn rows(&self, what: Traced) -> Vec<usize> {
        let all = 0..self.count(what);
        match what {
            Traced::Field => all.filter(|at| self.field(*at).kind != FieldType::Section).collect(),
            _ => all.collect(),
        }
    }

    fn count(&self, what: Traced) -> usize {
        counts(self.library, self.clauses, self.provisions.len())[what as usize]
    }

    /// The id of a thing, as citations, conditions and requirements name it.
    pub fn id(&self, what: Traced, at: usize) -> &str {
        match what {
            Traced::Provision => &self.provision_ids[at],
            Traced::Requirement => &self.requirement(at).id,
            Traced::Field => &self.field(at).path,
            Traced::Clause => &self.clause(at).id,
            Traced::Source => &self.source(at).id,
        }
    }

    /// The requirement of this number.
    pub fn requirement(&self, at: usize) -> &'l Requirement {
        &self.library.requirements[at]
    }

    /// The field of this number.
    pub fn field(&self, at: usize) -> &'l Field {
        self.library.fields.get(field_id(at))
    }

    /// The clause of this number.
    pub fn clause(&self, at: usize) -> &'l Clause {
        &self.clauses.clauses[at]
    }

    /// The source of this number.
    pub fn source(&self, at: usize) -> &'l SourceRef {
        &self.library.sources[at]
    }

    /// Everything of the kind `other` to which a thing is linked, in the order of its rows.
    pub fn linked(&self, what: Traced, at: usize, other: Traced) -> &[usize] {
        self.all.of(what, at, other)
    }

    /// As [`Trace::linked`], but only where one of the two names the other: a requirement cites a provision, answers it,
    /// reads a field, names a clause or a source; a clause cites a provision or reads a field; a provision names a source.
    pub fn named(&self, what: Traced, at: usize, other: Traced) -> &[usize] {
        self.direct.of(what, at, other)
    }

    /// Whether the requirement cites the provision, in its plain form or another.
    pub fn cites(&self, requirement: usize, provision: usize) -> bool {
        self.citing[provision].binary_search(&requirement).is_ok()
    }

    /// What reads the field of this number.
    pub fn readers(&self, field: usize) -> &[Reader<'l>] {
        self.readers.of(field_id(field))
    }

    /// Why a thing needs no link, in the words of its pack.
    pub fn stands_alone(&self, what: Traced, at: usize) -> Option<&'l str> {
        match what {
            Traced::Provision => self.provisions[at].1.stands_alone.as_deref(),
            Traced::Field => self.field(at).stands_alone.as_deref(),
            Traced::Clause => self.clause(at).stands_alone.as_deref(),
            Traced::Requirement | Traced::Source => None,
        }
    }
}

fn field_id(at: usize) -> FieldId {
    FieldId(u32::try_from(at).expect("fields are numbered with 32 bits"))
}

fn counts(library: &Library, clauses: &Clauses, provisions: usize) -> [usize; 5] {
    [provisions, library.requirements.len(), library.fields.len(), clauses.clauses.len(), library.sources.len()]
}

/// The numbers of everything that can be named, by its id.
struct Builder<'b> {
    library: &'b Library,
    clauses: &'b Clauses,
    provisions: &'b [(&'b Authority, &'b Provision)],
    provision_at: HashMap<&'b str, usize>,
    requirement_at: HashMap<&'b str, usize>,
    clause_at: HashMap<&'b str, usize>,
    source_at: HashMap<&'b str, usize>,
}

impl<'b> Builder<'b> {
    fn new(
        library: &'b Library,
        clauses: &'b Clauses,
        provisions: &'b [(&'b Authority, &'b Provision)],
        provision_ids: &'b [String],
    ) -> Self {
        Self {
            library,
            clauses,
            provisions,
            provision_at: numbered(provision_ids.iter().map(String::as_str)),
            requirement_at: numbered(library.requirements.iter().map(|one| one.id.as_str())),
            clause_at: numbered(clauses.clauses.iter().map(|one| one.id.as_str())),
            source_at: numbered(library.sources.iter().map(|one| one.id.as_str())),
        }
    }

    /// What names what, and the requirements that cite each provision.
    fn direct(&self) -> (Links, Vec<Vec<usize>>) {
        let mut links = Links::new(counts(self.library, self.clauses, self.provisions.len()));
        for (at, requirement) in self.library.requirements.iter().enumerate() {
            self.requirement(at, requirement, &mut links);
        }
        for (at, clause) in self.clauses.clauses.iter().enumerate() {
            let cited = clause.cites.iter().filter_map(|cite| self.provision_at.get(cite.as_str()));
            cited.for_each(|there| links.add((Traced::Clause, at), (Traced::Provision, *there)));
            for field in self.library.clause_reads(clause) {
                links.add((Traced::Clause, at), (Traced::Field, field.0 as usize));
            }
        }
        links = links.sorted();
        let citing = links.0[Links::place(Traced::Provision, Traced::Requirement)].clone();
        for (at, (_, provision)) in self.provisions.iter().enumerate() {
            self.provision(at, provision, &mut links);
        }
        (links.sorted(), citing)
    }

    fn requirement(&self, at: usize, requirement: &Requirement, links: &mut Links) {
        let own = (Traced::Requirement, at);
        for duty in requirement.forms() {
            let cited = duty.cites.iter().filter_map(|cite| self.provision_at.get(cite.as_str()));
            cited.for_each(|there| links.add(own, (Traced::Provision, *there)));
            let seen = duty.sources.iter().filter_map(|id| self.source_at.get(id.as_str()));
            seen.for_each(|there| links.add(own, (Traced::Source, *there)));
        }
        for field in self.library.all_reads(requirement) {
            links.add(own, (Traced::Field, field.0 as usize));
        }
        if let Some(clause) = requirement.clause.as_deref().and_then(|id| self.clause_at.get(id)) {
            links.add(own, (Traced::Clause, *clause));
        }
    }

    fn provision(&self, at: usize, provision: &Provision, links: &mut Links) {
        let own = (Traced::Provision, at);
        let answering = provision.answered_by.iter().filter_map(|id| self.library.requirement(id));
        let answering = answering.filter_map(|one| self.requirement_at.get(one.id.as_str()));
        answering.for_each(|there| links.add(own, (Traced::Requirement, *there)));
        let versions = provision.versions.iter().flat_map(|version| &version.sources);
        let seen = provision.sources.iter().chain(versions).filter_map(|id| self.source_at.get(id.as_str()));
        seen.for_each(|there| links.add(own, (Traced::Source, *there)));
    }
}

fn numbered<'i>(ids: impl Iterator<Item = &'i str>) -> HashMap<&'i str, usize> {
    ids.enumerate().map(|(at, id)| (id, at)).collect()
}

/// Adds to the links in `direct` those through a requirement or, for sources, through a provision.
fn through(direct: &Links, requirements: usize, clauses: usize) -> Links {
    use Traced::{Clause, Field, Provision, Requirement, Source};
    let mut all = direct.clone();
    for at in 0..requirements {
        let own = |other| direct.of(Requirement, at, other);
        let (provisions, fields, clauses) = (own(Provision), own(Field), own(Clause));
        let mut sources = own(Source).to_vec();
        sources.extend(provisions.iter().flat_map(|there| direct.of(Provision, *there, Source)));
        sources.sort_unstable();
        sources.dedup();
        all.join((Provision, provisions), (Field, fields));
        all.join((Provision, provisions), (Clause, clauses));
        all.join((Field, fields), (Clause, clauses));
        for (kind, those) in [(Requirement, &[at][..]), (Field, fields), (Clause, clauses)] {
            all.join((Source, &sources), (kind, those));
        }
    }
    for at in 0..clauses {
        for there in direct.of(Clause, at, Provision) {
            all.join((Clause, &[at]), (Source, direct.of(Provision, *there, Source)));
        }
    }
    all.sorted()
}
