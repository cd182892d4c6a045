//! `deadlines --format ics`: the days that lie ahead, and those that were missed, for a calendar (RFC 5545).
//!
//! The file is written here rather than by a library: what is needed is one kind of event, and the libraries bring a
//! clock and random numbers, which this output must not have.

use jiff::civil::Date;

use crate::assessment::State;
use crate::pack::{LimitKind, RestsOn, capital};
use crate::source::Hash;

use super::line::{line, text};
use super::view::{Dates, DeadlineView};
use super::words::{concerns, day, ground, joined, rests_on, still_open, target, titled, warning};

/// How many days ahead a calendar reminds: the first of these that still lies ahead. This project's choice.
const REMIND: [i32; 2] = [7, 1];

/// The property that holds the SHA-256 of all other lines.
const SEAL: &str = "X-DILIGENCE-SEAL";

impl Dates<'_> {
    /// The calendar, with the SHA-256 of its other lines in one of its properties.
    pub fn to_ics(&self) -> String {
        let tool = self.run.tool;
        let start = line("BEGIN", "VCALENDAR")
            + &line("VERSION", "2.0")
            + &line("PRODID", &format!("-//{0}//{0} {1}//EN", tool.name, tool.version));
        let rest = self.calendar_facts() + &self.events() + &line("END", "VCALENDAR");
        let seal = seal_line(&Hash::of(format!("{start}{rest}")));
        start + &seal + &rest
    }

    /// How many events the calendar holds.
    pub fn event_count(&self) -> usize {
        self.deadlines.iter().filter(|deadline| goes_in(deadline, self.run.as_of)).count()
    }

    fn calendar_facts(&self) -> String {
        let name = self.record.title.unwrap_or(self.record.path);
        let about = "Reckoned from a procurement record. Not legal advice.";
        line("CALSCALE", "GREGORIAN")
            + &line("X-WR-CALNAME", &text(&[format!("Dates: {name}")]))
            + &line("X-WR-CALDESC", &text(&[about]))
    }

    fn events(&self) -> String {
        let mut events: Vec<(Date, &DeadlineView<'_>)> =
            self.deadlines.iter().filter(|deadline| goes_in(deadline, self.run.as_of)).filter_map(dated).collect();
        events.sort_by_key(|(day, deadline)| (*day, deadline.id));
        events.into_iter().map(|(day, deadline)| self.event(day, deadline)).collect()
    }

    fn event(&self, day: Date, deadline: &DeadlineView<'_>) -> String {
        let mut event = line("BEGIN", "VEVENT")
            + &line("UID", &self.uid(deadline))
            + &line("DTSTAMP", &format!("{}T000000Z", basic(self.run.as_of)))
            + &line("DTSTART;VALUE=DATE", &basic(day));
        // Without an end some calendars give the event no length at all.
        if let Ok(next) = day.tomorrow() {
            event += &line("DTEND;VALUE=DATE", &basic(next));
        }
        event += &line("SUMMARY", &text(&[self.summary_of(deadline)]));
        event += &line("DESCRIPTION", &text(&self.description(deadline)));
        event += &line("CATEGORIES", &categories(deadline));
        // For those who share the calendar: PRIVATE would hide the event from all but its owner.
        event += &line("CLASS", "CONFIDENTIAL");
        event += &line("TRANSP", "TRANSPARENT");
        event += &alarm(super::given::days_between(self.run.as_of, day), deadline);
        event + &line("END", "VEVENT")
    }

    /// The same for the same deadline of the same procurement of the same institution, whatever its day: a UUID of the
    /// form that RFC 9562 leaves to those who make it (version 8).
    fn uid(&self, deadline: &DeadlineView<'_>) -> String {
        let record = &self.record;
        let procurement = record.reference.or(record.title).unwrap_or(record.path);
        let institution = record.institution.unwrap_or_default();
        let hash = Hash::of(format!("{institution}\0{procurement}\0{}", deadline.id));
        format!("{}-{}-8{}-8{}-{}", &hash[..8], &hash[8..12], &hash[13..16], &hash[17..20], &hash[20..32])
    }

    fn summary_of(&self, deadline: &DeadlineView<'_>) -> String {
        let kind = match deadline.kind {
            _ if deadline.date.is_none() => match deadline.target.and_then(|target| target.days_left) {
                Some(..0) => "Own target passed, not law: ",
                _ => "Own target, not law: ",
            },
            LimitKind::NotBefore => "Not before this day: ",
            LimitKind::KeepUntil => "To the end of this day: ",
            LimitKind::By | LimitKind::On | LimitKind::WithoutNumber => "",
        };
        let reference = self.record.reference.map(|reference| format!(" [{reference}]")).unwrap_or_default();
        format!("{}{kind}{}{reference}", warning(deadline.state), titled(deadline))
    }

    fn description(&self, deadline: &DeadlineView<'_>) -> Vec<String> {
        let mut lines = vec![deadline.says.to_owned(), format!("Who: {}.", deadline.role)];
        lines.push(format!("How strongly: {}.", deadline.obligation.id()));
        lines.push(format!("Rests on: {}", rests_on(deadline)));
        lines.extend(target(deadline).map(|target| format!("Own target: {target}")));
        lines.extend(deadline.safe.map(|safe| format!("Safe beyond doubt: {}.", day(safe))));
        lines.extend(deadline.problems.iter().map(|problem| format!("Problem: {problem}")));
        if !deadline.reckoning.is_empty() {
            lines.push(format!("Reckoned: {}", joined(deadline.reckoning)));
        }
        if !deadline.entries.is_empty() {
            lines.push(format!("Concerns: {}", concerns(deadline)));
        }
        lines.extend(still_open(deadline).map(|open| format!("Still open: {open}")));
        lines.extend(deadline.note.map(|note| format!("Note: {note}")));
        lines.extend(deadline.place.field.map(|field| format!("In the record: {field}.")));
        lines.extend(self.record.title.map(|title| format!("Procurement: {title}.")));
        lines.push(format!("As of {}, by {} {}.", self.run.as_of, self.run.tool.name, self.run.tool.version));
        lines
    }
}

/// Whether it is in the calendar: it has a day, and is still to be done, kept or awaited.
fn goes_in(deadline: &DeadlineView<'_>, as_of: Date) -> bool {
    let open = match deadline.state {
        State::Overdue | State::OverdueTarget | State::DueSoon | State::Later | State::WithoutNumber => true,
        State::Broken => deadline.done_on.is_none_or(|done| done > as_of),
        State::DoneLate | State::Stopped | State::Held | State::NotStated => false,
        State::Past | State::Done | State::Replaced => false,
    };
    deadline.day_to_act().is_some() && open
}

fn dated<'d, 'a>(deadline: &'d DeadlineView<'a>) -> Option<(Date, &'d DeadlineView<'a>)> {
    deadline.day_to_act().map(|day| (day, deadline))
}

fn categories(deadline: &DeadlineView<'_>) -> String {
    // A day that the law does not give is a choice, whatever the duty rests on.
    let rests_on = if deadline.date.is_some() { deadline.rests_on } else { RestsOn::Choice };
    let words = ["Privacy and access dates".to_owned(), capital(ground(rests_on))];
    words.map(|word| text(&[word])).join(",")
}

/// A reminder some days before, for what is to be done by a day that is not too near.
fn alarm(left: i32, deadline: &DeadlineView<'_>) -> String {
    let to_do = matches!(deadline.kind, LimitKind::By | LimitKind::WithoutNumber);
    let Some(days) = REMIND.into_iter().find(|days| to_do && *days < left) else { return String::new() };
    line("BEGIN", "VALARM")
        + &line("ACTION", "DISPLAY")
        + &line("DESCRIPTION", &text(&[titled(deadline)]))
        + &line("TRIGGER", &format!("-P{days}D"))
        + &line("END", "VALARM")
}

/// "20261202".
fn basic(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

fn seal_line(hash: &str) -> String {
    line(SEAL, hash)
}

/// The text of a calendar without its seal, and whether the seal is that of this text. None where there is no seal.
pub fn unseal_calendar(text: &str) -> Option<(String, bool)> {
    let at = text.find(SEAL)?;
    let end = at + seal_line(&Hash::of("")).len();
    let seal = text.get(at..end)?;
    let rest = format!("{}{}", &text[..at], &text[end..]);
    let holds = seal == seal_line(&Hash::of(&rest));
    Some((rest, holds))
}

#[cfg(test)]
mod tests {
    use super::super::tests::Sample;
    use super::*;

    fn calendar(as_of: &str) -> String {
        Sample::new().dates(as_of, |_| {}, |dates| dates.to_ics())
    }

    fn values<'t>(text: &'t str, name: &str) -> Vec<&'t str> {
        text.split("\r\n").filter_map(|line| line.strip_prefix(name)?.strip_prefix(':')).collect()
    }

    #[test]
    fn what_is_to_be_done_goes_in_and_what_is_settled_stays_out() {
        let text = calendar("2026-11-21").replace("\r\n ", "");
        let days = ["20261109", "20261124", "20261202", "20270115", "20281020"];
        assert_eq!(values(&text, "DTSTART;VALUE=DATE"), days);
        assert_eq!(values(&text, "DTEND;VALUE=DATE")[0], "20261110");
        let summaries = values(&text, "SUMMARY");
        assert_eq!(summaries[0], "Past due: Answer the request (2026-012) [TS-2026-4]");
        assert_eq!(summaries[1], "Own target\\, not law: Report the breach (outage\\, \"north\"\\; gate) [TS-2026-4]");
        assert_eq!(summaries[4], "To the end of this day: Keep the record of the breach (outage) [TS-2026-4]");
        let categories = values(&text, "CATEGORIES");
        assert_eq!(categories[1..3], ["Privacy and access dates,A choice\\, not law", "Privacy and access dates,Law"]);
        assert_eq!(values(&text, "TRIGGER"), ["-P1D", "-P7D", "-P7D"]);
        assert_eq!(values(&text, "DTSTAMP"), ["20261121T000000Z"; 5]);
    }

    #[test]
    fn a_deadline_keeps_its_name_when_its_day_moves() {
        let sample = Sample::new();
        let uids = |as_of, moved: Option<&str>| {
            let change = |deadlines: &mut Vec<crate::assessment::Deadline<'_>>| {
                if let Some(day) = moved {
                    deadlines[3].date = Some(day.parse().unwrap());
                }
            };
            let text = sample.dates(as_of, change, |dates| dates.to_ics());
            let mut uids: Vec<String> = values(&text, "UID").into_iter().map(str::to_owned).collect();
            uids.sort();
            uids
        };
        let first = uids("2026-11-21", None);
        assert_eq!(first.len(), first.iter().collect::<std::collections::BTreeSet<_>>().len());
        assert!(first.iter().all(|uid| uid.len() == 36 && &uid[14..15] == "8"), "{first:?}");
        assert_eq!(first, uids("2026-11-22", Some("2026-12-04")));
    }

    #[test]
    fn institutions_that_buy_the_same_have_deadlines_of_their_own() {
        let uids = |institution| {
            let text = Sample::new().dates(
                "2026-11-21",
                |_| {},
                |dates| {
                    let mut dates = dates.clone();
                    dates.record.reference = None;
                    dates.record.institution = institution;
                    dates.to_ics()
                },
            );
            values(&text, "UID").into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        let (one, other) = (uids(Some("Town of Here")), uids(Some("Town of There")));
        assert!(one.len() == 5 && one.iter().all(|uid| !other.contains(uid)), "{one:?} {other:?}");
        assert_eq!(one, uids(Some("Town of Here")));
    }

    #[test]
    fn the_seal_breaks_with_the_text() {
        let text = calendar("2026-11-21");
        let (rest, holds) = unseal_calendar(&text).unwrap();
        assert!(holds && !rest.contains(SEAL) && rest.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:"));
        assert_eq!(unseal_calendar(&text.replace("20261202", "20261203")).map(|(_, holds)| holds), Some(false));
        assert_eq!(unseal_calendar(&rest), None);
        assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
    }
}
