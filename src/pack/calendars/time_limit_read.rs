//! Reading `calendars/limits.toml`.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::record::{FieldId, Phase, Unit, parse_date};
use crate::source::{Code, Problems, Span, Table};

use super::example_read::read_examples;
use super::ground::{read_ground, read_variants};
use super::part_read::{PartReader, Wanted, as_table, check_kebab, counted, fixed, pick, texts};
use super::time_limit::{Anchor, Break, Covers, Hold, Length, LimitDay, LimitKind, Pause, RestsOn, TimeLimit, Years};
use super::{Calendars, Reference, check_free};

type Raw<'t> = Spanned<DeValue<'t>>;

/// Reads the time limits of one file, and gives every place where one names another.
pub(super) fn read_limits(
    parts: &PartReader<'_>,
    calendars: &mut Calendars,
    root: &DeTable<'_>,
    problems: &mut Problems,
) -> Vec<Reference> {
    let mut references = Vec::new();
    for (id, span, value) in Table::new(root, 0..0).iter() {
        let Some(inner) = value.get_ref().as_table() else {
            problems.add(Code::WrongType, value.span(), "each time limit is a table: [name]");
            continue;
        };
        check_kebab(id, span.clone(), problems);
        check_free("time limit", id, calendars.limits.iter().map(|known| known.id == id), span.clone(), problems);
        let table = Table::new(inner, value.span());
        let mut reader =
            Reader { parts, calendars, table: &table, rows: None, number: calendars.limits.len(), references };
        let limit = reader.limit(id, span, problems);
        references = reader.references;
        table.finish(problems);
        calendars.limits.push(limit);
    }
    references
}

struct Reader<'r> {
    parts: &'r PartReader<'r>,
    calendars: &'r Calendars,
    table: &'r Table<'r>,
    rows: Option<FieldId>,
    number: usize,
    references: Vec<Reference>,
}

impl Reader<'_> {
    fn limit(&mut self, id: &str, place: Span, problems: &mut Problems) -> TimeLimit {
        let table = self.table;
        let text = |key, problems: &mut Problems| table.required_text(key, problems).value;
        self.rows = self.parts.field(table, "rows", None, Wanted::List, problems);
        let kind = table.required_text("kind", problems);
        let ground = read_ground(table, None, problems);
        let gate = table.text("gate", problems);
        let limit = TimeLimit {
            id: id.to_owned(),
            title: text("title", problems),
            role: text("role", problems),
            kind: pick(&kind, "a kind of day", &LimitKind::ALL, LimitKind::id, problems).unwrap_or(LimitKind::On),
            variants: read_variants(self.parts, table, &ground, self.rows, problems),
            ground,
            rows: self.rows,
            name: self.parts.field(table, "name", self.rows, Wanted::Name, problems),
            when: self.condition("when", problems),
            except: self.condition("except", problems),
            unless_kept: self.reference("unless-kept", false, problems),
            from: self.from(problems),
            length: self.length(problems),
            back: table.get("minus").is_some(),
            at_most: fixed(table, "at-most", problems),
            safer: fixed(table, "safer", problems),
            counted: counted(self.calendars, self.table, problems),
            paused: self.paused(problems),
            ends_early: self.date("ends-early", problems),
            replaces: self.references("replaces", true, problems),
            only_if_kept: self.reference("only-if-kept", false, problems),
            done_on: self.parts.fields(table, "done-on", self.rows, Wanted::Date, problems),
            done: self.condition("done", problems),
            no_later_than: self.references("no-later-than", false, problems),
            no_earlier_than: self.references("no-earlier-than", false, problems),
            unless_first: self.date("unless-first", problems),
            held: self.held(problems),
            covers: self.covers(problems),
            breaks: self.breaks(problems),
            target: self.parts.field(table, "target", None, Wanted::Duration, problems),
            gate: gate.and_then(|word| pick(&word, "a phase", &Phase::ALL, Phase::id, problems)),
            yearly: table.yes_no("yearly", problems).is_some_and(|entry| entry.value),
            years: self.years(problems),
            unchecked: table.text("unchecked", problems).map(|entry| entry.value),
            examples: read_examples(table, problems),
            pack: self.parts.pack.to_owned(),
            place: (self.parts.file, place),
        };
        self.check(&limit, problems);
        limit
    }

    /// What must hold between the parts of one limit.
    fn check(&self, limit: &TimeLimit, problems: &mut Problems) {
        let mut add = |code, message: &str| {
            problems.add(code, limit.place.1.clone(), format!("`{}` {message}", limit.id));
        };
        let mut grounds = limit.variants.iter().map(|one| &one.ground).chain([&limit.ground]);
        if grounds.any(|one| one.rests_on == RestsOn::Law && one.cites.is_empty() && one.sources.is_empty()) {
            add(Code::MissingSource, "rests on law and names neither a provision nor a source");
        }
        if limit.kind == LimitKind::WithoutNumber && limit.length.is_some() {
            add(Code::BadDuration, "is without a number and yet has a length");
        }
        if limit.target.is_some() && limit.kind != LimitKind::WithoutNumber {
            add(Code::BadDuration, "has a number; a target is for limits without one");
        }
        let counting = self.calendars.counting(&limit.counted);
        let Some(Length::Fixed(length)) = &limit.length else {
            if limit.paused.is_some() {
                add(Code::BadDuration, "can stop only with a length in days or business days that is written out");
            }
            return;
        };
        if length.unit == Unit::BusinessDay && counting.is_some_and(|counting| counting.business_days.is_none()) {
            add(Code::BadDuration, "is counted in business days, and its convention has no calendar for them");
        }
        if limit.paused.is_some() && !matches!(length.unit, Unit::Day | Unit::BusinessDay) {
            add(Code::BadDuration, "can stop only with a length in days or business days");
        }
    }

    fn condition(&self, key: &'static str, problems: &mut Problems) -> Option<super::super::Condition> {
        self.parts.condition(self.table, key, self.rows, problems)
    }

    fn date(&self, key: &'static str, problems: &mut Problems) -> Option<FieldId> {
        self.parts.field(self.table, key, self.rows, Wanted::Date, problems)
    }

    /// The limits that the text or list under `key` names.
    fn references(&mut self, key: &'static str, same_rows: bool, problems: &mut Problems) -> Vec<String> {
        let named = texts(self.table, key, problems);
        let ids = named.into_iter().map(|entry| self.refer(entry.value, entry.span, same_rows));
        ids.collect()
    }

    fn reference(&mut self, key: &'static str, same_rows: bool, problems: &mut Problems) -> Option<String> {
        let entry = self.table.text(key, problems)?;
        Some(self.refer(entry.value, entry.span, same_rows))
    }

    fn refer(&mut self, id: String, span: Span, same_rows: bool) -> String {
        self.references.push(Reference { from: self.number, id: id.clone(), span, same_rows });
        id
    }

    fn from(&mut self, problems: &mut Problems) -> Anchor {
        let none = || Anchor::FirstStated(Vec::new());
        match self.table.get("from") {
            Some(value) => self.anchor(value, problems).unwrap_or_else(none),
            None => {
                self.table.report_missing("from", problems);
                none()
            }
        }
    }

    fn anchor(&mut self, value: &Raw<'_>, problems: &mut Problems) -> Option<Anchor> {
        match value.get_ref() {
            DeValue::String(path) => {
                self.parts.find(path, value.span(), self.rows, Wanted::Date, problems).map(Anchor::Field)
            }
            DeValue::Datetime(_) => parse_date(value.get_ref()).ok().flatten().map(Anchor::On),
            DeValue::Array(items) => Some(Anchor::FirstStated(self.anchors(items.iter(), problems))),
            DeValue::Table(_) => self.anchor_table(as_table(value)?, problems),
            _ => {
                problems.add(Code::WrongType, value.span(), FROM);
                None
            }
        }
    }

    fn anchors<'t>(&mut self, items: impl Iterator<Item = &'t Raw<'t>>, problems: &mut Problems) -> Vec<Anchor> {
        items.filter_map(|item| self.anchor(item, problems)).collect()
    }

    fn anchor_table(&mut self, table: Table<'_>, problems: &mut Problems) -> Option<Anchor> {
        let mut several = |key| {
            let items = table.get(key)?.get_ref().as_array()?;
            Some(self.anchors(items.iter(), problems))
        };
        let (first, last) = (several("first-of"), several("last-of"));
        let limit = table.text("limit", problems);
        let yes = |key, problems: &mut Problems| table.yes_no(key, problems).is_some_and(|entry| entry.value);
        let (unrolled, in_force) = (yes("unrolled", problems), yes("in-force", problems));
        let anchor = match (first, last, limit) {
            (Some(parts), None, None) => Some(Anchor::FirstOf(parts)),
            (None, Some(parts), None) => Some(Anchor::LastOf(parts)),
            (None, None, Some(limit)) => {
                let day = match (unrolled, in_force) {
                    (true, _) => LimitDay::Unmoved,
                    (false, true) => LimitDay::InForce,
                    (false, false) => LimitDay::Own,
                };
                Some(Anchor::Limit { id: self.refer(limit.value, limit.span, false), day })
            }
            _ => {
                problems.add(Code::WrongType, table.span(), FROM);
                None
            }
        };
        table.finish(problems);
        anchor
    }

    fn length(&self, problems: &mut Problems) -> Option<Length> {
        let plus = self.parts.length(self.table, "plus", self.rows, problems);
        let minus = self.parts.length(self.table, "minus", self.rows, problems);
        if plus.is_some() && minus.is_some() {
            problems.add(Code::Duplicate, self.table.span(), "`plus` and `minus` exclude each other");
        }
        plus.or(minus)
    }

    fn paused(&self, problems: &mut Problems) -> Option<Pause> {
        let table = self.table.table("paused", problems)?;
        let date =
            |key, problems: &mut Problems| self.parts.required_field(&table, key, self.rows, Wanted::Date, problems);
        let (from, until) = (date("from", problems), date("until", problems));
        let last_day_moves = table.yes_no("last-day-moves", problems).is_none_or(|entry| entry.value);
        table.finish(problems);
        Some(Pause { from: from?, until: until?, last_day_moves })
    }

    fn held(&self, problems: &mut Problems) -> Option<Hold> {
        let table = self.table.table("held", problems)?;
        let rows = self.parts.required_field(&table, "rows", None, Wanted::List, problems);
        let name = self.parts.field(&table, "name", rows, Wanted::Name, problems);
        let from = self.parts.required_field(&table, "from", rows, Wanted::Date, problems);
        let until = self.parts.required_field(&table, "until", rows, Wanted::Date, problems);
        let when = self.parts.condition(&table, "when", rows, problems);
        table.finish(problems);
        Some(Hold { rows: rows?, name, from: from?, until: until?, when })
    }

    fn years(&self, problems: &mut Problems) -> Option<Years> {
        let table = self.table.table("years", problems)?;
        let date = |key, problems: &mut Problems| self.parts.required_field(&table, key, None, Wanted::Date, problems);
        let (from, until) = (date("from", problems), date("until", problems));
        table.finish(problems);
        Some(Years { from: from?, until: until? })
    }

    fn covers(&self, problems: &mut Problems) -> Option<Covers> {
        let table = self.table.table("covers", problems)?;
        let rows = self.parts.required_field(&table, "rows", None, Wanted::List, problems);
        let on = self.parts.required_field(&table, "on", rows, Wanted::Date, problems);
        let name = self.parts.field(&table, "name", rows, Wanted::Name, problems);
        let back = fixed(&table, "back", problems);
        if back.is_none() {
            table.report_missing("back", problems);
        }
        table.finish(problems);
        Some(Covers { rows: rows?, on: on?, name, back: back? })
    }

    fn breaks(&self, problems: &mut Problems) -> Vec<Break> {
        let mut breaks = Vec::new();
        for one in self.table.tables("breaks", problems) {
            let when = self.parts.required_condition(&one, "when", self.rows, problems);
            let says = one.required_text("says", problems).value;
            one.finish(problems);
            breaks.extend(when.map(|when| Break { when, says }));
        }
        breaks
    }
}

const FROM: &str = "`from` takes the path of a date field, a date, a list of these, { limit = \"...\" }, \
                    { first-of = [...] } or { last-of = [...] }";
