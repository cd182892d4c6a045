//! `init --example`: a copy of an example record, with the files that it names.

use std::path::Path;

use crate::cli::{Exit, Failure, context, new_files, output};

/// Copies the example `name` into `folder`.
pub fn copy(name: &str, folder: &Path) -> Result<Exit, Failure> {
    let example = context::example(name)?;
    let files: Vec<_> = example.files.into_iter().map(|(path, bytes)| (path, bytes.to_vec())).collect();
    new_files::create(folder, &files)?;
    let mut text = String::new();
    for (path, _) in &files {
        text.push_str(&format!("Wrote {}\n", context::shown(&folder.join(path))));
    }
    output::print(&text)?;
    super::next_step(folder)
}
