//! The README's tutorial and commands, run as they stand.

mod support;

use std::fs;
use std::path::Path;

use support::{diligence, repository, stderr, stdout};

fn readme() -> String {
    fs::read_to_string(repository().join("README.md")).unwrap()
}

/// Writes each fenced block that follows a sentence naming a `my-office/` file to that file.
fn write_tutorial(folder: &Path) -> usize {
    let text = readme();
    let tutorial = &text[text.find("## A pack of your own").unwrap()..text.find("### Conditions").unwrap()];
    let mut written = 0;
    let mut rest = tutorial;
    while let Some(open) = rest.find("\n```") {
        let before = &rest[..open];
        let body_start = open + 1 + rest[open + 1..].find('\n').unwrap() + 1;
        let body_end = body_start + rest[body_start..].find("\n```").unwrap() + 1;
        let at = before.rfind("`my-office/").expect("each block follows the name of its file");
        let name = &before[at + 1..at + 1 + before[at + 1..].find('`').unwrap()];
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &rest[body_start..body_end]).unwrap();
        written += 1;
        rest = &rest[body_end + 4..];
    }
    written
}

#[test]
fn the_tutorial_makes_a_pack_that_works() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(write_tutorial(folder.path()), 4);
    for command in ["verify", "test"] {
        let output = diligence(folder.path(), &["pack", command, "my-office"]);
        assert!(output.status.success(), "pack {command}: {}", stderr(&output));
    }
    let record = "[institution]\n[procurement]\nphase = \"selection\"\n[technology]\nsensors = [\"camera\"]\n[lockers]\ncamera-off = false\n";
    fs::write(folder.path().join("procurement.toml"), record).unwrap();
    let output = diligence(folder.path(), &["check", "procurement.toml", "--pack", "my-office", "--fail-on", "should"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("gap should selection.lockers-without-cameras"), "{}", stdout(&output));
    let output = diligence(folder.path(), &["draft", "procurement.toml", "--pack", "my-office"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains("must deliver each locker with its camera switched off"), "{}", stdout(&output));
    let output = diligence(folder.path(), &["explain", "T01", "--pack", "my-office"]);
    assert!(stdout(&output).contains("selection.lockers-without-cameras"), "{}{}", stdout(&output), stderr(&output));
    let output = diligence(folder.path(), &["check", "procurement.toml"]);
    assert!(stderr(&output).contains("the record has no field `lockers`"), "{}", stderr(&output));
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
fn the_snippet_for_gitlab_is_its_file() {
    let file = fs::read_to_string(repository().join("ci/gitlab.yml")).unwrap();
    let job: String = file.lines().filter(|line| !line.starts_with('#')).map(|line| format!("{line}\n")).collect();
    assert!(job.starts_with("diligence:\n") && readme().contains(&format!("```yaml\n{job}```\n")), "{job}");
}

#[test]
fn every_format_of_check_is_in_the_table() {
    let text = readme();
    let help = stdout(&diligence(repository(), &["check", "--help"]));
    let formats = &help[help.find("Possible values:").unwrap()..];
    let names: Vec<&str> = formats.lines().skip(1).map_while(|line| line.trim().strip_prefix("- ")).collect();
    assert!(names.len() >= 9, "{names:?}");
    for name in names {
        let name = name.split(':').next().unwrap();
        assert!(text.contains(&format!("| `{name}` |")), "{name}");
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
