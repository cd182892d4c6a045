//! The dialogue on strings. Questions are answered by what they ask, so that the packs can change their order.

use std::cell::RefCell;
use std::io::{self, Read};
use std::rc::Rc;
use std::sync::Arc;

use super::*;
use crate::pack::{PackSource, load};
use crate::record::{Record, read_record};
use crate::source::SourceText;

const PILOT: &str = "Who flies the drone?";
const FLIGHTS: &str = "Which flights were made?";

fn library() -> Library {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/small-pack");
    load(&[PackSource::Folder(folder.into(), "small-pack".to_owned())]).unwrap()
}

/// A person at a terminal: sees what was said since the last line, and types the next.
struct Person<F> {
    said: Rc<RefCell<String>>,
    seen: usize,
    typing: F,
    line: io::Cursor<Vec<u8>>,
}

#[derive(Clone)]
struct Screen(Rc<RefCell<String>>);

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().push_str(std::str::from_utf8(bytes).unwrap());
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<F: FnMut(&str) -> Option<String>> Read for Person<F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.line.read(buffer)
    }
}

impl<F: FnMut(&str) -> Option<String>> BufRead for Person<F> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.line.fill_buf()?.is_empty() {
            let said = self.said.borrow();
            let line = (self.typing)(&said[self.seen..]);
            self.seen = said.len();
            self.line = io::Cursor::new(line.map(|line| line + "\n").unwrap_or_default().into_bytes());
        }
        self.line.fill_buf()
    }
    fn consume(&mut self, count: usize) {
        self.line.consume(count);
    }
}

struct Talk {
    screen: String,
    outcome: Outcome,
    record: Record,
    library: Library,
}

impl Talk {
    /// The values that the record states for `path`, in words.
    fn value(&self, path: &str) -> Option<String> {
        let id = self.library.fields.find(path).unwrap();
        self.record.get(id).map(|stated| stated.value.to_string())
    }
    fn asked(&self, question: &str) -> usize {
        words(&self.screen).matches(question).count()
    }
}

/// Talks with a person who types what `typing` gives for what was said last; `None` ends the input.
fn talk(typing: impl FnMut(&str) -> Option<String>) -> Talk {
    let library = library();
    let said = Rc::new(RefCell::new(String::new()));
    let person = Person { said: Rc::clone(&said), seen: 0, typing, line: io::Cursor::default() };
    let read = |text: &str| read_record(&Arc::new(SourceText::new("saved", text)), &library.fields);
    let mut saved = String::new();
    let save = |text: &str| {
        saved = text.to_owned();
        Ok(())
    };
    let outcome = run(&library, "2026-09-01".parse().unwrap(), (person, Screen(Rc::clone(&said))), save).unwrap();
    assert!(saved.is_empty() || saved == outcome.text, "what was saved last is the outcome");
    let record = read(&outcome.text).unwrap();
    let screen = said.borrow().clone();
    Talk { screen, outcome, record, library }
}

/// A person who gives these answers, each once and in order, to what is said, and Enter to all else.
fn answering(answers: &[(&str, &str)]) -> impl FnMut(&str) -> Option<String> + use<> {
    let mut left: Vec<(String, String)> =
        answers.iter().map(|(ask, reply)| ((*ask).to_owned(), (*reply).to_owned())).collect();
    move |said| {
        let said = words(said);
        let at = left.iter().position(|(question, _)| said.contains(question));
        Some(at.map_or_else(String::new, |at| left.remove(at).1))
    }
}

/// A person who does the same, and is done after the last answer.
fn brief(answers: &[(&str, &str)]) -> impl FnMut(&str) -> Option<String> + use<> {
    let mut typing = answering(answers);
    let mut left = answers.len();
    move |said| {
        let line = typing(said).filter(|_| left > 0).unwrap_or_else(|| "done".to_owned());
        left -= usize::from(!line.is_empty() && left > 0);
        Some(line)
    }
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn enter_alone_states_nothing_but_the_phase() {
    let talk = talk(answering(&[]));
    assert_eq!(talk.record.facts.iter().count(), 1);
    assert_eq!(talk.value("procurement.phase").as_deref(), Some("planning"));
    assert_eq!((talk.outcome.stated, talk.outcome.cut_off), (0, false));
    assert!(talk.screen.contains("Enter alone takes: planning"));
    // Nothing is ruled out, and what decides is asked before what it decides on.
    assert_eq!((talk.asked("Is a drone used?"), talk.asked(PILOT), talk.asked(FLIGHTS)), (1, 1, 0));
    assert!(talk.screen.find("Is a drone used?") < talk.screen.find("Is the vendor a local one?"));
}

#[test]
fn answers_of_every_type_come_out_as_they_were_meant() {
    let talk = talk(brief(&[
        ("the name of your institution", "Town of \"Sample\" \\ Co."),
        ("Which Acts bind", "2, YELLOW"),
        ("What kind of institution", "municipality"),
        ("Is a drone used?", "Y"),
        (PILOT, "\"Chief Pilot\""),
        ("How heavy", "1,200"),
        ("What does the drone cost", "$ 1,999.50"),
        ("When was the drone bought", "2026-02-03"),
        ("How long does the drone fly", "2 hours"),
        ("Which colours", "2, red"),
        ("Which rules", "not at night; not over people, ever"),
    ]));
    assert_eq!(talk.value("institution.name").as_deref(), Some("Town of \"Sample\" \\ Co."));
    assert_eq!(talk.value("institution.acts").as_deref(), Some("blue, yellow"));
    assert_eq!(talk.value("institution.sector").as_deref(), Some("municipality"));
    assert_eq!(talk.value("drone.used").as_deref(), Some("yes"));
    assert_eq!(talk.value("drone.pilot").as_deref(), Some("Chief Pilot"));
    assert_eq!(talk.value("drone.weight").as_deref(), Some("1200"));
    assert_eq!(talk.value("drone.price").as_deref(), Some("$1,999.50"));
    assert_eq!(talk.value("drone.bought-on").as_deref(), Some("2026-02-03"));
    assert_eq!(talk.value("drone.flight-time").as_deref(), Some("2 hours"));
    assert_eq!(talk.value("drone.colours").as_deref(), Some("blue, red"));
    assert_eq!(talk.value("drone.rules").as_deref(), Some("not at night, not over people, ever"));
    assert_eq!(talk.outcome.stated, 11);
}

#[test]
fn only_what_applies_is_asked() {
    let ruled_out = talk(answering(&[("Is a drone used?", "n")]));
    assert_eq!((ruled_out.asked("Is a drone used?"), ruled_out.asked(PILOT)), (1, 0));
    let later = talk(answering(&[("Which phase", "tendering")]));
    assert_eq!((later.asked(PILOT), later.asked(FLIGHTS)), (1, 1));
    // No requirement reads the first two, the third has a default, and the program itself reads the last two.
    for question in [
        "What is the name of the vendor?",
        "What do people call the drone?",
        "must the drone land",
        "Which files prove",
        "set aside? Add",
    ] {
        assert_eq!(later.asked(question), 0, "{question}");
    }
    assert_eq!(later.asked("What is this procurement called?"), 1);
}

#[test]
fn a_wrong_answer_says_what_would_be_right_and_is_asked_again() {
    let talk = talk(brief(&[
        ("Which Acts bind", "gren"),
        ("Did you mean `green`?", "green, green"),
        ("`green` is given twice. Keep one of the two.", "1"),
        ("What kind of institution", "12"),
        ("Type a number from 1 to", "1"),
        ("Is a drone used?", "perhaps"),
        ("Type y (yes) or n (no).", "y"),
        (PILOT, "\"\""),
        ("Enter alone leaves it out", "\u{1b}[A"),
        ("the arrow keys", "Pilot"),
        ("How heavy", "9.5"),
        ("Type a whole number", "9"),
        ("What does the drone cost", "-5"),
        ("Type a number of dollars of zero or more", "0"),
        ("When was the drone bought", "2026-02-30"),
        ("There is no day 2026-02-30 in the calendar", "2026-2-8"),
        ("Type two digits for month and day, such as 2026-02-08", "8 February"),
        ("Type the date as year-month-day", "2026-02-28"),
        ("How long does the drone fly", "2 fortnights"),
        ("`fortnights` is not a unit", "2 hours"),
    ]));
    assert_eq!(talk.outcome.stated, 8, "{}", talk.screen);
    assert_eq!(talk.asked("What kind of institution"), 1);
}

#[test]
fn back_shows_the_answer_and_a_new_one_takes_its_place() {
    let mut lines = ["One", "back", "back", "Two", "done"].into_iter();
    let talk = talk(move |_| lines.next().map(str::to_owned));
    assert_eq!(talk.value("institution.name").as_deref(), Some("Two"));
    assert_eq!(talk.asked("the name of your institution"), 3);
    assert!(talk.screen.contains("This is the first question."));
    assert_eq!(talk.outcome.stated, 1);
}

#[test]
fn going_back_changes_nothing_until_something_is_typed() {
    let (mut name, mut before) = (Some("One"), 0);
    let talk = talk(move |said| {
        let said = words(said);
        if before < 2 && said.contains("Which Acts bind") {
            before = 1;
        }
        Some(
            match before {
                0 if said.contains("the name of your institution") => name.take().unwrap_or_default(),
                0 => "",
                1 if said.contains("Your answer: One. Enter keeps it; type a new one, or - to remove it.") => {
                    before = 2;
                    ""
                }
                1 => "back",
                _ => "done",
            }
            .to_owned(),
        )
    });
    assert_eq!(talk.value("institution.name").as_deref(), Some("One"), "{}", talk.screen);
    assert_eq!(talk.outcome.stated, 1);
}

#[test]
fn a_dash_removes_the_answer_and_done_keeps_the_later_ones() {
    for (lines, stated) in [(["One", "1", "back", "back", "done"], 2), (["One", "1", "back", "-", "done"], 1)] {
        let mut lines = lines.into_iter();
        let talk = talk(move |_| lines.next().map(str::to_owned));
        assert_eq!(talk.value("institution.name").as_deref(), Some("One"), "{}", talk.screen);
        assert_eq!(talk.outcome.stated, stated, "{}", talk.screen);
    }
}

/// Answers up to the weight of the drone, goes back to whether one is used, and types these there in turn.
fn changed(again: &'static [&str]) -> Talk {
    let mut typing = answering(&[("Is a drone used?", "y"), ("a local one?", "n"), (PILOT, "Ace")]);
    let (mut again, mut back) = (again.iter(), false);
    talk(move |said| {
        let said = words(said);
        back |= said.contains("How heavy");
        Some(match back {
            false => return typing(&said),
            true if said.contains("Is a drone used?") => (*again.next().unwrap_or(&"done")).to_owned(),
            true => "back".to_owned(),
        })
    })
}

#[test]
fn later_answers_stay_where_their_questions_still_apply() {
    let other = changed(&["n"]);
    assert_eq!(other.value("drone.used").as_deref(), Some("no"), "{}", other.screen);
    assert_eq!(other.value("vendor.local").as_deref(), Some("no"));
    assert_eq!(other.value("drone.pilot"), None, "no drone, no pilot");
    let returned = changed(&["n", "y"]);
    assert_eq!(returned.value("drone.pilot").as_deref(), Some("Ace"), "{}", returned.screen);
}

#[test]
fn each_section_says_how_many_questions_it_holds() {
    let talk = talk(answering(&[]));
    assert!(talk.screen.contains("\nVendor (1 question)\n"), "{}", talk.screen);
    let rest = talk.screen.split("\nInstitution (up to ").nth(1).unwrap();
    let count: usize = rest.split(' ').next().unwrap().parse().unwrap();
    let asked = rest.split(" questions)\n\n").nth(1).unwrap().matches("\n> ").count();
    assert_eq!(asked, count, "{}", talk.screen);
}

#[test]
fn no_to_add_one_leaves_the_list_not_stated() {
    let talk = talk(brief(&[("Which phase", "tendering"), (FLIGHTS, "n")]));
    assert_eq!(talk.value("drone.flights"), None);
    assert!(!talk.screen.contains("entry 1"));
}

#[test]
fn a_question_mark_prints_the_help() {
    let mut lines = ["?", "done"].into_iter();
    let talk = talk(move |_| lines.next().map(str::to_owned));
    assert!(talk.screen.contains("The legal name."));
    assert!(talk.screen.contains("In the record it is called institution.name."));
}

#[test]
fn entries_of_a_list_are_asked_one_by_one() {
    let talk = talk(brief(&[
        ("Which phase", "tendering"),
        (FLIGHTS, "y"),
        ("Flights, entry 1: What did the drone fly over?", ""),
        ("Every entry needs this.", "Park"),
        ("Flights, entry 1: On which day", "2026-04-05"),
        ("Flights, entry 1: How strong", "3"),
        ("Flights: Add another?", "yes"),
        ("Flights, entry 2: What did the drone fly over?", "Beach"),
    ]));
    assert_eq!(talk.value("drone.flights").as_deref(), Some("2 entries"));
    assert!(talk.outcome.text.contains("[[drone.flights]]\non = 2026-04-05\nover = \"Park\"\nweather.wind = 3\n"));
    // Whole entries come early: what every entry needs is asked first, and a column that nothing reads comes along.
    assert!(talk.screen.find("entry 1: What did") < talk.screen.find("entry 1: On which day"));
    assert_eq!(talk.asked("What else is there to say of the flight?"), 2);
}

#[test]
fn an_answer_in_an_entry_can_rule_out_its_own_question() {
    let day = talk(brief(&[
        ("Which phase", "tendering"),
        (FLIGHTS, "y"),
        ("Flights, entry 1: What did", "Park"),
        ("Was the flight at night?", "n"),
        ("Flights: Add another?", "y"),
        ("Flights, entry 2: What did", "Beach"),
    ]));
    assert_eq!((day.asked("Was the flight at night?"), day.asked("Did the drone carry a lamp?")), (1, 0));
    assert_eq!(day.value("drone.flights").as_deref(), Some("2 entries"));
}

#[test]
fn none_says_that_a_list_is_empty() {
    let talk = talk(brief(&[
        ("Which phase", "tendering"),
        (FLIGHTS, "none"),
        ("Which rules", "none"),
        ("Which colours", "[]"),
    ]));
    for path in ["drone.flights", "drone.rules", "drone.colours"] {
        assert_eq!(talk.value(path).as_deref(), Some("none"), "{path}");
    }
    assert!(talk.outcome.text.contains("\nflights = []\n"));
}

#[test]
fn back_leaves_an_entry_out() {
    let talk =
        talk(brief(&[("Which phase", "tendering"), (FLIGHTS, "y"), ("entry 1: What did", "back"), (FLIGHTS, "none")]));
    assert_eq!(talk.value("drone.flights").as_deref(), Some("none"));
}

#[test]
fn the_end_of_the_input_keeps_what_was_answered() {
    let mut answers =
        answering(&[("Which phase", "tendering"), ("the name of your institution", "Town"), (FLIGHTS, "y")]);
    let talk = talk(move |said| if said.contains("Flights, entry 1") { None } else { answers(said) });
    assert!(talk.outcome.cut_off);
    assert_eq!(talk.value("institution.name").as_deref(), Some("Town"));
    assert_eq!(talk.value("drone.flights"), None);
    assert!(talk.screen.contains("Flights, entry 1 was left out: it lacks over."));
}
