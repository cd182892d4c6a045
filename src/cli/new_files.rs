//! New files for a person: nothing that is there is replaced, and a set of files is written whole or not at all.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Failure, context, output};

/// Writes `files` (path below `folder`, and bytes), making the folders that they need.
///
/// # Errors
/// When one of the files exists or cannot be written; then none of them is left.
pub fn create(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Failure> {
    let paths: Vec<PathBuf> = files.iter().map(|(path, _)| folder.join(path)).collect();
    if let Some(taken) = paths.iter().find(|path| path.symlink_metadata().is_ok()) {
        return Err(exists(taken));
    }
    for (at, (path, (_, bytes))) in paths.iter().zip(files).enumerate() {
        if let Err(failure) = create_one(path, bytes) {
            paths[..at].iter().for_each(|done| drop(fs::remove_file(done)));
            return Err(failure);
        }
    }
    Ok(())
}

/// The failure that `path` is taken.
pub fn exists(path: &Path) -> Failure {
    let shown = context::shown(path);
    Failure::Other(format!("`{shown}` exists. It was left as it is, and nothing was written; name another folder"))
}

fn create_one(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| {
        let shown = context::shown(folder);
        Failure::Other(format!("the folder `{shown}` could not be made ({}). Name another folder", error.kind()))
    })?;
    output::create(path, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(names: [&str; 2]) -> Vec<(String, Vec<u8>)> {
        names.map(|name| (name.to_owned(), b"new".to_vec())).into()
    }

    #[test]
    fn a_set_of_files_is_written_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("taken"), "mine").unwrap();
        // The second cannot be written: once because it is there, once because a file stands where its folder would be.
        for names in [["one", "taken"], ["one", "taken/two"]] {
            assert!(create(folder.path(), &files(names)).is_err());
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "{names:?}");
            assert_eq!(fs::read_to_string(folder.path().join("taken")).unwrap(), "mine");
        }
        create(folder.path(), &files(["one", "inner/two"])).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("inner/two")).unwrap(), "new");
    }
}
