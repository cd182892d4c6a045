//! What a text has lost and gained, as a unified difference.

use anstyle::{AnsiColor, Style};
use similar::{Algorithm, ChangeTag, TextDiff};

use super::style::{BOLD, paint, visible};

const GONE: Style = AnsiColor::Red.on_default();
const NEW: Style = AnsiColor::Green.on_default();
const PLACE: Style = AnsiColor::Cyan.on_default();

/// How many unchanged lines are shown around what changed.
const AROUND: usize = 3;

/// The lines of `before` that are gone in `after` and those that are new there, with a few around them; empty where
/// the two are the same. Line endings are not shown.
pub fn difference(name: &str, before: &str, after: &str) -> String {
    if before == after {
        return String::new();
    }
    let name = visible(name);
    let mut text = format!("{}\n{}\n", paint(BOLD, &format!("--- {name}")), paint(BOLD, &format!("+++ {name}")));
    let lines = TextDiff::configure().algorithm(Algorithm::Patience).diff_lines(before, after);
    for hunk in lines.unified_diff().context_radius(AROUND).iter_hunks() {
        text.push_str(&paint(PLACE, &hunk.header().to_string()));
        text.push('\n');
        for change in hunk.iter_changes() {
            let (sign, style) = match change.tag() {
                ChangeTag::Equal => (' ', None),
                ChangeTag::Delete => ('-', Some(GONE)),
                ChangeTag::Insert => ('+', Some(NEW)),
            };
            let line = format!("{sign}{}", shown(change.value()));
            text.push_str(&style.map_or_else(|| line.clone(), |style| paint(style, &line)));
            text.push('\n');
            if change.missing_newline() {
                text.push_str("\\ No newline at end of file\n");
            }
        }
    }
    text
}

/// A line without its ending and without characters that could steer a terminal; tabs stay.
fn shown(line: &str) -> String {
    line.trim_end_matches(['\n', '\r']).split('\t').map(visible).collect::<Vec<_>>().join("\t")
}

#[cfg(test)]
mod tests {
    use super::difference;

    fn plain(before: &str, after: &str) -> String {
        anstream::adapter::strip_str(&difference("r.toml", before, after)).to_string()
    }

    #[test]
    fn changed_lines_stand_with_three_around_them() {
        assert_eq!(
            plain("a\nb\nc\nd\ne\r\nf", "a\nb\nc\nd\nE\u{1b}\r\nf"),
            "--- r.toml\n+++ r.toml\n@@ -2,5 +2,5 @@\n b\n c\n d\n-e\n+E\u{fffd}\n f\n\\ No newline at end of file\n"
        );
        assert_eq!(plain("a", "a"), "");
    }
}
