//! Tables, with cells that reach over several columns and rows.
//!
//! In: a table. Out: elements of HTML. Refuses to know: widths, lines and colours. Source: ECMA-376
//! part 1, section 17.4.

use super::body::{Flow, Reader};
use super::content::{Sdt, content, words};
use super::package::{attr, child, on, value};
use crate::tree::{NodeId, Tag};
use roxmltree::Node;
use std::collections::BTreeMap;

/// Columns that a table may have. Source: HTML standard, section 4.9.11, for `colspan`.
const COLUMNS: usize = 1000;

/// A cell.
struct Cell<'x> {
    node: Node<'x, 'x>,
    span: usize,
    /// Whether it is the upper part of a cell of several rows, or goes on with one.
    merge: Merge,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Merge {
    None,
    First,
    More,
}

/// A row: cells by the column that they begin in.
struct Row<'x> {
    cells: BTreeMap<usize, Cell<'x>>,
    head: bool,
}

impl<'x> Reader<'x> {
    /// A table below `parent`.
    pub(super) fn table(&mut self, node: Node<'x, 'x>, parent: NodeId, depth: usize) {
        let mut rows = Vec::new();
        self.rows(node, &mut rows, depth);
        if rows.is_empty() {
            return;
        }
        // A cell alone is a box.
        if let [only] = rows.as_slice()
            && let (1, Some(cell)) = (only.cells.len(), only.cells.values().next())
        {
            let cell = cell.node;
            let div = self.element(parent, Tag::Div);
            self.set(div, "class", "text-box");
            self.blocks(cell, &mut Flow::below(div), depth + 1);
            return;
        }
        let look = child(node, "tblPr").and_then(|properties| child(properties, "tblLook"));
        let first = look.is_some_and(|look| match attr(look, "firstRow") {
            Some(flag) => matches!(flag, "1" | "true" | "on"),
            None => attr(look, "val")
                .and_then(|bits| u32::from_str_radix(bits, 16).ok())
                .is_some_and(|bits| bits & 0x20 != 0),
        });
        let mut heads = rows.iter().take_while(|row| row.head).count();
        if heads == 0 && first && rows.len() > 1 {
            heads = 1;
        }
        if heads == rows.len() {
            heads = 0;
        }
        let table = self.element(parent, Tag::Table);
        let sides = sides(&rows);
        let mut group = None;
        for (number, row) in rows.iter().enumerate() {
            if number == 0 || number == heads {
                let tag = if number < heads { Tag::Thead } else { Tag::Tbody };
                group = Some(self.element(table, tag));
            }
            let tr = self.element(group.unwrap_or(table), Tag::Tr);
            for (column, cell) in &row.cells {
                if cell.merge == Merge::More && number > 0 {
                    continue;
                }
                let td = self.element(tr, if number < heads { Tag::Th } else { Tag::Td });
                if let (1, Some(Some(class))) = (cell.span, sides.get(column)) {
                    self.set(td, "class", *class);
                }
                if cell.span > 1 {
                    self.set(td, "colspan", cell.span.to_string());
                }
                if cell.merge == Merge::First {
                    // A cell ends with its group of rows.
                    let end = if number < heads { heads } else { rows.len() };
                    let below = rows.get(number + 1..end).unwrap_or_default().iter();
                    let more = |row: &&Row<'x>| {
                        row.cells.get(column).is_some_and(|cell| cell.merge == Merge::More)
                    };
                    let span = 1 + below.take_while(more).count();
                    if span > 1 {
                        self.set(td, "rowspan", span.to_string());
                    }
                }
                self.cell(cell.node, td, depth);
            }
        }
    }

    fn rows(&mut self, holder: Node<'x, 'x>, out: &mut Vec<Row<'x>>, depth: usize) {
        if depth > super::body::DEPTH {
            return;
        }
        for node in holder.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "tr" => {
                    let properties = child(node, "trPr");
                    if properties.is_some_and(|pr| child(pr, "del").is_some()) {
                        self.drop("deleted passages", &words(node));
                        continue;
                    }
                    let number = |name| {
                        properties
                            .and_then(|pr| value(pr, name))
                            .and_then(|number| number.parse::<usize>().ok())
                            .unwrap_or(0)
                    };
                    let head = properties.and_then(|pr| on(pr, "tblHeader")) == Some(true);
                    let mut row = Row { cells: BTreeMap::new(), head };
                    let mut column = number("gridBefore").min(COLUMNS);
                    cells(node, &mut row, &mut column, depth);
                    if !row.cells.is_empty() {
                        out.push(row);
                    }
                }
                "sdt" => {
                    if let Sdt::Shown(content) = content(node) {
                        self.rows(content, out, depth + 1);
                    }
                }
                "ins" | "customXml" | "moveTo" => self.rows(node, out, depth + 1),
                _ => {}
            }
        }
    }

    /// What stands in a cell; one paragraph alone stands in its line.
    fn cell(&mut self, node: Node<'x, 'x>, td: NodeId, depth: usize) {
        self.blocks(node, &mut Flow::below(td), depth + 1);
        let children: Vec<NodeId> = self.tree.children(td).collect();
        if let [only] = children.as_slice()
            && self
                .tree
                .element(*only)
                .is_some_and(|p| p.name == crate::tree::Name::Html(Tag::P) && p.attrs.is_empty())
        {
            self.tree.unwrap_node(*only);
        }
    }
}

/// To which side the text of a column is set, where all its cells agree.
fn sides(rows: &[Row<'_>]) -> BTreeMap<usize, Option<&'static str>> {
    let mut sides: BTreeMap<usize, Option<&'static str>> = BTreeMap::new();
    for row in rows {
        for (column, cell) in row.cells.iter().filter(|(_, cell)| cell.span == 1) {
            let side = child(cell.node, "p")
                .and_then(|p| child(p, "pPr"))
                .and_then(|properties| value(properties, "jc"))
                .and_then(|side| match side {
                    "right" | "end" => Some("align-right"),
                    "center" => Some("align-center"),
                    _ => None,
                });
            let known = sides.entry(*column).or_insert(side);
            if *known != side {
                *known = None;
            }
        }
    }
    sides
}

fn cells<'x>(holder: Node<'x, 'x>, row: &mut Row<'x>, column: &mut usize, depth: usize) {
    if depth > super::body::DEPTH {
        return;
    }
    for node in holder.children().filter(Node::is_element) {
        match node.tag_name().name() {
            "tc" => {
                let properties = child(node, "tcPr");
                let span = properties
                    .and_then(|pr| value(pr, "gridSpan"))
                    .and_then(|span| span.parse::<usize>().ok())
                    .unwrap_or(1)
                    .clamp(1, COLUMNS);
                let merge = match properties.and_then(|pr| child(pr, "vMerge")) {
                    None => Merge::None,
                    Some(merge) if attr(merge, "val") == Some("restart") => Merge::First,
                    Some(_) => Merge::More,
                };
                row.cells.insert(*column, Cell { node, span, merge });
                *column += span;
            }
            "sdt" => {
                if let Sdt::Shown(content) = content(node) {
                    cells(content, row, column, depth + 1);
                }
            }
            "customXml" | "ins" => cells(node, row, column, depth + 1),
            _ => {}
        }
    }
}
