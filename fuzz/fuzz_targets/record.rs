//! Any text as a record: it is read or refused, and what is read is held against the packs and shown.
#![no_main]

use std::sync::{Arc, LazyLock};

use diligence::assessment::{Files, Options, assess};
use diligence::pack::{Library, Obligation, PackSource, load};
use diligence::record::read_record;
use diligence::render::{
    Checked, Csv, Detail, Format, Github, Gitlab, Human, Json, JsonLines, Junit, MarkdownSummary, Sarif, diagnostics,
};
use diligence::source::SourceText;
use libfuzzer_sys::fuzz_target;

static LIBRARY: LazyLock<Library> = LazyLock::new(|| load(&[PackSource::Embedded]).expect("the packs are in order"));

fuzz_target!(|text: &str| {
    let source = Arc::new(SourceText::new("procurement.toml", text));
    match read_record(&source, &LIBRARY.fields) {
        Err(problems) => {
            for place in problems.iter().flat_map(|problem| problem.place.iter().chain(&problem.related)) {
                assert!(place.source.text().get(place.span.clone()).is_some());
            }
            let shown = diagnostics(&problems);
            assert!(shown.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\u{1b}')));
        }
        Ok(record) => {
            let options = Options { as_of: "2026-11-21".parse().expect("a date"), gate: None, with_facts: true };
            let assessment = assess(&record, &LIBRARY, &Files::Assumed, options);
            let checked = Checked::new(&assessment, &LIBRARY, Some(Obligation::Must));
            let (human, sarif) = (Human { detail: Detail::Full }, Sarif::new(&LIBRARY));
            let formats: [&dyn Format; 9] =
                [&human, &Json, &sarif, &Junit, &Github, &Gitlab, &MarkdownSummary, &Csv, &JsonLines];
            for format in formats {
                format.record(&checked);
            }
        }
    }
});
