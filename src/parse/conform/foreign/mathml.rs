//! Formulas: presentation markup of MathML, each element with the children it must have.
//!
//! In: a `math` as raw HTML had it. Out: one that EPUBCheck's grammar takes, with a text for those
//! who can't see it. Source: MathML 3 chapter 3, EPUB 3.3 section 6.1.4 (presentation markup
//! alone).

use super::{Report, flatten};
use crate::diagnostic::code;
use crate::parse::conform::attributes::Lost;
use crate::parse::conform::values::Kind;
use crate::tree::{Data, Element, Name, NodeId, Tree, Value};
use std::borrow::Cow;

/// How the content of an element of MathML is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    /// Any number of expressions.
    Row,
    /// So many expressions.
    Exactly(usize),
    /// Text, and elements of HTML's line in `mtext`.
    Text,
    /// Text for programs.
    Annotation,
    /// Nothing.
    Nothing,
    /// Rows of a table.
    Rows,
    /// Cells of a table's row.
    Cells,
    /// An expression, then annotations.
    Semantics,
    /// A base, then pairs of scripts.
    Scripts,
}

const BOOLEAN: Kind = Kind::OneOf(&["true", "false"]);
const SIDES: Kind = Kind::OneOf(&["left", "center", "right"]);
const ALIGNS: Kind = Kind::OneOf(&["top", "bottom", "center", "baseline", "axis"]);
const DIR: (&str, Kind) = ("dir", Kind::OneOf(&["ltr", "rtl"]));
const VARIANT: (&str, Kind) = (
    "mathvariant",
    Kind::OneOf(&[
        "normal",
        "bold",
        "italic",
        "bold-italic",
        "double-struck",
        "bold-fraktur",
        "script",
        "bold-script",
        "fraktur",
        "sans-serif",
        "bold-sans-serif",
        "sans-serif-italic",
        "sans-serif-bold-italic",
        "monospace",
        "initial",
        "tailed",
        "looped",
        "stretched",
    ]),
);
const SIZE: (&str, Kind) = ("mathsize", Kind::Length);
const TOKEN: &[(&str, Kind)] = &[VARIANT, SIZE, DIR];
const SCRIPTS: &[(&str, Kind)] =
    &[("subscriptshift", Kind::Length), ("superscriptshift", Kind::Length)];
const LINES: Kind = Kind::SomeOf(&["none", "solid", "dashed"]);

/// What every element of MathML may have.
const COMMON: &[(&str, Kind)] = &[
    ("id", Kind::Id),
    ("class", Kind::Tokens),
    ("style", Kind::Style),
    ("mathcolor", Kind::Color),
    ("mathbackground", Kind::Color),
    ("aria-label", Kind::Words),
    ("aria-hidden", BOOLEAN),
];

/// An element of MathML: its name, what it holds, and its own attributes.
type Row = (&'static str, Holds, &'static [(&'static str, Kind)]);

/// The elements of presentation markup.
const ELEMENTS: &[Row] = &[
    (
        "math",
        Holds::Row,
        &[
            ("display", Kind::OneOf(&["block", "inline"])),
            ("alttext", Kind::Words),
            ("displaystyle", BOOLEAN),
            DIR,
        ],
    ),
    ("mi", Holds::Text, TOKEN),
    ("mn", Holds::Text, TOKEN),
    (
        "mo",
        Holds::Text,
        &[
            VARIANT,
            SIZE,
            DIR,
            ("form", Kind::OneOf(&["prefix", "infix", "postfix"])),
            ("fence", BOOLEAN),
            ("separator", BOOLEAN),
            ("lspace", Kind::Length),
            ("rspace", Kind::Length),
            ("stretchy", BOOLEAN),
            ("symmetric", BOOLEAN),
            ("maxsize", Kind::Length),
            ("minsize", Kind::Length),
            ("largeop", BOOLEAN),
            ("movablelimits", BOOLEAN),
            ("accent", BOOLEAN),
        ],
    ),
    ("mtext", Holds::Text, TOKEN),
    ("ms", Holds::Text, &[VARIANT, SIZE, DIR, ("lquote", Kind::Any), ("rquote", Kind::Any)]),
    (
        "mspace",
        Holds::Nothing,
        &[("width", Kind::Length), ("height", Kind::Length), ("depth", Kind::Length)],
    ),
    ("mrow", Holds::Row, &[DIR]),
    (
        "mfrac",
        Holds::Exactly(2),
        &[
            ("linethickness", Kind::Length),
            ("numalign", SIDES),
            ("denomalign", SIDES),
            ("bevelled", BOOLEAN),
        ],
    ),
    ("msqrt", Holds::Row, &[]),
    ("mroot", Holds::Exactly(2), &[]),
    (
        "mstyle",
        Holds::Row,
        &[("scriptlevel", Kind::Signed), ("displaystyle", BOOLEAN), VARIANT, SIZE, DIR],
    ),
    ("merror", Holds::Row, &[]),
    (
        "mpadded",
        Holds::Row,
        &[
            ("height", Kind::Padding),
            ("depth", Kind::Padding),
            ("width", Kind::Padding),
            ("lspace", Kind::Padding),
            ("voffset", Kind::Padding),
        ],
    ),
    ("mphantom", Holds::Row, &[]),
    (
        "mfenced",
        Holds::Row,
        &[("open", Kind::Any), ("close", Kind::Any), ("separators", Kind::Any)],
    ),
    ("menclose", Holds::Row, &[("notation", Kind::Any)]),
    ("msub", Holds::Exactly(2), &[("subscriptshift", Kind::Length)]),
    ("msup", Holds::Exactly(2), &[("superscriptshift", Kind::Length)]),
    ("msubsup", Holds::Exactly(3), SCRIPTS),
    ("munder", Holds::Exactly(2), &[("accentunder", BOOLEAN), ("align", SIDES)]),
    ("mover", Holds::Exactly(2), &[("accent", BOOLEAN), ("align", SIDES)]),
    (
        "munderover",
        Holds::Exactly(3),
        &[("accent", BOOLEAN), ("accentunder", BOOLEAN), ("align", SIDES)],
    ),
    ("mmultiscripts", Holds::Scripts, SCRIPTS),
    ("mprescripts", Holds::Nothing, &[]),
    ("none", Holds::Nothing, &[]),
    (
        "mtable",
        Holds::Rows,
        &[
            ("align", ALIGNS),
            ("rowalign", Kind::SomeOf(&["top", "bottom", "center", "baseline", "axis"])),
            ("columnalign", Kind::SomeOf(&["left", "center", "right"])),
            ("width", Kind::Length),
            ("rowspacing", Kind::Lengths),
            ("columnspacing", Kind::Lengths),
            ("rowlines", LINES),
            ("columnlines", LINES),
            ("frame", Kind::OneOf(&["none", "solid", "dashed"])),
            ("equalrows", BOOLEAN),
            ("equalcolumns", BOOLEAN),
            ("displaystyle", BOOLEAN),
        ],
    ),
    (
        "mtr",
        Holds::Cells,
        &[("rowalign", ALIGNS), ("columnalign", Kind::SomeOf(&["left", "center", "right"]))],
    ),
    (
        "mtd",
        Holds::Row,
        &[
            ("rowspan", Kind::Whole(1, 1000)),
            ("columnspan", Kind::Whole(1, 1000)),
            ("rowalign", ALIGNS),
            ("columnalign", SIDES),
        ],
    ),
    ("semantics", Holds::Semantics, &[("encoding", Kind::Any)]),
    ("annotation", Holds::Annotation, &[("encoding", Kind::Any)]),
];

/// Mends a formula, from the leaves up, and gives it a text for those who can't see it.
pub(in crate::parse::conform) fn mend(tree: &mut Tree<'_>, math: NodeId, report: &mut Report<'_>) {
    let nodes: Vec<NodeId> = tree.descendants(math).collect();
    for id in nodes.into_iter().rev() {
        if matches!(tree.element(id), Some(Element { name: Name::MathMl(_), .. })) {
            settle(tree, id, math, report);
        }
        if name_of(tree, id) == Some("math") {
            describe(tree, id);
        }
    }
}

/// Gives a formula a text, where the author gave none: its TeX if it has that, else its words.
fn describe(tree: &mut Tree<'_>, math: NodeId) {
    if tree.element(math).is_some_and(|element| element.attr("alttext").is_none()) {
        let text = annotation(tree, math).unwrap_or_else(|| tree.plain_text(math));
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty()
            && let Some(element) = tree.element_mut(math)
        {
            element.set("alttext", Value::Text(Cow::Owned(text)));
        }
    }
}

/// The formula as TeX, where it brings that along.
fn annotation(tree: &Tree<'_>, math: NodeId) -> Option<String> {
    tree.descendants(math)
        .find(|id| {
            name_of(tree, *id) == Some("annotation")
                && tree
                    .element(*id)
                    .and_then(|element| element.attr("encoding"))
                    .is_some_and(|encoding| encoding.to_ascii_lowercase().contains("tex"))
        })
        .map(|id| tree.plain_text(id))
}

fn name_of<'t>(tree: &'t Tree<'_>, id: NodeId) -> Option<&'t str> {
    tree.element(id).and_then(|element| match &element.name {
        Name::MathMl(name) => Some(name.as_ref()),
        _ => None,
    })
}

fn settle(tree: &mut Tree<'_>, id: NodeId, math: NodeId, report: &mut Report<'_>) {
    let at = tree.at(id);
    let name = name_of(tree, id).unwrap_or_default().to_owned();
    if name == "annotation-xml" {
        // Another form of the same formula, for programs.
        tree.detach(id);
        return;
    }
    let row = ELEMENTS.iter().find(|(known, _, _)| *known == name);
    let misplaced = match name.as_str() {
        // A formula in another one's text is one of its own; elsewhere it is a part.
        "math" => {
            id != math
                && tree
                    .parent(id)
                    .is_some_and(|parent| name_of(tree, parent).is_some_and(|name| name != "mtext"))
        }
        _ => false,
    };
    let Some((_, holds, own)) = row.filter(|_| !misplaced) else {
        let message =
            format!("`<{name}>` is not presentation markup of MathML; its content is kept");
        report.push(&code::HTML_CHANGED, at, message);
        become_row(tree, id);
        return;
    };
    if let Some(element) = tree.element_mut(id) {
        let mut lost = Lost::default();
        element.attrs.retain_mut(|attr| {
            if attr.name.starts_with("xmlns") {
                return false;
            }
            let kind = own.iter().chain(COMMON).find(|(known, _)| *known == attr.name);
            let legal = match (kind, &mut attr.value) {
                (Some((name, kind)), Value::Text(value)) => kind.accept(name, value),
                _ => false,
            };
            if !legal {
                lost.add(&attr.name);
            }
            legal
        });
        lost.report(&name, at, report);
    }
    let legal = match holds {
        Holds::Row => {
            expressions(tree, id);
            true
        }
        Holds::Annotation => {
            flatten(tree, id);
            true
        }
        Holds::Text => token(tree, id),
        Holds::Nothing => count_of(tree, id) == 0,
        Holds::Exactly(count) => {
            expressions(tree, id);
            count_of(tree, id) == *count
        }
        Holds::Rows => {
            wrap(tree, id, "mtr");
            true
        }
        Holds::Cells => {
            wrap(tree, id, "mtd");
            true
        }
        Holds::Semantics => semantics(tree, id),
        Holds::Scripts => scripts(tree, id),
    };
    if !legal {
        let message = format!("`<{name}>` has not the parts it must have; it becomes `<mrow>`");
        report.push(&code::HTML_CHANGED, at, message);
        become_row(tree, id);
    }
}

/// Makes a row of whatever an element holds.
fn become_row(tree: &mut Tree<'_>, id: NodeId) {
    if let Some(element) = tree.element_mut(id) {
        element.name = Name::MathMl("mrow".into());
        element.attrs.retain(|attr| attr.name == "id");
    }
    expressions(tree, id);
}

/// Leaves nothing but expressions among the children: text gets an element, what belongs
/// elsewhere goes or becomes a row.
fn expressions(tree: &mut Tree<'_>, id: NodeId) {
    let children: Vec<NodeId> = tree.children(id).collect();
    for child in children {
        match (tree.data(child), name_of(tree, child)) {
            (Data::Text(text), _) if is_blank(text) => {}
            (Data::Text(_), _) => {
                let holder = insert_before(tree, child, "mtext");
                tree.append(holder, child);
            }
            (_, Some("annotation" | "none" | "mprescripts")) => tree.detach(child),
            (_, Some("mtr" | "mtd")) => become_row(tree, child),
            (Data::Element(_), None) => {
                let holder = insert_before(tree, child, "mtext");
                tree.append(holder, child);
            }
            _ => {}
        }
    }
}

/// White space that XML doesn't count as content; other spaces are text.
fn is_blank(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_whitespace())
}

/// The number of children, white space between them aside.
fn count_of(tree: &Tree<'_>, id: NodeId) -> usize {
    let blank = |node: &NodeId| matches!(tree.data(*node), Data::Text(text) if is_blank(text));
    tree.children(id).filter(|child| !blank(child)).count()
}

fn insert_before(tree: &mut Tree<'_>, before: NodeId, name: &str) -> NodeId {
    let at = tree.at(before);
    let element = Element { name: Name::MathMl(name.into()), attrs: Vec::new() };
    let node = tree.create(Data::Element(element), at);
    tree.insert_before(before, node);
    node
}

/// Puts children of another kind into elements of the kind that belongs there.
fn wrap(tree: &mut Tree<'_>, id: NodeId, name: &'static str) {
    // What is no row or cell is an expression first.
    let children: Vec<NodeId> = tree.children(id).collect();
    for child in children {
        if name_of(tree, child) == Some(name) {
            continue;
        }
        if matches!(tree.data(child), Data::Text(text) if is_blank(text)) {
            continue;
        }
        if name == "mtr" && name_of(tree, child) == Some("mtd") {
            let row = insert_before(tree, child, "mtr");
            tree.append(row, child);
            continue;
        }
        let outer = insert_before(tree, child, name);
        let mut cell = outer;
        if name == "mtr" {
            let element = Element { name: Name::MathMl("mtd".into()), attrs: Vec::new() };
            let at = tree.at(child);
            cell = tree.create(Data::Element(element), at);
            tree.append(outer, cell);
        }
        tree.append(cell, child);
        expressions(tree, cell);
    }
}

/// Leaves text in a token; one that holds elements of HTML becomes an `mtext`, which may.
fn token(tree: &mut Tree<'_>, id: NodeId) -> bool {
    let mut next = tree.first_child(id);
    while let Some(child) = next {
        next = tree.next(child);
        if name_of(tree, child).is_some_and(|name| name != "math") {
            next = tree.first_child(child).or(next);
            tree.unwrap_node(child);
        }
    }
    let plain = tree.children(id).all(|child| matches!(tree.data(child), Data::Text(_)));
    if !plain && let Some(element) = tree.element_mut(id) {
        element.name = Name::MathMl("mtext".into());
        let known = |name: &str| TOKEN.iter().chain(COMMON).any(|(token, _)| *token == name);
        element.attrs.retain(|attr| known(&attr.name));
    }
    true
}

/// One expression, then annotations; false where there is no one expression.
fn semantics(tree: &mut Tree<'_>, id: NodeId) -> bool {
    let annotations: Vec<NodeId> =
        tree.children(id).filter(|child| name_of(tree, *child) == Some("annotation")).collect();
    for annotation in &annotations {
        tree.detach(*annotation);
    }
    expressions(tree, id);
    let one = count_of(tree, id) == 1;
    if one {
        for annotation in annotations {
            tree.append(id, annotation);
        }
    }
    one
}

/// A base, pairs of scripts, and pairs of prescripts after `mprescripts`.
fn scripts(tree: &mut Tree<'_>, id: NodeId) -> bool {
    let children: Vec<NodeId> = tree.children(id).collect();
    let mut names = Vec::with_capacity(children.len());
    for child in children {
        match (tree.data(child), name_of(tree, child)) {
            (Data::Text(text), _) if is_blank(text) => {}
            (_, None | Some("annotation" | "mtr" | "mtd")) => return false,
            (_, Some(name)) => names.push(name.to_owned()),
        }
    }
    let is_mark = |name: &String| name == "mprescripts";
    let Some((base, rest)) = names.split_first() else { return false };
    let mut groups = rest.split(is_mark);
    let pairs = groups.by_ref().take(2).all(|group| group.len() % 2 == 0);
    !matches!(base.as_str(), "none" | "mprescripts") && pairs && groups.next().is_none()
}
