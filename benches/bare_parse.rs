//! The bare cost that `check` is held against: read every record below a folder and parse it with the `toml` crate, nothing else.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark prints what it did")]

use std::path::PathBuf;

use rayon::prelude::*;

fn main() {
    let Some(folder) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) else {
        eprintln!("give the folder of records; benches/measure.py does");
        return;
    };
    let paths: Vec<PathBuf> = ignore::WalkBuilder::new(folder)
        .build()
        .filter_map(Result::ok)
        .map(ignore::DirEntry::into_path)
        .filter(|path| path.ends_with("procurement.toml"))
        .collect();
    let keys: usize = paths
        .par_iter()
        .map(|path| {
            let text = std::fs::read_to_string(path).expect("a generated record can be read");
            toml::de::DeTable::parse(&text).expect("a generated record is TOML").get_ref().len()
        })
        .sum();
    println!("{} records with {keys} headings", paths.len());
}
