//! The report as a document for a word processor: what its Markdown templates write, in another form.

use crate::pack::PackFiles;
use crate::source::Diagnostic;

use super::super::docx::{Block, Document, Outline, blocks};
use super::super::english::in_words;
use super::super::templates::Markup;
use super::Report;

impl Report<'_> {
    /// The report as a file for a word processor.
    ///
    /// # Errors
    /// What is wrong with the templates.
    pub fn to_word(&self, templates: &PackFiles) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let mut blocks = blocks(&self.render(Markup::Markdown, templates)?);
        let first = blocks.iter().position(|block| matches!(block, Block::Heading(_))).unwrap_or(blocks.len());
        blocks.insert(first, Block::Contents(1));
        let (run, title) = (self.run, format!("Gap report: {}", self.title));
        let document = Document {
            about: "What is missing in a procurement's privacy and access due diligence, and what to do next."
                .to_owned(),
            date: run.as_of,
            program: run.tool.name.to_owned(),
            footer: format!("Gap report as of {}", in_words(run.as_of)),
            title,
            outline: Outline::Plain,
            blocks,
        };
        Ok(document.to_bytes())
    }
}
