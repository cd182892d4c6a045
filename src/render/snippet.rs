//! Lines of a text with marks under them. The only file that knows `annotate-snippets`.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::source::{Diagnostic, Place, SourceText, Span};

use super::style;

const RENDERER: Renderer = Renderer::styled().decor_style(DecorStyle::Ascii);

/// The width of help, which stands behind a margin.
const HELP_WIDTH: usize = 66;

/// The longest line that is shown; of a longer one only the place is given.
const LONGEST_LINE: usize = 400;

/// A problem with its place, the place that belongs to it, and what to do.
pub(super) fn problem(diagnostic: &Diagnostic) -> String {
    let mut group =
        Group::with_title(Level::ERROR.primary_title(style::visible(&diagnostic.message)).id(diagnostic.code.id()));
    if let Some(place) = &diagnostic.place {
        let mut marks = vec![(AnnotationKind::Primary, place.span.clone(), place.label.as_str())];
        if let Some(related) = same_text(place, diagnostic.related.as_ref()) {
            marks.push((AnnotationKind::Context, related.span.clone(), related.label.as_str()));
        }
        group = with_lines(group, &place.source, &marks);
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(style::fill(help, style::options(HELP_WIDTH))));
    }
    format!("{}\n", RENDERER.render(&[group]))
}

fn same_text<'p>(place: &Place, related: Option<&'p Place>) -> Option<&'p Place> {
    related.filter(|related| std::sync::Arc::ptr_eq(&place.source, &related.source))
}

/// The lines of `source` around each of `marks`: where, and what to say there. The first mark is the main one.
pub(super) fn lines(source: &SourceText, marks: &[(Span, String)]) -> String {
    let kinds = std::iter::once(AnnotationKind::Primary).chain(std::iter::repeat(AnnotationKind::Context));
    let marks: Vec<_> = kinds.zip(marks).map(|(kind, (span, label))| (kind, span.clone(), label.as_str())).collect();
    let group = with_lines(Group::with_level(Level::NOTE), source, &marks);
    format!("{}\n", RENDERER.render(&[group]))
}

/// `text` without the control characters from U+0080 to U+009F, some of which steer a terminal as an escape does, and
/// without the ends of lines that TOML takes for none. The library replaces all others. The character that stands for
/// each is as long as it is, so that no mark moves.
fn harmless(text: &str) -> Cow<'_, str> {
    const STEERS: RangeInclusive<char> = '\u{80}'..='\u{9f}';
    const ENDS_LINE: RangeInclusive<char> = '\u{2028}'..='\u{2029}';
    let harms = |c: char| STEERS.contains(&c) || ENDS_LINE.contains(&c);
    match text.contains(harms) {
        true => text.replace(|c| STEERS.contains(&c), "\u{a4}").replace(|c| ENDS_LINE.contains(&c), "\u{fffd}").into(),
        false => text.into(),
    }
}

type Mark<'m> = (AnnotationKind, Span, &'m str);

/// Adds the part of the text that the marks touch, so that the cost does not grow with the text.
fn with_lines<'s>(group: Group<'s>, source: &'s SourceText, marks: &[Mark<'s>]) -> Group<'s> {
    let Some((_, main, _)) = marks.first() else { return group };
    let start = marks.iter().map(|(_, span, _)| span.start).min().unwrap_or(0);
    let end = marks.iter().map(|(_, span, _)| span.end).max().unwrap_or(0);
    let part = source.lines_around(&(start..end));
    let text = &source.text()[part.clone()];
    if text.lines().any(|line| line.len() > LONGEST_LINE) {
        let position = source.position(main.start);
        return group
            .element(Origin::path(style::visible(source.name())).line(position.line).char_column(position.column));
    }
    let annotations = marks.iter().map(|(kind, span, label)| {
        let begin = span.start.clamp(part.start, part.end) - part.start;
        let line_end = text[begin..].find(['\n', '\r']).map_or(text.len(), |at| begin + at);
        let finish = (span.end.clamp(part.start, part.end) - part.start).clamp(begin, line_end);
        let annotation = kind.span(begin..finish);
        if label.is_empty() { annotation } else { annotation.label(*label) }
    });
    let snippet = Snippet::source(harmless(text))
        .line_start(source.position(part.start).line)
        .path(style::visible(source.name()));
    group.element(snippet.annotations(annotations.collect::<Vec<_>>()))
}
