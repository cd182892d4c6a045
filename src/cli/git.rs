//! What changed since a commit, as git tells it. Git is called as a program, and only reads.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::render::visible;

use super::Failure;

/// The most characters of what git says that are quoted.
const LONGEST_SAID: usize = 300;

/// The work tree of a repository.
#[derive(Debug)]
pub struct Repository {
    /// Its folder, as the system knows it: absolute and without links.
    pub root: PathBuf,
}

/// The files of a repository that are not as they were.
#[derive(Debug)]
pub struct Changes {
    /// Files, and folders that git does not look into, below the root; sorted.
    paths: Vec<PathBuf>,
}

impl Changes {
    /// Whether the file `path`, below the root, changed, or something around it that git takes as one thing, such as a
    /// submodule.
    pub fn has(&self, path: &Path) -> bool {
        path.ancestors().any(|part| self.paths.binary_search_by(|one| one.as_path().cmp(part)).is_ok())
    }

    /// Whether anything below the folder `path` changed, or it itself.
    pub fn has_below(&self, path: &Path) -> bool {
        self.has(path) || self.paths.iter().any(|one| one.starts_with(path))
    }

    /// Those that changed, each below the root.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.paths.iter().map(PathBuf::as_path)
    }
}

impl Repository {
    /// The repository that holds `folder`.
    ///
    /// # Errors
    /// Without git, and where `folder` is in no repository with files.
    pub fn around(folder: &Path) -> Result<Self, Failure> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let found = run(folder, &["rev-parse", "--show-toplevel"])?;
        let root = found.done().map_err(|said| {
            let shown = folder.display();
            let advice = match said.contains("dubious ownership") {
                true => "The folder belongs to another user: where you trust it, tell git so with \
                         `git config --global --add safe.directory` and the path that git names",
                false => "Run the command in a clone of the repository",
            };
            Failure::Other(format!(
                "--changed-since needs a git repository around `{shown}`, which git does not find. {said}. {advice}, or \
                 leave --changed-since out to check every record"
            ))
        })?;
        let root = path_of(root.strip_suffix(b"\n").unwrap_or(&root));
        // The same form as that of the records, which are looked up in the same way.
        let root = root.canonicalize().map_err(|error| unreadable(&root, &error))?;
        Ok(Self { root })
    }

    /// What is not as it was where the history of `revision` and that of the work tree parted: what was committed since,
    /// what is not committed yet, and new files that git does not ignore.
    ///
    /// # Errors
    /// When `revision` names no commit here, or the two have no commit in common.
    pub fn changes_since(&self, revision: &str) -> Result<Changes, Failure> {
        let base = match revision == "HEAD" && self.is_without_commits()? {
            true => self.no_files()?,
            false => self.parting(revision, &self.commit(revision)?)?,
        };
        let diff = [
            "diff",
            "--name-only",
            "-z",
            "--no-renames",
            "--no-relative",
            "--no-ext-diff",
            "--ignore-submodules=none",
            &base,
            "--",
        ];
        let untracked = ["ls-files", "--others", "--exclude-standard", "-z", "--"];
        let mut paths = self.list(&diff)?;
        paths.extend(self.list(&untracked)?);
        paths.sort();
        paths.dedup();
        Ok(Changes { paths })
    }

    /// Whether the branch has no commit yet, as before the first one, which a hook checks too.
    fn is_without_commits(&self) -> Result<bool, Failure> {
        let works = |args: &[&str]| run(&self.root, args).map(|ran| ran.worked);
        Ok(!works(&["rev-parse", "--verify", "--quiet", "HEAD"])? && works(&["symbolic-ref", "--quiet", "HEAD"])?)
    }

    /// The name that git gives to a tree without files.
    fn no_files(&self) -> Result<String, Failure> {
        let name = self.listed(&["hash-object", "-t", "tree", "--stdin"])?;
        Ok(String::from_utf8_lossy(&name).trim().to_owned())
    }

    /// The commit that `revision` names.
    fn commit(&self, revision: &str) -> Result<String, Failure> {
        let named = run(&self.root, &["rev-parse", "--verify", &format!("{revision}^{{commit}}")])?;
        let commit = named.done().map_err(|said| {
            Failure::Other(format!(
                "--changed-since: git knows no commit `{revision}` in `{}`. {said}. Check the spelling; {}",
                self.root.display(),
                self.fetch_more("the branch may have to be fetched first, as with `git fetch origin`")
            ))
        })?;
        Ok(String::from_utf8_lossy(&commit).trim().to_owned())
    }

    /// The last commit that the history of `commit` and that of the work tree have in common.
    fn parting(&self, revision: &str, commit: &str) -> Result<String, Failure> {
        let found = run(&self.root, &["merge-base", commit, "HEAD"])?;
        let base = found.done().map_err(|said| {
            Failure::Other(format!(
                "--changed-since: `{revision}` and the checked-out commit have no commit in common. {said}; {}",
                self.fetch_more("name a revision that this branch comes from")
            ))
        })?;
        Ok(String::from_utf8_lossy(&base).trim().to_owned())
    }

    /// What to do when a commit is missing: other words for a clone that holds only a part of the history.
    fn fetch_more(&self, otherwise: &str) -> String {
        let shallow = run(&self.root, &["rev-parse", "--is-shallow-repository"])
            .map(|found| found.done().is_ok_and(|answer| answer.starts_with(b"true")));
        match shallow {
            Ok(true) => "this clone holds only the newest part of the history: fetch the rest with \
                         `git fetch --unshallow`, or have the whole history checked out (`fetch-depth: 0`)"
                .to_owned(),
            _ => otherwise.to_owned(),
        }
    }

    fn list(&self, args: &[&str]) -> Result<Vec<PathBuf>, Failure> {
        let listed = self.listed(args)?;
        let names = listed.split(|byte| *byte == 0).filter(|name| !name.is_empty());
        Ok(names.map(|name| path_of(name.strip_suffix(b"/").unwrap_or(name))).collect())
    }

    /// What git prints for `args`, which work in any repository that is whole.
    fn listed(&self, args: &[&str]) -> Result<Vec<u8>, Failure> {
        run(&self.root, args)?.done().map_err(|said| {
            let root = self.root.display();
            Failure::Other(format!(
                "--changed-since: git could not list what changed in `{root}`. {said}. Check the repository with \
                 `git status` and `git fsck`"
            ))
        })
    }
}

/// How a run of git ended.
struct Ran {
    worked: bool,
    output: Vec<u8>,
    /// What it wrote on standard error.
    said: Vec<u8>,
}

impl Ran {
    /// Its output, or a sentence without its stop that quotes what git says.
    fn done(self) -> Result<Vec<u8>, String> {
        if self.worked { Ok(self.output) } else { Err(quoted(&String::from_utf8_lossy(&self.said))) }
    }
}

/// Of what git says, the line that tells why it ended, as a quotation that holds nothing that steers a terminal.
fn quoted(said: &str) -> String {
    let why = said.lines().find_map(|line| line.strip_prefix("fatal: ").or_else(|| line.strip_prefix("error: ")));
    let why = why.or_else(|| said.lines().find(|line| !line.trim().is_empty())).unwrap_or_default();
    let why = visible(why.trim().trim_end_matches('.'));
    match (why.is_empty(), why.char_indices().nth(LONGEST_SAID)) {
        (true, _) => "Git does not say more".to_owned(),
        (_, Some((end, _))) => format!("Git says: \"{}...\"", &why[..end]),
        _ => format!("Git says: \"{why}\""),
    }
}

fn run(folder: &Path, args: &[&str]) -> Result<Ran, Failure> {
    /// What a hook of git sets: it would lead to another repository or index than that of the folder.
    const OF_HOOKS: [&str; 5] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"];
    let mut git = Command::new("git");
    git.arg("--no-optional-locks").args(["-c", "core.fsmonitor=false"]).args(args).current_dir(folder);
    git.env("LC_ALL", "C").stdin(Stdio::null());
    for name in OF_HOOKS {
        git.env_remove(name);
    }
    let output = git.output().map_err(|error| match error.kind() {
        ErrorKind::NotFound if folder.is_dir() => Failure::Other(
            "--changed-since needs the program `git`, which was not found. Install git, or leave --changed-since out to \
             check every record"
                .to_owned(),
        ),
        _ => unreadable(folder, &error),
    })?;
    Ok(Ran { worked: output.status.success(), output: output.stdout, said: output.stderr })
}

fn unreadable(folder: &Path, error: &std::io::Error) -> Failure {
    let (shown, kind) = (folder.display(), error.kind());
    Failure::Other(format!("--changed-since: git could not look into `{shown}` ({kind}). Check its permissions"))
}

/// A path as git prints it.
fn path_of(bytes: &[u8]) -> PathBuf {
    #[cfg(unix)]
    return PathBuf::from(<OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(bytes));
    #[cfg(not(unix))]
    return PathBuf::from(OsStr::new(&*String::from_utf8_lossy(bytes)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn git_is_quoted_in_one_line_that_steers_nothing() {
        for (said, expected) in [
            ("", "Git does not say more"),
            ("warning: old\nfatal: not here.\nhint: look\n", "Git says: \"not here\""),
            ("\n odd \u{1b}[31mwords\u{7}\n", "Git says: \"odd \u{fffd}[31mwords\u{fffd}\""),
        ] {
            assert_eq!(quoted(said), expected);
        }
        assert!(quoted(&"é".repeat(1000)).len() < 1000);
    }

    #[test]
    fn what_stands_around_a_file_counts_and_what_stands_beside_it_does_not() {
        let paths = ["a/b.md", "sub", "z"].map(PathBuf::from).to_vec();
        let changes = Changes { paths };
        for (path, has, below) in [
            ("a/b.md", true, true),
            ("a/b.md.old", false, false),
            ("a", false, true),
            ("sub/evidence/c.md", true, true),
            ("submarine/c.md", false, false),
            ("y", false, false),
        ] {
            assert_eq!((changes.has(Path::new(path)), changes.has_below(Path::new(path))), (has, below), "{path}");
        }
    }
}
