//! What a layout may do, checked before it is used: it prints and repeats what the data hold, and nothing that it says can
//! run without end, grow without measure, or reach outside the templates.
//!
//! Tera knows no other file and no variable of the environment unless a program hands them over, which this one does not.
//! It has no limit of its own for loops inside loops. So each turn of a loop and each layout that is used calls a function
//! that counts; the calls are put into the text here, and places in the changed text are told as places in the file.

use std::sync::atomic::{AtomicU64, Ordering};

use tera::{Kwargs, State, TeraResult, Value};

use crate::source::{Span, did_you_mean};

/// How often loops may turn, and layouts be used, in one document. The largest report takes some thousands.
const MOST_TURNS: u64 = 1_000_000;
/// How many `elif` may follow one `if`. Tera goes one call deeper for each.
const MOST_BRANCHES: usize = 100;
/// The longest tag, in bytes.
const MOST_IN_TAG: usize = 2000;
/// The statements of a layout.
const STATEMENTS: [&str; 8] = ["if", "elif", "else", "endif", "for", "endfor", "include", "set"];
/// Filters with which a short text becomes a large one.
const GROWING: [&str; 2] = ["replace", "indent"];

/// The text of a layout with the calls that count its turns.
#[derive(Debug)]
pub(super) struct Layout {
    /// The text for Tera.
    pub text: String,
    /// Where a call was put into it, in order, and how long it is.
    calls: Vec<(usize, usize)>,
}

impl Layout {
    /// Checks the text of a layout and puts the calls into it.
    ///
    /// # Errors
    /// The first thing that a layout may not do: where, and what, in a sentence without a final stop.
    pub fn new(source: &str) -> Result<Self, (Span, String)> {
        let mut layout = Self { text: String::with_capacity(source.len()), calls: Vec::new() };
        layout.call("{{ turn() }}");
        let mut branches: Vec<usize> = Vec::new();
        let mut at = 0;
        while let Some((tag, kind)) = next_tag(source, at)? {
            layout.text.push_str(&source[at..tag.end]);
            at = tag.end;
            if kind == Kind::Comment {
                continue;
            }
            let inner = source[tag.start + 2..tag.end - 2].trim_start_matches('-').trim_end_matches('-').trim();
            let refuse = |message: String| (tag.clone(), message);
            check(inner).map_err(refuse)?;
            if kind == Kind::Statement {
                statement(inner, &mut branches).map_err(refuse)?;
                if inner.starts_with("for ") {
                    let trims = source[..tag.end].ends_with("-%}");
                    layout.call(if trims { "{{ turn() -}}" } else { "{{ turn() }}" });
                }
            }
        }
        layout.text.push_str(&source[at..]);
        Ok(layout)
    }

    fn call(&mut self, call: &str) {
        self.calls.push((self.text.len(), call.len()));
        self.text.push_str(call);
    }

    /// The place in the file of a place in the text for Tera.
    pub fn in_file(&self, place: Span) -> Span {
        let one = |at: usize| {
            let before = self.calls.iter().take_while(|(call, _)| *call < at);
            let longer: usize = before.map(|(call, length)| (*length).min(at - call)).sum();
            at - longer
        };
        one(place.start)..one(place.end)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Print,
    Statement,
    Comment,
}

/// The next tag from `at` on; `None` where there is none, or where Tera will say that it is not closed.
fn next_tag(source: &str, at: usize) -> Result<Option<(Span, Kind)>, (Span, String)> {
    let kind_at = |start: usize| match source.as_bytes().get(start + 1) {
        Some(b'{') => Some((start, "}}", Kind::Print)),
        Some(b'%') => Some((start, "%}", Kind::Statement)),
        Some(b'#') => Some((start, "#}", Kind::Comment)),
        _ => None,
    };
    let mut braces = source[at..].match_indices('{').map(|(found, _)| at + found);
    let Some((start, close, kind)) = braces.find_map(kind_at) else { return Ok(None) };
    let Some(length) = source[start + 2..].find(close) else { return Ok(None) };
    let tag = start..start + 2 + length + 2;
    if kind != Kind::Comment && is_quote_open(&source[start + 2..tag.end - 2]) {
        return Err((tag, format!("a text between quotes in a tag holds no `{close}`")));
    }
    Ok(Some((tag, kind)))
}

/// Whether a quote that begins in `inner` does not end there.
fn is_quote_open(inner: &str) -> bool {
    let mut open = None;
    for sign in inner.chars().filter(|sign| matches!(sign, '"' | '\'' | '`')) {
        match open {
            None => open = Some(sign),
            Some(begun) if begun == sign => open = None,
            Some(_) => {}
        }
    }
    open.is_some()
}

/// What holds for every tag.
fn check(inner: &str) -> Result<(), String> {
    if inner.len() > MOST_IN_TAG {
        return Err(format!("this tag is longer than {MOST_IN_TAG} characters; put long texts outside of tags"));
    }
    if inner.contains('\\') {
        return Err("a tag holds no backslash".to_owned());
    }
    let filters =
        inner.split('|').skip(1).map(|rest| rest.trim_start().split(|c: char| !is_name(c)).next().unwrap_or(""));
    match filters.into_iter().find(|name| GROWING.contains(name)) {
        Some(name) => {
            Err(format!("a layout has no filter `{name}`, with which a short text can become an endless one"))
        }
        None => Ok(()),
    }
}

/// What holds for a statement. `branches` counts the `elif` of each `if` that is open.
fn statement(inner: &str, branches: &mut Vec<usize>) -> Result<(), String> {
    let word = inner.split_whitespace().next().unwrap_or_default();
    match word {
        "if" => branches.push(0),
        "endif" => drop(branches.pop()),
        "elif" => {
            if let Some(count) = branches.last_mut() {
                *count += 1;
                if *count > MOST_BRANCHES {
                    return Err(format!("one `if` has at most {MOST_BRANCHES} `elif`"));
                }
            }
        }
        "set" => {
            let (_, value) = inner.split_once('=').ok_or("`set` needs a value: set name = value")?;
            if !value.trim().chars().all(|c| is_name(c) || c == '.') {
                return Err("`set` gives a name to something in the data, such as set one = record.title".to_owned());
            }
        }
        known if STATEMENTS.contains(&known) => {}
        _ => {
            let near = did_you_mean(word, STATEMENTS).map(|near| format!(" Did you mean `{near}`?"));
            let near = near.unwrap_or_default();
            return Err(format!("a layout has no `{word}`; it has {}.{near}", STATEMENTS.join(", ")));
        }
    }
    Ok(())
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The function that the calls name: it prints nothing, and fails when a document takes more turns than it may.
pub(super) fn turn(turns: &AtomicU64) -> TeraResult<Value> {
    match turns.fetch_add(1, Ordering::Relaxed) < MOST_TURNS {
        true => Ok(Value::from("")),
        false => Err(tera::Error::message(format!(
            "the loops of this document turn more than {MOST_TURNS} times; loop over fewer lists inside each other"
        ))),
    }
}

/// In the place of Tera's `range`, with which a loop could go on for ever.
pub(super) fn no_range(_: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    Err(tera::Error::message("there is no `range` here; loop over a list of the data"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_put_in_and_places_told_as_before() {
        let source = "a\n{% for x in y -%} {{ x }}{% endfor %}{# {% for #}";
        let layout = Layout::new(source).unwrap();
        assert_eq!(layout.text, "{{ turn() }}a\n{% for x in y -%}{{ turn() -}} {{ x }}{% endfor %}{# {% for #}");
        for word in ["a\n", "y -", " }}{% end", "#}"] {
            let (there, here) = (layout.text.rfind(word).unwrap(), source.rfind(word).unwrap());
            assert_eq!(layout.in_file(there..there + word.len()), here..here + word.len(), "{word}");
        }
    }

    #[test]
    fn what_a_layout_may_not_do() {
        let many = format!("{{% if a %}}{}{{% endif %}}", "{% elif b %}".repeat(101));
        let long = format!("{{{{ \"{}\" }}}}", "a".repeat(3000));
        let cases = [
            ("{% set_global a = b %}", "a layout has no `set_global`"),
            ("{% set a = a ~ a %}", "`set` gives a name to something in the data"),
            ("{% set a %}{{ a }}{{ a }}{% endset %}", "`set` needs a value"),
            ("{% raw %}{% endraw %}", "a layout has no `raw`"),
            ("{% component a() %}", "a layout has no `component`"),
            ("{% extends \"a\" %}", "a layout has no `extends`"),
            ("{% for x in [\"%}\"] %}", "holds no `%}`"),
            ("{{ a | replace(from=\"a\", to=\"aa\") }}", "a layout has no filter `replace`"),
            ("{{ a |indent(width=9) }}", "a layout has no filter `indent`"),
            ("{{ a\\b }}", "a tag holds no backslash"),
            (&many, "at most 100 `elif`"),
            (&long, "longer than 2000 characters"),
        ];
        for (text, message) in cases {
            let (span, said) = Layout::new(text).expect_err(text);
            assert!(said.contains(message) && !span.is_empty(), "{text}: {said}");
        }
        assert!(Layout::new("{% set one = a.b %}{% if \"a\" == 'b' %}{% elif c %}{% endif %}").is_ok());
    }
}
