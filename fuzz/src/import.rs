//! Anything that somebody saved becomes a project, and the project a book.
//!
//! In: a letter that says what the rest is: `t` a text, `h` a page, `m` Markdown, `e` and `d` a tree of
//! files whose first is the package document of an EPUB or the text of a DOCX; anything else is a file
//! to be told by its content. Out: nothing, where what is imported builds and the book is sound.

use std::fs;
use std::num::NonZeroUsize;

use bindery::build::{Request, build};
use bindery::diagnostic::Diagnostics;
use bindery::import::{Kind, Source, import as read, write};
use bindery::source::Sources;

use crate::inspect::EPUB;
use crate::{archive, pages, told};

/// What stands around the text of a DOCX.
const DOCX: &[(&str, &[u8])] = &[
    (
        "[Content_Types].xml",
        b"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
    ),
    (
        "_rels/.rels",
        b"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
          <Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/\
          relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>",
    ),
];

/// Imports `data`, and builds what comes of it.
///
/// # Panics
/// Where bindery does, where nothing is imported and nobody says why, where the project that was made
/// can't be built, or where the book is not sound.
pub fn import(data: &[u8]) {
    let (kind, rest) = data.split_first().map_or((0, data), |(kind, rest)| (*kind, rest));
    let (kind, bytes) = match kind {
        b't' => (Some(Kind::Text), rest.to_vec()),
        b'h' => (Some(Kind::Html), rest.to_vec()),
        b'm' => (Some(Kind::Markdown), rest.to_vec()),
        b'e' => (Some(Kind::Epub), archive(EPUB, rest, "EPUB/package.opf")),
        b'd' => (Some(Kind::Docx), archive(DOCX, rest, "word/document.xml")),
        _ => (None, data.to_vec()),
    };
    let (shown, name) = ("saved".to_owned(), "saved".to_owned());
    let source = Source { shown, name, bytes, root: None, folder: None };
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::new(false));
    let draft = read(&source, kind, &mut sources, &mut diagnostics);
    told(&diagnostics.sorted(), &sources);
    let Some(draft) = draft else {
        assert!(diagnostics.failed(), "nothing is imported, and nobody says why");
        return;
    };
    let room = tempfile::tempdir().expect("a temporary folder can be made");
    let project = room.path().join("project");
    write(&draft, &project, false).expect("an imported project can be written");
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
    assert!(outcome.failure.is_none(), "{:?}: {:#?}", outcome.failure, outcome.diagnostics);
    pages::sound(&fs::read(output).expect("the book is there"));
}
