//! Counts and facts of a report in plain sentences.

use serde::Serialize;

use crate::assessment::Status;
use crate::pack::Obligation;
use crate::record::Phase;

use super::super::english::{in_words, listed};
use super::super::view::FindingView;
use super::super::{RecordView, Run};
use super::cites::Cites;

/// A fact of the heading.
#[derive(Debug, Serialize)]
pub(super) struct Labelled {
    label: &'static str,
    value: String,
}

/// A status with what it means.
#[derive(Debug, Serialize)]
pub(super) struct Meaning {
    id: &'static str,
    words: String,
    meaning: &'static str,
}

/// What the report is about.
pub(super) fn heading(record: &RecordView<'_>, run: &Run) -> Vec<Labelled> {
    let stated = |text: Option<&str>| text.unwrap_or("not stated").to_owned();
    let part = |phase: Phase| format!("Part {}, {}", phase.part(), phase.title());
    let facts = [
        ("Reference", stated(record.reference)),
        ("Institution", stated(record.institution)),
        ("Vendor", stated(record.vendor)),
        ("Phase", record.phase.map_or_else(|| "not stated".to_owned(), part)),
        ("Gate", format!("What must be so before leaving {}", part(record.gate))),
        ("Date", in_words(run.as_of)),
    ];
    facts.into_iter().map(|(label, value)| Labelled { label, value }).collect()
}

/// How the record stands, in a few sentences.
pub(super) fn summary(record: &RecordView<'_>, run: &Run, cites: &Cites<'_>) -> Vec<String> {
    let mut sentences = vec![open_words(record)];
    sentences.extend(prepare_words(record));
    sentences.extend(due_words(record, run));
    let met = counted(record.summary.0.count(Status::Met), "requirement is met", "requirements are met");
    let (evidence, assertion) = (record.assurance.on_evidence, record.assurance.on_assertion);
    sentences.push(match (evidence, assertion) {
        (0, 0) => "No requirement is met.".to_owned(),
        (_, 0) => format!("{met}, all on evidence that was checked."),
        (0, _) => format!("{met}, all on the record's word alone: no evidence is named for any of them."),
        _ => format!("{met}: {evidence} on evidence that was checked, and {assertion} on the record's word alone."),
    });
    sentences.extend(other_words(record));
    sentences.extend(unread_words(cites));
    sentences.extend(run.packs.iter().filter_map(|pack| pack.review_warning.clone()));
    sentences
}

/// How many of the authorities cited were not read in an official text; nothing when all were.
fn unread_words(cites: &Cites<'_>) -> Option<String> {
    let (all, unread) = cites.counts();
    let cited = counted(all, "provision or publication cited", "provisions and publications cited");
    (unread > 0).then(|| {
        format!(
            "Of the {cited}, {} not read in an official text: confirm them before you rely on this report.",
            counted(unread, "was", "were")
        )
    })
}

/// What is neither open nor met; nothing when there is none.
fn other_words(record: &RecordView<'_>) -> Option<String> {
    let verbs = [
        (Status::Waived, "is waived", "are waived"),
        (Status::NotYetDue, "is not yet due", "are not yet due"),
        (Status::NotApplicable, "does not apply", "do not apply"),
    ];
    let counts = verbs.map(|(status, one, many)| (record.summary.0.count(status), one, many));
    let mut parts: Vec<String> = Vec::new();
    for (count, one, many) in counts.into_iter().filter(|(count, ..)| *count > 0) {
        let noun = if parts.is_empty() { ["requirement ", "requirements "] } else { ["", ""] };
        parts.push(counted(count, &format!("{}{one}", noun[0]), &format!("{}{many}", noun[1])));
    }
    (!parts.is_empty()).then(|| format!("{}.", listed(&parts, "and")))
}

fn open_words(record: &RecordView<'_>) -> String {
    let gaps = record.summary.0.count(Status::Gap);
    let silent = record.summary.0.count(Status::NotStated);
    if gaps + silent == 0 {
        return format!("Nothing is open that is due before leaving the phase {}.", record.gate.id());
    }
    let strengths = Obligation::ALL
        .map(|obligation| (obligation, open(record).filter(|finding| finding.obligation == obligation).count()));
    let strengths = strengths.into_iter().filter(|(_, count)| *count > 0);
    let strengths: Vec<String> = strengths.map(|(obligation, count)| format!("{count} {}", obligation.id())).collect();
    let total = counted(gaps + silent, "requirement is open", "requirements are open");
    let kinds = match (gaps, silent) {
        (_, 0) => "A stated fact falls short in each (a gap).".to_owned(),
        (0, _) => "The record does not state what decides them.".to_owned(),
        _ => {
            let gaps = counted(gaps, "is a gap", "are gaps");
            let silent = counted(silent, "is not stated in the record", "are not stated in the record");
            format!("{gaps}; {silent}.")
        }
    };
    format!("{total}: {}. {kinds}", strengths.join(", "))
}

/// How many open requirements the law does not ask yet; nothing where it asks all.
fn prepare_words(record: &RecordView<'_>) -> Option<String> {
    let count = open(record).filter(|finding| finding.prepare.is_some()).count();
    let words = counted(
        count,
        "of them is marked Prepare: the law requires it from a day that has not come.",
        "of them are marked Prepare: the law requires them from a day that has not come.",
    );
    (count > 0).then_some(words)
}

/// When the first open requirement is due, and how many should have been done.
fn due_words(record: &RecordView<'_>, run: &Run) -> Option<String> {
    let first = open(record).filter_map(|finding| finding.due_by).min()?;
    let past = open(record).filter(|finding| finding.due_by.is_some_and(|due| due < run.as_of)).count();
    let first = in_words(first);
    Some(match past {
        0 => format!("The first of them is due on {first}."),
        past => format!(
            "{} on the date of this report; the first was due on {first}.",
            counted(past, "of them is overdue", "of them are overdue")
        ),
    })
}

fn open<'a>(record: &'a RecordView<'a>) -> impl Iterator<Item = &'a FindingView<'a>> {
    record.findings.iter().filter(|finding| finding.status.is_open())
}

/// The counts of one phase in a sentence.
pub(super) fn phase_words(record: &RecordView<'_>, phase: Phase) -> String {
    let counts: Vec<String> = counts(record, phase)
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(status, count)| status_count(status, count))
        .collect();
    match counts.as_slice() {
        [] => "The packs in use ask nothing in this phase.".to_owned(),
        counts => format!("{}.", counts.join(", ")),
    }
}

/// How many findings of one phase have each status.
pub(super) fn counts(record: &RecordView<'_>, phase: Phase) -> [(Status, usize); 6] {
    let here =
        |status| record.findings.iter().filter(|finding| finding.phase == phase && finding.status == status).count();
    Status::ALL.map(|status| (status, here(status)))
}

/// "3 gaps", "1 not stated".
pub(super) fn status_count(status: Status, count: usize) -> String {
    match status {
        Status::Gap => counted(count, "gap", "gaps"),
        other => format!("{count} {}", other.words()),
    }
}

/// What the statuses mean.
pub(super) fn meanings() -> Vec<Meaning> {
    let meaning = |status| match status {
        Status::Gap => "A fact that the record states falls short, or evidence does not hold. Open.",
        Status::NotStated => "The record does not say what decides it. Silence is never taken as yes. Open.",
        Status::Waived => "It is open, and someone with authority set it aside for a time.",
        Status::NotYetDue => "It is not met, and nobody asks for it yet: its phase or its day has not come.",
        Status::Met => "The record says that it is so, and no evidence speaks against it.",
        Status::NotApplicable => "It is not asked of this procurement.",
    };
    Status::ALL
        .map(|status| Meaning { id: status.id(), words: capitalised(status.words()), meaning: meaning(status) })
        .into()
}

/// What an obligation means.
pub(super) const fn meaning_of(obligation: Obligation) -> &'static str {
    match obligation {
        Obligation::Must => "Required.",
        Obligation::Should => "Expected; leaving it out needs a reason.",
        Obligation::Consider => "Worth weighing.",
    }
}

/// What this report does not vouch for.
pub(super) fn not_checked(record: &RecordView<'_>, cites: &Cites<'_>) -> Vec<String> {
    let count = |status| record.summary.0.count(status);
    let (cited, unread) = cites.counts();
    let files: std::collections::BTreeSet<&str> =
        record.findings.iter().flat_map(|finding| &finding.evidence).map(|evidence| evidence.file).collect();
    vec![
        format!(
            "Whether the stated facts are true. The record's facts were compared with the requirements and taken as they stand; {} with no evidence named.",
            counted(record.assurance.on_assertion, "requirement counts as met", "requirements count as met")
        ),
        format!("Requirements whose facts are silent. {} for want of a fact in the record.", counted(count(Status::NotStated), "requirement could not be judged", "requirements could not be judged")),
        format!("What is due later. {} on the date of this report.", counted(count(Status::NotYetDue), "requirement was not yet due", "requirements were not yet due")),
        format!(
            "Documents. Files that the record names were looked up, not read: that they are there, that a heading is in them, that their recorded SHA-256 is theirs. {} for the requirements. Whether a document says what the record claims is for a person to judge.",
            counted(files.len(), "file is named as evidence", "files are named as evidence")
        ),
        format!(
            "Citations in an official text. Of the {1} here, {0} not read in an official text; each says where to confirm it.",
            counted(unread, "was", "were"),
            counted(cited, "provision or publication cited", "provisions and publications cited")
        ),
        "Law and policy outside the packs named under Provenance, among them the institution's own by-laws and policies, and every law of another place.".to_owned(),
    ]
}

/// A count with its noun: "1 file", "2 files".
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// `text` with a capital first letter.
pub(super) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
