//! Reading `calendars/chains.toml`.

use toml::de::DeTable;

use crate::record::FieldId;
use crate::source::{Code, Problems, Span, Table};

use super::super::Obligation;
use super::chain::{ChainRule, Events, LinkRule};
use super::ground::{read_ground, read_variants};
use super::part_read::{PartReader, Wanted, check_kebab, counted};
use super::time_limit::Length;
use super::{Calendars, check_free};

/// Reads the chains of one file.
pub(super) fn read_chains(
    parts: &PartReader<'_>,
    calendars: &mut Calendars,
    root: &DeTable<'_>,
    problems: &mut Problems,
) {
    for (id, span, value) in Table::new(root, 0..0).iter() {
        let Some(inner) = value.get_ref().as_table() else {
            problems.add(Code::WrongType, value.span(), "each chain is a table: [name]");
            continue;
        };
        check_kebab(id, span.clone(), problems);
        check_free("chain", id, calendars.chains.iter().map(|known| known.id == id), span.clone(), problems);
        let table = Table::new(inner, value.span());
        let chain = read_chain(parts, calendars, (id, span), &table, problems);
        table.finish(problems);
        calendars.chains.extend(chain);
    }
}

fn read_chain(
    parts: &PartReader<'_>,
    calendars: &Calendars,
    (id, place): (&str, Span),
    table: &Table<'_>,
    problems: &mut Problems,
) -> Option<ChainRule> {
    let text = |key, problems: &mut Problems| table.required_text(key, problems).value;
    let events = read_events(parts, table, problems);
    let rows = events.as_ref().map(|events| events.rows);
    let links: Vec<LinkRule> =
        table.tables("links", problems).into_iter().filter_map(|one| read_link(parts, one, rows, problems)).collect();
    if table.get("links").is_none() {
        table.report_missing("links", problems);
    }
    // A chain holds a plan against a target, so that what fails in it is a weakness before it is a breach of law.
    let ground = read_ground(table, Some(Obligation::Should), problems);
    let chain = ChainRule {
        id: id.to_owned(),
        title: text("title", problems),
        when: parts.condition(table, "when", None, problems),
        target: required_length(parts, table, "target", problems)?,
        variants: read_variants(parts, table, &ground, None, problems),
        ground,
        counted: counted(calendars, table, problems),
        links,
        events,
        pack: parts.pack.to_owned(),
        place: (parts.file, place),
    };
    Some(chain)
}

fn read_events(parts: &PartReader<'_>, table: &Table<'_>, problems: &mut Problems) -> Option<Events> {
    let inner = table.table("events", problems)?;
    let rows = parts.required_field(&inner, "rows", None, Wanted::List, problems);
    let name = parts.field(&inner, "name", rows, Wanted::Name, problems);
    let from = parts.fields(&inner, "from", rows, Wanted::Date, problems);
    inner.finish(problems);
    Some(Events { rows: rows?, name, from })
}

fn read_link(
    parts: &PartReader<'_>,
    table: Table<'_>,
    rows: Option<FieldId>,
    problems: &mut Problems,
) -> Option<LinkRule> {
    let title = table.required_text("title", problems).value;
    let when = parts.condition(&table, "when", None, problems);
    let within = required_length(parts, &table, "within", problems);
    let without_number = parts.condition(&table, "without-number", None, problems);
    let at_most = parts.length(&table, "at-most", None, problems);
    let stricter = read_stricter(parts, &table, problems);
    let event_when = parts.condition(&table, "event-when", rows, problems);
    let from = parts.fields(&table, "from", rows, Wanted::Date, problems);
    let done_on = parts.field(&table, "done-on", rows, Wanted::Date, problems);
    table.finish(problems);
    Some(LinkRule { title, when, within: within?, without_number, at_most, stricter, event_when, from, done_on })
}

fn read_stricter(
    parts: &PartReader<'_>,
    table: &Table<'_>,
    problems: &mut Problems,
) -> Option<(super::super::Condition, Length)> {
    let inner = table.table("stricter", problems)?;
    let when = parts.required_condition(&inner, "when", None, problems);
    let length = required_length(parts, &inner, "at-most", problems);
    inner.finish(problems);
    Some((when?, length?))
}

fn required_length(
    parts: &PartReader<'_>,
    table: &Table<'_>,
    key: &'static str,
    problems: &mut Problems,
) -> Option<Length> {
    if table.get(key).is_none() {
        table.report_missing(key, problems);
    }
    parts.length(table, key, None, problems)
}
