//! A page as Markdown.

use std::fmt::Write;

use super::super::style::visible;
use super::{Item, Page, Part};

impl Page {
    /// The page under a heading of this level.
    pub(in crate::render) fn to_markdown(&self, level: usize) -> String {
        let mut text = format!("{} `{}`\n\n", "#".repeat(level), visible(&self.id));
        if self.title != self.id {
            let _ = writeln!(text, "**{}**\n", escape(&self.title));
        }
        for part in &self.parts {
            part.to_markdown(&mut text);
            text.push('\n');
        }
        text
    }
}

impl Part {
    fn to_markdown(&self, text: &mut String) {
        let _ = match self {
            Part::Paragraph(paragraph) => writeln!(text, "{}", escape(paragraph)),
            Part::Labelled(label, said) => writeln!(text, "**{label}:** {}", escape(said)),
            Part::List(label, items) => {
                let _ = writeln!(text, "**{}:**\n", escape(label));
                items.iter().for_each(|item| item.to_markdown(0, text));
                Ok(())
            }
            Part::Code(label, code) => {
                let fence = fence(code);
                writeln!(text, "**{}:**\n\n{fence}toml\n{code}\n{fence}", escape(label))
            }
        };
    }
}

impl Item {
    fn to_markdown(&self, depth: usize, text: &mut String) {
        let _ = writeln!(text, "{}- {}", "  ".repeat(depth), escape(&self.text));
        self.below.iter().for_each(|item| item.to_markdown(depth + 1, text));
    }
}

/// A fence that no line of `code` closes.
fn fence(code: &str) -> String {
    let longest = code.lines().map(|line| line.chars().take_while(|c| *c == '`').count()).max().unwrap_or(0);
    "`".repeat(longest.max(2) + 1)
}

/// `text` so that Markdown shows it as it is, with names in backticks as code. Line breaks become spaces.
pub(in crate::render) fn escape(text: &str) -> String {
    let text = visible(text);
    let pieces: Vec<&str> = text.split('`').collect();
    // An odd backtick out is text.
    let paired = pieces.len() % 2 == 1;
    let mut escaped = String::with_capacity(text.len());
    for (at, piece) in pieces.iter().enumerate() {
        if at > 0 {
            escaped.push_str(if paired { "`" } else { "\\`" });
        }
        match paired && at % 2 == 1 {
            true => escaped.push_str(piece),
            false => escape_plain(piece, &mut escaped),
        }
    }
    escape_start(escaped)
}

fn escape_plain(text: &str, escaped: &mut String) {
    let mut before = ' ';
    for c in text.chars() {
        let inside_word = before.is_alphanumeric();
        if matches!(c, '\\' | '*' | '[' | ']' | '<' | '>' | '~' | '&') || (c == '_' && !inside_word) {
            escaped.push('\\');
        }
        escaped.push(c);
        before = c;
    }
}

/// Keeps the beginning of a paragraph from being read as a heading or a list.
fn escape_start(text: String) -> String {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    match text[digits..].chars().next() {
        Some('#' | '+' | '-' | '=' | '|') if digits == 0 => format!("\\{text}"),
        Some('.' | ')') if digits > 0 => format!("{}\\{}", &text[..digits], &text[digits..]),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use comrak::nodes::NodeValue;
    use comrak::{Arena, Options, parse_document};

    /// What a reader of the Markdown sees.
    fn shown(markdown: &str) -> String {
        let arena = Arena::new();
        let mut shown = String::new();
        for node in parse_document(&arena, markdown, &Options::default()).descendants() {
            match &node.data.borrow().value {
                NodeValue::Text(text) => shown.push_str(text),
                NodeValue::Code(code) => shown.push_str(&format!("`{}`", code.literal)),
                NodeValue::Document | NodeValue::Paragraph | NodeValue::SoftBreak => {}
                other => shown.push_str(&format!("<{other:?}>")),
            }
        }
        shown
    }

    #[test]
    fn escaped_text_shows_as_it_is() {
        for text in [
            "a plain sentence (with brackets), and \"quotes\"",
            "*not emphasis* and _not either_, 2 * 3, snake_case_name",
            "[no link](here) <script>alert(1)</script> &amp; &copy;",
            "# no heading",
            "- no list",
            "1. no list",
            "12) no list",
            "+ no list",
            "> no quotation",
            "the field `breach.notify-within` and a lone ` backtick",
            "`a_b` and `c*d*`",
            "back\\slash ~~not struck~~ | pipe",
            "---",
            "===",
        ] {
            assert_eq!(shown(&escape(text)), text);
        }
    }

    #[test]
    fn code_keeps_its_fence() {
        let mut text = String::new();
        Part::Code("Example".to_owned(), "a = '''\n```\n'''".to_owned()).to_markdown(&mut text);
        assert_eq!(text, "**Example:**\n\n````toml\na = '''\n```\n'''\n````\n");
    }
}
