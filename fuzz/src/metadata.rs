//! What an author says of the book: metadata.toml, mdBook's book.toml, a chapter's front matter.
//!
//! In: the text of the file. Out: nothing, where each diagnostic has its place, and metadata in
//! which nothing is wrong makes a package that a strict XML parser reads.

use bindery::diagnostic::Diagnostics;
use bindery::edition::{Direction, Edition};
use bindery::labels::for_language;
use bindery::load::{front_matter as front, metadata as toml};
use bindery::package;
use bindery::publication::{ContentsEntry, Facts, Landmark, Linear, Publication, Resource};
use bindery::source::Sources;

use crate::{pages, told};

/// Reads `data` as metadata.toml and as book.toml.
///
/// # Panics
/// Where bindery does, or where what it makes of the text is not sound.
pub fn metadata(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut sources = Sources::default();
    let file = sources.add("metadata.toml", text);
    let mut diagnostics = Diagnostics::new(false);
    let (edition, _) = toml::read(file, &sources, &mut diagnostics);
    packs(edition, &diagnostics, &sources);
    let mut diagnostics = Diagnostics::new(false);
    let book = toml::read_mdbook(file, &sources, &mut diagnostics);
    packs(book.edition, &diagnostics, &sources);
}

/// Reads `data` as a chapter that may begin with front matter.
///
/// # Panics
/// Where bindery does, or where what it makes of the text is not sound.
pub fn front_matter(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut sources = Sources::default();
    let file = sources.add("1.md", text);
    let mut diagnostics = Diagnostics::new(false);
    let (matter, body) = front::read(file, text, &mut diagnostics);
    assert!(text.get(body..).is_some(), "the chapter begins between characters, at {body}");
    packs(matter.edition(), &diagnostics, &sources);
}

/// An edition in which nothing is wrong can be packed with one page, and what comes out is sound.
fn packs(mut edition: Edition, diagnostics: &Diagnostics, sources: &Sources) {
    told(&diagnostics.sorted(), sources);
    if diagnostics.failed() {
        return;
    }
    // What a build finds out for itself where the metadata does not say it.
    if edition.title.main.is_empty() {
        edition.title.main = "The Strait".to_owned();
    }
    if edition.language.is_empty() {
        edition.language = "en".to_owned();
    }
    let page = "1.xhtml".to_owned();
    let publication = Publication {
        identifier: package::identifier(&edition),
        modified: package::modified(&edition, None),
        direction: edition.direction.unwrap_or(Direction::Ltr),
        resources: vec![Resource {
            path: page.clone(),
            media_type: "application/xhtml+xml",
            bytes: b"<html xmlns=\"http://www.w3.org/1999/xhtml\"/>".to_vec(),
            properties: Vec::new(),
            spine: Some(Linear::Yes),
        }],
        contents: vec![ContentsEntry {
            label: "One".to_owned(),
            href: Some(page.clone()),
            ..ContentsEntry::default()
        }],
        landmarks: vec![Landmark { kind: "bodymatter", label: "Start".to_owned(), href: page }],
        page_list: Vec::new(),
        facts: Facts::default(),
        contents_in_reading_order: false,
        edition: &edition,
    };
    match package::package(&publication, for_language(&edition.language)) {
        Ok(book) => pages::sound(&book),
        Err(error) => panic!("{error}: {edition:#?}"),
    }
}
