//! Floor 5: an assessment or a draft becomes one output. One file a format; a format sees what it is given and nothing else.

mod diagnostics;
mod escape;

mod human;
mod json;
mod report;

mod snippet;
mod style;
mod templates;

mod view;

pub use diagnostics::diagnostics;

pub use human::{Detail, Human};
pub use json::Json;
pub use report::Report;
pub use templates::{Markup, Templates};

pub use view::{PackView, RecordView, Run, Tool};
