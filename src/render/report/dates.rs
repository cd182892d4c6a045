//! The dates of a report: what was missed, what is near, what comes next, and whether the chains of notices hold.

use serde::Serialize;

use crate::assessment::{LinkState, State};

use super::super::deadlines::{
    ChainView, Dates, DeadlineView, grounds, link_words, rests_on, target, titled, verdict, when,
};
use super::words::{capitalised, counted};

/// The dates of a record in brief.
#[derive(Debug, Serialize)]
pub(super) struct DatesPart {
    /// How many there are, in a sentence or two.
    summary: Vec<String>,
    groups: Vec<DateGroup>,
    chains: Vec<ChainPart>,
}

/// Dates that stand alike.
#[derive(Debug, Serialize)]
struct DateGroup {
    title: &'static str,
    dates: Vec<DatePart>,
}

/// One date.
#[derive(Debug, Serialize)]
struct DatePart {
    title: String,
    when: String,
    who: String,
    rests_on: String,
    problems: Vec<String>,
}

/// A chain of notices.
#[derive(Debug, Serialize)]
struct ChainPart {
    title: String,
    verdict: String,
    rests_on: String,
    /// The links that do not hold, each in a sentence.
    links: Vec<String>,
}

/// How many of the dates that lie further ahead are shown.
const MOST_LATER: usize = 3;

/// The groups that are shown in full, with their titles.
const GROUPS: [(State, &str); 4] = [
    (State::Overdue, "Past due"),
    (State::OverdueTarget, "Past the target that was chosen"),
    (State::Broken, "Broken rules"),
    (State::DueSoon, "Due soon"),
];

/// What the report says of `dates`.
pub(super) fn dates_part(dates: &Dates<'_>) -> DatesPart {
    let groups = groups(dates).into_iter().filter(|(_, dates)| !dates.is_empty());
    DatesPart {
        summary: summary(dates),
        groups: groups.map(|(title, dates)| group(title, dates)).collect(),
        chains: dates.chains.iter().map(chain).collect(),
    }
}

/// The deadlines that the report shows.
pub(super) fn shown<'d, 'a>(dates: &'d Dates<'a>) -> impl Iterator<Item = &'d DeadlineView<'a>> {
    groups(dates).into_iter().flat_map(|(_, dates)| dates)
}

/// The deadlines that the report shows, in groups with their titles.
fn groups<'d, 'a>(dates: &'d Dates<'a>) -> Vec<(&'static str, Vec<&'d DeadlineView<'a>>)> {
    let full = GROUPS.map(|(state, title)| (title, dates.in_state(state).collect()));
    let later = dates.in_state(State::Later).take(MOST_LATER).collect();
    let own = dates.in_state(State::WithoutNumber).filter(|deadline| deadline.day_to_act().is_some()).collect();
    let own = ("The institution's own targets, where the law gives no number", own);
    full.into_iter().chain([own, ("Next", later)]).collect()
}

fn summary(dates: &Dates<'_>) -> Vec<String> {
    let counts = &dates.summary;
    let all = dates.deadlines.len();
    if all == 0 {
        return vec!["The record states nothing from which a deadline could be reckoned.".to_owned()];
    }
    let soon = format!("due within {}", dates.soon);
    let words = [
        (counts.of(State::Overdue), "past due"),
        (counts.of(State::OverdueTarget), "past the chosen target"),
        (counts.of(State::Broken), "against a rule, whatever the day"),
        (counts.of(State::DueSoon), soon.as_str()),
        (counts.of(State::NotStated), "without the fact from which to count"),
    ];
    let parts: Vec<String> =
        words.into_iter().filter(|(count, _)| *count > 0).map(|(count, words)| format!("{count} {words}")).collect();
    let first = counted(all, "deadline", "deadlines");
    let first = match parts.is_empty() {
        true => format!("The record gives rise to {first}; none is past due or near."),
        false => format!("The record gives rise to {first}: {}.", parts.join(", ")),
    };
    let rest = "`diligence deadlines` shows all of them, how each was reckoned, and what was not checked; it also writes \
                a calendar.";
    vec![first, rest.to_owned()]
}

fn group(title: &'static str, dates: Vec<&DeadlineView<'_>>) -> DateGroup {
    let date = |deadline: &DeadlineView<'_>| DatePart {
        title: titled(deadline),
        when: capitalised(&when(deadline).or_else(|| target(deadline)).unwrap_or_default()),
        who: capitalised(deadline.role),
        rests_on: capitalised(rests_on(deadline).trim_end_matches('.')),
        problems: deadline.problems.to_vec(),
    };
    DateGroup { title, dates: dates.into_iter().map(date).collect() }
}

fn chain(chain: &ChainView<'_>) -> ChainPart {
    let about = chain.about.map(|about| format!(" ({about})")).unwrap_or_default();
    let failing = chain.links.iter().filter(|link| !matches!(link.state, LinkState::Holds | LinkState::NotNeeded));
    ChainPart {
        title: format!("{}{about}", chain.title),
        verdict: verdict(chain),
        rests_on: capitalised(grounds(chain.rests_on, &chain.citations, Vec::new()).trim_end_matches('.')),
        links: failing.map(link_words).collect(),
    }
}

#[cfg(test)]
mod tests {
    use crate::pack::{PackFiles, TEMPLATES};

    use super::super::super::deadlines::tests::Sample;
    use super::super::super::templates::{Markup, Templates};
    use super::*;

    #[derive(Serialize)]
    struct Context {
        dates: DatesPart,
    }

    fn render(path: &str, markup: Markup) -> String {
        let templates = PackFiles::embedded(&TEMPLATES, "templates");
        let dates = Sample::new().dates("2026-11-21", |_| {}, dates_part);
        Templates::load(&templates, "reports", markup).unwrap().render(path, &Context { dates }).unwrap()
    }

    #[test]
    fn what_is_missed_and_near_is_told_in_both_formats() {
        let markdown = render("reports/dates.md", Markup::Markdown);
        assert!(!markdown.contains("\n\n\n"), "{markdown}");
        assert_eq!(markdown.lines().find(|line| line.ends_with(' ')), None);
        for words in [
            "9 deadlines: 1 past due, 1 against a rule, whatever the day, 1 due within 30 days, 1 without the fact",
            "### Past due\n\n- **Was due by Monday 9 November 2026 (12 days ago):** Answer the request (2026-012)",
            "\n  - The extension is 31 days; 30 is the most.\n  - Privacy office. Rests on: Law: FIPPA s. 38(3) (",
            "### Next\n\n- **Until the end of Friday 20 October 2028 (699 days left):** Keep the record",
            "### Notices: From the vendor to the Commissioner\n\nIt cannot hold. It fails at",
            "- The vendor tells the institution: 60 hours (at most 24 hours): fails. 60 hours is",
        ] {
            assert!(markdown.contains(words), "{words}\n{markdown}");
        }
        assert!(markdown.contains("(=1+1 \\<b\\>\\*x\\*\\</b\\>)"));
        assert!(!markdown.contains("The subcontractor"), "a link that holds needs no word");
        let html = render("reports/dates.html", Markup::Html);
        assert_eq!((html.matches("<li>").count(), html.matches("</li>").count()), (6, 6), "{html}");
        assert!(html.contains("Answer the request (=1+1 &lt;b&gt;*x*&lt;/b&gt;)"));
    }
}
