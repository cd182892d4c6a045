//! Conditions in three values, with the facts that decided.

use std::cmp::Ordering;

use jiff::civil::Date;

use crate::pack::{Check, Comparison, Condition, Containment, Library, Limit, Test};
use crate::record::{FieldId, FieldType, Record, Row, Value};
use crate::source::Span;

use super::Files;

/// Whether a condition holds. The order is that of "and": the least wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Truth {
    /// It does not hold.
    False,
    /// The record does not say.
    Unknown,
    /// It holds.
    True,
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Truth::True } else { Truth::False }
    }
}

impl std::ops::Not for Truth {
    type Output = Truth;

    fn not(self) -> Truth {
        match self {
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
            Truth::True => Truth::False,
        }
    }
}

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
    /// What was asked of it; `None` for what the program itself asks.
    pub check: Option<&'a Check>,
    /// Whether it passed.
    pub truth: Truth,
    /// The other field that it was held against.
    pub against: Option<Against<'a>>,
    /// What else is wrong: a file that is missing, say.
    pub problem: Option<String>,
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
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// The packs.
    pub library: &'a Library,
    /// The record.
    pub record: &'a Record,
    /// The date of the assessment.
    pub as_of: Date,
    /// The files beside the record.
    pub files: &'a Files,
}

/// One row of a list and its number, from 1.
#[derive(Clone, Copy, Debug)]
struct Entry<'a> {
    row: &'a Row,
    number: usize,
}

impl<'a> Scope<'a> {
    /// Evaluates `condition` on the record, adding the facts that decided to `seen`.
    pub fn evaluate(&self, condition: &'a Condition, seen: &mut Vec<Observation<'a>>) -> Truth {
        self.truth(condition, None, seen)
    }

    /// Evaluates `condition` on the record.
    pub fn holds(&self, condition: &'a Condition) -> Truth {
        self.truth(condition, None, &mut Vec::new())
    }

    /// What the record states for a field outside lists, or else the pack's default.
    pub fn value(&self, field: FieldId) -> Option<&'a Value> {
        self.look_up(field, None).0
    }

    fn truth(&self, condition: &'a Condition, entry: Option<Entry<'a>>, seen: &mut Vec<Observation<'a>>) -> Truth {
        match condition {
            Condition::All(parts) => {
                fold(Truth::True, Ordering::Less, parts, seen, |part, seen| self.truth(part, entry, seen))
            }
            Condition::Any(parts) => {
                fold(Truth::False, Ordering::Greater, parts, seen, |part, seen| self.truth(part, entry, seen))
            }
            Condition::Not(inner) => !self.truth(inner, entry, seen),
            Condition::Named(id) => self.truth(&self.library.named(*id).holds, None, seen),
            Condition::Test(test) => self.test(test, entry, seen),
        }
    }

    fn test(&self, test: &'a Test, entry: Option<Entry<'a>>, seen: &mut Vec<Observation<'a>>) -> Truth {
        let (value, origin) = self.look_up(test.field, entry);
        if let (Check::Every(inner) | Check::Some(inner), Some(Value::Tables(rows))) = (&test.check, value)
            && !rows.is_empty()
        {
            let entries = rows.iter().enumerate().map(|(at, row)| Entry { row, number: at + 1 });
            let (start, wanted) = match test.check {
                Check::Every(_) => (Truth::True, Ordering::Less),
                _ => (Truth::False, Ordering::Greater),
            };
            return fold(start, wanted, entries, seen, |entry, seen| self.truth(inner, Some(entry), seen));
        }
        let mut observation = Observation {
            field: test.field,
            value,
            origin,
            entry: entry.map(|entry| entry.number),
            check: Some(&test.check),
            truth: Truth::Unknown,
            against: None,
            problem: None,
        };
        if let Some(value) = value {
            self.check(&test.check, value, entry, &mut observation);
        }
        let truth = observation.truth;
        seen.push(observation);
        truth
    }

    fn check(&self, check: &'a Check, value: &'a Value, entry: Option<Entry<'a>>, observation: &mut Observation<'a>) {
        observation.truth = match (check, value) {
            (Check::Stated, Value::Text(path))
                if self.library.fields.get(observation.field).kind == FieldType::File =>
            {
                observation.problem = self.files.find(path).err();
                observation.problem.is_none().into()
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
            (Check::Compare(comparison, limit), value) => self.compare(*comparison, value, limit, entry, observation),
            (Check::Within(limit), Value::Date(date)) => self.within(*date, limit, entry, observation),
            _ => Truth::Unknown,
        };
    }

    fn compare(
        &self,
        comparison: Comparison,
        value: &Value,
        limit: &Limit,
        entry: Option<Entry<'a>>,
        observation: &mut Observation<'a>,
    ) -> Truth {
        let limit = match limit {
            Limit::Integer(number) => Value::Integer(*number),
            Limit::Money(money) => Value::Money(*money),
            Limit::Duration(duration) => Value::Duration(*duration),
            Limit::Date(date) => Value::Date(*date),
            Limit::AsOf => Value::Date(self.as_of),
            Limit::Field(field) => match self.against(*field, entry, observation) {
                Some(value) => value.clone(),
                None => return Truth::Unknown,
            },
        };
        match (value, &limit) {
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

    fn within(&self, date: Date, limit: &Limit, entry: Option<Entry<'a>>, observation: &mut Observation<'a>) -> Truth {
        let period = match limit {
            Limit::Duration(duration) => *duration,
            Limit::Field(field) => match self.against(*field, entry, observation) {
                Some(Value::Duration(duration)) => *duration,
                _ => return Truth::Unknown,
            },
            _ => return Truth::Unknown,
        };
        let earliest = period.before(self.as_of).unwrap_or(Date::MIN);
        (date <= self.as_of && date >= earliest).into()
    }

    fn against(
        &self,
        field: FieldId,
        entry: Option<Entry<'a>>,
        observation: &mut Observation<'a>,
    ) -> Option<&'a Value> {
        let (value, origin) = self.look_up(field, entry);
        observation.against = Some(Against { field, value, origin });
        value
    }

    fn look_up(&self, field: FieldId, entry: Option<Entry<'a>>) -> (Option<&'a Value>, Origin) {
        let fields = &self.library.fields;
        let stated = match entry.filter(|_| fields.list_of(field).is_some()) {
            Some(entry) => entry.row.get(field),
            None => self.record.get(field),
        };
        match stated {
            Some(stated) => (Some(&stated.value), Origin::Stated(stated.span.clone())),
            None => match &fields.get(field).default {
                Some(default) => (Some(&default.value), Origin::Default),
                None => (None, Origin::Missing(self.missing(field, entry))),
            },
        }
    }

    /// The place that should hold a fact: its list's entry, else its heading, else the top of the record.
    fn missing(&self, field: FieldId, entry: Option<Entry<'a>>) -> Span {
        let fields = &self.library.fields;
        if let Some(entry) = entry.filter(|_| fields.list_of(field).is_some()) {
            return entry.row.span.clone();
        }
        let mut parent = fields.parent(field);
        while let Some(section) = parent {
            if let Some(heading) = self.record.heading(section) {
                return heading.clone();
            }
            parent = fields.parent(section);
        }
        0..0
    }
}

/// "And" or "or" over `parts`: the least or the greatest truth wins, and only the facts of the winners stay in `seen`.
fn fold<'a, T>(
    start: Truth,
    winning: Ordering,
    parts: impl IntoIterator<Item = T>,
    seen: &mut Vec<Observation<'a>>,
    mut evaluate: impl FnMut(T, &mut Vec<Observation<'a>>) -> Truth,
) -> Truth {
    let begin = seen.len();
    let mut result = start;
    for part in parts {
        let mark = seen.len();
        let truth = evaluate(part, seen);
        match truth.cmp(&result) {
            Ordering::Equal => {}
            order if order == winning => {
                seen.drain(begin..mark);
                result = truth;
            }
            _ => seen.truncate(mark),
        }
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
