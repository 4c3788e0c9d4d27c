//! The tree as html5ever sees it.
//!
//! In: what html5ever's tree builder asks for: elements, text, moves. Out: nodes of the chapter's
//! tree, each with its place in the text. Refuses to know: tokens.

use super::front::{NOTHING, is_formatting};
use crate::tree::{Attr, Data, Element, Name, NodeId, Tag, Tree, Value};
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, QualName, ns};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

/// The name under which a reference to a note passes through the tree builder; no raw HTML can
/// spell a name with a space.
pub(super) const NOTEREF: &str = "bindery noteref";

/// The tree as html5ever sees it.
pub(super) struct Arena<'s> {
    pub(super) tree: RefCell<Tree<'s>>,
    pub(super) document: NodeId,
    pub(super) names: RefCell<Names>,
    /// Offset in the chapter's text of what is being made.
    pub(super) at: Cell<usize>,
    /// Names of the elements like `b` that the token at hand has made.
    pub(super) formatting: RefCell<Vec<LocalName>>,
    /// How many elements have been made.
    pub(super) made: Cell<usize>,
}

/// html5ever's name of every element: each name once, and for every node the number of its own.
pub(super) struct Names {
    /// The first node that may have one: before it stands what others put into the tree.
    pub(super) first: usize,
    pub(super) list: Vec<QualName>,
    pub(super) numbers: HashMap<QualName, u32>,
    pub(super) of_node: Vec<u32>,
}

impl Names {
    /// What stands for a node that is no element.
    const NONE: u32 = u32::MAX;

    pub(super) fn new(first: NodeId) -> Self {
        Names {
            first: first.index(),
            list: Vec::new(),
            numbers: HashMap::new(),
            of_node: Vec::new(),
        }
    }

    pub(super) fn set(&mut self, node: NodeId, name: QualName) {
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

    pub(super) fn get(&self, node: NodeId) -> Option<&QualName> {
        let number = *self.of_node.get(node.index().checked_sub(self.first)?)?;
        self.list.get(usize::try_from(number).ok()?)
    }
}

impl<'s> Arena<'s> {
    pub(super) fn new(mut tree: Tree<'s>) -> Self {
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

    pub(super) fn make(&self, name: QualName, attrs: &[Attribute]) -> NodeId {
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

    pub(super) fn text_node(&self, text: &StrTendril) -> NodeId {
        self.tree.borrow_mut().create(Data::Text(Cow::Owned(text.to_string())), self.at.get())
    }

    /// Adds to the text of `node`; false where it is no text.
    pub(super) fn extend_text(&self, node: Option<NodeId>, text: &StrTendril) -> bool {
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

pub(super) fn html_name(local: &str) -> QualName {
    QualName::new(None, ns!(html), LocalName::from(local))
}

pub(super) fn to_name(name: &QualName) -> Name {
    let local: &str = &name.local;
    if name.ns == ns!(svg) {
        Name::Svg(local.into())
    } else if name.ns == ns!(mathml) {
        Name::MathMl(local.into())
    } else {
        Tag::from_name(local).map_or_else(|| Name::Unknown(local.into()), Name::Html)
    }
}

pub(super) fn to_attr<'s>(attr: &Attribute) -> Attr<'s> {
    let local: &str = &attr.name.local;
    let name = match &attr.name.prefix {
        Some(prefix) if !prefix.is_empty() => format!("{prefix}:{local}"),
        _ => local.to_owned(),
    };
    Attr { name: Cow::Owned(name), value: Value::Text(Cow::Owned(attr.value.to_string())) }
}

/// An element's name, for html5ever to look at.
#[derive(Debug)]
pub(super) struct Named(QualName);

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
