//! Floor 5: an assessment or a draft becomes one output. One file a format; a format sees what it is given and nothing else.

mod diagnostics;
mod draft;
mod escape;

mod human;
mod json;

mod snippet;
mod style;
mod templates;

mod view;

pub use diagnostics::diagnostics;
pub use draft::Origin;

pub use human::{Detail, Human};
pub use json::Json;

pub use templates::{Markup, Templates};
pub use view::{PackView, RecordView, Run, Tool};
