//! A tree of whatever elements becomes one that EPUB 3.3's XHTML allows, with the least loss.
//!
//! In: a tree as Markdown and the HTML5 parser made it. Out: the same tree, changed in place: no
//! element, attribute or nesting in it that EPUBCheck refuses. Refuses to know: links, ids, the
//! rest of the book.
//!
//! Three passes over each part: `elements` puts every element and attribute into a legal form or
//! takes it out, `structure` mends lists, tables and figures, `nesting` sees to it that nothing
//! stands inside a line of text that is a block of its own.

mod attributes;
mod listing;
mod structure;

use crate::diagnostic::{Code, Diagnostics, code};
use crate::source::Text;
use crate::tree::{Data, Element, Name, NodeId, Step, Tag, Tree};

/// Makes everything below `root` legal; what was changed is reported.
pub(super) fn conform(
    tree: &mut Tree<'_>,
    root: NodeId,
    text: &Text,
    diagnostics: &mut Diagnostics,
) {
    let mut report = Report { text, diagnostics };
    elements(tree, root, &mut report);
    structure::mend(tree, root, &mut report);
    nesting(tree, root);
}

/// Where changes are reported.
struct Report<'r> {
    text: &'r Text,
    diagnostics: &'r mut Diagnostics,
}

impl Report<'_> {
    fn push(&mut self, code: &'static Code, at: usize, message: String) {
        self.diagnostics.push(code, self.text.span(at..at), message);
    }
}

/// What becomes of an element.
enum Fate {
    /// It stays.
    Keep,
    /// It takes another name, and a class that says what it was.
    Rename(Tag, &'static str),
    /// Its content takes its place.
    Unwrap,
    /// It goes with all that is in it.
    Drop,
}

/// The fate of an element of HTML, and whether it is an element a book can't hold (then the author
/// hears of it as a loss).
/// Source: HTML standard section 16.2 (obsolete elements and what stands for them), EPUB 3.3
/// section 6.1; forms, frames and scripts by this tool's own rule: a book does nothing by itself.
fn fate(tag: Tag) -> (Fate, bool) {
    use Fate::{Drop, Keep, Rename, Unwrap};
    match tag {
        Tag::Script
        | Tag::Style
        | Tag::Template
        | Tag::Base
        | Tag::Link
        | Tag::Meta
        | Tag::Title
        | Tag::Param
        | Tag::Iframe
        | Tag::Embed
        | Tag::Input
        | Tag::Datalist
        | Tag::Frame
        | Tag::Bgsound
        | Tag::Basefont
        | Tag::Isindex
        | Tag::Keygen
        | Tag::Nextid
        | Tag::Noembed
        | Tag::Noframes => (Drop, true),
        Tag::Form | Tag::Fieldset | Tag::Dialog => (Rename(Tag::Div, "form"), true),
        Tag::Legend => (Rename(Tag::P, "legend"), true),
        Tag::Label | Tag::Button | Tag::Output | Tag::Meter | Tag::Progress => (Unwrap, true),
        Tag::Select | Tag::Optgroup => (Rename(Tag::Div, "select"), true),
        Tag::Option => (Rename(Tag::P, "option"), true),
        Tag::Textarea => (Rename(Tag::Pre, "textarea"), true),
        Tag::Object | Tag::Applet | Tag::Canvas => (Unwrap, true),
        Tag::Noscript | Tag::Slot | Tag::Frameset | Tag::Html | Tag::Body | Tag::Head => {
            (Unwrap, false)
        }
        Tag::Acronym => (Rename(Tag::Abbr, "acronym"), false),
        Tag::Big => (Rename(Tag::Span, "big"), false),
        Tag::Blink => (Rename(Tag::Span, "blink"), false),
        Tag::Center => (Rename(Tag::Div, "center"), false),
        Tag::Dir => (Rename(Tag::Ul, "dir"), false),
        Tag::Font => (Rename(Tag::Span, "font"), false),
        Tag::Image => (Rename(Tag::Img, ""), false),
        Tag::Listing | Tag::Xmp | Tag::Plaintext => (Rename(Tag::Pre, "listing"), false),
        Tag::Marquee => (Rename(Tag::Div, "marquee"), false),
        Tag::Menuitem => (Rename(Tag::Li, ""), false),
        Tag::Multicol => (Rename(Tag::Div, "multicol"), false),
        Tag::Nobr => (Rename(Tag::Span, "nobr"), false),
        Tag::Spacer => (Drop, false),
        Tag::Strike => (Rename(Tag::S, ""), false),
        Tag::Tt => (Rename(Tag::Code, "tt"), false),
        Tag::Rb | Tag::Rtc => (Unwrap, false),
        Tag::Search => (Rename(Tag::Div, "search"), false),
        Tag::Menu => (Rename(Tag::Ul, "menu"), false),
        Tag::Main => (Rename(Tag::Div, "main"), false),
        _ => (Keep, false),
    }
}

/// The first pass: elements and their attributes.
fn elements(tree: &mut Tree<'_>, root: NodeId, report: &mut Report<'_>) {
    let mut step = Some(Step::Enter(root));
    while let Some(now) = step {
        // The step is taken before the node is changed, but for the way down, which is taken
        // after: a node taken out has no children to visit.
        step = match now {
            Step::Leave(_) => tree.step(root, now),
            Step::Enter(id) => match tree.data(id) {
                Data::Element(_) => element(tree, id, root, report),
                _ => tree.step(root, now),
            },
        };
    }
}

/// Makes one element legal; gives the next step of the walk.
fn element(tree: &mut Tree<'_>, id: NodeId, root: NodeId, report: &mut Report<'_>) -> Option<Step> {
    let at = tree.at(id);
    let name = tree.element(id).map(|element| element.name.clone());
    let after = |tree: &Tree<'_>, id| match tree.next(id) {
        Some(next) => Some(Step::Enter(next)),
        None => tree.parent(id).map(Step::Leave),
    };
    match name {
        Some(Name::Unknown(name)) => {
            let class = attributes::class_of(&name);
            report.push(
                &code::HTML_CHANGED,
                at,
                format!("`<{name}>` is not an element of HTML; it becomes a `span` or `div`"),
            );
            if let Some(element) = tree.element_mut(id) {
                element.name = Name::Html(Tag::Span);
                attributes::conform(element, at, report);
                element.add_class(&class);
            }
        }
        Some(Name::Html(Tag::Listing)) if listing::is_captioned(tree, id) => {
            listing::to_figure(tree, id);
        }
        Some(Name::Html(tag)) => {
            let (fate, loss) = fate(tag);
            let code = if loss { &code::HTML_DROPPED } else { &code::HTML_CHANGED };
            match fate {
                Fate::Keep => {
                    if let Some(element) = tree.element_mut(id) {
                        attributes::conform(element, at, report);
                    }
                }
                Fate::Rename(to, class) => {
                    report.push(code, at, format!("`<{}>` becomes `<{}>`", tag.name(), to.name()));
                    if let Some(element) = tree.element_mut(id) {
                        attributes::keep_presentation(element);
                        element.name = Name::Html(to);
                        attributes::conform(element, at, report);
                        if !class.is_empty() {
                            element.add_class(class);
                        }
                    }
                }
                Fate::Unwrap => {
                    if loss {
                        report.push(
                            code,
                            at,
                            format!("`<{}>` can't be in a book; its text is kept", tag.name()),
                        );
                    }
                    let next = tree.first_child(id).map(Step::Enter).or_else(|| after(tree, id));
                    tree.unwrap_node(id);
                    return next;
                }
                Fate::Drop => {
                    report.push(
                        code,
                        at,
                        format!("`<{}>` can't be in a book; it is left out", tag.name()),
                    );
                    let next = after(tree, id);
                    tree.detach(id);
                    return next;
                }
            }
        }
        Some(Name::Svg(local)) => {
            // What SVG can do by itself, and HTML inside it, has no place in a book.
            if matches!(
                local.as_ref(),
                "script" | "foreignObject" | "set" | "handler" | "iframe" | "style"
            ) || local.starts_with("animate")
            {
                report.push(
                    &code::HTML_DROPPED,
                    at,
                    format!("`<{local}>` in SVG can't be in a book; it is left out"),
                );
                let next = after(tree, id);
                tree.detach(id);
                return next;
            }
            if let Some(element) = tree.element_mut(id) {
                attributes::conform_foreign(element, at, report);
            }
        }
        Some(Name::MathMl(_)) => {
            if let Some(element) = tree.element_mut(id) {
                attributes::conform_foreign(element, at, report);
            }
        }
        None => {}
    }
    tree.step(root, Step::Enter(id))
}

/// The last pass: a block can't stand inside a line of text (HTML standard section 3.2.5.2.5).
/// Where a paragraph or heading holds one, the block becomes a `span` that is shown as a block;
/// elsewhere the line's element that holds it becomes a `div`.
fn nesting(tree: &mut Tree<'_>, root: NodeId) {
    // Inside what may hold nothing but text: blocks become spans.
    let mut inside = 0_usize;
    let mut step = Some(Step::Enter(root));
    while let Some(now) = step {
        match now {
            Step::Enter(id) => {
                if let Some(tag) = tree.tag(id) {
                    if inside > 0 && !tag.is_phrasing() {
                        flatten(tree, id, tag);
                    }
                    if inside > 0 || holds_text_only(tag) {
                        inside += 1;
                    }
                }
            }
            Step::Leave(id) => {
                if tree.tag(id).is_some() && inside > 0 {
                    inside -= 1;
                }
            }
        }
        step = tree.step(root, now);
    }
    // From the leaves up: an element of the line that holds a block becomes a block.
    let mut holds_block = vec![false];
    let mut step = Some(Step::Enter(root));
    while let Some(now) = step {
        match now {
            Step::Enter(_) => holds_block.push(false),
            Step::Leave(id) => {
                let held = holds_block.pop().unwrap_or_default();
                let mut block = false;
                if let Some(tag) = tree.tag(id) {
                    block = !tag.is_phrasing() && !is_part_of_phrasing(tag);
                    // What these hold is as they are: a link around a paragraph is legal.
                    let transparent = matches!(
                        tag,
                        Tag::A | Tag::Ins | Tag::Del | Tag::Map | Tag::Audio | Tag::Video
                    );
                    if held && tag.is_phrasing() {
                        if !transparent && let Some(element) = tree.element_mut(id) {
                            to_block(element, tag);
                        }
                        block = true;
                    }
                }
                if let Some(parent) = holds_block.last_mut() {
                    *parent |= block;
                }
            }
        }
        step = tree.step(root, now);
    }
    remove_empty(tree, root);
}

/// Elements that hold phrasing content only.
fn holds_text_only(tag: Tag) -> bool {
    tag.heading_level().is_some()
        || matches!(tag, Tag::P | Tag::Pre | Tag::Summary | Tag::Ruby | Tag::Rt | Tag::Dt)
}

/// Parts of an element of the line: neither blocks nor, by themselves, elements of the line.
fn is_part_of_phrasing(tag: Tag) -> bool {
    matches!(tag, Tag::Rt | Tag::Rp | Tag::Source | Tag::Track)
}

/// Turns a block into an element of the line that is shown as a block.
fn flatten(tree: &mut Tree<'_>, id: NodeId, tag: Tag) {
    if let Some(element) = tree.element_mut(id) {
        if tag == Tag::Hr {
            *element = Element::html(Tag::Br);
            return;
        }
        if is_part_of_phrasing(tag) {
            return;
        }
        to_span(element, tag);
        element.add_class(if matches!(tag, Tag::Td | Tag::Th) { "cell" } else { "block" });
    }
}

fn to_span(element: &mut Element<'_>, tag: Tag) {
    element.name = Name::Html(Tag::Span);
    element.attrs.retain(|attr| attributes::is_global(&attr.name));
    element.add_class(tag.name());
}

fn to_block(element: &mut Element<'_>, tag: Tag) {
    element.name = Name::Html(Tag::Div);
    element.attrs.retain(|attr| attributes::is_global(&attr.name));
    if tag != Tag::Span {
        element.add_class(tag.name());
    }
}

/// Takes out paragraphs without anything in them: HTML's parser makes them where a block ends a
/// paragraph, and no browser shows them.
fn remove_empty(tree: &mut Tree<'_>, root: NodeId) {
    let empty: Vec<NodeId> = tree
        .descendants(root)
        .filter(|id| {
            tree.first_child(*id).is_none()
                && tree
                    .element(*id)
                    .is_some_and(|e| e.name == Name::Html(Tag::P) && e.attrs.is_empty())
        })
        .collect();
    for id in empty {
        tree.detach(id);
    }
}
