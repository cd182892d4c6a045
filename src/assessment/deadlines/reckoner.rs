//! The reckoner: which limits a record gives rise to, one for each entry of their lists, and each day reckoned once.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use jiff::civil::Date;

use crate::pack::{Calendars, Condition, Ground, GroundVariant, TimeLimit};
use crate::record::{Duration, FieldId, Row, Value};
use crate::source::Span;

use super::super::{Finding, Origin, Scope, Truth};
use super::day::Day;
use super::deadline::{Deadline, State};
use super::standing::Standing;

/// An entry of a list, or the record as a whole.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<'a> {
    /// The entry; `None` for the record.
    pub row: Option<&'a Row>,
    /// Its number, from 1; 0 for the record.
    pub number: usize,
    /// Whether the last return of what comes back each year is meant, and not the next.
    pub last: bool,
}

impl Entry<'_> {
    /// The record as a whole.
    pub const RECORD: Self = Entry { row: None, number: 0, last: false };
}

/// The entries of a list with what each is called.
pub(super) type Named<'a> = Rc<[(Entry<'a>, String)]>;

/// The entries of a list with what each is called and its date, the earliest first.
pub(super) type Dated = Rc<[(Date, String)]>;

/// Reckons the dates of one record.
pub(super) struct Reckoner<'r, 'a> {
    pub scope: &'r Scope<'a>,
    pub findings: &'r [Finding<'a>],
    pub calendars: &'a Calendars,
    pub soon: Duration,
    days: RefCell<HashMap<(usize, usize, bool), Rc<Day>>>,
    standings: RefCell<HashMap<(usize, usize, bool), Rc<Standing>>>,
    named: RefCell<HashMap<(FieldId, Option<FieldId>), Named<'a>>>,
    dated: RefCell<HashMap<(FieldId, Option<FieldId>), Dated>>,
}

impl<'r, 'a> Reckoner<'r, 'a> {
    pub fn new(scope: &'r Scope<'a>, findings: &'r [Finding<'a>], calendars: &'a Calendars, soon: Duration) -> Self {
        Self {
            scope,
            findings,
            calendars,
            soon,
            days: RefCell::default(),
            standings: RefCell::default(),
            named: RefCell::default(),
            dated: RefCell::default(),
        }
    }

    /// Every deadline, in the order of the limits and of the entries.
    pub fn all(&self) -> Vec<Deadline<'a>> {
        let mut deadlines = Vec::new();
        for (at, limit) in self.calendars.limits.iter().enumerate() {
            match limit.rows.map(|rows| self.named(rows, limit.name)) {
                Some(entries) => deadlines
                    .extend(entries.iter().filter_map(|(entry, about)| self.deadline(at, *entry, Some(about.clone())))),
                None => {
                    if limit.years.is_some() {
                        let last = Entry { last: true, ..Entry::RECORD };
                        let year = self.day(at, last).date.map(|date| date.year().to_string());
                        deadlines.extend(self.deadline(at, last, year));
                    }
                    deadlines.extend(self.deadline(at, Entry::RECORD, None));
                }
            }
        }
        self.merged(deadlines)
    }

    /// Where one fact about the whole record leaves several limits open, the first of them asks for all.
    fn merged(&self, deadlines: Vec<Deadline<'a>>) -> Vec<Deadline<'a>> {
        let mut kept: Vec<Deadline<'a>> = Vec::new();
        for deadline in deadlines {
            let of_record = deadline.undecided && self.scope.library.fields.list_of(deadline.place.0).is_none();
            let same = |one: &&mut Deadline<'a>| {
                one.undecided && one.place.0 == deadline.place.0 && one.limit.rows == deadline.limit.rows
            };
            match kept.iter_mut().filter(|_| of_record).find(same) {
                Some(first) => {
                    let says = format!("It also decides on \"{}\".", deadline.limit.title);
                    if first.limit.id != deadline.limit.id && !first.problems.contains(&says) {
                        first.problems.push(says);
                    }
                }
                None => kept.push(deadline),
            }
        }
        kept
    }

    fn deadline(&self, at: usize, entry: Entry<'a>, about: Option<String>) -> Option<Deadline<'a>> {
        let limit = &self.calendars.limits[at];
        let standing = self.standing(at, entry);
        let state = standing.state?;
        let day = self.day(at, entry);
        let without_number = limit.kind == crate::pack::LimitKind::WithoutNumber;
        let (target, target_is_default) = self.target(limit, &day);
        let (since, entries) = self.covered(limit, &day);
        Some(Deadline {
            id: about.as_ref().map_or_else(|| limit.id.clone(), |about| format!("{}/{about}", limit.id)),
            limit,
            ground: self.ground(&limit.ground, &limit.variants, entry),
            event: day.event.filter(|_| !limit.yearly),
            about,
            date: day.date.filter(|_| !without_number && state != State::NotStated),
            unmoved: day.unmoved.filter(|_| !without_number),
            safe: day.safe,
            counted_from: day.counted_from,
            state,
            done_on: standing.done_on,
            reckoning: day.reckoning.iter().chain(&standing.reckoning).cloned().collect(),
            problems: standing.broken.iter().chain(&standing.remarks).cloned().collect(),
            target,
            target_is_default,
            since,
            entries,
            requirements: self.open_requirements(limit),
            undecided: day.undecided,
            place: day.place.clone(),
        })
    }

    /// The day of a limit, reckoned once.
    pub fn day(&self, at: usize, entry: Entry<'a>) -> Rc<Day> {
        let key = (at, entry.number, entry.last);
        let known = self.days.borrow().get(&key).cloned();
        known.unwrap_or_else(|| {
            let day = Rc::new(self.reckon(at, entry));
            self.days.borrow_mut().insert(key, Rc::clone(&day));
            day
        })
    }

    /// How a limit stands, found out once.
    pub fn standing(&self, at: usize, entry: Entry<'a>) -> Rc<Standing> {
        let key = (at, entry.number, entry.last);
        let known = self.standings.borrow().get(&key).cloned();
        known.unwrap_or_else(|| {
            let standing = Rc::new(self.find_standing(at, entry));
            self.standings.borrow_mut().insert(key, Rc::clone(&standing));
            standing
        })
    }

    /// The limit with this id by number, and the entry for which it is meant where `entry` names it.
    pub fn other(&self, id: &str, entry: Entry<'a>) -> Option<(usize, Entry<'a>)> {
        let at = self.calendars.limits.iter().position(|limit| limit.id == id)?;
        Some((at, if self.calendars.limits[at].rows.is_some() { entry } else { Entry::RECORD }))
    }

    /// The entries of `list` with what they are called: the column `name` where it is stated, else their number. An entry
    /// whose name is taken has its number behind it.
    pub fn named(&self, list: FieldId, name: Option<FieldId>) -> Named<'a> {
        let known = self.named.borrow().get(&(list, name)).cloned();
        known.unwrap_or_else(|| {
            let named: Named<'a> = self.name_all(list, name).into();
            self.named.borrow_mut().insert((list, name), Rc::clone(&named));
            named
        })
    }

    fn name_all(&self, list: FieldId, name: Option<FieldId>) -> Vec<(Entry<'a>, String)> {
        let Some(Value::Tables(rows)) = self.scope.record.get(list).map(|stated| &stated.value) else {
            return Vec::new();
        };
        let mut taken = HashSet::new();
        let entries = rows.iter().enumerate().map(|(at, row)| {
            let entry = Entry { row: Some(row), number: at + 1, last: false };
            let stated = name.and_then(|name| match self.scope.value_in(name, entry.row).0 {
                Some(Value::Text(text)) => Some(text.clone()),
                _ => None,
            });
            let mut own = stated.unwrap_or_else(|| entry.number.to_string());
            while !taken.insert(own.clone()) {
                own = format!("{own} ({})", entry.number);
            }
            (entry, own)
        });
        entries.collect()
    }

    /// The entries of `list` that state a date in the column `on`, by that date, with what they are called.
    pub fn dated(&self, list: FieldId, name: Option<FieldId>, on: FieldId) -> Dated {
        let known = self.dated.borrow().get(&(on, name)).cloned();
        known.unwrap_or_else(|| {
            let named = self.named(list, name);
            let stated =
                named.iter().filter_map(|(entry, name)| Some((self.date_of(on, *entry).ok()?.0, name.clone())));
            let mut dated: Vec<(Date, String)> = stated.collect();
            dated.sort();
            let dated: Dated = dated.into();
            self.dated.borrow_mut().insert((on, name), Rc::clone(&dated));
            dated
        })
    }

    /// The ground that holds for the entry.
    pub fn ground(&self, base: &'a Ground, variants: &'a [GroundVariant], entry: Entry<'a>) -> &'a Ground {
        let mut all = variants.iter();
        all.find(|variant| self.is_true(&variant.when, entry)).map_or(base, |variant| &variant.ground)
    }

    /// Whether `condition` is true of the entry.
    pub fn is_true(&self, condition: &'a Condition, entry: Entry<'a>) -> bool {
        self.truth(condition, entry) == Truth::True
    }

    /// What `condition` comes to for the entry, in three values.
    pub fn truth(&self, condition: &'a Condition, entry: Entry<'a>) -> Truth {
        match entry.row {
            Some(row) => self.scope.holds_in(condition, row),
            None => self.scope.holds(condition),
        }
    }

    /// The date that the record states for a field, or the pack's default; else where it should be stated.
    pub fn date_of(&self, field: FieldId, entry: Entry<'a>) -> Result<(Date, Span), Span> {
        match self.scope.value_in(field, entry.row) {
            (Some(Value::Date(date)), Origin::Stated(span) | Origin::Missing(span)) => Ok((*date, span)),
            (Some(Value::Date(date)), Origin::Default) => Ok((*date, 0..0)),
            (_, Origin::Stated(span) | Origin::Missing(span)) => Err(span),
            (_, Origin::Default) => Err(0..0),
        }
    }

    /// The first of `fields` that the record states.
    pub fn first_stated(&self, fields: &[FieldId], entry: Entry<'a>) -> Option<(FieldId, Date)> {
        fields.iter().find_map(|field| self.date_of(*field, entry).ok().map(|(date, _)| (*field, date)))
    }

    /// The field's path, as people write it.
    pub fn path(&self, field: FieldId) -> &'a str {
        &self.scope.library.fields.get(field).path
    }

    /// The ids of the requirements that must be settled at the gate, and are open.
    fn open_requirements(&self, limit: &TimeLimit) -> Vec<String> {
        let Some(gate) = limit.gate else { return Vec::new() };
        let open = self.findings.iter().filter(|finding| finding.phase == gate && finding.status.is_open());
        open.filter_map(|finding| finding.requirement).map(|requirement| requirement.id.clone()).collect()
    }
}
