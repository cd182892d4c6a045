//! Keys that no field has, where one field can only be meant.

use toml::de::{DeTable, DeValue};

use crate::source::{clearly_meant, could_mean};

use super::{CLAUSES, FieldId, FieldType, Fields};

/// More unknown keys in one table are no misspellings.
const MOST: usize = 50;

/// The keys of `table` that can only be meant for a field below `parent` which the table does not have, with that field.
pub(super) fn meant<'t>(fields: &Fields, table: &'t DeTable<'_>, parent: Option<FieldId>) -> Vec<(&'t str, FieldId)> {
    let names = || table.iter().map(|(key, _)| -> &str { key.get_ref() });
    let unknown: Vec<&str> = names().filter(|name| fields.child(parent, name).is_none()).take(MOST + 1).collect();
    if unknown.is_empty() || unknown.len() > MOST {
        return Vec::new();
    }
    let siblings = fields.children(parent);
    // A name that another table has stands in the wrong place; it is not misspelt.
    let elsewhere = |name: &str| fields.iter().any(|(_, field)| field.key() == name);
    let meant = |name: &str| {
        if elsewhere(name) {
            return None;
        }
        let near = clearly_meant(name, siblings.iter().map(|id| fields.get(*id).key()))?;
        fields.child(parent, near).filter(|_| table.get(near).is_none())
    };
    let meant: Vec<(&str, FieldId)> = unknown.into_iter().filter_map(|name| Some((name, meant(name)?))).collect();
    let once = |id: FieldId| meant.iter().filter(|(_, other)| *other == id).count() == 1;
    meant.iter().copied().filter(|(_, id)| once(*id)).collect()
}

/// Whether `value` can be the table or the tables of `id`: it holds nothing, or a key that is known or meant there.
pub(super) fn fits_container(fields: &Fields, id: FieldId, value: &DeValue<'_>) -> bool {
    let known = |table: &DeTable<'_>| {
        table.is_empty()
            || table.iter().any(|(key, _)| fields.child(Some(id), key.get_ref()).is_some())
            || !meant(fields, table, Some(id)).is_empty()
    };
    match (&fields.get(id).kind, value) {
        (FieldType::Section, DeValue::Table(table)) => known(table),
        (FieldType::Tables, DeValue::Array(rows)) => rows.iter().all(|row| row.get_ref().as_table().is_some_and(known)),
        _ => false,
    }
}

/// What to do about `name`, a key below `parent` that no field has, in a `table` of `text`. `certain` where its correction
/// is offered.
pub(super) fn help(
    fields: &Fields,
    name: &str,
    parent: Option<FieldId>,
    table: &DeTable<'_>,
    text: &str,
    certain: bool,
) -> String {
    let near = could_mean(name, fields.children(parent).iter().map(|id| fields.get(*id).key()));
    let (there, free): (Vec<&str>, Vec<&str>) = near.iter().partition(|near| table.get(**near).is_some());
    match (one_of(&free), there.first()) {
        (Some(question), _) if certain => question,
        (Some(question), Some(there)) => format!("{question} `{there}` is there already"),
        (Some(question), None) if free.len() > 1 => question,
        (Some(question), None) => {
            format!("{question} `fix` leaves it to you, since the name or its value leaves a doubt")
        }
        (None, Some(there)) => is_there(fields, there, parent, table, text),
        (None, None) if parent.is_some_and(|parent| fields.get(parent).path == CLAUSES) => {
            "`diligence list clauses` prints every clause; delete the heading if it is not needed".to_owned()
        }
        (None, None) => match fields.iter().find(|(_, field)| field.key() == name) {
            Some((_, field)) => format!("there is a field `{}`; move the line under its heading", field.path),
            None => "`diligence list fields` prints every field; delete the line if it is not needed".to_owned(),
        },
    }
}

/// What to do about a key that may be meant for `near`, which stands in `table`, too.
fn is_there(fields: &Fields, near: &str, parent: Option<FieldId>, table: &DeTable<'_>, text: &str) -> String {
    let Some(((key, value), id)) = table.get_key_value(near).zip(fields.child(parent, near)) else {
        return String::new();
    };
    let path = &fields.get(id).path;
    let (key, span) = (key.span(), value.span());
    let has_heading = span.start < key.start;
    let line = text[..key.start].rsplit('\n').next().unwrap_or_default();
    let begins_headings = span == key && line.trim_start().starts_with('[');
    match value.get_ref() {
        DeValue::Array(_) if has_heading => {
            format!("did you mean `[[{path}]]`? `fix` leaves it to you, since there are entries of that name already")
        }
        DeValue::Table(_) if has_heading => {
            format!("if `[{path}]` is meant, that is already there: move these lines under it")
        }
        DeValue::Table(_) if begins_headings => {
            format!("did you mean `{path}`? `fix` leaves it to you, since other headings begin with that name")
        }
        _ => format!("if `{path}` is meant, that is already there: keep one of the two"),
    }
}

/// What to say of a word that may be meant for one of `near`.
pub(super) fn one_of(near: &[&str]) -> Option<String> {
    let near: Vec<String> = near.iter().map(|word| format!("`{word}`")).collect();
    (!near.is_empty()).then(|| format!("did you mean {}?", near.join(" or ")))
}
