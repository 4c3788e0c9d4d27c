//! What the three small files agree on: ids, addresses, the tree of contents, the place of nav.
//!
//! In: the publication. Out: a [`Plan`], checked and cleaned, so that the files can be written
//! without asking again. Refuses to know: XML.

use super::PackageError;
use crate::edition::Direction;
use crate::labels::Labels;
use crate::publication::{ContentsEntry, Publication, Resource};
use crate::xml;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::collections::BTreeSet;

/// Names that the package needs for itself, relative to the package document.
pub(super) const NAV: &str = "nav.xhtml";
pub(super) const NCX: &str = "toc.ncx";
pub(super) const DOCUMENT: &str = "content.opf";

/// What is decided before anything is written.
pub(super) struct Plan<'a> {
    pub(super) publication: &'a Publication<'a>,
    pub(super) labels: &'a Labels,
    /// The book's language, `und` where none is given.
    pub(super) language: &'a str,
    /// Tag for the labels where they are not in the book's language.
    pub(super) labels_lang: Option<&'static str>,
    /// Direction of the book's script; pages may turn the other way (vertical Japanese).
    pub(super) script: Direction,
    /// The main title on one line, never empty.
    pub(super) title: String,
    /// The resources, in order.
    pub(super) items: Vec<Item<'a>>,
    /// The contents; never empty, and every entry leads somewhere.
    pub(super) contents: Vec<Entry<'a>>,
    /// The landmarks; no two of one kind and place, and one of them the contents.
    pub(super) landmarks: Vec<Mark>,
    /// The printed pages.
    pub(super) pages: Vec<Page>,
    /// How many documents of the spine stand before nav.
    pub(super) nav_at: usize,
}

/// A resource in the manifest.
pub(super) struct Item<'a> {
    pub(super) resource: &'a Resource,
    pub(super) id: String,
    pub(super) href: String,
}

/// An entry of the contents.
pub(super) struct Entry<'a> {
    /// On one line, never empty.
    pub(super) label: String,
    pub(super) lang: Option<&'a str>,
    pub(super) href: Option<String>,
    /// The href, or that of the first entry below that has one: the NCX has no entry without.
    pub(super) target: String,
    pub(super) children: Vec<Entry<'a>>,
}

/// A landmark.
pub(super) struct Mark {
    pub(super) kind: &'static str,
    pub(super) label: String,
    pub(super) href: String,
}

/// A printed page.
pub(super) struct Page {
    pub(super) label: String,
    pub(super) href: String,
}

impl Plan<'_> {
    /// The cover image.
    pub(super) fn cover(&self) -> Option<&Item<'_>> {
        self.items.iter().find(|item| is_cover(item.resource))
    }

    /// The documents of the spine, without nav.
    pub(super) fn spine(&self) -> impl Iterator<Item = &Item<'_>> {
        self.items.iter().filter(|item| item.resource.spine.is_some())
    }
}

/// Whether it is the cover image.
pub(super) fn is_cover(resource: &Resource) -> bool {
    resource.properties.contains(&"cover-image")
}

/// Decides.
pub(super) fn plan<'a>(
    publication: &'a Publication<'a>,
    labels: &'a Labels,
) -> Result<Plan<'a>, PackageError> {
    let edition = publication.edition;
    let language = match edition.language.trim() {
        "" => "und",
        tag => tag,
    };
    check(publication)?;
    let title = line(&edition.title.main).unwrap_or_else(|| labels.untitled.to_owned());
    let documents: BTreeSet<&str> = publication
        .resources
        .iter()
        .filter(|resource| resource.spine.is_some())
        .map(|resource| resource.path.as_str())
        .chain([NAV])
        .collect();

    let mut contents = entries(&publication.contents, labels, &documents)?;
    if contents.is_empty() {
        // A table of contents has one entry at least (EPUB 3.3, "The nav element").
        let first = publication.resources.iter().find(|resource| resource.spine.is_some());
        let href = first.map(|resource| encode_path(&resource.path)).unwrap_or_default();
        let (label, target) = (title.clone(), href.clone());
        contents.push(Entry { label, lang: None, href: Some(href), target, children: Vec::new() });
    }

    let mut landmarks: Vec<Mark> = Vec::with_capacity(publication.landmarks.len());
    for landmark in &publication.landmarks {
        let href = address(&landmark.href, &documents)?;
        // Readers take the first; two of one kind and place are an error (EPUBCheck RSC-005).
        if landmarks.iter().any(|mark| mark.kind == landmark.kind && mark.href == href) {
            continue;
        }
        let label = line(&landmark.label).unwrap_or_else(|| labels.untitled.to_owned());
        landmarks.push(Mark { kind: landmark.kind, label, href });
    }

    // Nav is in the spine, and a page that is not linear must be reached by a link (EPUB 3.3, "The
    // itemref element"): this one. It stands where a reader meets the contents in print.
    if !landmarks.iter().any(|mark| mark.kind == "toc") {
        let front = |mark: &&Mark| matches!(mark.kind, "cover" | "titlepage");
        let at = landmarks.iter().take_while(front).count();
        let label = labels.contents.to_owned();
        landmarks.insert(at, Mark { kind: "toc", label, href: NAV.to_owned() });
    }

    let mut pages = Vec::with_capacity(publication.page_list.len());
    for (label, href) in &publication.page_list {
        // A page without a number can't be looked for.
        if let Some(label) = line(label) {
            pages.push(Page { label, href: address(href, &documents)? });
        }
    }

    let is_front = |resource: &&Resource| {
        publication.landmarks.iter().any(|landmark| {
            matches!(landmark.kind, "cover" | "titlepage")
                && landmark.href.split('#').next() == Some(resource.path.as_str())
        })
    };
    let spine = publication.resources.iter().filter(|resource| resource.spine.is_some());
    let nav_at = spine.take_while(is_front).count();

    Ok(Plan {
        publication,
        labels,
        language,
        labels_lang: labels.foreign_to(language),
        script: Direction::of_language(language),
        title,
        items: items(&publication.resources),
        contents,
        landmarks,
        pages,
        nav_at,
    })
}

/// The text on one line and without what XML can't hold; none if nothing is left. Only ASCII
/// white space is folded: an ideographic or no-break space is there on purpose.
pub(super) fn line(text: &str) -> Option<String> {
    let line = xml::legal(text).split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

/// The rules that a publication keeps.
fn check(publication: &Publication) -> Result<(), PackageError> {
    let broken = |message: String| Err(PackageError::Publication(message));
    let mut seen: BTreeSet<String> = [NAV, NCX, DOCUMENT].map(str::to_owned).into();
    for resource in &publication.resources {
        let path = resource.path.as_str();
        let odd = |part: &str| part.is_empty() || part == "." || part == "..";
        if !path.is_ascii() || path.split('/').any(odd) || path.contains(['\\', ':', '#', '?']) {
            return broken(format!("\"{path}\" is no path for a resource"));
        }
        if !seen.insert(path.to_lowercase()) {
            return broken(format!("two resources have the path \"{path}\""));
        }
    }
    if !publication.resources.iter().any(|resource| resource.spine.is_some()) {
        return broken("no resource is in the spine".to_owned());
    }
    if publication.resources.iter().filter(|resource| is_cover(resource)).count() > 1 {
        return broken("two resources are the cover image".to_owned());
    }
    Ok(())
}

/// The tree without entries that lead nowhere, themselves and all below them: neither form of the
/// contents can hold them.
fn entries<'a>(
    tree: &'a [ContentsEntry],
    labels: &Labels,
    documents: &BTreeSet<&str>,
) -> Result<Vec<Entry<'a>>, PackageError> {
    let mut out = Vec::with_capacity(tree.len());
    for entry in tree {
        let children = entries(&entry.children, labels, documents)?;
        let href = entry.href.as_deref().map(|href| address(href, documents)).transpose()?;
        let below = children.first().map(|child| child.target.clone());
        if let Some(target) = href.clone().or(below) {
            let label = line(&entry.label).unwrap_or_else(|| labels.untitled.to_owned());
            out.push(Entry { label, lang: entry.lang.as_deref(), href, target, children });
        }
    }
    Ok(out)
}

/// `path` or `path#id`, encoded; the path must be that of a document of the spine, where the
/// navigation has to lead (EPUB 3.3, "The toc nav element").
fn address(href: &str, documents: &BTreeSet<&str>) -> Result<String, PackageError> {
    let (path, fragment) = href.split_once('#').unwrap_or((href, ""));
    if !documents.contains(path) {
        let message = format!("\"{href}\" does not lead to a document of the spine");
        return Err(PackageError::Publication(message));
    }
    let mut out = encode_path(path);
    if !fragment.is_empty() {
        out.push('#');
        // Letters of all scripts stay: old readers compare the fragment with the id as it stands.
        for c in fragment.chars().filter(|c| xml::is_legal(*c)) {
            if c.is_ascii() {
                out.extend(utf8_percent_encode(c.encode_utf8(&mut [0; 4]), FRAGMENT));
            } else {
                out.push(c);
            }
        }
    }
    Ok(out)
}

/// What stays as it is in a path. Source: RFC 3986 section 3.3, sub-delimiters left out.
const PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');

/// What stays as it is in a fragment. Source: URL standard section 4.3, URL-fragment string.
const FRAGMENT: &AsciiSet = &PATH
    .remove(b':')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b'?');

fn encode_path(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// The manifest's items: ids are readable (`text/ch01.xhtml` → `text-ch01-xhtml`), legal XML names
/// and unique. The cover image is `cover-image`, the name that old readers look for. Ids of the
/// metadata begin with `pub-`, so no resource gets such a one.
fn items(resources: &[Resource]) -> Vec<Item<'_>> {
    let mut taken: BTreeSet<String> =
        ["nav", "ncx", "cover-image"].map(str::to_owned).into_iter().collect();
    let mut items = Vec::with_capacity(resources.len());
    for resource in resources {
        let id = if is_cover(resource) {
            "cover-image".to_owned()
        } else {
            let base = id_of(&resource.path);
            let mut id = base.clone();
            let mut number = 2_u32;
            while !taken.insert(id.clone()) {
                id = format!("{base}-{number}");
                number += 1;
            }
            id
        };
        items.push(Item { resource, id, href: encode_path(&resource.path) });
    }
    items
}

fn id_of(path: &str) -> String {
    let keep = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
    let id: String = path.chars().map(keep).collect();
    if id.starts_with(|c: char| c.is_ascii_alphabetic()) && !id.starts_with("pub-") {
        id
    } else {
        ["item-", &id].concat()
    }
}
