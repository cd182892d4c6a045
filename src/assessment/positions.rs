//! The positions that a record chooses for clauses, held against the floors of the clauses.

use std::borrow::Cow;

use crate::pack::{Clause, Fallback, Obligation};
use crate::record::{FieldId, Phase, Value};
use crate::source::{Span, did_you_mean};

use super::parameters::about_parameters;
use super::waivers::read_waivers;
use super::{Finding, OwnRequirement, Scope, Status, Truth, Waiver};

/// The text that a record chooses for a clause.
#[derive(Clone, Copy, Debug)]
pub enum ChosenText<'a> {
    /// The preferred one; also where the record chooses none.
    Preferred,
    /// A weaker one.
    Fallback(&'a Fallback),
    /// None: the clause is left out.
    LeftOut,
}

impl Scope<'_> {
    /// The text that the record chooses for `clause`.
    pub fn chosen_text<'c>(&self, clause: &'c Clause) -> ChosenText<'c> {
        let stated = self.library.position(clause).and_then(|field| self.record.get(field));
        let Some(Value::Text(word)) = stated.map(|stated| &stated.value) else { return ChosenText::Preferred };
        if word == Clause::LEFT_OUT {
            return ChosenText::LeftOut;
        }
        let fallback = clause.fallbacks.iter().find(|fallback| fallback.id == *word);
        fallback.map_or(ChosenText::Preferred, ChosenText::Fallback)
    }
}

impl<'a> Scope<'a> {
    /// The texts below their floors that the record chooses and that no waiver covers, in the order of the clauses.
    pub fn unapproved_positions(&self) -> Vec<ChosenPosition<'a>> {
        let mut positions = chosen_positions(self, &read_waivers(self));
        positions.retain(|position| position.below_floor() && position.waiver.is_none());
        positions
    }
}

/// A text that a record chooses in place of the preferred one, for a clause that is called for or may be.
#[derive(Clone, Debug)]
pub struct ChosenPosition<'a> {
    /// The clause.
    pub clause: &'a Clause,
    /// The text.
    pub text: ChosenText<'a>,
    /// The field that states it.
    pub field: FieldId,
    /// Where the record states it.
    pub span: Span,
    /// The waiver that covers it, if it is below the floor.
    pub waiver: Option<Waiver<'a>>,
}

impl ChosenPosition<'_> {
    /// The word for it in the record.
    pub fn id(&self) -> &str {
        match self.text {
            ChosenText::Preferred => Clause::PREFERRED,
            ChosenText::Fallback(fallback) => &fallback.id,
            ChosenText::LeftOut => Clause::LEFT_OUT,
        }
    }

    /// What it is called.
    pub fn title(&self) -> &str {
        match self.text {
            ChosenText::Preferred => "The preferred text",
            ChosenText::Fallback(fallback) => &fallback.title,
            ChosenText::LeftOut => "No such clause",
        }
    }

    /// What the institution loses by it.
    pub fn gives_up(&self) -> &str {
        match self.text {
            ChosenText::Preferred => "Nothing.",
            ChosenText::Fallback(fallback) => &fallback.gives_up,
            ChosenText::LeftOut => "The whole clause.",
        }
    }

    /// Whether it gives up what must not be given up without a waiver.
    pub fn below_floor(&self) -> bool {
        match self.text {
            ChosenText::Preferred => false,
            ChosenText::Fallback(fallback) => fallback.below_floor,
            ChosenText::LeftOut => true,
        }
    }

    /// What it gives up, in sentences.
    pub fn says(&self) -> String {
        let Clause { id, title, floor, .. } = self.clause;
        format!(
            "The record chooses `{}` for the clause \"{title}\" (`{id}`). It gives up: {} The floor is: {floor}",
            self.id(),
            self.gives_up(),
        )
    }

    fn finding<'f>(&self, phase: Phase) -> Finding<'f>
    where
        Self: 'f,
    {
        let Clause { id, title, .. } = self.clause;
        let own = OwnRequirement::BELOW_FLOOR;
        let path = self.clause.path();
        Finding {
            title: Cow::Owned(format!("The clause \"{title}\" keeps to its floor")),
            remedy: Cow::Owned(format!(
                "Choose a text that keeps the floor, or have this one approved: a waiver with `requirement = \"{path}\"`."
            )),
            ..own.finding(id.as_str(), self.says(), Obligation::Should, phase, (self.field, self.span.clone()))
        }
    }
}

/// The texts that the record chooses in place of preferred ones, in the order of the clauses, each with its waiver.
fn chosen_positions<'a>(scope: &Scope<'a>, waivers: &[Waiver<'a>]) -> Vec<ChosenPosition<'a>> {
    let library = scope.library;
    let called =
        |clause: &&'a Clause| clause.called_for.as_ref().is_none_or(|condition| scope.holds(condition) != Truth::False);
    let chosen = |clause: &'a Clause| {
        let field = library.position(clause)?;
        let stated = scope.record.get(field)?;
        let text = scope.chosen_text(clause);
        let mut position = ChosenPosition { clause, text, field, span: stated.span.clone(), waiver: None };
        if position.below_floor() {
            let covers = |waiver: &&Waiver<'a>| waiver.clause() == Some(&clause.id) && waiver.holds_on(scope.as_of);
            position.waiver = waivers.iter().find(covers).cloned();
        }
        (!matches!(text, ChosenText::Preferred)).then_some(position)
    };
    library.adopted.clauses.iter().filter_map(chosen).filter(|one| called(&one.clause)).collect()
}

/// Adds findings on texts below their floor, on the waivers of floors, and on values that a clause has for itself;
/// gives the chosen texts.
pub(super) fn about_positions<'a>(
    scope: &Scope<'a>,
    waivers: &[Waiver<'a>],
    phase: Phase,
    findings: &mut Vec<Finding<'a>>,
) -> Vec<ChosenPosition<'a>> {
    let positions = chosen_positions(scope, waivers);
    for position in positions.iter().filter(|position| position.below_floor()) {
        let mut finding = position.finding(phase);
        if let Some(waiver) = &position.waiver {
            finding.status = Status::Waived;
            finding.waiver = Some(waiver.clone());
        }
        findings.push(finding);
    }
    let own = waivers.iter().filter_map(|waiver| Some((waiver, waiver.clause()?)));
    findings.extend(own.filter_map(|(waiver, id)| idle(scope, &positions, waiver, id, phase)));
    about_parameters(scope, phase, findings);
    positions
}

/// What is wrong with a waiver of the floor of the clause `id`.
fn idle<'a>(
    scope: &Scope<'a>,
    positions: &[ChosenPosition<'a>],
    waiver: &Waiver<'a>,
    id: &str,
    phase: Phase,
) -> Option<Finding<'a>> {
    let place = (scope.library.builtin.waiver_requirement, waiver.span.clone());
    let clauses = &scope.library.adopted.clauses;
    if !clauses.iter().any(|clause| clause.id == id) {
        let near = did_you_mean(id, clauses.iter().map(|clause| clause.id.as_str()));
        let near = near.map(|near| format!(" Did you mean `{near}`?")).unwrap_or_default();
        let says = format!("There is no clause `{id}` whose floor `{}` could set aside.{near}", waiver.requirement);
        return Some(OwnRequirement::WAIVER_UNKNOWN.finding(
            waiver.requirement,
            says,
            Obligation::Should,
            phase,
            place,
        ));
    }
    let below = positions.iter().find(|position| position.clause.id == id && position.below_floor());
    match below {
        Some(position) if position.waiver.is_some() => None,
        Some(_) => {
            let says = match waiver.expires_on < scope.as_of {
                true => format!("expired on {}, and the clause still stands below its floor.", waiver.expires_on),
                false => format!("begins on {}, and the clause stands below its floor now.", waiver.approved_on),
            };
            let says = format!("The waiver of `{}` {says}", waiver.requirement);
            Some(OwnRequirement::WAIVER_EXPIRED.finding(waiver.requirement, says, Obligation::Should, phase, place))
        }
        None => {
            let says = format!(
                "The waiver of `{}` is not used: the record chooses no text of that clause below its floor.",
                waiver.requirement
            );
            Some(OwnRequirement::WAIVER_UNUSED.finding(waiver.requirement, says, Obligation::Consider, phase, place))
        }
    }
}
