//! The small language of clause texts, checked before anything is rendered. Tera would take a misspelt switch for one
//! that is off, so that a text could lose a sentence in silence; here every name in every branch must be declared.
//!
//! A text prints `facts.NAME`, the variable of a loop, or `clause(id="ID")`; it loops over `lists.NAME` or `definitions`;
//! it asks `when.NAME`, `loop.first` and `loop.last`, with `not`, `and`, `or`. The text of a document also loops over
//! `rows.NAME`, `open.NAME` and `called.NAME`, whose variables have columns, says with `clauses` where its numbered
//! clauses stand, and asks `notes`: whether the copy is one with notes. There is nothing else: no filter, no function, no
//! other file, no loop inside a loop.

use crate::pack::{Clauses, Fact};
use crate::record::Fields;
use crate::source::{Diagnostic, Span, did_you_mean};

use super::entries::columns;
use super::marks::{CLOSE, OPEN};
use super::passage::Passage;

/// What a loop cannot call its variable, because a text asks for it in another way.
const TAKEN: [&str; 10] =
    ["facts", "lists", "when", "notes", "definitions", "rows", "open", "called", "clauses", "loop"];

/// How many `elif` may follow one `if`. The template language goes one call deeper for each.
const MOST_BRANCHES: usize = 100;
/// With more problems than this in one text, nobody reads what is said about the next one.
const ENOUGH: usize = 50;
/// The most of a tag that a message repeats, in characters.
const MOST_REPEATED: usize = 60;

/// Every problem of one text: names that are not declared, forms that are not known, terms that are not listed.
pub(super) fn check(passage: &Passage<'_>, clauses: &Clauses, fields: &Fields) -> Vec<Diagnostic> {
    let mut checker = Checker { passage, clauses, fields, around: Vec::new(), clauses_stand: false, found: Vec::new() };
    let mut plain = String::new();
    let text = passage.body.text.as_str();
    let mut at = 0;
    while let Some(begin) = text[at..].find(['{', OPEN, CLOSE]).map(|found| at + found) {
        if checker.found.len() >= ENOUGH {
            return checker.found;
        }
        plain.push_str(&text[at..begin]);
        at = match Tag::at(text, begin) {
            Ok(Some(tag)) => {
                checker.tag(&tag);
                tag.end
            }
            Ok(None) => begin + 1,
            Err(message) => {
                let end = begin + text[begin..].chars().next().map_or(1, char::len_utf8);
                checker.found.push(passage.problem(begin..end, message));
                end
            }
        };
        // Keeps the words on both sides of a tag apart, and positions as they are.
        plain.extend(std::iter::repeat_n(' ', at - plain.len().min(at)));
    }
    plain.push_str(&text[at..]);
    checker.terms(&plain);
    checker.found
}

/// One tag: what stands in it, and where.
struct Tag<'t> {
    prints: bool,
    inner: &'t str,
    start: usize,
    end: usize,
}

impl<'t> Tag<'t> {
    /// The tag that begins at `start`; `None` for a brace that begins no tag.
    fn at(text: &'t str, start: usize) -> Result<Option<Self>, String> {
        let rest = &text[start..];
        let (prints, close) = match rest.get(..2) {
            Some("{{") => (true, "}}"),
            Some("{%") => (false, "%}"),
            Some("{#") => return Err("a text holds no comments; write them in the front matter after #".to_owned()),
            _ if rest.starts_with('{') => return Ok(None),
            _ => return Err("this character is kept for the program's own use".to_owned()),
        };
        let length =
            rest[2..].find(close).map(|at| at + 2).ok_or_else(|| format!("the tag is not closed with `{close}`"))?;
        let inner = rest[2..length].trim_start_matches('-').trim_end_matches('-').trim();
        Ok(Some(Self { prints, inner, start, end: start + length + 2 }))
    }
}

struct Checker<'c> {
    passage: &'c Passage<'c>,
    clauses: &'c Clauses,
    fields: &'c Fields,
    /// The tags that are open around the current place.
    around: Vec<Around<'c>>,
    /// Whether the place of the clauses was named.
    clauses_stand: bool,
    found: Vec<Diagnostic>,
}

/// A tag that is not closed yet.
enum Around<'c> {
    /// How many `elif` followed so far.
    If(usize),
    For {
        variable: String,
        over: Over<'c>,
    },
}

/// What a loop goes over.
enum Over<'c> {
    /// Texts.
    Texts,
    /// Entries with these columns.
    Entries(Vec<&'c str>),
}

impl<'c> Checker<'c> {
    fn tag(&mut self, tag: &Tag<'_>) {
        let problem = if tag.prints { self.print(tag.inner) } else { self.statement(tag.inner) };
        if let Err((message, help)) = problem {
            let message = match tag.inner.char_indices().nth(MOST_REPEATED) {
                Some((at, _)) => message.replace(tag.inner, &format!("{} ...", &tag.inner[..at])),
                None => message,
            };
            let mut problem = self.passage.problem(tag.start..tag.end, message);
            problem.help = help;
            self.found.push(problem);
        }
    }

    fn print(&mut self, inner: &str) -> Outcome {
        if let Some(name) = inner.strip_prefix("facts.") {
            return declared("fact", name, self.facts().map(|fact| fact.name.as_str()));
        }
        if let Some(id) = inner.strip_prefix("clause(id=\"").and_then(|rest| rest.strip_suffix("\")")) {
            return declared("clause", id, self.clauses.clauses.iter().map(|clause| clause.id.as_str()));
        }
        if inner == "clauses" {
            return self.place_of_clauses();
        }
        let (name, column) = inner.split_once('.').map_or((inner, None), |(name, column)| (name, Some(column)));
        match (self.over(name), column) {
            (Some(Over::Texts), None) => Ok(()),
            (Some(Over::Entries(columns)), Some(column)) => declared("column", column, columns.iter().copied()),
            (Some(Over::Entries(columns)), None) => Err((
                format!("`{name}` is a whole entry; print one of its columns"),
                Some(format!("its columns are: {}", columns.join(", "))),
            )),
            _ => Err((
                format!("`{inner}` is nothing that a text can print"),
                Some("it prints facts.NAME, the variable of a loop, or clause(id=\"ID\")".to_owned()),
            )),
        }
    }

    /// What the loop with this variable goes over.
    fn over(&self, name: &str) -> Option<&Over<'c>> {
        self.around.iter().find_map(|around| match around {
            Around::For { variable, over } if variable == name => Some(over),
            _ => None,
        })
    }

    /// `{{ clauses }}`, which only a document with clauses may say, once and in any case.
    fn place_of_clauses(&mut self) -> Outcome {
        let twice = std::mem::replace(&mut self.clauses_stand, true);
        let problem = match self.passage.document {
            None => "only the text of a document says where its clauses stand",
            Some(document) if document.clauses.is_empty() => "this document has no clauses; name them under `clauses`",
            Some(_) if !self.around.is_empty() => "the place of the clauses stands in no loop and under no condition",
            Some(_) if twice => "the clauses stand in one place only",
            Some(_) => return Ok(()),
        };
        Err((problem.to_owned(), None))
    }

    fn statement(&mut self, inner: &str) -> Outcome {
        let words: Vec<&str> = inner.split_whitespace().collect();
        match words.as_slice() {
            ["else"] => Ok(()),
            ["endif" | "endfor"] => {
                self.around.pop();
                Ok(())
            }
            ["for", variable, "in", list] => {
                let nested = self.around.iter().any(|around| matches!(around, Around::For { .. }));
                let over = self.listed(list);
                let entry =
                    over.as_ref().map_or(Over::Texts, |columns| columns.clone().map_or(Over::Texts, Over::Entries));
                self.around.push(Around::For { variable: (*variable).to_owned(), over: entry });
                match over {
                    _ if nested => Err(("a loop cannot stand in a loop".to_owned(), None)),
                    _ if TAKEN.contains(variable) => {
                        Err((format!("the variable of a loop cannot be called `{variable}`"), None))
                    }
                    over => over.map(drop),
                }
            }
            ["if", asked @ ..] if !asked.is_empty() => {
                self.around.push(Around::If(0));
                asked.iter().try_for_each(|word| self.asked(word))
            }
            ["elif", asked @ ..] if !asked.is_empty() => {
                if let Some(Around::If(branches)) = self.around.last_mut() {
                    *branches += 1;
                    if *branches > MOST_BRANCHES {
                        return Err((format!("one `if` has at most {MOST_BRANCHES} `elif`"), None));
                    }
                }
                asked.iter().try_for_each(|word| self.asked(word))
            }
            _ => Err((
                format!("`{inner}` is not known in a text"),
                Some("it knows if, elif, else, endif, for and endfor".to_owned()),
            )),
        }
    }

    /// Checks that there is a list called `list`; gives the columns of its entries, if it has them.
    fn listed(&self, list: &str) -> Result<Option<Vec<&'c str>>, (String, Option<String>)> {
        let (group, name) = list.split_once('.').unwrap_or((list, ""));
        match (group, self.passage.document) {
            ("definitions", _) if list == group => Ok(None),
            ("lists", _) => {
                let lists = self.facts().filter(|fact| fact.is_list(self.fields));
                declared("fact that is a list", name, lists.map(|fact| fact.name.as_str())).map(|()| None)
            }
            ("rows" | "open" | "called", Some(document)) => {
                let known = columns(document).into_iter().filter(|(own, ..)| *own == group);
                let known: Vec<(&str, Vec<&str>)> = known.map(|(_, name, columns)| (name, columns)).collect();
                declared(&format!("list under `{group}`"), name, known.iter().map(|(name, _)| *name))?;
                Ok(known.into_iter().find(|(own, _)| *own == name).map(|(_, columns)| columns))
            }
            _ => Err((
                format!("a text cannot loop over `{list}`"),
                Some(match self.passage.document {
                    Some(_) => "it loops over lists.NAME, rows.NAME, open.NAME, called.NAME or definitions".to_owned(),
                    None => "it loops over lists.NAME or definitions".to_owned(),
                }),
            )),
        }
    }

    fn asked(&self, word: &str) -> Outcome {
        match word.strip_prefix("when.") {
            Some(name) => declared("variant", name, self.passage.parts.variants.iter().map(|(name, _)| name.as_str())),
            None if word == "notes" && self.passage.document.is_some() => Ok(()),
            None if matches!(word, "not" | "and" | "or" | "loop.first" | "loop.last") => Ok(()),
            None => Err((
                format!("`{word}` cannot be asked in a text"),
                Some("ask when.NAME, with the condition under [variants]; facts are printed, not asked".to_owned()),
            )),
        }
    }

    fn facts(&self) -> std::slice::Iter<'c, Fact> {
        self.passage.parts.facts.iter()
    }

    /// Adds a problem for each defined term that the text uses and does not list.
    fn terms(&mut self, plain: &str) {
        let Some(listed) = self.passage.terms else { return };
        for (term, span) in used_terms(plain, self.clauses) {
            if !listed.iter().any(|known| known == term) && !self.defines(term) {
                let problem = self
                    .passage
                    .problem(span, format!("the text uses the defined term `{term}`, and `terms` does not list it"));
                self.found.push(problem.help("add it to `terms`, so that the draft defines it"));
            }
        }
    }

    /// Whether the text is the definition of `term` itself.
    fn defines(&self, term: &str) -> bool {
        self.clauses.definition(term).is_some_and(|definition| std::ptr::eq(&definition.means, self.passage.parts))
    }
}

type Outcome = Result<(), (String, Option<String>)>;

fn declared<'n>(what: &str, name: &str, known: impl Iterator<Item = &'n str> + Clone) -> Outcome {
    if known.clone().any(|one| one == name) {
        return Ok(());
    }
    let help = did_you_mean(name, known).map(|near| format!("did you mean `{near}`?"));
    Err((format!("there is no {what} `{name}`"), help))
}

/// The defined terms in `plain`, each once, with the place of its first use.
pub(super) fn used_terms<'c>(plain: &str, clauses: &'c Clauses) -> Vec<(&'c str, Span)> {
    let terms = clauses.definitions.iter().map(|definition| definition.term.as_str());
    terms.filter_map(|term| first_use(plain, term).map(|span| (term, span))).collect()
}

/// The first place where `term` stands as a word of its own, in the singular or the plural.
fn first_use(plain: &str, term: &str) -> Option<Span> {
    let places = plain.match_indices(term).map(|(at, _)| at..at + term.len());
    places.into_iter().find(|span| {
        let before = plain[..span.start].chars().next_back();
        let rest = &plain[span.end..];
        let ending: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '-') && matches!(ending.as_str(), "" | "s" | "es")
    })
}
