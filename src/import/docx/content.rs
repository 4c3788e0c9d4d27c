//! What is found in XML without reading it: what a content control holds, which form of a thing counts,
//! what the words are.
//!
//! In: nodes. Out: nodes and text. Refuses to know: what becomes of them.

use super::package::{child, on, value};
use roxmltree::Node;

/// What stands in a content control.
pub(super) enum Sdt<'x> {
    /// Its content.
    Shown(Node<'x, 'x>),
    /// A table of contents.
    Contents(Node<'x, 'x>),
    /// Nothing, or words that ask for something to be filled in.
    Nothing,
}

/// What stands in a content control. Source: ECMA-376 part 1, section 17.5.2.
pub(super) fn content<'x>(node: Node<'x, 'x>) -> Sdt<'x> {
    let Some(content) = child(node, "sdtContent") else { return Sdt::Nothing };
    let Some(properties) = child(node, "sdtPr") else { return Sdt::Shown(content) };
    if on(properties, "showingPlcHdr") == Some(true) {
        return Sdt::Nothing;
    }
    match child(properties, "docPartObj").and_then(|object| value(object, "docPartGallery")) {
        Some("Table of Contents") => Sdt::Contents(content),
        _ => Sdt::Shown(content),
    }
}

/// One of the forms of a thing: the first that holds something known. Source: ECMA-376 part 3,
/// section 9.
pub(super) fn alternative<'x>(node: Node<'x, 'x>) -> Option<Node<'x, 'x>> {
    let known = |form: &Node<'x, 'x>| {
        form.descendants().any(|node| {
            matches!(
                node.tag_name().name(),
                "txbxContent" | "blip" | "imagedata" | "t" | "oMath" | "p"
            )
        })
    };
    let mut forms =
        node.children().filter(|form| matches!(form.tag_name().name(), "Choice" | "Fallback"));
    let first = forms.clone().next();
    forms.find(known).or(first)
}

/// The words of a part of the document, a line a paragraph.
pub(super) fn words(node: Node<'_, '_>) -> String {
    let mut out = String::new();
    for node in node.descendants().filter(Node::is_element) {
        match node.tag_name().name() {
            "t" | "delText" => out.push_str(node.text().unwrap_or_default()),
            "tab" | "br" | "cr" => out.push(' '),
            "p" if !out.is_empty() => out.push('\n'),
            _ => {}
        }
    }
    out
}

/// Whether a paragraph is an ornament that parts two passages.
pub(super) fn is_break(words: &str) -> bool {
    let signs: Vec<char> = words.chars().filter(|c| !c.is_whitespace()).collect();
    let all = |set: &str| signs.iter().all(|c| set.contains(*c));
    match signs.len() {
        0 | 13.. => false,
        1 => all("*∗＊⁂#❦❧☙✻✽"),
        2 => all("*∗＊⁂❦❧☙✻✽"),
        _ => all("*∗＊⁂❦❧☙✻✽-–—_~·•#"),
    }
}

/// A text in one line.
pub(super) fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
