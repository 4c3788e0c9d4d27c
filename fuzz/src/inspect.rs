//! An EPUB by anybody.
//!
//! In: bytes. Out: nothing. They are tried as the file itself, and then as a tree of files whose
//! first is the package document: from that an archive is made, so that the fuzzer need not guess
//! checksums.

use std::io::{Cursor, Write, sink};

use bindery::inspect::{explain as read, show};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::tree;

/// What stands around the package document.
const BOOK: &[(&str, &[u8])] = &[
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
    let files = tree::files(data, "EPUB/package.opf");
    let own = BOOK.iter().filter(|(name, _)| !files.iter().any(|(other, _)| other == name));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in own.chain(&files) {
        // The writer refuses a name that it has; what follows is another try.
        if archive.start_file(*name, options).is_ok() {
            archive.write_all(bytes).expect("memory takes all");
        }
    }
    let archive = archive.finish().expect("memory takes all");
    shown(archive.get_ref());
}

/// Inspects a file, and shows what is found to people and to programs.
fn shown(epub: &[u8]) {
    if let Ok(found) = read(Cursor::new(epub)) {
        show(&found, "book.epub", &mut sink()).expect("a sink takes all");
        serde_json::to_writer(sink(), &found).expect("an inspection can be written as JSON");
    }
}
