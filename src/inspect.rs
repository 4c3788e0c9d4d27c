//! Reads any EPUB, version 2 or 3, and tells what is in it.
//!
//! In: the bytes of a file, which nobody needs to trust. Out: an [`Inspection`], from which
//! `bindery inspect` and its `--json` come. Refuses to know: how bindery makes books (nothing here
//! comes from the stages that do), and whether a book is valid; only what keeps a reader from its
//! metadata or its pages is remarked on.
//!
//! The way in is that of a reading system (EPUB 3.3 sections 4.2.6.3 and 5): container, package
//! document, navigation document or NCX. Only those few files are unpacked, each up to a limit;
//! sizes come from the archive's directory.

mod archive;
mod claims;
mod contents;
mod metadata;
mod show;
mod tree;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

use serde::Serialize;

use archive::Archive;
pub use claims::{Claim, Verdict};
pub use show::show;
use tree::Tree;

/// Reads an EPUB.
///
/// # Errors
/// Where there is no package document to be read: one sentence that says why, lower-case start, no
/// full stop. Everything else that is wrong becomes one of the remarks.
pub fn inspect(file: impl Read + Seek) -> Result<Inspection, String> {
    read(file, false)
}

/// Reads an EPUB, and holds what it claims of its accessibility against its documents, each of
/// which is unpacked.
///
/// # Errors
/// As [`inspect`].
pub fn explain(file: impl Read + Seek) -> Result<Inspection, String> {
    read(file, true)
}

fn read(file: impl Read + Seek, explain: bool) -> Result<Inspection, String> {
    let mut archive = Archive::open(file)?;
    let mut remarks = archive.remarks();

    let container = archive.text("META-INF/container.xml")?;
    let path = package_path(&Tree::read(&container).map_err(in_file("META-INF/container.xml"))?)?;
    let text = archive.text(&path)?;
    let package = Tree::read(&text).map_err(in_file(&path))?;

    let manifest = manifest(&package, &path);
    missing(&manifest, &archive, &mut remarks);
    let spine = package.find(package.root(), "spine");
    let pages: Vec<usize> = spine.map_or(Vec::new(), |spine| {
        package.children(spine).filter(|node| package.name(*node) == "itemref").collect()
    });
    if pages.is_empty() {
        remarks.push("the spine is empty: there is nothing to read".into());
    }
    let attr = |node, name| package.attr(node, name).map(str::to_owned);
    let (contents, contents_from) =
        contents::read(&mut archive, &package, &manifest, spine, &mut remarks);
    let metadata = metadata::read(&package);
    let cover = cover(&package, &manifest);
    let claims = if explain {
        let fixed = metadata.other.iter().any(|property| {
            property.name == "rendition:layout" && property.value == "pre-paginated"
        });
        let claimed = &metadata.accessibility;
        claims::explain(&mut archive, &manifest, claimed, &contents, fixed, &mut remarks)
    } else {
        Vec::new()
    };

    Ok(Inspection {
        version: attr(package.root(), "version"),
        package: path.clone(),
        metadata,
        cover,
        spine: Spine {
            documents: pages.len(),
            linear: pages
                .iter()
                .filter(|page| package.attr(**page, "linear") != Some("no"))
                .count(),
            direction: spine.and_then(|spine| attr(spine, "page-progression-direction")),
        },
        contents_from,
        contents,
        sizes: sizes(&archive, &manifest, &path),
        claims,
        remarks,
    })
}

/// What is in an EPUB. Serialised, its fields are what `bindery inspect --json` prints: they are
/// never renamed or removed; what a book does not say is `null` or empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inspection {
    /// The version that the package document states: `2.0`, `3.0`.
    pub version: Option<String>,
    /// Path of the package document in the archive.
    pub package: String,
    /// What the package document says of the book.
    pub metadata: Metadata,
    /// Path of the cover's image in the archive.
    pub cover: Option<String>,
    /// The reading order.
    pub spine: Spine,
    /// Where the table of contents was found.
    pub contents_from: Option<ContentsFrom>,
    /// The table of contents.
    pub contents: Vec<Entry>,
    /// What takes how much room.
    pub sizes: Sizes,
    /// What the book claims of its accessibility, held against it; empty where that was not asked.
    pub claims: Vec<Claim>,
    /// What is odd about the file, one sentence each.
    pub remarks: Vec<String>,
}

/// What a package document says of the book. Lists are in its order, or in that of `display-seq`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Metadata {
    /// The titles.
    pub titles: Vec<Title>,
    /// Creators and contributors.
    pub people: Vec<Person>,
    /// BCP 47 tags.
    pub languages: Vec<String>,
    /// The identifiers.
    pub identifiers: Vec<Identifier>,
    /// Dates, as they are written.
    pub dates: Vec<Date>,
    /// `dcterms:modified`.
    pub modified: Option<String>,
    /// The publishers.
    pub publishers: Vec<String>,
    /// Rights statements.
    pub rights: Vec<String>,
    /// What the book is made from.
    pub sources: Vec<String>,
    /// Subject headings.
    pub subjects: Vec<Subject>,
    /// Series and other collections.
    pub series: Vec<Series>,
    /// Descriptions; may hold markup as text.
    pub descriptions: Vec<String>,
    /// What is said of accessibility.
    pub accessibility: Accessibility,
    /// Everything else, as name and value.
    pub other: Vec<Property>,
}

/// A title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Title {
    /// The title.
    pub value: String,
    /// `title-type`: `main`, `subtitle`, `collection`…
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// As it is filed.
    pub file_as: Option<String>,
    /// BCP 47 tag.
    pub lang: Option<String>,
}

/// A creator or contributor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Name as shown.
    pub name: String,
    /// `creator` or `contributor`.
    pub kind: &'static str,
    /// MARC relator codes, or what stands in their place.
    pub roles: Vec<String>,
    /// As it is filed.
    pub file_as: Option<String>,
    /// BCP 47 tag.
    pub lang: Option<String>,
}

/// An identifier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Identifier {
    /// The identifier.
    pub value: String,
    /// `opf:scheme` of EPUB 2, or `identifier-type` of EPUB 3.
    pub scheme: Option<String>,
    /// Whether it is the package's unique identifier.
    pub unique: bool,
}

/// A date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Date {
    /// The date as it is written.
    pub value: String,
    /// `opf:event` of EPUB 2: `publication`, `modification`…
    pub event: Option<String>,
}

/// A subject heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Subject {
    /// The heading.
    pub value: String,
    /// The scheme it comes from.
    pub authority: Option<String>,
    /// Its code there.
    pub term: Option<String>,
}

/// A series, or another collection that the book belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// `series` or `set`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The book's place in it.
    pub position: Option<String>,
}

/// What a book says of its accessibility. Source: EPUB Accessibility 1.1 section 2.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Accessibility {
    /// `schema:accessMode`.
    pub modes: Vec<String>,
    /// `schema:accessModeSufficient`.
    pub modes_sufficient: Vec<String>,
    /// `schema:accessibilityFeature`.
    pub features: Vec<String>,
    /// `schema:accessibilityHazard`.
    pub hazards: Vec<String>,
    /// `schema:accessibilitySummary`.
    pub summaries: Vec<String>,
    /// `dcterms:conformsTo`.
    pub conforms_to: Vec<String>,
    /// `a11y:certifiedBy`.
    pub certified_by: Vec<String>,
    /// `a11y:certifierCredential`.
    pub credentials: Vec<String>,
    /// `a11y:certifierReport`.
    pub reports: Vec<String>,
}

/// A piece of metadata that has no field of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Property {
    /// Its name as written: `dc:format`, `rendition:layout`.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// The reading order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Spine {
    /// Documents in the spine.
    pub documents: usize,
    /// Those of them that are read in passing from page to page.
    pub linear: usize,
    /// `page-progression-direction`.
    pub direction: Option<String>,
}

/// Where a table of contents was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ContentsFrom {
    /// The navigation document of EPUB 3.
    Nav,
    /// The NCX of EPUB 2.
    Ncx,
}

/// An entry of the table of contents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Text shown.
    pub label: String,
    /// Where it leads, as written.
    pub href: Option<String>,
    /// Entries below it.
    pub children: Vec<Entry>,
}

/// What takes how much room, in bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sizes {
    /// The file itself.
    pub file: u64,
    /// Its files together, unpacked, as the archive's directory states.
    pub unpacked: u64,
    /// By media type, the largest first.
    pub by_type: Vec<TypeSize>,
    /// The largest files, ten at most.
    pub largest: Vec<FileSize>,
}

/// What the files of one media type take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TypeSize {
    /// The media type by the manifest; `null` for files that are not in it.
    pub media_type: Option<String>,
    /// How many there are.
    pub files: usize,
    /// Bytes unpacked.
    pub bytes: u64,
    /// Bytes in the archive.
    pub compressed: u64,
}

/// What one file takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileSize {
    /// Path in the archive.
    pub path: String,
    /// The media type by the manifest.
    pub media_type: Option<String>,
    /// Bytes unpacked.
    pub bytes: u64,
    /// Bytes in the archive.
    pub compressed: u64,
}

/// An item of the manifest.
#[derive(Debug)]
struct Item {
    id: String,
    /// Path in the archive; `None` for a file on a server or a path that leads out of the archive.
    path: Option<String>,
    media_type: String,
    properties: String,
}

/// The media type of a package document. Source: EPUB 3.3 section 4.2.6.3.1.
const PACKAGE: &str = "application/oebps-package+xml";

/// Files listed under "largest".
const LARGEST: usize = 10;

fn in_file(path: &str) -> impl Fn(String) -> String {
    move |error| format!("`{path}` can't be read: {error}")
}

/// The path of the package document: that of the first rootfile of the right media type.
fn package_path(container: &Tree) -> Result<String, String> {
    let rootfiles = || container.all(container.root(), "rootfile");
    let named = |node| container.attr(node, "full-path").map(str::trim).filter(|p| !p.is_empty());
    rootfiles()
        .filter(|node| container.attr(*node, "media-type") == Some(PACKAGE))
        .chain(rootfiles())
        .find_map(named)
        .map(str::to_owned)
        .ok_or_else(|| "`META-INF/container.xml` names no package document".into())
}

fn manifest(package: &Tree, path: &str) -> Vec<Item> {
    let Some(manifest) = package.find(package.root(), "manifest") else { return Vec::new() };
    let attr = |node, name| package.attr(node, name).unwrap_or_default().trim().to_owned();
    package
        .children(manifest)
        .filter(|node| package.name(*node) == "item")
        .map(|node| Item {
            id: attr(node, "id"),
            path: resolved(path, &attr(node, "href")),
            media_type: attr(node, "media-type").to_ascii_lowercase(),
            properties: attr(node, "properties"),
        })
        .collect()
}

/// The path in the archive that `href` leads to from the file at `base`; `None` where it leads
/// out of the archive.
fn resolved(base: &str, href: &str) -> Option<String> {
    let href = href.split(['#', '?']).next().unwrap_or_default();
    let scheme = href.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    if scheme || href.starts_with('/') || href.is_empty() {
        return None;
    }
    let href = percent_encoding::percent_decode_str(href).decode_utf8_lossy();
    let mut parts: Vec<&str> = base.split('/').collect();
    parts.pop();
    for part in href.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Remarks on files that the manifest names and the archive does not have.
fn missing(manifest: &[Item], archive: &Archive<impl Read + Seek>, remarks: &mut Vec<String>) {
    let there: BTreeSet<&str> = archive.entries().iter().map(|entry| entry.path.as_str()).collect();
    let lost: Vec<&str> = manifest
        .iter()
        .filter_map(|item| item.path.as_deref())
        .filter(|path| !there.contains(path))
        .collect();
    match lost.as_slice() {
        [] => {}
        [one] => remarks.push(format!("the manifest names `{one}`, which is not there")),
        [one, rest @ ..] => {
            let more = rest.len();
            let files = if more == 1 { "file" } else { "files" };
            remarks.push(format!(
                "the manifest names `{one}` and {more} more {files} that are not there"
            ));
        }
    }
}

/// The cover's image: by the property of EPUB 3, or by the `meta` that EPUB 2 readers look for.
fn cover(package: &Tree, manifest: &[Item]) -> Option<String> {
    let by_property = manifest
        .iter()
        .find(|item| item.properties.split_ascii_whitespace().any(|word| word == "cover-image"));
    let by_meta = || {
        let meta = package
            .all(package.root(), "meta")
            .find(|node| package.attr(*node, "name") == Some("cover"))?;
        let id = package.attr(meta, "content")?;
        manifest.iter().find(|item| item.id == id)
    };
    by_property.or_else(by_meta)?.path.clone()
}

fn sizes(archive: &Archive<impl Read + Seek>, manifest: &[Item], package: &str) -> Sizes {
    let mut types: BTreeMap<&str, &str> = manifest
        .iter()
        .filter_map(|item| Some((item.path.as_deref()?, item.media_type.as_str())))
        .collect();
    types.insert(package, PACKAGE);

    let mut by_type: BTreeMap<Option<&str>, TypeSize> = BTreeMap::new();
    let mut files: Vec<FileSize> = Vec::new();
    let mut unpacked: u64 = 0;
    for entry in archive.entries() {
        let media_type = types.get(entry.path.as_str()).copied();
        let owned = media_type.map(str::to_owned);
        unpacked = unpacked.saturating_add(entry.bytes);
        let sum = by_type.entry(media_type).or_insert_with(|| TypeSize {
            media_type: owned.clone(),
            files: 0,
            bytes: 0,
            compressed: 0,
        });
        sum.files += 1;
        sum.bytes = sum.bytes.saturating_add(entry.bytes);
        sum.compressed = sum.compressed.saturating_add(entry.compressed);
        files.push(FileSize {
            path: entry.path.clone(),
            media_type: owned,
            bytes: entry.bytes,
            compressed: entry.compressed,
        });
    }
    let mut by_type: Vec<TypeSize> = by_type.into_values().collect();
    by_type.sort_by_key(|size| std::cmp::Reverse(size.compressed));
    files.sort_by(|a, b| (b.compressed, &a.path).cmp(&(a.compressed, &b.path)));
    files.truncate(LARGEST);
    Sizes { file: archive.bytes(), unpacked, by_type, largest: files }
}
