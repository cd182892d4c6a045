//! Reading `requirements/PHASE.toml`.

use jiff::civil::{Date, date};
use toml::de::DeTable;

use crate::record::{FieldType, Phase};
use crate::source::{Code, Problems, Span, Table, did_you_mean};

use super::condition_read::ConditionReader;
use super::requirement::{Basis, Duty, Example, ExampleStatus, Obligation, Requirement, Variant};
use super::version::read_day;
use super::{Condition, files::PackFile};

/// The date on which examples are assessed unless they say another.
const EXAMPLES_AS_OF: Date = date(2026, 9, 1);

/// Reads every requirement of one file; the file's stem is the phase.
pub fn read_requirements(
    file: &PackFile,
    pack: &str,
    root: &DeTable<'_>,
    conditions: &ConditionReader<'_>,
    problems: &mut Problems,
) -> Vec<Requirement> {
    let Some(phase) = Phase::from_id(file.stem()) else {
        let known = Phase::ALL.map(Phase::id).join(", ");
        problems.add(Code::NotInList, 0..0, format!("`{}` is not a phase", file.stem())).help =
            Some(format!("name the file after its phase: {known}"));
        return Vec::new();
    };
    let mut requirements = Vec::new();
    for (key, span, value) in Table::new(root, 0..0).iter() {
        match value.get_ref().as_table() {
            Some(table) => {
                let reader = Reader { conditions, phase, pack, file: file.index };
                requirements.push(reader.requirement(key, span, Table::new(table, value.span()), problems));
            }
            None => {
                problems.add(Code::WrongType, value.span(), "each requirement is a table: [name]");
            }
        }
    }
    requirements
}

struct Reader<'r> {
    conditions: &'r ConditionReader<'r>,
    phase: Phase,
    pack: &'r str,
    file: usize,
}

impl Reader<'_> {
    fn requirement(&self, name: &str, key: Span, table: Table<'_>, problems: &mut Problems) -> Requirement {
        let id = format!("{}.{name}", self.phase.id());
        if !is_kebab(name) {
            problems.add(
                Code::BadName,
                key.clone(),
                format!("`{name}` is not in kebab-case (small letters, digits and hyphens)"),
            );
        }
        let duty = self.duty(&table, problems);
        let obligation_reason = table.text("obligation-reason", problems).map(|entry| entry.value);
        let reasoned = obligation_reason.is_some();
        check_grounds(&id, &duty, reasoned, table.span(), problems);
        let requirement = Requirement {
            title: table.required_text("title", problems).value,
            formerly: values(table.texts("formerly", problems)),
            phase: self.phase,
            why: table.required_text("why", problems).value,
            obligation_reason,
            source_note: table.text("source-note", problems).map(|entry| entry.value),
            applies: self.condition(&table, "applies", problems).unwrap_or(Condition::All(Vec::new())),
            expects: self.required_condition(&table, "expects", problems),
            due: self.condition(&table, "due", problems),
            due_before: self.due_before(&table, problems),
            evidence: self.evidence(&table, problems),
            role: table.required_text("role", problems).value,
            clause: table.text("clause", problems).map(|entry| entry.value),
            examples: self.examples(&table, problems),
            examples_as_of: EXAMPLES_AS_OF,
            variants: table
                .tables("variants", problems)
                .into_iter()
                .map(|variant| {
                    let span = variant.span();
                    let variant = self.variant(&duty, variant, problems);
                    check_grounds(&id, &variant.duty, reasoned, span, problems);
                    variant
                })
                .collect(),
            duty,
            pack: self.pack.to_owned(),
            place: (self.file, key),
            id,
        };
        let as_of = table.table("example", problems).and_then(|example| example.date("as-of", problems));
        let as_of = as_of.map_or(EXAMPLES_AS_OF, |entry| entry.value);
        table.finish(problems);
        Requirement { examples_as_of: as_of, ..requirement }
    }

    fn duty(&self, table: &Table<'_>, problems: &mut Problems) -> Duty {
        let basis = table.required_text("basis", problems);
        let obligation = table.required_text("obligation", problems);
        Duty {
            requires: table.required_text("requires", problems).value,
            basis: listed(&basis.value, basis.span, "a basis", &Basis::ALL.map(Basis::id), problems)
                .and_then(Basis::from_id)
                .unwrap_or(Basis::Practice),
            obligation: listed(
                &obligation.value,
                obligation.span,
                "an obligation",
                &Obligation::ALL.map(Obligation::id),
                problems,
            )
            .and_then(Obligation::from_id)
            .unwrap_or(Obligation::Consider),
            cites: values(table.texts("cites", problems)),
            sources: values(table.texts("sources", problems)),
            note: table.text("note", problems).map(|entry| entry.value),
            remedy: table.required_text("remedy", problems).value,
            required_from: read_day(table, "required-from", self.conditions.fields, problems),
        }
    }

    fn variant(&self, base: &Duty, table: Table<'_>, problems: &mut Problems) -> Variant {
        let mut duty = base.clone();
        if let Some(requires) = table.text("requires", problems) {
            duty.requires = requires.value;
        }
        if let Some(basis) = table.text("basis", problems) {
            duty.basis = listed(&basis.value, basis.span, "a basis", &Basis::ALL.map(Basis::id), problems)
                .and_then(Basis::from_id)
                .unwrap_or(duty.basis);
        }
        if let Some(word) = table.text("obligation", problems) {
            duty.obligation =
                listed(&word.value, word.span, "an obligation", &Obligation::ALL.map(Obligation::id), problems)
                    .and_then(Obligation::from_id)
                    .unwrap_or(duty.obligation);
        }
        if table.get("cites").is_some() {
            duty.cites = values(table.texts("cites", problems));
        }
        if table.get("sources").is_some() {
            duty.sources = values(table.texts("sources", problems));
        }
        if let Some(note) = table.text("note", problems) {
            duty.note = Some(note.value);
        }
        if let Some(remedy) = table.text("remedy", problems) {
            duty.remedy = remedy.value;
        }
        if let Some(day) = read_day(&table, "required-from", self.conditions.fields, problems) {
            duty.required_from = Some(day);
        }
        let when = self.required_condition(&table, "when", problems);
        table.finish(problems);
        Variant { when, duty }
    }

    fn condition(&self, table: &Table<'_>, key: &'static str, problems: &mut Problems) -> Option<Condition> {
        let value = table.get(key)?;
        match value.get_ref().as_table() {
            Some(inner) => Some(self.conditions.read(inner, problems)),
            None => {
                problems.add(Code::BadCondition, value.span(), format!("`{key}` takes a condition in braces"));
                None
            }
        }
    }

    fn required_condition(&self, table: &Table<'_>, key: &'static str, problems: &mut Problems) -> Condition {
        let before = problems.len();
        match self.condition(table, key, problems) {
            Some(Condition::All(parts)) if parts.is_empty() && problems.len() == before => {
                problems.add(
                    Code::BadCondition,
                    table.span(),
                    format!("`{key}` tests nothing, so that it would always hold"),
                );
                Condition::All(parts)
            }
            Some(condition) => condition,
            None => {
                if problems.len() == before {
                    table.report_missing(key, problems);
                }
                Condition::All(Vec::new())
            }
        }
    }

    fn due_before(&self, table: &Table<'_>, problems: &mut Problems) -> Option<crate::record::FieldId> {
        let path = table.text("due-before", problems)?;
        let fields = self.conditions.fields;
        let field = fields
            .find(&path.value)
            .filter(|id| fields.get(*id).kind == FieldType::Date && fields.list_of(*id).is_none());
        if field.is_none() {
            let message = format!("`due-before` must name a date field of the record; `{}` is none", path.value);
            problems.add(Code::UnknownField, path.span, message).help =
                fields.nearest(&path.value).map(|near| format!("did you mean `{near}`?"));
        }
        field
    }

    fn evidence(&self, table: &Table<'_>, problems: &mut Problems) -> Vec<String> {
        let evidence = values(table.texts("evidence", problems));
        if evidence.is_empty() {
            table.report_missing("evidence", problems);
        }
        evidence
    }

    fn examples(&self, table: &Table<'_>, problems: &mut Problems) -> Vec<Example> {
        let Some(group) = table.table("example", problems) else {
            table.report_missing("example.met", problems);
            return Vec::new();
        };
        let mut examples = Vec::new();
        for status in ExampleStatus::ALL {
            let Some(value) = group.get(status.id()) else { continue };
            let texts: Vec<_> = match value.get_ref().as_array() {
                Some(list) => list.iter().collect(),
                None => vec![value],
            };
            for text in texts {
                match text.get_ref().as_str() {
                    Some(fragment) => examples.push(Example { status, text: fragment.to_owned(), span: text.span() }),
                    None => {
                        problems.add(Code::WrongType, text.span(), "an example is a part of a record, as text");
                    }
                }
            }
        }
        for status in [ExampleStatus::Met, ExampleStatus::Gap] {
            if !examples.iter().any(|example| example.status == status) {
                group.report_missing(&format!("example.{}", status.id()), problems);
            }
        }
        group.get("as-of");
        group.finish(problems);
        examples
    }
}

fn listed<'w>(word: &'w str, span: Span, what: &str, known: &[&str], problems: &mut Problems) -> Option<&'w str> {
    if known.contains(&word) {
        return Some(word);
    }
    if !word.is_empty() {
        let near = did_you_mean(word, known.iter().copied()).map(|near| format!("did you mean `{near}`? "));
        problems.add(Code::NotInList, span, format!("`{word}` is not {what}")).help =
            Some(format!("{}it is one of: {}", near.unwrap_or_default(), known.join(", ")));
    }
    None
}

/// Reports a form of the requirement `id` that rests on nothing, or that is a must for no reason.
fn check_grounds(id: &str, duty: &Duty, reasoned: bool, span: Span, problems: &mut Problems) {
    if duty.obligation == Obligation::Must && duty.basis != Basis::Law && !reasoned {
        let message = "`obligation-reason` is missing: a must that is not law needs a reason";
        problems.add(Code::Missing, span.clone(), message).help =
            Some("say in one sentence why it is a must, or lower the obligation".to_owned());
    }
    if duty.basis == Basis::Practice || !duty.cites.is_empty() {
        return;
    }
    if duty.sources.is_empty() {
        problems.add(Code::MissingSource, span, format!("`{id}` names no source")).help =
            Some("name an authority in `cites` or a source in `sources`".to_owned());
    } else if matches!(duty.basis, Basis::Law | Basis::Guidance) {
        let message = format!("`{id}` rests on {} and cites no authority", duty.basis.id());
        problems.add(Code::MissingSource, span, message).help =
            Some("name the authority and its provision in `cites`, or correct the basis".to_owned());
    }
}

/// Whether `name` is in kebab-case.
pub fn is_kebab(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('-')
        && !name.ends_with('-')
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn values(entries: Vec<crate::source::Entry<String>>) -> Vec<String> {
    entries.into_iter().map(|entry| entry.value).collect()
}
