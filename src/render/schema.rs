//! The JSON Schema (draft 7) of a record, for editors and other programs. It accepts what the reader accepts.

use serde_json::{Map, Value as Json, json};
use toml::de::DeValue;

use crate::pack::Library;
use crate::record::{
    DATE_PATTERN, Duration, Field, FieldId, FieldType, Fields, MAX_DOLLARS, MAX_INTEGER, not_blank_pattern,
    placeholder_pattern,
};
use crate::source::{Problems, SourceText, parse_toml};

use super::view::{Tool, json_value};

/// The schema, as JSON text.
pub fn schema(library: &Library) -> String {
    let packs: Vec<String> = library
        .packs
        .iter()
        .map(|pack| format!("{} {} ({})", pack.manifest.id, pack.manifest.edition, pack.files.hash()))
        .collect();
    let mut schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$comment": format!("From {} {} with the packs {}.", Tool::THIS.name, Tool::THIS.version, packs.join(", ")),
        "title": "Procurement record",
        "description": "What a procurement is about and how its privacy and access duties stand. \
                        A line that is left out is not stated, which is never the same as no.",
    });
    add_table(&mut schema, None, &library.fields);
    let text = serde_json::to_string_pretty(&schema).expect("the schema holds only strings, numbers, lists and maps");
    text + "\n"
}

/// Makes `schema` that of a table with the fields under `parent`.
fn add_table(schema: &mut Json, parent: Option<FieldId>, fields: &Fields) {
    let children = fields.children(parent);
    let properties: Map<String, Json> =
        children.iter().map(|id| (fields.get(*id).key().to_owned(), field(*id, fields))).collect();
    let required: Vec<&str> =
        children.iter().map(|id| fields.get(*id)).filter(|field| field.required).map(Field::key).collect();
    schema["type"] = "object".into();
    schema["additionalProperties"] = false.into();
    schema["properties"] = properties.into();
    if !required.is_empty() {
        schema["required"] = required.clone().into();
        schema["x-taplo"] = json!({ "initKeys": required });
    }
}

fn field(id: FieldId, fields: &Fields) -> Json {
    let field = fields.get(id);
    let mut schema = match field.title.as_str() {
        "" => json!({ "description": description(field) }),
        title => json!({ "title": title, "description": description(field) }),
    };
    match &field.kind {
        FieldType::Section => add_table(&mut schema, Some(id), fields),
        FieldType::Tables => {
            let mut row = json!({});
            add_table(&mut row, Some(id), fields);
            extend(&mut schema, json!({ "type": "array", "items": row }));
        }
        FieldType::Text | FieldType::File | FieldType::Person => extend(&mut schema, text()),
        FieldType::YesNo => extend(&mut schema, json!({ "type": "boolean" })),
        FieldType::Integer => {
            extend(&mut schema, json!({ "type": "integer", "minimum": -MAX_INTEGER, "maximum": MAX_INTEGER }));
        }
        FieldType::Money => {
            extend(&mut schema, json!({ "type": "number", "minimum": 0, "maximum": MAX_DOLLARS }));
        }
        FieldType::Date => extend(&mut schema, json!({ "type": "string", "format": "date", "pattern": DATE_PATTERN })),
        FieldType::Duration => extend(&mut schema, json!({ "type": "string", "pattern": Duration::pattern() })),
        FieldType::OneOf(choices) => extend(&mut schema, words(choices)),
        FieldType::ListOf(choices) => extend(&mut schema, list(words(choices))),
        FieldType::TextList => extend(&mut schema, list(text())),
    }
    if let Some(default) = &field.default {
        schema["default"] = json_value(&default.value);
    }
    if let Some(example) = example(field) {
        schema["examples"] = json!([example]);
    }
    schema
}

fn extend(schema: &mut Json, more: Json) {
    if let (Json::Object(schema), Json::Object(more)) = (schema, more) {
        schema.extend(more);
    }
}

fn text() -> Json {
    json!({
        "type": "string", "minLength": 1, "pattern": not_blank_pattern(), "not": { "pattern": placeholder_pattern() },
    })
}

fn list(items: Json) -> Json {
    json!({ "type": "array", "uniqueItems": true, "items": items })
}

/// Words of a list, with their meanings where an editor shows them.
fn words(choices: &[(String, String)]) -> Json {
    let (words, meanings): (Vec<&String>, Vec<&String>) = choices.iter().map(|(word, meaning)| (word, meaning)).unzip();
    json!({ "enum": words, "x-taplo": { "docs": { "enumValues": meanings } } })
}

/// The question, the help, the words with their meanings, and the value that stands when nothing is stated.
fn description(field: &Field) -> String {
    let mut parts: Vec<String> =
        [&field.question, &field.help].into_iter().filter(|part| !part.is_empty()).cloned().collect();
    parts.extend(field.unit.as_ref().map(|unit| format!("Unit: {unit}.")));
    let choices = field.kind.choices().iter().map(|(word, meaning)| format!("- `{word}`: {meaning}"));
    let choices: Vec<String> = choices.collect();
    if !choices.is_empty() {
        parts.push(choices.join("\n"));
    }
    parts.extend(
        field.default.as_ref().map(|default| format!("When not stated, {} is taken. {}", default.value, default.note)),
    );
    parts.join("\n\n")
}

/// The field's example as JSON.
fn example(field: &Field) -> Option<Json> {
    let source = SourceText::new("example", format!("example = {}", field.example));
    let mut problems = Problems::new(&std::sync::Arc::new(SourceText::new("example", "")));
    let table = parse_toml(&source, &mut problems);
    table.get_ref().get("example").filter(|_| problems.is_empty()).and_then(|value| to_json(value.get_ref()))
}

fn to_json(value: &DeValue<'_>) -> Option<Json> {
    match value {
        DeValue::String(text) => Some(Json::from(text.as_ref())),
        DeValue::Integer(number) => number.as_str().parse::<i64>().ok().map(Json::from),
        DeValue::Float(number) => number.as_str().parse::<f64>().ok().map(Json::from),
        DeValue::Boolean(yes) => Some((*yes).into()),
        DeValue::Datetime(date) => Some(date.to_string().into()),
        DeValue::Array(items) => items.iter().map(|item| to_json(item.get_ref())).collect(),
        DeValue::Table(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::{PackSource, load};

    fn built_in() -> Json {
        serde_json::from_str(&schema(&load(&[PackSource::Embedded]).unwrap())).unwrap()
    }

    /// The schema of the field at `path`.
    fn of<'s>(schema: &'s Json, path: &str) -> &'s Json {
        path.split('.').fold(schema, |schema, key| {
            let table = if schema["type"] == "array" { &schema["items"] } else { schema };
            &table["properties"][key]
        })
    }

    #[test]
    fn every_field_has_its_schema_and_an_example_that_fits() {
        let library = load(&[PackSource::Embedded]).unwrap();
        let schema = built_in();
        for (id, field) in library.fields.iter() {
            let found = of(&schema, &field.path);
            assert!(found["description"].as_str().is_some_and(|text| text.contains(&field.help)), "{}", field.path);
            if library.fields.is_value(id) {
                assert!(found["examples"][0] != Json::Null, "{} has no example", field.path);
            }
            for (at, (word, meaning)) in field.kind.choices().iter().enumerate() {
                let words = if found["type"] == "array" { &found["items"] } else { found };
                assert_eq!(words["enum"][at], *word.as_str());
                assert_eq!(words["x-taplo"]["docs"]["enumValues"][at], *meaning.as_str());
            }
        }
    }

    #[test]
    fn tables_are_closed_and_say_what_they_need() {
        let schema = built_in();
        assert_eq!(schema["additionalProperties"], false);
        assert_eq!(schema["required"], json!(["institution", "procurement"]));
        let waivers = of(&schema, "waivers");
        assert_eq!(waivers["type"], "array");
        assert_eq!(waivers["items"]["additionalProperties"], false);
        assert_eq!(waivers["items"]["required"].as_array().map(Vec::len), Some(5));
    }
}
