//! The fields with which a record chooses among the texts of clauses. They follow from the clauses themselves: a section
//! for each clause, its position, and one value for each of its facts.

use crate::record::{CLAUSES, Field, FieldId, FieldType, Fields};

use super::clause::{Clause, Clauses, Fact, fact_key};
use super::library::Library;

/// The section that holds the choices.
pub(super) const SECTION: &str = CLAUSES;
/// The key of a clause's position.
pub(super) const POSITION: &str = "position";
/// Why nothing else needs to read these fields.
const STANDS_ALONE: &str = "It chooses the text of a clause in drafts.";

impl Clause {
    /// The word for the preferred text in a record.
    pub const PREFERRED: &'static str = "preferred";
    /// The word with which a record leaves a clause out.
    pub const LEFT_OUT: &'static str = "left-out";

    /// The path of the section of a record that holds the choices for this clause.
    pub fn path(&self) -> String {
        format!("{SECTION}.{}", self.id)
    }

    /// The path of the field with which a record chooses the text of this clause.
    pub fn position_path(&self) -> String {
        format!("{}.{POSITION}", self.path())
    }

    /// The id of the clause whose choices stand in the section `path` of a record, if that is such a path.
    pub fn id_in_path(path: &str) -> Option<&str> {
        path.strip_prefix(SECTION)?.strip_prefix('.')
    }
}

impl Library {
    /// Adds the fields with which a record chooses among the texts of `clauses`, and keeps these, so that an assessment
    /// can hold the choices against their floors. Without this, a record that holds such a choice cannot be read.
    pub fn adopt(&mut self, clauses: Clauses) {
        let mut fields: Vec<Field> = self.fields.iter().map(|(_, field)| field.clone()).collect();
        // At the end, so that every field keeps its id.
        fields.extend(fields_of(&clauses, &self.fields));
        self.fields = Fields::new(fields).0;
        self.adopted = clauses;
    }

    /// Whether a record of this text may choose among the texts of clauses, or name an agreement that is held against
    /// their signals: a cheap look, which passes over no record that does, unless it spells its keys with escapes.
    pub fn may_need_clauses(record: &str) -> bool {
        let names_text =
            || record.contains("agreement") && [".md", ".MD", ".Md"].iter().any(|end| record.contains(end));
        record.contains(SECTION) || names_text()
    }

    /// The field with which a record chooses the position of `clause`, once the clauses are adopted.
    pub fn position(&self, clause: &Clause) -> Option<FieldId> {
        self.choice(clause, POSITION)
    }

    /// The field with which a record sets `fact` for `clause` alone, once the clauses are adopted.
    pub fn parameter(&self, clause: &Clause, fact: &Fact) -> Option<FieldId> {
        self.choice(clause, &fact_key(&fact.name))
    }

    fn choice(&self, clause: &Clause, key: &str) -> Option<FieldId> {
        let section = self.fields.child(None, SECTION)?;
        let own = self.fields.child(Some(section), &clause.id)?;
        self.fields.child(Some(own), key)
    }
}

/// The fields for `clauses`, whose facts come from `known`.
fn fields_of(clauses: &Clauses, known: &Fields) -> Vec<Field> {
    let help = "One table for each clause whose text differs from what a draft would hold by itself. \
        Leave it out where the preferred texts stand.";
    let mut fields = vec![section(SECTION.to_owned(), "Choices among the texts of clauses", help)];
    for clause in &clauses.clauses {
        let path = clause.path();
        let help = format!("What this procurement chooses for the clause \"{}\".", clause.title);
        fields.push(section(path.clone(), &clause.title, &help));
        fields.push(position(&path, clause));
        let mut facts: Vec<&Fact> = Vec::new();
        for fact in &clause.text.facts {
            if !facts.iter().any(|known| known.name == fact.name) {
                facts.push(fact);
                fields.push(parameter(&path, clause, fact, known));
            }
        }
    }
    fields
}

fn section(path: String, title: &str, help: &str) -> Field {
    field(path, FieldType::Section, title, String::new(), help.to_owned(), String::new())
}

fn position(path: &str, clause: &Clause) -> Field {
    let word = |word: &str, meaning: &str| (word.to_owned(), meaning.to_owned());
    let mut choices = vec![word(Clause::PREFERRED, "The preferred text")];
    choices.extend(clause.fallbacks.iter().map(|fallback| word(&fallback.id, &fallback.title)));
    choices.push(word(Clause::LEFT_OUT, "No such clause"));
    let question = format!("Which text of the clause \"{}\" stands in drafts?", clause.title);
    let help = format!(
        "State it when the parties settle on another text than the preferred one. \
         A text below the floor needs a waiver of `{path}`. The floor: {}",
        clause.floor
    );
    let example = format!("\"{}\"", Clause::PREFERRED);
    field(clause.position_path(), FieldType::OneOf(choices), "", question, help, example)
}

/// A value for one clause alone, of the type of the field that its fact comes from.
fn parameter(path: &str, clause: &Clause, fact: &Fact, known: &Fields) -> Field {
    let source = known.get(fact.field);
    let in_list = known.list_of(fact.field).is_some();
    let kind = match &source.kind {
        FieldType::OneOf(choices) if in_list => FieldType::ListOf(choices.clone()),
        FieldType::ListOf(_) => source.kind.clone(),
        _ if in_list => FieldType::TextList,
        kind => kind.clone(),
    };
    let example = match (&kind, &source.kind) {
        (FieldType::TextList, FieldType::Text | FieldType::Person | FieldType::File)
        | (FieldType::ListOf(_), FieldType::OneOf(_)) => format!("[{}]", source.example),
        (FieldType::TextList, kind) if *kind != FieldType::TextList => "[\"one\", \"two\"]".to_owned(),
        _ => source.example.clone(),
    };
    let question = format!("What does the clause \"{}\" name as {}?", clause.title, fact.blank);
    let help =
        format!("Only where this clause names something else than `{}`, which stands there otherwise.", source.path);
    let unit = source.unit.clone();
    Field { unit, ..field(format!("{path}.{}", fact_key(&fact.name)), kind, "", question, help, example) }
}

fn field(path: String, kind: FieldType, title: &str, question: String, help: String, example: String) -> Field {
    Field {
        path,
        kind,
        title: title.to_owned(),
        question,
        help,
        example,
        unit: None,
        required: false,
        brief: None,
        default: None,
        stands_alone: Some(STANDS_ALONE.to_owned()),
        pack: String::new(),
    }
}
