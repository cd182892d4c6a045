//! `deadlines` for people: the next day to act on, then every deadline in groups, and whether the chains of notices hold.

use std::fmt::Write;

use jiff::civil::Date;

use crate::assessment::State;
use crate::pack::capital;

use super::super::english::listed;
use super::super::human::provenance;
use super::super::style::{BOLD, paint, wrap};
use super::view::{ChainView, Dates, DeadlineView, LinkView, PlaceView};
use super::words::{
    concerns, day, days, grounds, joined, link_words, rests_on, still_open, target, target_words, titled, verdict, when,
};

/// How much is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Showing {
    /// Every deadline, those that are settled too.
    All,
    /// Every deadline that is not settled.
    Unsettled,
    /// The next day to act on, and the counts.
    Counts,
}

/// The groups of deadlines that are not settled, with their titles.
const GROUPS: [(State, &str); 9] = [
    (State::Overdue, "Past due"),
    (State::OverdueTarget, "Past the target that was chosen"),
    (State::Broken, "Broken rules"),
    (State::DueSoon, "Due soon"),
    (State::Later, "Later"),
    (State::Stopped, "Clock stopped"),
    (State::Held, "Held, whatever the day"),
    (State::WithoutNumber, "No number in the law"),
    (State::NotStated, "Not stated"),
];

/// The groups of those that are settled.
const SETTLED: [(State, &str); 4] = [
    (State::DoneLate, "Done late"),
    (State::Done, "Done in time"),
    (State::Past, "Past, with nothing to do"),
    (State::Replaced, "Replaced by another limit"),
];

impl Dates<'_> {
    /// The dates as text in 80 columns.
    pub fn to_text(&self, showing: Showing) -> String {
        let mut text = self.head();
        if showing != Showing::Counts {
            for (state, title) in GROUPS {
                text.push_str(&self.group(state, title));
            }
            match showing {
                Showing::All => SETTLED.iter().for_each(|(state, title)| text.push_str(&self.group(*state, title))),
                _ => text.push_str(&self.settled()),
            }
            self.chains.iter().for_each(|chain| text.push_str(&chain_text(chain)));
            text.push_str(&self.limits_of_it());
        }
        text.push('\n');
        text + &provenance(self.run)
    }

    /// Which procurement, what is next, and the counts.
    fn head(&self) -> String {
        let record = &self.record;
        let reference = record.reference.map(|reference| format!(" ({reference})")).unwrap_or_default();
        let title = record.title.unwrap_or("untitled procurement");
        let mut text = paint(BOLD, wrap(&format!("{}: {title}{reference}", record.path), "", "  ").trim_end()) + "\n";
        text.push_str(&self.missed());
        text.push_str(&self.missed_target());
        text.push_str(&wrap(&self.next_words(), "Next: ", "      "));
        text.push_str(&wrap(&self.counts(), "", ""));
        let soon = format!("Soon is within {} of {}: a choice, not law.", self.soon, day(self.run.as_of));
        text + &wrap(&soon, "", "")
    }

    /// The first duty whose chosen target was missed; empty where none was.
    fn missed_target(&self) -> String {
        let Some(first) = self.in_state(State::OverdueTarget).min_by_key(|one| one.day_to_act()) else {
            return String::new();
        };
        let more = match self.summary.of(State::OverdueTarget) - 1 {
            0 => String::new(),
            more => format!(" And {more} more."),
        };
        let by = first.day_to_act().map(|last| format!("{}: ", day(last))).unwrap_or_default();
        wrap(&format!("{by}{}. {}.{more}", titled(first), capital(first.role)), "Past its target: ", "      ")
    }

    /// The strongest duty whose day was missed, the earliest of them; empty where none was.
    fn missed(&self) -> String {
        let strongest = self.in_state(State::Overdue).min_by_key(|one| std::cmp::Reverse(one.obligation));
        let Some(first) = strongest else { return String::new() };
        let more = match self.summary.of(State::Overdue) - 1 {
            0 => String::new(),
            more => format!(" And {more} more."),
        };
        let when = when(first).unwrap_or_default();
        wrap(&format!("{when}: {}. {}.{more}", titled(first), capital(first.role)), "Past due: ", "      ")
    }

    fn next_words(&self) -> String {
        let Some(next) = self.next_deadline() else {
            return "no day to act on lies ahead, as far as the record states facts to count from.".to_owned();
        };
        let target = next.target.and_then(|target| Some((target.date?, target.days_left?)));
        let own = target.map(|(date, left)| format!("by {} ({}), its own target, not law", day(date), days(left)));
        let when = when(next).or(own).unwrap_or_default();
        format!("{when}: {}. {}.", titled(next), capital(next.role))
    }

    /// "1 past due, 2 due soon."
    fn counts(&self) -> String {
        let words = [
            (State::Overdue, "past due"),
            (State::OverdueTarget, "past the chosen target"),
            (State::Broken, "with a broken rule"),
            (State::DueSoon, "due soon"),
            (State::Later, "later"),
            (State::Stopped, "with a stopped clock"),
            (State::Held, "held"),
            (State::WithoutNumber, "without a number in the law"),
            (State::NotStated, "not stated"),
            (State::DoneLate, "done late"),
            (State::Done, "done in time"),
            (State::Past, "past"),
            (State::Replaced, "replaced"),
        ];
        let counts = words.into_iter().map(|(state, words)| (self.summary.of(state), words));
        let counts: Vec<String> =
            counts.filter(|(count, _)| *count > 0).map(|(count, words)| format!("{count} {words}")).collect();
        match counts.is_empty() {
            true => "The record gives rise to no deadline.".to_owned(),
            false => format!("Deadlines: {}.", counts.join(", ")),
        }
    }

    fn group(&self, state: State, title: &str) -> String {
        let mut text = String::new();
        match self.summary.of(state) {
            0 => return text,
            count => {
                let _ = write!(text, "\n{}\n", paint(BOLD, &format!("{title} ({count})")));
            }
        }
        self.in_state(state).for_each(|deadline| text.push_str(&one(deadline, self.run.as_of)));
        text
    }

    /// What was done late, a line each, and how many are done or past.
    fn settled(&self) -> String {
        let late: Vec<_> = self.in_state(State::DoneLate).collect();
        let rest = [
            (State::Done, "done in time"),
            (State::Past, "past, with nothing to do"),
            (State::Replaced, "replaced by another limit"),
        ];
        let counts = rest.map(|(state, words)| (self.summary.of(state), words));
        let counts: Vec<String> =
            counts.iter().filter(|(count, _)| *count > 0).map(|(count, words)| format!("{count} {words}")).collect();
        if late.is_empty() && counts.is_empty() {
            return String::new();
        }
        let mut text = format!("\n{}\n", paint(BOLD, "Done and past"));
        for deadline in late {
            let done = deadline.done_on.map(|done| format!(", done on {}", day(done))).unwrap_or_default();
            let due = deadline.date.map(|date| format!("; it was due by {}", day(date))).unwrap_or_default();
            text.push_str(&wrap(&format!("Late: {}{done}{due}.", titled(deadline)), "  ", "    "));
        }
        if !counts.is_empty() {
            text.push_str(&wrap(&format!("{}. `--all` shows them.", listed(&counts, "and")), "  ", "  "));
        }
        text
    }

    fn limits_of_it(&self) -> String {
        if self.not_checked.is_empty() {
            return String::new();
        }
        let mut text = format!("\n{}\n", paint(BOLD, "What was not checked"));
        self.not_checked.iter().for_each(|sentence| text.push_str(&wrap(sentence, "- ", "  ")));
        text
    }
}

fn one(deadline: &DeadlineView<'_>, as_of: Date) -> String {
    let title = titled(deadline);
    let mut text = match when(deadline) {
        Some(when) => format!("\n{}{}", wrap(&capital(&when), "", "  "), wrap(&title, "  ", "  ")),
        None => format!("\n{}", wrap(&title, "", "  ")),
    };
    let mut line = |label: &str, words: &str| {
        let first = format!("  {label}: ");
        text.push_str(&wrap(words, &first, "      "));
    };
    let field = deadline.place.field.unwrap_or_default();
    if deadline.state == State::NotStated {
        line("Not stated", &format!("`{field}`. {}", deadline.place.question));
    }
    if let Some(target) = target(deadline) {
        line("Own target", &target);
    }
    if let Some(done) = deadline.done_on {
        line(if done > as_of { "Planned" } else { "Done" }, &format!("on {}.", day(done)));
    }
    if let Some(safe) = deadline.safe {
        line("Safe beyond doubt", &format!("{}.", day(safe)));
    }
    let silence = format!("`{field}` is not stated.");
    deadline.problems.iter().filter(|problem| **problem != silence).for_each(|problem| line("Problem", problem));
    line("Who", &format!("{}.", deadline.role));
    line("Rule", &format!("{} ({}, `{}`)", deadline.says, deadline.obligation.id(), deadline.limit));
    line("Rests on", &rests_on(deadline));
    if !deadline.reckoning.is_empty() {
        line("Reckoned", &joined(deadline.reckoning));
    }
    if !deadline.entries.is_empty() {
        line("Concerns", &concerns(deadline));
    }
    if let Some(open) = still_open(deadline) {
        line("Still open", &open);
    }
    if let Some(note) = deadline.note {
        line("Note", note);
    }
    if let Some(place) = place(&deadline.place) {
        let label = if deadline.state == State::NotStated { "Goes in the record" } else { "In the record" };
        line(label, &place);
    }
    text
}

/// A field with the place that states it. None where the packs alone give the day.
fn place(place: &PlaceView<'_>) -> Option<String> {
    let field = place.field?;
    Some(match place.line {
        Some(line) => format!("`{field}`, {}:{line}", place.path),
        None => format!("`{field}`, which is not stated"),
    })
}

fn chain_text(chain: &ChainView<'_>) -> String {
    let about = chain.about.map(|about| format!(" ({about})")).unwrap_or_default();
    let title = wrap(&format!("Notices: {}{about}", chain.title), "", "  ");
    let mut text = format!("\n{}\n", paint(BOLD, title.trim_end()));
    text.push_str(&wrap(&verdict(chain), "  ", "  "));
    if let Some(target) = &chain.target {
        text.push_str(&wrap(&target_words(target, chain.rests_on), "  Target: ", "      "));
    }
    text.push_str(&wrap(&grounds(chain.rests_on, &chain.citations, Vec::new()), "  Rests on: ", "      "));
    chain.links.iter().enumerate().for_each(|(at, link)| text.push_str(&link_text(at + 1, link)));
    if let Some(note) = chain.note {
        text.push_str(&wrap(note, "  Note: ", "      "));
    }
    text
}

fn link_text(number: usize, link: &LinkView<'_>) -> String {
    let words = wrap(&link_words(link), &format!("  {number}. "), "     ");
    let place = place(&link.place).map(|place| wrap(&place, "     In the record: ", "         "));
    words + &place.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::tests::Sample;
    use super::*;

    fn text(as_of: &str, showing: Showing) -> String {
        let text = Sample::new().dates(as_of, |_| {}, |dates| dates.to_text(showing));
        anstream::adapter::strip_str(&text).to_string()
    }

    #[test]
    fn the_next_day_comes_first_and_the_provenance_last() {
        let text = text("2026-11-21", Showing::Unsettled);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "lockers/procurement.toml: Parcel lockers (TS-2026-4)");
        assert!(
            lines[3].starts_with("Next: by Tuesday 24 November 2026 (3 days left), its own target, not law:"),
            "{text}"
        );
        assert!(lines.last().unwrap().ends_with("Not legal advice."));
        assert_eq!(text.matches("Not legal advice").count(), 1);
        assert!(lines.iter().all(|line| line.chars().count() <= 80), "{text}");
    }

    #[test]
    fn groups_come_by_urgency_and_say_what_to_do() {
        let text = text("2026-11-21", Showing::Unsettled);
        let titles = ["\nPast due (1)\n", "\nBroken rules (1)\n", "\nDue soon (1)\n", "\nLater (1)\n"];
        let more = ["\nNo number in the law (1)\n", "\nNot stated (1)\n", "\nDone and past\n", "\nNotices: "];
        let places: Vec<usize> =
            titles.iter().chain(&more).map(|title| text.find(title).unwrap_or_else(|| panic!("{title}"))).collect();
        assert!(places.is_sorted());
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in [
            "Was due by Monday 9 November 2026 (12 days ago) Answer the request (2026-012)",
            "Problem: The extension is 31 days; 30 is the most.",
            "Until the end of Friday 20 October 2028 (699 days left)",
            "chosen by the pack, not law; set your own in",
            "Rests on: law: FIPPA s. 38(3) (",
            "Late: Answer the request (2026-011), done on Monday 9 November 2026;",
            "1 done in time and 1 past, with nothing to do. `--all` shows them.",
            "It cannot hold. It fails at \"The vendor tells the institution\": 60 hours is longer than 24 hours.",
            "2. The vendor tells the institution: 60 hours (at most 24 hours): fails. 60 hours is",
            "- Whether the stated dates are true, and whether the record names every request",
        ] {
            assert!(flat.contains(words), "{words}\n{text}");
        }
    }

    #[test]
    fn all_and_counts_show_more_and_less() {
        let all = text("2026-11-21", Showing::All);
        assert!(all.contains("\nDone in time (1)\n") && all.contains("\nPast, with nothing to do (1)\n"), "{all}");
        let counts = text("2026-11-21", Showing::Counts);
        assert!(counts.lines().count() < 12 && !counts.contains("Who:"), "{counts}");
        assert!(counts.contains("Deadlines: 1 past due, 1 with a broken rule, 1 due soon, 1 later,"), "{counts}");
    }
}
