//! Which clauses of a document are called for, and in which of their texts they stand.

use crate::assessment::{ChosenText, Observation, Scope, Truth};
use crate::pack::{Clause, Clauses, Document, Fallback, Form};
use crate::record::FieldId;

use super::{Answer, LeftOut};

/// Which text of a clause stands in the draft.
#[derive(Clone, Copy, Debug)]
pub enum Position<'a> {
    /// The preferred one.
    Preferred,
    /// The preferred position in fewer words, in a document in short form.
    Short,
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

/// Gives the text of a clause; `None` leaves the clause out.
pub type Chooser<'c, 'a> = &'c dyn Fn(&'a Clause) -> Option<Position<'a>>;

/// The text that the record of `scope` chooses for `clause`, which is the preferred one where it chooses none.
pub fn recorded<'a>(clause: &'a Clause, scope: &Scope<'_>) -> Option<Position<'a>> {
    match scope.chosen_text(clause) {
        ChosenText::Preferred => Some(Position::Preferred),
        ChosenText::Fallback(fallback) => Some(Position::Fallback(fallback)),
        ChosenText::LeftOut => None,
    }
}

/// A clause that stands in a document.
#[derive(Debug)]
pub(super) struct Chosen<'a> {
    /// The clause.
    pub clause: &'a Clause,
    /// Its text.
    pub position: Position<'a>,
    /// Why it stands there.
    pub called: Called,
    /// The requirements that it answers.
    pub answers: Vec<Answer<'a>>,
}

/// The clauses of `document` that are called for or may be, and the others.
pub(super) fn choose<'a>(
    document: &'a Document,
    clauses: &'a Clauses,
    scope: &Scope<'a>,
    chooser: Chooser<'_, 'a>,
) -> (Vec<Chosen<'a>>, Vec<LeftOut<'a>>) {
    let mut chosen = Vec::new();
    let mut left_out = Vec::new();
    for clause in document.clauses.iter().filter_map(|id| clauses.find(id)) {
        match (called(clause, scope), chooser(clause)) {
            (Err(reasons), _) => left_out.push(LeftOut { clause, reasons, by_choice: false }),
            (Ok(_), None) => {
                let reasons = vec!["The record leaves it out.".to_owned(), format!("Its floor: {}", clause.floor)];
                left_out.push(LeftOut { clause, reasons, by_choice: true });
            }
            (Ok(called), Some(position)) => {
                let position = in_form(document.form, clause, position);
                chosen.push(Chosen { clause, position, called, answers: answers(clause, scope) });
            }
        }
    }
    (chosen, left_out)
}

/// The position in the words of a document of this form. What a record chose keeps its own words.
fn in_form<'a>(form: Form, clause: &Clause, position: Position<'a>) -> Position<'a> {
    match (form, position) {
        (Form::Short, Position::Preferred) if clause.short.is_some() => Position::Short,
        _ => position,
    }
}

/// Why `clause` is called for, or may be.
///
/// # Errors
/// Why it is not, in sentences.
fn called<'a>(clause: &'a Clause, scope: &Scope<'a>) -> Result<Called, Vec<String>> {
    let Some(condition) = &clause.called_for else { return Ok(Called::Always) };
    let mut seen = Vec::new();
    match scope.evaluate(condition, &mut seen) {
        Truth::False => Err(scope.reasons(condition)),
        Truth::Unknown => Ok(Called::NotStated(not_stated(&seen))),
        Truth::True => Ok(Called::Because(scope.grounds(condition))),
    }
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
