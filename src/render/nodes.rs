//! The nodes of a chapter's tree are written as XHTML.
//!
//! In: nodes, and the decisions on what they refer to. Out: markup. Walks without recursion.

use super::page::relative;
use crate::book::{Book, Chapter, Decisions, NoteDecision, Target};
use crate::labels::{self, Labels};
use crate::tree::{Data, Element, Name, NodeId, Step, Tag, Value};
use crate::xml::Writer;

const SVG: &str = "http://www.w3.org/2000/svg";
const MATHML: &str = "http://www.w3.org/1998/Math/MathML";
const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// Writes the nodes of one chapter onto one page.
pub(super) struct Nodes<'b, 's> {
    book: &'b Book<'s>,
    page: usize,
    chapter: &'b Chapter<'s>,
    decided: &'b Decisions,
    /// Links that are open: links don't nest.
    links: usize,
    svg: bool,
    mathml: bool,
}

/// How an element that was begun is to be ended.
enum End {
    /// With an end tag of that name.
    Tag(&'static str),
    /// With the end tag of its own name.
    Own,
    /// It has no content and is ended already, or was not written.
    Nothing,
}

impl<'b, 's> Nodes<'b, 's> {
    /// For the page of that number, and a chapter with its decisions.
    pub(super) fn new(
        book: &'b Book<'s>,
        page: usize,
        (chapter, decided): &'b (Chapter<'s>, Decisions),
    ) -> Self {
        Nodes { book, page, chapter, decided, links: 0, svg: false, mathml: false }
    }

    /// The manifest properties that what has been written asks for. Source: EPUB 3.3, appendix
    /// on manifest properties (`svg`, `mathml`).
    pub(super) fn properties(&self) -> Vec<&'static str> {
        let mut all = Vec::new();
        if self.svg {
            all.push("svg");
        }
        if self.mathml {
            all.push("mathml");
        }
        all
    }

    /// Writes a node and all below it.
    pub(super) fn write(&mut self, node: NodeId, out: &mut Writer) {
        self.subtree(node, out, None);
        if is_block(self.chapter, node) {
            out.newline();
        }
    }

    /// Writes a note's content; the way back stands at the end of its last paragraph.
    pub(super) fn write_note(
        &mut self,
        root: NodeId,
        note: &NoteDecision,
        labels: &Labels,
        out: &mut Writer,
    ) {
        let tree = &self.chapter.tree;
        let last = tree.last_child(root).filter(|last| tree.tag(*last) == Some(Tag::P));
        for child in tree.children(root) {
            let back = (Some(child) == last).then_some((note, labels));
            self.subtree(child, out, back);
        }
        if last.is_none() {
            out.open("p");
            self.back(note, labels, out);
            out.close("p");
        }
    }

    /// Writes the links from a note to the places that refer to it.
    fn back(&self, note: &NoteDecision, labels: &Labels, out: &mut Writer) {
        for (index, (page, id)) in note.back.iter().enumerate() {
            out.text("\u{a0}");
            out.open("a");
            out.attr("epub:type", "backlink");
            out.attr("role", "doc-backlink");
            out.attr("class", "backlink");
            out.attr("href", &self.address(*page, Some(id)));
            let label = if note.back.len() == 1 {
                labels.back_to_text.to_owned()
            } else {
                format!("{} {}", labels.back_to_text, index + 1)
            };
            out.attr("aria-label", &label);
            // U+FE0E: the arrow as a letter, not as a coloured picture.
            out.text("\u{21a9}\u{fe0e}");
            if note.back.len() > 1 {
                out.element("sup", &[], &(index + 1).to_string());
            }
            out.close("a");
        }
    }

    fn subtree(&mut self, top: NodeId, out: &mut Writer, back: Option<(&NoteDecision, &Labels)>) {
        let chapter = self.chapter;
        let mut ends: Vec<(End, bool)> = Vec::new();
        let mut step = Some(Step::Enter(top));
        while let Some(now) = step {
            let mut skip = false;
            match now {
                Step::Enter(id) => match chapter.tree.data(id) {
                    Data::Text(text) => out.text(text),
                    Data::Noteref(index) => self.noteref(id, *index, out),
                    Data::Root => {}
                    Data::Element(element) => {
                        let (end, link, whole) = self.begin(id, element, out);
                        self.links += usize::from(link);
                        ends.push((end, link));
                        skip = whole;
                    }
                },
                Step::Leave(id) => {
                    if let Data::Element(element) = chapter.tree.data(id) {
                        if id == top
                            && let Some((note, labels)) = back
                        {
                            self.back(note, labels, out);
                        }
                        if let Some((end, link)) = ends.pop() {
                            self.links -= usize::from(link);
                            match end {
                                End::Tag(name) => out.close(name),
                                End::Own => end_element(chapter, id, element, out),
                                End::Nothing => {}
                            }
                        }
                        if id != top && is_block(chapter, id) {
                            out.newline();
                        }
                    }
                }
            }
            step = match now {
                Step::Enter(id) if skip => Some(Step::Leave(id)),
                _ => chapter.tree.step(top, now),
            };
        }
    }

    /// Begins an element. Gives how it is to be ended, whether a link is open now, and whether all
    /// below it is to be passed over.
    fn begin(&mut self, id: NodeId, element: &Element<'s>, out: &mut Writer) -> (End, bool, bool) {
        let tag = element.name.html();
        match tag {
            Some(Tag::Img) => return (self.image(id, element, out), false, true),
            Some(Tag::A) => {
                let nowhere = matches!(self.target(element, "href"), Some(Target::Nowhere));
                if self.links > 0 || nowhere {
                    let name = self.holder(id);
                    self.open(id, name, out);
                    self.global_attributes(element, out);
                    return (End::Tag(name), false, false);
                }
                self.open(id, "a", out);
                self.attributes(element, out);
                return (End::Own, element.attrs.iter().any(|attr| attr.name == "href"), false);
            }
            Some(Tag::Source | Tag::Track) if !self.is_part_of_media(id, element) => {
                return (End::Nothing, false, true);
            }
            // What stands inside is for those who can't play it: here, for everyone.
            Some(Tag::Audio | Tag::Video) if !self.plays(id, element) => {
                let name = self.holder(id);
                self.open(id, name, out);
                self.substitute(element, "missing-media", out);
                self.remote_media(id, element, out);
                return (End::Tag(name), false, false);
            }
            _ => {}
        }
        match &element.name {
            Name::Svg(_) => self.svg = true,
            Name::MathMl(_) => self.mathml = true,
            _ => {}
        }
        if let Some(level) = self.decided.levels.get(&id) {
            let name = Tag::heading(*level).name();
            self.open(id, name, out);
            self.attributes(element, out);
            return (End::Tag(name), false, false);
        }
        self.open(id, element.name.as_str(), out);
        self.attributes(element, out);
        let void = tag.is_some_and(Tag::is_void);
        if void {
            out.close_empty();
            return (End::Nothing, false, true);
        }
        (End::Own, false, false)
    }

    /// Begins the element that stands for a node, with its namespace where it is another one than
    /// around it. The name is the element's own, or that of an element of HTML in its place.
    fn open(&self, id: NodeId, name: &str, out: &mut Writer) {
        let tree = &self.chapter.tree;
        let namespace = |id: Option<NodeId>| match id.and_then(|id| tree.element(id)) {
            Some(Element { name: Name::Svg(_), .. }) => SVG,
            Some(Element { name: Name::MathMl(_), .. }) => MATHML,
            _ => XHTML,
        };
        let own = namespace(Some(id));
        out.open(name);
        if own != namespace(tree.parent(id)) {
            out.attr("xmlns", own);
            if own == SVG {
                out.attr("xmlns:xlink", "http://www.w3.org/1999/xlink");
            }
        }
    }

    /// The neutral element that may hold what a link or a film holds.
    fn holder(&self, id: NodeId) -> &'static str {
        let tree = &self.chapter.tree;
        let mut step = tree.step(id, Step::Enter(id));
        while let Some(now) = step {
            step = match now {
                Step::Enter(node) if is_block(self.chapter, node) => return "div",
                // A drawing or formula is a thing of the line, whatever stands in it.
                Step::Enter(node)
                    if tree.element(node).is_some_and(|e| e.name.html().is_none()) =>
                {
                    tree.step(id, Step::Leave(node))
                }
                _ => tree.step(id, now),
            };
        }
        "span"
    }

    /// Writes an image, or what stands in its place.
    fn image(&self, id: NodeId, element: &Element<'_>, out: &mut Writer) -> End {
        let alt = element.attr("alt").unwrap_or_default();
        match self.target(element, "src") {
            Some(Target::Asset(_)) => {
                self.open(id, "img", out);
                self.attributes(element, out);
                // One whose description was forgotten has to be told from decoration up to here.
                if element.attr("alt").is_none() {
                    out.attr("alt", "");
                }
                out.close_empty();
            }
            Some(Target::Elsewhere(url)) => {
                let lang = self.book.pages.get(self.page).map_or("", |page| page.lang.as_str());
                let labels = labels::for_language(lang);
                let shown = if alt.is_empty() { url.as_str() } else { alt };
                let shown = labels::fill(labels.remote_image, shown);
                let name = if self.links > 0 { "span" } else { "a" };
                self.open(id, name, out);
                self.substitute(element, "remote-image", out);
                if self.links == 0 {
                    out.attr("href", url);
                }
                out.text(&shown);
                out.close(name);
            }
            _ => {
                self.open(id, "span", out);
                self.substitute(element, "missing-image", out);
                out.text(alt);
                out.close("span");
            }
        }
        End::Nothing
    }

    /// Writes the attributes of what stands in the place of an image: its own class, and the id
    /// that links may lead to.
    fn substitute(&self, element: &Element<'_>, class: &str, out: &mut Writer) {
        out.attr("class", class);
        let mut id = Element { name: element.name.clone(), attrs: Vec::new() };
        id.attrs.extend(element.attrs.iter().filter(|attr| attr.name == "id").cloned());
        self.attributes(&id, out);
    }

    /// Whether there is a file of the book that a sound or film is played from.
    fn plays(&self, id: NodeId, element: &Element<'_>) -> bool {
        self.sources(id, element).any(|target| matches!(target, Target::Asset(_)))
    }

    /// Where the sources of a sound or film lead, its own first.
    fn sources<'a>(
        &'a self,
        id: NodeId,
        element: &'a Element<'_>,
    ) -> impl Iterator<Item = &'b Target> + 'a {
        let tree = &self.chapter.tree;
        let children = tree.children(id).filter_map(|child| tree.element(child));
        std::iter::once(element)
            .chain(children.filter(|child| child.name == Name::Html(Tag::Source)))
            .filter_map(|element| self.target(element, "src"))
    }

    /// Whether a source or track is of the book, and stands in a sound or film that is.
    fn is_part_of_media(&self, id: NodeId, element: &Element<'_>) -> bool {
        let parent = self.chapter.tree.parent(id);
        let media = parent.and_then(|parent| Some((parent, self.chapter.tree.element(parent)?)));
        matches!(self.target(element, "src"), Some(Target::Asset(_)))
            && media.is_some_and(|(id, media)| {
                matches!(media.name, Name::Html(Tag::Audio | Tag::Video)) && self.plays(id, media)
            })
    }

    /// Writes links to where a sound or film lies.
    fn remote_media(&self, id: NodeId, element: &Element<'_>, out: &mut Writer) {
        for target in self.sources(id, element) {
            let Target::Elsewhere(url) = target else { continue };
            if self.links > 0 {
                out.element("span", &[("class", "remote-media")], url);
            } else {
                out.element("a", &[("class", "remote-media"), ("href", url)], url);
            }
            out.text(" ");
        }
    }

    fn noteref(&self, id: NodeId, index: usize, out: &mut Writer) {
        let Some(Some(noteref)) = self.decided.noterefs.get(index) else { return };
        let number = noteref.number.to_string();
        if self.links > 0 {
            // Inside a link there can't be another; the number shows which note is meant.
            self.open(id, "sup", out);
            out.attr("id", &noteref.id);
            out.attr("class", "noteref");
            out.text(&number);
            out.close("sup");
            return;
        }
        self.open(id, "sup", out);
        out.attr("class", "noteref");
        out.open("a");
        out.attr("id", &noteref.id);
        out.attr("epub:type", "noteref");
        out.attr("role", "doc-noteref");
        out.attr("href", &self.address(noteref.page, Some(&noteref.note_id)));
        out.text(&number);
        out.close("a");
        out.close("sup");
    }

    /// Where the attribute of that name leads.
    fn target(&self, element: &Element<'_>, name: &str) -> Option<&'b Target> {
        element.attrs.iter().find(|attr| attr.name == name).and_then(|attr| match attr.value {
            Value::Reference(index) => self.decided.targets.get(index),
            _ => None,
        })
    }

    fn attributes(&self, element: &Element<'_>, out: &mut Writer) {
        for attr in &element.attrs {
            match &attr.value {
                Value::Text(value) if attr.name == "lang" => {
                    out.attr("lang", value);
                    out.attr("xml:lang", value);
                }
                Value::Text(value) => out.attr(&attr.name, value),
                Value::Anchor(anchor) => {
                    if let Some(id) = self.decided.ids.get(*anchor) {
                        out.attr(&attr.name, id);
                    }
                }
                Value::Ids(list) => {
                    if let Some(ids) =
                        self.decided.id_lists.get(*list).filter(|ids| !ids.is_empty())
                    {
                        out.attr(&attr.name, ids);
                    }
                }
                Value::Reference(index) => match self.decided.targets.get(*index) {
                    Some(Target::Page { page, id }) => {
                        out.attr(&attr.name, &self.address(*page, id.as_deref()));
                    }
                    Some(Target::Asset(asset)) => {
                        if let Some(asset) = self.book.assets.get(*asset) {
                            out.attr(&attr.name, &relative(&asset.path));
                        }
                    }
                    Some(Target::Outside(url)) => out.attr(&attr.name, url),
                    Some(Target::Elsewhere(_) | Target::Nowhere) | None => {}
                },
            }
        }
    }

    /// Writes the attributes that any element may have.
    fn global_attributes(&self, element: &Element<'_>, out: &mut Writer) {
        let mut global = Element { name: element.name.clone(), attrs: Vec::new() };
        global.attrs.extend(
            element
                .attrs
                .iter()
                .filter(|attr| {
                    matches!(attr.name.as_ref(), "id" | "class" | "lang" | "dir" | "title")
                })
                .cloned(),
        );
        self.attributes(&global, out);
    }

    /// The address of a page, or of an id on it, as seen from this page.
    fn address(&self, page: usize, id: Option<&str>) -> String {
        let path = self.book.pages.get(page).map(|page| relative(&page.path)).unwrap_or_default();
        match id {
            Some(id) if page == self.page => format!("#{id}"),
            Some(id) => format!("{path}#{id}"),
            None => path,
        }
    }
}

/// Ends an element; one of SVG or MathML without content as XML has it, one of HTML never so.
fn end_element(chapter: &Chapter<'_>, id: NodeId, element: &Element<'_>, out: &mut Writer) {
    let foreign = matches!(element.name, Name::Svg(_) | Name::MathMl(_));
    if foreign && chapter.tree.first_child(id).is_none() {
        out.close_empty();
    } else {
        out.close(element.name.as_str());
    }
}

/// Whether a line end after the element changes nothing that a reader sees.
fn is_block(chapter: &Chapter<'_>, id: NodeId) -> bool {
    chapter.tree.tag(id).is_some_and(|tag| {
        !tag.is_phrasing() && !matches!(tag, Tag::Rt | Tag::Rp | Tag::Source | Tag::Track)
    })
}
