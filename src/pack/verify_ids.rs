//! Ids that clash or lead nowhere, beyond what loading refuses: numbers of clauses, former ids of requirements, and what
//! the uncertainties name.

use std::collections::HashMap;
use std::sync::Arc;

use crate::source::{Code, Diagnostic, Problems, SourceText, Span, Table, did_you_mean, parse_toml};

use super::clause::Clauses;
use super::library::Library;
use super::uncertainty::read_uncertainties;

impl Library {
    /// Every such id.
    pub(super) fn verify_ids(&self, clauses: &Clauses) -> Vec<Diagnostic> {
        let mut found = clause_numbers(clauses);
        found.extend(self.former_ids());
        found.extend(self.uncertainties_by_file());
        found
    }

    /// Former ids that another requirement has now, or had too: what a record says of them would be taken for both.
    fn former_ids(&self) -> Vec<Diagnostic> {
        let mut taken: HashMap<&str, &str> =
            self.requirements.iter().map(|requirement| (requirement.id.as_str(), requirement.id.as_str())).collect();
        let mut found = Vec::new();
        for requirement in &self.requirements {
            for old in &requirement.formerly {
                if let Some(other) = taken.insert(old, &requirement.id) {
                    let message = format!("the former id `{old}` of `{}` is one of `{other}` too", requirement.id);
                    let source = self.text_of(requirement);
                    let span = quoted(source, requirement.place.1.start, old);
                    let problem = Diagnostic::new(Code::DuplicateId, message).at(source, span, "");
                    found
                        .push(problem.help("an id stays with one requirement for ever; take it out of one of the two"));
                }
            }
        }
        found
    }

    /// Uncertainties that two packs call the same, and authorities in them that are not known.
    fn uncertainties_by_file(&self) -> Vec<Diagnostic> {
        let mut seen: Vec<String> = Vec::new();
        let mut found = Vec::new();
        for source in self.packs.iter().filter_map(|pack| pack.files.get("uncertainties.toml")) {
            let mut problems = Problems::new(source);
            let root = parse_toml(source, &mut problems);
            let spans: Vec<Span> = Table::new(root.get_ref(), 0..0).iter().map(|(_, span, _)| span).collect();
            for (one, span) in read_uncertainties(root.get_ref(), &mut problems).into_iter().zip(spans) {
                for on in one.authorities.iter().filter(|on| !self.is_law(on)) {
                    found.push(self.unknown_law(source, span.start, on));
                }
                if seen.contains(&one.id) {
                    let message = format!("there is another uncertainty `{}`", one.id);
                    let problem = Diagnostic::new(Code::DuplicateId, message).at(source, span, "");
                    found.push(problem.help("give one of the two another id"));
                }
                seen.push(one.id);
            }
        }
        found
    }

    /// Whether this is an authority, cited as a whole or not, or one of its provisions.
    fn is_law(&self, id: &str) -> bool {
        self.authority(id).is_some() || self.cited(id).is_some()
    }

    fn unknown_law(&self, source: &Arc<SourceText>, from: usize, id: &str) -> Diagnostic {
        let message = format!("there is no authority or provision `{id}`");
        let problem = Diagnostic::new(Code::UnknownReference, message).at(source, quoted(source, from, id), "");
        let known = self.authorities.iter().map(|authority| authority.id.as_str());
        match did_you_mean(id.split(' ').next().unwrap_or(id), known) {
            Some(near) if self.authority(id.split(' ').next().unwrap_or(id)).is_none() => {
                problem.help(format!("did you mean `{near}`?"))
            }
            _ => problem.help("`diligence list authorities` prints every authority with its provisions"),
        }
    }
}

/// Clauses with the same number.
fn clause_numbers(clauses: &Clauses) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (at, clause) in clauses.clauses.iter().enumerate() {
        let same = |other: &&super::Clause| other.code.eq_ignore_ascii_case(&clause.code);
        let Some(first) = clauses.clauses[..at].iter().find(same) else { continue };
        let message = format!("the clauses `{}` and `{}` both have the number {}", first.id, clause.id, clause.code);
        let span = quoted(&clause.source, 0, &clause.code);
        let problem = Diagnostic::new(Code::DuplicateId, message).at(&clause.source, span, "");
        let other = quoted(&first.source, 0, &first.code);
        found.push(problem.related(&first.source, other, "the other").help("give one of the two another `code`"));
    }
    found
}

/// The first place of `text` in quotes after `from`.
fn quoted(source: &SourceText, from: usize, text: &str) -> Span {
    let quoted = format!("\"{text}\"");
    let at = source.text()[from..].find(&quoted).map(|at| from + at);
    at.map_or(from..from, |at| at..at + quoted.len())
}
