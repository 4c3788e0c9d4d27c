//! Raw HTML is understood as a browser would, over the whole chapter.
//!
//! In: elements and text that Markdown made, and raw HTML among them. Out: nodes of one tree.
//! Refuses to know: which elements a book can hold.
//!
//! One html5ever tree builder is fed from two sides: elements that Markdown made go to it as
//! tokens, raw HTML goes through html5ever's tokenizer first. So an unclosed `<p>`, a `<div>`
//! around paragraphs of Markdown or a `<b>` over several of them come out as the HTML standard
//! says (section 13.2), and Markdown's text is never written out and read again.
//!
//! What html5ever holds open is bounded: it looks through all of it for every tag, and makes a `<b>`
//! that is never closed anew in every paragraph. Tags beyond the limits don't reach it, only what
//! stands between them.

mod arena;
mod attributes;
mod front;

use super::markdown::{Sink, report_nesting};
use crate::diagnostic::{Diagnostics, code};
use crate::source::Text;
use crate::tree::{Attr, NodeId, Tag, Tree, Value};
use arena::{Arena, NOTEREF, html_name};
use front::{Front, RESTORED_LIMIT, flatten};
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag as HtmlTag, TagKind, Token, TokenSink, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, QualName, TokenizerResult, ns};
use std::borrow::Cow;

/// A [`Sink`] by way of the HTML5 parser.
pub(super) struct HtmlSink<'s> {
    /// Always there, but for the moment in which it is replaced.
    tokenizer: Option<Tokenizer<Front<'s>>>,
    root: NodeId,
    /// What has been fed since the last token: a tag or comment that is not finished yet.
    pending: String,
    /// Tags (false) and comments (true) that were not finished when their block ended.
    unclosed: Vec<(usize, usize, bool)>,
    /// Elements whose text runs to their end tag, and that had none: name and offset.
    unended: Vec<(String, usize)>,
    attributes: attributes::Counter,
    /// Where tags begin that had too many attributes.
    cut: Vec<usize>,
}

impl<'s> HtmlSink<'s> {
    /// A sink that puts what it makes under `root`.
    pub(super) fn new(tree: Tree<'s>, root: NodeId) -> Self {
        let arena = Arena::new(tree);
        let context = arena.make(html_name("div"), &[]);
        // No script runs in a book: what `noscript` holds is shown.
        let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
        let builder = TreeBuilder::new_for_fragment(arena, context, None, options);
        let front = Front::new(builder);
        HtmlSink {
            tokenizer: Some(tokenizer_for(front)),
            root,
            pending: String::new(),
            unclosed: Vec::new(),
            unended: Vec::new(),
            attributes: attributes::Counter::new(),
            cut: Vec::new(),
        }
    }

    /// The tree, with what was made under the root; reports what was not finished.
    pub(super) fn finish(mut self, text: &Text, diagnostics: &mut Diagnostics) -> Tree<'s> {
        self.html_block_end(text.as_str().len());
        let Some(tokenizer) = self.tokenizer.take() else { return Tree::new() };
        tokenizer.end();
        for (start, end, comment) in self.unclosed {
            let message = if comment {
                "this comment has no end, so all that follows in its block is left out"
            } else {
                "this tag is not finished before its block ends; it is kept as text"
            };
            diagnostics.push(&code::HTML_UNCLOSED, text.span(start..end), message);
        }
        for (name, at) in self.unended {
            diagnostics.push(
                &code::HTML_UNCLOSED,
                text.span(at..at),
                format!("`<{name}>` has no end tag before its block ends; it is ended there"),
            );
        }
        self.cut.dedup();
        for at in self.cut {
            let message = format!(
                "this tag has more than {} attributes; the others are left out",
                attributes::LIMIT
            );
            diagnostics.push(&code::HTML_CHANGED, text.span(at..at), message);
        }
        let front = tokenizer.sink;
        let arena = front.builder.sink;
        let document = arena.document;
        let mut tree = arena.tree.into_inner();
        let html = tree.first_child(document);
        if let Some(html) = html {
            tree.move_children(html, self.root);
        }
        // The tree may be deeper than what was ever open: where tags cross each other, HTML puts
        // what stands between them into copies of both.
        let flattened = flatten(&mut tree, self.root);
        if let Some(at) = front.too_deep_at.get().or(flattened) {
            report_nesting(text, at, diagnostics);
        }
        if let Some(at) = front.too_many_at.get() {
            diagnostics.push(
                &code::NESTING,
                text.span(at..at),
                format!(
                    "more than {RESTORED_LIMIT} elements like `b` run over the end of their block; the inner ones end with it"
                ),
            );
        }
        tree
    }

    fn front(&self) -> Option<&Front<'s>> {
        self.tokenizer.as_ref().map(|tokenizer| &tokenizer.sink)
    }

    /// Hands a token that Markdown made to the tree builder.
    fn token(&self, token: Token, at: usize) {
        if let Some(front) = self.front() {
            front.builder.sink.at.set(at);
            let _ = front.feed(token, 0);
        }
    }

    fn tag(&self, kind: TagKind, name: LocalName, attrs: Vec<Attribute>, at: usize) {
        let tag =
            HtmlTag { kind, name, self_closing: false, attrs, had_duplicate_attributes: false };
        self.token(Token::TagToken(tag), at);
    }

    /// Whether an element is open whose content is text up to its end tag: then Markdown's
    /// elements can't be in it, only their text.
    fn in_raw_text(&self) -> bool {
        self.front().is_some_and(|front| front.raw.borrow().is_some())
    }

    /// Ends such an element where its block ends.
    fn end_raw_text(&mut self, at: usize) {
        let raw = self.front().and_then(|front| front.raw.borrow_mut().take());
        if let Some((name, start)) = raw {
            self.unended.push((name.to_string(), start));
            self.tag(TagKind::EndTag, name, Vec::new(), at);
            self.renew();
        }
    }

    /// Puts a new tokenizer before the tree builder: the old one is in the middle of something.
    fn renew(&mut self) {
        if let Some(tokenizer) = self.tokenizer.take() {
            let front = tokenizer.sink;
            front.start.set(None);
            self.tokenizer = Some(tokenizer_for(front));
        }
    }
}

impl<'s> Sink<'s> for HtmlSink<'s> {
    fn open(&mut self, tag: Tag, attrs: Vec<Attr<'s>>, at: usize) {
        if self.in_raw_text() {
            if tag.is_phrasing() {
                return;
            }
            self.end_raw_text(at);
        }
        let attrs = attrs
            .into_iter()
            .map(|attr| Attribute {
                name: QualName::new(None, ns!(), LocalName::from(attr.name.as_ref())),
                value: match attr.value {
                    Value::Text(text) => StrTendril::from(text.as_ref()),
                    _ => StrTendril::new(),
                },
            })
            .collect();
        self.tag(TagKind::StartTag, LocalName::from(tag.name()), attrs, at);
    }

    fn close(&mut self, tag: Tag) {
        if tag.is_void() || (tag.is_phrasing() && self.in_raw_text()) {
            return;
        }
        let at = self.front().map_or(0, |front| front.builder.sink.at.get());
        self.end_raw_text(at);
        self.tag(TagKind::EndTag, LocalName::from(tag.name()), Vec::new(), at);
    }

    fn text(&mut self, text: Cow<'s, str>, at: usize) {
        // The tree builder treats NUL apart, and takes text without it only.
        for (index, part) in text.split('\0').enumerate() {
            if index > 0 {
                self.token(Token::CharacterTokens(StrTendril::from("\u{fffd}")), at);
            }
            if !part.is_empty() {
                self.token(Token::CharacterTokens(StrTendril::from(part)), at);
            }
        }
    }

    fn takes_elements(&self) -> bool {
        // An element of HTML would end a drawing or formula.
        !self.in_raw_text()
            && self.front().is_some_and(|front| {
                !front.builder.adjusted_current_node_present_but_not_in_html_namespace()
            })
    }

    fn noteref(&mut self, index: usize, written: &'s str, at: usize) {
        if self.in_raw_text() {
            self.text(Cow::Borrowed(written), at);
            return;
        }
        let attrs = vec![Attribute {
            name: QualName::new(None, ns!(), LocalName::from("n")),
            value: StrTendril::from(index.to_string()),
        }];
        self.tag(TagKind::StartTag, LocalName::from(NOTEREF), attrs, at);
        self.tag(TagKind::EndTag, LocalName::from(NOTEREF), Vec::new(), at);
    }

    fn html(&mut self, html: &str, at: usize) {
        let Some(tokenizer) = &self.tokenizer else { return };
        let front = &tokenizer.sink;
        let queue = BufferQueue::default();
        let mut from = 0;
        // Cut before every `<`: a token is reported while the piece that ends it is fed, and so
        // begins where the first piece began that has not given a token yet.
        let cuts = memchr::memchr_iter(b'<', html.as_bytes()).chain(std::iter::once(html.len()));
        for cut in cuts {
            if let Some(piece) = html.get(from..cut)
                && !piece.is_empty()
            {
                front.position.set(at + from);
                if front.start.get().is_none() {
                    front.start.set(Some(at + from));
                    self.pending.clear();
                    // Where text runs to an end tag, nothing is a tag but that.
                    self.attributes.begin(if front.raw.borrow().is_some() { "" } else { piece });
                }
                self.pending.push_str(piece);
                let (piece, cut) = self.attributes.cut(piece);
                if cut {
                    self.cut.extend(front.start.get());
                }
                queue.push_back(StrTendril::from(piece.as_ref()));
                while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
            }
            from = cut;
        }
    }

    fn html_block_end(&mut self, at: usize) {
        self.end_raw_text(at);
        let start = self.front().and_then(|front| front.start.take());
        if let Some(start) = start {
            self.renew();
            let pending = std::mem::take(&mut self.pending);
            let comment = pending.starts_with("<!") || pending.starts_with("<?");
            self.unclosed.push((start, at, comment));
            if !comment {
                self.text(Cow::Owned(pending), start);
            }
        }
    }
}

/// A tokenizer that takes a byte order mark for the character it is inside of a text.
fn tokenizer_for(front: Front<'_>) -> Tokenizer<Front<'_>> {
    Tokenizer::new(front, TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() })
}
