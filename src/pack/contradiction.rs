//! `contradictions.toml`: facts that a record cannot state together, as data.

use toml::de::DeTable;

use crate::source::{Code, Problems, Span, Table};

use super::condition::Condition;
use super::condition_read::ConditionReader;

/// Facts of a record that cannot all be right.
#[derive(Clone, Debug)]
pub struct Contradiction {
    /// The name, in kebab-case.
    pub id: String,
    /// A statement that is true when the facts agree.
    pub title: String,
    /// The condition that holds when they contradict each other. While it is unknown, nothing is said.
    pub when: Condition,
    /// What clashes, in a sentence.
    pub says: String,
    /// What to do.
    pub remedy: String,
}

/// Reads `contradictions.toml`: one table each. Gives each with the place of its name.
pub(super) fn read_contradictions(
    root: &DeTable<'_>,
    reader: &ConditionReader<'_>,
    problems: &mut Problems,
) -> Vec<(Contradiction, Span)> {
    let mut found = Vec::new();
    for (id, span, value) in Table::new(root, 0..0).iter() {
        let Some(inner) = value.get_ref().as_table() else {
            problems.add(Code::WrongType, value.span(), "each contradiction is a table: [name]");
            continue;
        };
        let table = Table::new(inner, value.span());
        let when = table.table("when", problems).and(table.get("when")).and_then(|value| value.get_ref().as_table());
        // A condition of no parts always holds: it would accuse every record.
        let when = when.filter(|inner| !inner.is_empty());
        if when.is_none() {
            table.report_missing("when", problems);
        }
        let contradiction = Contradiction {
            id: id.to_owned(),
            title: table.required_text("title", problems).value,
            when: when.map_or(Condition::Any(Vec::new()), |inner| reader.read(inner, problems)),
            says: table.required_text("says", problems).value,
            remedy: table.required_text("remedy", problems).value,
        };
        table.finish(problems);
        found.push((contradiction, span));
    }
    found
}
