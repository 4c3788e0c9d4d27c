//! Lists, definition lists, tables, figures, details: elements that hold certain children only.
//!
//! In: a tree of legal elements. Out: the same, each of these with the children it may have, in
//! the order it may have them. Source: HTML standard, the content model of each element.

use super::{Report, attributes};
use crate::diagnostic::code;
use crate::tree::{Data, Element, Name, NodeId, Tag, Tree};

/// Mends everything below `root`.
pub(super) fn mend(tree: &mut Tree<'_>, root: NodeId, report: &mut Report<'_>) {
    let special: Vec<(NodeId, Tag)> = tree
        .descendants(root)
        .filter_map(|id| tree.tag(id).map(|tag| (id, tag)))
        .filter(|(_, tag)| {
            matches!(
                tag,
                Tag::Ul
                    | Tag::Ol
                    | Tag::Li
                    | Tag::Dl
                    | Tag::Dt
                    | Tag::Dd
                    | Tag::Table
                    | Tag::Figure
                    | Tag::Figcaption
                    | Tag::Details
                    | Tag::Summary
                    | Tag::Picture
                    | Tag::Source
                    | Tag::Track
                    | Tag::Rt
                    | Tag::Rp
                    | Tag::Ruby
                    | Tag::Hgroup
                    | Tag::Area
                    | Tag::Map
                    | Tag::Address
                    | Tag::Header
                    | Tag::Footer
            )
        })
        .collect();
    for (id, tag) in special {
        let parent = tree.parent(id).and_then(|parent| tree.tag(parent));
        let at = tree.at(id);
        match tag {
            Tag::Ul | Tag::Ol => wrap_strays(tree, id, &[Tag::Li], Tag::Li),
            Tag::Li if !matches!(parent, Some(Tag::Ul | Tag::Ol)) => {
                rename(tree, id, Tag::Div, "li", at, report);
            }
            Tag::Dl => definition_list(tree, id, at, report),
            Tag::Dt | Tag::Dd if parent != Some(Tag::Dl) && !in_group(tree, id) => {
                rename(tree, id, Tag::Div, tag.name(), at, report);
            }
            Tag::Table => table(tree, id, at, report),
            Tag::Figcaption => {
                let outer = tree.next(id).is_some_and(|_| !only_space_after(tree, id))
                    && !only_space_before(tree, id);
                let twice = tree.parent(id).is_some_and(|parent| {
                    tree.children(parent)
                        .take_while(|child| *child != id)
                        .any(|child| tree.tag(child) == Some(Tag::Figcaption))
                });
                if parent != Some(Tag::Figure) || outer || twice {
                    rename(tree, id, Tag::Div, "figcaption", at, report);
                }
            }
            Tag::Details => details(tree, id),
            Tag::Summary => {
                let first = tree.parent(id).and_then(|parent| {
                    tree.children(parent).find(|child| tree.tag(*child) == Some(Tag::Summary))
                });
                if parent != Some(Tag::Details) || first != Some(id) {
                    rename(tree, id, Tag::Div, "summary", at, report);
                }
            }
            // The image of a `picture` is what every reader can show; the choice is left out.
            Tag::Picture => {
                let sources: Vec<NodeId> = tree
                    .children(id)
                    .filter(|child| tree.tag(*child) == Some(Tag::Source))
                    .collect();
                for source in sources {
                    tree.detach(source);
                }
                tree.unwrap_node(id);
            }
            Tag::Source | Tag::Track if !matches!(parent, Some(Tag::Audio | Tag::Video)) => {
                tree.detach(id);
            }
            Tag::Ruby => ruby(tree, id),
            Tag::Rt | Tag::Rp if parent != Some(Tag::Ruby) => {
                rename(tree, id, Tag::Span, tag.name(), at, report);
            }
            // These don't stand in each other.
            Tag::Hgroup | Tag::Address | Tag::Header | Tag::Footer
                if tag == Tag::Hgroup || inside_like(tree, id, root) =>
            {
                rename(tree, id, Tag::Div, tag.name(), at, report);
            }
            Tag::Map => tree.unwrap_node(id),
            Tag::Area => {
                report.push(
                    &code::HTML_DROPPED,
                    at,
                    "an image map's areas can't be kept; they are left out".to_owned(),
                );
                tree.detach(id);
            }
            _ => {}
        }
    }
}

fn rename(
    tree: &mut Tree<'_>,
    id: NodeId,
    to: Tag,
    class: &str,
    at: usize,
    report: &mut Report<'_>,
) {
    if let Some(element) = tree.element_mut(id) {
        report.push(
            &code::HTML_CHANGED,
            at,
            format!("`<{}>` can't stand here; it becomes `<{}>`", element.name.as_str(), to.name()),
        );
        element.name = Name::Html(to);
        element.attrs.retain(|attr| attributes::is_global(&attr.name));
        element.add_class(class);
    }
}

/// Whether the element stands in a header, a footer or an address.
fn inside_like(tree: &Tree<'_>, id: NodeId, root: NodeId) -> bool {
    std::iter::successors(tree.parent(id), |node| tree.parent(*node))
        .take_while(|node| *node != root)
        .any(|node| matches!(tree.tag(node), Some(Tag::Header | Tag::Footer | Tag::Address)))
}

fn is_space(tree: &Tree<'_>, id: NodeId) -> bool {
    matches!(tree.data(id), Data::Text(text) if text.chars().all(|c| c.is_ascii_whitespace()))
}

fn only_space_before(tree: &Tree<'_>, id: NodeId) -> bool {
    std::iter::successors(tree.previous(id), |node| tree.previous(*node))
        .all(|node| is_space(tree, node))
}

fn only_space_after(tree: &Tree<'_>, id: NodeId) -> bool {
    std::iter::successors(tree.next(id), |node| tree.next(*node)).all(|node| is_space(tree, node))
}

/// Whether the element stands in a `div` that groups terms and definitions of a `dl`.
fn in_group(tree: &Tree<'_>, id: NodeId) -> bool {
    let Some(group) = tree.parent(id) else { return false };
    tree.tag(group) == Some(Tag::Div)
        && tree.parent(group).and_then(|list| tree.tag(list)) == Some(Tag::Dl)
}

/// Puts runs of children that the parent can't have into elements of the kind `wrapper`.
fn wrap_strays(tree: &mut Tree<'_>, id: NodeId, allowed: &[Tag], wrapper: Tag) {
    let children: Vec<NodeId> = tree.children(id).collect();
    let mut run = None;
    for child in children {
        let fits = tree.tag(child).is_some_and(|tag| allowed.contains(&tag));
        if fits {
            run = None;
        } else if run.is_none() && is_space(tree, child) {
        } else {
            let holder = *run.get_or_insert_with(|| {
                let at = tree.at(child);
                let holder = tree.create(Data::Element(Element::html(wrapper)), at);
                tree.insert_before(child, holder);
                holder
            });
            tree.append(holder, child);
        }
    }
}

/// Terms come before definitions, and nothing else is there; a list that can't be read so becomes
/// a plain division.
fn definition_list(tree: &mut Tree<'_>, id: NodeId, at: usize, report: &mut Report<'_>) {
    wrap_strays(tree, id, &[Tag::Dt, Tag::Dd, Tag::Div], Tag::Dd);
    let parts: Vec<NodeId> = tree.children(id).filter(|child| tree.tag(*child).is_some()).collect();
    let divs = parts.iter().filter(|part| tree.tag(**part) == Some(Tag::Div)).count();
    let legal = if divs == 0 {
        pairs(tree, &parts)
    } else {
        divs == parts.len()
            && parts.iter().all(|div| {
                let inner: Vec<NodeId> =
                    tree.children(*div).filter(|child| !is_space(tree, *child)).collect();
                pairs(tree, &inner)
            })
    };
    if !legal {
        rename(tree, id, Tag::Div, "dl", at, report);
        for part in parts {
            if let Some(tag @ (Tag::Dt | Tag::Dd)) = tree.tag(part)
                && let Some(element) = tree.element_mut(part)
            {
                element.name = Name::Html(Tag::Div);
                element.add_class(tag.name());
            }
        }
    }
}

/// Whether the nodes are groups of terms, each followed by definitions.
fn pairs(tree: &Tree<'_>, nodes: &[NodeId]) -> bool {
    let tags: Option<Vec<Tag>> = nodes.iter().map(|node| tree.tag(*node)).collect();
    let Some(tags) = tags else { return false };
    tags.first() == Some(&Tag::Dt)
        && tags.last() == Some(&Tag::Dd)
        && tags.iter().all(|tag| matches!(tag, Tag::Dt | Tag::Dd))
}

/// A table's parts in their order: caption, columns, head, bodies, foot. The HTML5 parser sees to
/// it that rows and cells stand where they may.
fn table(tree: &mut Tree<'_>, id: NodeId, at: usize, report: &mut Report<'_>) {
    let children: Vec<NodeId> = tree.children(id).collect();
    let (mut heads, mut feet, mut captions) = (0, 0, 0);
    let mut ordered: Vec<(u8, NodeId)> = Vec::new();
    for child in children {
        let rank = match tree.tag(child) {
            Some(Tag::Caption) => {
                captions += 1;
                0
            }
            Some(Tag::Colgroup) => 1,
            Some(Tag::Thead) => {
                heads += 1;
                2
            }
            Some(Tag::Tbody | Tag::Tr) => 3,
            Some(Tag::Tfoot) => {
                feet += 1;
                4
            }
            _ => {
                tree.detach(child);
                continue;
            }
        };
        // One of each; a further head or foot is a body, a further caption a loss.
        let extra = (rank == 2 && heads > 1) || (rank == 4 && feet > 1);
        if extra && let Some(element) = tree.element_mut(child) {
            element.name = Name::Html(Tag::Tbody);
        }
        if rank == 0 && captions > 1 {
            report.push(
                &code::HTML_DROPPED,
                at,
                "a table has one caption; this further one is left out".to_owned(),
            );
            tree.detach(child);
            continue;
        }
        ordered.push((if extra { 3 } else { rank }, child));
    }
    let sorted = ordered.is_sorted_by_key(|(rank, _)| *rank);
    if !sorted {
        ordered.sort_by_key(|(rank, _)| *rank);
        for (_, child) in &ordered {
            tree.append(id, *child);
        }
    }
    if ordered.is_empty() {
        tree.detach(id);
    }
}

/// A `details` begins with its `summary`; one without gets an empty ellipsis to press on.
fn details(tree: &mut Tree<'_>, id: NodeId) {
    let summary = tree.children(id).find(|child| tree.tag(*child) == Some(Tag::Summary));
    let summary = summary.unwrap_or_else(|| {
        let at = tree.at(id);
        let summary = tree.create(Data::Element(Element::html(Tag::Summary)), at);
        let text = tree.create(Data::Text("\u{2026}".into()), at);
        tree.append(summary, text);
        tree.append(id, summary);
        summary
    });
    if let Some(first) = tree.first_child(id)
        && first != summary
    {
        tree.insert_before(first, summary);
    }
}

/// Ruby text follows its base; ruby without any is plain text.
fn ruby(tree: &mut Tree<'_>, id: NodeId) {
    let has_text = tree.children(id).any(|child| tree.tag(child) == Some(Tag::Rt));
    let starts_with_base = tree
        .children(id)
        .find(|child| !is_space(tree, *child))
        .is_some_and(|child| !matches!(tree.tag(child), Some(Tag::Rt | Tag::Rp)));
    let ends_with_text = tree
        .children(id)
        .filter(|child| !is_space(tree, *child))
        .last()
        .is_some_and(|child| matches!(tree.tag(child), Some(Tag::Rt | Tag::Rp)));
    if !(has_text && starts_with_base && ends_with_text)
        && let Some(element) = tree.element_mut(id)
    {
        element.name = Name::Html(Tag::Span);
    }
}
