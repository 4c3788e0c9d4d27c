//! The pieces of a chapter become elements.
//!
//! In: pieces and notes. Out: a tree. Refuses to know: Markdown.

use super::notes::references;
use super::pieces::{Mark, Piece};
use crate::tree::{Attr, Data, Element, NodeId, Tag, Tree};

/// The elements of a chapter.
#[derive(Debug)]
pub(super) struct Elements {
    /// The nodes.
    pub(super) tree: Tree<'static>,
    /// The node that holds the text.
    pub(super) body: NodeId,
    /// The notes: label and node.
    pub(super) notes: Vec<(String, NodeId)>,
    numbers: Vec<u32>,
}

/// Columns up to which a line may be one of verse.
const VERSE: usize = 72;

impl Elements {
    /// Makes the elements of a chapter.
    pub(super) fn of(title: &str, pieces: &[(Piece, bool)], notes: &[(u32, String)]) -> Self {
        let mut tree = Tree::new();
        let body = tree.create(Data::Root, 0);
        let numbers = notes.iter().map(|(number, _)| *number).collect();
        let mut elements = Elements { tree, body, notes: Vec::new(), numbers };
        let heading = elements.put(body, Tag::H1);
        elements.text(heading, title);
        for (number, text) in notes {
            let note = elements.tree.create(Data::Root, 0);
            let paragraph = elements.put(note, Tag::P);
            elements.text(paragraph, text);
            elements.notes.push((number.to_string(), note));
        }
        elements.blocks(pieces);
        elements
    }

    fn put(&mut self, parent: NodeId, tag: Tag) -> NodeId {
        let node = self.tree.create(Data::Element(Element::html(tag)), 0);
        self.tree.append(parent, node);
        node
    }

    fn put_classed(&mut self, parent: NodeId, tag: Tag, class: String) -> NodeId {
        let mut element = Element::html(tag);
        element.attrs.push(Attr::new("class", class));
        let node = self.tree.create(Data::Element(element), 0);
        self.tree.append(parent, node);
        node
    }

    /// Text with its references to notes.
    fn text(&mut self, parent: NodeId, text: &str) {
        let text = text.replace('\t', " ");
        let mut from = 0;
        for (range, number) in references(&text) {
            let Some(index) = self.numbers.iter().position(|other| *other == number) else {
                continue;
            };
            self.plain(parent, text.get(from..range.start).unwrap_or_default().trim_end());
            let node = self.tree.create(Data::Noteref(index), 0);
            self.tree.append(parent, node);
            from = range.end;
        }
        self.plain(parent, text.get(from..).unwrap_or_default());
    }

    fn plain(&mut self, parent: NodeId, text: &str) {
        if !text.is_empty() {
            let node = self.tree.create(Data::Text(text.to_owned().into()), 0);
            self.tree.append(parent, node);
        }
    }

    fn blocks(&mut self, pieces: &[(Piece, bool)]) {
        let mut at = 0;
        while let Some((piece, heading)) = pieces.get(at) {
            let run = |mark: fn(&Piece) -> bool| {
                pieces
                    .iter()
                    .skip(at)
                    .take_while(|(piece, heading)| mark(piece) && !heading)
                    .count()
            };
            let taken = if *heading {
                let node = self.put(self.body, Tag::H2);
                self.text(node, &piece.text);
                1
            } else if piece.text.chars().all(|c| !c.is_alphanumeric()) {
                self.put(self.body, Tag::Hr);
                1
            } else {
                match piece.mark {
                    Mark::Bullet => {
                        self.list(pieces, at, run(|piece| piece.mark == Mark::Bullet), None)
                    }
                    Mark::Number(first) => {
                        let count = run(|piece| matches!(piece.mark, Mark::Number(_)));
                        self.list(pieces, at, count, Some(first))
                    }
                    Mark::Quote => {
                        let count = run(|piece| piece.mark == Mark::Quote);
                        let quote = self.put(self.body, Tag::Blockquote);
                        for (piece, _) in pieces.iter().skip(at).take(count) {
                            let paragraph = self.put(quote, Tag::P);
                            self.text(paragraph, &piece.text);
                        }
                        count
                    }
                    Mark::None => self.verse_or_paragraph(pieces, at),
                }
            };
            at += taken.max(1);
        }
    }

    /// A list of `count` items; those of numbers go on as long as they count upwards.
    fn list(
        &mut self,
        pieces: &[(Piece, bool)],
        at: usize,
        count: usize,
        first: Option<u32>,
    ) -> usize {
        let mut expected = first;
        let list = self.put(self.body, if first.is_some() { Tag::Ol } else { Tag::Ul });
        if let (Some(first), Some(element)) =
            (first.filter(|first| *first != 1), self.tree.element_mut(list))
        {
            element.attrs.push(Attr::new("start", first.to_string()));
        }
        let mut taken = 0;
        for (piece, _) in pieces.iter().skip(at).take(count) {
            if let (Some(number), Mark::Number(given)) = (expected, piece.mark) {
                if number != given {
                    break;
                }
                expected = Some(number + 1);
            }
            let item = self.put(list, Tag::Li);
            self.text(item, &piece.text);
            taken += 1;
        }
        taken
    }

    /// Lines of one group that are short are verse, with the groups after them that are so too; else a
    /// piece is a paragraph.
    fn verse_or_paragraph(&mut self, pieces: &[(Piece, bool)], at: usize) -> usize {
        // One note may stand below verse.
        let prose = pieces.iter().filter(|(piece, _)| piece.columns() > 100).take(2).count() > 1;
        let mut stanzas: Vec<&[(Piece, bool)]> = Vec::new();
        let mut end = at;
        while let Some((first, _)) = pieces.get(end) {
            let rest = pieces.get(end..).unwrap_or_default();
            let count = rest.iter().take_while(|(piece, heading)| {
                piece.group == first.group && !heading && piece.mark == Mark::None
            });
            let group = rest.get(..count.count()).unwrap_or_default();
            let goes_on = !stanzas.is_empty() && !prose && is_line_of_verse(group);
            if group.is_empty() || !(is_stanza(group, prose) || goes_on) {
                break;
            }
            stanzas.push(group);
            end += group.len();
        }
        if stanzas.is_empty() {
            if let Some((piece, _)) = pieces.get(at) {
                let paragraph = self.put(self.body, Tag::P);
                self.text(paragraph, &piece.text);
            }
            return 1;
        }
        let least = stanzas
            .iter()
            .flat_map(|stanza| stanza.iter())
            .map(|(piece, _)| piece.indent)
            .min()
            .unwrap_or(0);
        let verse = self.put_classed(self.body, Tag::Div, "verse".into());
        for stanza in stanzas {
            let paragraph = self.put(verse, Tag::P);
            for (index, (piece, _)) in stanza.iter().enumerate() {
                if index > 0 {
                    self.put(paragraph, Tag::Br);
                }
                let step = ((piece.indent - least).div_ceil(2)).min(8);
                let class =
                    if step == 0 { "line".to_owned() } else { format!("line indent-{step}") };
                let line = self.put_classed(paragraph, Tag::Span, class);
                self.text(line, &piece.text);
            }
        }
        end - at
    }
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['”', '"', '’', '»', '」', ')'])
        .ends_with(['.', '!', '?', '。', '！', '？', '…'])
}

fn is_line_of_verse(group: &[(Piece, bool)]) -> bool {
    group.iter().all(|(piece, _)| piece.columns() <= VERSE)
}

/// Whether the lines of a group are those of a stanza: short, and most of them no sentences.
fn is_stanza(group: &[(Piece, bool)], prose: bool) -> bool {
    let least = if prose { 3 } else { 2 };
    if group.len() < least || !is_line_of_verse(group) {
        return false;
    }
    let columns: usize = group.iter().map(|(piece, _)| piece.columns()).sum();
    // The last line ends a sentence in verse too.
    let others = group.get(..group.len() - 1).unwrap_or_default();
    let sentences = others.iter().filter(|(piece, _)| ends_sentence(&piece.text)).count();
    let speech = group
        .iter()
        .filter(|(piece, _)| piece.text.starts_with(['—', '–', '―', '“', '「', '«']))
        .count();
    columns <= group.len() * 52 && sentences * 5 <= others.len() * 3 && speech * 2 <= group.len()
}
