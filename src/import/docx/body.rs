//! Paragraphs become blocks.
//!
//! In: the XML of a document and of its notes. Out: chapters, each a part of one tree with its notes.
//! Refuses to know: archives, metadata, Markdown. Source: ECMA-376 part 1, section 17.2 and 17.3.

use super::content::{Sdt, alternative, content, folded, is_break, words};
use super::fields::Fate;
use super::lost::{self, Lost};
use super::marks::Line;
use super::numbering::{Format, Numbered, Numbering};
use super::package::{Relation, attr, child, on, value};
use super::pieces::{Content, Mark, Piece, put, put_text, text, trim};
use super::styles::{Role, Style, Styles, numbering};
use super::survey::Survey;
use crate::edition::Date;
use crate::import::draft::Dropped;
use crate::load::metadata::date_of;
use crate::tree::{Attr, Data, Element, NodeId, Tag, Tree};
use roxmltree::Node;
use std::collections::{BTreeMap, BTreeSet};

/// Depth of blocks in blocks beyond which only text is kept.
pub(super) const DEPTH: usize = 40;

/// A part that text is read from.
#[derive(Debug)]
pub(super) struct Part<'x> {
    /// Its path in the archive.
    pub(super) path: String,
    /// Its document's element; `None` where there is no such part.
    pub(super) root: Option<Node<'x, 'x>>,
    /// What it refers to.
    pub(super) relations: BTreeMap<String, Relation>,
}

/// A chapter.
#[derive(Debug)]
pub(super) struct Body {
    /// The node whose children are its blocks.
    pub(super) node: NodeId,
    /// What its first heading says; empty for what stands before one.
    pub(super) title: String,
    /// Its notes: label and node.
    pub(super) notes: Vec<(String, NodeId)>,
    /// Numbers of notes by part and id.
    pub(super) numbers: BTreeMap<(usize, String), usize>,
}

/// What paragraphs say of the document, by their style.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) title: Option<String>,
    pub(super) subtitle: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) date: Option<Date>,
}

/// The place that a bookmark names.
#[derive(Debug)]
pub(super) struct Anchor {
    pub(super) node: NodeId,
    pub(super) name: String,
    pub(super) chapter: usize,
    /// The heading that it stands in.
    pub(super) heading: Option<NodeId>,
}

/// A field that is open.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) instruction: String,
    /// Set where its result begins.
    pub(super) fate: Option<Fate>,
    /// The number of its link.
    pub(super) link: Option<usize>,
}

/// The document while it is read.
pub(super) struct Reader<'x> {
    pub(super) styles: &'x Styles,
    pub(super) numbering: Numbering,
    /// The document, its footnotes and its endnotes.
    pub(super) parts: Vec<Part<'x>>,
    /// The number of the part that is read.
    pub(super) part: usize,
    pub(super) survey: Survey,
    /// First parts of the tags of the book's language.
    pub(super) main: BTreeSet<String>,
    /// Whether the book's own text runs from right to left.
    pub(super) rtl: bool,
    /// The files of the archive.
    pub(super) files: BTreeSet<String>,
    pub(super) tree: Tree<'static>,
    pub(super) chapters: Vec<Body>,
    pub(super) said: Said,
    pub(super) lost: Lost,
    pub(super) dropped: Vec<Dropped>,
    /// Pictures by their path in the archive, with the names of their files.
    pub(super) pictures: BTreeMap<String, String>,
    /// Pictures that lie on other servers.
    pub(super) remote: Vec<String>,
    /// Addresses of links by their numbers.
    pub(super) links: Vec<String>,
    pub(super) anchors: Vec<Anchor>,
    pub(super) fields: Vec<Field>,
    /// Whether the paragraph that is read is a line across the page.
    pub(super) rule: bool,
    /// Text boxes of the paragraph that is read, which follow it.
    pub(super) boxes: Vec<NodeId>,
    /// What belongs to the next paragraph.
    carry: Vec<Piece>,
}

/// A list that may go on.
pub(super) struct Open {
    pub(super) level: usize,
    pub(super) format: Format,
    /// The number of its last item.
    pub(super) number: u32,
    pub(super) list: NodeId,
    /// Its last item.
    pub(super) item: NodeId,
}

/// The last block, where the next may be one with it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Last {
    Nothing,
    Quote(NodeId),
    Code(NodeId),
    /// A poem, its last stanza, and whether more lines can come in that.
    Verse(NodeId, NodeId, bool),
    Picture(NodeId),
}

/// Blocks as they come below a node.
pub(super) struct Flow {
    pub(super) parent: NodeId,
    /// Whether a heading of level 1 begins a chapter here.
    pub(super) top: bool,
    pub(super) lists: Vec<Open>,
    pub(super) last: Last,
}

impl Flow {
    pub(super) fn below(parent: NodeId) -> Flow {
        Flow { parent, top: false, lists: Vec::new(), last: Last::Nothing }
    }

    /// Nothing goes on.
    pub(super) fn end(&mut self) {
        self.lists.clear();
        self.last = Last::Nothing;
    }
}

impl<'x> Reader<'x> {
    /// A document that nothing is read of yet.
    pub(super) fn new(
        styles: &'x Styles,
        numbering: Numbering,
        parts: Vec<Part<'x>>,
        survey: Survey,
        files: BTreeSet<String>,
    ) -> Self {
        Reader {
            styles,
            numbering,
            parts,
            part: 0,
            survey,
            main: BTreeSet::new(),
            rtl: false,
            files,
            tree: Tree::new(),
            chapters: Vec::new(),
            said: Said::default(),
            lost: Lost::default(),
            dropped: Vec::new(),
            pictures: BTreeMap::new(),
            remote: Vec::new(),
            links: Vec::new(),
            anchors: Vec::new(),
            fields: Vec::new(),
            rule: false,
            boxes: Vec::new(),
            carry: Vec::new(),
        }
    }

    /// Reads the document.
    pub(super) fn read(&mut self) {
        let body =
            self.parts.first().and_then(|part| part.root).and_then(|root| child(root, "body"));
        let Some(body) = body else { return };
        let parent = self.chapter(String::new());
        let mut flow = Flow { top: true, ..Flow::below(parent) };
        self.blocks(body, &mut flow, 0);
    }

    fn chapter(&mut self, title: String) -> NodeId {
        let node = self.tree.create(Data::Root, 0);
        let (notes, numbers) = (Vec::new(), BTreeMap::new());
        self.chapters.push(Body { node, title, notes, numbers });
        node
    }

    /// An element below `parent`.
    pub(super) fn element(&mut self, parent: NodeId, tag: Tag) -> NodeId {
        let node = self.tree.create(Data::Element(Element::html(tag)), 0);
        self.tree.append(parent, node);
        node
    }

    /// Sets an attribute.
    pub(super) fn set(&mut self, node: NodeId, name: &'static str, value: impl Into<String>) {
        if let Some(element) = self.tree.element_mut(node) {
            element.attrs.push(Attr::new(name, value.into()));
        }
    }

    /// The path of the part that is read.
    pub(super) fn path(&self) -> String {
        self.parts.get(self.part).map(|part| part.path.clone()).unwrap_or_default()
    }

    /// Notes that something is left out.
    pub(super) fn drop(&mut self, what: &'static str, text: &str) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let at = crate::import::At::Part(self.path());
        self.dropped.push(Dropped { at, text, what });
    }

    /// The blocks of a body, a cell, a note, a text box.
    pub(super) fn blocks(&mut self, holder: Node<'x, 'x>, flow: &mut Flow, depth: usize) {
        if depth > DEPTH {
            let words = words(holder);
            self.lost.add(lost::DEEP, &words);
            let p = self.element(flow.parent, Tag::P);
            put_text(&mut self.tree, p, &words);
            return;
        }
        for node in holder.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "p" => self.paragraph(node, flow, depth),
                "tbl" => {
                    flow.end();
                    self.table(node, flow.parent, depth);
                }
                "sdt" => match content(node) {
                    Sdt::Shown(content) => self.blocks(content, flow, depth + 1),
                    Sdt::Contents(content) => self.drop("tables of contents", &words(content)),
                    Sdt::Nothing => {}
                },
                "ins" | "moveTo" | "customXml" | "smartTag" => self.blocks(node, flow, depth + 1),
                "del" | "moveFrom" => self.drop("deleted passages", &words(node)),
                "AlternateContent" => {
                    if let Some(choice) = alternative(node) {
                        self.blocks(choice, flow, depth + 1);
                    }
                }
                "bookmarkStart" => self.bookmark(node),
                "oMathPara" | "oMath" => {
                    flow.end();
                    let words = words(node);
                    self.lost.add(lost::EQUATION, &words);
                    let p = self.element(flow.parent, Tag::P);
                    put_text(&mut self.tree, p, &words);
                }
                "altChunk" => self.lost.add(lost::PART, ""),
                _ => {}
            }
        }
        // A last paragraph whose end was deleted has no next one.
        if !self.carry.iter().all(Piece::is_blank) {
            let mut pieces = std::mem::take(&mut self.carry);
            trim(&mut pieces);
            flow.end();
            let p = self.element(flow.parent, Tag::P);
            self.fill(p, &pieces, false);
        }
    }

    /// A bookmark between paragraphs: it names the next.
    fn bookmark(&mut self, node: Node<'x, 'x>) {
        if let Some(piece) = self.anchor(node) {
            self.carry.push(piece);
        }
    }

    /// The place that a bookmark names.
    pub(super) fn anchor(&mut self, node: Node<'x, 'x>) -> Option<Piece> {
        let name = attr(node, "name").filter(|name| *name != "_GoBack")?;
        let span = self.tree.create(Data::Element(Element::html(Tag::Span)), 0);
        let chapter = self.chapters.len().saturating_sub(1);
        let name = name.to_owned();
        self.anchors.push(Anchor { node: span, name, chapter, heading: None });
        Some(Piece { marks: Vec::new(), content: Content::Anchor(span) })
    }

    fn paragraph(&mut self, node: Node<'x, 'x>, flow: &mut Flow, depth: usize) {
        let properties = child(node, "pPr");
        let mut style = self.styles.paragraph(properties.and_then(|pr| value(pr, "pStyle")));
        let outline = properties
            .and_then(|pr| value(pr, "outlineLvl"))
            .and_then(|level| level.parse::<u8>().ok())
            .filter(|level| *level < 9);
        if let (Role::Plain, Some(level)) = (style.role, outline) {
            style.role = Role::Heading((level + 1).min(6));
        }
        let whole = self.styles.look.with(&style.look);
        // What a heading or a quotation looks like by its style says nothing of its words.
        let base = match style.role {
            Role::Plain | Role::ListMore => {
                self.styles.look.with(&self.styles.paragraph(None).look)
            }
            _ => whole.clone(),
        };
        let begins = match style.role {
            Role::Heading(1) => true,
            Role::Title => self.said.title.is_some(),
            _ => false,
        };
        let mut pieces = std::mem::take(&mut self.carry);
        if begins && flow.top && !words(node).trim().is_empty() {
            // Its notes are those of the new chapter, and so are the places named before it.
            flow.end();
            flow.parent = self.chapter(String::new());
            let last = self.chapters.len() - 1;
            for piece in &pieces {
                if let Content::Anchor(node) = piece.content
                    && let Some(anchor) = self.anchors.iter_mut().rev().find(|a| a.node == node)
                {
                    anchor.chapter = last;
                }
            }
        }
        let boxes = std::mem::take(&mut self.boxes);
        let line = Line { base, whole, code: style.role == Role::Code };
        self.runs(node, &line, None, &mut pieces, depth);
        let boxes = std::mem::replace(&mut self.boxes, boxes);
        let mark = properties.and_then(|pr| child(pr, "rPr"));
        if mark.is_some_and(|mark| child(mark, "del").is_some()) && boxes.is_empty() {
            // Its end was deleted: it is one with the next.
            self.carry = pieces;
            return;
        }
        let number = self.number(properties, &style);
        let rtl = properties.and_then(|pr| on(pr, "bidi")).unwrap_or(style.rtl);
        self.finished(node, pieces, &style, number, rtl && !self.rtl, flow);
        for node in boxes {
            flow.end();
            self.tree.append(flow.parent, node);
        }
    }

    /// The number of a paragraph: its level, and how it is shown.
    fn number(
        &mut self,
        properties: Option<Node<'x, 'x>>,
        style: &Style,
    ) -> Option<(usize, Numbered)> {
        let own = properties.and_then(numbering);
        let (id, level) = match (own, &style.numbering) {
            // A paragraph may name the level alone.
            (Some((id, level)), Some((other, _))) if id.is_empty() => (other.clone(), level),
            (Some(own), _) => own,
            (None, Some(own)) => own.clone(),
            (None, None) => return None,
        };
        if id == "0" || id.is_empty() {
            return None;
        }
        let number = self.numbering.next(&id, level)?;
        Some((level, number))
    }

    /// A paragraph, as it was read, becomes a block.
    fn finished(
        &mut self,
        node: Node<'x, 'x>,
        mut pieces: Vec<Piece>,
        style: &Style,
        number: Option<(usize, Numbered)>,
        rtl: bool,
        flow: &mut Flow,
    ) {
        let is_code = style.role == Role::Code
            || style.role == Role::Plain
                && number.is_none()
                && pieces.iter().any(|piece| !piece.is_blank())
                && pieces.iter().all(|piece| piece.is_blank() || piece.marks.contains(&Mark::Code));
        let is_code = is_code
            && !pieces.iter().any(|p| matches!(p.content, Content::Node(_) | Content::Note(_)));
        if is_code {
            self.code(&pieces, flow);
            return;
        }
        trim(&mut pieces);
        if pieces.iter().all(Piece::is_blank) {
            let line = std::mem::take(&mut self.rule);
            let line = line
                || child(node, "pPr")
                    .and_then(|pr| child(pr, "pBdr"))
                    .is_some_and(|border| child(border, "bottom").is_some());
            // What a bookmark names goes on to what comes next.
            self.carry
                .extend(pieces.into_iter().filter(|p| matches!(p.content, Content::Anchor(_))));
            if let Last::Verse(poem, stanza, _) = flow.last {
                flow.last = Last::Verse(poem, stanza, false);
            } else if line {
                flow.end();
                self.element(flow.parent, Tag::Hr);
            } else {
                flow.last = Last::Nothing;
            }
            return;
        }
        let words = text(&pieces);
        match style.role {
            Role::Contents => self.drop("tables of contents", &words),
            Role::Title if flow.top && self.part == 0 && self.said.title.is_none() => {
                self.said.title = Some(folded(&words));
                self.carried(&pieces);
            }
            Role::Subtitle if flow.top && self.said.subtitle.is_none() => {
                self.said.subtitle = Some(folded(&words));
            }
            Role::Date if flow.top && self.said.date.is_none() && date_of(&words).is_some() => {
                self.said.date = date_of(&words);
            }
            Role::Author if flow.top => self.said.authors.push(folded(&words)),
            Role::Title => self.heading(1, pieces, number, flow),
            Role::Heading(level) => self.heading(level, pieces, number, flow),
            Role::Quote => {
                flow.lists.clear();
                let quote = match flow.last {
                    Last::Quote(quote) => quote,
                    _ => self.element(flow.parent, Tag::Blockquote),
                };
                flow.last = Last::Quote(quote);
                let p = self.element(quote, Tag::P);
                self.fill(p, &pieces, rtl);
            }
            Role::Verse => self.verse(&pieces, flow),
            Role::Caption => self.caption(&pieces, flow),
            Role::ListMore if !flow.lists.is_empty() && number.is_none() => {
                let item = flow.lists.last().map(|open| open.item);
                if let Some(item) = item {
                    self.loosen(item);
                    let p = self.element(item, Tag::P);
                    self.fill(p, &pieces, rtl);
                }
            }
            _ => match number {
                Some((level, number)) if number.format != Format::Nothing => {
                    flow.last = Last::Nothing;
                    let item = self.item(level + style.depth, &number, flow);
                    if rtl {
                        self.set(item, "dir", "rtl");
                    }
                    put(&mut self.tree, item, &pieces, &self.links);
                }
                _ => self.plain(&pieces, &words, rtl, flow),
            },
        }
    }

    fn plain(&mut self, pieces: &[Piece], words: &str, rtl: bool, flow: &mut Flow) {
        flow.end();
        if is_break(words) && pieces.iter().all(|p| matches!(p.content, Content::Text(_))) {
            self.element(flow.parent, Tag::Hr);
            return;
        }
        let p = self.element(flow.parent, Tag::P);
        self.fill(p, pieces, rtl);
        let mut solid = pieces.iter().filter(|piece| !piece.is_blank());
        if let (Some(Piece { content: Content::Node(_), .. }), None) = (solid.next(), solid.next())
        {
            flow.last = Last::Picture(p);
        }
    }

    fn fill(&mut self, p: NodeId, pieces: &[Piece], rtl: bool) {
        if rtl {
            self.set(p, "dir", "rtl");
        }
        put(&mut self.tree, p, pieces, &self.links);
    }

    /// Keeps the places that bookmarks name in what is no paragraph.
    fn carried(&mut self, pieces: &[Piece]) {
        let anchors = pieces.iter().filter(|piece| matches!(piece.content, Content::Anchor(_)));
        self.carry.extend(anchors.cloned());
    }

    /// The number of a note in the chapter; it is read where it is referred to first.
    pub(super) fn note(&mut self, part: usize, id: &str, depth: usize) -> Option<usize> {
        let chapter = self.chapters.last()?;
        if let Some(number) = chapter.numbers.get(&(part, id.to_owned())) {
            return Some(*number);
        }
        let root = self.parts.get(part)?.root?;
        let found = root.children().find(|node| attr(*node, "id") == Some(id));
        let found = found.filter(|_| self.part == 0)?;
        let body = self.tree.create(Data::Root, 0);
        let before = std::mem::replace(&mut self.part, part);
        let fields = std::mem::take(&mut self.fields);
        let carry = std::mem::take(&mut self.carry);
        let boxes = std::mem::take(&mut self.boxes);
        self.blocks(found, &mut Flow::below(body), depth + 1);
        (self.part, self.fields, self.carry, self.boxes) = (before, fields, carry, boxes);
        let chapter = self.chapters.last_mut()?;
        let number = chapter.notes.len();
        chapter.notes.push(((number + 1).to_string(), body));
        chapter.numbers.insert((part, id.to_owned()), number);
        Some(number)
    }
}
