//! A page as plain text in 80 columns: each label at the margin, what it says below it or beside it.

use crate::pack::capital;

use super::super::style::{BOLD, WIDTH, paint, visible, wrap};
use super::{Item, Page, Part};

impl Page {
    /// The page for a terminal.
    pub(in crate::render) fn to_text(&self) -> String {
        let mut text = paint(BOLD, &format!("{} {}", capital(self.kind), visible(&self.id))) + "\n";
        if self.title != self.id {
            text.push_str(&paint_lines(&wrap(&self.title, "", "")));
        }
        let mut short = false;
        for part in &self.parts {
            let shown = part.to_text();
            let follows_short = std::mem::replace(&mut short, shown.lines().count() == 1);
            // Short facts stand together; everything longer stands apart.
            if !(short && follows_short) {
                text.push('\n');
            }
            text.push_str(&shown);
        }
        text
    }
}

fn paint_lines(text: &str) -> String {
    text.lines().map(|line| paint(BOLD, line) + "\n").collect()
}

impl Part {
    fn to_text(&self) -> String {
        match self {
            Part::Paragraph(text) => wrap(text, "", ""),
            Part::Labelled(label, text) => {
                let line = format!("{label}: {}", visible(text));
                if line.chars().count() <= WIDTH {
                    line + "\n"
                } else {
                    format!("{label}:\n{}", wrap(text, "  ", "  "))
                }
            }
            Part::List(label, items) => {
                let mut text = wrap(&format!("{label}:"), "", "  ");
                items.iter().for_each(|item| item.to_text(1, &mut text));
                text
            }
            Part::Code(label, code) => {
                let mut text = wrap(&format!("{label}:"), "", "  ");
                for line in code.lines() {
                    let line = if line.is_empty() { String::new() } else { format!("    {}", visible(line)) };
                    text.push_str(&line);
                    text.push('\n');
                }
                text
            }
        }
    }
}

impl Item {
    fn to_text(&self, depth: usize, text: &mut String) {
        let first = format!("{}- ", "  ".repeat(depth));
        text.push_str(&wrap(&self.text, &first, &" ".repeat(first.len())));
        self.below.iter().for_each(|item| item.to_text(depth + 1, text));
    }
}
