//! What to do next: the open findings as actions, the strongest and the most urgent first.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::assessment::Status;
use crate::pack::Obligation;

use super::super::english::listed;
use super::super::view::FindingView;
use super::finding::OpenFinding;
use super::words::{capitalised, counted, meaning_of};

/// The next steps.
#[derive(Debug, Serialize)]
pub(super) struct Steps<'a> {
    /// The facts that would settle most.
    first: Vec<Fact>,
    /// How many steps each role has, in a sentence; empty when there is none.
    roles: String,
    groups: Vec<StepGroup<'a>>,
}

/// A fact that is not stated and that several open findings turn on.
#[derive(Debug, Serialize)]
struct Fact {
    field: String,
    question: String,
    words: String,
}

/// How many facts to name first.
const MOST_FACTS: usize = 8;
/// On how many open findings such a fact must bear.
const FEWEST_FINDINGS: usize = 3;

/// The steps of one obligation.
#[derive(Debug, Serialize)]
struct StepGroup<'a> {
    id: &'static str,
    obligation: String,
    meaning: &'static str,
    count: String,
    steps: Vec<Step<'a>>,
}

/// One step.
#[derive(Debug, Serialize)]
struct Step<'a> {
    finding: &'a FindingView<'a>,
    action: String,
    who: String,
    due: String,
    status: String,
    prepare: Option<String>,
    number: usize,
    anchor: String,
    slug: String,
}

/// The steps that the `open` findings ask for: by obligation, then by due date, then by phase.
pub(super) fn next_steps<'a>(open: &[&OpenFinding<'a>]) -> Steps<'a> {
    let groups = Obligation::ALL.into_iter().filter_map(|obligation| {
        let mut here: Vec<&&OpenFinding<'a>> = open.iter().filter(|one| one.finding.obligation == obligation).collect();
        here.sort_by_key(|one| (one.finding.due_by.is_none(), one.finding.due_by, one.finding.phase, one.number));
        (!here.is_empty()).then(|| StepGroup {
            id: obligation.id(),
            obligation: capitalised(obligation.id()),
            meaning: meaning_of(obligation),
            count: counted(here.len(), "step", "steps"),
            steps: here.into_iter().map(|one| step(one)).collect(),
        })
    });
    Steps { first: facts(open), roles: roles(open), groups: groups.collect() }
}

/// The facts to state first: those on which most findings turn.
fn facts(open: &[&OpenFinding<'_>]) -> Vec<Fact> {
    let mut counts: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for one in open.iter().filter(|one| one.finding.status == Status::NotStated) {
        let mut seen = BTreeSet::new();
        for missing in one.missing.iter().filter(|missing| seen.insert(&missing.field)) {
            counts.entry(&missing.field).or_insert((0, &missing.question)).0 += 1;
        }
    }
    let mut found: Vec<_> = counts.into_iter().filter(|(_, (count, _))| *count >= FEWEST_FINDINGS).collect();
    found.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    let facts = found.into_iter().take(MOST_FACTS).map(|(field, (count, question))| Fact {
        field: field.to_owned(),
        question: question.to_owned(),
        words: format!("{count} open requirements turn on it."),
    });
    facts.collect()
}

fn step<'a>(one: &OpenFinding<'a>) -> Step<'a> {
    Step {
        finding: one.finding,
        action: action(one),
        who: one.who.clone(),
        due: one.due.clone(),
        status: one.status.clone(),
        prepare: one.prepare.clone(),
        number: one.number,
        anchor: one.anchor.clone(),
        slug: one.slug.clone(),
    }
}

/// What to do: the remedy of a gap; what is not stated is first to be found out.
fn action(one: &OpenFinding<'_>) -> String {
    let remedy = one.finding.remedy;
    let mut fields: Vec<String> = Vec::new();
    for missing in &one.missing {
        let name = format!("`{}`", missing.field);
        if !fields.contains(&name) {
            fields.push(name);
        }
    }
    let fields = listed(&fields, "and");
    match one.finding.status {
        Status::NotStated if fields.is_empty() => remedy.to_owned(),
        Status::NotStated if one.finding.may_not_apply => {
            format!("State {fields} in the record, to settle whether this applies.")
        }
        Status::NotStated => format!("State {fields} in the record. If it is not so yet: {remedy}"),
        _ => remedy.to_owned(),
    }
}

/// "Who acts: Privacy office (4), Procurement officer (2)."
fn roles(open: &[&OpenFinding<'_>]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for one in open {
        *counts.entry(&one.who).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let words: Vec<String> = counts.iter().map(|(who, count)| format!("{who} ({count})")).collect();
    if words.is_empty() { String::new() } else { format!("Who acts, and on how many: {}.", words.join(", ")) }
}
