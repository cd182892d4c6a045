//! `diligence init`: the whole command, and the record that it writes.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use diligence::assessment::record_order;
use diligence::pack::{Library, PackSource, embedded_examples, load};
use diligence::record::{FieldId, FieldType, Fields, Record, read_record};
use diligence::render::{Answers, new_record};
use diligence::source::SourceText;
use support::{diligence, stderr, stdout};

/// The exit status and both outputs of the program.
fn run(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let output = diligence(folder, args);
    (output.status.code().unwrap(), stdout(&output), stderr(&output))
}

fn names(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn the_new_record_is_valid_at_once_and_says_where_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let (status, stdout, stderr) = run(folder.path(), &["init", "a/b", "--non-interactive"]);
    assert_eq!((status, stderr.as_str()), (0, ""));
    assert!(
        stdout.contains("Wrote a/b/procurement.toml\n") && stdout.contains("Next: diligence check a/b\n"),
        "{stdout}"
    );
    let (status, stdout, stderr) = run(folder.path(), &["check", "a/b", "--fail-on", "never"]);
    assert_eq!((status, stderr.as_str()), (0, ""));
    assert!(stdout.contains("Phase: planning."), "{stdout}");
    let bytes = fs::read(folder.path().join("a/b/procurement.toml")).unwrap();
    run(folder.path(), &["init", "again", "--non-interactive"]);
    assert_eq!(
        fs::read(folder.path().join("again/procurement.toml")).unwrap(),
        bytes,
        "the same input gives the same bytes"
    );
}

#[test]
fn a_record_that_exists_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("procurement.toml"), "mine").unwrap();
    let example = &embedded_examples()[0].name;
    for args in [vec!["init", "--non-interactive"], vec!["init", "--example", example]] {
        let (status, stdout, stderr) = run(folder.path(), &args);
        assert_eq!((status, stdout.as_str()), (2, ""), "{args:?}");
        assert!(stderr.contains("`procurement.toml` exists. It was left as it is"), "{stderr}");
        assert_eq!(fs::read_to_string(folder.path().join("procurement.toml")).unwrap(), "mine");
        assert_eq!(names(folder.path()).len(), 1);
    }
}

#[test]
fn without_a_terminal_it_asks_for_the_flag() {
    let folder = tempfile::tempdir().unwrap();
    let (status, stdout, stderr) = run(folder.path(), &["init"]);
    assert_eq!((status, stdout.as_str()), (2, ""));
    assert!(stderr.contains("--non-interactive"), "{stderr}");
    assert!(names(folder.path()).is_empty());
}

#[test]
fn an_example_is_copied_whole() {
    let folder = tempfile::tempdir().unwrap();
    assert!(!embedded_examples().is_empty());
    for example in embedded_examples() {
        let (status, stdout, stderr) = run(folder.path(), &["init", &example.name, "--example", &example.name]);
        assert_eq!((status, stderr.as_str()), (0, ""));
        assert!(stdout.contains(&format!("Next: diligence check {}\n", example.name)), "{stdout}");
        for (path, bytes) in &example.files {
            assert_eq!(fs::read(folder.path().join(&example.name).join(path)).unwrap(), *bytes, "{path}");
        }
    }
}

#[test]
fn an_example_is_not_copied_over_one_of_its_files() {
    let example = embedded_examples().into_iter().find(|example| example.files.len() > 1).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (taken, _) = example.files.iter().find(|(path, _)| path != "procurement.toml").unwrap();
    fs::create_dir_all(folder.path().join(taken).parent().unwrap()).unwrap();
    fs::write(folder.path().join(taken), "mine").unwrap();
    let (status, _, stderr) = run(folder.path(), &["init", "--example", &example.name]);
    assert_eq!(status, 2);
    assert!(stderr.contains(taken.as_str()), "{stderr}");
    assert_eq!(fs::read_to_string(folder.path().join(taken)).unwrap(), "mine");
    assert!(!folder.path().join("procurement.toml").exists());
}

#[test]
fn an_unknown_example_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (status, _, stderr) = run(folder.path(), &["init", "--example", "no-such"]);
    assert_eq!(status, 2);
    assert!(stderr.contains("there is no example `no-such`"), "{stderr}");
    for example in embedded_examples() {
        let (_, _, stderr) = run(folder.path(), &["init", "--example", &format!("{}x", example.name)]);
        assert!(stderr.contains(&format!("did you mean `{}`?", example.name)), "{stderr}");
    }
    assert!(names(folder.path()).is_empty());
}

fn small_pack() -> Library {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/small-pack");
    load(&[PackSource::Folder(folder.into(), "small-pack".to_owned())]).unwrap()
}

/// The example lines of a new record: for each field, the numbers of its lines. A list has that of its heading.
fn lines_by_field(fields: &Fields, text: &str) -> BTreeMap<FieldId, Vec<usize>> {
    let mut found: BTreeMap<FieldId, Vec<usize>> = BTreeMap::new();
    let mut heading = String::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim_start_matches('#').trim();
        if let Some(path) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            heading = path.trim_matches(['[', ']']).to_owned();
            let id = fields.find(&heading).unwrap();
            found.entry(id).or_default().push(at);
        } else if let Some((key, _)) = line.split_once(" = ").filter(|(key, _)| !key.contains(' ')) {
            let path = if heading.is_empty() { key.to_owned() } else { format!("{heading}.{key}") };
            let id = fields.find(&path).unwrap_or_else(|| panic!("line {}: {line}", at + 1));
            if fields.is_value(id) {
                found.entry(id).or_default().push(at);
            }
        }
    }
    found
}

/// `text` with the `#` of these lines deleted.
fn uncommented(text: &str, lines: &BTreeSet<usize>) -> String {
    let line =
        |(at, line): (usize, &str)| if lines.contains(&at) { line.replacen('#', " ", 1) } else { line.to_owned() };
    text.lines().enumerate().map(|pair| line(pair) + "\n").collect()
}

/// The headings and needed columns without which `id` cannot stand.
fn around(fields: &Fields, id: FieldId, lines: &BTreeMap<FieldId, Vec<usize>>) -> BTreeSet<usize> {
    let mut wanted = BTreeSet::new();
    let mut list = fields.list_of(id);
    while let Some(inner) = list {
        wanted.extend(&lines[&inner]);
        wanted.extend(
            fields
                .children(Some(inner))
                .iter()
                .filter(|child| fields.get(**child).required)
                .flat_map(|child| &lines[child]),
        );
        list = fields.list_of(inner);
    }
    wanted
}

fn read(text: &str, fields: &Fields) -> Record {
    let source = Arc::new(SourceText::new("new", text));
    read_record(&source, fields).unwrap_or_else(|problems| panic!("{}\n{}", problems[0].message, text.lines().count()))
}

#[test]
fn every_example_line_alone_makes_a_valid_record_when_its_mark_is_deleted() {
    for library in [load(&[PackSource::Embedded]).unwrap(), small_pack()] {
        let fields = &library.fields;
        let text = new_record(fields, &record_order(&library), &Answers::default());
        let lines = lines_by_field(fields, &text);
        for (id, field) in fields.iter().filter(|(id, _)| fields.is_value(*id)) {
            let mut wanted = around(fields, id, &lines);
            assert_eq!(lines[&id].len(), 1, "{}", field.path);
            wanted.extend(&lines[&id]);
            let record = read(&uncommented(&text, &wanted), fields);
            if fields.list_of(id).is_none() {
                assert_eq!(record.facts.iter().map(|(id, _)| id).collect::<Vec<_>>(), [id], "{}", field.path);
            }
        }
        let all: BTreeSet<usize> =
            lines.values().flatten().copied().filter(|at| text.lines().nth(*at).unwrap().starts_with('#')).collect();
        let record = read(&uncommented(&text, &all), fields);
        let outside = |id: &FieldId| fields.list_of(*id).is_none() && fields.get(*id).kind != FieldType::Section;
        assert_eq!(record.facts.iter().count(), fields.iter().filter(|(id, _)| outside(id)).count());
    }
}

#[test]
fn the_line_of_an_empty_list_makes_a_valid_record() {
    for library in [load(&[PackSource::Embedded]).unwrap(), small_pack()] {
        let fields = &library.fields;
        let text = new_record(fields, &record_order(&library), &Answers::default());
        let lists =
            fields.iter().filter(|(id, field)| field.kind == FieldType::Tables && fields.list_of(*id).is_none());
        for (id, field) in lists {
            let none = text.replacen(&format!("\n# {} = []\n", field.key()), &format!("\n{} = []\n", field.key()), 1);
            assert_ne!(none, text, "{}", field.path);
            assert_eq!(read(&none, fields).get(id).map(|stated| stated.value.to_string()).as_deref(), Some("none"));
        }
    }
}

#[test]
fn the_record_explains_each_field() {
    let library = small_pack();
    let text = new_record(&library.fields, &record_order(&library), &Answers::default());
    for part in [
        "# Drone. A drone that takes pictures.\n[drone]\n",
        "# How heavy is the drone?\n# With its camera.\n# The number is in grams.\n# weight = 900\n",
        "#   red: Red\n#   blue: Blue\n# colours = [\"red\", \"blue\"]\n",
        "# If it is left out, 2 hours is taken. This project's choice.\n# height = \"3 hours\"\n",
        "# A place.\n# Every entry needs it.\n#   over = \"Sample Park\"\n",
        "# [[drone.flights]]\n",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let headings: Vec<&str> = text.lines().filter(|line| line.starts_with('[') || line.starts_with("# [[")).collect();
    let expected = ["[institution]", "[procurement]", "[vendor]", "[drone]", "# [[drone.flights]]"];
    assert_eq!(headings[..5], expected, "by need, then by the first requirement that reads them");
    assert_eq!(headings[headings.len() - 2..], ["# [[evidence]]", "# [[waivers]]"]);
}

#[test]
fn comments_fit_in_80_columns() {
    let library = load(&[PackSource::Embedded]).unwrap();
    let text = new_record(&library.fields, &record_order(&library), &Answers::default());
    for line in text.lines().filter(|line| !line.contains(" = ")) {
        assert!(line.chars().count() <= 80, "{line}");
    }
}
