//! On what a time limit or a chain of notices stands, and how that differs with the record.

use crate::source::{Problems, Span, Table};

use super::super::{Condition, Obligation};
use super::part_read::{PartReader, pick, values};
use super::time_limit::RestsOn;
use crate::record::FieldId;

/// On what something stands, and how it is said.
#[derive(Clone, Debug)]
pub struct Ground {
    /// What must be done, where it is called otherwise than the limit itself.
    pub title: Option<String>,
    /// The rule, in one to three sentences.
    pub says: String,
    /// On what it rests.
    pub rests_on: RestsOn,
    /// How strongly it binds the one who acts.
    pub obligation: Obligation,
    /// The provisions behind it.
    pub cites: Vec<String>,
    /// Ids of the sources in which it was seen.
    pub sources: Vec<String>,
    /// What a reader must know besides.
    pub note: Option<String>,
}

/// Another ground, for the records or entries of which `when` holds.
#[derive(Clone, Debug)]
pub struct GroundVariant {
    /// For which.
    pub when: Condition,
    /// The ground then.
    pub ground: Ground,
    /// Where it stands in its file.
    pub(crate) span: Span,
}

/// Reads the ground of a limit or a chain; `obligation` stands where the table names none and need not.
pub(super) fn read_ground(table: &Table<'_>, obligation: Option<Obligation>, problems: &mut Problems) -> Ground {
    let rests_on = table.required_text("rests-on", problems);
    let word = match obligation {
        Some(_) => table.text("obligation", problems),
        None => Some(table.required_text("obligation", problems)),
    };
    let stated = word.and_then(|word| pick(&word, "an obligation", &Obligation::ALL, Obligation::id, problems));
    Ground {
        title: None,
        says: table.required_text("says", problems).value,
        rests_on: pick(&rests_on, "a ground", &RestsOn::ALL, RestsOn::id, problems).unwrap_or(RestsOn::Choice),
        obligation: stated.or(obligation).unwrap_or(Obligation::Consider),
        cites: values(table.texts("cites", problems)),
        sources: values(table.texts("sources", problems)),
        note: table.text("note", problems).map(|entry| entry.value),
    }
}

/// Reads the variants of `base`: each overrides what it names.
pub(super) fn read_variants(
    parts: &PartReader<'_>,
    table: &Table<'_>,
    base: &Ground,
    rows: Option<FieldId>,
    problems: &mut Problems,
) -> Vec<GroundVariant> {
    let mut variants = Vec::new();
    for one in table.tables("variants", problems) {
        let when = parts.required_condition(&one, "when", rows, problems);
        let ground = varied(base, &one, problems);
        let span = one.span();
        one.finish(problems);
        variants.extend(when.map(|when| GroundVariant { when, ground, span }));
    }
    variants
}

fn varied(base: &Ground, table: &Table<'_>, problems: &mut Problems) -> Ground {
    let mut ground = base.clone();
    ground.title = table.text("title", problems).map(|entry| entry.value);
    if let Some(says) = table.text("says", problems) {
        ground.says = says.value;
    }
    let rests_on = table.text("rests-on", problems);
    if let Some(found) = rests_on.and_then(|word| pick(&word, "a ground", &RestsOn::ALL, RestsOn::id, problems)) {
        ground.rests_on = found;
    }
    let obligation = table.text("obligation", problems);
    let obligation =
        obligation.and_then(|word| pick(&word, "an obligation", &Obligation::ALL, Obligation::id, problems));
    ground.obligation = obligation.unwrap_or(ground.obligation);
    if table.get("cites").is_some() {
        ground.cites = values(table.texts("cites", problems));
    }
    if table.get("sources").is_some() {
        ground.sources = values(table.texts("sources", problems));
    }
    if let Some(note) = table.text("note", problems) {
        ground.note = Some(note.value);
    }
    ground
}
