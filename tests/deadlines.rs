//! Dates from the rules of the packs: worked examples, chains of notices and holds.

mod support;

use std::fs;
use std::sync::Arc;

use diligence::assessment::{
    Chain, ChainState, Deadline, Files, LinkState, Options, Scope, State, assess, chains, deadlines,
};
use diligence::pack::{Calendars, Library, PackSource, load};
use diligence::record::{Duration, Phase, Record, read_fragment};
use diligence::source::SourceText;
use support::diligence;
use support::own_calendars::with_own;

fn built_in() -> (Library, Calendars) {
    let library = load(&[PackSource::Embedded]).unwrap();
    let calendars = library.calendars().unwrap();
    (library, calendars)
}

fn record(text: &str, library: &Library) -> Record {
    read_fragment(&Arc::new(SourceText::new("record", text)), &library.fields)
        .unwrap_or_else(|e| panic!("{text}\n{e:#?}"))
}

/// What `look` makes of the deadlines of a record.
fn reckoned<T>(
    (library, calendars): &(Library, Calendars),
    text: &str,
    as_of: &str,
    look: impl FnOnce(&[Deadline<'_>]) -> T,
) -> T {
    let record = record(text, library);
    let as_of = as_of.parse().unwrap();
    let options = Options { as_of, gate: Some(Phase::Management), with_facts: false };
    let assessment = assess(&record, library, &Files::Assumed, options);
    let scope = Scope::new(library, &record, as_of, &Files::Assumed);
    let soon: Duration = "30 days".parse().unwrap();
    look(&deadlines(&scope, &assessment.findings, calendars, soon))
}

/// What `look` makes of the chains of a record.
fn chained<T>(
    (library, calendars): &(Library, Calendars),
    text: &str,
    as_of: &str,
    look: impl FnOnce(&[Chain<'_>]) -> T,
) -> T {
    let record = record(text, library);
    look(&chains(&Scope::new(library, &record, as_of.parse().unwrap(), &Files::Assumed), calendars))
}

fn one<'d, 'a>(deadlines: &'d [Deadline<'a>], id: &str) -> &'d Deadline<'a> {
    let found: Vec<_> = deadlines.iter().filter(|one| one.id == id).collect();
    assert_eq!(found.len(), 1, "{id}: {:?}", deadlines.iter().map(|one| &one.id).collect::<Vec<_>>());
    found[0]
}

/// Days that are worked out by hand; each must stay among the examples of its limit.
const WORKED: &[(&str, &str)] = &[
    ("pipeda-answer", "2026-12-02"),
    ("pipeda-answer", "2026-12-21"),
    ("pipeda-answer", "2026-12-12"),
    ("pipeda-extension", "2026-12-04"),
    ("pipeda-extension-notice", "2026-10-31"),
    ("pipeda-deemed-refusal", "2026-12-03"),
    ("pipeda-complaint", "2027-05-04"),
    ("pipeda-government-wait", "2026-12-10"),
    ("pipeda-government-wait", "2026-11-20"),
    ("access-answer", "2026-11-05"),
    ("access-answer", "2027-01-07"),
    ("access-answer-before", "2026-04-01"),
    ("access-answer-before", "2018-11-24"),
    ("retention-floor", "2027-03-15"),
    ("vendor-destruction", "2027-01-30"),
    ("breach-vendor-notice", "2026-10-02"),
    ("yearly-statistics", "2027-03-31"),
    ("yearly-health-statistics", "2027-03-01"),
    ("breach-record", "2028-03-31"),
    ("french-report", "2026-12-02"),
    ("trade-thresholds", "2027-12-31"),
];

#[test]
fn days_that_are_worked_by_hand_stay_examples() {
    let (_, calendars) = built_in();
    for (id, day) in WORKED {
        let limit = calendars.limit(id).unwrap_or_else(|| panic!("there is no limit {id}"));
        let given = |example: &diligence::pack::LimitExample| example.gives == Some(day.parse().unwrap());
        assert!(limit.examples.iter().any(given), "{id} has no example that gives {day}");
    }
    let examples: usize = calendars.limits.iter().map(|limit| limit.examples.len()).sum();
    assert!(examples > 110, "{examples}");
}

#[test]
fn a_late_notice_leaves_the_first_limit_in_force() {
    let rules = built_in();
    let request = |notice: &str| {
        format!(
            "[[access-request]]\nreference = \"V-1\"\nregime = \"pipeda\"\ndated-on = 2026-10-01\n\
             received-on = 2026-10-05\nextension = \"consultation\"\nextended-by = \"30 days\"\n{notice}"
        )
    };
    let states = |notice: &str, as_of: &str| {
        reckoned(&rules, &request(notice), as_of, |all| {
            ["pipeda-answer/V-1", "pipeda-extension-notice/V-1", "pipeda-extension/V-1"].map(|id| one(all, id).state)
        })
    };
    let sent_in_time = "extension-notice-on = 2026-10-31\n";
    assert_eq!(states(sent_in_time, "2026-11-10"), [State::Replaced, State::Done, State::DueSoon]);
    // Nothing is sent yet, and there is time: both limits stand side by side.
    assert_eq!(states("", "2026-10-20"), [State::DueSoon, State::DueSoon, State::Later]);
    let sent_late = "extension-notice-on = 2026-11-03\n";
    assert_eq!(states(sent_late, "2026-11-03"), [State::DueSoon, State::DoneLate, State::Broken]);
    assert_eq!(states(sent_late, "2026-11-10"), [State::Overdue, State::DoneLate, State::Broken]);
}

#[test]
fn each_deadline_says_where_it_comes_from_and_how() {
    let rules = built_in();
    let text = "[[access-request]]\nregime = \"pipeda\"\nreceived-on = 2026-11-20\n";
    reckoned(&rules, text, "2026-11-21", |all| {
        let answer = one(all, "pipeda-answer/1");
        assert_eq!(&text[answer.place.1.clone()], "2026-11-20");
        let steps = answer.reckoning.join(" ");
        for part in ["2026-11-20 (Friday)", "30 days later is 2026-12-20 (Sunday)", "2026-12-21 (Monday)"] {
            assert!(steps.contains(part), "{part}: {steps}");
        }
        // What follows from it points at the same fact.
        assert_eq!(one(all, "pipeda-complaint/1").place, answer.place);
    });
}

#[test]
fn entries_of_the_same_name_keep_ids_of_their_own() {
    let rules = built_in();
    let row = "[[access-request]]\nreference = \"7\"\nregime = \"pipeda\"\nreceived-on = 2026-11-20\n";
    reckoned(&rules, &row.repeat(2), "2026-11-21", |all| {
        assert_eq!(one(all, "pipeda-answer/7").state, one(all, "pipeda-answer/7 (2)").state);
    });
}

#[test]
fn an_open_request_holds_what_may_be_disposed_of() {
    let rules = built_in();
    let facts = "institution.acts = [\"fippa\"]\ninformation.personal = true\nretention.last-used-on = 2026-03-15\n\
                 agreement.ends-on = 2027-03-31\nexit.destroy-within = \"30 days\"\n";
    let request = "[[access-request]]\nreference = \"V-1\"\nregime = \"pipeda\"\nreceived-on = 2026-11-02\n";
    let states = |more: &str| {
        reckoned(&rules, &format!("{facts}{more}"), "2027-04-15", |all| {
            ["retention-floor", "vendor-destruction"].map(|id| one(all, id).state)
        })
    };
    assert_eq!(states(""), [State::Past, State::DueSoon]);
    assert_eq!(states(request), [State::Held, State::Held]);
    assert_eq!(states(&format!("{request}recourse-ended-on = 2027-04-15\n")), [State::Past, State::DueSoon]);
    assert_eq!(states(&format!("{request}recourse-ended-on = 2027-04-16\n")), [State::Held, State::Held]);
    // Destroyed while the request was open, whether or not it is closed by now.
    let destroyed = format!("exit.destroyed-on = 2027-04-10\n{request}recourse-ended-on = 2027-04-12\n");
    assert_eq!(states(&destroyed)[1], State::Broken);
}

const CHAIN: &str = "information.personal = true\ninformation.sensitivity = \"low\"\nbreach.notice = \"stated-time\"\n\
                     breach.notify-within = \"72 hours\"\nbreach.subcontractor-notice = \"stated-time\"\n\
                     breach.subcontractor-notify-within = \"24 hours\"\nvendor.subcontractors = [{ name = \"Host\" }]\n";

#[test]
fn a_chain_fails_at_its_first_weak_link() {
    use LinkState::{BreaksTarget, Holds, NotNeeded, NotStated, TooLong, WithoutNumber};
    let rules = built_in();
    let cases: &[(&str, &str, ChainState, [LinkState; 3])] = &[
        ("", "", ChainState::Holds, [Holds; 3]),
        ("[{ name = \"Host\" }]", "[]", ChainState::Holds, [NotNeeded, Holds, Holds]),
        ("\"24 hours\"", "\"25 hours\"", ChainState::Fails, [TooLong, Holds, BreaksTarget]),
        // Three business days may be more than 72 hours.
        ("\"72 hours\"", "\"3 business days\"", ChainState::Fails, [Holds, TooLong, BreaksTarget]),
        ("\"low\"", "\"high\"", ChainState::Fails, [Holds, TooLong, Holds]),
        (
            "breach.notice = \"stated-time\"",
            "breach.notice = \"silent\"",
            ChainState::Fails,
            [Holds, WithoutNumber, Holds],
        ),
        ("breach.notify-within = \"72 hours\"\n", "", ChainState::NotStated, [Holds, NotStated, Holds]),
        ("\n", "\npolicy.breach-report = \"5 days\"\n", ChainState::Fails, [Holds, Holds, BreaksTarget]),
        ("\n", "\npolicy.breach-own-step = \"73 hours\"\n", ChainState::Fails, [Holds, Holds, BreaksTarget]),
    ];
    for (from, to, state, links) in cases {
        let text = CHAIN.replacen(from, to, usize::from(!from.is_empty()));
        chained(&rules, &text, "2026-11-01", |chains| {
            let chain = chains.iter().find(|chain| chain.id == "breach-notice").unwrap();
            let found: Vec<LinkState> = chain.links.iter().map(|link| link.state).collect();
            assert_eq!((chain.state, found.as_slice()), (*state, links.as_slice()), "{to}: {}", chain.says);
            let first = chain.links.iter().find(|link| matches!(link.state, TooLong | BreaksTarget | WithoutNumber));
            assert!(first.is_none_or(|link| chain.says.contains(link.title)), "{}", chain.says);
        });
    }
}

#[test]
fn an_event_is_held_against_the_agreement_by_its_dates() {
    use LinkState::{BreaksTarget, Holds, Late, NotNeeded, Waiting};
    let rules = built_in();
    let event =
        |rows: &str| format!("{}[[breach-event]]\nreference = \"B-1\"\n{rows}", CHAIN.replace("72 hours", "24 hours"));
    let cases: &[(&str, ChainState, [LinkState; 3])] = &[
        (
            "vendor-learned-on = 2026-10-01\nvendor-told-on = 2026-10-20\nsignificant-harm = \"unlikely\"\n",
            ChainState::Fails,
            [NotNeeded, Late, NotNeeded],
        ),
        (
            "vendor-learned-on = 2026-10-29\nvendor-told-on = 2026-10-30\nsignificant-harm = \"likely\"\n",
            ChainState::Holds,
            [NotNeeded, Holds, Waiting],
        ),
        (
            "subcontractor-learned-on = 2026-10-20\nsubcontractor-told-on = 2026-10-21\nvendor-learned-on = 2026-10-21\n\
             vendor-told-on = 2026-10-22\nsignificant-harm = \"likely\"\nreported-on = 2026-10-25\n",
            ChainState::Holds,
            [Holds; 3],
        ),
        // Whether a report is called for is not stated, long after the target.
        (
            "vendor-learned-on = 2026-10-01\nvendor-told-on = 2026-10-02\n",
            ChainState::NotStated,
            [NotNeeded, Holds, LinkState::NotStated],
        ),
        // Every link is late by nothing, and yet the whole took longer than the target.
        (
            "discovered-on = 2026-10-10\nvendor-learned-on = 2026-10-10\nvendor-told-on = 2026-10-11\n\
             subcontractor-learned-on = 2026-10-01\nsubcontractor-told-on = 2026-10-02\n\
             significant-harm = \"likely\"\nreported-on = 2026-10-12\n",
            ChainState::Fails,
            [Holds, Holds, BreaksTarget],
        ),
    ];
    for (rows, state, links) in cases {
        chained(&rules, &event(rows), "2026-11-01", |chains| {
            let chain = chains.iter().find(|chain| chain.id == "breach-notice/B-1").unwrap();
            let found: Vec<LinkState> = chain.links.iter().map(|link| link.state).collect();
            assert_eq!((chain.state, found.as_slice()), (*state, links.as_slice()), "{rows}: {}", chain.says);
        });
    }
    chained(&rules, &event(cases[0].0), "2026-11-01", |chains| {
        let late = &chains.iter().find(|chain| chain.about.is_some()).unwrap().links[1];
        assert_eq!(late.by.unwrap().to_string(), "2026-10-02");
        assert!(late.says.contains("18 days after") && late.says.contains("whole days"), "{}", late.says);
    });
}

#[test]
fn an_institution_adds_its_own_closed_days() {
    let holidays = "[[ontario.holidays]]\nname = \"Civic Holiday\"\nweekday = \"monday\"\nnth = 1\nmonth = 8\n\
                    [[federal.holidays]]\nname = \"A proclaimed day\"\ndates = [2026-12-02]\n";
    let (_folder, library) = with_own(&[("holidays.toml", holidays)]);
    let calendars = library.calendars().unwrap();
    let text = "[[access-request]]\nregime = \"fippa\"\nreceived-on = 2026-07-02\n\
                [[access-request]]\nregime = \"pipeda\"\nreceived-on = 2026-11-02\n";
    let days = |rules: &(Library, Calendars)| {
        reckoned(rules, text, "2026-07-02", |all| {
            ["access-answer/1", "pipeda-answer/2"].map(|id| one(all, id).date.unwrap().to_string())
        })
    };
    assert_eq!(days(&built_in()), ["2026-09-03", "2026-12-02"]);
    assert_eq!(days(&(library, calendars)), ["2026-09-04", "2026-12-03"]);
}

#[test]
fn a_chain_and_a_limit_rest_on_the_acts_that_bind() {
    let rules = built_in();
    let cites = |acts: &str| {
        let text = format!(
            "institution.acts = [{acts}]\ninformation.personal = true\n[[correction]]\n\
                            received-on = 2026-11-16\ntell-recipients = true\n"
        );
        let chain = chained(&rules, &text, "2026-11-20", |chains| {
            chains.iter().find(|chain| chain.id == "breach-notice").unwrap().ground.cites.join(", ")
        });
        let limit =
            reckoned(&rules, &text, "2026-11-20", |all| one(all, "correction-recipients/1").ground.cites.join(", "));
        (chain, limit)
    };
    let pair = |chain: &str, limit: &str| (format!("{chain}, ipc-contracting-guidance"), limit.to_owned());
    assert_eq!(cites("\"fippa\""), pair("fippa 40.1", "fippa 47(2)(c)"));
    assert_eq!(cites("\"mfippa\""), pair("mfippa bill-97-breach", "mfippa 36"));
}

#[test]
fn the_exit_status_counts_missed_targets_and_chains_at_should() {
    let folder = tempfile::tempdir().unwrap();
    let run = |text: &str, level: &str| {
        let path = folder.path().join("procurement.toml");
        fs::write(&path, format!("procurement.title = \"T\"\n{text}")).unwrap();
        let path = path.to_str().unwrap();
        let ran =
            diligence(folder.path(), &["deadlines", path, "--as-of", "2026-10-24", "--quiet", "--fail-on", level]);
        (ran.status.code().unwrap(), String::from_utf8(ran.stdout).unwrap())
    };
    let breach =
        "institution.acts = [\"fippa\"]\n[[breach-event]]\ndiscovered-on = 2026-10-01\nsignificant-harm = \"likely\"\n";
    assert_eq!(run(breach, "must").0, 0);
    let (status, text) = run(breach, "should");
    assert_eq!(status, 1, "{text}");
    assert!(text.contains("Past its target: Sunday 4 October 2026"), "{text}");
    assert!(text.contains("2 past the chosen target"), "{text}");
    let chain = "institution.acts = [\"fippa\"]\ninformation.personal = true\nbreach.notice = \"silent\"\n";
    assert_eq!((run(chain, "must").0, run(chain, "should").0), (0, 1));
}

#[test]
fn the_day_of_the_event_picks_the_text_of_the_law() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("procurement.toml");
    let text = "procurement.title = \"T\"\n[institution]\nacts = [\"fippa\"]\n[[access-request]]\nregime = \"fippa\"\n\
                received-on = 2026-06-01\n[[access-request]]\nregime = \"fippa\"\nreceived-on = 2026-09-01\n";
    fs::write(&path, text).unwrap();
    let args = ["deadlines", path.to_str().unwrap(), "--as-of", "2026-11-21", "--format", "json", "--fail-on", "never"];
    let contract: serde_json::Value = serde_json::from_slice(&diligence(folder.path(), &args).stdout).unwrap();
    let paraphrase = |id: &str| {
        let found = contract["deadlines"].as_array().unwrap().iter().find(|one| one["id"] == id);
        found.unwrap_or_else(|| panic!("{id}"))["citations"][0]["paraphrase"].as_str().unwrap().to_owned()
    };
    assert!(
        paraphrase("access-answer-before/1").contains("30 calendar days"),
        "{}",
        paraphrase("access-answer-before/1")
    );
    assert!(paraphrase("access-answer/2").contains("45 business days"), "{}", paraphrase("access-answer/2"));
}
