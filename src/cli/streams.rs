//! The two streams that a command writes to.
//!
//! In: text, with ANSI colours where a person may like them. Out: the same, without colours where
//! they are not wanted (a pipe, `NO_COLOR`). Refuses to know: what is written.

use std::io::{self, BufWriter, IsTerminal, Write};

use super::Status;

/// Where a command writes.
pub(super) struct Streams<'a> {
    /// Results.
    pub(super) out: Box<dyn Write + 'a>,
    /// What is said about them.
    pub(super) err: Box<dyn Write + 'a>,
    /// Whether a person watches `err`, so that a progress bar makes sense.
    pub(super) watched: bool,
}

impl Streams<'static> {
    /// The streams of the process. They are not locked: a thread that panics must be able to say
    /// so.
    pub(super) fn of_process() -> Self {
        Streams {
            out: Box::new(BufWriter::new(Pipe::new(anstream::stdout()))),
            err: Box::new(BufWriter::new(Pipe::new(anstream::stderr()))),
            watched: io::stderr().is_terminal(),
        }
    }
}

impl Streams<'_> {
    /// Writes out what is buffered. Returns the status to leave with.
    pub(super) fn finish(&mut self, status: Status) -> Status {
        let flushed = self.out.flush();
        let status = match flushed {
            Err(error) if status == Status::Fine => self.unwritable(&error),
            _ => status,
        };
        // Nobody is left to be told where the error stream fails.
        let _ = self.err.flush();
        status
    }

    /// Says that a result couldn't be written.
    pub(super) fn unwritable(&mut self, error: &io::Error) -> Status {
        let _ = writeln!(self.err, "error[output]: the output can't be written: {error}");
        Status::Output
    }
}

/// A stream whose reader may go away, as that of `bindery man | head` does: then the rest is
/// dropped in silence, and the command's own status stands.
pub(super) struct Pipe<W> {
    to: W,
    open: bool,
}

impl<W> Pipe<W> {
    pub(super) fn new(to: W) -> Self {
        Pipe { to, open: true }
    }
}

impl<W: Write> Write for Pipe<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.open {
            return Ok(bytes.len());
        }
        match self.to.write(bytes) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.open = false;
                Ok(bytes.len())
            }
            written => written,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.to.flush() {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            flushed => flushed,
        }
    }
}
