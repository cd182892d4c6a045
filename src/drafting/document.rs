//! A document for a record: its clauses in order, numbered, with every fact put in.

use crate::assessment::{Observation, Scope, Truth};
use crate::pack::{Clause, Clauses, Definition, Document, Fallback, Obligation, Requirement};
use crate::record::FieldId;
use crate::source::Diagnostic;

use super::drafter::Drafter;
use super::passage::Passage;
use super::template_check::used_terms;
use super::{Ledger, Paragraph, Wording};

/// Which text of a clause stands in the draft.
#[derive(Clone, Copy, Debug)]
pub enum Position<'a> {
    /// The preferred one.
    Preferred,
    /// A weaker one.
    Fallback(&'a Fallback),
}

/// Why a clause stands in the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Called {
    /// It is always called for.
    Always,
    /// It is called for, for these reasons, in sentences.
    Because(Vec<String>),
    /// The record does not state these fields, which decide.
    NotStated(Vec<FieldId>),
}

/// A numbered section: one clause.
#[derive(Clone, Debug)]
pub struct Section<'a> {
    /// Its number, from 1.
    pub number: usize,
    /// The clause.
    pub clause: &'a Clause,
    /// Which of its texts stands here.
    pub position: Position<'a>,
    /// Why it stands here.
    pub called: Called,
    /// Its sub-clauses.
    pub paragraphs: Vec<Paragraph>,
    /// The requirements that it answers.
    pub answers: Vec<Answer<'a>>,
}

/// A requirement that a section answers.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// The requirement.
    pub requirement: &'a Requirement,
    /// How strongly it asks for this record.
    pub obligation: Obligation,
    /// Whether it applies to this record, as far as the record says.
    pub applies: bool,
}

/// A clause of the document that is not called for.
#[derive(Clone, Debug)]
pub struct LeftOut<'a> {
    /// The clause.
    pub clause: &'a Clause,
    /// Why, in sentences.
    pub reasons: Vec<String>,
}

/// A document for a record.
#[derive(Clone, Debug)]
pub struct Draft<'a> {
    /// The document.
    pub document: &'a Document,
    /// The opening text.
    pub opening: Vec<Paragraph>,
    /// The sections.
    pub sections: Vec<Section<'a>>,
    /// The clauses that are not called for.
    pub left_out: Vec<LeftOut<'a>>,
    /// What is left to people.
    pub ledger: Ledger<'a>,
}

/// Drafts `document` for the record of `scope`. `position` chooses the text of each clause.
///
/// # Errors
/// Every text that cannot be rendered.
pub fn draft<'a>(
    document: &'a Document,
    clauses: &'a Clauses,
    wording: &Wording,
    scope: &Scope<'a>,
    position: impl Fn(&'a Clause) -> Position<'a>,
) -> Result<Draft<'a>, Vec<Diagnostic>> {
    let (chosen, left_out) = choose(document, clauses, scope);
    let definitions = definitions(document, &chosen, clauses);
    let numbers: Vec<&Clause> = chosen.iter().map(|(clause, _)| *clause).collect();
    let mut drafter = Drafter::new(clauses, wording, scope, numbers, definitions);
    let opening = drafter.paragraphs(&Passage::document(document), None);
    let mut sections = Vec::new();
    for (at, (clause, called)) in chosen.into_iter().enumerate() {
        let number = at + 1;
        let position = position(clause);
        let paragraphs = drafter.paragraphs(&Passage::clause(clause, position), Some(number));
        let answers = answers(clause, scope);
        sections.push(Section { number, clause, position, called, paragraphs, answers });
    }
    let ledger = drafter.finish()?;
    Ok(Draft { document, opening, sections, left_out, ledger })
}

/// The requirements that `clause` answers, in the order of the packs.
fn answers<'a>(clause: &Clause, scope: &Scope<'a>) -> Vec<Answer<'a>> {
    let own = scope.library.requirements.iter().filter(|one| one.clause.as_deref() == Some(&clause.id));
    own.map(|requirement| Answer {
        requirement,
        obligation: scope.duty(requirement).obligation,
        applies: scope.holds(&requirement.applies) != Truth::False,
    })
    .collect()
}

/// The clauses of `document` that are called for or may be, and the others.
fn choose<'a>(
    document: &'a Document,
    clauses: &'a Clauses,
    scope: &Scope<'a>,
) -> (Vec<(&'a Clause, Called)>, Vec<LeftOut<'a>>) {
    let mut chosen = Vec::new();
    let mut left_out = Vec::new();
    for clause in document.clauses.iter().filter_map(|id| clauses.find(id)) {
        let Some(condition) = &clause.called_for else {
            chosen.push((clause, Called::Always));
            continue;
        };
        let mut seen = Vec::new();
        match scope.evaluate(condition, &mut seen) {
            Truth::False => left_out.push(LeftOut { clause, reasons: scope.reasons(condition) }),
            Truth::Unknown => chosen.push((clause, Called::NotStated(not_stated(&seen)))),
            Truth::True => chosen.push((clause, Called::Because(scope.grounds(condition)))),
        }
    }
    (chosen, left_out)
}

fn not_stated(seen: &[Observation<'_>]) -> Vec<FieldId> {
    let mut fields: Vec<FieldId> = Vec::new();
    for observation in seen.iter().filter(|observation| observation.truth == Truth::Unknown) {
        let open = observation.against.as_ref().filter(|against| against.value.is_none());
        let field =
            if observation.value.is_none() { Some(observation.field) } else { open.map(|against| against.field) };
        fields.extend(field.filter(|field| !fields.contains(field)));
    }
    fields
}

/// The definitions that the document needs, with those that they need themselves, in alphabetical order.
fn definitions<'a>(document: &Document, chosen: &[(&'a Clause, Called)], clauses: &'a Clauses) -> Vec<&'a Definition> {
    let opening = used_terms(&document.text.body.text, clauses).into_iter().map(|(term, _)| term);
    let mut open: Vec<&str> =
        chosen.iter().flat_map(|(clause, _)| &clause.terms).map(String::as_str).chain(opening).collect();
    let mut needed: Vec<&'a Definition> = Vec::new();
    while let Some(term) = open.pop() {
        if let Some(definition) = clauses.definition(term)
            && !needed.iter().any(|known| known.term == definition.term)
        {
            open.extend(definition.terms.iter().map(String::as_str));
            needed.push(definition);
        }
    }
    needed.sort_by_key(|definition| (definition.term.to_lowercase(), &definition.term));
    needed
}
