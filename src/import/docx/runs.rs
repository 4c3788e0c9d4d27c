//! Runs become pieces of a line.
//!
//! In: what stands in a paragraph. Out: pieces. Refuses to know: what the paragraph is. Source:
//! ECMA-376 part 1, section 17.3.2 and 17.3.3.

use super::body::{DEPTH, Field, Flow, Reader};
use super::content::{Sdt, alternative, content, words};
use super::fields::{self, Fate};
use super::lost;
use super::marks::Line;
use super::package::{attr, child};
use super::pieces::{Content, Mark, Piece, put_text};
use crate::address;
use crate::tree::{Data, Element, Tag};
use roxmltree::Node;

/// Signs of symbol fonts that text has too: the font, the code and the sign. Source: the mapping of
/// Symbol that Unicode publishes (SYMBOL.TXT), and what Word puts in as one types.
const SYMBOLS: &[(&str, u32, char)] = &[
    ("symbol", 0xb7, '•'),
    ("symbol", 0xae, '→'),
    ("symbol", 0xac, '←'),
    ("symbol", 0xb0, '°'),
    ("symbol", 0xb1, '±'),
    ("symbol", 0xb4, '×'),
    ("symbol", 0xa3, '≤'),
    ("symbol", 0xb3, '≥'),
    ("symbol", 0xb9, '≠'),
    ("symbol", 0xa5, '∞'),
    ("symbol", 0x61, 'α'),
    ("symbol", 0x62, 'β'),
    ("symbol", 0x67, 'γ'),
    ("symbol", 0x64, 'δ'),
    ("symbol", 0x6c, 'λ'),
    ("symbol", 0x6d, 'μ'),
    ("symbol", 0x70, 'π'),
    ("symbol", 0x73, 'σ'),
    ("symbol", 0x77, 'ω'),
    ("wingdings", 0x4a, '☺'),
    ("wingdings", 0x4c, '☹'),
    ("wingdings", 0x6c, '●'),
    ("wingdings", 0x6e, '■'),
    ("wingdings", 0xa7, '▪'),
    ("wingdings", 0xa8, '◻'),
    ("wingdings", 0xd8, '➢'),
    ("wingdings", 0xdf, '←'),
    ("wingdings", 0xe0, '→'),
    ("wingdings", 0xe8, '➔'),
    ("wingdings", 0xfb, '✗'),
    ("wingdings", 0xfc, '✓'),
    ("wingdings", 0xfd, '☒'),
    ("wingdings", 0xfe, '☑'),
];

impl<'x> Reader<'x> {
    /// What stands in a paragraph, or in a part of one.
    pub(super) fn runs(
        &mut self,
        holder: Node<'x, 'x>,
        line: &Line,
        link: Option<usize>,
        out: &mut Vec<Piece>,
        depth: usize,
    ) {
        if depth > DEPTH {
            let words = words(holder);
            self.lost.add(lost::DEEP, &words);
            out.push(Piece { marks: Vec::new(), content: Content::Text(words) });
            return;
        }
        for node in holder.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "r" => self.run(node, line, link, out, depth),
                "hyperlink" => {
                    let link = self.hyperlink(node).or(link);
                    self.runs(node, line, link, out, depth + 1);
                }
                "ins" | "moveTo" | "smartTag" | "customXml" | "dir" | "bdo" => {
                    self.runs(node, line, link, out, depth + 1);
                }
                "sdt" => match content(node) {
                    Sdt::Shown(content) => self.runs(content, line, link, out, depth + 1),
                    Sdt::Contents(content) => self.drop("tables of contents", &words(content)),
                    Sdt::Nothing => {}
                },
                "del" | "moveFrom" => self.drop("deleted passages", &words(node)),
                "fldSimple" => {
                    let instruction = attr(node, "instr").unwrap_or_default();
                    self.fields.push(Field {
                        instruction: instruction.to_owned(),
                        fate: None,
                        link: None,
                    });
                    self.result();
                    self.runs(node, line, link, out, depth + 1);
                    self.fields.pop();
                }
                "bookmarkStart" => out.extend(self.anchor(node)),
                "oMath" | "oMathPara" => {
                    let words = words(node);
                    self.lost.add(lost::EQUATION, &words);
                    out.push(Piece { marks: Vec::new(), content: Content::Text(words) });
                }
                "AlternateContent" => {
                    if let Some(form) = alternative(node) {
                        self.runs(form, line, link, out, depth + 1);
                    }
                }
                "subDoc" => self.lost.add(lost::PART, ""),
                _ => {}
            }
        }
    }

    /// The number of the link that an element makes; `None` where it leads nowhere.
    fn hyperlink(&mut self, node: Node<'x, 'x>) -> Option<usize> {
        let part = attr(node, "anchor").filter(|name| !name.is_empty());
        // Of the attributes called `id` it is the one of relationships.
        let relation = attr(node, "id")
            .and_then(|id| self.parts.get(self.part)?.relations.get(id))
            .map(|relation| relation.target.clone());
        let address = match (relation, part) {
            (Some(address), Some(part)) if !address.contains('#') => format!("{address}#{part}"),
            (Some(address), _) => address,
            (None, Some(part)) => format!("#{part}"),
            (None, None) => return None,
        };
        self.link(&address)
    }

    /// The number of a new link; `None` where no book can hold it.
    pub(super) fn link(&mut self, address: &str) -> Option<usize> {
        let address = address::tidy(address).into_owned();
        let known = address.starts_with('#')
            || matches!(
                address::outside(&address),
                address::Outside::Legal(_) | address::Outside::Turned(_)
            );
        if !known {
            self.lost.add(lost::LINK, &address);
            return None;
        }
        self.links.push(address);
        Some(self.links.len() - 1)
    }

    /// The result of the innermost field begins.
    fn result(&mut self) {
        let Some(field) = self.fields.last_mut() else { return };
        let fate = fields::fate(&field.instruction);
        field.fate = Some(fate.clone());
        match fate {
            Fate::Link(address) if !self.is_skipped() => {
                let link = self.link(&address);
                if let Some(field) = self.fields.last_mut() {
                    field.link = link;
                }
            }
            Fate::Page if !self.is_skipped() => self.lost.add(lost::PAGE, ""),
            _ => {}
        }
    }

    /// Whether what is read now is no text: an instruction, or a result that goes.
    fn is_skipped(&self) -> bool {
        self.fields.iter().any(|f| matches!(f.fate, None | Some(Fate::Contents | Fate::Gone)))
    }

    fn in_contents(&self) -> bool {
        self.fields.iter().any(|field| field.fate == Some(Fate::Contents))
    }

    fn run(
        &mut self,
        run: Node<'x, 'x>,
        line: &Line,
        link: Option<usize>,
        out: &mut Vec<Piece>,
        depth: usize,
    ) {
        let shown = words(run);
        let (marks, look) = self.marks(run, line, &shown);
        if look.hidden == Some(true) {
            if !shown.trim().is_empty() {
                self.drop("hidden passages", &shown);
            }
            // Instructions of fields may be hidden, and count all the same.
            for node in run.children().filter(Node::is_element) {
                self.field(node);
            }
            return;
        }
        let mut custom = false;
        for node in run.children().filter(Node::is_element) {
            if self.field(node) {
                continue;
            }
            let name = node.tag_name().name();
            if self.is_skipped() {
                if self.in_contents() && name == "t" {
                    self.contents(node.text().unwrap_or_default());
                }
                continue;
            }
            let field = self.fields.iter().rev().find_map(|field| field.link);
            let mut own = marks.clone();
            if let Some(number) = field.or(link) {
                own.retain(|mark| *mark != Mark::Underline);
                own.insert(0, Mark::Link(number));
            }
            let text = |text: String| Content::Text(text);
            let content = match name {
                "t" if custom => None,
                "t" => Some(text(legal(node.text().unwrap_or_default()))),
                "tab" | "ptab" => Some(text("\t".to_owned())),
                "br" => match attr(node, "type") {
                    Some("page" | "column") => None,
                    _ => Some(Content::Break),
                },
                "cr" => Some(Content::Break),
                "noBreakHyphen" => Some(text("\u{2011}".to_owned())),
                "softHyphen" => Some(text("\u{ad}".to_owned())),
                "sym" => self.symbol(node).map(|c| text(c.to_string())),
                "footnoteReference" | "endnoteReference" => {
                    custom = attr(node, "customMarkFollows").is_some_and(|v| v != "0");
                    let part = if name == "footnoteReference" { 1 } else { 2 };
                    let id = attr(node, "id").unwrap_or_default();
                    let number = self.note(part, id, depth);
                    if number.is_none() {
                        self.lost.add(lost::NOTE, "");
                    }
                    number.map(Content::Note)
                }
                "commentReference" => None,
                "drawing" | "pict" | "object" => {
                    self.picture(node, &own, out, depth);
                    None
                }
                "AlternateContent" => {
                    if let Some(form) = alternative(node) {
                        self.forms(form, &own, out, depth);
                    }
                    None
                }
                "ruby" => self.ruby(node),
                _ => None,
            };
            if let Some(content) = content {
                out.push(Piece { marks: own, content });
            }
        }
    }

    /// What stands in one of the forms of a thing.
    fn forms(&mut self, form: Node<'x, 'x>, marks: &[Mark], out: &mut Vec<Piece>, depth: usize) {
        for node in form.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "drawing" | "pict" | "object" => self.picture(node, marks, out, depth),
                "t" => {
                    let content = Content::Text(legal(node.text().unwrap_or_default()));
                    out.push(Piece { marks: marks.to_vec(), content });
                }
                _ => {}
            }
        }
    }

    /// Takes a part of a field in; whether it was one.
    fn field(&mut self, node: Node<'x, 'x>) -> bool {
        match node.tag_name().name() {
            "fldChar" => {
                match attr(node, "fldCharType") {
                    // A field without an end would swallow all that follows.
                    Some("begin")
                        if self.part != 0 || self.survey.ended.contains(&node.id().get()) =>
                    {
                        self.fields.push(Field {
                            instruction: String::new(),
                            fate: None,
                            link: None,
                        });
                    }
                    Some("separate") => self.result(),
                    Some("end") => drop(self.fields.pop()),
                    _ => {}
                }
                true
            }
            "instrText" => {
                if let Some(field) = self.fields.last_mut().filter(|field| field.fate.is_none()) {
                    field.instruction.push_str(node.text().unwrap_or_default());
                }
                true
            }
            "delInstrText" => true,
            _ => false,
        }
    }

    /// Counts the text of a table of contents, a field as one.
    fn contents(&mut self, text: &str) {
        let what = "tables of contents";
        match self.dropped.last_mut().filter(|dropped| dropped.what == what) {
            Some(dropped) => {
                dropped.text.push(' ');
                dropped.text.push_str(text.trim());
            }
            None => self.drop(what, text),
        }
    }

    /// A sign of a symbol font.
    fn symbol(&mut self, node: Node<'x, 'x>) -> Option<char> {
        let font = attr(node, "font").unwrap_or_default().to_ascii_lowercase();
        let code = attr(node, "char").and_then(|code| u32::from_str_radix(code, 16).ok())?;
        // Such fonts lie in the private area.
        let low = if (0xf000..=0xf0ff).contains(&code) { code - 0xf000 } else { code };
        let known = SYMBOLS.iter().find(|(name, sign, _)| *name == font && *sign == low);
        if let Some((.., sign)) = known {
            return Some(*sign);
        }
        let sign = char::from_u32(code).filter(|c| !c.is_control());
        let sign = sign.filter(|c| !(0xe000..=0xf8ff).contains(&u32::from(*c)));
        if sign.is_none() {
            self.lost.add(lost::SIGN, &format!("{font} {code:04X}"));
        }
        sign
    }

    /// Characters with their reading.
    fn ruby(&mut self, node: Node<'x, 'x>) -> Option<Content> {
        let part = |name: &str| child(node, name).map(|part| words(part)).unwrap_or_default();
        let (base, reading) = (legal(&part("rubyBase")), legal(&part("rt")));
        if base.trim().is_empty() {
            return None;
        }
        let ruby = self.tree.create(Data::Element(Element::html(Tag::Ruby)), 0);
        put_text(&mut self.tree, ruby, &base);
        let rt = self.element(ruby, Tag::Rt);
        put_text(&mut self.tree, rt, &reading);
        Some(Content::Node(ruby))
    }

    /// The text boxes in a drawing follow the paragraph.
    pub(super) fn boxed(&mut self, node: Node<'x, 'x>, depth: usize) {
        let div = self.tree.create(Data::Element(Element::html(Tag::Div)), 0);
        self.set(div, "class", "text-box");
        // What is open around the drawing is not open in the box.
        let fields = std::mem::take(&mut self.fields);
        let boxes = std::mem::take(&mut self.boxes);
        self.blocks(node, &mut Flow::below(div), depth + 1);
        let inner = std::mem::replace(&mut self.boxes, boxes);
        self.fields = fields;
        for node in inner {
            self.tree.append(div, node);
        }
        if self.tree.first_child(div).is_some() {
            self.boxes.push(div);
        }
    }
}

/// Text without what no book can hold.
fn legal(text: &str) -> String {
    crate::xml::legal(text).into_owned()
}
