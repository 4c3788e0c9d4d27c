//! An archive of files, so that the fuzzer need not guess checksums.
//!
//! In: bytes that are a tree of files, and what stands around them. Out: a zip archive.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::tree;

/// An archive of the files in `data`, of which the one without a name is `first`, and of those of
/// `around` that are not among them.
pub(crate) fn archive(around: &[(&str, &[u8])], data: &[u8], first: &str) -> Vec<u8> {
    let files = tree::files(data, first);
    let own = around.iter().filter(|(name, _)| !files.iter().any(|(other, _)| other == name));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in own.chain(&files) {
        // The writer refuses a name that it has; what follows is another try.
        if archive.start_file(*name, options).is_ok() {
            archive.write_all(bytes).expect("memory takes all");
        }
    }
    archive.finish().expect("memory takes all").into_inner()
}
