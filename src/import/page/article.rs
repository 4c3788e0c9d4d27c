//! The tree of an article is made fit to be written.
//!
//! In: the element that holds the text, its notes and its title. Out: elements that mean something, with
//! the attributes that do; links that lead somewhere. Refuses to know: Markdown.

use super::blocks::is_block;
use super::{Page, Report};
use crate::diagnostic::code;
use crate::tree::{Attr, Data, Element, Name, NodeId, Tag, Tree, Value};
use std::collections::BTreeSet;
use url::Url;

/// Attributes that say something of the text.
const KEPT: &[&str] = &[
    "href", "src", "alt", "lang", "dir", "start", "colspan", "rowspan", "scope", "cite", "reversed",
];

/// Elements that only hold others, and elements of a line that say nothing without their class.
const WRAPPERS: &[Tag] = &[
    Tag::Div,
    Tag::Section,
    Tag::Article,
    Tag::Main,
    Tag::Header,
    Tag::Footer,
    Tag::Aside,
    Tag::Span,
    Tag::Address,
    Tag::Nav,
];

/// The figure that a caption stands in, or the caption itself.
pub(super) fn figure_of(tree: &Tree<'static>, node: NodeId) -> NodeId {
    let mut at = node;
    for _ in 0..4 {
        if tree.tag(at) == Some(Tag::Figure) {
            return at;
        }
        match tree.parent(at) {
            Some(above) => at = above,
            None => break,
        }
    }
    node
}

/// Makes the tree below `container` fit, with the title at its head.
pub(super) fn finish(
    page: &mut Page,
    container: NodeId,
    notes: &[(String, NodeId)],
    base: Option<&str>,
    title: &str,
    report: &mut Report<'_>,
) {
    let tops: Vec<NodeId> =
        std::iter::once(container).chain(notes.iter().map(|(_, node)| *node)).collect();
    let mut targets = BTreeSet::new();
    let mut ids = BTreeSet::new();
    for top in &tops {
        for id in page.tree.descendants(*top) {
            let Some(element) = page.tree.element(id) else { continue };
            ids.extend(element.attr("id").map(str::to_owned));
            let href = element.attr("href").and_then(|href| href.strip_prefix('#'));
            targets.extend(href.map(str::to_owned));
        }
    }
    let targets: BTreeSet<String> = targets.intersection(&ids).cloned().collect();
    for top in &tops {
        links(page, *top, base, &targets, report);
        attributes(&mut page.tree, *top, &targets);
        verses(&mut page.tree, *top);
        unwrap(&mut page.tree, *top);
        empty(&mut page.tree, *top);
    }
    headings(&mut page.tree, container);
    let heading = page.tree.create(Data::Element(Element::html(Tag::H1)), 0);
    let text = page.tree.create(Data::Text(title.to_owned().into()), 0);
    page.tree.append(heading, text);
    match page.tree.first_child(container) {
        Some(first) => page.tree.insert_before(first, heading),
        None => page.tree.append(container, heading),
    }
}

/// Links are whole addresses or lead to something in the text; others are text.
fn links(
    page: &mut Page,
    top: NodeId,
    base: Option<&str>,
    targets: &BTreeSet<String>,
    report: &mut Report<'_>,
) {
    let base = base.and_then(|base| Url::parse(base).ok());
    let links: Vec<NodeId> =
        page.tree.descendants(top).filter(|id| page.tree.tag(*id) == Some(Tag::A)).collect();
    let mut lost: Vec<(usize, String)> = Vec::new();
    for link in links {
        let Some(element) = page.tree.element_mut(link) else { continue };
        let id = element.attr("id").map(str::to_owned);
        let href = element.attr("href").map(|href| href.trim().to_owned()).unwrap_or_default();
        let address = match href.strip_prefix('#') {
            Some(fragment) => targets.contains(fragment).then(|| href.clone()),
            None => match Url::parse(&href) {
                Ok(url) => matches!(url.scheme(), "http" | "https" | "mailto" | "tel" | "ftp")
                    .then(|| url.to_string()),
                Err(_) if href.is_empty() => None,
                Err(_) => {
                    base.as_ref().and_then(|base| base.join(&href).ok()).map(|url| url.to_string())
                }
            },
        };
        match address {
            Some(address) => element.set("href", Value::Text(address.into())),
            None => {
                let scripted = href.to_ascii_lowercase().starts_with("javascript:");
                if !href.is_empty() && !href.starts_with('#') && !scripted {
                    lost.push((page.lines.get(link), href));
                }
                match id.filter(|id| targets.contains(id)) {
                    Some(_) => {
                        element.name = Name::Html(Tag::Span);
                        element.attrs.retain(|attr| attr.name == "id");
                    }
                    None => page.tree.unwrap_node(link),
                }
            }
        }
    }
    if let Some((line, first)) = lost.first() {
        let message = match lost.len() {
            1 => format!(
                "the link to `{first}` leads nowhere without the page's own address; its text is kept"
            ),
            count => format!(
                "{count} links, the first to `{first}`, lead nowhere without the page's own address; their text is kept"
            ),
        };
        report.diagnostics.push(&code::IMPORT_LOST, report.line(*line), message);
    }
}

/// Only attributes that say something stay.
fn attributes(tree: &mut Tree<'static>, top: NodeId, targets: &BTreeSet<String>) {
    let nodes: Vec<NodeId> = tree.descendants(top).collect();
    for id in nodes {
        let Some(element) = tree.element_mut(id) else { continue };
        if !matches!(element.name, Name::Html(_) | Name::Unknown(_)) {
            continue;
        }
        let code = matches!(element.name.html(), Some(Tag::Code | Tag::Pre));
        element.attrs.retain_mut(|attr| {
            let Value::Text(value) = &mut attr.value else { return false };
            match attr.name.as_ref() {
                "id" => targets.contains(value.as_ref()),
                "class" => {
                    let kept: Vec<&str> = value
                        .split_ascii_whitespace()
                        .filter(|class| *class == "verse" || code && class.starts_with("language-"))
                        .collect();
                    let kept = kept.join(" ");
                    *value = kept.clone().into();
                    !kept.is_empty()
                }
                name => KEPT.contains(&name),
            }
        });
    }
}

/// Paragraphs of lines become verse as bindery has it; those that follow each other are its stanzas.
fn verses(tree: &mut Tree<'static>, top: NodeId) {
    let is_verse = |tree: &Tree<'static>, id: NodeId| {
        tree.tag(id) == Some(Tag::P)
            && tree.element(id).is_some_and(|element| element.attr("class") == Some("verse"))
    };
    let stanzas: Vec<NodeId> = tree.descendants(top).filter(|id| is_verse(tree, *id)).collect();
    let mut last: Option<NodeId> = None;
    for stanza in stanzas {
        // The division that the stanza before stands in, where nothing stands between.
        let mut before = tree.previous(stanza);
        while let Some(node) = before
            && matches!(tree.data(node), Data::Text(text) if text.trim().is_empty())
        {
            before = tree.previous(node);
        }
        let division = match last.filter(|division| before == Some(*division)) {
            Some(division) => division,
            None => {
                let mut element = Element::html(Tag::Div);
                element.attrs.push(Attr::new("class", "verse"));
                let division = tree.create(Data::Element(element), 0);
                tree.insert_before(stanza, division);
                division
            }
        };
        last = Some(division);
        tree.append(division, stanza);
        if let Some(element) = tree.element_mut(stanza) {
            element.attrs.clear();
        }
        lines(tree, stanza);
    }
}

/// What stands between line breaks goes into lines.
fn lines(tree: &mut Tree<'static>, stanza: NodeId) {
    let children: Vec<NodeId> = tree.children(stanza).collect();
    let mut line: Option<NodeId> = None;
    for child in children {
        if tree.tag(child) == Some(Tag::Br) {
            line = None;
            continue;
        }
        let mut indent = 0;
        if line.is_none()
            && let Data::Text(text) = tree.data_mut(child)
        {
            let words = text.trim_start();
            indent = text
                .get(..text.len() - words.len())
                .unwrap_or_default()
                .chars()
                .filter(|c| *c == '\u{a0}' || *c == '\u{3000}')
                .count();
            let words = words.to_owned();
            *text = words.into();
        }
        let holder = *line.get_or_insert_with(|| {
            let step = indent.div_ceil(2).min(8);
            let class = if step == 0 { "line".to_owned() } else { format!("line indent-{step}") };
            let mut element = Element::html(Tag::Span);
            element.attrs.push(Attr::new("class", class));
            let holder = tree.create(Data::Element(element), 0);
            tree.insert_before(child, holder);
            holder
        });
        tree.append(holder, child);
    }
}

/// Elements that say nothing go from around what they hold.
fn unwrap(tree: &mut Tree<'static>, top: NodeId) {
    let nodes: Vec<NodeId> = tree.descendants(top).filter(|id| *id != top).collect();
    for id in nodes {
        let Some(element) = tree.element(id) else { continue };
        let Some(tag) = element.name.html() else { continue };
        if !WRAPPERS.contains(&tag) || !element.attrs.is_empty() {
            continue;
        }
        let blocks = tree.children(id).any(|child| tree.tag(child).is_some_and(is_block));
        if tag == Tag::Span || blocks {
            tree.unwrap_node(id);
        } else if let Some(element) = tree.element_mut(id) {
            element.name = Name::Html(Tag::P);
        }
    }
}

/// Elements of text in which there is none go.
fn empty(tree: &mut Tree<'static>, top: NodeId) {
    let nodes: Vec<NodeId> = tree.descendants(top).filter(|id| *id != top).collect();
    for id in nodes.into_iter().rev() {
        let Some(element) = tree.element(id) else { continue };
        let Some(tag) = element.name.html() else { continue };
        let text = matches!(
            tag,
            Tag::P
                | Tag::Div
                | Tag::Li
                | Tag::Ul
                | Tag::Ol
                | Tag::Blockquote
                | Tag::H1
                | Tag::H2
                | Tag::H3
                | Tag::H4
                | Tag::H5
                | Tag::H6
                | Tag::Figure
                | Tag::Figcaption
                | Tag::Em
                | Tag::Strong
                | Tag::B
                | Tag::I
                | Tag::Sup
                | Tag::Sub
                | Tag::U
                | Tag::A
                | Tag::Span
                | Tag::Dl
                | Tag::Dt
                | Tag::Dd
        );
        let holds = tree.children(id).any(|child| match tree.data(child) {
            Data::Text(text) => !text.trim().is_empty(),
            _ => true,
        });
        if text && !holds && element.attr("id").is_none() {
            tree.detach(id);
        }
    }
}

/// Headings begin one level below the title, whatever level the page gave them.
fn headings(tree: &mut Tree<'static>, top: NodeId) {
    const LEVELS: [Tag; 6] = [Tag::H1, Tag::H2, Tag::H3, Tag::H4, Tag::H5, Tag::H6];
    let of = |tree: &Tree<'static>, id: NodeId| tree.tag(id).and_then(Tag::heading_level);
    let nodes: Vec<NodeId> = tree.descendants(top).filter(|id| of(tree, *id).is_some()).collect();
    let highest = nodes.iter().filter_map(|id| of(tree, *id)).min().unwrap_or(2);
    for id in nodes {
        let Some(level) = of(tree, id) else { continue };
        let level = usize::from(level - highest) + 1;
        if let (Some(tag), Some(element)) = (LEVELS.get(level.min(5)), tree.element_mut(id)) {
            element.name = Name::Html(*tag);
        }
    }
}
