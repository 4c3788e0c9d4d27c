//! An EPUB becomes a draft.
//!
//! In: the bytes of an EPUB 2 or 3. Out: its documents as chapters in the order of the spine, nested as
//! its contents are, with notes, pictures and fonts, and what its package says of it. Refuses to know:
//! how its pages look; a style sheet of its own is kept beside the manuscript, and named.
//!
//! A book that bindery made is told by the generator of its navigation: the pages that `build` makes by
//! itself (cover, title page, colophon) are read for what they alone say, and left out.

mod chapters;
mod contents;
mod documents;
mod package;

use super::archive::Archive;
use super::draft::{At, Draft, File, Setting};
use super::source::Source;
use crate::diagnostic::{Diagnostics, Place, code};
use crate::source::Sources;
use std::collections::BTreeMap;

/// What the readers of an EPUB share.
pub(super) struct Epub<'a> {
    archive: Archive<'a>,
    /// The EPUB's path as people wrote it.
    shown: String,
}

impl Epub<'_> {
    /// The text of a file in the archive, decoded.
    fn text(&mut self, path: &str) -> Result<String, String> {
        self.archive.read(path).map(|bytes| super::decode::decode_markup(&bytes).text)
    }

    /// The place of a file in the archive.
    fn place(&self, path: &str) -> Place {
        Place::Path(format!("{}: {path}", self.shown))
    }
}

/// Reads an EPUB.
pub(super) fn import(
    source: &Source,
    _: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Draft> {
    let refuse = |message: String, diagnostics: &mut Diagnostics| {
        diagnostics.push(&code::IMPORT_UNREADABLE, Place::Path(source.shown.clone()), message);
        None
    };
    let archive = match Archive::open(&source.bytes) {
        Ok(archive) => archive,
        Err(message) => return refuse(message, diagnostics),
    };
    let mut epub = Epub { archive, shown: source.shown.clone() };
    let locked = match encryption(&mut epub) {
        Ok(locked) => locked,
        Err(message) => return refuse(message, diagnostics),
    };
    let mut draft = Draft::default();
    let package = match package::read(&mut epub, &mut draft, diagnostics) {
        Ok(package) => package,
        Err(message) => return refuse(message, diagnostics),
    };
    let contents = contents::read(&mut epub, &package);
    draft.settings.push(("smart-punctuation", Setting::Flag(false)));
    let documents = documents::read(&mut epub, &package, &contents, &mut draft, diagnostics);
    if documents.is_empty() {
        let place = Place::Path(source.shown.clone());
        diagnostics.push(&code::IMPORT_NOTHING, place, "the book has no document that can be read");
        return None;
    }
    chapters::write(documents, &mut draft);
    others(&mut epub, &package, &locked, &mut draft, diagnostics);
    if draft.edition.title.main.is_empty() {
        super::text::title_of_name(source, &mut draft);
    }
    Some(draft)
}

/// Files that are obfuscated; an error where the book itself is encrypted.
/// Source: EPUB 3.3 section 4.2.6.3.2 (`META-INF/encryption.xml`).
fn encryption(epub: &mut Epub<'_>) -> Result<Vec<String>, String> {
    const PATH: &str = "META-INF/encryption.xml";
    if !epub.archive.has(PATH) {
        return Ok(Vec::new());
    }
    let text = epub.text(PATH)?;
    let Ok(document) = package::parsed(&text) else {
        return Err(format!("`{PATH}` is no XML that can be read"));
    };
    let mut locked = Vec::new();
    for data in document.descendants().filter(|node| node.tag_name().name() == "EncryptedData") {
        let find = |name: &str, attribute: &str| {
            let node = data.descendants().find(|node| node.tag_name().name() == name)?;
            node.attribute(attribute).map(str::to_owned)
        };
        let method = find("EncryptionMethod", "Algorithm").unwrap_or_default();
        let path = crate::address::decoded(&find("CipherReference", "URI").unwrap_or_default());
        // Fonts are obfuscated, by one of two methods, and the book can be read without them.
        if method.contains("idpf.org") || method.contains("ns.adobe.com/pdf/enc") {
            locked.push(path);
        } else {
            return Err(
                "the book is encrypted (DRM), and only its seller's programs can read it".into()
            );
        }
    }
    Ok(locked)
}

/// Fonts and style sheets are kept beside the manuscript; what else is left out is counted.
fn others(
    epub: &mut Epub<'_>,
    package: &package::Package,
    locked: &[String],
    draft: &mut Draft,
    diagnostics: &mut Diagnostics,
) {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for item in &package.items {
        let folder = match item.media_type.as_str() {
            "text/css" if package.ours => continue,
            "text/css" => "styles",
            kind if kind.contains("font") || kind.contains("opentype") => "fonts",
            kind if kind.contains("javascript") => {
                draft.drop(At::Part(item.path.clone()), &item.path, "scripts");
                continue;
            }
            _ => continue,
        };
        if locked.contains(&item.path) {
            let message = "the font is obfuscated, and left out";
            diagnostics.push(&code::IMPORT_LOST, epub.place(&item.path), message);
            continue;
        }
        let Ok(bytes) = epub.archive.read(&item.path) else { continue };
        let name = item.path.rsplit('/').next().unwrap_or("file").to_owned();
        let number = names.entry(name.to_lowercase()).or_default();
        *number += 1;
        let name = if *number == 1 { name } else { format!("{number}-{name}") };
        let path = format!("{folder}/{name}");
        let message = match folder {
            "styles" => {
                format!("the book's own style sheet is kept as `{path}`, and is not in use")
            }
            _ => format!("a font of the book is kept as `{path}`, and is not in use"),
        };
        let key = if folder == "styles" { "styles" } else { "fonts" };
        diagnostics
            .push(&code::IMPORT_LOST, epub.place(&item.path), message)
            .hint(format!("`{key} = [\"{path}\"]` in metadata.toml uses it"));
        draft.files.push(File { path, bytes });
    }
}

#[cfg(test)]
mod tests;
