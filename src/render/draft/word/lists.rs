//! The lists at the end of a draft, as tables.

use crate::drafting::Draft;
use crate::pack::Library;

use super::super::super::docx::{Block, Cell, Column, Entry, Heading, Inline as Stretch, Marker, Style, Table};
use super::super::super::english::in_words;
use super::super::Origin;
use super::super::lists::Lists;
use super::super::todo::{BlankView, DifferenceView, ProposalView, UnresolvedView};
use super::prose;

/// What `draft` leaves to people, and what it left out.
pub(super) fn blocks(draft: &Draft<'_>, library: &Library) -> Vec<Block> {
    let lists = Lists::new(draft, library);
    // A form or a notice says only what there is.
    let brief = draft.document.clauses.is_empty();
    let list = |title: &str, columns: &[(&str, usize)], rows: Vec<Vec<Cell>>, none: &str| match brief && rows.is_empty()
    {
        true => Vec::new(),
        false => list(title, columns, rows, none),
    };
    let head = vec![Stretch::plain("Lists for counsel")];
    let mut blocks = vec![
        Block::Heading(Heading { new_page: true, ..Heading::plain(1, head, "lists") }),
        said("These lists are not part of the document: take them out before it is used."),
    ];
    let blanks = lists.blanks.iter().map(blank).collect();
    let columns = [("Blank", 8), ("What to fill in", 30), ("Field that fills it", 38), ("Where", 24)];
    blocks.extend(list("Blanks to fill in", &columns, blanks, "There are none."));
    let proposals = lists.proposals.iter().map(proposal).collect();
    let columns = [("Proposed", 11), ("Value", 15), ("Whose choice", 23), ("Field that settles it", 33), ("Where", 18)];
    blocks.extend(list("Proposed values to confirm", &columns, proposals, "There are none."));
    let differences = lists.differences.iter().map(difference).collect();
    let columns = [("Stated", 16), ("Else proposed", 16), ("Whose choice that is", 26), ("Field", 22), ("Where", 20)];
    blocks.extend(list("Stated values to compare", &columns, differences, "There are none."));
    let unresolved = lists.unresolved.iter().map(reference).collect();
    let columns = [("Reference", 12), ("Clause", 44), ("Where", 44)];
    blocks.extend(list("References to clauses that are not here", &columns, unresolved, "There are none."));
    if !lists.undefined.is_empty() {
        let terms = lists.undefined.iter().map(|term| vec![plain(term)]).collect();
        blocks.extend(list("Terms without a definition", &[("Term", 100)], terms, "There are none."));
    }
    let left_out = lists.left_out.iter().map(|clause| {
        vec![
            vec![vec![Stretch::plain(clause.title)], vec![Stretch::code(clause.id)]],
            vec![prose(&clause.reasons.join(" "))],
        ]
    });
    if brief {
        // Without a list, their heading and their notice have nothing to say.
        return if blocks.len() == 2 { Vec::new() } else { blocks };
    }
    let none = "None: every clause of the document is called for, or may be.";
    blocks.extend(list("Clauses left out", &[("Clause", 40), ("Why", 60)], left_out.collect(), none));
    blocks
}

/// What the draft was made from, under a heading that may begin a page.
pub(super) fn origin(origin: Origin<'_>, new_page: bool) -> Vec<Block> {
    let run = origin.run;
    let what = if origin.for_use { "document" } else { "draft" };
    let head = vec![Stretch::plain(format!("What this {what} was made from"))];
    let mut entries = vec![
        format!("Program: {} {}", run.tool.name, run.tool.version),
        format!("Record: {}, as of {}", origin.record.source.name(), in_words(run.as_of)),
    ];
    for pack in &run.packs {
        let defaults: String = pack.defaults.iter().map(|default| format!(". {}", default.words)).collect();
        let pack = format!("{} (`{}`), edition {}, SHA-256 `{}`", pack.title, pack.id, pack.edition, pack.hash);
        entries.push(format!("Pack: {pack}{defaults}"));
    }
    entries.push(format!("Clauses, documents and definitions: SHA-256 `{}`", origin.clauses_hash));
    entries.extend(origin.replaced.iter().map(|file| format!("Template of your own: {file}")));
    let entry = |text: &String| Block::Entry(Entry { marker: Marker::Bullet, depth: 0, text: prose(text) });
    let mut blocks = vec![Block::Heading(Heading { new_page, ..Heading::plain(1, head, "origin") })];
    if origin.for_use {
        blocks.push(said("This document was made by a program from a record. It is not legal advice."));
    }
    blocks.extend(entries.iter().map(entry));
    blocks
}

/// A list under its heading: a table, or `none`.
fn list(title: &str, columns: &[(&str, usize)], rows: Vec<Vec<Cell>>, none: &str) -> Vec<Block> {
    let heading = Block::Heading(Heading::plain(2, vec![Stretch::plain(title)], title));
    if rows.is_empty() {
        return vec![heading, said(none)];
    }
    let column =
        |(head, share): &(&str, usize)| Column { head: vec![Stretch::plain(*head)], share: *share, right: false };
    let columns = columns.iter().map(column).collect();
    vec![heading, Block::Table(Table { about: title.to_owned(), columns, rows })]
}

fn blank(blank: &BlankView<'_>) -> Vec<Cell> {
    let mut what = vec![prose(&blank.what)];
    if blank.none {
        what.push(prose("The record states none that could stand here; without one this text has nothing to say."));
    }
    vec![number(blank.number), what, field(blank.field, blank.question), plain(&blank.places)]
}

fn proposal(proposal: &ProposalView<'_>) -> Vec<Cell> {
    let settles = field(proposal.field, proposal.question);
    let whose = vec![prose(&proposal.whose)];
    vec![number(proposal.number), plain(proposal.text), whose, settles, plain(&proposal.places)]
}

fn difference(one: &DifferenceView<'_>) -> Vec<Cell> {
    let field = vec![vec![Stretch::code(one.field)]];
    vec![plain(one.text), plain(one.other), vec![prose(&one.whose)], field, plain(&one.places)]
}

fn reference(one: &UnresolvedView<'_>) -> Vec<Cell> {
    let clause = vec![vec![Stretch::plain(one.title)], vec![Stretch::code(one.id)]];
    let places = format!("{}. Add the clause, or strike the reference.", one.places);
    vec![number(one.number), clause, plain(&places)]
}

fn field(path: &str, question: &str) -> Cell {
    vec![vec![Stretch::code(path)], prose(question)]
}

fn number(number: usize) -> Cell {
    plain(&number.to_string())
}

fn plain(text: &str) -> Cell {
    vec![vec![Stretch::plain(text)]]
}

fn said(text: &str) -> Block {
    Block::Paragraph(Style::Body, vec![Stretch::plain(text)])
}
