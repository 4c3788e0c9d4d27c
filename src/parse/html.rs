//! Raw HTML is understood as a browser would, over the whole chapter.
//!
//! In: elements and text that Markdown made, and raw HTML among them. Out: nodes of one tree.
//! Refuses to know: which elements a book can hold.
//!
//! One html5ever tree builder is fed from two sides: elements that Markdown made go to it as
//! tokens, raw HTML goes through html5ever's tokenizer first. So an unclosed `<p>`, a `<div>`
//! around paragraphs of Markdown or a `<b>` over several of them come out as the HTML standard
//! says (section 13.2), and Markdown's text is never written out and read again.

use super::NESTING_LIMIT;
use super::markdown::{Sink, report_nesting};
use crate::diagnostic::{Diagnostics, code};
use crate::source::Text;
use crate::tree::{Attr, Data, Element, Name, NodeId, Tag, Tree, Value};
use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    Tag as HtmlTag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, QualName, TokenizerResult, local_name, ns};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

/// The name under which a reference to a note passes through the tree builder; no raw HTML can
/// spell a name with a space.
const NOTEREF: &str = "bindery noteref";

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
}

impl<'s> HtmlSink<'s> {
    /// A sink that puts what it makes under `root`.
    pub(super) fn new(tree: Tree<'s>, root: NodeId) -> Self {
        let arena = Arena::new(tree);
        let context = arena.make(html_name("div"), &[]);
        let builder =
            TreeBuilder::new_for_fragment(arena, context, None, TreeBuilderOpts::default());
        let front = Front {
            builder,
            start: Cell::new(None),
            position: Cell::new(0),
            raw: RefCell::new(None),
        };
        HtmlSink {
            tokenizer: Some(Tokenizer::new(front, TokenizerOpts::default())),
            root,
            pending: String::new(),
            unclosed: Vec::new(),
            unended: Vec::new(),
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
        let arena = tokenizer.sink.builder.sink;
        if let Some(at) = arena.too_deep_at.get() {
            report_nesting(text, at, diagnostics);
        }
        let document = arena.document;
        let invented = arena.invented.into_inner();
        let mut tree = arena.tree.into_inner();
        for node in invented {
            if tree.first_child(node).is_none() {
                tree.detach(node);
            }
        }
        let html = tree.first_child(document);
        if let Some(html) = html {
            tree.move_children(html, self.root);
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
            let _ = front.builder.process_token(token, 0);
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
            self.tokenizer = Some(Tokenizer::new(front, TokenizerOpts::default()));
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
        if let Some(front) = self.front() {
            front.builder.sink.ending.set(true);
            self.tag(TagKind::EndTag, LocalName::from(tag.name()), Vec::new(), at);
            front.builder.sink.ending.set(false);
        }
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

    fn noteref(&mut self, index: usize, at: usize) {
        if self.in_raw_text() {
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
                }
                self.pending.push_str(piece);
                queue.push_back(StrTendril::from(piece));
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

/// Stands between tokenizer and tree builder: knows where each token began, and mends two habits
/// of authors that the HTML standard reads otherwise than they mean.
struct Front<'s> {
    builder: TreeBuilder<NodeId, Arena<'s>>,
    /// Where the token that is being read began.
    start: Cell<Option<usize>>,
    /// Where the piece that is being fed begins.
    position: Cell<usize>,
    /// The element whose text runs to its end tag, and where it began.
    raw: RefCell<Option<(LocalName, usize)>>,
}

impl TokenSink for Front<'_> {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        if matches!(token, Token::ParseError(_)) {
            return TokenSinkResult::Continue;
        }
        let at = self.start.take().unwrap_or_else(|| self.position.get());
        if self.builder.sink.too_deep_at.get().is_some() {
            return TokenSinkResult::Continue;
        }
        self.builder.sink.at.set(at);
        let Token::TagToken(mut tag) = token else {
            return self.builder.process_token(token, line);
        };
        if tag.kind == TagKind::EndTag {
            self.raw.borrow_mut().take();
            self.builder.sink.ending.set(true);
            let result = self.builder.process_token(Token::TagToken(tag), line);
            self.builder.sink.ending.set(false);
            return result;
        }
        // `plaintext` would make text of all that follows in the chapter.
        if tag.name == local_name!("plaintext") {
            tag.name = local_name!("pre");
        }
        // `<span id="p1"/>`: HTML does not know it for elements like these and would put all that
        // follows inside; whoever writes it means XHTML, an element without content.
        let void = Tag::from_name(&tag.name).is_some_and(Tag::is_void);
        let foreign = self.builder.adjusted_current_node_present_but_not_in_html_namespace()
            || matches!(tag.name, local_name!("svg") | local_name!("math"));
        let alone = tag.self_closing && !void && !foreign;
        tag.self_closing &= !alone;
        let name = tag.name.clone();
        let result = self.builder.process_token(Token::TagToken(tag), line);
        if alone {
            let end = HtmlTag {
                kind: TagKind::EndTag,
                name,
                self_closing: false,
                attrs: Vec::new(),
                had_duplicate_attributes: false,
            };
            let _ = self.builder.process_token(Token::TagToken(end), line);
            return TokenSinkResult::Continue;
        }
        match result {
            TokenSinkResult::RawData(_) | TokenSinkResult::Plaintext => {
                *self.raw.borrow_mut() = Some((name, at));
            }
            _ => {}
        }
        result
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// The tree as html5ever sees it.
struct Arena<'s> {
    tree: RefCell<Tree<'s>>,
    document: NodeId,
    /// html5ever's name of every element, and its depth.
    names: RefCell<HashMap<NodeId, (QualName, usize)>>,
    /// Offset in the chapter's text of what is being made.
    at: Cell<usize>,
    /// Whether an end tag is being worked on: a paragraph made then is HTML's invention.
    ending: Cell<bool>,
    invented: RefCell<Vec<NodeId>>,
    too_deep_at: Cell<Option<usize>>,
}

impl<'s> Arena<'s> {
    fn new(mut tree: Tree<'s>) -> Self {
        let document = tree.create(Data::Root, 0);
        Arena {
            tree: RefCell::new(tree),
            document,
            names: RefCell::default(),
            at: Cell::new(0),
            ending: Cell::new(false),
            invented: RefCell::default(),
            too_deep_at: Cell::new(None),
        }
    }

    fn make(&self, name: QualName, attrs: &[Attribute]) -> NodeId {
        let data = if &*name.local == NOTEREF {
            let index = attrs.first().and_then(|attr| attr.value.parse().ok());
            Data::Noteref(index.unwrap_or(usize::MAX))
        } else {
            let attrs = attrs.iter().map(to_attr).collect();
            Data::Element(Element { name: to_name(&name), attrs })
        };
        let node = self.tree.borrow_mut().create(data, self.at.get());
        self.names.borrow_mut().insert(node, (name, 0));
        node
    }

    /// Notes the depth of a node put under `parent`.
    fn deepen(&self, parent: NodeId, node: NodeId) {
        let mut names = self.names.borrow_mut();
        let depth = names.get(&parent).map_or(0, |(_, depth)| *depth) + 1;
        if let Some(entry) = names.get_mut(&node) {
            entry.1 = depth;
        }
        // The root of the fragment is no element of the chapter's.
        if depth > NESTING_LIMIT + 1 && self.too_deep_at.get().is_none() {
            self.too_deep_at.set(Some(self.at.get()));
        }
    }

    fn text_node(&self, text: &StrTendril) -> NodeId {
        self.tree.borrow_mut().create(Data::Text(Cow::Owned(text.to_string())), self.at.get())
    }

    /// Adds to the text of `node`; false where it is no text.
    fn extend_text(&self, node: Option<NodeId>, text: &StrTendril) -> bool {
        let mut tree = self.tree.borrow_mut();
        match node.map(|node| tree.data_mut(node)) {
            Some(Data::Text(old)) => {
                old.to_mut().push_str(text);
                true
            }
            _ => false,
        }
    }
}

fn html_name(local: &str) -> QualName {
    QualName::new(None, ns!(html), LocalName::from(local))
}

fn to_name(name: &QualName) -> Name {
    let local: &str = &name.local;
    if name.ns == ns!(svg) {
        Name::Svg(local.into())
    } else if name.ns == ns!(mathml) {
        Name::MathMl(local.into())
    } else {
        Tag::from_name(local).map_or_else(|| Name::Unknown(local.into()), Name::Html)
    }
}

fn to_attr<'s>(attr: &Attribute) -> Attr<'s> {
    let local: &str = &attr.name.local;
    let name = match &attr.name.prefix {
        Some(prefix) if !prefix.is_empty() => format!("{prefix}:{local}"),
        _ => local.to_owned(),
    };
    Attr { name: Cow::Owned(name), value: Value::Text(Cow::Owned(attr.value.to_string())) }
}

/// An element's name, for html5ever to look at.
#[derive(Debug)]
struct Named(QualName);

impl html5ever::interface::ElemName for Named {
    fn ns(&self) -> &html5ever::Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl TreeSink for Arena<'_> {
    type Handle = NodeId;
    type Output = Self;
    type ElemName<'a>
        = Named
    where
        Self: 'a;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        self.document
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Named {
        let name = self.names.borrow().get(target).map(|(name, _)| name.clone());
        Named(name.unwrap_or_else(|| html_name("div")))
    }

    fn create_element(
        &self,
        name: QualName,
        attrs: Vec<Attribute>,
        _flags: ElementFlags,
    ) -> NodeId {
        let invented = self.ending.get() && name.local == local_name!("p");
        let node = self.make(name, &attrs);
        if invented {
            self.invented.borrow_mut().push(node);
        }
        node
    }

    /// Comments and processing instructions are the author's own notes: no reader sees them, and
    /// `append` leaves them out.
    fn create_comment(&self, _text: StrTendril) -> NodeId {
        self.tree.borrow_mut().create(Data::Root, self.at.get())
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> NodeId {
        self.create_comment(StrTendril::new())
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        match child {
            NodeOrText::AppendNode(node) => {
                if !matches!(self.tree.borrow().data(node), Data::Root) {
                    self.tree.borrow_mut().append(*parent, node);
                    self.deepen(*parent, node);
                }
            }
            NodeOrText::AppendText(text) => {
                let last = self.tree.borrow().last_child(*parent);
                if !self.extend_text(last, &text) {
                    let node = self.text_node(&text);
                    self.tree.borrow_mut().append(*parent, node);
                }
            }
        }
    }

    fn append_before_sibling(&self, sibling: &NodeId, new: NodeOrText<NodeId>) {
        match new {
            NodeOrText::AppendNode(node) => {
                if !matches!(self.tree.borrow().data(node), Data::Root) {
                    let parent = self.tree.borrow().parent(*sibling);
                    self.tree.borrow_mut().insert_before(*sibling, node);
                    if let Some(parent) = parent {
                        self.deepen(parent, node);
                    }
                }
            }
            NodeOrText::AppendText(text) => {
                let previous = self.tree.borrow().previous(*sibling);
                if !self.extend_text(previous, &text) {
                    let node = self.text_node(&text);
                    self.tree.borrow_mut().insert_before(*sibling, node);
                }
            }
        }
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeId,
        previous: &NodeId,
        child: NodeOrText<NodeId>,
    ) {
        let has_parent = self.tree.borrow().parent(*element).is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// A template's content is shown nowhere; it gets a root that hangs on nothing.
    fn get_template_contents(&self, _target: &NodeId) -> NodeId {
        self.create_comment(StrTendril::new())
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn add_attrs_if_missing(&self, target: &NodeId, attrs: Vec<Attribute>) {
        if let Some(element) = self.tree.borrow_mut().element_mut(*target) {
            for attr in attrs.iter().map(to_attr) {
                if !element.attrs.iter().any(|other| other.name == attr.name) {
                    element.attrs.push(attr);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.tree.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        self.tree.borrow_mut().move_children(*node, *new_parent);
    }
}
