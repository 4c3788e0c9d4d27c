//! The archive.
//!
//! In: the small files and the resources. Out: the bytes. Refuses to know: what is in them, and
//! the machine: times, permissions and the system's name are the same everywhere.

use super::PackageError;
use super::layout::FOLDER;
use crate::publication::Resource;
use rayon::prelude::*;
use std::io::Cursor;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, PreparedZipFile, System, ZipArchive, ZipWriter};

/// A file ready to be put into the archive.
pub(super) type Entry = PreparedZipFile;

/// Puts the archive together: `mimetype` first and stored (EPUB 3.3, "OCF ZIP container media type
/// identification"), then the small files, then the resources, in the order given.
pub(super) fn archive(small: Vec<Entry>, resources: Vec<Entry>) -> Result<Vec<u8>, PackageError> {
    let mimetype = prepare("mimetype", b"application/epub+zip", false)?;
    let size = resources.iter().map(Entry::compressed_size).sum::<u64>();
    let capacity = usize::try_from(size).unwrap_or(0) + 160 * resources.len() + 16_384;
    let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(capacity)));
    for entry in std::iter::once(mimetype).chain(small).chain(resources) {
        writer.add_prepared_file(entry).map_err(|error| failed(&error))?;
    }
    Ok(writer.finish().map_err(|error| failed(&error))?.into_inner())
}

/// Deflates files, given by path and text.
pub(super) fn files(files: &[(&str, &String)]) -> Result<Vec<Entry>, PackageError> {
    files.par_iter().map(|(path, text)| prepare(path, text.as_bytes(), true)).collect()
}

/// Deflates the resources, those that are not compressed already, on every core, in order.
pub(super) fn resources(resources: &[Resource]) -> Result<Vec<Entry>, PackageError> {
    let prepare = |resource: &Resource| {
        let path = [FOLDER, &resource.path].concat();
        prepare(&path, &resource.bytes, !is_compressed(resource.media_type))
    };
    resources.par_iter().map(prepare).collect()
}

/// The files of an archive, by their paths in the folder of the package document, with the bytes
/// that each takes.
pub(super) fn sizes(bytes: &[u8]) -> Result<Vec<(String, u64)>, PackageError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| failed(&error))?;
    let count = archive.len();
    let size = |number| {
        let file = archive.by_index_raw(number).map_err(|error| failed(&error))?;
        let path = file.name().map_err(|error| failed(&error))?.into_owned();
        let path = path.strip_prefix(FOLDER).map_or(path.clone(), str::to_owned);
        Ok((path, file.compressed_size()))
    };
    (0..count).map(size).collect()
}

fn failed(error: &zip::result::ZipError) -> PackageError {
    PackageError::Archive(error.to_string())
}

fn prepare(path: &str, bytes: &[u8], deflate: bool) -> Result<Entry, PackageError> {
    let options = SimpleFileOptions::default()
        // The first moment that the format can hold.
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .system(System::Unix);
    // Level 6 of zlib-rs: 7 takes a quarter more time for less than one percent.
    let options = if deflate {
        options.compression_method(CompressionMethod::Deflated).compression_level(Some(6))
    } else {
        options.compression_method(CompressionMethod::Stored)
    };
    Entry::from_data(path, options, bytes).map_err(|error| failed(&error))
}

/// Whether files of this type are compressed already, so that deflating them again costs time and
/// saves nothing.
fn is_compressed(media_type: &str) -> bool {
    matches!(
        media_type,
        "image/png"
            | "image/jpeg"
            | "image/gif"
            | "image/webp"
            | "font/woff"
            | "font/woff2"
            | "application/font-woff"
    ) || media_type.starts_with("audio/")
        || media_type.starts_with("video/")
}
