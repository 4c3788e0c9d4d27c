//! The archive of an EPUB: what is in it, and the few text files that are read out of it.
//!
//! In: bytes that nobody needs to trust. Out: the directory as it states itself, and text. Refuses
//! to know: what the files say.

use std::collections::BTreeMap;
use std::io::{Read, Seek, SeekFrom};

use zip::ZipArchive;

/// Bytes that one file may unpack to. The largest package documents are below one mebibyte; a
/// file beyond this is built to fill memory.
const LIMIT: u64 = 16 << 20;

/// A file as the archive's directory states it.
#[derive(Debug)]
pub(super) struct File {
    pub(super) path: String,
    pub(super) bytes: u64,
    pub(super) compressed: u64,
    index: usize,
}

/// An opened archive.
#[derive(Debug)]
pub(super) struct Archive<R> {
    zip: ZipArchive<R>,
    files: Vec<File>,
    bytes: u64,
}

impl<R: Read + Seek> Archive<R> {
    /// Reads the directory of the archive; nothing is unpacked.
    pub(super) fn open(mut file: R) -> Result<Self, String> {
        let unreadable = |error: std::io::Error| format!("the file can't be read: {error}");
        let bytes = file.seek(SeekFrom::End(0)).map_err(unreadable)?;
        file.rewind().map_err(unreadable)?;
        let mut magic = Vec::new();
        file.by_ref().take(4).read_to_end(&mut magic).map_err(unreadable)?;
        if bytes == 0 {
            return Err("the file is empty".into());
        }
        let zip = ZipArchive::new(file).map_err(|error| match magic.as_slice() {
            b"PK\x03\x04" => format!("the zip archive is damaged or cut off: {error}"),
            _ => "the file is not a zip archive, and so not an EPUB".into(),
        })?;
        let directory = zip.metadata();
        let files = (0..directory.len())
            .filter_map(|index| {
                let entry = directory.entry(index).ok()?;
                let path = match entry.name() {
                    Ok(name) => name.into_owned(),
                    Err(_) => String::from_utf8_lossy(entry.name_raw()).into_owned(),
                };
                let (bytes, compressed) = (entry.size(), entry.compressed_size());
                Some(File { path, bytes, compressed, index })
            })
            .filter(|file| !file.path.ends_with('/'))
            .collect();
        Ok(Archive { zip, files, bytes })
    }

    /// Size of the archive itself.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The files, in the order of the directory; folders are left out.
    pub(super) fn entries(&self) -> &[File] {
        &self.files
    }

    /// The text of a file: UTF-8, or UTF-16 by its byte order mark or its first bytes (XML 1.0
    /// appendix F). Bytes that are neither become U+FFFD.
    ///
    /// Errors: the file is not there, is encrypted, damaged, or unpacks to more than the limit.
    pub(super) fn text(&mut self, path: &str) -> Result<String, String> {
        self.unpack(path).map(|bytes| decoded(&bytes))
    }

    /// The bytes of a file. Errors: as for a text.
    pub(super) fn unpack(&mut self, path: &str) -> Result<Vec<u8>, String> {
        let index = self
            .files
            .iter()
            .find(|file| file.path == path)
            .or_else(|| {
                // `full-path` is a path and not an address, but some write it as one.
                let plain = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
                self.files.iter().find(|file| file.path == plain)
            })
            .map(|file| file.index)
            .ok_or_else(|| format!("there is no `{path}` in the archive"))?;
        let damaged = |error: String| format!("`{path}` can't be unpacked: {error}");
        let entry = self.zip.by_index(index).map_err(|error| damaged(error.to_string()))?;
        let mut bytes = Vec::new();
        entry
            .take(LIMIT + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| damaged(error.to_string()))?;
        if bytes.len() as u64 > LIMIT {
            return Err(format!("`{path}` is larger than {} MiB unpacked", LIMIT >> 20));
        }
        Ok(bytes)
    }

    /// What is odd about the archive as such.
    pub(super) fn remarks(&mut self) -> Vec<String> {
        let mut remarks = Vec::new();
        match self.files.first() {
            Some(first) if first.path == "mimetype" => match self.text("mimetype") {
                Ok(text) if text == "application/epub+zip" => {}
                Ok(_) => remarks.push("`mimetype` does not say `application/epub+zip`".into()),
                Err(error) => remarks.push(error),
            },
            _ => remarks.push("`mimetype` is not the first file of the archive".into()),
        }
        if self.zip.has_duplicate_names() {
            remarks.push(
                "the archive holds several files of one name; the last of them counts".into(),
            );
        }
        let mut folded: BTreeMap<String, &str> = BTreeMap::new();
        for file in &self.files {
            if let Some(other) = folded.insert(file.path.to_lowercase(), &file.path) {
                remarks.push(format!("`{other}` and `{}` differ in case only", file.path));
            }
        }
        for file in &self.files {
            if file.path.starts_with(['/', '\\']) || file.path.split(['/', '\\']).any(|p| p == "..")
            {
                remarks.push(format!("the path `{}` leads out of the archive", file.path));
            }
        }
        if self.files.iter().any(|file| file.path == "META-INF/encryption.xml") {
            remarks.push("some files are encrypted, or fonts obfuscated".into());
        }
        remarks
    }
}

/// The text that a file holds.
pub(super) fn decoded(bytes: &[u8]) -> String {
    let pairs = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).filter_map(|pair| Some(unit(pair.try_into().ok()?)));
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    match bytes {
        [0xfe, 0xff, rest @ ..] => pairs(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => pairs(rest, u16::from_le_bytes),
        [0, b'<', ..] => pairs(bytes, u16::from_be_bytes),
        [b'<', 0, ..] => pairs(bytes, u16::from_le_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        bytes => String::from_utf8_lossy(bytes).into_owned(),
    }
}
