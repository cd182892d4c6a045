//! The trace as text for a terminal and as Markdown: a page a row.

use std::fmt::Write;

use crate::pack::Traced;

use super::super::catalogue::paint_lines;
use super::super::escape::markdown_prose as escape;
use super::super::page::{Item, Page};
use super::super::style::{BOLD, paint, wrap};
use super::about::heading;
use super::flaws::count;
use super::row::{Links, Row, Target, title};
use super::{Trace, TraceView};

impl TraceView<'_> {
    /// All rows for a terminal, in 80 columns.
    pub fn to_text(&self) -> String {
        let mut text = bold(&self.title()) + "\n";
        for about in self.about() {
            text.push_str(&(wrap(about, "", "") + "\n"));
        }
        for what in self.ends() {
            text.push_str(&(bold(&format!("{} ({})", heading(what), self.numbers(what).len())) + "\n"));
            for group in self.groups(what) {
                if what == Traced::Provision {
                    text.push_str(&(bold(&group.heading()) + "\n"));
                }
                group.rows.iter().for_each(|row| text.push_str(&(self.page(row).to_text() + "\n")));
            }
        }
        let flaws = self.flaws();
        text.push_str(&(bold(&format!("Orphans ({})", count(&flaws))) + "\n"));
        for part in &flaws {
            text.push_str(&(wrap(&format!("{} {}", part.says, part.remedy), "", "") + "\n"));
            part.things.iter().for_each(|thing| text.push_str(&wrap(&self.name(*thing), "  - ", "    ")));
            text.push('\n');
        }
        if flaws.is_empty() {
            text.push_str(&(wrap(self.no_flaws(), "", "") + "\n"));
        }
        text + &paint_lines(&wrap(&self.foot(), "", ""))
    }

    /// All rows as Markdown.
    pub fn to_markdown(&self) -> String {
        let mut text = format!("# {}\n\n", escape(&self.title()));
        for about in self.about() {
            let _ = writeln!(text, "{}\n", escape(about));
        }
        for what in self.ends() {
            let _ = writeln!(text, "## {} ({})\n", heading(what), self.numbers(what).len());
            for group in self.groups(what) {
                let below = usize::from(what == Traced::Provision);
                if below > 0 {
                    let _ = writeln!(text, "### {}\n", escape(&group.heading()));
                }
                group.rows.iter().for_each(|row| text.push_str(&self.page(row).to_markdown(3 + below)));
            }
        }
        let flaws = self.flaws();
        let _ = writeln!(text, "## Orphans ({})\n", count(&flaws));
        for part in &flaws {
            let _ = writeln!(text, "{} {}\n", escape(&part.says), escape(&part.remedy));
            part.things.iter().for_each(|thing| {
                let _ = writeln!(text, "- {}", escape(&self.name(*thing)));
            });
            text.push('\n');
        }
        if flaws.is_empty() {
            let _ = writeln!(text, "{}\n", self.no_flaws());
        }
        let _ = writeln!(text, "{}", escape(&self.foot()));
        text
    }

    /// A thing by its id and title.
    fn name(&self, (what, at): (Traced, usize)) -> String {
        format!("`{}`: {}", self.trace.id(what, at), title(self.trace, what, at))
    }

    fn page(&self, row: &Row<'_>) -> Page {
        let mut page = Page::new(row.what.id(), row.id, &row.title);
        row.facts.iter().for_each(|(label, text)| page.labelled(label, text));
        row.links.iter().for_each(|links| add_links(&mut page, row.what, links, self.trace));
        page
    }
}

/// Adds the links to one kind of thing: what answers the law, and the law that is answered, with their titles.
fn add_links(page: &mut Page, what: Traced, links: &Links<'_>, trace: &Trace<'_>) {
    let titled = matches!((what, links.to), (Traced::Provision, Traced::Requirement) | (_, Traced::Provision))
        && what != Traced::Field
        && what != Traced::Source;
    let label = capital_plural(links.to);
    if links.targets.is_empty() {
        page.labelled(label, "none.");
    } else if titled {
        let item = |target: &Target<'_>| Item::new(format!("{}: {}", named(target), title(trace, links.to, target.at)));
        page.list(label, links.targets.iter().map(item).collect());
    } else {
        page.labelled(label, links.targets.iter().map(named).collect::<Vec<_>>().join(", ") + ".");
    }
}

/// "`id`", and how it is linked.
fn named(target: &Target<'_>) -> String {
    let mark = target.mark.map(|mark| format!(" ({mark})")).unwrap_or_default();
    format!("`{}`{mark}", target.id)
}

/// The kinds of things as headings.
pub(super) const fn capital_plural(what: Traced) -> &'static str {
    match what {
        Traced::Provision => "Provisions",
        Traced::Requirement => "Requirements",
        Traced::Field => "Fields",
        Traced::Clause => "Clauses",
        Traced::Source => "Sources",
    }
}

fn bold(text: &str) -> String {
    wrap(text, "", "  ").lines().map(|line| paint(BOLD, line) + "\n").collect()
}
