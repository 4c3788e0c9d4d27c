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

mod attributes;

use super::NESTING_LIMIT;
use super::markdown::{Sink, levels, report_nesting};
use crate::diagnostic::{Diagnostics, code};
use crate::source::Text;
use crate::tree::{Attr, Data, Element, Name, NodeId, Step, Tag, Tree, Value};
use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, Tracer, TreeSink};
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

/// The name of an element that leaves nothing behind: it makes the tree builder restore what it
/// holds for the next text.
const NOTHING: &str = "bindery nothing";

/// Elements like `b` that are made anew where their block has ended without them (HTML standard
/// section 13.2.4.3); of more, the inner ones end with their block.
const RESTORED_LIMIT: usize = 4;

/// What the tree builder holds besides elements of the chapter: document, root and context.
const FRAME: usize = 3;

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
        let front = Front {
            builder,
            start: Cell::new(None),
            position: Cell::new(0),
            raw: RefCell::new(None),
            held: Handles::default(),
            asked: Cell::new((0, 0)),
            beyond: RefCell::default(),
            too_deep_at: Cell::new(None),
            too_many_at: Cell::new(None),
        };
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
    /// What the tree builder holds, as last asked.
    held: Handles,
    /// How many it held when last asked, and how many elements had been made then.
    asked: Cell<(usize, usize)>,
    beyond: RefCell<Beyond>,
    /// Where the limit of nesting was first passed.
    too_deep_at: Cell<Option<usize>>,
    /// Where that of elements made anew was.
    too_many_at: Cell<Option<usize>>,
}

/// Nodes, as the tree builder names them.
#[derive(Default)]
struct Handles(RefCell<Vec<NodeId>>);

impl Tracer for Handles {
    type Handle = NodeId;

    fn trace_handle(&self, node: &NodeId) {
        self.0.borrow_mut().push(*node);
    }
}

/// Elements beyond the limit of nesting: begun, but not made.
#[derive(Default)]
struct Beyond {
    names: Vec<LocalName>,
    counts: HashMap<LocalName, usize>,
    /// What the tree builder held when the first of them began.
    held: usize,
}

impl Beyond {
    fn open(&mut self, name: &LocalName, held: usize) {
        if self.names.is_empty() {
            self.held = held;
        }
        self.names.push(name.clone());
        *self.counts.entry(name.clone()).or_default() += 1;
    }

    /// Ends the last element of that name and all in it; false where there is none.
    fn close(&mut self, name: &LocalName) -> bool {
        if self.counts.get(name).is_none_or(|count| *count == 0) {
            return false;
        }
        while let Some(last) = self.names.pop() {
            if let Some(count) = self.counts.get_mut(&last) {
                *count -= 1;
            }
            if last == *name {
                break;
            }
        }
        true
    }

    /// Forgets them all where an element around them has ended.
    fn end_with(&mut self, held: usize) {
        if held < self.held {
            *self = Beyond::default();
        }
    }
}

impl Front<'_> {
    /// Hands a token to the tree builder, if it keeps within the limits.
    fn feed(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        let mut ending = false;
        let mut own = 0;
        let mut stray = false;
        if let Token::TagToken(tag) = &token {
            ending = tag.kind == TagKind::EndTag;
            let passes =
                if ending { !self.beyond.borrow_mut().close(&tag.name) } else { self.fits(tag) };
            if !passes {
                // Words of two blocks don't become one.
                if Tag::from_name(&tag.name).is_some_and(|tag| !tag.is_phrasing()) {
                    return self.feed(Token::CharacterTokens(StrTendril::from("\n")), line);
                }
                return TokenSinkResult::Continue;
            }
            own = usize::from(!ending && is_formatting(&tag.name));
            stray = !ending && matches!(&*tag.name, "caption" | "td" | "th" | "tr");
            let shut = matches!(
                &*tag.name,
                "applet" | "marquee" | "math" | "object" | "select" | "svg" | "xmp"
            );
            if !ending && shut {
                // What these have around them can't be ended from inside: it is restored before.
                let _ = self.feed(nothing(TagKind::StartTag), line);
                let _ = self.feed(nothing(TagKind::EndTag), line);
            }
        }
        let arena = &self.builder.sink;
        arena.formatting.borrow_mut().clear();
        let before = arena.made.get();
        let result = self.builder.process_token(token, line);
        if stray && arena.made.get() == before {
            // A cell without a table makes nothing; words of two of them don't become one.
            let gap = Token::CharacterTokens(StrTendril::from("\n"));
            let _ = self.builder.process_token(gap, line);
        }
        let made = std::mem::take(&mut *arena.formatting.borrow_mut());
        if !ending && made.len() > RESTORED_LIMIT + own {
            self.too_many_at.set(self.too_many_at.get().or_else(|| Some(arena.at.get())));
            let restored = made.get(RESTORED_LIMIT..made.len() - own).unwrap_or_default();
            for name in restored.iter().rev() {
                let end = bare_tag(TagKind::EndTag, name.clone());
                let _ = self.builder.process_token(end, line);
            }
        }
        result
    }

    /// Whether an element keeps within the limit of nesting; notes one that does not.
    fn fits(&self, tag: &HtmlTag) -> bool {
        let known = Tag::from_name(&tag.name);
        let in_foreign = self.builder.adjusted_current_node_present_but_not_in_html_namespace();
        // These hold no elements, and text alone can't be in them without them being there.
        let leaf = known.is_some_and(Tag::is_void)
            || (tag.self_closing && in_foreign)
            || (!in_foreign && holds_raw_text(&tag.name) && !self.is_drawings_title(&tag.name))
            || matches!(&*tag.name, NOTEREF | NOTHING);
        if leaf {
            return true;
        }
        let most = NESTING_LIMIT + FRAME - known.map_or(1, levels);
        let mut beyond = self.beyond.borrow_mut();
        // To ask goes through all that is held. An element is held twice at most, so not that many
        // can be held where few have been made since.
        let (count, before) = self.asked.get();
        let made = self.builder.sink.made.get();
        if beyond.names.is_empty() && count + 2 * (made - before) <= most {
            return true;
        }
        self.held.0.borrow_mut().clear();
        self.builder.trace_handles(&self.held);
        let mut held = self.held.0.borrow_mut();
        let count = held.len();
        self.asked.set((count, made));
        beyond.end_with(count);
        if beyond.names.is_empty() {
            if count <= most {
                return true;
            }
            // An open `b` is held twice: as open, and as one that is to be restored.
            held.sort_unstable();
            held.dedup();
            if held.len() <= most {
                return true;
            }
        }
        beyond.open(&tag.name, count);
        let at = self.builder.sink.at.get();
        self.too_deep_at.set(self.too_deep_at.get().or(Some(at)));
        false
    }

    /// Whether it is the title of a drawing that is beyond the limit: text like any other, not that
    /// of a document's title.
    fn is_drawings_title(&self, name: &str) -> bool {
        let beyond = self.beyond.borrow();
        name == "title" && beyond.counts.get(&local_name!("svg")).is_some_and(|count| *count > 0)
    }
}

/// Elements that are made anew where their block ends without them.
/// Source: HTML standard section 13.2.4.2, the category "formatting".
fn is_formatting(name: &str) -> bool {
    matches!(
        name,
        "a" | "b"
            | "big"
            | "code"
            | "em"
            | "font"
            | "i"
            | "nobr"
            | "s"
            | "small"
            | "strike"
            | "strong"
            | "tt"
            | "u"
    )
}

/// Elements whose text runs to their end tag, whatever looks like a tag in it.
/// Source: HTML standard section 13.2.6.4.
fn holds_raw_text(name: &str) -> bool {
    matches!(
        name,
        "iframe" | "noembed" | "noframes" | "script" | "style" | "textarea" | "title" | "xmp"
    )
}

fn bare_tag(kind: TagKind, name: LocalName) -> Token {
    let (attrs, self_closing) = (Vec::new(), false);
    let tag = HtmlTag { kind, name, self_closing, attrs, had_duplicate_attributes: false };
    Token::TagToken(tag)
}

fn nothing(kind: TagKind) -> Token {
    bare_tag(kind, LocalName::from(NOTHING))
}

/// Takes out the elements below `root` that are deeper than the limit; what is in them stays.
/// Gives the offset of the first.
fn flatten(tree: &mut Tree<'_>, root: NodeId) -> Option<usize> {
    let mut first = None;
    let mut depth = 0_usize;
    let mut step = tree.step(root, Step::Enter(root));
    while let Some(now) = step {
        step = match now {
            Step::Enter(id) if depth >= NESTING_LIMIT && holds_elements(tree, id) => {
                first.get_or_insert(tree.at(id));
                let child = tree.first_child(id);
                tree.unwrap_node(id);
                child.map(Step::Enter)
            }
            Step::Enter(_) => {
                depth += 1;
                tree.step(root, now)
            }
            Step::Leave(_) => {
                depth = depth.saturating_sub(1);
                tree.step(root, now)
            }
        };
    }
    first
}

/// Whether an element holds what a tag can stand in; what holds text alone may be something else
/// without it: a script.
fn holds_elements(tree: &Tree<'_>, id: NodeId) -> bool {
    let raw = tree.tag(id).is_some_and(|tag| holds_raw_text(tag.name()));
    !raw && tree.first_child(id).is_some()
}

impl TokenSink for Front<'_> {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        if matches!(token, Token::ParseError(_)) {
            return TokenSinkResult::Continue;
        }
        let at = self.start.take().unwrap_or_else(|| self.position.get());
        self.builder.sink.at.set(at);
        let Token::TagToken(mut tag) = token else {
            return self.feed(token, line);
        };
        // `plaintext` would make text of all that follows in the chapter.
        if tag.name == local_name!("plaintext") {
            tag.name = local_name!("pre");
        }
        if tag.kind == TagKind::EndTag {
            self.raw.borrow_mut().take();
            return self.feed(Token::TagToken(tag), line);
        }
        // `<span id="p1"/>`: HTML does not know it for elements like these and would put all that
        // follows inside; whoever writes it means XHTML, an element without content.
        let void = Tag::from_name(&tag.name).is_some_and(Tag::is_void);
        let foreign = self.builder.adjusted_current_node_present_but_not_in_html_namespace()
            || matches!(tag.name, local_name!("svg") | local_name!("math"));
        let alone = tag.self_closing && !void && !foreign;
        tag.self_closing &= !alone;
        let name = tag.name.clone();
        let result = self.feed(Token::TagToken(tag), line);
        if alone {
            let _ = self.feed(bare_tag(TagKind::EndTag, name), line);
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
    names: RefCell<Names>,
    /// Offset in the chapter's text of what is being made.
    at: Cell<usize>,
    /// Names of the elements like `b` that the token at hand has made.
    formatting: RefCell<Vec<LocalName>>,
    /// How many elements have been made.
    made: Cell<usize>,
}

/// html5ever's name of every element: each name once, and for every node the number of its own.
struct Names {
    /// The first node that may have one: before it stands what others put into the tree.
    first: usize,
    list: Vec<QualName>,
    numbers: HashMap<QualName, u32>,
    of_node: Vec<u32>,
}

impl Names {
    /// What stands for a node that is no element.
    const NONE: u32 = u32::MAX;

    fn new(first: NodeId) -> Self {
        Names {
            first: first.index(),
            list: Vec::new(),
            numbers: HashMap::new(),
            of_node: Vec::new(),
        }
    }

    fn set(&mut self, node: NodeId, name: QualName) {
        let number = *self.numbers.entry(name).or_insert_with_key(|name| {
            self.list.push(name.clone());
            u32::try_from(self.list.len() - 1).unwrap_or(Self::NONE)
        });
        let at = node.index().saturating_sub(self.first);
        if self.of_node.len() <= at {
            self.of_node.resize(at + 1, Self::NONE);
        }
        if let Some(slot) = self.of_node.get_mut(at) {
            *slot = number;
        }
    }

    fn get(&self, node: NodeId) -> Option<&QualName> {
        let number = *self.of_node.get(node.index().checked_sub(self.first)?)?;
        self.list.get(usize::try_from(number).ok()?)
    }
}

impl<'s> Arena<'s> {
    fn new(mut tree: Tree<'s>) -> Self {
        let document = tree.create(Data::Root, 0);
        Arena {
            tree: RefCell::new(tree),
            document,
            names: RefCell::new(Names::new(document)),
            at: Cell::new(0),
            formatting: RefCell::default(),
            made: Cell::new(0),
        }
    }

    fn make(&self, name: QualName, attrs: &[Attribute]) -> NodeId {
        let data = if &*name.local == NOTEREF {
            let index = attrs.first().and_then(|attr| attr.value.parse().ok());
            Data::Noteref(index.unwrap_or(usize::MAX))
        } else if &*name.local == NOTHING {
            Data::Root
        } else {
            let attrs = attrs.iter().map(to_attr).collect();
            Data::Element(Element { name: to_name(&name), attrs })
        };
        let node = self.tree.borrow_mut().create(data, self.at.get());
        self.names.borrow_mut().set(node, name);
        self.made.update(|made| made + 1);
        node
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
        let name = self.names.borrow().get(*target).cloned();
        Named(name.unwrap_or_else(|| html_name("div")))
    }

    fn create_element(
        &self,
        name: QualName,
        attrs: Vec<Attribute>,
        _flags: ElementFlags,
    ) -> NodeId {
        if is_formatting(&name.local) && name.ns == ns!(html) {
            self.formatting.borrow_mut().push(name.local.clone());
        }
        self.make(name, &attrs)
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
                    self.tree.borrow_mut().insert_before(*sibling, node);
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

    /// Asked for the attributes of a further `<html>`: the root of a fragment is not shown.
    fn add_attrs_if_missing(&self, _target: &NodeId, _attrs: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &NodeId) {
        self.tree.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        self.tree.borrow_mut().move_children(*node, *new_parent);
    }
}
