//! The corrections of values that can only mean one thing.

use std::cell::OnceCell;

use toml::Spanned;
use toml::de::DeValue;

use crate::source::{Code, Diagnostic, Fix, Problems, SourceText, Span};

use super::misspelt::KeyPlaces;
use super::readings::literal;
use super::{Field, FieldType};

/// What a text needs so that its values can be corrected.
#[derive(Debug)]
pub(super) struct Corrections {
    /// Where the text breaks the rules of TOML, in its order.
    broken: Vec<Span>,
    /// Corrections of values that break them, each with the bytes in which the error may be shown.
    found: Vec<(Span, Fix)>,
    keys: OnceCell<KeyPlaces>,
}

impl Corrections {
    /// For a text in which `problems` were found when it was read as TOML.
    pub(super) fn new(problems: &Problems) -> Self {
        let syntax = problems.iter().filter(|problem| problem.code == Code::Syntax);
        let mut broken: Vec<Span> = syntax.filter_map(|problem| Some(problem.place.as_ref()?.span.clone())).collect();
        broken.sort_by_key(|span| span.start);
        Self { broken, found: Vec::new(), keys: OnceCell::new() }
    }

    /// The places of every key of `source`.
    pub(super) fn key_places(&self, source: &SourceText) -> &KeyPlaces {
        self.keys.get_or_init(|| KeyPlaces::of(source.text()))
    }

    /// Adds to the problem of `value`, which was read for `field` when there were `before` problems, what would put it
    /// right. A value that breaks the rules of TOML waits for [`Corrections::hand_out`].
    pub(super) fn correct(
        &mut self,
        field: &Field,
        value: &Spanned<DeValue<'_>>,
        before: usize,
        problems: &mut Problems,
    ) {
        if self.is_broken(&value.span()) {
            let source = std::sync::Arc::clone(problems.source());
            self.broken_value(field, value, source.text());
        } else if problems.len() > before
            && let Some(literal) = other_form(field, value, problems.source().text())
            && let Some(problem) = problems.last_mut()
        {
            problem.fix = Some(Fix::write(value.span(), literal));
        }
    }

    /// Puts the corrections of values that break the rules of TOML with the problems that they put right.
    pub(super) fn hand_out(self, problems: &mut [Diagnostic]) {
        for (range, fix) in self.found {
            let inside = |problem: &&mut Diagnostic| {
                problem.place.as_ref().is_some_and(|place| (range.start..=range.end).contains(&place.span.start))
            };
            problems.iter_mut().filter(inside).for_each(|problem| problem.fix = Some(fix.clone()));
        }
    }

    fn is_broken(&self, span: &Span) -> bool {
        let first = self.broken.partition_point(|error| error.start < span.start);
        self.broken.get(first).is_some_and(|error| error.start <= span.end)
    }

    fn broken_value(&mut self, field: &Field, value: &Spanned<DeValue<'_>>, text: &str) {
        if let Some(items) = value.get_ref().as_array() {
            for item in items.iter().filter(|item| self.is_broken(&item.span())).collect::<Vec<_>>() {
                let kind = match &field.kind {
                    FieldType::ListOf(choices) => FieldType::OneOf(choices.clone()),
                    FieldType::TextList => FieldType::Text,
                    _ => continue,
                };
                self.broken_text(&kind, item.span(), text);
            }
        } else {
            self.broken_text(&field.kind, written(&value.span(), text), text);
        }
    }

    fn broken_text(&mut self, kind: &FieldType, span: Span, text: &str) {
        let bare = &text[span.clone()];
        if bare.contains(['"', '\'', '[', ']', '{', '}', '=']) || bare.contains('\n') {
            return;
        }
        if let Some(literal) = literal(kind, bare) {
            self.found.push((span.clone(), Fix::write(span, literal)));
        }
    }
}

/// The bytes that someone wrote as a value of which only those at `span` could be read: to the end of its line, where
/// nothing else but its key stands on that line.
fn written(span: &Span, text: &str) -> Span {
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let alone =
        text[start..span.start].trim_end().strip_suffix('=').is_some_and(|key| !key.contains(['{', '[', ',', '=']));
    let rest = &text[span.start..];
    let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
    let value = line[..line.find('#').unwrap_or(line.len())].trim_end();
    if alone && value.len() > span.len() { span.start..span.start + value.len() } else { span.clone() }
}

/// A value that is good TOML of another type or form, as it can only be meant.
fn other_form(field: &Field, value: &Spanned<DeValue<'_>>, text: &str) -> Option<String> {
    match (&field.kind, value.get_ref()) {
        (FieldType::ListOf(choices), DeValue::String(word)) => {
            choices.iter().any(|(known, _)| known == word).then(|| format!("[{}]", &text[value.span()]))
        }
        // Free text in quotes has no wrong form.
        (FieldType::Text | FieldType::File | FieldType::Person, DeValue::Integer(_)) => {
            Some(format!("\"{}\"", &text[value.span()]))
        }
        (FieldType::Text | FieldType::File | FieldType::Person, _) => None,
        (kind, DeValue::String(written)) => literal(kind, written),
        _ => None,
    }
}
