//! The vocabulary of a document: elements, attributes and text in one arena.
//!
//! In: what `parse` builds, from Markdown and from raw HTML alike. Out: a walk that never recurses,
//! so that no depth of nesting can exhaust the stack. Refuses to know: Markdown, HTML5's parsing
//! rules, how a tree is written.

mod tag;

use std::borrow::Cow;
pub use tag::Tag;

/// The number of a node in its [`Tree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct NodeId(u32);

const NONE: u32 = u32::MAX;

/// An element's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    /// An element of HTML.
    Html(Tag),
    /// An element of SVG, with the case that SVG asks for.
    Svg(Box<str>),
    /// An element of `MathML`.
    MathMl(Box<str>),
    /// A name that HTML does not have: a custom element, a slip of the pen.
    Unknown(Box<str>),
}

impl Name {
    /// The name as it is written.
    pub fn as_str(&self) -> &str {
        match self {
            Name::Html(tag) => tag.name(),
            Name::Svg(name) | Name::MathMl(name) | Name::Unknown(name) => name,
        }
    }

    /// The element of HTML, where it is one.
    pub fn html(&self) -> Option<Tag> {
        match self {
            Name::Html(tag) => Some(*tag),
            _ => None,
        }
    }
}

/// An attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attr<'s> {
    /// Name, with its prefix where it has one (`xlink:href`, `epub:type`).
    pub name: Cow<'static, str>,
    /// Value.
    pub value: Value<'s>,
}

/// An attribute's value. What has to be decided with the whole book at hand is not text yet, but
/// the number of an entry in the chapter's lists: a page cannot be written before it is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'s> {
    /// Text that stands as it is.
    Text(Cow<'s, str>),
    /// An entry of the chapter's references.
    Reference(usize),
    /// An entry of the chapter's anchors.
    Anchor(usize),
    /// An entry of the chapter's lists of ids that refer to other elements of the page.
    Ids(usize),
}

impl<'s> Attr<'s> {
    /// An attribute with a plain value.
    pub fn new(name: &'static str, value: impl Into<Cow<'s, str>>) -> Self {
        Attr { name: Cow::Borrowed(name), value: Value::Text(value.into()) }
    }
}

/// An element with its attributes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element<'s> {
    /// Name.
    pub name: Name,
    /// Attributes in the order of writing, no name twice.
    pub attrs: Vec<Attr<'s>>,
}

impl<'s> Element<'s> {
    /// An element of HTML without attributes.
    pub fn html(tag: Tag) -> Self {
        Element { name: Name::Html(tag), attrs: Vec::new() }
    }

    /// The value of an attribute, where it is there and plain text.
    pub fn attr(&self, name: &str) -> Option<&str> {
        self.attrs.iter().find(|attr| attr.name == name).and_then(|attr| match &attr.value {
            Value::Text(text) => Some(text.as_ref()),
            _ => None,
        })
    }

    /// Sets an attribute, in the place of one of the same name where there is one.
    pub fn set(&mut self, name: &'static str, value: Value<'s>) {
        match self.attrs.iter_mut().find(|attr| attr.name == name) {
            Some(attr) => attr.value = value,
            None => self.attrs.push(Attr { name: Cow::Borrowed(name), value }),
        }
    }

    /// Adds a class to those that are there.
    pub fn add_class(&mut self, class: &str) {
        match self.attrs.iter_mut().find(|attr| attr.name == "class") {
            Some(Attr { value: Value::Text(text), .. }) => {
                if !text.split_ascii_whitespace().any(|other| other == class) {
                    let all = text.to_mut();
                    if !all.is_empty() {
                        all.push(' ');
                    }
                    all.push_str(class);
                }
            }
            _ => self.set("class", Value::Text(Cow::Owned(class.to_owned()))),
        }
    }
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Data<'s> {
    /// The root of a document or of a note; not written itself.
    Root,
    /// An element.
    Element(Element<'s>),
    /// Text, unescaped.
    Text(Cow<'s, str>),
    /// A reference to a note: an entry of the chapter's list of them.
    Noteref(usize),
}

#[derive(Debug)]
struct Node<'s> {
    parent: u32,
    first: u32,
    last: u32,
    previous: u32,
    next: u32,
    at: u32,
    data: Data<'s>,
}

impl NodeId {
    /// The number by itself, for tables beside the tree.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Nodes in one vector. Those taken out stay in it and cost only their room.
#[derive(Debug, Default)]
pub struct Tree<'s> {
    nodes: Vec<Node<'s>>,
}

/// A step of a walk through a subtree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The walk comes to a node, before its children.
    Enter(NodeId),
    /// The walk leaves a node, after its children.
    Leave(NodeId),
}

// Node numbers only come from `create`, so every number in a node or a `NodeId` is in range; a
// foreign `NodeId` would be a mistake in bindery, not in its input.
#[allow(clippy::indexing_slicing, reason = "numbers of nodes are made by this tree alone")]
impl<'s> Tree<'s> {
    /// An empty tree.
    pub fn new() -> Self {
        Tree { nodes: Vec::new() }
    }

    /// Makes a node without a parent. `at` is the offset in the chapter's text that it comes from.
    pub fn create(&mut self, data: Data<'s>, at: usize) -> NodeId {
        let id = u32::try_from(self.nodes.len()).unwrap_or(NONE - 1);
        self.nodes.push(Node {
            parent: NONE,
            first: NONE,
            last: NONE,
            previous: NONE,
            next: NONE,
            at: u32::try_from(at).unwrap_or(u32::MAX),
            data,
        });
        NodeId(id)
    }

    /// What the node is.
    pub fn data(&self, id: NodeId) -> &Data<'s> {
        &self.nodes[id.0 as usize].data
    }

    /// What the node is, to be changed.
    pub fn data_mut(&mut self, id: NodeId) -> &mut Data<'s> {
        &mut self.nodes[id.0 as usize].data
    }

    /// The node's element, where it is one.
    pub fn element(&self, id: NodeId) -> Option<&Element<'s>> {
        match self.data(id) {
            Data::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The node's element, to be changed.
    pub fn element_mut(&mut self, id: NodeId) -> Option<&mut Element<'s>> {
        match self.data_mut(id) {
            Data::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The node's HTML tag, where it is an element of HTML.
    pub fn tag(&self, id: NodeId) -> Option<Tag> {
        self.element(id).and_then(|element| element.name.html())
    }

    /// Offset in the chapter's text.
    pub fn at(&self, id: NodeId) -> usize {
        self.nodes[id.0 as usize].at as usize
    }

    /// The parent.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        some(self.nodes[id.0 as usize].parent)
    }

    /// The first child.
    pub fn first_child(&self, id: NodeId) -> Option<NodeId> {
        some(self.nodes[id.0 as usize].first)
    }

    /// The last child.
    pub fn last_child(&self, id: NodeId) -> Option<NodeId> {
        some(self.nodes[id.0 as usize].last)
    }

    /// The sibling before.
    pub fn previous(&self, id: NodeId) -> Option<NodeId> {
        some(self.nodes[id.0 as usize].previous)
    }

    /// The sibling after.
    pub fn next(&self, id: NodeId) -> Option<NodeId> {
        some(self.nodes[id.0 as usize].next)
    }

    /// The children, in order.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.first_child(id), |child| self.next(*child))
    }

    /// Puts `child`, taken from where it was, at the end of `parent`.
    pub fn append(&mut self, parent: NodeId, child: NodeId) {
        self.detach(child);
        let last = self.nodes[parent.0 as usize].last;
        let node = &mut self.nodes[child.0 as usize];
        node.parent = parent.0;
        node.previous = last;
        match some(last) {
            Some(last) => self.nodes[last.0 as usize].next = child.0,
            None => self.nodes[parent.0 as usize].first = child.0,
        }
        self.nodes[parent.0 as usize].last = child.0;
    }

    /// Puts `node`, taken from where it was, before `sibling`. Nothing happens where `sibling` has
    /// no parent.
    pub fn insert_before(&mut self, sibling: NodeId, node: NodeId) {
        self.detach(node);
        let Some(parent) = self.parent(sibling) else { return };
        let previous = self.nodes[sibling.0 as usize].previous;
        let inserted = &mut self.nodes[node.0 as usize];
        inserted.parent = parent.0;
        inserted.previous = previous;
        inserted.next = sibling.0;
        self.nodes[sibling.0 as usize].previous = node.0;
        match some(previous) {
            Some(previous) => self.nodes[previous.0 as usize].next = node.0,
            None => self.nodes[parent.0 as usize].first = node.0,
        }
    }

    /// Puts `node`, taken from where it was, after `sibling`. Nothing happens where `sibling` has
    /// no parent.
    pub fn insert_after(&mut self, sibling: NodeId, node: NodeId) {
        match (self.next(sibling), self.parent(sibling)) {
            (Some(next), _) if next == node => {}
            (Some(next), _) => self.insert_before(next, node),
            (None, Some(parent)) => self.append(parent, node),
            (None, None) => {}
        }
    }

    /// Takes a node, with all below it, out of its parent.
    pub fn detach(&mut self, id: NodeId) {
        let (parent, previous, next) = {
            let node = &self.nodes[id.0 as usize];
            (node.parent, node.previous, node.next)
        };
        let Some(parent) = some(parent) else { return };
        match some(previous) {
            Some(previous) => self.nodes[previous.0 as usize].next = next,
            None => self.nodes[parent.0 as usize].first = next,
        }
        match some(next) {
            Some(next) => self.nodes[next.0 as usize].previous = previous,
            None => self.nodes[parent.0 as usize].last = previous,
        }
        let node = &mut self.nodes[id.0 as usize];
        node.parent = NONE;
        node.previous = NONE;
        node.next = NONE;
    }

    /// Puts the node's children in its place and takes it out.
    pub fn unwrap_node(&mut self, id: NodeId) {
        while let Some(child) = self.first_child(id) {
            self.insert_before(id, child);
        }
        self.detach(id);
    }

    /// Moves all children of `from` to the end of `to`.
    pub fn move_children(&mut self, from: NodeId, to: NodeId) {
        while let Some(child) = self.first_child(from) {
            self.append(to, child);
        }
    }

    /// The step of a walk through `top` that follows on `step`; `None` after `Leave(top)`.
    pub fn step(&self, top: NodeId, step: Step) -> Option<Step> {
        match step {
            Step::Enter(id) => Some(self.first_child(id).map_or(Step::Leave(id), Step::Enter)),
            Step::Leave(id) if id == top => None,
            Step::Leave(id) => match self.next(id) {
                Some(next) => Some(Step::Enter(next)),
                None => self.parent(id).map(Step::Leave),
            },
        }
    }

    /// A walk through `top` and all below it, in document order.
    pub fn walk(&self, top: NodeId) -> impl Iterator<Item = Step> + '_ {
        std::iter::successors(Some(Step::Enter(top)), move |step| self.step(top, *step))
    }

    /// The nodes of a subtree in document order.
    pub fn descendants(&self, top: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.walk(top).filter_map(|step| match step {
            Step::Enter(id) => Some(id),
            Step::Leave(_) => None,
        })
    }

    /// The text of a subtree; images give their alternative text, formulas theirs, ruby its base.
    pub fn plain_text(&self, top: NodeId) -> String {
        let mut out = String::new();
        let mut step = Some(Step::Enter(top));
        while let Some(now) = step {
            step = match now {
                Step::Enter(id) if self.write_plain(id, &mut out) => {
                    self.step(top, Step::Leave(id))
                }
                _ => self.step(top, now),
            };
        }
        out
    }

    /// Adds a node's own text; tells whether that says all that is below it.
    fn write_plain(&self, id: NodeId, out: &mut String) -> bool {
        match self.data(id) {
            Data::Text(text) => out.push_str(text),
            Data::Element(element) => match &element.name {
                Name::Html(Tag::Img) => out.push_str(element.attr("alt").unwrap_or_default()),
                Name::Html(Tag::Br) => out.push(' '),
                // How a word is read is not said twice.
                Name::Html(Tag::Rt | Tag::Rp) => return true,
                Name::MathMl(local) if local.as_ref() == "math" => {
                    if let Some(tex) = element.attr("alttext") {
                        out.push_str(tex);
                        return true;
                    }
                }
                _ => {}
            },
            _ => {}
        }
        false
    }
}

fn some(number: u32) -> Option<NodeId> {
    (number != NONE).then_some(NodeId(number))
}

#[cfg(test)]
mod tests;
