//! A record that states everything, made of the fields' own examples.

use std::fmt::Write;

use super::{FieldId, FieldType, Fields};

impl Fields {
    /// A record in TOML that states every field with its example, and every list with one entry.
    pub fn sample_record(&self) -> String {
        let mut text = String::new();
        for id in self.children(None) {
            self.state(*id, self.get(*id).key(), &mut text, "\n");
        }
        text
    }

    /// Writes the example of a field, and of every field below it, under the key `path`.
    fn state(&self, id: FieldId, path: &str, text: &mut String, end: &str) {
        let field = self.get(id);
        match field.kind {
            FieldType::Section => {
                for child in self.children(Some(id)) {
                    self.state(*child, &format!("{path}.{}", self.get(*child).key()), text, end);
                }
            }
            FieldType::Tables => {
                let _ = write!(text, "{path} = [{{");
                for child in self.children(Some(id)) {
                    self.state(*child, self.get(*child).key(), text, ", ");
                }
                let _ = write!(text, "}}]{end}");
            }
            _ => {
                let _ = write!(text, "{path} = {}{end}", field.example);
            }
        }
    }
}
