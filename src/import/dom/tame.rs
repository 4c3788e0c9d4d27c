//! Markup is made harmless and readable before it is parsed.
//!
//! In: markup as it was found. Out: the same for a reader, without what would cost a parser more than
//! its size (thousands of attributes in a tag, elements that are never closed), and with characters
//! for the entities that XML does not know. Refuses to know: what the elements are for.

use crate::tree::Tag;
use dom_query::Document;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Attributes of a tag that are read.
const ATTRIBUTES: usize = 200;

/// Elements of HTML's formatting kind, and others without an end, that may be open at a time.
const OPEN: usize = 300;

/// Bytes that the name of an entity takes at most.
const ENTITY: usize = 32;

/// Names of entities in a document that are looked up; HTML knows 2,231 of them.
const ENTITIES: usize = 2231;

/// Bytes before the document in which its own entities are looked for.
const HEAD: usize = 16 << 10;

/// A tag in markup.
struct Found<'t> {
    /// From `<` to behind `>`.
    start: usize,
    end: usize,
    name: &'t str,
    closing: bool,
    /// Whether it ends in `/>`.
    ended: bool,
    /// Where the attributes end that are read, if there are more.
    cut: Option<usize>,
}

/// The tags of a text; what stands in comments and CDATA sections is none.
fn tags(text: &str) -> impl Iterator<Item = Found<'_>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            at += memchr::memchr(b'<', bytes.get(at..)?)?;
            let rest = text.get(at..)?;
            for (begin, end) in [("<!--", "-->"), ("<![CDATA[", "]]>")] {
                if rest.starts_with(begin) {
                    // Without an end nothing more is a tag.
                    at += memchr::memmem::find(rest.as_bytes(), end.as_bytes())? + end.len();
                }
            }
            let rest = text.get(at..)?;
            let after = rest.strip_prefix("</").or_else(|| rest.strip_prefix('<'));
            if after.is_some_and(|after| after.starts_with(|c: char| c.is_ascii_alphabetic())) {
                // One without an end runs to the end of the text: nothing more is a tag.
                let tag = tag(text, at, rest)?;
                at = tag.end;
                return Some(tag);
            }
            at += usize::from(rest.starts_with('<'));
        }
    })
}

fn tag<'t>(text: &'t str, start: usize, rest: &'t str) -> Option<Found<'t>> {
    let bytes = rest.as_bytes();
    let closing = bytes.get(1) == Some(&b'/');
    let from = 1 + usize::from(closing);
    let is_name = |b: &u8| !(b.is_ascii_whitespace() || matches!(b, b'/' | b'>'));
    let name = from + bytes.get(from..)?.iter().take_while(|b| is_name(b)).count();
    let mut quote = None;
    let mut before = b' ';
    let mut count = 0;
    let mut cut = None;
    for (offset, byte) in bytes.iter().enumerate().skip(name) {
        match (quote, byte) {
            (Some(open), _) if open == *byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') if matches!(before, b'=') => quote = Some(*byte),
            (None, b'>') => {
                let ended = bytes.get(offset - 1) == Some(&b'/');
                let end = start + offset + 1;
                let name = text.get(start + from..start + name)?;
                return Some(Found { start, end, name, closing, ended, cut });
            }
            (None, byte) if !byte.is_ascii_whitespace() => {
                // An attribute begins after white space, or after the end of a value.
                let gap = bytes
                    .get(offset - 1)
                    .is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | b'/'));
                if gap && !matches!(byte, b'=') && before != b'=' {
                    count += 1;
                    if count > ATTRIBUTES && cut.is_none() {
                        cut = Some(start + offset);
                    }
                }
            }
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = *byte;
        }
    }
    None
}

/// Whether a text has a tag with more attributes than are read: a parser of XML looks for each among
/// all others.
pub(super) fn is_wild(text: &str) -> bool {
    tags(text).any(|tag| tag.cut.is_some())
}

/// HTML without what costs a parser more than its size.
pub(super) fn markup(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut from = 0;
    // What is open of each name, about: HTML closes many by itself.
    let mut open: BTreeMap<String, usize> = BTreeMap::new();
    let mut depth = 0_usize;
    for tag in tags(text) {
        let name = tag.name.to_ascii_lowercase();
        if Tag::from_name(&name).is_some_and(Tag::is_void) {
            // Nothing is open after it.
        } else if tag.closing {
            if let Some(count) = open.get_mut(&name).filter(|count| **count > 0) {
                *count -= 1;
                depth = depth.saturating_sub(1);
            }
        } else if !tag.ended {
            let closes = matches!(
                name.as_str(),
                "p" | "li"
                    | "td"
                    | "th"
                    | "tr"
                    | "dt"
                    | "dd"
                    | "option"
                    | "tbody"
                    | "thead"
                    | "html"
                    | "body"
                    | "head"
            );
            if !closes {
                depth += 1;
                if depth > OPEN {
                    out.push_str(text.get(from..tag.start).unwrap_or_default());
                    from = tag.end;
                    depth -= 1;
                    continue;
                }
                *open.entry(name).or_default() += 1;
            }
        }
        if let Some(cut) = tag.cut {
            out.push_str(text.get(from..cut).unwrap_or_default());
            from = tag.end - 1;
        }
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(out)
}

/// XHTML with an end tag for each element that ends in `/>`, as HTML needs it.
pub(super) fn ended(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for tag in tags(text).filter(|tag| tag.ended && !tag.closing) {
        if Tag::from_name(&tag.name.to_ascii_lowercase()).is_some_and(Tag::is_void) {
            continue;
        }
        out.push_str(text.get(from..tag.end - 2).unwrap_or_default());
        out.push_str("></");
        out.push_str(tag.name);
        out.push('>');
        from = tag.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// XHTML with characters for the entities that HTML has names for. Those of XML, and those that the
/// document declares itself, are left.
pub(super) fn entities(text: &str) -> Cow<'_, str> {
    let mut names = BTreeSet::new();
    for (_, name) in references(text) {
        if names.len() < ENTITIES && !matches!(name, "amp" | "lt" | "gt" | "quot" | "apos") {
            names.insert(name);
        }
    }
    if names.is_empty() {
        return Cow::Borrowed(text);
    }
    let head = text.split("<html").next().unwrap_or_default();
    let head = head.get(..HEAD.min(head.len())).unwrap_or_default();
    if head.contains("<!ENTITY") {
        names.retain(|name| !head.contains(&format!("<!ENTITY {name} ")));
    }
    let list = names.iter().fold(String::new(), |list, name| list + "<i>&" + name + ";</i>");
    let document = Document::from(list.as_str());
    let values = document.select("i");
    let known: BTreeMap<&str, String> = names
        .iter()
        .zip(values.iter())
        .map(|(name, value)| (*name, value.text().to_string()))
        .filter(|(name, value)| *value != format!("&{name};"))
        .collect();
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (at, name) in references(text) {
        if let Some(value) = known.get(name) {
            out.push_str(text.get(from..at).unwrap_or_default());
            // A character that markup is made of stays a reference.
            match value.as_str() {
                "<" => out.push_str("&lt;"),
                "&" => out.push_str("&amp;"),
                value => out.push_str(value),
            }
            from = at + name.len() + 2;
        }
    }
    out.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(out)
}

/// The references to entities by name: offset and name.
fn references(text: &str) -> impl Iterator<Item = (usize, &str)> {
    memchr::memchr_iter(b'&', text.as_bytes()).filter_map(|at| {
        let rest = text.get(at + 1..)?;
        let length = rest.bytes().take(ENTITY).take_while(u8::is_ascii_alphanumeric).count();
        let name = rest.get(..length).filter(|_| rest.as_bytes().get(length) == Some(&b';'))?;
        name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some((at, name))
    })
}
