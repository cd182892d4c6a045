//! Floor 3: the text of an agreement, read: its sections and their numbers, what it refers to, its blanks, its defined
//! terms and the lengths of time, dates and amounts that it states, each with its place.
//!
//! Nothing here knows a record or touches a file. The reader would rather pass over a fault than see one that is not
//! there: what it reports, a person has to look up.

mod blank;
mod fault;
mod items;
mod letter;
mod mark;
mod markdown;
mod number;
mod numbering;
mod outline;
mod parties;
mod passage;
mod reference;
mod reference_find;
mod signal;
mod term;
mod term_define;
mod term_uses;
mod text;
mod value;
mod words;

pub use fault::Fault;
pub use letter::letter;
pub use mark::Mark;
pub use markdown::{anchors, is_readable};
pub use number::Number;
pub use signal::{Found, Searched};
pub use text::{Agreement, Part};
pub use value::Quantity;

use passage::{Kind, Passage};
