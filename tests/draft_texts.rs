//! The texts of the clauses: that every one of them renders, says what it is made of, and keeps the rules of wording.

use std::sync::Arc;

use diligence::assessment::{Files, Scope};
use diligence::drafting::{Block, Choice, Draft, Inline, Position, Wording, draft, verify};
use diligence::pack::{Clause, Clauses, Library, PackSource, Text, embedded_examples, load};
use diligence::record::{Record, Row, Value, read_fragment};
use diligence::render::diagnostics;
use diligence::source::SourceText;

fn library() -> Library {
    let mut library = load(&[PackSource::Embedded]).unwrap_or_else(|problems| panic!("{}", diagnostics(&problems)));
    let clauses = clauses(&library);
    library.adopt(clauses);
    library
}

fn clauses(library: &Library) -> Clauses {
    library.clauses(None).unwrap_or_else(|problems| panic!("{}", diagnostics(&problems)))
}

/// Every text with the name to show for it.
fn texts(clauses: &Clauses) -> Vec<(String, &str)> {
    let mut texts = Vec::new();
    for clause in &clauses.clauses {
        texts.push((clause.id.clone(), clause.text.body.text.as_str()));
        texts.extend(clause.short.iter().map(|short| (format!("{} short", clause.id), short.text.as_str())));
        for fallback in &clause.fallbacks {
            texts.push((format!("{} {}", clause.id, fallback.id), fallback.body.text.as_str()));
        }
    }
    texts.extend(clauses.documents.iter().map(|one| (format!("document {}", one.id), one.text.body.text.as_str())));
    texts.extend(
        clauses.definitions.iter().map(|one| (format!("definition {}", one.term), one.means.body.text.as_str())),
    );
    texts
}

/// A text without its tags.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("{{").into_iter().chain(rest.find("{%")).min() {
        plain.push_str(&rest[..at]);
        let close = if rest[at..].starts_with("{{") { "}}" } else { "%}" };
        rest = &rest[at + rest[at..].find(close).expect("tags are closed") + 2..];
    }
    plain + rest
}

#[test]
fn every_text_renders_in_every_position() {
    let library = library();
    let clauses = clauses(&library);
    assert!(clauses.clauses.len() >= 36 && clauses.documents.iter().any(|document| document.id == "agreement"));
    let found = verify(&library, &clauses);
    assert!(found.is_empty(), "{}", diagnostics(&found));
}

#[test]
fn what_a_clause_declares_it_uses() {
    let library = library();
    let clauses = clauses(&library);
    let mut idle = Vec::new();
    let mut look = |name: &str, text: &Text, bodies: &str| {
        for fact in &text.facts {
            let used = [format!("facts.{} ", fact.name), format!("lists.{} ", fact.name)];
            if !used.iter().any(|used| bodies.contains(used)) {
                idle.push(format!("{name}: fact {}", fact.name));
            }
        }
        for (variant, _) in &text.variants {
            if !bodies.contains(&format!("when.{variant} ")) {
                idle.push(format!("{name}: variant {variant}"));
            }
        }
    };
    for clause in &clauses.clauses {
        let own = std::iter::once(&clause.text.body).chain(&clause.short);
        let bodies = own.chain(clause.fallbacks.iter().map(|one| &one.body));
        let states = clause.states.iter().chain(clause.short_states.iter().flatten());
        let states = states.chain(clause.fallbacks.iter().flat_map(|one| &one.states));
        let asked = states.filter_map(|one| one.only.as_ref()).map(|(variant, _)| format!("when.{variant} "));
        let bodies: String = bodies.map(|body| body.text.clone()).chain(asked).collect();
        look(&clause.id, &clause.text, &bodies);
    }
    clauses.documents.iter().for_each(|one| look(&one.id, &one.text, &one.text.body.text));
    for document in &clauses.documents {
        let rows = document.rows.iter().map(|one| format!("rows.{} ", one.name));
        let open = document.open.iter().map(|one| format!("open.{} ", one.name));
        let called = document.called.iter().map(|one| format!("called.{} ", one.name));
        let lists = rows.chain(open).chain(called).filter(|list| !document.text.body.text.contains(list));
        let lists: Vec<String> = lists.collect();
        assert!(lists.is_empty(), "{}: declared and never used: {lists:?}", document.id);
    }
    clauses.definitions.iter().for_each(|one| look(&one.term, &one.means, &one.means.body.text));
    assert!(idle.is_empty(), "declared and never used: {idle:#?}");
}

#[test]
fn the_wording_is_plain() {
    const BANNED: &[&str] = &[
        "shall",
        "hereby",
        "herein",
        "hereto",
        "hereof",
        "hereunder",
        "thereof",
        "therein",
        "thereto",
        "aforesaid",
        "aforementioned",
        "whereas",
        "witnesseth",
        "forthwith",
        "notwithstanding",
        "pursuant",
        "endeavour",
        "endeavours",
        "best efforts",
        "including but not limited to",
        "including, but not limited to",
        "including without limitation",
        "null and void",
        "terms and conditions",
        "each and every",
        "any and all",
        "prior to",
        "in the event",
        "for the avoidance of doubt",
        "inter alia",
        "mutatis mutandis",
        "bona fide",
        "pro rata",
        "vice versa",
        "i.e.",
        "e.g.",
        "etc",
        "and/or",
        "he or she",
        "his or her",
    ];
    let library = library();
    let clauses = clauses(&library);
    let mut found = Vec::new();
    for (name, text) in texts(&clauses) {
        // A document's text may hold boxes to tick.
        let plain = plain(text).replace("\n[ ] ", "\n");
        let words: String = plain.to_lowercase().chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
        for banned in BANNED {
            let alone = |at: usize| {
                let before = words[..at].chars().next_back();
                let after = words[at + banned.len()..].chars().next();
                !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
            };
            if words.match_indices(banned).any(|(at, _)| alone(at)) {
                found.push(format!("{name}: {banned}"));
            }
        }
        if let Some(digit) = plain.find(|c: char| c.is_ascii_digit()) {
            found.push(format!("{name}: a number of its own: {}", plain[digit..].lines().next().unwrap_or_default()));
        }
        if let Some(sign) = plain.chars().find(|c| matches!(c, '—' | '–' | '“' | '”' | '’' | '*' | '`' | '[' | ']'))
        {
            found.push(format!("{name}: {sign}"));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// The text of a paragraph or an item as a reader sees it, with marks as words.
fn read(text: &[Inline]) -> String {
    let words = |one: &Inline| match one {
        Inline::Plain { text } | Inline::Term { text } => text.clone(),
        Inline::Blank { text, .. } | Inline::Proposed { text, .. } | Inline::Unresolved { text, .. } => {
            format!("[{text}]")
        }
        Inline::Section { number, text } => format!("section {number} ({text})"),
    };
    text.iter().map(words).collect()
}

/// Calls `look` with every draft of every document: for a silent record, a full one and the examples, with the preferred
/// texts and with each fallback.
fn every_draft(mut look: impl FnMut(&str, &Record, &Draft<'_>)) {
    let library = library();
    let clauses = clauses(&library);
    let wording = Wording::new(&clauses, &library.fields).unwrap();
    let mut records = vec![("silent".to_owned(), String::new()), ("full".to_owned(), library.fields.sample_record())];
    for example in embedded_examples() {
        let text = String::from_utf8(example.file("procurement.toml").unwrap().to_vec()).unwrap();
        records.push((example.name.clone(), text));
    }
    for (name, text) in &records {
        let source = Arc::new(SourceText::new(name.as_str(), text.as_str()));
        let record =
            read_fragment(&source, &library.fields).unwrap_or_else(|problems| panic!("{}", diagnostics(&problems)));
        let scope = Scope::new(&library, &record, "2026-11-21".parse().unwrap(), &Files::Assumed);
        for document in &clauses.documents {
            for depth in 0..3 {
                let position = |clause| Some(at_depth(clause, depth));
                let draft = draft(document, &clauses, &wording, &scope, &position, true);
                let draft = draft.unwrap_or_else(|problems| panic!("{}", diagnostics(&problems)));
                look(&format!("{name}, {}, fallback {depth}", document.id), &record, &draft);
            }
        }
    }
}

fn at_depth(clause: &Clause, depth: usize) -> Position<'_> {
    let fallback = depth.checked_sub(1).and_then(|at| clause.fallbacks.get(at));
    fallback.map_or(Position::Preferred, Position::Fallback)
}

#[test]
fn every_sentence_and_every_item_ends() {
    every_draft(|name, _, draft| {
        let own = draft.opening.iter().chain(&draft.closing).filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(paragraph),
            _ => None,
        });
        for paragraph in draft.sections.iter().flat_map(|section| &section.paragraphs).chain(own) {
            let place = format!("{name}, {}", paragraph.label);
            let text = read(&paragraph.text);
            assert!(text.starts_with(|c: char| c.is_uppercase() || c == '['), "{place}: {text}");
            assert!(text.ends_with(if paragraph.items.is_empty() { '.' } else { ':' }), "{place}: {text}");
            for part in std::iter::once(&paragraph.text).chain(paragraph.items.iter().map(|item| &item.text)) {
                let text = read(part);
                for fault in ["  ", " ,", " .", " ;", "..", ";;", ",,", "( ", " )"] {
                    assert!(!text.contains(fault), "{place}: {text}");
                }
            }
            for (at, item) in paragraph.items.iter().enumerate() {
                let text = read(&item.text);
                let last = at + 1 == paragraph.items.len();
                assert!(text.ends_with('.') || (!last && text.ends_with(';')), "{place}({}): {text}", item.letter);
            }
        }
    });
}

#[test]
fn a_section_is_short_enough_to_read() {
    every_draft(|name, _, draft| {
        for section in &draft.sections {
            let count = section.paragraphs.len();
            assert!((2..=10).contains(&count), "{name}, section {} has {count} sub-clauses", section.number);
        }
    });
}

#[test]
fn blanks_stand_only_where_the_record_is_silent() {
    let library = library();
    let fields = &library.fields;
    every_draft(|name, record, draft| {
        for blank in &draft.ledger.blanks {
            let outer = std::iter::successors(Some(blank.field), |field| fields.list_of(*field)).last().unwrap();
            // A row of a table shows what its own entry leaves out.
            let says = |row: &Row| row.get(blank.field).is_some();
            let stated = record.get(outer).is_some_and(|stated| match &stated.value {
                Value::Tables(rows) if !draft.document.rows.is_empty() => !rows.is_empty() && rows.iter().all(says),
                value => !value.to_string().starts_with("none"),
            });
            let path = &fields.get(blank.field).path;
            assert!(!stated || blank.none, "{name}: {path} is stated, and blank {} stands for it", blank.number);
            assert!(!blank.places.is_empty() && !blank.what.is_empty());
        }
        if name.starts_with("full") {
            assert!(draft.ledger.blanks.is_empty(), "{name}: {:?}", draft.ledger.blanks);
        }
        if name.starts_with("silent") {
            let from_silence = |choice: &Choice<'_>| matches!(choice, Choice::Default(note) if !note.is_empty());
            assert!(draft.ledger.proposals.iter().all(|proposal| from_silence(&proposal.choice)));
            assert!(draft.left_out.is_empty(), "{name}: silence leaves nothing out");
        }
        assert!(draft.ledger.unresolved.is_empty(), "{name}: {:?}", draft.ledger.unresolved);
        let numbers = draft.ledger.blanks.iter().map(|blank| blank.number);
        assert!(numbers.eq(1..=draft.ledger.blanks.len()));
    });
}

#[test]
fn every_section_names_the_requirements_it_answers() {
    let library = library();
    every_draft(|name, _, draft| {
        for section in &draft.sections {
            let own = library.requirements.iter().filter(|one| one.clause.as_deref() == Some(&section.clause.id));
            let own: Vec<&str> = own.map(|one| one.id.as_str()).collect();
            let named: Vec<&str> = section.answers.iter().map(|answer| answer.requirement.id.as_str()).collect();
            assert_eq!(named, own, "{name}, section {}", section.number);
            assert!(!named.is_empty(), "{name}: no requirement asks for the clause {}", section.clause.id);
        }
    });
}

#[test]
fn terms_are_defined_once_and_only_where_needed() {
    every_draft(|name, _, draft| {
        let texts = draft.sections.iter().flat_map(|section| &section.paragraphs).flat_map(|one| &one.items);
        let terms = texts.flat_map(|item| &item.text).filter_map(|one| match one {
            Inline::Term { text } => Some(text.as_str()),
            _ => None,
        });
        let terms: Vec<&str> = terms.collect();
        if draft.document.id != "agreement" {
            return;
        }
        let mut sorted = terms.clone();
        sorted.sort_by_key(|term| term.to_lowercase());
        sorted.dedup();
        assert_eq!(terms, sorted, "{name}");
        assert!(terms.contains(&"Records") && terms.contains(&"Institution"), "{name}: {terms:?}");
        let uses_it =
            draft.sections.iter().any(|section| section.clause.terms.iter().any(|term| term == "De-identify"));
        assert_eq!(terms.contains(&"De-identify"), uses_it, "{name}");
    });
}
