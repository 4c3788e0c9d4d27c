//! What the fuzz targets try, and what must hold whatever they are given.
//!
//! In: bytes. Out: nothing, or a panic that tells what is wrong; libFuzzer keeps the bytes then.
//! Each target in `targets/` calls one function of this crate. Refuses to know: which stage is at
//! fault.

#![forbid(unsafe_code)]

mod archive;
mod book;
mod import;
mod includes;
mod inspect;
mod metadata;
mod pages;
mod tree;

pub use book::book;
pub use import::import;
pub use includes::includes;
pub use inspect::inspect;
pub use metadata::{front_matter, metadata};

use archive::archive;
use bindery::diagnostic::{Diagnostic, Place};
use bindery::report::{Format, Options, WIDTH, report};
use bindery::source::{Sources, Span};

/// Diagnostics can be shown in every form, and point at whole characters of their files.
fn told(diagnostics: &[Diagnostic], sources: &Sources) {
    for diagnostic in diagnostics {
        if let Place::Span(span) = diagnostic.place {
            let shown = text_of(span, sources).is_some();
            assert!(shown, "`{}` points between characters: {span:?}", diagnostic.message);
        }
    }
    for format in [Format::Human, Format::Short, Format::Json] {
        let options = Options { format, quiet: false, width: WIDTH, conclusion: Some("so it is") };
        report(diagnostics, sources, &options, &mut std::io::sink()).expect("a sink takes all");
    }
}

/// The text that a span points at; `None` where it ends before it begins, beyond its file, or in
/// the middle of a character.
fn text_of(span: Span, sources: &Sources) -> Option<&str> {
    sources.get(span.file).text.get(span.start as usize..span.end as usize)
}
