//! Floor 1: the procurement record, read strictly against the fields that the packs declare.
//!
//! A fact that a record leaves out is *not stated*, which is never the same as "no": a [`Row`] holds only what is stated.
//! What is written in another form than the fields take is corrected where it has one meaning, and never guessed.

mod builtin;
mod correct;
mod duration;
mod field;
mod mend;
mod misspelt;
mod month;
mod phase;
mod read;
mod readings;
mod sample;
mod scalar;
mod value;

pub use builtin::{AgreementFields, Builtin};
pub use duration::{Duration, Unit};
pub use field::{Default, Field, FieldId, FieldType, Fields};
pub use mend::{Mended, mend, read_and_prove};
pub use month::{MONTHS, month_named};
pub use phase::Phase;
pub use read::{CLAUSES, read_fragment, read_record};
pub use scalar::{DATE_PATTERN, MAX_DOLLARS, MAX_INTEGER, date_of, not_blank_pattern, placeholder_pattern};
pub use value::{Item, Money, Record, Row, Stated, Value, grouped};

pub(crate) use scalar::{parse_date, parse_money};
