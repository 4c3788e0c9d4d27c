//! What Markdown has no words for: raw HTML, which bindery reads as a browser does.
//!
//! In: nodes. Out: HTML without empty lines, which would end a block of it. Refuses to know: what could
//! be said in Markdown.

use super::{Block, Place, Writer, attributes, is_unread, join};
use crate::tree::{Data, Element, Name, NodeId, Step, Tag};

/// A start tag in one line.
pub(super) fn start_tag(element: &Element<'_>) -> String {
    let mut out = String::from("<");
    out.push_str(element.name.as_str());
    for (name, value) in attributes(element) {
        // The mark of the importer's own on images whose description was forgotten.
        if name == "data-alt"
            || !name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))
        {
            continue;
        }
        let name = if name == "xml:lang" { "lang" } else { name };
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        for c in value.chars() {
            match c {
                '&' => out.push_str("&amp;"),
                '"' => out.push_str("&quot;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                c if c.is_control() => out.push(' '),
                c => out.push(c),
            }
        }
        out.push('"');
    }
    out.push('>');
    out
}

fn text(text: &str, kept: bool, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => {}
            // An empty line would end the block.
            '\n' if out.ends_with('\n') || out.trim_end_matches([' ', '\t']).ends_with('\n') => {
                if kept {
                    out.push_str("&#10;");
                }
            }
            c => out.push(c),
        }
    }
}

/// A node and all below it as HTML, without empty lines. References to notes can't be said in it.
pub(super) fn compact(writer: &Writer<'_>, top: NodeId) -> String {
    let tree = writer.tree;
    let mut out = String::new();
    let mut kept = 0_usize;
    let mut step = Some(Step::Enter(top));
    while let Some(now) = step {
        let mut skip = false;
        match now {
            Step::Enter(node) => match tree.data(node) {
                Data::Root => {}
                Data::Noteref(index) => {
                    out.push_str("[^");
                    out.push_str(writer.label(*index));
                    out.push(']');
                }
                Data::Text(words) => text(words, kept > 0, &mut out),
                Data::Element(element) => {
                    skip = element.name.html().is_some_and(is_unread);
                    if !skip {
                        out.push_str(&start_tag(element));
                        if element.name == Name::Html(Tag::Pre) {
                            kept += 1;
                            // The first line end is not part of it.
                            if tree.plain_text(node).starts_with('\n') {
                                out.push('\n');
                            }
                        }
                    }
                }
            },
            Step::Leave(node) => {
                if let Data::Element(element) = tree.data(node) {
                    let tag = element.name.html();
                    if !tag.is_some_and(|tag| tag.is_void() || is_unread(tag)) {
                        out.push_str("</");
                        out.push_str(element.name.as_str());
                        out.push('>');
                    }
                    if tag == Some(Tag::Pre) {
                        kept -= 1;
                    }
                }
            }
        }
        step = match now {
            Step::Enter(node) if skip => Some(Step::Leave(node)),
            _ => tree.step(top, now),
        };
    }
    out
}

impl Writer<'_> {
    /// An element as a block of raw HTML: whole, or with Markdown in it where there are notes.
    pub(super) fn raw_block(&self, node: NodeId, place: &Place) -> Vec<Block> {
        if self.has_noteref(node) {
            return self.framed(node, place);
        }
        let html = compact(self, node);
        let Some(element) = self.element(node) else { return vec![Block::other(html)] };
        let begins = match element.name.html() {
            Some(tag) => begins_block(tag),
            None => false,
        };
        if begins {
            return vec![Block::other(html)];
        }
        // Of other elements a start tag alone in its line begins a block.
        let start = start_tag(element);
        match html.strip_prefix(&start) {
            Some(rest)
                if !rest.trim_start_matches([' ', '\t']).starts_with('\n') && !rest.is_empty() =>
            {
                vec![Block::other(format!("{start}\n{rest}"))]
            }
            _ => vec![Block::other(html)],
        }
    }

    /// An element's tags with Markdown between them.
    pub(super) fn framed(&self, node: NodeId, place: &Place) -> Vec<Block> {
        let Some(element) = self.element(node) else { return Vec::new() };
        let mut blocks = vec![Block::other(start_tag(element))];
        blocks.extend(self.blocks(node, &place.inside()));
        blocks.push(Block::other(format!("</{}>", element.name.as_str())));
        vec![Block::other(join(&blocks))]
    }
}

/// Whether a tag begins a block of HTML wherever it begins a line. Source: CommonMark 0.31 section 4.6,
/// kinds 1 and 6.
fn begins_block(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Pre
            | Tag::Address
            | Tag::Article
            | Tag::Aside
            | Tag::Base
            | Tag::Basefont
            | Tag::Blockquote
            | Tag::Body
            | Tag::Caption
            | Tag::Center
            | Tag::Col
            | Tag::Colgroup
            | Tag::Dd
            | Tag::Details
            | Tag::Dialog
            | Tag::Dir
            | Tag::Div
            | Tag::Dl
            | Tag::Dt
            | Tag::Fieldset
            | Tag::Figcaption
            | Tag::Figure
            | Tag::Footer
            | Tag::Form
            | Tag::Frame
            | Tag::Frameset
            | Tag::H1
            | Tag::H2
            | Tag::H3
            | Tag::H4
            | Tag::H5
            | Tag::H6
            | Tag::Head
            | Tag::Header
            | Tag::Hr
            | Tag::Html
            | Tag::Iframe
            | Tag::Legend
            | Tag::Li
            | Tag::Link
            | Tag::Main
            | Tag::Menu
            | Tag::Menuitem
            | Tag::Nav
            | Tag::Noframes
            | Tag::Ol
            | Tag::Optgroup
            | Tag::Option
            | Tag::P
            | Tag::Param
            | Tag::Search
            | Tag::Section
            | Tag::Summary
            | Tag::Table
            | Tag::Tbody
            | Tag::Td
            | Tag::Tfoot
            | Tag::Th
            | Tag::Thead
            | Tag::Title
            | Tag::Tr
            | Tag::Track
            | Tag::Ul
    )
}
