//! What somebody saved becomes a project: `bindery import`.
//!
//! In: a file or folder (a text, a web page, an EPUB, a DOCX, pandoc's Markdown, an mdBook project).
//! Out: a [`Draft`]: the edition, the chapters, what lies beside them, where each thing was found and
//! what was left out; then the same as a folder that `build` takes. Refuses to know: how a book is
//! built, terminals, the network.
//!
//! Each kind of source has a file of its own. What they share: `decode` (bytes to text), `archive`
//! (zip), `dom` (markup to a tree), `markdown` (a tree to Markdown), `notes` (notes that
//! links lead to), `credits` (whose text it is, out
//! of its lines), `language`, and `project` (a draft to files). Nothing is written before all is read.

mod archive;
mod credits;
mod decode;
mod docx;
mod dom;
pub mod draft;
mod edits;
mod epub;
mod kind;
mod language;
mod markdown;
mod mdbook;
mod notes;
mod page;
mod pandoc;
mod project;
mod source;
mod text;

#[cfg(test)]
mod tests;

use crate::diagnostic::Diagnostics;
use crate::source::Sources;
pub use draft::{At, Draft, Dropped, Finding, Sure};
pub use kind::Kind;
pub use project::write;
pub use source::Source;

/// Reads `source` and makes a draft of it; `given` is its kind, where the caller knows it better than
/// its content tells. `None` where there is nothing to go on with, which `diagnostics` then says. What
/// can't be carried over is a warning there.
pub fn import(
    source: &Source,
    given: Option<Kind>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Draft> {
    let kind = kind::of(source, given, diagnostics)?;
    let read = match kind {
        Kind::Text => text::import,
        Kind::Html => page::import,
        Kind::Epub => epub::import,
        Kind::Docx => docx::import,
        Kind::Markdown => pandoc::import,
        Kind::MdBook => mdbook::import,
    };
    let mut draft = read(source, sources, diagnostics)?;
    draft.kind = kind;
    (!diagnostics.failed()).then_some(draft)
}
