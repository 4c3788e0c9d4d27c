//! Lists: with signs, with numbers, of tasks, of terms.
//!
//! In: elements. Out: Markdown, `None` where it can't say what they do (letters as numbers, items with
//! numbers of their own). Refuses to know: what the items say.

use super::{Block, BlockKind, Place, Writer, check, escape, has_only, join, prefixed};
use crate::tree::{Element, Name, NodeId, Tag};

/// Boxes to tick, as bindery shows them, and as they are written.
const BOXES: [(&str, &str); 2] = [("\u{2611}\u{a0}", "[x] "), ("\u{2610}\u{a0}", "[ ] ")];

impl Writer<'_> {
    /// A list; `last` is what stands before it: two lists with the same sign would be one.
    pub(super) fn list(
        &self,
        node: NodeId,
        element: &Element<'_>,
        last: Option<BlockKind>,
        place: &Place,
    ) -> Option<Block> {
        let ordered = element.name == Name::Html(Tag::Ol);
        if !has_only(element, &["start", "id"]) {
            return None;
        }
        let items = self.solid(node);
        let is_item = |item: &NodeId| {
            self.element(*item)
                .is_some_and(|e| e.name == Name::Html(Tag::Li) && has_only(e, &["id", "class"]))
        };
        if items.is_empty() || !items.iter().all(is_item) {
            return None;
        }
        let first: u64 = match element.attr("start") {
            Some(start) => start.trim().parse().ok().filter(|start| *start < 1_000_000)?,
            None => 1,
        };
        let (usual, other) = if ordered { ('.', ')') } else { ('-', '*') };
        let sign = if last == Some(BlockKind::List(usual)) { other } else { usual };
        let loose = items
            .iter()
            .any(|item| self.tree.children(*item).any(|child| self.tag(child) == Some(Tag::P)));
        let inner = Place { checked: true, ..place.inside() };
        let mut out = Vec::new();
        for (number, item) in (first..).zip(items) {
            let mark = if ordered { format!("{number}{sign} ") } else { format!("{sign} ") };
            let indent = " ".repeat(mark.len());
            let mut blocks = self.blocks(item, &inner);
            if let Some(id) = self.element(item).and_then(|e| e.attr("id")) {
                let id = super::raw::start_tag(&Element {
                    name: Name::Html(Tag::Span),
                    attrs: vec![crate::tree::Attr::new("id", id.to_owned())],
                });
                match blocks.first_mut() {
                    Some(block) if block.kind == BlockKind::Paragraph => {
                        block.text = format!("{id}</span>{}", block.text);
                    }
                    _ => blocks.insert(0, Block::paragraph(format!("{id}</span>"))),
                }
            }
            let mut text = String::new();
            for (index, block) in blocks.iter().enumerate() {
                if index > 0 {
                    let close = match block.kind {
                        BlockKind::List('-' | '*') => true,
                        BlockKind::List(_) => {
                            block.text.starts_with("1.") || block.text.starts_with("1)")
                        }
                        BlockKind::Other => block.text.starts_with("```"),
                        BlockKind::Paragraph => false,
                    };
                    text.push_str(if loose || !close { "\n\n" } else { "\n" });
                }
                text.push_str(&block.text);
            }
            for (sign, mark) in BOXES {
                if let Some(rest) = text.strip_prefix(sign) {
                    text = format!("{mark}{}", rest.trim_start_matches(' '));
                }
            }
            out.push(prefixed(&text, &mark, &indent));
        }
        let text = out.join(if loose { "\n\n" } else { "\n" });
        Some(Block { text, kind: BlockKind::List(sign) })
    }

    /// A list of terms with what they mean.
    pub(super) fn definitions(
        &self,
        node: NodeId,
        element: &Element<'_>,
        place: &Place,
    ) -> Option<Block> {
        if !has_only(element, &["id"]) {
            return None;
        }
        let inner = Place { checked: true, ..place.inside() };
        let mut out = String::new();
        let mut last = None;
        for child in self.solid(node) {
            let element = self.element(child)?;
            if !has_only(element, &[]) {
                return None;
            }
            match element.name.html() {
                Some(Tag::Dt) => {
                    if last == Some(Tag::Dd) {
                        out.push_str("\n\n");
                    } else if last == Some(Tag::Dt) {
                        out.push('\n');
                    }
                    let nodes: Vec<NodeId> = self.tree.children(child).collect();
                    if nodes.iter().any(|node| self.is_block(*node)) {
                        return None;
                    }
                    let term = self.tried(&nodes, true, |written| {
                        let written = escape::lines(written);
                        check::says(self, &nodes, &written).then_some(written)
                    });
                    out.push_str(&term.unwrap_or_else(|last| last));
                    last = Some(Tag::Dt);
                }
                Some(Tag::Dd) if last.is_some() => {
                    let loose =
                        self.tree.children(child).any(|child| self.tag(child) == Some(Tag::P));
                    out.push_str(if loose { "\n\n" } else { "\n" });
                    let text = join(&self.blocks(child, &inner));
                    out.push_str(&prefixed(&text, ": ", "  "));
                    last = Some(Tag::Dd);
                }
                _ => return None,
            }
        }
        (last == Some(Tag::Dd)).then(|| Block::other(out))
    }
}
