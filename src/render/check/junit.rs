//! `check --format junit`: a suite for each record and a case for each finding, as test reports of most systems take them.

use std::collections::HashMap;

use crate::assessment::Status;
use crate::pack::Library;

use super::super::Run;
use super::super::view::FindingView;
use super::super::xml::{Element, element};
use super::point::{Point, by_finding, points, status_word};
use super::region::Place;
use super::{Checked, End, Format, Part, Unread};

/// A report of tests. What is open at the level of the run fails; what is open below it, waived, not due or not
/// applicable is skipped, with the reason; so is what a baseline knows.
#[derive(Clone, Copy, Debug)]
pub struct Junit;

impl Format for Junit {
    fn head(&self, run: &Run, _: &Library) -> String {
        let packs: Vec<String> =
            run.packs.iter().map(|pack| format!("{} {} (SHA-256 {})", pack.id, pack.edition, pack.hash)).collect();
        let made = format!("As of {}, with diligence {} and {}", run.as_of, run.tool.version, packs.join(", "));
        // No comment may hold two hyphens in a row.
        let made = made.replace("--", "- -");
        let root = element("testsuites").with("name", run.tool.name).to_opening();
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- {made} -->\n{root}\n")
    }

    fn record(&self, record: &Checked<'_>) -> Part {
        let view = record.view();
        let points = points(record);
        let points = by_finding(&points);
        let mut cases = Cases::new(view.path);
        for finding in &view.findings {
            let name = format!("{}: {}", finding.requirement, finding.title);
            let point = points.get(&std::ptr::from_ref(finding)).copied();
            let outcome = match (finding.status, point) {
                (Status::Met, _) => None,
                (_, Some(point)) if point.fails => Some(failure(point)),
                (_, point) => Some(skipped(finding, point)),
            };
            cases.add(finding.phase.id(), &name, point.map(|point| point.place), outcome);
        }
        cases.suite().into()
    }

    fn unread(&self, unread: &Unread<'_>) -> Part {
        let mut cases = Cases::new(unread.path);
        for one in unread.told() {
            let error =
                element("error").with("type", one.code).with("message", one.message()).text(&one.place.to_string());
            cases.add("record", &format!("{}: the record can be read", one.code), Some(one.place), Some(error));
        }
        cases.suite().into()
    }

    fn tail(&self, _: &End<'_>) -> String {
        "</testsuites>\n".to_owned()
    }
}

fn failure(point: &Point<'_>) -> Element {
    let finding = point.finding;
    let kind = format!("{} {}", finding.obligation.id(), finding.status.id());
    let text = format!("{}. Rests on {}. Who: {}.", point.place, point.rests_on(), finding.role);
    element("failure").with("type", kind).with("message", point.message()).text(&text)
}

fn skipped(finding: &FindingView<'_>, point: Option<&Point<'_>>) -> Element {
    let message = match point {
        Some(point) if point.is_open => format!("Open, {}. {}", finding.obligation.id(), point.message()),
        Some(point) => point.set_aside(),
        None => format!("{}. {}", status_word(finding.status), finding.reasons.join(" ")).trim_end().to_owned(),
    };
    let skipped = element("skipped").with("message", message);
    match point {
        Some(point) => skipped.text(&format!("{}.", point.place)),
        None => skipped,
    }
}

/// The cases of one record.
struct Cases<'c> {
    path: &'c str,
    cases: Vec<Element>,
    names: HashMap<String, usize>,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl<'c> Cases<'c> {
    fn new(path: &'c str) -> Self {
        Self { path, cases: Vec::new(), names: HashMap::new(), failures: 0, errors: 0, skipped: 0 }
    }

    /// Adds a case; readers tell cases apart by their names, so that a second one of a name is numbered. Without a place
    /// it is about the record as a whole.
    fn add(&mut self, class: &str, name: &str, place: Option<Place<'_>>, outcome: Option<Element>) {
        let count = self.names.entry(format!("{class} {name}")).or_default();
        *count += 1;
        let name = if *count == 1 { name.to_owned() } else { format!("{name} ({count})") };
        let case = element("testcase").with("classname", class).with("name", name);
        let case = match place {
            Some(place) => case.with("file", place.path).with("line", place.region.line),
            None => case.with("file", self.path),
        };
        match outcome.as_ref().map(Element::name) {
            Some("failure") => self.failures += 1,
            Some("error") => self.errors += 1,
            Some(_) => self.skipped += 1,
            None => {}
        }
        self.cases.push(case.children(outcome));
    }

    fn suite(self) -> String {
        let suite = element("testsuite")
            .with("name", self.path)
            .with("tests", self.cases.len())
            .with("failures", self.failures)
            .with("errors", self.errors)
            .with("skipped", self.skipped);
        suite.children(self.cases).to_lines()
    }
}
