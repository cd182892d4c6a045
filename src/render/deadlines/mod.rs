//! `deadlines`: every date of a record, in each format. The structure in [`Dates`] is the JSON contract; the other formats
//! are made from it.

mod csv;
mod given;
mod ics;
mod json;
mod line;
mod not_checked;
#[cfg(test)]
pub(in crate::render) mod tests;
mod text;
mod view;
mod words;

pub use given::Given;
pub use ics::unseal_calendar;
pub use text::Showing;
pub use view::{ChainView, Dates, DeadlineView, LinkView, PlaceView, ProcurementView, StateCounts, TargetView};

pub(in crate::render) use words::{ground, grounds, link_words, rests_on, target, titled, verdict, when};
