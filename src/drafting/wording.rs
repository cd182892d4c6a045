//! The texts of the templates, parsed and checked, and their rendering.

use tera::{Context, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

use crate::pack::Clauses;
use crate::record::Fields;
use crate::source::Diagnostic;

use super::marks::{CLAUSES, Values, reference};
use super::passage::Passage;
use super::template_check::check;

/// Every text of the templates, parsed and checked.
#[derive(Debug)]
pub struct Wording {
    tera: Tera,
}

impl Wording {
    /// Parses and checks every text of `clauses`.
    ///
    /// # Errors
    /// Every text that does not parse, and every name in one that nothing declares.
    pub fn new(clauses: &Clauses, fields: &Fields) -> Result<Self, Vec<Diagnostic>> {
        let mut found = Vec::new();
        // What the template language says of a text that failed its check would be said twice, or never come to an end.
        let sound = |passage: &Passage<'_>, found: &mut Vec<Diagnostic>| {
            let own = check(passage, clauses, fields);
            let sound = own.is_empty();
            found.extend(own);
            sound
        };
        let passages: Vec<Passage<'_>> = Passage::all(clauses).filter(|passage| sound(passage, &mut found)).collect();
        let mut tera = Tera::new();
        tera.autoescape_on(Vec::<String>::new());
        tera.register_function("clause", clause_mark);
        if tera.add_raw_templates(passages.iter().map(|passage| (passage.name(), passage.body.text.as_str()))).is_err()
        {
            // Once more, one by one, for the problems of all of them.
            for passage in &passages {
                if let Err(error) = tera.add_raw_template(&passage.name(), &passage.body.text) {
                    found.push(explain(passage, &error));
                }
            }
        }
        if found.is_empty() { Ok(Self { tera }) } else { Err(found) }
    }

    /// Renders `passage` with `values`.
    pub(super) fn render(&self, passage: &Passage<'_>, values: &Values) -> Result<String, Box<Diagnostic>> {
        let mut context = Context::new();
        context.insert("facts", &values.facts);
        context.insert("lists", &values.lists);
        context.insert("when", &values.when);
        context.insert("notes", &values.notes);
        context.insert("definitions", &values.definitions);
        context.insert("clauses", CLAUSES);
        for (group, lists) in &values.lists_of {
            context.insert(*group, lists);
        }
        self.tera.render(&passage.name(), &context).map_err(|error| Box::new(explain(passage, &error)))
    }
}

fn clause_mark(arguments: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let id: &str = arguments.must_get("id")?;
    Ok(Value::from(reference(id)))
}

/// What Tera says, at its place in the file.
fn explain(passage: &Passage<'_>, error: &tera::Error) -> Diagnostic {
    let (range, message) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            (report.span().range.clone(), report.message().to_owned())
        }
        other => (0..0, other.to_string()),
    };
    passage.problem(range, format!("the text cannot be read: {message}"))
}
