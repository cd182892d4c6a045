//! Whether a limit exists at all where the record is silent: the first fact that would tell.

use crate::pack::{Check, Condition, RestsOn, TimeLimit};
use crate::record::{FieldId, FieldType};
use crate::source::Span;

use super::super::Truth;
use super::reckoner::{Entry, Reckoner};
use super::start::Start;

/// What a condition comes to for an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Yes,
    No,
    /// This fact is not stated, and decides; and the place that should hold it.
    Open(FieldId, Span),
}

impl<'a> Reckoner<'_, 'a> {
    /// What `condition` comes to. What asks only whether something is stated, or compares a date that is not, comes to
    /// no: nobody has to say what has not happened.
    pub fn answer(&self, condition: &'a Condition, entry: Entry<'a>) -> Answer {
        match condition {
            Condition::All(parts) => self.first(parts, entry, &Answer::No, Answer::Yes),
            Condition::Any(parts) => self.first(parts, entry, &Answer::Yes, Answer::No),
            Condition::Not(inner) => match self.answer(inner, entry) {
                Answer::Yes => Answer::No,
                Answer::No => Answer::Yes,
                open @ Answer::Open(..) => open,
            },
            Condition::Named(id) => self.answer(&self.scope.library.named(*id).holds, Entry::RECORD),
            Condition::Test(test) => match self.truth(condition, entry) {
                Truth::True => Answer::Yes,
                Truth::False => Answer::No,
                Truth::Unknown if matches!(test.check, Check::Stated) || self.is_date(test.field) => Answer::No,
                Truth::Unknown => Answer::Open(test.field, self.place_of(test.field, entry)),
            },
            Condition::AsOf(..) => {
                if self.is_true(condition, entry) {
                    Answer::Yes
                } else {
                    Answer::No
                }
            }
        }
    }

    /// The answer of the first of `parts` that gives `settles`, else the first that is open, else `otherwise`.
    fn first(&self, parts: &'a [Condition], entry: Entry<'a>, settles: &Answer, otherwise: Answer) -> Answer {
        let answers: Vec<Answer> = parts.iter().map(|part| self.answer(part, entry)).collect();
        if answers.contains(settles) {
            return settles.clone();
        }
        answers.into_iter().find(|answer| matches!(answer, Answer::Open(..))).unwrap_or(otherwise)
    }

    fn is_date(&self, field: FieldId) -> bool {
        matches!(self.scope.library.fields.get(field).kind, FieldType::Date)
    }

    /// The fact that would tell whether a limit of the law exists for an entry. Nobody is asked without a reason: the
    /// entry is there, or the record states the day from which the limit would be counted; and it is not done already.
    pub fn undecided(&self, limit: &'a TimeLimit, entry: Entry<'a>) -> Option<(FieldId, Span)> {
        let when = limit.when.as_ref().filter(|_| limit.ground.rests_on == RestsOn::Law)?;
        let Answer::Open(field, span) = self.answer(when, entry) else { return None };
        let concerned = entry.row.is_some()
            || matches!(self.start(&limit.from, entry), Start::At { place: (_, span), .. } if !span.is_empty());
        let done = self.first_stated(&limit.done_on, entry).is_some_and(|(_, done)| done <= self.scope.as_of);
        (concerned && !(done && limit.is_to_do())).then_some((field, span))
    }
}
