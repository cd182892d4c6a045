//! The dialogue: line by line, on any reader and writer.

use std::io::{BufRead, Write};

use jiff::civil::Date;

use crate::cli::Failure;
use crate::pack::Library;
use crate::record::{FieldId, Fields};

use super::steps::{Reply, Step, Steps};
use super::{answer, prompt};

/// How a dialogue ended.
#[derive(Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The text of the record.
    pub text: String,
    /// How many answers state something.
    pub stated: usize,
    /// Whether the input ended before the questions did.
    pub cut_off: bool,
}

/// Asks until nothing is left that applies, until the person is done, or until the input ends. `save` is given the text
/// of the record after every reply.
///
/// # Errors
/// When `save` fails, or the person cannot be asked any more.
pub fn run(
    library: &Library,
    as_of: Date,
    (input, output): (impl BufRead, impl Write),
    save: impl FnMut(&str) -> Result<(), Failure>,
) -> Result<Outcome, Failure> {
    Dialogue { library, steps: Steps::new(library, as_of), section: None, input, output, save }.run()
}

struct Dialogue<'l, R, W, S> {
    library: &'l Library,
    steps: Steps<'l>,
    /// The section whose title was said last.
    section: Option<FieldId>,
    input: R,
    output: W,
    save: S,
}

/// What a line that can be taken asks for.
enum Taken {
    /// The input has ended.
    End,
    Done,
    Back,
    Reply(Reply),
}

impl<R: BufRead, W: Write, S: FnMut(&str) -> Result<(), Failure>> Dialogue<'_, R, W, S> {
    fn run(mut self) -> Result<Outcome, Failure> {
        let mut text = self.steps.text();
        let mut cut_off = false;
        while let Some(step) = self.steps.next(&text)? {
            self.head(step, &text)?;
            self.say(&prompt::question(&self.library.fields, step))?;
            self.say(&match self.steps.kept() {
                Some(reply) => prompt::kept(&self.library.fields, step, reply),
                None => self.steps.given(step).map(|given| prompt::given(&given)).unwrap_or_default(),
            })?;
            match self.line(step)? {
                Taken::Reply(reply) => self.steps.reply(step, reply)?,
                Taken::Back if self.steps.back() => {}
                Taken::Back => {
                    self.say(&prompt::first())?;
                    continue;
                }
                Taken::Done => break,
                Taken::End => {
                    self.say("\n")?;
                    cut_off = true;
                    break;
                }
            }
            text = self.steps.text();
            (self.save)(&text)?;
        }
        for (list, entry, column) in self.steps.unfinished() {
            self.say(&prompt::unfinished(&self.library.fields, list, entry, column))?;
        }
        Ok(Outcome { text, stated: self.steps.stated(), cut_off })
    }

    /// Says where a new section begins. Entries of a list do not begin one.
    fn head(&mut self, step: Step, text: &str) -> Result<(), Failure> {
        let (Step::Field(id) | Step::Add(id, 0)) = step else { return Ok(()) };
        let section = self.steps.section(id);
        if self.section.replace(section) == Some(section) {
            return Ok(());
        }
        let count = self.steps.at_most(text, id)?;
        self.say(&prompt::section_begins(&self.library.fields, section, count))
    }

    /// The first line that can be taken.
    fn line(&mut self, step: Step) -> Result<Taken, Failure> {
        loop {
            self.say("> ")?;
            let Some(line) = self.read()? else { return Ok(Taken::End) };
            match understand(&self.library.fields, step, self.steps.kept(), line.trim()) {
                Ok(taken) => return Ok(taken),
                Err(words) => self.say(&words)?,
            }
        }
    }

    /// The next line; `None` when the input has ended.
    fn read(&mut self) -> Result<Option<String>, Failure> {
        let mut bytes = Vec::new();
        match self.input.read_until(b'\n', &mut bytes) {
            Ok(0) => Ok(None),
            Ok(_) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
            Err(error) => Err(lost(&error)),
        }
    }

    fn say(&mut self, text: &str) -> Result<(), Failure> {
        self.output.write_all(text.as_bytes()).and_then(|()| self.output.flush()).map_err(|error| lost(&error))
    }
}

fn lost(error: &std::io::Error) -> Failure {
    Failure::Other(format!("the terminal was lost ({}). Every answer so far is saved", error.kind()))
}

/// What `line` asks for; `Err` with what to say when it asks for help or cannot be taken.
fn understand(fields: &Fields, step: Step, kept: Option<&Reply>, line: &str) -> Result<Taken, String> {
    let reply = |reply| Ok(Taken::Reply(reply));
    if let Some(kept) = kept.filter(|_| line.is_empty()) {
        return reply(kept.clone());
    }
    match (line.to_ascii_lowercase().as_str(), step) {
        ("?", _) => Err(prompt::help(fields, step)),
        ("back", _) => Ok(Taken::Back),
        ("done", _) => Ok(Taken::Done),
        _ if line.chars().any(|c| c.is_control() || c == '\u{fffd}') => Err(prompt::unreadable()),
        ("-", Step::Column(_, _, column)) if kept.is_some() && fields.get(column).required => Err(prompt::needed()),
        ("-", _) if kept.is_some() => reply(Reply::Skip),
        ("", Step::Column(_, _, column)) if fields.get(column).required => Err(prompt::needed()),
        ("", _) => reply(Reply::Skip),
        ("y" | "yes", Step::Add(..)) => reply(Reply::Yes),
        ("n" | "no", Step::Add(..)) => reply(Reply::Skip),
        (word, Step::Add(_, 0)) if answer::is_none(word) => reply(Reply::None),
        (_, Step::Add(_, entry)) => Err(prompt::not_added(entry)),
        (_, Step::Field(id) | Step::Column(_, _, id)) => {
            let literal = answer::literal(fields, id, line).map_err(|why| prompt::refused(&why))?;
            reply(Reply::Value(literal))
        }
    }
}

#[cfg(test)]
mod tests;
