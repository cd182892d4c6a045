//! Something in an agreement that a person should look at.

use crate::source::Span;

/// A fault of drafting, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The bytes concerned, in the agreement's file.
    pub span: Span,
    /// What is wrong, in a sentence.
    pub says: String,
    /// What tells it from other faults of the text, without where it stands: it stays the same when the fault moves, and
    /// when others come and go.
    pub name: String,
}

impl Fault {
    /// A fault whose name is what it says.
    pub(super) fn new(span: Span, says: String) -> Self {
        Self { span, name: says.clone(), says }
    }
}
