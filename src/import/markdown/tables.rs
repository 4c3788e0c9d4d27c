//! Tables of one row of heads and cells of one line each.
//!
//! In: a table. Out: its rows between bars; `None` for any other table, which is raw HTML. Refuses to
//! know: what the cells say.

use super::{Block, Writer, attributes, check, has_only};
use crate::tree::{Element, NodeId, Tag};

impl Writer<'_> {
    /// A table in Markdown.
    pub(super) fn table(&self, node: NodeId, element: &Element<'_>) -> Option<Block> {
        let ours = element.attr("class").is_none_or(|class| class == "wide");
        if !ours || !has_only(element, &["class"]) {
            return None;
        }
        let mut head = None;
        let mut rows = Vec::new();
        for part in self.solid(node) {
            let inner = self.element(part)?;
            if !has_only(inner, &[]) {
                return None;
            }
            match inner.name.html()? {
                Tag::Thead if head.is_none() && rows.is_empty() => {
                    let all = self.solid(part);
                    let [only] = all.as_slice() else { return None };
                    head = Some(*only);
                }
                Tag::Tbody => rows.extend(self.solid(part)),
                Tag::Tr => rows.push(part),
                _ => return None,
            }
        }
        if head.is_none() {
            // A first row of heads alone is one.
            let first = rows.first().copied()?;
            let heads = self.solid(first);
            if heads.iter().any(|cell| self.tag(*cell) != Some(Tag::Th)) {
                return None;
            }
            head = Some(first);
            rows.remove(0);
        }
        let mut alignments = Vec::new();
        let mut lines = Vec::new();
        let head = self.row(head?, Some(&mut alignments))?;
        let columns = alignments.len();
        lines.push(head);
        lines.push(format!(
            "|{}|",
            alignments.iter().map(|sign| format!(" {sign} ")).collect::<Vec<_>>().join("|")
        ));
        for row in rows {
            let mut own = Vec::new();
            let line = self.row(row, Some(&mut own))?;
            if own.len() != columns {
                return None;
            }
            lines.push(line);
        }
        (columns > 0).then(|| Block::other(lines.join("\n")))
    }

    /// A row; `alignments` gets a sign for each of its cells.
    fn row(&self, row: NodeId, alignments: Option<&mut Vec<&'static str>>) -> Option<String> {
        let element = self.element(row)?;
        if self.tag(row) != Some(Tag::Tr) || !has_only(element, &[]) {
            return None;
        }
        let mut out = String::from("|");
        let mut signs = Vec::new();
        for cell in self.solid(row) {
            let element = self.element(cell)?;
            if !matches!(self.tag(cell), Some(Tag::Td | Tag::Th)) {
                return None;
            }
            signs.push(alignment(element)?);
            let nodes: Vec<NodeId> = self.tree.children(cell).collect();
            if nodes.iter().any(|node| self.is_block(*node)) {
                return None;
            }
            let text = self.tried(&nodes, true, |written| {
                check::says(self, &nodes, written).then(|| written.to_owned())
            });
            let text = text.unwrap_or_else(|last| last).replace('|', "\\|");
            out.push(' ');
            out.push_str(&text);
            out.push_str(if text.is_empty() { "|" } else { " |" });
        }
        if let Some(alignments) = alignments {
            *alignments = signs;
        }
        Some(out)
    }
}

/// The dashes that align a column; `None` where the cell says more than Markdown can.
fn alignment(cell: &Element<'_>) -> Option<&'static str> {
    let mut sign = "---";
    for (name, value) in attributes(cell) {
        let value = value.trim();
        match (name, value) {
            ("scope", "col") => {}
            ("class", "align-left") | ("align", "left") => sign = ":--",
            ("class", "align-center") | ("align", "center") => sign = ":-:",
            ("class", "align-right") | ("align", "right") => sign = "--:",
            ("style", style) => match style.replace(' ', "").trim_end_matches(';') {
                "text-align:left" => sign = ":--",
                "text-align:center" => sign = ":-:",
                "text-align:right" => sign = "--:",
                _ => return None,
            },
            ("colspan" | "rowspan", "1") => {}
            _ => return None,
        }
    }
    Some(sign)
}
