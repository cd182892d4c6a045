//! Mending 500 damaged records, and texts that are damaged without any sense.

mod support;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use diligence::assessment::{Files, Options, assess};
use diligence::pack::{Library, PackSource, embedded_examples, load};
use diligence::record::{Fields, Mended, Record, Row, Value, mend, read_and_prove, read_record};
use diligence::render::blanks;
use diligence::source::{Fix, Patch, SourceText};
use rayon::prelude::*;
use support::damage::{Damaged, Dice, crowd, damaged, damaged_often, uncommented};

fn library() -> Library {
    load(&[PackSource::Embedded]).unwrap()
}

/// Good records in many styles: the examples, real cases, one with every field in dotted keys and braces.
fn bases(fields: &Fields) -> Vec<String> {
    let mut bases: Vec<String> = embedded_examples()
        .iter()
        .map(|example| String::from_utf8(example.file("procurement.toml").unwrap().to_vec()).unwrap())
        .collect();
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut folders: Vec<_> = std::fs::read_dir(cases).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    bases.extend(folders.iter().map(|folder| std::fs::read_to_string(folder.join("procurement.toml")).unwrap()));
    bases.push(fields.sample_record());
    bases
}

fn text(text: &str) -> Arc<SourceText> {
    Arc::new(SourceText::new("record", text))
}

/// Every fact of a record by its path, in words.
fn facts(record: &Record, fields: &Fields) -> BTreeMap<String, String> {
    fn add(row: &Row, fields: &Fields, above: &str, facts: &mut BTreeMap<String, String>) {
        for (id, stated) in row.iter() {
            let path = format!("{above}{}", fields.get(id).path);
            if let Value::Tables(rows) = &stated.value {
                rows.iter().enumerate().for_each(|(at, row)| add(row, fields, &format!("{path} {at} "), facts));
            }
            facts.insert(path, stated.value.to_string());
        }
    }
    let mut all = BTreeMap::new();
    add(&record.facts, fields, "", &mut all);
    all
}

/// The comments of `text`, as the lexer of TOML sees them.
fn comments(text: &str) -> Vec<&str> {
    let tokens = toml_parser::Source::new(text).lex();
    tokens
        .filter(|token| token.kind() == toml_parser::lexer::TokenKind::Comment)
        .map(|token| &text[token.span().start()..token.span().end()])
        .collect()
}

/// Whether `text` is `pieces` in their order, with anything between them.
fn holds(text: &str, pieces: &[String]) -> bool {
    let [first, middle @ .., last] = pieces else { return false };
    let Some(mut rest) = text.strip_prefix(first.as_str()).and_then(|rest| rest.strip_suffix(last.as_str())) else {
        return false;
    };
    middle.iter().all(|piece| match rest.find(piece.as_str()) {
        Some(at) => {
            rest = &rest[at + piece.len()..];
            true
        }
        None => false,
    })
}

fn mended(text_before: &str, fields: &Fields) -> Mended {
    mend(&text(text_before), fields)
}

/// `bad` after every correction that is offered with the first reading of it.
fn offered(bad: &str, fields: &Fields) -> String {
    let problems = read_and_prove(&text(bad), fields).unwrap_err();
    let mut fixes: Vec<Fix> = problems.into_iter().filter_map(|problem| problem.fix).collect();
    fixes.dedup();
    Patch::new(&fixes).unwrap().apply(bad)
}

fn check(damage: &Damaged, library: &Library, with_blanks: bool) {
    let fields = &library.fields;
    let Damaged { good, bad, untouched } = damage;
    let once = mended(bad, fields);
    let after = once.source.text();
    let record = once.read.as_ref().unwrap_or_else(|left| panic!("{bad}\n=> {after}\n{left:#?}\n{:#?}", once.refused));
    assert!(!once.done.is_empty() && once.refused.is_empty(), "{bad}\n{:#?}", once.refused);
    assert!(holds(after, untouched), "{bad}\n=> {after}");
    assert_eq!(comments(after), comments(good), "{bad}");
    let before = read_record(&text(good), fields).unwrap();
    assert_eq!(facts(record, fields), facts(&before, fields), "{bad}\n=> {after}");
    assert_eq!(&offered(bad, fields), after, "what is offered at once is not what is made");
    let twice = mended(after, fields);
    assert_eq!((twice.source.text(), twice.done.len()), (after, 0), "a second run changes something");
    if with_blanks {
        check_blanks(record, library);
    }
}

/// The commented lines for missing facts change no fact and are added once.
fn check_blanks(record: &Record, library: &Library) {
    let options = Options { as_of: "2026-11-21".parse().unwrap(), gate: None, with_facts: true };
    let assessment = assess(record, library, &Files::Assumed, options);
    let before = record.source.text();
    let Some(fix) = blanks(&assessment, &library.fields, &assessment.findings).fix else { return };
    let patch = Patch::new([&fix]).unwrap();
    let after = patch.prove(before).unwrap_or_else(|reason| panic!("{reason}:\n{}", patch.apply(before)));
    let pieces: Vec<String> = pieces(before, &fix);
    assert!(holds(&after, &pieces), "{before}\n=> {after}");
    assert_eq!(before.ends_with('\n'), after.ends_with('\n'));
    assert_eq!(after.matches('\n').count() == after.matches("\r\n").count(), before.contains("\r\n"), "{after:?}");
    let again = read_record(&text(&after), &library.fields).unwrap();
    assert_eq!(facts(&again, &library.fields), facts(record, &library.fields));
    let mut live = fix.clone();
    live.edits.iter_mut().for_each(|edit| edit.replacement = edit.replacement.lines().map(uncommented).collect());
    let live = Patch::new([&live]).unwrap().apply(before);
    let problems = read_record(&text(&live), &library.fields).err();
    assert!(problems.is_none(), "a line does not hold where it stands: {problems:#?}\n{live}");
    let assessment = assess(&again, library, &Files::Assumed, options);
    let second = blanks(&assessment, &library.fields, &assessment.findings);
    assert!(second.fix.is_none(), "added twice: {:#?}\n{after}", second.fix);
}

fn pieces(text: &str, fix: &diligence::source::Fix) -> Vec<String> {
    let mut at = 0;
    let cuts = fix.edits.iter().map(|edit| edit.span.start).chain([text.len()]);
    cuts.map(|cut| text[std::mem::replace(&mut at, cut)..cut].to_owned()).collect()
}

#[test]
fn five_hundred_damaged_records_are_mended_and_nothing_else_changes() {
    let library = library();
    let bases = bases(&library.fields);
    assert!(bases.len() > 9);
    (0..500_u64).into_par_iter().for_each(|seed| {
        let mut dice = Dice::new(seed);
        let base = &bases[seed as usize % bases.len()];
        // Assessing takes longer than all else; in each third record it meets every style.
        check(&damaged(base, &library.fields, &mut dice), &library, seed % 3 == 0);
    });
}

#[test]
fn several_mistakes_in_each_of_many_entries_are_mended_at_once() {
    let library = library();
    (0..12_u64).into_par_iter().for_each(|seed| {
        let mut dice = Dice::new(2000 + seed);
        let damage = damaged_often(&crowd(12 + dice.roll(9)), &library.fields, 200, &mut dice);
        check(&damage, &library, false);
    });
}

#[test]
fn whatever_the_text_mending_twice_is_mending_once() {
    let library = library();
    let bases = bases(&library.fields);
    let mended_somewhere = (0..300_u64)
        .into_par_iter()
        .filter(|seed| {
            let mut dice = Dice::new(1000 + seed);
            let damage = damaged(&bases[*seed as usize % bases.len()], &library.fields, &mut dice);
            let mut bad: Vec<char> = damage.bad.chars().collect();
            for _ in 0..1 + dice.roll(4) {
                let at = dice.roll(bad.len());
                match dice.roll(3) {
                    0 => drop(bad.remove(at)),
                    1 => {
                        bad.insert(at, *dice.pick(&['"', '[', ']', '{', '}', '=', '#', '\n', ',', '\u{e9}', '.', '\'']))
                    }
                    _ => bad.swap(at, (at + 1) % damage.bad.chars().count().min(at + 2)),
                }
            }
            let bad: String = bad.into_iter().collect();
            let once = mended(&bad, &library.fields);
            let twice = mended(once.source.text(), &library.fields);
            assert_eq!(twice.source.text(), once.source.text(), "{bad}");
            assert_eq!(comments(once.source.text()), comments(&bad), "{bad}");
            !once.done.is_empty()
        })
        .count();
    assert!(mended_somewhere > 100, "only {mended_somewhere} of the texts could be mended at all");
}
