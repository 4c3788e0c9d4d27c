//! The parts of a DOCX, and how they refer to each other.
//!
//! In: an archive. Out: the text of a part by its path, and its relationships. Refuses to know: what a
//! part says. Sources: ECMA-376 part 2 (Open Packaging Conventions), sections 6 and 8.

use super::super::archive::Archive;
use super::super::decode;
use crate::load::paths::{folder_of, join, name_of, normalise};
use roxmltree::{Document, Node, ParsingOptions};
use std::collections::BTreeMap;

/// Nodes that the XML of a part may have.
const NODES: u32 = 20_000_000;
/// Attributes that a tag may have: the crate compares each with all before it.
const ATTRIBUTES: usize = 1_000;

/// What a part refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Relation {
    /// The last word of its type: `image`, `hyperlink`, `styles`.
    pub(super) kind: String,
    /// A path in the archive, or an address where it is external.
    pub(super) target: String,
    /// Whether it lies outside of the archive.
    pub(super) external: bool,
}

/// An opened DOCX.
#[derive(Debug)]
pub(super) struct Package<'a> {
    archive: Archive<'a>,
}

impl<'a> Package<'a> {
    /// Opens it. Errors are sentences for people.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, String> {
        Ok(Package { archive: Archive::open(bytes)? })
    }

    /// Whether there is a part of that path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.archive.has(path)
    }

    /// The paths of all parts.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.archive.paths()
    }

    /// The bytes of a part.
    pub(super) fn bytes(&mut self, path: &str) -> Result<Vec<u8>, String> {
        self.archive.read(path)
    }

    /// The text of a part.
    pub(super) fn text(&mut self, path: &str) -> Result<String, String> {
        Ok(decode::decode_markup(&self.archive.read(path)?).text)
    }

    /// What a part refers to, by the ids that it uses; the package itself is a part without a name.
    pub(super) fn relations(&mut self, part: &str) -> Result<BTreeMap<String, Relation>, String> {
        let folder = folder_of(part);
        let path = join(&join(folder, "_rels"), &format!("{}.rels", name_of(part)));
        let mut relations = BTreeMap::new();
        if !self.has(&path) {
            return Ok(relations);
        }
        let text = self.text(&path)?;
        let document = parse(&text).map_err(|error| format!("`{path}` is broken XML: {error}"))?;
        for node in document.root_element().children().filter(Node::is_element) {
            let (Some(id), Some(kind), Some(target)) =
                (attr(node, "Id"), attr(node, "Type"), attr(node, "Target"))
            else {
                continue;
            };
            let external = attr(node, "TargetMode") == Some("External");
            let target = match target.strip_prefix('/') {
                _ if external => Some(target.to_owned()),
                Some(whole) => normalise(whole),
                None => normalise(&join(folder, target)),
            };
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            if let Some(target) = target {
                relations.insert(id.to_owned(), Relation { kind, target, external });
            }
        }
        Ok(relations)
    }
}

/// Parses the XML of a part. Errors are what is wrong with it, and where.
pub(super) fn parse(text: &str) -> Result<Document<'_>, String> {
    let crowded = |tag: &str| {
        tag.split('>').next().is_some_and(|tag| tag.matches('=').nth(ATTRIBUTES).is_some())
    };
    if text.split('<').any(crowded) {
        return Err(format!("a tag has more than {ATTRIBUTES} attributes"));
    }
    let options = ParsingOptions { allow_dtd: false, nodes_limit: NODES, ..Default::default() };
    Document::parse_with_options(text, options).map_err(|error| error.to_string())
}

/// The value of an attribute, whatever its namespace: transitional and strict documents have
/// different ones.
pub(super) fn attr<'x>(node: Node<'x, '_>, name: &str) -> Option<&'x str> {
    node.attributes().find(|attr| attr.name() == name).map(|attr| attr.value())
}

/// The first child element of that name.
pub(super) fn child<'x, 'i>(node: Node<'x, 'i>, name: &str) -> Option<Node<'x, 'i>> {
    node.children().find(|child| child.is_element() && child.tag_name().name() == name)
}

/// The `val` of the first child element of that name.
pub(super) fn value<'x>(node: Node<'x, '_>, name: &str) -> Option<&'x str> {
    child(node, name).and_then(|child| attr(child, "val"))
}

/// Whether a property is on: it is there, and doesn't say that it is off. `None` where it is not there.
/// Source: ECMA-376 part 1, section 17.17.4, `ST_OnOff`.
pub(super) fn on(node: Node<'_, '_>, name: &str) -> Option<bool> {
    let property = child(node, name)?;
    Some(!matches!(attr(property, "val"), Some("0" | "false" | "off" | "none")))
}
