//! XML as people like to look into it: one element a line, indented.
//!
//! In: elements. Out: a document. Refuses to know: the vocabulary. Everything is escaped by the
//! one writer.

use crate::xml::Writer;

/// Attributes in the order in which they are written.
pub(super) type Attrs<'a> = &'a [(&'a str, &'a str)];

/// A document that is being written.
pub(super) struct Lines {
    out: Writer,
    depth: usize,
}

impl Lines {
    /// A document with room for `capacity` bytes; an HTML one has its document type.
    pub(super) fn new(capacity: usize, html: bool) -> Self {
        let mut out = Writer::with_capacity(capacity);
        out.declaration();
        if html {
            out.doctype();
        }
        Lines { out, depth: 0 }
    }

    /// Begins an element that holds others.
    pub(super) fn open(&mut self, name: &str, attrs: Attrs) {
        self.begin(name, attrs);
        self.out.newline();
        self.depth += 1;
    }

    /// Ends it.
    pub(super) fn close(&mut self, name: &str) {
        self.depth = self.depth.saturating_sub(1);
        self.indent();
        self.out.close(name);
        self.out.newline();
    }

    /// An element with text only.
    pub(super) fn leaf(&mut self, name: &str, attrs: Attrs, text: &str) {
        self.begin(name, attrs);
        self.out.text(text);
        self.out.close(name);
        self.out.newline();
    }

    /// An element without content.
    pub(super) fn void(&mut self, name: &str, attrs: Attrs) {
        self.begin(name, attrs);
        self.out.close_empty();
        self.out.newline();
    }

    /// The finished document.
    pub(super) fn finish(self) -> String {
        self.out.finish()
    }

    fn begin(&mut self, name: &str, attrs: Attrs) {
        self.indent();
        self.out.open(name);
        for (name, value) in attrs {
            self.out.attr(name, value);
        }
    }

    fn indent(&mut self) {
        for _ in 0..self.depth {
            self.out.text("  ");
        }
    }
}
