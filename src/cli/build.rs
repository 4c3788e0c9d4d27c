//! `bindery build`: a request out of the arguments, a report and a closing line out of the
//! outcome.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use super::{BuildArguments, MessageFormat, Status, Streams};
use crate::build::{self, Failure, Made, Outcome, Progress, Request};
use crate::diagnostic::Severity;
use crate::report::{self, Format, Options, bytes, grouped, printable};

/// How long a build may take before a progress bar appears: most are done by then.
const PATIENCE: Duration = Duration::from_millis(500);

pub(super) fn run(arguments: BuildArguments, streams: &mut Streams<'_>) -> io::Result<Status> {
    let start = Instant::now();
    let (format, quiet) = (arguments.message_format, arguments.quiet);
    let mut request = Request::from(arguments);
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    if streams.watched && !quiet && format != MessageFormat::Json {
        request.progress = Some(progress(bar.clone(), start));
    }
    let outcome = build::build(&request);
    bar.finish_and_clear();
    tell(&outcome, format.into(), quiet, start.elapsed(), streams)?;
    Ok(status(&outcome))
}

impl From<BuildArguments> for Request {
    fn from(arguments: BuildArguments) -> Self {
        Request {
            path: arguments.path,
            output: arguments.output,
            lenient: arguments.lenient,
            base_url: arguments.base_url,
            draw_cover: !arguments.no_cover,
            jobs: arguments.jobs,
            progress: None,
        }
    }
}

/// The status to leave with.
pub(super) fn status(outcome: &Outcome) -> Status {
    match outcome.failure {
        Some(Failure::Manuscript) => Status::Manuscript,
        Some(Failure::Output) => Status::Output,
        None if outcome.made.is_some() => Status::Fine,
        // A book that was not made for no reason is not the author's doing.
        Some(Failure::Internal) | None => Status::Internal,
    }
}

/// A bar on the error stream, drawn only once the build has taken a while.
fn progress(bar: ProgressBar, start: Instant) -> Box<dyn Fn(Progress) + Send + Sync> {
    if let Ok(style) = ProgressStyle::with_template("{msg:>10} [{bar:40}] {pos}/{len}") {
        bar.set_style(style.progress_chars("=> "));
    }
    Box::new(move |progress| {
        if start.elapsed() < PATIENCE {
            return;
        }
        if bar.is_hidden() {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        bar.set_message(progress.stage);
        bar.set_length(progress.total as u64);
        bar.set_position(progress.done as u64);
    })
}

/// Shows the diagnostics and the closing line.
///
/// For people the diagnostics go to the error stream and the closing line, being the result, to
/// the output; for programs all goes to the output, the result last.
pub(super) fn tell(
    outcome: &Outcome,
    format: Format,
    quiet: bool,
    took: Duration,
    streams: &mut Streams<'_>,
) -> io::Result<()> {
    let conclusion =
        Some(if outcome.made.is_some() { "the book was written" } else { "no book was written" });
    let options = Options { format, quiet, width: report::WIDTH, conclusion };
    let (diagnostics, sources) = (&outcome.diagnostics, &outcome.sources);
    if format == Format::Json {
        report::report(diagnostics, sources, &options, &mut streams.out)?;
        serde_json::to_writer(&mut streams.out, &Closing::of(outcome, took))?;
        return writeln!(streams.out);
    }
    // Nobody is left to be told where the error stream fails; the book counts all the same.
    let _ = report::report(diagnostics, sources, &options, &mut streams.err);
    match &outcome.made {
        Some(made) if !quiet => {
            // So that the two streams come in this order on a terminal.
            let _ = streams.err.flush();
            writeln!(streams.out, "{}", closing_line(made, took))
        }
        _ => Ok(()),
    }
}

/// `dist/War and Peace.epub: 364 chapters, 562,000 words, 0 images, 1.6 MB in 0.06 s`.
pub(super) fn closing_line(made: &Made, took: Duration) -> String {
    let counted = |count: usize, word: &str| match count {
        1 => format!("1 {word}"),
        count => format!("{} {word}s", grouped(count as u64)),
    };
    format!(
        "{}: {}, {}, {}, {} in {:.2} s",
        printable(&made.path.display().to_string()),
        counted(made.chapters, "chapter"),
        counted(made.words, "word"),
        counted(made.images, "image"),
        bytes(made.bytes),
        took.as_secs_f64(),
    )
}

/// The last object of `--message-format json`. Fields are never renamed or removed; those of a
/// book are `null` where none was made.
#[derive(Debug, Serialize)]
struct Closing {
    /// Always `result`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Whether a book was made.
    made: bool,
    /// The exit status.
    status: u8,
    /// The book's file.
    path: Option<String>,
    /// Chapters in it.
    chapters: Option<usize>,
    /// Words of its text.
    words: Option<usize>,
    /// Images in it.
    images: Option<usize>,
    /// Size of the file.
    bytes: Option<u64>,
    /// How long the build took.
    seconds: f64,
    /// How many errors there are.
    errors: usize,
    /// How many warnings there are.
    warnings: usize,
    /// How many notes there are.
    notes: usize,
}

impl Closing {
    fn of(outcome: &Outcome, took: Duration) -> Self {
        let made = outcome.made.as_ref();
        let count = |severity| {
            outcome.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
        };
        Closing {
            kind: "result",
            made: made.is_some(),
            status: status(outcome) as u8,
            path: made.map(|made| made.path.display().to_string()),
            chapters: made.map(|made| made.chapters),
            words: made.map(|made| made.words),
            images: made.map(|made| made.images),
            bytes: made.map(|made| made.bytes),
            seconds: took.as_secs_f64(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
        }
    }
}
