//! What the binary carries: packs, templates and example records.

use include_dir::{Dir, include_dir};

/// Every pack of the binary, one folder each.
pub(super) static PACKS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/checklists");

/// The templates of the binary: clauses, documents and reports.
pub static TEMPLATES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// The TOML and the front matter of what the binary carries, parsed by `src/build.rs`: path of the file, and tree; by path.
static TREES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/trees.rs"));

/// The tree of the embedded file at `path`, such as `checklists/PACK/pack.toml`, if it holds TOML.
pub(super) fn embedded_tree(path: &str) -> Option<&'static [u8]> {
    TREES.binary_search_by_key(&path, |(known, _)| known).ok().map(|at| TREES[at].1)
}

/// The text of an embedded template, by its path under `templates/`.
pub fn embedded_template(path: &str) -> Option<&'static str> {
    TEMPLATES.get_file(path).and_then(|file| file.contents_utf8())
}

/// An example record of a pack, with the files that it names.
#[derive(Clone, Debug)]
pub struct Example {
    /// The folder's name, such as `online-licensing`.
    pub name: String,
    /// The files: path inside the folder, and bytes. One of them is `procurement.toml`.
    pub files: Vec<(String, &'static [u8])>,
}

impl Example {
    /// The bytes of one of its files.
    pub fn file(&self, path: &str) -> Option<&'static [u8]> {
        self.files.iter().find(|(known, _)| known == path).map(|(_, bytes)| *bytes)
    }
}

/// The files of a folder of the embedded templates, at any depth: path inside the folder, and bytes; by path.
pub fn embedded_folder(path: &str) -> Vec<(String, &'static [u8])> {
    TEMPLATES.get_dir(path).map(files_of).unwrap_or_default()
}

/// Every embedded example record, by name.
pub fn embedded_examples() -> Vec<Example> {
    let folders = PACKS.dirs().filter_map(|pack| pack.get_dir(pack.path().join("examples")));
    let mut examples: Vec<Example> = folders
        .flat_map(|folder| folder.dirs())
        .map(|folder| {
            let name = folder.path().file_name().map(|name| name.to_string_lossy().into_owned());
            Example { name: name.unwrap_or_default(), files: files_of(folder) }
        })
        .collect();
    examples.sort_by(|a, b| a.name.cmp(&b.name));
    examples
}

fn files_of(folder: &'static Dir<'static>) -> Vec<(String, &'static [u8])> {
    fn collect(folder: &'static Dir<'static>, root: &std::path::Path, files: &mut Vec<(String, &'static [u8])>) {
        for file in folder.files() {
            let path = file.path().strip_prefix(root).unwrap_or(file.path());
            files.push((path.to_string_lossy().replace('\\', "/"), file.contents()));
        }
        folder.dirs().for_each(|inner| collect(inner, root, files));
    }
    let mut files = Vec::new();
    collect(folder, folder.path(), &mut files);
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use toml::de::DeTable;

    use super::*;
    use crate::pack::PackFiles;
    use crate::source::read_tree;

    #[test]
    fn the_tree_of_an_embedded_file_is_what_parsing_it_gives() {
        let mut checked = 0;
        for files in [PackFiles::embedded(&PACKS, "checklists"), PackFiles::embedded(&TEMPLATES, "templates")] {
            for path in files.paths() {
                let text = files.get(path).unwrap().text();
                let front = text.strip_prefix("+++\n").and_then(|rest| rest.find("\n+++\n")).map(|at| at + 4);
                let toml = match front {
                    Some(end) => format!("   \n{}", &text[4..end]),
                    None if path.ends_with(".toml") => text.to_owned(),
                    None => continue,
                };
                let tree = embedded_tree(files.get(path).unwrap().name()).expect(path);
                let read = read_tree(&toml, tree).expect(path);
                assert_eq!(format!("{read:?}"), format!("{:?}", DeTable::parse(&toml).unwrap()), "{path}");
                checked += 1;
            }
        }
        assert!(checked > 100, "{checked}");
    }
}
