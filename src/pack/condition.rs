//! Conditions: what must hold of a record, as data. The kinds of test are a small closed set.

use jiff::civil::Date;

use crate::record::{Duration, FieldId, Money};

/// What must hold of a record, or of one row of a list.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// All of them hold. An empty list always holds.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// The inner one does not hold.
    Not(Box<Condition>),
    /// A condition that a pack names.
    Named(NamedId),
    /// One field passes one check.
    Test(Test),
    /// The date of this check stands in this order to the limit.
    AsOf(Comparison, Limit),
}

impl Condition {
    /// Calls `visit` with every field that the condition reads, limits included; named conditions are not followed.
    pub fn visit_fields(&self, visit: &mut impl FnMut(FieldId)) {
        match self {
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| part.visit_fields(visit)),
            Condition::Not(inner) => inner.visit_fields(visit),
            Condition::Named(_) => {}
            Condition::AsOf(_, Limit::Field(field)) => visit(*field),
            Condition::AsOf(..) => {}
            Condition::Test(test) => {
                visit(test.field);
                match &test.check {
                    Check::Every(inner) | Check::Some(inner) => inner.visit_fields(visit),
                    Check::Compare(_, Limit::Field(field)) | Check::Within(Limit::Field(field)) => visit(*field),
                    _ => {}
                }
            }
        }
    }

    /// Calls `visit` with every named condition that this one refers to directly.
    pub fn visit_named(&self, visit: &mut impl FnMut(NamedId)) {
        match self {
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| part.visit_named(visit)),
            Condition::Not(inner) => inner.visit_named(visit),
            Condition::Named(id) => visit(*id),
            Condition::AsOf(..) => {}
            Condition::Test(test) => {
                if let Check::Every(inner) | Check::Some(inner) = &test.check {
                    inner.visit_named(visit);
                }
            }
        }
    }
}

/// The number of a named condition in its library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedId(pub(super) usize);

impl NamedId {
    /// The number itself, from 0.
    pub const fn index(self) -> usize {
        self.0
    }
}

/// A condition with a name and with words for both outcomes.
#[derive(Clone, Debug)]
pub struct NamedCondition {
    /// The name, in kebab-case.
    pub id: String,
    /// A sentence that is true when the condition holds.
    pub title: String,
    /// A sentence that is true when it does not.
    pub otherwise: String,
    /// The condition itself.
    pub holds: Condition,
}

/// One field and what is asked of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// The field.
    pub field: FieldId,
    /// What is asked of it.
    pub check: Check,
}

/// What is asked of a field's value.
#[derive(Clone, Debug, PartialEq)]
pub enum Check {
    /// A value is given; for a file, also that the file is there.
    Stated,
    /// Yes or no.
    Is(bool),
    /// One of these words; or none of them.
    OneOf {
        /// The words.
        words: Vec<String>,
        /// Whether the value must be one of them, or must not.
        wanted: bool,
    },
    /// The list holds all, any or none of these words.
    Contains(Containment, Vec<String>),
    /// The list is empty; or is not.
    Empty(bool),
    /// Every row of the list passes.
    Every(Box<Condition>),
    /// Some row of the list passes.
    Some(Box<Condition>),
    /// The value stands in this order to the limit.
    Compare(Comparison, Limit),
    /// The date is not after the as-of date, and not older than this.
    Within(Limit),
}

/// How many of the words a list must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Containment {
    /// Every one.
    All,
    /// At least one.
    Any,
    /// Not one.
    None,
}

/// An order between a value and a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// The limit or less; for dates, on or before.
    AtMost,
    /// The limit or more; for dates, on or after.
    AtLeast,
    /// Less; before.
    Less,
    /// More; after.
    More,
    /// The same.
    Equal,
}

impl Comparison {
    /// What holds of two amounts or dates when this does not; `None` where that has no words of its own.
    pub const fn opposite(self) -> Option<Comparison> {
        match self {
            Comparison::AtMost => Some(Comparison::More),
            Comparison::AtLeast => Some(Comparison::Less),
            Comparison::Less => Some(Comparison::AtLeast),
            Comparison::More => Some(Comparison::AtMost),
            Comparison::Equal => None,
        }
    }

    /// In words, for amounts and lengths of time.
    pub const fn words(self) -> &'static str {
        match self {
            Comparison::AtMost => "at most",
            Comparison::AtLeast => "at least",
            Comparison::Less => "less than",
            Comparison::More => "more than",
            Comparison::Equal => "equal to",
        }
    }

    /// In words, for dates.
    pub const fn date_words(self) -> &'static str {
        match self {
            Comparison::AtMost => "no later than",
            Comparison::AtLeast => "on or after",
            Comparison::Less => "before",
            Comparison::More => "after",
            Comparison::Equal => "on",
        }
    }
}

/// What a value is held against.
#[derive(Clone, Debug, PartialEq)]
pub enum Limit {
    /// A whole number.
    Integer(i64),
    /// An amount.
    Money(Money),
    /// A length of time.
    Duration(Duration),
    /// A date.
    Date(Date),
    /// The value of another field: of the same row where it has such a column, else of the record.
    Field(FieldId),
    /// The date of this check.
    AsOf,
}
