//! Paths that are compared: as the system knows them, and from one folder to another.

use std::io;
use std::path::{Component, Path, PathBuf};

/// The working folder, as the system knows it.
pub fn here() -> Option<PathBuf> {
    std::env::current_dir().ok()?.canonicalize().ok()
}

/// `path` as it leads from the working folder, in one form however it was written: `a`, not `./a`, `b/../a` or the whole
/// path. What lies outside the working folder keeps its `..` and its beginning.
pub fn plain(path: &Path) -> PathBuf {
    let parts = path.components().filter(|part| *part != Component::CurDir);
    let tidy: PathBuf = parts.collect();
    let is_downward = tidy.components().all(|part| matches!(part, Component::Normal(_)));
    let inside = || Some(settled(path).ok()?.strip_prefix(here()?).ok()?.to_owned());
    let plain = if is_downward { tidy } else { inside().unwrap_or(tidy) };
    if plain.as_os_str().is_empty() { PathBuf::from(".") } else { plain }
}

/// `path` as the system knows it: absolute, and without links among its folders. The file itself need not be there.
///
/// # Errors
/// When its folder is not there.
pub fn settled(path: &Path) -> io::Result<PathBuf> {
    match path.file_name() {
        Some(name) => Ok(folder_of(path).canonicalize()?.join(name)),
        None => path.canonicalize(),
    }
}

/// Where `path` leads to through links, [`settled`]. The file at the end need not be there.
///
/// # Errors
/// When the folder in which it ends is not there.
pub fn landed(path: &Path) -> io::Result<PathBuf> {
    let broken = |_| match path.read_link() {
        Ok(target) => settled(&folder_of(path).join(target)),
        Err(_) => settled(path),
    };
    path.canonicalize().or_else(broken)
}

/// `path` as the system knows it, where its end need not be there: absolute, and without links in the part that is.
pub fn whole(path: &Path) -> PathBuf {
    let real = |part: &Path| if part.as_os_str().is_empty() { here() } else { part.canonicalize().ok() };
    let found = path.ancestors().find_map(|part| Some(real(part)?.join(path.strip_prefix(part).ok()?)));
    found.unwrap_or_else(|| path.to_owned())
}

/// The folder that holds `path`; the working folder for a bare name.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The way from `folder` to `path`, which are both settled, with `/`.
pub fn way(folder: &Path, path: &Path) -> String {
    let common = folder.components().zip(path.components()).take_while(|(one, other)| one == other).count();
    let up = folder.components().skip(common).map(|_| "..".into());
    let down = path.components().skip(common).map(|part| part.as_os_str().to_string_lossy());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// Where `way` leads from `folder`, which is settled.
pub fn follow(folder: &Path, way: &str) -> PathBuf {
    let mut path = folder.to_owned();
    for part in Path::new(way).components() {
        match part {
            Component::ParentDir => drop(path.pop()),
            Component::CurDir => {}
            part => path.push(part),
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_leads_where_it_was_taken_to() {
        for (folder, path, expected) in [
            ("/a", "/a/b/p.toml", "b/p.toml"),
            ("/a/b", "/a/p.toml", "../p.toml"),
            ("/a/b c", "/a/d/é/p.toml", "../d/é/p.toml"),
            ("/", "/p.toml", "p.toml"),
            ("/a", "/ab/p.toml", "../ab/p.toml"),
        ] {
            let found = way(Path::new(folder), Path::new(path));
            assert_eq!(found, expected);
            assert_eq!(follow(Path::new(folder), &found), Path::new(path));
        }
    }
}
