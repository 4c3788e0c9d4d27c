//! A book in which everything is decided becomes XHTML pages and a style sheet.
//!
//! In: a [`Book`]. Out: the resources of the publication, in manifest order. Refuses to know:
//! Markdown, links still to be decided, the package. The only room that knows how XHTML is written.

mod front;
mod nodes;
mod page;
mod style;

use crate::book::{Book, PageKind};
use crate::publication::{Linear, Resource};
use rayon::prelude::*;

/// The path of the tool's own style sheet.
pub const STYLE: &str = "styles/book.css";

/// Renders every page, on every core, and adds the style sheet and the assets. `identifier` is
/// shown in the colophon. `done` is called once for every page that is finished.
pub fn render(book: &Book<'_>, identifier: &str, done: &(dyn Fn() + Sync)) -> Vec<Resource> {
    let mut resources: Vec<Resource> = book
        .pages
        .par_iter()
        .enumerate()
        .map(|(number, page)| {
            let written = page::write(book, number, page, identifier);
            done();
            Resource {
                path: page.path.clone(),
                media_type: "application/xhtml+xml",
                bytes: written.text.into_bytes(),
                properties: written.properties,
                // A cover is shown by the reader itself; in the text it may be passed over.
                spine: Some(match page.kind {
                    PageKind::Cover => Linear::No,
                    _ => Linear::Yes,
                }),
            }
        })
        .collect();
    resources.push(Resource {
        path: STYLE.to_owned(),
        media_type: "text/css",
        bytes: style::sheet(book),
        properties: Vec::new(),
        spine: None,
    });
    resources.extend(book.assets.iter().enumerate().map(|(number, asset)| Resource {
        path: asset.path.clone(),
        media_type: asset.media_type,
        bytes: asset.bytes.to_vec(),
        properties: if book.cover == Some(number) { vec!["cover-image"] } else { Vec::new() },
        spine: None,
    }));
    resources
}
