//! An SVG file is read as XML and written anew, without what a book can't hold.
//!
//! In: bytes of an SVG. Out: the same drawing, well-formed, in UTF-8, without document type,
//! scripts, event handlers, HTML inside and things on other servers; and what was left out.
//! Source: EPUB 3.3 section 6.2, and its section 3.6 for what lies elsewhere.

use super::{grammar, style};
use crate::address::{self, Outside};
use crate::xml::{self, Writer};
use roxmltree::{Document, Node, NodeType, ParsingOptions};
use std::borrow::Cow;
use std::collections::HashSet;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";

/// Attributes that a tag may have: the crate compares each with all before it.
const ATTRIBUTES: usize = 1_000;

/// Cleans a drawing; gives it with a sentence for each kind of thing left out.
///
/// # Errors
/// Says, to follow on the file's name, why it can't be read.
pub(super) fn clean(bytes: &[u8]) -> Result<(Vec<u8>, Vec<String>), String> {
    let read = read(bytes).ok_or_else(|| "is an SVG that is not UTF-8".to_owned())?;
    let text = xml::legal(&read);
    let mut changes = Vec::new();
    if text.len() < read.replace("\r\n", "\n").len() {
        changes.push("a character that XML can't hold is left out".to_owned());
    }
    if text.split('<').any(has_too_many_attributes) {
        return Err(format!("has a tag of more than {ATTRIBUTES} attributes"));
    }
    // Entities of an internal subset can multiply; the crate bounds them, and so does this.
    let options = ParsingOptions { allow_dtd: true, nodes_limit: 2_000_000, ..Default::default() };
    let document = Document::parse_with_options(&text, options)
        .map_err(|error| format!("is not well-formed SVG: {error}"))?;
    let root = document.root_element();
    if root.tag_name().name() != "svg" || !matches!(root.tag_name().namespace(), Some(SVG) | None) {
        return Err("is XML, but not SVG".to_owned());
    }
    let out = Writer::with_capacity(text.len());
    let mut cleaner = Cleaner { out, changes, ids: HashSet::new() };
    cleaner.out.declaration();
    cleaner.write(root);
    let mut changes = cleaner.changes;
    changes.sort();
    changes.dedup();
    let mut out = cleaner.out.finish();
    out.push('\n');
    Ok((out.into_bytes(), changes))
}

/// The text of an SVG file: UTF-8, UTF-16 with its mark, or Latin 1 where it says so. Others are
/// not to be had without tables.
pub(super) fn read(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let wide = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let (pairs, odd) = rest.as_chunks::<2>();
        let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
        odd.is_empty().then(|| String::from_utf16(&units).ok()).flatten().map(Cow::Owned)
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => std::str::from_utf8(rest).ok().map(Cow::Borrowed),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Some(Cow::Borrowed(text)),
            Err(_) => {
                let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(100))?)
                    .to_ascii_lowercase();
                let latin = head.starts_with("<?xml") && head.contains("iso-8859-1");
                latin.then(|| Cow::Owned(bytes.iter().map(|byte| char::from(*byte)).collect()))
            }
        },
    }
}

/// Whether the piece after a `<`, up to the next one, is a tag of too many attributes. Source: XML
/// 1.0 section 3.1: each has an equals sign and a value in quotes, and no value holds `<`.
fn has_too_many_attributes(piece: &str) -> bool {
    if piece.starts_with(['!', '?', '/']) {
        return false;
    }
    let (mut quote, mut last, mut count) = (None, 0, 0);
    for byte in piece.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'>') => break,
            (None, b'"' | b'\'') if last == b'=' => {
                quote = Some(byte);
                count += 1;
            }
            (None, _) => {}
        }
        last = byte;
    }
    count > ATTRIBUTES
}

struct Cleaner {
    out: Writer,
    changes: Vec<String>,
    /// Ids written so far.
    ids: HashSet<String>,
}

impl Cleaner {
    fn changed(&mut self, what: &str) {
        self.changes.push(what.to_owned());
    }

    /// Writes an element and all below it, without recursion: drawings nest as they like.
    fn write(&mut self, root: Node<'_, '_>) {
        let mut open: Vec<String> = Vec::new();
        let mut next = Some(root);
        while let Some(node) = next {
            let entered = self.enter(node, node == root, &mut open);
            next = if entered && node.first_child().is_some() {
                node.first_child()
            } else {
                if entered && node.is_element() {
                    self.leave(&mut open);
                }
                let mut at = node;
                loop {
                    if at == root {
                        break None;
                    }
                    if let Some(sibling) = at.next_sibling() {
                        break Some(sibling);
                    }
                    match at.parent() {
                        Some(parent) => {
                            self.leave(&mut open);
                            at = parent;
                        }
                        None => break None,
                    }
                }
            };
        }
    }

    fn leave(&mut self, open: &mut Vec<String>) {
        if let Some(name) = open.pop() {
            self.out.close(&name);
        }
    }

    fn enter(&mut self, node: Node<'_, '_>, top: bool, open: &mut Vec<String>) -> bool {
        match node.node_type() {
            NodeType::Text => {
                self.out.text(node.text().unwrap_or_default());
                return true;
            }
            NodeType::Element => {}
            _ => return false,
        }
        let name = node.tag_name().name();
        // What drawing programs keep for themselves (`sodipodi:`, RDF) shows nothing.
        if !matches!(node.tag_name().namespace(), Some(SVG) | None) {
            return false;
        }
        match name {
            "script" | "handler" | "listener" => {
                self.changed("a script is left out");
                return false;
            }
            "foreignObject" | "iframe" | "audio" | "video" | "canvas" => {
                self.changed("HTML inside the drawing is left out");
                return false;
            }
            "metadata" => return false,
            name if name == "set" || name.starts_with("animate") => {
                self.changed("an animation is left out");
                return false;
            }
            "style"
                if !style::is_plain(&text_of(node)) || grammar::check(&text_of(node)).is_err() =>
            {
                self.changed("a style that can't be in a book is left out");
                return false;
            }
            // EPUBCheck takes them for HTML, and some of it for wrong.
            "title" | "desc" if node.children().any(|child| child.is_element()) => {
                self.changed("markup inside a title or description is left out");
                self.out.element(name, &[], &text_of(node));
                return false;
            }
            _ => {}
        }
        self.out.open(name);
        if top {
            self.out.attr("xmlns", SVG);
            self.out.attr("xmlns:xlink", XLINK);
        }
        let mut href = false;
        for attribute in node.attributes() {
            let (local, value) = (attribute.name(), attribute.value());
            let prefixed = match attribute.namespace() {
                None => local.to_owned(),
                Some(XLINK) => format!("xlink:{local}"),
                Some("http://www.w3.org/XML/1998/namespace") => format!("xml:{local}"),
                Some(_) => continue,
            };
            if local.to_ascii_lowercase().starts_with("on") {
                self.changed("an event handler is left out");
                continue;
            }
            if local == "id" && !(is_ncname(value) && self.ids.insert(value.to_owned())) {
                self.changed("an id that is not legal or stands twice is left out");
                continue;
            }
            if prefixed == "xml:base" || prefixed == "xlink:type" && value != "simple" {
                continue;
            }
            let mut value = Cow::Borrowed(value);
            if local == "href" || local == "src" {
                let inner = value.starts_with('#');
                let data = value.starts_with("data:image/") && name == "image";
                if name == "a"
                    && !inner
                    && let Outside::Legal(url) | Outside::Turned(url) =
                        address::outside(&address::tidy(&value))
                {
                    value = Cow::Owned(url);
                } else if !(inner || data) || href {
                    self.changed("a reference to another file is left out");
                    continue;
                }
                href = true;
            } else if (local == "style" || value.contains('(')) && !style::is_plain(&value) {
                self.changed("a style that can't be in a book is left out");
                continue;
            }
            self.out.attr(&prefixed, &value);
        }
        open.push(name.to_owned());
        true
    }
}

/// All text inside an element.
fn text_of(node: Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect()
}

/// Whether the text can be an id in XML. Source: Namespaces in XML 1.0, `NCName`.
fn is_ncname(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}
