#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use super::*;

fn text<'s>(tree: &mut Tree<'s>, text: &'s str) -> NodeId {
    tree.create(Data::Text(Cow::Borrowed(text)), 0)
}

#[test]
fn nodes_are_put_in_moved_and_taken_out() {
    let mut tree = Tree::new();
    let root = tree.create(Data::Root, 0);
    let p = tree.create(Data::Element(Element::html(Tag::P)), 0);
    let (a, b, c) = (text(&mut tree, "a"), text(&mut tree, "b"), text(&mut tree, "c"));
    tree.append(root, p);
    tree.append(p, a);
    tree.append(p, c);
    tree.insert_before(c, b);
    assert_eq!(tree.plain_text(root), "abc");
    tree.append(p, a);
    assert_eq!(tree.plain_text(root), "bca");
    tree.unwrap_node(p);
    assert_eq!(tree.plain_text(root), "bca");
    assert_eq!(tree.children(root).count(), 3);
    tree.detach(c);
    assert_eq!(tree.plain_text(root), "ba");
}

#[test]
fn a_walk_enters_and_leaves_every_node_once() {
    let mut tree = Tree::new();
    let root = tree.create(Data::Root, 0);
    let mut parent = root;
    for _ in 0..100_000 {
        let child = tree.create(Data::Element(Element::html(Tag::Div)), 0);
        tree.append(parent, child);
        parent = child;
    }
    assert_eq!(tree.walk(root).count(), 200_002);
}

#[test]
fn classes_are_added_once() {
    let mut element = Element::html(Tag::P);
    element.add_class("a");
    element.add_class("b");
    element.add_class("a");
    assert_eq!(element.attr("class"), Some("a b"));
}

#[test]
fn every_tag_is_found_by_its_name() {
    for tag in Tag::ALL {
        assert_eq!(Tag::from_name(tag.name()), Some(*tag));
    }
    assert_eq!(Tag::from_name("listing-x"), None);
}
