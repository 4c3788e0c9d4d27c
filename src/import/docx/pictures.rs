//! Drawings: pictures, and boxes with text in them.
//!
//! In: a drawing. Out: pieces of the line for its pictures, blocks after it for its boxes. Refuses to
//! know: the bytes of pictures. Sources: ECMA-376 part 1, sections 20.1 and 20.4; part 4 for VML.

use super::body::Reader;
use super::content::{folded, words};
use super::lost;
use super::package::attr;
use super::pieces::{Content, Mark, Piece};
use crate::load::paths::name_of;
use crate::tree::{Data, Element, Tag};
use roxmltree::Node;

/// Endings of files that a book can hold.
const ENDINGS: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "svg"];

impl<'x> Reader<'x> {
    /// What is in a drawing.
    pub(super) fn picture(
        &mut self,
        drawing: Node<'x, 'x>,
        marks: &[Mark],
        out: &mut Vec<Piece>,
        depth: usize,
    ) {
        let mut found = false;
        // What stands in a box is read as the box's.
        let mut rest: Vec<Node<'x, 'x>> = vec![drawing];
        let mut about: Option<Node<'x, 'x>> = None;
        while let Some(node) = rest.pop() {
            match node.tag_name().name() {
                "txbxContent" => {
                    found = true;
                    self.boxed(node, depth);
                    continue;
                }
                "Fallback" => continue,
                "docPr" | "cNvPr" => about = about.or(Some(node)),
                "rect" if matches!(attr(node, "hr"), Some("t" | "true")) => {
                    found = true;
                    self.rule = true;
                }
                "shape" | "rect" => about = Some(node),
                "blip" | "imagedata" => {
                    let id = attr(node, "embed").or_else(|| attr(node, "link"));
                    let id = id.or_else(|| attr(node, "id")).or_else(|| attr(node, "pict"));
                    if let Some(id) = id {
                        found = true;
                        self.image(id, about, marks, out);
                    }
                    continue;
                }
                _ => {}
            }
            let children: Vec<Node<'x, 'x>> = node.children().filter(Node::is_element).collect();
            rest.extend(children.into_iter().rev());
        }
        if !found && drawing.descendants().any(|node| is_shown(node)) {
            self.lost.add(lost::DRAWING, &words(drawing));
        }
    }

    fn image(
        &mut self,
        id: &str,
        about: Option<Node<'x, 'x>>,
        marks: &[Mark],
        out: &mut Vec<Piece>,
    ) {
        let said = |name: &str| {
            about.and_then(|about| attr(about, name)).map(folded).filter(|s| !s.is_empty())
        };
        let alt = said("descr").or_else(|| said("alt")).or_else(|| said("title"));
        let relation = self.parts.get(self.part).and_then(|part| part.relations.get(id)).cloned();
        let Some(relation) = relation else {
            self.lost.add(lost::MISSING, alt.as_deref().unwrap_or_default());
            return;
        };
        if relation.external {
            if let Some(link) = self.link(&relation.target) {
                self.remote.push(relation.target.clone());
                let mut marks: Vec<Mark> =
                    marks.iter().filter(|mark| !matches!(mark, Mark::Link(_))).cloned().collect();
                marks.insert(0, Mark::Link(link));
                let content = Content::Text(alt.unwrap_or(relation.target));
                out.push(Piece { marks, content });
            }
            return;
        }
        let name = name_of(&relation.target).to_owned();
        if !self.files.contains(&relation.target) {
            self.lost.add(lost::MISSING, &name);
            return;
        }
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
        if !ENDINGS.contains(&ending.as_str()) {
            self.lost.add(lost::PICTURE, &name);
            return;
        }
        let file = self.file(&relation.target, &name);
        let mut image = Element::html(Tag::Img);
        image.attrs.push(crate::tree::Attr::new("src", format!("images/{file}")));
        let decoration = about.is_some_and(|about| {
            about.descendants().any(|node| {
                node.tag_name().name() == "decorative" && attr(node, "val") == Some("1")
            })
        });
        if let Some(alt) = alt {
            image.attrs.push(crate::tree::Attr::new("alt", alt));
        } else if decoration {
            image.attrs.push(crate::tree::Attr::new("alt", ""));
        }
        let node = self.tree.create(Data::Element(image), 0);
        let kept = marks.iter().filter(|mark| matches!(mark, Mark::Link(_))).cloned().collect();
        out.push(Piece { marks: kept, content: Content::Node(node) });
    }

    /// The name of a picture's file: its own, unless another has that already.
    fn file(&mut self, path: &str, name: &str) -> String {
        if let Some(file) = self.pictures.get(path) {
            return file.clone();
        }
        let safe: String = name
            .chars()
            .map(|c| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '-' })
            .collect();
        let safe = safe.trim_start_matches('.').to_lowercase();
        let taken = |name: &str, reader: &Self| reader.pictures.values().any(|other| other == name);
        let mut file = safe.clone();
        let mut number = 1;
        while taken(&file, self) {
            number += 1;
            file = format!("{number}-{safe}");
        }
        self.pictures.insert(path.to_owned(), file.clone());
        file
    }
}

/// Whether an element of a drawing shows something.
fn is_shown(node: Node<'_, '_>) -> bool {
    matches!(
        node.tag_name().name(),
        "chart"
            | "relIds"
            | "wsp"
            | "wgp"
            | "OLEObject"
            | "shape"
            | "rect"
            | "oval"
            | "group"
            | "wpc"
    )
}
