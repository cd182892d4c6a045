//! The trace as one web page: tables whose rows link to each other.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use crate::pack::{PackFiles, Traced, capital};
use crate::source::Diagnostic;

use super::super::escape::html as escape;
use super::super::report::unique;
use super::super::templates::{Markup, Templates};
use super::super::view::Tool;
use super::about::heading;
use super::flaws::{Part, count};
use super::prose::capital_plural;
use super::row::{Links, Row, Target, title};
use super::{Group, TraceView};

/// What the template prints.
#[derive(Debug, Serialize)]
struct PageView {
    tool: Tool,
    title: String,
    about: Vec<&'static str>,
    parts: Vec<PartView>,
    orphans: Vec<OrphanView>,
    orphan_count: usize,
    no_orphans: &'static str,
    foot: String,
}

/// The rows of one kind of thing.
#[derive(Debug, Serialize)]
struct PartView {
    id: &'static str,
    title: String,
    count: usize,
    /// What a row is about.
    head: String,
    columns: Vec<&'static str>,
    tables: Vec<TableView>,
}

/// Rows that belong together.
#[derive(Debug, Serialize)]
struct TableView {
    caption: String,
    rows: Vec<RowView>,
}

/// One row.
#[derive(Debug, Serialize)]
struct RowView {
    anchor: String,
    id: String,
    title: String,
    facts: Vec<FactView>,
    /// The links to each other kind of thing, as HTML.
    links: Vec<String>,
}

/// Something to know of a row.
#[derive(Debug, Serialize)]
struct FactView {
    label: &'static str,
    text: String,
}

/// Things with the same flaw.
#[derive(Debug, Serialize)]
struct OrphanView {
    says: String,
    remedy: String,
    things: Vec<ThingView>,
}

/// A thing by its id and title.
#[derive(Debug, Serialize)]
struct ThingView {
    anchor: String,
    id: String,
    title: String,
}

/// The names by which rows link to each other.
type Anchors = HashMap<(usize, usize), String>;

impl TraceView<'_> {
    /// All rows as one web page, through the template among `templates`.
    ///
    /// # Errors
    /// Where the template is not well formed, or asks for something that there is not.
    pub fn to_html(&self, templates: &PackFiles) -> Result<String, Vec<Diagnostic>> {
        let (anchors, flaws) = (self.anchors(), self.flaws());
        let page = PageView {
            tool: Tool::THIS,
            title: self.title(),
            about: self.about(),
            parts: self.ends().into_iter().map(|what| self.part(what, &anchors)).collect(),
            orphan_count: count(&flaws),
            orphans: flaws.into_iter().map(|part| self.orphans(part, &anchors)).collect(),
            no_orphans: self.no_flaws(),
            foot: self.foot(),
        };
        Templates::load(templates, "reports", Markup::Html)?.render("reports/trace.html", &page)
    }

    fn anchors(&self) -> Anchors {
        let mut taken = BTreeSet::new();
        let mut anchors = Anchors::new();
        for what in self.ends() {
            for at in self.numbers(what) {
                let name = format!("{} {}", what.id(), self.trace.id(what, at));
                anchors.insert((what as usize, at), unique(&name, &mut taken));
            }
        }
        anchors
    }

    fn part(&self, what: Traced, anchors: &Anchors) -> PartView {
        let table = |group: Group<'_>| TableView {
            caption: group.heading(),
            rows: group.rows.iter().map(|row| view(row, anchors)).collect(),
        };
        let others = Traced::ALL.into_iter().filter(|other| *other != what);
        PartView {
            id: what.plural(),
            title: heading(what),
            count: self.numbers(what).len(),
            head: capital(what.id()),
            columns: others.map(capital_plural).collect(),
            tables: self.groups(what).into_iter().map(table).collect(),
        }
    }

    fn orphans(&self, part: Part, anchors: &Anchors) -> OrphanView {
        let thing = |(what, at): (Traced, usize)| ThingView {
            anchor: anchors.get(&(what as usize, at)).cloned().unwrap_or_default(),
            id: self.trace.id(what, at).to_owned(),
            title: title(self.trace, what, at),
        };
        OrphanView { says: part.says, remedy: part.remedy, things: part.things.into_iter().map(thing).collect() }
    }
}

fn view(row: &Row<'_>, anchors: &Anchors) -> RowView {
    RowView {
        anchor: anchors.get(&(row.what as usize, row.at)).cloned().unwrap_or_default(),
        id: row.id.to_owned(),
        title: row.title.clone(),
        facts: row.facts.iter().map(|(label, text)| FactView { label, text: text.clone() }).collect(),
        links: row.links.iter().map(|links| link_list(links, anchors)).collect(),
    }
}

/// The targets one after the other; those that have a row on the page as links to it.
fn link_list(links: &Links<'_>, anchors: &Anchors) -> String {
    let one = |target: &Target<'_>| {
        let id = escape(target.id);
        let linked = match anchors.get(&(links.to as usize, target.at)) {
            Some(anchor) => format!("<a href=\"#{anchor}\">{id}</a>"),
            None => id,
        };
        target.mark.map_or(linked.clone(), |mark| format!("{linked} ({mark})"))
    };
    let all: Vec<String> = links.targets.iter().map(one).collect();
    if all.is_empty() { "none".to_owned() } else { all.join(", ") }
}
