//! The whole way of a book, from a path to a finished file.
//!
//! In: a [`Request`]. Out: an [`Outcome`]: what was made, and what is to be told of it. Refuses to
//! know: arguments, terminals and exit statuses.

mod language;
mod output;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::book::Chapter;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, code};
use crate::fonts;
use crate::labels;
use crate::load::{self, Project, assets};
use crate::package;
use crate::parse;
use crate::publication::Publication;
use crate::render;
use crate::resolve;
use crate::source::Sources;
use rayon::prelude::*;

/// Builds a book. Nothing is written where an error is found: the book that was there stays.
pub fn build(request: &Request) -> Outcome {
    let mut diagnostics = Diagnostics::new(request.lenient);
    let mut pool = rayon::ThreadPoolBuilder::new();
    if let Some(jobs) = request.jobs {
        pool = pool.num_threads(jobs.get());
    }
    let made = match pool.build() {
        Ok(pool) => pool.install(|| make(request, &mut diagnostics)),
        Err(error) => {
            let message = format!("no threads can be started: {error}");
            diagnostics.push(&code::INTERNAL, Place::Book, message);
            (Sources::default(), Err(Failure::Internal))
        }
    };
    let (sources, result) = made;
    let (made, failure) = match result {
        Ok(made) => (Some(made), None),
        Err(failure) => (None, Some(failure)),
    };
    Outcome { diagnostics: diagnostics.sorted(), sources, made, failure }
}

/// The stages, one after the other.
fn make(request: &Request, diagnostics: &mut Diagnostics) -> (Sources, Result<Made, Failure>) {
    let mut sources = Sources::default();
    let base_url = request.base_url.as_deref();
    let Some(mut project) = load::load(&request.path, base_url, diagnostics, &mut sources) else {
        return (sources, Err(Failure::Manuscript));
    };
    project.sources = sources;
    if project.edition.language.is_empty() {
        project.edition.language = language::guess(&project.chapters, diagnostics);
    }
    let steps = Steps::new(request, "reading", project.chapters.len());
    let parsed: Vec<_> = project
        .chapters
        .par_iter()
        .map(|source| {
            let mut found = diagnostics.fork();
            let lang = source.lang.as_deref().unwrap_or(&project.edition.language);
            // Quotation marks are another matter in every language; these are the English ones,
            // and mdBook's, which knows no others.
            let english = lang == "en" || lang.starts_with("en-") || project.mdbook;
            let options = parse::Options {
                mdbook: project.mdbook,
                smart_punctuation: project.settings.smart_punctuation && english,
            };
            let labels = labels::for_language(lang);
            let chapter = parse::parse(&source.text, options, labels, &mut found);
            steps.done();
            (chapter, found)
        })
        .collect();
    let mut chapters = Vec::with_capacity(parsed.len());
    for (chapter, found) in parsed {
        diagnostics.join(found);
        chapters.push(chapter);
    }
    if project.edition.title.main.is_empty() {
        // A single file without metadata is named by its first heading.
        let heading = chapters.first().and_then(|chapter| chapter.headings.first());
        project.edition.title.main = match heading {
            Some(heading) => heading.text.clone(),
            None => {
                project.chapters.first().map(|s| load::title_of_path(&s.path)).unwrap_or_default()
            }
        };
    }
    let result = bind(request, &project, chapters, diagnostics);
    (project.sources, result)
}

/// From parsed chapters to the file.
fn bind<'s>(
    request: &Request,
    project: &'s Project,
    chapters: Vec<Chapter<'s>>,
    diagnostics: &mut Diagnostics,
) -> Result<Made, Failure> {
    let words = chapters.iter().map(|chapter| chapter.words).sum();
    let assets = assets::gather(project, &chapters, diagnostics);
    let book = resolve::resolve(project, chapters, assets, diagnostics);
    if diagnostics.failed() {
        return Err(Failure::Manuscript);
    }
    let edition = &project.edition;
    let identifier = package::identifier(edition);
    let steps = Steps::new(request, "binding", book.pages.len());
    let mut resources = render::render(&book, &identifier, &|| steps.done());
    fonts::embed(&book, &mut resources, diagnostics);
    let images = book.assets.iter().filter(|asset| asset.image).count();
    let publication = Publication {
        edition,
        identifier,
        modified: package::modified(edition, std::env::var("SOURCE_DATE_EPOCH").ok().as_deref()),
        direction: book.direction,
        resources,
        contents: book.contents,
        landmarks: book.landmarks,
        page_list: Vec::new(),
        facts: book.facts,
        contents_in_reading_order: project.settings.contents_page,
    };
    let bytes = package::package(&publication, labels::for_language(&edition.language)).map_err(
        |error| {
            diagnostics.push(&code::INTERNAL, Place::Book, error.to_string());
            Failure::Internal
        },
    )?;
    let path = output::write(request, project, &bytes, diagnostics).ok_or(Failure::Output)?;
    Ok(Made { path, chapters: project.chapters.len(), words, images, bytes: bytes.len() as u64 })
}

/// Tells how far a stage has come.
struct Steps<'r> {
    request: &'r Request,
    stage: &'static str,
    done: AtomicUsize,
    total: usize,
}

impl<'r> Steps<'r> {
    fn new(request: &'r Request, stage: &'static str, total: usize) -> Self {
        Steps { request, stage, done: AtomicUsize::new(0), total }
    }

    fn done(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(progress) = &self.request.progress {
            progress(Progress { stage: self.stage, done, total: self.total });
        }
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
