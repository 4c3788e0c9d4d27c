//! The last step of parsing: all that needs the whole book to be decided is gathered into lists.
//!
//! In: a legal tree. Out: the finished [`Chapter`]. Refuses to know: where anything leads.

use super::markdown::Markdown;
use super::page_breaks;
use crate::book::{
    Anchor, Chapter, Heading, IdForm, IdList, Noteref, PageBreak, Reference, ReferenceKind,
};
use crate::diagnostic::{Diagnostics, code};
use crate::source::Text;
use crate::tree::{Data, Element, Name, NodeId, Step, Tag, Tree, Value};
use std::ops::Range;

/// Surveys the body and the notes of a chapter.
pub(super) fn survey<'s>(
    tree: Tree<'s>,
    body: NodeId,
    markdown: Markdown,
    text: &Text,
    diagnostics: &mut Diagnostics,
) -> Chapter<'s> {
    let mut chapter = Chapter {
        tree,
        body,
        references: Vec::new(),
        anchors: Vec::new(),
        id_lists: Vec::new(),
        headings: Vec::new(),
        page_breaks: Vec::new(),
        notes: markdown.notes,
        noterefs: Vec::new(),
        words: 0,
        empty: true,
    };
    let written = markdown.noterefs;
    survey_part(&mut chapter, body, &written, text, diagnostics);
    // Notes are no text of their own: without a reference to them nobody would see them.
    let empty = chapter.empty;
    for note in 0..chapter.notes.len() {
        if let Some(root) = chapter.notes.get(note).map(|note| note.root) {
            survey_part(&mut chapter, root, &written, text, diagnostics);
        }
    }
    chapter.empty = empty;
    chapter
}

fn survey_part(
    chapter: &mut Chapter<'_>,
    root: NodeId,
    written: &[Noteref],
    text: &Text,
    diagnostics: &mut Diagnostics,
) {
    let mut step = Some(Step::Enter(root));
    while let Some(now) = step {
        if let Step::Enter(id) = now {
            match chapter.tree.data(id) {
                Data::Text(words) => {
                    chapter.words += count_words(words);
                    // An emoji or a formula of signs is no word, but it is text.
                    chapter.empty &= words.trim().is_empty();
                }
                // Those that went with what they stood in are none that a reader could follow.
                Data::Noteref(index) => {
                    if let Some(noteref) = written.get(*index) {
                        chapter.noterefs.push(Noteref { node: id, ..noteref.clone() });
                        *chapter.tree.data_mut(id) = Data::Noteref(chapter.noterefs.len() - 1);
                    }
                }
                Data::Element(_) => survey_element(chapter, id, root, text, diagnostics),
                Data::Root => {}
            }
        }
        step = chapter.tree.step(root, now);
    }
}

fn survey_element(
    chapter: &mut Chapter<'_>,
    id: NodeId,
    root: NodeId,
    text: &Text,
    diagnostics: &mut Diagnostics,
) {
    let at = chapter.tree.at(id);
    let Some(element) = chapter.tree.element(id) else { return };
    let name = element.name.clone();
    let tag = name.html();
    undescribed(&chapter.tree, id, element, text, diagnostics);
    chapter.empty &= match tag {
        Some(Tag::Img) => is_decoration(element),
        Some(Tag::Audio | Tag::Video) => false,
        _ => true,
    };
    // An `img` without an address shows nothing but its alternative text.
    let mut found = Vec::new();
    let mut lists = Vec::new();
    for (index, attr) in element.attrs.iter().enumerate() {
        if let Value::Text(value) = &attr.value {
            let kind = match (attr.name.as_ref(), tag) {
                ("id", _) => {
                    found.push((index, None, value.to_string()));
                    continue;
                }
                ("aria-labelledby" | "aria-describedby" | "headers", _) => {
                    let ids = value.split_whitespace().map(str::to_owned).collect();
                    lists.push((index, ids, IdForm::Ids));
                    continue;
                }
                (paint, None) if value.starts_with("url(#") => {
                    let form = IdForm::Paint(painters(paint));
                    let id = value.trim_start_matches("url(#").split(')').next();
                    let ids = id.map(str::to_owned).into_iter().collect();
                    lists.push((index, ids, form));
                    continue;
                }
                ("href", Some(Tag::A | Tag::Area)) => ReferenceKind::Link,
                ("cite", Some(Tag::Blockquote | Tag::Q | Tag::Ins | Tag::Del)) => {
                    ReferenceKind::Source
                }
                ("src", Some(Tag::Img)) => ReferenceKind::Image,
                ("src", Some(Tag::Audio | Tag::Video | Tag::Source)) => ReferenceKind::Media,
                ("src", Some(Tag::Track)) => ReferenceKind::Track,
                ("poster", Some(Tag::Video)) => ReferenceKind::Image,
                ("href" | "xlink:href", None) => match &name {
                    Name::Svg(local) if local.as_ref() == "image" => ReferenceKind::Image,
                    Name::Svg(local) if local.as_ref() == "a" => ReferenceKind::Link,
                    // Anything else uses a part of the same page.
                    _ => {
                        let ids = vec![value.trim_start_matches('#').to_owned()];
                        lists.push((index, ids, IdForm::Fragment));
                        continue;
                    }
                },
                _ => continue,
            };
            found.push((index, Some(kind), value.to_string()));
        }
    }
    for (index, ids, form) in lists {
        chapter.id_lists.push(IdList { ids, form, at, node: id });
        let list = chapter.id_lists.len() - 1;
        if let Some(attr) = chapter.tree.element_mut(id).and_then(|e| e.attrs.get_mut(index)) {
            attr.value = Value::Ids(list);
        }
    }
    let level = tag.and_then(Tag::heading_level);
    let mut anchor = None;
    for (index, kind, value) in found {
        let new = if let Some(kind) = kind {
            let range = reference_range(text.as_str(), at, &value);
            chapter.references.push(Reference { address: value, at: range, kind });
            Value::Reference(chapter.references.len() - 1)
        } else {
            chapter.anchors.push(Anchor { id: value, written: true, at, node: id });
            anchor = Some(chapter.anchors.len() - 1);
            Value::Anchor(chapter.anchors.len() - 1)
        };
        if let Some(element) = chapter.tree.element_mut(id)
            && let Some(attr) = element.attrs.get_mut(index)
        {
            attr.value = new;
        }
    }
    page_break(chapter, id, anchor, root);
    let Some(level) = level else { return };
    let words = chapter.tree.plain_text(id);
    let title = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() {
        if !shows_something(&chapter.tree, id) {
            empty_heading(&mut chapter.tree, id, text, diagnostics);
        }
        return;
    }
    let anchor = anchor.unwrap_or_else(|| {
        chapter.anchors.push(Anchor { id: slug(&title), written: false, at, node: id });
        let anchor = chapter.anchors.len() - 1;
        if let Some(element) = chapter.tree.element_mut(id) {
            element.set("id", Value::Anchor(anchor));
        }
        anchor
    });
    if root == chapter.body {
        let top = chapter.tree.parent(id) == Some(root);
        chapter.headings.push(Heading { level, text: title, anchor, node: id, top });
    }
}

/// Notes where a page of a printed edition begins, if one does at this element.
fn page_break(chapter: &mut Chapter<'_>, id: NodeId, anchor: Option<usize>, root: NodeId) {
    let Some(label) = chapter.tree.element(id).and_then(page_breaks::label) else { return };
    let anchor = anchor.unwrap_or_else(|| {
        let at = chapter.tree.at(id);
        let wanted = format!("page-{}", slug(&label));
        chapter.anchors.push(Anchor { id: wanted, written: false, at, node: id });
        let anchor = chapter.anchors.len() - 1;
        if let Some(element) = chapter.tree.element_mut(id) {
            element.set("id", Value::Anchor(anchor));
        }
        anchor
    });
    let inside = chapter.notes.iter().position(|note| note.root == root);
    chapter.page_breaks.push(PageBreak { label, anchor, inside });
}

/// Reports an image or drawing of raw HTML that says nothing to who can't see it; those of Markdown
/// are reported where they are read.
fn undescribed(
    tree: &Tree<'_>,
    id: NodeId,
    element: &Element<'_>,
    text: &Text,
    diagnostics: &mut Diagnostics,
) {
    let (what, how) = match &element.name {
        Name::Html(Tag::Img) if element.attr("alt").is_none() => {
            ("image", "describe it: `alt=\"what it shows\"`; `alt=\"\"` marks decoration")
        }
        Name::Svg(name)
            if name.as_ref() == "svg"
                && element.attr("aria-hidden") != Some("true")
                && !is_named(tree, id, element) =>
        {
            (
                "drawing",
                "describe it: `<title>what it shows</title>` as the first thing in it; `aria-hidden=\"true\"` marks decoration",
            )
        }
        _ => return,
    };
    let at = tree.at(id);
    let rest = text.as_str().get(at..).unwrap_or_default();
    if !rest.starts_with('<') {
        return;
    }
    let end = at + memchr::memchr2(b'>', b'\n', rest.as_bytes()).map_or(1, |end| end + 1);
    diagnostics
        .push(
            &code::IMAGE_NO_ALT,
            text.span(at..end),
            format!("the {what} has no alternative text"),
        )
        .hint(how);
}

/// Whether a drawing says what it shows, or stands in one that may.
pub fn is_named(tree: &Tree<'_>, id: NodeId, element: &Element<'_>) -> bool {
    let is = |id: NodeId, wanted: &str| {
        let element = tree.element(id);
        element.is_some_and(|e| matches!(&e.name, Name::Svg(name) if name.as_ref() == wanted))
    };
    let labelled = element
        .attrs
        .iter()
        .any(|attr| matches!(attr.name.as_ref(), "aria-label" | "aria-labelledby"));
    labelled
        || tree.children(id).any(|child| is(child, "title"))
        || tree.parent(id).is_some_and(|parent| is(parent, "svg") || is(parent, "g"))
}

/// Whether there is something to be seen or heard below a node that is no text.
fn shows_something(tree: &Tree<'_>, top: NodeId) -> bool {
    tree.descendants(top).any(|id| match tree.data(id) {
        Data::Noteref(_) => true,
        Data::Element(element) => match element.name {
            Name::Html(tag) => matches!(tag, Tag::Img | Tag::Audio | Tag::Video),
            Name::Svg(_) | Name::MathMl(_) => true,
            Name::Unknown(_) => false,
        },
        _ => false,
    })
}

/// A heading without text is none: it would be announced without a name. Source: the rule
/// `empty-heading` of axe, which Ace runs.
fn empty_heading(tree: &mut Tree<'_>, id: NodeId, text: &Text, diagnostics: &mut Diagnostics) {
    let parent = tree.parent(id);
    // A `summary` holds headings and phrasing content; an `hgroup` without its heading is none.
    let tag = match parent.and_then(|parent| tree.tag(parent)) {
        Some(Tag::Summary) => Tag::Span,
        _ => Tag::Div,
    };
    if let Some(element) = tree.element_mut(id) {
        element.name = Name::Html(tag);
    }
    if let Some(group) = parent.filter(|parent| tree.tag(*parent) == Some(Tag::Hgroup))
        && let Some(element) = tree.element_mut(group)
    {
        element.name = Name::Html(Tag::Div);
    }
    let at = tree.at(id);
    diagnostics.push(&code::HEADING_EMPTY, text.span(at..at), "the heading has no text");
}

/// Whether an image is one that shows nothing: `alt=""` in raw HTML, marked by a role.
fn is_decoration(image: &Element<'_>) -> bool {
    image.attr("alt") == Some("") && image.attr("role").is_some()
}

/// The elements of SVG that an attribute may name by `url(#id)`.
fn painters(attribute: &str) -> &'static [&'static str] {
    match attribute {
        "clip-path" => &["clipPath"],
        "filter" => &["filter"],
        "mask" => &["mask"],
        "fill" | "stroke" => &["linearGradient", "radialGradient", "pattern"],
        _ => &["marker"],
    }
}

/// Where the address itself stands, looked for shortly after the element's beginning; the
/// beginning where it is written another way (an entity, a reference definition).
fn reference_range(text: &str, at: usize, address: &str) -> Range<usize> {
    let mut limit = (at + 400 + address.len()).min(text.len());
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    match text.get(at..limit).and_then(|part| part.find(address)) {
        Some(offset) if !address.is_empty() => at + offset..at + offset + address.len(),
        _ => at..at + 1,
    }
}

/// An id made of a heading's text by GitHub's rule: lower case, letters, digits, `-` and `_` kept,
/// spaces to `-`, all else left out.
pub fn slug(title: &str) -> String {
    title
        .trim()
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            '-' | '_' => Some(c),
            c if c.is_alphanumeric() || is_mark(c) => Some(c),
            _ => None,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// Combining marks belong to the letter before (`é` written as two characters, Devanagari's
/// vowel signs).
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{5b0}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{200d}')
}

/// Words of a text: runs of letters and digits between white space; where a script writes none
/// (Chinese, Japanese), every character counts.
fn count_words(text: &str) -> usize {
    let mut count = 0;
    let mut inside = false;
    for c in text.chars() {
        if c.is_ascii() {
            let letter = c.is_ascii_alphanumeric();
            count += usize::from(letter && !inside);
            inside = letter || (inside && !c.is_ascii_whitespace());
        } else if matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
        {
            count += 1;
            inside = false;
        } else if c.is_whitespace() || matches!(c, '\u{2014}' | '\u{3000}'..='\u{303f}') {
            inside = false;
        } else if c.is_alphanumeric() {
            count += usize::from(!inside);
            inside = true;
        }
    }
    count
}
