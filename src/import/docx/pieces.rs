//! Runs of a line, as they are put into the tree.
//!
//! In: pieces of text, each with all that it is. Out: elements around what they have in common.
//! Refuses to know: where the pieces come from.

use crate::tree::{Attr, Data, Element, NodeId, Tag, Tree};
use std::borrow::Cow;

/// What a piece is, the outermost first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    /// A link: its number.
    Link(usize),
    Lang(String),
    Bold,
    Italic,
    Underline,
    Strike,
    SmallCaps,
    Marked,
    Above,
    Below,
    Code,
}

/// What a piece holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    /// Text; tabs are in it.
    Text(String),
    /// The end of a line.
    Break,
    /// Something that was made already: a picture.
    Node(NodeId),
    /// A reference to a note: its number in the chapter.
    Note(usize),
    /// The place that a bookmark names: a node that is made already.
    Anchor(NodeId),
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// What it is, sorted.
    pub(super) marks: Vec<Mark>,
    /// What it holds.
    pub(super) content: Content,
}

impl Piece {
    /// Whether nothing of it is seen.
    pub(super) fn is_blank(&self) -> bool {
        match &self.content {
            Content::Text(text) => text.chars().all(char::is_whitespace),
            Content::Break | Content::Anchor(_) => true,
            Content::Node(_) | Content::Note(_) => false,
        }
    }
}

/// The text of pieces, ends of lines as such.
pub(super) fn text(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for piece in pieces {
        match &piece.content {
            Content::Text(text) => out.push_str(text),
            Content::Break => out.push('\n'),
            _ => {}
        }
    }
    out
}

/// Takes away breaks and white space at both ends; anchors stay.
pub(super) fn trim(pieces: &mut Vec<Piece>) {
    let is_gap = |piece: &Piece| piece.is_blank() && !matches!(piece.content, Content::Anchor(_));
    let first = pieces.iter().position(|piece| !piece.is_blank()).unwrap_or(pieces.len());
    let last = pieces.iter().rposition(|piece| !piece.is_blank()).unwrap_or(0);
    let mut at = 0;
    pieces.retain(|piece| {
        let inside = (first..=last).contains(&at);
        at += 1;
        inside || !is_gap(piece)
    });
}

/// Puts pieces below `parent`. `links` holds the addresses of links, by their number.
pub(super) fn put(tree: &mut Tree<'static>, parent: NodeId, pieces: &[Piece], links: &[String]) {
    let marks = settled(pieces);
    let mut open: Vec<(&Mark, NodeId)> = Vec::new();
    for (piece, marks) in pieces.iter().zip(&marks) {
        let same = open.iter().zip(marks).take_while(|((open, _), mark)| open == mark).count();
        open.truncate(same);
        for mark in marks.iter().skip(same) {
            let holder = open.last().map_or(parent, |(_, node)| *node);
            let node = tree.create(Data::Element(element(mark, links)), 0);
            tree.append(holder, node);
            open.push((mark, node));
        }
        let holder = open.last().map_or(parent, |(_, node)| *node);
        match &piece.content {
            Content::Text(text) => put_text(tree, holder, text),
            Content::Break => {
                let node = tree.create(Data::Element(Element::html(Tag::Br)), 0);
                tree.append(holder, node);
            }
            Content::Node(node) | Content::Anchor(node) => tree.append(holder, *node),
            Content::Note(number) => {
                let node = tree.create(Data::Noteref(*number), 0);
                tree.append(holder, node);
            }
        }
    }
}

/// The marks of each piece; what shows nothing has those that its neighbours share, so that it parts
/// none of them.
fn settled(pieces: &[Piece]) -> Vec<Vec<Mark>> {
    let plain = |piece: &Piece| piece.is_blank() || matches!(piece.content, Content::Note(_));
    // The marks of the next piece that shows something, from the end.
    let mut next: Vec<&[Mark]> = Vec::with_capacity(pieces.len());
    let mut after: &[Mark] = &[];
    for piece in pieces.iter().rev() {
        next.push(after);
        if !plain(piece) {
            after = &piece.marks;
        }
    }
    next.reverse();
    let mut before: &[Mark] = &[];
    let mut out = Vec::with_capacity(pieces.len());
    for (piece, after) in pieces.iter().zip(next) {
        if plain(piece) {
            let note = matches!(piece.content, Content::Note(_));
            let both = before.iter().filter(|mark| after.contains(mark));
            let inside = both.filter(|mark| {
                !(note && matches!(mark, Mark::Link(_) | Mark::Above | Mark::Below | Mark::Code))
            });
            out.push(inside.cloned().collect());
        } else {
            before = &piece.marks;
            out.push(piece.marks.clone());
        }
    }
    out
}

fn element(mark: &Mark, links: &[String]) -> Element<'static> {
    let span = |name: &'static str, value: String| {
        let mut span = Element::html(Tag::Span);
        span.attrs.push(Attr::new(name, value));
        span
    };
    match mark {
        Mark::Link(number) => {
            let mut link = Element::html(Tag::A);
            let address = links.get(*number).cloned().unwrap_or_default();
            link.attrs.push(Attr::new("href", address));
            link
        }
        Mark::Lang(tag) => span("lang", tag.clone()),
        Mark::SmallCaps => span("class", "small-caps".to_owned()),
        Mark::Bold => Element::html(Tag::Strong),
        Mark::Italic => Element::html(Tag::Em),
        Mark::Underline => Element::html(Tag::U),
        Mark::Strike => Element::html(Tag::Del),
        Mark::Marked => Element::html(Tag::Mark),
        Mark::Above => Element::html(Tag::Sup),
        Mark::Below => Element::html(Tag::Sub),
        Mark::Code => Element::html(Tag::Code),
    }
}

/// Adds text; what stands beside text is one with it.
pub(super) fn put_text(tree: &mut Tree<'static>, parent: NodeId, words: &str) {
    if let Some(last) = tree.last_child(parent)
        && let Data::Text(text) = tree.data_mut(last)
    {
        text.to_mut().push_str(words);
        return;
    }
    let node = tree.create(Data::Text(Cow::Owned(words.to_owned())), 0);
    tree.append(parent, node);
}
