//! The files of one pack, from the binary or from a folder.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use include_dir::Dir;

use crate::source::{Code, Diagnostic, Hash, SourceText, read_text};

use super::embedded::embedded_tree;

/// One file of a pack.
#[derive(Clone, Debug)]
pub struct PackFile {
    /// Its number among the files of the library.
    pub index: usize,
    /// Its path inside the pack, with `/`.
    pub path: String,
}

impl PackFile {
    /// The file's name without folder and ending.
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.split('.').next().unwrap_or(name)
    }
}

/// The files of a pack or of templates (TOML, Markdown, HTML and CSS), sorted by path.
#[derive(Clone, Debug, Default)]
pub struct PackFiles {
    files: Vec<(String, Arc<SourceText>)>,
    hash: OnceLock<String>,
}

impl PackFiles {
    /// The files of a folder in the binary; names shown to people begin with `prefix`.
    pub fn embedded(folder: &'static Dir<'static>, prefix: &str) -> Self {
        fn collect(
            folder: &'static Dir<'static>,
            root: &Path,
            prefix: &str,
            files: &mut Vec<(String, Arc<SourceText>)>,
        ) {
            for file in folder.files() {
                let path = slashes(file.path().strip_prefix(root).unwrap_or(file.path()));
                if let Some(text) = file.contents_utf8().filter(|_| is_pack_file(&path)) {
                    let name = format!("{prefix}/{path}");
                    let tree = embedded_tree(&name);
                    files.push((path, Arc::new(SourceText::embedded(name, text, tree))));
                }
            }
            for inner in folder.dirs() {
                collect(inner, root, prefix, files);
            }
        }
        let mut files = Vec::new();
        collect(folder, folder.path(), prefix, &mut files);
        Self::sorted(files)
    }

    /// The files of a folder on disk.
    ///
    /// # Errors
    /// A diagnostic for each file or folder that cannot be read.
    pub fn folder(folder: &Path, name: &str) -> Result<Self, Vec<Diagnostic>> {
        let walk = ignore::WalkBuilder::new(folder).standard_filters(false).follow_links(false).build();
        let mut files = Vec::new();
        let mut problems = Vec::new();
        for entry in walk {
            let entry = match entry {
                Ok(entry) => entry,
                Err(_) => {
                    let problem = Diagnostic::new(Code::FileNotFound, format!("the folder `{name}` could not be read"));
                    problems.push(problem.help("name the folder of a pack: the one that holds pack.toml"));
                    continue;
                }
            };
            let path = slashes(entry.path().strip_prefix(folder).unwrap_or(entry.path()));
            if entry.path_is_symlink() && entry.depth() > 0 && (is_pack_file(&path) || entry.path().is_dir()) {
                problems.push(link(&format!("{}/{path}", name.trim_end_matches('/'))));
                continue;
            }
            if entry.file_type().is_some_and(|kind| kind.is_file()) && is_pack_file(&path) {
                match read_text(entry.path(), &format!("{}/{path}", name.trim_end_matches('/'))) {
                    Ok(source) => files.push((path, source)),
                    Err(problem) => problems.push(*problem),
                }
            }
        }
        if problems.is_empty() { Ok(Self::sorted(files)) } else { Err(problems) }
    }

    /// Whether a file at this path inside the folder of a pack is one of its files.
    pub fn takes(path: &Path) -> bool {
        is_pack_file(&slashes(path))
    }

    fn sorted(mut files: Vec<(String, Arc<SourceText>)>) -> Self {
        files.sort_by(|a, b| a.0.cmp(&b.0));
        Self { files, hash: OnceLock::new() }
    }

    /// The file at exactly this path.
    pub fn get(&self, path: &str) -> Option<&Arc<SourceText>> {
        self.files.iter().find(|(known, _)| known == path).map(|(_, source)| source)
    }

    /// The paths of all files, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(path, _)| path.as_str())
    }

    /// All files whose path begins with `folder/` and ends with `ending`, by path.
    pub fn under(&self, folder: &str, ending: &str) -> impl Iterator<Item = (&str, &Arc<SourceText>)> {
        self.files
            .iter()
            .filter(move |(path, _)| {
                path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')) && path.ends_with(ending)
            })
            .map(|(path, source)| (path.as_str(), source))
    }

    /// These files, each replaced by the file of the same path in `over`, with the others of `over` added.
    pub fn overlaid(&self, over: &PackFiles) -> Self {
        let kept = self.files.iter().filter(|(path, _)| over.get(path).is_none());
        Self::sorted(kept.chain(&over.files).cloned().collect())
    }

    /// The files whose paths are `wanted`.
    pub fn only(&self, wanted: impl Fn(&str) -> bool) -> Self {
        Self::sorted(self.files.iter().filter(|(path, _)| wanted(path)).cloned().collect())
    }

    /// The SHA-256 over paths and contents, in hexadecimal: the identity of what the pack says.
    pub fn hash(&self) -> String {
        let hash = || {
            let mut hash = Hash::default();
            for (path, source) in &self.files {
                hash.add(path);
                hash.add([0]);
                hash.add(source.text());
                hash.add([0]);
            }
            hash.hex()
        };
        self.hash.get_or_init(hash).clone()
    }
}

/// A link is not followed, because it may lead outside of the folder; nor is it passed over, because a file that is named
/// and not used misleads.
fn link(name: &str) -> Diagnostic {
    Diagnostic::new(Code::NotAFile, format!("`{name}` is a link, and links are not followed"))
        .help("put the file or folder itself in its place")
}

fn is_pack_file(path: &str) -> bool {
    !path.starts_with("examples/") && [".toml", ".md", ".html", ".css"].iter().any(|ending| path.ends_with(ending))
}

fn slashes(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
