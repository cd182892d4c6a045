//! Tells cargo that the embedded data is part of the program, and parses its TOML, so that the program need not do so at
//! each start. The form of what is written stands in `src/source/tree.rs`, where it is read.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=checklists");
    println!("cargo::rerun-if-changed=templates");
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let mut files = Vec::new();
    find_files(Path::new("checklists"), &mut files)?;
    find_files(Path::new("templates"), &mut files)?;
    files.sort();
    let mut list = String::from("&[\n");
    for (number, (name, path)) in files.iter().enumerate() {
        let text = match fs::read_to_string(path)? {
            text if name.ends_with(".md") => match front_matter(&text) {
                Some(front) => front,
                None => continue,
            },
            text => text,
        };
        // A file with an error is left to the program, which tells of it.
        if let Ok(table) = DeTable::parse(&text) {
            let tree = out.join(format!("{number}.tree"));
            fs::write(&tree, write_tree(&text, table))?;
            writeln!(list, "({name:?}, include_bytes!({tree:?})),").map_err(io::Error::other)?;
        }
    }
    fs::write(out.join("trees.rs"), list + "]")
}

/// What `SourceText::front_matter` gives: the TOML between two lines `+++`, all places kept.
fn front_matter(text: &str) -> Option<String> {
    let rest = text.strip_prefix("+++\n")?;
    Some(format!("   \n{}", &rest[..rest.find("\n+++\n")?]))
}

/// The TOML and Markdown files below `folder`: name with `/`, and path.
fn find_files(folder: &Path, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            find_files(&path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "toml" || ending == "md") {
            let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
            files.push((parts.join("/"), path));
        }
    }
    Ok(())
}

fn write_tree(text: &str, root: Spanned<DeTable<'_>>) -> Vec<u8> {
    let mut tree = Tree { text, out: Vec::new(), place: 0 };
    let span = root.span();
    tree.value(&Spanned::new(span, DeValue::Table(root.into_inner())));
    tree.out
}

struct Tree<'s> {
    text: &'s str,
    out: Vec<u8>,
    place: usize,
}

impl Tree<'_> {
    fn value(&mut self, value: &Spanned<DeValue<'_>>) {
        let span = value.span();
        self.number(match value.get_ref() {
            DeValue::String(_) => 0,
            DeValue::Boolean(yes) => 1 + usize::from(*yes),
            DeValue::Array(_) => 3,
            DeValue::Table(_) => 4,
            DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) => 5,
        });
        self.place(span.start);
        self.number(span.len());
        match value.get_ref() {
            DeValue::String(string) => self.string(string),
            DeValue::Array(list) => {
                self.number(list.len());
                list.iter().for_each(|value| self.value(value));
            }
            DeValue::Table(table) => {
                self.number(table.len());
                for (key, value) in table.iter() {
                    self.place(key.span().start);
                    self.number(key.span().len());
                    self.string(key.get_ref());
                    self.value(value);
                }
            }
            DeValue::Boolean(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) => {}
        }
    }

    /// Where `string` stands in the file, if the parser borrowed it from there; otherwise the string itself.
    fn string(&mut self, string: &str) {
        let start = (string.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        if self.text.get(start..start.saturating_add(string.len())) == Some(string) {
            self.number(2 * string.len());
            self.place(start);
        } else {
            self.number(2 * string.len() + 1);
            self.out.extend(string.as_bytes());
        }
    }

    fn place(&mut self, place: usize) {
        let backwards = place < self.place;
        self.number(2 * place.abs_diff(self.place) + usize::from(backwards));
        self.place = place;
    }

    fn number(&mut self, mut number: usize) {
        while number >= 0x80 {
            self.out.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.out.push(number as u8);
    }
}
