//! `defaults.toml`: an institution's pack sets what stands where a record is silent, for fields that have a default.
//!
//! Limits and days can be set so. A yes or no cannot: a silent record must never count as yes.

use std::sync::Arc;

use toml::de::DeTable;

use crate::record::{Default, Field, FieldType, Value};
use crate::source::{Code, Problems, SourceText, Span, Table, did_you_mean};

use super::field_read::default_value;

/// A default that a pack changed.
#[derive(Clone, Debug)]
pub struct ChangedDefault {
    /// The pack that changed it.
    pub pack: String,
    /// The field.
    pub field: String,
    /// The value that stands now where a record is silent.
    pub value: Value,
    /// The value that stood before.
    pub before: Value,
    /// Why.
    pub reason: String,
}

/// A field with the text and the place that declare it.
type Declared = (Field, Arc<SourceText>, Span);

/// Applies the defaults in `root`, which is of `pack`, to `fields`; gives those that changed.
pub(super) fn apply_defaults(
    pack: &str,
    root: &DeTable<'_>,
    fields: &mut [Declared],
    problems: &mut Problems,
) -> Vec<ChangedDefault> {
    let mut changed = Vec::new();
    for (path, span, value) in Table::new(root, 0..0).iter() {
        let Some(inner) = value.get_ref().as_table() else {
            problems.add(Code::WrongType, value.span(), "each entry is a table: [\"section.field\"]");
            continue;
        };
        let table = Table::new(inner, value.span());
        let Some(at) = settable(path, &span, inner, fields, problems) else { continue };
        changed.extend(apply_one(pack, &table, &mut fields[at].0, problems));
        table.finish(problems);
    }
    changed
}

/// The field at `path`, if a pack may set its default.
fn settable(
    path: &str,
    span: &Span,
    inner: &DeTable<'_>,
    fields: &[Declared],
    problems: &mut Problems,
) -> Option<usize> {
    let known = |path: &str| fields.iter().position(|(field, ..)| field.path == path);
    // Without quotes, TOML takes the dot in a path for a table in a table.
    let whole = inner.iter().map(|(key, _)| format!("{path}.{}", key.get_ref())).find(|path| known(path).is_some());
    let Some(at) = known(path).filter(|_| whole.is_none()) else {
        let near = did_you_mean(path, fields.iter().map(|(field, ..)| field.path.as_str()));
        let help = whole.map(|whole| format!("write the path in quotes: [\"{whole}\"]"));
        let help = help.or_else(|| near.map(|near| format!("did you mean `{near}`?")));
        problems.add(Code::UnknownField, span.clone(), format!("there is no field `{path}` to set")).help = help;
        return None;
    };
    let field = &fields[at].0;
    let takes = matches!(field.kind, FieldType::Date | FieldType::Duration | FieldType::Integer | FieldType::Money);
    if field.default.is_none() || !takes {
        let message = format!("`{path}` has no limit or day of its own that a pack could set");
        problems.add(Code::WrongType, span.clone(), message).help =
            Some("only a date, a length of time or a number that has a default can be set here".to_owned());
        return None;
    }
    Some(at)
}

fn apply_one(pack: &str, table: &Table<'_>, field: &mut Field, problems: &mut Problems) -> Option<ChangedDefault> {
    let reason = table.required_text("reason", problems).value;
    let Some(raw) = table.get("value") else {
        table.report_missing("value", problems);
        return None;
    };
    let Some(value) = default_value(&field.kind, raw) else {
        let message = format!("the default of `{}` must be {}", field.path, field.kind.wanted());
        problems.add(Code::WrongType, raw.span(), message);
        return None;
    };
    let before = field.default.as_ref()?.value.clone();
    if before.to_string() == value.to_string() {
        let message = format!("`{}` is {before} already where a record is silent", field.path);
        problems.add(Code::Duplicate, raw.span(), message).help =
            Some("change the value, or delete the entry".to_owned());
        return None;
    }
    let note = format!("The choice of the pack {pack}, in place of {before}: {reason}");
    field.default = Some(Default { value: value.clone(), note });
    Some(ChangedDefault { pack: pack.to_owned(), field: field.path.clone(), value, before, reason })
}
