//! A tree becomes Markdown: bindery's own, so that building it gives the tree again.
//!
//! In: a tree whose addresses are those of the project already. Out: Markdown. Refuses to know: where
//! the tree came from.
//!
//! Nothing is trusted to come out as it was meant: every paragraph and every block that was written is
//! parsed again, as `build` will, and held against the tree (`check`). Where it says something else,
//! more is escaped, and in the end the block is raw HTML, which can say everything. What Markdown has
//! no words for is raw HTML from the beginning, with Markdown in it where blocks may stand.

mod blocks;
mod check;
mod division;
mod escape;
mod inline;
mod lists;
mod raw;
mod tables;

use crate::tree::{Data, Element, NodeId, Tag, Tree};

/// Depth of nesting beyond which only text is written.
const DEPTH: usize = 150;

/// What is written.
#[derive(Debug)]
pub(super) struct Page<'t> {
    /// The tree.
    pub(super) tree: &'t Tree<'static>,
    /// The node whose children are the text.
    pub(super) body: NodeId,
    /// The notes that `Data::Noteref` numbers: label (letters, digits, hyphens) and the node whose
    /// children are the note's text. They are written at the end.
    pub(super) notes: &'t [(String, NodeId)],
}

/// Writes a page, ending in one line end.
pub(super) fn write(page: &Page<'_>) -> String {
    let writer = Writer { tree: page.tree, notes: page.notes };
    let mut blocks = writer.blocks(page.body, &Place::default());
    for (label, node) in page.notes {
        blocks.push(writer.note(label, *node));
    }
    let mut out = join(&blocks);
    out.push('\n');
    out
}

/// Writes nodes of a tree.
#[derive(Clone, Copy)]
struct Writer<'t> {
    tree: &'t Tree<'static>,
    notes: &'t [(String, NodeId)],
}

/// Where a block stands.
#[derive(Debug, Clone, Default)]
struct Place {
    /// How deep, in blocks.
    depth: usize,
    /// Whether what is written here is checked with what is around it.
    checked: bool,
}

impl Place {
    fn inside(&self) -> Place {
        Place { depth: self.depth + 1, checked: self.checked }
    }
}

/// A block of Markdown, of one or several lines, without a line end at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Block {
    text: String,
    kind: BlockKind,
}

/// What a block is, as far as its neighbours have to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BlockKind {
    Paragraph,
    /// A list, and the sign of its items.
    List(char),
    Other,
}

impl Block {
    fn other(text: impl Into<String>) -> Self {
        Block { text: text.into(), kind: BlockKind::Other }
    }

    fn paragraph(text: impl Into<String>) -> Self {
        Block { text: text.into(), kind: BlockKind::Paragraph }
    }
}

/// Blocks with an empty line between two.
fn join(blocks: &[Block]) -> String {
    let texts: Vec<&str> =
        blocks.iter().map(|block| block.text.as_str()).filter(|text| !text.is_empty()).collect();
    texts.join("\n\n")
}

/// Lines with something before each: `first` before the first, `rest` before the others. Before an
/// empty line no space is left at its end.
fn prefixed(text: &str, first: &str, rest: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let prefix = if index == 0 { first } else { rest };
        out.push_str(if line.is_empty() { prefix.trim_end() } else { prefix });
        out.push_str(line);
    }
    out
}

impl<'t> Writer<'t> {
    fn element(&self, node: NodeId) -> Option<&'t Element<'static>> {
        self.tree.element(node)
    }

    fn tag(&self, node: NodeId) -> Option<Tag> {
        self.tree.tag(node)
    }

    /// Whether a node is text of nothing but white space.
    fn is_blank(&self, node: NodeId) -> bool {
        matches!(self.tree.data(node), Data::Text(text) if text.chars().all(is_space))
    }

    /// The children that are not blank.
    fn solid(&self, node: NodeId) -> Vec<NodeId> {
        self.tree.children(node).filter(|child| !self.is_blank(*child)).collect()
    }

    fn label(&self, index: usize) -> &'t str {
        self.notes.get(index).map_or("", |(label, _)| label.as_str())
    }

    /// Whether there is a reference to a note below a node.
    fn has_noteref(&self, top: NodeId) -> bool {
        self.tree.descendants(top).any(|node| matches!(self.tree.data(node), Data::Noteref(_)))
    }

    /// Whether a node is a block: one by itself, or an element of the line that holds one.
    fn is_block(&self, node: NodeId) -> bool {
        match self.tree.data(node) {
            Data::Element(element) => match element.name.html() {
                Some(Tag::Img | Tag::Svg | Tag::Math) => false,
                Some(Tag::Button | Tag::Select | Tag::Object | Tag::Ruby) => false,
                Some(tag) if !tag.is_phrasing() => !is_part_of_line(tag),
                Some(Tag::Audio | Tag::Video | Tag::Canvas | Tag::Iframe) => false,
                None if !matches!(element.name, crate::tree::Name::Unknown(_)) => false,
                _ => self.tree.children(node).any(|child| self.is_block(child)),
            },
            _ => false,
        }
    }

    /// The definition of a note.
    fn note(&self, label: &str, node: NodeId) -> Block {
        let place = Place { depth: 1, checked: false };
        let blocks = self.blocks(node, &place);
        let text = join(&blocks);
        let mark = format!("[^{label}]: ");
        let written = prefixed(&text, &mark, "    ");
        if check::note(self, label, node, &written) {
            return Block::other(written);
        }
        // A note that begins with a block: its beginning is a line of its own.
        let apart = format!("{}\n{}", mark.trim_end(), prefixed(&text, "    ", "    "));
        if check::note(self, label, node, &apart) {
            return Block::other(apart);
        }
        Block::other(written)
    }
}

/// Elements that stand in lines though they are no phrasing content.
fn is_part_of_line(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Rt
            | Tag::Rp
            | Tag::Rb
            | Tag::Rtc
            | Tag::Source
            | Tag::Track
            | Tag::Param
            | Tag::Spacer
            | Tag::Script
            | Tag::Style
            | Tag::Template
            | Tag::Link
            | Tag::Meta
            | Tag::Title
            | Tag::Base
            | Tag::Noscript
            | Tag::Slot
            | Tag::Option
            | Tag::Optgroup
            | Tag::Head
    )
}

/// Elements that nobody reads.
fn is_unread(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Script
            | Tag::Style
            | Tag::Template
            | Tag::Link
            | Tag::Meta
            | Tag::Title
            | Tag::Base
            | Tag::Head
    )
}

/// White space as HTML folds it.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c')
}

/// The language of an element.
fn lang<'e>(element: &'e Element<'_>) -> Option<&'e str> {
    element.attr("lang").or_else(|| element.attr("xml:lang")).filter(|lang| !lang.is_empty())
}

/// The names of the attributes of an element that say something, of those that both HTML and XML have
/// one.
fn attributes<'e>(element: &'e Element<'_>) -> impl Iterator<Item = (&'e str, &'e str)> {
    element
        .attrs
        .iter()
        .filter_map(|attr| match &attr.value {
            crate::tree::Value::Text(text) => Some((attr.name.as_ref(), text.as_ref())),
            _ => None,
        })
        .filter(|(name, value)| {
            let xml = *name == "xml:lang" && element.attr("lang").is_some();
            !(xml
                || name.starts_with("xmlns")
                || (matches!(*name, "class" | "id" | "lang") && value.is_empty()))
        })
}

/// Whether an element has no attributes but these.
fn has_only(element: &Element<'_>, names: &[&str]) -> bool {
    attributes(element).all(|(name, _)| names.contains(&name))
}

#[cfg(test)]
mod tests;
