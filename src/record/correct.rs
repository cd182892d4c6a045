//! The corrections of values that can only mean one thing.

use std::cell::OnceCell;

use toml::Spanned;
use toml::de::DeValue;

use crate::source::{Code, Diagnostic, Fix, Outline, Problems, SourceText, Span, quoted};

use super::readings::literal;
use super::{Field, FieldType};

/// What a text needs so that its values can be corrected.
#[derive(Debug)]
pub(super) struct Corrections {
    /// Where the text breaks the rules of TOML, in its order.
    broken: Vec<Span>,
    /// Corrections of values that break them, each with the bytes in which the error may be shown.
    found: Vec<(Span, Fix)>,
    outline: OnceCell<Outline>,
}

impl Corrections {
    /// For a text in which `problems` were found when it was read as TOML.
    pub(super) fn new(problems: &Problems) -> Self {
        let syntax = problems.iter().filter(|problem| problem.code == Code::Syntax);
        let mut broken: Vec<Span> = syntax.filter_map(|problem| Some(problem.place.as_ref()?.span.clone())).collect();
        broken.sort_by_key(|span| span.start);
        Self { broken, found: Vec::new(), outline: OnceCell::new() }
    }

    /// The outline of `source`, the text.
    pub(super) fn outline(&self, source: &SourceText) -> &Outline {
        self.outline.get_or_init(|| Outline::of(source.text()))
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
    pub(super) fn hand_out(mut self, problems: &mut Problems) {
        self.found.sort_by_key(|(range, _)| range.start);
        for problem in problems.iter_mut() {
            let start = start(problem);
            let at = self.found.partition_point(|(range, _)| range.end < start);
            if let Some((_, fix)) = self.found.get(at).filter(|(range, _)| range.start <= start) {
                problem.fix = Some(fix.clone());
            }
        }
    }

    /// How many values were found so far that break the rules of TOML and have a correction.
    pub(super) fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether all of `problems` have a correction, or will have one of those that were found after the first `before`.
    pub(super) fn mend_all(&self, problems: &Problems, before: usize) -> bool {
        let found = |at: usize| self.found[before..].iter().any(|(range, _)| (range.start..=range.end).contains(&at));
        problems.iter().all(|problem| problem.fix.is_some() || found(start(problem)))
    }

    /// Forgets what was found after the first `before`.
    pub(super) fn forget(&mut self, before: usize) {
        self.found.truncate(before);
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

fn start(problem: &Diagnostic) -> usize {
    problem.place.as_ref().map_or(0, |place| place.span.start)
}

/// The bytes that someone wrote as a value of which only those at `span` could be read: to the end of its line, where
/// nothing else but its key stands on that line.
fn written(span: &Span, text: &str) -> Span {
    // Looks back no farther than the key: a line may hold very many values.
    let key = text[..span.start].trim_end().strip_suffix('=');
    let alone =
        key.is_some_and(|key| key.rfind(['\n', '{', '[', ',', '=']).is_none_or(|at| key[at..].starts_with('\n')));
    let rest = &text[span.start..];
    if !alone {
        return span.clone();
    }
    let value = rest[..rest.find(['\n', '#']).unwrap_or(rest.len())].trim_end();
    span.start..span.start + value.len().max(span.len())
}

/// A value that is good TOML of another type or form, as it can only be meant.
fn other_form(field: &Field, value: &Spanned<DeValue<'_>>, text: &str) -> Option<String> {
    match (&field.kind, value.get_ref()) {
        (FieldType::ListOf(choices), DeValue::String(word)) => {
            choices.iter().any(|(known, _)| known == word).then(|| format!("[{}]", &text[value.span()]))
        }
        // Free text in quotes has no wrong form.
        (FieldType::Text | FieldType::File | FieldType::Person, DeValue::Integer(_)) => {
            Some(quoted(&text[value.span()]))
        }
        (FieldType::Text | FieldType::File | FieldType::Person, _) => None,
        (kind, DeValue::String(written)) => literal(kind, written),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::record::{Fields, mend, read_fragment};

    fn fields() -> Fields {
        let words = |words: &[&str]| words.iter().map(|word| ((*word).to_owned(), String::new())).collect::<Vec<_>>();
        let all = [
            ("a", FieldType::Section),
            ("a.starts-on", FieldType::Date),
            ("a.ends-on", FieldType::Date),
            ("a.within", FieldType::Duration),
            ("a.agreed", FieldType::YesNo),
            ("a.value", FieldType::Money),
            ("a.share", FieldType::Integer),
            ("a.kind", FieldType::OneOf(words(&["stated-time", "silent"]))),
            ("a.acts", FieldType::ListOf(words(&["stone", "stones"]))),
            ("a.title", FieldType::Text),
            ("a.unrecorded", FieldType::TextList),
            ("a.approved-by", FieldType::Person),
            ("a.approved-on", FieldType::Date),
            ("items", FieldType::Tables),
            ("items.number", FieldType::Integer),
            ("items.inner", FieldType::Tables),
            ("items.inner.word", FieldType::Text),
            ("section", FieldType::Section),
            ("section.below", FieldType::Section),
            ("section.below.fact", FieldType::Text),
        ];
        let field = |(path, kind): (&str, FieldType)| Field {
            path: path.to_owned(),
            kind,
            title: String::new(),
            question: String::new(),
            help: String::new(),
            example: String::new(),
            unit: None,
            required: false,
            brief: None,
            default: None,
            stands_alone: None,
            pack: String::new(),
        };
        let (fields, orphans) = Fields::new(all.map(field).into());
        assert!(orphans.is_empty());
        fields
    }

    fn mended(text: &str) -> String {
        let mended = mend(&Arc::new(SourceText::new("test", text)), &fields());
        mended.source.text().to_owned()
    }

    #[test]
    fn what_has_one_meaning_is_written_so() {
        for (wrong, right) in [
            ("[a]\nstarts-on = 2026/11/21 # c", "[a]\nstarts-on = 2026-11-21 # c"),
            ("[a]\nstarts-on = November 21, 2026 # c", "[a]\nstarts-on = 2026-11-21 # c"),
            ("a = { starts-on = 21 November 2026, agreed = yes }", "a = { starts-on = 2026-11-21, agreed = true }"),
            ("a.within = 24 hrs\r\na.agreed = TRUE", "a.within = \"24 hours\"\r\na.agreed = true"),
            ("a.agreed='No'", "a.agreed=false"),
            ("a.value = $85,000 # $90,000", "a.value = 85000 # $90,000"),
            ("a.value = 85,000.50", "a.value = 85000.50"),
            ("a.value = \"$85,000\"", "a.value = 85000"),
            ("a.share = '20'", "a.share = 20"),
            ("a.kind = Stated time", "a.kind = \"stated-time\""),
            ("a.kind = 'silnet'", "a.kind = \"silent\""),
            ("a.acts = 'stone'", "a.acts = ['stone']"),
            ("a.acts = [stone, 'STONES']", "a.acts = [\"stone\", \"stones\"]"),
            ("a.title = \u{201c}Prüfung\u{201d}", "a.title = \"Prüfung\""),
            ("a.title = New portal # 2", "a.title = \"New portal\" # 2"),
            ("a.title = 2026", "a.title = \"2026\""),
            ("a.starts_on = 2026/11/21", "a.starts-on = 2026-11-21"),
            ("a.'aproved-on' = 2026-11-21", "a.approved-on = 2026-11-21"),
            ("[[item]]\n[[item.iner]]\nwrod='x'\n[[item]]", "[[items]]\n[[items.inner]]\nword='x'\n[[items]]"),
            ("secton.below.fact = 'x'\nsecton.belwo = 1", "section.below.fact = 'x'\nsection.belwo = 1"),
            ("[secton.belwo]\nfcat = 'x'\n[secton]", "[section.below]\nfact = 'x'\n[section]"),
            ("[secton.below]\nfact = 'x'\n[secton]", "[section.below]\nfact = 'x'\n[section]"),
        ] {
            assert_eq!(mended(wrong), right);
            assert_eq!(mended(right), right);
        }
    }

    #[test]
    fn what_has_two_meanings_or_none_stays() {
        for text in [
            "a.starts-on = '03/04/2026'",
            "a.starts-on = 2026-02-30",
            "a.within = '10 working days'",
            "a.agreed = 'maybe'",
            "a.agreed = 1",
            "a.value = '85,00'",
            "a.kind = 'one'",
            "a.acts = ['ston']",
            "a.acts = ['stone', 'STONE']",
            "a.approved-bo = 2026-11-21",
            "a.recorded = ['x']",
            "a.titel = ''",
            "a.title = TBD",
            "a.title = 'x'\na.titel = 'y'",
            "a.titel = 'x'\na.ttile = 'y'",
            "[items]\nfact = 'x'",
            "[[sectoin]]",
            "a.word = 'x'",
            "a.starts-on = [2026/11/21",
        ] {
            assert_eq!(mended(text), text);
        }
    }

    #[test]
    fn a_word_that_is_near_two_others_names_both() {
        for (text, help) in [
            ("a.acts = ['ston']", "did you mean `stone` or `stones`? It takes: stone, stones"),
            ("a.approved-no = 1", "did you mean `approved-on` or `approved-by`?"),
            (
                "a.titel = ''",
                "did you mean `title`? `fix` leaves it to you, since the name or its value leaves a doubt",
            ),
        ] {
            let problems = read_fragment(&Arc::new(SourceText::new("test", text)), &fields()).unwrap_err();
            assert_eq!((problems[0].help.as_deref(), &problems[0].fix), (Some(help), &None));
        }
    }

    #[test]
    fn what_is_there_already_is_not_advised_again() {
        for (text, help) in [
            ("a.acts = ['stone', 'STONE']", "if `stone` is meant, that is given here already: keep one of the two"),
            ("a.title = 'x'\na.titel = 'y'", "if `a.title` is meant, that is already there: keep one of the two"),
            (
                "a.approved-no = 1\na.approved-on = 2026-11-21",
                "did you mean `approved-by`? `approved-on` is there already",
            ),
            ("[section]\n[secton]", "if `[section]` is meant, that is already there: move these lines under it"),
            (
                "[section.below]\n[secton]",
                "did you mean `section`? `fix` leaves it to you, since other headings begin with that name",
            ),
            (
                "[[items]]\n[[itmes]]\nnumber = 1",
                "did you mean `[[items]]`? `fix` leaves it to you, since there are entries of that name already",
            ),
        ] {
            let problems = read_fragment(&Arc::new(SourceText::new("test", text)), &fields()).unwrap_err();
            assert_eq!((problems[0].help.as_deref(), &problems[0].fix), (Some(help), &None), "{text}");
            assert_eq!(mended(text), text);
        }
        assert_eq!(mended("a.acts = ['STONES', 'Stones']"), "a.acts = [\"stones\", 'Stones']");
    }

    #[test]
    fn a_date_with_two_readings_says_so() {
        let source = Arc::new(SourceText::new("test", "a.ends-on = '03/04/2026'"));
        let problems = read_fragment(&source, &fields()).unwrap_err();
        assert!(problems[0].help.as_ref().unwrap().contains("2026-04-03 or 2026-03-04"), "{problems:?}");
        assert_eq!(problems[0].fix, None);
    }
}
