//! What loading leaves open: that everything the packs name exists.

use std::sync::Arc;

use crate::source::{Code, Diagnostic, SourceText, Span, did_you_mean};

use super::calendars::Calendars;
use super::clause::Clauses;
use super::field_check::check_examples;
use super::files::PackFiles;
use super::library::Library;
use super::requirement::Requirement;

impl Library {
    /// Checks what loading leaves open: that every clause, authority, provision and source that the packs name exists,
    /// that no id clashes, and that the examples of fields fit them.
    pub fn verify(&self, clauses: &Clauses) -> Vec<Diagnostic> {
        let mut found = check_examples(&self.fields);
        found.extend(self.verify_ids(clauses));
        for requirement in &self.requirements {
            self.verify_requirement(requirement, clauses, &mut found);
        }
        for clause in &clauses.clauses {
            for cite in clause.cites.iter().filter(|cite| self.cited(cite).is_none()) {
                found.push(self.unknown(
                    &clause.source,
                    0..clause.source.text().len(),
                    "authority or provision",
                    cite,
                    None,
                ));
            }
        }
        for pack in &self.packs {
            self.verify_sources(&pack.files, &mut found);
        }
        match self.calendars() {
            Ok(calendars) => self.verify_calendars(&calendars, &mut found),
            Err(problems) => found.extend(problems),
        }
        found
    }

    fn verify_calendars(&self, calendars: &Calendars, found: &mut Vec<Diagnostic>) {
        for claim in calendars.claims() {
            let source = calendars.file(claim.file);
            let section = claim.start..requirement_end(source.text(), claim.start);
            for cite in claim.cites.iter().filter(|cite| self.cited(cite).is_none()) {
                let near = did_you_mean(
                    cite.split(' ').next().unwrap_or(cite),
                    self.authorities.iter().map(|known| known.id.as_str()),
                );
                found.push(self.unknown(source, section.clone(), "authority or provision", cite, near));
            }
            for id in claim.sources.iter().filter(|id| self.source(id).is_none()) {
                let near = did_you_mean(id, self.sources.iter().map(|known| known.id.as_str()));
                found.push(self.unknown(source, section.clone(), "source", id, near));
            }
        }
    }

    fn verify_requirement(&self, requirement: &Requirement, clauses: &Clauses, found: &mut Vec<Diagnostic>) {
        let source = self.text_of(requirement);
        let start = requirement.place.1.start;
        let section = start..requirement_end(source.text(), start);
        let duties = std::iter::once(&requirement.duty).chain(requirement.variants.iter().map(|variant| &variant.duty));
        for duty in duties {
            for cite in duty.cites.iter().filter(|cite| self.cited(cite).is_none()) {
                let near = did_you_mean(
                    cite.split(' ').next().unwrap_or(cite),
                    self.authorities.iter().map(|known| known.id.as_str()),
                );
                found.push(self.unknown(source, section.clone(), "authority or provision", cite, near));
            }
            for id in duty.sources.iter().filter(|id| self.source(id).is_none()) {
                let near = did_you_mean(id, self.sources.iter().map(|known| known.id.as_str()));
                found.push(self.unknown(source, section.clone(), "source", id, near));
            }
        }
        if let Some(clause) =
            requirement.clause.as_deref().filter(|id| !clauses.clauses.iter().any(|clause| clause.id == *id))
        {
            let near = did_you_mean(clause, clauses.clauses.iter().map(|clause| clause.id.as_str()));
            found.push(self.unknown(source, section, "clause", clause, near));
        }
    }

    fn verify_sources(&self, files: &PackFiles, found: &mut Vec<Diagnostic>) {
        for (path, source) in files.under("authorities", ".toml") {
            let stem = path.rsplit('/').next().and_then(|name| name.strip_suffix(".toml")).unwrap_or(path);
            let Some(authority) = self.authority(stem) else { continue };
            for provision in authority.provisions.iter().chain(&authority.whole) {
                let versions = provision.versions.iter().flat_map(|version| &version.sources);
                for id in provision.sources.iter().chain(versions).filter(|id| self.source(id).is_none()) {
                    found.push(self.unknown(source, 0..source.text().len(), "source", id, None));
                }
                for twin in provision.twin.iter().filter(|twin| self.cited(twin).is_none()) {
                    found.push(self.unknown(source, 0..source.text().len(), "authority or provision", twin, None));
                }
            }
        }
    }

    fn unknown(
        &self,
        source: &Arc<SourceText>,
        within: Span,
        what: &str,
        name: &str,
        near: Option<&str>,
    ) -> Diagnostic {
        let quoted = format!("\"{name}\"");
        let place = source.text()[within.clone()].find(&quoted).map(|at| within.start + at);
        let span = place.map_or(within.start..within.start, |at| at..at + quoted.len());
        let problem =
            Diagnostic::new(Code::UnknownReference, format!("there is no {what} `{name}`")).at(source, span, "");
        match near {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help(format!("`diligence list` prints every known {what}")),
        }
    }
}

/// The end of the table that begins at `start`: the next heading of one part, or the end of the text.
fn requirement_end(text: &str, start: usize) -> usize {
    let mut at = start;
    while let Some(next) = text[at..].find("\n[").map(|next| at + next + 1) {
        let heading = text[next..].lines().next().unwrap_or("");
        if !heading.starts_with("[[") && !heading.contains('.') {
            return next;
        }
        at = next + 1;
    }
    text.len()
}
