//! Markup becomes a tree.
//!
//! In: HTML as browsers read it, or XHTML. Out: a [`Tree`] whose root holds the document. Refuses to
//! know: what the elements are for. Comments, processing instructions and the document type are no
//! part of the tree.

mod tame;

use crate::tree::{Attr, Data, Element, Name, NodeId, Tag, Tree, Value};
use dom_query::{Document, NodeRef};
use std::borrow::Cow;

/// Depth of nesting beyond which elements are not made; their text is kept where they would stand.
const DEPTH: usize = 120;

const XHTML: &str = "http://www.w3.org/1999/xhtml";
const SVG: &str = "http://www.w3.org/2000/svg";
const MATHML: &str = "http://www.w3.org/1998/Math/MathML";

/// A document.
#[derive(Debug)]
pub(super) struct Dom {
    /// Its nodes.
    pub(super) tree: Tree<'static>,
    /// The node that holds the document.
    pub(super) root: NodeId,
}

impl Dom {
    fn new() -> Self {
        let mut tree = Tree::new();
        let root = tree.create(Data::Root, 0);
        Dom { tree, root }
    }

    /// The first element of that tag below `top`, in document order.
    pub(super) fn first(&self, top: NodeId, tag: Tag) -> Option<NodeId> {
        self.tree.descendants(top).find(|node| self.tree.tag(*node) == Some(tag))
    }
}

/// Reads HTML as a browser does (HTML standard, section 13.2). Never fails. Offsets of nodes are not
/// known.
pub(super) fn html(text: &str) -> Dom {
    let text = tame::markup(text);
    let document = Document::from(text.as_ref());
    let mut dom = Dom::new();
    // The nodes to come, the next at the end: each with the node that it goes to, and its depth.
    let mut rest: Vec<(NodeRef<'_>, NodeId, usize)> =
        document.root().children_it(true).map(|child| (child, dom.root, 0)).collect();
    while let Some((node, parent, depth)) = rest.pop() {
        if node.is_text() {
            let words = node.text();
            put_text(&mut dom.tree, parent, &words);
            continue;
        }
        let Some(name) = node.qual_name_ref() else { continue };
        let (namespace, local) = (name.ns.to_string(), name.local.to_string());
        drop(name);
        let mut holder = parent;
        if depth < DEPTH {
            let attrs = node.attrs().into_iter().map(|attr| {
                let prefix = attr.name.prefix.as_ref().map(ToString::to_string);
                let name = match prefix.filter(|prefix| !prefix.is_empty()) {
                    Some(prefix) => format!("{prefix}:{}", attr.name.local),
                    None => attr.name.local.to_string(),
                };
                attribute(name, attr.value.to_string())
            });
            let element = Element { name: named(&namespace, &local), attrs: attrs.collect() };
            holder = dom.tree.create(Data::Element(element), 0);
            dom.tree.append(parent, holder);
        }
        rest.extend(node.children_it(true).map(|child| (child, holder, depth + 1)));
    }
    dom
}

/// Reads XHTML; what is not well-formed is read as HTML.
pub(super) fn xhtml(text: &str) -> Dom {
    let text = text.trim_start_matches('\u{feff}');
    let named = tame::entities(text);
    match strict(&named) {
        Some(dom) => dom,
        // A browser takes `<a/>` and `<title/>` for beginnings of elements.
        None => html(&tame::ended(&named)),
    }
}

/// Reads well-formed XHTML.
fn strict(text: &str) -> Option<Dom> {
    if tame::is_wild(text) {
        return None;
    }
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let document = roxmltree::Document::parse_with_options(text, options).ok()?;
    let mut dom = Dom::new();
    let mut rest = vec![(document.root_element(), dom.root, 0_usize)];
    while let Some((node, parent, depth)) = rest.pop() {
        if node.is_text() {
            put_text(&mut dom.tree, parent, node.text().unwrap_or_default());
            continue;
        }
        if !node.is_element() {
            continue;
        }
        let mut holder = parent;
        if depth < DEPTH {
            let name = node.tag_name();
            let attrs = node.attributes().map(|attr| {
                let name = match attr.namespace() {
                    None => attr.name().to_owned(),
                    Some("http://www.w3.org/XML/1998/namespace") => format!("xml:{}", attr.name()),
                    Some("http://www.idpf.org/2007/ops") => format!("epub:{}", attr.name()),
                    Some("http://www.w3.org/1999/xlink") => format!("xlink:{}", attr.name()),
                    Some(other) => match node.lookup_prefix(other) {
                        Some(prefix) => format!("{prefix}:{}", attr.name()),
                        None => attr.name().to_owned(),
                    },
                };
                attribute(name, attr.value().to_owned())
            });
            let element = Element {
                name: named(name.namespace().unwrap_or(XHTML), name.name()),
                attrs: attrs.collect(),
            };
            holder = dom.tree.create(Data::Element(element), 0);
            dom.tree.append(parent, holder);
        }
        let from = rest.len();
        rest.extend(node.children().map(|child| (child, holder, depth + 1)));
        if let Some(children) = rest.get_mut(from..) {
            children.reverse();
        }
    }
    Some(dom)
}

fn attribute(name: String, value: String) -> Attr<'static> {
    Attr { name: Cow::Owned(name), value: Value::Text(Cow::Owned(value)) }
}

fn named(namespace: &str, local: &str) -> Name {
    match namespace {
        SVG => Name::Svg(local.into()),
        MATHML => Name::MathMl(local.into()),
        XHTML => match Tag::from_name(&local.to_ascii_lowercase()) {
            Some(tag) => Name::Html(tag),
            None => Name::Unknown(local.into()),
        },
        _ => Name::Unknown(local.into()),
    }
}

/// Adds text; what stands beside text is one with it.
fn put_text(tree: &mut Tree<'static>, parent: NodeId, words: &str) {
    if let Some(last) = tree.last_child(parent)
        && let Data::Text(text) = tree.data_mut(last)
    {
        text.to_mut().push_str(words);
        return;
    }
    let node = tree.create(Data::Text(Cow::Owned(words.to_owned())), 0);
    tree.append(parent, node);
}

#[cfg(test)]
mod tests {
    use super::{Dom, html, xhtml};
    use crate::tree::{Data, Tag};

    fn texts(dom: &Dom, tag: Tag) -> Vec<String> {
        let nodes = dom.tree.descendants(dom.root);
        nodes.filter(|n| dom.tree.tag(*n) == Some(tag)).map(|n| dom.tree.plain_text(n)).collect()
    }

    const HEAD: &str = "<!DOCTYPE html><html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\"><head><title/></head><body>";

    #[test]
    fn empty_elements_swallow_nothing() {
        for (end, well_formed) in [("</body></html>", true), ("<br></body></html>", false)] {
            let page = format!("{HEAD}<p><a id=\"x\"/>One&nbsp;&eacute;</p><p>Two</p>{end}");
            let dom = xhtml(&page);
            assert_eq!(texts(&dom, Tag::P), ["One\u{a0}é", "Two"], "{well_formed}");
            assert_eq!(texts(&dom, Tag::A), [""]);
        }
    }

    #[test]
    fn attributes_keep_their_names() {
        for end in ["</body></html>", "<br></body></html>"] {
            let page = format!(
                "{HEAD}<p xml:lang=\"fr\" epub:type=\"x\">a</p><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><title>t</title></svg>{end}"
            );
            let dom = xhtml(&page);
            let p = dom.first(dom.root, Tag::P).and_then(|p| dom.tree.element(p));
            assert_eq!(p.and_then(|p| p.attr("xml:lang")), Some("fr"), "{end}");
            assert_eq!(p.and_then(|p| p.attr("epub:type")), Some("x"), "{end}");
            let svg = dom.tree.descendants(dom.root).find_map(|n| match dom.tree.data(n) {
                Data::Element(e) if e.name.as_str() == "svg" => e.attr("viewBox"),
                _ => None,
            });
            assert_eq!(svg, Some("0 0 1 1"));
        }
    }

    #[test]
    fn neither_depth_nor_entities_nor_attributes_exhaust_anything() {
        let deep = format!(
            "{HEAD}{}word{}</body></html>",
            "<div>".repeat(50_000),
            "</div>".repeat(50_000)
        );
        assert_eq!(xhtml(&deep).tree.plain_text(xhtml(&deep).root), "word");
        let dom = html(&"<b><i a='x'><p>".repeat(3000));
        assert!(dom.tree.descendants(dom.root).count() > 100);
        let bomb = "<!DOCTYPE html [<!ENTITY a \"aaaaaaaaaaaaaaaaaaaa\">".to_owned()
            + &(b'b'..b'z').fold(String::new(), |entities, c| {
                let before = format!("&{};", (c - 1) as char).repeat(20);
                format!("{entities}<!ENTITY {} \"{before}\">", c as char)
            })
            + "]><html xmlns=\"http://www.w3.org/1999/xhtml\"><body><p>&y;</p></body></html>";
        assert!(xhtml(&bomb).tree.plain_text(xhtml(&bomb).root).len() < 10_000);
        let wide = format!(
            "{HEAD}<p {}>word</p></body></html>",
            (0..200_000).fold(String::new(), |all, n| all + "a" + &n.to_string() + "='' ")
        );
        assert_eq!(texts(&xhtml(&wide), Tag::P), ["word"]);
    }
}
