//! What SARIF calls rules: the requirements of the packs, what the program itself asks, and the problems that keep a
//! record from being read.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::assessment::OwnRequirement;
use crate::pack::{Basis, Library, Obligation, Requirement};
use crate::source::Code;

use super::super::escape::{markdown, markdown_prose};
use super::super::view::{CitationView, citations};
use super::point::level;
use super::sarif::plain;

/// Every rule that a result of a run may refer to, by id.
pub(super) fn rules(library: &Library) -> BTreeMap<String, Value> {
    let requirements = library.requirements.iter().map(|one| (one.id.clone(), of_requirement(one, library)));
    let own = OwnRequirement::ALL.iter().map(|one| (one.id.to_owned(), of_own(one)));
    let codes = Code::ALL.iter().map(|code| (code.id().to_owned(), of_code(*code)));
    requirements.chain(own).chain(codes).collect()
}

fn of_requirement(requirement: &Requirement, library: &Library) -> Value {
    let duty = &requirement.duty;
    let cited = CitationView::together(&citations(&duty.cites, library, None));
    let rests_on = match cited.is_empty() {
        true => duty.basis.words().to_owned(),
        false => format!("{}: {}", duty.basis.words(), cited.join("; ")),
    };
    let parts = [
        ("Requires", duty.requires.clone()),
        ("Why", requirement.why.clone()),
        ("Do", duty.remedy.clone()),
        ("Who", format!("{}.", requirement.role)),
        ("Rests on", format!("{rests_on}.")),
        ("More", more(&requirement.id)),
    ];
    let tags = [requirement.phase.id(), duty.basis.id(), duty.obligation.id()];
    let mut rule = rule(&requirement.id, (&requirement.title, &duty.requires), &parts, duty.obligation, &tags);
    if !requirement.formerly.is_empty() {
        rule["deprecatedIds"] = json!(requirement.formerly);
    }
    rule
}

fn of_own(own: &OwnRequirement) -> Value {
    let parts = [
        ("Requires", own.requires.to_owned()),
        ("Why", own.why.to_owned()),
        ("Do", own.remedy.to_owned()),
        ("Who", format!("{}.", OwnRequirement::ROLE)),
        ("Rests on", format!("{}.", Basis::Practice.words())),
        ("More", more(own.id)),
    ];
    rule(own.id, (own.title, own.requires), &parts, Obligation::Should, &["record"])
}

fn of_code(code: Code) -> Value {
    let parts = [("What it means", code.explanation().to_owned()), ("More", more(code.id()))];
    let title = format!("The record can be read: no {}", code.id().replace('-', " "));
    rule(code.id(), (&title, code.explanation()), &parts, Obligation::Must, &["record"])
}

fn more(id: &str) -> String {
    format!("`diligence explain {id}` says everything there is to say.")
}

fn rule(
    id: &str,
    (title, requires): (&str, &str),
    parts: &[(&str, String)],
    obligation: Obligation,
    tags: &[&str],
) -> Value {
    let text: Vec<String> = parts.iter().map(|(label, words)| format!("{label}: {words}")).collect();
    let marked: Vec<String> =
        parts.iter().map(|(label, words)| format!("**{}:** {}", markdown(label), markdown_prose(words))).collect();
    let severity = match obligation {
        Obligation::Must => "error",
        Obligation::Should => "warning",
        Obligation::Consider => "recommendation",
    };
    json!({
        "id": id,
        "shortDescription": { "text": plain(title) },
        "fullDescription": { "text": plain(requires) },
        "help": { "text": plain(&text.join("\n")), "markdown": marked.join("\n\n") },
        "defaultConfiguration": { "level": level(obligation) },
        "properties": { "tags": tags, "problem.severity": severity },
    })
}
