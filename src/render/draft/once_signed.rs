//! What the record can state once a draft is signed, as lines of a record.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::assessment::Scope;
use crate::drafting::{Draft, OnceSigned, Stated};
use crate::record::FieldId;

use super::super::english::in_words;
use super::super::style::{visible, wrap};
use super::Origin;
use super::words::counted;

impl<'a> Draft<'a> {
    /// The lines of a record that become true once both parties have signed the draft, in TOML. What the record states
    /// already is counted and left out; what a person must fill in first stands in comments.
    pub fn lines_once_signed(&self, scope: &Scope<'a>, origin: Origin<'_>) -> String {
        let fields = &scope.library.fields;
        let mut values: BTreeMap<FieldId, OnceSigned<'a>> = BTreeMap::new();
        for one in self.once_signed(scope) {
            values.entry(one.field).or_insert(one);
        }
        let all = values.len();
        values.retain(|field, one| match &one.states {
            Stated::Value(literal) => scope.record.get(*field).is_none_or(|own| own.value.to_toml(fields) != *literal),
            Stated::Waiting(_) => true,
        });
        let mut text = head(self, origin, all - values.len());
        let place = |field: FieldId| {
            let path = fields.get(field).path.as_str();
            path.rsplit_once('.').unwrap_or(("", path))
        };
        let mut section = "";
        // What stands under no heading must come before the first one.
        let (bare, under): (Vec<_>, Vec<_>) = values.iter().partition(|(field, _)| place(**field).0.is_empty());
        for (field, one) in bare.into_iter().chain(under) {
            let Stated::Value(literal) = &one.states else { continue };
            let (around, key) = place(*field);
            if around != section {
                section = around;
                let _ = write!(text, "\n[{section}]\n");
            }
            let _ = writeln!(text, "{key} = {literal} # section {}, {}", one.section, visible(&one.clause.title));
        }
        let waiting = values.values().filter_map(|one| match &one.states {
            Stated::Waiting(what) => Some((&fields.get(one.field).path, what, one.section)),
            Stated::Value(_) => None,
        });
        for (at, (path, what, section)) in waiting.enumerate() {
            if at == 0 {
                text.push_str("\n# To be stated too, once it is known:\n");
            }
            text.push_str(&comment(&format!("{path} (section {section}): {}", visible(what))));
        }
        text
    }
}

fn head(draft: &Draft<'_>, origin: Origin<'_>, known: usize) -> String {
    let mut head = comment(&format!(
        "What the record {} can state once both parties have signed \"{}\" in the words of the draft of {}. Where the \
         signed words differ, state what was signed. These lines take the place of those that the record has for the \
         same facts. Not legal advice.",
        visible(origin.record.source.name()),
        draft.document.title,
        in_words(origin.run.as_of),
    ));
    if known > 0 {
        head.push_str(&comment(&format!("The record states {} of these already.", counted(known, "fact", "facts"))));
    }
    head
}

fn comment(text: &str) -> String {
    wrap(text, "# ", "# ")
}
