//! Where a dialogue stands: the replies so far, the facts that they make, and what is asked next.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use crate::assessment::{Use, record_order, relevant_fields};
use crate::pack::{Library, TimeLimit};
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

impl Reply {
    /// Whether it says anything.
    fn says(&self) -> bool {
        *self != Reply::Skip
    }
}

/// A dialogue as far as it has come. Going back takes nothing away: it only moves to an earlier question.
#[derive(Debug)]
pub struct Steps<'l> {
    library: &'l Library,
    limits: Vec<TimeLimit>,
    as_of: Date,
    order: Vec<FieldId>,
    replies: Vec<(Step, Reply)>,
    /// How many of the replies stand before the question at hand.
    at: usize,
    /// Replies to questions that stopped applying when an earlier answer changed; they come back when they apply again.
    aside: Vec<(Step, Reply)>,
}

impl<'l> Steps<'l> {
    /// A dialogue at its beginning.
    pub fn new(library: &'l Library, as_of: Date) -> Self {
        // Calendars that cannot be read are told of when the pack is opened.
        let limits = library.calendars().unwrap_or_default().limits;
        Self { library, limits, as_of, order: record_order(library), replies: Vec::new(), at: 0, aside: Vec::new() }
    }

    /// What the record holds for `step` while it is not answered, in words.
    pub fn given(&self, step: Step) -> Option<String> {
        let Step::Field(id) = step else { return None };
        given(self.library).values.get(&id).map(|literal| literal.trim_matches('"').to_owned())
    }

    /// What was replied to the question at hand before going back, if it says anything.
    pub fn kept(&self) -> Option<&Reply> {
        self.replies.get(self.at).map(|(_, reply)| reply).filter(|reply| reply.says())
    }

    /// Takes the reply to the question at hand. A reply that differs from the one before keeps the later ones whose
    /// questions still apply.
    ///
    /// # Errors
    /// Every problem of the record that the replies make.
    pub fn reply(&mut self, step: Step, reply: Reply) -> Result<(), Vec<Diagnostic>> {
        let same = self.replies.get(self.at).is_some_and(|(asked, before)| *asked == step && *before == reply);
        let later = if same { Vec::new() } else { self.replies.split_off(self.at) };
        if !same {
            self.replies.push((step, reply));
        }
        self.at += 1;
        if later.is_empty() { Ok(()) } else { self.replay(step, later) }
    }

    /// Goes through the questions after `changed` again, with the replies that they had.
    fn replay(&mut self, changed: Step, mut later: Vec<(Step, Reply)>) -> Result<(), Vec<Diagnostic>> {
        later.append(&mut self.aside);
        later.retain(|(step, _)| *step != changed);
        while later.iter().any(|(_, reply)| reply.says()) {
            let Some(next) = self.open(&self.text())? else { break };
            let had = later.iter().find(|(step, _)| *step == next).map(|(_, reply)| reply.clone());
            later.retain(|(step, _)| *step != next);
            self.replies.push((next, had.unwrap_or(Reply::Skip)));
        }
        let last = self.replies.iter().rposition(|(_, reply)| reply.says()).map_or(0, |last| last + 1);
        self.replies.truncate(last.max(self.at));
        self.aside = later;
        Ok(())
    }

    /// Goes to the question before; `false` when there is none.
    pub fn back(&mut self) -> bool {
        self.at.checked_sub(1).map(|before| self.at = before).is_some()
    }

    /// How many replies state something.
    pub fn stated(&self) -> usize {
        self.replies.iter().filter(|(_, reply)| matches!(reply, Reply::Value(_) | Reply::None)).count()
    }

    /// Every entry that lacks a column that every entry needs: list, entry, column.
    pub fn unfinished(&self) -> Vec<(FieldId, usize, FieldId)> {
        let answers = self.answers();
        let entries = answers.lists.iter().flat_map(|(list, entries)| (0..).zip(entries).map(|pair| (*list, pair)));
        entries.filter_map(|(list, (at, entry))| Some((list, at, self.lacking(list, entry)?))).collect()
    }

    /// The text of the record as it stands, without unfinished entries.
    pub fn text(&self) -> String {
        let mut answers = self.answers();
        answers.lists.retain(|list, entries| {
            let is_none = entries.is_empty();
            entries.retain(|entry| self.lacking(*list, entry).is_none());
            is_none || !entries.is_empty()
        });
        new_record(&self.library.fields, &self.order, &answers)
    }

    /// What is asked next; `None` when nothing is left that applies. `text` is the record as it stands, from
    /// [`Steps::text`].
    ///
    /// # Errors
    /// Every problem of that record.
    pub fn next(&self, text: &str) -> Result<Option<Step>, Vec<Diagnostic>> {
        match self.replies.get(self.at) {
            Some((step, _)) => Ok(Some(*step)),
            None => self.open(text),
        }
    }

    /// The section that `id` stands in, at the top of the record.
    pub fn section(&self, id: FieldId) -> FieldId {
        let mut section = id;
        while let Some(parent) = self.library.fields.parent(section) {
            section = parent;
        }
        section
    }

    /// How many questions come in a row from `id` on in its section, at most. `text` is as for [`Steps::next`].
    ///
    /// # Errors
    /// Every problem of that record.
    pub fn at_most(&self, text: &str, id: FieldId) -> Result<usize, Vec<Diagnostic>> {
        let section = self.section(id);
        let relevant = self.relevant(text)?;
        let row = |id: FieldId| relevant.get(&id).map(|role| self.weight(id, *role));
        let mut ids: BTreeSet<FieldId> = self.waiting(&relevant).into_iter().map(|(_, id)| id).collect();
        ids.retain(|other| self.section(*other) == section && (row(id).is_none() || row(*other) == row(id)));
        let asked = self.replies.iter().skip(self.at).filter_map(|(step, _)| match step {
            Step::Field(id) | Step::Add(id, 0) => Some(*id),
            _ => None,
        });
        ids.extend(asked.take_while(|asked| self.section(*asked) == section));
        Ok(ids.len())
    }

    fn relevant(&self, text: &str) -> Result<BTreeMap<FieldId, Use>, Vec<Diagnostic>> {
        let source = Arc::new(SourceText::new("the new record", text));
        let record = read_record(&source, &self.library.fields)?;
        Ok(relevant_fields(&record, self.library, &self.limits, self.as_of, self.phase(&record)))
    }

    /// What comes after the last reply.
    fn open(&self, text: &str) -> Result<Option<Step>, Vec<Diagnostic>> {
        let relevant = self.relevant(text)?;
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

    fn next_field(&self, relevant: &BTreeMap<FieldId, Use>) -> Option<Step> {
        // Among fields that weigh the same, the first one.
        let (_, id) = self.waiting(relevant).into_iter().min_by_key(|(weight, _)| *weight)?;
        Some(match self.library.fields.get(id).kind {
            FieldType::Tables => Step::Add(id, 0),
            _ => Step::Field(id),
        })
    }

    /// The fields that were not asked, in the order of the record, each with its weight.
    fn waiting(&self, relevant: &BTreeMap<FieldId, Use>) -> Vec<((bool, bool), FieldId)> {
        let all = self.order.iter().flat_map(|top| flat(&self.library.fields, *top));
        let open = all.filter(|id| !self.was_asked(*id));
        open.filter_map(|id| relevant.get(&id).map(|role| (self.weight(id, *role), id))).collect()
    }

    /// First the sections that every record has, then what decides which requirements apply, then the rest.
    fn weight(&self, id: FieldId, role: Use) -> (bool, bool) {
        let basic = self.library.fields.get(self.section(id)).required;
        (!basic, !basic && role != Use::Decides)
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
