//! Orphans: what a pack declares and then leaves without an answer, and reasons for that which no longer hold.

use crate::source::{Code, Diagnostic};

use super::authority::Relevance;
use super::place;
use super::trace::{Trace, Traced};

/// What is wrong with one thing of the trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw<'l> {
    /// It matters, is linked to nothing that would answer, read or name it, and no reason is given.
    Orphan,
    /// It says why it stands alone, and does not.
    NotAlone,
    /// It says that this requirement answers it, and there is none of this id.
    UnknownAnswer(&'l str),
    /// It says that this requirement answers it without citing it, and the requirement cites it.
    CitedAnswer(&'l str),
}

/// One thing of the trace with what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flawed<'l> {
    /// What kind of thing it is.
    pub what: Traced,
    /// Its number.
    pub at: usize,
    /// What is wrong.
    pub flaw: Flaw<'l>,
}

impl<'l> Trace<'l> {
    /// Everything that is wrong, by kind and in the order of the rows.
    ///
    /// Requirements and sources are not among it: a requirement that rests on nothing is refused when its pack loads, and
    /// a source that nothing names does no harm.
    pub fn flaws(&self) -> Vec<Flawed<'l>> {
        let mut found = Vec::new();
        for what in [Traced::Provision, Traced::Field, Traced::Clause] {
            for at in self.rows(what) {
                let mut add = |flaw| found.push(Flawed { what, at, flaw });
                if self.is_orphan(what, at) && !self.gathers(what, at) && !self.names_answers(what, at) {
                    add(Flaw::Orphan);
                }
                if self.stands_alone(what, at).is_some() && self.is_answered(what, at) {
                    add(Flaw::NotAlone);
                }
                if what == Traced::Provision {
                    self.wrong_answers(at).for_each(add);
                }
            }
        }
        found
    }

    /// Whether it matters, nothing answers, reads or names it, and no reason is given. Something that gathers provisions
    /// is an orphan while one of these is, unless it is answered itself.
    pub fn is_orphan(&self, what: Traced, at: usize) -> bool {
        if self.is_answered(what, at) || self.stands_alone(what, at).is_some() {
            return false;
        }
        match what {
            Traced::Provision if self.gathers(what, at) => {
                self.below(at).any(|below| self.is_orphan(Traced::Provision, below))
            }
            Traced::Provision => self.provisions[at].1.relevance != Relevance::No,
            Traced::Field => !self.field(at).kind.is_container(),
            Traced::Clause => true,
            Traced::Requirement | Traced::Source => false,
        }
    }

    /// Whether a requirement cites or answers a provision, something reads a field, or a requirement names a clause.
    fn is_answered(&self, what: Traced, at: usize) -> bool {
        match what {
            Traced::Field => !self.readers(at).is_empty(),
            _ => !self.named(what, at, Traced::Requirement).is_empty(),
        }
    }

    /// Whether it is a section, or an authority as a whole, that only gathers provisions with rows of their own.
    pub fn gathers(&self, what: Traced, at: usize) -> bool {
        let parent = |at: usize| self.provisions[at].1.parent || self.provisions[at].1.id.is_empty();
        what == Traced::Provision && parent(at) && self.below(at).next().is_some()
    }

    /// The provisions below a section, or below an authority as a whole.
    fn below(&self, at: usize) -> impl Iterator<Item = usize> {
        let (own, parent) = self.provisions[at];
        let here = self.provisions.iter().enumerate().filter(move |(_, (authority, _))| authority.id == own.id);
        here.filter(move |(_, (_, one))| is_below(&one.id, &parent.id)).map(|(at, _)| at)
    }

    /// Whether it names requirements that answer it; where it is an orphan all the same, each of these is wrong itself.
    fn names_answers(&self, what: Traced, at: usize) -> bool {
        what == Traced::Provision && !self.provisions[at].1.answered_by.is_empty()
    }

    fn wrong_answers(&self, at: usize) -> impl Iterator<Item = Flaw<'l>> {
        let library = self.library;
        let cited = move |id: &str| {
            self.named(Traced::Provision, at, Traced::Requirement)
                .iter()
                .any(|one| self.requirement(*one).id == id && self.cites(*one, at))
        };
        self.provisions[at].1.answered_by.iter().filter_map(move |id| match library.requirement(id) {
            None => Some(Flaw::UnknownAnswer(id)),
            Some(requirement) => cited(&requirement.id).then_some(Flaw::CitedAnswer(id)),
        })
    }

    /// What `pack verify` says of the flaws in what the pack `pack` declares.
    pub fn refusals(&self, pack: &str) -> Vec<Diagnostic> {
        let own = |flawed: &Flawed<'_>| place::owners(self, flawed.what, flawed.at).contains(&pack);
        self.flaws().into_iter().filter(own).map(|flawed| self.refusal(flawed)).collect()
    }

    fn refusal(&self, flawed: Flawed<'_>) -> Diagnostic {
        let (key, value) = match flawed.flaw {
            Flaw::Orphan => (None, None),
            Flaw::NotAlone => (Some("stands-alone"), None),
            Flaw::UnknownAnswer(id) | Flaw::CitedAnswer(id) => (Some("answered-by"), Some(id)),
        };
        let problem = Diagnostic::new(flawed.code(), self.says(flawed)).help(self.remedy(flawed));
        match place::of(self, flawed.what, flawed.at, key, value) {
            Some((source, span)) => problem.at(&source, span, ""),
            None => problem,
        }
    }

    /// What is wrong, in a sentence without a final stop.
    pub fn says(&self, Flawed { what, at, flaw }: Flawed<'_>) -> String {
        let name = format!("the {} `{}`", what.id(), self.id(what, at));
        match (flaw, what) {
            (Flaw::Orphan, Traced::Field) => format!("nothing reads {name}"),
            (Flaw::Orphan, Traced::Clause) => format!("no requirement names {name}"),
            (Flaw::Orphan, _) => format!("{name} matters to outsourcing, and no requirement cites or answers it"),
            (Flaw::NotAlone, Traced::Field) => {
                let reader = self.readers(at).first().map(|reader| reader.words()).unwrap_or_default();
                format!("{name} says why it stands alone, and {reader} reads it")
            }
            (Flaw::NotAlone, _) => {
                let first = self.named(what, at, Traced::Requirement).first();
                let id = first.map(|one| self.id(Traced::Requirement, *one)).unwrap_or_default();
                format!("{name} says why it stands alone, and the requirement `{id}` answers it")
            }
            (Flaw::UnknownAnswer(id), _) => format!("there is no requirement `{id}` to answer {name}"),
            (Flaw::CitedAnswer(id), _) => format!("the requirement `{id}` cites {name} already"),
        }
    }

    /// What to do about it.
    pub fn remedy(&self, flawed: Flawed<'_>) -> String {
        match (flawed.flaw, flawed.what) {
            (Flaw::Orphan, Traced::Field) => {
                "read it in a condition or a clause, or say in `stands-alone` why the record asks for it".to_owned()
            }
            (Flaw::Orphan, Traced::Clause) => {
                "name it as the `clause` of a requirement, or say in `stands-alone` why none calls for it".to_owned()
            }
            (Flaw::Orphan, _) => "cite it in a requirement, name the requirements that answer it in `answered-by`, or \
                                  say in `stands-alone` why none needs to"
                .to_owned(),
            (Flaw::NotAlone, _) => "delete `stands-alone`".to_owned(),
            (Flaw::UnknownAnswer(id), _) => match self.library.nearest_requirement(id) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`diligence list requirements` prints every id".to_owned(),
            },
            (Flaw::CitedAnswer(_), _) => "take it out of `answered-by`".to_owned(),
        }
    }
}

impl Flawed<'_> {
    const fn code(self) -> Code {
        match self.flaw {
            Flaw::Orphan => Code::Orphan,
            Flaw::NotAlone | Flaw::CitedAnswer(_) => Code::StaleReason,
            Flaw::UnknownAnswer(_) => Code::UnknownReference,
        }
    }
}

/// Whether the provision `id` stands below `parent`: all do below the authority as a whole; "42(1)(a)" and "42(1)-notice"
/// below "42(1)" and "42", and "42.1" below neither.
fn is_below(id: &str, parent: &str) -> bool {
    if parent.is_empty() {
        return !id.is_empty();
    }
    let Some(rest) = id.strip_prefix(parent) else { return false };
    rest.starts_with(['(', ' ']) || (rest.starts_with('-') && parent.ends_with(')'))
}

#[cfg(test)]
mod tests {
    use super::is_below;

    #[test]
    fn limbs_stand_below_their_section() {
        for (id, parent) in [("42(1)", "42"), ("42(1)(a)", "42"), ("8(4)-notice", "8(4)"), ("part 1", ""), ("1 a", "1")]
        {
            assert!(is_below(id, parent), "{id} below {parent}");
        }
        for (id, parent) in [("42.1", "42"), ("42", "42"), ("5-8", "5"), ("421", "42"), ("42(1)", "42(1)"), ("", "")] {
            assert!(!is_below(id, parent), "{id} below {parent}");
        }
    }
}
