//! Whether Markdown says what it was made of.
//!
//! In: nodes, and the Markdown written for them. Out: yes or no, by parsing it as `build` does. Refuses
//! to know: how it was written. Compared are the words, with the ends of blocks, line breaks, notes and
//! markers among them; the elements that words stand in; and the ids that links may lead to.

use super::{Writer, is_space, is_unread};
use crate::book::Chapter;
use crate::diagnostic::Diagnostics;
use crate::edition::Math;
use crate::labels;
use crate::parse::{Options, parse};
use crate::source::{Sources, Text};
use crate::tree::{Data, Element, Name, NodeId, Step, Tag, Tree, Value};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

/// What some nodes say.
#[derive(Debug, Default, PartialEq, Eq)]
struct Said {
    /// The words, blocks parted by line ends.
    words: String,
    /// The elements, each with what it refers to.
    elements: String,
    /// The ids.
    ids: BTreeSet<String>,
}

/// Whether Markdown says what the nodes do.
pub(super) fn says(writer: &Writer<'_>, nodes: &[NodeId], written: &str) -> bool {
    let defined = with_notes(writer, nodes, written);
    compare(&defined, |chapter| {
        let theirs = of_chapter(chapter, &[chapter.body]);
        of_writer(writer, nodes).is_said_by(&theirs)
    })
}

/// Whether the words are the same, whatever elements they stand in.
pub(super) fn words(writer: &Writer<'_>, nodes: &[NodeId], written: &str) -> bool {
    let defined = with_notes(writer, nodes, written);
    compare(&defined, |chapter| {
        of_chapter(chapter, &[chapter.body]).words == of_writer(writer, nodes).words
    })
}

/// Whether the definition of a note says what the node does.
pub(super) fn note(writer: &Writer<'_>, label: &str, node: NodeId, written: &str) -> bool {
    let children: Vec<NodeId> = writer.tree.children(node).collect();
    let defined = with_notes(writer, &children, &format!("x[^{label}]\n\n{written}"));
    compare(&defined, |chapter| {
        let Some(note) = chapter.notes.iter().find(|note| note.label == label) else {
            return false;
        };
        let body = of_chapter(chapter, &[chapter.body]);
        body.words == format!("x[^{label}]")
            && of_writer(writer, &children).is_said_by(&of_chapter(chapter, &[note.root]))
    })
}

/// Whether TeX between dollar signs is the formula at `node`.
pub(super) fn formula(writer: &Writer<'_>, node: NodeId, written: &str) -> bool {
    compare(written, |chapter| {
        let is_math = |node: &NodeId| {
            chapter
                .tree
                .element(*node)
                .is_some_and(|e| e.name.as_str() == "math" && e.attr("alttext").is_some())
        };
        let formulas: Vec<NodeId> =
            chapter.tree.descendants(chapter.body).filter(is_math).collect();
        let [formula] = formulas.as_slice() else { return false };
        signs(&chapter.tree, *formula) == signs(writer.tree, node)
            && chapter.tree.plain_text(chapter.body) == chapter.tree.plain_text(*formula)
    })
}

/// The signs of a formula, without its TeX.
fn signs(tree: &Tree<'_>, top: NodeId) -> String {
    let mut out = String::new();
    let mut step = Some(Step::Enter(top));
    while let Some(now) = step {
        let mut skip = false;
        if let Step::Enter(node) = now {
            match tree.data(node) {
                Data::Text(text) => out.extend(text.chars().filter(|c| !c.is_whitespace())),
                Data::Element(element) => {
                    let name = element.name.as_str();
                    skip = name.starts_with("annotation");
                    if !skip && !matches!(name, "semantics" | "mrow" | "mstyle") {
                        out.push('<');
                        out.push_str(name);
                    }
                }
                _ => {}
            }
        }
        step = match now {
            Step::Enter(node) if skip => Some(Step::Leave(node)),
            _ => tree.step(top, now),
        };
    }
    out
}

/// Markdown with a definition for each note that the nodes refer to: without one a reference is text.
fn with_notes(writer: &Writer<'_>, nodes: &[NodeId], written: &str) -> String {
    let mut labels = BTreeSet::new();
    for node in nodes {
        for inner in writer.tree.descendants(*node) {
            if let Data::Noteref(index) = writer.tree.data(inner) {
                labels.insert(writer.label(*index));
            }
        }
    }
    let mut out = written.to_owned();
    for label in labels {
        if !written.contains(&format!("[^{label}]:")) {
            let _ = write!(out, "\n\n[^{label}]: x");
        }
    }
    out
}

fn compare(written: &str, same: impl FnOnce(&Chapter<'_>) -> bool) -> bool {
    let mut sources = Sources::default();
    let text: Arc<str> = Arc::from(written);
    let file = sources.add("", Arc::clone(&text));
    let text = Text::of_file(file, text, 0);
    let options = Options {
        lang: "en",
        mdbook: false,
        math: Math::MathMl,
        vertical: false,
        highlight: false,
        smart_punctuation: false,
    };
    let mut diagnostics = Diagnostics::new(false);
    let chapter = parse(&text, options, labels::for_language("en"), &mut diagnostics);
    !diagnostics.failed() && same(&chapter)
}

impl Said {
    /// Whether the other says the same; it may have more ids.
    fn is_said_by(&self, other: &Said) -> bool {
        self.words == other.words
            && self.elements == other.elements
            && self.ids.is_subset(&other.ids)
    }
}

fn of_writer(writer: &Writer<'_>, nodes: &[NodeId]) -> Said {
    let label = |index: usize| writer.label(index).to_owned();
    let attr = |_: &Element<'_>, value: &Value<'_>| match value {
        Value::Text(text) => text.to_string(),
        _ => String::new(),
    };
    said(writer.tree, nodes, &label, &attr)
}

fn of_chapter(chapter: &Chapter<'_>, nodes: &[NodeId]) -> Said {
    let label = |index: usize| {
        let note = chapter.noterefs.get(index).and_then(|noteref| chapter.notes.get(noteref.note));
        note.map(|note| note.label.clone()).unwrap_or_default()
    };
    let attr = |_: &Element<'_>, value: &Value<'_>| match value {
        Value::Text(text) => text.to_string(),
        Value::Reference(index) => chapter
            .references
            .get(*index)
            .map(|reference| reference.address.clone())
            .unwrap_or_default(),
        Value::Anchor(index) => {
            chapter.anchors.get(*index).map(|anchor| anchor.id.clone()).unwrap_or_default()
        }
        Value::Ids(_) => String::new(),
    };
    said(&chapter.tree, nodes, &label, &attr)
}

fn said(
    tree: &Tree<'_>,
    nodes: &[NodeId],
    label: &dyn Fn(usize) -> String,
    attr: &dyn Fn(&Element<'_>, &Value<'_>) -> String,
) -> Said {
    let mut said = Said::default();
    for top in nodes {
        let mut step = Some(Step::Enter(*top));
        let mut kept = 0_usize;
        while let Some(now) = step {
            let mut skip = false;
            match now {
                Step::Enter(node) => match tree.data(node) {
                    Data::Root => {}
                    Data::Text(text) if kept > 0 => {
                        said.words.push_str(&text.replace('\n', "\u{2028}"));
                    }
                    Data::Text(text) => {
                        said.words.extend(text.chars().map(|c| if is_space(c) { ' ' } else { c }));
                    }
                    Data::Noteref(index) => {
                        let _ = write!(said.words, "[^{}]", label(*index));
                    }
                    Data::Element(element) => {
                        skip = enter(tree, node, element, attr, &mut said);
                        kept += usize::from(!skip && element.name == Name::Html(Tag::Pre));
                    }
                },
                Step::Leave(node) => {
                    if let Some(element) = tree.element(node) {
                        if element.name == Name::Html(Tag::Pre) && kept > 0 {
                            kept -= 1;
                            said.words
                                .truncate(said.words.trim_end_matches(['\u{2028}', ' ']).len());
                        }
                        if is_end_of_line(element) {
                            said.words.push('\n');
                        }
                        if let Some(name) = shown(element) {
                            said.elements.push('/');
                            said.elements.push_str(name);
                        }
                    }
                }
            }
            step = match now {
                Step::Enter(node) if skip => Some(Step::Leave(node)),
                _ => tree.step(*top, now),
            };
        }
    }
    said.words = folded(&said.words);
    said
}

/// Notes an element; tells whether what is below it is passed over.
fn enter(
    tree: &Tree<'_>,
    node: NodeId,
    element: &Element<'_>,
    attr: &dyn Fn(&Element<'_>, &Value<'_>) -> String,
    said: &mut Said,
) -> bool {
    let value = |name: &str| {
        element
            .attrs
            .iter()
            .find(|a| a.name == name)
            .map(|a| attr(element, &a.value))
            .unwrap_or_default()
    };
    let id = value("id");
    let heading = element.name.html().and_then(Tag::heading_level).is_some();
    if !id.trim().is_empty() && !heading {
        said.ids.insert(id.trim().to_owned());
    }
    let class = value("class");
    if is_end_of_line(element) {
        said.words.push('\n');
    }
    match &element.name {
        Name::MathMl(name) if name.as_ref() == "math" => {
            let _ = write!(said.elements, "$[{}]", value("alttext").trim());
            return true;
        }
        Name::Html(Tag::Code) if class.starts_with("math math-") => {
            let _ = write!(said.elements, "$[{}]", tree.plain_text(node).trim());
            return true;
        }
        Name::Html(Tag::P) if class == "alert-title" => return true,
        Name::Html(Tag::Img) => {
            let alt = value("alt").split_whitespace().collect::<Vec<_>>().join(" ");
            let _ = write!(said.elements, "!{}({})", alt, value("src"));
            return true;
        }
        Name::Html(Tag::A) => {
            let href = value("href");
            if !href.is_empty() {
                let _ = write!(said.elements, "({href})");
            }
        }
        Name::Html(Tag::Ol) => {
            let start = value("start");
            said.elements.push_str(if start.is_empty() { "1" } else { &start });
        }
        Name::Html(Tag::Rp) => return true,
        Name::Html(tag) if is_unread(*tag) => return true,
        Name::Html(Tag::Span) if super::inline::page_label(element).is_some() => {
            let _ = write!(said.words, "{{{}}}", value("aria-label"));
        }
        _ => {}
    }
    if let Some(name) = shown(element) {
        said.elements.push('<');
        said.elements.push_str(name);
    }
    false
}

/// The name under which an element counts; `None` for one that may come and go.
fn shown(element: &Element<'_>) -> Option<&'static str> {
    let Name::Html(tag) = &element.name else { return None };
    Some(match tag {
        Tag::Em | Tag::I => "em",
        Tag::Strong | Tag::B => "strong",
        Tag::Del | Tag::S | Tag::Strike => "del",
        Tag::Code | Tag::Tt => "code",
        Tag::H1
        | Tag::H2
        | Tag::H3
        | Tag::H4
        | Tag::H5
        | Tag::H6
        | Tag::Ul
        | Tag::Ol
        | Tag::Li
        | Tag::Blockquote
        | Tag::Dl
        | Tag::Dt
        | Tag::Dd
        | Tag::Table
        | Tag::Tr
        | Tag::Th
        | Tag::Td
        | Tag::Pre
        | Tag::Hr
        | Tag::Br
        | Tag::Sub
        | Tag::Sup
        | Tag::Ruby
        | Tag::Rt
        | Tag::Aside
        | Tag::Kbd
        | Tag::Q => tag.name(),
        _ => return None,
    })
}

/// Whether words before and after the ends of an element stand in different blocks.
fn is_end_of_line(element: &Element<'_>) -> bool {
    match &element.name {
        Name::Html(tag) => {
            !(tag.is_phrasing() || super::is_part_of_line(*tag) || *tag == Tag::Img)
                || *tag == Tag::Br
        }
        _ => false,
    }
}

/// Words with white space folded: to a line end where blocks end, else to a space.
fn folded(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut space = None;
    for c in words.chars() {
        match c {
            '\n' => space = Some('\n'),
            ' ' => space = space.or(Some(' ')),
            c => {
                if let Some(space) = space.take().filter(|_| !out.is_empty()) {
                    out.push(space);
                }
                out.push(c);
            }
        }
    }
    out
}
