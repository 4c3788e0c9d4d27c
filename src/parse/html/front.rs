//! Stands between the tokenizer and the tree builder, and keeps the limits.
//!
//! In: tokens of raw HTML, and those of elements that Markdown made. Out: the tokens that the tree
//! builder gets: none that would nest too deep or make too many elements anew. Refuses to know:
//! Markdown, which elements a book can hold.

use super::arena::{Arena, NOTEREF};
use crate::parse::NESTING_LIMIT;
use crate::parse::markdown::levels;
use crate::tree::{NodeId, Step, Tag, Tree};
use html5ever::interface::Tracer;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag as HtmlTag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::TreeBuilder;
use html5ever::{LocalName, local_name};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

/// The name of an element that leaves nothing behind: it makes the tree builder restore what it
/// holds for the next text.
pub(super) const NOTHING: &str = "bindery nothing";

/// Elements like `b` that are made anew where their block has ended without them (HTML standard
/// section 13.2.4.3); of more, the inner ones end with their block.
pub(super) const RESTORED_LIMIT: usize = 4;

/// What the tree builder holds besides elements of the chapter: document, root and context.
const FRAME: usize = 3;

/// Stands between tokenizer and tree builder: knows where each token began, and mends two habits
/// of authors that the HTML standard reads otherwise than they mean.
pub(super) struct Front<'s> {
    pub(super) builder: TreeBuilder<NodeId, Arena<'s>>,
    /// Where the token that is being read began.
    pub(super) start: Cell<Option<usize>>,
    /// Where the piece that is being fed begins.
    pub(super) position: Cell<usize>,
    /// The element whose text runs to its end tag, and where it began.
    pub(super) raw: RefCell<Option<(LocalName, usize)>>,
    /// What the tree builder holds, as last asked.
    held: Handles,
    /// How many it held when last asked, and how many elements had been made then.
    asked: Cell<(usize, usize)>,
    beyond: RefCell<Beyond>,
    /// Where the limit of nesting was first passed.
    pub(super) too_deep_at: Cell<Option<usize>>,
    /// Where that of elements made anew was.
    pub(super) too_many_at: Cell<Option<usize>>,
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

impl<'s> Front<'s> {
    /// Before a tree builder that has been given nothing yet.
    pub(super) fn new(builder: TreeBuilder<NodeId, Arena<'s>>) -> Self {
        Front {
            builder,
            start: Cell::new(None),
            position: Cell::new(0),
            raw: RefCell::new(None),
            held: Handles::default(),
            asked: Cell::new((0, 0)),
            beyond: RefCell::default(),
            too_deep_at: Cell::new(None),
            too_many_at: Cell::new(None),
        }
    }

    /// Hands a token to the tree builder, if it keeps within the limits.
    pub(super) fn feed(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
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
    pub(super) fn fits(&self, tag: &HtmlTag) -> bool {
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
    pub(super) fn is_drawings_title(&self, name: &str) -> bool {
        let beyond = self.beyond.borrow();
        name == "title" && beyond.counts.get(&local_name!("svg")).is_some_and(|count| *count > 0)
    }
}

/// Elements that are made anew where their block ends without them.
/// Source: HTML standard section 13.2.4.2, the category "formatting".
pub(super) fn is_formatting(name: &str) -> bool {
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
pub(super) fn holds_raw_text(name: &str) -> bool {
    matches!(
        name,
        "iframe" | "noembed" | "noframes" | "script" | "style" | "textarea" | "title" | "xmp"
    )
}

pub(super) fn bare_tag(kind: TagKind, name: LocalName) -> Token {
    let (attrs, self_closing) = (Vec::new(), false);
    let tag = HtmlTag { kind, name, self_closing, attrs, had_duplicate_attributes: false };
    Token::TagToken(tag)
}

pub(super) fn nothing(kind: TagKind) -> Token {
    bare_tag(kind, LocalName::from(NOTHING))
}

/// Takes out the elements below `root` that are deeper than the limit; what is in them stays.
/// Gives the offset of the first.
pub(super) fn flatten(tree: &mut Tree<'_>, root: NodeId) -> Option<usize> {
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
pub(super) fn holds_elements(tree: &Tree<'_>, id: NodeId) -> bool {
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
