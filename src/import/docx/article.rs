//! A document without chapters may be an article with its credits.
//!
//! In: the one chapter of a document. Out: the facts that its paragraphs tell, taken out of it. Refuses
//! to know: how credits are told apart.

use super::body::Reader;
use super::content::folded;
use crate::import::credits::{self, Block, Form, Part};
use crate::import::draft::{At, Draft};
use crate::tree::{NodeId, Tag};

/// Reads the credits of an article.
pub(super) fn read(reader: &mut Reader<'_>, draft: &mut Draft) {
    let Some(body) = reader
        .chapters
        .iter()
        .map(|body| body.node)
        .find(|node| reader.tree.first_child(*node).is_some())
    else {
        return;
    };
    let nodes: Vec<NodeId> = reader.tree.children(body).collect();
    let mut blocks = Vec::new();
    for (number, node) in nodes.iter().enumerate() {
        let text = folded(&reader.tree.plain_text(*node));
        let form = match reader.tree.tag(*node) {
            Some(Tag::H1 | Tag::H2) => Form::Heading(2),
            Some(Tag::H3) => Form::Heading(3),
            Some(Tag::H4 | Tag::H5 | Tag::H6) => Form::Heading(4),
            Some(Tag::Blockquote) => Form::Quote,
            Some(Tag::Figure) => Form::Caption,
            Some(Tag::P) => Form::Plain,
            _ => Form::Item,
        };
        blocks.push(Block { line: number + 1, text, form });
    }
    let known = draft.findings.len();
    let parts = credits::read(&blocks, draft);
    for ((node, block), part) in nodes.iter().zip(&blocks).zip(parts) {
        match part {
            Part::Body | Part::Heading => {}
            Part::Fact => reader.tree.detach(*node),
            Part::Chrome(what) => {
                reader.tree.detach(*node);
                draft.drop(paragraph(block.line), &block.text, what);
            }
        }
    }
    // There are no lines in a document.
    for finding in draft.findings.iter_mut().skip(known) {
        if let At::Line(line) = finding.origin.at {
            finding.origin.at = paragraph(line);
        }
    }
}

fn paragraph(number: usize) -> At {
    At::Part(format!("paragraph {number}"))
}
