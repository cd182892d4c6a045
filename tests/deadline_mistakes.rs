//! Mistakes in the calendars, time limits and chains of a pack: each is told at its place.

mod support;

use std::path::Path;

use support::own_calendars::with_own;
use support::{diligence, stderr};

/// A time limit that is in order.
const LIMIT: &str = "title = \"T\"\nsays = \"S.\"\nrole = \"privacy office\"\nkind = \"by\"\nrests-on = \"record\"\n\
                     obligation = \"should\"\nfrom = \"agreement.starts-on\"\nplus = \"30 days\"\ncounted = \"calendar-days\"\n";
const EXAMPLE: &str =
    "[[NAME.examples]]\nrecord = \"agreement.starts-on = 2026-01-01\"\nas-of = 2026-01-02\ngives = 2026-01-31\n";

fn limit(name: &str, from: &str, to: &str) -> String {
    assert!(LIMIT.contains(from), "{from}");
    format!("[{name}]\n{}{}", LIMIT.replacen(from, to, 1), EXAMPLE.replace("NAME", name))
}

/// What reading a pack with these time limits says.
fn said(limits: &str) -> String {
    let (_folder, library) = with_own(&[("limits.toml", limits)]);
    match library.calendars() {
        Ok(calendars) => format!("{} limits", calendars.limits.len()),
        Err(problems) => {
            let words = |one: &diligence::source::Diagnostic| {
                assert!(one.place.is_some(), "{}: no place", one.message);
                format!("{}; {}\n", one.message, one.help.clone().unwrap_or_default())
            };
            problems.iter().map(words).collect()
        }
    }
}

#[test]
fn mistakes_in_a_limit_are_told_at_their_place() {
    let good = said(&limit("own", "title", "title"));
    assert!(good.ends_with(" limits"), "{good}");
    for (from, to, message) in [
        ("agreement.starts-on", "agreement.start-on", "did you mean `agreement.starts-on`?"),
        ("agreement.starts-on", "agreement.term", "is of type duration; a date field is needed"),
        ("\"30 days\"", "\"30 dayz\"", "is not a unit"),
        ("\"30 days\"", "\"agreement.starts-on\"", "a duration field is needed"),
        ("calendar-days", "calender-days", "did you mean `calendar-days`?"),
        ("\"by\"", "\"bye\"", "it is one of: by, not-before"),
        ("\"record\"", "\"law\"", "names neither a provision nor a source"),
        ("role", "roll", "did you mean `role`?"),
        ("from = ", "done-on = \"agreement.signed\"\nfrom = ", "did you mean `agreement.signed-on`?"),
        ("from = ", "when = { }\nfrom = ", "a condition in braces that tests something"),
        ("from = ", "rows = \"agreement.term\"\nfrom = ", "a list of tables is needed"),
        ("from = ", "rows = \"change\"\nname = \"wat\"\nfrom = ", "did you mean `what`?"),
        ("from = ", "target = \"policy.audit\"\nfrom = ", "a target is for limits without one"),
        ("from = ", "paused = { from = \"agreement.starts-on\" }\nfrom = ", "`until` is missing"),
        ("from = ", "breaks = [{ says = \"B.\" }]\nfrom = ", "`when` is missing"),
        ("from = ", "no-later-than = \"pipeda-anser\"\nfrom = ", "did you mean `pipeda-answer`?"),
        ("from = ", "no-later-than = \"pipeda-answer\"\nfrom = ", "about the entries of another list"),
        ("\"agreement.starts-on\"", "{ limit = \"agreement-ends\" }", "did you mean `agreement-end`?"),
        ("\"agreement.starts-on\"", "{ limit = \"own\" }", "the time limit `own` waits for itself"),
    ] {
        let said = said(&limit("own", from, to));
        assert!(said.contains(message), "{from} -> {to}: {said}");
    }
    let bare = said(&format!("[own]\n{LIMIT}"));
    assert!(bare.contains("`examples` is missing"), "{bare}");
    let taken = said(&limit("agreement-end", "title", "title"));
    assert!(taken.contains("there is another time limit `agreement-end`"), "{taken}");
}

#[test]
fn limits_that_wait_for_each_other_are_refused() {
    let waits = |name: &str, other: &str| limit(name, "\"agreement.starts-on\"", &format!("{{ limit = \"{other}\" }}"));
    let round = said(&[waits("one", "two"), waits("two", "three"), waits("three", "one")].concat());
    assert!(round.contains("wait for each other: `one`, then `two`, then `three`, then `one`"), "{round}");
    let replaced = |name: &str, other: &str| limit(name, "from", &format!("replaces = \"{other}\"\nfrom"));
    let both = said(&[replaced("one", "two"), replaced("two", "one")].concat());
    assert!(both.contains("wait for each other"), "{both}");
    // A limit in force also waits for those that may take its place.
    let in_force = limit("one", "\"agreement.starts-on\"", "{ limit = \"two\", in-force = true }")
        + &limit("two", "title", "title")
        + &limit("three", "\"agreement.starts-on\"", "{ limit = \"one\" }\nreplaces = \"two\"");
    assert!(said(&in_force).contains("wait for each other"), "{in_force}");
    // What counts only if the limit that it replaces was kept waits for what waits for it.
    let own =
        limit("one", "title", "title") + &limit("two", "from", "replaces = \"one\"\nonly-if-kept = \"one\"\nfrom");
    assert!(said(&own).contains("the time limit `one` waits for itself"), "{}", said(&own));
}

#[test]
fn limits_that_wait_in_too_long_a_row_are_refused() {
    let row = |length: usize| {
        let next =
            |at: usize| limit(&format!("n{at}"), "\"agreement.starts-on\"", &format!("{{ limit = \"n{}\" }}", at - 1));
        said(&(limit("n0", "title", "title") + &(1..length).rev().map(next).collect::<String>()))
    };
    assert!(row(100).ends_with(" limits"));
    assert!(row(2_000).contains("`n1999` waits for other limits in a row of more than 300 steps"));
}

#[test]
fn mistakes_in_calendars_and_chains_are_told() {
    let cases = [
        ("holidays.toml", "[ontario]\ntitle = \"Mine\"\n", "`title` is not known here"),
        ("holidays.toml", "[[ontario.holidays]]\nname = \"X\"\non = \"02-30\"\n", "is no month and day"),
        ("holidays.toml", "[[ontario.holidays]]\nname = \"X\"\nweekday = \"monday\"\n", "in no known way"),
        ("holidays.toml", "[[ontario.holidays]]\nname = \"X\"\neaster = 99999999\n", "a number from -100 to 100"),
        (
            "holidays.toml",
            "[[ontario.holidays]]\nname = \"X\"\nweekday = \"munday\"\nnth = 1\nmonth = 5\n",
            "`monday`?",
        ),
        (
            "holidays.toml",
            "[own]\ntitle = \"X\"\nclosed = [\"monday\", \"tuesday\", \"wednesday\", \"thursday\", \"friday\", \
             \"saturday\", \"sunday\"]\n",
            "has no open day",
        ),
        ("conventions.toml", "[own]\ntitle = \"X\"\nsays = \"X.\"\ncalendar = \"ontari\"\n", "did you mean `ontario`?"),
        ("conventions.toml", "[own]\ntitle = \"X\"\nsays = \"X.\"\nlast-day-moves = true\n", "`calendar` is missing"),
        (
            "chains.toml",
            "[own]\ntitle = \"X\"\nsays = \"X.\"\ntarget = \"7 days\"\nrests-on = \"choice\"\ncounted = \"calendar-days\"\n\
             [[own.links]]\ntitle = \"X\"\nwithin = \"breach.notify-witin\"\n",
            "did you mean `breach.notify-within`?",
        ),
        (
            "chains.toml",
            "[own]\ntitle = \"X\"\nsays = \"X.\"\ntarget = \"7 days\"\nrests-on = \"choice\"\ncounted = \"calendar-days\"\n\
             [[own.links]]\ntitle = \"X\"\nwithin = \"2 days\"\nstricter = { at-most = \"1 day\" }\n",
            "`when` is missing",
        ),
    ];
    for (file, text, message) in cases {
        let (_folder, library) = with_own(&[(file, text)]);
        let problems = library.calendars().expect_err(text);
        let said: Vec<String> =
            problems.iter().map(|one| format!("{}; {}", one.message, one.help.clone().unwrap_or_default())).collect();
        assert!(said.join("\n").contains(message), "{text}: {said:?}");
    }
}

#[test]
fn verify_and_test_look_at_the_calendars_of_a_pack() {
    let run = |command: &str, limits: &str| {
        let (folder, _) = with_own(&[("limits.toml", limits)]);
        stderr(&diligence(Path::new("."), &["pack", command, folder.path().to_str().unwrap()]))
    };
    let cites = limit("own", "kind", "cites = [\"fipa 26\"]\nsources = [\"s99\"]\nkind");
    let verified = run("verify", &cites);
    assert!(verified.contains("there is no authority or provision `fipa 26`"), "{verified}");
    assert!(verified.contains("there is no source `s99`"), "{verified}");
    let wrong = limit("own", "\"30 days\"", "\"31 days\"");
    let tested = run("test", &wrong);
    assert!(tested.contains("an example of `own` gives the day 2026-02-01, not 2026-01-31"), "{tested}");
    assert_eq!(run("test", &limit("own", "title", "title")), "");
}
