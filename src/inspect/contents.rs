//! The table of contents: from the navigation document of EPUB 3, else from the NCX of EPUB 2.
//!
//! In: the manifest, and the two files from the archive. Out: entries. Refuses to know: whether
//! they lead anywhere.

use std::io::{Read, Seek};

use super::archive::Archive;
use super::tree::Tree;
use super::{ContentsFrom, Entry, Item};

/// Depth down to which entries are read; the deepest contents of a real book have six levels.
const DEPTH: usize = 32;

/// The media type of an NCX.
const NCX: &str = "application/x-dtbncx+xml";

/// Reads the table of contents. What keeps it from being read becomes a remark.
pub(super) fn read(
    archive: &mut Archive<impl Read + Seek>,
    package: &Tree,
    manifest: &[Item],
    spine: Option<usize>,
    remarks: &mut Vec<String>,
) -> (Vec<Entry>, Option<ContentsFrom>) {
    let nav = manifest
        .iter()
        .find(|item| item.properties.split_ascii_whitespace().any(|word| word == "nav"));
    let named = spine.and_then(|spine| package.attr(spine, "toc"));
    let ncx = manifest
        .iter()
        .find(|item| Some(item.id.as_str()) == named)
        .or_else(|| manifest.iter().find(|item| item.media_type == NCX));

    let kinds = [(nav, ContentsFrom::Nav), (ncx, ContentsFrom::Ncx)];
    for (item, kind) in kinds {
        let Some(path) = item.and_then(|item| item.path.as_deref()) else { continue };
        let tree = archive.text(path).and_then(|text| {
            Tree::read(&text).map_err(|error| format!("`{path}` can't be read: {error}"))
        });
        let tree = match tree {
            Ok(tree) => tree,
            Err(error) => {
                remarks.push(error);
                continue;
            }
        };
        let mut deep = false;
        let entries = match kind {
            ContentsFrom::Nav => nav_entries(&tree, &mut deep),
            ContentsFrom::Ncx => tree
                .find(tree.root(), "navMap")
                .map_or(Vec::new(), |map| points(&tree, map, 0, &mut deep)),
        };
        if deep {
            remarks.push(format!("`{path}` nests entries more than {DEPTH} deep"));
        }
        if !entries.is_empty() {
            return (entries, Some(kind));
        }
        remarks.push(format!("`{path}` holds no table of contents"));
    }
    if nav.is_none() && ncx.is_none() {
        remarks.push("there is neither a navigation document nor an NCX".into());
    }
    (Vec::new(), None)
}

/// The entries of the `nav` that is the table of contents. Source: EPUB 3.3 section 7.3.
fn nav_entries(tree: &Tree, deep: &mut bool) -> Vec<Entry> {
    let is = |node: usize, attr, word| {
        tree.attr(node, attr).is_some_and(|value| value.split_ascii_whitespace().any(|w| w == word))
    };
    let navs = || tree.all(tree.root(), "nav");
    let toc = navs()
        .find(|node| is(*node, "type", "toc"))
        .or_else(|| navs().find(|node| is(*node, "role", "doc-toc")))
        .or_else(|| navs().next());
    let list = toc.and_then(|toc| tree.find(toc, "ol"));
    list.map_or(Vec::new(), |list| items(tree, list, 0, deep))
}

/// The entries of an `ol`.
fn items(tree: &Tree, list: usize, depth: usize, deep: &mut bool) -> Vec<Entry> {
    if depth == DEPTH {
        *deep = true;
        return Vec::new();
    }
    let mut entries = Vec::new();
    for item in tree.children(list).filter(|node| tree.name(*node) == "li") {
        let mut entry = Entry::default();
        for child in tree.children(item) {
            match tree.name(child) {
                "ol" => entry.children.extend(items(tree, child, depth + 1, deep)),
                "" => {}
                _ if entry.label.is_empty() => {
                    // Some wrap the link in an element of its own.
                    let link =
                        if tree.name(child) == "a" { Some(child) } else { tree.find(child, "a") };
                    entry.label = label(tree, child);
                    entry.href = link.and_then(|link| tree.attr(link, "href")).map(str::to_owned);
                }
                _ => {}
            }
        }
        entries.push(entry);
    }
    entries
}

/// The text of an entry; where it is an image, what stands for it.
fn label(tree: &Tree, node: usize) -> String {
    let text = tree.text(node);
    if !text.is_empty() {
        return text;
    }
    let image = tree.find(node, "img").and_then(|image| tree.attr(image, "alt"));
    image.or_else(|| tree.attr(node, "title")).unwrap_or_default().to_owned()
}

/// The entries of a `navMap` or `navPoint`.
fn points(tree: &Tree, above: usize, depth: usize, deep: &mut bool) -> Vec<Entry> {
    if depth == DEPTH {
        *deep = true;
        return Vec::new();
    }
    let child = |node, name| tree.children(node).find(|child| tree.name(*child) == name);
    tree.children(above)
        .filter(|node| tree.name(*node) == "navPoint")
        .map(|point| Entry {
            label: child(point, "navLabel").map_or(String::new(), |label| tree.text(label)),
            href: child(point, "content")
                .and_then(|content| tree.attr(content, "src"))
                .map(str::to_owned),
            children: points(tree, point, depth + 1, deep),
        })
        .collect()
}
