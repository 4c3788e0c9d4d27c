//! A manuscript becomes a book, with `--lenient`.
//!
//! In: a tree of files whose first is a chapter; what else a small project has is there already,
//! and may be written over. Out: nothing, where the book is sound. The files lie in a temporary
//! folder (TMPDIR: a file system in memory is best), because a manuscript is a folder.

use std::fs;
use std::num::NonZeroUsize;

use bindery::build::{Failure, Request, build};

use crate::{pages, told, tree};

/// A PNG of one pixel, without data: enough for its size to be read.
const PIXEL: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\
    \0\0\0\nIDAT\x78\xda\x63\x60\0\0\0\x02\0\x01\x48\xaf\xa4\x71\0\0\0\0IEND\xae\x42\x60\x82";

/// What stands around the chapter: a second one to link to, an image, a drawing.
const PROJECT: &[(&str, &[u8])] = &[
    ("metadata.toml", b"title = \"The Strait\"\nlanguage = \"en\"\n"),
    ("manuscript/2.md", b"# Two {#two}\n\nThe tide.[^1]\n\n[^1]: And the ebb.\n"),
    ("manuscript/a.png", PIXEL),
    ("manuscript/a.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"/>"),
];

/// Builds a book of `data`, and looks at all of it.
///
/// # Panics
/// Where bindery does, where there is no book and no error either, or where the book is not sound.
pub fn book(data: &[u8]) {
    let room = tempfile::tempdir().expect("a temporary folder can be made");
    let project = room.path().join("project");
    tree::write(&project, PROJECT);
    tree::write(&project, &tree::files(data, "manuscript/1.md"));
    let output = room.path().join("book.epub");
    let outcome = build(&Request {
        path: project,
        output: Some(output.clone()),
        lenient: true,
        base_url: None,
        draw_cover: false,
        jobs: NonZeroUsize::new(1),
        progress: None,
    });
    told(&outcome.diagnostics, &outcome.sources);
    match outcome.failure {
        None => pages::sound(&fs::read(output).expect("the book is there")),
        Some(Failure::Manuscript) => {
            let error = outcome.diagnostics.iter().find(|d| d.severity.name() == "error");
            assert!(error.is_some(), "there is no book, and nobody says why");
        }
        Some(failure) => panic!("{failure:?}: {:#?}", outcome.diagnostics),
    }
}
