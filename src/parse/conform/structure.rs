//! Lists, definition lists, tables, figures, details, ruby, sounds and films: elements that hold
//! certain children, in a certain order.
//!
//! In: one such element with whatever children. Out: the same, with the children it may have in
//! the order it may have them; what can't be put right that way becomes a plain division. Each is
//! seen to once, from the top down, in time that grows with the number of its children.
//! Source: HTML standard, the content model of each element.

use super::Report;
use super::attributes;
use super::model::is_block;
use crate::diagnostic::code;
use crate::tree::{Data, Element, Name, NodeId, Tag, Tree, Value};

/// Mends the children of an element.
pub(super) fn mend(tree: &mut Tree<'_>, id: NodeId, tag: Tag, report: &mut Report<'_>) {
    match tag {
        Tag::Ul | Tag::Ol => wrap_strays(tree, id, &[Tag::Li], Tag::Li),
        Tag::Dl => definition_list(tree, id, report),
        Tag::Table => table(tree, id, report),
        Tag::Thead | Tag::Tbody | Tag::Tfoot => wrap_strays(tree, id, &[Tag::Tr], Tag::Tr),
        Tag::Tr => wrap_strays(tree, id, &[Tag::Td, Tag::Th], Tag::Td),
        Tag::Colgroup => columns(tree, id),
        Tag::Figure => figure(tree, id, report),
        Tag::Details => details(tree, id, report),
        Tag::Ruby => ruby(tree, id, report),
        Tag::Hgroup => heading_group(tree, id, report),
        Tag::Audio | Tag::Video => media(tree, id, report),
        Tag::Time => time(tree, id),
        Tag::Rp => text_only(tree, id),
        _ => {}
    }
}

/// Gives an element another name; it keeps what every element may have, and a class that says what
/// it was.
pub(super) fn rename(tree: &mut Tree<'_>, id: NodeId, to: Tag, why: &str, report: &mut Report<'_>) {
    let at = tree.at(id);
    let Some(element) = tree.element_mut(id) else { return };
    let was = element.name.as_str().to_owned();
    report.changed(at, format!("`<{was}>` {why}; it becomes `<{}>`", to.name()));
    element.name = Name::Html(to);
    element.attrs.retain(|attr| attributes::is_global(&attr.name));
    if was != "span" && was != "div" {
        element.add_class(&was);
    }
}

/// Whether a node is white space between elements.
pub(super) fn is_space(tree: &Tree<'_>, id: NodeId) -> bool {
    matches!(tree.data(id), Data::Text(text) if text.bytes().all(|b| b.is_ascii_whitespace()))
}

fn full_children(tree: &Tree<'_>, id: NodeId) -> Vec<NodeId> {
    tree.children(id).filter(|child| !is_space(tree, *child)).collect()
}

fn children_of_kind(tree: &Tree<'_>, id: NodeId, tag: Tag) -> Vec<NodeId> {
    tree.children(id).filter(|child| tree.tag(*child) == Some(tag)).collect()
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
        } else if run.is_none() && tree.tag(child) == Some(Tag::Br) {
            // Distance between parts, and no part of its own.
            tree.detach(child);
        } else {
            let holder = *run.get_or_insert_with(|| insert_before(tree, child, wrapper));
            tree.append(holder, child);
        }
    }
}

/// Puts the lines of text that stand among the blocks of a chapter by themselves into paragraphs:
/// HTML takes them so, but no style reaches them, and their words run into those of the next.
pub(super) fn wrap_lines(tree: &mut Tree<'_>, root: NodeId) {
    let held = survey(tree, root);
    let children: Vec<NodeId> = tree.children(root).collect();
    let mut run: Vec<NodeId> = Vec::new();
    for child in children.into_iter().map(Some).chain([None]) {
        let in_line = child.filter(|child| match tree.data(*child) {
            Data::Text(_) | Data::Noteref(_) => true,
            Data::Element(element) => {
                element.name.html().is_none_or(|tag| !is_block(tag)) && !held.of(*child).block
            }
            Data::Root => false,
        });
        if let Some(child) = in_line {
            if !run.is_empty() || !is_space(tree, child) {
                run.push(child);
            }
            continue;
        }
        if run.iter().any(|node| shows(tree, *node))
            && let Some(first) = run.first()
        {
            let holder = insert_before(tree, *first, Tag::P);
            for node in &run {
                tree.append(holder, *node);
            }
        }
        run.clear();
    }
}

/// Whether there is anything to be seen of a node; a place to link to is nothing.
fn shows(tree: &Tree<'_>, id: NodeId) -> bool {
    tree.descendants(id).any(|node| match tree.data(node) {
        Data::Text(_) => !is_space(tree, node),
        Data::Noteref(_) => true,
        Data::Element(element) => matches!(
            element.name,
            Name::Svg(_) | Name::MathMl(_) | Name::Html(Tag::Img | Tag::Audio | Tag::Video)
        ),
        Data::Root => false,
    })
}

fn insert_before(tree: &mut Tree<'_>, before: NodeId, tag: Tag) -> NodeId {
    let at = tree.at(before);
    let node = tree.create(Data::Element(Element::html(tag)), at);
    tree.insert_before(before, node);
    node
}

/// Puts a space beside an element that is shown apart from its neighbours, where there is none:
/// words don't run together for those who hear them.
pub(super) fn set_apart(tree: &mut Tree<'_>, id: NodeId) {
    let at = tree.at(id);
    let is_gap = |tree: &Tree<'_>, node, edge: fn(&str) -> bool| matches!(tree.data(node), Data::Text(text) if edge(text));
    if let Some(previous) = tree.previous(id)
        && !is_gap(tree, previous, |text| text.ends_with(char::is_whitespace))
    {
        let space = tree.create(Data::Text(" ".into()), at);
        tree.insert_before(id, space);
    }
    if let Some(next) = tree.next(id)
        && !is_gap(tree, next, |text| text.starts_with(char::is_whitespace))
    {
        let space = tree.create(Data::Text(" ".into()), at);
        tree.insert_after(id, space);
    }
}

/// Turns what stands between an element and its parts inside out: `<ul><b><li>One` is meant as
/// `<ul><li><b>One`.
pub(super) fn turn_out(tree: &mut Tree<'_>, id: NodeId, report: &mut Report<'_>) {
    let Some(parts) = parts_of(tree, id) else { return };
    let children: Vec<NodeId> = tree.children(id).collect();
    for child in children {
        if tree.tag(id) == Some(Tag::Dl) && tree.tag(child) == Some(Tag::Div) {
            // A group of terms may have one around it.
            for inner in tree.children(child).collect::<Vec<_>>() {
                turn(tree, inner, parts, report);
            }
        } else {
            turn(tree, child, parts, report);
        }
    }
}

/// The parts that an element holds as its children.
fn parts_of(tree: &Tree<'_>, id: NodeId) -> Option<&'static [Tag]> {
    match tree.tag(id)? {
        Tag::Ul | Tag::Ol => Some(&[Tag::Li]),
        Tag::Dl => Some(&[Tag::Dt, Tag::Dd]),
        Tag::Ruby => Some(&[Tag::Rt, Tag::Rp]),
        _ => None,
    }
}

/// Puts an element into each of the parts it holds, and around each other thing it holds. A plain
/// `div` or `span` says nothing, and goes.
fn turn(tree: &mut Tree<'_>, id: NodeId, parts: &[Tag], report: &mut Report<'_>) {
    let is_part = |tree: &Tree<'_>, id| tree.tag(id).is_some_and(|tag| parts.contains(&tag));
    if is_part(tree, id) || parts_of(tree, id).is_some() || tree.tag(id) == Some(Tag::Table) {
        return;
    }
    for inner in tree.children(id).collect::<Vec<_>>() {
        turn(tree, inner, parts, report);
    }
    let inner: Vec<NodeId> = tree.children(id).collect();
    let Some(mut wrapper) = tree.element(id).cloned() else { return };
    let Some(part) = inner.iter().find(|inner| is_part(tree, **inner)) else { return };
    let part = tree.element(*part).map_or("", |part| part.name.as_str());
    let at = tree.at(id);
    let name = wrapper.name.as_str().to_owned();
    let plain =
        wrapper.attrs.is_empty() && matches!(wrapper.name, Name::Html(Tag::Div | Tag::Span));
    let done = if plain { "it is left out" } else { "it goes into each of them" };
    report.changed(at, format!("`<{name}>` can't stand around `<{part}>`; {done}"));
    if plain && wrapper.name == Name::Html(Tag::Div) {
        // Words around a block stay apart.
        let gap = tree.create(Data::Text("\n".into()), at);
        tree.insert_before(id, gap);
    }
    for inner in inner {
        tree.insert_before(id, inner);
        if plain || is_space(tree, inner) {
            continue;
        }
        let copy = tree.create(Data::Element(wrapper.clone()), at);
        wrapper.attrs.retain(|attr| attr.name != "id");
        if is_part(tree, inner) {
            tree.move_children(inner, copy);
            tree.append(inner, copy);
        } else {
            tree.insert_before(inner, copy);
            tree.append(copy, inner);
        }
    }
    tree.detach(id);
}

/// Groups of terms, each followed by their definitions; or a `div` around each group.
fn definition_list(tree: &mut Tree<'_>, id: NodeId, report: &mut Report<'_>) {
    let parts = full_children(tree, id);
    let grouped = !parts.is_empty() && parts.iter().all(|part| is_group(tree, *part));
    if grouped {
        return;
    }
    for part in parts {
        if tree.tag(part) == Some(Tag::Div)
            && tree.children(part).any(|c| matches!(tree.tag(c), Some(Tag::Dt | Tag::Dd)))
        {
            tree.unwrap_node(part);
        }
    }
    let parts = full_children(tree, id);
    let Some(first) = parts.iter().position(|part| tree.tag(*part) == Some(Tag::Dt)) else {
        if !parts.is_empty() {
            rename(tree, id, Tag::Div, "has no terms", report);
        }
        return;
    };
    // What stands before the first term defines nothing; it goes before the list.
    let mut line = None;
    for stray in parts.into_iter().take(first) {
        let tag = tree.tag(stray);
        if tag == Some(Tag::Dd) {
            rename(tree, stray, Tag::Div, "has no term before it", report);
        } else {
            let message = "this has no term of its `<dl>` before it; it goes before the list";
            report.changed(tree.at(stray), message.to_owned());
        }
        if tag.is_some_and(is_block) {
            line = None;
            tree.insert_before(id, stray);
        } else {
            let holder = *line.get_or_insert_with(|| insert_before(tree, id, Tag::Div));
            tree.append(holder, stray);
        }
    }
    wrap_strays(tree, id, &[Tag::Dt, Tag::Dd], Tag::Dd);
    // A term at the end that nothing defines.
    if let Some(last) = full_children(tree, id).last()
        && tree.tag(*last) == Some(Tag::Dt)
    {
        let at = tree.at(*last);
        let empty = tree.create(Data::Element(Element::html(Tag::Dd)), at);
        tree.insert_after(*last, empty);
    }
}

/// Whether a node is a `div` with terms and then definitions, and nothing else.
fn is_group(tree: &Tree<'_>, id: NodeId) -> bool {
    if tree.tag(id) != Some(Tag::Div) {
        return false;
    }
    let mut parts = tree.children(id).filter(|child| !is_space(tree, *child)).peekable();
    let mut count = |tag| {
        let mut count = 0;
        while parts.next_if(|part| tree.tag(*part) == Some(tag)).is_some() {
            count += 1;
        }
        count
    };
    count(Tag::Dt) > 0 && count(Tag::Dd) > 0 && parts.next().is_none()
}

/// Whether a term or definition stands in a `div` of a definition list.
pub(super) fn is_in_list(tree: &Tree<'_>, id: NodeId) -> bool {
    let list = tree.parent(id).and_then(|group| tree.parent(group));
    list.and_then(|list| tree.tag(list)) == Some(Tag::Dl)
}

/// A table's parts in their order: caption, columns, head, bodies, foot. The HTML5 parser sees to
/// it that rows and cells stand where they may.
fn table(tree: &mut Tree<'_>, id: NodeId, report: &mut Report<'_>) {
    let children: Vec<NodeId> = tree.children(id).collect();
    let last_foot = children_of_kind(tree, id, Tag::Tfoot).last().copied();
    let (mut head, mut caption) = (false, false);
    let mut ordered: Vec<(u8, NodeId)> = Vec::new();
    for child in children {
        // One of each: heads but the first and feet but the last are bodies, captions but the first
        // a text before it all.
        let rank = match tree.tag(child) {
            Some(Tag::Caption) if !std::mem::replace(&mut caption, true) => 0,
            Some(Tag::Colgroup) => 1,
            Some(Tag::Thead) if !std::mem::replace(&mut head, true) => 2,
            Some(Tag::Tfoot) if last_foot == Some(child) => 4,
            Some(Tag::Thead | Tag::Tfoot) => {
                if let Some(element) = tree.element_mut(child) {
                    element.name = Name::Html(Tag::Tbody);
                }
                3
            }
            Some(Tag::Tbody | Tag::Tr) => 3,
            Some(Tag::Caption) => {
                rename(tree, child, Tag::Div, "is not the first of its table", report);
                tree.insert_before(id, child);
                continue;
            }
            _ if is_space(tree, child) => {
                tree.detach(child);
                continue;
            }
            _ => {
                tree.insert_before(id, child);
                continue;
            }
        };
        ordered.push((rank, child));
    }
    if !ordered.is_sorted_by_key(|(rank, _)| *rank) {
        ordered.sort_by_key(|(rank, _)| *rank);
        for (_, child) in &ordered {
            tree.append(id, *child);
        }
    }
    // Rows stand in a body where there are bodies.
    let bodies = ordered.iter().any(|(_, child)| tree.tag(*child) == Some(Tag::Tbody));
    if bodies {
        wrap_strays(
            tree,
            id,
            &[Tag::Caption, Tag::Colgroup, Tag::Thead, Tag::Tbody, Tag::Tfoot],
            Tag::Tbody,
        );
    }
    if ordered.is_empty() {
        // Nothing is shown of it; what leads to it still does.
        rename(tree, id, Tag::Div, "has no rows", report);
    }
    scope_headers(tree, id);
}

/// `headers` names header cells of the same table; others are left out.
fn scope_headers(tree: &mut Tree<'_>, table: NodeId) {
    let cells: Vec<NodeId> = tree
        .descendants(table)
        .filter(|id| matches!(tree.tag(*id), Some(Tag::Td | Tag::Th)))
        .filter(|id| tree.element(*id).is_some_and(|element| element.attr("headers").is_some()))
        .collect();
    if cells.is_empty() {
        return;
    }
    let headers: std::collections::HashSet<String> = tree
        .descendants(table)
        .filter(|id| tree.tag(*id) == Some(Tag::Th))
        .filter_map(|id| tree.element(id).and_then(|element| element.attr("id")).map(str::to_owned))
        .collect();
    for cell in cells {
        if let Some(element) = tree.element_mut(cell) {
            let kept: Vec<&str> = element
                .attr("headers")
                .unwrap_or_default()
                .split_ascii_whitespace()
                .filter(|id| headers.contains(*id))
                .collect();
            let kept = kept.join(" ");
            if kept.is_empty() {
                element.attrs.retain(|attr| attr.name != "headers");
            } else {
                element.set("headers", Value::Text(kept.into()));
            }
        }
    }
}

/// Columns alone; or the number of them, not both.
fn columns(tree: &mut Tree<'_>, id: NodeId) {
    let children: Vec<NodeId> = tree.children(id).collect();
    let mut any = false;
    for child in children {
        if tree.tag(child) == Some(Tag::Col) {
            any = true;
        } else {
            tree.detach(child);
        }
    }
    if any && let Some(element) = tree.element_mut(id) {
        element.attrs.retain(|attr| attr.name != "span");
    }
}

/// One caption, at the beginning or at the end.
fn figure(tree: &mut Tree<'_>, id: NodeId, report: &mut Report<'_>) {
    let mut captions = children_of_kind(tree, id, Tag::Figcaption);
    if captions.is_empty() {
        captions.extend(lift_caption(tree, id, report));
    }
    let children = full_children(tree, id);
    let mut taken = false;
    for caption in captions {
        let outer = children.first() == Some(&caption) || children.last() == Some(&caption);
        if outer && !taken {
            taken = true;
        } else {
            rename(tree, caption, Tag::Div, "is not the one caption, first or last", report);
        }
    }
}

/// Takes a caption out of a `div` where it is the first or the last thing of the figure.
fn lift_caption(tree: &mut Tree<'_>, figure: NodeId, report: &mut Report<'_>) -> Option<NodeId> {
    let children = full_children(tree, figure);
    let edge = |node: Option<&NodeId>, last: bool| {
        let division = *node.filter(|node| tree.tag(**node) == Some(Tag::Div))?;
        let inner = full_children(tree, division);
        let caption = *if last { inner.last() } else { inner.first() }?;
        (tree.tag(caption) == Some(Tag::Figcaption)).then_some((caption, division, last))
    };
    let (caption, division, last) =
        edge(children.first(), false).or_else(|| edge(children.last(), true))?;
    if last {
        tree.insert_after(division, caption);
    } else {
        tree.insert_before(division, caption);
    }
    taken_out(tree, caption, division, report);
    Some(caption)
}

/// Says that a part was taken out of a `div`, which goes if it holds and says nothing any more.
fn taken_out(tree: &mut Tree<'_>, part: NodeId, division: NodeId, report: &mut Report<'_>) {
    let name = tree.element(part).map_or("", |part| part.name.as_str());
    let message = format!("`<{name}>` can't stand in a `<div>`; it is taken out of it");
    report.changed(tree.at(part), message);
    let silent = tree.element(division).is_some_and(|division| division.attrs.is_empty());
    if silent && full_children(tree, division).is_empty() {
        tree.detach(division);
    }
}

/// A `details` begins with its `summary`; one without gets an ellipsis to press on.
fn details(tree: &mut Tree<'_>, id: NodeId, report: &mut Report<'_>) {
    let mut summaries = children_of_kind(tree, id, Tag::Summary).into_iter();
    let summary =
        summaries.next().or_else(|| lift_summary(tree, id, report)).unwrap_or_else(|| {
            let at = tree.at(id);
            let message = "`<details>` has no `<summary>`; `\u{2026}` is what there is to press on";
            report.changed(at, message.to_owned());
            let summary = tree.create(Data::Element(Element::html(Tag::Summary)), at);
            let text = tree.create(Data::Text("\u{2026}".into()), at);
            tree.append(summary, text);
            tree.append(id, summary);
            summary
        });
    for further in summaries {
        rename(tree, further, Tag::Div, "is not the first", report);
    }
    if let Some(first) = tree.first_child(id)
        && first != summary
    {
        // Words that it stood between stay apart.
        let at = tree.at(summary);
        let space = tree.create(Data::Text("\n".into()), at);
        tree.insert_before(summary, space);
        tree.insert_before(first, summary);
    }
}

/// Takes the first summary that stands in a `div` of the `details` out of it.
fn lift_summary(tree: &mut Tree<'_>, details: NodeId, report: &mut Report<'_>) -> Option<NodeId> {
    let (division, summary) = children_of_kind(tree, details, Tag::Div)
        .into_iter()
        .find_map(|div| Some((div, *children_of_kind(tree, div, Tag::Summary).first()?)))?;
    tree.insert_before(division, summary);
    taken_out(tree, summary, division, report);
    Some(summary)
}

/// Text and its annotation, by turns; what follows on the last annotation comes out. Parentheses
/// for readers without ruby are around every annotation, or nowhere.
fn ruby(tree: &mut Tree<'_>, id: NodeId, report: &mut Report<'_>) {
    let children: Vec<NodeId> = tree.children(id).collect();
    let is_part = |tree: &Tree<'_>, node| matches!(tree.tag(node), Some(Tag::Rt | Tag::Rp));
    let Some(last) = children.iter().rposition(|child| tree.tag(*child) == Some(Tag::Rt)) else {
        for child in &children {
            if tree.tag(*child) == Some(Tag::Rp) {
                tree.detach(*child);
            }
        }
        rename(tree, id, Tag::Span, "has no annotation", report);
        return;
    };
    let mut runs: Vec<Vec<NodeId>> = Vec::new();
    let mut in_run = false;
    for (index, child) in children.iter().enumerate() {
        if is_part(tree, *child) {
            if !in_run {
                runs.push(Vec::new());
            }
            in_run = true;
            if let Some(run) = runs.last_mut() {
                run.push(*child);
            }
        } else if in_run && is_space(tree, *child) && index < last {
            // Space between annotations is none of the text.
            if children.get(index + 1).is_some_and(|next| is_part(tree, *next)) {
                tree.detach(*child);
            } else {
                in_run = false;
            }
        } else {
            in_run = false;
        }
    }
    for run in runs {
        // `rp`, then `rt` and `rp` by turns.
        let tags: Vec<Option<Tag>> = run.iter().map(|node| tree.tag(*node)).collect();
        let turns = tags.len() % 2 == 1
            && tags.len() > 1
            && tags
                .iter()
                .enumerate()
                .all(|(index, tag)| *tag == Some(if index % 2 == 0 { Tag::Rp } else { Tag::Rt }));
        if !turns {
            for node in run {
                if tree.tag(node) == Some(Tag::Rp) {
                    tree.detach(node);
                }
            }
        }
    }
    for child in children.into_iter().skip(last + 1).rev() {
        if tree.parent(child) == Some(id) && !is_part(tree, child) {
            tree.insert_after(id, child);
        }
    }
}

/// One heading, and paragraphs.
fn heading_group(tree: &mut Tree<'_>, id: NodeId, report: &mut Report<'_>) {
    let children = full_children(tree, id);
    let headings = children
        .iter()
        .filter(|child| tree.tag(**child).is_some_and(|tag| tag.heading_level().is_some()))
        .count();
    let paragraphs = children.iter().filter(|child| tree.tag(**child) == Some(Tag::P)).count();
    if headings != 1 || headings + paragraphs != children.len() {
        rename(tree, id, Tag::Div, "is not one heading with paragraphs", report);
    }
}

/// The clip, or files of it to choose from, then tracks, then what is shown in their place.
fn media(tree: &mut Tree<'_>, id: NodeId, report: &mut Report<'_>) {
    let sources = children_of_kind(tree, id, Tag::Source);
    let tracks = children_of_kind(tree, id, Tag::Track);
    let has = |tree: &Tree<'_>, node, name| {
        tree.element(node).is_some_and(|element: &Element<'_>| {
            element.attr(name).is_some_and(|value| !value.trim().is_empty())
        })
    };
    let own = has(tree, id, "src");
    if !own
        && !sources.iter().any(|source| has(tree, *source, "src"))
        && let Some(element) = tree.element_mut(id)
    {
        // Nothing to be played: that is told where addresses are looked at.
        element.set("src", Value::Text("".into()));
    }
    let mut default = false;
    for track in tracks.into_iter().rev() {
        if !has(tree, track, "src") {
            tree.detach(track);
            continue;
        }
        if let Some(first) = tree.first_child(id)
            && first != track
        {
            tree.insert_before(first, track);
        }
        if let Some(element) = tree.element_mut(track)
            && element.attrs.iter().any(|attr| attr.name == "default")
            && std::mem::replace(&mut default, true)
        {
            element.attrs.retain(|attr| attr.name != "default");
        }
    }
    for source in sources.into_iter().rev() {
        if own || !has(tree, source, "src") {
            report.push(
                &code::HTML_CHANGED,
                tree.at(source),
                "this `<source>` is not used and left out: `src` says which file is meant"
                    .to_owned(),
            );
            tree.detach(source);
        } else if let Some(first) = tree.first_child(id)
            && first != source
        {
            tree.insert_before(first, source);
        }
    }
}

/// A `time` says what it means to programs; without that its text has to.
fn time(tree: &mut Tree<'_>, id: NodeId) {
    let plain = tree.children(id).all(|child| matches!(tree.data(child), Data::Text(_)));
    if let Some(element) = tree.element_mut(id)
        && !plain
        && element.attr("datetime").is_none()
    {
        element.name = Name::Html(Tag::Span);
        element.add_class("time");
    }
}

/// Elements in a bracket of ruby, a place for text alone, go, their text stays; a reference to a
/// note stands behind the ruby.
fn text_only(tree: &mut Tree<'_>, id: NodeId) {
    let below: Vec<NodeId> = tree.descendants(id).filter(|node| *node != id).collect();
    for node in below {
        match (tree.data(node), tree.parent(id)) {
            (Data::Element(_), _) => tree.unwrap_node(node),
            (Data::Noteref(_), Some(ruby)) => tree.insert_after(ruby, node),
            _ => {}
        }
    }
}

/// Whether a heading may stand in this line of text: a `summary` may hold one and nothing else.
pub(super) fn is_heading_of_summary(tree: &Tree<'_>, id: NodeId) -> bool {
    tree.tag(id).is_some_and(|tag| tag == Tag::Hgroup || tag.heading_level().is_some())
        && tree.parent(id).is_some_and(|parent| {
            tree.tag(parent) == Some(Tag::Summary) && full_children(tree, parent) == [id]
        })
}

/// What the subtree of every node holds.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Holds {
    /// A block.
    pub(super) block: bool,
    /// Something to press on: a link can't be around it.
    pub(super) press: bool,
}

/// What every node of a tree holds.
pub(super) struct Survey {
    /// Number of the first node below the root: those of one tree lie side by side.
    first: usize,
    all: Vec<Holds>,
}

impl Survey {
    /// What the subtree of a node holds; nothing, of nodes made since.
    pub(super) fn of(&self, id: NodeId) -> Holds {
        let at = id.index().checked_sub(self.first);
        at.and_then(|at| self.all.get(at)).copied().unwrap_or_default()
    }
}

/// Looks below every node once, from the leaves up.
pub(super) fn survey(tree: &Tree<'_>, root: NodeId) -> Survey {
    let nodes: Vec<NodeId> = tree.descendants(root).filter(|id| *id != root).collect();
    let first = nodes.iter().map(|id| id.index()).min().unwrap_or_default();
    let last = nodes.iter().map(|id| id.index()).max().unwrap_or_default();
    let mut survey = Survey { first, all: vec![Holds::default(); last - first + 1] };
    for id in nodes.into_iter().rev() {
        let held = survey.of(id);
        let tag = tree.tag(id);
        // A drawing or formula is a thing of the line, whatever stands in it.
        let drawing = tree.element(id).is_some_and(|element| element.name.html().is_none());
        let block = !drawing && (held.block || tag.is_some_and(is_block));
        let press = held.press || matches!(tag, Some(Tag::Audio | Tag::Video | Tag::Details));
        if let Some(at) = tree.parent(id).and_then(|parent| parent.index().checked_sub(first))
            && let Some(slot) = survey.all.get_mut(at)
        {
            slot.block |= block;
            slot.press |= press;
        }
    }
    survey
}

/// Whether the element stands in a sound or a film.
pub(super) fn is_in_media(tree: &Tree<'_>, id: NodeId) -> bool {
    let parent = tree.parent(id).and_then(|parent| tree.tag(parent));
    matches!(parent, Some(Tag::Audio | Tag::Video))
}

/// Takes the files to choose from out of what is no sound or film any more.
pub(super) fn remove_choices(tree: &mut Tree<'_>, id: NodeId) {
    let children: Vec<NodeId> = tree.children(id).collect();
    for child in children {
        if matches!(tree.tag(child), Some(Tag::Source | Tag::Track)) {
            tree.detach(child);
        }
    }
}
