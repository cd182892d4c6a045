//! The few colours of text output. Colour never carries meaning alone; the terminal layer drops it where it is not wanted.

use anstyle::{AnsiColor, Style};

use crate::assessment::Status;
use crate::source::misleads;

pub(super) const BOLD: Style = Style::new().bold();
pub(super) const DIM: Style = Style::new().dimmed();

/// The colour of a status.
pub(super) const fn status(status: Status) -> Style {
    let colour = match status {
        Status::Gap => AnsiColor::Red,
        Status::NotStated => AnsiColor::Yellow,
        Status::Met => AnsiColor::Green,
        Status::Waived | Status::NotYetDue | Status::NotApplicable => AnsiColor::Cyan,
    };
    colour.on_default().bold()
}

/// `text` in `style`.
pub(super) fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// The widest line of text output.
pub(super) const WIDTH: usize = 80;

/// `text` wrapped to [`WIDTH`], its first line after `first`, the others after `rest`.
pub(crate) fn wrap(text: &str, first: &str, rest: &str) -> String {
    let mut wrapped = fill(text, options(WIDTH).initial_indent(first).subsequent_indent(rest));
    wrapped.push('\n');
    wrapped
}

/// `text` wrapped by `options`, which come from [`options`].
pub(super) fn fill(text: &str, options: textwrap::Options<'_>) -> String {
    textwrap::fill(&visible(text), options)
}

/// Wrapping that keeps ids and paths whole: no break inside a word or at a hyphen.
pub(super) fn options<'o>(width: usize) -> textwrap::Options<'o> {
    textwrap::Options::new(width).break_words(false).word_splitter(textwrap::WordSplitter::NoHyphenation)
}

/// `text` on one line and without control characters, so that text from a record cannot steer a terminal.
pub(crate) fn visible(text: &str) -> String {
    let steers = |c: char| c.is_control() || misleads(c) || is_noncharacter(c);
    if !text.contains(steers) {
        return text.to_owned();
    }
    let harmless = |c| match c {
        '\n' | '\t' => ' ',
        c if steers(c) => '\u{fffd}',
        c => c,
    };
    text.chars().map(harmless).collect()
}

/// Code points that stand for no character in any text, and that HTML and XML do not allow.
const fn is_noncharacter(c: char) -> bool {
    let code = c as u32;
    code & 0xfffe == 0xfffe || matches!(code, 0xfdd0..=0xfdef)
}
