//! Files that are not whole yet. When the program is stopped, as by Ctrl-C or by SIGTERM, none of them is left behind.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::NamedTempFile;

use crate::render::visible;

use super::context::shown;
use super::output;

/// The exit status of a program that was stopped by Ctrl-C, as shells give it.
#[cfg(not(unix))]
const STOPPED: i32 = 130;

struct Unfinished {
    paths: BTreeSet<PathBuf>,
    /// Those that are whole and in their places, in the order of this run.
    placed: Vec<PathBuf>,
    /// Whether a stop is waited for. Until the first file is begun, the system stops the program by itself.
    watched: bool,
}

static UNFINISHED: Mutex<Unfinished> =
    Mutex::new(Unfinished { paths: BTreeSet::new(), placed: Vec::new(), watched: false });

fn unfinished() -> MutexGuard<'static, Unfinished> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file that goes when the program is stopped, for as long as this lives.
#[derive(Debug)]
pub struct Listed(PathBuf);

impl Drop for Listed {
    fn drop(&mut self) {
        unfinished().paths.remove(&self.0);
    }
}

/// Makes a file that goes when the program is stopped.
///
/// # Errors
/// Those of `make`.
pub fn begin(make: impl FnOnce() -> io::Result<NamedTempFile>) -> io::Result<(NamedTempFile, Listed)> {
    // A stop waits for this, so that no file is made and not yet listed.
    let mut unfinished = unfinished();
    if !unfinished.watched {
        // Where the system refuses, a stop works as it did before, and may leave the file.
        unfinished.watched = watch().is_ok();
    }
    let file = make()?;
    let path = file.path().to_owned();
    unfinished.paths.insert(path.clone());
    Ok((file, Listed(path)))
}

/// Puts a file in its place at `path` by `place`, so that a stop can tell which files were written.
///
/// # Errors
/// Those of `place`.
pub fn place<T>(path: &Path, place: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    // A stop waits for this, too.
    let mut unfinished = unfinished();
    let placed = place()?;
    unfinished.placed.push(path.to_owned());
    Ok(placed)
}

/// Waits for Ctrl-C and SIGTERM. SIGHUP is left as it is, so that a run goes on under `nohup`.
#[cfg(unix)]
fn watch() -> io::Result<()> {
    use std::io::Read;

    use signal_hook::consts::{SIGINT, SIGTERM};

    for signal in [SIGINT, SIGTERM] {
        let (mut arrives, arrived) = io::pipe()?;
        signal_hook::low_level::pipe::register(signal, arrived)?;
        std::thread::spawn(move || {
            if arrives.read_exact(&mut [0]).is_ok() {
                // As shells give it.
                stop(128 + signal);
            }
        });
    }
    Ok(())
}

/// Waits for Ctrl-C.
#[cfg(not(unix))]
fn watch() -> Result<(), ctrlc::Error> {
    ctrlc::set_handler(|| stop(STOPPED))
}

#[expect(clippy::exit, reason = "the program was told to stop, and nothing is left to put in order")]
fn stop(status: i32) {
    let unfinished = unfinished();
    for path in &unfinished.paths {
        // One that has just taken its place is gone from here already.
        let _ = fs::remove_file(path);
    }
    output::warn("\nstopped; no file is left half written\n");
    if !unfinished.placed.is_empty() {
        let placed = unfinished.placed.iter().map(|path| format!("  {}\n", visible(&shown(path))));
        output::warn(&format!("written before that:\n{}", placed.collect::<String>()));
    }
    std::process::exit(status)
}
