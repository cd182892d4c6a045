//! The names by which one part of a report links to another: unique, and the same for the same input.

use std::collections::{BTreeMap, BTreeSet};

use comrak::Anchorizer;

use crate::pack::Library;
use crate::record::Phase;

use super::super::RecordView;
use super::super::view::FindingView;
use super::cites::Cites;
use super::open_in;

/// Where an open finding stands.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    /// Its number in the report, from 1.
    pub(super) number: usize,
    /// Its id in HTML.
    pub(super) anchor: String,
    /// The name that Markdown readers give to its heading.
    pub(super) slug: String,
}

/// The names in one report.
#[derive(Debug)]
pub(super) struct Marks<'a> {
    findings: Vec<(&'a FindingView<'a>, Mark)>,
    provisions: BTreeMap<&'a str, String>,
}

impl<'a> Marks<'a> {
    /// The names for the open findings of `record` and for the provisions in `cites`.
    pub(super) fn of(record: &'a RecordView<'a>, cites: &Cites<'a>, library: &Library) -> Self {
        let mut taken = BTreeSet::new();
        let mut slugs = Anchorizer::new();
        let mut findings = Vec::new();
        for finding in Phase::ALL.into_iter().flat_map(|phase| open_in(record, phase)) {
            let number = findings.len() + 1;
            let anchor = unique(&format!("finding {}", finding.requirement), &mut taken);
            let slug = slugs.anchorize(&heading(number, finding));
            findings.push((finding, Mark { number, anchor, slug }));
        }
        let known = cites.provisions().filter(|cite| library.cited(cite).is_some());
        let provisions = known.map(|cite| (cite, unique(&format!("authority {cite}"), &mut taken))).collect();
        Self { findings, provisions }
    }

    /// The name of an open finding; `None` for others.
    pub(super) fn finding(&self, finding: &FindingView<'_>) -> Option<&Mark> {
        self.findings.iter().find(|(known, _)| std::ptr::eq(*known, finding)).map(|(_, mark)| mark)
    }

    /// The id of a cited provision in HTML.
    pub(super) fn provision(&self, cite: &str) -> Option<&str> {
        self.provisions.get(cite).map(String::as_str)
    }
}

/// The heading of an open finding.
pub(super) fn heading(number: usize, finding: &FindingView<'_>) -> String {
    format!("{number}. {}", finding.title)
}

/// `text` as an id: letters, digits and hyphens, and not one of `taken`.
pub(in crate::render) fn unique(text: &str, taken: &mut BTreeSet<String>) -> String {
    let plain = id(text);
    let numbered = (2..).map(|number| format!("{plain}-{number}"));
    let found = std::iter::once(plain.clone()).chain(numbered).find(|id| !taken.contains(id));
    let found = found.unwrap_or(plain);
    taken.insert(found.clone());
    found
}

/// `text` with every run of other characters than letters and digits as one hyphen.
pub(super) fn id(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_plain_and_unique() {
        let mut taken = BTreeSet::new();
        assert_eq!(unique("authority act 38(3)", &mut taken), "authority-act-38-3");
        assert_eq!(unique("authority act 38.3", &mut taken), "authority-act-38-3-2");
        assert_eq!(unique("finding \"><b>", &mut taken), "finding-b");
    }
}
