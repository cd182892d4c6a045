//! Where the outcome of `check` goes: standard output and files, each in its format, written record by record.

use crate::pack::Library;
use crate::render::{BaselineView, End, Format, Part, Run};
use crate::source::Hash;

use super::check_format::{CheckFormat, Target};
use super::output::{self, Pending};
use super::seal::{Seal, seal_line};
use super::{Exit, Failure};

/// The outputs of a run while it is made.
pub struct Outputs<'f>(Vec<Sink<'f>>);

impl<'f> Outputs<'f> {
    /// Begins each of `targets` in the format of `formats` at the same place.
    pub fn begin(
        targets: &[Target],
        formats: &'f [Box<dyn Format>],
        overwrite: bool,
        (run, library): (&Run, &Library),
    ) -> Result<Self, Failure> {
        let begin = |target: &Target, format: &'f dyn Format| {
            let mut sink = Sink::new(target, format, overwrite)?;
            sink.write(&format.head(run, library))?;
            Ok(sink)
        };
        targets
            .iter()
            .zip(formats)
            .map(|(target, format)| begin(target, format.as_ref()))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Adds one record, of which there is one part for each output.
    pub fn add(&mut self, parts: Vec<Part>) -> Result<(), Failure> {
        self.0.iter_mut().zip(parts).try_for_each(|(sink, part)| sink.add(part))
    }

    /// Ends the outputs of a run with so many records and unread ones. No file is put in its place before all of them are
    /// known to be taken.
    pub fn finish(
        self,
        run: &Run,
        (records, unread): (usize, usize),
        exit: Exit,
        baseline: Option<&BaselineView<'_>>,
    ) -> Result<(), Failure> {
        let end = End {
            run,
            records,
            unread,
            exit_status: exit.status(),
            baseline,
            left_out: 0,
            held: &[],
            held_left_out: 0,
            hash: "",
        };
        let whole = self.0.into_iter().map(|sink| sink.finish(end)).collect::<Result<Vec<_>, _>>()?;
        whole.into_iter().flatten().try_for_each(Pending::place)
    }
}

/// One output while it is made.
struct Sink<'f> {
    format: &'f dyn Format,
    /// Whether the format has colours, which a file does not take.
    painted: bool,
    seal: Seal,
    file: Option<Pending>,
    written: Hash,
    texts: usize,
    text_bytes: usize,
    left_out: usize,
    held: Vec<String>,
    held_bytes: usize,
    held_left_out: usize,
}

impl<'f> Sink<'f> {
    fn new(target: &Target, format: &'f dyn Format, overwrite: bool) -> Result<Self, Failure> {
        let seal = target.format.seal();
        let file = target.file.as_deref().map(|path| Pending::create(path, seal, overwrite)).transpose()?;
        Ok(Self {
            format,
            painted: target.format == CheckFormat::Human,
            seal,
            file,
            written: Hash::default(),
            texts: 0,
            text_bytes: 0,
            left_out: 0,
            held: Vec::new(),
            held_bytes: 0,
            held_left_out: 0,
        })
    }

    fn write(&mut self, text: &str) -> Result<(), Failure> {
        if self.seal != Seal::None {
            self.written.add(text);
        }
        match &mut self.file {
            None => output::print(text),
            Some(file) if self.painted => file.add(anstream::adapter::strip_str(text).to_string()),
            Some(file) => file.add(text),
        }
    }

    fn add(&mut self, part: Part) -> Result<(), Failure> {
        self.hold(part.held);
        if part.text.is_empty() {
            return Ok(());
        }
        self.text_bytes = self.text_bytes.saturating_add(part.text.len());
        if self.text_bytes > self.format.most() {
            self.left_out += 1;
            return Ok(());
        }
        if self.texts > 0 {
            self.write(self.format.between())?;
        }
        self.texts += 1;
        self.write(&part.text)
    }

    fn hold(&mut self, held: String) {
        if held.is_empty() {
            return;
        }
        self.held_bytes = self.held_bytes.saturating_add(held.len());
        match self.held_bytes > self.format.most_held() {
            true => self.held_left_out += 1,
            false => self.held.push(held),
        }
    }

    /// Writes the end; the file, if there is one, has only to be put in its place.
    fn finish(mut self, end: End<'_>) -> Result<Option<Pending>, Failure> {
        let (left_out, held_left_out) = (self.left_out, self.held_left_out);
        let held = std::mem::take(&mut self.held);
        let end = End { left_out, held: &held, held_left_out, ..end };
        self.write(&self.format.foot(&end))?;
        let tail = self.format.tail(&End { hash: &self.written.hex(), ..end });
        self.write(&tail)?;
        let seal = self.written.hex();
        if let Some(file) = &mut self.file {
            if self.seal == Seal::Comment {
                file.add(seal_line(&seal))?;
            }
            file.check()?;
        }
        Ok(self.file)
    }
}
