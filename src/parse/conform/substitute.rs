//! What takes the place of things a book can't hold: the most of them that can be kept.
//!
//! In: an element that is about to go, or to give its place to its content. Out: the same element
//! as a link, an image or a sign, where that says more than nothing.

use super::structure;
use crate::tree::{Attr, Data, Element, Name, NodeId, Tag, Tree, Value};
use std::borrow::Cow;

/// Puts a substitute in the place of the element's name and attributes; true where there is one,
/// and the element stays.
pub(super) fn substitute(tree: &mut Tree<'_>, id: NodeId, tag: Tag) -> bool {
    match tag {
        Tag::Embed => file(tree, id, "src") || link(tree, id, "src", &["title", "name"]),
        Tag::Iframe | Tag::Frame => {
            // What stands between the tags of an `iframe` is for programs without frames.
            while let Some(child) = tree.first_child(id) {
                tree.detach(child);
            }
            link(tree, id, "src", &["title", "name"])
        }
        Tag::Object => object(tree, id),
        Tag::Area => link(tree, id, "href", &["alt", "title"]),
        Tag::Input => input(tree, id),
        Tag::Meter | Tag::Progress => measure(tree, id),
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

/// Gives an element another name and attributes; of its own it keeps those that matter anywhere.
pub(super) fn become_element(
    tree: &mut Tree<'_>,
    id: NodeId,
    tag: Tag,
    own: Vec<Attr<'static>>,
    class: &str,
) {
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
    structure::set_apart(tree, id);
    true
}

/// The element that shows a file of this media type; of none, by the ending of its name.
fn shown_by(kind: &str, address: &str) -> Option<Tag> {
    if let Some((kind, _)) = kind.split_once('/') {
        return match kind {
            "image" => Some(Tag::Img),
            "audio" => Some(Tag::Audio),
            "video" => Some(Tag::Video),
            _ => None,
        };
    }
    let ending = address.split(['?', '#']).next()?.rsplit('.').next()?;
    match ending.to_ascii_lowercase().as_str() {
        "svg" | "png" | "jpg" | "jpeg" | "gif" | "webp" => Some(Tag::Img),
        "mp3" | "m4a" | "opus" => Some(Tag::Audio),
        "mp4" | "m4v" | "webm" => Some(Tag::Video),
        _ => None,
    }
}

fn fallback(tree: &Tree<'_>, id: NodeId) -> String {
    tree.plain_text(id).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An image, a sound or a film, where the file is one. What stands inside is the image's text, or
/// stays as what is shown in the place of the clip.
fn file(tree: &mut Tree<'_>, id: NodeId, address: &str) -> bool {
    let Some(address) = attr(tree, id, address) else { return false };
    let Some(to) = shown_by(&attr(tree, id, "type").unwrap_or_default(), &address) else {
        return false;
    };
    let mut own = vec![Attr::new("src", address)];
    if to != Tag::Audio {
        let sizes = ["width", "height"].into_iter();
        own.extend(sizes.filter_map(|name| Some(Attr::new(name, attr(tree, id, name)?))));
    }
    if to == Tag::Img {
        let alt = Some(fallback(tree, id)).filter(|text| !text.is_empty());
        own.extend(alt.or_else(|| attr(tree, id, "title")).map(|alt| Attr::new("alt", alt)));
        while let Some(child) = tree.first_child(id) {
            tree.detach(child);
        }
    }
    let class = tree.element(id).map(|element| element.name.as_str().to_owned());
    become_element(tree, id, to, own, &class.unwrap_or_default());
    true
}

/// A file that a book can show stays one; of anything else the fallback is shown, and where there
/// is none, a link.
fn object(tree: &mut Tree<'_>, id: NodeId) -> bool {
    if file(tree, id, "data") {
        return true;
    }
    let shows = tree.descendants(id).any(|node| tree.tag(node) == Some(Tag::Img));
    fallback(tree, id).is_empty() && !shows && link(tree, id, "data", &["title", "name"])
}

/// What a bar would show, where no text says it.
fn measure(tree: &mut Tree<'_>, id: NodeId) -> bool {
    let Some(mut shown) = attr(tree, id, "value").filter(|_| tree.first_child(id).is_none()) else {
        return false;
    };
    if let Some(most) = attr(tree, id, "max") {
        shown.push('/');
        shown.push_str(&most);
    }
    put_text(tree, id, shown);
    true
}

/// Makes the element a span that says `shown`.
fn put_text(tree: &mut Tree<'_>, id: NodeId, shown: String) {
    let at = tree.at(id);
    let class = tree.element(id).map(|element| element.name.as_str().to_owned());
    become_element(tree, id, Tag::Span, Vec::new(), &class.unwrap_or_default());
    let text = tree.create(Data::Text(Cow::Owned(shown)), at);
    tree.append(id, text);
    structure::set_apart(tree, id);
}

/// Shows what only an attribute says: the label of a group of options, and that of an option or a
/// command without a text.
pub(super) fn show_label(tree: &mut Tree<'_>, id: NodeId, tag: Tag) {
    let first = tree.first_child(id);
    let shown = match tag {
        Tag::Optgroup => true,
        Tag::Option | Tag::Menuitem => first.is_none(),
        _ => false,
    };
    let Some(label) = attr(tree, id, "label").filter(|_| shown) else { return };
    if let Some(element) = tree.element_mut(id) {
        element.attrs.retain(|attr| attr.name != "label");
    }
    let at = tree.at(id);
    let text = tree.create(Data::Text(Cow::Owned(label)), at);
    let Some(first) = first else { return tree.append(id, text) };
    let mut line = Element::html(Tag::Span);
    line.add_class("label block");
    let line = tree.create(Data::Element(line), at);
    tree.append(line, text);
    tree.insert_before(first, line);
    structure::set_apart(tree, line);
}

/// Keeps the older of two names of an anchor, on an element of its own before it.
pub(super) fn keep_name(tree: &mut Tree<'_>, id: NodeId) {
    let (Some(name), Some(own)) = (attr(tree, id, "name"), attr(tree, id, "id")) else { return };
    if let Some(element) = tree.element_mut(id) {
        element.attrs.retain(|attr| attr.name != "name");
    }
    if name != own {
        let mut place = Element::html(Tag::Span);
        place.attrs.push(Attr::new("id", name));
        let at = tree.at(id);
        let place = tree.create(Data::Element(place), at);
        tree.insert_before(id, place);
    }
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
    put_text(tree, id, shown);
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
