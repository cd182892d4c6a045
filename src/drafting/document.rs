//! A document for a record: its clauses in order, numbered, with every fact put in.

use crate::assessment::Scope;
use crate::pack::{Clause, Clauses, Definition, Document, Obligation, Requirement};
use crate::record::FieldId;
use crate::source::Diagnostic;

use super::choice::{Called, Chooser, Chosen, Position, choose};
use super::drafter::Drafter;
use super::entries::entries;
use super::facts::parameters;
use super::passage::Passage;
use super::template_check::used_terms;
use super::{Block, Ledger, Paragraph, Wording};

/// A numbered section: one clause.
#[derive(Clone, Debug)]
pub struct Section<'a> {
    /// Its number, from 1.
    pub number: usize,
    /// The clause.
    pub clause: &'a Clause,
    /// Which of its texts stands here.
    pub position: Position<'a>,
    /// The values that the record sets for it alone.
    pub parameters: Vec<Parameter>,
    /// Why it stands here.
    pub called: Called,
    /// Its sub-clauses.
    pub paragraphs: Vec<Paragraph>,
    /// The requirements that it answers.
    pub answers: Vec<Answer<'a>>,
}

/// A value that a record sets for one clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The field that states it.
    pub field: FieldId,
    /// The value, in words.
    pub text: String,
    /// Whether the text of the clause prints it. A text may ask for another fact instead.
    pub printed: bool,
}

/// A requirement that a section answers.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// The requirement.
    pub requirement: &'a Requirement,
    /// How strongly it asks for this record.
    pub obligation: Obligation,
    /// Whether it applies to this record, as far as the record says.
    pub applies: bool,
}

/// A clause of the document that is not called for, or that the record leaves out.
#[derive(Clone, Debug)]
pub struct LeftOut<'a> {
    /// The clause.
    pub clause: &'a Clause,
    /// Why, in sentences.
    pub reasons: Vec<String>,
    /// Whether the record leaves it out although it is called for, or may be.
    pub by_choice: bool,
}

/// A document for a record.
#[derive(Clone, Debug)]
pub struct Draft<'a> {
    /// The document.
    pub document: &'a Document,
    /// The text before the sections; all of it where there are none.
    pub opening: Vec<Block>,
    /// The sections.
    pub sections: Vec<Section<'a>>,
    /// The text after the sections.
    pub closing: Vec<Block>,
    /// The clauses that are not called for, or that the record leaves out.
    pub left_out: Vec<LeftOut<'a>>,
    /// What is left to people.
    pub ledger: Ledger<'a>,
}

/// Drafts `document` for the record of `scope`. `chooser` gives the text of each clause that is called for; `notes` says
/// whether the copy is one with notes, for the institution alone.
///
/// # Errors
/// Every text that cannot be rendered.
pub fn draft<'a>(
    document: &'a Document,
    clauses: &'a Clauses,
    wording: &Wording,
    scope: &Scope<'a>,
    chooser: Chooser<'_, 'a>,
    notes: bool,
) -> Result<Draft<'a>, Vec<Diagnostic>> {
    let (chosen, left_out) = choose(document, clauses, scope, chooser);
    let lists = entries(document, clauses, scope, chooser);
    let definitions = definitions(document, &chosen, clauses);
    let numbers: Vec<&Clause> = chosen.iter().map(|chosen| chosen.clause).collect();
    let mut drafter = Drafter::new(clauses, wording, scope, numbers, definitions, notes);
    let text = drafter.own_text(&Passage::document(document), lists);
    let opening = drafter.blocks(text.before(), &text, "");
    let mut sections = Vec::new();
    for (at, Chosen { clause, position, called, answers }) in chosen.into_iter().enumerate() {
        let number = at + 1;
        let paragraphs = drafter.paragraphs(&Passage::clause(clause, position), Some(number));
        let parameters = parameters(clause, scope, drafter.printed());
        sections.push(Section { number, clause, position, parameters, called, paragraphs, answers });
    }
    let closing = drafter.blocks(text.after(), &text, "the closing text");
    let ledger = drafter.finish()?;
    Ok(Draft { document, opening, sections, closing, left_out, ledger })
}

/// The definitions that the document needs, with those that they need themselves, in alphabetical order.
fn definitions<'a>(document: &Document, chosen: &[Chosen<'a>], clauses: &'a Clauses) -> Vec<&'a Definition> {
    let mut open: Vec<&str> = used_terms(&document.text.body.text, clauses).into_iter().map(|(term, _)| term).collect();
    for Chosen { clause, position, .. } in chosen {
        match (position, &clause.short) {
            (Position::Short, Some(short)) => {
                open.extend(used_terms(&short.text, clauses).into_iter().map(|(term, _)| term));
            }
            _ => open.extend(clause.terms.iter().map(String::as_str)),
        }
    }
    let mut needed: Vec<&'a Definition> = Vec::new();
    while let Some(term) = open.pop() {
        if let Some(definition) = clauses.definition(term)
            && !needed.iter().any(|known| known.term == definition.term)
        {
            open.extend(definition.terms.iter().map(String::as_str));
            needed.push(definition);
        }
    }
    needed.sort_by_key(|definition| (definition.term.to_lowercase(), &definition.term));
    needed
}
