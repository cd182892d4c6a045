//! Fields of the record.

use serde::Serialize;

use crate::pack::Requirement;
use crate::record::{Field, FieldId, FieldType};

use super::super::page::{Item, Page, items};
use super::{Entry, Group, Shelf, skeleton};

/// A field as data.
#[derive(Debug, Serialize)]
struct FieldView<'f> {
    id: &'f str,
    title: &'f str,
    #[serde(rename = "type")]
    kind: &'static str,
    section: Option<&'f str>,
    question: &'f str,
    help: &'f str,
    values: Vec<ChoiceView<'f>>,
    example: &'f str,
    default: Option<String>,
    default_note: Option<&'f str>,
    unit: Option<&'f str>,
    required: bool,
    /// The pack that declares it; empty where it follows from a clause.
    pack: &'f str,
    fields: Vec<&'f str>,
    requirements: Vec<&'f str>,
    stands_alone: Option<&'f str>,
}

/// A word that a field takes.
#[derive(Debug, Serialize)]
struct ChoiceView<'f> {
    value: &'f str,
    meaning: &'f str,
}

/// Every field, by section.
pub(super) fn groups(shelf: &Shelf<'_>) -> Vec<Group> {
    let fields = &shelf.library.fields;
    let group = |top: &FieldId| {
        let section = fields.get(*top);
        let mut below = Vec::new();
        collect(*top, shelf, &mut below);
        Group {
            title: format!("{} [{}]", section.label(), section.path),
            about: section.help.clone(),
            head: Some(entry(*top, shelf)),
            entries: below.into_iter().map(|id| entry(id, shelf)).collect(),
        }
    };
    fields.children(None).iter().map(group).collect()
}

fn collect(parent: FieldId, shelf: &Shelf<'_>, found: &mut Vec<FieldId>) {
    for id in shelf.library.fields.children(Some(parent)) {
        found.push(*id);
        collect(*id, shelf, found);
    }
}

/// One field.
pub(crate) fn entry(id: FieldId, shelf: &Shelf<'_>) -> Entry {
    let fields = &shelf.library.fields;
    let field = fields.get(id);
    let view = FieldView {
        id: &field.path,
        title: if field.kind.is_container() { &field.title } else { &field.question },
        kind: field.kind.id(),
        section: fields.parent(id).map(|parent| fields.get(parent).path.as_str()),
        question: &field.question,
        help: &field.help,
        values: field.kind.choices().iter().map(|(value, meaning)| ChoiceView { value, meaning }).collect(),
        example: &field.example,
        default: field.default.as_ref().map(|default| default.value.to_string()),
        default_note: field.default.as_ref().map(|default| default.note.as_str()),
        unit: field.unit.as_deref(),
        required: field.required,
        pack: &field.pack,
        fields: fields.children(Some(id)).iter().map(|child| fields.get(*child).path.as_str()).collect(),
        requirements: readers(id, shelf).map(|requirement| requirement.id.as_str()).collect(),
        stands_alone: field.stands_alone.as_deref(),
    };
    Entry::new(page(id, field, &view, shelf), [field.kind.id()], &view)
}

/// The requirements that read a field, or a column of it.
fn readers<'s>(id: FieldId, shelf: &Shelf<'s>) -> impl Iterator<Item = &'s Requirement> + use<'s> {
    let library = shelf.library;
    let section = library.fields.get(id).kind == FieldType::Section;
    library.requirements.iter().filter(move |requirement| {
        let reads = library.reads(requirement);
        !section && (reads.decide.contains(&id) || reads.apply.contains(&id))
    })
}

fn page(id: FieldId, field: &Field, view: &FieldView<'_>, shelf: &Shelf<'_>) -> Page {
    let fields = &shelf.library.fields;
    let kind = match field.kind {
        FieldType::Section => "section",
        _ => "field",
    };
    let mut page = Page::new(kind, view.id, view.title);
    if field.kind == FieldType::Tables {
        page.paragraph(view.question);
    }
    page.labelled("Help", view.help);
    let unit = view.unit.map(|unit| format!(", in {unit}")).unwrap_or_default();
    page.labelled("It takes", format!("{}{unit}", field.kind.wanted()));
    page.list(
        "Its values",
        view.values.iter().map(|one| Item::new(format!("`{}`: {}", one.value, one.meaning))).collect(),
    );
    if view.required {
        page.labelled("Required", required(field));
    }
    if let Some(default) = &view.default {
        let note = view.default_note.unwrap_or_default();
        page.labelled("When the record does not state it", format!("{default} is taken. {note}"));
    }
    if field.kind.is_container() {
        let columns = fields.children(Some(id)).iter().map(|child| column(fields.get(*child)));
        page.list("Its fields", columns.collect());
    } else {
        page.code("Example", &skeleton::skeleton(&[id], fields));
    }
    if !view.pack.is_empty() {
        page.labelled("Pack", format!("`{}`", view.pack));
    }
    let readers = readers(id, shelf).map(|requirement| format!("`{}`: {}", requirement.id, requirement.title));
    page.list("Requirements that read it", items(readers));
    page.labelled("Why it is asked although nothing reads it", view.stands_alone.unwrap_or_default());
    page
}

fn required(field: &Field) -> &'static str {
    match field.kind {
        FieldType::Section => "every record must hold this heading; it may stay empty.",
        _ => "every table that it belongs to must state it.",
    }
}

fn column(field: &Field) -> Item {
    let says = if field.question.is_empty() { &field.title } else { &field.question };
    Item::new(format!("`{}` ({}): {says}", field.path, field.kind.id()))
}
