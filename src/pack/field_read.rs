//! Reading `fields/*.toml`: one table a field, keyed by its path.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::record::{Default, Field, FieldType, Value, parse_date, parse_money};
use crate::source::{Code, Problems, Span, Table, did_you_mean};

use super::clause_fields::SECTION;
use super::reason::read_reason;
use super::requirement_read::is_kebab;

/// Reads the fields of one file, each with the span of its path.
pub(super) fn read_fields(pack: &str, root: &DeTable<'_>, problems: &mut Problems) -> Vec<(Field, Span)> {
    let mut fields = Vec::new();
    for (path, span, value) in Table::new(root, 0..0).iter() {
        match value.get_ref().as_table() {
            Some(inner) => {
                if !path.split('.').all(is_kebab) {
                    let message = format!("`{path}` is not a path in kebab-case");
                    problems.add(Code::BadName, span.clone(), message).help =
                        Some("use small letters, digits and hyphens, with dots between the parts".to_owned());
                }
                if path.split('.').next() == Some(SECTION) {
                    let message = format!("no pack declares fields under `{SECTION}`: they follow from the clauses");
                    problems.add(Code::BadName, span.clone(), message).help =
                        Some("give the section another name".to_owned());
                }
                let table = Table::new(inner, value.span());
                fields.extend(read_field(pack, path, &table, problems).map(|field| (field, span)));
                table.finish(problems);
            }
            None => {
                problems.add(Code::WrongType, value.span(), "each field is a table: [\"section.name\"]");
            }
        }
    }
    fields
}

fn read_field(pack: &str, path: &str, table: &Table<'_>, problems: &mut Problems) -> Option<Field> {
    let kind = read_kind(table, problems);
    let container = kind.as_ref().is_some_and(FieldType::is_container);
    let optional =
        |key, problems: &mut Problems| table.text(key, problems).map(|entry| entry.value).unwrap_or_default();
    let required = |key, problems: &mut Problems| table.required_text(key, problems).value;
    let field = Field {
        path: path.to_owned(),
        title: if container { required("title", problems) } else { optional("title", problems) },
        question: match kind {
            Some(FieldType::Section) => optional("question", problems),
            _ => required("question", problems),
        },
        help: required("help", problems),
        example: if container { optional("example", problems) } else { required("example", problems) },
        unit: table.text("unit", problems).map(|entry| entry.value),
        brief: table.integer("brief", problems).map(|entry| entry.value),
        required: table.yes_no("required", problems).is_some_and(|entry| entry.value),
        default: kind.as_ref().and_then(|kind| read_default(kind, table, problems)),
        stands_alone: read_reason(table, problems),
        pack: pack.to_owned(),
        kind: kind?,
    };
    Some(field)
}

fn read_kind(table: &Table<'_>, problems: &mut Problems) -> Option<FieldType> {
    let name = table.required_text("type", problems);
    let choices = |problems: &mut Problems| match table.table("values", problems) {
        Some(values) => values
            .iter()
            .map(|(word, _, meaning)| (word.to_owned(), meaning.get_ref().as_str().unwrap_or_default().to_owned()))
            .collect(),
        None => {
            table.report_missing("values", problems);
            Vec::new()
        }
    };
    Some(match name.value.as_str() {
        "section" => FieldType::Section,
        "tables" => FieldType::Tables,
        "text" => FieldType::Text,
        "yes-no" => FieldType::YesNo,
        "integer" => FieldType::Integer,
        "money" => FieldType::Money,
        "date" => FieldType::Date,
        "duration" => FieldType::Duration,
        "one-of" => FieldType::OneOf(choices(problems)),
        "list-of" => FieldType::ListOf(choices(problems)),
        "text-list" => FieldType::TextList,
        "file" => FieldType::File,
        "person" => FieldType::Person,
        "" => return None,
        other => {
            const TYPES: [&str; 13] = [
                "section",
                "tables",
                "text",
                "yes-no",
                "integer",
                "money",
                "date",
                "duration",
                "one-of",
                "list-of",
                "text-list",
                "file",
                "person",
            ];
            let near = did_you_mean(other, TYPES).map(|near| format!("did you mean `{near}`? "));
            problems.add(Code::NotInList, name.span, format!("`{other}` is not a type of field")).help =
                Some(format!("{}it is one of: {}", near.unwrap_or_default(), TYPES.join(", ")));
            return None;
        }
    })
}

fn read_default(kind: &FieldType, table: &Table<'_>, problems: &mut Problems) -> Option<Default> {
    let raw = table.get("default")?;
    let Some(value) = default_value(kind, raw) else {
        problems.add(
            Code::WrongType,
            raw.span(),
            format!("the default of a field of type {} must be {}", kind.id(), kind.wanted()),
        );
        return None;
    };
    let note = table.required_text("default-note", problems).value;
    Some(Default { value, note })
}

/// `raw` as the default of a field of type `kind`, if such a field can have it as one.
pub(super) fn default_value(kind: &FieldType, raw: &Spanned<DeValue<'_>>) -> Option<Value> {
    match (kind, raw.get_ref()) {
        (FieldType::Duration, value) => value.as_str().and_then(|text| text.parse().ok()).map(Value::Duration),
        (FieldType::Date, value) => parse_date(value).ok().flatten().map(Value::Date),
        (FieldType::Integer, value) => {
            value.as_integer().and_then(|number| number.as_str().parse().ok()).map(Value::Integer)
        }
        (FieldType::Money, value) => parse_money(value).ok().flatten().map(Value::Money),
        (FieldType::YesNo, value) => value.as_bool().map(Value::YesNo),
        _ => None,
    }
}
