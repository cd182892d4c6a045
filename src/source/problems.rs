//! The problems of one text, as they are found and as they are told.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Code, Diagnostic, SourceText, Span};

/// The problems found so far in one text.
#[derive(Debug)]
pub struct Problems {
    source: Arc<SourceText>,
    found: Vec<Diagnostic>,
    /// What was reported as missing and stands there misspelt: where its table begins, and the message.
    misspelt: BTreeSet<(usize, String)>,
}

impl Problems {
    /// No problems yet in `source`.
    pub fn new(source: &Arc<SourceText>) -> Self {
        Self { source: Arc::clone(source), found: Vec::new(), misspelt: BTreeSet::new() }
    }

    /// The text that is being read.
    pub fn source(&self) -> &Arc<SourceText> {
        &self.source
    }

    /// Adds a problem at `span` and returns it for more words.
    pub fn add(&mut self, code: Code, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        self.found.push(Diagnostic::new(code, message).at(&self.source, span, ""));
        self.found.last_mut().expect("one was just added")
    }

    /// Adds that `key` is missing from the table at `table`.
    pub fn add_missing(&mut self, table: Span, key: &str) {
        self.add(Code::Missing, table, missing(key));
    }

    /// Takes note that `key`, of the table that begins at `table`, stands there misspelt.
    pub(super) fn stands_misspelt(&mut self, table: usize, key: &str) {
        self.misspelt.insert((table, missing(key)));
    }

    /// The problem added last.
    pub fn last_mut(&mut self) -> Option<&mut Diagnostic> {
        self.found.last_mut()
    }

    /// Every problem so far, in the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter()
    }

    /// Every problem so far, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Diagnostic> {
        self.found.iter_mut()
    }

    /// Takes over the problems of `other`, which is about the same text.
    pub fn append(&mut self, other: Problems) {
        self.found.extend(other.found);
        self.misspelt.extend(other.misspelt);
    }

    /// As [`Problems::into_sorted`]. Where a list or a quote that is not closed makes nonsense of all that follows, what
    /// follows is left out. A mistake with a correction makes no nonsense.
    pub fn into_sorted_without_aftermath(self) -> Vec<Diagnostic> {
        const MOST_AFTER: usize = 20;
        let source = Arc::clone(&self.source);
        let mut sorted = self.into_sorted();
        let syntax = |problem: &Diagnostic| problem.code == Code::Syntax && problem.fix.is_none();
        if let Some(at) = sorted.iter().position(|problem| syntax(problem) && problem.message.contains("in array")) {
            let place = sorted[at].place.as_ref().map_or(0..0, |place| place.span.clone());
            let line = source.lines_around(&place);
            sorted.retain(|problem| problem.place.as_ref().is_some_and(|place| place.span.start < line.start));
            let open = Diagnostic::new(Code::Syntax, "a list that began before this line is not closed");
            sorted.push(open.at(&source, line, "").help("put ] at the end of that list. What follows is shown then"));
        } else if let Some(first) = sorted.iter().position(syntax).filter(|first| sorted.len() - first > MOST_AFTER) {
            sorted.truncate(first + 1);
            let help = sorted[first].help.take().unwrap_or_default();
            sorted[first].help = Some(format!("{help}. What follows is shown once this is mended"));
        }
        sorted
    }

    /// How many problems there are so far.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// All problems, in the order of the text. Where a value breaks the rules of TOML and those of its field, only the
    /// field's own message stays: it says what would be right. What is missing because it is misspelt is told once.
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        let start = |problem: &Diagnostic| problem.place.as_ref().map_or(0, |place| place.span.start);
        let is_there = |problem: &Diagnostic| self.misspelt.contains(&(start(problem), problem.message.clone()));
        self.found.retain(|problem| problem.code != Code::Missing || !is_there(problem));
        self.found.sort_by_key(|problem| (start(problem), problem.code == Code::Syntax));
        self.found.dedup_by(|next, kept| next.code == Code::Syntax && start(next) == start(kept));
        self.found
    }
}

/// What is said of a key that is not there.
fn missing(key: &str) -> String {
    format!("`{key}` is missing here")
}
