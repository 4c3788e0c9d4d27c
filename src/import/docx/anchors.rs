//! Links within the document are led to their places.
//!
//! In: chapters, with the places that bookmarks name, and the files that the chapters become. Out: the
//! same, with ids where something leads, and nowhere else. Refuses to know: how they were read.

use super::body::Reader;
use super::lost;
use crate::tree::{NodeId, Tag, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Leads links to their places; `paths` are the files of the chapters, by their numbers.
pub(super) fn lead(reader: &mut Reader<'_>, paths: &[String]) {
    // Of two bookmarks of one name the first counts.
    let mut places: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (number, anchor) in reader.anchors.iter().enumerate() {
        let there = reader.tree.parent(anchor.node).is_some();
        if there {
            places.entry(anchor.name.clone()).or_insert((number, anchor.chapter));
        }
    }
    let mut used: BTreeSet<usize> = BTreeSet::new();
    let mut changes: Vec<(NodeId, Option<String>)> = Vec::new();
    for (chapter, body) in reader.chapters.iter().enumerate() {
        let tops = std::iter::once(body.node).chain(body.notes.iter().map(|(_, node)| *node));
        for node in tops.flat_map(|top| reader.tree.descendants(top)) {
            if reader.tree.tag(node) != Some(Tag::A) {
                continue;
            }
            let href = reader.tree.element(node).and_then(|element| element.attr("href"));
            let Some(name) = href.and_then(|href| href.strip_prefix('#')) else { continue };
            match places.get(name) {
                Some((anchor, at)) => {
                    used.insert(*anchor);
                    let path =
                        if *at == chapter { "" } else { paths.get(*at).map_or("", String::as_str) };
                    changes.push((node, Some(format!("{path}#{}", id(name)))));
                }
                None => changes.push((node, None)),
            }
        }
    }
    for (node, href) in changes {
        match href {
            Some(href) => {
                if let Some(link) = reader.tree.element_mut(node) {
                    link.set("href", Value::Text(href.into()));
                }
            }
            None => {
                let words = reader.tree.plain_text(node);
                reader.lost.add(lost::LINK, &words);
                reader.tree.unwrap_node(node);
            }
        }
    }
    for (number, anchor) in reader.anchors.iter().enumerate() {
        if reader.tree.parent(anchor.node).is_none() {
            continue;
        }
        if !used.contains(&number) {
            reader.tree.detach(anchor.node);
            continue;
        }
        let heading = anchor.heading.filter(|heading| {
            reader.tree.element(*heading).is_some_and(|heading| heading.attr("id").is_none())
        });
        if heading.is_some() {
            reader.tree.detach(anchor.node);
        }
        if let Some(element) = reader.tree.element_mut(heading.unwrap_or(anchor.node)) {
            element.set("id", Value::Text(id(&anchor.name).into()));
        }
    }
}

/// The name of a bookmark as an id.
fn id(name: &str) -> String {
    let legal = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '-' };
    let id: String = name.chars().map(legal).collect();
    // Word's own names begin with a line.
    let id = id.trim_start_matches('_');
    if id.starts_with(|c: char| c.is_alphabetic()) { id.to_owned() } else { format!("x{id}") }
}
