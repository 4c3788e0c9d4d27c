//! What a book says, to be held against another.
//!
//! In: an EPUB. Out: its words, document by document in the order of the spine, with the elements that
//! set them; contents, landmarks and pages, notes, images with their descriptions, metadata; and what another book says
//! otherwise. Refuses to know: names of files, ids, classes and the order of attributes: an import may
//! name things anew.

use std::collections::{BTreeMap, HashMap};

use roxmltree::{Document, Node};

use crate::support::Book;

/// All that a reader gets.
#[derive(Debug, Default, Clone)]
pub(crate) struct Said {
    /// Words of all documents, each with its document.
    words: Vec<(String, String)>,
    /// Entries of contents, landmarks and pages: list, depth, label, and the text that they lead to.
    contents: Vec<String>,
    /// Texts of the notes, in the order of their references.
    notes: Vec<String>,
    /// What images hold and how they are described, in order.
    images: Vec<String>,
    /// How often each element stands in the text, those that only group aside.
    elements: BTreeMap<String, usize>,
    /// Metadata as the package document has it, without ids.
    metadata: Vec<String>,
}

/// Differences that are told of one kind; the rest is counted.
const SHOWN: usize = 8;

impl Said {
    /// Reads a book.
    pub(crate) fn by(book: &Book) -> Said {
        let mut said = Said::default();
        let package = Document::parse(book.opf()).unwrap();
        let mut hrefs: HashMap<&str, &str> = HashMap::new();
        let mut spine = Vec::new();
        for node in package.descendants().filter(Node::is_element) {
            match node.tag_name().name() {
                "item" => {
                    hrefs.insert(node.attribute("id").unwrap(), node.attribute("href").unwrap());
                }
                "itemref" => spine.push(hrefs[node.attribute("idref").unwrap()]),
                _ => {}
            }
        }
        said.metadata = metadata(&package);
        let documents: BTreeMap<&str, Document<'_>> =
            spine.iter().map(|href| (*href, book.xml(href))).collect();
        for href in &spine {
            said.document(book, href, &documents);
        }
        let nav = book.xml("nav.xhtml");
        for list in nav.descendants().filter(|node| node.has_tag_name("nav")) {
            said.entries(&list, attribute(&list, "type").unwrap(), 0, &documents);
        }
        said
    }

    /// How much it is.
    pub(crate) fn counts(&self) -> String {
        format!(
            "{} words, {} entries in the contents, {} notes, {} images, {} lines of metadata",
            self.words.len(),
            self.contents.len(),
            self.notes.len(),
            self.images.len(),
            self.metadata.len()
        )
    }

    fn document(&mut self, book: &Book, href: &str, documents: &BTreeMap<&str, Document<'_>>) {
        let body = documents[href].descendants().find(|node| node.has_tag_name("body")).unwrap();
        // The contents are compared by themselves.
        if href == "nav.xhtml" {
            return;
        }
        let whole = text(&body);
        self.words.extend(whole.split_whitespace().map(|word| (word.to_owned(), href.to_owned())));
        for node in body.descendants().filter(Node::is_element) {
            let name = node.tag_name().name();
            if let Some(counted) = counted(&node) {
                *self.elements.entry(counted.to_owned()).or_default() += 1;
            }
            match name {
                "img" | "image" | "source" | "video" | "audio" => {
                    let address = node.attribute("src").or_else(|| {
                        node.attributes().find(|a| a.name() == "href").map(|a| a.value())
                    });
                    let Some(address) = address else { continue };
                    let bytes = book.find(&resolved(href, address).0);
                    let bytes = bytes.unwrap_or_else(|| panic!("{href}: no {address}"));
                    let alt = folded(node.attribute("alt").unwrap_or("-"));
                    self.images.push(format!(
                        "{} bytes ({:016x}), {alt:?}",
                        bytes.len(),
                        sum(bytes)
                    ));
                }
                "a" if attribute(&node, "type") == Some("noteref") => {
                    let (file, id) = resolved(href, node.attribute("href").unwrap());
                    let target = documents[file.as_str()]
                        .descendants()
                        .find(|node| node.attribute("id") == Some(&id))
                        .unwrap_or_else(|| panic!("{href}: no note {file}#{id}"));
                    let note = format!("{} {}", folded(&text(&node)), folded(&text(&target)));
                    self.notes.push(note);
                }
                _ => {}
            }
        }
    }

    fn entries(
        &mut self,
        at: &Node<'_, '_>,
        kind: &str,
        depth: usize,
        documents: &BTreeMap<&str, Document<'_>>,
    ) {
        for node in at.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "ol" => self.entries(&node, kind, depth + 1, documents),
                "li" => self.entries(&node, kind, depth, documents),
                "a" => {
                    let (file, id) = resolved("nav.xhtml", node.attribute("href").unwrap());
                    let document = &documents[file.as_str()];
                    let target = document.descendants().find(|node| {
                        if id.is_empty() {
                            matches!(
                                node.tag_name().name(),
                                "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
                            )
                        } else {
                            node.attribute("id") == Some(&id)
                        }
                    });
                    let leads = target.map_or(String::new(), |target| {
                        folded(&text(&target)).chars().take(60).collect()
                    });
                    let label = folded(&text(&node));
                    self.contents.push(format!("{kind} {depth} {label:?} leads to {leads:?}"));
                }
                "span" => self.contents.push(format!("{kind} {depth} {:?}", folded(&text(&node)))),
                _ => {}
            }
        }
    }

    /// What `other` says otherwise, a line each; empty where it says the same.
    pub(crate) fn differences(&self, other: &Said) -> Vec<String> {
        let mut out = Vec::new();
        let place = self.words.iter().zip(&other.words).position(|(one, two)| one.0 != two.0);
        let place = place.or_else(|| {
            let (one, two) = (self.words.len(), other.words.len());
            (one != two).then_some(one.min(two))
        });
        if let Some(at) = place {
            let around = |said: &Said| {
                let words = said.words.iter().skip(at.saturating_sub(4)).take(12);
                let text: Vec<&str> = words.map(|(word, _)| word.as_str()).collect();
                let document = said.words.get(at).map_or("the end", |(_, document)| document);
                format!("{:?} ({document})", text.join(" "))
            };
            out.push(format!(
                "words: {} became {}; the first that differs is number {at}: {} became {}",
                self.words.len(),
                other.words.len(),
                around(self),
                around(other)
            ));
        }
        list("contents", &self.contents, &other.contents, &mut out);
        list("notes", &self.notes, &other.notes, &mut out);
        list("images", &self.images, &other.images, &mut out);
        list("metadata", &self.metadata, &other.metadata, &mut out);
        let names = self.elements.keys().chain(other.elements.keys());
        let mut names: Vec<&String> = names.collect();
        names.sort();
        names.dedup();
        for name in names {
            let count = |said: &Said| said.elements.get(name).copied().unwrap_or_default();
            if count(self) != count(other) {
                out.push(format!("elements: {} {name} became {}", count(self), count(other)));
            }
        }
        out
    }
}

/// What an element counts as: italics as emphasis and bold type as strong, since Markdown has one sign
/// for both; headings without their level, since only beside one of the first can the contents call a
/// chapter by another name; `None` where it groups, or marks a place, and says nothing.
fn counted<'a>(node: &Node<'a, '_>) -> Option<&'a str> {
    match node.tag_name().name() {
        "div" | "span" => None,
        "hr" if attribute(node, "type") == Some("pagebreak") => None,
        "p" if folded(&text(node)).is_empty() => None,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some("heading"),
        "i" => Some("em"),
        "b" => Some("strong"),
        name => Some(name),
    }
}

/// Lines of one kind that differ.
fn list(what: &str, one: &[String], two: &[String], out: &mut Vec<String>) {
    if one.len() != two.len() {
        out.push(format!("{what}: {} became {}", one.len(), two.len()));
    }
    let differ = one.iter().zip(two).filter(|(one, two)| one != two);
    out.extend(differ.clone().take(SHOWN).map(|(one, two)| format!("{what}: {one} became {two}")));
    let more = differ.count();
    if more > SHOWN {
        out.push(format!("{what}: {} more differ", more - SHOWN));
    }
}

/// Elements that stand in a line of text.
const PHRASING: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "img", "ins",
    "kbd", "mark", "math", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub",
    "sup", "time", "u", "var", "wbr",
];

/// The text of an element, blocks parted by white space.
fn text(of: &Node<'_, '_>) -> String {
    let mut out = String::new();
    // A block is parted from what stands before it, and from what follows: `None` is its end.
    let mut stack: Vec<Option<Node<'_, '_>>> = vec![Some(*of)];
    while let Some(node) = stack.pop() {
        let Some(node) = node else {
            out.push(' ');
            continue;
        };
        if let Some(text) = node.text().filter(|_| node.is_text()) {
            out.push_str(text);
            continue;
        }
        let mathml = node.tag_name().namespace() == Some("http://www.w3.org/1998/Math/MathML");
        if node.is_element() && !mathml && !PHRASING.contains(&node.tag_name().name()) {
            out.push(' ');
            stack.push(None);
        }
        let children: Vec<Node<'_, '_>> = node.children().collect();
        stack.extend(children.into_iter().rev().map(Some));
    }
    out
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The value of an attribute by its local name.
fn attribute<'a>(node: &Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}

/// The file and the id that an address in `from` leads to.
fn resolved(from: &str, address: &str) -> (String, String) {
    let (file, id) = address.split_once('#').unwrap_or((address, ""));
    let file = percent_encoding::percent_decode_str(file).decode_utf8().unwrap();
    if file.is_empty() {
        return (from.to_owned(), id.to_owned());
    }
    let mut path: Vec<&str> = from.split('/').collect();
    path.pop();
    for part in file.split('/') {
        match part {
            ".." => drop(path.pop()),
            part => path.push(part),
        }
    }
    (path.join("/"), id.to_owned())
}

/// A number for bytes: FNV-1a.
fn sum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Elements of the metadata, each with what refines it.
fn metadata(package: &Document<'_>) -> Vec<String> {
    let metadata = package.descendants().find(|node| node.has_tag_name("metadata")).unwrap();
    let elements = || metadata.children().filter(Node::is_element);
    let say = |node: &Node<'_, '_>| {
        let property = node.attribute("property").or(node.attribute("name"));
        let value = folded(node.text().or(node.attribute("content")).unwrap_or_default());
        format!("{} {value:?}", property.unwrap_or(node.tag_name().name()))
    };
    let mut out = Vec::new();
    for node in elements().filter(|node| node.attribute("refines").is_none()) {
        let refines = node.attribute("id").map(|id| format!("#{id}"));
        let refining = elements()
            .filter(|other| refines.is_some() && other.attribute("refines") == refines.as_deref());
        let mut line = say(&node);
        for other in refining {
            line.push_str("; ");
            line.push_str(&say(&other));
        }
        out.push(line);
    }
    out
}
