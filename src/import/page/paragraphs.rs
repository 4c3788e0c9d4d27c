//! Bare text becomes paragraphs.
//!
//! In: a tree whose blocks hold blocks, text and `br` as they come. Out: one in which a block holds
//! blocks or a run of text, never both. Refuses to know: what the text says.

use super::Page;
use super::blocks::{holders, is_blank, is_block, length};
use super::clean::{rename, with_class};
use crate::tree::{Data, Element, NodeId, Tag};

/// Characters from which on a line that a `br` ends is a paragraph and no verse.
const LONG: usize = 110;

/// Makes paragraphs below the page's body.
pub(super) fn make(page: &mut Page) {
    preformatted(page);
    let holds = holders(&page.tree, page.body);
    let nodes: Vec<NodeId> = page.tree.descendants(page.body).collect();
    for id in nodes {
        let holds = holds.get(id.index()).copied().unwrap_or_default();
        let Some(tag) = page.tree.tag(id) else { continue };
        match tag {
            Tag::Figure | Tag::Ul | Tag::Ol | Tag::Dl | Tag::Table | Tag::Tbody | Tag::Thead => {}
            Tag::Tfoot | Tag::Tr | Tag::Pre | Tag::Hr => {}
            _ if !is_block(tag) => {}
            _ if holds || id == page.body => mixed(page, id),
            Tag::P | Tag::Div => alone(page, id, tag),
            Tag::Section | Tag::Article | Tag::Main | Tag::Header | Tag::Footer | Tag::Address => {
                mixed(page, id);
            }
            Tag::Aside | Tag::Nav | Tag::Blockquote => mixed(page, id),
            _ => {}
        }
    }
}

/// A piece of what a block holds.
#[derive(Debug)]
enum Piece {
    /// A block, left where it is.
    Block,
    /// Nodes of one line or several.
    Run(Vec<NodeId>),
}

/// The runs of a block that holds blocks too become paragraphs.
fn mixed(page: &mut Page, id: NodeId) {
    let children: Vec<NodeId> = page.tree.children(id).collect();
    let holds = |page: &Page, id: NodeId| {
        // Elements of a line hold no blocks any more: `clean` unwrapped those that did.
        page.tree.tag(id).is_some_and(is_block)
    };
    let mut pieces = vec![Piece::Run(Vec::new())];
    for child in children {
        if holds(page, child) {
            pieces.push(Piece::Block);
            pieces.push(Piece::Run(Vec::new()));
        } else if let Some(Piece::Run(run)) = pieces.last_mut() {
            run.push(child);
        }
    }
    for piece in pieces {
        if let Piece::Run(run) = piece {
            for lines in split(page, &run, true) {
                wrap(page, &lines);
            }
        }
    }
}

/// A paragraph or division with nothing but text; empty lines part it.
fn alone(page: &mut Page, id: NodeId, tag: Tag) {
    let children: Vec<NodeId> = page.tree.children(id).collect();
    let parts = split(page, &children, tag == Tag::Div);
    if parts.len() > 1 {
        for part in parts {
            wrap(page, &part);
        }
        rename(&mut page.tree, id, Tag::Div);
    } else if tag == Tag::Div && has_something(page, &children) {
        rename(&mut page.tree, id, Tag::P);
    }
}

/// Puts nodes that stand beside each other into a paragraph, where there is something in them.
fn wrap(page: &mut Page, nodes: &[NodeId]) {
    let Some(first) = nodes.first() else { return };
    if !has_something(page, nodes) {
        return;
    }
    let paragraph = page.tree.create(Data::Element(Element::html(Tag::P)), 0);
    let line = nodes.iter().find(|id| !blank(page, **id)).map(|id| page.lines.get(*id));
    page.lines.set(paragraph, line.unwrap_or(1));
    page.tree.insert_before(*first, paragraph);
    for id in nodes {
        page.tree.append(paragraph, *id);
    }
}

fn has_something(page: &Page, nodes: &[NodeId]) -> bool {
    nodes.iter().any(|id| !blank(page, *id) && page.tree.tag(*id) != Some(Tag::Br))
}

fn blank(page: &Page, id: NodeId) -> bool {
    matches!(page.tree.data(id), Data::Text(text) if text.chars().all(is_blank))
}

/// Parts a run where lines are empty, and where each line is a paragraph by its look; the `br` between
/// parts are taken out. `bare` runs stand in no paragraph: there a `br` may part things that are
/// different in kind.
fn split(page: &mut Page, run: &[NodeId], bare: bool) -> Vec<Vec<NodeId>> {
    let tree = &page.tree;
    let mut lines: Vec<Vec<NodeId>> = vec![Vec::new()];
    // The breaks before each line but the first.
    let mut breaks: Vec<NodeId> = Vec::new();
    for id in run {
        if tree.tag(*id) == Some(Tag::Br) {
            breaks.push(*id);
            lines.push(Vec::new());
        } else if let Some(line) = lines.last_mut() {
            line.push(*id);
        }
    }
    if breaks.is_empty() {
        return vec![run.to_vec()];
    }
    let text = |line: &[NodeId]| -> String { line.iter().map(|id| tree.plain_text(*id)).collect() };
    let texts: Vec<String> = lines.iter().map(|line| text(line)).collect();
    let full: Vec<&String> = texts.iter().filter(|text| length(text) > 0).collect();
    let long = full.iter().filter(|text| length(text) >= LONG).count();
    let indented = full.iter().filter(|text| {
        text.trim_start_matches(['\n', '\r', ' ', '\t']).starts_with(['\u{3000}', '\u{a0}'])
    });
    let indented = indented.count();
    let paragraphs =
        full.len() > 1 && (long * 2 > full.len() || indented * 3 > full.len() * 2 && long > 0);
    let look = |line: &[NodeId]| -> Option<Tag> {
        let mut seen = line.iter().filter(|id| !blank(page, **id));
        match (seen.next(), seen.next()) {
            (Some(only), None) => tree
                .tag(*only)
                .filter(|tag| matches!(tag, Tag::B | Tag::Strong | Tag::I | Tag::Em | Tag::A)),
            _ => None,
        }
    };
    let looks: Vec<Option<Tag>> = lines.iter().map(|line| look(line)).collect();
    let empty: Vec<bool> =
        lines.iter().map(|line| line.iter().all(|id| blank(page, *id))).collect();
    let mut parts: Vec<Vec<NodeId>> = vec![Vec::new()];
    let mut gone = Vec::new();
    let mut last_full: Option<usize> = None;
    let mut waiting: Vec<NodeId> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if let Some(at) = index.checked_sub(1).and_then(|before| breaks.get(before)) {
            waiting.push(*at);
        }
        if empty.get(index).copied().unwrap_or(true) {
            waiting.extend(line);
            continue;
        }
        if let Some(last) = last_full {
            let apart = index - last > 1;
            let differs = bare && looks.get(index) != looks.get(last);
            if apart || paragraphs || differs {
                gone.append(&mut waiting);
                parts.push(Vec::new());
            }
        }
        if last_full.is_none() {
            gone.append(&mut waiting);
        }
        if let Some(part) = parts.last_mut() {
            part.append(&mut waiting);
            part.extend(line);
        }
        last_full = Some(index);
    }
    // Breaks after the last text part nothing.
    gone.append(&mut waiting);
    for id in gone {
        if page.tree.tag(id) == Some(Tag::Br) {
            page.tree.detach(id);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Text in `pre` that is no code becomes paragraphs and verses.
fn preformatted(page: &mut Page) {
    let tree = &page.tree;
    let pres: Vec<NodeId> = tree
        .descendants(page.body)
        .filter(|id| {
            matches!(tree.tag(*id), Some(Tag::Pre | Tag::Listing | Tag::Xmp | Tag::Plaintext))
        })
        .collect();
    for id in pres {
        let plain =
            page.tree.children(id).all(|child| matches!(page.tree.data(child), Data::Text(_)));
        let text = page.tree.plain_text(id);
        let code =
            |c: char| matches!(c, '{' | '}' | ';' | '=' | '<' | '>' | '\\' | '$' | '#' | '|');
        let signs = text.chars().filter(|c| code(*c)).count();
        if !plain || signs * 50 > text.len() {
            rename(&mut page.tree, id, Tag::Pre);
            continue;
        }
        let mut line = page.lines.get(id);
        let children: Vec<NodeId> = page.tree.children(id).collect();
        for child in children {
            page.tree.detach(child);
        }
        rename(&mut page.tree, id, Tag::Div);
        for paragraph in text.split("\n\n") {
            let lines: Vec<&str> =
                paragraph.lines().filter(|line| !line.trim().is_empty()).collect();
            let skipped = paragraph.lines().take_while(|line| line.trim().is_empty()).count();
            if !lines.is_empty() {
                let longest = lines.iter().map(|line| line.trim().chars().count()).max();
                let wrapped = longest.is_some_and(|longest| longest > 55) || lines.len() == 1;
                let data = if wrapped {
                    Data::Element(Element::html(Tag::P))
                } else {
                    with_class(Tag::P, "verse")
                };
                let made = page.tree.create(data, 0);
                page.lines.set(made, line + skipped);
                page.tree.append(id, made);
                for (index, text) in lines.iter().enumerate() {
                    if index > 0 && !wrapped {
                        let node = page.tree.create(Data::Element(Element::html(Tag::Br)), 0);
                        page.tree.append(made, node);
                    }
                    let text =
                        if wrapped { format!("{}\n", text.trim()) } else { (*text).to_owned() };
                    let node = page.tree.create(Data::Text(text.into()), 0);
                    page.lines.set(node, line + skipped + index);
                    page.tree.append(made, node);
                }
            }
            line += paragraph.matches('\n').count() + 2;
        }
    }
}
