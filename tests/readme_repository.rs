//! The page on records in a repository: its commands, run as they stand, and tables that agree with what they tell.

#![allow(clippy::unwrap_used, reason = "a test stops at a surprise")]

mod support;

use std::fs;

use support::pages::readme;
use support::{diligence, flat, repository, stdout};

fn page_on_repositories() -> String {
    fs::read_to_string(repository().join("ci/README.md")).unwrap()
}

#[test]
fn the_snippet_for_gitlab_is_its_file() {
    let file = fs::read_to_string(repository().join("ci/gitlab.yml")).unwrap();
    let job: String = file.lines().filter(|line| !line.starts_with('#')).map(|line| format!("{line}\n")).collect();
    let snippet = format!("```yaml\n{job}```\n");
    assert!(job.starts_with("diligence:\n") && page_on_repositories().contains(&snippet), "{job}");
}

#[test]
fn every_format_of_check_is_in_the_tables() {
    let help = stdout(&diligence(repository(), &["check", "--help"]));
    let formats = &help[help.find("Possible values:").unwrap()..];
    let names: Vec<&str> = formats.lines().skip(1).map_while(|line| line.trim().strip_prefix("- ")).collect();
    assert!(names.len() >= 9, "{names:?}");
    for name in names {
        let name = name.split(':').next().unwrap();
        for page in [readme(), page_on_repositories()] {
            assert!(page.contains(&format!("| `{name}` |")), "{name}");
        }
    }
    // The guide gives every ending; the help writes them as ".sarif or .sarif.json (sarif), .json (json), ...".
    let help = flat(&help);
    let (endings, _) = help.split_once("takes the format from the ending: ").unwrap().1.split_once(". -o").unwrap();
    let of_formats: Vec<&str> = endings.split("), ").collect();
    assert!(of_formats.len() >= 7, "{endings}");
    for of_format in of_formats {
        let (endings, name) = of_format.split_once(" (").unwrap();
        let written = endings.split(" or ").map(|ending| format!("`{ending}`")).collect::<Vec<_>>().join(", ");
        let row = format!("| `{}` | {written} |", name.trim_end_matches(')'));
        assert!(page_on_repositories().contains(&row), "{row}");
    }
}

/// The code spans in the first two cells of each row in the part of `page` under `heading`.
fn rows_under(page: &str, heading: &str) -> Vec<(String, String)> {
    let (_, part) = page.split_once(heading).unwrap();
    let rows = part.split("\n## ").next().unwrap().lines().filter_map(|line| line.strip_prefix("| `"));
    let cell = |row: &str, at: usize| row.split(" | ").nth(at).unwrap().trim_matches('`').to_owned();
    rows.map(|row| (cell(row, 0), cell(row, 1))).collect()
}

#[test]
fn the_table_of_the_action_has_its_inputs_and_no_other() {
    let action = fs::read_to_string(repository().join("action.yml")).unwrap();
    let (_, inputs) = action.split_once("\ninputs:\n").unwrap();
    let mut wanted: Vec<(String, String)> = Vec::new();
    for line in inputs.lines().take_while(|line| line.starts_with(' ')) {
        if let Some(default) = line.strip_prefix("    default: ") {
            let default = default.trim_matches('"');
            wanted.last_mut().unwrap().1 = if default.is_empty() { "none" } else { default }.to_owned();
        } else if !line.starts_with("   ") {
            wanted.push((line.trim().trim_end_matches(':').to_owned(), String::new()));
        }
    }
    assert!(wanted.len() >= 8, "{wanted:?}");
    let page = page_on_repositories();
    assert_eq!(rows_under(&page, "\n## GitHub Actions\n"), wanted);
    let (_, example) = page.split_once("\n    with:\n").unwrap();
    let used: Vec<&str> = example.lines().map_while(|line| line.strip_prefix("      ")?.split(':').next()).collect();
    assert!(used.len() >= 3, "{used:?}");
    assert!(used.iter().all(|name| wanted.iter().any(|(input, _)| input == name)), "{used:?}");
}

#[test]
fn the_table_of_hooks_has_each_hook_and_no_other() {
    let file = fs::read_to_string(repository().join(".pre-commit-hooks.yaml")).unwrap();
    let hooks: Vec<&str> = file.lines().filter_map(|line| line.strip_prefix("- id: ")).collect();
    assert!(hooks.len() >= 2, "{hooks:?}");
    let page = page_on_repositories();
    let told: Vec<String> = rows_under(&page, "\n## Before a commit\n").into_iter().map(|(hook, _)| hook).collect();
    assert_eq!(told, hooks);
    let (_, example) = page.split_once("      - id: ").unwrap();
    assert!(hooks.contains(&example.lines().next().unwrap()));
}

#[cfg(unix)]
mod commands {
    use std::fs;
    use std::path::Path;
    use std::process::Command;

    use super::page_on_repositories;
    use super::support::pages::blocks;
    use super::support::stderr;

    /// A repository with one record, and a commit that stands for the branch from which one's own left.
    fn small_repository() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("licences")).unwrap();
        fs::write(folder.path().join("licences/procurement.toml"), "[institution]\n[procurement]\n").unwrap();
        for line in [
            "init --quiet",
            "add .",
            "-c user.name=Test -c user.email=test@example.invalid commit --quiet --message Sample",
            "update-ref refs/remotes/origin/main HEAD",
        ] {
            let git = Command::new("git").args(line.split(' ')).current_dir(folder.path()).output().unwrap();
            assert!(git.status.success(), "{line}: {}", stderr(&git));
        }
        folder
    }

    #[test]
    fn the_commands_of_the_page_on_repositories_run() {
        let folder = small_repository();
        let own = Path::new(env!("CARGO_BIN_EXE_diligence")).parent().unwrap();
        let path = format!("{}:{}", own.display(), std::env::var("PATH").unwrap());
        let page = page_on_repositories();
        let scripts: String =
            blocks(&page).into_iter().filter(|(kind, ..)| *kind == "sh").map(|(.., script)| script).collect();
        let mut statuses = Vec::new();
        for line in scripts.lines() {
            let mut shell = Command::new("sh");
            let run = shell.args(["-c", line]).env("PATH", &path).current_dir(folder.path()).output().unwrap();
            assert!(!stderr(&run).contains("error"), "{line}: {}", stderr(&run));
            statuses.push(run.status.code().unwrap());
        }
        // All is open at first; then the baseline knows it, and without one it is open again; at last nothing changed.
        assert_eq!(statuses, [1, 0, 0, 1, 0, 0, 0, 0, 1], "{scripts}");
        for file in ["known.toml", "results.sarif", "results.xml", "gl-code-quality-report.json", "summary.md"] {
            assert!(folder.path().join(file).exists(), "{file}");
        }
    }
}
