//! From a gap to a clause, and from the signed clause to a requirement that is met.

#[path = "support/agreements.rs"]
mod agreements;
mod support;

use std::collections::BTreeSet;
use std::sync::Arc;

use agreements::{Kit, kit, merge, state, stated, take, wrong};
use diligence::assessment::Status;
use diligence::drafting::{Position, Stated};
use diligence::pack::{Clause, ExampleStatus, Requirement, Says};
use diligence::record::{Phase, read_record};
use diligence::source::SourceText;
use support::drafts::{AS_OF, EMPTY, run};
use support::{flat, repository};

/// What every record of these tests states beside the example.
const BASE: &str = "[institution]\nname = \"Sample University\"\n[procurement]\ntitle = \"Sample service\"\n";

/// The texts of clauses that do not meet a requirement once they are signed, because they give up what it asks for, or
/// a part of it.
const GIVEN_UP: [(&str, &str); 21] = [
    ("alternative-formats fallback-1", "agreement.alternative-formats"),
    ("assurance-reports fallback-1", "agreement.assurance"),
    ("assurance-reports fallback-2", "agreement.assurance"),
    ("audit fallback-2", "agreement.monitor-rights"),
    ("change-of-control fallback-2", "agreement.change-of-control"),
    ("compelled-disclosure fallback-1", "agreement.compelled"),
    ("compelled-disclosure fallback-1", "agreement.government-requests"),
    ("de-identification fallback-1", "agreement.deidentify"),
    ("definitions fallback-1", "agreement.covers-all-pi"),
    ("encryption fallback-1", "agreement.encryption"),
    ("governing-law fallback-2", "agreement.foreign-law"),
    ("health-information-agent fallback-1", "agreement.health-agent"),
    ("location fallback-1", "agreement.location"),
    ("network-provider fallback-1", "agreement.network-provider"),
    ("precedence fallback-1", "agreement.precedence"),
    ("remote-support fallback-1", "agreement.remote-access"),
    ("subcontracting fallback-1", "agreement.subcontracting"),
    ("subcontracting fallback-2", "agreement.subcontracting"),
    ("survival fallback-1", "agreement.survival"),
    ("usable-records fallback-1", "agreement.understandable"),
    ("vendor-breach-duties fallback-1", "agreement.breach-register"),
];

/// The requirements whose gap can be a value of the record that the draft prints as it stands, so that no text can
/// answer it before somebody states another value.
const OVERRULED: [&str; 12] = [
    "agreement.access-days-fit",
    "agreement.access-support",
    "agreement.breach-notice",
    "agreement.breach-register",
    "agreement.certificate",
    "agreement.change-of-control",
    "agreement.correction",
    "agreement.disclosure-log",
    "agreement.logging",
    "agreement.mfa-privilege",
    "agreement.patching",
    "agreement.retention",
];

/// A record in which a requirement is a gap.
struct Gap<'k> {
    requirement: &'k Requirement,
    clause: &'k Clause,
    record: toml::Table,
}

/// Each example of a gap in a requirement that names a clause, as a record.
fn gaps(kit: &'static Kit) -> Vec<Gap<'static>> {
    let mut gaps = Vec::new();
    for requirement in &kit.library.requirements {
        let Some(clause) = requirement.clause.as_deref().and_then(|id| kit.library.adopted.find(id)) else { continue };
        let examples = requirement.examples.iter().filter(|example| example.status == ExampleStatus::Gap);
        let before = gaps.len();
        gaps.extend(examples.map(|example| {
            let mut record = toml::from_str(BASE).unwrap();
            merge(&mut record, toml::from_str(&example.text).unwrap());
            Gap { requirement, clause, record }
        }));
        assert!(gaps.len() > before, "{} has no example of a gap", requirement.id);
    }
    gaps
}

/// What a person writes where a draft leaves something to people: what the requirement's own example of a record that
/// meets it states, or the example of the field; nothing for a list of which there are no entries.
fn by_hand(kit: &Kit, requirement: &Requirement, path: &str) -> Option<String> {
    let met = requirement.examples.iter().find(|example| example.status == ExampleStatus::Met).unwrap();
    let met: toml::Table = toml::from_str(&met.text).unwrap();
    let field = kit.library.fields.get(kit.library.fields.find(path).unwrap());
    let example = Some(field.example.clone()).filter(|example| !example.is_empty());
    stated(&met, path).map(ToString::to_string).or(example)
}

/// Drafts the agreement with `position` for the gap's clause, signs it and states in the record what it lets the record
/// state; gives the status of the requirement then.
fn signed(kit: &'static Kit, gap: &Gap<'static>, record: &toml::Table, position: Position<'static>) -> Status {
    let as_of = gap.requirement.examples_as_of;
    let read = kit.read(record);
    let scope = kit.scope(&read, as_of);
    let draft = kit.draft("agreement", &scope, &|clause| {
        Some(if clause.id == gap.clause.id { position } else { Position::Preferred })
    });
    let mut after = record.clone();
    let lines = kit.once_signed(&draft, &scope, &read, as_of);
    merge(&mut after, toml::from_str(&lines).unwrap_or_else(|error| panic!("{error}\n{lines}")));
    for one in draft.once_signed(&scope) {
        let path = &kit.library.fields.get(one.field).path;
        if let Stated::Waiting(what) = one.states {
            assert!(!what.is_empty() && lines.contains(&format!("# {path} (section {}): ", one.section)), "{lines}");
            by_hand(kit, gap.requirement, path).into_iter().for_each(|value| state(&mut after, path, &value));
        }
    }
    kit.finding(&kit.read(&after), as_of, &gap.requirement.id, |finding| finding.status)
}

/// The gap's record without the values that its clause prints as the record states them.
fn without_printed_values(kit: &Kit, gap: &Gap<'_>) -> toml::Table {
    let mut record = gap.record.clone();
    for fact in &gap.clause.text.facts {
        take(&mut record, &kit.library.fields.get(fact.field).path);
    }
    record
}

/// Every gap in a requirement on the agreement.
fn agreement_gaps(kit: &'static Kit) -> Vec<Gap<'static>> {
    gaps(kit).into_iter().filter(|gap| gap.requirement.phase == Phase::Agreement).collect()
}

#[test]
fn every_gap_is_answered_by_the_agreement_that_is_drafted_for_it() {
    let kit = kit();
    let gaps = gaps(kit);
    assert!(gaps.len() > 250, "{}", gaps.len());
    let wrong = wrong(&gaps, |gap| {
        let (id, as_of) = (&gap.requirement.id, gap.requirement.examples_as_of);
        let read = kit.read(&gap.record);
        let status = kit.finding(&read, as_of, id, |finding| finding.status);
        let scope = kit.scope(&read, as_of);
        let draft = kit.draft("agreement", &scope, &|_| Some(Position::Preferred));
        let answers = draft.sections.iter().find(|section| section.clause.id == gap.clause.id);
        let named =
            answers.is_some_and(|section| section.answers.iter().any(|one| one.requirement.id == *id && one.applies));
        let mut wrong = Vec::new();
        if status != Status::Gap {
            wrong.push(format!("{id} is {} in its example of a gap", status.id()));
        }
        if !named {
            wrong.push(format!("{id}: the agreement does not hold `{}` for its gap", gap.clause.id));
        }
        wrong
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_the_signed_agreement_says_meets_what_was_a_gap() {
    let kit = kit();
    let gaps = agreement_gaps(kit);
    let requirements: BTreeSet<&str> = gaps.iter().map(|gap| gap.requirement.id.as_str()).collect();
    assert!(requirements.len() > 60, "{}", requirements.len());
    let open = |record: &dyn Fn(&Gap<'static>) -> toml::Table| -> BTreeSet<String> {
        let records: Vec<(&Gap<'static>, toml::Table)> = gaps.iter().map(|gap| (gap, record(gap))).collect();
        let open = wrong(&records, |(gap, record)| match signed(kit, gap, record, Position::Preferred) {
            Status::Met => Vec::new(),
            _ => vec![gap.requirement.id.clone()],
        });
        open.into_iter().collect()
    };
    assert_eq!(open(&|gap| gap.record.clone()), OVERRULED.map(str::to_owned).into());
    assert_eq!(open(&|gap| without_printed_values(kit, gap)), BTreeSet::new());
}

#[test]
fn a_text_that_gives_a_thing_up_does_not_count_as_stating_it() {
    let kit = kit();
    let open = wrong(&agreement_gaps(kit), |gap| {
        let record = without_printed_values(kit, gap);
        let texts = gap.clause.fallbacks.iter().map(|fallback| (fallback.id.as_str(), Position::Fallback(fallback)));
        let short = gap.clause.short.iter().map(|_| ("short", Position::Short));
        let open = texts.chain(short).filter(|(_, position)| signed(kit, gap, &record, *position) != Status::Met);
        open.map(|(text, _)| format!("{} {text}: {}", gap.clause.id, gap.requirement.id)).collect()
    });
    let open: BTreeSet<String> = open.into_iter().collect();
    let expected: BTreeSet<String> = GIVEN_UP.iter().map(|(text, id)| format!("{text}: {id}")).collect();
    assert_eq!(open, expected);
}

#[test]
fn a_text_states_only_values_that_it_prints() {
    for clause in &kit().library.adopted.clauses {
        let texts = clause.fallbacks.iter().map(|fallback| (&fallback.body, &fallback.states));
        let short = clause.short.iter().map(|body| (body, clause.short_states.as_ref().unwrap_or(&clause.states)));
        for (body, states) in texts.chain(short).chain([(&clause.text.body, &clause.states)]) {
            for statement in states {
                let Says::Fact(name) = &statement.says else { continue };
                let prints =
                    body.text.contains(&format!("facts.{name} ")) || body.text.contains(&format!("lists.{name} "));
                assert!(prints, "{}: {name} is stated and not printed:\n{}", clause.id, body.text);
            }
        }
    }
}

#[test]
fn the_lines_of_a_signed_agreement_are_lines_of_a_record() {
    let record = format!("{EMPTY}[retention]\nminimum = \"2 years\"\n[terms]\nownership = \"institution\"\n");
    let (lines, said, status) = run(&record, &["draft", "--once-signed"]);
    assert_eq!(status, 0, "{said}");
    assert!(
        lines.starts_with("# What the record procurement.toml can state once both parties have signed\n"),
        "{lines}"
    );
    assert!(lines.contains("\n# The record states 1 fact of these already.\n"), "{lines}");
    assert!(!lines.contains("ownership ="));
    assert!(lines.contains("\n[terms]\non-behalf = true # section 2, Acting for the institution\n"), "{lines}");
    assert!(lines.contains("\nnotify-within = \"24 hours\" # section "), "a proposed value is stated as it is signed");
    assert!(lines.contains("# agreement.signed-on (section 2): the day on which the last of the parties\n"), "{lines}");
    let (form, said, status) = run(EMPTY, &["draft", "--once-signed", "--document", "notice"]);
    let said = flat(&said);
    assert!(status == 2 && form.is_empty(), "{form}");
    assert!(said.contains("`notice` has no clauses") && said.contains("clauses: agreement, "), "{said}");
}

/// The lines beside an empty institution and procurement are a record of their own.
#[test]
fn the_strict_reader_takes_the_lines_of_every_record() {
    let folder = support::drafts::folder(EMPTY);
    let examples = std::fs::read_dir(repository().join("checklists/ontario/examples")).unwrap();
    let examples: Vec<String> = examples
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.contains('.'))
        .collect();
    assert!(examples.len() > 2, "{examples:?}");
    let mut records: Vec<Vec<&str>> = examples.iter().map(|name| vec!["--example", name]).collect();
    records.push(vec!["."]);
    for record in &records {
        for document in ["agreement", "purchase-order"] {
            let args = ["draft", "--once-signed", "--as-of", AS_OF, "--document", document];
            let lines = support::stdout(&support::diligence(folder.path(), &[&args, &record[..]].concat()));
            let required = "institution = {}\nprocurement = {}\n";
            let heads = if lines.contains("[procurement]") { "institution = {}\n" } else { required };
            let source = Arc::new(SourceText::new("procurement.toml", format!("{heads}{lines}")));
            let read = read_record(&source, &kit().library.fields);
            assert!(read.is_ok(), "{record:?} {document}: {read:#?}\n{lines}");
        }
    }
    let (lines, ..) = run(EMPTY, &["draft", "--once-signed"]);
    assert!(!lines.contains("modules ="), "{lines}");
    let lines = lines.replace("\n# ", " ");
    assert!(lines.contains("technology.modules (section 1): its entries, if there are any, each with"), "{lines}");
}

#[test]
fn what_a_text_says_it_states_is_checked_when_it_is_read() {
    let cases = [
        ("\"terms.ownrship\" = \"institution\"", "no pack declares a field `terms.ownrship` with a value"),
        ("terms.ownership = \"institution\"", "no pack declares a field `terms` with a value"),
        ("\"terms.ownership\" = \"nobody\"", "takes: "),
        ("\"terms.on-behalf\" = \"yes\"", "must be true or false"),
        ("\"terms.purposes\" = { fact = \"answer\" }", "there is no fact `answer`"),
        ("\"terms.ownership\" = { fact = \"answer-within\" }", "is not what `terms.ownership` takes"),
        ("\"terms.on-behalf\" = { value = true, when = \"never\" }", "there is no variant `never`"),
        ("\"terms.on-behalf\" = { value = true, ask = \"who\" }", "one of `value`, `fact` and `ask`"),
        ("\"terms.on-behalf\" = { valu = true }", "`valu` is not known here"),
    ];
    let staff = std::fs::read_to_string(repository().join("templates/clauses/staff.md")).unwrap();
    for (line, message) in cases {
        let folder = support::drafts::folder(EMPTY);
        let own = staff.replacen("[states]\n", &format!("[states]\n{line}\n"), 1);
        assert_ne!(own, staff);
        std::fs::create_dir_all(folder.path().join("own/clauses")).unwrap();
        std::fs::write(folder.path().join("own/clauses/staff.md"), own).unwrap();
        let output = support::diligence(folder.path(), &["draft", ".", "--templates", "own"]);
        let said = flat(&support::stderr(&output));
        assert_eq!(output.status.code(), Some(2), "{line}: {said}");
        let at = staff[..staff.find("[states]\n").unwrap()].lines().count() + 2;
        assert!(said.contains(message) && said.contains(&format!("own/clauses/staff.md:{at}:")), "{line}: {said}");
    }
}
