//! Fields: text that a word processor works out anew, with what it reads as until then.

use super::text::run;
use super::xml::{Element, element};

/// A field with this instruction, which reads as `shown` until it is worked out. Each of its parts has a run of its own:
/// LibreOffice prints the instruction otherwise.
pub(super) fn field(instruction: &str, shown: impl IntoIterator<Item = Element>) -> Vec<Element> {
    let mut runs = begin(instruction);
    runs.extend(shown);
    runs.push(end());
    runs
}

/// The runs before what a field shows.
pub(super) fn begin(instruction: &str) -> Vec<Element> {
    let instruction = element("w:instrText").with("xml:space", "preserve").text(&format!(" {} ", instruction.trim()));
    vec![character("begin"), run().child(instruction), character("separate")]
}

/// The run after what a field shows.
pub(super) fn end() -> Element {
    character("end")
}

fn character(kind: &str) -> Element {
    run().child(element("w:fldChar").with("w:fldCharType", kind))
}
