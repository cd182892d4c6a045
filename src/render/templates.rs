//! Templates of one format, loaded and checked, ready to turn data into text. The only file of this
//! floor that knows Tera; the texts of clauses are rendered on the floor of drafting.
//!
//! Everything that a template prints is escaped for its format. Three filters stand beside Tera's own: `prose` for
//! sentences that hold names between backticks, `code` for a name as it stands in a file, and `date` for dates in words.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::Serialize;
use tera::{Context, ErrorKind, Kwargs, State, Tera, Value};

use crate::pack::PackFiles;
use crate::source::{Code, Diagnostic, SourceText, Span};

use super::english::in_words;
use super::escape;
use super::layout::{Layout, no_range, turn};

/// The largest document: 64 MiB.
const MOST_BYTES: usize = 64 * 1024 * 1024;

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
    files: Vec<File>,
    /// How often the loops of the current document turned.
    turns: Arc<AtomicU64>,
}

/// One template.
#[derive(Debug)]
struct File {
    path: String,
    source: Arc<SourceText>,
    layout: Layout,
}

impl Templates {
    /// Loads the templates of `folder` among `files`, named by their paths.
    ///
    /// # Errors
    /// Every template that is not well formed, that does what a layout may not do, or that names a filter, a test or another
    /// template that is not known.
    pub fn load(files: &PackFiles, folder: &str, markup: Markup) -> Result<Self, Vec<Diagnostic>> {
        let mut found = Vec::new();
        let mut read = Vec::new();
        for (path, source) in markup.endings().iter().flat_map(|ending| files.under(folder, ending)) {
            match Layout::new(source.text()) {
                Ok(layout) => read.push(File { path: path.to_owned(), source: Arc::clone(source), layout }),
                Err((span, message)) => {
                    found.push(Diagnostic::new(Code::BadTemplate, plain(&message)).at(source, span, "").help(HELP));
                }
            }
        }
        if !found.is_empty() {
            return Err(found);
        }
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
        tera.register_function("range", no_range);
        let turns = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&turns);
        tera.register_function("turn", move |_: Kwargs, _: &State<'_>| turn(&counted));
        tera.register_filter("date", |text: &str, _: Kwargs, _: &State<'_>| date_in_words(text));
        let mut templates = Self { tera, files: read, turns };
        let texts = templates.files.iter().map(|file| (file.path.as_str(), file.layout.text.as_str()));
        match templates.tera.add_raw_templates(texts) {
            Ok(()) => Ok(templates),
            Err(error) => Err(templates.problems(&error)),
        }
    }

    /// Renders the template at `path` with `context`.
    ///
    /// # Errors
    /// Where the template asks for something that is not in the context, and where it does not come to an end.
    pub fn render(&self, path: &str, context: &impl Serialize) -> Result<String, Vec<Diagnostic>> {
        self.turns.store(0, Ordering::Relaxed);
        let mut out = Limited(Vec::new());
        let rendered =
            Context::from_serialize(context).and_then(|context| self.tera.render_to(path, &context, &mut out));
        match rendered {
            // Templates and values are text, and so is what they come to.
            Ok(()) => Ok(String::from_utf8_lossy(&out.0).into_owned()),
            Err(_) if out.is_full() => {
                let message = format!("what `{path}` prints is larger than {} MiB", MOST_BYTES / 1024 / 1024);
                Err(vec![self.placed(Diagnostic::new(Code::BadTemplate, plain(&message)), path, 0..0)])
            }
            Err(error) => Err(self.problems(&error)),
        }
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
        let text = &self.file(path)?.layout.text;
        let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
        let skipped = text[start..].chars().take(column.checked_sub(1)?).map(char::len_utf8).sum::<usize>();
        let at = start + skipped;
        Some((path.to_owned(), at..at))
    }

    fn placed(&self, problem: Diagnostic, path: &str, span: Span) -> Diagnostic {
        let problem = problem.help(HELP);
        match self.file(path) {
            Some(file) => {
                let span = file.layout.in_file(span);
                let end = span.end.min(file.source.text().len());
                problem.at(&file.source, span.start.min(end)..end, "")
            }
            None => problem,
        }
    }

    fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|known| known.path == path)
    }
}

const HELP: &str = "the built-in template of the same path shows the names that it may use";

/// What is printed, as far as it is not too large.
struct Limited(Vec<u8>);

impl Limited {
    fn is_full(&self) -> bool {
        self.0.len() >= MOST_BYTES
    }
}

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let fits = bytes.len().min(MOST_BYTES - self.0.len());
        self.0.extend_from_slice(&bytes[..fits]);
        if fits < bytes.len() { Err(io::Error::other("too large")) } else { Ok(fits) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
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
