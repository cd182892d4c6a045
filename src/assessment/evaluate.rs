//! Conditions in three values, with the facts that decided.

use std::cell::Cell;
use std::cmp::Ordering;
use std::sync::Arc;

use jiff::civil::Date;

use crate::pack::{Check, Comparison, Condition, Containment, Library, Limit, NamedId, Test};
use crate::record::{FieldId, FieldType, Record, Row, Value};
use crate::source::{SourceText, Span};

use super::{Files, Truth};

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The record states it here.
    Stated(Span),
    /// The record is silent, and the pack has a default.
    Default,
    /// The record is silent; this is the place that should hold it.
    Missing(Span),
}

/// One fact that decided a condition.
#[derive(Clone, Debug)]
pub struct Observation<'a> {
    /// The field.
    pub field: FieldId,
    /// Its value, unless the record is silent.
    pub value: Option<&'a Value>,
    /// Where the value comes from, or should.
    pub origin: Origin,
    /// The number of the list's entry, from 1, where the field is a column.
    pub entry: Option<usize>,
    /// The file in which the origin's bytes stand, where that is not the record but a file that it names.
    pub source: Option<Arc<SourceText>>,
    /// What was asked of it; `None` for what the program itself asks.
    pub check: Option<&'a Check>,
    /// Whether it passed.
    pub truth: Truth,
    /// The other field that it was held against.
    pub against: Option<Against<'a>>,
    /// What else is wrong: a file that is missing, say.
    pub problem: Option<String>,
    /// Whether it decided as a guard, inside a named condition: nothing that anyone should change.
    pub guard: bool,
    /// Whether the check was asked the other way around.
    pub negated: bool,
    /// Whether it is one of several ways to pass.
    pub alternative: bool,
}

/// The field that a value was held against.
#[derive(Clone, Debug)]
pub struct Against<'a> {
    /// The field.
    pub field: FieldId,
    /// Its value, unless the record is silent and the pack has no default.
    pub value: Option<&'a Value>,
    /// Where the value comes from, or should.
    pub origin: Origin,
}

/// What conditions are evaluated in: a record, the packs, and a date.
#[derive(Debug)]
pub struct Scope<'a> {
    /// The packs.
    pub library: &'a Library,
    /// The record.
    pub record: &'a Record,
    /// The date of this check.
    pub as_of: Date,
    /// The files beside the record.
    pub files: &'a Files,
    /// What each named condition came to, once it was evaluated.
    named: Vec<Cell<Option<Truth>>>,
}

/// One row of a list and its number, from 1.
#[derive(Clone, Copy, Debug)]
struct Entry<'a> {
    row: &'a Row,
    number: usize,
}

/// Where in a condition a test stands.
#[derive(Clone, Copy, Debug, Default)]
struct Context<'a> {
    entry: Option<Entry<'a>>,
    guard: bool,
    negated: bool,
    alternative: bool,
}

/// The facts seen on the way, where anyone wants them.
struct Trace<'t, 'a> {
    seen: Option<&'t mut Vec<Observation<'a>>>,
}

impl<'a> Trace<'_, 'a> {
    fn len(&self) -> usize {
        self.seen.as_ref().map_or(0, |seen| seen.len())
    }

    fn forget(&mut self, range: std::ops::Range<usize>) {
        if let Some(seen) = &mut self.seen {
            seen.drain(range);
        }
    }

    /// Of alternatives that all failed, forgets those that a guard rules out, as long as another is left: they are no
    /// way to pass. Each alternative's facts begin at one of `starts`.
    fn forget_guarded(&mut self, starts: &[usize]) {
        let Some(seen) = &mut self.seen else { return };
        let ends = starts.iter().skip(1).copied().chain([seen.len()]);
        let ranges: Vec<_> = starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect();
        let ruled_out = |range: &std::ops::Range<usize>| seen[range.clone()].iter().any(|fact| fact.guard);
        let (out, left): (Vec<_>, Vec<_>) = ranges.into_iter().partition(ruled_out);
        if let [only] = left.as_slice() {
            seen[only.clone()].iter_mut().for_each(|fact| fact.alternative = false);
        }
        if !left.is_empty() {
            out.into_iter().rev().for_each(|range| drop(seen.drain(range)));
        }
    }
}

impl<'a> Scope<'a> {
    /// The scope of `record` under `library` on `as_of`.
    pub fn new(library: &'a Library, record: &'a Record, as_of: Date, files: &'a Files) -> Self {
        Self { library, record, as_of, files, named: vec![Cell::new(None); library.named.len()] }
    }

    /// Evaluates `condition` on the record, adding the facts that decided to `seen`.
    pub fn evaluate(&self, condition: &'a Condition, seen: &mut Vec<Observation<'a>>) -> Truth {
        self.truth(condition, Context::default(), &mut Trace { seen: Some(seen) })
    }

    /// Evaluates `condition` on the record.
    pub fn holds(&self, condition: &'a Condition) -> Truth {
        self.truth(condition, Context::default(), &mut Trace { seen: None })
    }

    /// Evaluates `condition` on one entry of a list: its fields are looked up there.
    pub fn holds_in(&self, condition: &'a Condition, row: &'a Row) -> Truth {
        let context = Context { entry: Some(Entry { row, number: 0 }), ..Context::default() };
        self.truth(condition, context, &mut Trace { seen: None })
    }

    /// What the record states for a field outside lists, or else the pack's default.
    pub fn value(&self, field: FieldId) -> Option<&'a Value> {
        self.look_up(field, None).map(|(value, _)| value)
    }

    /// What is stated for a field, or else its default, and where that comes from or should: in `row` where the field is
    /// a column, else in the record.
    pub(super) fn value_in(&self, field: FieldId, row: Option<&'a Row>) -> (Option<&'a Value>, Origin) {
        self.with_origin(field, row.map(|row| Entry { row, number: 0 }))
    }

    fn truth(&self, condition: &'a Condition, context: Context<'a>, trace: &mut Trace<'_, 'a>) -> Truth {
        match condition {
            Condition::All(parts) => {
                fold(Truth::True, Ordering::Less, parts, trace, |part, trace| self.truth(part, context, trace))
            }
            Condition::Any(parts) => {
                let context = Context { alternative: context.alternative || parts.len() > 1, ..context };
                fold(Truth::False, Ordering::Greater, parts, trace, |part, trace| self.truth(part, context, trace))
            }
            Condition::Not(inner) => !self.truth(inner, Context { negated: !context.negated, ..context }, trace),
            Condition::Named(id) => self.named(*id, context, trace),
            Condition::Test(test) => self.test(test, context, trace),
            Condition::AsOf(comparison, limit) => {
                self.compare(*comparison, &Value::Date(self.as_of), limit, context.entry)
            }
        }
    }

    fn named(&self, id: NamedId, context: Context<'a>, trace: &mut Trace<'_, 'a>) -> Truth {
        let known = &self.named[id.index()];
        match known.get() {
            Some(truth) if trace.seen.is_none() => truth,
            _ => {
                let context = Context { guard: true, entry: None, ..context };
                let truth = self.truth(&self.library.named(id).holds, context, trace);
                known.set(Some(truth));
                truth
            }
        }
    }

    fn test(&self, test: &'a Test, context: Context<'a>, trace: &mut Trace<'_, 'a>) -> Truth {
        let entry = context.entry;
        let found = self.look_up(test.field, entry);
        if let (Check::Every(inner) | Check::Some(inner), Some((Value::Tables(rows), _))) = (&test.check, found)
            && !rows.is_empty()
        {
            let entries = rows.iter().enumerate().map(|(at, row)| Entry { row, number: at + 1 });
            let (start, wanted) = match test.check {
                Check::Every(_) => (Truth::True, Ordering::Less),
                _ => (Truth::False, Ordering::Greater),
            };
            return fold(start, wanted, entries, trace, |entry, trace| {
                self.truth(inner, Context { entry: Some(entry), ..context }, trace)
            });
        }
        let (truth, problem) = match found {
            Some((value, _)) => self.check(test, value, entry),
            None => (Truth::Unknown, None),
        };
        if let Some(seen) = &mut trace.seen {
            let (value, origin) = self.with_origin(test.field, entry);
            seen.push(Observation {
                field: test.field,
                value,
                origin,
                entry: entry.map(|entry| entry.number),
                source: None,
                check: Some(&test.check),
                truth,
                against: self.against(&test.check, entry),
                problem,
                guard: context.guard,
                negated: context.negated,
                alternative: context.alternative,
            });
        }
        truth
    }

    /// Whether `value` passes, and what is wrong with the file that it names.
    fn check(&self, test: &'a Test, value: &'a Value, entry: Option<Entry<'a>>) -> (Truth, Option<String>) {
        let truth = match (&test.check, value) {
            (Check::Stated, Value::Text(path)) if self.library.fields.get(test.field).kind == FieldType::File => {
                let problem = self.files.find(path).err();
                return (problem.is_none().into(), problem);
            }
            (Check::Stated, _) => Truth::True,
            (Check::Is(wanted), Value::YesNo(found)) => (wanted == found).into(),
            (Check::OneOf { words, wanted }, Value::Text(found)) => (words.contains(found) == *wanted).into(),
            (Check::Contains(how, words), Value::List(items)) => {
                let held = |word: &String| items.iter().any(|item| item.text == *word);
                match how {
                    Containment::All => words.iter().all(held).into(),
                    Containment::Any => words.iter().any(held).into(),
                    Containment::None => (!words.iter().any(held)).into(),
                }
            }
            (Check::Empty(wanted), Value::List(items)) => (items.is_empty() == *wanted).into(),
            (Check::Empty(wanted), Value::Tables(rows)) => (rows.is_empty() == *wanted).into(),
            // Only an empty list gets here; see `test`.
            (Check::Every(_), Value::Tables(_)) => Truth::True,
            (Check::Some(_), Value::Tables(_)) => Truth::False,
            (Check::Compare(comparison, limit), value) => self.compare(*comparison, value, limit, entry),
            (Check::Within(limit), Value::Date(date)) => self.within(*date, limit, entry),
            _ => Truth::Unknown,
        };
        (truth, None)
    }

    fn compare(&self, comparison: Comparison, value: &Value, limit: &Limit, entry: Option<Entry<'a>>) -> Truth {
        let limit = match limit {
            Limit::Integer(number) => &Value::Integer(*number),
            Limit::Money(money) => &Value::Money(*money),
            Limit::Duration(duration) => &Value::Duration(*duration),
            Limit::Date(date) => &Value::Date(*date),
            Limit::AsOf => &Value::Date(self.as_of),
            Limit::Field(field) => match self.look_up(*field, entry) {
                Some((value, _)) => value,
                None => return Truth::Unknown,
            },
        };
        match (value, limit) {
            (Value::Integer(own), Value::Integer(limit)) => ordered(comparison, own.cmp(limit)).into(),
            (Value::Money(own), Value::Money(limit)) => ordered(comparison, own.cmp(limit)).into(),
            (Value::Date(own), Value::Date(limit)) => ordered(comparison, own.cmp(limit)).into(),
            (Value::Duration(own), Value::Duration(limit)) => match comparison {
                Comparison::AtMost => own.surely_at_most(*limit),
                Comparison::AtLeast => own.surely_at_least(*limit),
                comparison => own.compare(*limit).is_some_and(|order| ordered(comparison, order)),
            }
            .into(),
            _ => Truth::Unknown,
        }
    }

    fn within(&self, date: Date, limit: &Limit, entry: Option<Entry<'a>>) -> Truth {
        let period = match limit {
            Limit::Duration(duration) => *duration,
            Limit::Field(field) => match self.look_up(*field, entry) {
                Some((Value::Duration(duration), _)) => *duration,
                _ => return Truth::Unknown,
            },
            _ => return Truth::Unknown,
        };
        let earliest = period.before(self.as_of).unwrap_or(Date::MIN);
        (date <= self.as_of && date >= earliest).into()
    }

    /// The other field that `check` holds a value against.
    fn against(&self, check: &Check, entry: Option<Entry<'a>>) -> Option<Against<'a>> {
        let (Check::Compare(_, Limit::Field(field)) | Check::Within(Limit::Field(field))) = check else { return None };
        let (value, origin) = self.with_origin(*field, entry);
        Some(Against { field: *field, value, origin })
    }

    /// The value of `field`, and where it is stated; `None` for the place of a default.
    fn look_up(&self, field: FieldId, entry: Option<Entry<'a>>) -> Option<(&'a Value, Option<&'a Span>)> {
        let fields = &self.library.fields;
        let stated = match entry.filter(|_| fields.list_of(field).is_some()) {
            Some(entry) => entry.row.get(field),
            None => self.record.get(field),
        };
        match stated {
            Some(stated) => Some((&stated.value, Some(&stated.span))),
            None => fields.get(field).default.as_ref().map(|default| (&default.value, None)),
        }
    }

    fn with_origin(&self, field: FieldId, entry: Option<Entry<'a>>) -> (Option<&'a Value>, Origin) {
        match self.look_up(field, entry) {
            Some((value, Some(span))) => (Some(value), Origin::Stated(span.clone())),
            Some((value, None)) => (Some(value), Origin::Default),
            None => (None, Origin::Missing(self.missing(field, entry))),
        }
    }

    /// The place that should hold a fact: its list's entry, else its heading, else the top of the record.
    fn missing(&self, field: FieldId, entry: Option<Entry<'a>>) -> Span {
        let fields = &self.library.fields;
        if let Some(entry) = entry.filter(|_| fields.list_of(field).is_some()) {
            return entry.row.span.clone();
        }
        self.record.place_for(field, fields)
    }
}

/// "And" or "or" over `parts`: the least or the greatest truth wins, and only the facts of the winners are kept.
fn fold<'a, T>(
    start: Truth,
    winning: Ordering,
    parts: impl IntoIterator<Item = T>,
    trace: &mut Trace<'_, 'a>,
    mut evaluate: impl FnMut(T, &mut Trace<'_, 'a>) -> Truth,
) -> Truth {
    let begin = trace.len();
    let mut result = start;
    let mut kept = Vec::new();
    for part in parts {
        let mark = trace.len();
        let truth = evaluate(part, trace);
        match truth.cmp(&result) {
            Ordering::Equal => kept.push(mark),
            order if order == winning => {
                trace.forget(begin..mark);
                result = truth;
                kept = vec![begin];
            }
            _ => trace.forget(mark..trace.len()),
        }
    }
    if winning == Ordering::Greater && result != Truth::True {
        trace.forget_guarded(&kept);
    }
    result
}

fn ordered(comparison: Comparison, order: Ordering) -> bool {
    match comparison {
        Comparison::AtMost => order.is_le(),
        Comparison::AtLeast => order.is_ge(),
        Comparison::Less => order.is_lt(),
        Comparison::More => order.is_gt(),
        Comparison::Equal => order.is_eq(),
    }
}
