//! What the tests of whole agreements share: the library, read once; records put together; and drafts as plain text.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::sync::{Arc, OnceLock};

use diligence::assessment::{Files, Finding, Options, Scope, assess};
use diligence::drafting::{Block, Draft, Inline, Paragraph, Position, Wording, draft};
use diligence::pack::{Clause, Library, PackSource, load};
use diligence::record::{Phase, Record, read_fragment};
use diligence::render::{Origin, Run};
use diligence::source::SourceText;
use jiff::civil::Date;
use rayon::prelude::*;

/// The built-in packs with their clauses, and the parsed texts.
pub struct Kit {
    pub library: Library,
    pub wording: Wording,
}

/// The one kit of a test program.
pub fn kit() -> &'static Kit {
    static KIT: OnceLock<Kit> = OnceLock::new();
    KIT.get_or_init(|| {
        let mut library = load(&[PackSource::Embedded]).unwrap();
        let clauses = library.clauses(None).unwrap();
        library.adopt(clauses);
        let wording = Wording::new(&library.adopted, &library.fields).unwrap();
        Kit { library, wording }
    })
}

impl Kit {
    pub fn read(&self, table: &toml::Table) -> Record {
        let text = toml::to_string(table).unwrap();
        let source = Arc::new(SourceText::new("procurement.toml", text.as_str()));
        read_fragment(&source, &self.library.fields).unwrap_or_else(|problems| panic!("{problems:#?}\n{text}"))
    }

    pub fn scope<'k>(&'k self, record: &'k Record, as_of: Date) -> Scope<'k> {
        Scope::new(&self.library, record, as_of, &Files::Assumed)
    }

    pub fn draft<'k>(
        &'k self,
        document: &str,
        scope: &Scope<'k>,
        chooser: &dyn Fn(&'k Clause) -> Option<Position<'k>>,
    ) -> Draft<'k> {
        let document = self.library.adopted.document(document).unwrap();
        draft(document, &self.library.adopted, &self.wording, scope, chooser, true)
            .unwrap_or_else(|problems| panic!("{problems:#?}"))
    }

    /// What `draft --once-signed` prints for a draft.
    pub fn once_signed<'k>(&'k self, draft: &Draft<'k>, scope: &Scope<'k>, record: &Record, as_of: Date) -> String {
        let run = Run::new(&self.library, as_of);
        let origin = Origin {
            library: &self.library,
            record,
            run: &run,
            clauses_hash: &self.library.adopted.hash,
            replaced: &[],
            for_use: false,
        };
        draft.lines_once_signed(scope, origin)
    }

    /// The finding on one requirement.
    pub fn finding<T>(&self, record: &Record, as_of: Date, id: &str, look: impl FnOnce(&Finding<'_>) -> T) -> T {
        let options = Options { as_of, gate: Some(Phase::Management), with_facts: true };
        let assessment = assess(record, &self.library, &Files::Assumed, options);
        look(assessment.findings.iter().find(|finding| finding.id == id).unwrap())
    }
}

/// Puts what `over` states in the place of what `base` states; tables are joined, all else is replaced.
pub fn merge(base: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        match (base.get_mut(&key), value) {
            (Some(toml::Value::Table(base)), toml::Value::Table(over)) => merge(base, over),
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

/// States `value`, which is TOML, at `path`.
pub fn state(table: &mut toml::Table, path: &str, value: &str) {
    let line: toml::Table =
        toml::from_str(&format!("{path} = {value}")).unwrap_or_else(|error| panic!("{path} = {value}: {error}"));
    merge(table, line);
}

/// What `table` states at `path`.
pub fn stated<'t>(table: &'t toml::Table, path: &str) -> Option<&'t toml::Value> {
    match path.split_once('.') {
        None => table.get(path),
        Some((first, rest)) => stated(table.get(first)?.as_table()?, rest),
    }
}

/// Takes away what `table` states at `path`.
pub fn take(table: &mut toml::Table, path: &str) {
    match path.split_once('.') {
        None => drop(table.remove(path)),
        Some((first, rest)) => {
            if let Some(inner) = table.get_mut(first).and_then(toml::Value::as_table_mut) {
                take(inner, rest);
            }
        }
    }
}

/// The words of a text, with its blanks and proposals as they stand there.
pub fn words(text: &[Inline]) -> String {
    text.iter()
        .map(|one| match one {
            Inline::Section { number, text } => format!("section {number} ({text})"),
            Inline::Blank { text, .. } => format!("[{text}]"),
            other => other.text().to_owned(),
        })
        .collect()
}

/// A paragraph and its items, one text each.
pub fn paragraph(paragraph: &Paragraph) -> Vec<String> {
    let items = paragraph.items.iter().map(|item| words(&item.text));
    std::iter::once(words(&paragraph.text)).chain(items).collect()
}

/// Every text of a draft outside its sections, in order.
pub fn own_text(draft: &Draft<'_>) -> Vec<String> {
    let mut texts = Vec::new();
    for block in draft.opening.iter().chain(&draft.closing) {
        match block {
            Block::Heading { text, .. } | Block::FillIn { label: text } => texts.push(words(text)),
            Block::Paragraph(one) => texts.extend(paragraph(one)),
            Block::Table(table) => {
                texts.extend(table.head.iter().chain(table.rows.iter().flatten()).map(|cell| words(cell)));
            }
            Block::CheckBoxes(boxes) => texts.extend(boxes.iter().map(|one| words(one))),
        }
    }
    texts
}

/// Every text of a draft, section by section.
pub fn all_text(draft: &Draft<'_>) -> Vec<String> {
    let sections = draft.sections.iter().flat_map(|section| section.paragraphs.iter().flat_map(paragraph));
    own_text(draft).into_iter().chain(sections).collect()
}

/// What `check` finds wrong with each of `items`, worked out on every core and in their order.
pub fn wrong<T: Sync>(items: &[T], check: impl Fn(&T) -> Vec<String> + Sync + Send) -> Vec<String> {
    items.par_iter().map(check).collect::<Vec<_>>().concat()
}
