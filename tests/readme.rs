//! The README and the page on packs: their tutorial and commands, run as they stand, and lists that leave nothing out.

mod support;

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use diligence::pack::{Basis, Confidence, ExampleStatus, Grade, LimitKind, Obligation, Relevance, RestsOn};
use diligence::record::Phase;
use support::pages::{blocks, readme};
use support::{diligence, repository, stderr, stdout};

fn page_on_packs() -> String {
    fs::read_to_string(repository().join("checklists/README.md")).unwrap()
}

/// The part of the page on packs that is a tutorial, and its reference.
fn tutorial_and_reference(page: &str) -> (&str, &str) {
    page.split_at(page.find("\n## Reference\n").unwrap())
}

/// Writes each block of TOML or text to the `my-office/` file that is named before it.
fn write_tutorial(tutorial: &str, folder: &Path) -> usize {
    let files = blocks(tutorial).into_iter().filter(|(kind, ..)| *kind != "sh");
    let mut written = 0;
    for (_, before, body) in files {
        let at = before.rfind("`my-office/").expect("each block follows the name of its file");
        let name = &before[at + 1..at + 1 + before[at + 1..].find('`').unwrap()];
        let path = folder.join(name);
        assert!(!path.exists(), "{name} is written twice");
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, body).unwrap();
        written += 1;
    }
    written
}

/// The commands in the blocks of `text` for a shell, without comments.
fn commands(text: &str) -> Vec<Vec<&str>> {
    let lines = blocks(text).into_iter().filter(|(kind, ..)| *kind == "sh").flat_map(|(.., body)| body.lines());
    lines.map(|line| line.split('#').next().unwrap().split_whitespace().collect()).collect()
}

#[test]
fn the_tutorial_makes_a_pack_that_works() {
    let folder = tempfile::tempdir().unwrap();
    let page = page_on_packs();
    let (tutorial, _) = tutorial_and_reference(&page);
    assert_eq!(write_tutorial(tutorial, folder.path()), 10);
    let record = "[institution]\n[procurement]\nphase = \"selection\"\n[technology]\nsensors = [\"camera\"]\n[lockers]\ncamera-off = false\n";
    fs::write(folder.path().join("procurement.toml"), record).unwrap();
    let run = |args: &[&str]| {
        let output = diligence(folder.path(), args);
        (stdout(&output), stderr(&output), output.status.code())
    };
    let named = commands(tutorial);
    assert_eq!(named.len(), 4);
    for command in named {
        let args: Vec<&str> = command[1..].iter().map(|word| if *word == "PATH" { "." } else { word }).collect();
        let (said, problems, status) = run(&args);
        let wanted = i32::from(args[0] == "check");
        assert_eq!(status, Some(wanted), "{args:?}: {said}{problems}");
        if args[..2] == ["pack", "test"] {
            assert!(said.contains("2 examples of the pack my-office give the status"), "{said}");
            assert!(said.contains("1 example of its time limits gives the day"), "{said}");
        }
    }
    let own = ["--pack", "my-office", "--as-of", "2026-09-02"];
    let (said, ..) = run(&[&["check", ".", "--fail-on", "should"], &own[..]].concat());
    assert!(said.contains("gap should selection.lockers-without-cameras"), "{said}");
    for (id, words) in [
        ("T01", "selection.lockers-without-cameras"),
        ("camera-policy 4", "Camera Policy s. 4"),
        ("agreement.breach-notice", "is at most 24 hours"),
        ("policy.breach-report", "48 hours is taken"),
    ] {
        let (said, problems, _) = run(&["explain", id, "--pack", "my-office"]);
        assert!(said.contains(words), "{id}: {said}{problems}");
    }
    let (agreement, problems, status) = run(&[&["draft", "."], &own[..]].concat());
    assert_eq!(status, Some(0), "{problems}");
    assert!(agreement.contains("must deliver each locker with its camera switched off"), "{agreement}");
    let (protocol, ..) = run(&[&["draft", ".", "--document", "locker-protocol"], &own[..]].concat());
    assert!(protocol.contains("- [ ] The camera is switched off."), "{protocol}");
    let (signed, ..) = run(&[&["draft", ".", "--once-signed"], &own[..]].concat());
    assert!(signed.contains("camera-off = true"), "{signed}");
    let (_, problems, _) = run(&["check", "procurement.toml"]);
    assert!(problems.contains("the record has no field `lockers`"), "{problems}");
}

#[test]
fn the_examples_of_the_tutorial_are_run() {
    let folder = tempfile::tempdir().unwrap();
    let page = page_on_packs();
    write_tutorial(tutorial_and_reference(&page).0, folder.path());
    let test = |file: &str, old: &str, new: &str| {
        let path = folder.path().join("my-office").join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "{file}");
        fs::write(&path, text.replace(old, new)).unwrap();
        let output = diligence(folder.path(), &["pack", "test", "my-office"]);
        fs::write(&path, text).unwrap();
        (output.status.code(), stderr(&output))
    };
    assert_eq!(test("calendars/limits.toml", "gives = 2026-09-16", "gives = 2026-09-16").0, Some(0));
    assert_eq!(test("calendars/limits.toml", "gives = 2026-09-16", "gives = 2026-09-17").0, Some(2));
    assert_eq!(test("requirements/selection.toml", "camera-off = false", "camera-off = true").0, Some(2));
}

#[test]
fn the_states_of_the_reference_are_known() {
    let folder = tempfile::tempdir().unwrap();
    let page = page_on_packs();
    let (tutorial, reference) = tutorial_and_reference(&page);
    write_tutorial(tutorial, folder.path());
    let states =
        blocks(reference).into_iter().map(|(.., body)| body).find(|body| body.starts_with("[states]")).unwrap();
    let parts = "[facts.correction-period]\nfield = \"terms.correction-within\"\nblank = \"the time\"\n\
                 [variants]\nlow-sensitivity = { \"information.sensitivity\" = \"low\" }\n";
    let path = folder.path().join("my-office/clauses/lockers.md");
    let clause = fs::read_to_string(&path).unwrap();
    assert!(clause.contains("[states]\n"));
    fs::write(path, clause.replace("[states]\n", &format!("{parts}{states}"))).unwrap();
    let output = diligence(folder.path(), &["pack", "verify", "my-office"]);
    assert!(output.status.success(), "{}", stderr(&output));
}

/// The words in code on the page: in spans, and in blocks.
fn words_in_code(text: &str) -> HashSet<String> {
    let mut code: String = blocks(text).into_iter().map(|(.., body)| body).collect();
    let plain: String = text.split("\n```").step_by(2).collect();
    for line in plain.lines() {
        code.extend(line.split('`').skip(1).step_by(2).flat_map(|span| [span, "\n"]));
    }
    code.split(|c: char| !c.is_ascii_lowercase() && c != '-').map(str::to_owned).collect()
}

/// The keys and words that the readers of packs ask for: what stands in quotes in their source.
fn words_of_the_readers() -> HashSet<String> {
    /// What the readers call things in their messages, or what only the program's own order needs.
    const NO_KEYS: [&str; 6] = ["authority", "chain", "condition", "contradiction", "convention", "source"];
    let mut words = HashSet::new();
    let mut folders = vec![repository().join("src/pack")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap();
            if !code.contains("problems: &mut Problems") && !code.contains("struct Manifest") {
                continue;
            }
            for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
                let quoted = line.replace("\\\"", "'");
                let quoted = quoted.split('"').skip(1).step_by(2);
                let is_word =
                    |text: &&str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_lowercase() || c == b'-');
                words.extend(quoted.filter(is_word).map(str::to_owned));
            }
        }
    }
    words.retain(|word| !NO_KEYS.contains(&word.as_str()));
    words
}

#[test]
fn the_reference_names_every_key_of_a_pack_and_no_other() {
    let page = page_on_packs();
    let (_, reference) = tutorial_and_reference(&page);
    let (known, told) = (words_of_the_readers(), words_in_code(reference));
    assert!(known.len() > 150, "{}", known.len());
    let missing: BTreeSet<_> = known.difference(&told).collect();
    assert!(missing.is_empty(), "not in checklists/README.md: {missing:?}");
    // Keys stand in the first column of tables whose head begins with "key", or before a star.
    let mut keys = Vec::new();
    let mut of_keys = false;
    for line in reference.lines() {
        let cell = line.strip_prefix("| ").map(|row| row.split(" | ").next().unwrap());
        of_keys = cell.is_some_and(|cell| of_keys || cell.starts_with("key")) || (of_keys && line.starts_with("|-"));
        let spans = |text: &str| -> Vec<String> { text.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
        keys.extend(cell.filter(|_| of_keys).map(spans).unwrap_or_default());
        let starred = line.split("`\\*").collect::<Vec<_>>();
        keys.extend(starred[..starred.len() - 1].iter().map(|before| before.rsplit('`').next().unwrap().to_owned()));
    }
    assert!(keys.len() > 150, "{}", keys.len());
    let unknown: Vec<_> = keys.iter().filter(|key| !known.contains(key.split(['.', ' ']).next().unwrap())).collect();
    assert!(unknown.is_empty(), "no reader asks for: {unknown:?}");
}

#[test]
fn the_reference_names_every_word_of_a_closed_list() {
    let page = page_on_packs();
    let told = words_in_code(tutorial_and_reference(&page).1);
    let words = Confidence::IDS.iter().chain(Grade::IDS).chain(Relevance::IDS).copied();
    let words = words.chain(Basis::ALL.map(Basis::id)).chain(Obligation::ALL.map(Obligation::id));
    let words = words.chain(LimitKind::ALL.map(LimitKind::id)).chain(RestsOn::ALL.map(RestsOn::id));
    let words = words.chain(ExampleStatus::ALL.map(ExampleStatus::id)).chain(Phase::ALL.map(Phase::id));
    let missing: Vec<_> = words.filter(|word| !told.contains(*word)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_first_command_writes_the_report() {
    let text = readme();
    let line = text.lines().find(|line| line.starts_with("cargo run --release -- ")).unwrap();
    let args: Vec<&str> = line.trim_start_matches("cargo run --release -- ").split(' ').collect();
    let folder = tempfile::tempdir().unwrap();
    let output = diligence(folder.path(), &args);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let report = fs::read_to_string(folder.path().join("gap-report.html")).unwrap();
    assert!(report.contains("<html lang=\"en-CA\""));
    let again = diligence(folder.path(), &args);
    assert_eq!(again.status.code(), Some(0), "a second run replaces its own file: {}", stderr(&again));
}

#[test]
fn what_consoles_show_is_what_the_program_prints() {
    let text = readme();
    let blocks: Vec<&str> =
        text.split("```console\n$ ").skip(1).map(|rest| rest.split("\n```").next().unwrap()).collect();
    assert!(!blocks.is_empty());
    let folder = tempfile::tempdir().unwrap();
    for block in blocks {
        let (command, shown) = block.split_once('\n').unwrap();
        let args: Vec<&str> = command.split(' ').skip(1).collect();
        let printed = stdout(&diligence(folder.path(), &args));
        assert!(printed.starts_with(shown), "{command}\n{printed}");
    }
}

#[test]
fn every_status_and_basis_is_explained() {
    let text = readme();
    for status in diligence::assessment::Status::ALL {
        assert!(text.contains(&format!("| `{}` |", status.id())), "{}", status.id());
    }
    for basis in diligence::pack::Basis::ALL {
        assert!(text.contains(&format!("`{}`", basis.id())), "{}", basis.id());
    }
}

#[test]
fn every_test_file_and_folder_is_told() {
    let page = fs::read_to_string(repository().join("tests/README.md")).unwrap();
    let mut count = 0;
    for entry in fs::read_dir(repository().join("tests")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let written = match name.strip_suffix(".rs") {
            Some(stem) => format!("`{stem}`"),
            None if path.is_dir() => format!("`{name}/`"),
            None => continue,
        };
        assert!(page.contains(&written), "{name}");
        count += 1;
    }
    let files = page.split("## Folders").next().unwrap();
    let (_, files) = files.split_once("## Files").unwrap();
    for stem in
        files.split('`').skip(1).step_by(2).filter(|stem| !["check", "report", "list", "explain"].contains(stem))
    {
        assert!(repository().join(format!("tests/{stem}.rs")).exists(), "{stem}");
    }
    assert!(count > 40, "{count}");
}

#[test]
fn links_between_pages_lead_somewhere() {
    let folders = fs::read_dir(repository()).unwrap().map(|entry| entry.unwrap().path());
    let pages: Vec<PathBuf> = folders.chain([repository().to_owned()]).map(|folder| folder.join("README.md")).collect();
    let pages: Vec<PathBuf> = pages.into_iter().filter(|page| page.exists()).collect();
    assert!(pages.len() >= 4 && pages.contains(&repository().join("ci/README.md")), "{pages:?}");
    for path in pages {
        let page = path.display();
        let text = fs::read_to_string(&path).unwrap();
        for link in text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
            if link.starts_with("https://") {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            assert!(target.exists(), "{page}: {link}");
            if !anchor.is_empty() {
                let headings = fs::read_to_string(target).unwrap();
                let anchors = headings.lines().filter(|line| line.starts_with('#')).map(|line| {
                    let words = line.trim_start_matches('#').trim().to_lowercase();
                    words.replace(|c: char| !c.is_alphanumeric() && c != ' ' && c != '-', "").replace(' ', "-")
                });
                assert!(anchors.into_iter().any(|known| known == anchor), "{page}: {link}");
            }
        }
    }
}
