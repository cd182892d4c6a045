//! The files that a record names: its evidence, the agreement, and whatever else a field of that kind holds.

use crate::record::{FieldId, FieldType, Fields, Record, Row, Stated, Value};

use super::files::split;

/// A field that names a file.
#[derive(Clone, Copy, Debug)]
pub struct NamedFile<'a> {
    /// The field.
    pub field: FieldId,
    /// The file's path from the record's folder, without its heading.
    pub path: &'a str,
    /// What the record states, heading included.
    pub stated: &'a Stated,
}

/// Every file that `record` names, in the order of the fields.
pub fn named_files<'a>(record: &'a Record, fields: &Fields) -> Vec<NamedFile<'a>> {
    let mut found = Vec::new();
    collect(&record.facts, fields, &mut found);
    found
}

fn collect<'a>(row: &'a Row, fields: &Fields, found: &mut Vec<NamedFile<'a>>) {
    for (field, stated) in row.iter() {
        match &stated.value {
            Value::Tables(rows) => rows.iter().for_each(|row| collect(row, fields, found)),
            Value::Text(text) if fields.get(field).kind == FieldType::File => {
                found.push(NamedFile { field, path: split(text).0, stated });
            }
            _ => {}
        }
    }
}
