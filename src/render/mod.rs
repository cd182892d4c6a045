//! Floor 6: an assessment, its deadlines, a draft, a trace, a list or a correction becomes one output. One file a format; a
//! format sees what it is given and nothing else.

mod baseline;
mod blanks;
mod catalogue;
mod check;
mod deadlines;
mod diagnostics;
mod difference;
mod docx;
mod draft;
mod english;
mod escape;
mod explain;
mod human;
mod json;
mod layout;
mod mended;
mod new_record;
mod page;
mod report;
mod schema;
mod snippet;
mod style;
mod templates;
mod trace;
mod view;
mod xml;

pub use baseline::{BaselineView, StaleView, baseline_text};
pub use blanks::{Blanks, blanks};
pub use catalogue::{Catalogue, ExampleView, Listing, Match, Shelf};
pub use check::{Checked, Csv, End, Format, Github, Gitlab, JsonLines, Junit, MarkdownSummary, Part, Sarif, Unread};
pub use deadlines::{
    ChainView, Dates, DeadlineView, Given, LinkView, PlaceView, ProcurementView, Showing, StateCounts, TargetView,
    unseal_calendar,
};
pub use diagnostics::diagnostics;
pub use difference::difference;
pub use docx::is_unedited_word;
pub use draft::{NotComparable, Origin};
pub use explain::{Explanation, Unknown};
pub use human::{Detail, Human};
pub use json::Json;
pub use mended::{MendedRecord, MendedView, mended_json};
pub use new_record::{AnswerEntry, Answers, new_record};
pub use report::Report;
pub use schema::schema;
pub use templates::{Markup, Templates};
pub use trace::TraceView;
pub use view::{PackView, RecordView, Run, Tool};

pub(crate) use style::{visible, wrap};
