//! A zip archive that nobody needs to trust: EPUB and DOCX.
//!
//! In: bytes. Out: the files in it, by paths that don't leave it. Refuses to know: what they hold.
//! Sizes are counted while unpacking, not believed: a file may unpack to 512 MiB, all files of an
//! archive to 2 GiB.

use super::Kind;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Bytes that one file may unpack to.
const FILE: u64 = 512 << 20;
/// Bytes that all files that are asked for may unpack to.
const ALL: u64 = 2 << 30;
/// Files that an archive may hold.
const FILES: usize = 100_000;

/// An opened archive.
#[derive(Debug)]
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Numbers by path; of several files of one path the last.
    paths: BTreeMap<String, usize>,
    left: u64,
}

impl<'a> Archive<'a> {
    /// Reads the directory; nothing is unpacked. Errors are sentences for people.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, String> {
        let zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| format!("the zip archive is damaged or cut off: {error}"))?;
        if zip.len() > FILES {
            return Err(format!("the zip archive holds more than {FILES} files"));
        }
        let mut paths = BTreeMap::new();
        let directory = zip.metadata();
        for index in 0..directory.len() {
            let Ok(entry) = directory.entry(index) else { continue };
            let path = match entry.name() {
                Ok(name) => name.into_owned(),
                Err(_) => String::from_utf8_lossy(entry.name_raw()).into_owned(),
            };
            if path.ends_with('/') {
                continue;
            }
            let leaves = path.starts_with(['/', '\\'])
                || path.contains('\0')
                || path.as_bytes().get(1) == Some(&b':')
                || path.split(['/', '\\']).any(|part| part == "..");
            if leaves {
                return Err(format!("the path `{path}` in the archive leads out of it"));
            }
            paths.insert(path, index);
        }
        Ok(Archive { zip, paths, left: ALL })
    }

    /// The paths of the files, sorted.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.keys().map(String::as_str)
    }

    /// Whether there is a file of that path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.paths.contains_key(path)
    }

    /// The bytes of a file. Errors are sentences for people: it is not there, is encrypted, damaged or
    /// too large.
    pub(super) fn read(&mut self, path: &str) -> Result<Vec<u8>, String> {
        let index =
            *self.paths.get(path).ok_or_else(|| format!("there is no `{path}` in the archive"))?;
        let damaged = |error: String| format!("`{path}` can't be unpacked: {error}");
        let entry = self.zip.by_index(index).map_err(|error| damaged(error.to_string()))?;
        let limit = FILE.min(self.left);
        let mut bytes = Vec::new();
        entry
            .take(limit + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| damaged(error.to_string()))?;
        let size = bytes.len() as u64;
        if size > limit {
            return Err(format!(
                "`{path}` unpacks to more than {} MiB, or all files to more than {} MiB",
                FILE >> 20,
                ALL >> 20
            ));
        }
        self.left -= size;
        Ok(bytes)
    }
}

/// Whether an archive is an EPUB or a DOCX.
pub(super) fn kind(bytes: &[u8]) -> Result<Kind, String> {
    let archive = Archive::open(bytes)?;
    if archive.has("META-INF/container.xml") || archive.has("mimetype") {
        Ok(Kind::Epub)
    } else if archive.has("[Content_Types].xml") && archive.has("_rels/.rels") {
        if archive.paths().any(|path| path.starts_with("xl/") || path.starts_with("ppt/")) {
            return Err("this is a spreadsheet or a presentation, not a DOCX document".into());
        }
        Ok(Kind::Docx)
    } else {
        Err("this zip archive is neither an EPUB nor a DOCX".into())
    }
}
