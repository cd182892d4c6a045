//! Seals: how a file shows that it is still as the program wrote it.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use crate::render::{Json, Sarif, is_unedited_word, unseal_calendar};
use crate::source::{Hash, read_bytes};

/// How the text of a file is marked as the program's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seal {
    /// A last line that holds the SHA-256 of all before it, in a comment of Markdown, HTML and XML.
    Comment,
    /// A last key that holds the SHA-256 of all before it, in JSON.
    Inside,
    /// A property that holds the SHA-256 of all other lines, in a calendar.
    Property,
    /// The program that makes the file has put a seal among its parts: a Word document.
    Parts,
    /// The format has no place for a seal: plain text, tables, arrays of JSON.
    None,
}

/// What stands before and after the hash in the last line of a sealed text.
const SEAL_LINE: (&str, &str) = ("<!-- diligence: unedited while its SHA-256 is ", " -->\n");

/// The last line of a file whose text before it has the SHA-256 `hash`.
pub fn seal_line(hash: &str) -> String {
    format!("{}{hash}{}", SEAL_LINE.0, SEAL_LINE.1)
}

/// The largest calendar or Word document that may be the program's own: 64 MiB.
const MAX_OWN_BYTES: u64 = 64 * 1024 * 1024;

/// Whether the file at `path` is as this program wrote it.
pub fn is_own(path: &Path, seal: Seal) -> bool {
    let whole = || read_bytes(path, "", MAX_OWN_BYTES).unwrap_or_default();
    match seal {
        Seal::Comment | Seal::Inside => ends_sealed(path, seal).unwrap_or(false),
        Seal::Property => std::str::from_utf8(&whole()).ok().and_then(unseal_calendar).is_some_and(|(_, holds)| holds),
        Seal::Parts => is_unedited_word(&whole()),
        Seal::None => false,
    }
}

/// The most bytes that a seal takes at the end of a file, with what stands right before it.
const SEALED_END: u64 = 1024;

/// Whether the file at `path` ends with the seal of all before it. It may be large, so it is read bit by bit, and only
/// once a seal was found.
fn ends_sealed(path: &Path, seal: Seal) -> io::Result<bool> {
    let mut file = File::open(path)?;
    let start = file.metadata()?.len().saturating_sub(SEALED_END);
    file.seek(SeekFrom::Start(start))?;
    let mut end = Vec::new();
    (&file).take(SEALED_END).read_to_end(&mut end)?;
    // The first of them may belong to a character that begins before.
    let cut = end.iter().take_while(|byte| **byte & 0xc0 == 0x80).count();
    let Ok(text) = std::str::from_utf8(&end[cut..]) else { return Ok(false) };
    let Some((before, expected)) = unsealed(text, seal) else { return Ok(false) };
    file.rewind()?;
    let mut sealed = BufReader::new(file.take(start + (cut + before.len()) as u64));
    let mut hash = Hash::default();
    while let bytes @ [_, ..] = sealed.fill_buf()? {
        let count = bytes.len();
        hash.add(bytes);
        sealed.consume(count);
    }
    Ok(hash.hex() == expected)
}

/// What the seal at the end of `text` covers, and its hash.
fn unsealed(text: &str, seal: Seal) -> Option<(&str, &str)> {
    match seal {
        Seal::Comment => {
            let (before, rest) = text.rsplit_once(SEAL_LINE.0)?;
            Some((before, rest.strip_suffix(SEAL_LINE.1)?))
        }
        _ => Json::unseal(text).or_else(|| Sarif::unseal(text)),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_seal_is_found_behind_any_text_and_holds_for_all_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sealed");
        // The end that is read begins at each byte of a character once.
        for length in [0, 1, 300, 100_000, 100_001, 100_002] {
            let text = format!("{}{}", "x".repeat(length % 3), "é€".repeat(length));
            let sealed = format!("{text}{}", seal_line(&Hash::of(&text)));
            let inside = format!("{text},\"seal\":\"{}\"}}\n", Hash::of(&text));
            for (content, seal, own) in [
                (sealed.clone(), Seal::Comment, true),
                (sealed.clone() + "\n", Seal::Comment, false),
                (sealed.replacen("<!--", "y<!--", 1), Seal::Comment, false),
                (format!("y{sealed}"), Seal::Comment, false),
                (inside.clone(), Seal::Inside, true),
                (format!("y{inside}"), Seal::Inside, false),
                (format!("{text}\n]"), Seal::Inside, false),
            ] {
                fs::write(&path, &content).unwrap();
                assert_eq!(is_own(&path, seal), own, "{length}: {seal:?}");
            }
        }
    }
}
