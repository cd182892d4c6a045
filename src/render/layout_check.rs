//! What a layout may do, so that each one ends: its work grows with the data and never with a power of it.
//!
//! A loop inside a loop goes over a part of the outer loop's own entry. A value is set to another value or to a word, and
//! never to something longer than what it is made of. Tags that copy parts of templates are few, and so are includes.

use std::collections::{HashMap, HashSet};

use crate::source::{SourceText, Span};

/// The tags that a layout may use.
const TAGS: [&str; 12] =
    ["for", "endfor", "if", "elif", "else", "endif", "include", "set", "break", "continue", "raw", "endraw"];

/// The filters of the template language that make a text longer at each use, or that take one apart.
pub(super) const NO_FILTERS: [&str; 3] = ["replace", "indent", "split"];

/// The most tags of one layout. The longest built-in one has some three hundred.
const MOST_TAGS: usize = 5000;

/// The most `elif` of one layout: the template language reads each inside the one before.
const MOST_ELIF: usize = 200;

/// The most filters of one tag: each may double the backslashes of a text.
const MOST_FILTERS: usize = 8;

/// The most layouts that one layout takes in, those inside others and those taken in twice counted.
const MOST_INCLUDES: usize = 1000;

/// What a layout may not do: where, and why.
pub(super) type Refusal = (String, Span, String);

/// What `files`, which refer to each other and to nothing else without a circle, may not do; the first in each file.
pub(super) fn check(files: &[(String, std::sync::Arc<SourceText>)]) -> Vec<Refusal> {
    let tags: HashMap<&str, Vec<Tag<'_>>> =
        files.iter().map(|(path, source)| (path.as_str(), tags(source.text()))).collect();
    let mut refusals = Vec::new();
    for (path, _) in files {
        let mut walk = Walk { tags: &tags, frames: Vec::new(), includes: 0 };
        let refused = forms(&tags[path.as_str()]).and_then(|()| walk.file(path));
        if let Err((at, why)) = refused {
            refusals.push((path.clone(), at, why));
        }
    }
    refusals
}

/// One tag of a template.
struct Tag<'t> {
    statement: bool,
    inner: &'t str,
    span: Span,
}

impl Tag<'_> {
    fn word(&self) -> &str {
        self.inner.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default()
    }

    /// What stands after the first word.
    fn rest(&self) -> &str {
        self.inner[self.word().len()..].trim()
    }

    /// The tag without what stands between quotes.
    fn unquoted(&self) -> String {
        outside_quotes(self.inner).map(|(_, c)| c).collect()
    }

    fn refuse<T>(&self, why: &str) -> Result<T, (Span, String)> {
        Err((self.span.clone(), why.to_owned()))
    }
}

const QUOTES: [char; 3] = ['"', '\'', '`'];

/// Every tag of `text` outside comments and raw parts.
fn tags(text: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find('{').map(|found| at + found) {
        let close = match text.get(start..start + 2) {
            Some("{{") => "}}",
            Some("{%") => "%}",
            Some("{#") => {
                at = text[start..].find("#}").map_or(text.len(), |end| start + end + 2);
                continue;
            }
            _ => {
                at = start + 1;
                continue;
            }
        };
        let Some(end) = end_of_tag(text, start + 2, close) else { break };
        let inner = text[start + 2..end].trim_start_matches('-').trim_end_matches('-').trim();
        at = end + 2;
        if close == "%}" && inner == "raw" {
            at = text[at..].find("endraw").map_or(text.len(), |end| at + end);
            at = text[at..].find("%}").map_or(text.len(), |end| at + end + 2);
        }
        tags.push(Tag { statement: close == "%}", inner, span: start..end + 2 });
    }
    tags
}

/// Where the tag that begins before `from` ends; `close` between quotes does not end it.
fn end_of_tag(text: &str, from: usize, close: &str) -> Option<usize> {
    let rest = &text[from..];
    outside_quotes(rest).map(|(at, _)| at).find(|at| rest[*at..].starts_with(close)).map(|at| from + at)
}

/// The characters of `text` that stand outside quotes, with their places.
fn outside_quotes(text: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut quote, mut escaped) = (None, false);
    text.char_indices().filter(move |(_, c)| {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if *c == '\\' => escaped = true,
            Some(open) if open == *c => quote = None,
            Some(_) => {}
            None if QUOTES.contains(c) => quote = Some(*c),
            None => return true,
        }
        false
    })
}

/// Checks each tag by itself.
fn forms(tags: &[Tag<'_>]) -> Result<(), (Span, String)> {
    let mut elifs = 0;
    for (at, tag) in tags.iter().enumerate() {
        let plain = tag.unquoted();
        let word = tag.word();
        if at >= MOST_TAGS {
            return tag.refuse("a layout has at most 5000 tags; take parts of it in with include");
        }
        if tag.statement && !TAGS.contains(&word) {
            return tag.refuse(&format!("a layout may not use `{word}`; its tags are for, if, include, set and raw"));
        }
        if plain.contains('~') || plain.contains("...") {
            return tag.refuse("a layout puts no texts or lists together; print them one after the other");
        }
        if plain.matches('|').count() > MOST_FILTERS {
            return tag.refuse("more filters in one place than a layout may use");
        }
        if plain.split_whitespace().skip(usize::from(tag.statement)).any(|word| word == "for") {
            return tag.refuse("a list is made in the data, not in a layout; write a loop");
        }
        if word == "set" && !tag.rest().split_once('=').is_some_and(|(_, value)| is_plain_value(value.trim())) {
            return tag
                .refuse("a layout sets a name to a value of the data or to a text in quotes, and to nothing else");
        }
        elifs += usize::from(tag.statement && word == "elif");
        if elifs > MOST_ELIF {
            return tag.refuse("a layout has at most 200 elif");
        }
    }
    Ok(())
}

/// A path, a number, or a text in quotes.
fn is_plain_value(value: &str) -> bool {
    let inner = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.map_or_else(|| is_path(value), |inner| !inner.contains(['"', '\\']))
}

fn is_path(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.')
}

/// The names that lead into the entry of the innermost loop, block by block.
struct Frame {
    is_loop: bool,
    inside: HashSet<String>,
    /// Names that were set to something else.
    outside: HashSet<String>,
}

struct Walk<'w> {
    tags: &'w HashMap<&'w str, Vec<Tag<'w>>>,
    frames: Vec<Frame>,
    includes: usize,
}

impl Walk<'_> {
    fn file(&mut self, path: &str) -> Result<(), (Span, String)> {
        let tags = self.tags;
        for tag in tags.get(path).into_iter().flatten().filter(|tag| tag.statement) {
            match tag.word() {
                "for" => self.enter_loop(tag)?,
                "if" => self.enter(false, HashSet::new()),
                "elif" | "else" if self.frames.last().is_some_and(|frame| !frame.is_loop) => {
                    self.frames.pop();
                    self.enter(false, HashSet::new());
                }
                "endfor" | "endif" => {
                    self.frames.pop();
                }
                "set" => self.set(tag.rest()),
                "include" => {
                    self.includes += 1;
                    if self.includes > MOST_INCLUDES {
                        return tag.refuse("this layout takes in more than 1000 others");
                    }
                    let included = tag.rest().trim_matches(QUOTES);
                    self.enter(false, HashSet::new());
                    self.file(included).map_err(|(_, why)| (tag.span.clone(), format!("{why} (in `{included}`)")))?;
                    self.frames.pop();
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn enter(&mut self, is_loop: bool, inside: HashSet<String>) {
        self.frames.push(Frame { is_loop, inside, outside: HashSet::new() });
    }

    fn enter_loop(&mut self, tag: &Tag<'_>) -> Result<(), (Span, String)> {
        let (names, list) = tag.rest().split_once(" in ").unwrap_or((tag.rest(), ""));
        let list = list.trim();
        let in_loop = self.frames.iter().any(|frame| frame.is_loop);
        if in_loop && !(is_path(list) && self.is_inside(root(list))) {
            return tag.refuse(
                "a loop inside a loop goes over a part of the outer loop's entry, written as its name and a path",
            );
        }
        self.enter(true, names.split(',').map(|name| name.trim().to_owned()).collect());
        Ok(())
    }

    /// Whether `name` leads into the entry of the innermost loop.
    fn is_inside(&self, name: &str) -> bool {
        for frame in self.frames.iter().rev() {
            if frame.outside.contains(name) {
                return false;
            }
            if frame.inside.contains(name) {
                return true;
            }
            if frame.is_loop {
                return false;
            }
        }
        false
    }

    fn set(&mut self, rest: &str) {
        let (name, value) = rest.split_once('=').unwrap_or((rest, ""));
        let (name, inside) = (name.trim().to_owned(), self.is_inside(root(value.trim())));
        let Some(innermost) = self.frames.iter().rposition(|frame| frame.is_loop) else { return };
        if inside {
            if let Some(frame) = self.frames.last_mut() {
                frame.inside.insert(name);
            }
        } else {
            for frame in &mut self.frames[innermost..] {
                frame.outside.insert(name.clone());
            }
        }
    }
}

fn root(path: &str) -> &str {
    path.split('.').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    /// What is refused in a layout of this text, beside one named `part`.
    fn refused(text: &str) -> Option<String> {
        let part = "{% for b in a.list %}{{ b }}{% endfor %}";
        let files = [("own", text), ("part", part)]
            .map(|(path, text)| (path.to_owned(), Arc::new(SourceText::new(path, text))));
        check(&files).into_iter().find(|(path, ..)| path == "own").map(|(.., why)| why)
    }

    #[test]
    fn loops_inside_loops_go_over_parts() {
        for text in [
            "{% for a in x %}{% for b in a.list %}{% for c in b %}{{ c }}{% endfor %}{% endfor %}{% endfor %}",
            "{% for a in x %}{% set one = a.b %}{% for c in one.list %}{{ c }}{% endfor %}{% endfor %}",
            "{% for a in x %}{% if a %}{% for c in a.list %}{{ c }}{% endfor %}{% else %}-{% endif %}{% endfor %}",
            "{% for a in x %}{% include \"part\" %}{% endfor %}{% for a in x %}{{ a }}{% endfor %}",
            "{% raw %}{% for a in x %}{% for b in x %}{% endraw %}{# {% for #}",
        ] {
            assert_eq!(refused(text), None, "{text}");
        }
        for text in [
            "{% for a in x %}{% for b in x %}{% endfor %}{% endfor %}",
            "{% for a in x %}{% for b in a.l %}{% for c in a.l %}{% endfor %}{% endfor %}{% endfor %}",
            "{% for a in x %}{% set a = x %}{% for b in a %}{% endfor %}{% endfor %}",
            "{% for a in x %}{% set n = x %}{% if no %}{% set n = a.l %}{% endif %}{% for b in n %}{% endfor %}{% endfor %}",
            "{% set n = x %}{% for a in x %}{% if no %}{% set n = a.l %}{% endif %}{% for b in n %}{% endfor %}{% endfor %}",
            "{% for a in x %}{% for b in a.l | default(value=x) %}{% endfor %}{% endfor %}",
            "{% for b in x %}{% include \"part\" %}{% endfor %}",
        ] {
            assert!(refused(text).is_some_and(|why| why.contains("a loop inside a loop")), "{text}");
        }
    }

    #[test]
    fn nothing_is_put_together_without_end() {
        for text in [
            "{% set a = b ~ b %}",
            "{{ '}}' ~ \"\\\"\" ~ b }}",
            "{% set a = b | prose %}",
            "{% set a = [b, b] %}",
            "{% set a %}{{ b }}{{ b }}{% endset %}",
            "{{ [...a, ...a] }}",
            "{{ [x for x in a] }}",
            "{% component c() %}{% endcomponent %}",
            "{% extends \"part\" %}",
            &format!("{{{{ a{} }}}}", " | prose".repeat(9)),
            &format!("{{% if a %}}{}{{% endif %}}", "{% elif a %}".repeat(201)),
            &"{{ a }}".repeat(5001),
            &"{% include \"part\" %}".repeat(1001),
        ] {
            assert!(refused(text).is_some(), "{text:.60}");
        }
        assert_eq!(refused("{% set a = b.c %}{% set d = \"~ | {% for\" %}{{ '~...' }}"), None);
    }
}
