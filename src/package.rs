//! The room that makes the bytes of the `.epub`.
//!
//! In: a [`Publication`], whose resources are finished, and the [`Labels`] of its language. Out:
//! the bytes of an EPUB 3.3 that EPUB 2 readers can open too, the same bytes for the same book.
//! Refuses to know: Markdown, what stands inside a resource, and where the bytes go.
//!
//! epub-builder lays the package out from empty files: container, manifest and spine in order,
//! the nested contents and the NCX. Its small files are read back, each is gone through once,
//! tag by tag, and completed with what epub-builder can't say; a tag that is not where it is
//! expected stops the build. Then the archive is written anew, deflated on every core.

mod accessibility;
mod archive;
mod document;
mod identity;
mod layout;
mod lines;
mod metadata;
mod navigation;
mod ncx;
mod plan;
mod tags;

#[cfg(test)]
mod tests;

use crate::labels::Labels;
use crate::publication::Publication;
pub use identity::{identifier, modified};

/// Packs the book.
///
/// `labels` are those of the book's language.
///
/// # Errors
/// They are mistakes of the tool, not of the author: a publication that breaks its own rules (two
/// resources of one name, an entry of the contents that leads to no document), or a layout by
/// epub-builder that is not as expected.
pub fn package(publication: &Publication, labels: &Labels) -> Result<Vec<u8>, PackageError> {
    let plan = plan::plan(publication, labels)?;
    // The layout keeps one core busy for as long as the others can deflate already.
    let (small, resources) =
        rayon::join(|| small_files(&plan), || archive::resources(&publication.resources));
    archive::archive(small?, resources?)
}

/// The files of a book that was packed, the largest first, with the bytes that each takes in it.
///
/// # Errors
/// Where the bytes are no archive.
pub fn sizes(book: &[u8]) -> Result<Vec<(String, u64)>, PackageError> {
    let mut sizes = archive::sizes(book)?;
    sizes.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(sizes)
}

/// The files that are not resources, in the order in which they are packed.
fn small_files(plan: &plan::Plan) -> Result<Vec<archive::Entry>, PackageError> {
    let layout = layout::lay_out(plan)?;
    let document = document::complete(&layout.document, plan)?;
    let navigation = navigation::complete(&layout.navigation, plan)?;
    let ncx = ncx::complete(&layout.ncx, plan)?;
    archive::files(&[
        (layout::CONTAINER, &layout.container),
        (layout::DOCUMENT, &document),
        (layout::NAVIGATION, &navigation),
        (layout::NCX, &ncx),
    ])
}

/// Why a book could not be packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackageError {
    /// A file that epub-builder laid out lacks what it is known to hold.
    Layout {
        /// The file.
        file: &'static str,
        /// What was expected.
        expected: String,
        /// What stood there.
        found: String,
    },
    /// The publication breaks one of its own rules.
    Publication(String),
    /// epub-builder failed.
    Builder(String),
    /// The archive could not be read or written.
    Archive(String),
}

impl std::fmt::Display for PackageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PackageError::Layout { file, expected, found } => {
                write!(f, "{file}: expected {expected}, found {found}")
            }
            PackageError::Publication(message) => write!(f, "the publication: {message}"),
            PackageError::Builder(message) => write!(f, "epub-builder: {message}"),
            PackageError::Archive(message) => write!(f, "the archive: {message}"),
        }
    }
}

impl std::error::Error for PackageError {}
