//! A tree of files out of one run of bytes.
//!
//! In: bytes. A line `=== path` begins a file; what stands before the first such line is a file
//! whose name the target chooses, unless it is empty. Out: names and contents, written to a folder or not. A text
//! format, and so a dictionary and splices of other inputs lead the fuzzer to more files.

use std::fs;
use std::path::Path;

/// Files in a tree; more are left out, for speed.
const FILES: usize = 16;

/// Splits `data` into files, the first of them called `first`. Of two files with one name, the
/// later counts when they are written.
pub(crate) fn files<'d>(data: &'d [u8], first: &'d str) -> Vec<(&'d str, &'d [u8])> {
    let (mut files, mut name, mut from, mut at) = (Vec::new(), Some(first), 0, 0);
    for line in data.split_inclusive(|byte| *byte == b'\n') {
        if let Some(path) = line.strip_prefix(b"=== ") {
            files.extend(name.map(|name| (name, &data[from..at])));
            name = std::str::from_utf8(path).ok().map(str::trim_end);
            from = at + line.len();
        }
        at += line.len();
    }
    files.extend(name.map(|name| (name, &data[from..])));
    // A tree may begin with a name, and so have no file without one.
    files.retain(|(name, bytes)| *name != first || !bytes.is_empty());
    files.truncate(FILES);
    files
}

/// Writes files below `folder`. A name that the file system refuses, or that leads out of the
/// folder, is passed over: no author can have such a file there.
pub(crate) fn write(folder: &Path, files: &[(&str, &[u8])]) {
    for (name, bytes) in files {
        let parts = || name.split('/');
        if parts().count() > 4 || parts().any(|part| matches!(part, "" | "." | "..")) {
            continue;
        }
        let path = folder.join(name);
        if let Some(parent) = path.parent()
            && fs::create_dir_all(parent).is_ok()
        {
            let _ = fs::write(path, bytes);
        }
    }
}
