//! The table of contents of an EPUB.
//!
//! In: the navigation document, or the NCX. Out: entries with the documents that they lead to. Refuses
//! to know: the documents. Source: EPUB 3.3 section 7, and OPF 2.0.1 section 2.4.1.

use super::Epub;
use super::package::{Package, parsed, resolve};
use roxmltree::Node;
use std::collections::{BTreeMap, BTreeSet};

/// Depth of the contents that is read.
const DEPTH: usize = 12;

/// What the contents say of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its label.
    pub(super) label: String,
    /// The document that it stands below, where it does.
    pub(super) above: Option<String>,
}

/// The contents, by document: the first entry that leads to each.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// Path of the document, and its entry.
    pub(super) entries: BTreeMap<String, Entry>,
    /// Where entries lead within documents: path and id.
    pub(super) places: BTreeSet<(String, String)>,
}

/// Reads the contents; empty where there are none that can be read.
pub(super) fn read(epub: &mut Epub<'_>, package: &Package) -> Contents {
    let mut contents = Contents::default();
    if let Some(path) = &package.nav
        && let Ok(text) = epub.text(path)
        && let Ok(document) = parsed(&text)
    {
        let nav = document.descendants().find(|node| {
            let kind = node
                .attributes()
                .find(|attribute| attribute.name() == "type")
                .map(|attribute| attribute.value());
            node.tag_name().name() == "nav"
                && kind.is_some_and(|kind| kind.split(' ').any(|kind| kind == "toc"))
        });
        if let Some(list) =
            nav.and_then(|nav| nav.children().find(|node| node.tag_name().name() == "ol"))
        {
            level(list, path, None, 1, &nav_entry, &mut contents);
        }
    }
    if contents.entries.is_empty()
        && let Some(path) = &package.ncx
        && let Ok(text) = epub.text(path)
        && let Ok(document) = parsed(&text)
        && let Some(map) = document.descendants().find(|node| node.tag_name().name() == "navMap")
    {
        level(map, path, None, 1, &ncx_entry, &mut contents);
    }
    contents
}

/// An entry's label and address, and the node that holds those below it.
type Read<'f> =
    &'f dyn for<'a, 'i> Fn(Node<'a, 'i>) -> Option<(String, Option<String>, Option<Node<'a, 'i>>)>;

fn level(
    list: Node<'_, '_>,
    base: &str,
    above: Option<&str>,
    depth: usize,
    read: Read<'_>,
    contents: &mut Contents,
) {
    if depth > DEPTH {
        return;
    }
    for node in list.children() {
        let Some((label, address, below)) = read(node) else { continue };
        let address = address.unwrap_or_default();
        let (file, id) = address.split_once('#').unwrap_or((&address, ""));
        let path = if file.is_empty() { None } else { resolve(base, file) };
        if let Some(path) = path.as_ref().filter(|_| !id.is_empty()) {
            contents.places.insert((path.clone(), crate::address::decoded(id)));
        }
        if let Some(path) = &path
            && above != Some(path)
        {
            let entry = Entry { label, above: above.map(str::to_owned) };
            contents.entries.entry(path.clone()).or_insert(entry);
        }
        if let Some(below) = below {
            level(below, base, path.as_deref().or(above), depth + 1, read, contents);
        }
    }
}

fn folded(node: Node<'_, '_>) -> String {
    let text: String =
        node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn nav_entry<'a, 'i>(node: Node<'a, 'i>) -> Option<(String, Option<String>, Option<Node<'a, 'i>>)> {
    if node.tag_name().name() != "li" {
        return None;
    }
    let label = node.children().find(|child| matches!(child.tag_name().name(), "a" | "span"))?;
    let below = node.children().find(|child| child.tag_name().name() == "ol");
    Some((folded(label), label.attribute("href").map(str::to_owned), below))
}

fn ncx_entry<'a, 'i>(node: Node<'a, 'i>) -> Option<(String, Option<String>, Option<Node<'a, 'i>>)> {
    if node.tag_name().name() != "navPoint" {
        return None;
    }
    let label = node.children().find(|child| child.tag_name().name() == "navLabel").map(folded)?;
    let content = node.children().find(|child| child.tag_name().name() == "content");
    let address = content.and_then(|content| content.attribute("src")).map(str::to_owned);
    Some((label, address, Some(node)))
}
