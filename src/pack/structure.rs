//! What a pack folder may hold. A file that nothing reads would be a rule that silently does not apply.

use crate::source::{Code, Diagnostic, did_you_mean};

use super::{Pack, calendars};

/// The files at the top of a pack.
const FILES: [&str; 7] = [
    "pack.toml",
    "conditions.toml",
    "contradictions.toml",
    "defaults.toml",
    "definitions.toml",
    "tighten.toml",
    "uncertainties.toml",
];

/// The folders of a pack.
const FOLDERS: [&str; 8] =
    ["authorities", "calendars", "clauses", "documents", "fields", "reports", "requirements", "sources"];

/// Checks that every pack stands on packs that are in use, and that each of its files is one that is read.
pub(super) fn check_structure(packs: &[Pack]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for pack in packs {
        found.extend(pack.manifest.extends.iter().filter_map(|id| unknown_base(packs, pack, id)));
        found.extend(pack.files.paths().filter(|path| !is_read(path)).map(|path| unread(pack, path)));
    }
    found
}

fn unknown_base(packs: &[Pack], pack: &Pack, id: &str) -> Option<Diagnostic> {
    let ids = || packs.iter().map(|pack| pack.manifest.id.as_str()).filter(|other| *other != pack.manifest.id);
    if ids().any(|known| known == id) {
        return None;
    }
    let mut problem = Diagnostic::new(Code::UnknownReference, format!("there is no pack `{id}` to build on"));
    if let Some(source) = pack.files.get("pack.toml") {
        let quoted = format!("\"{id}\"");
        let at = source.text().find("extends").and_then(|from| Some(from + source.text()[from..].find(&quoted)?));
        problem = problem.at(source, at.map_or(0..0, |at| at..at + quoted.len()), "");
    }
    Some(match did_you_mean(id, ids()) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help("correct the id in `extends`, or add the pack with --pack before this one"),
    })
}

fn is_read(path: &str) -> bool {
    let hidden = path.split('/').any(|part| part.starts_with('.'));
    match path.split_once('/') {
        None => FILES.contains(&path) || path.ends_with(".md"),
        Some(("calendars", _)) => hidden || calendars::FILES.contains(&path),
        Some((folder, _)) => hidden || FOLDERS.contains(&folder) || (path.ends_with(".md") && nearest(path).is_none()),
    }
}

/// The path that the writer may have meant: a known file, or a known folder with the same rest.
fn nearest(path: &str) -> Option<String> {
    match path.split_once('/') {
        None => did_you_mean(path, FILES).map(str::to_owned),
        Some(("calendars", _)) => did_you_mean(path, calendars::FILES).map(str::to_owned),
        Some((folder, rest)) => did_you_mean(folder, FOLDERS).map(|known| format!("{known}/{rest}")),
    }
}

fn unread(pack: &Pack, path: &str) -> Diagnostic {
    let message = format!("the file `{path}` of the pack {} has a place where nothing reads it", pack.manifest.id);
    let problem = Diagnostic::new(Code::UnreadFile, message);
    match nearest(path) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None if path.starts_with("calendars/") => {
            problem.help(format!("the folder holds {}", calendars::FILES.join(", ")))
        }
        None => {
            problem.help(format!("a pack holds {}, and files in the folders {}", FILES.join(", "), FOLDERS.join(", ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{is_read, nearest};

    #[test]
    fn only_known_places_are_read() {
        for path in [
            "pack.toml",
            "README.md",
            "fields/own.toml",
            "clauses/own.md",
            "calendars/limits.toml",
            ".git/x.toml",
            "notes/law.md",
        ] {
            assert!(is_read(path), "{path}");
        }
        for path in
            ["conditons.toml", "requirement/planning.toml", "clause/own.md", "extra/own.toml", "calendars/own.toml"]
        {
            assert!(!is_read(path), "{path}");
        }
        assert_eq!(nearest("requirement/planning.toml").as_deref(), Some("requirements/planning.toml"));
        assert_eq!(nearest("calendars/limit.toml").as_deref(), Some("calendars/limits.toml"));
        assert_eq!(nearest("tigten.toml").as_deref(), Some("tighten.toml"));
    }
}
