//! What a text lets the record state once both parties have signed it, under `[states]`: field = value.

use std::sync::Arc;

use toml::Spanned;
use toml::de::DeValue;

use crate::record::{FieldId, Fields, read_fragment};
use crate::source::{Code, Entry, Problems, SourceText, Span, Table, did_you_mean};

use super::clause::{Fact, Text};

/// Something that a text makes true, as a record states it.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The field that states it; a column is meant in every entry of its list.
    pub field: FieldId,
    /// What it states.
    pub says: Says,
    /// The switch that must be on (true) or off for the text to say so.
    pub only: Option<(String, bool)>,
}

/// What a text says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// This value, in TOML.
    Value(String),
    /// What it prints for this fact.
    Fact(String),
    /// Something that only people know once it is signed.
    Asked(String),
}

/// Reads the table under `key`, which is about a text with the facts and switches of `text`.
pub(super) fn read_statements(
    table: &Table<'_>,
    key: &'static str,
    text: &Text,
    fields: &Fields,
    problems: &mut Problems,
) -> Option<Vec<Statement>> {
    let group = table.table(key, problems)?;
    let mut read = Vec::new();
    for (path, span, value) in group.iter() {
        let Some(field) = value_field(path, span, value, fields, problems) else { continue };
        let reader = StatementReader { field, text, fields };
        match value.get_ref().as_array() {
            Some(several) if several.iter().any(|one| one.get_ref().as_table().is_some()) => {
                read.extend(several.iter().filter_map(|one| reader.read(one, problems)));
            }
            _ => read.extend(reader.read(value, problems)),
        }
    }
    Some(read)
}

/// The field at `path`, which holds a value.
fn value_field(
    path: &str,
    span: Span,
    value: &Spanned<DeValue<'_>>,
    fields: &Fields,
    problems: &mut Problems,
) -> Option<FieldId> {
    let found = fields.find(path).filter(|id| fields.is_value(*id));
    // Only a list of the record's top level can be told entry by entry without doubt which entry is meant.
    let nested = |id: FieldId| fields.list_of(id).is_some_and(|list| fields.list_of(list).is_some());
    match found {
        Some(id) if nested(id) => {
            problems.add(Code::WrongType, span, format!("`{path}` stands in a list inside a list; name another field"));
            None
        }
        Some(id) => Some(id),
        None => {
            // Without quotes, TOML takes the dot in a path for a table in a table.
            let quotes = value.get_ref().as_table().is_some() && fields.find(path).is_some();
            let near = fields.nearest(path).map(|near| format!("did you mean `{near}`?"));
            let message = format!("no pack declares a field `{path}` with a value");
            problems.add(Code::UnknownField, span, message).help =
                if quotes { Some("write the whole path in quotes".to_owned()) } else { near };
            None
        }
    }
}

struct StatementReader<'r> {
    field: FieldId,
    text: &'r Text,
    fields: &'r Fields,
}

impl StatementReader<'_> {
    fn read(&self, value: &Spanned<DeValue<'_>>, problems: &mut Problems) -> Option<Statement> {
        let Some(inner) = value.get_ref().as_table() else {
            let says = self.literal(value.span(), problems)?;
            return Some(Statement { field: self.field, says, only: None });
        };
        let table = Table::new(inner, value.span());
        let says = self.says(&table, problems);
        let on = table.text("when", problems).and_then(|name| self.switch(name, true, problems));
        let off = table.text("unless", problems).and_then(|name| self.switch(name, false, problems));
        table.finish(problems);
        Some(Statement { field: self.field, says: says?, only: on.or(off) })
    }

    fn says(&self, table: &Table<'_>, problems: &mut Problems) -> Option<Says> {
        let literal = table.get("value").map(Spanned::span);
        let (fact, ask) = (table.text("fact", problems), table.text("ask", problems));
        match (literal, fact, ask) {
            (Some(span), None, None) => self.literal(span, problems),
            (None, Some(name), None) => self.fact(name, problems),
            (None, None, Some(ask)) => Some(Says::Asked(ask.value)),
            _ => {
                problems.add(Code::WrongType, table.span(), "one of `value`, `fact` and `ask` says what is stated");
                None
            }
        }
    }

    /// The TOML at `span`, which must be what the field takes.
    fn literal(&self, span: Span, problems: &mut Problems) -> Option<Says> {
        let literal = problems.source().text().get(span.clone()).unwrap_or_default().to_owned();
        let fragment = Arc::new(SourceText::new("a statement", self.fields.fragment(self.field, &literal)));
        match read_fragment(&fragment, self.fields) {
            Ok(_) => Some(Says::Value(literal)),
            Err(found) => {
                let first = found.into_iter().next();
                let (message, help) = first.map_or((String::new(), None), |first| (first.message, first.help));
                problems.add(Code::WrongType, span, message).help = help;
                None
            }
        }
    }

    /// The fact with this name, whose values are of the field's own type.
    fn fact(&self, name: Entry<String>, problems: &mut Problems) -> Option<Says> {
        let known = || self.text.facts.iter().map(|fact| fact.name.as_str());
        let Some(fact) = self.text.facts.iter().find(|fact| fact.name == name.value.replace('-', "_")) else {
            let near = did_you_mean(&name.value, known()).map(|near| format!("did you mean `{near}`?"));
            problems.add(Code::UnknownReference, name.span, format!("there is no fact `{}`", name.value)).help = near;
            return None;
        };
        if self.fields.list_of(fact.field).is_some() || !self.of_one_type(fact) {
            let (own, other) = (&self.fields.get(self.field).path, &self.fields.get(fact.field).path);
            let message = format!("what `{other}` holds, which this fact prints, is not what `{own}` takes");
            problems.add(Code::WrongType, name.span, message);
            return None;
        }
        Some(Says::Fact(fact.name.clone()))
    }

    fn of_one_type(&self, fact: &Fact) -> bool {
        let own = &self.fields.get(self.field).kind;
        let same = |id: FieldId| self.fields.get(id).kind == *own;
        same(fact.field) && fact.otherwise.is_none_or(same)
    }

    fn switch(&self, name: Entry<String>, on: bool, problems: &mut Problems) -> Option<(String, bool)> {
        let wanted = name.value.replace('-', "_");
        let mut known = self.text.variants.iter().map(|(known, _)| known.as_str());
        if known.clone().any(|known| known == wanted) {
            return Some((wanted, on));
        }
        let near = did_you_mean(&name.value, &mut known).map(|near| format!("did you mean `{near}`?"));
        problems.add(Code::UnknownReference, name.span, format!("there is no variant `{}`", name.value)).help = near;
        None
    }
}
