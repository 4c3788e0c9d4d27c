//! An EPUB by anybody.
//!
//! In: bytes. Out: nothing. They are tried as the file itself, and then as a tree of files whose
//! first is the package document: from that an archive is made, so that the fuzzer need not guess
//! checksums.

use std::io::{Cursor, sink};

use bindery::inspect::{explain as read, show};

use crate::archive;

/// What stands around the package document.
pub(crate) const EPUB: &[(&str, &[u8])] = &[
    ("mimetype", b"application/epub+zip"),
    (
        "META-INF/container.xml",
        b"<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\" version=\"1.0\">\
          <rootfiles><rootfile full-path=\"EPUB/package.opf\" \
          media-type=\"application/oebps-package+xml\"/></rootfiles></container>",
    ),
];

/// Inspects `data`, and the archive made of it.
///
/// # Panics
/// Where bindery does.
pub fn inspect(data: &[u8]) {
    shown(data);
    shown(&archive(EPUB, data, "EPUB/package.opf"));
}

/// Inspects a file, and shows what is found to people and to programs.
fn shown(epub: &[u8]) {
    if let Ok(found) = read(Cursor::new(epub)) {
        show(&found, "book.epub", &mut sink()).expect("a sink takes all");
        serde_json::to_writer(sink(), &found).expect("an inspection can be written as JSON");
    }
}
