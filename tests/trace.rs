//! `trace`: what is linked to what, from both ends, in every format.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use diligence::pack::{PackFiles, PackSource, TEMPLATES, Trace, Traced, load};
use diligence::render::TraceView;
use serde_json::Value;
use support::{diligence, repository, stderr, stdout};

const SMALL: &str = "tests/fixtures/trace-pack";

/// The output of `trace` with `args`, split at spaces.
fn trace(args: &str) -> String {
    let args: Vec<&str> = ["trace"].into_iter().chain(args.split_whitespace()).collect();
    let output = diligence(repository(), &args);
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""), "{args:?}");
    stdout(&output)
}

fn rows(args: &str) -> Vec<Value> {
    serde_json::from_str(&trace(&format!("{args} --format json"))).unwrap()
}

fn row<'r>(rows: &'r [Value], kind: &str, id: &str) -> &'r Value {
    rows.iter().find(|row| row[kind] == id).unwrap_or_else(|| panic!("no row for the {kind} {id}"))
}

fn ids<'r>(row: &'r Value, key: &str) -> Vec<&'r str> {
    let list = row[key].as_array().unwrap_or_else(|| panic!("no list `{key}` in {row}"));
    list.iter().map(|id| id.as_str().unwrap()).collect()
}

fn small(by: &str) -> Vec<Value> {
    rows(&format!("--pack {SMALL} --authority locker-bylaw --by {by}"))
}

#[test]
fn provisions_come_in_the_order_of_the_law_with_all_that_others_rely_on() {
    let found = rows(&format!("--pack {SMALL} --authority locker-bylaw"));
    assert_eq!(found, small("provision"));
    let order: Vec<&str> = found.iter().map(|row| row["provision"].as_str().unwrap()).collect();
    let suffixes = ["", " 3", " 3(1)", " 3(2)", " 4", " 5", " 6"];
    assert_eq!(order, suffixes.map(|own| format!("locker-bylaw{own}")));
    let cited = row(&found, "provision", "locker-bylaw 3(1)");
    let own = "selection.lockers-without-cameras";
    assert_eq!((ids(cited, "requirements"), ids(cited, "cited_by")), (vec![own], vec![own]));
    assert_eq!(ids(cited, "fields"), ["institution.sector", "technology.sensors", "lockers.camera-off"]);
    assert_eq!((ids(cited, "clauses"), ids(cited, "cited_by_clauses")), (vec!["lockers"], vec!["lockers"]));
    assert_eq!(cited["citation"], "Locker By-law s. 3(1)");
    assert_eq!((&cited["pinpoint"], &cited["authority"]), (&"3(1)".into(), &"locker-bylaw".into()));
    let answered = row(&found, "provision", "locker-bylaw 3(2)");
    assert_eq!((ids(answered, "cited_by"), ids(answered, "answered_by")), (Vec::new(), vec![own]));
    assert_eq!(
        (ids(answered, "sources"), &answered["confirm"]),
        (vec!["press"], &"confirm on the town's website".into())
    );
    let in_a_variant = row(&found, "provision", "locker-bylaw 4");
    assert_eq!(ids(in_a_variant, "cited_by"), [own]);
    let alone = row(&found, "provision", "locker-bylaw 6");
    assert_eq!(alone["reason"], "A fine can reach the vendor. It is between the town and the court.");
    assert_eq!((ids(alone, "requirements"), ids(alone, "clauses")), (Vec::new(), vec!["lockers"]));
    assert!(found.iter().all(|row| row["orphan"] == false), "{found:?}");
}

#[test]
fn every_other_end_shows_the_same_links() {
    let requirements = small("requirement");
    let own = row(&requirements, "requirement", "selection.lockers-without-cameras");
    assert_eq!(ids(own, "provisions"), ["locker-bylaw 3(1)", "locker-bylaw 3(2)", "locker-bylaw 4"]);
    assert_eq!(ids(own, "cites"), ["locker-bylaw 3(1)", "locker-bylaw 4"]);
    assert_eq!(ids(own, "answers"), ["locker-bylaw 3(2)"]);
    assert_eq!((ids(own, "names"), ids(own, "sources")), (vec!["minutes"], vec!["minutes", "press", "town"]));
    let fields = small("field");
    assert_eq!(ids(row(&fields, "field", "lockers.camera-off"), "clauses"), ["lockers"]);
    assert!(fields.iter().all(|row| row["field"] != "lockers.colour"), "it is linked to no provision");
    let all = rows(&format!("--pack {SMALL} --by field"));
    let colour = row(&all, "field", "lockers.colour");
    assert_eq!(
        (&colour["orphan"], &colour["stands_alone"]),
        (&false.into(), &"The register of the town asks for it.".into())
    );
    let place = row(&all, "field", "lockers.place");
    assert_eq!((ids(place, "requirements"), ids(place, "read_by_clauses")), (Vec::new(), vec!["lockers"]));
    assert_eq!(ids(row(&all, "field", "lockers.rule-from"), "read_by"), ["the dates of locker-bylaw 3(2)"]);
    let clauses = small("clause");
    assert_eq!(ids(row(&clauses, "clause", "lockers"), "cites"), ["locker-bylaw 3(1)", "locker-bylaw 6"]);
    let sources = small("source");
    assert_eq!(ids(row(&sources, "source", "minutes"), "requirements"), ["selection.lockers-without-cameras"]);
    assert_eq!(ids(row(&sources, "source", "press"), "named_by"), [""; 0]);
    assert_eq!(ids(row(&sources, "source", "press"), "requirements"), ["selection.lockers-without-cameras"]);
}

#[test]
fn a_field_says_what_reads_it_besides() {
    let fields = rows("--by field");
    let readers: BTreeSet<&str> = fields.iter().flat_map(|row| ids(row, "read_by")).collect();
    for kind in [
        "condition ",
        "contradiction ",
        "definition of ",
        "the dates of ",
        "the program itself",
        "the report, in brief",
    ] {
        assert!(readers.iter().any(|reader| reader.starts_with(kind)), "nothing is read by {kind}: {readers:?}");
    }
    assert_eq!(ids(row(&fields, "field", "waivers.reason"), "read_by"), ["the program itself"]);
}

#[test]
fn both_directions_agree_over_the_built_in_pack() {
    let tables: BTreeMap<&str, Vec<Value>> =
        Traced::ALL.into_iter().map(|what| (what.id(), rows(&format!("--by {}", what.id())))).collect();
    let pairs: Vec<(Traced, Traced, &str, &str)> = Traced::ALL
        .into_iter()
        .flat_map(|one| Traced::ALL.map(|other| (one, other, other.plural(), one.plural())))
        .filter(|(one, other, ..)| one != other)
        .chain([
            (Traced::Provision, Traced::Requirement, "cited_by", "cites"),
            (Traced::Provision, Traced::Requirement, "answered_by", "answers"),
            (Traced::Provision, Traced::Clause, "cited_by_clauses", "cites"),
            (Traced::Field, Traced::Clause, "read_by_clauses", "reads"),
            (Traced::Source, Traced::Requirement, "named_by", "names"),
        ])
        .collect();
    let links = |what: Traced, key: &str| -> BTreeSet<(String, String)> {
        let table = &tables[what.id()];
        let own = |row: &Value| row[what.id()].as_str().unwrap().to_owned();
        table.iter().flat_map(|row| ids(row, key).into_iter().map(move |id| (own(row), id.to_owned()))).collect()
    };
    for (one, other, there, back) in pairs {
        let forward = links(one, there);
        let backward: BTreeSet<_> = links(other, back).into_iter().map(|(from, to)| (to, from)).collect();
        assert_eq!(forward, backward, "{} `{there}` and {} `{back}`", one.id(), other.id());
        // Nothing of the built-in pack is answered without being cited until the pack says so.
        assert!(!forward.is_empty() || there == "answered_by", "{} has no {there}", one.id());
    }
}

#[test]
fn the_trace_says_what_the_requirements_and_clauses_say() {
    let library = load(&[PackSource::Embedded]).unwrap();
    let clauses = library.clauses(None).unwrap();
    let found = rows("");
    let mut cites = 0;
    for requirement in &library.requirements {
        for cite in requirement.forms().flat_map(|duty| &duty.cites) {
            let provision = row(&found, "provision", cite);
            assert!(ids(provision, "cited_by").contains(&requirement.id.as_str()), "{cite}: {}", requirement.id);
            for field in library.reads(requirement).decide {
                let path = library.fields.get(field).path.as_str();
                assert!(ids(provision, "fields").contains(&path), "{cite}: {path}");
            }
            let clause = requirement.clause.as_deref();
            assert!(clause.is_none_or(|clause| ids(provision, "clauses").contains(&clause)), "{cite}: {clause:?}");
            cites += 1;
        }
    }
    for clause in &clauses.clauses {
        for cite in &clause.cites {
            let citing = ids(row(&found, "provision", cite), "cited_by_clauses");
            assert!(citing.contains(&clause.id.as_str()), "{cite}: {}", clause.id);
        }
    }
    assert!(cites > 200, "{cites}");
}

#[test]
fn every_subsection_of_the_founding_law_has_a_row() {
    let found = rows("");
    let known: BTreeSet<&str> = found.iter().map(|row| row["provision"].as_str().unwrap()).collect();
    assert_eq!(known.len(), found.len(), "a provision has two rows");
    let expected = fs::read_to_string(repository().join("tests/law/founding.csv")).unwrap_or_else(|_| provisions());
    let mut reader = csv::Reader::from_reader(expected.as_bytes());
    let headings = reader.headers().unwrap().clone();
    let column = |name: &str| headings.iter().position(|heading| heading == name).unwrap();
    let (authority, pinpoint) = (column("authority"), column("pinpoint"));
    let mut count = 0;
    for record in reader.records() {
        let record = record.unwrap();
        let wanted = format!("{} {}", &record[authority], &record[pinpoint]);
        // A limb that the pack describes inside its provision has the row of that.
        let mut around = std::iter::successors(Some(wanted.as_str()), |one| one.rfind('(').map(|at| &one[..at]));
        assert!(around.any(|one| known.contains(one)), "no row for {wanted}");
        count += 1;
    }
    assert!(count > 90, "{count}");
}

/// Every provision of the built-in packs, in the form of tests/law/founding.csv.
fn provisions() -> String {
    let library = load(&[PackSource::Embedded]).unwrap();
    let all = library.authorities.iter().flat_map(|one| one.provisions.iter().map(move |provision| (one, provision)));
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["authority", "pinpoint"]).unwrap();
    all.for_each(|(one, provision)| writer.write_record([&one.id, &provision.id]).unwrap());
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

#[test]
fn the_built_in_packs_leave_no_orphan() {
    let library = load(&[PackSource::Embedded]).unwrap();
    let clauses = library.clauses(None).unwrap();
    let calendars = library.calendars().unwrap();
    let trace = Trace::new(&library, &clauses, &calendars);
    let flaws: Vec<String> = trace.flaws().into_iter().map(|flawed| trace.says(flawed)).collect();
    assert!(flaws.is_empty(), "{} flaws: {flaws:#?}", flaws.len());
    assert!(rows("").iter().all(|row| row["orphan"] == false));
}

#[test]
fn a_table_is_read_back_as_the_same_rows() {
    for by in Traced::ALL {
        let rows = rows(&format!("--by {}", by.id()));
        let csv = trace(&format!("--by {} --format csv", by.id()));
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let keys: Vec<String> = rows[0].as_object().unwrap().keys().cloned().collect();
        assert_eq!(reader.headers().unwrap(), keys);
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(records.len(), rows.len());
        for (record, row) in records.iter().zip(&rows) {
            for (key, cell) in keys.iter().zip(record) {
                let wanted = match &row[key] {
                    Value::Array(list) => list.iter().map(|id| id.as_str().unwrap()).collect::<Vec<_>>().join("; "),
                    Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
                    value => value.as_str().unwrap_or_default().to_owned(),
                };
                assert_eq!(cell.strip_prefix('\'').unwrap_or(cell), wanted, "{key} of {row}");
                assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
            }
        }
    }
}

#[test]
fn text_shows_every_end_and_every_row_in_80_columns() {
    let text = trace("");
    let plain = anstream::adapter::strip_str(&text).to_string();
    let wide: Vec<&str> = plain.lines().filter(|line| line.chars().count() > 80).collect();
    assert_eq!(wide, [""; 0]);
    let markdown = trace("--format markdown");
    let mut last = 0;
    for what in Traced::ALL {
        let rows = rows(&format!("--by {}", what.id()));
        let heading = format!("By {} ({})", what.id(), rows.len());
        let at = plain.find(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("no {heading}"));
        assert!(at > last, "{heading}");
        last = at;
        assert!(markdown.contains(&format!("\n## {heading}\n")), "{heading}");
        for row in rows {
            let id = row[what.id()].as_str().unwrap();
            let kind = diligence::pack::capital(what.id());
            assert!(plain[at..].contains(&format!("\n{kind} {id}\n")), "{kind} {id}");
            assert!(markdown.contains(&format!(" `{id}`\n")), "{kind} {id}");
        }
    }
    assert!(plain[last..].contains("\nOrphans ("), "orphans come last");
}

#[test]
fn without_orphans_a_sentence_says_so() {
    let args = format!("--pack {SMALL} --authority locker-bylaw --by provision");
    assert!(trace(&args).contains("\nOrphans (0)\n\nThere is none among what is shown here.\n"));
    let html = trace(&format!("{args} --format html"));
    assert!(html.contains("<p>There is none among what is shown here.</p>"), "{html}");
}

/// The parts of `html` between `start` and `end`.
fn between<'h>(html: &'h str, start: &str, end: &str) -> Vec<&'h str> {
    html.split(start).skip(1).map(|rest| rest.split(end).next().unwrap()).collect()
}

#[test]
fn the_page_links_its_rows_and_names_its_cells() {
    for (args, least) in [("", 5000), ("--authority fippa", 500), ("--by source", 4)] {
        let html = trace(&format!("{args} --format html"));
        assert!(html.contains("<html lang=\"en-CA\">"));
        let anchors = between(&html, " id=\"", "\"");
        let unique: BTreeSet<&&str> = anchors.iter().collect();
        assert_eq!(unique.len(), anchors.len(), "an id stands twice");
        let links = between(&html, "href=\"#", "\"");
        assert!(links.len() >= least, "{}", links.len());
        assert!(links.iter().all(|link| unique.contains(link)), "a link leads nowhere");
        let tables = between(&html, "<table>", "</table>");
        for table in &tables {
            let columns = table.matches("<th scope=\"col\">").count();
            assert!(table.starts_with("\n<caption>") && columns == 6);
            for row in between(table, "<tr id=", "</tr>") {
                assert_eq!((row.matches("<th scope=\"row\">").count(), row.matches("<td>").count()), (1, 5), "{row}");
            }
        }
        assert!(!html.contains("http://") && !html.contains("<script"), "the page stands alone");
    }
}

#[test]
fn files_take_their_format_from_their_ending() {
    let folder = tempfile::tempdir().unwrap();
    let pack = repository().join(SMALL).to_string_lossy().into_owned();
    let base = ["trace", "--authority", "locker-bylaw", "--pack", &pack];
    let written = ["a.json", "a.csv", "a.md", "a.html", "a.txt"];
    let args: Vec<&str> = base.into_iter().chain(written.iter().flat_map(|name| ["-o", name])).collect();
    let output = diligence(folder.path(), &args);
    assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(0), ""), "{}", stderr(&output));
    for (name, start) in written.into_iter().zip(["[\n{", "provision,", "# Trace", "<!DOCTYPE html>", "Trace of"]) {
        let text = fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(text.starts_with(start) && !text.contains('\u{1b}'), "{name}: {text}");
    }
    let output = diligence(folder.path(), &[&base[..], &["-o", "a.pdf"]].concat());
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("end it in .txt, .md, .csv, .json or .html"), "{}", stderr(&output));
}

#[test]
fn an_unknown_authority_is_refused_and_a_short_name_is_known() {
    let output = diligence(repository(), &["trace", "--authority", "fipa"]);
    assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(2), ""));
    assert!(stderr(&output).contains("did you mean `fippa`?"), "{}", stderr(&output));
    assert_eq!(rows("--authority FIPPA"), rows("--authority fippa"));
    let both = rows("--authority mfippa --authority fippa");
    let authorities: BTreeSet<&str> = both.iter().map(|row| row["authority"].as_str().unwrap()).collect();
    assert_eq!(authorities, BTreeSet::from(["fippa", "mfippa"]));
}

#[test]
fn the_same_packs_give_the_same_bytes() {
    let render = || {
        let library = load(&[PackSource::Embedded]).unwrap();
        let clauses = library.clauses(None).unwrap();
        let calendars = library.calendars().unwrap();
        let trace = Trace::new(&library, &clauses, &calendars);
        let view = TraceView::new(&trace, Vec::new(), None);
        let html = view.to_html(&PackFiles::embedded(&TEMPLATES, "templates")).unwrap();
        [view.to_json(), view.to_csv(), view.to_text(), view.to_markdown(), html]
    };
    assert!(render() == render());
}

#[test]
fn the_same_command_writes_the_same_files_again() {
    let folder = tempfile::tempdir().unwrap();
    let trace = ["trace", "--authority", "fippa", "-o", "t.csv", "-o", "t.json", "-o", "t.txt", "-o", "t.md"];
    let check = ["check", "--example", "online-licensing", "--as-of", "2026-11-21", "-o", "c.txt", "-o", "c.json"];
    for (args, code, plain) in [(&trace[..], 0, "t.json"), (&check, 1, "c.txt")] {
        for _ in 0..2 {
            let output = diligence(folder.path(), args);
            assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(code), ""), "{args:?}");
        }
        let path = folder.path().join(plain);
        let edited = fs::read_to_string(&path).unwrap() + " ";
        fs::write(&path, &edited).unwrap();
        let output = diligence(folder.path(), args);
        assert_eq!((output.status.code(), fs::read_to_string(&path).unwrap()), (Some(2), edited));
        assert!(stderr(&output).contains("This format has no place for a seal"), "{}", stderr(&output));
    }
}
