//! What takes the place of things a book can't hold: the most of them that can be kept.
//!
//! In: an element that is about to go, or to give its place to its content. Out: the same element
//! as a link, an image or a sign, where that says more than nothing.

use crate::tree::{Attr, Data, Element, Name, NodeId, Tag, Tree, Value};
use std::borrow::Cow;

/// Puts a substitute in the place of the element's name and attributes; true where there is one,
/// and the element stays.
pub(super) fn substitute(tree: &mut Tree<'_>, id: NodeId, tag: Tag) -> bool {
    match tag {
        Tag::Iframe | Tag::Frame | Tag::Embed => {
            // What stands between the tags of an `iframe` is for programs without frames.
            while let Some(child) = tree.first_child(id) {
                tree.detach(child);
            }
            link(tree, id, "src", &["title", "name"])
        }
        Tag::Object => object(tree, id),
        Tag::Area => link(tree, id, "href", &["alt", "title"]),
        Tag::Input => input(tree, id),
        Tag::Picture => {
            picture(tree, id);
            false
        }
        _ => false,
    }
}

/// The address for an image that only names several to choose from.
pub(super) fn choose_source(element: &mut Element<'_>) {
    let empty = element.attr("src").is_none_or(|src| src.trim().is_empty());
    if empty && let Some(address) = element.attr("srcset").and_then(first_candidate) {
        element.set("src", Value::Text(Cow::Owned(address)));
    }
}

/// The first address of a list as `srcset` holds it. Source: HTML standard section 4.8.4.2.1.
fn first_candidate(srcset: &str) -> Option<String> {
    let word = srcset
        .split_ascii_whitespace()
        .map(|word| word.trim_matches(','))
        .find(|w| !w.is_empty())?;
    Some(word.to_owned())
}

fn attr(tree: &Tree<'_>, id: NodeId, name: &str) -> Option<String> {
    let value = tree.element(id)?.attr(name)?.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

fn become_element(tree: &mut Tree<'_>, id: NodeId, tag: Tag, own: Vec<Attr<'static>>, class: &str) {
    if let Some(element) = tree.element_mut(id) {
        element.name = Name::Html(tag);
        element.attrs.retain(|attr| matches!(attr.name.as_ref(), "id" | "class" | "lang" | "dir"));
        element.attrs.extend(own);
        element.add_class(class);
    }
}

/// A link to what would have been shown there, named by the first attribute of `names` that says
/// something, else by the address itself.
fn link(tree: &mut Tree<'_>, id: NodeId, address: &str, names: &[&str]) -> bool {
    let Some(address) = attr(tree, id, address) else { return false };
    let name = names.iter().find_map(|name| attr(tree, id, name));
    let class =
        tree.element(id).map(|element| element.name.as_str().to_owned()).unwrap_or_default();
    let at = tree.at(id);
    let shown = name.unwrap_or_else(|| address.clone());
    become_element(tree, id, Tag::A, vec![Attr::new("href", address)], &class);
    let text = tree.create(Data::Text(Cow::Owned(shown)), at);
    tree.append(id, text);
    // Links that took the place of things beside each other.
    let space = tree.create(Data::Text(Cow::Borrowed(" ")), at);
    tree.insert_after(id, space);
    true
}

/// An image stays one; of anything else its fallback is shown, and where it has none, a link.
fn object(tree: &mut Tree<'_>, id: NodeId) -> bool {
    let Some(data) = attr(tree, id, "data") else { return false };
    let kind = attr(tree, id, "type").unwrap_or_default();
    let ending = data.split(['?', '#']).next().and_then(|path| path.rsplit('.').next());
    let image = kind.starts_with("image/")
        || (kind.is_empty()
            && ending.is_some_and(|ending| {
                matches!(
                    ending.to_ascii_lowercase().as_str(),
                    "svg" | "png" | "jpg" | "jpeg" | "gif" | "webp"
                )
            }));
    let fallback = tree.plain_text(id);
    let fallback = fallback.split_whitespace().collect::<Vec<_>>().join(" ");
    if image {
        let alt = if fallback.is_empty() { attr(tree, id, "title") } else { Some(fallback) };
        while let Some(child) = tree.first_child(id) {
            tree.detach(child);
        }
        let mut own = vec![Attr::new("src", data)];
        own.extend(alt.map(|alt| Attr::new("alt", alt)));
        become_element(tree, id, Tag::Img, own, "object");
        return true;
    }
    let shows = tree.descendants(id).any(|node| tree.tag(node) == Some(Tag::Img));
    fallback.is_empty() && !shows && link(tree, id, "data", &["title", "name"])
}

/// A box to tick is shown as one, and a text that was filled in stays.
fn input(tree: &mut Tree<'_>, id: NodeId) -> bool {
    let kind = attr(tree, id, "type").unwrap_or_default().to_ascii_lowercase();
    let checked = tree.element(id).is_some_and(|element| element.attr("checked").is_some());
    let shown = match kind.as_str() {
        "checkbox" => if checked { "\u{2611}" } else { "\u{2610}" }.to_owned(),
        "radio" => if checked { "\u{25c9}" } else { "\u{25cb}" }.to_owned(),
        "hidden" | "password" | "file" | "color" | "range" => return false,
        "image" => match attr(tree, id, "alt") {
            Some(alt) => alt,
            None => return false,
        },
        _ => match attr(tree, id, "value") {
            Some(value) => value,
            None => return false,
        },
    };
    let at = tree.at(id);
    become_element(tree, id, Tag::Span, Vec::new(), "input");
    let text = tree.create(Data::Text(Cow::Owned(shown)), at);
    tree.append(id, text);
    true
}

/// A `picture` whose image is missing gets one, of the first file it would choose from.
fn picture(tree: &mut Tree<'_>, id: NodeId) {
    let children: Vec<NodeId> = tree.children(id).collect();
    let has_image = children.iter().any(|child| tree.tag(*child) == Some(Tag::Img));
    let mut first = None;
    for child in children {
        if tree.tag(child) == Some(Tag::Source) {
            let srcset = attr(tree, child, "srcset").or_else(|| attr(tree, child, "src"));
            first = first.or_else(|| srcset.as_deref().and_then(first_candidate));
            tree.detach(child);
        }
    }
    if !has_image && let Some(address) = first {
        let at = tree.at(id);
        let mut image = Element::html(Tag::Img);
        image.attrs.push(Attr::new("src", address));
        let image = tree.create(Data::Element(image), at);
        tree.append(id, image);
    }
}
