//! The examples of a time limit: each part of a record must give what it says.

use std::sync::Arc;

use jiff::civil::Date;

use crate::pack::{Calendars, Library, LimitExample, TimeLimit};
use crate::record::{Duration, Phase, Unit, read_fragment};
use crate::source::{Code, Diagnostic, SourceText, Span};

use super::super::{Files, Options, Scope, assess};
use super::deadline::{Deadline, State};
use super::deadlines;

/// How near a day counts as soon in examples.
const SOON: Duration = Duration { count: 30, unit: Unit::Day };

/// The word for "there is no deadline at all".
const NONE: &str = "none";

/// Runs one example of `limit`; gives what is wrong with it.
pub fn check_example(
    library: &Library,
    calendars: &Calendars,
    limit: &TimeLimit,
    example: &LimitExample,
) -> Option<Diagnostic> {
    let problem = |message: String| {
        let text = calendars.text_of(limit);
        Diagnostic::new(Code::BadExample, message).at(text, first_line(text.text(), &example.span), "")
    };
    let source = Arc::new(SourceText::new("example", &*example.record));
    let record = match read_fragment(&source, &library.fields) {
        Ok(record) => record,
        Err(problems) => {
            let first = problems.first().map(|problem| problem.message.clone()).unwrap_or_default();
            let place = problems.first().and_then(|problem| problem.place.as_ref());
            let line = place.map_or(1, |place| place.position().line);
            return Some(problem(format!("an example of `{}` cannot be read: in its line {line}, {first}", limit.id)));
        }
    };
    let as_of = example.as_of?;
    let options = Options { as_of, gate: Some(Phase::Management), with_facts: false };
    let assessment = assess(&record, library, &Files::Assumed, options);
    let scope = Scope::new(library, &record, as_of, &Files::Assumed);
    let all = deadlines(&scope, &assessment.findings, calendars, SOON);
    let meant = |deadline: &&Deadline<'_>| {
        let named = example.about.is_none() || deadline.about == example.about;
        deadline.limit.id == limit.id && named
    };
    let found: Vec<&Deadline<'_>> = all.iter().filter(meant).collect();
    let wrong = match found.as_slice() {
        [] if example.state.as_deref() == Some(NONE) => return None,
        [] => format!("an example of `{}` gives no deadline", limit.id),
        [deadline] => {
            let differences = differences(deadline, example);
            if differences.is_empty() {
                return None;
            }
            let steps = deadline.reckoning.iter().chain(&deadline.problems).cloned().collect::<Vec<_>>().join(" ");
            let message = format!("an example of `{}` gives {}", limit.id, differences.join(" and "));
            return Some(problem(message).help(steps));
        }
        several => format!("an example of `{}` gives {} deadlines; say which in `about`", limit.id, several.len()),
    };
    Some(problem(wrong))
}

/// What comes out in another way than the example says.
fn differences(deadline: &Deadline<'_>, example: &LimitExample) -> Vec<String> {
    let mut found = Vec::new();
    let mut date = |what: &str, wanted: Option<Date>, got: Option<Date>| {
        if let Some(wanted) = wanted.filter(|wanted| got != Some(*wanted)) {
            let got = got.map_or_else(|| "none".to_owned(), |got| got.to_string());
            found.push(format!("{what} {got}, not {wanted}"));
        }
    };
    date("the day", example.gives, deadline.date);
    date("the day before it moved", example.unmoved, deadline.unmoved);
    date("the safe day", example.safe, deadline.safe);
    date("the first day of its time", example.since, deadline.since);
    if let Some(wanted) = example.state.as_deref().filter(|wanted| deadline.state.id() != *wanted) {
        let known = State::ALL.iter().any(|state| state.id() == wanted) || wanted == NONE;
        let unknown = if known { "" } else { ", which is no state" };
        found.push(format!("the state {}, not {wanted}{unknown}", deadline.state.id()));
    }
    if let Some(wanted) = example.entries.as_ref().filter(|wanted| deadline.entries != **wanted) {
        found.push(format!("the entries [{}], not [{}]", deadline.entries.join(", "), wanted.join(", ")));
    }
    if let Some(wanted) = &example.problem
        && !deadline.problems.iter().any(|problem| problem.contains(wanted))
    {
        found.push(format!("no problem with the words \"{wanted}\""));
    }
    found
}

fn first_line(text: &str, span: &Span) -> Span {
    let end = text[span.start..].find('\n').map_or(span.end, |at| span.start + at);
    span.start..end.min(span.end)
}
