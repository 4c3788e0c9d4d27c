//! `<Listing>`, the element with which the Rust Book and its kin caption their code.
//!
//! In: an element with `number`, `file-name` or `caption`. Out: a `figure` with the file's name
//! above the code and the caption below, an id `listing-…` for links.

use crate::tree::{Attr, Data, Element, Name, NodeId, Tag, Tree};
use pulldown_cmark::{Event, Parser, Tag as MdTag, TagEnd};
use std::borrow::Cow;

/// Whether the element says anything that a caption would hold.
pub(super) fn is_captioned(tree: &Tree<'_>, id: NodeId) -> bool {
    tree.element(id).is_some_and(|element| {
        ["number", "file-name", "caption"].iter().any(|name| element.attr(name).is_some())
    })
}

/// Makes a captioned figure of the element.
pub(super) fn to_figure(tree: &mut Tree<'_>, id: NodeId) {
    let at = tree.at(id);
    let Some(element) = tree.element_mut(id) else { return };
    let take = |name: &str| element.attr(name).map(str::to_owned).filter(|s| !s.trim().is_empty());
    let (number, file, caption) = (take("number"), take("file-name"), take("caption"));
    let own_id = take("id").or_else(|| number.as_ref().map(|n| format!("listing-{n}")));
    *element = Element::html(Tag::Figure);
    element.attrs.push(Attr::new("class", "listing"));
    if let Some(own_id) = own_id {
        element.attrs.push(Attr::new("id", own_id));
    }
    if let Some(file) = file {
        let p = put(tree, id, Tag::P, at);
        if let Some(element) = tree.element_mut(p) {
            element.attrs.push(Attr::new("class", "filename"));
        }
        let text = tree.create(Data::Text(Cow::Owned(file)), at);
        tree.append(p, text);
        if let Some(first) = tree.first_child(id) {
            tree.insert_before(first, p);
        }
    }
    if number.is_none() && caption.is_none() {
        return;
    }
    let figcaption = put(tree, id, Tag::Figcaption, at);
    let mut lead = number.map(|number| format!("Listing {number}")).unwrap_or_default();
    if !lead.is_empty() && caption.is_some() {
        lead.push_str(": ");
    }
    let lead = tree.create(Data::Text(Cow::Owned(lead)), at);
    tree.append(figcaption, lead);
    markdown(tree, figcaption, &caption.unwrap_or_default(), at);
}

fn put(tree: &mut Tree<'_>, parent: NodeId, tag: Tag, at: usize) -> NodeId {
    let node = tree.create(Data::Element(Element { name: Name::Html(tag), attrs: Vec::new() }), at);
    tree.append(parent, node);
    node
}

/// Puts a line of Markdown under `parent`; a caption holds code and emphasis at most.
fn markdown(tree: &mut Tree<'_>, parent: NodeId, line: &str, at: usize) {
    let mut current = parent;
    for event in Parser::new(line) {
        match event {
            Event::Text(text) => {
                let node = tree.create(Data::Text(Cow::Owned(text.to_string())), at);
                tree.append(current, node);
            }
            Event::Code(text) => {
                let node = put(tree, current, Tag::Code, at);
                let text = tree.create(Data::Text(Cow::Owned(text.to_string())), at);
                tree.append(node, text);
            }
            Event::Start(MdTag::Emphasis) => current = put(tree, current, Tag::Em, at),
            Event::Start(MdTag::Strong) => current = put(tree, current, Tag::Strong, at),
            Event::End(TagEnd::Emphasis | TagEnd::Strong) => {
                current = tree.parent(current).unwrap_or(parent);
            }
            _ => {}
        }
    }
}
