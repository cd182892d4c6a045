//! The texts of a provision by date, and how it stands on a day.

use jiff::civil::Date;

use crate::record::{FieldId, FieldType, Fields};
use crate::source::{Code, Problems, Table};

/// A day that a pack writes down, or leaves to a field whose default is marked as unconfirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// This day.
    On(Date),
    /// The day that this date field states; its default where the record is silent.
    Set(FieldId),
}

impl Day {
    /// The date, where `stated` gives what the record or the pack states for a field.
    pub fn date(self, stated: impl FnOnce(FieldId) -> Option<Date>) -> Option<Date> {
        match self {
            Day::On(date) => Some(date),
            Day::Set(field) => stated(field),
        }
    }

    /// The field that sets it, where one does.
    pub fn field(self) -> Option<FieldId> {
        match self {
            Day::On(_) => None,
            Day::Set(field) => Some(field),
        }
    }
}

/// One text of a provision and the time for which it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Version {
    /// First day in force, where known.
    pub from: Option<Day>,
    /// Last day in force, where known and where no later text follows.
    pub until: Option<Date>,
    /// Whether the dates are confirmed.
    pub confirmed: bool,
    /// What changed it.
    pub changed_by: Option<String>,
    /// What it says in this time, where that differs.
    pub paraphrase: Option<String>,
    /// Where that was seen.
    pub sources: Vec<String>,
}

/// How a provision stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing<'a> {
    /// This text is in force.
    InForce(&'a Version),
    /// No text is in force yet; this one will be, from this day.
    Ahead(&'a Version, Date),
    /// The last text ended before that day.
    Ended(&'a Version),
    /// The pack knows no dates.
    Undated,
}

impl Version {
    /// How a provision with these texts, oldest first, stands on `day`. A text ends where the next one begins.
    pub fn standing(versions: &[Version], day: Date, stated: impl Fn(FieldId) -> Option<Date>) -> Standing<'_> {
        let begins = |version: &Version| version.from.and_then(|from| from.date(&stated));
        let begun = |version: &&Version| version.from.is_none() || begins(version).is_some_and(|from| from <= day);
        match (versions.iter().rev().find(begun), versions.first()) {
            (Some(text), _) if text.until.is_some_and(|until| until < day) => Standing::Ended(text),
            (Some(text), _) => Standing::InForce(text),
            (None, Some(first)) => begins(first).map_or(Standing::Undated, |from| Standing::Ahead(first, from)),
            (None, None) => Standing::Undated,
        }
    }
}

/// Reads the list under `versions`.
pub(super) fn read_versions(table: &Table<'_>, fields: &Fields, problems: &mut Problems) -> Vec<Version> {
    table.tables("versions", problems).into_iter().map(|one| read_version(one, fields, problems)).collect()
}

fn read_version(table: Table<'_>, fields: &Fields, problems: &mut Problems) -> Version {
    let version = Version {
        from: read_day(&table, "from", fields, problems),
        until: table.date("until", problems).map(|entry| entry.value),
        confirmed: table.yes_no("confirmed", problems).is_none_or(|entry| entry.value),
        changed_by: table.text("changed-by", problems).map(|entry| entry.value),
        paraphrase: table.text("paraphrase", problems).map(|entry| entry.value),
        sources: table.texts("sources", problems).into_iter().map(|entry| entry.value).collect(),
    };
    table.finish(problems);
    version
}

/// Reads a date, or the path of a date field that has a default.
pub(super) fn read_day(table: &Table<'_>, key: &'static str, fields: &Fields, problems: &mut Problems) -> Option<Day> {
    let path = table.get(key).filter(|value| value.get_ref().is_str());
    let Some(value) = path else { return table.date(key, problems).map(|entry| Day::On(entry.value)) };
    let path = value.get_ref().as_str().unwrap_or_default();
    let dated = |id: &FieldId| {
        let field = fields.get(*id);
        field.kind == FieldType::Date && field.default.is_some() && fields.list_of(*id).is_none()
    };
    let found = fields.find(path).filter(dated);
    if found.is_none() {
        let message = format!("`{key}` takes a date, or a date field with a default; `{path}` is neither");
        problems.add(Code::UnknownField, value.span(), message).help =
            fields.nearest(path).map(|near| format!("did you mean `{near}`?"));
    }
    found.map(Day::Set)
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::{Day, Standing, Version};

    fn text(from: Option<Date>, until: Option<Date>) -> Version {
        Version { from: from.map(Day::On), until, ..Version::default() }
    }

    #[test]
    fn the_day_picks_the_text() {
        let texts = [text(None, None), text(Some(date(2026, 7, 1)), Some(date(2027, 6, 30)))];
        let on = |day| Version::standing(&texts, day, |_| None);
        assert_eq!(on(date(2026, 6, 30)), Standing::InForce(&texts[0]));
        assert_eq!(on(date(2026, 7, 1)), Standing::InForce(&texts[1]));
        assert_eq!(on(date(2027, 7, 1)), Standing::Ended(&texts[1]));
    }

    #[test]
    fn a_text_that_has_not_begun_lies_ahead() {
        let texts = [text(Some(date(2025, 7, 1)), None)];
        let on = |day| Version::standing(&texts, day, |_| None);
        assert_eq!(on(date(2025, 6, 30)), Standing::Ahead(&texts[0], date(2025, 7, 1)));
        assert_eq!(on(date(2025, 7, 1)), Standing::InForce(&texts[0]));
        assert_eq!(Version::standing(&[], date(2025, 7, 1), |_| None), Standing::Undated);
    }
}
