//! What holds for every record, whatever stands in it: reading it ends without a panic, every problem stands at a place
//! inside the text, and every finding says on what it rests.

#![allow(clippy::unwrap_used, reason = "a test stops at a surprise")]

use std::sync::{Arc, LazyLock};

use diligence::assessment::{Files, Options, assess};
use diligence::pack::{Library, PackSource, embedded_examples, load};
use diligence::record::{Field, FieldId, FieldType, read_record};
use diligence::render::{RecordView, diagnostics};
use diligence::source::{Place, SourceText};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use toml::{Table, Value};

static LIBRARY: LazyLock<Library> = LazyLock::new(|| load(&[PackSource::Embedded]).unwrap());

/// The texts of the examples.
static EXAMPLES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let texts = embedded_examples()
        .into_iter()
        .map(|example| String::from_utf8(example.file("procurement.toml").unwrap().to_vec()).unwrap());
    texts.collect()
});

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn stands_inside(place: &Place) {
    let text = place.source.text();
    assert!(place.span.start <= place.span.end, "{place:?}");
    assert!(text.get(place.span.clone()).is_some(), "{:?} of {} bytes", place.span, text.len());
    let position = place.position();
    assert!(position.line >= 1 && position.column >= 1);
    assert!(position.line <= text.matches('\n').count() + 1);
}

/// Reads `text`, and holds what must be so of every reading; whether it was a record.
fn read(text: &str) -> bool {
    let source = Arc::new(SourceText::new("procurement.toml", text));
    match read_record(&source, &LIBRARY.fields) {
        Ok(record) => {
            assert!(text.get(record.facts.span.clone()).is_some());
            has_reasons(&record);
            true
        }
        Err(problems) => {
            assert!(!problems.is_empty(), "a record that is refused has a problem");
            for problem in &problems {
                assert!(!problem.message.trim().is_empty());
                problem.place.iter().chain(&problem.related).for_each(stands_inside);
            }
            let shown = diagnostics(&problems);
            assert!(shown.chars().all(|c| !c.is_control() || c == '\n' || c == '\u{1b}'), "{shown:?}");
            assert!(shown.len() < 200_000, "what is shown has a bound");
            false
        }
    }
}

fn has_reasons(record: &diligence::record::Record) {
    let options = Options { as_of: "2026-11-21".parse().unwrap(), gate: None, with_facts: true };
    let assessment = assess(record, &LIBRARY, &Files::Assumed, options);
    assert!(assessment.findings.len() >= LIBRARY.requirements.len());
    for finding in &assessment.findings {
        assert!(!finding.title.is_empty() && !finding.requires.is_empty() && !finding.remedy.is_empty());
        let rests = !finding.observations.is_empty() || !finding.reasons.is_empty();
        assert!(rests, "{} is {} for no reason", finding.id, finding.status.id());
    }
    let lines = record.source.text().matches('\n').count() + 1;
    let view: serde_json::Value = serde_json::to_value(RecordView::new(&assessment, &LIBRARY)).unwrap();
    let findings = view["findings"].as_array().unwrap().iter();
    for observation in findings.flat_map(|finding| finding["observations"].as_array().unwrap()) {
        let line = observation["line"].as_u64().unwrap();
        assert!((1..=lines as u64).contains(&line), "{observation}");
    }
}

/// An example with pieces cut out, moved and put in.
fn spoiled() -> impl Strategy<Value = String> {
    let pieces = [
        "[",
        "]",
        "[[",
        "\"",
        "'''",
        "\"\"\"",
        "=",
        ".",
        ",",
        "{",
        "}",
        "#",
        "\n",
        "\r\n",
        "\0",
        "\u{feff}",
        "é",
        "\u{202e}",
        "[institution]",
        "true",
        "2026-02-30",
        "1e999",
        "inf",
        "0x",
        "\\u0000",
        "\\ud800",
        "TBD",
        "[[evidence]]",
        "a.b.c = 1",
        "\u{201c}",
        "9999999999999999999",
        "\"24 hours\"",
        "😀",
        "-",
        "\\",
    ];
    let change = (any::<Index>(), 0_usize..40, select(pieces.to_vec()));
    (any::<Index>(), vec(change, 1..6)).prop_map(|(which, changes)| {
        let mut text: Vec<char> = which.get(&EXAMPLES).chars().collect();
        for (place, length, piece) in changes {
            let from = place.index(text.len());
            let to = (from + length).min(text.len());
            text.splice(from..to, piece.chars());
        }
        text.into_iter().collect()
    })
}

/// A record in the right form, in which each field is stated or not.
fn stated() -> impl Strategy<Value = String> {
    vec(any::<u8>(), LIBRARY.fields.len()).prop_map(|choices| toml::to_string(&table(None, &choices)).unwrap())
}

fn table(parent: Option<FieldId>, choices: &[u8]) -> Table {
    let fields = &LIBRARY.fields;
    let place = |id: FieldId| fields.iter().position(|(other, _)| other == id).unwrap();
    let children = fields.children(parent).iter().map(|id| (*id, choices[place(*id)]));
    let told = children.filter(|(id, choice)| fields.get(*id).required || choice % 3 > 0);
    told.map(|(id, choice)| (fields.get(id).key().to_owned(), value(id, fields.get(id), choice, choices))).collect()
}

fn value(id: FieldId, field: &Field, choice: u8, choices: &[u8]) -> Value {
    let example = || field.example.parse::<Value>().unwrap();
    match &field.kind {
        FieldType::Section => Value::Table(table(Some(id), choices)),
        FieldType::Tables => Value::Array((0..choice % 3).map(|_| Value::Table(table(Some(id), choices))).collect()),
        FieldType::YesNo => Value::Boolean(choice.is_multiple_of(2)),
        FieldType::OneOf(words) => Value::String(words[usize::from(choice) % words.len()].0.clone()),
        FieldType::Date => {
            Value::Datetime(format!("20{:02}-{:02}-28", 20 + choice % 12, 1 + choice % 12).parse().unwrap())
        }
        FieldType::Duration => {
            Value::String(format!("{choice} {}", ["hours", "days", "years"][usize::from(choice) % 3]))
        }
        FieldType::Integer | FieldType::Money => Value::Integer(i64::from(choice)),
        _ => example(),
    }
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn any_text_is_read_to_its_end(text in any::<String>()) {
        read(&text);
    }

    #[test]
    fn any_bytes_are_read_to_their_end(bytes in vec(any::<u8>(), 0..200)) {
        read(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn a_spoiled_record_is_read_to_its_end(text in spoiled()) {
        read(&text);
    }
}

proptest! {
    #![proptest_config(config(25))]

    #[test]
    fn a_record_in_the_right_form_is_read_and_every_finding_has_a_reason(text in stated()) {
        prop_assert!(read(&text), "{}", text);
    }
}
