//! The built-in pack: complete, true to its bases, and strict about mistakes in a copy of it.

mod support;

use std::fs;
use std::path::Path;

use diligence::pack::{Library, PackSource, load};
use support::{copy_folder, diligence, repository, stderr, stdout};

fn library() -> Library {
    load(&[PackSource::Embedded]).unwrap()
}

#[test]
fn requirements_and_their_bases_are_the_agreed_ones() {
    let expected = fs::read_to_string(repository().join("tests/packs/requirements.csv")).unwrap();
    let expected: Vec<&str> = expected.lines().skip(1).collect();
    let library = library();
    let found: Vec<String> = library
        .requirements
        .iter()
        .map(|requirement| format!("{},{}", requirement.id, requirement.duty.basis.id()))
        .collect();
    assert_eq!(found, expected);
    let counts = diligence::record::Phase::ALL
        .map(|phase| library.requirements.iter().filter(|requirement| requirement.phase == phase).count());
    assert_eq!(counts, [44, 27, 23, 73, 31]);
}

#[test]
fn the_pack_is_in_order_and_its_examples_hold() {
    for command in ["verify", "test"] {
        let output = diligence(repository(), &["pack", command, "checklists/ontario"]);
        assert!(output.status.success(), "pack {command}:\n{}", stderr(&output));
    }
    let output = diligence(repository(), &["pack", "test", "checklists/ontario"]);
    let count: usize = stdout(&output).split(' ').next().unwrap().parse().unwrap();
    assert!(count >= 2 * 198, "only {count} examples");
}

/// Changes one text in one file of a copy of the pack, and gives what `pack verify` says of it.
fn verify_damaged(file: &str, from: &str, to: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("pack");
    copy_folder(&repository().join("checklists/ontario"), &pack);
    let path = pack.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} has no {from}");
    fs::write(&path, text.replacen(from, to, 1)).unwrap();
    let output = diligence(folder.path(), &["pack", "verify", "pack"]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    stderr(&output)
}

/// The line of the first place where `text` stands in a file of the pack, as messages print it.
fn place(file: &str, text: &str) -> String {
    let content = fs::read_to_string(repository().join("checklists/ontario").join(file)).unwrap();
    let line = content[..content.find(text).unwrap()].matches('\n').count() + 1;
    format!("pack/{file}:{line}:")
}

#[test]
fn a_misspelt_field_is_refused_at_its_place() {
    let file = "requirements/agreement.toml";
    let message = verify_damaged(file, "\"agreement.exists\" = true", "\"agreement.exist\" = true");
    assert!(message.contains("error[unknown-field]"), "{message}");
    assert!(message.contains("did you mean `agreement.exists`?"), "{message}");
    assert!(message.contains(&place(file, "\"agreement.exists\" = true")), "{message}");
}

#[test]
fn an_unknown_clause_is_refused_at_its_place() {
    let file = "requirements/agreement.toml";
    let message = verify_damaged(file, "clause = \"breach-notice\"", "clause = \"breach-notise\"");
    assert!(message.contains("there is no clause `breach-notise`"), "{message}");
    assert!(message.contains("did you mean `breach-notice`?"), "{message}");
    assert!(message.contains(&place(file, "clause = \"breach-notice\"")), "{message}");
}

#[test]
fn a_missing_source_is_refused_at_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("pack");
    copy_folder(&repository().join("checklists/ontario"), &pack);
    let path = pack.join("requirements/agreement.toml");
    let text = fs::read_to_string(&path).unwrap();
    let end = text.find("\n[ownership]").unwrap();
    let first: String = text[..end]
        .lines()
        .filter(|line| !line.starts_with("cites = ") && !line.starts_with("sources = "))
        .map(|line| line.to_owned() + "\n")
        .collect();
    fs::write(&path, first + &text[end..]).unwrap();
    let message = stderr(&diligence(folder.path(), &["pack", "verify", "pack"]));
    assert!(message.contains("error[missing-source]: `agreement.written` names no source"), "{message}");
}

#[test]
fn an_unknown_source_is_refused_at_its_place() {
    let file = "requirements/agreement.toml";
    let message = verify_damaged(file, "\"guard\"", "\"gard\"");
    assert!(message.contains("there is no source `gard`"), "{message}");
    assert!(message.contains(&place(file, "\"guard\"")), "{message}");
}

#[test]
fn an_unknown_provision_is_refused_at_its_place() {
    let file = "requirements/agreement.toml";
    let message = verify_damaged(file, "\"reg-460 4(1)\"", "\"reg-460 44(1)\"");
    assert!(message.contains("there is no authority or provision `reg-460 44(1)`"), "{message}");
    assert!(message.contains(&place(file, "\"reg-460 4(1)\"")), "{message}");
}

#[test]
fn a_duplicate_id_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("pack");
    copy_folder(&repository().join("checklists/ontario"), &pack);
    fs::copy(pack.join("requirements/selection.toml"), pack.join("requirements/selection.again.toml")).unwrap();
    let message = stderr(&diligence(folder.path(), &["pack", "verify", "pack"]));
    assert!(message.contains("error[duplicate-id]: there is another requirement `selection.holistic`"), "{message}");
}

#[test]
fn a_condition_of_the_wrong_type_is_refused_at_its_place() {
    let file = "requirements/agreement.toml";
    let message = verify_damaged(file, "\"agreement.exists\" = true", "\"agreement.exists\" = { at-most = 3 }");
    assert!(message.contains("error[bad-condition]"), "{message}");
    assert!(message.contains(&place(file, "\"agreement.exists\" = true")), "{message}");
    let message = verify_damaged(file, "\"agreement.exists\" = true", "\"agreement.exists\" = \"yes\"");
    assert!(message.contains("error[bad-condition]"), "{message}");
}

/// What `pack verify` says of a pack with these named conditions.
fn with_conditions(count: usize, names: impl Fn(usize) -> String) -> String {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("pack");
    fs::create_dir(&pack).unwrap();
    let keys = ["title", "jurisdiction", "publisher", "licence"].map(|key| format!("{key} = \"Own\"\n")).concat();
    let manifest = format!("id = \"pack\"\nedition = \"1\"\nextends = [\"ontario\"]\n{keys}");
    fs::write(pack.join("pack.toml"), manifest).unwrap();
    let one = |at: usize| format!("[c{at}]\ntitle = \"Yes\"\notherwise = \"No\"\nholds = {}\n", names(at));
    fs::write(pack.join("conditions.toml"), (0..count).map(one).collect::<String>()).unwrap();
    stderr(&diligence(folder.path(), &["pack", "verify", "pack"]))
}

#[test]
fn conditions_in_a_circle_or_without_end_are_refused_at_their_place() {
    let circle = with_conditions(3, |at| format!("{{ is = \"c{}\" }}", (at + 1) % 3));
    assert!(circle.contains("the condition `c0` refers to itself, through `c1`, then `c2`"), "{circle}");
    let last =
        |at: usize, other: String| if at < 59 { other } else { "{ \"information.personal\" = true }".to_owned() };
    let twice =
        with_conditions(60, |at| last(at, format!("{{ all = [{{ is = \"c{0}\" }}, {{ is = \"c{0}\" }}] }}", at + 1)));
    assert!(twice.contains("the condition `c0` names others more than 1000 times"), "{twice}");
    let deep = with_conditions(20_000, |at| format!("{{ is = \"c{}\" }}", (at + 1).min(19_999)));
    assert!(deep.contains("the condition `c19999` refers to itself"), "{deep}");
    for message in [circle, twice, deep] {
        assert!(message.contains("--> pack/conditions.toml:"), "{message}");
    }
    let once = with_conditions(60, |at| last(at, format!("{{ is = \"c{}\" }}", at + 1)));
    assert!(!once.contains("bad-condition"), "{once}");
}

#[test]
fn only_guidance_prints_as_guidance() {
    let library = library();
    for requirement in library.requirements.iter().filter(|requirement| requirement.duty.basis.id() == "guidance") {
        let cites = &requirement.duty.cites;
        assert!(
            cites.iter().any(|cite| cite.starts_with("ipc-contracting-guidance")),
            "{} cites {cites:?}",
            requirement.id
        );
    }
    for (basis, words) in diligence::pack::Basis::ALL.map(|basis| (basis.id(), basis.words())) {
        assert_eq!(words.contains("guidance"), basis == "guidance", "{basis}: {words}");
    }
}

#[test]
fn every_number_without_authority_is_marked_as_a_choice() {
    let library = library();
    for (_, field) in library.fields.iter() {
        if let Some(default) = &field.default {
            assert!(!default.note.is_empty(), "{}", field.path);
            // Outside policy, only the stricter of yes and no may stand where a record is silent.
            let stricter = matches!(default.value, diligence::record::Value::YesNo(false));
            assert!(field.path.starts_with("policy.") || stricter, "{} has a default", field.path);
        }
    }
}

#[test]
fn no_text_of_the_pack_is_archaic() {
    for folder in ["checklists", "templates"] {
        walk(&repository().join(folder), &mut |path, text| {
            for word in ["shall ", " hereby ", " herein "] {
                assert!(!text.contains(word), "{} holds {word:?}", path.display());
            }
        });
    }
}

fn walk(folder: &Path, visit: &mut impl FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, visit);
        } else if let Ok(text) = fs::read_to_string(&path) {
            visit(&path, &text);
        }
    }
}
