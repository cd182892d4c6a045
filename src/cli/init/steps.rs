//! Where a dialogue stands: the replies so far, the facts that they make, and what is asked next.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::assessment::{Use, record_order, relevant_fields};
use crate::pack::Library;
use crate::record::{FieldId, FieldType, Fields, Phase, Record, Value, read_record};
use crate::render::{AnswerEntry, Answers, new_record};
use crate::source::{Diagnostic, SourceText};

/// One thing that is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A field outside lists.
    Field(FieldId),
    /// Whether the list has one more entry; entries are numbered from 0.
    Add(FieldId, usize),
    /// A column of an entry: list, entry, column.
    Column(FieldId, usize, FieldId),
}

/// What was replied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// A value, as a TOML literal.
    Value(String),
    /// One more entry.
    Yes,
    /// The list is empty.
    None,
    /// Nothing is stated; for a list, no more entries.
    Skip,
}

/// What a record holds before anyone answers: the first phase.
pub fn given(library: &Library) -> Answers {
    let first = format!("\"{}\"", Phase::ALL[0].id());
    Answers { values: [(library.builtin.phase, first)].into(), ..Answers::default() }
}

/// A dialogue as far as it has come.
#[derive(Debug)]
pub struct Steps<'l> {
    library: &'l Library,
    as_of: Date,
    order: Vec<FieldId>,
    replies: Vec<(Step, Reply)>,
}

impl<'l> Steps<'l> {
    /// A dialogue at its beginning.
    pub fn new(library: &'l Library, as_of: Date) -> Self {
        Self { library, as_of, order: record_order(library), replies: Vec::new() }
    }

    /// What the record holds for `step` while it is not answered, in words.
    pub fn given(&self, step: Step) -> Option<String> {
        let Step::Field(id) = step else { return None };
        given(self.library).values.get(&id).map(|literal| literal.trim_matches('"').to_owned())
    }

    /// Keeps the reply to `step`.
    pub fn reply(&mut self, step: Step, reply: Reply) {
        self.replies.push((step, reply));
    }

    /// Takes the last reply back; `false` when there is none.
    pub fn back(&mut self) -> bool {
        self.replies.pop().is_some()
    }

    /// How many replies state something.
    pub fn stated(&self) -> usize {
        self.replies.iter().filter(|(_, reply)| matches!(reply, Reply::Value(_) | Reply::None)).count()
    }

    /// The last entry, when it lacks a column that every entry needs: list, entry, column.
    pub fn unfinished(&self) -> Option<(FieldId, usize, FieldId)> {
        let (Step::Add(list, entry) | Step::Column(list, entry, _), _) = self.replies.last()? else { return None };
        let answers = self.answers();
        let last = answers.lists.get(list)?.get(*entry)?;
        Some((*list, *entry, self.lacking(*list, last)?))
    }

    /// The text of the record as it stands, without an unfinished entry.
    pub fn text(&self) -> String {
        let mut answers = self.answers();
        if let Some((list, _, _)) = self.unfinished()
            && let Some(mut entries) = answers.lists.remove(&list)
        {
            entries.pop();
            if !entries.is_empty() {
                answers.lists.insert(list, entries);
            }
        }
        new_record(&self.library.fields, &self.order, &answers)
    }

    /// What is asked next; `None` when nothing is left that applies. `text` is the record as it stands, from
    /// [`Steps::text`].
    ///
    /// # Errors
    /// Every problem of that record.
    pub fn next(&self, text: &str) -> Result<Option<Step>, Vec<Diagnostic>> {
        let source = Arc::new(SourceText::new("the new record", text));
        let record = read_record(&source, &self.library.fields)?;
        let relevant = relevant_fields(&record, self.library, self.as_of, self.phase(&record));
        Ok(match self.replies.last() {
            Some((Step::Add(list, entry), Reply::Yes) | (Step::Column(list, entry, _), _)) => {
                Some(self.next_column(&relevant, *list, *entry))
            }
            _ => self.next_field(&relevant),
        })
    }

    fn phase(&self, record: &Record) -> Phase {
        match record.get(self.library.builtin.phase).map(|stated| &stated.value) {
            Some(Value::Text(id)) => Phase::from_id(id).unwrap_or(Phase::Management),
            _ => Phase::Management,
        }
    }

    /// First the sections that every record has, then what decides which requirements apply, then the rest.
    fn next_field(&self, relevant: &BTreeMap<FieldId, Use>) -> Option<Step> {
        let mut open = Vec::new();
        for top in &self.order {
            let basic = self.library.fields.get(*top).required;
            for id in flat(&self.library.fields, *top) {
                if let Some(role) = relevant.get(&id).filter(|_| !self.was_asked(id)) {
                    open.push((!basic, !basic && *role != Use::Decides, id));
                }
            }
        }
        // Among fields that weigh the same, the first one.
        let (_, _, id) = open.into_iter().min_by_key(|(not_basic, not_deciding, _)| (*not_basic, *not_deciding))?;
        Some(match self.library.fields.get(id).kind {
            FieldType::Tables => Step::Add(id, 0),
            _ => Step::Field(id),
        })
    }

    fn was_asked(&self, id: FieldId) -> bool {
        self.replies.iter().any(|(step, _)| matches!(step, Step::Field(asked) | Step::Add(asked, _) if *asked == id))
    }

    /// The first column of the entry that was not asked; after the last, whether there is one more entry.
    fn next_column(&self, relevant: &BTreeMap<FieldId, Use>, list: FieldId, entry: usize) -> Step {
        let steps =
            self.columns(list, |id| relevant.contains_key(&id)).into_iter().map(|id| Step::Column(list, entry, id));
        let mut open = steps.filter(|step| !self.replies.iter().any(|(asked, _)| asked == step));
        open.next().unwrap_or(Step::Add(list, entry + 1))
    }

    /// The columns of a list that are asked: those that every entry needs first, so that an entry is whole early.
    fn columns(&self, list: FieldId, relevant: impl Fn(FieldId) -> bool) -> Vec<FieldId> {
        let fields = &self.library.fields;
        let all = fields.children(Some(list)).iter().flat_map(|id| flat(fields, *id));
        let values = all.filter(|id| fields.is_value(*id));
        let (needed, other): (Vec<_>, Vec<_>) = values.partition(|id| fields.get(*id).required);
        needed.into_iter().chain(other.into_iter().filter(|id| relevant(*id))).collect()
    }

    fn lacking(&self, list: FieldId, entry: &AnswerEntry) -> Option<FieldId> {
        self.columns(list, |_| false).into_iter().find(|column| !entry.contains_key(column))
    }

    /// The facts that the replies make.
    fn answers(&self) -> Answers {
        let mut answers = given(self.library);
        for (step, reply) in &self.replies {
            match (step, reply) {
                (Step::Field(id), Reply::Value(literal)) => {
                    answers.values.insert(*id, literal.clone());
                }
                (Step::Add(list, _), Reply::None) => {
                    answers.lists.insert(*list, Vec::new());
                }
                (Step::Add(list, _), Reply::Yes) => answers.lists.entry(*list).or_default().push(AnswerEntry::new()),
                (Step::Column(list, entry, column), Reply::Value(literal)) => {
                    if let Some(entry) = answers.lists.get_mut(list).and_then(|entries| entries.get_mut(*entry)) {
                        entry.insert(*column, literal.clone());
                    }
                }
                _ => {}
            }
        }
        answers
    }
}

/// `id`, or the values and lists in it where it is a section, in order.
fn flat(fields: &Fields, id: FieldId) -> Vec<FieldId> {
    match fields.get(id).kind {
        FieldType::Section => fields.children(Some(id)).iter().flat_map(|child| flat(fields, *child)).collect(),
        _ => vec![id],
    }
}
