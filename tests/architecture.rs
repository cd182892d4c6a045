//! The shape of the house: floors, sizes, and no law in Rust.

use std::fs;
use std::path::{Path, PathBuf};

/// The floors from the ground up: a module imports only from those before it.
const FLOORS: [&[&str]; 8] =
    [&["source"], &["record"], &["pack"], &["agreement"], &["assessment"], &["drafting"], &["render"], &["cli"]];

fn rust_files(folder: &str) -> Vec<PathBuf> {
    fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, files);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
    }
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut files);
    files.sort();
    files
}

fn floor_of(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

fn own_module(path: &Path) -> Option<String> {
    let inside = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).ok()?;
    let first = inside.components().next()?.as_os_str().to_str()?;
    floor_of(first).map(|_| first.to_owned())
}

/// Every `crate::module` that a text names.
fn crate_modules(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("crate::").map(|(at, path)| {
        let rest = &text[at + path.len()..];
        &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len())]
    })
}

#[test]
fn modules_import_from_lower_floors_only() {
    let mut wrong = Vec::new();
    let mut imports = 0;
    for path in rust_files("src") {
        let Some(own) = own_module(&path) else { continue };
        let text = fs::read_to_string(&path).unwrap();
        for module in crate_modules(&text) {
            imports += 1;
            if floor_of(module).is_some_and(|floor| floor >= floor_of(&own).unwrap()) && module != own {
                wrong.push(format!("{} imports crate::{module}", path.display()));
            }
        }
    }
    assert!(imports > 50, "the test looks at no imports");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_module_is_on_a_floor() {
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            assert!(floor_of(&name).is_some(), "src/{name} is on no floor");
        }
    }
}

#[test]
fn rust_names_no_law_and_no_requirement() {
    let laws = diligence_ids();
    assert!(laws.len() > 150);
    let mut wrong = Vec::new();
    for path in rust_files("src") {
        let text = fs::read_to_string(&path).unwrap();
        wrong.extend(
            laws.iter().filter(|id| text.contains(&format!("\"{id}\""))).map(|id| format!("{}: {id}", path.display())),
        );
    }
    assert!(wrong.is_empty(), "law belongs in checklists/: {wrong:#?}");
}

/// The ids of every requirement and authority of the built-in packs.
fn diligence_ids() -> Vec<String> {
    let library = diligence::pack::load(&[diligence::pack::PackSource::Embedded]).unwrap();
    let requirements = library.requirements.iter().map(|requirement| requirement.id.clone());
    requirements.chain(library.authorities.iter().map(|authority| authority.id.clone())).collect()
}

#[test]
fn only_the_cli_prints_and_reads_the_clock_and_the_environment() {
    let mut wrong = Vec::new();
    for path in rust_files("src") {
        let text = fs::read_to_string(&path).unwrap();
        let inside_cli = own_module(&path).as_deref() == Some("cli") || path.ends_with("build.rs");
        for word in ["println!", "print!", "std::env::", "Timestamp::now", "SystemTime", "Zoned::now", "process::exit"]
        {
            if !inside_cli && text.contains(word) {
                wrong.push(format!("{}: {word}", path.display()));
            }
        }
        for word in ["TcpStream", "UdpSocket", "std::net"] {
            if text.contains(word) {
                wrong.push(format!("{}: the network ({word})", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nothing_panics_or_writes_in_place_outside_tests() {
    let mut wrong = Vec::new();
    for path in rust_files("src") {
        let text = fs::read_to_string(&path).unwrap();
        let own = &text[..text.find("#[cfg(test)]").unwrap_or(text.len())];
        for word in [".unwrap()", "panic!(", "unreachable!(", "fs::write(", "File::create("] {
            // What the build writes is read by the compiler alone, and written anew by each build.
            let built = word == "fs::write(" && path.ends_with("build.rs");
            if own.contains(word) && !built && !path.ends_with("tests.rs") {
                wrong.push(format!("{}: {word}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn files_stay_small() {
    let mut lengths: Vec<(usize, PathBuf)> =
        rust_files("src").into_iter().map(|path| (fs::read_to_string(&path).unwrap().lines().count(), path)).collect();
    lengths.sort();
    let long: Vec<_> = lengths.iter().filter(|(lines, _)| *lines > 400).collect();
    assert!(long.is_empty(), "split these along a seam: {long:#?}");
    let median = lengths[lengths.len() / 2].0;
    assert!(median <= 150, "the median file has {median} lines");
}
