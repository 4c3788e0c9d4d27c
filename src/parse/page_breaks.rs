//! Where the pages of a printed edition begin.
//!
//! In: a legal tree, with markers that Markdown or raw HTML made. Out: the same, every marker with
//! all that reading systems know one by, and none in a paragraph of its own. Refuses to know: which
//! labels there are in the book.
//! Source: EPUB Accessibility 1.1 (page navigation), DPUB-ARIA 1.1 (`doc-pagebreak`).

use crate::tree::{Attr, Data, Element, NodeId, Tag, Tree, Value};

/// The attributes of a marker. It has no text, so that nobody reads or hears a number in the middle
/// of a sentence who did not ask for it.
pub(super) fn attrs(label: &str) -> Vec<Attr<'_>> {
    vec![
        Attr::new("epub:type", "pagebreak"),
        Attr::new("role", "doc-pagebreak"),
        Attr::new("aria-label", label),
    ]
}

/// The label of the page that begins at an element; `None` where none does.
pub(super) fn label(element: &Element<'_>) -> Option<String> {
    let label = element.attr("aria-label").filter(|_| is_marker(element))?;
    let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
    (!label.is_empty()).then_some(label)
}

fn is_marker(element: &Element<'_>) -> bool {
    let has = |name, word| {
        element.attr(name).is_some_and(|words| words.split_ascii_whitespace().any(|w| w == word))
    };
    has("epub:type", "pagebreak") || has("role", "doc-pagebreak")
}

/// Completes the markers below a root.
pub(super) fn settle(tree: &mut Tree<'_>, root: NodeId) {
    let markers: Vec<NodeId> =
        tree.descendants(root).filter(|id| tree.element(*id).is_some_and(is_marker)).collect();
    for marker in &markers {
        complete(tree, *marker);
    }
    for marker in markers {
        leave_alone(tree, marker);
    }
}

/// Markers of raw HTML are written in many ways: with a type or a role, the label as `title`, as
/// text, or only in the id (`page12`).
fn complete(tree: &mut Tree<'_>, marker: NodeId) {
    let text = tree.plain_text(marker);
    let Some(element) = tree.element_mut(marker) else { return };
    if element.attr("aria-label").is_none_or(|label| label.trim().is_empty()) {
        let known = [element.attr("title").unwrap_or_default(), text.as_str()];
        let known = known.into_iter().find(|label| !label.trim().is_empty());
        let id = element.attr("id").unwrap_or_default();
        let of_id = id.trim_start_matches("page").trim_start_matches(['p', 'g', '-', '_', '.']);
        let label = known.unwrap_or(of_id).trim().to_owned();
        if !label.is_empty() {
            element.set("aria-label", Value::Text(label.into()));
        }
    }
    element.set("epub:type", Value::Text("pagebreak".into()));
    element.set("role", Value::Text("doc-pagebreak".into()));
}

/// A paragraph of nothing but markers would be an empty line: they begin the next one, or stand
/// between blocks without a paragraph.
fn leave_alone(tree: &mut Tree<'_>, marker: NodeId) {
    let Some(paragraph) = tree.parent(marker).filter(|p| tree.tag(*p) == Some(Tag::P)) else {
        return;
    };
    let blank = |id: NodeId| matches!(tree.data(id), Data::Text(text) if text.trim().is_empty());
    let only =
        tree.children(paragraph).all(|id| blank(id) || tree.element(id).is_some_and(is_marker));
    if !only || tree.element(paragraph).is_some_and(|element| !element.attrs.is_empty()) {
        return;
    }
    let markers: Vec<NodeId> =
        tree.children(paragraph).filter(|id| tree.element(*id).is_some()).collect();
    let next =
        std::iter::successors(tree.next(paragraph), |id| tree.next(*id)).find(|id| !blank(*id));
    match next
        .filter(|next| tree.tag(*next) == Some(Tag::P))
        .map(|next| (next, tree.first_child(next)))
    {
        Some((next, first)) => {
            for marker in markers {
                tree.detach(marker);
                match first {
                    Some(first) => tree.insert_before(first, marker),
                    None => tree.append(next, marker),
                }
            }
            tree.detach(paragraph);
        }
        None => {
            if let Data::Element(element) = tree.data_mut(paragraph) {
                element.name = crate::tree::Name::Html(Tag::Div);
            }
        }
    }
}
