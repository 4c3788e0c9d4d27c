//! The command line as a whole: what is printed where, and the status.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::time::Duration;

use super::build::{closing_line, status, tell};
use super::explain::wrapped;
use super::*;
use crate::build::{Failure, Made, Outcome, Request};
use crate::diagnostic::code;

/// Status, output and error stream of a run.
fn ran(arguments: &[&str]) -> (Status, String, String) {
    let arguments = std::iter::once("bindery").chain(arguments.iter().copied());
    captured(|streams| run(arguments.map(OsString::from), streams))
}

fn captured(run: impl FnOnce(&mut Streams<'_>) -> Status) -> (Status, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let status = {
        let mut streams =
            Streams { out: Box::new(&mut out), err: Box::new(&mut err), watched: false };
        let status = run(&mut streams);
        streams.finish(status)
    };
    let plain = |bytes: Vec<u8>| anstream::adapter::strip_bytes(&bytes).into_vec();
    let text = |bytes| String::from_utf8(plain(bytes)).unwrap();
    (status, text(out), text(err))
}

fn parsed(arguments: &[&str]) -> BuildArguments {
    let arguments = ["bindery", "build"].iter().chain(arguments);
    match Arguments::try_parse_from(arguments).unwrap().command {
        Command::Build(build) => build,
        other => panic!("{other:?}"),
    }
}

fn made() -> Made {
    Made {
        path: "dist/War and Peace.epub".into(),
        chapters: 364,
        words: 562_000,
        images: 0,
        bytes: 1_612_345,
    }
}

fn outcome(failure: Option<Failure>) -> Outcome {
    let diagnostics = match failure {
        Some(_) => vec![problem(&code::NO_MANUSCRIPT, Place::Book, "there is no Markdown file")],
        None => vec![problem(&code::NOTE_UNUSED, Place::Book, "nothing refers to note `a`")],
    };
    let made = if failure.is_none() { Some(made()) } else { None };
    Outcome { diagnostics, sources: Sources::default(), made, failure }
}

#[test]
fn the_definition_holds_together() {
    Arguments::command().debug_assert();
}

#[test]
fn a_request_from_arguments() {
    let request = Request::from(parsed(&[]));
    assert_eq!(request.path, PathBuf::from("."));
    assert_eq!((request.output, request.lenient, request.base_url), (None, false, None));
    assert_eq!(request.jobs, None);

    let arguments = parsed(&[
        "book",
        "-o",
        "a.epub",
        "--lenient",
        "--base-url",
        "https://example.org/b/",
        "--jobs",
        "3",
        "--message-format",
        "json",
        "-q",
    ]);
    assert_eq!(Format::from(arguments.message_format), Format::Json);
    assert!(arguments.quiet);
    let request = Request::from(arguments);
    assert_eq!(request.path, PathBuf::from("book"));
    assert_eq!(request.output, Some(PathBuf::from("a.epub")));
    assert!(request.lenient);
    assert_eq!(request.base_url.as_deref(), Some("https://example.org/b/"));
    assert_eq!(request.jobs, NonZeroUsize::new(3));
}

#[test]
fn an_address_must_be_one_of_the_web() {
    for (good, address) in [
        ("https://example.org", "https://example.org/"),
        ("http://localhost:8080/a/b", "http://localhost:8080/a/b/"),
        ("HTTPS://example.org/a/", "https://example.org/a/"),
    ] {
        assert_eq!(web_address(good).as_deref(), Ok(address));
    }
    for bad in [
        "",
        "example.org",
        "/book/",
        "ftp://example.org/",
        "mailto:a@b.c",
        "https:example.org",
        "https://",
        "https://example.org/?a",
        "https://example.org/#a",
    ] {
        assert!(web_address(bad).is_err(), "{bad}");
    }
    let (status, out, err) = ran(&["build", "--base-url", "example.org"]);
    assert_eq!((status, out.as_str()), (Status::Usage, ""));
    assert!(err.contains("an absolute address is needed"), "{err}");
}

#[test]
fn usage_errors_are_told_on_the_error_stream() {
    for arguments in [
        &["biuld"][..],
        &["build", "--jobs", "0"],
        &["build", "--message-format", "xml"],
        &["new"],
        &["inspect"],
        &["completions", "tcsh"],
        &["build", "a", "b"],
        &[],
    ] {
        let (status, out, err) = ran(arguments);
        assert_eq!((status, out.as_str()), (Status::Usage, ""), "{arguments:?}");
        assert!(!err.is_empty(), "{arguments:?}");
    }
}

#[test]
fn help_and_version_are_results() {
    let (status, out, err) = ran(&["--help"]);
    assert_eq!((status, err.as_str()), (Status::Fine, ""));
    assert!(out.contains("Exit status:\n  0  done; warnings may have been shown\n  1  "), "{out}");
    let (status, out, _) = ran(&["--version"]);
    assert_eq!((status, out), (Status::Fine, format!("bindery {}\n", env!("CARGO_PKG_VERSION"))));
    assert_eq!(ran(&["help", "build"]).0, Status::Fine);
}

#[test]
fn statuses_are_the_documented_numbers() {
    let numbers: Vec<u8> = STATUSES.iter().map(|(status, _)| *status as u8).collect();
    assert_eq!(numbers, [0, 1, 2, 3, 4]);
    assert_eq!(status(&outcome(None)), Status::Fine);
    assert_eq!(status(&outcome(Some(Failure::Manuscript))), Status::Manuscript);
    assert_eq!(status(&outcome(Some(Failure::Output))), Status::Output);
    assert_eq!(status(&outcome(Some(Failure::Internal))), Status::Internal);
    assert_eq!(status(&Outcome { made: None, ..outcome(None) }), Status::Internal);
}

#[test]
fn the_closing_line_counts_in_words() {
    let took = Duration::from_millis(63);
    assert_eq!(
        closing_line(&made(), took),
        "dist/War and Peace.epub: 364 chapters, 562,000 words, 0 images, 1.6 MB in 0.06 s"
    );
    let one = Made { path: "a.epub".into(), chapters: 1, words: 1, images: 1, bytes: 1 };
    assert_eq!(
        closing_line(&one, Duration::from_secs(72)),
        "a.epub: 1 chapter, 1 word, 1 image, 1 byte in 72.00 s"
    );
}

fn told_of(outcome: &Outcome, format: Format, quiet: bool) -> (String, String) {
    let (_, out, err) = captured(|streams| {
        tell(outcome, format, quiet, Duration::from_millis(250), streams).unwrap();
        Status::Fine
    });
    (out, err)
}

#[test]
fn people_get_the_result_on_the_one_stream_and_the_rest_on_the_other() {
    let closing =
        "dist/War and Peace.epub: 364 chapters, 562,000 words, 0 images, 1.6 MB in 0.25 s\n";
    let warning = "warning[note-unused]: nothing refers to note `a`\n";
    assert_eq!(
        told_of(&outcome(None), Format::Human, false),
        (closing.into(), format!("{warning}\nwarning: 1 warning: the book was written\n"))
    );
    assert_eq!(told_of(&outcome(None), Format::Short, false), (closing.into(), warning.into()));
    assert_eq!(told_of(&outcome(None), Format::Human, true), (String::new(), String::new()));
    assert_eq!(
        told_of(&outcome(Some(Failure::Manuscript)), Format::Human, false),
        (
            String::new(),
            "error[no-manuscript]: there is no Markdown file\n\n\
             error: 1 error: no book was written\n"
                .into()
        )
    );
}

#[test]
fn programs_get_all_on_one_stream_the_result_last() {
    assert_eq!(
        told_of(&outcome(None), Format::Json, false),
        (
            r#"{"type":"diagnostic","code":"note-unused","severity":"warning","message":"nothing refers to note `a`","path":null,"line":null,"column":null,"end_line":null,"end_column":null,"byte_start":null,"byte_end":null,"hints":[]}
{"type":"result","made":true,"status":0,"path":"dist/War and Peace.epub","chapters":364,"words":562000,"images":0,"bytes":1612345,"seconds":0.25,"errors":0,"warnings":1,"notes":0}
"#
            .into(),
            String::new()
        )
    );
    let (out, _) = told_of(&outcome(Some(Failure::Output)), Format::Json, true);
    assert!(
        out.ends_with(
            r#"{"type":"result","made":false,"status":3,"path":null,"chapters":null,"words":null,"images":null,"bytes":null,"seconds":0.25,"errors":1,"warnings":0,"notes":0}
"#
        ),
        "{out}"
    );
}

#[test]
fn a_path_that_is_not_there() {
    let (status, out, err) = ran(&["build", "/nowhere/at/all"]);
    assert_eq!((status, out.as_str()), (Status::Manuscript, ""));
    assert!(err.starts_with("error[path-missing]: "), "{err}");
}

#[test]
fn codes_are_explained() {
    let (status, out, err) = ran(&["explain", "note-unused"]);
    assert_eq!((status, err.as_str()), (Status::Fine, ""));
    assert_eq!(
        out,
        "note-unused: warning\n\n\
         A note is defined that nothing refers to, so no reader would find it. It is left\n\
         out.\n"
    );
    assert_eq!(ran(&["explain", "warning[note-unused]"]).1, out);
    assert!(
        ran(&["explain", "link-chapter"])
            .1
            .starts_with("link-chapter: error, with --lenient warning\n\nA link leads to a file")
    );

    let (status, out, err) = ran(&["explain", "note-unusd"]);
    assert_eq!((status, out.as_str()), (Status::Usage, ""));
    assert_eq!(err, "error: there is no code `note-unusd`; did you mean `note-unused`?\n");
    let (status, _, err) = ran(&["explain", "zzzzzzzzzzzz"]);
    assert_eq!(status, Status::Usage);
    assert_eq!(err, "error: there is no code `zzzzzzzzzzzz`; `bindery explain` lists all codes\n");

    let (status, out, _) = ran(&["explain"]);
    assert_eq!((status, out.lines().count()), (Status::Fine, code::ALL.len()));
    assert!(out.contains("\nlink-chapter         error, with --lenient warning\n"), "{out}");
}

#[test]
fn prose_is_wrapped() {
    assert_eq!(wrapped("aa bb ccccccc d", 5), ["aa bb", "ccccccc", "d"]);
    assert_eq!(wrapped("", 5), [""; 0]);
}

#[test]
fn the_manual_page_holds_all_commands_and_statuses() {
    let (status, out, _) = ran(&["man"]);
    assert_eq!(status, Status::Fine);
    for wanted in [
        ".TH bindery 1",
        ".SS \"bindery build\"",
        "\\fB\\-\\-base\\-url\\fR",
        ".SS \"bindery new\"",
        ".SS \"bindery inspect\"",
        ".SS \"bindery explain\"",
        ".SS \"bindery completions\"",
        ".SH \"EXIT STATUS\"\n.TP\n\\fB0\\fR\ndone;",
    ] {
        assert!(out.contains(wanted), "{wanted}\n{out}");
    }
    assert_eq!(out.matches("\n.SH ").count(), 6, "{out}");
}

#[test]
fn completions_for_every_shell() {
    for shell in clap_complete::Shell::value_variants() {
        let (status, out, _) = ran(&["completions", &shell.to_string()]);
        assert_eq!(status, Status::Fine);
        assert!(out.contains("message-format"), "{shell}");
    }
}

#[test]
fn a_new_project() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("my book");
    let shown = path.display().to_string();
    let (status, out, err) = ran(&["new", &shown]);
    assert_eq!((status, err.as_str()), (Status::Fine, ""));
    assert!(out.starts_with(&format!("made {shown}/metadata.toml\n")), "{out}");
    assert!(out.ends_with(&format!("\n  bindery build '{shown}'\n")), "{out}");

    let (status, out, err) = ran(&["new", &shown]);
    assert_eq!((status, out.as_str()), (Status::Manuscript, ""));
    assert_eq!(
        err,
        format!(
            "error[folder-taken]: the folder is not empty\n --> {shown}\n  \
             = help: choose a path that is free, or an empty folder\n"
        )
    );
}

#[test]
fn inspecting_what_is_no_epub() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.epub");
    std::fs::write(&file, "not a book").unwrap();
    let missing = folder.path().join("b.epub");
    for (path, message) in [
        (file.as_path(), "the file is not a zip archive, and so not an EPUB"),
        (missing.as_path(), "there is no such file"),
        (folder.path(), "this is a folder; an EPUB is one file"),
    ] {
        let shown = path.display().to_string();
        let (status, out, err) = ran(&["inspect", &shown]);
        assert_eq!((status, out.as_str()), (Status::Manuscript, ""));
        assert_eq!(err, format!("error[epub-unreadable]: {message}\n --> {shown}\n"));
    }
}

/// A stream that fails.
struct Failing(io::ErrorKind);

impl Write for Failing {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn output_that_cannot_be_written() {
    let status = |kind| {
        let out = Box::new(streams::Pipe::new(Failing(kind)));
        let mut streams = Streams { out, err: Box::new(io::sink()), watched: false };
        let status = run(["bindery", "man"].map(OsString::from), &mut streams);
        streams.finish(status)
    };
    assert_eq!(status(io::ErrorKind::StorageFull), Status::Output);
    // The reader went away: `bindery man | head -1`.
    assert_eq!(status(io::ErrorKind::BrokenPipe), Status::Fine);
}
