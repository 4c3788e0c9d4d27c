//! The one writer of XML: everything that becomes XHTML or SVG goes through it and is escaped.
//!
//! In: element names, attributes, text. Out: well-formed XML text. Refuses to know: which element
//! may stand where.

use std::borrow::Cow;

/// Whether XML 1.0 can hold the character. Source: XML 1.0 section 2.2, production `Char`.
pub fn is_legal(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Text with every character that XML can't hold taken out, NUL turned into U+FFFD
/// (CommonMark 0.31 section 2.3) and line ends into `\n`.
pub fn legal(text: &str) -> Cow<'_, str> {
    // Only control characters and U+FFFE/U+FFFF (EF BF BE, EF BF BF) are illegal.
    let suspect = |b: &u8| *b == 0xef || (*b < 0x20 && *b != b'\n' && *b != b'\t');
    if !text.as_bytes().iter().any(suspect) || text.chars().all(|c| c != '\r' && is_legal(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\0' => out.push('\u{fffd}'),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' => out.push('\n'),
            c if is_legal(c) => out.push(c),
            _ => {}
        }
    }
    Cow::Owned(out)
}

/// Writes XML into a string.
#[derive(Debug, Default)]
pub struct Writer {
    out: String,
    /// True between `open` and the first content: `>` or `/>` is still to come.
    pending: bool,
}

impl Writer {
    /// A writer into an empty string with room for `capacity` bytes.
    pub fn with_capacity(capacity: usize) -> Self {
        Writer { out: String::with_capacity(capacity), pending: false }
    }

    /// Writes the XML declaration; for the beginning of a document.
    pub fn declaration(&mut self) {
        self.out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }

    /// Writes the document type of XHTML. Source: HTML standard section 13.1.1.
    pub fn doctype(&mut self) {
        self.out.push_str("<!DOCTYPE html>\n");
    }

    /// Begins an element. The name must be a legal one: the callers' names come from tables.
    pub fn open(&mut self, name: &str) {
        self.settle();
        self.out.push('<');
        self.out.push_str(name);
        self.pending = true;
    }

    /// Writes an attribute of the element begun last; ignored once it has content.
    pub fn attr(&mut self, name: &str, value: &str) {
        if !self.pending {
            return;
        }
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape(&mut self.out, value, true);
        self.out.push('"');
    }

    /// Writes text.
    pub fn text(&mut self, text: &str) {
        if !text.is_empty() {
            self.settle();
            escape(&mut self.out, text, false);
        }
    }

    /// Writes a line end between elements, for people who look into the file.
    pub fn newline(&mut self) {
        self.settle();
        self.out.push('\n');
    }

    /// Ends an element with an end tag, whether it has content or not: HTML elements that are not
    /// void must not be written `<p/>` (XHTML read as HTML swallows what follows).
    pub fn close(&mut self, name: &str) {
        self.settle();
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// Ends an element that has no content: `<br/>`.
    pub fn close_empty(&mut self) {
        if self.pending {
            self.out.push_str("/>");
            self.pending = false;
        }
    }

    /// An element with text and nothing else.
    pub fn element(&mut self, name: &str, attrs: &[(&str, &str)], text: &str) {
        self.open(name);
        for (name, value) in attrs {
            self.attr(name, value);
        }
        self.text(text);
        self.close(name);
    }

    /// An element without content.
    pub fn void(&mut self, name: &str, attrs: &[(&str, &str)]) {
        self.open(name);
        for (name, value) in attrs {
            self.attr(name, value);
        }
        self.close_empty();
    }

    /// The finished text.
    pub fn finish(mut self) -> String {
        self.settle();
        self.out
    }

    fn settle(&mut self) {
        if self.pending {
            self.out.push('>');
            self.pending = false;
        }
    }
}

/// Appends `text` with the five characters escaped that need it and illegal ones left out (see
/// [`legal`]). White space in attributes is written as character references, else a reader's XML
/// parser would turn it into spaces (XML 1.0 section 3.3.3).
fn escape(out: &mut String, text: &str, attribute: bool) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        // Most bytes are letters: one look in a table tells them from the rest.
        if PLAIN[usize::from(byte)] {
            continue;
        }
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' if attribute => "&quot;",
            b'\n' if attribute => "&#10;",
            b'\t' if attribute => "&#9;",
            b'"' | b'\n' | b'\t' => continue,
            // EF begins U+FFFE and U+FFFF, and much that is legal.
            0xef if !matches!(text.as_bytes().get(at + 1..at + 3), Some([0xbf, 0xbe | 0xbf])) => {
                continue;
            }
            _ => {
                out.push_str(text.get(from..at).unwrap_or_default());
                return escape(out, &legal(text.get(at..).unwrap_or_default()), attribute);
            }
        };
        out.push_str(text.get(from..at).unwrap_or_default());
        out.push_str(entity);
        from = at + 1;
    }
    out.push_str(text.get(from..).unwrap_or_default());
}

/// Bytes that stand for themselves wherever they are.
static PLAIN: [bool; 256] = {
    let mut table = [true; 256];
    let mut byte = 0;
    while byte < 0x20 {
        table[byte] = false;
        byte += 1;
    }
    table[b'&' as usize] = false;
    table[b'<' as usize] = false;
    table[b'>' as usize] = false;
    table[b'"' as usize] = false;
    table[0xef] = false;
    table
};

#[cfg(test)]
mod tests;
