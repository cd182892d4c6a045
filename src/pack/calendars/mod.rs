//! `calendars/`: holidays, counting conventions, time limits and chains of notices, read when someone asks for dates.

mod calendar;
mod calendar_read;
mod chain;
mod chain_read;
mod check;
mod convention;
mod example_read;
mod ground;
mod part_read;
mod time_limit;
mod time_limit_read;

use std::sync::Arc;

use toml::de::DeTable;

use crate::source::{Code, Diagnostic, Problems, SourceText, Span, parse_toml};

use super::condition_read::ConditionReader;
use super::{Library, Pack};
use part_read::PartReader;

pub use calendar::{Calendar, Holiday, HolidayRule, weekday_name};
pub use chain::{ChainRule, Events, LinkRule};
pub use convention::{Convention, Counting};
pub use ground::{Ground, GroundVariant};
pub use time_limit::{
    Anchor, Break, Covers, Hold, Length, LimitDay, LimitExample, LimitKind, Pause, RestsOn, TimeLimit, Years,
};

/// The files of a pack's folder `calendars`.
pub(super) const FILES: [&str; 4] = [HOLIDAYS, CONVENTIONS, LIMITS, CHAINS];

const HOLIDAYS: &str = "calendars/holidays.toml";
const CONVENTIONS: &str = "calendars/conventions.toml";
const LIMITS: &str = "calendars/limits.toml";
const CHAINS: &str = "calendars/chains.toml";

/// Everything by which dates are reckoned.
#[derive(Debug, Default)]
pub struct Calendars {
    /// The calendars, in the order of the packs.
    pub calendars: Vec<Calendar>,
    /// The counting conventions, in the order of the packs.
    pub conventions: Vec<Convention>,
    /// The time limits, in the order of the packs.
    pub limits: Vec<TimeLimit>,
    /// The chains of notices, in the order of the packs.
    pub chains: Vec<ChainRule>,
    files: Vec<Arc<SourceText>>,
}

impl Calendars {
    /// The convention with this id, with its calendars.
    pub fn counting(&self, id: &str) -> Option<Counting<'_>> {
        let convention = self.conventions.iter().find(|convention| convention.id == id)?;
        let calendar = |id: &String| self.calendars.iter().find(|calendar| calendar.id == *id);
        Some(Counting {
            convention,
            calendar: convention.calendar.as_ref().and_then(calendar),
            business_days: convention.business_days.as_ref().and_then(calendar),
        })
    }

    /// The time limit with this id.
    pub fn limit(&self, id: &str) -> Option<&TimeLimit> {
        self.limits.iter().find(|limit| limit.id == id)
    }

    /// The text of the file in which `limit` stands.
    pub fn text_of(&self, limit: &TimeLimit) -> &Arc<SourceText> {
        &self.files[limit.place.0]
    }

    /// The text of the file with this number.
    pub(super) fn file(&self, index: usize) -> &Arc<SourceText> {
        &self.files[index]
    }

    /// What each part claims to rest on.
    pub(super) fn claims(&self) -> Vec<Claim<'_>> {
        let seen = |(file, start), sources| Claim { file, start, cites: &[], sources };
        let mut claims: Vec<Claim<'_>> = self.calendars.iter().map(|one| seen(one.place, &one.sources)).collect();
        claims.extend(self.conventions.iter().map(|one| seen(one.place, &one.sources)));
        let limits = self.limits.iter().map(|one| (&one.place, &one.ground, &one.variants));
        let chains = self.chains.iter().map(|one| (&one.place, &one.ground, &one.variants));
        for ((file, span), ground, variants) in limits.chain(chains) {
            let all = variants.iter().map(|one| (one.span.start, &one.ground));
            let all = [(span.start, ground)].into_iter().chain(all);
            claims.extend(all.map(|(start, one)| Claim {
                file: *file,
                start,
                cites: &one.cites,
                sources: &one.sources,
            }));
        }
        claims
    }
}

/// What a part claims to rest on, and where it stands.
pub(super) struct Claim<'a> {
    /// The file, by its number.
    pub file: usize,
    /// Where the part begins in it.
    pub start: usize,
    /// The provisions.
    pub cites: &'a [String],
    /// The sources.
    pub sources: &'a [String],
}

impl Library {
    /// Reads the holidays, counting conventions, time limits and chains of the packs.
    ///
    /// # Errors
    /// Every problem of every file.
    pub fn calendars(&self) -> Result<Calendars, Vec<Diagnostic>> {
        let conditions = ConditionReader { fields: &self.fields, named: &self.names };
        let mut loader = Loader { calendars: Calendars::default(), found: Vec::new(), references: Vec::new() };
        for pack in &self.packs {
            loader.file(pack, HOLIDAYS, |calendars, _, root, problems| {
                calendar_read::read_calendars(calendars, root, problems);
            });
        }
        for pack in &self.packs {
            loader.file(pack, CONVENTIONS, |calendars, _, root, problems| {
                calendar_read::read_conventions(calendars, root, problems);
            });
        }
        for pack in &self.packs {
            loader.read(pack, &conditions);
        }
        if loader.found.is_empty() {
            loader.found = check::check(&loader.calendars, &loader.references);
        }
        if loader.found.is_empty() { Ok(loader.calendars) } else { Err(loader.found) }
    }
}

/// Where a limit names another.
struct Reference {
    /// The limit that names it, by its number.
    from: usize,
    /// The id that it names.
    id: String,
    /// Where.
    span: Span,
    /// Whether the other must be of the same list.
    same_rows: bool,
}

struct Loader {
    calendars: Calendars,
    found: Vec<Diagnostic>,
    references: Vec<Reference>,
}

impl Loader {
    /// Reads the limits and chains of a pack.
    fn read(&mut self, pack: &Pack, conditions: &ConditionReader<'_>) {
        let id = &pack.manifest.id;
        let mut references = Vec::new();
        self.file(pack, LIMITS, |calendars, file, root, problems| {
            let reader = PartReader { conditions, pack: id, file };
            references = time_limit_read::read_limits(&reader, calendars, root, problems);
        });
        self.references.append(&mut references);
        self.file(pack, CHAINS, |calendars, file, root, problems| {
            chain_read::read_chains(&PartReader { conditions, pack: id, file }, calendars, root, problems);
        });
    }

    fn file(&mut self, pack: &Pack, path: &str, read: impl FnOnce(&mut Calendars, usize, &DeTable<'_>, &mut Problems)) {
        let Some(source) = pack.files.get(path) else { return };
        self.calendars.files.push(Arc::clone(source));
        let mut problems = Problems::new(source);
        let root = parse_toml(source, &mut problems);
        let file = self.calendars.files.len() - 1;
        read(&mut self.calendars, file, root.get_ref(), &mut problems);
        self.found.extend(problems.into_sorted());
    }
}

/// Adds a problem where `id` is taken.
fn check_free(what: &str, id: &str, mut taken: impl Iterator<Item = bool>, span: Span, problems: &mut Problems) {
    if taken.any(|same| same) {
        problems.add(Code::DuplicateId, span, format!("there is another {what} `{id}`")).help =
            Some("give one of the two another id".to_owned());
    }
}
