//! Templates of one format, loaded and checked, ready to turn data into text. The only file of this
//! floor that knows Tera; the texts of clauses are rendered on the floor of drafting.
//!
//! Everything that a template prints is escaped for its format. Three filters stand beside Tera's own: `prose` for
//! sentences that hold names between backticks, `code` for a name as it stands in a file, and `date` for dates in words.

use std::io::{self, Write};
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

use crate::pack::PackFiles;
use crate::source::{Code, Diagnostic, SourceText, Span};

use super::english::in_words;
use super::escape;
use super::layout_check;

/// What a template writes, and so how its values are escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
}

impl Markup {
    /// The endings of the files that belong to its templates.
    pub(super) const fn endings(self) -> &'static [&'static str] {
        match self {
            Markup::Markdown => &[".md"],
            Markup::Html => &[".html", ".css"],
        }
    }
}

/// How a filter writes a text.
type Format = fn(&str) -> String;

/// The templates of one folder in one format.
#[derive(Debug)]
pub struct Templates {
    tera: Tera,
    files: Vec<(String, Arc<SourceText>)>,
}

impl Templates {
    /// Loads the templates of `folder` among `files`, named by their paths.
    ///
    /// # Errors
    /// Every template that is not well formed, or that names a filter, a test or another template that is not known.
    pub fn load(files: &PackFiles, folder: &str, markup: Markup) -> Result<Self, Vec<Diagnostic>> {
        let endings = markup.endings().iter();
        let files: Vec<(String, Arc<SourceText>)> = endings
            .flat_map(|ending| files.under(folder, ending))
            .map(|(path, source)| (path.to_owned(), Arc::clone(source)))
            .collect();
        let mut tera = Tera::new();
        tera.autoescape_on(markup.endings().iter().copied());
        let (escape, prose, code): (tera::EscapeFn, Format, Format) = match markup {
            Markup::Markdown => (escape_markdown, escape::markdown_prose, escape::markdown_code),
            Markup::Html => (escape_html, escape::html_prose, escape::html_code),
        };
        tera.set_escape_fn(escape);
        for (name, format) in [("prose", prose), ("code", code)] {
            tera.register_filter(name, move |text: &str, _: Kwargs, _: &State<'_>| Value::safe_string(&format(text)));
        }
        // Loops inside loops over large ranges would never end; what a layout repeats is in the data.
        tera.register_function("range", no_range);
        for name in layout_check::NO_FILTERS {
            tera.register_filter(name, no_filter);
        }
        tera.register_filter("date", |text: &str, _: Kwargs, _: &State<'_>| date_in_words(text));
        let mut templates = Self { tera, files };
        let texts = templates.files.iter().map(|(path, source)| (path.as_str(), source.text()));
        match templates.tera.add_raw_templates(texts) {
            Ok(()) => match layout_check::check(&templates.files) {
                refusals if refusals.is_empty() => Ok(templates),
                refusals => Err(refusals.into_iter().map(|refusal| templates.refused(refusal)).collect()),
            },
            Err(error) => Err(templates.problems(&error)),
        }
    }

    /// Renders the template at `path` with `context`.
    ///
    /// # Errors
    /// Where the template asks for something that is not in the context.
    pub fn render(&self, path: &str, context: &impl Serialize) -> Result<String, Vec<Diagnostic>> {
        let mut page = Page::default();
        let rendered =
            Context::from_serialize(context).and_then(|context| self.tera.render_to(path, &context, &mut page));
        if page.is_full {
            let message = format!("what the template writes is larger than {} MiB", LARGEST_PAGE / (1024 * 1024));
            return Err(vec![self.placed(Diagnostic::new(Code::BadTemplate, message), path, 0..0)]);
        }
        rendered.map_err(|error| self.problems(&error))?;
        String::from_utf8(page.bytes)
            .map_err(|_| vec![Diagnostic::new(Code::BadTemplate, "what a template writes is text")])
    }

    fn refused(&self, (path, span, why): layout_check::Refusal) -> Diagnostic {
        self.placed(Diagnostic::new(Code::BadTemplate, why), &path, span)
    }

    fn problems(&self, error: &tera::Error) -> Vec<Diagnostic> {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let problem = Diagnostic::new(Code::BadTemplate, plain(report.message()));
                vec![self.placed(problem, report.filename(), report.span().range.clone())]
            }
            ErrorKind::Msg(message) => self.reports(message),
            other => vec![Diagnostic::new(Code::BadTemplate, plain(&other.to_string()))],
        }
    }

    /// The problems in the text that Tera writes when several references are unknown: "error: ..." and then "--> file:line:column".
    fn reports(&self, message: &str) -> Vec<Diagnostic> {
        let mut found: Vec<Diagnostic> = Vec::new();
        let mut lines = message.lines();
        while let Some(line) = lines.next() {
            let Some(text) = line.strip_prefix("error: ") else { continue };
            let problem = Diagnostic::new(Code::BadTemplate, plain(text));
            let place = lines.next().and_then(|line| line.trim_start().strip_prefix("--> "));
            found.push(match place.and_then(|place| self.named_place(place)) {
                Some((path, span)) => self.placed(problem, &path, span),
                None => problem,
            });
        }
        if found.is_empty() { vec![Diagnostic::new(Code::BadTemplate, plain(message))] } else { found }
    }

    fn named_place(&self, place: &str) -> Option<(String, Span)> {
        let (rest, column) = place.rsplit_once(':')?;
        let (path, line) = rest.rsplit_once(':')?;
        let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
        let text = self.source(path)?.text();
        let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
        let skipped = text[start..].chars().take(column.checked_sub(1)?).map(char::len_utf8).sum::<usize>();
        let at = start + skipped;
        Some((path.to_owned(), at..at))
    }

    fn placed(&self, problem: Diagnostic, path: &str, span: Span) -> Diagnostic {
        let problem = problem.help("the built-in template of the same path shows the names that it may use");
        match self.source(path) {
            Some(source) => {
                let end = span.end.min(source.text().len());
                problem.at(source, span.start.min(end)..end, "")
            }
            None => problem,
        }
    }

    fn source(&self, path: &str) -> Option<&Arc<SourceText>> {
        self.files.iter().find(|(known, _)| known == path).map(|(_, source)| source)
    }
}

/// The largest page that is made, in bytes.
const LARGEST_PAGE: usize = 256 * 1024 * 1024;

/// A page that takes no more than it may.
#[derive(Default)]
struct Page {
    bytes: Vec<u8>,
    is_full: bool,
}

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.is_full |= self.bytes.len() + bytes.len() > LARGEST_PAGE;
        if self.is_full {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn no_filter(_: Value, _: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    Err(tera::Error::message("a layout may not use this filter; print the words as they are"))
}

fn no_range(_: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    Err(tera::Error::message("there is no `range` here; loop over a list of the data"))
}

fn escape_markdown(text: &str, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(escape::markdown(text).as_bytes())
}

fn escape_html(text: &str, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(escape::html(text).as_bytes())
}

/// One sentence about a template, without its final stop.
fn plain(message: &str) -> String {
    let line = message.lines().find(|line| !line.trim().is_empty()).unwrap_or("it is not well formed");
    format!("a template cannot be used: {}", line.trim().trim_end_matches('.'))
}

/// "2026-11-21" as "21 November 2026"; anything else as it is.
fn date_in_words(text: &str) -> String {
    text.parse().map_or_else(|_| text.to_owned(), in_words)
}

/// The name of a month, counted from 1.
pub(super) fn month_name(month: i8) -> &'static str {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    usize::try_from(month - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "tests write templates of their own")]
mod tests {
    use super::*;

    fn render(path: &str, text: &str, markup: Markup) -> Result<String, Vec<Diagnostic>> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("reports")).unwrap();
        std::fs::write(folder.path().join(path), text).unwrap();
        let files = PackFiles::folder(folder.path(), "own")?;
        let context = std::collections::BTreeMap::from([("x", "<a> `b` *c*"), ("day", "2026-03-01")]);
        Templates::load(&files, "reports", markup)?.render(path, &context)
    }

    #[test]
    fn each_format_escapes_its_own_way() {
        assert_eq!(
            render("reports/a.html", "{{ x }}|{{ x | prose }}", Markup::Html).unwrap(),
            "&lt;a&gt; `b` *c*|&lt;a&gt; <code>b</code> *c*"
        );
        assert_eq!(
            render("reports/a.md", "{{ x }}/{{ x | prose }}", Markup::Markdown).unwrap(),
            r"\<a\> \`b\` \*c\*/\<a\> `b` \*c\*"
        );
        assert_eq!(render("reports/a.md", "{{ day | date }}", Markup::Markdown).unwrap(), "1 March 2026");
    }

    #[test]
    fn a_layout_reaches_nothing_outside_and_ends() {
        for text in [
            "{{ get_env(name=\"HOME\") }}",
            "{{ now() }}",
            "{% include \"/etc/hostname\" %}",
            "{% include \"../reports/b.md\" %}",
            "{% include \"reports/a.md\" %}",
            "{% for i in range(end=99999) %}{% for j in range(end=99999) %}{% endfor %}{% endfor %}",
        ] {
            let problems = render("reports/a.md", text, Markup::Markdown).unwrap_err();
            assert_eq!(problems[0].code, Code::BadTemplate, "{text}: {problems:?}");
        }
    }

    #[test]
    fn problems_stand_at_their_place() {
        let cases = [
            ("line\n{{ x", (2, 4)),
            ("line\n  {{ nothing.at_all }}", (2, 6)),
            ("é {{ x | no_such_filter }}", (1, 10)),
            ("\n\n{% include \"reports/absent.md\" %}", (3, 12)),
        ];
        for (text, (line, column)) in cases {
            let problems = render("reports/a.md", text, Markup::Markdown).unwrap_err();
            let position = problems[0].place.as_ref().unwrap_or_else(|| panic!("{text}: {problems:?}")).position();
            assert_eq!(
                (problems[0].code, position.line, position.column),
                (Code::BadTemplate, line, column),
                "{text}: {problems:?}"
            );
        }
    }
}
