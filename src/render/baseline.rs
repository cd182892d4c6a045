//! A baseline as a file, made to be read in a diff: sorted, one line each, nothing in it that changes by itself.

use serde::Serialize;

use crate::assessment::{Baseline, Known, Now, OwnRequirement, Stale};
use crate::pack::Library;
use crate::source::quoted;

/// How many lines that no longer match are told at most, so that they leave room for the rest.
const MOST_TOLD: usize = 50;

const HEAD: &str = "\
# Findings that were open when this file was written. With it,
# `diligence check --baseline` fails on new ones only.
#
# A line names the record, the requirement and, of a list, the entry; of the
# text of an agreement, what is wrong there. Its status is how it stood:
# \"gap\" (what the record states fails it) or \"not-stated\" (the record does
# not say). It stays known while it is open. Behind it stand the obligation
# (must, should or consider) and what would be so if it were met;
# `diligence explain ID` tells more of a requirement.
#
# To review the file, read the musts first, and ask of each line why it may
# stay. Add `reason = \"...\"` to a line to say so. Delete a line, and its finding
# counts again. `diligence check --write-baseline` writes the file again and
# keeps reasons.
";

/// The text of a baseline with these lines.
pub fn baseline_text(known: &[Known], library: &Library) -> String {
    let mut sorted: Vec<&Known> = known.iter().collect();
    sorted.sort();
    sorted.dedup_by_key(|known| known.about());
    let (key, version) = Baseline::FORMAT;
    let lines: String = sorted.into_iter().map(|known| line(known, library)).collect();
    format!("{HEAD}{key} = {version}\n\nknown = [\n{lines}]\n")
}

fn line(known: &Known, library: &Library) -> String {
    let mut text = format!("  {{ record = {}, requirement = {}", quoted(&known.record), quoted(&known.requirement));
    let entry = known.entry.as_deref().map(|entry| ("entry", entry));
    let reason = known.reason.as_deref().map(|reason| ("reason", reason));
    for (key, value) in entry.into_iter().chain([("status", known.status.id())]).chain(reason) {
        text.push_str(&format!(", {key} = {}", quoted(value)));
    }
    text.push_str(" },");
    let own = || OwnRequirement::ALL.iter().find(|own| own.id == known.requirement).map(|own| own.title.to_owned());
    let asked = library.requirement(&known.requirement);
    let asked = asked.map(|asked| format!("{}: {}", asked.duty.obligation.id(), asked.title)).or_else(own);
    if let Some(asked) = asked {
        text.push_str(&format!(" # {}", super::style::visible(&asked)));
    }
    text + "\n"
}

/// What became of the lines of a baseline in a run.
#[derive(Clone, Debug, Serialize)]
pub struct BaselineView<'a> {
    /// The file.
    pub file: &'a str,
    /// How many findings are open that it does not know.
    pub new: usize,
    /// How many are open that it knows.
    pub known: usize,
    /// The lines that no longer match.
    pub stale: Vec<StaleView<'a>>,
}

/// A line of a baseline that no longer matches.
#[derive(Clone, Debug, Serialize)]
pub struct StaleView<'a> {
    /// The record's path from the folder of the baseline.
    pub record: &'a str,
    /// The id of the requirement.
    pub requirement: &'a str,
    /// The entry of a list that it is about.
    pub entry: Option<&'a str>,
    /// The status that the baseline gives.
    pub status: &'static str,
    /// The line in the baseline.
    pub line: usize,
    /// Why it no longer matches, in words.
    pub now: String,
    #[serde(skip)]
    is_of_no_record: bool,
}

impl<'a> BaselineView<'a> {
    /// What became of `baseline`: how many findings are new and known, and which lines no longer match.
    pub fn new(baseline: &'a Baseline, (new, known): (usize, usize), stale: &[Stale]) -> Self {
        let view = |stale: &Stale| {
            let Known { record, requirement, entry, status, .. } = &baseline.known[stale.at];
            let (entry, line) = (entry.as_deref(), baseline.position(stale.at).line);
            let is_of_no_record = stale.now == Now::NoRecord;
            StaleView { record, requirement, entry, status: status.id(), line, now: stale.now.words(), is_of_no_record }
        };
        Self { file: baseline.name(), new, known, stale: stale.iter().map(view).collect() }
    }

    /// The counts, in a sentence.
    pub fn sentence(&self) -> String {
        let stale = match self.stale.len() {
            0 => String::new(),
            1 => "; 1 line no longer matches".to_owned(),
            count => format!("; {count} lines no longer match"),
        };
        format!("Held against the baseline {}: {} new, {} known{stale}.", self.file, self.new, self.known)
    }

    /// The lines that no longer match and what to do about them; empty when there is none.
    pub fn stale_words(&self) -> String {
        let head = match self.stale.len() {
            0 => return String::new(),
            1 => format!("note: a line of the baseline `{}` no longer matches:", self.file),
            count => format!("note: {count} lines of the baseline `{}` no longer match:", self.file),
        };
        let mut text = super::wrap(&head, "", "  ");
        let groups: Vec<&[StaleView<'_>]> = self.stale.chunk_by(StaleView::is_told_with).collect();
        for group in groups.iter().take(MOST_TOLD) {
            text.push_str(&told(group));
        }
        if let Some(more) = groups.len().checked_sub(MOST_TOLD).filter(|more| *more > 0) {
            text.push_str(&super::wrap(&format!("And {more} more; --format json names all."), "  ", "  "));
        }
        let them = if self.stale.len() == 1 { "it" } else { "them" };
        let advice = format!(
            "Delete {them}, so that no later gap hides behind {them}; `diligence check --baseline FILE \
             --write-baseline FILE` does it for you."
        );
        text + &super::wrap(&advice, "  ", "  ")
    }
}

impl StaleView<'_> {
    /// Whether one sentence says the same of both: the record of both is gone.
    fn is_told_with(&self, next: &Self) -> bool {
        self.is_of_no_record && next.is_of_no_record && self.record == next.record
    }
}

/// One line that no longer matches, or those of a record that is gone.
fn told(group: &[StaleView<'_>]) -> String {
    let (Some(first), Some(last)) = (group.first(), group.last()) else { return String::new() };
    let entry = first.entry.map(|entry| format!(" ({entry})")).unwrap_or_default();
    let (lines, words) = match group.len() {
        1 => (format!("line {}", first.line), format!("{}: {}{entry}: {}", first.record, first.requirement, first.now)),
        count => {
            (format!("lines {} to {} ({count})", first.line, last.line), format!("{}: {}", first.record, first.now))
        }
    };
    super::wrap(&words, &format!("  {lines}: "), "    ")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::assessment::Status;
    use crate::pack::{PackSource, load};
    use crate::source::SourceText;

    #[test]
    fn what_is_written_reads_back_whatever_the_names_hold() {
        let library = load(&[PackSource::Embedded]).unwrap();
        let line = |record: &str, entry: &str| Known {
            record: record.to_owned(),
            requirement: "record.file-missing".to_owned(),
            entry: Some(entry.to_owned()),
            status: Status::Gap,
            reason: Some("Agreed \"until\" May.".to_owned()),
        };
        let known =
            [line("z é/p.toml", "a\nb\u{7f}\u{202e}\"\\"), line("a # b/p.toml", "']}"), line("a # b/p.toml", "']}")];
        let text = baseline_text(&known, &library);
        assert!(!text.contains(['\u{202e}', '\u{7f}']), "{text}");
        let read = Baseline::read(&Arc::new(SourceText::new("b.toml", text.as_str())), Some(&library)).unwrap();
        assert_eq!(read.known, [known[1].clone(), known[0].clone()]);
        assert_eq!(baseline_text(&read.known, &library), text);
        assert_eq!(text.strip_prefix(HEAD).unwrap().lines().count(), 6, "{text}");
    }
}
