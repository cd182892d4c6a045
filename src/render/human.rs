//! `check` for people: a line of counts for each phase, then each open finding with the record's own line.

use std::fmt::Write;

use crate::assessment::Status;
use crate::pack::Obligation;
use crate::record::Phase;
use crate::source::SourceText;

use super::style::{BOLD, DIM, paint, status, visible, wrap};
use super::view::{FindingView, ObservationView};
use super::{RecordView, Run, snippet};

/// Text for a terminal or a log.
#[derive(Debug)]
pub struct Human {
    /// Whether only the counts are wanted.
    pub quiet: bool,
}

impl Human {
    /// One record, with its text for the lines that are shown.
    pub fn record(&self, record: &RecordView, source: &SourceText) -> String {
        let mut text = heading(record);
        for phase in Phase::ALL {
            text.push_str(&phase_line(phase, record));
        }
        if self.quiet {
            return text;
        }
        let open: Vec<&FindingView> = record.findings.iter().filter(|finding| finding.status.is_open()).collect();
        for phase in Phase::ALL {
            let mut here: Vec<_> = open.iter().filter(|finding| finding.phase == phase).collect();
            here.sort_by_key(|finding| (std::cmp::Reverse(finding.obligation), finding.status));
            if !here.is_empty() {
                let title = format!("{} ({} open)", phase.title(), here.len());
                let _ = write!(text, "\n{}\n", paint(BOLD, &title));
                here.iter().for_each(|finding| text.push_str(&one_finding(finding, source)));
            }
        }
        text.push_str(&foot(record, open.len()));
        text
    }

    /// What stands between two records.
    pub const BETWEEN: &str = "\n";

    /// What stands after the records.
    pub fn tail(run: &Run, records: usize) -> String {
        let mut text = String::from("\n");
        if records != 1 {
            let _ = writeln!(text, "{records} records.");
        }
        let packs: Vec<String> = run.packs.iter().map(|pack| format!("{} {}", pack.id, pack.edition)).collect();
        let line = format!(
            "As of {}, with {} {} and the packs {}. Not legal advice.",
            run.as_of,
            run.tool.name,
            run.tool.version,
            packs.join(", ")
        );
        text.push_str(&paint_lines(&wrap(&line, "", "")));
        for pack in run.packs.iter().filter(|pack| pack.review_overdue) {
            if let Some(due) = pack.review_due_on {
                text.push_str(&wrap(
                    &format!("The review of the pack {} was due on {due}: its law may be out of date.", pack.id),
                    "",
                    "",
                ));
            }
        }
        text
    }
}

fn paint_lines(text: &str) -> String {
    text.lines().map(|line| paint(DIM, line) + "\n").collect()
}

fn heading(record: &RecordView) -> String {
    let title = record.title.as_deref().unwrap_or("untitled procurement");
    let reference = record.reference.as_ref().map(|reference| format!(" ({reference})")).unwrap_or_default();
    let mut text = wrap(&format!("{}: {title}{reference}", record.path), "", "  ");
    text = paint(BOLD, text.trim_end()) + "\n";
    let phase = match record.phase {
        Some(phase) => format!("Phase: {}.", phase.id()),
        None => "The phase is not stated.".to_owned(),
    };
    text.push_str(&wrap(&format!("{phase} Due is what must be so before leaving {}.", record.gate.id()), "", ""));
    text.push('\n');
    text
}

fn phase_line(phase: Phase, record: &RecordView) -> String {
    let mut counts = Vec::new();
    for wanted in Status::ALL {
        let count = record.findings.iter().filter(|finding| finding.phase == phase && finding.status == wanted).count();
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

fn one_finding(finding: &FindingView, source: &SourceText) -> String {
    let mut text = format!(
        "\n{} {} {}\n",
        paint(status(finding.status), finding.status.words()),
        paint(BOLD, finding.obligation.id()),
        finding.requirement
    );
    text.push_str(&wrap(&finding.title, "  ", "  "));
    text.push_str(&facts(finding, source));
    text.push_str(&wrap(&finding.remedy, "  Do: ", "      "));
    let by = finding.due_by.map(|date| format!(", by {date}")).unwrap_or_default();
    text.push_str(&wrap(&format!("{}{by}", finding.role), "  Who: ", "       "));
    text.push_str(&wrap(&rests_on(finding), "  Rests on: ", "            "));
    if let Some(note) = &finding.note {
        text.push_str(&wrap(note, "  Note: ", "        "));
    }
    text
}

/// What a finding rests on, with the confidence of each citation.
fn rests_on(finding: &FindingView) -> String {
    let mut parts: Vec<String> = finding.citations.iter().map(|citation| citation.with_confidence()).collect();
    if parts.is_empty() {
        parts = finding.sources.iter().map(|source| source.title.clone()).collect();
    }
    match parts.is_empty() {
        true => format!("{}.", finding.basis.words()),
        false => format!("{}: {}.", finding.basis.id(), parts.join("; ")),
    }
}

fn facts(finding: &FindingView, source: &SourceText) -> String {
    let mut text = String::new();
    let mut silent: Vec<String> = Vec::new();
    for observation in &finding.observations {
        match observation.origin {
            "stated" => text.push_str(&stated(observation, source)),
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

fn stated(observation: &ObservationView, source: &SourceText) -> String {
    let words = observation.expectation.as_deref().unwrap_or(&observation.fact);
    let against = observation.against.as_deref().filter(|other| other.origin == "stated");
    let mut marks = vec![(observation.span.clone(), short(words))];
    if let Some(other) = against {
        marks.push((other.span.clone(), "held against this".to_owned()));
    }
    snippet::lines(source, &marks)
}

/// The sentence without its final stop, short enough to stand beside a line; the rest is in the report.
fn short(sentence: &str) -> String {
    let sentence = visible(sentence);
    let sentence = sentence.trim_end_matches('.').trim_start_matches("It ");
    match sentence.char_indices().nth(64) {
        Some((at, _)) => format!("{}...", sentence[..at].trim_end()),
        None => sentence.to_owned(),
    }
}

fn foot(record: &RecordView, open: usize) -> String {
    let strongest = |obligation: Obligation| {
        record.findings.iter().filter(|finding| finding.status.is_open() && finding.obligation == obligation).count()
    };
    let counts: Vec<String> = Obligation::ALL
        .iter()
        .map(|obligation| (strongest(*obligation), obligation.id()))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    let open = match open {
        0 => "Nothing is open that is due now.".to_owned(),
        count => format!("{count} open: {}.", counts.join(", ")),
    };
    let assurance = match (record.assurance.on_evidence, record.assurance.on_assertion) {
        (0, 0) => String::new(),
        (evidence, assertion) => format!(
            " Of what is met, {evidence} rest on evidence that was checked and {assertion} on the record's word alone."
        ),
    };
    format!("\n{}", wrap(&format!("{open}{assurance}"), "", ""))
}
