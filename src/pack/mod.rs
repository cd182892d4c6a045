//! Floor 2: what a lawyer knows, as data: fields, named conditions, requirements, contradictions, authorities, sources,
//! time limits, clauses and documents. `checklists/README.md` names every file and key.
//!
//! A [`Library`] is the packs in use, put together and checked. Every condition is checked against the fields when it
//! loads, so that a misspelt field is an error at its place and never a silent "does not apply". A [`Trace`] shows what is
//! linked to what.

mod authority;
mod authority_read;
mod calendars;
mod check_words;
mod clause;
mod clause_fields;
mod clause_read;
mod condition;
mod condition_read;
mod condition_words;
mod contradiction;
mod defaults;
mod document_read;
mod embedded;
mod field_check;
mod field_read;
mod files;
mod library;
mod load;
mod manifest;
mod named;
mod on_day;
mod order;
mod orphans;
mod place;
mod readers;
mod reads;
mod reason;
mod requirement;
mod requirement_read;
mod signals;
mod source_ref;
mod statement;
mod structure;
mod tighten;
mod trace;
mod uncertainty;
mod used;
mod verify;
mod verify_ids;
mod version;

pub use authority::{Authority, Confidence, Grade, Provision, Relevance};
pub use calendars::{
    Anchor, Break, Calendar, Calendars, ChainRule, Convention, Counting, Covers, Events, Ground, GroundVariant, Hold,
    Holiday, HolidayRule, Length, LimitDay, LimitExample, LimitKind, LinkRule, Pause, RestsOn, TimeLimit, Years,
    weekday_name,
};
pub use check_words::{Mood, predicate};
pub use clause::{
    Body, CalledList, Clause, Clauses, Definition, Document, Fact, Fallback, Form, OpenList, Rows, Text, fact_key,
};
pub use condition::{Check, Comparison, Condition, Containment, Limit, NamedCondition, NamedId, Test};
pub use condition_words::{Said, Words, capital};
pub use contradiction::Contradiction;
pub use defaults::ChangedDefault;
pub use embedded::{Example, TEMPLATES, embedded_examples, embedded_folder, embedded_template};
pub use files::PackFiles;
pub use library::{Library, Pack, PackSource};
pub use load::load;
pub use manifest::Manifest;
pub use on_day::{Dated, Days, Force, OnDay};
pub use orphans::{Flaw, Flawed};
pub use readers::Reader;
pub use reads::Reads;
pub use requirement::{Basis, Duty, Example as RequirementExample, ExampleStatus, Obligation, Requirement, Variant};
pub use signals::{Near, Signals};
pub use source_ref::SourceRef;
pub use statement::{Says, Statement};
pub use trace::{Trace, Traced};
pub use uncertainty::Uncertainty;
pub use version::{Day, Standing, Version};
