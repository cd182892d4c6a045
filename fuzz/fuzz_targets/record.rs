//! Any text as a record: it is read or refused, and what is read is held against the packs and shown.
#![no_main]

use std::sync::{Arc, LazyLock};

use diligence::assessment::{Files, Options, assess};
use diligence::pack::{Library, PackSource, load};
use diligence::record::read_record;
use diligence::render::{Detail, Human, Json, RecordView, diagnostics};
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
            Human { detail: Detail::Full }.record(&assessment, &LIBRARY);
            Json::record(&RecordView::new(&assessment, &LIBRARY));
        }
    }
});
