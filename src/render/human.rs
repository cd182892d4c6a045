//! `check` for people: a line of counts for each phase, then each open finding with the record's own line.

use std::fmt::Write;

use jiff::civil::Date;

use crate::assessment::{Assessment, Finding, InBaseline, Status};
use crate::pack::{Library, Obligation};
use crate::record::{FieldId, Phase, Value};

use super::check::{Checked, End, Format, Part, Unread};
use super::style::{BOLD, DIM, paint, status, wrap};
use super::view::{CitationView, FindingView, ObservationView};
use super::{Run, snippet};

/// How many parts of a finding that a baseline does not know are named.
const MOST_NEW: usize = 10;

/// How much of each record is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Each open finding with the record's own lines.
    Full,
    /// The counts and the ids of the open musts.
    Musts,
    /// The counts, and whether the record is ready.
    Counts,
}

/// Text for a terminal or a log.
#[derive(Clone, Copy, Debug)]
pub struct Human {
    /// How much of each record is shown.
    pub detail: Detail,
}

impl Format for Human {
    fn head(&self, _: &Run, _: &Library) -> String {
        String::new()
    }

    fn record(&self, record: &Checked<'_>) -> Part {
        self.one(record.assessment, record.library).into()
    }

    /// Nothing: what is wrong with it is told on standard error.
    fn unread(&self, _: &Unread<'_>) -> Part {
        Part::default()
    }

    fn between(&self) -> &'static str {
        "\n"
    }

    fn tail(&self, end: &End<'_>) -> String {
        if end.records == 0 {
            return String::new();
        }
        let mut text = String::from("\n");
        if let Some(baseline) = end.baseline {
            text.push_str(&wrap(&baseline.sentence(), "", ""));
        }
        if end.records != 1 {
            let _ = writeln!(text, "{} records.", end.records);
        }
        if self.detail == Detail::Musts {
            text.push_str(&wrap("With this many records only the open musts are named. Name one record, or write a .json file, for all findings.", "", ""));
        }
        text + &provenance(end.run)
    }
}

impl Human {
    /// One record.
    fn one(self, assessment: &Assessment<'_>, library: &Library) -> String {
        let mut text = heading(assessment, library);
        for phase in Phase::ALL {
            text.push_str(&phase_line(phase, assessment));
        }
        text.push_str(&known_line(assessment));
        match self.detail {
            Detail::Full => {}
            Detail::Musts => return text + &open_musts(assessment),
            Detail::Counts => return text + "\n" + &wrap(&verdict(assessment), "", ""),
        }
        for phase in Phase::ALL {
            let of_phase = assessment.findings.iter().filter(|finding| finding.phase == phase);
            let mut open: Vec<_> = of_phase.filter(|finding| finding.status.is_open() && !finding.is_known()).collect();
            open.sort_by_key(|finding| (std::cmp::Reverse(finding.obligation), finding.status));
            if !open.is_empty() {
                let title = format!("{} ({} open)", phase.title(), open.len());
                let _ = write!(text, "\n{}\n", paint(BOLD, &title));
            }
            for finding in open {
                text.push_str(&one_finding(&FindingView::new(finding, assessment, library), assessment.as_of));
            }
        }
        text.push_str(&known(assessment));
        text.push_str(&foot(assessment));
        text
    }
}

fn paint_lines(text: &str) -> String {
    text.lines().map(|line| paint(DIM, line) + "\n").collect()
}

/// What made the output and from what, and whose review is overdue.
pub(super) fn provenance(run: &Run) -> String {
    let packs: Vec<String> =
        run.packs.iter().map(|pack| format!("{} {} (SHA-256 {:.8})", pack.id, pack.edition, pack.hash)).collect();
    let line = format!(
        "As of {}, with {} {} and the packs {}. Not legal advice.",
        run.as_of,
        run.tool.name,
        run.tool.version,
        packs.join(", ")
    );
    let mut text = paint_lines(&wrap(&line, "", ""));
    for default in run.packs.iter().flat_map(|pack| &pack.defaults) {
        text.push_str(&wrap(&default.words, "", ""));
    }
    for warning in run.packs.iter().filter_map(|pack| pack.review_warning.as_deref()) {
        text.push_str(&wrap(warning, "", ""));
    }
    text
}

fn heading(assessment: &Assessment<'_>, library: &Library) -> String {
    let stated = |field: FieldId| match assessment.record.get(field).map(|stated| &stated.value) {
        Some(Value::Text(text)) => Some(text.as_str()),
        _ => None,
    };
    let title = stated(library.builtin.title).unwrap_or("untitled procurement");
    let reference = stated(library.builtin.reference).map(|reference| format!(" ({reference})")).unwrap_or_default();
    let line = wrap(&format!("{}: {title}{reference}", assessment.record.source.name()), "", "  ");
    let mut text = paint(BOLD, line.trim_end()) + "\n";
    let phase = match assessment.phase {
        Some(phase) => format!("Phase: {}.", phase.id()),
        None => "The phase is not stated.".to_owned(),
    };
    text.push_str(&wrap(&format!("{phase} Due is what must be so before leaving {}.", assessment.gate.id()), "", ""));
    text.push('\n');
    text
}

fn phase_line(phase: Phase, assessment: &Assessment<'_>) -> String {
    let mut counts = Vec::new();
    for wanted in Status::ALL {
        let count =
            assessment.findings.iter().filter(|finding| finding.phase == phase && finding.status == wanted).count();
        if count > 0 {
            let words = match (wanted, count) {
                (Status::Gap, 1) => "gap",
                (Status::Gap, _) => "gaps",
                (other, _) => other.words(),
            };
            counts.push(format!("{count} {words}"));
        }
    }
    if counts.is_empty() {
        return String::new();
    }
    wrap(&counts.join(", "), &format!("{:<11} ", phase.id()), "            ")
}

/// Whether open findings were held against a baseline.
fn has_baseline(assessment: &Assessment<'_>) -> bool {
    assessment.findings.iter().any(|finding| finding.baseline.is_some())
}

/// How many of the open findings a baseline knows.
fn known_line(assessment: &Assessment<'_>) -> String {
    let summary = &assessment.summary;
    match has_baseline(assessment) {
        true => format!("baseline    {} new, {} known\n", summary.open() - summary.known, summary.known),
        false => String::new(),
    }
}

/// The open findings that a baseline knows, by their ids, and how they stood if that was otherwise.
fn known(assessment: &Assessment<'_>) -> String {
    let known = assessment.findings.iter().filter(|finding| finding.is_known());
    let names: Vec<String> = known
        .map(|finding| match finding.baseline.and_then(InBaseline::status) {
            Some(before) if before != finding.status => {
                format!("{} ({} now; the baseline says {})", finding.id, finding.status.words(), before.words())
            }
            _ => finding.id.to_string(),
        })
        .collect();
    if names.is_empty() {
        return String::new();
    }
    let title = format!("Known, in the baseline ({})", names.len());
    format!("\n{}\n{}", paint(BOLD, &title), wrap(&names.join(", "), "  ", "  "))
}

fn one_finding(finding: &FindingView<'_>, as_of: Date) -> String {
    let mut text = format!(
        "\n{} {} {}\n",
        paint(status(finding.status), finding.status.words()),
        paint(BOLD, finding.obligation.id()),
        finding.requirement
    );
    text.push_str(&wrap(finding.title, "  ", "  "));
    if let Some(prepare) = &finding.prepare {
        text.push_str(&wrap(&format!("{}.", prepare.words()), "  Prepare: ", "           "));
    }
    text.push_str(&facts(finding));
    if !finding.more_than_known.is_empty() {
        let (shown, rest) = finding.more_than_known.split_at(finding.more_than_known.len().min(MOST_NEW));
        let more = if rest.is_empty() { String::new() } else { format!("; and {} more", rest.len()) };
        text.push_str(&wrap(&format!("{}{more}", shown.join("; ")), "  New: ", "       "));
    }
    let first = if finding.may_not_apply {
        "Answer what is not stated: it decides whether this applies. If it does: "
    } else {
        ""
    };
    text.push_str(&wrap(&format!("{first}{}", finding.remedy), "  Do: ", "      "));
    text.push_str(&wrap(&format!("{}{}", finding.role, by_when(finding, as_of)), "  Who: ", "       "));
    text.push_str(&wrap(&rests_on(finding), "  Rests on: ", "            "));
    if let Some(note) = &finding.note {
        text.push_str(&wrap(note, "  Note: ", "        "));
    }
    text
}

fn by_when(finding: &FindingView<'_>, as_of: Date) -> String {
    match finding.due_by {
        Some(date) if date < as_of => format!(" (was due by {date})"),
        Some(date) => format!(", by {date}"),
        None => String::new(),
    }
}

/// What a finding rests on, with the confidence of each citation.
fn rests_on(finding: &FindingView<'_>) -> String {
    let mut parts: Vec<String> = CitationView::together(&finding.citations);
    if parts.is_empty() {
        parts = finding.sources.iter().map(|source| source.title.to_owned()).collect();
    }
    match parts.is_empty() {
        true => format!("{}.", finding.basis.words()),
        false => format!("{}: {}.", finding.basis.id(), parts.join("; ")),
    }
}

/// The lines that decided, what was expected of them, and what it leaves out.
fn facts(finding: &FindingView<'_>) -> String {
    let mut text = String::new();
    let mut silent: Vec<String> = Vec::new();
    for observation in finding.to_show() {
        match observation.origin {
            "stated" => text.push_str(&stated(observation)),
            _ => {
                let place = if observation.line > 1 { format!(" (line {})", observation.line) } else { String::new() };
                silent.push(format!("`{}`{place}", observation.field));
            }
        }
    }
    silent.dedup();
    if !silent.is_empty() {
        text.push_str(&wrap(&silent.join(", "), "  Not stated: ", "              "));
    }
    text
}

fn stated(observation: &ObservationView<'_>) -> String {
    let against = observation.against.as_deref().filter(|other| other.origin == "stated");
    let mut marks = vec![(observation.span.clone(), String::new())];
    if let Some(other) = against {
        marks.push((other.span.clone(), "held against this".to_owned()));
    }
    let words = match &observation.expectation {
        Some(expectation) => wrap(&expected(expectation), "  Expected: ", "            "),
        None => wrap(&observation.fact, "  Found: ", "         "),
    };
    snippet::lines(observation.source, &marks) + &words
}

/// What was expected, without the words that a duty would have: the finding says how strongly it asks.
fn expected(expectation: &str) -> String {
    const FORMS: [(&str, &str); 4] =
        [("must not be ", "not "), ("must be ", ""), ("must not ", "not to "), ("must ", "to ")];
    let words = expectation.trim_start_matches("It ");
    let found = FORMS.iter().find_map(|(duty, plain)| words.strip_prefix(duty).map(|rest| format!("{plain}{rest}")));
    found.unwrap_or_else(|| words.to_owned())
}

fn open_musts(assessment: &Assessment<'_>) -> String {
    let open = assessment.findings.iter().filter(|finding| finding.fails(Some(Obligation::Must)));
    let ids: Vec<&str> = open.map(|finding| finding.id.as_ref()).collect();
    if ids.is_empty() { String::new() } else { wrap(&ids.join(", "), "open musts  ", "            ") }
}

/// Whether the record is ready, and what is open; with a baseline, how much of that is new.
fn verdict(assessment: &Assessment<'_>) -> String {
    let open: Vec<&Finding<'_>> = assessment.findings.iter().filter(|finding| finding.status.is_open()).collect();
    let new: Vec<&Finding<'_>> = open.iter().copied().filter(|finding| !finding.is_known()).collect();
    let gate = assessment.gate.id();
    let counts = format!("{} open: {}", open.len(), by_obligation(&open));
    let ready = match open.iter().any(|finding| finding.obligation == Obligation::Must) {
        _ if open.is_empty() => return format!("Nothing is open that must be so before leaving {gate}."),
        true => format!("Not ready to leave {gate}. {counts}."),
        false => {
            format!("Nothing required is open before leaving {gate}. {counts}; each needs a reason if it stays so.")
        }
    };
    match new.len() {
        _ if !has_baseline(assessment) => ready,
        0 => format!("{ready} The baseline knows all of them."),
        count if count == open.len() => format!("{ready} The baseline knows none of them."),
        1 => format!("{ready} The baseline knows the others, and 1 is new: {}.", by_obligation(&new)),
        count => format!("{ready} The baseline knows the others, and {count} are new: {}.", by_obligation(&new)),
    }
}

/// "2 must, 1 should".
fn by_obligation(open: &[&Finding<'_>]) -> String {
    let count = |wanted: Obligation| open.iter().filter(|finding| finding.obligation == wanted).count();
    let counts = Obligation::ALL.iter().map(|obligation| (count(*obligation), obligation.id()));
    let counts = counts.filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
    counts.collect::<Vec<_>>().join(", ")
}

fn foot(assessment: &Assessment<'_>) -> String {
    let summary = &assessment.summary;
    let assurance = match (summary.on_evidence, summary.on_assertion) {
        (0, 0) => String::new(),
        (evidence, assertion) => format!(
            " Of what is met, evidence that was checked supports {evidence}; the record's word alone, {assertion}."
        ),
    };
    let next =
        wrap("Next: `diligence report` for a report to hand in; `diligence explain ID` for one requirement.", "", "");
    format!("\n{}{next}", wrap(&format!("{}{assurance}", verdict(assessment)), "", ""))
}
