//! Every document from every example, from a record that says nothing and from one that says everything, in each format.

#[path = "support/agreements.rs"]
mod agreements;

use std::io::{Cursor, Read};
use std::sync::Arc;

use agreements::{Kit, all_text, kit, wrong};
use diligence::assessment::{Files, Scope, Truth};
use diligence::drafting::{Blank, Draft, recorded};
use diligence::pack::{PackFiles, TEMPLATES, embedded_examples};
use diligence::record::{FieldId, Record, Row, Value, read_record};
use diligence::render::{Markup, Origin, Run};
use diligence::source::SourceText;
use jiff::civil::{Date, date};

const AS_OF: Date = date(2026, 11, 21);

/// A record with its name and files.
struct Case {
    name: String,
    record: Record,
    files: Files,
}

/// The three examples, a record that says nothing and one that states every field.
fn cases(kit: &Kit) -> Vec<Case> {
    let read = |name: &str, text: &str, files: Files| {
        let source = Arc::new(SourceText::new(name, text));
        let record =
            read_record(&source, &kit.library.fields).unwrap_or_else(|problems| panic!("{name}: {problems:#?}"));
        Case { name: name.to_owned(), record, files }
    };
    let examples = embedded_examples().into_iter().map(|example| {
        let text = String::from_utf8(example.file("procurement.toml").unwrap().to_vec()).unwrap();
        read(&example.name.clone(), &text, Files::Embedded(example.files))
    });
    let mut cases: Vec<Case> = examples.collect();
    cases.push(read("empty", "[institution]\n[procurement]\n", Files::Assumed));
    cases.push(read("full", &full(kit), Files::Assumed));
    cases
}

/// A record that states every field with its example, and chooses no text or value of a clause.
fn full(kit: &Kit) -> String {
    let sample = kit.library.fields.sample_record();
    sample.lines().filter(|line| !line.starts_with("clauses.")).map(|line| format!("{line}\n")).collect()
}

/// A document and a record to draft it from.
fn pairs<'c>(kit: &'static Kit, cases: &'c [Case]) -> Vec<(&'static str, &'c Case)> {
    let documents = kit.library.adopted.documents.iter().map(|document| document.id.as_str());
    let pairs: Vec<_> = documents.flat_map(|document| cases.iter().map(move |case| (document, case))).collect();
    assert_eq!(pairs.len(), 11 * 5);
    pairs
}

fn drafted<'c>(kit: &'c Kit, document: &str, scope: &Scope<'c>) -> Draft<'c> {
    kit.draft(document, scope, &|clause| recorded(clause, scope))
}

/// What must not stand in a draft, with what it would mean.
const LEFTOVERS: [(&str, &str); 15] = [
    ("{{", "a value of a template"),
    ("}}", "a value of a template"),
    ("{%", "a tag of a template"),
    ("%}", "a tag of a template"),
    ("undefined", "a value that there is not"),
    ("null", "a value that there is not"),
    ("\u{e000}", "a mark of the program"),
    ("\u{e001}", "a mark of the program"),
    ("..", "two stops"),
    (" .", "an empty sentence"),
    (",.", "two stops"),
    (";.", "two stops"),
    (":.", "two stops"),
    ("()", "nothing in brackets"),
    ("  ", "two spaces"),
];

fn leftovers(name: &str, text: &str) -> Vec<String> {
    let around =
        |at: usize| text.chars().skip(text[..at].chars().count().saturating_sub(40)).take(90).collect::<String>();
    let found = LEFTOVERS.iter().filter_map(|(left, what)| text.find(left).map(|at| (at, *what)));
    // A sentence may begin with None; inside of one it is what a program prints for nothing.
    let inside = |at: &usize| text[..*at].ends_with(|c: char| c.is_alphanumeric() || c == ',');
    let none = text.match_indices(" None").map(|(at, _)| at).find(inside).map(|at| (at, "a value that there is not"));
    let found = found.chain(none);
    found.map(|(at, what)| format!("{name}: {what}: {:?}", around(at))).collect()
}

/// The text of a Word document, paragraph by paragraph.
fn word_text(bytes: Vec<u8>) -> String {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut part = String::new();
    package.by_name("word/document.xml").unwrap().read_to_string(&mut part).unwrap();
    let mut text = String::new();
    for paragraph in part.split("</w:p>") {
        for run in paragraph.split("<w:t xml:space=\"preserve\">").skip(1) {
            text.push_str(&run[..run.find("</w:t>").unwrap()]);
        }
        text.push('\n');
    }
    text
}

/// The text of a page between its tags, line by line.
fn page_text(page: &str) -> String {
    let body = &page[page.find("<body").unwrap()..];
    let text: String = body.split('<').skip(1).map(|rest| rest.split_once('>').unwrap().1).collect();
    text.replace("&quot;", "\"").replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[test]
fn every_document_comes_out_whole_in_every_format() {
    let kit = kit();
    let cases = cases(kit);
    let files = PackFiles::embedded(&TEMPLATES, "templates");
    let wrong = wrong(&pairs(kit, &cases), |(document, case)| {
        let scope = Scope::new(&kit.library, &case.record, AS_OF, &case.files);
        let draft = drafted(kit, document, &scope);
        let run = Run::new(&kit.library, AS_OF);
        let origin = Origin {
            library: &kit.library,
            record: &case.record,
            run: &run,
            clauses_hash: &kit.library.adopted.hash,
            replaced: &[],
            for_use: false,
        };
        let name = format!("{document} from {}", case.name);
        let mut wrong: Vec<String> = all_text(&draft).iter().flat_map(|text| leftovers(&name, text)).collect();
        for notes in [true, false] {
            let markdown = draft.render(origin, notes, Markup::Markdown, &files).unwrap();
            // Two spaces begin a nested item of Markdown, and break nothing in HTML.
            let prose = markdown.lines().map(|line| format!("{}\n", line.trim_start())).collect::<String>();
            // An empty cell is one to fill in by hand.
            let prose = prose.replace("|  ", "| ");
            wrong.extend(leftovers(&format!("{name} in Markdown"), &prose));
            let html = draft.render(origin, notes, Markup::Html, &files).unwrap();
            let prose: String = page_text(&html).lines().map(|line| format!("{}\n", line.trim())).collect();
            wrong.extend(leftovers(&format!("{name} in HTML"), &prose));
            wrong.extend(leftovers(&format!("{name} in Word"), &word_text(draft.to_word(origin, notes))));
        }
        wrong
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Whether `record` is silent on the field of `blank`, or states that there is none.
fn is_silent(kit: &Kit, record: &Record, blank: &Blank<'_>) -> bool {
    let fields = &kit.library.fields;
    match fields.list_of(blank.field) {
        None => match record.get(blank.field) {
            None => !blank.none,
            Some(stated) => blank.none && matches!(&stated.value, Value::List(items) if items.is_empty()),
        },
        Some(list) => match entries(kit, record, list) {
            None => !blank.none,
            // An entry lacks it; or no entry counts.
            Some(rows) => blank.none || rows.iter().any(|row| row.get(blank.field).is_none()),
        },
    }
}

/// The entries of a list, through the list that holds it.
fn entries<'r>(kit: &Kit, record: &'r Record, list: FieldId) -> Option<Vec<&'r Row>> {
    let tables = |row: &'r Row| match row.get(list).map(|stated| &stated.value) {
        Some(Value::Tables(rows)) => Some(rows.iter().collect::<Vec<_>>()),
        _ => None,
    };
    match kit.library.fields.list_of(list) {
        None => tables(&record.facts),
        Some(outer) => Some(entries(kit, record, outer)?.into_iter().filter_map(tables).flatten().collect()),
    }
}

#[test]
fn blanks_stand_only_where_the_record_is_silent() {
    let kit = kit();
    let cases = cases(kit);
    let wrong = wrong(&pairs(kit, &cases), |(document, case)| {
        let scope = Scope::new(&kit.library, &case.record, AS_OF, &case.files);
        let draft = drafted(kit, document, &scope);
        let path = |field| &kit.library.fields.get(field).path;
        let mut wrong = Vec::new();
        // A stated value that the document may not print.
        let barred = |blank: &Blank<'_>| {
            let facts = draft.document.text.facts.iter().filter(|fact| fact.field == blank.field);
            let mut conditions = facts.filter_map(|fact| fact.only.as_ref());
            kit.library.fields.list_of(blank.field).is_none()
                && conditions.any(|only| blank.none && scope.holds(only) == Truth::False)
        };
        for blank in &draft.ledger.blanks {
            if !is_silent(kit, &case.record, blank) && !barred(blank) {
                wrong.push(format!(
                    "{document} from {}: a blank for `{}`, which is stated",
                    case.name,
                    path(blank.field)
                ));
            }
        }
        for proposal in &draft.ledger.proposals {
            if case.record.get(proposal.field).is_some() {
                wrong.push(format!("{document} from {}: `{}` is proposed and stated", case.name, path(proposal.field)));
            }
        }
        let left = &draft.ledger;
        if case.name == "full" && !(left.blanks.is_empty() && left.proposals.is_empty()) {
            let fields = left.blanks.iter().map(|blank| blank.field).chain(left.proposals.iter().map(|one| one.field));
            let fields: Vec<&String> = fields.map(path).collect();
            wrong.push(format!("{document} from a full record leaves {fields:?} to people"));
        }
        if !left.unresolved.is_empty() || !left.undefined.is_empty() && !draft.sections.is_empty() {
            wrong.push(format!("{document} from {}: {:?} {:?}", case.name, left.unresolved, left.undefined));
        }
        wrong
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}
