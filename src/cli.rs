//! The command line.
//!
//! In: arguments. Out: text on the two streams, and a [`Status`]. Refuses to know: how a book is
//! made. It is the only place that knows clap; `Arguments` is the one definition from which the
//! parser, `--help`, the manual page and the completions come.

mod build;
mod explain;
mod import;
mod inspect;
mod man;
mod new;
mod streams;

#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand, ValueEnum, ValueHint};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::report::{self, Format, Options};
use crate::source::Sources;
use streams::Streams;

/// Runs the program: parses `arguments` (the first is the program's name), does what they say and
/// writes to the streams of the process.
///
/// A panic is a mistake in bindery; it becomes [`Status::Internal`].
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> Status {
    let run = || {
        let mut streams = Streams::of_process();
        let status = run(arguments, &mut streams);
        streams.finish(status)
    };
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
        // Where this can't be written either, the status still says it.
        let _ = writeln!(
            io::stderr(),
            "error[internal]: bindery met a state it did not expect. This is a mistake in \
             bindery; please report it with the lines above."
        );
        Status::Internal
    })
}

/// What the exit status tells; the numbers are documented in `--help`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Done.
    Fine = 0,
    /// The author has something to mend.
    Manuscript = 1,
    /// The command line was not understood.
    Usage = 2,
    /// The book, or what was asked for, couldn't be written.
    Output = 3,
    /// A mistake in bindery.
    Internal = 4,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        ExitCode::from(status as u8)
    }
}

/// The exit statuses, as `--help` and the manual page tell them.
const STATUSES: [(Status, &str); 5] = [
    (Status::Fine, "done; warnings may have been shown"),
    (Status::Manuscript, "there is something to mend in what was given; no book was written"),
    (Status::Usage, "the command line was not understood"),
    (Status::Output, "the book or another output couldn't be written"),
    (Status::Internal, "a mistake in bindery"),
];

fn exit_statuses() -> String {
    let lines = STATUSES.map(|(status, meaning)| format!("\n  {}  {meaning}", status as u8));
    format!("Exit status:{}", lines.concat())
}

/// Turns a folder of Markdown into an EPUB
///
/// bindery takes a folder of Markdown and a metadata.toml, and makes a valid, accessible EPUB 3.3
/// of them. A single Markdown file, a folder of Markdown files and an mdBook project are taken as
/// they are. The same input gives the same bytes.
#[derive(Debug, Parser)]
#[command(name = "bindery", version, after_help = exit_statuses(), max_term_width = 100)]
#[command(arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build a book
    ///
    /// Everything that is wrong is reported in one run. Where there are errors no book is written,
    /// and one that was there before is left as it is.
    Build(BuildArguments),

    /// Begin a new project
    ///
    /// Writes a project that can be built at once: metadata.toml, with every key explained, and
    /// two short chapters.
    New {
        /// The folder to make; its name becomes the title
        #[arg(value_hint = ValueHint::DirPath)]
        path: PathBuf,
    },

    /// Make a project of something that was saved: a text, a web page, an EPUB, a DOCX
    ///
    /// Finds title, authors, translators and source, and says where and how sure; takes the chapters,
    /// their notes and pictures; leaves the page's own things out, and counts them. What is not in the
    /// source is never made up. Nothing is fetched from the network.
    Import(ImportArguments),

    /// Show what is in an EPUB
    ///
    /// Reads any EPUB, version 2 or 3, and shows its metadata, its table of contents and what
    /// takes how much room.
    Inspect {
        /// The EPUB
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,

        /// Print JSON: one object, whose fields are never renamed or removed
        #[arg(long)]
        json: bool,

        /// Say why each claim on accessibility is made, and which are not borne out
        #[arg(long)]
        explain: bool,
    },

    /// Explain a code such as `link-chapter`, or list all codes
    ///
    /// Every problem that bindery reports has a code in brackets: `error[link-chapter]`.
    Explain {
        /// The code; without it all are listed
        code: Option<String>,
    },

    /// Print a script that completes bindery's arguments in a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },

    /// Print the manual page
    Man,
}

#[derive(Debug, clap::Args)]
struct BuildArguments {
    /// A project, a folder of Markdown, a Markdown file or an mdBook project
    #[arg(default_value = ".", value_hint = ValueHint::AnyPath)]
    path: PathBuf,

    /// Where to write the book [default: dist/<title>.epub in the project]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,

    /// Go on where something can be kept: a broken link becomes a warning, its text stays
    #[arg(long)]
    lenient: bool,

    /// Complete links that leave the book with this address
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url, value_parser = web_address)]
    base_url: Option<String>,

    /// Draw no cover where the book is given none
    #[arg(long)]
    no_cover: bool,

    /// How problems are shown
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    message_format: MessageFormat,

    /// Show errors only
    #[arg(short, long)]
    quiet: bool,

    /// How many threads work [default: one for each core]
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
}

#[derive(Debug, clap::Args)]
struct ImportArguments {
    /// A text, HTML, EPUB, DOCX or Markdown file, the folder of an mdBook project, or `-` for
    /// standard input
    #[arg(value_hint = ValueHint::AnyPath)]
    source: PathBuf,

    /// The folder to make [default: the source's name without its ending]
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    folder: Option<PathBuf>,

    /// What the source is, where its content does not tell
    #[arg(long, value_name = "KIND", value_enum)]
    from: Option<ImportKind>,

    /// Show in full what was left out
    #[arg(long)]
    show_dropped: bool,

    /// Write into a folder that is not empty, over files of the same names
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ImportKind {
    /// Plain text
    Text,
    /// A web page
    Html,
    /// An EPUB
    Epub,
    /// A document of a word processor
    Docx,
    /// Markdown, also pandoc's
    Markdown,
    /// An mdBook project
    Mdbook,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum MessageFormat {
    /// With the line of the manuscript, on the error stream
    #[default]
    Human,
    /// `path:line:column: error[code]: message`, on the error stream
    Short,
    /// One JSON object a line, on the output stream; the last is the result
    Json,
}

impl From<MessageFormat> for Format {
    fn from(format: MessageFormat) -> Self {
        match format {
            MessageFormat::Human => Format::Human,
            MessageFormat::Short => Format::Short,
            MessageFormat::Json => Format::Json,
        }
    }
}

/// An address to complete links with: absolute, http or https, nothing after its path. One that
/// does not end in a slash gets it, since a relative link replaces what follows the last one.
fn web_address(given: &str) -> Result<String, String> {
    let url = url::Url::parse(given).map_err(|_| "an absolute address is needed: https://…")?;
    // The parser mends `https:example.org`; people would take it for a slip.
    let written = given.trim_start().to_ascii_lowercase();
    if !(written.starts_with("http://") || written.starts_with("https://")) {
        return Err("an address of the web is needed: http://… or https://…".into());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("nothing may follow the path: leave out what begins with `?` or `#`".into());
    }
    let mut address = String::from(url);
    if !address.ends_with('/') {
        address.push('/');
    }
    Ok(address)
}

/// Does what the arguments say.
fn run(arguments: impl IntoIterator<Item = OsString>, streams: &mut Streams<'_>) -> Status {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return told(&error, streams),
    };
    let done = match arguments.command {
        Command::Build(arguments) => build::run(arguments, streams),
        Command::New { path } => new::run(&path, streams),
        Command::Import(arguments) => import::run(&arguments, streams),
        Command::Inspect { file, json, explain } => inspect::run(&file, json, explain, streams),
        Command::Explain { code } => explain::run(code.as_deref(), streams),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "bindery", &mut script);
            streams.out.write_all(&script).map(|()| Status::Fine)
        }
        Command::Man => {
            man::page(&mut Arguments::command(), &mut streams.out).map(|()| Status::Fine)
        }
    };
    done.unwrap_or_else(|error| streams.unwritable(&error))
}

/// Shows what clap has to say: help and version to the one stream, usage errors to the other.
fn told(error: &clap::Error, streams: &mut Streams<'_>) -> Status {
    let text = error.render();
    if error.use_stderr() {
        // Nobody is left to be told where the error stream fails.
        let _ = write!(streams.err, "{}", text.ansi());
        return Status::Usage;
    }
    match write!(streams.out, "{}", text.ansi()) {
        Ok(()) => Status::Fine,
        Err(error) => streams.unwritable(&error),
    }
}

/// One error without a manuscript, of the commands besides `build`.
fn problem(code: &'static Code, place: Place, message: impl Into<String>) -> Diagnostic {
    Diagnostics::new(false).push(code, place, message).clone()
}

/// Shows such an error.
fn show_problem(problem: &Diagnostic, streams: &mut Streams<'_>) -> io::Result<()> {
    let mut text = Vec::new();
    let options =
        Options { format: Format::Human, quiet: false, width: report::WIDTH, conclusion: None };
    report::report(std::slice::from_ref(problem), &Sources::default(), &options, &mut text)?;
    streams.err.write_all(&text)
}
