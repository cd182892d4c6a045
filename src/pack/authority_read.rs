//! Reading `authorities/<id>.toml`.

use toml::de::DeTable;

use crate::record::Fields;
use crate::source::{Code, Entry, Problems, Table};

use super::authority::{Authority, Confidence, Provision, Relevance};
use super::files::PackFile;
use super::reason::read_reason;
use super::version::read_versions;

/// Reads `authorities/<id>.toml`.
pub(super) fn read_authority(
    file: &PackFile,
    root: &DeTable<'_>,
    fields: &Fields,
    problems: &mut Problems,
) -> Authority {
    let table = Table::new(root, 0..0);
    let mut authority = Authority {
        id: table.required_text("id", problems).value,
        title: table.required_text("title", problems).value,
        short: table.required_text("short", problems).value,
        citation: table.required_text("citation", problems).value,
        kind: table.required_text("kind", problems).value,
        section_word: table.text("section-word", problems).map(|entry| entry.value).unwrap_or_default(),
        confirm: table.required_text("confirm", problems).value,
        whole: None,
        provisions: Vec::new(),
    };
    if authority.id != file.stem() && !authority.id.is_empty() {
        let message = format!("the id `{}` differs from the file's name `{}`", authority.id, file.stem());
        problems.add(Code::UnknownReference, 0..0, message).help = Some("make the two the same".to_owned());
    }
    if table.get("paraphrase").is_some() {
        authority.whole = Some(read_provision("", &table, fields, problems));
    }
    let known = ["id", "title", "short", "citation", "kind", "section-word", "confirm"];
    for (key, span, value) in table.iter() {
        let Some(inner) = value.get_ref().as_table() else {
            if authority.whole.is_none() && !known.contains(&key) {
                problems.add(Code::UnknownKey, span, format!("`{key}` is not known here")).help =
                    Some("each provision is a table: [\"38(3)\"]".to_owned());
            }
            continue;
        };
        let inner = Table::new(inner, value.span());
        authority.provisions.push(read_provision(key, &inner, fields, problems));
        inner.finish(problems);
    }
    authority
}

fn read_provision(id: &str, table: &Table<'_>, fields: &Fields, problems: &mut Problems) -> Provision {
    let whole = id.is_empty();
    let text = |key, problems: &mut Problems| table.text(key, problems).map(|entry| entry.value);
    let historic = table.yes_no("historic", problems).is_some_and(|entry| entry.value);
    let relevance = table.required_text("relevance", problems);
    let confidence = table.required_text("confidence", problems);
    Provision {
        id: id.to_owned(),
        pinpoint: if whole { String::new() } else { table.required_text("pinpoint", problems).value },
        heading: if whole { String::new() } else { table.required_text("heading", problems).value },
        paraphrase: table.required_text("paraphrase", problems).value,
        relevance: word(relevance, Relevance::from_id, Relevance::IDS, problems).unwrap_or(Relevance::Indirect),
        reason: table.required_text("reason", problems).value,
        status: table.required_text("status", problems).value,
        confidence: word(confidence, Confidence::from_id, Confidence::IDS, problems).unwrap_or(Confidence::Unread),
        sources: texts(table, "sources", problems),
        twin: text("twin", problems),
        today: text("today", problems),
        historic,
        parent: table.yes_no("parent", problems).is_some_and(|entry| entry.value),
        answered_by: texts(table, "answered-by", problems),
        stands_alone: read_reason(table, problems),
        versions: read_versions(table, fields, problems),
    }
}

fn texts(table: &Table<'_>, key: &'static str, problems: &mut Problems) -> Vec<String> {
    table.texts(key, problems).into_iter().map(|entry| entry.value).collect()
}

/// The word of `entry`, which must be one of `ids`.
pub(super) fn word<T>(
    entry: Entry<String>,
    read: impl Fn(&str) -> Option<T>,
    ids: &[&str],
    problems: &mut Problems,
) -> Option<T> {
    let value = read(&entry.value);
    if value.is_none() && !entry.value.is_empty() {
        problems.add(Code::NotInList, entry.span, format!("`{}` is not known here", entry.value)).help =
            Some(format!("it is one of: {}", ids.join(", ")));
    }
    value
}
