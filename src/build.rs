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
use crate::cover::{self, Drawn, LeftOut};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, code};
use crate::fonts;
use crate::labels;
use crate::load::{self, Project, assets};
use crate::package;
use crate::parse;
use crate::publication::Publication;
use crate::render;
use crate::resolve;
use crate::source::{Sources, Span};
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
    let parse = || -> Vec<_> {
        let chapters = project.chapters.par_iter().map(|source| {
            let mut found = diagnostics.fork();
            let lang = source.lang.as_deref().unwrap_or(&project.edition.language);
            let options = parse::Options {
                lang,
                mdbook: project.mdbook,
                math: project.settings.math,
                vertical: project.settings.vertical && is_vertical(lang),
                highlight: project.settings.highlight,
                smart_punctuation: project.settings.smart_punctuation,
            };
            let labels = labels::for_language(lang);
            let chapter = parse::parse(&source.text, options, labels, &mut found);
            steps.done();
            (chapter, found)
        });
        chapters.collect()
    };
    // Where the title is known a cover can be drawn beside the parsing.
    let (drawn, parsed) = rayon::join(|| draw(request, &project), parse);
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
    let drawn = drawn.or_else(|| draw(request, &project)).unwrap_or_default();
    let result = bind(request, &project, chapters, drawn, diagnostics);
    (project.sources, result)
}

/// The cover, where one is to be drawn and its title is known.
fn draw(request: &Request, project: &Project) -> Option<Drawn> {
    let edition = &project.edition;
    let wanted = request.draw_cover && project.settings.draw_cover && project.cover.is_none();
    if !wanted || edition.title.main.is_empty() {
        return None;
    }
    let labels = labels::for_language(&edition.language);
    Some(cover::draw(edition, labels, &package::identifier(edition), &[]))
}

/// Tells what a drawn cover does not show.
fn tell(left_out: &[LeftOut], diagnostics: &mut Diagnostics) {
    for left_out in left_out {
        let message = match left_out {
            LeftOut::Line { key: "title", missing } => format!(
                "no cover is drawn: bindery has no font with the letters `{missing}` of the title"
            ),
            LeftOut::Line { key, missing } => {
                format!("the {key} is not on the drawn cover: bindery has no font with `{missing}`")
            }
            LeftOut::Signs { key, missing } => format!(
                "the {key} is on the drawn cover without `{missing}`: bindery has no font with it"
            ),
            LeftOut::End { key } => {
                format!("the {key} is too long for the drawn cover, and ends there early")
            }
        };
        diagnostics
            .push(&code::COVER_TEXT, Place::Book, message)
            .hint("name a picture with `cover = \"…\"`, or leave the cover out: `cover = false`");
    }
}

/// Whether a language is written in lines from top to bottom too. Takes a BCP 47 tag.
fn is_vertical(lang: &str) -> bool {
    let primary = lang.split('-').next().unwrap_or_default();
    ["ja", "zh", "ko"].iter().any(|known| primary.eq_ignore_ascii_case(known))
}

/// From parsed chapters to the file.
fn bind<'s>(
    request: &Request,
    project: &'s Project,
    chapters: Vec<Chapter<'s>>,
    drawn: Drawn,
    diagnostics: &mut Diagnostics,
) -> Result<Made, Failure> {
    let words = chapters.iter().map(|chapter| chapter.words).sum();
    let assets = assets::gather(project, &chapters, drawn.png, diagnostics);
    tell(&drawn.left_out, diagnostics);
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
        page_list: book.page_list,
        facts: book.facts,
        contents_in_reading_order: project.settings.contents_page,
    };
    let bytes = package::package(&publication, labels::for_language(&edition.language)).map_err(
        |error| {
            diagnostics.push(&code::INTERNAL, Place::Book, error.to_string());
            Failure::Internal
        },
    )?;
    if let Some((most, at)) = project.settings.max_size {
        weigh(&bytes, most, at, diagnostics)?;
    }
    let path = output::write(request, project, &bytes, diagnostics).ok_or(Failure::Output)?;
    Ok(Made { path, chapters: project.chapters.len(), words, images, bytes: bytes.len() as u64 })
}

/// Holds a finished book against the size that its metadata allows it.
fn weigh(book: &[u8], most: u64, at: Span, diagnostics: &mut Diagnostics) -> Result<(), Failure> {
    let size = book.len() as u64;
    if size <= most {
        return Ok(());
    }
    let files = package::sizes(book).map_err(|error| {
        diagnostics.push(&code::INTERNAL, Place::Book, error.to_string());
        Failure::Internal
    })?;
    // What takes less than a twentieth is not what makes the book too large.
    let counts = |(number, (_, size)): &(usize, &(String, u64))| *number == 0 || *size > most / 20;
    let largest = files.iter().enumerate().filter(counts).take(5);
    let largest: Vec<String> =
        largest.map(|(_, (path, size))| format!("`{path}` ({})", in_units(*size))).collect();
    let (is, may) = match (in_units(size), in_units(most)) {
        (is, may) if is == may => (format!("{size} bytes"), format!("{most} bytes")),
        units => units,
    };
    let message = format!("the book has {is}, more than {may}");
    diagnostics
        .push(&code::BOOK_SIZE, at, message)
        .hint(format!("the largest in it: {}", largest.join(", ")));
    if diagnostics.failed() { Err(Failure::Manuscript) } else { Ok(()) }
}

/// A number of bytes for people: `1.3 MB`, `12 kB`. Rounded down, the last figure cut off.
fn in_units(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
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
    /// Whether a cover is drawn where the book is given none.
    pub draw_cover: bool,
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
