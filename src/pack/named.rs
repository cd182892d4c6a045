//! Named conditions: reading them, and that none refers to itself or grows beyond measure.

use std::sync::Arc;

use toml::de::DeTable;

use crate::source::{Code, Diagnostic, Problems, SourceText, Span, Table};

use super::condition::{Condition, NamedCondition};
use super::condition_read::ConditionReader;
use super::order::in_order;

/// How many conditions one may name, each as often as it is named, down to the last. What asks more is a slip of the pen,
/// and could keep a reader of records busy for ever.
const MOST_NAMED: usize = 1_000;

/// A named condition with the file that declares it, and where.
pub(super) type Placed<'s> = (NamedCondition, &'s Arc<SourceText>, Span);

/// Reads `conditions.toml`: one table each, with the place of its name.
pub(super) fn read_named_conditions(
    root: &DeTable<'_>,
    reader: &ConditionReader<'_>,
    problems: &mut Problems,
) -> Vec<(NamedCondition, Span)> {
    let mut named = Vec::new();
    for (id, span, value) in Table::new(root, 0..0).iter() {
        let Some(inner) = value.get_ref().as_table() else {
            problems.add(Code::WrongType, value.span(), "each condition is a table: [name]");
            continue;
        };
        let table = Table::new(inner, value.span());
        let holds = table.table("holds", problems).and(table.get("holds")).and_then(|value| value.get_ref().as_table());
        if holds.is_none() {
            table.report_missing("holds", problems);
        }
        let condition = NamedCondition {
            id: id.to_owned(),
            title: table.required_text("title", problems).value,
            otherwise: table.required_text("otherwise", problems).value,
            holds: holds.map_or(Condition::All(Vec::new()), |inner| reader.read(inner, problems)),
        };
        named.push((condition, span));
        table.finish(problems);
    }
    named
}

/// The first condition that refers to itself, or else the first that names too many others.
pub(super) fn check_named(named: &[Placed<'_>]) -> Option<Diagnostic> {
    let names: Vec<Vec<usize>> = named.iter().map(|(one, ..)| named_in(&one.holds, named.len())).collect();
    let problem = |at: usize, message: String, help: &str| {
        let (_, source, span) = &named[at];
        Diagnostic::new(Code::BadCondition, message).at(source, span.clone(), "").help(help)
    };
    let mut counts = vec![0_usize; names.len()];
    if let Some(circle) = in_order(&names, |at| counts[at] = count(&names[at], &counts)) {
        let ids: Vec<String> = circle.iter().map(|at| format!("`{}`", named[*at].0.id)).collect();
        let through = if ids.len() > 1 { format!(", through {}", ids[1..].join(", then ")) } else { String::new() };
        let message = format!("the condition {} refers to itself{through}", ids[0]);
        return Some(problem(circle[0], message, "write one of them out in full"));
    }
    let at = counts.iter().position(|count| *count > MOST_NAMED)?;
    let message = format!("the condition `{}` names others more than {MOST_NAMED} times", named[at].0.id);
    Some(problem(at, message, "name fewer conditions in those that it names, or test fields directly"))
}

/// How many conditions one names that names `others`, down to the last.
fn count(others: &[usize], counts: &[usize]) -> usize {
    others.iter().fold(0, |sum, other| sum.saturating_add(counts[*other]).saturating_add(1))
}

/// The numbers of the conditions that `condition` itself names, each as often as it does.
fn named_in(condition: &Condition, known: usize) -> Vec<usize> {
    let mut names = Vec::new();
    condition.visit_named(&mut |id| names.push(id.index()));
    // Names are numbered before their tables are read; one that is no table has no condition.
    names.retain(|at| *at < known);
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_condition_counts_as_often_as_it_is_named() {
        assert_eq!(count(&[0, 0, 1], &[3, 0]), 9);
        assert_eq!(count(&[0, 0], &[usize::MAX / 2 + 1]), usize::MAX);
    }
}
