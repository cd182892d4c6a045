//! The words of the output: phases, statuses, obligations, bases, grades of confidence, how a provision stands, the
//! program's own findings, and errors.

use serde::Serialize;

use crate::assessment::{OwnRequirement, Status};
use crate::pack::{Basis, Confidence, Force, Obligation};
use crate::record::Phase;
use crate::source::Code;

use super::super::page::{Page, items};
use super::requirement::of_phase;
use super::{Entry, Group, Shelf};

/// A word as data.
#[derive(Debug, Serialize)]
struct WordView<'w> {
    id: &'w str,
    title: String,
    explanation: String,
    requirements: Vec<&'w str>,
}

/// Every word, by what it is about.
pub(super) fn groups(shelf: &Shelf<'_>) -> Vec<Group> {
    let group = |title: &str, entries| Group { title: title.to_owned(), about: String::new(), head: None, entries };
    vec![
        group("Phases", Phase::ALL.map(|one| phase(one, shelf)).into()),
        group("Statuses", Status::ALL.map(status).into()),
        group("Obligations", Obligation::ALL.map(obligation_entry).into()),
        group("Bases", Basis::ALL.map(basis).into()),
        group("Grades of confidence", Confidence::ALL.iter().map(|one| confidence(*one)).collect()),
        group("How a provision stands on a day", Force::ALL.map(force).into()),
        group("Findings of the program itself", OwnRequirement::ALL.map(|one| own(one, shelf)).into()),
        group("Errors", Code::ALL.iter().map(|code| error(*code)).collect()),
    ]
}

/// The words that carry this id.
pub(super) fn find(id: &str, shelf: &Shelf<'_>) -> Vec<Entry> {
    if !ids().contains(&id) {
        return Vec::new();
    }
    let entries = groups(shelf).into_iter().flat_map(|group| group.entries);
    entries.filter(|entry| entry.page.id == id).collect()
}

/// Every word.
pub(super) fn ids() -> Vec<&'static str> {
    let mut ids: Vec<&'static str> = Phase::ALL.map(Phase::id).into();
    ids.extend(Status::ALL.map(Status::id));
    ids.extend(Obligation::ALL.map(Obligation::id));
    ids.extend(Basis::ALL.map(Basis::id));
    ids.extend(Confidence::IDS);
    ids.extend(Force::ALL.map(Force::id));
    ids.extend(OwnRequirement::ALL.map(|one| one.id));
    ids.extend(Code::ALL.iter().map(|code| code.id()));
    ids
}

fn word(kind: &'static str, id: &'static str, explanation: &str) -> Entry {
    let title = title(id);
    let mut page = Page::new(kind, id, &title);
    page.paragraph(explanation);
    let view = WordView { id, title, explanation: explanation.to_owned(), requirements: Vec::new() };
    Entry::new(page, [kind], &view)
}

/// The words of an id, as a title writes them.
fn title(id: &str) -> String {
    let words = id.split('-').map(|word| match word {
        "ipc" => "IPC",
        "utf8" => "UTF-8",
        word => word,
    });
    crate::pack::capital(&words.collect::<Vec<_>>().join(" "))
}

fn phase(phase: Phase, shelf: &Shelf<'_>) -> Entry {
    let requirements: Vec<_> = of_phase(phase, shelf).collect();
    let mut page = Page::new("phase", phase.id(), phase.title());
    page.paragraph(phase.about());
    page.labelled("Part", format!("{} of {} of the due-diligence model", phase.part(), Phase::ALL.len()));
    let lines = requirements.iter().map(|one| format!("`{}` ({}): {}", one.id, one.duty.obligation.id(), one.title));
    page.list("Requirements, due before leaving it", items(lines));
    let view = WordView {
        id: phase.id(),
        title: phase.title().to_owned(),
        explanation: phase.about().to_owned(),
        requirements: requirements.iter().map(|one| one.id.as_str()).collect(),
    };
    Entry::new(page, ["phase"], &view)
}

fn status(status: Status) -> Entry {
    word(
        "status",
        status.id(),
        match status {
            Status::Gap => "A fact that the record states fails the requirement.",
            Status::NotStated => "The record does not state what decides it. Silence never counts as met.",
            Status::Waived => "It is open, and someone with authority set it aside for a reason and for a time.",
            Status::NotYetDue => "It is open, and its time has not come.",
            Status::Met => "The record states that it is met, and no evidence that was checked contradicts that.",
            Status::NotApplicable => "It is not asked of this procurement; the finding says which fact decided that.",
        },
    )
}

/// What an obligation means.
pub(super) const fn obligation(obligation: Obligation) -> &'static str {
    match obligation {
        Obligation::Must => "required",
        Obligation::Should => "expected; leaving it out needs a reason",
        Obligation::Consider => "worth weighing",
    }
}

fn obligation_entry(one: Obligation) -> Entry {
    word("obligation", one.id(), &format!("{}.", crate::pack::capital(obligation(one))))
}

fn basis(basis: Basis) -> Entry {
    word("basis", basis.id(), &format!("The requirement rests on: {}.", basis.words()))
}

fn confidence(confidence: Confidence) -> Entry {
    let more = match confidence {
        Confidence::Official => "",
        _ => " Confirm the text before you rely on it; each citation says where.",
    };
    word("confidence", confidence.id(), &format!("How a citation is known: {}.{more}", confidence.words()))
}

fn force(force: Force) -> Entry {
    word(
        "standing",
        force.id(),
        match force {
            Force::InForce => "A text of the provision is in force on the date of the check.",
            Force::NotYet => "No text of the provision is in force yet on the date of the check.",
            Force::Ended => "The last text of the provision ended before the date of the check.",
            Force::Historic => "The provision is shown for history; do not cite it as today's law.",
            Force::NotKnown => "The pack knows no dates of the provision, and says nothing of any day.",
        },
    )
}

/// What the program itself asks of every record.
fn own(one: OwnRequirement, shelf: &Shelf<'_>) -> Entry {
    let mut page = Page::new("finding", one.id, one.title);
    page.labelled("Requires", one.requires);
    page.labelled("Why", one.why);
    page.labelled("Who acts", OwnRequirement::ROLE);
    page.labelled("What to do", one.remedy);
    if one.id == OwnRequirement::CONTRADICTION.id {
        page.list("What is compared", items(shelf.library.contradictions.iter().map(|known| known.title.clone())));
    }
    let view = WordView {
        id: one.id,
        title: one.title.to_owned(),
        explanation: format!("{} {}", one.requires, one.remedy),
        requirements: Vec::new(),
    };
    Entry::new(page, ["finding"], &view)
}

fn error(code: Code) -> Entry {
    word("error", code.id(), code.explanation())
}

#[cfg(test)]
mod tests {
    use super::title;

    #[test]
    fn a_title_writes_abbreviations_as_such() {
        assert_eq!(["ipc", "not-utf8", "not-yet-due"].map(title), ["IPC", "Not UTF-8", "Not yet due"]);
    }
}
