//! Hand-made dates of a record, one in each state, for the tests of the formats.

use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use crate::assessment::{Chain, ChainState, Deadline, Link, LinkState, State};
use crate::pack::{Calendars, Library, PackSource, TimeLimit, load};
use crate::record::{FieldId, Record, read_record};
use crate::source::SourceText;

use super::super::Run;
use super::{Dates, Given};

const RECORD: &str = "[institution]\n[procurement]\ntitle = \"Parcel lockers\"\nreference = \"TS-2026-4\"\n";

/// What the dates of the sample are made from.
pub(in crate::render) struct Sample {
    library: Library,
    calendars: Calendars,
    record: Record,
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

impl Sample {
    /// The built-in packs and that of the tests, and a small record.
    pub(in crate::render) fn new() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/dates-pack");
        let library = load(&[PackSource::Embedded, PackSource::Folder(folder, "dates-pack".to_owned())]).unwrap();
        let calendars = library.calendars().unwrap();
        let source = Arc::new(SourceText::new("lockers/procurement.toml", RECORD));
        let record = read_record(&source, &library.fields).unwrap();
        Self { library, calendars, record }
    }

    /// Hands the dates of the sample on `as_of` to `look`, after `change` had its way with the deadlines.
    pub(in crate::render) fn dates<T>(
        &self,
        as_of: &str,
        change: impl FnOnce(&mut Vec<Deadline<'_>>),
        look: impl FnOnce(&Dates<'_>) -> T,
    ) -> T {
        let run = Run::new(&self.library, date(as_of));
        let mut deadlines = self.deadlines();
        change(&mut deadlines);
        let chains = [self.chain()];
        let given = Given {
            run: &run,
            record: &self.record,
            library: &self.library,
            calendars: &self.calendars,
            soon: "30 days".parse().unwrap(),
            deadlines: &deadlines,
            chains: &chains,
        };
        look(&Dates::new(given))
    }

    fn deadlines(&self) -> Vec<Deadline<'_>> {
        let names = ["office-answer", "office-keep", "office-report", "office-rules"];
        let [answer, keep, report, starts] = names.map(|id| self.calendars.limit(id).unwrap());
        let one = |limit, about: &str, day: Option<&str>, state| self.deadline(limit, about, day, state);
        let mut broken = one(answer, "2026-013", Some("2027-01-15"), State::Broken);
        broken.problems = vec!["The extension is 31 days; 30 is the most.".to_owned()];
        let mut done = one(answer, "2026-010", Some("2026-11-04"), State::Done);
        done.done_on = Some(date("2026-11-02"));
        let mut late = one(answer, "2026-011", Some("2026-11-05"), State::DoneLate);
        late.done_on = Some(date("2026-11-09"));
        let mut target = one(report, "outage, \"north\"; gate", None, State::WithoutNumber);
        target.target = Some(("72 hours".parse().unwrap(), Some(date("2026-11-24"))));
        target.target_is_default = true;
        vec![
            one(keep, "outage", Some("2028-10-20"), State::Later),
            one(answer, "2026-012", Some("2026-11-09"), State::Overdue),
            broken,
            one(answer, "=1+1 <b>*x*</b>", Some("2026-12-02"), State::DueSoon),
            target,
            one(answer, "2026-015", None, State::NotStated),
            one(starts, "", Some("2026-07-01"), State::Past),
            done,
            late,
        ]
    }

    fn deadline<'a>(&'a self, limit: &'a TimeLimit, about: &str, day: Option<&str>, state: State) -> Deadline<'a> {
        let named = !about.is_empty();
        let start = self.record.source.text().find("title").unwrap();
        let span = if state == State::NotStated { 0..0 } else { start..start + 5 };
        Deadline {
            id: if named { format!("{}/{about}", limit.id) } else { limit.id.clone() },
            limit,
            ground: &limit.ground,
            event: None,
            about: named.then(|| about.to_owned()),
            date: day.map(date),
            unmoved: None,
            safe: None,
            counted_from: day.map(|_| date("2026-07-01")),
            state,
            done_on: None,
            reckoning: vec!["It was received on 1 July 2026.".to_owned(), "30 days later is the day.".to_owned()],
            problems: Vec::new(),
            target: None,
            target_is_default: false,
            since: None,
            entries: Vec::new(),
            requirements: Vec::new(),
            undecided: false,
            place: (self.counted_from(), span),
        }
    }

    /// A field from which days are counted.
    fn counted_from(&self) -> FieldId {
        self.library.builtin.evidence_valid_until
    }

    fn chain(&self) -> Chain<'_> {
        let link = |title, within: &str, state, says: &str| Link {
            title,
            within: within.parse().ok(),
            at_most: "24 hours".parse().ok(),
            from: None,
            by: None,
            done_on: None,
            state,
            says: says.to_owned(),
            place: (self.library.builtin.title, 10..20),
        };
        let long = "60 hours is longer than 24 hours.";
        Chain {
            id: "breach-notice".to_owned(),
            title: "From the vendor to the Commissioner",
            about: None,
            ground: &self.calendars.chains[0].ground,
            event: None,
            by: None,
            target: Some(("72 hours".parse().unwrap(), true)),
            links: vec![
                link("The subcontractor tells the vendor", "24 hours", LinkState::Holds, "24 hours fits."),
                link("The vendor tells the institution", "60 hours", LinkState::TooLong, long),
            ],
            state: ChainState::Fails,
            says: format!("It fails at \"The vendor tells the institution\": {long}"),
        }
    }
}
