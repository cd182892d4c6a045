//! A baseline: findings that were open on some day and that people know of, so that only new ones make a run fail.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use crate::pack::Library;
use crate::source::{Code, Diagnostic, Position, Problems, SourceText, Span, Table, did_you_mean, parse_toml};

use super::{Assessment, Finding, Identity, OwnRequirement, Status, Summary};

/// The lines of one record, by requirement and entry.
type ByPart<'k> = HashMap<(&'k str, Option<&'k str>), &'k Known>;

/// One line of a baseline.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    /// The record's path from the folder of the baseline, with `/`.
    pub record: String,
    /// The id of the requirement, or of what the program itself asks.
    pub requirement: String,
    /// The entry of a list that it is about, by name; `None` where it is about the record as a whole.
    pub entry: Option<String>,
    /// How it stood when the baseline was written.
    pub status: Status,
    /// Why it may stay so, where a person wrote that down.
    pub reason: Option<String>,
}

impl Known {
    /// Every open finding of `assessment`, as lines for `record`. It needs the facts that decided.
    pub fn all_of(record: &str, assessment: &Assessment<'_>, library: &Library) -> Vec<Known> {
        let identities = assessment.identities(library);
        let open = assessment.findings.iter().zip(&identities).filter(|(finding, _)| finding.status.is_open());
        let lines = open.flat_map(|(finding, identity)| {
            identity.parts().map(|entry| Known {
                record: record.to_owned(),
                requirement: identity.requirement.to_owned(),
                entry: entry.map(str::to_owned),
                status: finding.status,
                reason: None,
            })
        });
        lines.collect()
    }

    /// What it is about, whatever its status: the record, the requirement and the entry.
    pub fn about(&self) -> (&str, &str, Option<&str>) {
        (&self.record, &self.requirement, self.entry.as_deref())
    }
}

/// How an open finding stands to a baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InBaseline {
    /// The baseline does not know it, or not every entry that it is about.
    New,
    /// The baseline knows it, with this status.
    Known(Status),
}

impl InBaseline {
    /// The word in output.
    pub const fn id(self) -> &'static str {
        match self {
            InBaseline::New => "new",
            InBaseline::Known(_) => "known",
        }
    }

    /// The status that the baseline gives the finding.
    pub const fn status(self) -> Option<Status> {
        match self {
            InBaseline::New => None,
            InBaseline::Known(status) => Some(status),
        }
    }
}

/// A line of a baseline that no longer matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stale {
    /// Its number in [`Baseline::known`], from 0.
    pub at: usize,
    /// How it stands now.
    pub now: Now,
}

/// Why a line of a baseline no longer matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Now {
    /// There is no such record.
    NoRecord,
    /// The requirement has this status for the whole record.
    Is(Status),
    /// Nothing of the kind is found for this entry.
    NotFound,
}

impl Now {
    /// In words that follow the line.
    pub fn words(self) -> String {
        match self {
            Now::NoRecord => "the record is not there any more".to_owned(),
            Now::Is(status) => format!("it is {} now", status.words()),
            Now::NotFound => "it is not found any more".to_owned(),
        }
    }
}

/// The findings that people know of.
#[derive(Debug)]
pub struct Baseline {
    source: Arc<SourceText>,
    /// The lines, in the order of the file.
    pub known: Vec<Known>,
    spans: Vec<Span>,
    by_record: BTreeMap<String, Vec<usize>>,
}

impl Baseline {
    /// The key that says that a file is a baseline, and its value: the version of the format.
    pub const FORMAT: (&str, i64) = ("diligence-baseline", 1);

    /// Reads a baseline. Whether it names requirements that exist is looked up where there is a `library`.
    ///
    /// # Errors
    /// Every problem, in the order of the text.
    pub fn read(source: &Arc<SourceText>, library: Option<&Library>) -> Result<Self, Vec<Diagnostic>> {
        let mut problems = Problems::new(source);
        let root = parse_toml(source, &mut problems);
        let table = Table::new(root.get_ref(), 0..0);
        if problems.is_empty() {
            Self::look_at_format(&table, &mut problems);
        }
        // In what is no TOML, or no baseline, whatever else seems wrong is so because of that.
        if !problems.is_empty() {
            return Err(problems.into_sorted_without_aftermath());
        }
        let mut baseline =
            Self { source: Arc::clone(source), known: Vec::new(), spans: Vec::new(), by_record: BTreeMap::new() };
        for line in table.tables("known", &mut problems) {
            baseline.add(line, &mut problems);
        }
        baseline.look_for_doubles(&mut problems);
        table.finish(&mut problems);
        if let Some(library) = library {
            baseline.look_up(library, &mut problems);
        }
        if problems.is_empty() { Ok(baseline) } else { Err(problems.into_sorted_without_aftermath()) }
    }

    /// Reports a table that is not that of a baseline which this program can read.
    fn look_at_format(table: &Table<'_>, problems: &mut Problems) {
        let (key, newest) = Self::FORMAT;
        match table.integer(key, problems) {
            Some(version) if version.value != newest => {
                let message = format!("this program reads baselines of version {newest} only");
                problems.add(Code::NotInList, version.span, message).help =
                    Some("delete the file, and write the baseline anew with --write-baseline".to_owned());
            }
            None if problems.is_empty() => {
                problems.add(Code::Missing, 0..0, format!("`{key}` is missing: this is not a baseline")).help =
                    Some("write a baseline with `diligence check --write-baseline FILE`".to_owned());
            }
            _ => {}
        }
    }

    fn add(&mut self, line: Table<'_>, problems: &mut Problems) {
        let span = line.span();
        let status = line.required_text("status", problems);
        let open = Status::from_id(&status.value).filter(|status| status.is_open());
        if open.is_none() && !status.value.is_empty() {
            let problem = problems.add(Code::NotInList, status.span, format!("`{}` is no open status", status.value));
            problem.help = Some("write \"gap\" or \"not-stated\"".to_owned());
        }
        let known = Known {
            record: line.required_text("record", problems).value,
            requirement: line.required_text("requirement", problems).value,
            entry: line.text("entry", problems).map(|entry| entry.value),
            status: open.unwrap_or(Status::Gap),
            reason: line.text("reason", problems).map(|reason| reason.value),
        };
        line.finish(problems);
        self.by_record.entry(known.record.clone()).or_default().push(self.known.len());
        self.known.push(known);
        self.spans.push(span);
    }

    /// Reports each line that is about the same as one before it.
    fn look_for_doubles(&self, problems: &mut Problems) {
        let mut seen = HashMap::with_capacity(self.known.len());
        let is_whole = |known: &Known| !known.record.is_empty() && !known.requirement.is_empty();
        for (known, span) in self.known.iter().zip(&self.spans).filter(|(known, _)| is_whole(known)) {
            let first: &Span = seen.entry(known.about()).or_insert(span);
            if first != span {
                let problem = problems.add(Code::Duplicate, span.clone(), "the baseline has this line twice");
                *problem = problem.clone().related(&self.source, first.clone(), "here first");
                problem.help = Some("delete one of the two".to_owned());
            }
        }
    }

    /// Reports each line whose requirement neither `library` nor the program knows.
    fn look_up(&self, library: &Library, problems: &mut Problems) {
        let own = || OwnRequirement::ALL.iter().map(|own| own.id);
        for (known, span) in self.known.iter().zip(&self.spans) {
            let id = &known.requirement;
            if id.is_empty() || library.requirement(id).is_some() || own().any(|known| known == id) {
                continue;
            }
            let near = library.nearest_requirement(id).or_else(|| did_you_mean(id, own()));
            let near = near.map(|near| format!("did you mean `{near}`? If not, ")).unwrap_or_default();
            let message = format!("there is no requirement `{id}`");
            problems.add(Code::UnknownReference, span.clone(), message).help = Some(format!("{near}delete the line"));
        }
    }

    /// The name under which people know the file.
    pub fn name(&self) -> &str {
        self.source.name()
    }

    /// Whether it has lines for this record.
    pub fn lists(&self, record: &str) -> bool {
        self.by_record.contains_key(record)
    }

    /// What the lines of a record are about, sorted.
    pub fn abouts(&self, record: &str) -> Vec<(&str, Option<&str>)> {
        let lines = self.by_record.get(record).map_or(&[][..], Vec::as_slice);
        sorted_abouts(lines.iter().map(|at| &self.known[*at]))
    }

    /// Where the line of this number stands.
    pub fn position(&self, at: usize) -> Position {
        self.source.position(self.spans[at].start)
    }

    /// Says of each open finding of `assessment`, which is of `record`, whether the baseline knows it. Gives the lines
    /// of the record that no longer match. It needs the facts that decided.
    pub fn mark(&self, record: &str, assessment: &mut Assessment<'_>, library: &Library) -> Vec<Stale> {
        let lines = self.by_record.get(record).map_or(&[][..], Vec::as_slice);
        let mut by_id: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut known = ByPart::new();
        for at in lines {
            let line = &self.known[*at];
            // A line may have an id that the requirement had formerly.
            let id = library.requirement(&line.requirement).map_or(line.requirement.as_str(), |now| &now.id);
            by_id.entry(id).or_default().push(*at);
            known.entry((id, line.entry.as_deref())).or_insert(line);
        }
        let identities = assessment.identities(library);
        let open = assessment.findings.iter().zip(&identities).filter(|(finding, _)| finding.status.is_open());
        let open: HashSet<_> = open.flat_map(|(_, identity)| identity.keys()).collect();
        let mut stale = Vec::new();
        for (id, lines) in &by_id {
            let same: Vec<_> = assessment.findings.iter().filter(|finding| finding.id == *id).collect();
            let closed = lines.iter().filter(|at| !open.contains(&(*id, self.known[**at].entry.as_deref())));
            stale.extend(closed.filter_map(|at| self.stale(*at, &same)));
        }
        let standing =
            |(finding, identity): (&Finding<'_>, _)| finding.status.is_open().then(|| stands(identity, &known));
        let standings: Vec<_> = assessment.findings.iter().zip(&identities).map(standing).collect();
        for (finding, standing) in assessment.findings.iter_mut().zip(standings) {
            let (standing, more) = standing.unzip();
            finding.baseline = standing;
            finding.more_than_known = more.unwrap_or_default();
        }
        assessment.summary = Summary::of(&assessment.findings);
        stale
    }

    /// Why the line at `at`, whose entry is not open, no longer matches the findings of its requirement, if it does not.
    fn stale(&self, at: usize, findings: &[&Finding<'_>]) -> Option<Stale> {
        let line = &self.known[at];
        let may_stand = findings.iter().any(|finding| match finding.status {
            Status::NotYetDue => true,
            // A gap hides the entries that merely do not state what is asked.
            Status::Gap => line.entry.is_some() && line.status == Status::NotStated && finding.about.is_none(),
            _ => false,
        });
        let now = match findings {
            _ if may_stand => return None,
            [finding] if !finding.status.is_open() => Now::Is(finding.status),
            _ => Now::NotFound,
        };
        Some(Stale { at, now })
    }

    /// The lines of the records that are `gone`, as no longer matching.
    pub fn without_record(&self, gone: impl Fn(&str) -> bool) -> Vec<Stale> {
        let of_gone = self.by_record.iter().filter(|(record, _)| gone(record)).flat_map(|(_, lines)| lines);
        of_gone.map(|at| Stale { at: *at, now: Now::NoRecord }).collect()
    }
}

/// What `lines` of one record are about, each as requirement and entry, sorted.
pub fn sorted_abouts<'k>(lines: impl Iterator<Item = &'k Known>) -> Vec<(&'k str, Option<&'k str>)> {
    let mut abouts: Vec<_> = lines.map(|line| (line.requirement.as_str(), line.entry.as_deref())).collect();
    abouts.sort_unstable();
    abouts
}

/// How an open finding of this identity stands, given the lines on its record, and which of its parts are not among them
/// where others are.
fn stands(identity: &Identity<'_>, known: &ByPart<'_>) -> (InBaseline, Vec<String>) {
    let (known, new): (Vec<_>, Vec<_>) =
        identity.keys().map(|key| (key, known.get(&key))).partition(|(_, line)| line.is_some());
    let worst = known.into_iter().filter_map(|(_, line)| Some(line?.status)).min();
    match worst {
        Some(status) if new.is_empty() => (InBaseline::Known(status), Vec::new()),
        Some(_) => (InBaseline::New, new.into_iter().filter_map(|((_, part), _)| Some(part?.to_owned())).collect()),
        None => (InBaseline::New, Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Baseline, Vec<Diagnostic>> {
        Baseline::read(&Arc::new(SourceText::new("baseline.toml", text)), None)
    }

    fn messages(text: &str) -> Vec<String> {
        read(text).unwrap_err().into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn every_problem_of_the_form_is_told() {
        let text = "diligence-baseline = 1\nknown = [\n\
                    { record = \"a\", requirement = \"x.y\", status = \"gap\" },\n\
                    { record = \"a\", requirement = \"x.y\", status = \"not-stated\" },\n\
                    { record = \"a\", requirement = \"x.y\", status = \"met\", entry = \"b\", why = \"c\" },\n\
                    { requirement = \"x.z\", status = \"gap\" },\n]\n";
        assert_eq!(
            messages(text),
            [
                "the baseline has this line twice",
                "`met` is no open status",
                "`why` is not known here",
                "`record` is missing here"
            ]
        );
    }

    #[test]
    fn one_mistake_has_one_error() {
        let whole =
            "diligence-baseline = 1\nknown = [\n  { record = \"a\", requirement = \"x.y\", status = \"gap\" },\n]\n";
        let lines = "  { requirement = \"x.y\", status = \"gap\" },\n";
        let nameless = whole.replace("]\n", &format!("{lines}{lines}]\n"));
        assert_eq!(messages(&nameless), ["`record` is missing here", "`record` is missing here"]);
        let misspelt = whole.replace("record =", "recrod =");
        assert_eq!(messages(&misspelt), ["`recrod` is not known here"]);
        for cut in 25..whole.len() - 2 {
            let found = read(&whole[..cut]).unwrap_err();
            assert!(found.iter().all(|problem| problem.code == Code::Syntax), "{:?}", &whole[..cut]);
        }
    }

    #[test]
    fn another_file_is_no_baseline() {
        assert_eq!(messages("[procurement]\nx = 1\n"), ["`diligence-baseline` is missing: this is not a baseline"]);
        assert_eq!(messages("diligence-baseline = 2\n"), ["this program reads baselines of version 1 only"]);
        assert_eq!(read("diligence-baseline = 1\nknown = []\n").unwrap().known, []);
    }

    #[test]
    fn a_finding_is_known_only_when_all_its_entries_are() {
        let line = |entry: Option<&str>, status| Known {
            record: "a".to_owned(),
            requirement: "x.y".to_owned(),
            entry: entry.map(str::to_owned),
            status,
            reason: None,
        };
        let (one, two) = (line(Some("One"), Status::NotStated), line(Some("Two"), Status::Gap));
        let identity = |entries: &[&str]| Identity {
            requirement: "x.y",
            entries: entries.iter().map(|entry| (*entry).to_owned()).collect(),
        };
        let stands = |entries: &[&str], lines: &[&Known]| {
            let known = lines.iter().map(|line| ((line.requirement.as_str(), line.entry.as_deref()), *line)).collect();
            stands(&identity(entries), &known)
        };
        let known = |status| (InBaseline::Known(status), Vec::new());
        let new = |more: &[&str]| (InBaseline::New, more.iter().map(|entry| (*entry).to_owned()).collect());
        assert_eq!(stands(&["One", "Two"], &[&one, &two]), known(Status::Gap));
        assert_eq!(stands(&["One"], &[&one, &two]), known(Status::NotStated));
        assert_eq!(stands(&["One", "Three"], &[&one, &two]), new(&["Three"]));
        assert_eq!(stands(&["Three"], &[&one, &two]), new(&[]));
        assert_eq!(stands(&[], &[&one]), new(&[]));
        assert_eq!(stands(&[], &[&line(None, Status::Gap)]), known(Status::Gap));
    }
}
