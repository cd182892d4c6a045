//! Evidence is checked, not trusted: the file is there, its heading is there, its hash is the recorded one, its time has not run out.

use crate::record::{Item, Row, Value};
use crate::source::Span;

use super::Scope;

/// One piece of evidence that a record names.
#[derive(Clone, Debug)]
pub struct Evidence<'a> {
    /// The file, with its heading, as the record writes it.
    pub file: &'a str,
    /// Where the record names it.
    pub span: Span,
    /// The requirements it supports.
    pub requirements: &'a [Item],
    /// Whether its hash was recorded, and so compared.
    pub hashed: bool,
    /// What is wrong with it, in sentences.
    pub problems: Vec<String>,
}

/// Reads and checks all evidence of a record.
pub(super) fn check_evidence<'a>(scope: &Scope<'a>) -> Vec<Evidence<'a>> {
    let Some(Value::Tables(rows)) = scope.record.get(scope.library.builtin.evidence).map(|stated| &stated.value) else {
        return Vec::new();
    };
    rows.iter().filter_map(|row| check_one(scope, row)).collect()
}

fn check_one<'a>(scope: &Scope<'a>, row: &'a Row) -> Option<Evidence<'a>> {
    let builtin = &scope.library.builtin;
    let stated = row.get(builtin.evidence_file)?;
    let Value::Text(file) = &stated.value else { return None };
    let Value::List(requirements) = &row.get(builtin.evidence_requirements)?.value else { return None };
    let hash = row.get(builtin.evidence_sha256);
    let mut problems = Vec::new();
    match scope.files.find(file) {
        Err(problem) => problems.push(format!("The evidence `{file}` {problem}.")),
        Ok(()) => {
            if let Some(Value::Text(hash)) = hash.map(|stated| &stated.value)
                && let Err(problem) = scope.files.has_hash(file, hash)
            {
                problems.push(format!("The evidence `{file}` {problem}."));
            }
        }
    }
    if let Some(Value::Date(until)) = row.get(builtin.evidence_valid_until).map(|stated| &stated.value)
        && *until < scope.as_of
    {
        problems.push(format!("The evidence `{file}` was valid until {until}."));
    }
    Some(Evidence { file, span: stated.span.clone(), requirements, hashed: hash.is_some(), problems })
}
