//! How far a long run is, on a terminal: one line on standard error that is rewritten, and erased at the end.

use std::io::{self, IsTerminal, Write};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// With more records than this a run counts as long from its beginning.
const MANY: usize = 200;

/// Any run counts as long after this time.
const LONG: Duration = Duration::from_secs(1);

/// The least time between two lines: more nobody reads.
const PAUSE: Duration = Duration::from_millis(100);

/// How far a run is.
pub struct Progress {
    started: Instant,
    line: Option<Mutex<Line>>,
}

impl Progress {
    /// A run over `total` records; nothing is shown unless it is `wanted` and standard error is a terminal.
    pub fn new(total: usize, wanted: bool) -> Self {
        let shown = wanted && io::stderr().is_terminal();
        Self { started: Instant::now(), line: shown.then(|| Mutex::new(Line::new(total))) }
    }

    /// Counts one more record as done.
    pub fn step(&self) {
        self.tell(|line, elapsed| line.step(elapsed));
    }

    /// Erases the line, so that something else can be printed.
    pub fn erase(&self) {
        self.tell(|line, _| line.erase());
    }

    fn tell(&self, next: impl FnOnce(&mut Line, Duration) -> Option<String>) {
        let Some(line) = &self.line else { return };
        // Held while it is written, so that lines do not mix.
        let mut line = line.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(text) = next(&mut line, self.started.elapsed()) {
            // A line that nobody sees is no failure.
            let _ = io::stderr().lock().write_all(text.as_bytes());
        }
    }
}

/// What stands on the terminal, and when it changes.
struct Line {
    total: usize,
    done: usize,
    /// How many columns it takes; 0 when nothing is shown.
    width: usize,
    /// When it was last written.
    written: Option<Duration>,
}

impl Line {
    const fn new(total: usize) -> Self {
        Self { total, done: 0, width: 0, written: None }
    }

    /// One more is done, so long after the start: what to write, if anything.
    fn step(&mut self, elapsed: Duration) -> Option<String> {
        self.done += 1;
        let long = self.total > MANY || elapsed >= LONG;
        let early = self.written.is_some_and(|written| elapsed < written + PAUSE);
        if !long || early {
            return None;
        }
        let text = format!("{} of {} records", self.done, self.total);
        self.written = Some(elapsed);
        self.width = text.len();
        Some(format!("\r{text}"))
    }

    /// What to write so that nothing is shown any more.
    fn erase(&mut self) -> Option<String> {
        let width = std::mem::take(&mut self.width);
        (width > 0).then(|| format!("\r{}\r", " ".repeat(width)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn after(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    #[test]
    fn a_short_run_shows_nothing() {
        let mut line = Line::new(200);
        assert!((1..=200).all(|step| line.step(after(step * 4)).is_none()));
        assert_eq!(line.erase(), None);
    }

    #[test]
    fn a_slow_run_and_one_of_many_records_show_a_line_now_and_then() {
        let mut slow = Line::new(3);
        assert_eq!(slow.step(after(999)), None);
        assert_eq!(slow.step(after(1000)).as_deref(), Some("\r2 of 3 records"));
        assert_eq!(slow.erase().as_deref(), Some("\r              \r"));
        assert_eq!(slow.erase(), None);
        let mut many = Line::new(201);
        let written: Vec<String> = (0..150).filter_map(|step| many.step(after(step))).collect();
        assert_eq!(written, ["\r1 of 201 records", "\r101 of 201 records"]);
    }
}
