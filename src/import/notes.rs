//! The notes of a page.
//!
//! In: the tree of a text. Out: its notes, taken out of the text, with references in their places.
//! Refuses to know: how notes look on any one site. A note is what a short link leads to, a number or a
//! sign, where a block with that id stands later on the page.

use super::page::blocks::is_block;
use crate::tree::{Data, NodeId, Tag, Tree};
use std::collections::BTreeMap;

/// Letters of the link that refers to a note, at most.
const LONGEST: usize = 6;

/// Takes the notes out of the text: label and node of each.
pub(super) fn find(tree: &mut Tree<'static>, container: NodeId) -> Vec<(String, NodeId)> {
    find_after(tree, container, 0)
}

/// The same, where `before` notes of the text are known already and have the first numbers.
pub(super) fn find_after(
    tree: &mut Tree<'static>,
    container: NodeId,
    before: usize,
) -> Vec<(String, NodeId)> {
    let order: BTreeMap<NodeId, usize> =
        tree.descendants(container).enumerate().map(|(place, id)| (id, place)).collect();
    let mut ids: BTreeMap<String, NodeId> = BTreeMap::new();
    for id in tree.descendants(container) {
        let Some(element) = tree.element(id) else { continue };
        let own = element
            .attr("id")
            .or_else(|| element.attr("name").filter(|_| element.name.html() == Some(Tag::A)));
        if let Some(name) = own.filter(|name| !name.is_empty()) {
            ids.entry(name.to_owned()).or_insert(id);
        }
    }
    let mut notes: Vec<(String, NodeId)> = Vec::new();
    let mut of_block: BTreeMap<NodeId, usize> = BTreeMap::new();
    let links: Vec<NodeId> =
        tree.descendants(container).filter(|id| tree.tag(*id) == Some(Tag::A)).collect();
    let mut found: Vec<(NodeId, usize)> = Vec::new();
    for link in links {
        let Some(target) = target(tree, link, &ids) else { continue };
        let text = tree.plain_text(link);
        let sign = text.trim().trim_matches(['[', ']', '(', ')', '*', '†', '‡', '§']);
        let short = text.trim().chars().count() <= LONGEST
            && (sign.is_empty() && !text.trim().is_empty()
                || sign.chars().all(|c| c.is_ascii_digit())
                || sign.chars().count() == 1);
        let later = order.get(&target) > order.get(&link);
        let Some(block) = block_of(tree, target, container).filter(|_| short && later) else {
            continue;
        };
        if tree.tag(block).is_some_and(|tag| tag.heading_level().is_some())
            || holds(tree, block, link)
        {
            continue;
        }
        let index = *of_block.entry(block).or_insert_with(|| {
            notes.push((String::new(), block));
            notes.len() - 1
        });
        found.push((link, index));
    }
    for (link, index) in found {
        refer(tree, link, before + index);
    }
    for (index, (label, node)) in notes.iter_mut().enumerate() {
        *label = (before + index + 1).to_string();
        let above = tree.parent(*node);
        *node = made_of(tree, *node);
        if let Some(above) = above {
            sweep(tree, above, container);
        }
    }
    notes
}

/// Makes a note of a block: its text without what leads to it and back, below a root of its own.
pub(super) fn made_of(tree: &mut Tree<'static>, block: NodeId) -> NodeId {
    let root = tree.create(Data::Root, 0);
    unmark(tree, block);
    let keeps = tree
        .tag(block)
        .is_some_and(|tag| matches!(tag, Tag::P | Tag::Ul | Tag::Ol | Tag::Blockquote));
    if keeps {
        tree.append(root, block);
    } else {
        tree.move_children(block, root);
        tree.detach(block);
    }
    root
}

/// Puts a reference in the place of a link, and of the superscript that holds nothing else.
pub(super) fn refer(tree: &mut Tree<'static>, link: NodeId, index: usize) {
    let sup = tree.parent(link).filter(|above| {
        tree.tag(*above) == Some(Tag::Sup)
            && tree.plain_text(*above).trim() == tree.plain_text(link).trim()
    });
    let place = sup.unwrap_or(link);
    let reference = tree.create(Data::Noteref(index), 0);
    tree.insert_before(place, reference);
    tree.detach(place);
    trim_before(tree, reference);
}

/// The element of the page that a link leads to.
fn target(tree: &Tree<'static>, link: NodeId, ids: &BTreeMap<String, NodeId>) -> Option<NodeId> {
    let href = tree.element(link)?.attr("href")?;
    let (_, fragment) = href.split_once('#')?;
    ids.get(fragment).or_else(|| ids.get(crate::address::decoded(fragment).as_str())).copied()
}

fn holds(tree: &Tree<'static>, block: NodeId, node: NodeId) -> bool {
    let mut at = Some(node);
    while let Some(id) = at {
        if id == block {
            return true;
        }
        at = tree.parent(id);
    }
    false
}

/// The block that is the note: the one around the target, or the one around that where it holds
/// nothing but the number.
pub(super) fn block_of(tree: &Tree<'static>, target: NodeId, container: NodeId) -> Option<NodeId> {
    let mut at = target;
    loop {
        if at == container {
            return None;
        }
        let block = tree.tag(at).is_some_and(is_block);
        let text = tree.plain_text(at);
        let says = text.chars().filter(|c| c.is_alphabetic()).count() > 2;
        if block
            && says
            && !matches!(tree.tag(at), Some(Tag::Ol | Tag::Ul | Tag::Table | Tag::Section))
        {
            return (text.len() < 20_000).then_some(at);
        }
        at = tree.parent(at)?;
    }
}

/// Takes the number before a note and the way back behind it out.
fn unmark(tree: &mut Tree<'static>, block: NodeId) {
    let links: Vec<NodeId> =
        tree.descendants(block).filter(|id| tree.tag(*id) == Some(Tag::A)).collect();
    for link in links {
        let text = tree.plain_text(link);
        let text = text.trim();
        let back = text.chars().all(|c| !c.is_alphabetic()) && text.chars().count() <= LONGEST;
        let within = tree
            .element(link)
            .and_then(|element| element.attr("href"))
            .is_some_and(|href| href.starts_with('#') || href.contains('#'));
        let anchor = tree.element(link).is_some_and(|element| element.attr("href").is_none());
        if back && (within || anchor) {
            let above = tree.parent(link);
            tree.detach(link);
            let empty =
                above.filter(|above| *above != block && tree.plain_text(*above).trim().is_empty());
            if let Some(above) = empty.filter(|above| {
                tree.first_child(*above).is_none() || tree.tag(*above) == Some(Tag::Sup)
            }) {
                tree.detach(above);
            }
        }
    }
    let first = tree.descendants(block).find(|id| match tree.data(*id) {
        Data::Text(text) => !text.trim().is_empty(),
        _ => false,
    });
    if let Some(first) = first
        && let Data::Text(text) = tree.data_mut(first)
    {
        let words = text.trim_start();
        let rest = words.trim_start_matches(['[', '(', '^']);
        let digits = rest.chars().take_while(char::is_ascii_digit).count();
        let after = rest.get(digits..).unwrap_or_default();
        let trimmed = after.trim_start_matches([']', ')', '.', ':', ' ', '\u{a0}', '↑', '^']);
        let number = (1..=3).contains(&digits) && after.len() > trimmed.len();
        let sign = digits == 0
            && words.len() > rest.len().min(trimmed.len())
            && trimmed.len() < words.len();
        if number || sign {
            *text = trimmed.to_owned().into();
        } else {
            *text = words.to_owned().into();
        }
    }
    let last = tree
        .descendants(block)
        .filter(|id| matches!(tree.data(*id), Data::Text(text) if !text.trim().is_empty()))
        .last();
    if let Some(last) = last
        && let Data::Text(text) = tree.data_mut(last)
    {
        *text = text
            .trim_end_matches(|c: char| {
                c.is_whitespace() || matches!(c, '↩' | '↑' | '↵' | '\u{fe0e}')
            })
            .to_owned()
            .into();
    }
}

/// White space before a reference goes.
fn trim_before(tree: &mut Tree<'static>, reference: NodeId) {
    if let Some(before) = tree.previous(reference)
        && let Data::Text(text) = tree.data_mut(before)
    {
        *text = text.trim_end().to_owned().into();
    }
}

/// Takes out what held the notes and holds nothing any more, with the heading or rule above it.
pub(super) fn sweep(tree: &mut Tree<'static>, from: NodeId, container: NodeId) {
    let mut at = from;
    while at != container {
        let Some(above) = tree.parent(at) else { return };
        let rest = tree.plain_text(at);
        let heading = || {
            tree.children(at).all(|child| {
                !matches!(tree.data(child), Data::Element(_))
                    || tree
                        .tag(child)
                        .is_some_and(|tag| tag.heading_level().is_some() || tag == Tag::Hr)
            })
        };
        if !rest.trim().is_empty() && !heading() {
            return;
        }
        let mut before = tree.previous(at);
        tree.detach(at);
        while let Some(node) = before {
            let next = tree.previous(node);
            let blank = matches!(tree.data(node), Data::Text(text) if text.trim().is_empty());
            let title = tree.tag(node).is_some_and(|tag| tag.heading_level().is_some())
                && tree.plain_text(node).trim().chars().count() < 40;
            if title || tree.tag(node) == Some(Tag::Hr) {
                tree.detach(node);
            } else if !blank {
                break;
            }
            before = next;
        }
        at = above;
    }
}
