//! Something in an agreement that a person should look at.

use crate::source::Span;

/// A fault of drafting, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The bytes concerned, in the agreement's file.
    pub span: Span,
    /// What is wrong, in a sentence.
    pub says: String,
}
