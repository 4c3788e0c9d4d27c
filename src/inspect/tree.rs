//! A small tree of XML, read with patience.
//!
//! In: text that claims to be XML. Out: elements, attributes and text. Refuses to know: namespaces
//! (names are compared without their prefix, because books get prefixes wrong more often than
//! names), document types, and entities other than those of XML and a few of HTML: nothing is
//! expanded, so nothing can blow up.
//!
//! Nodes lie in one list in document order, each with the index after its last descendant; no walk
//! recurses, so depth costs no stack.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Elements, texts and attributes that a tree may have.
const LIMIT: usize = 500_000;

/// A tree of XML. Nodes are numbers; a number of another tree names an empty node.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
}

#[derive(Debug)]
struct Node {
    /// Name without prefix; empty for text.
    name: Box<str>,
    /// Attributes by name without prefix.
    attrs: Vec<(Box<str>, Box<str>)>,
    text: String,
    /// Index after the last descendant.
    end: usize,
}

impl Tree {
    /// Reads a tree. Errors: one sentence, with the line, where the text is not well-formed or
    /// has more nodes than any book needs.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let mut reader = Reader::from_str(text);
        let mut nodes: Vec<Node> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut count = 0;
        loop {
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    let at = usize::try_from(reader.error_position()).unwrap_or(usize::MAX);
                    let before = text.as_bytes().get(..at).unwrap_or(text.as_bytes());
                    let line = memchr::memchr_iter(b'\n', before).count() + 1;
                    return Err(format!("line {line}: {error}"));
                }
            };
            match event {
                Event::Start(start) => {
                    open.push(nodes.len());
                    count += 1 + element(&mut nodes, &start);
                }
                Event::Empty(start) => count += 1 + element(&mut nodes, &start),
                Event::End(_) => {
                    let end = nodes.len();
                    if let Some(node) = open.pop().and_then(|index| nodes.get_mut(index)) {
                        node.end = end;
                    }
                }
                Event::Text(text) => count += write(&mut nodes, &open, &text.xml10_content()),
                Event::CData(text) => count += write(&mut nodes, &open, &text.xml10_content()),
                Event::GeneralRef(entity) => {
                    let name = entity.xml10_content();
                    let known = match entity.resolve_char_ref().ok().flatten() {
                        Some(c) => c.to_string(),
                        None => named(&name).map_or_else(|| format!("&{name};"), str::to_owned),
                    };
                    count += write(&mut nodes, &open, &known);
                }
                Event::Eof => break,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
            if count > LIMIT {
                return Err(format!("it has more than {LIMIT} elements and attributes"));
            }
        }
        if let Some(node) = open.last().and_then(|index| nodes.get(*index)) {
            return Err(format!("it is cut off: `<{}>` is never closed", node.name));
        }
        if nodes.is_empty() {
            return Err("it has no element".into());
        }
        Ok(Tree { nodes })
    }

    /// The first element.
    #[allow(clippy::unused_self, reason = "reads as what it is: the root of this tree")]
    pub(super) fn root(&self) -> usize {
        0
    }

    /// The name without its prefix; empty for text.
    pub(super) fn name(&self, node: usize) -> &str {
        self.nodes.get(node).map_or("", |node| &node.name)
    }

    /// An attribute, by its name without prefix.
    pub(super) fn attr(&self, node: usize, name: &str) -> Option<&str> {
        let attrs = &self.nodes.get(node)?.attrs;
        attrs.iter().find(|(known, _)| &**known == name).map(|(_, value)| &**value)
    }

    /// The nodes right below.
    pub(super) fn children(&self, node: usize) -> impl Iterator<Item = usize> {
        let end = self.end(node);
        let first = node + 1;
        std::iter::successors((first < end).then_some(first), move |child| {
            // A child ends after itself, so this always goes on.
            let next = self.end(*child).max(child + 1);
            (next < end).then_some(next)
        })
    }

    /// The nodes below, at any depth, in document order.
    pub(super) fn below(&self, node: usize) -> std::ops::Range<usize> {
        node + 1..self.end(node)
    }

    /// The elements of that name below, at any depth, in document order.
    pub(super) fn all(&self, node: usize, name: &str) -> impl Iterator<Item = usize> {
        self.below(node).filter(move |below| self.name(*below) == name)
    }

    /// The first element of that name below.
    pub(super) fn find(&self, node: usize, name: &str) -> Option<usize> {
        self.all(node, name).next()
    }

    /// All text within, white space folded.
    pub(super) fn text(&self, node: usize) -> String {
        let mut text = String::new();
        for below in self.nodes.get(node..self.end(node)).unwrap_or_default() {
            text.push_str(&below.text);
        }
        let words: Vec<&str> = text.split_ascii_whitespace().collect();
        words.join(" ")
    }

    fn end(&self, node: usize) -> usize {
        self.nodes.get(node).map_or(node, |node| node.end)
    }
}

/// Appends an element; returns how many attributes it has.
fn element(nodes: &mut Vec<Node>, start: &BytesStart<'_>) -> usize {
    let mut attrs = Vec::new();
    for attr in start.attributes().with_checks(false).flatten() {
        if attrs.len() > LIMIT {
            break;
        }
        let value = quick_xml::escape::unescape_with(&attr.value, named)
            .map_or_else(|_| attr.value.as_ref().into(), |value| value.as_ref().into());
        attrs.push((attr.key.local_name().as_ref().into(), value));
    }
    let count = attrs.len();
    let name = start.local_name().as_ref().into();
    let end = nodes.len() + 1;
    nodes.push(Node { name, attrs, text: String::new(), end });
    count
}

/// Appends text below the innermost open element; returns how many nodes that makes.
fn write(nodes: &mut Vec<Node>, open: &[usize], text: &str) -> usize {
    if open.is_empty() {
        return 0;
    }
    let end = nodes.len() + 1;
    nodes.push(Node { name: Box::default(), attrs: Vec::new(), text: text.into(), end });
    1
}

/// What an entity stands for: those of XML, and those of HTML that are met in tables of contents.
fn named(entity: &str) -> Option<&'static str> {
    Some(match entity {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" => "\u{a0}",
        "shy" => "\u{ad}",
        "copy" => "©",
        "reg" => "®",
        "trade" => "™",
        "laquo" => "«",
        "raquo" => "»",
        "ndash" => "–",
        "mdash" => "—",
        "lsquo" => "‘",
        "rsquo" => "’",
        "ldquo" => "“",
        "rdquo" => "”",
        "hellip" => "…",
        "middot" => "·",
        "bull" => "•",
        "deg" => "°",
        "ccedil" => "ç",
        "eacute" => "é",
        "egrave" => "è",
        "ecirc" => "ê",
        "agrave" => "à",
        "aacute" => "á",
        "acirc" => "â",
        "iacute" => "í",
        "oacute" => "ó",
        "ocirc" => "ô",
        "uacute" => "ú",
        "ntilde" => "ñ",
        "auml" => "ä",
        "ouml" => "ö",
        "uuml" => "ü",
        "szlig" => "ß",
        _ => return None,
    })
}
