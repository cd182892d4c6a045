//! A page as Markdown.

use std::fmt::Write;

use super::super::escape::markdown_prose as escape;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_keeps_its_fence() {
        let mut text = String::new();
        Part::Code("Example".to_owned(), "a = '''\n```\n'''".to_owned()).to_markdown(&mut text);
        assert_eq!(text, "**Example:**\n\n````toml\na = '''\n```\n'''\n````\n");
    }
}
