//! The built-in documents: what a privacy officer or counsel finds in each of them.

mod support;

use diligence::pack::{Clauses, Library, PackSource, load};
use diligence::render::diagnostics;
use support::drafts::{EMPTY, between, run};
use support::flat;

/// The draft of a built-in document, which must succeed.
fn drafted(record: &str, document: &str, more: &[&str]) -> String {
    let (text, said, status) = run(record, &[&["draft", "--document", document], more].concat());
    assert_eq!(status, 0, "{document}: {said}");
    text
}

fn library() -> (Library, Clauses) {
    let library = load(&[PackSource::Embedded]).unwrap_or_else(|problems| panic!("{}", diagnostics(&problems)));
    let clauses = library.clauses(None).unwrap_or_else(|problems| panic!("{}", diagnostics(&problems)));
    (library, clauses)
}

/// The impact assessment has a part for each topic of its own checklist, in the order of the law's list.
#[test]
fn the_impact_assessment_has_every_topic() {
    let topics = [
        "## Purpose and necessity",
        "## Legal authority",
        "## Types of information, intended uses and disclosures",
        "## Sources",
        "## Positions with access",
        "## Limits and restrictions",
        "## Retention",
        "## Safeguards",
        "## Risks to people",
        "## Steps to prevent and to reduce",
        "## Anything else that is prescribed",
    ];
    for acts in ["\"fippa\"", "\"mfippa\"", "\"phipa\""] {
        let record = format!("[institution]\nacts = [{acts}]\n[procurement]\n[collection]\nstarts-on = 2027-06-01\n");
        let draft = drafted(&record, "impact-assessment", &[]);
        let places: Vec<usize> = topics.iter().map(|topic| draft.find(topic).expect(topic)).collect();
        assert!(places.is_sorted(), "{acts}");
        let duty = draft.contains("The head must have this assessment finished before the collection starts.");
        assert_eq!(duty, acts == "\"fippa\"");
        assert_eq!(
            draft.contains("so the head will need this assessment before the collection starts"),
            acts == "\"mfippa\""
        );
        assert_eq!(draft.contains("Counsel must confirm what the institution's own Acts ask."), acts == "\"phipa\"");
    }
}

/// What the record states of positions, types, risks and steps needs no hand.
#[test]
fn the_impact_assessment_is_filled_from_the_record() {
    let record = format!(
        "{EMPTY}[information]\n[[information.elements]]\nname = \"date of birth\"\nnecessity = \"age\"\nneeded = true\n\
         sensitive = false\nuse = \"to check the age\"\ndisclosure = \"the vendor\"\n\
         [impact-assessment]\n[[impact-assessment.positions]]\ntitle = \"clerk\"\nat = \"vendor\"\n\
         reaches = \"applications\"\nreason = \"decides\"\n\
         [[impact-assessment.risks]]\nevent = \"theft\"\nharm = \"identity misused\"\nlikelihood = \"low\"\n\
         seriousness = \"high\"\n\
         [[impact-assessment.mitigations]]\nstep = \"encryption\"\nkind = \"reduces\"\nowner = \"Security Lead\"\n\
         done-on = 2026-12-01\n[security]\nphysical = [\"locked rooms\"]\n"
    );
    let draft = drafted(&record, "impact-assessment", &[]);
    for row in [
        "| date of birth | age | yes |",
        "| date of birth | no | to check the age | the vendor |",
        "| clerk | The vendor | applications | decides |",
        "| theft | identity misused | Unlikely | Serious |",
        "| encryption | It reduces the harm after the event | 1 December 2026 | Security Lead |",
        "| Physical | Measures against entry and theft | locked rooms |",
    ] {
        assert!(draft.contains(row), "{row}");
    }
    assert!(draft.contains("### Events to consider"));
    assert!(!drafted(EMPTY, "impact-assessment", &[]).contains("### Events to consider"));
    let none = format!("{EMPTY}[impact-assessment]\npositions = []\nmitigations = []\n[security]\nphysical = []\n");
    let draft = drafted(&none, "impact-assessment", &[]);
    for row in ["| No position will have access |", "| No step is recorded |", "entry and theft | none |"] {
        assert!(draft.contains(row), "{row}");
    }
}

/// A condition that is met stands apart; one that says nothing of it, or names a later day, is open.
#[test]
fn award_conditions_part_what_was_met() {
    let condition = |text: &str, met: &str| format!("[[selection.conditions]]\ntext = \"{text}\"\n{met}\n");
    let conditions =
        [condition("first", "met-on = 2026-11-01"), condition("second", ""), condition("third", "met-on = 2027-01-01")];
    let draft = drafted(&format!("{EMPTY}[selection]\n{}", conditions.concat()), "award-conditions", &[]);
    let open = between(&draft, "## Conditions that the Vendor must meet", "### Conditions that were met");
    assert!(!open.contains("| first |") && open.contains("| second |") && open.contains("| third |"), "{open}");
    let met = between(&draft, "### Conditions that were met", "## Steps of the Institution");
    assert!(met.contains("| first | 1 November 2026 |  |"), "{met}");
    assert!(!met.contains("| second |") && !met.contains("| third |"), "{met}");
    let draft = drafted(&format!("{EMPTY}[selection]\n{}", conditions[1]), "award-conditions", &[]);
    assert!(!draft.contains("Conditions that were met"));
}

/// An empty list is a statement, and no blank.
#[test]
fn no_surviving_duty_is_said_and_not_asked_for() {
    let draft = drafted(&format!("{EMPTY}[exit]\nsurviving-duties = []\n"), "exit-plan", &[]);
    assert!(draft.contains("no duty of the Vendor goes on after the end"));
    assert!(!draft.contains("`exit.surviving-duties`") && !draft.contains("`exit.survival-until`"));
    let silent = drafted(EMPTY, "exit-plan", &[]);
    assert!(silent.contains("`exit.surviving-duties`") && silent.contains("`exit.survival-until`"));
}

/// Whoever has to be called or written to is named, with the value of the notice where there is no other.
#[test]
fn contacts_come_from_the_record() {
    let record = "[institution]\nprivacy-contact = \"Privacy Officer\"\nprivacy-contact-phone = \"555-555-0101\"\n\
                  privacy-contact-address = \"1 Main Street\"\n[procurement]\nmethod = \"open-competition\"\n\
                  [vendor]\ncontact = \"Vendor Lead\"\ncontact-phone = \"555-555-0102\"\n\
                  [tender]\ncontact = \"Buyer\"\nquestions-until = 2026-12-04\n";
    let page = drafted(record, "access-request-instructions", &[]);
    assert!(page.contains("| The Institution | Privacy Officer | 555-555-0101 | 1 Main Street |"));
    assert!(page.contains("| The Vendor | Vendor Lead | 555-555-0102 |  |"));
    assert!(drafted(record, "breach-report", &[]).contains("Privacy Officer at this number: 555-555-0101."));
    let tender = drafted(record, "tender", &[]);
    assert!(tender.contains("through this contact: Buyer. It must ask by 4 December 2026."));
    let other = "[institution]\n[procurement]\n[notice]\ncontact-phone = \"555-555-0103\"\n";
    assert!(drafted(other, "breach-report", &[]).contains("number: **[PROPOSED 1: 555-555-0103]**."));
}

/// Without notes a reader still sees what is to be filled in, and nothing of the lists.
#[test]
fn blanks_stay_in_a_copy_without_notes() {
    let (_, clauses) = library();
    for document in &clauses.documents {
        let marks = |text: &str| text.matches("**[BLANK ").count() + text.matches("**[PROPOSED ").count();
        let (whole, bare) = (drafted(EMPTY, &document.id, &[]), drafted(EMPTY, &document.id, &["--no-notes"]));
        assert!(marks(&bare) > 0 && marks(&bare) == marks(&whole), "{}", document.id);
        let about = document.about.split(['`', '"']).next().unwrap();
        assert!(whole.contains(about) && !bare.contains(about), "{}: told to counsel alone", document.id);
        assert!(!bare.contains("Note to counsel") && !bare.contains("Blanks to fill in"), "{}", document.id);
    }
}

/// What the record leaves open is the institution's own matter: no copy for the other side shows it.
#[test]
fn open_findings_stand_only_in_a_copy_with_notes() {
    for (document, heading, last) in [
        ("exit-plan", "## What is still open", "### For the Vendor"),
        ("award-conditions", "## Steps of the Institution", "### For the Institution"),
    ] {
        let (whole, bare) = (drafted(EMPTY, document, &[]), drafted(EMPTY, document, &["--no-notes"]));
        assert!(whole.contains(heading) && whole.contains("| What to do next |"), "{document}");
        assert!(!bare.contains(heading) && !bare.contains("What to do next"), "{document}: {bare}");
        assert!(bare.contains(last), "{document}: {bare}");
    }
    let order = drafted(EMPTY, "purchase-order", &["--no-notes"]);
    assert!(!order.contains("in place of this short one"), "advice on drafting is no term");
}

/// A formal document says what is required, and gives no tips to a reader.
#[test]
fn the_impact_assessment_prints_what_is_required() {
    let (library, _) = library();
    let draft = drafted(EMPTY, "impact-assessment", &[]);
    let open = between(&draft, "### Still open", "## Anything else");
    let planned = |title: &str| library.requirements.iter().find(|one| one.title == title);
    let rows: Vec<Vec<&str>> =
        open.lines().skip(6).filter(|line| line.starts_with('|')).map(|line| line.split('|').collect()).collect();
    assert!(rows.len() > 3, "{open}");
    for row in rows {
        let required = planned(row[1].trim()).map(|one| flat(&one.duty.requires));
        assert!(required.is_none_or(|required| row[3].trim() == required), "{row:?}");
    }
}

/// A silent question of yes or no is a numbered blank.
#[test]
fn the_impact_assessment_leaves_no_answer_out() {
    let draft = drafted(EMPTY, "impact-assessment", &[]);
    let stated = format!("{EMPTY}[security]\nmfa = true\n[staff]\nscreening = false\n");
    let answered = drafted(&stated, "impact-assessment", &[]);
    for (row, answer) in [
        ("| Technical | Sign-in takes two proofs | ", "yes |"),
        ("| Administrative | Staff of the vendor are screened | ", "no |"),
    ] {
        assert!(draft.contains(&format!("{row}**[BLANK ")) && answered.contains(&format!("{row}{answer}")), "{row}");
    }
    for part in ["## Legal authority", "## Sources", "## Safeguards"] {
        let rest = &draft[draft.find(part).unwrap()..];
        let table = rest.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
        for row in table {
            assert!(!row.contains("|  |"), "{part}: {row}");
        }
    }
}

/// A limit that is presented as a duty under the Act is no ground to give to bidders.
#[test]
fn a_limit_presented_as_law_is_not_passed_on() {
    let limit = |how: &str| {
        let record = format!(
            "{EMPTY}[location]\nrestriction = \"{how}\"\nrestriction-basis = \"Rule 7\"\n\
             [[location.places]]\ncountry = \"Canada\"\nactivities = [\"storage\"]\n"
        );
        let draft = drafted(&record, "tender", &[]);
        draft.lines().find(|line| line.starts_with("| SC-I |")).unwrap().to_owned()
    };
    let law = limit("presented-as-law");
    assert!(law.contains("The limit rests on this: **[BLANK "), "{law}");
    assert!(!law.contains("Rule 7") && !law.contains("own choice"), "{law}");
    let policy = limit("institution-policy");
    assert!(policy.contains("It rests on this: Rule 7.") && !policy.contains("[BLANK"), "{policy}");
    assert!(law.contains("For storage: Canada. For processing: none."), "{law}");
    assert!(!limit("none").contains("Canada"));
}

/// The notice lists what may be collected, in a sentence where there is one item, and no purpose of the vendor's own.
#[test]
fn the_notice_says_what_the_agreement_allows() {
    let item = |name: &str, needed: &str| format!("[[information.elements]]\nname = \"{name}\"\n{needed}\n");
    let record = format!(
        "{EMPTY}[notice]\npurposes = [\"to decide on a licence\", \"to renew it\"]\n[vendor]\n\
         secondary-uses = [{{ purpose = \"Better software\" }}]\n[information]\nvolume = 42000\n{}{}",
        item("name", ""),
        item("emergency contact", "needed = false")
    );
    let notice = drafted(&record, "notice", &["--no-notes"]);
    assert!(notice.contains("We collect: name.\n") && !notice.contains("emergency contact"), "{notice}");
    assert!(notice.contains("We collect it for these purposes:\n"), "{notice}");
    assert!(notice.contains("to decide on a licence;\n") && notice.contains("to renew it.\n"), "{notice}");
    assert!(!notice.contains("Better software"), "{notice}");
    assert!(drafted(&record, "tender", &[]).contains("| 42,000 people |"));
}

/// The short schedule says everything in few words.
#[test]
fn the_purchase_order_uses_short_texts() {
    let (_, clauses) = library();
    let order = clauses.document("purchase-order").unwrap();
    let named = clauses.clauses.iter().filter(|clause| order.clauses.contains(&clause.id));
    let long: Vec<&str> = named.filter(|clause| clause.short.is_none()).map(|clause| clause.id.as_str()).collect();
    assert!(order.clauses.len() > 20 && long.is_empty(), "{long:?}");
}

/// A formal document does not speak to its reader in the words of a questionnaire.
#[test]
fn no_printed_choice_speaks_to_you() {
    let (library, clauses) = library();
    let of_documents = clauses.documents.iter().flat_map(|document| {
        document.text.facts.iter().chain(document.rows.iter().flat_map(|rows| &rows.columns)).map(|fact| fact.field)
    });
    let of_clauses = clauses.clauses.iter().flat_map(|clause| clause.text.facts.iter().map(|fact| fact.field));
    let mut seen = 0;
    for field in of_documents.chain(of_clauses) {
        let field = library.fields.get(field);
        for (word, meaning) in field.kind.choices() {
            seen += 1;
            let lower = meaning.to_lowercase();
            let spoken =
                lower.split(|one: char| !one.is_alphabetic()).any(|one| ["you", "your", "yours"].contains(&one));
            assert!(!spoken, "{} {word}: {meaning}", field.path);
        }
    }
    assert!(seen > 50);
}
