//! Agreements for every combination of Act, sensitivity and position, with and without artificial intelligence, remote
//! support and records that outlive the agreement: whole, and free of contradictions.
//!
//! Each agreement is also written to `agreements/` in the folder for the temporary files of the tests, for checks by other
//! programs.

#[path = "support/agreements.rs"]
mod agreements;
#[path = "support/combinations.rs"]
mod generated;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Mutex;

use agreements::{Kit, kit, own_text, paragraph, wrong};
use diligence::drafting::{Block, Draft, Inline, Stated};
use diligence::pack::{PackFiles, TEMPLATES};
use diligence::render::{Markup, Origin, Run};
use generated::{ACTS, SENSITIVITY, combinations, name, texts};
use jiff::civil::{Date, date};

const AS_OF: Date = date(2026, 11, 21);

/// A draft with the texts of its sections, each paragraph and item a text.
struct Agreement<'k> {
    kit: &'k Kit,
    draft: Draft<'k>,
    own: Vec<String>,
    sections: Vec<Vec<String>>,
}

impl<'k> Agreement<'k> {
    fn new(kit: &'k Kit, draft: Draft<'k>) -> Self {
        let sections = draft.sections.iter().map(|one| one.paragraphs.iter().flat_map(paragraph).collect()).collect();
        Self { kit, own: own_text(&draft), draft, sections }
    }

    /// The terms that it defines, each with the text that does.
    fn defined(&self) -> Vec<(&str, String)> {
        let items = self.draft.sections.iter().flat_map(|section| &section.paragraphs).flat_map(|one| &one.items);
        let own = self.draft.opening.iter().chain(&self.draft.closing).filter_map(|block| match block {
            Block::Paragraph(one) => Some(&one.items),
            _ => None,
        });
        let items = items.chain(own.flatten());
        items
            .filter_map(|item| match item.text.first() {
                Some(Inline::Term { text }) => Some((text.as_str(), agreements::words(&item.text))),
                _ => None,
            })
            .collect()
    }

    fn all(&self) -> impl Iterator<Item = &String> {
        self.own.iter().chain(self.sections.iter().flatten())
    }
}

/// Whether `text` uses `term` as a word of its own, in the singular or the plural.
fn uses(text: &str, term: &str) -> bool {
    text.match_indices(term).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let ending: String = text[at + term.len()..].chars().take_while(|c| c.is_alphanumeric()).collect();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '-')
            && matches!(ending.as_str(), "" | "s" | "es" | "ed" | "ing")
    })
}

fn references(agreement: &Agreement<'_>) -> Vec<String> {
    let lost = agreement.draft.ledger.unresolved.iter();
    lost.map(|one| format!("a reference to `{}`, which is not there, in {:?}", one.clause.id, one.places)).collect()
}

fn terms(agreement: &Agreement<'_>) -> Vec<String> {
    let defined = agreement.defined();
    let mut wrong: Vec<String> =
        agreement.draft.ledger.undefined.iter().map(|term| format!("`{term}` is used and not defined")).collect();
    for definition in &agreement.kit.library.adopted.definitions {
        let term = definition.term.as_str();
        let own = defined.iter().find(|(known, _)| *known == term).map(|(_, text)| text);
        let used = agreement.all().any(|text| Some(text) != own && uses(text, term));
        match own {
            Some(_) if !used => wrong.push(format!("`{term}` is defined and not used")),
            None if used => wrong.push(format!("`{term}` is used and not defined")),
            _ => {}
        }
    }
    wrong
}

fn twins(agreement: &Agreement<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut titles = BTreeSet::new();
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for (section, texts) in agreement.draft.sections.iter().zip(&agreement.sections) {
        let title = section.clause.title.as_str();
        if !titles.insert(title.to_lowercase()) {
            wrong.push(format!("two sections are called {title}"));
        }
        for text in texts.iter().filter(|text| text.len() > 60) {
            if let Some(other) = seen.insert(text, title).filter(|other| *other != title) {
                wrong.push(format!("{other} and {title} both say: {text}"));
            }
        }
    }
    wrong
}

/// One field printed with two values, and one fact of the signed record with two.
fn two_values(agreement: &Agreement<'_>, record: &diligence::record::Record) -> Vec<String> {
    let fields = &agreement.kit.library.fields;
    let mut wrong = Vec::new();
    let mut proposed = BTreeMap::new();
    for one in &agreement.draft.ledger.proposals {
        let path = &fields.get(one.field).path;
        if let Some(other) = proposed.insert(path, &one.text).filter(|other| *other != &one.text) {
            wrong.push(format!("`{path}` is proposed as {other} and as {}", one.text));
        }
    }
    let scope = agreement.kit.scope(record, AS_OF);
    let mut signed: BTreeMap<&String, (String, String)> = BTreeMap::new();
    for one in agreement.draft.once_signed(&scope) {
        let Stated::Value(value) = one.states else { continue };
        let path = &fields.get(one.field).path;
        let says = (value, one.clause.id.clone());
        if let Some(other) = signed.insert(path, says.clone()).filter(|other| other.0 != says.0) {
            wrong.push(format!("`{path}` is {} in `{}` and {} in `{}`", other.0, other.1, says.0, says.1));
        }
    }
    wrong
}

/// What one text forbids and another may allow: words of the ban, and words of the permission. An agreement may hold both
/// only where the permission says that it goes before other terms.
const OPPOSITES: [(&str, &str); 9] = [
    (
        "to train Artificial Intelligence",
        "may use an individual's Personal Information to train Artificial Intelligence",
    ),
    ("to train, test or improve Artificial Intelligence", "may use an individual's Personal Information to train"),
    ("must not ask an individual to consent to a Secondary Purpose", "if that individual has consented independently"),
    (
        "to develop, test or improve a product or service",
        "may use the Personal Information of an individual to improve",
    ),
    (
        "must not De-identify Personal Information for a Secondary Purpose",
        "the Vendor may De-identify Personal Information",
    ),
    (
        "must not De-identify Personal Information for a Secondary Purpose",
        "the Vendor may draw statistics from Personal",
    ),
    ("must not assign the Agreement", "may assign the Agreement"),
    ("must not ask an individual for such a consent", "must ask for consent only in the words"),
    ("unless the Institution has opened it for a stated issue", "the Vendor may open access itself"),
];
/// With these words a permission goes before other terms.
const GOES_BEFORE: &str = "Despite any other term";

fn opposites(agreement: &Agreement<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    let find = |words: &str| {
        let mut sections = agreement.draft.sections.iter().zip(&agreement.sections);
        sections.find_map(|(section, texts)| Some((section, texts.iter().find(|text| text.contains(words))?)))
    };
    for (ban, permission) in OPPOSITES {
        if let (Some((bans, _)), Some((allows, text))) = (find(ban), find(permission))
            && bans.number != allows.number
            && !text.split_inclusive(". ").any(|one| one.contains(permission) && one.starts_with(GOES_BEFORE))
        {
            wrong.push(format!("`{}` forbids what `{}` allows: {text}", bans.clause.id, allows.clause.id));
        }
    }
    wrong.extend(bans_and_permissions(agreement));
    wrong
}

/// The verb and what follows it where the same six words are barred without an exception in one section, and allowed in
/// another without words that go before other terms.
fn bans_and_permissions(agreement: &Agreement<'_>) -> Vec<String> {
    const EXCEPTIONS: [&str; 9] =
        ["unless", "except", "before", "without", "until", "only", "save", "contrary", "other than"];
    let first = |text: &str| text.split_whitespace().take(6).collect::<Vec<_>>().join(" ");
    let sentences = |section: usize, mark: &'static str| {
        let texts = agreement.sections[section].iter().flat_map(|text| text.split_inclusive(". "));
        texts.filter_map(move |text| text.split_once(mark).map(|(_, rest)| (text, rest)))
    };
    let mut wrong = Vec::new();
    for bans in 0..agreement.sections.len() {
        for (ban, barred) in sections_of(&sentences, bans, "The Vendor must not ") {
            if EXCEPTIONS.iter().any(|word| ban.contains(word)) {
                continue;
            }
            for allows in (0..agreement.sections.len()).filter(|allows| *allows != bans) {
                for (text, allowed) in sections_of(&sentences, allows, "The Vendor may ") {
                    if first(allowed) == first(barred) && !text.contains(GOES_BEFORE) {
                        wrong.push(format!("one section says {ban:?}, another {text:?}"));
                    }
                }
            }
        }
    }
    wrong
}

fn sections_of<'t, I: Iterator<Item = (&'t str, &'t str)>>(
    sentences: &impl Fn(usize, &'static str) -> I,
    section: usize,
    mark: &'static str,
) -> Vec<(&'t str, &'t str)> {
    sentences(section, mark).collect()
}

/// The defined words that the signed record may name, and the terms that must be defined then.
const DEFINES: [(&str, &str); 5] = [
    ("record", "Records"),
    ("services", "Services"),
    ("personal-information", "Personal Information"),
    ("breach", "Breach"),
    ("subcontractor", "Subcontractor"),
];

fn defines(agreement: &Agreement<'_>, record: &diligence::record::Record) -> Vec<String> {
    let kit = agreement.kit;
    let field = kit.library.fields.find("terms.defines").unwrap();
    let signed = agreement.draft.once_signed(&kit.scope(record, AS_OF)).into_iter().find(|one| one.field == field);
    let Some(Stated::Value(value)) = signed.map(|one| one.states) else { return vec!["no word is defined".to_owned()] };
    let defined = agreement.defined();
    let missing = DEFINES.iter().filter(|(word, term)| {
        value.contains(&format!("\"{word}\"")) && !defined.iter().any(|(known, _)| known == term)
    });
    missing.map(|(word, _)| format!("`{word}` counts as defined and is not")).collect()
}

#[test]
fn every_combination_gives_a_whole_agreement() {
    let kit = kit();
    let combinations = combinations();
    assert!(combinations.len() >= 200);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("agreements");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let files = PackFiles::embedded(&TEMPLATES, "templates");
    let run = Run::new(&kit.library, AS_OF);
    let seen = Mutex::new(BTreeSet::new());
    let wrong = wrong(&combinations, |one| {
        let record = kit.read(&one.record(kit));
        let scope = kit.scope(&record, AS_OF);
        let agreement = Agreement::new(kit, kit.draft("agreement", &scope, &|clause| Some(one.position(kit, clause))));
        for section in &agreement.draft.sections {
            let mut seen = seen.lock().unwrap();
            seen.insert(format!("{} {}", section.clause.id, name(section.position)));
            seen.insert(format!("{} {} {}", one.acts, one.sensitivity, name(section.position)));
        }
        let origin = Origin {
            library: &kit.library,
            record: &record,
            run: &run,
            clauses_hash: &kit.library.adopted.hash,
            replaced: &[],
            for_use: false,
        };
        let markdown = agreement.draft.render(origin, false, Markup::Markdown, &files).unwrap();
        fs::write(folder.join(format!("{:03}.md", one.number)), markdown).unwrap();
        let mut wrong = references(&agreement);
        wrong.extend(terms(&agreement));
        wrong.extend(twins(&agreement));
        wrong.extend(two_values(&agreement, &record));
        wrong.extend(opposites(&agreement));
        wrong.extend(defines(&agreement, &record));
        wrong.into_iter().map(|wrong| format!("{:03}: {wrong}", one.number)).collect()
    });
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &wrong {
        *kinds.entry(&one[5..]).or_default() += 1;
    }
    assert!(wrong.is_empty(), "{kinds:#?}\n{:#?}", &wrong[..wrong.len().min(20)]);
    every_text_is_there(kit, &seen.into_inner().unwrap());
}

/// Every text of every clause of the agreement stands in some combination, and every kind of text with every Act and
/// sensitivity.
fn every_text_is_there(kit: &Kit, seen: &BTreeSet<String>) {
    let agreement = kit.library.adopted.document("agreement").unwrap();
    for clause in kit.library.adopted.clauses.iter().filter(|clause| agreement.clauses.contains(&clause.id)) {
        for text in texts(clause) {
            assert!(seen.contains(&format!("{} {}", clause.id, name(text))), "{} {} is in none", clause.id, name(text));
        }
    }
    for acts in 0..ACTS.len() {
        for sensitivity in 0..SENSITIVITY.len() {
            for text in ["preferred", "fallback-1", "fallback-2", "short"] {
                assert!(seen.contains(&format!("{acts} {sensitivity} {text}")), "{acts} {sensitivity} {text}");
            }
        }
    }
}
