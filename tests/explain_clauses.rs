//! `explain` of every clause: what it answers, what each of its texts gives up, and its floor.

#[path = "support/agreements.rs"]
mod agreements;

use agreements::{kit, wrong};
use diligence::pack::{Calendars, Clause};
use diligence::render::{Explanation, Shelf};

/// What `explain` prints for an id, without colours.
fn printed(id: &str, calendars: &Calendars) -> String {
    let kit = kit();
    let shelf = Shelf { library: &kit.library, clauses: &kit.library.adopted, calendars, examples: &[], on: None };
    anstream::adapter::strip_str(&Explanation::find(id, &shelf).unwrap().to_text()).to_string()
}

/// A text without its breaks of lines.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is wrong with the page of one clause.
fn page(clause: &Clause, calendars: &Calendars) -> Vec<String> {
    let id = &clause.id;
    let page = printed(id, calendars);
    let said = flat(&page);
    let mut wrong = Vec::new();
    let mut must = |part: String| {
        if !said.contains(&flat(&part)) {
            wrong.push(format!("{id}: the page lacks {part:?}"));
        }
    };
    let requirements = kit().library.requirements.iter();
    let answered: Vec<_> = requirements.filter(|one| one.clause.as_ref() == Some(id)).collect();
    for one in &answered {
        must(format!("- `{}`: {}", one.id, one.title));
    }
    if answered.is_empty() {
        must(format!("Why no requirement calls for it: {}", clause.stands_alone.as_deref().unwrap()));
    }
    must(format!("Not to be given up without a waiver: {}", clause.floor));
    for fallback in &clause.fallbacks {
        must(format!("Weaker position `{}` ({}): - It gives up: {}", fallback.id, fallback.title, fallback.gives_up));
    }
    for state in &clause.states {
        must(format!("- `{}`: ", kit().library.fields.get(state.field).path));
    }
    let below = clause.fallbacks.iter().filter(|one| one.below_floor).count();
    if said.matches("It is below the floor, and needs a waiver.").count() != below {
        wrong.push(format!("{id}: {below} texts are below the floor"));
    }
    for line in page.lines().filter(|line| line.chars().count() > 80 || line.ends_with(' ')) {
        wrong.push(format!("{id}: a line that is too long or ends in a space: {line:?}"));
    }
    // Three stops stand for the words between two parts of a signal.
    let plain = said.replace(" ... ", " ");
    for bad in ["::", "..", " .", "()", "``"] {
        if let Some(at) = plain.find(bad) {
            wrong.push(format!("{id}: {bad:?} after {:?}", plain[..at].split(' ').next_back()));
        }
    }
    wrong
}

#[test]
fn every_clause_says_what_it_answers_and_what_each_text_gives_up() {
    let calendars = kit().library.calendars().unwrap();
    let clauses = &kit().library.adopted.clauses;
    assert!(clauses.len() >= 54);
    let wrong = wrong(clauses, |clause| page(clause, &calendars));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_weaker_text_names_what_a_record_can_no_longer_state() {
    let calendars = kit().library.calendars().unwrap();
    let page = flat(&printed("audit", &calendars));
    assert!(
        page.contains(
            "Once the preferred text is signed, a record can state: - `audit.answer-duty`: `true` - `audit.right`: `true`"
        ),
        "{page}"
    );
    assert!(
        page.contains(
            "It is below the floor, and needs a waiver. - Once it is signed, a record cannot state as it could with the \
             preferred text: `audit.right`"
        ),
        "{page}"
    );
    let page = flat(&printed("breach-notice", &calendars));
    assert!(page.contains("`breach.notify-within`: what the text names") && !page.contains("names, or what"), "{page}");
}

#[test]
fn data_names_a_fact_as_records_and_packs_write_it() {
    let kit = kit();
    let calendars = kit.library.calendars().unwrap();
    let shelf =
        Shelf { library: &kit.library, clauses: &kit.library.adopted, calendars: &calendars, examples: &[], on: None };
    let json = Explanation::find("breach-notice", &shelf).unwrap().to_json();
    assert!(json.contains("\"name\":\"notice-period-low-or-medium\""), "{json}");
    for clause in &kit.library.adopted.clauses {
        let json = Explanation::find(&clause.id, &shelf).unwrap().to_json();
        for fact in clause.text.facts.iter().filter(|fact| fact.name.contains('_')) {
            let quoted = format!("\"{}\"", fact.name);
            assert!(!json.contains(&quoted), "{}: {quoted}", clause.id);
        }
    }
}
