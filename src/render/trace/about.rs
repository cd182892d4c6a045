//! The sentences around the rows: what the page is, how it is read, and where it comes from.

use crate::pack::{Trace, Traced};

use super::super::catalogue::made_from;
use super::super::english::listed;
use super::TraceView;

impl TraceView<'_> {
    /// The title of the whole.
    pub(super) fn title(&self) -> String {
        let of = match self.authorities.as_slice() {
            [] => "the packs in use".to_owned(),
            ids => {
                let short =
                    |id: &&str| self.trace.library.authority(id).map_or((*id).to_owned(), |one| one.short.clone());
                listed(&ids.iter().map(short).collect::<Vec<_>>(), "and")
            }
        };
        format!("Trace of {of}")
    }

    /// How to read it.
    pub(super) fn about(&self) -> Vec<&'static str> {
        let mut about = vec![
            "Each row names what a thing is linked to: provisions to the requirements that cite or answer them, these to the \
             fields that they read and to the clause that answers them, and provisions and requirements to the sources in \
             which they were seen. What is linked through a requirement, or to a source through a provision, is named too.",
            "Some links carry a word. Answered: the requirement answers the provision without citing it. Cited: the clause \
             cites the provision itself. Read: the clause reads the field itself. Named: the requirement names the source \
             itself.",
        ];
        if !self.authorities.is_empty() {
            about.push(
                "Only what is linked to these authorities has a row here. The rows name every link all the same.",
            );
        }
        about
    }

    /// What made the output and from what.
    pub(super) fn foot(&self) -> String {
        let Trace { library, clauses, .. } = self.trace;
        format!("{} and the clauses {:.12}. Not legal advice.", made_from(library), clauses.hash)
    }
}

/// "By provision".
pub(super) fn heading(what: Traced) -> String {
    format!("By {}", what.id())
}
