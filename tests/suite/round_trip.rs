//! Books that bindery made come back: built, imported from the EPUB, and built again, they say the
//! same.
//!
//! In: projects. Out: what the second book says otherwise than the first (`said`), which must be
//! nothing. Refuses to know: how an EPUB is read.
//!
//! `BINDERY_ROUND_TRIP=../books/one:../books/two` holds those projects against themselves in the place
//! of the gallery's.

mod said;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::epubcheck::check;
use crate::support::{Book, Outcome, PIXEL, Project, announce, repository};
use said::Said;

const BINDERY: &str = env!("CARGO_BIN_EXE_bindery");

/// Builds, imports and builds again, in `room`. Returns the first book and the second.
#[track_caller]
fn there_and_back(project: &Path, room: &Path, options: &[&str]) -> (Book, Book) {
    let run = |arguments: &[&OsStr]| {
        let outcome = Outcome::of(std::process::Command::new(BINDERY).args(arguments));
        assert_eq!(outcome.status, Some(0), "{}: {outcome:#?}", project.display());
    };
    let (first, second) = (room.join("first.epub"), room.join("second.epub"));
    let again = room.join("again");
    let options: Vec<&OsStr> = options.iter().map(OsStr::new).collect();
    let build = |from: &Path, to: &Path, more: &[&OsStr]| {
        let arguments = ["build".as_ref(), from.as_os_str(), "-o".as_ref(), to.as_os_str()];
        run(&[&arguments[..], &options, more].concat());
    };
    // What was wrong in the manuscript is mended in the book: from there on nothing is.
    build(project, &first, &["--lenient".as_ref()]);
    run(&["import".as_ref(), first.as_os_str(), again.as_os_str()]);
    build(&again, &second, &[]);
    (Book::open(&first).unwrap(), Book::open(&second).unwrap())
}

/// Holds projects against what they become, and what they become against EPUBCheck; `options` are those
/// of both builds.
#[track_caller]
fn come_back(projects: &[PathBuf], options: &[&str]) {
    let rooms: Vec<tempfile::TempDir> =
        projects.iter().map(|_| tempfile::tempdir().unwrap()).collect();
    let mut wrong = Vec::new();
    let mut books = Vec::new();
    for (project, room) in projects.iter().zip(&rooms) {
        let (first, second) = there_and_back(project, room.path(), options);
        books.push(second.path().to_owned());
        let (first, second) = (Said::by(&first), Said::by(&second));
        if projects.len() < 5 {
            announce(&format!("{}: {}", project.display(), first.counts()));
        }
        let differences = first.differences(&second);
        if !differences.is_empty() {
            wrong.push(format!("{}:\n  {}", project.display(), differences.join("\n  ")));
        }
    }
    let books: Vec<&Path> = books.iter().map(PathBuf::as_path).collect();
    let verdicts = check(&books);
    let invalid = verdicts.iter().filter(|verdict| !verdict.valid());
    wrong.extend(invalid.map(crate::epubcheck::Verdict::summary));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_bundled_book_comes_back() {
    come_back(&[repository(".")], &[]);
}

#[test]
fn the_gallery_or_the_projects_asked_for_come_back() {
    let projects = match std::env::var_os("BINDERY_ROUND_TRIP") {
        Some(paths) => {
            std::env::split_paths(&paths).map(|path| repository("").join(path)).collect()
        }
        None => vec![repository("docs/gallery/book")],
    };
    come_back(&projects, &[]);
}

#[test]
fn every_golden_book_comes_back() {
    let mut projects: Vec<PathBuf> = fs::read_dir(repository("tests/golden"))
        .unwrap()
        .map(|entry| entry.unwrap().path().join("input"))
        .collect();
    projects.sort();
    assert!(projects.len() >= 30, "{}", projects.len());
    come_back(&projects, &["--no-cover"]);
}

/// A book of two chapters, with a word, a note, an order, a picture and a title that can differ.
fn small(word: &str, note: &str, order: &str, alt: &str, title: &str) -> Said {
    let chapter = format!("# One\n\nThe {word} turns.{note} ![{alt}](lamp.png)\n");
    let note = if note.is_empty() { "" } else { "\n[^1]: Of brass.\n" };
    let metadata = format!("title = \"{title}\"\nlanguage = \"en\"\nchapters = [{order}]\n");
    let book = Project::new()
        .file("metadata.toml", &metadata)
        .file("manuscript/a.md", &format!("{chapter}{note}"))
        .file("manuscript/b.md", "# Two\n\nIt *rains*.\n")
        .bytes("manuscript/lamp.png", PIXEL)
        .builds();
    Said::by(&book)
}

#[test]
fn what_differs_is_seen() {
    let said = |word, note, order, alt, title| small(word, note, order, alt, title);
    let order = "\"a.md\", \"b.md\"";
    let first = said("lamp", "[^1]", order, "A lamp.", "Lights");
    let none: Vec<String> = Vec::new();
    assert_eq!(first.differences(&said("lamp", "[^1]", order, "A lamp.", "Lights")), none);
    let kinds = |other: &Said| -> Vec<String> {
        let mut kinds: Vec<String> = first
            .differences(other)
            .iter()
            .map(|line| line.split(':').next().unwrap().to_owned())
            .collect();
        kinds.dedup();
        kinds
    };
    assert_eq!(kinds(&said("light", "[^1]", order, "A lamp.", "Lights")), ["words"]);
    assert_eq!(
        kinds(&said("lamp", "", order, "A lamp.", "Lights")),
        ["words", "notes", "elements"]
    );
    let turned = "\"b.md\", \"a.md\"";
    assert_eq!(kinds(&said("lamp", "[^1]", turned, "A lamp.", "Lights")), ["words", "contents"]);
    assert_eq!(kinds(&said("lamp", "[^1]", order, "A light.", "Lights")), ["images"]);
    assert_eq!(
        kinds(&said("lamp", "[^1]", order, "A lamp.", "Lamps")),
        ["words", "contents", "metadata"]
    );
}
