//! The names of the parties, where the agreement names others than the record.

use crate::agreement::Searched;
use crate::record::Value;

use super::super::own;
use super::{Faults, Named};

impl<'a> Named<'_, 'a> {
    /// The parties of the record that the agreement does not name, if it says between whom it is made.
    pub(super) fn parties(&self, searched: &Searched<'_>, faults: &mut Faults<'a>) {
        let builtin = &self.scope.library.builtin;
        let Some((span, parties)) = searched.parties() else { return };
        for field in [builtin.institution, builtin.vendor] {
            let Some(stated) = self.scope.record.get(field) else { continue };
            let Value::Text(name) = &stated.value else { continue };
            if !self.agreement.names(name) {
                let path = &self.scope.library.fields.get(field).path;
                let says = format!("The record states \"{name}\" for `{path}`.");
                let differs = format!("The agreement is made \"{parties}\", and nowhere names \"{name}\".");
                faults.add(
                    format!("{path}: {parties}"),
                    [own::observation(field, stated.span.clone(), says), self.place(field, span.clone(), differs)],
                );
            }
        }
    }
}
