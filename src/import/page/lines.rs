//! Lines of the source for the nodes of a tree.
//!
//! In: HTML as it was saved. Out: the same with its line in each start tag; and, once it is a tree, the
//! line of each node. Refuses to know: what the nodes are for.
//!
//! A tree knows no places. Looking for its text in the source would have to undo character references
//! and white space and finds the wrong one of two that are alike; so the lines go through the parser as
//! attributes, and are taken out of the tree again. Where the parser and [`marked`] see different tags
//! (inside of scripts), a line is that of the tag before.

use crate::tree::{Data, NodeId, Step, Tree, Value};
use std::fmt::Write as _;

/// The attribute that carries a line through the parser.
const MARK: &str = "data-import-line";

/// Elements whose content is no markup (HTML standard, section 13.2.6.2).
const RAW: &[&str] =
    &["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// The line of each node.
#[derive(Debug, Default)]
pub(super) struct Lines {
    of: Vec<u32>,
}

impl Lines {
    /// Takes the lines out of a tree that [`marked`] HTML became.
    pub(super) fn take(tree: &mut Tree<'static>, root: NodeId) -> Lines {
        let mut lines = Lines::default();
        let mut now = 1;
        let mut step = Some(Step::Enter(root));
        while let Some(current) = step {
            if let Step::Enter(id) = current {
                let mut at = now;
                if let Some(element) = tree.element_mut(id)
                    && let Some(index) = element.attrs.iter().position(|attr| attr.name == MARK)
                    && let Value::Text(text) = element.attrs.remove(index).value
                {
                    let (start, end) = text.split_once('-').unwrap_or((&text, &text));
                    at = start.parse().unwrap_or(now);
                    now = end.parse().unwrap_or(at);
                } else if let Data::Text(text) = tree.data(id) {
                    let white = text.len() - text.trim_start().len();
                    at = now + ends(text.get(..white).unwrap_or_default());
                    now += ends(text);
                }
                lines.set(id, at as usize);
            }
            step = tree.step(root, current);
        }
        lines
    }

    /// The line on which a node begins, from 1.
    pub(super) fn get(&self, id: NodeId) -> usize {
        self.of.get(id.index()).map_or(1, |line| (*line).max(1) as usize)
    }

    /// Says where a node that was made later begins.
    pub(super) fn set(&mut self, id: NodeId, line: usize) {
        if self.of.len() <= id.index() {
            self.of.resize(id.index() + 1, 0);
        }
        if let Some(place) = self.of.get_mut(id.index()) {
            *place = u32::try_from(line).unwrap_or(u32::MAX);
        }
    }
}

/// Line ends in a text.
fn ends(text: &str) -> u32 {
    u32::try_from(memchr::memchr_iter(b'\n', text.as_bytes()).count()).unwrap_or(u32::MAX)
}

/// HTML with its line in each start tag.
pub(super) fn marked(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 4);
    let (mut rest, mut line) = (html, 1_u32);
    // A text without `-->` or an end tag is looked through for it once, not at each place.
    let mut missing: Vec<&str> = Vec::new();
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        line += ends(before);
        let length = match tag.as_bytes().get(1) {
            Some(b'!') if tag.starts_with("<!--") => match until(tag, 4, "-->", &mut missing) {
                Some(end) => end,
                None => tag.len(),
            },
            Some(b'!' | b'?') => tag.find('>').map_or(tag.len(), |end| end + 1),
            Some(b'/') => end_of_tag(tag),
            Some(byte) if byte.is_ascii_alphabetic() => {
                let name = tag[1..].find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>');
                let name = name.map_or(tag.len(), |end| end + 1);
                let end = end_of_tag(tag);
                let (head, tail) = (&tag[..name.min(end)], &tag[name.min(end)..end]);
                out.push_str(head);
                let last = line + ends(&tag[..end]);
                let _ = if last == line {
                    write!(out, " {MARK}={line}")
                } else {
                    write!(out, " {MARK}={line}-{last}")
                };
                // An unquoted value would go on into what follows.
                if !tail.starts_with(|c: char| c.is_ascii_whitespace() || c == '>') {
                    out.push(' ');
                }
                out.push_str(tail);
                line = last;
                rest = &tag[end..];
                let head = head[1..].to_ascii_lowercase();
                if let Some(raw) = RAW.iter().find(|raw| **raw == head) {
                    let end = end_of_raw(rest, raw, &mut missing);
                    out.push_str(&rest[..end]);
                    line += ends(&rest[..end]);
                    rest = &rest[end..];
                }
                continue;
            }
            _ => 1,
        };
        out.push_str(&tag[..length]);
        line += ends(&tag[..length]);
        rest = &tag[length..];
    }
    out.push_str(rest);
    out
}

/// Length of a tag up to the `>` outside of quoted values.
fn end_of_tag(tag: &str) -> usize {
    let mut quote = None;
    let mut value = false;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), byte) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') if value => quote = Some(byte),
            (None, b'>') => return at + 1,
            _ => {}
        }
        // A quote opens a value only after `=`; elsewhere it is a slip and part of a name.
        value = byte == b'=' || value && byte.is_ascii_whitespace();
    }
    tag.len()
}

/// Offset after the first `mark` from `from` on; a mark that is nowhere is looked for once.
fn until<'m>(text: &str, from: usize, mark: &'m str, missing: &mut Vec<&'m str>) -> Option<usize> {
    if missing.contains(&mark) {
        return None;
    }
    // `<!-->` is a whole comment.
    let from = from.saturating_sub(2);
    let found = text.get(from..)?.find(mark).map(|at| from + at + mark.len());
    if found.is_none() {
        missing.push(mark);
    }
    found
}

/// Where the content of a raw element ends: at its end tag, or with the text.
fn end_of_raw<'m>(text: &str, name: &'m str, missing: &mut Vec<&'m str>) -> usize {
    if missing.contains(&name) {
        return 0;
    }
    for at in memchr::memmem::find_iter(text.as_bytes(), b"</") {
        let after = &text.as_bytes()[at + 2..];
        let same =
            after.get(..name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes()));
        let ended = !after.get(name.len()).is_some_and(u8::is_ascii_alphanumeric);
        if same && ended {
            return at;
        }
    }
    missing.push(name);
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_start_tag_says_its_line() {
        let html = "<p>a\n<b\n class='>'>c</b><!-- <i> -->\n<script>'<p>'</script><br/>1 < 2";
        let expected = "<p data-import-line=1>a\n<b data-import-line=2-3\n class='>'>c</b><!-- <i> -->\n\
                        <script data-import-line=4>'<p>'</script><br data-import-line=4 />1 < 2";
        assert_eq!(marked(html), expected);
        assert_eq!(marked("<!--><p>"), "<!--><p data-import-line=1>");
        assert_eq!(marked("<title>a"), "<title data-import-line=1>a");
    }
}
