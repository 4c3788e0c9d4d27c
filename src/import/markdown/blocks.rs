//! Blocks: paragraphs, headings, quotations, code, figures, and what holds other blocks.
//!
//! In: elements. Out: blocks of Markdown, or of raw HTML where Markdown has no words for them. Refuses
//! to know: how the text in a line is written.

use super::inline::page_label;
use super::{
    Block, BlockKind, DEPTH, Place, Writer, attributes, check, escape, has_only, is_unread, join,
    prefixed, raw,
};
use crate::parse::slug;
use crate::tree::{Data, Element, Name, NodeId, Tag};

/// The alerts: class and word.
const ALERTS: [(&str, &str); 5] = [
    ("alert alert-note", "NOTE"),
    ("alert alert-tip", "TIP"),
    ("alert alert-important", "IMPORTANT"),
    ("alert alert-warning", "WARNING"),
    ("alert alert-caution", "CAUTION"),
];

/// Blocks as they are gathered, and the ids of elements that are not written, for what comes next.
#[derive(Default)]
struct Gathered {
    blocks: Vec<Block>,
    ids: Vec<String>,
}

impl Writer<'_> {
    /// The children of a node as blocks; those that stand in a line make paragraphs.
    pub(super) fn blocks(&self, parent: NodeId, place: &Place) -> Vec<Block> {
        let mut gathered = Gathered::default();
        self.gather(parent, place, &mut gathered);
        Self::anchors(&mut gathered);
        gathered.blocks
    }

    fn gather(&self, parent: NodeId, place: &Place, out: &mut Gathered) {
        if place.depth > DEPTH {
            let text = self.tree.plain_text(parent);
            let text = escape::text(
                &escape::folded(&text),
                &escape::Around::default(),
                escape::Care::Full,
            );
            out.blocks.push(Block::paragraph(escape::lines(&text.replace('\n', " "))));
            return;
        }
        let mut run = Vec::new();
        for child in self.tree.children(parent) {
            if self.is_block(child) {
                self.run(parent, &std::mem::take(&mut run), out);
                self.block(child, place, out);
            } else {
                run.push(child);
            }
        }
        self.run(parent, &run, out);
    }

    /// Nodes of a line that stand among blocks.
    fn run(&self, parent: NodeId, nodes: &[NodeId], out: &mut Gathered) {
        let solid: Vec<NodeId> =
            nodes.iter().copied().filter(|node| !self.is_blank(*node)).collect();
        if let [only] = solid.as_slice()
            && let Some(element) = self.element(*only)
        {
            match &element.name {
                Name::Html(tag) if is_unread(*tag) => return,
                // An image of its own would be a figure in the figure.
                Name::Html(Tag::Img) if self.tag(parent) == Some(Tag::Figure) => {
                    out.blocks.push(Block::other(raw::compact(self, *only)));
                    return;
                }
                Name::Html(Tag::Audio | Tag::Video | Tag::Iframe | Tag::Object | Tag::Svg)
                | Name::Svg(_) => {
                    Self::anchors(out);
                    out.blocks.extend(self.raw_block(*only, &Place::default()));
                    return;
                }
                Name::MathMl(_) if self.tex(*only, element).is_none() => {
                    Self::anchors(out);
                    out.blocks.extend(self.raw_block(*only, &Place::default()));
                    return;
                }
                _ => {}
            }
        }
        if !solid.is_empty() {
            self.paragraph(nodes, None, out);
        }
    }

    /// Writes the ids that wait for a place before what can't have them.
    fn anchors(out: &mut Gathered) {
        for id in std::mem::take(&mut out.ids) {
            let element = anchor(Tag::Div, &id);
            out.blocks.push(Block::other(format!("{}</div>", raw::start_tag(&element))));
        }
    }

    /// A paragraph; `around` is an element that it stands in, in tags.
    fn paragraph(&self, nodes: &[NodeId], around: Option<&Element<'_>>, out: &mut Gathered) {
        let mut lead = String::new();
        for id in &out.ids {
            lead.push_str(&raw::start_tag(&anchor(Tag::Span, id)));
            lead.push_str("</span>");
        }
        let mut tail = String::new();
        if let Some(element) = around {
            let span = Element { name: Name::Html(Tag::Span), attrs: element.attrs.clone() };
            lead.push_str(&raw::start_tag(&span));
            tail.push_str("</span>");
        }
        let framed = |written: &str| format!("{lead}{written}{tail}");
        let tried = self.tried(nodes, false, |written| {
            let whole = framed(written);
            check::says(self, nodes, &whole).then_some(whole)
        });
        let text = match tried {
            Ok(text) => text,
            Err(last) if nodes.iter().any(|node| self.has_noteref(*node)) => framed(&last),
            Err(last) => {
                let mut html = String::from("<p>");
                html.push_str(&lead);
                html.extend(nodes.iter().map(|node| raw::compact(self, *node)));
                html.push_str("</p>");
                // Nothing at all is no paragraph.
                if last.is_empty() { framed("") } else { html }
            }
        };
        out.ids.clear();
        if !text.is_empty() {
            out.blocks.push(Block::paragraph(text));
        }
    }

    fn block(&self, node: NodeId, place: &Place, out: &mut Gathered) {
        let Some(element) = self.element(node) else { return };
        let Name::Html(tag) = element.name else {
            self.gather(node, &place.inside(), out);
            return;
        };
        if let Some(label) = page_label(element)
            && self.tree.first_child(node).is_none()
        {
            out.blocks.push(Block::paragraph(format!("{{p. {label}}}")));
            return;
        }
        match tag {
            tag if is_unread(tag) => {}
            Tag::P => self.p(node, element, place, out),
            Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => {
                self.heading(node, tag, element, out);
            }
            Tag::Hr if has_only(element, &["id"]) => {
                Self::keep_id(element, out);
                Self::anchors(out);
                out.blocks.push(Block::other("---"));
            }
            Tag::Pre => self.pre(node, element, place, out),
            Tag::Ul | Tag::Ol | Tag::Menu | Tag::Dir => {
                Self::keep_id(element, out);
                Self::anchors(out);
                let last = out.blocks.last().map(|block| block.kind);
                let block = self.list(node, element, last, place);
                self.checked(node, block, place, out);
            }
            Tag::Dl => {
                Self::keep_id(element, out);
                Self::anchors(out);
                let block = self.definitions(node, element, place);
                self.checked(node, block, place, out);
            }
            Tag::Table => {
                Self::anchors(out);
                let block = self.table(node, element);
                self.checked(node, block, place, out);
            }
            Tag::Blockquote => {
                let only = has_only(element, &["cite", "id"]);
                if only {
                    Self::keep_id(element, out);
                }
                Self::anchors(out);
                let block = only.then(|| self.quotation(node, place));
                self.checked(node, block.map(Block::other), place, out);
            }
            Tag::Aside => {
                Self::anchors(out);
                let alert = ALERTS.iter().find(|(class, _)| element.attr("class") == Some(class));
                match alert.filter(|_| has_only(element, &["class"])) {
                    Some((_, word)) => {
                        let block = self.alert(node, word, place);
                        self.checked(node, block.map(Block::other), place, out);
                    }
                    None => out.blocks.extend(self.holder(node, place)),
                }
            }
            Tag::Figure => self.figure(node, element, place, out),
            Tag::Div | Tag::Center => self.div(node, element, place, out),
            Tag::Section
            | Tag::Article
            | Tag::Main
            | Tag::Header
            | Tag::Footer
            | Tag::Body
            | Tag::Html
            | Tag::Form
            | Tag::Fieldset
            | Tag::Hgroup
            | Tag::Nav
                if has_only(element, &["id"]) =>
            {
                Self::keep_id(element, out);
                self.gather(node, &place.inside(), out);
            }
            Tag::Body | Tag::Html | Tag::Noscript => self.gather(node, &place.inside(), out),
            Tag::A => {
                Self::anchors(out);
                out.blocks.extend(self.raw_block(node, place));
            }
            tag if tag.is_phrasing() && has_only(element, &["id"]) => {
                Self::keep_id(element, out);
                self.gather(node, &place.inside(), out);
            }
            Tag::Li
            | Tag::Dt
            | Tag::Dd
            | Tag::Td
            | Tag::Th
            | Tag::Tr
            | Tag::Caption
            | Tag::Figcaption
            | Tag::Legend
                if !self.fits(node) =>
            {
                Self::keep_id(element, out);
                self.gather(node, &place.inside(), out);
            }
            _ => {
                Self::anchors(out);
                out.blocks.extend(self.holder(node, place));
            }
        }
    }

    /// Whether a part of a list, table or figure stands in one.
    fn fits(&self, node: NodeId) -> bool {
        let parent = self.tree.parent(node).and_then(|parent| self.tag(parent));
        matches!(
            (self.tag(node), parent),
            (Some(Tag::Figcaption), Some(Tag::Figure))
                | (Some(Tag::Legend), Some(Tag::Fieldset))
                | (Some(Tag::Td | Tag::Th), Some(Tag::Tr))
                | (Some(Tag::Tr), Some(Tag::Table | Tag::Tbody | Tag::Thead | Tag::Tfoot))
                | (Some(Tag::Li), Some(Tag::Ul | Tag::Ol | Tag::Menu))
                | (Some(Tag::Dt | Tag::Dd), Some(Tag::Dl | Tag::Div))
                | (Some(Tag::Caption), Some(Tag::Table))
        )
    }

    fn keep_id(element: &Element<'_>, out: &mut Gathered) {
        out.ids.extend(element.attr("id").filter(|id| !id.trim().is_empty()).map(str::to_owned));
    }

    /// Takes a block that was written if it says what the node does; else the node is raw HTML, where
    /// that can say it.
    fn checked(&self, node: NodeId, block: Option<Block>, place: &Place, out: &mut Gathered) {
        if let Some(block) = block {
            let noted = self.has_noteref(node);
            if place.checked
                || check::says(self, &[node], &block.text)
                || noted && check::words(self, &[node], &block.text)
            {
                out.blocks.push(block);
                return;
            }
        }
        out.blocks.extend(self.raw_block(node, place));
    }

    fn p(&self, node: NodeId, element: &Element<'_>, place: &Place, out: &mut Gathered) {
        let children: Vec<NodeId> = self.tree.children(node).collect();
        let plain = has_only(element, &["id"])
            || has_only(element, &["id", "class"]) && element.attr("class") == Some("attribution");
        if children.iter().any(|child| self.is_block(*child)) {
            Self::keep_id(element, out);
            self.gather(node, &place.inside(), out);
        } else if plain {
            Self::keep_id(element, out);
            self.run(node, &children, out);
        } else if self.has_noteref(node) {
            self.paragraph(&children, Some(element), out);
        } else if !self.solid(node).is_empty() {
            Self::anchors(out);
            out.blocks.push(Block::other(raw::compact(self, node)));
        }
    }

    fn heading(&self, node: NodeId, tag: Tag, element: &Element<'_>, out: &mut Gathered) {
        let children: Vec<NodeId> = self.tree.children(node).collect();
        let marks = "#".repeat(usize::from(tag.heading_level().unwrap_or(1)));
        let words = self.tree.plain_text(node).split_whitespace().collect::<Vec<_>>().join(" ");
        let mut id =
            element.attr("id").map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned);
        if id.is_none() && !out.ids.is_empty() {
            id = Some(out.ids.remove(0));
        }
        Self::anchors(out);
        let legal = |text: &str| {
            !text.is_empty()
                && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'))
        };
        let mut braces = Vec::new();
        let mut sayable = !words.is_empty();
        if let Some(id) = id.as_ref().filter(|id| slug(&words) != **id) {
            sayable &= legal(id);
            braces.push(format!("#{id}"));
        }
        for (name, value) in attributes(element) {
            match name {
                "id" => {}
                "class" => {
                    for class in value.split_ascii_whitespace() {
                        sayable &= legal(class);
                        braces.push(format!(".{class}"));
                    }
                }
                "lang" | "xml:lang" => {
                    sayable &= legal(value);
                    braces.push(format!("lang={value}"));
                }
                _ => sayable = false,
            }
        }
        let tail =
            if braces.is_empty() { String::new() } else { format!(" {{{}}}", braces.join(" ")) };
        if sayable {
            let tried = self.tried(&children, true, |written| {
                // What stands in braces at the end, or in number signs, would not be text.
                let written = match written.strip_suffix('}') {
                    Some(rest)
                        if tail.is_empty()
                            && !written.ends_with("\\}")
                            && !written.contains("{p.") =>
                    {
                        format!("{rest}\\}}")
                    }
                    _ => written.to_owned(),
                };
                let whole = format!("{marks} {written}{tail}");
                check::says(self, &[node], &whole).then_some(whole)
            });
            match tried {
                Ok(text) => return out.blocks.push(Block::other(text)),
                Err(last) if self.has_noteref(node) => {
                    return out.blocks.push(Block::other(format!("{marks} {last}{tail}")));
                }
                Err(_) => {}
            }
        }
        if words.is_empty() && self.solid(node).is_empty() {
            out.ids.extend(id);
            return;
        }
        let mut html = raw::compact(self, node);
        if let Some(id) = id.filter(|_| element.attr("id").is_none()) {
            let mut named = element.clone();
            named.attrs.push(crate::tree::Attr::new("id", id));
            if let Some(rest) = html.strip_prefix(&raw::start_tag(element)) {
                html = format!("{}{rest}", raw::start_tag(&named));
            }
        }
        out.blocks.push(Block::other(html));
    }

    fn quotation(&self, node: NodeId, place: &Place) -> String {
        let inner = Place { checked: true, ..place.inside() };
        let text = join(&self.blocks(node, &inner));
        prefixed(&text, "> ", "> ")
    }

    fn alert(&self, node: NodeId, word: &str, place: &Place) -> Option<String> {
        let solid = self.solid(node);
        let (title, rest) = solid.split_first()?;
        if self.element(*title)?.attr("class") != Some("alert-title") {
            return None;
        }
        let inner = Place { checked: true, ..place.inside() };
        let mut gathered = Gathered::default();
        for child in rest {
            if !self.is_block(*child) {
                return None;
            }
            self.block(*child, &inner, &mut gathered);
        }
        let text = format!("[!{word}]\n{}", join(&gathered.blocks));
        Some(prefixed(&text, "> ", "> "))
    }

    fn pre(&self, node: NodeId, element: &Element<'_>, place: &Place, out: &mut Gathered) {
        Self::anchors(out);
        let solid = self.solid(node);
        let code = match solid.as_slice() {
            [only] if self.tag(*only) == Some(Tag::Code) => self.element(*only),
            _ => None,
        };
        let mut text = String::new();
        let mut plain = attributes(element).all(|(name, _)| matches!(name, "class" | "style"))
            && code.is_none_or(|code| {
                attributes(code).all(|(name, _)| matches!(name, "class" | "style"))
            });
        for inner in self.tree.descendants(node) {
            match self.tree.data(inner) {
                Data::Text(words) => text.push_str(words),
                Data::Element(element) => match element.name {
                    Name::Html(Tag::Pre | Tag::Code | Tag::Span) => {
                        plain &= element.attr("id").is_none();
                    }
                    Name::Html(Tag::Br) => text.push('\n'),
                    _ => plain = false,
                },
                _ => plain = false,
            }
        }
        let text = text.replace("\r\n", "\n");
        if !plain || text.contains('\r') {
            out.blocks.extend(self.raw_block(node, place));
            return;
        }
        let classes = |element: &Element<'_>| element.attr("class").unwrap_or_default().to_owned();
        let all = format!("{} {}", code.map(classes).unwrap_or_default(), classes(element));
        let language = language_of(&all).unwrap_or_default();
        let mut longest = 2;
        for line in text.lines() {
            let mark = line.trim_start();
            longest = longest.max(mark.len() - mark.trim_start_matches('`').len());
        }
        let fence = "`".repeat(longest + 1);
        let body = text.strip_suffix('\n').unwrap_or(&text);
        let block = if text.is_empty() {
            format!("{fence}{language}\n{fence}")
        } else {
            format!("{fence}{language}\n{body}\n{fence}")
        };
        self.checked(node, Some(Block::other(block)), place, out);
    }

    fn figure(&self, node: NodeId, element: &Element<'_>, place: &Place, out: &mut Gathered) {
        let ours = element
            .attr("class")
            .is_none_or(|class| matches!(class, "figure" | "figure no-caption"));
        let solid = self.solid(node);
        let image = solid.first().and_then(|first| Some((*first, self.element(*first)?)));
        let image = image.filter(|(_, image)| {
            image.name == Name::Html(Tag::Img) && has_only(image, &["src", "alt", "data-alt"])
        });
        if let Some((first, image)) = image.filter(|_| ours && has_only(element, &["class", "id"]))
        {
            let text_alone = |id: NodeId| {
                self.tree.children(id).all(|child| matches!(self.tree.data(child), Data::Text(_)))
            };
            let caption = match solid.as_slice() {
                [_] => Some(None),
                [_, caption]
                    if self.tag(*caption) == Some(Tag::Figcaption)
                        && text_alone(*caption)
                        && self.element(*caption).is_some_and(|e| has_only(e, &[])) =>
                {
                    Some(Some(self.tree.plain_text(*caption)))
                }
                _ => None,
            };
            if let Some(caption) = caption {
                let written = self.image(first, image, caption.as_deref());
                let lead = match element.attr("id") {
                    Some(id) => raw::start_tag(&anchor(Tag::Div, id)) + "</div>\n\n",
                    None => String::new(),
                };
                if written.starts_with('!')
                    && check::says(self, &[first], &written) | check::words(self, &[node], &written)
                {
                    Self::anchors(out);
                    out.blocks.push(Block::paragraph(format!("{lead}{written}")));
                    return;
                }
            }
        }
        Self::anchors(out);
        let rich = self.tree.descendants(node).any(|inner| {
            matches!(
                self.tag(inner),
                Some(Tag::Pre | Tag::Table | Tag::Blockquote | Tag::Ul | Tag::Ol)
            )
        });
        if rich {
            out.blocks.extend(self.framed(node, place));
        } else {
            out.blocks.extend(self.raw_block(node, place));
        }
    }

    /// An element that holds others and has a meaning of its own.
    pub(super) fn holder(&self, node: NodeId, place: &Place) -> Vec<Block> {
        if self.tree.children(node).any(|child| self.is_block(child))
            && self.tag(node) != Some(Tag::Table)
        {
            self.framed(node, place)
        } else {
            self.raw_block(node, place)
        }
    }

    fn div(&self, node: NodeId, element: &Element<'_>, place: &Place, out: &mut Gathered) {
        let solid = self.solid(node);
        // A displayed formula of its own.
        if element.attr("class") == Some("math")
            && let [only] = solid.as_slice()
            && matches!(self.element(*only), Some(Element { name: Name::MathMl(_), .. }))
        {
            self.run(node, &solid, out);
            return;
        }
        if element.name == Name::Html(Tag::Div) && has_only(element, &["id"]) {
            Self::keep_id(element, out);
            self.gather(node, &place.inside(), out);
            return;
        }
        Self::anchors(out);
        match self.division(node, element, place) {
            Some(block) => out.blocks.push(block),
            None => out.blocks.extend(self.holder(node, place)),
        }
    }
}

/// An empty element with an id.
fn anchor(tag: Tag, id: &str) -> Element<'static> {
    let mut element = Element::html(tag);
    element.attrs.push(crate::tree::Attr::new("id", id.to_owned()));
    element
}

/// The language that the classes of a code block name.
fn language_of(classes: &str) -> Option<String> {
    let legal = |word: &&str| {
        !word.is_empty()
            && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '+' | '#' | '_' | '.'))
    };
    let mut words = classes.split_ascii_whitespace();
    let named = words
        .clone()
        .find_map(|word| word.strip_prefix("language-").or_else(|| word.strip_prefix("lang-")));
    // As pandoc writes it: `sourceCode python`.
    let named = named.or_else(|| {
        words.find(|word| *word == "sourceCode")?;
        words.find(|word| *word != "sourceCode")
    });
    named.filter(legal).map(str::to_owned)
}

impl Block {
    /// Whether a line right after it would still be part of it.
    pub(super) fn goes_on(&self) -> bool {
        self.kind == BlockKind::Other
    }
}
