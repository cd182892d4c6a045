//! The examples of fields are what a new record shows, so that each must be a value that its field takes.

use std::sync::Arc;

use crate::record::{Field, FieldId, Fields, read_fragment};
use crate::source::{Code, Diagnostic, SourceText};

/// Reads every field's example as a record would hold it.
pub(super) fn check_examples(fields: &Fields) -> Vec<Diagnostic> {
    fields
        .iter()
        .filter(|(id, _)| fields.is_value(*id))
        .filter_map(|(id, field)| check_one(fields, id, field))
        .collect()
}

fn check_one(fields: &Fields, id: FieldId, field: &Field) -> Option<Diagnostic> {
    let source = Arc::new(SourceText::new("the example", fields.fragment(id, &field.example)));
    let problem = read_fragment(&source, fields).err()?.into_iter().next()?;
    let message = format!("the example of the field `{}` does not fit it: {}", field.path, problem.message);
    let help = problem.help.unwrap_or_else(|| format!("write {}", field.kind.wanted()));
    Some(Diagnostic::new(Code::BadExample, message).help(help))
}
