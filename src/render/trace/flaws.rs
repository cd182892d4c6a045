//! What is linked to nothing, and reasons that no longer hold, as every format of the trace shows them.

use crate::pack::{Flaw, Flawed, Traced, capital};

use super::TraceView;

/// Things with the same flaw.
#[derive(Debug)]
pub(super) struct Part {
    /// What is wrong with them, in a sentence.
    pub(super) says: String,
    /// What to do about it, in a sentence.
    pub(super) remedy: String,
    /// The things, by kind and number.
    pub(super) things: Vec<(Traced, usize)>,
}

impl TraceView<'_> {
    /// The flaws of what is shown: orphans of one kind together, every other flaw by itself.
    pub(super) fn flaws(&self) -> Vec<Part> {
        let ends = self.ends();
        let shown = |flawed: &Flawed<'_>| ends.contains(&flawed.what) && self.holds(flawed.what, flawed.at);
        let mut parts: Vec<Part> = Vec::new();
        for flawed in self.trace.flaws().into_iter().filter(shown) {
            let says = match flawed.flaw {
                Flaw::Orphan => orphans(flawed.what).to_owned(),
                _ => format!("{}.", capital(&self.trace.says(flawed))),
            };
            let thing = (flawed.what, flawed.at);
            match parts.last_mut() {
                Some(last) if last.says == says => last.things.push(thing),
                _ => {
                    let remedy = capital(&self.trace.remedy(flawed));
                    let stop = if remedy.ends_with('?') { "" } else { "." };
                    parts.push(Part { says, remedy: format!("{remedy}{stop}"), things: vec![thing] });
                }
            }
        }
        parts
    }

    /// The sentence that stands where there is none.
    pub(super) fn no_flaws(&self) -> &'static str {
        match self.by.is_none() && self.authorities.is_empty() {
            true => {
                "There is none: every provision that matters is answered by a requirement or says why it stands alone, \
                 every field is read or says why it is asked, and every clause is named by a requirement or says why not."
            }
            false => "There is none among what is shown here.",
        }
    }
}

const fn orphans(what: Traced) -> &'static str {
    match what {
        Traced::Field => "Nothing reads these fields.",
        Traced::Clause => "No requirement names these clauses.",
        _ => "These provisions matter to outsourcing, and no requirement cites or answers them.",
    }
}

/// How many things have a flaw.
pub(super) fn count(parts: &[Part]) -> usize {
    parts.iter().map(|part| part.things.len()).sum()
}
