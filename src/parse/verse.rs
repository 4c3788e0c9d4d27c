//! What stands in lines: verse, and the line below a quotation that says whose it is.
//!
//! In: the tree of a chapter, and where its divisions begin. Out: the same tree, in which each line
//! of a stanza is an element, and a quotation's last line, where it begins with a dash, a paragraph
//! of the class `attribution`. Refuses to know: how either looks.

use super::division::Mark;
use crate::tree::{Attr, Data, Element, Name, NodeId, Tag, Tree};
use std::borrow::Cow;
use std::collections::HashMap;

/// Steps of indentation that are told apart.
const STEPS: usize = 8;

/// Sets lines of verse and attributions below `root`.
pub(super) fn set(tree: &mut Tree<'_>, root: NodeId, marks: &HashMap<usize, Mark>) {
    let mut stanzas = Vec::new();
    let mut quotations = Vec::new();
    for node in tree.descendants(root) {
        match tree.tag(node) {
            Some(Tag::Blockquote) => quotations.push(node),
            Some(Tag::Div) => {
                if let Some(Mark::Open(opening)) = marks.get(&tree.at(node)) {
                    quotations.push(node);
                    if opening.is_verse() {
                        stanzas.push(node);
                    }
                }
            }
            _ => {}
        }
    }
    for quotation in quotations {
        attribute(tree, quotation);
    }
    for verse in stanzas {
        let paragraphs: Vec<NodeId> = tree
            .descendants(verse)
            .filter(|node| tree.tag(*node) == Some(Tag::P) && !is_attribution(tree, *node))
            .collect();
        for paragraph in paragraphs {
            part(tree, paragraph);
        }
    }
}

fn is_attribution(tree: &Tree<'_>, node: NodeId) -> bool {
    tree.element(node).is_some_and(|element| element.attr("class") == Some("attribution"))
}

/// Makes an element of each line of a stanza. A break inside an element of the line (emphasis that
/// runs over two lines) stays a break.
fn part(tree: &mut Tree<'_>, stanza: NodeId) {
    let children: Vec<NodeId> = tree.children(stanza).collect();
    if !children.iter().any(|child| has_words(tree, *child)) {
        return;
    }
    for child in &children {
        tree.detach(*child);
    }
    let mut line = None;
    for child in children {
        let at = tree.at(child);
        let text = match tree.data(child) {
            Data::Text(text) => Some(text.clone().into_owned()),
            _ => None,
        };
        let Some(text) = text else {
            let line = *line.get_or_insert_with(|| begin(tree, stanza, at, ""));
            breaks(tree, child);
            tree.append(line, child);
            continue;
        };
        for (index, piece) in text.split('\n').enumerate() {
            if index > 0 {
                line = None;
            }
            let words = if line.is_none() { piece.trim_start() } else { piece };
            if words.is_empty() {
                if line.is_none() && !piece.is_empty() {
                    line = Some(begin(tree, stanza, at, piece));
                }
                continue;
            }
            let line = *line.get_or_insert_with(|| begin(tree, stanza, at, piece));
            let node = tree.create(Data::Text(Cow::Owned(words.to_owned())), at);
            tree.append(line, node);
        }
    }
}

fn has_words(tree: &Tree<'_>, node: NodeId) -> bool {
    match tree.data(node) {
        Data::Text(text) => !text.trim().is_empty(),
        _ => true,
    }
}

/// Begins a line of a stanza; `piece` is its text with the space before it.
fn begin(tree: &mut Tree<'_>, stanza: NodeId, at: usize, piece: &str) -> NodeId {
    if tree.first_child(stanza).is_some() {
        // For readers without style sheets; with one, the line is a block.
        let end = tree.create(Data::Element(Element::html(Tag::Br)), at);
        tree.append(stanza, end);
    }
    let spaces = piece.len() - piece.trim_start_matches(' ').len();
    let class = match spaces.div_ceil(2).min(STEPS) {
        0 => "line".to_owned(),
        step => format!("line indent-{step}"),
    };
    let attrs = vec![Attr::new("class", class)];
    let line = tree.create(Data::Element(Element { name: Name::Html(Tag::Span), attrs }), at);
    tree.append(stanza, line);
    line
}

/// Puts an element for each line end in the text below a node.
fn breaks(tree: &mut Tree<'_>, top: NodeId) {
    let texts: Vec<NodeId> = tree
        .descendants(top)
        .filter(|node| matches!(tree.data(*node), Data::Text(text) if text.contains('\n')))
        .collect();
    for node in texts {
        let at = tree.at(node);
        let Data::Text(text) = tree.data(node) else { continue };
        let lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        let mut last = node;
        for (index, line) in lines.into_iter().enumerate() {
            if index == 0 {
                *tree.data_mut(node) = Data::Text(Cow::Owned(line));
                continue;
            }
            let end = tree.create(Data::Element(Element::html(Tag::Br)), at);
            tree.insert_after(last, end);
            let text = tree.create(Data::Text(Cow::Owned(line)), at);
            tree.insert_after(end, text);
            last = text;
        }
    }
}

/// Whether a text begins as a line that names a quotation's author does: with a dash, and a space
/// or a capital after it; or with a horizontal bar.
fn is_dashed(text: &str) -> bool {
    let rest = text.trim_start();
    let dash = ["---", "--", "\u{2014}", "\u{2013}"].into_iter().find_map(|d| rest.strip_prefix(d));
    dash.is_some_and(|after| {
        after.starts_with(|c: char| matches!(c, ' ' | '\u{a0}') || c.is_uppercase())
    }) || rest.starts_with('\u{2015}')
}

/// Whether the text of a node begins as such a line does.
fn begins_dashed(tree: &Tree<'_>, node: NodeId) -> bool {
    is_dashed(&tree.plain_text(node))
}

/// Marks the last paragraph of a quotation, or the last line of that, as its attribution, where
/// it begins with a dash and nothing before it does: else it is speech.
fn attribute(tree: &mut Tree<'_>, quotation: NodeId) {
    let blocks: Vec<NodeId> =
        tree.children(quotation).filter(|node| tree.element(*node).is_some()).collect();
    let Some((last, before)) = blocks.split_last() else { return };
    if tree.tag(*last) != Some(Tag::P) || before.iter().any(|node| begins_dashed(tree, *node)) {
        return;
    }
    if begins_dashed(tree, *last) {
        if !before.is_empty()
            && let Some(element) = tree.element_mut(*last)
        {
            element.add_class("attribution");
        }
        return;
    }
    part_last_line(tree, *last);
}

/// Parts the last line of a paragraph from it, where that begins with a dash.
fn part_last_line(tree: &mut Tree<'_>, paragraph: NodeId) {
    let children: Vec<NodeId> = tree.children(paragraph).collect();
    let found =
        children.iter().enumerate().rev().find_map(|(index, child)| match tree.data(*child) {
            Data::Text(text) => {
                text.rfind('\n').map(|end| (index, *child, end, text.clone().into_owned()))
            }
            _ => None,
        });
    let Some((index, child, end, text)) = found else { return };
    let (head, tail) = text.split_at(end);
    let tail = tail.trim_start();
    let mut whole = tail.to_owned();
    for rest in children.iter().skip(index + 1) {
        whole.push_str(&match tree.data(*rest) {
            Data::Text(text) => text.clone().into_owned(),
            _ => tree.plain_text(*rest),
        });
    }
    if !is_dashed(&whole) {
        return;
    }
    let at = tree.at(child);
    let attrs = vec![Attr::new("class", "attribution")];
    let line = tree.create(Data::Element(Element { name: Name::Html(Tag::P), attrs }), at);
    tree.insert_after(paragraph, line);
    if !tail.is_empty() {
        let words = tree.create(Data::Text(Cow::Owned(tail.to_owned())), at);
        tree.append(line, words);
    }
    for rest in children.iter().skip(index + 1) {
        tree.detach(*rest);
        tree.append(line, *rest);
    }
    if head.trim().is_empty() {
        tree.detach(child);
        // The line before was ended by a break of its own.
        if let Some(last) = tree.last_child(paragraph)
            && tree.tag(last) == Some(Tag::Br)
        {
            tree.detach(last);
        }
    } else {
        *tree.data_mut(child) = Data::Text(Cow::Owned(head.to_owned()));
    }
}
