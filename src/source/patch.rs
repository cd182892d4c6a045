//! Edits of a text, and the proof that they change what they are meant to change and nothing else.

use toml::de::{DeTable, DeValue};
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::{Edit, Fix, Span};

/// Edits that do not overlap, in the order of the text.
#[derive(Clone, Debug)]
pub struct Patch<'f> {
    edits: Vec<&'f Edit>,
}

impl<'f> Patch<'f> {
    /// The edits of all `fixes`; `None` where two of them overlap.
    pub fn new(fixes: impl IntoIterator<Item = &'f Fix>) -> Option<Self> {
        let mut edits: Vec<&Edit> = fixes.into_iter().flat_map(|fix| &fix.edits).collect();
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let apart = edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
        apart.then_some(Self { edits })
    }

    /// `text` with the edits made.
    pub fn apply(&self, text: &str) -> String {
        let mut after = String::with_capacity(text.len());
        let mut copied = 0;
        for edit in &self.edits {
            after.push_str(&text[copied..edit.span.start]);
            after.push_str(&edit.replacement);
            copied = edit.span.end;
        }
        after + &text[copied..]
    }

    /// What stands in the new text in place of each edit's bytes.
    pub fn replaced(&self) -> Vec<Span> {
        let mut shift = 0;
        let spans = self.edits.iter().map(|edit| {
            let start = edit.span.start.wrapping_add_signed(shift);
            shift += edit.replacement.len() as isize - edit.span.len() as isize;
            start..start + edit.replacement.len()
        });
        spans.collect()
    }

    /// `text` with the edits made, after a proof that nothing else changed: read as TOML, the data are the same but
    /// for the keys and values that an edit touches, no error is new, and every comment is still there.
    ///
    /// # Errors
    /// What would change, in words.
    pub fn prove(&self, text: &str) -> Result<String, &'static str> {
        let after = self.apply(text);
        let replaced = self.replaced();
        let (old, old_errors) = DeTable::parse_recoverable(text);
        let (new, new_errors) = DeTable::parse_recoverable(&after);
        let inside = |span: &Span| overlap(&replaced, span);
        if new_errors.len() > old_errors.len()
            || new_errors.iter().any(|error| error.span().is_some_and(|span| inside(&span)))
        {
            return Err("the text would break the rules of TOML");
        }
        if !self.same_table(old.get_ref(), new.get_ref()) {
            return Err("facts would change in another place, too");
        }
        let new_comments = comments(&after).into_iter().filter(|span| !inside(span)).map(|span| &after[span]);
        if !comments(text).into_iter().map(|span| &text[span]).eq(new_comments) {
            return Err("a comment would change");
        }
        Ok(after)
    }

    fn touches(&self, span: &Span) -> bool {
        let first = self.edits.partition_point(|edit| edit.span.end <= span.start);
        self.edits.get(first).is_some_and(|edit| edit.span.start < span.end)
    }

    fn same_table(&self, old: &DeTable<'_>, new: &DeTable<'_>) -> bool {
        let same = |((old_key, old), (new_key, new)): (
            (&toml::Spanned<_>, &toml::Spanned<_>),
            (&toml::Spanned<_>, &toml::Spanned<_>),
        )| {
            (old_key.get_ref() == new_key.get_ref() || self.touches(&old_key.span()))
                && self.same_value(old.get_ref(), new.get_ref(), old.span())
        };
        old.len() == new.len() && old.iter().zip(new.iter()).all(same)
    }

    fn same_value(&self, old: &DeValue<'_>, new: &DeValue<'_>, span: Span) -> bool {
        match (old, new) {
            (DeValue::Table(old), DeValue::Table(new)) => self.same_table(old, new),
            (DeValue::Array(old), DeValue::Array(new)) => {
                let same = |(old, new): (&toml::Spanned<DeValue<'_>>, &toml::Spanned<DeValue<'_>>)| {
                    self.same_value(old.get_ref(), new.get_ref(), old.span())
                };
                old.len() == new.len() && old.iter().zip(new.iter()).all(same)
            }
            (DeValue::Table(_) | DeValue::Array(_), _) => false,
            (old, new) => same_scalar(old, new) || self.touches(&span),
        }
    }
}

/// Whether `span` shares a byte with one of `spans`, which are in order.
fn overlap(spans: &[Span], span: &Span) -> bool {
    let first = spans.partition_point(|own| own.end <= span.start);
    spans.get(first).is_some_and(|own| own.start < span.end)
}

fn same_scalar(old: &DeValue<'_>, new: &DeValue<'_>) -> bool {
    match (old, new) {
        (DeValue::String(old), DeValue::String(new)) => old == new,
        (DeValue::Integer(old), DeValue::Integer(new)) => old.as_str() == new.as_str() && old.radix() == new.radix(),
        (DeValue::Float(old), DeValue::Float(new)) => old.as_str() == new.as_str(),
        (DeValue::Boolean(old), DeValue::Boolean(new)) => old == new,
        (DeValue::Datetime(old), DeValue::Datetime(new)) => old == new,
        _ => false,
    }
}

fn comments(text: &str) -> Vec<Span> {
    let tokens = Source::new(text).lex();
    tokens
        .filter(|token| token.kind() == TokenKind::Comment)
        .map(|token| token.span().start()..token.span().end())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prove(text: &str, edits: &[(&str, &str)]) -> Result<String, &'static str> {
        let edits = edits.iter().map(|(old, new)| {
            let start = text.find(old).unwrap();
            Edit { span: start..start + old.len(), replacement: (*new).to_owned() }
        });
        let fix = Fix { title: String::new(), edits: edits.collect() };
        Patch::new([&fix]).unwrap().prove(text)
    }

    #[test]
    fn what_an_edit_touches_may_change_and_nothing_else() {
        let text = "# é\r\na = 'yes' # \"x\"\r\n[tabel.b]\r\nc = 1\r\n[[tabel.d]]\r\n";
        assert_eq!(prove(text, &[("'yes'", "true")]).unwrap(), text.replace("'yes'", "true"));
        assert_eq!(
            prove(text, &[("c = 1", "e = 5\r\nc = 1")]).unwrap_err(),
            "facts would change in another place, too"
        );
        assert_eq!(prove(text, &[("tabel.b", "table.b")]).unwrap_err(), "facts would change in another place, too");
        assert_eq!(
            prove(text, &[("tabel.b", "table.b"), ("tabel.d", "table.d")]).unwrap(),
            text.replace("tabel", "table")
        );
        assert_eq!(prove(text, &[("é", "è")]).unwrap_err(), "a comment would change");
        assert_eq!(prove(text, &[("'yes'", "maybe")]).unwrap_err(), "the text would break the rules of TOML");
        assert_eq!(prove(text, &[("'yes' ", "true")]).unwrap(), text.replace("'yes' ", "true"));
        assert_eq!(prove(text, &[("1", "1\r\ne = 2")]).unwrap_err(), "facts would change in another place, too");
    }

    #[test]
    fn edits_that_overlap_do_not_go_together() {
        let fixes = [Fix::new("", 0..3, "a"), Fix::new("", 2..4, "b"), Fix::new("", 3..3, "c")];
        assert!(Patch::new(&fixes[..2]).is_none());
        let patch = Patch::new([&fixes[2], &fixes[0]]).unwrap();
        assert_eq!((patch.apply("12345"), patch.replaced()), ("ac45".to_owned(), vec![0..1, 1..2]));
    }
}
