//! A tree of whatever elements becomes one that EPUB 3.3's XHTML allows, with the least loss.
//!
//! In: a tree as Markdown and the HTML5 parser made it. Out: the same tree, changed in place: no
//! element, attribute or nesting in it that EPUBCheck refuses. Refuses to know: links, ids, the
//! rest of the book.
//!
//! Two passes. `elements` looks at each element by itself: it stays, takes another name, or goes,
//! and keeps the attributes it may have; the tables are in `model` and `attributes`, what takes the
//! place of things that go in `substitute`, drawings and formulas in `foreign`. `places` then walks
//! from the top down, knowing at each element what may stand there: one that may not becomes a
//! `div` or a `span` with its name as class, and `structure` puts its children in order. Since a
//! parent is settled before its children are looked at, one walk is enough.

mod attributes;
mod foreign;
mod listing;
mod model;
mod structure;
mod substitute;
mod values;

use crate::diagnostic::{Code, Diagnostics, code};
use crate::source::Text;
use crate::tree::{Data, Name, NodeId, Step, Tag, Tree};
use model::{Content, Inside, Place, Rule, rule};
use std::collections::HashSet;
use structure::Holds;

/// Makes everything below `root` legal; what was changed is reported.
pub(super) fn conform(
    tree: &mut Tree<'_>,
    root: NodeId,
    text: &Text,
    diagnostics: &mut Diagnostics,
) {
    let mut report = Report { text, diagnostics, told: HashSet::new() };
    elements(tree, root, &mut report);
    structure::wrap_lines(tree, root);
    places(tree, root, &mut report);
    remove_empty(tree, root);
}

/// Where changes are reported.
struct Report<'r> {
    text: &'r Text,
    diagnostics: &'r mut Diagnostics,
    /// Where elements begin of which it is said already that they become others. What they become
    /// is nothing that the author wrote, and not spoken of again.
    told: HashSet<usize>,
}

impl Report<'_> {
    fn push(&mut self, code: &'static Code, at: usize, message: String) {
        self.diagnostics.push(code, self.text.span(at..at), message);
    }

    /// Reports that an element becomes another or goes.
    fn replaced(&mut self, code: &'static Code, at: usize, message: String) {
        self.told.insert(at);
        self.push(code, at, message);
    }

    /// Reports what the second pass changes about an element that the author wrote.
    fn changed(&mut self, at: usize, message: String) {
        if !self.told.contains(&at) {
            self.push(&code::HTML_CHANGED, at, message);
        }
    }
}

/// The first pass: elements and their attributes, each by itself.
fn elements(tree: &mut Tree<'_>, root: NodeId, report: &mut Report<'_>) {
    let mut step = Some(Step::Enter(root));
    while let Some(now) = step {
        // The step is taken before the node is changed, but for the way down, which is taken
        // after: a node taken out has no children to visit.
        step = match now {
            Step::Leave(id) => {
                structure::turn_out(tree, id, report);
                tree.step(root, now)
            }
            Step::Enter(id) => match tree.data(id) {
                Data::Element(_) => element(tree, id, root, report),
                _ => tree.step(root, now),
            },
        };
    }
}

/// Sees to one element; gives the next step of the walk.
fn element(tree: &mut Tree<'_>, id: NodeId, root: NodeId, report: &mut Report<'_>) -> Option<Step> {
    let at = tree.at(id);
    let parent = tree.parent(id).and_then(|parent| tree.element(parent));
    let in_svg = parent.is_some_and(|parent| matches!(parent.name, Name::Svg(_)));
    let in_mathml = parent.is_some_and(|parent| matches!(parent.name, Name::MathMl(_)));
    match tree.element(id).map(|element| element.name.clone()) {
        Some(Name::Unknown(name)) => {
            report.replaced(
                &code::HTML_CHANGED,
                at,
                format!("`<{name}>` is not an element of HTML; it becomes a `span` or `div`"),
            );
            if let Some(element) = tree.element_mut(id) {
                element.name = Name::Html(Tag::Span);
                attributes::conform(element, &name, at, report);
                element.add_class(&attributes::class_of(&name));
            }
        }
        Some(Name::Html(Tag::Listing)) if listing::is_captioned(tree, id) => {
            listing::to_figure(tree, id);
        }
        Some(Name::Html(tag @ (Tag::Source | Tag::Track))) if !structure::is_in_media(tree, id) => {
            let message =
                format!("`<{}>` without a sound or film around it is left out", tag.name());
            report.push(&code::HTML_CHANGED, at, message);
            return detach(tree, id);
        }
        Some(Name::Html(tag)) => match rule(tag) {
            Rule::Stays(..) => {
                if tag == Tag::A {
                    substitute::keep_name(tree, id);
                }
                if let Some(element) = tree.element_mut(id) {
                    if tag == Tag::Img {
                        substitute::choose_source(element);
                    }
                    attributes::conform(element, tag.name(), at, report);
                }
            }
            Rule::Becomes(to, class) => {
                let loss = model::loss(tag);
                let message = format!("`<{}>` becomes `<{}>`", tag.name(), to.name());
                report.replaced(loss.unwrap_or(&code::HTML_CHANGED), at, message);
                substitute::show_label(tree, id, tag);
                if matches!(tag, Tag::Option | Tag::Optgroup | Tag::Select) {
                    structure::set_apart(tree, id);
                }
                if let Some(element) = tree.element_mut(id) {
                    attributes::keep_presentation(element);
                    element.name = Name::Html(to);
                    if loss.is_some() {
                        // What worked the element goes with it.
                        element.attrs.retain(|attr| attributes::is_global(&attr.name));
                    }
                    attributes::conform(element, tag.name(), at, report);
                    if !class.is_empty() {
                        element.add_class(class);
                    }
                }
            }
            Rule::Unwraps | Rule::Goes => return lose(tree, id, tag, report),
        },
        Some(Name::Svg(_)) => {
            if !in_svg {
                foreign::lift_notes(tree, id);
            }
            match foreign::svg(tree, id, report) {
                foreign::Fate::Keep => {}
                foreign::Fate::Unwrap => return unwrap(tree, id),
                foreign::Fate::Drop => return detach(tree, id),
            }
        }
        Some(Name::MathMl(_)) if !in_mathml => {
            foreign::lift_notes(tree, id);
            if tree.first_child(id).is_none() {
                // A formula without anything in it would be announced as one.
                return detach(tree, id);
            }
            foreign::mathml(tree, id, report);
        }
        Some(Name::MathMl(_)) | None => {}
    }
    tree.step(root, Step::Enter(id))
}

/// An element that can't stay: a substitute, its content, or nothing takes its place.
fn lose(tree: &mut Tree<'_>, id: NodeId, tag: Tag, report: &mut Report<'_>) -> Option<Step> {
    let at = tree.at(id);
    let goes = matches!(rule(tag), Rule::Goes);
    let substituted = substitute::substitute(tree, id, tag);
    if let Some(code) = model::loss(tag) {
        let done = if substituted {
            let to = tree.element(id).map_or("", |element| element.name.as_str());
            format!("`<{to}>` takes its place")
        } else if goes || tree.first_child(id).is_none() {
            "it is left out".to_owned()
        } else {
            "its text is kept".to_owned()
        };
        report.replaced(code, at, format!("`<{}>` can't be in a book; {done}", tag.name()));
    } else if goes {
        let message = format!("`<{}>` shows nothing in a book; it is left out", tag.name());
        report.push(&code::HTML_CHANGED, at, message);
    }
    if substituted {
        // What it has become is looked at like any other element.
        return Some(Step::Enter(id));
    }
    if goes {
        return detach(tree, id);
    }
    if tree.element(id).is_some_and(|element| element.attr("id").is_some()) {
        // Something may lead to it.
        substitute::become_element(tree, id, Tag::Span, Vec::new(), tag.name());
        return Some(Step::Enter(id));
    }
    unwrap(tree, id)
}

/// The step that follows when all that a node held is done with.
fn after(tree: &Tree<'_>, id: NodeId) -> Option<Step> {
    match tree.next(id) {
        Some(next) => Some(Step::Enter(next)),
        None => tree.parent(id).map(Step::Leave),
    }
}

fn unwrap(tree: &mut Tree<'_>, id: NodeId) -> Option<Step> {
    let next = tree.first_child(id).map(Step::Enter).or_else(|| after(tree, id));
    tree.unwrap_node(id);
    next
}

fn detach(tree: &mut Tree<'_>, id: NodeId) -> Option<Step> {
    let next = after(tree, id);
    tree.detach(id);
    next
}

/// What may stand in an element.
#[derive(Debug, Clone, Copy, Default)]
struct Room {
    /// Blocks; else a line of text only.
    flow: bool,
    /// What the element stands in, at any depth.
    inside: Inside,
}

/// The second pass: no element stands where it may not.
fn places(tree: &mut Tree<'_>, root: NodeId, report: &mut Report<'_>) {
    let held = structure::survey(tree, root);
    let mut rooms = vec![Room { flow: true, inside: Inside::default() }];
    let mut step = tree.step(root, Step::Enter(root));
    while let Some(now) = step {
        match now {
            Step::Enter(id) if tree.element(id).is_some() => {
                let room = rooms.last().copied().unwrap_or_default();
                let before = tree.previous(id);
                settle(tree, id, room, held.of(id), report);
                if tree.previous(id) != before {
                    // Something came out of it and stands before it now: that is seen to first.
                    let first = before
                        .and_then(|before| tree.next(before))
                        .or_else(|| tree.parent(id).and_then(|parent| tree.first_child(parent)));
                    step = first.map(Step::Enter);
                    continue;
                }
                rooms.push(room_in(tree, id, room));
            }
            Step::Leave(id) if tree.element(id).is_some() => {
                rooms.pop();
            }
            _ => {}
        }
        step = tree.step(root, now);
    }
}

/// Makes an element one that may stand in this room, and puts its children in order.
fn settle(tree: &mut Tree<'_>, id: NodeId, room: Room, held: Holds, report: &mut Report<'_>) {
    let Some(tag) = tree.tag(id) else { return };
    let Rule::Stays(place, content) = rule(tag) else { return };
    let parent = tree.parent(id).and_then(|parent| tree.tag(parent));
    let fits = match place {
        Place::Flow => room.flow || structure::is_heading_of_summary(tree, id),
        Place::Phrasing => true,
        Place::In(parents) => {
            parent.is_some_and(|parent| parents.contains(&parent))
                // A `div` takes terms and definitions only as a group of a list.
                && (parent != Some(Tag::Div) || structure::is_in_list(tree, id))
        }
    };
    let line = matches!(place, Place::Phrasing) && content == Content::Phrasing;
    // An `a` without an address is a place to link to, and nothing that keeps links out.
    if tag == Tag::A && (!room.inside.allows(tag) || held.press || !has_address(tree, id)) {
        unlink(tree, id, if room.flow && held.block { Tag::Div } else { Tag::Span }, report);
    } else if tag == Tag::Hr && !fits {
        structure::rename(tree, id, Tag::Br, "can't stand here", report);
    } else if !fits || !room.inside.allows(tag) {
        let to = if room.flow { Tag::Div } else { Tag::Span };
        structure::rename(tree, id, to, "can't stand here", report);
        if to == Tag::Span
            && let Some(element) = tree.element_mut(id)
        {
            // Shown as what it was: a block, or a cell beside others.
            if matches!(tag, Tag::Td | Tag::Th) {
                element.add_class("cell");
            } else if model::is_block(tag) {
                element.add_class("block");
            }
        }
        if to == Tag::Span && model::is_block(tag) && !room.inside.keeps_space() {
            structure::set_apart(tree, id);
        }
        structure::remove_choices(tree, id);
    } else if room.flow && held.block && (tag == Tag::P || (line && tag != Tag::Ruby)) {
        structure::rename(tree, id, Tag::Div, "holds a block", report);
    } else if tag == Tag::Li
        && parent == Some(Tag::Ul)
        && let Some(element) = tree.element_mut(id)
    {
        // Only a numbered list counts.
        element.attrs.retain(|attr| attr.name != "value");
    }
    if let Some(tag) = tree.tag(id) {
        structure::mend(tree, id, tag, report);
    }
}

fn has_address(tree: &Tree<'_>, id: NodeId) -> bool {
    tree.element(id).is_some_and(|element| element.attrs.iter().any(|attr| attr.name == "href"))
}

/// Makes a link an element that leads nowhere: one of two links, or of a link and something to
/// press on, has to give way, and it is this.
fn unlink(tree: &mut Tree<'_>, id: NodeId, to: Tag, report: &mut Report<'_>) {
    if has_address(tree, id) {
        let message = "a link can't stand in a link or around something to press on; its text \
                       is kept";
        report.push(&code::HTML_DROPPED, tree.at(id), message.to_owned());
    }
    if let Some(element) = tree.element_mut(id) {
        element.name = Name::Html(to);
        element.attrs.retain(|attr| attributes::is_global(&attr.name));
    }
}

/// What may stand in an element that is settled.
fn room_in(tree: &Tree<'_>, id: NodeId, room: Room) -> Room {
    match tree.element(id).map(|element| &element.name) {
        Some(Name::Html(tag)) => Room {
            flow: match rule(*tag) {
                Rule::Stays(_, Content::Flow | Content::Children) => true,
                Rule::Stays(_, Content::Transparent) => room.flow,
                _ => false,
            },
            inside: room.inside.with(*tag),
        },
        Some(Name::Svg(name)) => Room { flow: name.as_ref() == "foreignObject", ..room },
        _ => Room { flow: false, ..room },
    }
}

/// Takes out paragraphs without anything in them: HTML's parser makes them where a block ends a
/// paragraph, with empty copies of the marks around it, and no browser shows them. The words
/// around them stay apart.
fn remove_empty(tree: &mut Tree<'_>, root: NodeId) {
    let empty: Vec<NodeId> = tree
        .descendants(root)
        .filter(|id| {
            tree.element(*id).is_some_and(|e| e.name == Name::Html(Tag::P) && e.attrs.is_empty())
                && tree.descendants(*id).all(|inner| inner == *id || is_shell(tree, inner))
        })
        .collect();
    for id in empty {
        if tree.previous(id).is_some() {
            let at = tree.at(id);
            let space = tree.create(Data::Text("\n".into()), at);
            tree.insert_before(id, space);
        }
        tree.detach(id);
    }
}

/// Whether nothing would be seen of an element alone, and nothing leads to it.
fn is_shell(tree: &Tree<'_>, id: NodeId) -> bool {
    tree.element(id).is_some_and(|element| {
        let mark = element.name.html().is_some_and(|tag| {
            matches!(
                rule(tag),
                Rule::Stays(Place::Phrasing, Content::Phrasing | Content::Transparent)
            ) && !matches!(tag, Tag::Audio | Tag::Video)
        });
        mark && !element.attrs.iter().any(|a| matches!(&*a.name, "id" | "class" | "style"))
    })
}
