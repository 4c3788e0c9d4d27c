//! The layout of the package, by epub-builder.
//!
//! In: the plan. Out: the text of its container, package document, nav and NCX. Refuses to know:
//! the resources' bytes: all files are empty here.
//!
//! Known of epub-builder 0.8.3, and why this room does more than call it (each has a test):
//! - a document has one entry of the contents at most, while ours are a tree of its own (parts
//!   without a page, many entries into one document): so the whole tree hangs below the first
//!   document's entry, and that level is taken off again;
//! - entries with an empty title vanish from nav but not from the NCX: the plan has none;
//! - the time of the build stands in `dcterms:modified`, the identifier can be a UUID only: both
//!   are replaced;
//! - a `stylesheet.css` is made up where none is given: it is left out, and a resource of this
//!   name is handed over as the style sheet;
//! - its file for iBooks says that the book has fonts of its own, whether or not it has: that is
//!   said in the package document, where it is true.

use super::PackageError;
use super::plan::{Entry, Plan, is_cover};
use crate::edition::{Direction, Role};
use crate::xml::legal;
use epub_builder::{EpubBuilder, EpubContent, EpubVersion, TocElement, ZipLibrary};
use std::io::{Cursor, Read, empty};
use zip::ZipArchive;

/// Paths in the archive.
pub(super) const CONTAINER: &str = "META-INF/container.xml";
pub(super) const DOCUMENT: &str = "OEBPS/content.opf";
pub(super) const NAVIGATION: &str = "OEBPS/nav.xhtml";
pub(super) const NCX: &str = "OEBPS/toc.ncx";
/// Folder of the package document and of all resources.
pub(super) const FOLDER: &str = "OEBPS/";
/// The style sheet that epub-builder insists on.
pub(super) const STYLESHEET: &str = "stylesheet.css";

/// The small files, as epub-builder wrote them.
pub(super) struct Layout {
    pub(super) container: String,
    pub(super) document: String,
    pub(super) navigation: String,
    pub(super) ncx: String,
}

/// Lays the package out.
pub(super) fn lay_out(plan: &Plan) -> Result<Layout, PackageError> {
    let archive = build(plan).map_err(|error| PackageError::Builder(error.to_string()))?;
    let mut archive =
        ZipArchive::new(Cursor::new(archive)).map_err(|error| archive_error(&error))?;
    let mut read = |path: &str| -> Result<String, PackageError> {
        let mut text = String::new();
        let mut file = archive.by_name(path).map_err(|error| archive_error(&error))?;
        file.read_to_string(&mut text).map_err(|error| archive_error(&error.into()))?;
        Ok(text)
    };
    Ok(Layout {
        container: read(CONTAINER)?,
        document: read(DOCUMENT)?,
        navigation: read(NAVIGATION)?,
        ncx: read(NCX)?,
    })
}

/// The direction of titles. Where lines are vertical, pages turn to the left, and a title on one
/// line still runs to the right.
fn text_direction(plan: &Plan) -> Direction {
    let primary = plan.language.split('-').next().unwrap_or_default().to_ascii_lowercase();
    match primary.as_str() {
        "ja" | "zh" | "ko" | "mn" => Direction::Ltr,
        _ => plan.publication.direction,
    }
}

fn archive_error(error: &zip::result::ZipError) -> PackageError {
    PackageError::Archive(error.to_string())
}

fn build(plan: &Plan) -> epub_builder::Result<Vec<u8>> {
    let edition = plan.publication.edition;
    let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
    builder.epub_version(EpubVersion::V33);
    builder.set_title(plan.title.as_str());
    builder.add_language(plan.language);
    builder.set_generator("bindery");
    builder.set_toc_name(plan.labels.contents);
    builder.set_uuid(uuid::Uuid::nil());
    // `epub_direction` has no effect; this has.
    builder.metadata("direction", text_direction(plan).name())?;
    for author in edition.people.iter().filter(|person| person.role == Role::AUTHOR) {
        builder.add_author(legal(&author.name));
    }
    if let Some(description) = &edition.description {
        builder.add_description(legal(description));
    }
    for subject in &edition.subjects {
        builder.add_subject(legal(&subject.name));
    }
    if let Some(rights) = &edition.rights {
        builder.set_license(legal(rights));
    }

    let mut contents = Some(&plan.contents);
    for item in &plan.items {
        let resource = item.resource;
        let path = resource.path.as_str();
        if resource.spine.is_some() {
            let mut content = EpubContent::new(path, empty());
            if let Some(tree) = contents.take() {
                content = content.title(plan.title.as_str());
                content = tree.iter().map(element).fold(content, EpubContent::child);
            }
            builder.add_content(content)?;
        } else if is_cover(resource) {
            builder.add_cover_image(path, empty(), resource.media_type)?;
        } else if path == STYLESHEET {
            builder.stylesheet(empty())?;
        } else {
            builder.add_resource(path, empty(), resource.media_type)?;
        }
    }
    let mut bytes = Vec::new();
    builder.generate(&mut bytes)?;
    Ok(bytes)
}

fn element(entry: &Entry) -> TocElement {
    let element = TocElement::new(entry.target.as_str(), entry.label.as_str());
    entry.children.iter().map(self::element).fold(element, TocElement::child)
}

/// Whether epub-builder has made a style sheet up.
pub(super) fn has_made_up_stylesheet(plan: &Plan) -> bool {
    !plan.items.iter().any(|item| item.resource.path == STYLESHEET)
}
