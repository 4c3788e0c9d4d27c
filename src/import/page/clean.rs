//! A page's tree is put in order, so that each run of text is an element of its own.
//!
//! In: a tree as the HTML parser made it. Out: the same without what nobody reads (scripts, fields,
//! hidden text), tables that only lay out unwrapped, bare text and text parted by `br` in paragraphs.
//! Refuses to know: what belongs to the article.

use super::Page;
use super::blocks::{self, holders, is_block};
use super::paragraphs;
use crate::import::dom;
use crate::import::draft::{At, Draft};
use crate::tree::{Attr, Data, Element, Name, NodeId, Step, Tag, Tree};

/// Characters that are shown of what was dropped, where it is no text for readers.
const SHOWN: usize = 80;

/// Puts the tree in order; what is taken out is told to `draft`.
pub(super) fn clean(page: &mut Page, draft: &mut Draft) {
    remove(page, draft);
    unwrap_layout(page);
    unwrap_wrappers(page);
    paragraphs::make(page);
}

/// For each node below `top` by number, the characters of text in it; one walk.
pub(super) fn lengths(tree: &Tree<'static>, top: NodeId) -> Vec<usize> {
    let mut of = Vec::new();
    let mut open = vec![0_usize];
    for step in tree.walk(top) {
        match step {
            Step::Enter(_) => open.push(0),
            Step::Leave(id) => {
                let mut all = open.pop().unwrap_or_default();
                if let Data::Text(text) = tree.data(id) {
                    all += blocks::length(text);
                }
                if let Some(above) = open.last_mut() {
                    *above += all;
                }
                if of.len() <= id.index() {
                    of.resize(id.index() + 1, 0);
                }
                if let Some(place) = of.get_mut(id.index()) {
                    *place = all;
                }
            }
        }
    }
    of
}

/// The first characters of a text, in one line.
fn beginning(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().take(20).collect();
    let line = line.join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default()),
        None => line,
    }
}

/// Takes out what nobody reads.
fn remove(page: &mut Page, draft: &mut Draft) {
    let lengths = lengths(&page.tree, page.root);
    let of = |id: NodeId| lengths.get(id.index()).copied().unwrap_or_default();
    let all = of(page.body);
    let mut step = Some(Step::Enter(page.root));
    while let Some(now) = step {
        let Step::Enter(id) = now else {
            step = page.tree.step(page.root, now);
            continue;
        };
        let Some(element) = page.tree.element(id) else {
            step = page.tree.step(page.root, now);
            continue;
        };
        // What hides most of the text (a wall, a page that a script shows) hides the article.
        let what = match unread(element) {
            Some("hidden text") if of(id) * 3 > all => None,
            what => what,
        };
        let noscript = element.name.html() == Some(Tag::Noscript);
        let field = matches!(element.name.html(), Some(Tag::Input | Tag::Textarea));
        if field || element.name.html() == Some(Tag::Button) {
            let around = around_field(&page.tree, id, of);
            // Buttons stand beside articles too; one in a box beside the text is the box's.
            let beside = |id: &NodeId| page.tree.tag(*id) == Some(Tag::Aside);
            page.fields.extend(around.filter(|id| field || beside(id)));
        }
        let Some(what) = what else {
            if noscript && !keep_noscript(page, id) {
                let text = blocks::text_of(&page.tree, id);
                if !text.is_empty() {
                    draft.drop(At::Line(page.lines.get(id)), &beginning(&text), "scripts");
                }
                step = page.tree.step(page.root, Step::Leave(id));
                page.tree.detach(id);
            } else {
                step = page.tree.step(page.root, now);
            }
            continue;
        };
        let shown = match element.attr("src").or_else(|| element.attr("value")) {
            Some(text) => beginning(text),
            None if what == "hidden text" => blocks::text_of(&page.tree, id),
            None => beginning(&page.tree.plain_text(id)),
        };
        let silent = shown.is_empty() || matches!(what, "");
        if !silent {
            draft.drop(At::Line(page.lines.get(id)), &shown, what);
        }
        step = page.tree.step(page.root, Step::Leave(id));
        page.tree.detach(id);
    }
}

/// Characters of a box around a field, at most.
const BOX: usize = 300;

/// The largest of the elements around a field that says no more than a box does.
fn around_field(
    tree: &Tree<'static>,
    field: NodeId,
    length: impl Fn(NodeId) -> usize,
) -> Option<NodeId> {
    let mut at = tree.parent(field);
    let mut found = None;
    for _ in 0..6 {
        let id = at?;
        let boxed = matches!(
            tree.tag(id),
            Some(Tag::Form | Tag::Div | Tag::Section | Tag::Aside | Tag::P | Tag::Fieldset)
        );
        if length(id) > BOX || matches!(tree.tag(id), Some(Tag::Body | Tag::Main | Tag::Article)) {
            return found;
        }
        if boxed {
            found = Some(id);
        }
        at = tree.parent(id);
    }
    found
}

/// What an element is that nobody reads, in the plural; nothing for others, and an empty word for what
/// says nothing.
fn unread(element: &Element<'_>) -> Option<&'static str> {
    let tag = match &element.name {
        Name::Html(tag) => *tag,
        Name::Svg(_) => return Some(""),
        _ => return hidden(element).then_some("hidden text"),
    };
    Some(match tag {
        Tag::Script => "scripts",
        Tag::Style => "styles",
        Tag::Template | Tag::Link | Tag::Meta | Tag::Base | Tag::Slot => "",
        Tag::Button | Tag::Input | Tag::Select | Tag::Textarea | Tag::Datalist => {
            "buttons and fields"
        }
        Tag::Keygen | Tag::Isindex | Tag::Progress | Tag::Meter | Tag::Output => {
            "buttons and fields"
        }
        Tag::Svg | Tag::Param | Tag::Bgsound | Tag::Basefont | Tag::Area | Tag::Map => "",
        Tag::Body | Tag::Html | Tag::Main | Tag::Article => return None,
        _ if hidden(element) => "hidden text",
        _ => return None,
    })
}

/// Whether a browser shows nothing of an element, as far as the page itself tells.
fn hidden(element: &Element<'_>) -> bool {
    let style = element.attr("style").unwrap_or_default().to_ascii_lowercase();
    let style: String = style.split_whitespace().collect();
    let classes = element.attr("class").unwrap_or_default();
    let reader_only = |class: &str| {
        matches!(
            class,
            "screen-reader-text" | "sr-only" | "visually-hidden" | "visuallyhidden" | "a11y-hidden"
        )
    };
    element.attr("hidden").is_some()
        || element.attr("aria-hidden") == Some("true")
        || style.contains("display:none")
        || style.contains("visibility:hidden")
        || classes.split_ascii_whitespace().any(reader_only)
}

/// Whether what stands in for scripts stays. An image in it that a script would load later takes the
/// place of the one before it, that waits for the script.
fn keep_noscript(page: &mut Page, id: NodeId) -> bool {
    // The parser takes the content for text, as a browser that runs scripts does.
    let text = page.tree.plain_text(id);
    if memchr::memmem::find(text.as_bytes(), b"<img").is_none() || text.len() > 1 << 16 {
        return false;
    }
    let inner = dom::html(&text);
    let elements = inner.tree.descendants(inner.root).filter_map(|id| inner.tree.element(id));
    let mut images = elements.filter(|element| element.name.html() == Some(Tag::Img)).take(2);
    let (Some(image), None) = (images.next(), images.next()) else { return false };
    // A counter of visits is an image too.
    let tiny = |name| {
        image.attr(name).and_then(|side| side.parse::<u32>().ok()).is_some_and(|side| side < 3)
    };
    if tiny("width") || tiny("height") {
        return false;
    }
    let mut before = page.tree.previous(id);
    while let Some(node) = before
        && matches!(page.tree.data(node), Data::Text(text) if text.trim().is_empty())
    {
        before = page.tree.previous(node);
    }
    let line = page.lines.get(id);
    let made = page.tree.create(Data::Element(image.clone()), 0);
    page.lines.set(made, line);
    page.tree.insert_before(id, made);
    if let Some(node) = before.filter(|node| page.tree.tag(*node) == Some(Tag::Img)) {
        page.tree.detach(node);
    }
    false
}

/// Gives an element another name.
pub(super) fn rename(tree: &mut Tree<'static>, id: NodeId, tag: Tag) {
    if let Some(element) = tree.element_mut(id) {
        element.name = Name::Html(tag);
    }
}

/// A table that is being walked through.
#[derive(Debug)]
struct Open {
    node: NodeId,
    parts: Vec<NodeId>,
    rows: usize,
    cells: usize,
    widest: usize,
    narrowest: usize,
    headed: bool,
    holds_block: bool,
    longest: usize,
}

/// Tables that only lay out the page become divisions.
fn unwrap_layout(page: &mut Page) {
    let lengths = lengths(&page.tree, page.body);
    let mut open: Vec<Open> = Vec::new();
    let mut layout = Vec::new();
    for step in page.tree.walk(page.body) {
        let (id, enter) = match step {
            Step::Enter(id) => (id, true),
            Step::Leave(id) => (id, false),
        };
        let Some(tag) = page.tree.tag(id) else { continue };
        if tag == Tag::Table && enter {
            if let Some(around) = open.last_mut() {
                around.holds_block = true;
            }
            open.push(Open {
                node: id,
                parts: Vec::new(),
                rows: 0,
                cells: 0,
                widest: 0,
                narrowest: usize::MAX,
                headed: false,
                holds_block: false,
                longest: 0,
            });
            continue;
        }
        let Some(table) = open.last_mut() else { continue };
        match (tag, enter) {
            (Tag::Table, false) => {
                let grid = table.rows > 1 && table.narrowest > 1 && table.widest == table.narrowest;
                let data = !table.holds_block && (table.headed || grid && table.longest < 160);
                if !data {
                    layout.push(table.node);
                    layout.append(&mut table.parts);
                }
                open.pop();
            }
            (Tag::Tr, true) => {
                table.rows += 1;
                table.cells = 0;
                table.parts.push(id);
            }
            (Tag::Tr, false) => {
                table.widest = table.widest.max(table.cells);
                table.narrowest = table.narrowest.min(table.cells);
            }
            (Tag::Td | Tag::Th, true) => {
                table.cells += 1;
                table.headed |= tag == Tag::Th;
                let length = lengths.get(id.index()).copied().unwrap_or_default();
                table.longest = table.longest.max(length);
                table.parts.push(id);
            }
            (Tag::Tbody | Tag::Thead | Tag::Tfoot | Tag::Caption, true) => {
                table.headed |= matches!(tag, Tag::Thead | Tag::Caption);
                table.parts.push(id);
            }
            (Tag::Colgroup | Tag::Col, true) => table.parts.push(id),
            (Tag::H1 | Tag::H2 | Tag::H3 | Tag::Form | Tag::Div | Tag::Hr, true) => {
                table.holds_block = true;
            }
            _ => {}
        }
    }
    for id in layout {
        rename(&mut page.tree, id, Tag::Div);
    }
}

/// Elements of a line that hold blocks go from around them; elements of old pages and custom ones take
/// the names of those that mean the same.
fn unwrap_wrappers(page: &mut Page) {
    let holds = holders(&page.tree, page.body);
    let breaks = break_holders(&page.tree, page.body);
    let nodes: Vec<NodeId> = page.tree.descendants(page.body).collect();
    for id in nodes {
        if id == page.body {
            continue;
        }
        let held = |list: &[bool]| list.get(id.index()).copied().unwrap_or_default();
        let (holds, breaks) = (held(&holds), held(&breaks));
        let Some(element) = page.tree.element(id) else { continue };
        let tag = element.name.html();
        match tag {
            Some(Tag::A) if holds => {
                page.linked.insert(id);
                rename(&mut page.tree, id, Tag::Div);
            }
            Some(
                Tag::Center
                | Tag::Form
                | Tag::Fieldset
                | Tag::Dialog
                | Tag::Details
                | Tag::Multicol
                | Tag::Noscript
                | Tag::Hgroup
                | Tag::Search,
            ) => rename(&mut page.tree, id, Tag::Div),
            Some(Tag::Summary | Tag::Legend) if !holds => rename(&mut page.tree, id, Tag::P),
            Some(Tag::Summary | Tag::Legend) => rename(&mut page.tree, id, Tag::Div),
            Some(Tag::Dir | Tag::Menu) => rename(&mut page.tree, id, Tag::Ul),
            Some(Tag::Font | Tag::Big | Tag::Nobr | Tag::Blink | Tag::Label) => {
                if enlarges(element) {
                    let inside = page.tree.descendants(id);
                    page.large
                        .extend(inside.filter(|id| matches!(page.tree.data(*id), Data::Text(_))));
                }
                page.tree.unwrap_node(id);
            }
            Some(Tag::Span) if holds || breaks => {
                // The words of a class stay readable: the element becomes a division.
                if holds {
                    rename(&mut page.tree, id, Tag::Div);
                } else {
                    page.tree.unwrap_node(id);
                }
            }
            Some(tag) if holds && !is_block(tag) && tag != Tag::Ruby => {
                page.tree.unwrap_node(id);
            }
            None if matches!(element.name, Name::Unknown(_)) => {
                if holds {
                    rename(&mut page.tree, id, Tag::Div);
                } else {
                    rename(&mut page.tree, id, Tag::Span);
                }
            }
            _ => {}
        }
    }
}

/// Whether an element sets larger type: sizes of `font` go from 1 to 7, 3 is that of the text (HTML 4.01,
/// section 15.2.2).
fn enlarges(element: &Element<'_>) -> bool {
    if element.name.html() == Some(Tag::Big) {
        return true;
    }
    let size = element.attr("size").unwrap_or_default().trim();
    match size.strip_prefix('+') {
        Some(more) => more.parse::<u8>().is_ok_and(|more| more >= 2),
        None => size.parse::<u8>().is_ok_and(|size| size >= 5),
    }
}

/// For each node below `top` by number, whether a line is broken in it.
fn break_holders(tree: &Tree<'static>, top: NodeId) -> Vec<bool> {
    let mut of = Vec::new();
    let mut open: Vec<bool> = Vec::new();
    for step in tree.walk(top) {
        match step {
            Step::Enter(_) => open.push(false),
            Step::Leave(id) => {
                let inside = open.pop().unwrap_or_default() || tree.tag(id) == Some(Tag::Br);
                if inside && let Some(above) = open.last_mut() {
                    *above = true;
                }
                if of.len() <= id.index() {
                    of.resize(id.index() + 1, false);
                }
                if let Some(place) = of.get_mut(id.index()) {
                    *place = inside;
                }
            }
        }
    }
    of
}

/// An element of HTML with a class.
pub(super) fn with_class(tag: Tag, class: &'static str) -> Data<'static> {
    let mut element = Element::html(tag);
    element.attrs.push(Attr::new("class", class));
    Data::Element(element)
}
