//! The baseline of a run: read, held against each record, and written.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::assessment::{Assessment, Baseline, Known, Stale, sorted_abouts};
use crate::pack::Library;
use crate::render::{BaselineView, baseline_text, wrap};
use crate::source::{Code, read_bytes, read_long_text};

use super::context::shown;
use super::output::Pending;
use super::paths::{folder_of, follow, settled, way};
use super::seal::Seal;
use super::{Failure, output};

/// The largest baseline that is read: 64 MiB, a line of each of some hundred thousand findings.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// How many records that look like others are named.
const MOST_MOVED: usize = 20;

/// Which baseline to use.
#[derive(Debug, Args)]
pub struct BaselineArgs {
    /// Findings that are known: they are shown apart and do not give exit status 1.
    #[arg(long, value_name = "FILE", conflicts_with = "example")]
    pub baseline: Option<PathBuf>,
    /// Write all that is open to FILE, as a baseline; with --baseline, write that one without what no longer matches.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["example", "stdin"])]
    pub write_baseline: Option<PathBuf>,
}

/// The baselines of a run.
#[derive(Debug)]
pub struct Baselines {
    held: Option<Placed>,
    written: Option<Written>,
}

/// A baseline and its folder, from which the paths in it are reckoned.
#[derive(Debug)]
struct Placed {
    baseline: Baseline,
    folder: PathBuf,
}

/// A baseline that will be written.
#[derive(Debug)]
struct Written {
    pending: Pending,
    folder: PathBuf,
    /// What stands in its place.
    before: Vec<Known>,
}

/// What one record gives for the baselines.
#[derive(Debug, Default)]
pub struct Share {
    stale: Vec<Stale>,
    /// How many open findings are new, and how many known.
    counts: (usize, usize),
    /// What is open, and the path of the record from the folder of the baseline: of each record where one is to be written
    /// anew, else of a record that the baseline does not list.
    open: Option<(String, Vec<Known>)>,
}

impl Baselines {
    /// Opens what `args` ask for.
    ///
    /// # Errors
    /// When the baseline does not read, when something else stands where one is to be written, unless `overwrite`, and
    /// when words of a person would be lost.
    pub fn open(args: &BaselineArgs, overwrite: bool, library: &Library) -> Result<Self, Failure> {
        let held = args.baseline.as_deref().map(|path| Placed::read(path, library)).transpose()?;
        let written = args.write_baseline.as_deref().map(|path| Written::begin(path, overwrite)).transpose()?;
        if let (Some(held), Some(written), Some(path)) = (&held, &written, &args.write_baseline)
            && written.loses_to(held)
        {
            return Err(Failure::Other(format!(
                "`{}` was left as it is, because it is a baseline with lines that are not in `{}`. Name it with \
                 --baseline as well, or name another file",
                shown(path),
                held.baseline.name()
            )));
        }
        Ok(Self { held, written })
    }

    /// Whether there is anything to do; it needs the facts that decided.
    pub fn in_use(&self) -> bool {
        self.held.is_some() || self.written.is_some()
    }

    /// Says of each open finding of the record at `path` whether it is known.
    pub fn mark(&self, path: &Path, assessment: &mut Assessment<'_>, library: &Library) -> Share {
        let mut share = Share::default();
        if let Some(held) = &self.held {
            let way = way_from(&held.folder, path);
            share.stale = held.baseline.mark(&way, assessment, library);
            if !held.baseline.lists(&way) {
                let lines = Known::all_of(&way, assessment, library);
                share.open = Some((way, lines));
            }
            let open = assessment.findings.iter().filter(|finding| finding.status.is_open());
            let (known, new): (Vec<_>, Vec<_>) = open.partition(|finding| finding.is_known());
            share.counts = (new.len(), known.len());
        }
        if let (Some(written), None) = (&self.written, &self.held) {
            let way = way_from(&written.folder, path);
            let lines = Known::all_of(&way, assessment, library);
            share.open = Some((way, lines));
        }
        share
    }

    /// Whether a baseline is to be written.
    pub fn writes(&self) -> bool {
        self.written.is_some()
    }

    /// Whether all that is open is accepted by being written.
    pub fn accept_all(&self) -> bool {
        self.written.is_some() && self.held.is_none()
    }

    /// What became of the lines of the baseline, given the shares of all records and the folders that were searched.
    pub fn view<'b>(&'b self, shares: &[Share], searched: &[PathBuf]) -> Option<BaselineView<'b>> {
        let held = self.held.as_ref()?;
        let add = |sum: (usize, usize), share: &Share| (sum.0 + share.counts.0, sum.1 + share.counts.1);
        Some(BaselineView::new(&held.baseline, shares.iter().fold((0, 0), add), &held.stale(shares, searched)))
    }

    /// Says which records look like others that the baseline lists and that are gone; empty when none does.
    pub fn moved_words(&self, shares: &[Share], searched: &[PathBuf]) -> String {
        let Some(held) = &self.held else { return String::new() };
        let moved = held.moved(shares, searched);
        if moved.is_empty() {
            return String::new();
        }
        let head = "note: what the baseline knows of a record that is gone is just what is open in another:";
        let mut text = wrap(head, "", "  ");
        for (old, new) in moved.iter().take(MOST_MOVED) {
            text.push_str(&wrap(&format!("{old}: now {new}?"), "  ", "    "));
        }
        if let more @ 1.. = moved.len().saturating_sub(MOST_MOVED) {
            text.push_str(&wrap(&format!("And {more} more."), "  ", "  "));
        }
        let advice = "Where a folder was renamed, put its new name into the lines of the baseline. `diligence check \
                      --write-baseline FILE` without --baseline writes it anew, with all that is open and without the \
                      reasons of those lines.";
        text + &wrap(advice, "  ", "  ")
    }

    /// Writes the baseline that was asked for.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn write(self, shares: &[Share], searched: &[PathBuf], library: &Library) -> Result<(), Failure> {
        let Some(mut written) = self.written else { return Ok(()) };
        let lines = match &self.held {
            Some(held) => held.left(&held.stale(shares, searched), &written.folder),
            None => written.lines(shares, &settled_folders(searched)),
        };
        written.pending.add(baseline_text(&lines, library))?;
        written.pending.commit()?;
        output::warn(&match lines.len() {
            0 => "note: the baseline is empty: nothing is open\n".to_owned(),
            1 => "note: the baseline holds 1 finding; have it read in review before you rely on it\n".to_owned(),
            count => {
                format!("note: the baseline holds {count} findings; have them read in review before you rely on them\n")
            }
        });
        Ok(())
    }
}

impl Placed {
    fn read(path: &Path, library: &Library) -> Result<Self, Failure> {
        let source = read_long_text(path, &shown(path), MAX_BYTES).map_err(|problem| match problem.code {
            Code::FileNotFound => problem.help(
                "check the spelling and the folder; `diligence check --write-baseline FILE` writes a baseline of all that \
                 is open",
            ),
            Code::FileTooLarge => problem.help("check fewer records in a run, with a baseline for each run"),
            _ => *problem,
        });
        let source = source.map_err(|problem| vec![problem])?;
        Ok(Self { baseline: Baseline::read(&source, Some(library))?, folder: settled_folder(path)? })
    }

    /// Each record that is gone, with one of the run that the baseline does not list and in which just the same is open.
    fn moved<'s>(&'s self, shares: &'s [Share], searched: &[PathBuf]) -> Vec<(&'s str, &'s str)> {
        let searched = settled_folders(searched);
        let gone = self.baseline.without_record(|record| is_gone(&self.folder, record, &searched));
        let gone: BTreeSet<&str> = gone.iter().map(|stale| self.baseline.known[stale.at].record.as_str()).collect();
        if gone.is_empty() {
            return Vec::new();
        }
        let mut unlisted: BTreeMap<_, VecDeque<&str>> = BTreeMap::new();
        for (record, lines) in shares.iter().filter_map(|share| share.open.as_ref()) {
            unlisted.entry(sorted_abouts(lines.iter())).or_default().push_back(record);
        }
        let taken = |old| Some((old, unlisted.get_mut(&self.baseline.abouts(old))?.pop_front()?));
        gone.into_iter().filter_map(taken).collect()
    }

    /// The lines that no longer match.
    fn stale(&self, shares: &[Share], searched: &[PathBuf]) -> Vec<Stale> {
        let searched = settled_folders(searched);
        let mut stale: Vec<Stale> = shares.iter().flat_map(|share| &share.stale).copied().collect();
        stale.extend(self.baseline.without_record(|record| is_gone(&self.folder, record, &searched)));
        stale.sort();
        stale
    }

    /// The lines save those that are `stale`, for a baseline in `folder`.
    fn left(&self, stale: &[Stale], folder: &Path) -> Vec<Known> {
        let gone: BTreeSet<usize> = stale.iter().map(|stale| stale.at).collect();
        let left = self.baseline.known.iter().enumerate().filter(|(at, _)| !gone.contains(at));
        let moved =
            |known: &Known| Known { record: way(folder, &follow(&self.folder, &known.record)), ..known.clone() };
        left.map(|(_, known)| moved(known)).collect()
    }
}

impl Written {
    fn begin(path: &Path, overwrite: bool) -> Result<Self, Failure> {
        // What stands there is a baseline, and what a person wrote into it is taken over.
        let pending = Pending::create(path, Seal::None, true)?;
        let mut before = Vec::new();
        if path.exists() {
            let read = read_long_text(path, &shown(path), MAX_BYTES).map_err(Failure::from);
            match read.and_then(|source| Ok(Baseline::read(&source, None)?)) {
                Ok(baseline) => before = baseline.known,
                Err(_) if overwrite && !may_be_baseline(path) => {}
                Err(failure) => {
                    output::warn(&kept(path));
                    return Err(failure);
                }
            }
        }
        Ok(Self { pending, folder: settled_folder(path)?, before })
    }

    /// Whether lines stand in its place that are not in `held`, which would take that place.
    fn loses_to(&self, held: &Placed) -> bool {
        let kept: BTreeSet<Known> = held.left(&[], &self.folder).into_iter().collect();
        self.before.iter().any(|known| !kept.contains(known))
    }

    /// All that is open, with the reasons that stood there before; lines on records that were not part of the run stay.
    fn lines(&self, shares: &[Share], searched: &[PathBuf]) -> Vec<Known> {
        let shares = || shares.iter().filter_map(|share| share.open.as_ref());
        let seen: BTreeSet<&str> = shares().map(|(record, _)| record.as_str()).collect();
        let reasons: BTreeMap<_, _> = self.before.iter().map(|known| (known.about(), &known.reason)).collect();
        let found = shares().flat_map(|(_, known)| known).map(|known| Known {
            reason: reasons.get(&known.about()).and_then(|reason| (*reason).clone()),
            ..known.clone()
        });
        let elsewhere =
            |known: &&Known| !seen.contains(known.record.as_str()) && !is_gone(&self.folder, &known.record, searched);
        found.chain(self.before.iter().filter(elsewhere).cloned()).collect()
    }
}

/// Whether what stands at `path` may be a baseline, although it does not read as one: a mistake in it must not cost what
/// a person wrote there.
fn may_be_baseline(path: &Path) -> bool {
    let (key, _) = Baseline::FORMAT;
    read_bytes(path, &shown(path), MAX_BYTES).map_or(true, |bytes| String::from_utf8_lossy(&bytes).contains(key))
}

fn kept(path: &Path) -> String {
    let advice = match may_be_baseline(path) {
        true => "Mend it, name another file, or delete it",
        false => "Name another file, or pass --overwrite to replace it",
    };
    format!("note: `{}` was left as it is, because it does not read as a baseline. {advice}\n", shown(path))
}

fn settled_folder(path: &Path) -> Result<PathBuf, Failure> {
    let folder = folder_of(path);
    folder.canonicalize().map_err(|error| {
        Failure::Other(format!("the folder `{}` could not be looked up ({})", shown(folder), error.kind()))
    })
}

fn settled_folders(folders: &[PathBuf]) -> Vec<PathBuf> {
    folders.iter().filter_map(|folder| folder.canonicalize().ok()).collect()
}

/// The way from `folder`, which is settled, to the record at `path`.
fn way_from(folder: &Path, path: &Path) -> String {
    settled(path).map_or_else(|_| shown(path), |path| way(folder, &path))
}

/// Whether the record to which `record` leads from `folder` would have been found in `searched`, were it there.
fn is_gone(folder: &Path, record: &str, searched: &[PathBuf]) -> bool {
    let path = follow(folder, record);
    searched.iter().any(|searched| path.starts_with(searched)) && !path.exists()
}
