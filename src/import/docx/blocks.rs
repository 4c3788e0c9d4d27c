//! Paragraphs that are more than paragraphs: headings, code, verse, captions, items of lists.
//!
//! In: the pieces of a paragraph and what it is. Out: blocks, one with the last where they go together.
//! Refuses to know: how paragraphs are read.

use super::body::{Flow, Last, Open, Reader};
use super::content::folded;
use super::numbering::{Format, Numbered};
use super::pieces::{Content, Mark, Piece, put, put_text, text, trim};
use crate::tree::{Data, Element, NodeId, Tag};

impl Reader<'_> {
    pub(super) fn heading(
        &mut self,
        level: u8,
        mut pieces: Vec<Piece>,
        number: Option<(usize, Numbered)>,
        flow: &mut Flow,
    ) {
        flow.end();
        // What all of it looks like is how this heading looks.
        let solid: Vec<&Piece> = pieces
            .iter()
            .filter(|p| !p.is_blank() && !matches!(p.content, Content::Note(_)))
            .collect();
        let common: Vec<Mark> = [Mark::Bold, Mark::Italic, Mark::Underline, Mark::SmallCaps]
            .into_iter()
            .filter(|mark| solid.iter().all(|piece| piece.marks.contains(mark)))
            .collect();
        for piece in &mut pieces {
            piece.marks.retain(|mark| !common.contains(mark));
            if piece.content == Content::Break {
                piece.content = Content::Text(" ".to_owned());
            }
        }
        let label = number.filter(|(_, number)| number.format != Format::Bullet);
        if let Some(label) = label.map(|(_, number)| number.label).filter(|l| !l.is_empty()) {
            let content = Content::Text(format!("{label} "));
            pieces.insert(0, Piece { marks: Vec::new(), content });
        }
        let title = folded(&text(&pieces));
        if level == 1
            && flow.top
            && let Some(chapter) = self.chapters.last_mut()
            && chapter.title.is_empty()
        {
            chapter.title = title;
        }
        let tag = match level {
            1 => Tag::H1,
            2 => Tag::H2,
            3 => Tag::H3,
            4 => Tag::H4,
            5 => Tag::H5,
            _ => Tag::H6,
        };
        let heading = self.element(flow.parent, tag);
        put(&mut self.tree, heading, &pieces, &self.links);
        for piece in &pieces {
            if let Content::Anchor(node) = piece.content
                && let Some(anchor) = self.anchors.iter_mut().rev().find(|a| a.node == node)
            {
                anchor.heading = Some(heading);
            }
        }
    }

    pub(super) fn code(&mut self, pieces: &[Piece], flow: &mut Flow) {
        flow.lists.clear();
        let line = text(pieces);
        let line = line.trim_end();
        if let Last::Code(code) = flow.last {
            put_text(&mut self.tree, code, "\n");
            put_text(&mut self.tree, code, line);
            return;
        }
        if line.is_empty() {
            return;
        }
        let pre = self.element(flow.parent, Tag::Pre);
        let code = self.element(pre, Tag::Code);
        put_text(&mut self.tree, code, line);
        flow.last = Last::Code(code);
    }

    /// Lines of a poem. A paragraph with breaks in it is a stanza, one without is a line.
    pub(super) fn verse(&mut self, pieces: &[Piece], flow: &mut Flow) {
        flow.lists.clear();
        let whole = pieces.iter().any(|piece| piece.content == Content::Break);
        let (poem, stanza) = match flow.last {
            Last::Verse(poem, stanza, true) if !whole => {
                self.element(stanza, Tag::Br);
                (poem, stanza)
            }
            Last::Verse(poem, ..) => (poem, self.element(poem, Tag::P)),
            _ => {
                let poem = self.element(flow.parent, Tag::Div);
                self.set(poem, "class", "verse");
                (poem, self.element(poem, Tag::P))
            }
        };
        let lines = pieces.split(|piece| piece.content == Content::Break);
        for (index, line) in lines.enumerate() {
            if index > 0 {
                self.element(stanza, Tag::Br);
            }
            let span = self.element(stanza, Tag::Span);
            let shown = text(line);
            let white = shown.chars().take_while(|c| c.is_whitespace());
            let space: usize = white.map(|c| if c == '\t' { 4 } else { 1 }).sum();
            let class = match space / 2 {
                0 => "line".to_owned(),
                step => format!("line indent-{}", step.min(8)),
            };
            self.set(span, "class", class);
            let mut line = line.to_vec();
            trim(&mut line);
            if let Some(Content::Text(first)) = line.first_mut().map(|piece| &mut piece.content) {
                *first = first.trim_start().to_owned();
            }
            put(&mut self.tree, span, &line, &self.links);
        }
        flow.last = Last::Verse(poem, stanza, !whole);
    }

    /// What stands below a picture; elsewhere a paragraph.
    pub(super) fn caption(&mut self, pieces: &[Piece], flow: &mut Flow) {
        let last = flow.last;
        flow.end();
        if let Last::Picture(p) = last {
            if let Some(element) = self.tree.element_mut(p) {
                element.name = crate::tree::Name::Html(Tag::Figure);
            }
            let caption = self.element(p, Tag::Figcaption);
            put(&mut self.tree, caption, pieces, &self.links);
            return;
        }
        let p = self.element(flow.parent, Tag::P);
        put(&mut self.tree, p, pieces, &self.links);
    }

    /// The next item of a list, or the first of a new one.
    pub(super) fn item(&mut self, level: usize, number: &Numbered, flow: &mut Flow) -> NodeId {
        while flow.lists.last().is_some_and(|open| open.level > level) {
            flow.lists.pop();
        }
        if let Some(open) = flow.lists.last_mut().filter(|open| open.level == level) {
            let same = open.format == number.format;
            let goes_on = number.format == Format::Bullet
                || Some(number.number) == open.number.checked_add(1);
            if same && goes_on {
                let item = self.tree.create(Data::Element(Element::html(Tag::Li)), 0);
                self.tree.append(open.list, item);
                open.number = number.number;
                open.item = item;
                return item;
            }
            flow.lists.pop();
        }
        let parent = flow.lists.last().map_or(flow.parent, |open| open.item);
        let tag = if number.format == Format::Bullet { Tag::Ul } else { Tag::Ol };
        let list = self.element(parent, tag);
        if tag == Tag::Ol {
            if let Some(kind) = number.format.html() {
                self.set(list, "type", kind);
            }
            if number.number != 1 {
                self.set(list, "start", number.number.to_string());
            }
        }
        let item = self.element(list, Tag::Li);
        let (format, number) = (number.format, number.number);
        flow.lists.push(Open { level, format, number, list, item });
        item
    }

    /// Puts what stands in the line of an item into a paragraph, so that others can follow.
    pub(super) fn loosen(&mut self, item: NodeId) {
        let is_block = |tag: Option<Tag>| matches!(tag, Some(Tag::P | Tag::Ul | Tag::Ol));
        let line: Vec<NodeId> =
            self.tree.children(item).take_while(|n| !is_block(self.tree.tag(*n))).collect();
        let Some(first) = line.first().copied() else { return };
        let p = self.tree.create(Data::Element(Element::html(Tag::P)), 0);
        self.tree.insert_before(first, p);
        for node in line {
            self.tree.detach(node);
            self.tree.append(p, node);
        }
    }
}
