//! SVG and MathML in a chapter: drawings and formulas that every reader understands.
//!
//! In: elements of the two vocabularies, as raw HTML had them. Out: those that EPUB's XHTML takes,
//! with the children and attributes they may have; nothing in them runs or comes from elsewhere.
//! Source: EPUB 3.3 sections 6.1.4 (MathML) and 6.2 (SVG).

mod mathml;
mod svg;

use super::Report;
use crate::tree::{Data, Element, Name, NodeId, Step, Tree};
pub(super) use mathml::mend as mathml;
use std::borrow::Cow;
pub(super) use svg::{Fate, settle as svg};

/// Leaves nothing but text in an element.
fn flatten(tree: &mut Tree<'_>, id: NodeId) {
    if tree.children(id).all(|child| matches!(tree.data(child), Data::Text(_))) {
        return;
    }
    let text = tree.plain_text(id);
    while let Some(child) = tree.first_child(id) {
        tree.detach(child);
    }
    let at = tree.at(id);
    let text = tree.create(Data::Text(Cow::Owned(text)), at);
    tree.append(id, text);
}

/// Takes references to notes out of a drawing or formula, where no link can stand, and puts them
/// behind it.
pub(super) fn lift_notes(tree: &mut Tree<'_>, root: NodeId) {
    let mut found = Vec::new();
    let mut html = 0_usize;
    for step in tree.walk(root) {
        let (id, enters) = match step {
            Step::Enter(id) => (id, true),
            Step::Leave(id) => (id, false),
        };
        match tree.data(id) {
            Data::Element(Element { name: Name::Svg(name), .. })
                if name.as_ref() == "foreignObject" =>
            {
                html = if enters { html + 1 } else { html.saturating_sub(1) };
            }
            Data::Noteref(_) if enters && html == 0 => found.push(id),
            _ => {}
        }
    }
    for noteref in found.into_iter().rev() {
        tree.insert_after(root, noteref);
    }
}
