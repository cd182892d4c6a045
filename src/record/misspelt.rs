//! Keys that no field has, where one field can only be meant.

use toml::de::{DeTable, DeValue};

use crate::source::clearly_meant;

use super::{FieldId, FieldType, Fields};

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
