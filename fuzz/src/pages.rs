//! A finished book, looked at with a strict XML parser.
//!
//! In: the bytes of a book. Out: nothing, where every document is well-formed, no id stands twice
//! in a document, and every link within the book leads somewhere. Refuses to know: which element
//! may stand where; EPUBCheck knows that.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use roxmltree::{Document, ParsingOptions};
use zip::ZipArchive;

/// Attributes of XHTML whose value is an address; `href` is one in every vocabulary.
const ADDRESSES: &[&str] = &["src", "poster", "cite", "data", "longdesc"];

const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// Panics unless the book is sound.
pub(crate) fn sound(epub: &[u8]) {
    let files = unpacked(epub);
    let mut ids: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut addresses = Vec::new();
    for (path, bytes) in &files {
        ids.insert(path, BTreeSet::new());
        if ![".xhtml", ".opf", ".ncx", ".xml", ".svg"].iter().any(|end| path.ends_with(end)) {
            continue;
        }
        let text = std::str::from_utf8(bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
        let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
        let document = Document::parse_with_options(text, options)
            .unwrap_or_else(|error| panic!("{path} is not well-formed: {error}\n{text}"));
        let attributes = document.descendants().flat_map(|node| {
            let xhtml = node.tag_name().namespace() == Some(XHTML);
            node.attributes().map(move |attribute| (xhtml, attribute))
        });
        for (xhtml, attribute) in attributes {
            let value = attribute.value();
            match attribute.name() {
                "id" => {
                    let new = ids.entry(path).or_default().insert(value.to_owned());
                    assert!(new, "{path} has the id `{value}` twice\n{text}");
                }
                name if name == "href" || (xhtml && ADDRESSES.contains(&name)) => {
                    addresses.push((path, value.to_owned()))
                }
                _ => {}
            }
        }
    }
    for (path, address) in addresses {
        if let Some((file, id)) = within(path, &address) {
            let Some(ids) = ids.get(file.as_str()) else {
                panic!("{path} leads to `{address}`, and there is no file `{file}`");
            };
            let there = id.is_empty() || ids.contains(&id);
            assert!(there, "{path} leads to `{address}`, and `{file}` has no such id");
        }
    }
}

/// The files of a book, by path.
fn unpacked(epub: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(epub)).expect("the book is a zip archive");
    let mut files = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("the archive's directory is right");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("the file can be unpacked");
        files.insert(file.name().expect("a name is text").into_owned(), bytes);
    }
    files
}

/// The file and the id that an address in the file at `base` means; `None` where it leads out of
/// the book.
fn within(base: &str, address: &str) -> Option<(String, String)> {
    let (file, id) = address.split_once('#').unwrap_or((address, ""));
    if file.split(['/', '?']).next().is_some_and(|first| first.contains(':')) {
        return None;
    }
    let mut parts: Vec<&str> = base.split('/').collect();
    if !file.is_empty() {
        parts.pop();
        for part in file.split('/') {
            match part {
                "." => {}
                ".." => assert!(parts.pop().is_some(), "`{address}` leads out of the archive"),
                part => parts.push(part),
            }
        }
    }
    Some((decoded(&parts.join("/")), decoded(id)))
}

/// The text that a percent-encoded one means.
fn decoded(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        let pair = after.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        let byte = pair.and_then(|pair| u8::from_str_radix(pair, 16).ok());
        (bytes, rest) = match byte.filter(|_| *first == b'%') {
            Some(byte) => ([bytes, vec![byte]].concat(), &after[2..]),
            None => ([bytes, vec![*first]].concat(), after),
        };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| panic!("`{text}` is no text"))
}
