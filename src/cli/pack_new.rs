//! `diligence pack new`: the beginning of a pack.

use std::io::ErrorKind;
use std::path::Path;

use crate::pack::{PackSource, embedded_folder, load};

use super::{Exit, Failure, context, new_files, output};

/// The id that the scaffold's files carry, each place of which gets the new pack's id.
const SCAFFOLD_ID: &str = "own-pack";

/// Writes a pack into `dir`, which must be new or empty.
pub fn run(dir: &Path) -> Result<Exit, Failure> {
    let shown = context::shown(dir);
    refuse_unless_empty(dir, &shown)?;
    let id = id_for(dir, &shown)?;
    let files: Vec<(String, Vec<u8>)> = embedded_folder("scaffold")
        .into_iter()
        .map(|(path, bytes)| (path, String::from_utf8_lossy(bytes).replace(SCAFFOLD_ID, &id).into_bytes()))
        .collect();
    new_files::create(dir, &files)?;
    let list: String = files.iter().map(|(path, _)| format!("Wrote {}\n", context::shown(&dir.join(path)))).collect();
    let [verify, test] = ["verify", "test"].map(|word| context::command_for(&format!("diligence pack {word}"), dir));
    output::print(&format!(
        "{list}The pack {id} is complete, with an example of each part. Change it to your own rules.\nNext: {verify}\nThen: {test}\n"
    ))?;
    Ok(Exit::Clean)
}

fn refuse_unless_empty(dir: &Path, shown: &str) -> Result<(), Failure> {
    let problem = match std::fs::read_dir(dir).map(|mut entries| entries.next().is_none()) {
        Ok(true) => return Ok(()),
        Ok(false) => format!("the folder `{shown}` is not empty; name a new or an empty one"),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == ErrorKind::NotADirectory => format!("`{shown}` is a file; name a folder"),
        Err(error) => format!("the folder `{shown}` could not be read ({}); name another", error.kind()),
    };
    Err(Failure::Other(format!("{problem}. Nothing was written")))
}

/// The id of the pack in `dir`: the folder's name in kebab-case.
fn id_for(dir: &Path, shown: &str) -> Result<String, Failure> {
    let path = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
    let id = kebab(&path.file_name().unwrap_or_default().to_string_lossy());
    if id.is_empty() {
        return Err(Failure::Other(format!(
            "the name of the folder `{shown}` gives no id for the pack; name it with letters or digits, such as own-rules"
        )));
    }
    if load(&[PackSource::Embedded])?.packs.iter().any(|pack| pack.manifest.id == id) {
        return Err(Failure::Other(format!(
            "a built-in pack has the id `{id}`, and yours would take its place; name the folder otherwise, such as own-rules"
        )));
    }
    Ok(id)
}

fn kebab(name: &str) -> String {
    let plain = name.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    plain.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::kebab;

    #[test]
    fn names_of_folders_become_ids() {
        assert_eq!(kebab("Town of Sample (2026)"), "town-of-sample-2026");
        assert_eq!(kebab("own_rules"), "own-rules");
        assert_eq!(kebab("..."), "");
    }
}
