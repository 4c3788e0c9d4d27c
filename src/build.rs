//! The whole way of a book, from a path to a finished file.
//!
//! In: a [`Request`]. Out: an [`Outcome`]: what was made, and what is to be told of it. Refuses to
//! know: arguments, terminals and exit statuses.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use crate::diagnostic::{Diagnostic, Diagnostics, Place, code};
use crate::source::Sources;

/// Builds a book.
pub fn build(request: &Request) -> Outcome {
    let mut diagnostics = Diagnostics::new(request.lenient);
    let path = Place::Path(request.path.display().to_string());
    let failure = if request.path.exists() {
        diagnostics.push(&code::INTERNAL, path, "the stages of building are not joined yet");
        Failure::Internal
    } else {
        diagnostics.push(&code::PATH_MISSING, path, "there is no such file or folder");
        Failure::Manuscript
    };
    Outcome {
        diagnostics: diagnostics.sorted(),
        sources: Sources::default(),
        made: None,
        failure: Some(failure),
    }
}

/// What is to be built, and how.
pub struct Request {
    /// A project's folder, a folder of Markdown, a Markdown file or an mdBook project.
    pub path: PathBuf,
    /// Where the book goes; `None`: `dist/<title>.epub` in the project.
    pub output: Option<PathBuf>,
    /// Whether problems that leave something to be kept are warnings.
    pub lenient: bool,
    /// Absolute http or https address that links leaving the book are completed with; goes before
    /// that of the metadata.
    pub base_url: Option<String>,
    /// How many threads work; `None`: as many as there are cores.
    pub jobs: Option<NonZeroUsize>,
    /// Is told how far the work has come, from any thread.
    pub progress: Option<Box<dyn Fn(Progress) + Send + Sync>>,
}

/// How far the work has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done, for people: `reading`, `packing`.
    pub stage: &'static str,
    /// Steps of this stage that are done.
    pub done: usize,
    /// Steps that this stage has.
    pub total: usize,
}

/// What became of a request.
#[derive(Debug)]
pub struct Outcome {
    /// Everything to be told, in the order in which to tell it.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that diagnostics point into.
    pub sources: Sources,
    /// The book, where one was made.
    pub made: Option<Made>,
    /// Why none was made.
    pub failure: Option<Failure>,
}

/// A finished book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The file.
    pub path: PathBuf,
    /// Chapters in it.
    pub chapters: usize,
    /// Words of its text.
    pub words: usize,
    /// Images in it.
    pub images: usize,
    /// Size of the file.
    pub bytes: u64,
}

/// Why no book was made. The diagnostics say it to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The author has something to mend.
    Manuscript,
    /// The book couldn't be written.
    Output,
    /// A mistake in bindery.
    Internal,
}
